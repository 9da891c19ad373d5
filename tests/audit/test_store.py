"""The audit store: durable before anything else, found again, and honest when it cannot record."""

import contextlib
import datetime
import hashlib
import io
import os
import sqlite3
import stat
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.audit import numbers, search
from edi_engine.audit.connection import Rows
from edi_engine.audit.database import Place, migrations, open_database
from edi_engine.audit.entries import TABLES
from edi_engine.audit.payloads import Spool, spool
from edi_engine.audit.sqlite import Sqlite
from edi_engine.audit.store import Intention, Reading, Store
from edi_engine.audit.verification import verify
from edi_engine.errors import StoreError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.interchange import Envelope, Interchange, Message

START = datetime.datetime(2025, 1, 31, 12, 0, tzinfo=datetime.UTC)
PROJECT = Path(__file__).parents[2]


FIRST_VERSION = """
INSERT INTO payloads VALUES ('hash', 4, '');
INSERT INTO exchanges VALUES ('0AAAAAAA', '', 'a.edi', 'hash', 4, '1.0');
INSERT INTO interchanges VALUES (3, '0AAAAAAA', 1, 'edifact', 'TRADER', '', 'WINDOW', '', 'REF1', '', 0);
INSERT INTO messages VALUES (5, 3, 1, 'MSG', 'D.96B', '', '77', 1, 'm', 'v1', 'Declaration', '{}');
INSERT INTO events VALUES (1, '0AAAAAAA', NULL, '', 'received', 'received', '');
INSERT INTO deliveries VALUES (7, 5, 'north', 'n', 'out', 'v2', 'file_drop', '0BBBBBB1', '');
INSERT INTO deliveries VALUES (8, 5, 'south', 's', 'out', 'v2', 'file_drop', '0BBBBBB2', '');
INSERT INTO delivery_events VALUES (1, 7, '', 'done', 'hash', 'outbox/n/x.xml', '');
INSERT INTO findings VALUES (1, '0AAAAAAA', 3, 5, 7, 'RTE-020', 'note', 'withheld', '', '', '', NULL);
"""


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    """In each database."""
    opened = Store(place, clock=Clock(), engine_version="1.2.3")
    yield opened
    opened.close()


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """In a file."""
    opened = Store(tmp_path / "audit.db", clock=Clock(), engine_version="1.2.3")
    yield opened
    opened.close()


def placed(text: str) -> Place:
    """A place that was given to a process."""
    return text if "://" in text else Path(text)


def raw(store: Store) -> sqlite3.Connection:
    """The connection to its file."""
    assert isinstance(store.connection, Sqlite)
    return store.connection.file


def payload(data: bytes) -> Spool:
    return Spool(io.BytesIO(data), hashlib.sha256(data).hexdigest(), len(data))


def interchange(reference: str = "REF1", number: int = 1) -> Interchange:
    envelope = Envelope(sender="TRADER", recipient="WINDOW", reference=reference, prepared="250131:1200")
    return Interchange(syntax="edifact", messages=iter(()), envelope=envelope, number=number)


def finding(code: str = "ENV-003") -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, what="3 segments", where=Position(segment=2, tag="UNT"), error="29"
    )


def recorded(store: Store, data: bytes = b"UNB+", source: str = "a.edi") -> str:
    """One exchange from its bytes to its delivery."""
    exchange = store.receive(payload(data), source)
    with store.stage():
        number = store.add_interchange(exchange, interchange())
        message = Message(syntax="edifact", type="MSG", body=None, directory="D.96B", reference="77")
        reading = Reading(
            accepted=True, mapping="m", mapping_version="v1", document_kind="Declaration", document=b'{"typeCode":"IM"}'
        )
        row = store.add_message(number, message, reading)
        keys = [("ucr.id", "SYDN 2025/0007-A"), ("parties.name", "Åse Müller GmbH"), ("id", "MSCU1234566")]
        store.add_keys(row, keys)
        store.add_decisions(row, [("north", True, "type_code holds"), ("south", False, "does not hold")])
        store.add_findings(exchange, [finding()], interchange=number, message=row)
        store.add_event(exchange, "decided", "accepted", interchange=number)
        intention = Intention(
            at=store.now(),
            route="north",
            agency="n",
            mapping="out",
            mapping_version="v2",
            transport="file_drop",
            reference=store.next_reference(),
        )
        delivery = store.intend(number, row, intention)
    with store.stage():
        store.finish(delivery, "done", payload=b"<sent/>", place="outbox/n/x.xml")
        store.add_event(exchange, "closed", "accepted")
    return exchange


