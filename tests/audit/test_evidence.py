"""Evidence: whatever is changed in a store is found and named, and a proof holds without it."""

import contextlib
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.audit.checkpoints import sign
from edi_engine.audit.commits import CHECKPOINT_EVERY
from edi_engine.audit.connection import Connection
from edi_engine.audit.database import Place, migrations, open_database
from edi_engine.audit.entries import TABLES, numbered, numbers_of, numbers_text, record_text
from edi_engine.audit.erasure import erase
from edi_engine.audit.layout import search_index
from edi_engine.audit.log import Log
from edi_engine.audit.proofs import Proof, prove
from edi_engine.audit.reindexing import reindex
from edi_engine.audit.search import search, show
from edi_engine.audit.signed_notes import Checkpoint, NoteError, Signer, Verifier, opened, signed
from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.audit.sources import Source, Sources
from edi_engine.audit.sqlite import Sqlite
from edi_engine.audit.store import Store
from edi_engine.audit.verdict import Verification
from edi_engine.audit.verification import verify, verify_table
from edi_engine.errors import StoreError
from edi_engine.findings import Severity
from tests.audit.test_store import FIRST_VERSION, Clock, finding, payload, recorded

SIGNER = Signer.create("edi-engine/audit/test")
KEYS = [SIGNER.verifier]
Change = Callable[[Connection], object]
Tamper = Callable[..., list[str]]
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname FROM pg_constraint
    WHERE contype = 'c' AND connamespace = current_schema()::regnamespace
"""


STATES = """
    SELECT exchanges.*, events.stage, events.state, events.at AS since FROM exchanges JOIN events ON events.id = (
        SELECT max(id) FROM events WHERE exchange_id = exchanges.id AND interchange_id IS NULL
    )
"""
SOURCES = Sources.of([Source.of("routes", "workspace/routes.yaml", "routes: []\n"), Source.of("mapping", "m", "{}")])


class Recorded:
    """A store with two exchanges under a checkpoint kept elsewhere, and a third behind it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        store = Store(place, clock=Clock(), engine_version="1", signers=[SIGNER])
        self.first = recorded(store)
        self.second = recorded(store, b"UNB+2", "b.edi")
        with store.stage():
            message = store.connection.execute("SELECT max(id) FROM messages").fetchone()[0]
            store.add_acknowledgement(message, None, "SENT1", "rejected")
            store.add_findings(self.second, [finding(), finding("ENV-004")])
            store.add_event(self.second, "closed", "accepted", sources=SOURCES)
        self.exported = str(store.checkpoint())
        self.third = store.receive(payload(b"UNB+"), "c.edi", continues=self.second)
        store.close()


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    at_hand = request.param == "sqlite"
    file = tmp_path_factory.mktemp("evidence") / "audit.db"
    return Recorded(file if at_hand else request.getfixturevalue("server").place())


class UndoneError(Exception):
    """What was changed is put back."""


@pytest.fixture(scope="module")
def tamper(original: Recorded) -> Iterator[Tamper]:
    """Change the store as somebody who can write it; what is found wrong then, as code and place."""
    connection: Connection
    if isinstance(original.place, Path):
        connection = Sqlite(original.place)
        connection.execute("PRAGMA ignore_check_constraints = ON")
    else:
        connection = open_database(original.place, "")
        for table, name in connection.execute(CONSTRAINTS):
            connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def changed(change: Change, exported: str | None = original.exported) -> list[str]:
        found: list[str] = []
        with contextlib.suppress(UndoneError), connection.transaction():
            change(connection)
            found += faults(verify(Log(connection), KEYS, exported))
            raise UndoneError
        return found

    yield changed
    connection.close()


@contextlib.contextmanager
def reading(place: Place) -> Iterator[Store]:
    store = Store(place, clock=Clock(), read_only=True)
    try:
        yield store
    finally:
        store.close()


def look(place: Place, exported: str | None = None) -> Verification:
    with reading(place) as store:
        return verify(store.log, KEYS, exported)


def faults(result: Verification) -> list[str]:
    errors = [finding for finding in result.findings if finding.severity is Severity.ERROR]
    return [f"{finding.code} {finding.where.path}" for finding in errors]


def test_what_was_not_touched_is_as_it_was_written(original: Recorded) -> None:
    result = look(original.place, original.exported)
    assert faults(result) == []
    assert result.entries > 30
    assert result.checkpoints == 2
    (note,) = result.findings
    assert result.covered
    assert f"entries {result.covered} to {result.entries - 1} are covered by no checkpoint" in note.what


def columns() -> list[tuple[str, str, str]]:
    """Table, column and the column that tells its rows apart, of every table of records."""
    return [(name, column, table.key) for name, table in TABLES.items() for column in table.columns]


