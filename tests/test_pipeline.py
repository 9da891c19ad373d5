"""The journey: recorded first, decided as a whole, delivered to each route on its own."""

import contextlib
import functools
import io
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec
import pytest

from edi_engine.audit import search
from edi_engine.audit.payloads import spool
from edi_engine.audit.store import Store
from edi_engine.canonical.model import Declaration
from edi_engine.cli.route import exit_status
from edi_engine.errors import ConfigurationError, EdiError, StoreError
from edi_engine.exchange import Exchange
from edi_engine.findings import Finding, Report
from edi_engine.interchange import Envelope, Interchange, Message
from edi_engine.journey import Journey
from edi_engine.pipeline import Engine
from edi_engine.transports import FileDrop, Memory, Transport
from edi_engine.transports.parcel import Parcel, Permit
from edi_engine.wishes import Wishes
from edi_engine.workspace import Workspace
from tests.doubles import ROUTES, START, Mappings, Plain, engine, error, read_lines

if TYPE_CHECKING:
    from tests.postgres import Server


def route(target: Engine, text: str, **options: Any) -> Exchange:
    with target:
        return target.route(io.BytesIO(text.encode()), "in.txt", **options)


def sent(tmp_path: Path, agency: str) -> list[str]:
    folder = tmp_path / "ws" / "outbox" / agency
    return sorted(path.read_text() for path in folder.glob("[!.]*"))


def written(document: Declaration) -> str:
    return msgspec.json.encode(document).decode()


def record(tmp_path: Path, exchange: Exchange) -> dict[str, Any]:
    store = Store(tmp_path / "ws" / "audit.db", clock=lambda: START, read_only=True)
    try:
        return search.show(store, exchange.id)
    finally:
        store.close()


def test_every_route_that_matches_gets_the_document_and_all_of_it_is_on_record(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), "REF1\nIM\nEX")
    assert exchange.state == "accepted"
    assert [(d.route, d.state) for d in exchange.deliveries] == [("imports", "done"), ("all", "done"), ("all", "done")]
    assert sent(tmp_path, "north") == [written(Declaration(type_code="IM", functional_reference_id="LRN-IM"))]
    assert len(sent(tmp_path, "archive")) == 2
    kept = record(tmp_path, exchange)
    assert [(e["stage"], e["state"]) for e in kept["events"]] == [
        ("received", "received"),
        ("decided", "accepted"),
        ("closed", "accepted"),
    ]
    first, second = kept["interchanges"][0]["messages"]
    assert [(d["route"], d["matched"]) for d in second["decisions"]] == [("imports", 0), ("all", 1)]
    assert 'type_code is "EX"' in second["decisions"][0]["reason"]
    assert {"kind": "functional_reference_id", "value": "LRN-IM"} in first["keys"]
    for delivery in first["deliveries"]:
        assert (delivery["state"], delivery["mapping_version"]) == ("done", "v1")
        assert Path(delivery["place"]).is_file()
    references = [delivery["reference"] for message in (first, second) for delivery in message["deliveries"]]
    assert len(set(references)) == 3


def test_a_message_with_an_error_stays_behind_and_the_others_go_on(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), "REF1\nIM\n?\n!\n-\nunknown\nEX")
    assert exchange.state == "partly"
    accepted = [message.accepted for message in exchange.interchanges[0].messages]
    assert accepted == [True, False, False, False, False, True]
    assert [finding.code for finding in exchange.findings] == ["MAP-001", "ENG-003", "ENG-002", "MPG-010"]
    assert len(sent(tmp_path, "archive")) == 2
    kept = record(tmp_path, exchange)
    assert [message["accepted"] for message in kept["interchanges"][0]["messages"]] == [1, 0, 0, 0, 0, 1]
    assert [finding["code"] for finding in kept["findings"]] == ["MAP-001", "ENG-003", "ENG-002", "MPG-010"]