def test_everything_recorded_can_be_shown_again(store: Store) -> None:
    exchange = recorded(store)
    record = search.show(store, exchange)
    assert (record["source"], record["state"], record["received_at"]) == (
        "a.edi",
        "accepted",
        "2025-01-31T12:00:00.000Z",
    )
    assert record["engine_version"] == "1.2.3"
    assert [event["stage"] for event in record["events"]] == ["received", "decided", "closed"]
    (message,) = record["interchanges"][0]["messages"]
    assert (message["directory"], message["mapping_version"], message["accepted"]) == ("D.96B", "v1", 1)
    assert [(d["route"], d["matched"]) for d in message["decisions"]] == [("north", 1), ("south", 0)]
    (delivery,) = message["deliveries"]
    assert (delivery["state"], delivery["place"], delivery["mapping_version"]) == ("done", "outbox/n/x.xml", "v2")
    assert b"".join(store.payload(delivery["payload_sha256"])) == b"<sent/>"
    assert b"".join(store.payload(record["payload_sha256"])) == b"UNB+"
    assert record["findings"][0]["position"] == "segment 2 UNT"
    assert store.document(message["id"]) == b'{"typeCode":"IM"}'


def test_no_search_looks_at_all_exchanges(file_store: Store) -> None:
    """In a large store that would take longer than a user waits."""
    recorded(file_store)
    asked: list[str] = []
    execute = file_store.connection.execute

    def noted(query: str, values: Sequence[object] = ()) -> Rows:
        asked.append(query)
        return execute(query, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_store.connection, "execute", noted)
        search.search(file_store, "MSCU1234566")
        search.search(file_store, "müller")
        search.resolve(file_store, "1")
    assert len(asked) == 6
    for query in asked:
        plan = [row[3] for row in execute(f"EXPLAIN QUERY PLAN {query}", ("0", "0"))]
        assert not [step for step in plan if step.startswith("SCAN") and step.split()[1] in TABLES], (query, plan)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("SYDN 2025/0007-A", ["ucr.id"]),
        ("sydn 2025/0007-a", ["ucr.id"]),
        ("2025/0007", ["ucr.id"]),
        ("MSCU12", ["id"]),
        ("muller", ["parties.name"]),
        ("Müller GmbH", ["parties.name"]),
        ("a.edi", ["exchange"]),
        ("nothing", []),
        ('" OR 1=1 --', []),
        ("value:x AND (", []),
        ("%", []),
        ("\0", []),
        ("", []),
    ],
)
def test_an_exchange_is_found_by_reference_word_and_source(filled: Store, text: str, kinds: list[str]) -> None:
    assert [row["kind"] for row in search.search(filled, text)] == kinds


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One exchange in each database, for tests that only look."""
    at_hand = request.param == "sqlite"
    file = tmp_path_factory.mktemp("store") / "audit.db"
    opened = Store(file if at_hand else request.getfixturevalue("server").place(), clock=Clock())
    recorded(opened)
    yield opened
    opened.close()


@given(text=st.text(max_size=20))
def test_no_text_breaks_the_search(filled: Store, text: str) -> None:
    assert isinstance(search.search(filled, text), list)


def test_an_id_may_be_cut_short_while_it_is_the_only_one(store: Store) -> None:
    first = recorded(store)
    assert search.resolve(store, first[:1]) == first
    assert search.resolve(store, first.lower().replace("0", "o")) == first
    second = recorded(store)
    assert search.resolve(store, second) == second
    for prefix in (first[:4], "", "ZZZ", "%"):
        with pytest.raises(StoreError, match="AUD-008"):
            search.resolve(store, prefix)


def test_ids_sort_by_time_and_never_repeat_even_if_the_clock_goes_back(store: Store) -> None:
    clock = store.clock
    assert isinstance(clock, Clock)
    ids = [store.receive(payload(b"%d" % n), "x") for n in range(50)]
    clock.now = START - datetime.timedelta(days=1)
    ids += [store.receive(payload(b"%d" % n), "x") for n in range(50)]
    clock.now = START + datetime.timedelta(days=1)
    ids.append(store.receive(payload(b"later"), "x"))
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)
    assert all(len(one) == numbers.WIDTH for one in ids)


def test_references_do_not_repeat_after_an_older_copy_is_restored(tmp_path: Path) -> None:
    clock = Clock()
    store = Store(tmp_path / "audit.db", clock=clock)
    with store.stage():
        given_out = {store.next_reference()}
    copy = sqlite3.connect(tmp_path / "copy.db")
    raw(store).backup(copy)
    copy.close()
    for _ in range(100):
        clock.now += datetime.timedelta(seconds=1)
        with store.stage():
            given_out.add(store.next_reference())
    restored = Store(tmp_path / "copy.db", clock=clock)
    with restored.stage():
        clock.now += datetime.timedelta(seconds=1)
        assert restored.next_reference() not in given_out
    assert len(given_out) == 101
    store.close()
    restored.close()


def test_nothing_repeats_though_a_copy_is_restored_right_after_the_busiest_hour(tmp_path: Path) -> None:
    """5,000 numbers a second, as no store commits them; a second after the last of them an older copy is in use."""
    clock, counters = Clock(), ("exchange", "reference")
    store = Store(tmp_path / "audit.db", clock=clock)
    given_out: dict[str, set[str]] = {name: set() for name in counters}
    for second in range(3):
        with store.stage():
            for name in counters * 5000:
                given_out[name].add(numbers.next_number(store.connection, name, clock.now))
        if not second:
            copy = sqlite3.connect(tmp_path / "copy.db")
            raw(store).backup(copy)
            copy.close()
        clock.now += datetime.timedelta(seconds=1)
    store.close()
    restored = Store(tmp_path / "copy.db", clock=clock)
    with restored.stage():
        again = {numbers.next_number(restored.connection, name, clock.now) for name in counters * 5000}
    restored.close()
    assert [len(each) for each in given_out.values()] == [15_000, 15_000]
    assert again.isdisjoint(given_out["exchange"] | given_out["reference"])


def test_numbers_of_older_stores_come_before_all_others(store: Store) -> None:
    """They counted ticks of 10 ms, in eight characters."""
    store.connection.execute("INSERT INTO counters VALUES ('reference', ?)", (numbers.number_of("0M8X6QFP"),))
    with store.stage():
        assert store.next_reference() > "0M8X6QFP"


@given(st.integers(min_value=0, max_value=32**9 - 2))
def test_written_numbers_keep_their_order(number: int) -> None:
    assert numbers.written(number) < numbers.written(number + 1)


def test_a_payload_is_stored_once_in_compressed_chunks(store: Store, tmp_path: Path) -> None:
    data = b"UNH+1+" * 600_000
    with spool(io.BytesIO(data), tmp_path) as first, spool(io.BytesIO(data), tmp_path) as second:
        assert (first.size, first.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        store.receive(first, "a")
        store.receive(second, "b")
        assert first.file.read(6) == b"UNH+1+"
    chunks = store.connection.execute("SELECT count(*), sum(length(data)) FROM payload_chunks").fetchone()
    assert chunks[0] == 4
    assert chunks[1] < len(data) / 20
    assert b"".join(store.payload(first.sha256)) == data


@pytest.mark.parametrize(
    "kept",
    [
        zlib.compress(b"UNB+2"),
        zlib.compress(b"UNB+1")[:-3],
        zlib.compress(b"UNB+1") + b"behind",
        zlib.compress(bytes(64 << 20)),
        b"",
        b"UNB+1",
    ],
    ids=["others", "cut short", "more behind", "far too many", "none", "not compressed"],
)
def test_a_payload_with_other_bytes_than_its_name_says_is_not_given_out(store: Store, kept: bytes) -> None:
    store.receive(payload(b"UNB+1"), "a")
    store.connection.execute("UPDATE payload_chunks SET data = ?", (kept,))
    with pytest.raises(StoreError, match="AUD-105"):
        list(store.payload(hashlib.sha256(b"UNB+1").hexdigest()))


def test_a_payload_over_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"AUD-006.*more than 10 bytes"):
        spool(io.BytesIO(b"x" * 11), tmp_path, limit=10)


def test_a_stage_is_kept_whole_or_not_at_all(store: Store) -> None:
    exchange = store.receive(payload(b"x"), "x")

    def cut_off() -> None:
        with store.stage():
            store.add_interchange(exchange, interchange())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cut_off()
    assert store.connection.execute("SELECT count(*) FROM interchanges").fetchone()[0] == 0
    with store.stage(), store.stage():
        store.add_interchange(exchange, interchange())
    assert store.connection.execute("SELECT count(*) FROM interchanges").fetchone()[0] == 1


def test_what_a_stage_added_is_there_for_whatever_is_asked_within_it(store: Store) -> None:
    exchange = recorded(store)
    with store.stage():
        number = store.add_interchange(exchange, interchange("LATE", 2))
        found = store.connection.execute("SELECT id FROM interchanges WHERE reference = 'LATE'").fetchall()
        assert found == [(number,)]
        message = Message(syntax="edifact", type="MSG", body=None)
        row = store.add_message(number, message, Reading(accepted=True, document=b"{}"))
        assert store.document(row) == b"{}"
        store.add_keys(row, [("id", "MSCU7654321")])
        assert [hit["message_id"] for hit in search.search(store, "mscu765")] == [row]


def test_numbers_of_a_stage_that_failed_are_given_out_again_and_no_others(store: Store) -> None:
    def given_out() -> str:
        with store.stage():
            return store.next_reference()

    def cut_off() -> None:
        with store.stage():
            store.next_reference()
            store.connection.execute("SELECT 1")
            store.next_reference()
            raise KeyboardInterrupt

    first = given_out()
    with pytest.raises(KeyboardInterrupt):
        cut_off()
    numbers_of = [numbers.number_of(number) for number in (first, given_out(), given_out())]
    assert numbers_of == list(range(numbers_of[0] or 0, (numbers_of[0] or 0) + 3))


def test_many_rows_of_a_stage_stand_in_their_order(store: Store) -> None:
    recorded(store)
    more = [("id", f"KEY {number:03}") for number in range(337)]
    with store.stage():
        (message,) = store.connection.execute("SELECT id FROM messages").fetchone()
        store.add_keys(message, more[:300])
        store.add_keys(message, more[300:])
    rows = store.connection.execute("SELECT id, kind, value FROM business_keys ORDER BY id").fetchall()
    assert [row[1:] for row in rows[-337:]] == more
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert len(search.search(store, "KEY", limit=400)) == 337


def test_what_the_file_refuses_when_a_stage_ends_leaves_nothing_of_it(file_store: Store) -> None:
    recorded(file_store)
    entries, count = file_store.log.size(), "SELECT count(*) FROM events"
    (events,) = file_store.connection.execute(count).fetchone()

    def add_to(exchange: str) -> None:
        with file_store.stage():
            file_store.add_event(exchange, "closed", "accepted")

    with pytest.raises(StoreError, match=r"AUD-004.*FOREIGN KEY"):
        add_to("0NE0F0THER")
    assert file_store.connection.execute(count).fetchone() == (events,)
    add_to(recorded(file_store, b"UNB+2"))
    assert file_store.connection.execute(count).fetchone() == (events + 4,)
    assert file_store.log.size() == file_store.log.count() > entries
    assert [each.code for each in verify(file_store.log, []).findings] == ["AUD-109"]


@pytest.mark.parametrize("size", [0, 1, 8 << 10, (8 << 10) + 1, 1 << 20, (1 << 20) + 1])
def test_payloads_of_every_size_are_given_out_as_they_came(file_store: Store, size: int) -> None:
    data = os.urandom(size)
    file_store.receive(payload(data), "x")
    assert b"".join(file_store.payload(hashlib.sha256(data).hexdigest())) == data


def test_an_empty_file_is_no_store_yet_and_another_database_is_none(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    path.touch()
    with pytest.raises(StoreError, match="AUD-007"):
        Store(path, clock=Clock(), read_only=True)
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE somebodys (id)")
    with pytest.raises(StoreError, match=r"AUD-004.*no audit store"):
        Store(path, clock=Clock(), read_only=True)


def test_a_full_disk_refuses_the_record_and_leaves_the_store_whole(file_store: Store) -> None:
    file_store.receive(payload(b"before"), "x")
    pages = file_store.connection.execute("PRAGMA page_count").fetchone()[0]
    file_store.connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match=r"AUD-001.*full"):
        file_store.receive(payload(os.urandom(100_000)), "x")
    assert file_store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0] == 1
    file_store.connection.execute("PRAGMA max_page_count = 1000000")
    file_store.receive(payload(b"after"), "x")
    assert file_store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user to lose the right to write")
def test_a_store_without_the_right_to_write_is_a_finding(tmp_path: Path) -> None:
    Store(tmp_path / "audit.db", clock=Clock()).close()
    for path in (tmp_path, *tmp_path.parents):
        if path.owner() == "root" and path != Path("/tmp"):  # noqa: S108
            path.chmod(path.stat().st_mode | 0o055)
    (tmp_path / "audit.db").chmod(0o444)
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            Store(tmp_path / "audit.db", clock=Clock()).receive(payload(b"x"), "x")
        except StoreError as error:
            os._exit(7 if error.finding.code == "AUD-002" else 8)
        os._exit(9)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_file_that_is_no_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    path.write_bytes(b"this is a letter, not a database" * 100)
    with pytest.raises(StoreError, match="AUD-004"):
        Store(path, clock=Clock())
    path.unlink()
    foreign = sqlite3.connect(path)
    foreign.execute("CREATE TABLE theirs (x)")
    foreign.close()
    with pytest.raises(StoreError, match="AUD-004"):
        Store(path, clock=Clock())
    assert sqlite3.connect(path).execute("SELECT name FROM sqlite_schema").fetchall() == [("theirs",)]


@pytest.mark.parametrize(("lose", "how"), [(lambda path: os.truncate(path, 0), "empty"), (os.unlink, "gone")])
def test_a_store_that_was_lost_is_missed(
    file_store: Store, tmp_path: Path, lose: Callable[[Path], None], how: str
) -> None:
    recorded(file_store)
    file_store.close()
    lose(tmp_path / "audit.db")
    for read_only in (True, False):
        with pytest.raises(StoreError, match=rf"AUD-004.*the store is {how}, and exchanges were recorded in it"):
            Store(tmp_path / "audit.db", clock=Clock(), read_only=read_only)
    left = [file.stat().st_size for file in tmp_path.glob("audit.db")]
    assert left == [0] * (how == "empty"), "no new one is made"


def test_a_store_of_a_later_version_is_refused(store: Store) -> None:
    store.connection.execute("INSERT INTO migrations VALUES (99, 'later', '')")
    with pytest.raises(StoreError, match=r"AUD-005.*schema 99"):
        Store(store.place, clock=Clock())


def test_reading_where_there_is_no_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="AUD-007"):
        Store(tmp_path / "audit.db", clock=Clock(), read_only=True)
    assert os.listdir(tmp_path) == []


def test_the_store_is_the_owners_alone_and_fully_durable(file_store: Store, tmp_path: Path) -> None:
    recorded(file_store)
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path
    settings = [raw(file_store).execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]


def test_schema_sql_is_what_the_migrations_build(file_store: Store) -> None:
    by_hand = sqlite3.connect(":memory:")
    by_hand.executescript((PROJECT / "edi_engine/audit/schema.sql").read_text(encoding="utf-8"))
    query = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name"
    assert by_hand.execute(query).fetchall() == [tuple(row) for row in file_store.connection.execute(query)]
    applied = file_store.connection.execute("SELECT number, name FROM migrations").fetchall()
    assert [tuple(row) for row in applied] == [(number, name) for number, name, _ in migrations()]


def test_a_store_of_the_first_version_opens_with_all_it_holds(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Deliveries lie in another table then; nothing refers to what is not there."""
    every = migrations()
    with monkeypatch.context() as first:
        first.setattr("edi_engine.audit.database.migrations", lambda: every[:1])
        old = open_database(place, "")
    for statement in FIRST_VERSION.strip().splitlines():
        old.execute(statement)
    old.close()
    with pytest.raises(StoreError, match=r"AUD-005.*schema 1") as refused:
        open_database(place, "", read_only=True, examined=True)
    assert "edi-engine resume" in refused.value.finding.fix
    store = Store(place, clock=Clock())
    if isinstance(place, Path):
        assert store.connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert store.connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    (message,) = search.show(store, "0AAAAAAA")["interchanges"][0]["messages"]
    sent, pending = message["deliveries"]
    assert (sent["id"], sent["state"], sent["reference"], sent["place"]) == (7, "done", "0BBBBBB1", "outbox/n/x.xml")
    assert pending["interchange_id"] == 3
    assert [row["reference"] for row in search.pending(store)] == ["0BBBBBB2"]
    with pytest.raises(StoreError, match=r"(?i)unique"), store.stage():
        store.connection.execute(
            "INSERT INTO deliveries (interchange_id, route, agency, mapping, mapping_version, transport, reference,"
            " intended_at) VALUES (3, 'r', 'a', 'm', '', 't', '0BBBBBB1', '')"
        )
    assert search.show(store, recorded(store))["state"] == "accepted"
    store.close()