def altered(value: Any) -> Any:
    if isinstance(value, bytes):
        return bytes([value[0] ^ 1]) + value[1:]
    if isinstance(value, int):
        return value + 1_000_000
    return f"{value}x" if value is not None else "1"


@pytest.mark.parametrize(("table", "column", "key"), columns())
def test_a_changed_value_is_found_and_its_record_named(tamper: Tamper, table: str, column: str, key: str) -> None:
    named: list[str] = []

    def change(connection: Connection) -> None:
        first = TABLES[table].columns[0]
        row = connection.execute(f"SELECT {first}, {key}, {column} FROM {table} ORDER BY {first} DESC").fetchone()  # noqa: S608
        if row is None:
            pytest.skip(f"no {table} in this store")
        named.append(f"{table} {row[1]}")
        connection.execute(f"UPDATE {table} SET {column} = ? WHERE {first} = ?", (altered(row[2]), row[0]))  # noqa: S608

    found = tamper(change)
    assert any(fault.endswith(f" {named[0]}") for fault in found), (named, found)


def test_there_is_a_record_of_nearly_every_kind(original: Recorded) -> None:
    with reading(original.place) as store:
        execute = store.connection.execute
        empty = [name for name in TABLES if not execute(f"SELECT count(*) FROM {name}").fetchone()[0]]  # noqa: S608
    assert empty == ["erasures"]


@pytest.mark.parametrize("table", [name for name in TABLES if name != "erasures"])
def test_a_dropped_record_is_found_and_named(tamper: Tamper, table: str) -> None:
    key = TABLES[table].key
    named: list[str] = []

    def drop(connection: Connection) -> None:
        named.append(f"{table} {connection.execute(f'SELECT min({key}) FROM {table}').fetchone()[0]}")  # noqa: S608
        connection.execute(f"DELETE FROM {table} WHERE {key} = (SELECT min({key}) FROM {table})")  # noqa: S608

    assert f"AUD-102 {named[0]}" in tamper(drop) if named else f"AUD-102 {table}" in "".join(tamper(drop))


@pytest.mark.parametrize("table", [name for name, table in TABLES.items() if "id" in table.columns])
def test_swapped_records_are_found_and_both_named(tamper: Tamper, table: str) -> None:
    keys: list[str] = []

    def swap(connection: Connection) -> None:
        rows = connection.execute(f"SELECT id, {TABLES[table].key} FROM {table} ORDER BY id").fetchall()  # noqa: S608
        if len(rows) < 2:
            pytest.skip(f"fewer than two {table}")
        (first, one), (last, other) = rows[0], rows[-1]
        keys.extend((f"{table} {one}", f"{table} {other}"))
        for old, new in ((first, "-1"), (last, first), ("-1", last)):
            connection.execute(f"UPDATE {table} SET id = ? WHERE id = ?", (new, old))  # noqa: S608

    found = tamper(swap)
    assert all(any(fault.endswith(f" {key}") for fault in found) for key in keys), (keys, found)


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        (
            "INSERT INTO events SELECT 99, exchange_id, NULL, at, stage, state, 'x', NULL FROM events LIMIT 1",
            "AUD-103 events 99",
        ),
        ("INSERT INTO decisions SELECT 99, message_id, 'x', 1, '' FROM decisions LIMIT 1", "AUD-101 decisions 1"),
        ("UPDATE entries SET number = number + 1000 WHERE number = 12", "AUD-104 entry 12"),
        ("UPDATE entries SET record = 'nothing' WHERE number = 12", "AUD-104 entry 12"),
        ("UPDATE entries SET key = '1000' WHERE record = 'events' AND key = '2'", "AUD-102 events 1000"),
        ("UPDATE entries SET salt = substr(salt, 2) WHERE record = 'events' AND key = '2'", "AUD-101 events 2"),
        ("UPDATE entries SET salt = NULL WHERE record = 'events' AND key = '2'", "AUD-101 events 2"),
        (
            "UPDATE entries SET commitment = salt WHERE record = 'events' AND key = '2'",
            "AUD-101 events 2",
        ),
        ("UPDATE entries SET salt = NULL, key = '' WHERE record = 'events' AND key = '2'", "AUD-102 events"),
        ("DELETE FROM entries WHERE record = 'events' AND key = '2'", "AUD-103 events 2"),
        ("DELETE FROM entries WHERE record = 'events' AND key = '2'", "AUD-106 exported checkpoint"),
        ("DELETE FROM checkpoints", "AUD-115 checkpoints"),
        ("UPDATE checkpoints SET size = size - 1", "AUD-108 checkpoint of"),
        ("UPDATE checkpoints SET note = replace(note, 'edi-engine', 'edi-engina')", "AUD-108 checkpoint of"),
        (
            "UPDATE checkpoints SET edge = CAST(substr(edge, 33) || substr(edge, 1, 32) AS BLOB)",
            "AUD-108 checkpoint of",
        ),
        ("UPDATE payload_chunks SET data = substr(data, 1, length(data) - 5)", "AUD-105 payloads"),
        ("UPDATE payload_chunks SET ordinal = ordinal + 1", "AUD-105 payloads"),
        (
            "UPDATE payload_chunks SET sha256 = 'x' WHERE sha256 = (SELECT max(sha256) FROM payloads)",
            "AUD-105 payload_chunks x",
        ),
        ("DELETE FROM payload_chunks WHERE sha256 = (SELECT max(sha256) FROM payload_chunks)", "AUD-105 payloads"),
        ("UPDATE counters SET value = 5 WHERE name = 'reference'", "AUD-110 counters reference"),
        ("DELETE FROM counters WHERE name = 'exchange'", "AUD-110 counters exchange"),
        ("UPDATE counters SET value = 9223372036854775807 WHERE name = 'exchange'", "AUD-110 counters exchange"),
        ("INSERT INTO counters VALUES ('events', 9223372036854775800)", "AUD-110 counters events"),
        (
            "INSERT INTO entries SELECT -1, record, key, salt, commitment FROM entries WHERE number = 1",
            "AUD-104 entry -1",
        ),
        ("INSERT INTO erasures VALUES (1, 'x', '', '', '5-7')", "AUD-103 erasures 1"),
    ],
)
def test_what_is_done_to_the_log_is_found(tamper: Tamper, statement: str, fault: str) -> None:
    found = tamper(
        lambda connection: connection.execute(
            statement if isinstance(connection, Sqlite) else statement.replace("BLOB", "BYTEA")
        )
    )
    assert any(each.startswith(fault) for each in found), found