def test_a_trailer_seen_last_rejects_what_came_before_it(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), "REF1\nIM\nBAD\n\nREF2\nEX")
    assert [interchange.state for interchange in exchange.interchanges] == ["rejected", "accepted"]
    assert exchange.state == "partly"
    assert sent(tmp_path, "north") == []
    assert len(sent(tmp_path, "archive")) == 1
    kept = record(tmp_path, exchange)
    assert kept["interchanges"][0]["messages"][0]["deliveries"] == []


def test_a_document_that_no_route_takes_is_not_lost_in_silence(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path, ROUTES.partition("  - {name: all")[0]), "REF1\nEX")
    assert exchange.state == "rejected"
    (finding,) = exchange.findings
    assert (finding.code, exchange.interchanges[0].messages[0].unrouted) == ("ENG-001", True)
    assert 'imports: type_code == "IM" does not hold: type_code is "EX"' in finding.why
    (message,) = record(tmp_path, exchange)["interchanges"][0]["messages"]
    assert (message["accepted"], message["unrouted"]) == (0, True)
    assert [decision["reason"] for decision in message["decisions"]] == [finding.why.removeprefix("imports: ")]


def test_what_is_at_fault_or_taken_is_not_unrouted(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), "REF1\nIM\n?")
    assert [message.unrouted for message in exchange.interchanges[0].messages] == [False, False]
    kept = record(tmp_path, exchange)["interchanges"][0]["messages"]
    assert [message["unrouted"] for message in kept] == [False, False]


def test_a_route_that_cannot_be_decided_is_told_though_another_takes_the_document(tmp_path: Path) -> None:
    table = ROUTES + '  - {name: second, agency: south, mapping: plain, when: "goods_items[1].sequence_numeric == 2"}\n'
    exchange = route(engine(tmp_path, table), "REF1\nIM")
    assert exchange.state == "accepted"
    [finding] = exchange.findings
    assert (finding.code, finding.severity) == ("RTE-021", "warning")
    assert "route second is not taken" in finding.what
    assert exit_status(exchange) == 4, "an agency was left out"
    assert exit_status(route(engine(tmp_path, table), "REF2\nIM\nBAD")) == 1, "nothing of it was to go anywhere"
    assert exit_status(route(engine(tmp_path), "REF3\nIM")) == 0


UNDECIDED = """routes:
  - {name: second, agency: south, mapping: plain, when: "goods_items[1].sequence_numeric == 2 || type_code == 'EX'"}
"""


def test_where_the_only_route_cannot_be_decided_the_interchange_is_undecided(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path, UNDECIDED), "REF1\nIM\n?")
    assert (exchange.state, exchange.interchanges[0].state) == ("undecided", "undecided")
    assert [finding.code for finding in exchange.findings] == ["ENG-006", "MAP-001"]
    assert "second: " in next(iter(exchange.findings)).why
    kept = record(tmp_path, exchange)
    assert [(e["stage"], e["state"]) for e in kept["events"]][1:] == [("decided", "undecided"), ("closed", "undecided")]
    mended = route(engine(tmp_path, ROUTES), "REF1\nIM\n?")
    assert mended.state == "partly", "it is no duplicate"
    assert len(sent(tmp_path, "north")) == 1


def test_where_others_go_on_what_is_not_decided_is_rejected(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path, UNDECIDED), "REF1\nIM\nEX")
    assert exchange.state == "partly"
    assert [message.accepted for message in exchange.interchanges[0].messages] == [False, True]
    assert exit_status(exchange) == 4


def test_a_bad_trailer_rejects_what_is_not_decided(tmp_path: Path) -> None:
    assert route(engine(tmp_path, UNDECIDED), "REF1\nIM\nBAD").state == "rejected"


def test_the_same_interchange_again_is_refused_unless_asked_for(tmp_path: Path) -> None:
    first = route(engine(tmp_path), "REF1\nIM")
    again = route(engine(tmp_path), "REF1\nIM")
    assert again.state == "rejected"
    (finding,) = again.findings
    assert (finding.code, finding.error) == ("ENG-005", "26")
    assert first.id in finding.what
    assert len(sent(tmp_path, "north")) == 1
    assert route(engine(tmp_path), "REF1\nIM", allow_duplicates=True).state == "accepted"
    assert len(sent(tmp_path, "north")) == 2