def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [*migrations(), (99, "broken", "CREATE TABLE half (x);\nCREATE TABLE half (x);\n")]
    monkeypatch.setattr("edi_engine.audit.database.migrations", lambda: broken)
    with pytest.raises(StoreError, match="half"):
        open_database(tmp_path / "audit.db", "")
    left = sqlite3.connect(tmp_path / "audit.db")
    assert left.execute("SELECT max(number) FROM migrations").fetchone() == (migrations()[-1][0],)
    assert left.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").fetchone() == (0,)


def test_what_is_intended_and_has_no_outcome_is_pending(store: Store) -> None:
    recorded(store)
    assert search.pending(store) == []
    with store.stage():
        row = store.connection.execute("SELECT max(id) FROM messages").fetchone()[0]
        reference = store.next_reference()
        facts = {"route": "r", "agency": "a", "mapping": "m", "mapping_version": "v", "transport": "t"}
        store.intend(1, row, Intention(at=store.now(), reference=reference, **facts))
    assert [row["reference"] for row in search.pending(store)] == [reference]


def test_the_same_interchange_again_is_known_unless_it_was_rejected(store: Store) -> None:
    first = recorded(store)
    second = store.receive(payload(b"again"), "x")
    assert store.earlier(interchange(), second) == (first, False)
    assert store.earlier(interchange(), store.receive(payload(b"UNB+"), "x")) == (first, True)
    assert store.earlier(interchange("OTHER"), second) is None
    assert store.earlier(interchange(""), second) is None
    assert store.earlier(interchange(), first) is None
    overtaken = "0" * len(first)
    assert overtaken < first
    assert store.earlier(interchange(), overtaken) == (first, False), "what was received later and decided first counts"
    third = store.receive(payload(b"rejected"), "x")
    with store.stage():
        number = store.add_interchange(third, interchange("BAD"))
        store.add_event(third, "decided", "rejected", interchange=number)
    assert store.earlier(interchange("BAD"), store.receive(payload(b"mended"), "x")) is None