@pytest.mark.parametrize(
    ("statements", "place"),
    [
        (["ALTER TABLE events RENAME COLUMN note TO remark"], "events"),
        (["ALTER TABLE findings ADD COLUMN more TEXT"], "findings"),
        (["DROP TABLE decisions"], "decisions"),
        (["DROP TABLE counters"], "counters"),
        (["DROP TABLE migrations"], "migrations"),
        (["DROP TABLE payload_chunks"], "payload_chunks"),
        (["DROP TABLE checkpoints"], "checkpoints"),
        (["DROP VIEW exchange_states"], "exchange_states"),
        (
            [
                "DROP VIEW exchange_states",
                "CREATE VIEW exchange_states AS SELECT exchanges.*, 'closed' AS stage, 'rejected' AS state,"
                " received_at AS since FROM exchanges",
            ],
            "exchange_states",
        ),
        (  # what gives the same rows as yet
            ["DROP VIEW exchange_states", f"CREATE VIEW exchange_states AS {STATES} WHERE events.state <> 'later'"],
            "exchange_states",
        ),
        (
            [
                "DROP VIEW exchange_states",
                "CREATE VIEW exchange_states AS"
                f" {STATES.replace('events.stage, events.state', 'events.state AS stage, events.stage AS state')}",
            ],
            "exchange_states",
        ),
    ],
)
def test_a_table_or_view_that_is_not_as_it_was_made_is_named(tamper: Tamper, statements: list[str], place: str) -> None:
    def change(connection: Connection) -> None:
        connection.execute("UPDATE messages SET reference = 'x'")
        for statement in statements:
            connection.execute(statement)

    found = tamper(change)
    assert f"AUD-114 {place}" in found
    assert "AUD-101 messages 1" in found or place == "checkpoints", found  # and all else is looked at


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["DROP TABLE migrations"], ["AUD-114 migrations", "AUD-101 messages 1"]),
        (["ALTER TABLE migrations RENAME TO old"], ["AUD-114 migrations", "AUD-101 messages 1"]),
        (["ALTER TABLE migrations RENAME COLUMN number TO no"], ["AUD-114 migrations", "AUD-101 messages 1"]),
        (["DELETE FROM migrations"], ["AUD-102 migrations 1", "AUD-101 messages 1"]),
        (["INSERT INTO migrations VALUES (99, 'x', '')"], ["AUD-103 migrations 99", "AUD-101 messages 1"]),
        (["UPDATE migrations SET number = 77 WHERE number = 10"], ["AUD-102 migrations 10", "AUD-101 messages 1"]),
        (["DROP TABLE migrations", "DROP TABLE entries"], ["AUD-114 migrations", "AUD-114 entries"]),
    ],
)
@pytest.mark.parametrize("at_hand", [True, False])
def test_a_store_whose_migrations_were_changed_is_examined_all_the_same(
    request: pytest.FixtureRequest, tmp_path: Path, at_hand: bool, statements: list[str], expected: list[str]
) -> None:
    place = tmp_path / "audit.db" if at_hand else request.getfixturevalue("server").place()
    store = Store(place, clock=Clock(), signers=[SIGNER])
    recorded(store)
    store.close()
    store = Store(place, clock=Clock())
    for statement in ["UPDATE messages SET reference = 'x'", *statements]:
        store.connection.execute(statement)
    store.connection.close()
    store = Store(place, clock=Clock(), read_only=True, examined=True)
    found = faults(verify(store.log, KEYS))
    store.close()
    assert set(expected) <= set(found), found