def test_what_is_to_be_delivered_again_is_so_after_a_crash(tmp_path: Path) -> None:
    route(engine(tmp_path), "REF1\nIM")
    with engine(tmp_path) as target, spool(io.BytesIO(b"REF1\nIM"), target.prepare(), 100) as payload:
        target.set_out(payload, "in.txt", Wishes(), allow_duplicates=True)  # and no more
        target.store.claims.release(target.store.connection.execute("SELECT max(id) FROM exchanges").fetchone()[0])
    with engine(tmp_path) as target:
        (resumed,) = target.resume().exchanges
    assert resumed.state == "accepted"
    assert len(sent(tmp_path, "north")) == 2


def without_reference(stream: BinaryIO) -> Iterator[Interchange]:
    for interchange in read_lines(stream):
        interchange.envelope = Envelope()
        yield interchange


def test_what_has_no_reference_is_known_by_its_bytes(tmp_path: Path, place: Path | str) -> None:
    if isinstance(place, str):
        (tmp_path / "ws").mkdir()
        (tmp_path / "store.yaml").rename(tmp_path / "ws/store.yaml")
    target = functools.partial(engine, tmp_path, read=without_reference)
    first = route(target(), "A\nIM\n\nB\nIM")
    assert first.state == "accepted", "two interchanges of one payload"
    again = route(target(), "A\nIM\n\nB\nIM")
    assert again.state == "rejected"
    assert [(finding.code, finding.error) for finding in again.findings] == [("ENG-005", "26")] * 2
    assert all(first.id in finding.what for finding in again.findings)
    assert len(sent(tmp_path, "north")) == 2
    assert route(target(), "A\nIM").state == "accepted", "other bytes"
    assert route(target(), "A\nIM\n\nB\nIM", allow_duplicates=True).state == "accepted"


def test_what_to_do_about_a_duplicate_depends_on_where_it_was_accepted(tmp_path: Path) -> None:
    twice = route(engine(tmp_path), "REF1\nIM\n\nREF1\nIM")
    assert [interchange.state for interchange in twice.interchanges] == ["accepted", "rejected"]
    (finding,) = twice.findings
    assert "earlier in this file" in finding.what
    assert "send it once" in finding.fix
    (finding,) = route(engine(tmp_path), "REF1\nEX").findings
    assert twice.id in finding.what
    assert "new reference" in finding.fix
    first, second = route(engine(tmp_path), "REF1\nIM\n\nREF1\nIM").findings
    assert f"audit show {twice.id}" in first.fix, "the same bytes at the same place: nothing is left to be done"
    assert "new reference" not in first.fix
    assert twice.id in second.what
    assert len(sent(tmp_path, "north")) == 1


def test_what_was_rejected_without_a_reference_is_no_duplicate(tmp_path: Path) -> None:
    assert route(engine(tmp_path, read=without_reference), "A\n?").state == "rejected"
    (finding,) = route(engine(tmp_path, read=without_reference), "A\n?").findings
    assert finding.code != "ENG-005"


def test_who_decides_first_is_first_though_received_later(tmp_path: Path) -> None:
    later: list[Exchange] = []

    def read_twice(stream: BinaryIO) -> Iterator[Interchange]:
        """Another process routes the same payload after this one has received it and before it decides."""
        for interchange in read_lines(stream):
            later.append(route(engine(tmp_path), "REF1\nIM"))
            yield interchange

    first = route(engine(tmp_path, read=read_twice), "REF1\nIM")
    assert first.id < later[0].id
    assert (first.state, later[0].state) == ("rejected", "accepted")
    assert [finding.code for finding in first.interchanges[0].report] == ["ENG-005"]
    assert later[0].id in next(iter(first.interchanges[0].report)).what
    assert len(sent(tmp_path, "north")) == len(sent(tmp_path, "archive")) == 1


