"""Whatever ends the process, and wherever: nothing is lost, nothing is sent twice, and no traceback is shown."""

import contextlib
import ctypes
import io
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edi_engine.audit import search
from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.audit.store import Store
from edi_engine.audit.verification import verify
from edi_engine.errors import StoreError
from edi_engine.workspace import Workspace
from tests.crashes import PAYLOAD, ROUTES, engine, take
from tests.test_acknowledgement import AT, PART, UCI

if TYPE_CHECKING:
    from tests.postgres import Server

PROJECT = Path(__file__).parents[1]
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24  # capability.h, prctl.h


def outbox(folder: Path, agency: str) -> list[bytes]:
    """What an agency has, be it still in its box or taken, each time it got it."""
    boxes = [folder / "outbox" / agency, folder / "taken" / agency]
    return [path.read_bytes() for box in boxes for path in sorted(box.glob("[!.]*"))]


def check_all_was_sent_once(folder: Path) -> None:
    """Two good messages in each of two interchanges to each of two agencies, and an answer to each interchange."""
    for agency in ("customs", "archive"):
        assert [content.count(b"NM-MIN-0001") for content in outbox(folder, agency)] == [1] * 4, agency
    for interchange, answer in zip(("IC1", "IC2"), outbox(folder, "NORTHMERE"), strict=True):
        said = answer.decode().split("'")[2:-3]
        assert said == [UCI.replace("IC1", interchange) + "7", f"UCM+2+{PART}+4", "UCS+6", "UCD+12+2"]
    place = Workspace(folder).store_place
    store = Store(place, clock=lambda: AT)
    try:
        if isinstance(place, Path):
            assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert search.pending(store) == search.unfinished(store) == []
        sent = store.connection.execute("SELECT state, count(*) FROM delivery_states GROUP BY state").fetchall()
        assert [tuple(row) for row in sent] == [("done", 10)]
        accepted = "SELECT count(*) FROM events WHERE stage = 'decided' AND state = 'partly'"
        assert store.connection.execute(accepted).fetchone()[0] == 2
        found = verify(store.log, SigningKeys(folder / "keys").verifiers()).findings
        assert [finding.code for finding in found] in ([], ["AUD-109"])
    finally:
        store.close()
    assert not list(folder.glob("outbox/*/.*")), "neither halves nor marks are left"


def test_killed_at_every_boundary_all_is_sent_once(tmp_path: Path) -> None:
    check_kills(tmp_path, "1", "1")


@pytest.mark.parametrize("step", [11, pytest.param(1, marks=pytest.mark.soak)])
def test_killed_at_boundaries_with_a_database_all_is_sent_once(tmp_path: Path, server: "Server", step: int) -> None:
    check_kills(tmp_path, "1", str(step), server.url)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 60))])
def test_a_server_that_is_killed_at_any_time_loses_and_doubles_nothing(
    tmp_path: Path, server: "Server", seed: int
) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "store.yaml").write_text(f"url: {server.place()}", encoding="utf-8")
    (tmp_path / "ws" / "routes.yaml").write_text(ROUTES, encoding="utf-8")
    (tmp_path / "in.edi").write_bytes(PAYLOAD)

    from tests.postgres import wait_for_engine

    def begun(*words: str) -> "subprocess.Popen[str]":
        command = [sys.executable, str(PROJECT / "cli.py"), *words, "--workspace", "ws"]
        return subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
        said, _ = process.communicate(timeout=120)
        assert "Traceback" not in said
        return process.returncode, said

    routing = begun("route", "in.edi")
    wait_for_engine(server.url, connected=True)
    time.sleep(random.Random(seed).uniform(0, 1.5))  # noqa: S311 - not for secrets
    server.kill()
    status, said = ended(routing)
    assert status in (3, 4), said
    server.start()
    status, said = ended(begun("resume"))
    assert status in (0, 3) or "AUD-007" in said, said
    with contextlib.suppress(StoreError):
        store = Store(Workspace(tmp_path / "ws").store_place, clock=lambda: AT, read_only=True)
        received = store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0]
        store.close()
        if received:
            return check_all_was_sent_once(tmp_path / "ws")
    assert ended(begun("route", "in.edi"))[0] == 3  # nobody was told that it was taken in
    return check_all_was_sent_once(tmp_path / "ws")