@pytest.mark.parametrize(
    "change",
    [
        "findings ALTER COLUMN what TYPE bytea USING convert_to(what, 'utf8')",
        "findings ALTER COLUMN id TYPE text",
        "entries ALTER COLUMN salt TYPE text USING encode(salt, 'hex')",
        "events ALTER COLUMN at TYPE timestamptz USING at::timestamptz",
        "payload_chunks ALTER COLUMN data TYPE text USING encode(data, 'hex')",
        "counters ALTER COLUMN value TYPE text",
    ],
)
def test_a_column_of_another_type_is_named(tamper: Tamper, original: Recorded, change: str) -> None:
    if isinstance(original.place, Path):
        pytest.skip("SQLite does not alter the type of a column")

    def changed(connection: Connection) -> None:
        connection.execute("UPDATE messages SET reference = 'x'")
        for (view,) in connection.execute("SELECT viewname FROM pg_views WHERE schemaname = current_schema()"):
            connection.execute(f"DROP VIEW IF EXISTS {view} CASCADE")
        if change.startswith("findings ALTER COLUMN id"):
            connection.execute("ALTER TABLE findings ALTER COLUMN id DROP IDENTITY")
        connection.execute(f"ALTER TABLE {change}")

    table, found = change.partition(" ")[0], tamper(changed)
    assert f"AUD-114 {table}" in found
    assert "AUD-101 messages 1" in found or table == "entries", found  # and all else is looked at


def test_text_that_is_none_is_found_and_its_record_named(tmp_path: Path) -> None:
    """SQLite keeps whatever bytes are called a text."""
    store = Store(tmp_path / "audit.db", clock=Clock(), signers=[SIGNER])
    exchange = recorded(store)
    exported = store.checkpoint()
    store.connection.execute("PRAGMA foreign_keys = OFF")
    for change in ("exchanges SET source", "findings SET what", "events SET note", "payloads SET sha256"):
        where = "rowid = (SELECT min(rowid) FROM payloads)" if change.startswith("payloads") else "true"
        store.connection.execute(f"UPDATE {change} = CAST(x'ff41' AS TEXT) WHERE {where}")
    store.connection.execute("UPDATE entries SET key = CAST(x'ff41' AS TEXT) WHERE number = 3")
    found = faults(verify(store.log, KEYS, exported))
    store.close()
    assert f"AUD-101 exchanges {exchange}" in found
    assert "AUD-101 findings 1" in found
    assert sum(each.startswith("AUD-102 ") for each in found) >= 2


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE business_keys_fts_data SET block = x'ffffffff00ff00ff'",
        "UPDATE business_keys_fts_data SET block = x'ffffffffff' WHERE id > 10",
        "UPDATE business_keys_fts_data SET block = x'00' WHERE id = 10",  # no segments: nothing is found
        "DELETE FROM business_keys_fts_config",
        "DROP TABLE business_keys_fts_idx",
        "DROP TABLE business_keys_fts",
        "DROP TABLE business_keys_fts; CREATE TABLE business_keys_fts (value)",
        "DROP INDEX business_keys_value",
        "DROP INDEX business_keys_value; CREATE INDEX business_keys_value ON business_keys (value) WHERE id > 2",
    ],
)
def test_a_damaged_search_index_is_named_and_made_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "audit.db"
    store = Store(path, clock=Clock())
    recorded(store)
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE findings SET what = 'x' WHERE id = 1")
        file.executescript(damage)
    place = "business_keys_value" if "INDEX" in damage else "business_keys_fts"
    damaged = verify_read_only(path)
    assert faults(damaged) == [f"AUD-114 {place}", "AUD-101 findings 1"]
    assert "audit reindex" in damaged.findings[0].fix
    store = Store(path, clock=Clock())
    assert [what for what in reindex(store).before if "search index" in what or place in what]
    assert_searched(store)
    store.close()
    assert faults(verify_read_only(path)) == ["AUD-101 findings 1"]
    with contextlib.closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        file.execute("INSERT INTO business_keys_fts (business_keys_fts, rank) VALUES ('integrity-check', 1)")