def test_of_two_processes_with_the_same_interchange_one_delivers(tmp_path: Path) -> None:
    project = Path(__file__).parents[1]
    sample = project / "samples/import_minimal/received.edi"
    words = [sys.executable, str(project / "cli.py"), "route", str(sample), "--workspace", str(tmp_path / "ws")]
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    both = [subprocess.Popen(words, cwd=tmp_path, **pipes) for _ in range(2)]
    shown = [process.communicate(timeout=60)[0] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1], shown
    assert sum("ENG-005" in text for text in shown) == 1
    outboxes = [folder for folder in (tmp_path / "ws/outbox").iterdir() if any(folder.iterdir())]
    assert [len(list(folder.iterdir())) for folder in outboxes] == [1] * len(outboxes)
    assert outboxes


def test_twice_in_one_payload_is_twice_too(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), "REF1\nIM\n\nREF1\nIM")
    assert [interchange.state for interchange in exchange.interchanges] == ["accepted", "rejected"]


def test_what_was_rejected_may_come_again(tmp_path: Path) -> None:
    assert route(engine(tmp_path), "REF1\nIM\nBAD").state == "rejected"
    assert route(engine(tmp_path), "REF1\nIM").state == "accepted"


def test_a_dry_run_decides_and_leaves_no_trace(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), "REF1\nIM\nEX", dry_run=True)
    assert exchange.id == ""
    assert exchange.state == "accepted"
    assert [[d.matched for d in message.decisions] for message in exchange.interchanges[0].messages] == [
        [True, True],
        [False, True],
    ]
    assert list(exchange.deliveries) == []
    assert os.listdir(tmp_path / "ws") == ["routes.yaml"]


def test_a_test_interchange_reaches_no_route_for_production(tmp_path: Path) -> None:
    routes = ROUTES + "  - {name: trial, agency: lab, mapping: plain, traffic: test}\n"
    exchange = route(engine(tmp_path, routes), "REF1 test\nIM")
    assert [delivery.agency for delivery in exchange.deliveries] == ["lab"]


def test_what_a_route_withholds_does_not_reach_its_agency(tmp_path: Path) -> None:
    routes = ROUTES.replace("mapping: plain}", "mapping: plain, withhold: [functional_reference_id]}")
    exchange = route(engine(tmp_path, routes), "REF1\nIM")
    assert sent(tmp_path, "archive") == [written(Declaration(type_code="IM"))]
    assert "LRN-IM" in sent(tmp_path, "north")[0]
    assert [finding.code for finding in exchange.findings] == ["RTE-020"]
    findings = record(tmp_path, exchange)["findings"]
    assert "LRN" not in str(findings)


class Misbehaving:
    """A transport that sleeps, hangs, raises or delivers, by agency."""

    def __init__(self) -> None:
        self.release, self.delivered, self.file_drop = threading.Event(), {}, FileDrop()  # type: ignore[var-annotated]

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        if parcel.agency == "hang":
            self.release.wait()
        if parcel.agency == "sleep":
            time.sleep(30)
        if parcel.agency == "raise":
            raise RuntimeError("the line is dead")
        place = self.file_drop.deliver(parcel, permit)
        self.delivered[parcel.agency] = time.monotonic()
        return place

    def forget(self, parcel: Parcel) -> None:
        self.file_drop.forget(parcel)


def test_routes_that_sleep_hang_or_raise_hold_no_other_route(tmp_path: Path) -> None:
    agencies = ["hang", "raise", "sleep", *(f"good-{n}" for n in range(10))]
    rows = [f"  - {{name: {name}, agency: {name}, mapping: plain, timeout: 1.5}}\n" for name in agencies]
    transport = Misbehaving()
    transports: dict[str, Transport] = {"file_drop": transport}
    started = time.monotonic()
    exchange = route(engine(tmp_path, "routes:\n" + "".join(rows), transports=transports), "REF1\nIM")
    assert time.monotonic() - started < 5
    assert len(transport.delivered) == 10
    assert max(transport.delivered.values()) - started < 1
    states = {delivery.route: delivery.state for delivery in exchange.deliveries}
    assert (states["hang"], states["sleep"], states["raise"]) == ("timed out", "timed out", "failed")
    assert sorted(delivery.route for delivery in exchange.undelivered) == ["hang", "raise", "sleep"]
    transport.release.set()
    kept = record(tmp_path, exchange)["interchanges"][0]["messages"][0]["deliveries"]
    assert {delivery["route"]: delivery["state"] for delivery in kept} == states