def test_ids_go_on_from_what_others_recorded_and_from_what_was_taken_back(store: Store) -> None:
    other = Store(store.place, clock=store.clock)
    for turn in range(3):
        for each in (store, other):
            with contextlib.suppress(ZeroDivisionError), each.stage():
                each.receive(payload(b"%d" % turn), "taken back")
                raise ZeroDivisionError
            each.receive(payload(b"%d" % turn), "kept")
    rows = store.connection.execute("SELECT id FROM events ORDER BY id").fetchall()
    other.close()
    assert len({row[0] for row in rows}) == 6
    assert store.log.count() == store.log.size()


def test_two_processes_record_side_by_side(store: Store) -> None:
    script = (
        "import io, sys\n"
        "from edi_engine.audit.store import Store\n"
        "from edi_engine.audit.payloads import spool\n"
        "from tests.audit.test_store import Clock, placed\n"
        "store = Store(placed(sys.argv[1]), clock=Clock())\n"
        "for n in range(40):\n"
        "    print(store.receive(spool(io.BytesIO(sys.argv[2].encode() * n), None), sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", script, str(store.place)]
    children = [
        subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True, cwd=PROJECT) for name in ("a", "b")
    ]
    ids = [line for child in children for line in child.communicate(timeout=60)[0].split()]
    assert [child.returncode for child in children] == [0, 0]
    assert len(ids) == len(set(ids)) == 80