def assert_searched(store: Store) -> None:
    """What was recorded before and after is found, by its whole value and by words of it."""
    recorded(store, b"UNB+9", "z.edi")
    for text in ("mscu1234566", "müll"):
        assert {hit["source"] for hit in search(store, text)} == {"a.edi", "z.edi"}


@pytest.mark.parametrize(
    "damage",
    [
        ["DROP INDEX business_keys_words"],
        ["DROP INDEX business_keys_value"],
        ["ALTER TABLE business_keys DROP COLUMN words"],
        ["ALTER TABLE business_keys DROP COLUMN words", "ALTER TABLE business_keys ADD words text"],
        [
            "ALTER TABLE business_keys ALTER COLUMN words DROP EXPRESSION",
            "UPDATE business_keys SET words = NULL WHERE id = 1",
        ],
        ["ALTER TABLE business_keys DROP COLUMN words", "DROP FUNCTION searched", "DROP FUNCTION folded"],
    ],
)
def test_a_damaged_search_index_of_a_database_is_named_and_made_anew(
    request: pytest.FixtureRequest, damage: list[str]
) -> None:
    store = Store(request.getfixturevalue("server").place(), clock=Clock(), signers=[SIGNER])
    recorded(store)
    for statement in damage:
        store.connection.execute(statement)
    assert "AUD-114 business_keys_fts" in faults(verify(store.log, KEYS))
    assert reindex(store).before
    assert_searched(store)
    store.checkpoint()
    assert faults(verify(store.log, KEYS)) == []
    store.close()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE business_keys SET value = 'other' WHERE id = 2", "AUD-101 business_keys 1"),
        ("DELETE FROM business_keys WHERE message_id = 1", "AUD-102 business_keys 1"),
        (
            "INSERT INTO business_keys (id, message_id, kind, value) VALUES (9, 99, 'a', 'b')",
            "AUD-103 business_keys 99",
        ),
    ],
)
def test_business_keys_that_are_not_as_recorded_are_named_as_the_index_is_made_of_them(
    original: Recorded, change: str, fault: str
) -> None:
    store = Store(original.place, clock=Clock())
    if isinstance(original.place, Path):
        store.connection.execute("PRAGMA foreign_keys = OFF")
    with contextlib.suppress(UndoneError), store.connection.transaction():
        store.connection.execute(change)
        store.connection.make_index(search_index())
        result = verify_table(store.log, "business_keys")
        assert faults(result) == [fault]
        assert faults(verify(store.log, KEYS)) == [fault]  # and nothing of the index
        raise UndoneError
    store.close()