class WaitingForOthers:
    """A transport that hangs for one agency until all others have all their documents."""

    def __init__(self, others: int) -> None:
        self.left, self.lock, self.done = others, threading.Lock(), threading.Event()
        self.waited = False

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        permit.use()
        if parcel.agency == "hang":
            self.waited = self.done.wait(60)
        else:
            with self.lock:
                self.left -= 1
                if not self.left:
                    self.done.set()
        return parcel.agency

    def forget(self, parcel: Parcel) -> None:
        pass


def test_all_documents_of_all_other_routes_are_delivered_while_one_route_hangs(tmp_path: Path) -> None:
    names = ["hang", "first", "second", "third"]
    rows = [f"  - {{name: {name}, agency: {name}, mapping: plain, timeout: 90}}\n" for name in names]
    transport = WaitingForOthers(3 * 20)
    transports: dict[str, Transport] = {"file_drop": transport}
    documents = "\n".join(f"T{number}" for number in range(20))
    exchange = route(engine(tmp_path, "routes:\n" + "".join(rows), transports=transports), f"REF1\n{documents}")
    assert transport.waited, "the first delivery that hung saw all others made"
    assert {delivery.state for delivery in exchange.deliveries} == {"done"}


def test_what_cannot_be_written_is_not_sent(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), "REF1\nNW")
    assert [(delivery.state, delivery.findings[0].code) for delivery in exchange.deliveries] == [("dead", "MAP-002")]
    assert sent(tmp_path, "archive") == []


def test_a_large_interchange_is_delivered_from_the_record(tmp_path: Path) -> None:
    memory = Memory()
    lines = "\n".join(f"T{number}" for number in range(500))
    exchange = route(engine(tmp_path, transports={"file_drop": memory}), f"REF1\n{lines}")
    assert [parcel.payload for parcel in memory.parcels] == [
        msgspec.json.encode(Declaration(type_code=f"T{n}", functional_reference_id=f"LRN-T{n}")) for n in range(500)
    ]
    assert len({parcel.name for parcel in memory.parcels}) == 500
    assert exchange.state == "accepted"


def test_a_route_table_that_is_wrong_refuses_intake(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="RTE-003"):
        route(engine(tmp_path, ROUTES.replace("plain", "plane")), "REF1\nIM")
    assert os.listdir(tmp_path / "ws") == ["routes.yaml"]


def test_nothing_is_delivered_that_cannot_be_recorded(tmp_path: Path) -> None:
    target = engine(tmp_path)
    pages = target.store.connection.execute("PRAGMA page_count").fetchone()[0]
    target.store.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="AUD-001"):
        route(target, "REF1\n" + "\n".join(f"IM{n}" for n in range(100)))
    assert not (tmp_path / "ws" / "outbox").exists()


def test_an_error_says_whether_what_was_received_is_on_record(tmp_path: Path) -> None:
    with engine(tmp_path) as target:
        connection = target.store.connection
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no'); END")
        with pytest.raises(StoreError, match="edi-engine resume") as stopped:
            target.route(io.BytesIO(b"REF1\nIM"), "in.txt")
        assert (stopped.value.exchange,) == connection.execute("SELECT id FROM exchanges").fetchone()
        connection.execute("DROP TRIGGER full")
        target.resume()
    assert len(sent(tmp_path, "north")) == 1