def check_kills(tmp_path: Path, first: str, step: str, *url: str) -> None:
    command = [sys.executable, "-m", "tests.crashes", str(tmp_path), first, step, *url]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    boundaries = Counter(done.stdout.splitlines())
    kinds = {
        *("before a commit", "after a commit", "before a claim is released", "after a claim is released"),
        *("before _write", "after _write", "before _publish", "after _publish"),
    }
    assert set(boundaries) == kinds if step == "1" else len(kinds & set(boundaries)) > 2
    assert sum(boundaries.values()) >= 40 // int(step)
    for folder in sorted(tmp_path.iterdir(), key=lambda path: int(path.name)):
        store = Store(Workspace(folder).store_place, clock=lambda: AT)
        received = store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0]
        store.close()
        if not received:  # killed before the bytes were on record: nobody was told that they were taken in
            with engine(folder) as target:
                target.route(io.BytesIO(PAYLOAD), "in.edi")
            take(folder)
        check_all_was_sent_once(folder)


# -- no room, no right -----------------------------------------------------------------------------------------------


def route_limited(folder: Path, most: int | None) -> "subprocess.CompletedProcess[str]":
    """`edi-engine route` in a process whose files may not grow beyond some bytes."""
    (folder / "in.edi").write_bytes(PAYLOAD)
    (folder / "ws").mkdir(exist_ok=True)
    (folder / "ws" / "routes.yaml").write_text(ROUTES, encoding="utf-8")
    words = [sys.executable, str(PROJECT / "cli.py"), "route", "in.edi", "--workspace", "ws"]

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(words, cwd=folder, capture_output=True, text=True, preexec_fn=limit, timeout=60, check=False)


@pytest.mark.parametrize("most", [0, 4096, 40_000, 120_000, 200_000, 300_000])
def test_files_that_cannot_grow_are_a_finding_and_nothing_is_lost_or_doubled(tmp_path: Path, most: int) -> None:
    """A full disk, whatever it hits: the store, its log, a lock, a file in an outbox."""
    done = route_limited(tmp_path, most)
    assert done.returncode in (3, 4), done.stdout
    assert "Traceback" not in done.stderr + done.stdout
    if done.returncode == 4:
        assert any(code in done.stderr for code in ("AUD-001", "AUD-002", "DEL-001")), done.stderr
    begun = (tmp_path / "ws" / "audit.db").exists()  # a key of the record that cannot be made comes first
    words = [sys.executable, str(PROJECT / "cli.py"), "resume", "--workspace", "ws"]
    again = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in again.stderr + again.stdout
    assert again.returncode in ((0, 3) if begun else (4,)), again.stderr
    store = Store(tmp_path / "ws" / "audit.db", clock=lambda: AT)
    received = store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0]
    failed = store.connection.execute("SELECT count(*) FROM delivery_states WHERE state <> 'done'").fetchone()[0]
    store.close()
    if done.returncode == 4 and "DEL-001" not in done.stderr:  # said as it is: sent again it would be delivered twice
        assert ("on record as exchange" if received else "not taken in") in done.stdout
        assert ("edi-engine resume" in done.stderr) == bool(received)
    if received and not failed:
        check_all_was_sent_once(tmp_path / "ws")
    if not received:
        assert route_limited(tmp_path, None).returncode == 3
        check_all_was_sent_once(tmp_path / "ws")


def without_privilege() -> None:
    """Root ignores modes by two capabilities: give them up, so that what is executed next has them no more."""
    if os.geteuid() == 0:
        for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
            if ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
                os._exit(77)


@pytest.mark.parametrize("closed", ["ws", "ws/outbox", "ws/outbox/customs", "ws/claims", "ws/audit.db"])
def test_a_workspace_without_the_right_to_write_is_a_finding(tmp_path: Path, closed: str) -> None:
    assert route_limited(tmp_path, None).returncode == 3
    (tmp_path / "again.edi").write_bytes(PAYLOAD.replace(b"+IC", b"+XX").replace(b"NORTHMERE", b"SOUTHMERE"))
    path = tmp_path / closed
    mode = path.stat().st_mode
    path.chmod(0o555 if path.is_dir() else 0o444)
    words = [sys.executable, str(PROJECT / "cli.py"), "route", "again.edi", "--workspace", "ws"]
    done = subprocess.run(
        words, cwd=tmp_path, capture_output=True, text=True, preexec_fn=without_privilege, timeout=60, check=False
    )
    path.chmod(mode)
    if done.returncode == 77:
        pytest.skip("root cannot give up its privilege here")
    assert "Traceback" not in done.stderr + done.stdout
    assert done.returncode == 4, done.stdout + done.stderr
    assert any(code in done.stderr for code in ("AUD-002", "DEL-001", "WSP-003")), done.stderr
    given_to = [path.name for path in (tmp_path / "ws" / "outbox").iterdir() if "SOUTHMERE" in path.name]
    assert given_to == ([] if closed != "ws/outbox/customs" else ["SOUTHMERE"])