def test_an_index_that_is_not_that_of_its_table_is_named_and_made_anew(tmp_path: Path) -> None:
    """Who writes the file, and not through the database, can hide records so from whoever asks by the index."""
    path = tmp_path / "audit.db"
    store = Store(path, clock=Clock())
    exchange = recorded(store)
    store.close()
    with contextlib.closing(sqlite3.connect(path)) as file:
        (size,) = file.execute("PRAGMA page_size").fetchone()
        (page,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'findings_exchange'").fetchone()
    data = bytearray(path.read_bytes())
    at = data.rindex(exchange.encode(), (page - 1) * size, page * size)
    data[at] ^= 1
    path.write_bytes(data)
    damaged = verify_read_only(path)
    assert set(faults(damaged)) == {"AUD-116 the file"}
    assert "findings_exchange" in damaged.findings[0].what
    store = Store(path, clock=Clock())
    assert show(store, exchange)["findings"] == []
    reindex(store)
    assert len(show(store, exchange)["findings"]) == 1
    store.close()
    assert faults(verify_read_only(path)) == []


def test_a_file_whose_schema_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    Store(path, clock=Clock()).close()
    path.write_bytes(path.read_bytes().replace(b"stage          TEXT", b"stage          TEX\xff"))
    with pytest.raises(StoreError, match="AUD-004"):
        look(path)


def test_what_no_checkpoint_of_the_store_covers_yet_is_said(tmp_path: Path) -> None:
    """Who can write the store, and has no key, can add records with their entries."""
    path = tmp_path / "audit.db"
    store = Store(path, clock=Clock(), signers=[SIGNER])
    recorded(store)
    store.close()
    store = Store(path, clock=Clock())
    first = store.log.size()
    recorded(store, b"UNB+9")
    store.close()
    result = look(path)
    assert faults(result) == []
    (note,) = [found for found in result.findings if found.code == "AUD-117"]
    assert note.what.startswith(f"entries {first} to {result.entries - 1} ")
    Store(path, clock=Clock(), signers=[SIGNER]).close()  # as `resume` after a crash, though nothing is left to do
    assert "AUD-117" not in [found.code for found in look(path).findings]


def test_words_of_a_key_that_was_changed_and_then_erased_are_named_and_go(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    store = Store(path, clock=Clock(), signers=[SIGNER])
    exchange = recorded(store)
    recorded(store, b"UNB+2")
    store.connection.execute("UPDATE business_keys SET value = 'other' WHERE value LIKE '%GmbH' AND message_id = 1")
    erase(store, [exchange], "asked for")
    assert faults(verify(store.log, KEYS)) == ["AUD-114 business_keys_fts"]
    reindex(store)
    store.checkpoint()
    assert faults(verify(store.log, KEYS)) == []
    store.close()


def verify_read_only(path: Path) -> Verification:
    with reading(path) as store, store.connection.reading():
        return verify(store.log, [])


def test_a_trigger_that_was_added_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "audit.db", clock=Clock())
    recorded(store)
    store.connection.execute("CREATE TRIGGER hide AFTER INSERT ON findings BEGIN DELETE FROM findings; END")
    assert faults(verify(store.log, [])) == ["AUD-114 hide"]
    store.close()


@pytest.mark.parametrize(
    ("statements", "name"),
    [
        (["CREATE RULE hide AS ON INSERT TO findings DO INSTEAD NOTHING"], "hide"),
        (
            [
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER drop_it BEFORE INSERT ON findings FOR EACH ROW EXECUTE FUNCTION nothing()",
            ],
            "drop_it",
        ),
        (["CREATE POLICY few ON events USING (id < 3)"], "few"),
    ],
)
def test_what_was_added_to_a_database_is_named(
    tamper: Tamper, original: Recorded, statements: list[str], name: str
) -> None:
    if isinstance(original.place, Path):
        pytest.skip("an SQLite file keeps the definition of each trigger, and has no rules nor policies")

    def change(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    assert f"AUD-114 {name}" in tamper(change)


def test_a_tail_cut_off_with_all_that_belongs_to_it_is_found(tamper: Tamper) -> None:
    def cut(connection: Connection) -> None:
        for record, key in connection.execute("SELECT record, key FROM entries WHERE number >= 20").fetchall():
            connection.execute(f"DELETE FROM {record} WHERE {TABLES[record].key} = ?", (key,))  # noqa: S608
        connection.execute("DELETE FROM entries WHERE number >= 20")
        connection.execute("DELETE FROM checkpoints")

    found = tamper(cut)
    assert "AUD-107 exported checkpoint" in found


class Spoken(str):
    """A text of a class of its own, as parsers give them."""


@given(st.text(), st.text(), st.none() | st.text().map(Spoken), st.integers(-(1 << 63), (1 << 63) - 1))
def test_a_record_is_the_text_that_the_standard_library_makes_of_it(
    text: str, key: str, other: str | None, number: int
) -> None:
    """Byte for byte, or what is on record already would no longer agree with its entries."""
    rows = [(number, text, key, other), (1, '\0\x1f\x7f\u2028/"\\', "", None)]
    named = [dict(zip(TABLES["sources"].columns, row, strict=True)) for row in rows]
    shown = [{column: value for column, value in row.items() if value is not None} for row in named]
    as_json = json.dumps({"record": "sources", "rows": shown}, ensure_ascii=False, separators=(",", ":"))
    assert record_text("sources", rows).decode() == as_json


def rewritten(connection: Connection) -> None:
    """What somebody could do who has the store and its key: a record changed, all entries and checkpoints made anew."""
    connection.execute("UPDATE findings SET severity = 'warning' WHERE id = 1")
    log = Log(connection)
    for number, record, key in connection.execute("SELECT number, record, key FROM entries").fetchall():
        (made,) = numbered(number, [(record, key, log.rows(record, key))])
        connection.execute("UPDATE entries SET salt = ?, commitment = ? WHERE number = ?", (*made[3:], number))
    connection.execute("DELETE FROM checkpoints")
    sign(log, [SIGNER])


def test_a_record_written_anew_with_the_stolen_key_does_not_agree_with_the_checkpoint_kept_elsewhere(
    tamper: Tamper,
) -> None:
    assert tamper(rewritten) == ["AUD-106 exported checkpoint"]
    assert tamper(rewritten, None) == []  # without one, nothing shows: the note says so


def test_an_older_copy_of_the_store_is_shorter_than_the_checkpoint(tmp_path: Path) -> None:
    store = Store(tmp_path / "audit.db", clock=Clock(), signers=[SIGNER])
    recorded(store)
    store.connection.execute("VACUUM INTO ?", (str(tmp_path / "old.db"),))
    recorded(store, b"later")
    exported = store.checkpoint()
    store.close()
    assert faults(look(tmp_path / "old.db", exported)) == ["AUD-115 checkpoints", "AUD-107 exported checkpoint"]


def test_where_another_tail_grew_to_the_same_size_it_is_named_from_the_last_checkpoint_on(tmp_path: Path) -> None:
    """An older copy was put back, and as much recorded on it as before."""
    path, copy, clock = tmp_path / "audit.db", tmp_path / "old.db", Clock()
    store = Store(path, clock=clock, signers=[SIGNER])
    recorded(store)
    store.checkpoint()
    before = store.log.size()
    store.connection.execute("VACUUM INTO ?", (str(copy),))
    recorded(store, b"later", "b.edi")
    exported = store.checkpoint()
    store.close()
    store = Store(copy, clock=clock, signers=[SIGNER])
    recorded(store, b"other", "c.edi")
    store.close()
    result = look(copy, exported)
    assert faults(result) == ["AUD-106 exported checkpoint"]
    (what,) = [each.what for each in result.findings if each.code == "AUD-106"]
    assert what.startswith(f"entries {before} to {result.entries - 1} are not those"), what


def test_a_checkpoint_of_a_key_nobody_knows_is_not_trusted(original: Recorded) -> None:
    other = Signer.create("edi-engine/audit/test")
    text, _ = opened(original.exported, KEYS)
    assert "AUD-108 exported checkpoint" in faults(look(original.place, signed(text, [other])))
    result = look(original.place, original.exported.replace("\n", "\r\n"))
    assert "AUD-108 exported checkpoint" in faults(result)
    (fix,) = [each.fix for each in result.findings if each.code == "AUD-108"]
    assert "byte for byte" in fix  # nothing says that the store was changed
    assert faults(look(original.place, signed(text, [other, SIGNER]))) == []


def test_what_a_process_that_was_killed_left_unsigned_the_next_one_signs(tmp_path: Path) -> None:
    place = tmp_path / "audit.db"
    store = Store(place, clock=Clock())
    recorded(store)
    store.close()
    assert faults(look(place)) == ["AUD-115 checkpoints"]
    Store(place, clock=Clock(), signers=[SIGNER]).close()
    assert faults(look(place)) == []


def test_checkpoints_are_signed_on_the_way_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "audit.db", clock=Clock(), signers=[SIGNER])
    exchange = recorded(store)
    with store.stage():
        store.add_findings(exchange, [finding()] * CHECKPOINT_EVERY)
    sizes = [row[0] for row in store.connection.execute("SELECT size FROM checkpoints")]
    assert sizes == [store.log.size()]
    store.close()


def test_what_was_recorded_before_there_was_a_log_becomes_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "audit.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT, applied_at TEXT) STRICT")
    number, name, script = migrations()[0]
    connection.executescript(script + FIRST_VERSION)
    connection.execute("INSERT INTO migrations VALUES (?, ?, '')", (number, name))
    connection.execute("INSERT INTO counters VALUES ('exchange', 1099511627775), ('reference', 1099511627775)")
    connection.commit()
    connection.close()
    Store(path, clock=Clock()).close()
    result = look(path)
    assert result.entries >= 9
    assert [fault for fault in faults(result) if "payloads hash" not in fault] == [
        "AUD-114 migrations",
        "AUD-115 checkpoints",
    ]