def test_the_disk_that_fills_at_any_later_step_stops_deliveries_before_they_are_made(tmp_path: Path) -> None:
    """With every limit of pages: what lies in an outbox is at least recorded as intended."""
    for extra in range(1, 40, 3):
        folder = tmp_path / str(extra)
        folder.mkdir()
        target = engine(folder)
        pages = target.store.connection.execute("PRAGMA page_count").fetchone()[0]
        target.store.connection.execute(f"PRAGMA max_page_count = {pages + extra}")
        with contextlib.suppress(StoreError):
            route(target, "REF1\n" + "\n".join(f"{'X' * 400}{n}" for n in range(40)))
        store = Store(folder / "ws" / "audit.db", clock=lambda: START)
        intended = store.connection.execute("SELECT count(*) FROM deliveries").fetchone()[0]
        store.close()
        assert len(sent(folder, "archive")) <= intended


def test_reading_without_recording_gives_documents_and_findings(tmp_path: Path) -> None:
    with engine(tmp_path) as target:
        stream = io.BytesIO(b"REF1\nIM\n?\nBAD")
        found = [
            (interchange.envelope.reference, [read.document is not None and read.accepted for read in messages])
            for interchange, messages in target.read_documents(stream)
        ]
        report = Report()
        payload = target.write("plain", [Declaration(type_code="A")], Envelope(), report)
    assert found == [("REF1", [True, False])]
    assert payload.decode().strip() == written(Declaration(type_code="A"))
    assert os.listdir(tmp_path / "ws") == ["routes.yaml"]


CHILD = """
import io, pathlib, sys
sys.path[:0] = [sys.argv[1]]
from tests import doubles as t
target = t.engine(pathlib.Path(sys.argv[2]))
with target:
    for number in range(1000):
        print(number, flush=True)
        target.route(io.BytesIO(f"R{number}\\nIM{number}\\nEX{number}".encode()), "in.txt")
"""


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_nothing_is_sent_that_is_not_recorded(tmp_path: Path, seed: int) -> None:
    check_a_kill(tmp_path, seed, lambda: None)


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(2, 100))])
def test_killed_at_any_moment_with_a_database(tmp_path: Path, server: "Server", seed: int) -> None:
    from tests.postgres import wait_for_engine

    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "store.yaml").write_text(f"url: {server.place()}", encoding="utf-8")
    check_a_kill(tmp_path, seed, lambda: wait_for_engine(server.url, connected=False))


def check_a_kill(tmp_path: Path, seed: int, wait: Callable[[], None]) -> None:
    chance = random.Random(seed)  # noqa: S311
    command = [sys.executable, "-c", CHILD, str(Path(__file__).parents[1]), str(tmp_path)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    for _ in range(chance.randrange(1, 20)):
        child.stdout.readline()
    time.sleep(chance.random() * 0.02)
    child.send_signal(signal.SIGKILL)
    begun = int((child.stdout.read().split() or ["0"])[-1])
    child.wait()
    child.stdout.close()
    wait()
    place = Workspace(tmp_path / "ws").store_place
    store = Store(place, clock=lambda: START)
    if isinstance(place, Path):
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    places = {row[0] for row in store.connection.execute("SELECT place FROM delivery_states WHERE state = 'done'")}
    pending = len(search.pending(store))
    exchanges = store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0]
    store.close()
    files = {
        str(path)
        for agency in ("archive", "north")
        if (folder := tmp_path / "ws" / "outbox" / agency).is_dir()
        for path in folder.iterdir()
        if not path.name.startswith(".")
    }
    assert places <= files
    assert len(files - places) <= pending
    assert begun <= exchanges + 1
    with engine(tmp_path) as target:
        target.resume()
        assert search.pending(target.store) == search.unfinished(target.store) == []
        states = {row[0] for row in target.store.connection.execute("SELECT state FROM delivery_states")}
    assert states <= {"done"}
    archive = sent(tmp_path, "archive")
    assert len(archive) == len(set(archive)) >= 2 * (begun - 1)
    assert len(sent(tmp_path, "north")) == 0


class CutOff(BaseException):
    """Stands for the end of the process."""