def test_sqlite_utils_opens_the_store_as_it_is(file_store: Store) -> None:
    recorded(file_store)

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "sqlite_utils", *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

    tables = run("tables", str(file_store.place), "--counts")
    assert '"table": "deliveries", "count": 1' in tables
    rows = run("query", str(file_store.place), "select json_extract(document, '$.typeCode') as kind from messages")
    assert rows.strip() == '[{"kind": "IM"}]'
    assert "SYDN" in run("search", str(file_store.place), "business_keys", "0007")


# -- claims ----------------------------------------------------------------------------------------------------------


def test_what_is_received_is_claimed_until_it_is_released(store: Store) -> None:
    exchange = store.receive(payload(b"x"), "x")
    other = Store(store.place, clock=store.clock)
    assert not other.claims.take(exchange)
    assert not store.claims.take(exchange), "nor twice by the one who holds it"
    store.claims.release(exchange)
    assert other.claims.take(exchange)
    other.close()
    assert store.claims.take(exchange), "with the session"
    store.claims.release(exchange)


def test_claims_side_by_side_end_one_by_one(store: Store) -> None:
    exchanges = [store.receive(payload(b"%d" % number), "x") for number in range(3)]
    other = Store(store.place, clock=store.clock)
    store.claims.release(exchanges[1])
    assert [other.claims.take(exchange) for exchange in exchanges] == [False, True, False]
    store.claims.release_all()
    assert [other.claims.take(exchange) for exchange in exchanges] == [True, False, True]
    assert store.claims.take("0AAAAAAAA"), "whoever gave all back may claim again"
    other.close()


def test_a_claim_ends_with_its_process_however_that_ends(store: Store) -> None:
    script = (
        "import sys, time\n"
        "from edi_engine.audit.store import Store\n"
        "from tests.audit.test_store import Clock, placed\n"
        "store = Store(placed(sys.argv[1]), clock=Clock())\n"
        "print(store.claims.take('0ABCDEFG'), flush=True)\n"
        "time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script, str(store.place)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert child.stdout is not None
    assert child.stdout.readline() == "True\n"
    assert not store.claims.take("0ABCDEFG")
    child.kill()
    child.wait()
    child.stdout.close()
    until = time.monotonic() + 60
    while not store.claims.take("0ABCDEFG"):  # a server notices a little later
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".incoming-x", "x" * 17])
def test_what_is_no_exchange_is_not_claimed(filled: Store, name: str) -> None:
    assert not filled.claims.take(name)