def proven(original: Recorded, exchange: str, *, payloads: bool = True) -> Any:
    with reading(original.place) as store:
        return json.loads(json.dumps(prove(store, exchange, KEYS, payloads=payloads)))


def test_a_proof_holds_every_record_and_payload_of_its_exchange(original: Recorded) -> None:
    for exchange, tables in ((original.first, 10), (original.second, 11), (original.third, 4)):
        proof = Proof(proven(original, exchange), KEYS)
        assert proof.findings == []
        assert len({record["record"] for record in proof.records}) == tables
    made = proven(original, original.first)
    assert len(made["payloads"]) == 2
    assert not Proof(proven(original, original.first, payloads=False), KEYS).findings


def test_an_exchange_whose_record_was_changed_is_not_proven(tmp_path: Path) -> None:
    for statement in ("UPDATE findings SET what = 'nothing'", "UPDATE payload_chunks SET data = substr(data, 2)"):
        (tmp_path / statement[:10]).mkdir()
        store = Store(tmp_path / statement[:10] / "audit.db", clock=Clock(), signers=[SIGNER])
        exchange = recorded(store)
        store.checkpoint()
        prove(store, exchange, KEYS)
        store.connection.execute(statement)
        with pytest.raises(StoreError, match=r"AUD-1(05|22)"):
            prove(store, exchange, KEYS)
        store.close()


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of every text and number in a proof."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from leaves(inner, (*path, key))
    if isinstance(value, str | int):
        yield path