def cut_off(target: Engine, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise CutOff

    with monkeypatch.context() as patch:
        patch.setattr(step, stop)
        with pytest.raises(CutOff):
            route(target, "REF1\nIM\nEX")


def test_deliveries_that_were_intended_are_made_later_with_the_same_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(engine(tmp_path), "edi_engine.deliveries.Deliveries.run", monkeypatch)
    assert sent(tmp_path, "archive") == []
    with engine(tmp_path) as target:
        references = [row["reference"] for row in search.pending(target.store)]
        made, routed, *_ = target.resume()
        assert search.unfinished(target.store) == []
    assert [delivery.reference for delivery in made] == references
    assert [delivery.state for delivery in made] == ["done"] * 3
    assert routed == []
    assert len(sent(tmp_path, "archive")) == 2


def test_what_was_made_but_not_recorded_is_the_same_file_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(engine(tmp_path), "edi_engine.deliveries._record", monkeypatch)
    before = sent(tmp_path, "archive")
    assert len(before) == 2
    (taken, kept) = sorted((tmp_path / "ws" / "outbox" / "archive").glob("[!.]*"))
    taken.unlink()  # the agency was quicker
    with engine(tmp_path) as target:
        made, *_ = target.resume()
    assert [delivery.state for delivery in made] == ["done"] * 3
    assert sent(tmp_path, "archive") == [kept.read_text()]
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_a_payload_that_was_never_decided_goes_on_from_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(engine(tmp_path), "edi_engine.journey.Journey.decide", monkeypatch)
    with engine(tmp_path) as target:
        made, routed, *_ = target.resume()
        (old,) = target.store.connection.execute("SELECT id FROM exchange_states WHERE state = 'abandoned'").fetchall()
    assert made == []
    assert [exchange.state for exchange in routed] == ["accepted"]
    assert record(tmp_path, routed[0])["state"] == "accepted"
    assert old[0] != routed[0].id
    assert len(sent(tmp_path, "archive")) == 2


def test_of_two_interchanges_the_one_that_was_decided_is_not_delivered_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor where nothing names an interchange: without a reference there are no duplicates to be found."""
    decide, calls = Journey.decide, []

    def once(journey: Journey) -> None:
        calls.append(journey)
        if len(calls) > 1:
            raise CutOff
        decide(journey)

    with monkeypatch.context() as patch:
        patch.setattr("edi_engine.journey.Journey.decide", once)
        with pytest.raises(CutOff):
            route(engine(tmp_path), " x\nIM1\n\n x\nEX2\n\n x\nEX3")
    assert len(sent(tmp_path, "archive")) == 1
    cut_off_at = "edi_engine.audit.store.Store.add_interchange"

    def stop(*_: object) -> None:
        raise CutOff

    with monkeypatch.context() as patch, engine(tmp_path) as target:
        patch.setattr(cut_off_at, stop)
        with pytest.raises(CutOff):
            target.resume()
    with engine(tmp_path) as target:
        made, routed, busy, _ = target.resume()
        assert search.unfinished(target.store) == []
        again = target.resume()
    assert (made, busy) == ([], [])
    assert [[one.number for one in exchange.interchanges] for exchange in routed] == [[2, 3]]
    assert again == ([], [], [], [])
    assert len(sent(tmp_path, "archive")) == 3


def test_what_is_left_of_a_payload_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line by line: recording the bytes again in between does not lose the place."""
    reads: list[str] = []

    def lines(stream: BinaryIO) -> Iterator[Interchange]:
        for number, line in enumerate(iter(stream.readline, b""), 1):
            reads.append(line.decode().strip())
            (interchange,) = read_lines(io.BytesIO(line.replace(b" ", b"\n")))
            interchange.number = number
            yield interchange

    decide = Journey.decide

    def once(journey: Journey) -> None:
        if len(reads) > 1:
            raise CutOff
        decide(journey)

    with monkeypatch.context() as patch:
        patch.setattr(Journey, "decide", once)
        with pytest.raises(CutOff):
            route(engine(tmp_path, read=lines), "R1 IM1\nR2 EX2\nR3 EX3\n")
    reads.clear()
    with engine(tmp_path, read=lines) as target:
        (rest,) = target.resume().exchanges
    assert reads == ["R1 IM1", "R2 EX2", "R3 EX3"]
    assert [(one.number, one.state) for one in rest.interchanges] == [(2, "accepted"), (3, "accepted")]


LIVE = """
import io, pathlib, sys, time
sys.path[:0] = [sys.argv[1]]
from edi_engine.transports import FileDrop
from tests import doubles as t
class Slow(FileDrop):
    def deliver(self, parcel, permit):
        print(parcel.name, flush=True)
        sys.stdin.readline()
        return super().deliver(parcel, permit)
with t.engine(pathlib.Path(sys.argv[2]), transports={"file_drop": Slow()}) as target:
    target.route(io.BytesIO(b"R1\\nEX"), "in.txt")
print("end", flush=True)
"""


def test_resume_leaves_alone_what_a_living_process_is_at_work_on(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIVE, str(Path(__file__).parents[1]), str(tmp_path)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        name = child.stdout.readline().strip()
        with engine(tmp_path) as target:
            half = tmp_path / "ws" / "outbox" / "archive" / f".incoming-{name}-0"
            half.parent.mkdir(parents=True, exist_ok=True)
            half.touch()
            made, routed, busy, _ = target.resume()
            assert (made, routed, len(busy)) == ([], [], 1)
            assert half.exists(), "a file that is being written is left alone too"
            child.stdin.write("\n")
            child.stdin.flush()
            assert child.stdout.readline() == "end\n"
            child.wait()
            assert target.resume() == ([], [], [], [])
            assert not half.exists()
    assert len(sent(tmp_path, "archive")) == 1


def test_the_mark_of_a_delivery_goes_that_was_on_record_while_others_of_its_exchange_were_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(engine(tmp_path), "edi_engine.deliveries.Deliveries.run", monkeypatch)
    with engine(tmp_path) as target:
        first = search.pending(target.store)[0]
        with target.store.stage():
            target.store.finish(first["id"], "done", payload=b"x")  # killed behind this, before the mark was removed
        mark = tmp_path / "ws" / "outbox" / "archive" / f".sending-{first['exchange_id']}-1-1-x"
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.symlink_to(".incoming-that-was-taken")
        made, _, _, _ = target.resume()
        assert [delivery.state for delivery in made] == ["done"] * 2
        assert not mark.is_symlink()


def test_of_two_processes_that_resume_one_delivers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_off(engine(tmp_path), "edi_engine.deliveries.Deliveries.run", monkeypatch)
    inner: list[Any] = []

    class Curious(FileDrop):
        """While one resumes, another one does."""

        def deliver(self, parcel: Parcel, permit: Permit) -> str:
            if not inner:
                inner.append(None)
                with engine(tmp_path) as other:
                    inner[0] = other.resume()
            return super().deliver(parcel, permit)

    with engine(tmp_path, transports={"file_drop": Curious()}) as target:
        made, _, busy, _ = target.resume()
    assert ([delivery.state for delivery in made], busy) == (["done"] * 3, [])
    assert (inner[0].deliveries, len(inner[0].busy)) == ([], 1)
    assert len(sent(tmp_path, "archive")) == 2


def test_a_delivery_whose_route_has_changed_is_given_up_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off(engine(tmp_path), "edi_engine.deliveries.Deliveries.run", monkeypatch)
    with engine(tmp_path, ROUTES.replace("name: all", "name: other")) as target:
        made, *_ = target.resume()
    assert {(delivery.route, delivery.state) for delivery in made} == {("imports", "done"), ("all", "dead")}
    assert made[-1].findings[0].code == "DEL-007"


def test_errors_of_configuration_are_not_mistaken_for_faults_of_data(tmp_path: Path) -> None:
    class Broken(Mappings):
        def detect(self, message: Message) -> tuple[Plain | None, list[Finding]]:
            raise EdiError(error("MPG-001"))

    with pytest.raises(EdiError, match="MPG-001"):
        route(engine(tmp_path, mappings=Broken()), "REF1\nIM")
