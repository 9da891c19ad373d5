"""Killed again and again at random times: each document arrives once, and each answer is what is on record."""

import io
import random
import sys
import time
from pathlib import Path

import pytest

from edi_engine.audit import search
from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.audit.verification import verify
from tests.exactly_once import AGENCIES, STAGES, Site, site
from tests.test_acknowledgement import PART

MOST_TIMES = 4  # as many kills as asked for, where a stage was not hit yet


@pytest.mark.parametrize(
    ("interchanges", "kills"), [(4, 12), pytest.param(30, 250, marks=pytest.mark.soak)], ids=["a few", "hundreds"]
)
def test_killed_at_random_times_each_document_arrives_once(tmp_path: Path, interchanges: int, kills: int) -> None:
    seed = random.SystemRandom().randrange(10**6)
    here = site(tmp_path / "ws", seed, 0)
    every = list(site(tmp_path / "all", seed, MOST_TIMES * interchanges).payloads.items())
    longest = rehearsed(site(tmp_path / "rehearsal", seed, 1))
    stages = {*STAGES} - {"all done"} if kills > 100 else set()
    while (killed := here.killed_at.total()) < kills or (stages - {*here.killed_at} and killed < MOST_TIMES * kills):
        here.payloads = dict(every[: 1 + killed * interchanges // kills])  # they come in one by one
        here.life(here.chance.uniform(0.0, longest))
    while not here.life(60):
        assert here.killed_at.total() < killed + 10
    sys.stdout.write(f"seed {seed}, killed at {dict(here.killed_at)}\n")
    check(here, len(here.payloads))
    assert stages <= {*here.killed_at}


def rehearsed(other: Site) -> float:
    """Seconds that one interchange takes a child, once all that it reads is at hand."""
    with other.engine() as target:
        target.route(io.BytesIO(other.payloads["R0"].replace(b"+R0", b"+W0")), "warm")
    begun = time.monotonic()
    assert other.life(60)
    return time.monotonic() - begun


def check(here: Site, interchanges: int) -> None:
    assert set(here.received.values()) == {1}, [key for key, times in here.received.items() if times > 1]
    counts = {name: sum(folder == name for folder, _ in here.received) for name in (*AGENCIES, "NORTHMERE")}
    assert counts == {**dict.fromkeys(AGENCIES, 2 * interchanges), "NORTHMERE": interchanges}
    with here.engine() as target:
        assert target.resume() == ([], [], [], [])  # marks of what was recorded just before a death are swept then
        store = target.store
        assert search.pending(store) == search.unfinished(store) == []
        rows = store.connection.execute("SELECT state, count(*) FROM delivery_states GROUP BY state").fetchall()
        assert [tuple(row) for row in rows] == [("done", 9 * interchanges)]
        places = store.connection.execute("SELECT place, payload_sha256 FROM delivery_states").fetchall()
        sent = {(Path(place).parent.name, Path(place).name): b"".join(store.payload(sha)) for place, sha in places}
        assert sent == here.contents, "what is on record is what was received, byte by byte"
        keys = SigningKeys(here.root / "keys").verifiers()
        assert {finding.code for finding in verify(store.log, keys).findings} <= {"AUD-109"}
        decided = "SELECT state, count(*) FROM events WHERE stage = 'decided' GROUP BY state"
        assert [tuple(row) for row in store.connection.execute(decided)] == [("partly", interchanges)]
    for (folder, _), content in here.contents.items():
        if folder == "NORTHMERE":
            assert f"UCM+2+{PART}+4'" in content.decode(), "the one message that did not go on is the one named"
            assert content.count(b"UCM+") == 1
    assert not list(here.root.glob("outbox/*/.*")), "neither halves nor marks are left"