def test_no_value_of_a_proof_can_be_changed(original: Recorded) -> None:
    made = proven(original, original.first)
    places = [path for path in leaves(made) if path[0] != "keys"]
    assert len(places) > 100
    for path in places:
        changed = json.loads(json.dumps(made))
        holder = changed
        for step in path[:-1]:
            holder = holder[step]
        value = holder[path[-1]]
        holder[path[-1]] = (
            value + 1 if isinstance(value, int) else value[:5] + ("A" if value[5:6] != "A" else "B") + value[6:]
        )
        assert Proof(changed, KEYS).findings, path


@pytest.mark.parametrize(
    "junk",
    [
        None,
        [],
        {},
        5,
        {"format": "edi-engine proof 1"},
        {"format": "edi-engine proof 1", "exchange": 1, "checkpoint": 5},
    ],
)
def test_what_is_no_proof_is_a_finding(junk: Any) -> None:
    (found,) = Proof(junk, KEYS).findings
    assert found.code == "AUD-120"


@pytest.mark.parametrize("number", [10**30, -1])
def test_an_entry_beyond_the_checkpoint_is_named(original: Recorded, number: int) -> None:
    proof = proven(original, original.first)
    proof["entries"][-1]["number"] = number
    what = Proof(proof, KEYS).findings[0].what
    assert what.startswith(f"there is no entry {str(number)[:20]} among the ")


def test_a_proof_signed_by_a_stranger_proves_nothing(original: Recorded) -> None:
    stranger = Signer.create("edi-engine/audit/test").verifier
    (found,) = Proof(proven(original, original.first), [stranger]).findings
    assert (found.code, found.what) == ("AUD-121", "none of the keys given signed the checkpoint")


def test_keys_are_the_owners_alone_and_are_rotated_with_overlap(tmp_path: Path) -> None:
    keys = SigningKeys(tmp_path / "keys")
    (first,) = keys.signers()
    assert [path.stat().st_mode & 0o777 for path in sorted((tmp_path / "keys").iterdir())] == [0o600, 0o644]
    assert keys.signers() == [first]
    with pytest.raises(StoreError, match="is the only key"):
        keys.retire(first.verifier.id.hex())
    second = keys.add()
    assert second.name == first.name
    note = signed(Checkpoint(first.name, 1, bytes(32)).text(), keys.signers())
    assert len(opened(note, [first.verifier])[1]) == len(opened(note, [second.verifier])[1]) == 1
    keys.retire(first.verifier.id.hex())
    assert keys.signers() == [second]
    assert set(map(str, keys.verifiers())) == {str(first.verifier), str(second.verifier)}
    (file,) = (tmp_path / "keys").glob("*.key")
    file.chmod(0o640)
    with pytest.raises(StoreError, match=r"AUD-009.*others may read"):
        keys.signers()


def test_a_store_whose_private_keys_are_gone_does_not_go_on_unsigned(tmp_path: Path) -> None:
    keys = SigningKeys(tmp_path / "keys")
    (first,) = keys.signers()
    (file,) = (tmp_path / "keys").glob("*.key")
    file.unlink()
    with pytest.raises(StoreError, match=r"(?s)AUD-009.*private keys are gone.*audit keys add"):
        keys.signers()
    assert keys.verifiers() == [first.verifier]
    later = keys.add()
    assert (later.name, keys.signers()) == (first.name, [later])


def test_a_private_key_is_not_printed() -> None:
    assert SIGNER.written() not in repr(SIGNER)
    assert Signer.parse(SIGNER.written()) == SIGNER
    with pytest.raises(NoteError):
        Signer.parse(str(SIGNER.verifier))


def test_notes_are_those_of_the_specification() -> None:
    """A key and a note made with golang.org/x/mod/sumdb/note, as its documentation shows them."""
    key = Verifier.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    signature = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    note = f"{text}\n— PeterNeumann {signature}\n"
    assert opened(note, [key]) == (text, [key])
    with pytest.raises(NoteError, match="not of this text"):
        opened(note.replace("problem is", "problem was"), [key])


@pytest.mark.parametrize("numbers", [[], [0], [3, 4, 5, 9, 11, 12]])
def test_numbers_are_written_as_ranges(numbers: list[int]) -> None:
    assert [number for each in numbers_of(numbers_text(numbers)) for number in each] == numbers


def test_a_note_that_is_damaged_is_no_note() -> None:
    for text in ("", "x\n", "x\n\n", "x\n\n— a b\n!", "\n\n"):
        with pytest.raises(NoteError):
            opened(text, KEYS)
    with pytest.raises(NoteError):
        Checkpoint.parse("origin\n01\nAAAA\n")
    assert io.StringIO(signed("x\n", [SIGNER])).readline() == "x\n"
