"""Erasure: nothing of an exchange is left, everything else is, and what was signed stays provable."""

import contextlib
import datetime
import json
from pathlib import Path
from typing import get_args

import pytest

from edi_engine.audit import search
from edi_engine.audit.database import Place, open_database
from edi_engine.audit.entries import TABLES, numbers_text
from edi_engine.audit.erasure import erase
from edi_engine.audit.exchange_records import entries_of
from edi_engine.audit.log import Log
from edi_engine.audit.numbers import keep_greatest_id
from edi_engine.audit.payloads import compressed
from edi_engine.audit.proofs import Proof, prove
from edi_engine.audit.retention import STATES, expired, read_retention
from edi_engine.audit.store import Store
from edi_engine.audit.verdict import Verification
from edi_engine.audit.verification import verify
from edi_engine.errors import ConfigurationError, StoreError
from edi_engine.exchange import State
from tests.audit.test_evidence import KEYS, SIGNER, UndoneError, faults
from tests.audit.test_store import START, Clock, finding, interchange, payload, recorded

SECRET = b"UNB+UNOC:3+SECRETIVE+KLANDESTINE+250131:1200+OBSCURED'"
WORDS = [b"SECRETIVE", b"KLANDESTINE", b"obscured.edi", b"Hidden Name Ltd", b"concealed", b"covert", b"<veiled/>"]


def opened(place: Place) -> Store:
    return Store(place, clock=Clock(), signers=[SIGNER])


def secret(store: Store, sent: bytes = b"<veiled/>") -> str:
    """An exchange whose words stand nowhere else."""
    exchange = recorded(store, SECRET, "obscured.edi")
    with store.stage():
        row = store.connection.execute("SELECT max(id) FROM messages").fetchone()[0]
        store.add_keys(row, [("parties.name", "Hidden Name Ltd")])
        number = store.add_interchange(exchange, interchange("concealed", 2))
        store.add_findings(exchange, [finding()], interchange=number)
        store.add_event(exchange, "closed", "covert")
        delivery = store.connection.execute("SELECT max(id) FROM deliveries").fetchone()[0]
        store.finish(delivery, "done", payload=sent)
    return exchange


def everywhere(place: Place) -> bytes:
    """All bytes of the store's files, chunks of payloads as they are kept; all values that a database shows."""
    if isinstance(place, Path):
        return b"".join(path.read_bytes() for path in sorted(place.parent.glob("audit.db*")))
    database = open_database(place, "")
    rows = [row for table in database.tables() for row in database.execute(f"SELECT t::text FROM {table} AS t")]  # noqa: S608
    rows += database.execute("SELECT s::text FROM pg_stats AS s WHERE schemaname = current_schema()")
    database.close()
    return "".join(row[0] for row in rows).encode()


def found(place: Place, words: list[bytes]) -> list[bytes]:
    data = everywhere(place)
    kept = [compressed(word) for word in (SECRET, b"<veiled/>")]
    kept = kept if isinstance(place, Path) else [each.hex().encode() for each in kept]
    return [word for word in [*words, *kept] if word in data or word.lower() in data.lower()]


def analyse(store: Store) -> None:
    """Let a database sample its values, as it does by itself some time."""
    if isinstance(store.place, str):
        store.connection.execute("ANALYZE")


def test_nothing_of_an_erased_exchange_is_left_and_all_of_the_others(place: Place) -> None:
    store = opened(place)
    other = recorded(store)
    exchange = secret(store)
    analyse(store)
    assert len(found(place, WORDS)) >= len(WORDS) - 1
    (done,) = erase(store, [exchange], "asked for")
    assert done.payloads == 2
    assert found(place, WORDS) == []
    with pytest.raises(StoreError, match=rf"AUD-019.*{exchange} was erased at 2.*, reason asked for"):
        search.show(store, exchange)
    assert search.search(store, "Hidden") == []
    assert search.show(store, other)["state"] == "accepted"
    assert b"".join(store.payload(search.show(store, other)["payload_sha256"])) == b"UNB+"
    store.close()
    assert found(place, WORDS) == []


def test_what_was_signed_stays_provable_and_the_erasure_is_on_record(place: Place) -> None:
    store = opened(place)
    exchange, other = secret(store), recorded(store)
    exported = store.checkpoint()
    before = prove(store, other, KEYS)
    (done,) = erase(store, [exchange], "asked for")
    store.checkpoint()
    result = verify(store.log, KEYS, exported)
    assert faults(result) == []
    assert result.erased == done.records
    assert not Proof(json.loads(json.dumps(before)), KEYS).findings
    assert not Proof(prove(store, other, KEYS), KEYS).findings
    gone = prove(store, exchange, KEYS)
    shown = Proof(gone, KEYS)
    assert [record["record"] for record in shown.records] == ["erasures"]
    assert str(shown.erasure) == f"{exchange} was erased at {store.now()}, reason asked for"
    assert Proof(before, KEYS).erasure is None
    store.close()


def test_payloads_that_others_share_are_spared(place: Place) -> None:
    store = opened(place)
    exchange = secret(store)
    twin = store.receive(payload(SECRET), "again.edi")
    (done,) = erase(store, [exchange], "")
    assert done.payloads == 2  # what was sent
    assert done.kept_by == [twin]
    assert b"".join(store.payload(search.show(store, twin)["payload_sha256"])) == SECRET
    assert faults(verify(store.log, KEYS)) == []
    store.close()


def cut_off(store: Store) -> tuple[str, str]:
    """An exchange that was cut off, and the one that continued it, not closed yet."""
    first = store.receive(payload(SECRET), "obscured.edi")
    return first, store.receive(payload(SECRET), "obscured.edi", continues=first)


@pytest.mark.parametrize("which", [0, 1])
def test_what_was_cut_off_is_erased_with_what_continued_it(place: Place, which: int) -> None:
    store = opened(place)
    pair = cut_off(store)
    with pytest.raises(StoreError, match=rf"AUD-011.*{pair[1]} is not finished"):
        erase(store, [pair[which]], "")
    store.add_event(pair[1], "closed", "accepted")
    exported = store.checkpoint()
    done = erase(store, [pair[which]], "asked for")
    assert [(each.exchange, each.payloads, each.kept_by) for each in done] == [(pair[0], 0, []), (pair[1], 1, [])]
    assert found(place, WORDS) == []
    result = verify(store.log, KEYS, exported)
    assert faults(result) == []
    assert len(told(result, "AUD-111")) == 2
    store.close()


def test_rules_speak_of_what_was_cut_off_by_what_continued_it(place: Place) -> None:
    store = opened(place)
    first, second = cut_off(store)
    later = START + 31 * DAYS
    rules = read_retention("keep: [{days: 30, states: [accepted], senders: [TRADER]}]", "retention.yaml")
    with store.stage():
        store.add_interchange(first, interchange("one"))  # what was decided before it was cut off
    assert expired(store, rules, later) == []
    store.add_event(second, "closed", "accepted")
    assert expired(store, rules, later) == [second]
    store.close()


def test_an_exchange_that_others_refer_to_can_be_erased(place: Place) -> None:
    store = opened(place)
    exchange = secret(store)
    later = recorded(store, b"CONTRL")
    with store.stage():
        message, delivery = (
            store.connection.execute(f"SELECT {which}").fetchone()[0]
            for which in ("max(id) FROM messages", "min(id) FROM deliveries")
        )
        store.add_acknowledgement(message, delivery, "SENT", "rejected")
    erase(store, [exchange], "")
    assert search.show(store, later)["interchanges"][0]["messages"][0]["acknowledges"][0]["exchange"] is None
    assert faults(verify(store.log, KEYS)) == []
    store.close()


NUMBERED = [name for name, table in TABLES.items() if table.columns[0] == "id" and not table.text]


def ids(store: Store) -> set[tuple[str, int]]:
    """Of every row that has a number for its id: table and id."""
    return {(name, row[0]) for name in NUMBERED for row in store.connection.execute(f"SELECT id FROM {name}")}  # noqa: S608


def test_no_id_of_an_erased_row_is_given_out_again(place: Place) -> None:
    """Else what another exchange says of a delivery that was erased would be shown of a later one."""
    store = opened(place)
    answer = recorded(store, b"CONTRL")
    exchange = recorded(store)
    with store.stage():
        message, delivery = (
            store.connection.execute(f"SELECT {which}").fetchone()[0]
            for which in ("min(id) FROM messages", "max(id) FROM deliveries")
        )
        store.add_acknowledgement(message, delivery, "SENT", "rejected")
    before = ids(store)
    erase(store, [exchange], "")
    gone = before - ids(store)
    assert len(gone) >= 10
    store.close()
    store = opened(place)
    with store.connection.migrating(), store.connection.transaction():
        store.connection.define(9999, "")  # a later version
    later = recorded(store, b"later")
    assert ids(store) & gone == set()
    (found,) = search.show(store, later)["interchanges"][0]["messages"][0]["deliveries"]
    assert found["acknowledgements"] == []
    assert search.show(store, answer)["interchanges"][0]["messages"][0]["acknowledges"][0]["exchange"] is None
    store.close()


@pytest.mark.parametrize("change", ["DELETE FROM counters WHERE name = 'deliveries'", "UPDATE counters SET value = 0"])
def test_a_counter_that_forgot_an_erased_row_is_found(place: Place, change: str) -> None:
    store = opened(place)
    recorded(store)
    erase(store, [recorded(store)], "")
    assert faults(verify(store.log, KEYS)) == []
    store.connection.execute(change)
    assert "AUD-110 counters deliveries" in faults(verify(store.log, KEYS))
    store.close()


def test_what_is_not_finished_is_not_erased(place: Place) -> None:
    store = opened(place)
    done, running = recorded(store), store.receive(payload(b"UNB+9"), "c.edi")
    with pytest.raises(StoreError, match=r"AUD-011.*not finished"):
        erase(store, [done, running], "")
    assert search.show(store, done)["state"] == "accepted"
    store.close()


def forge(store: Store, numbers: list[int], exchange: str = "0MA2GM92", at: str = "2026-11-29T15:50:00.000Z") -> None:
    """Drop records as somebody would who can write the store, and enter an erasure that names their entries."""
    connection, log = store.connection, Log(store.connection)
    with connection.erasing(), connection.transaction():
        for number in numbers:
            query = "SELECT record, key FROM entries WHERE number = ?"
            table, key = connection.execute(query, (number,)).fetchone()
            keep_greatest_id(connection, table)
            connection.execute(f"DELETE FROM {table} WHERE {TABLES[table].key} = ?", (key,))  # noqa: S608
            connection.execute("DELETE FROM payload_chunks WHERE sha256 = ?", (key,))
            connection.execute("UPDATE entries SET salt = NULL, key = '' WHERE number = ?", (number,))
        (row,) = connection.insert("erasures", [(None, exchange, at, "", numbers_text(numbers))])
        log.add("erasures", row[0], [row])
        log.write()


def numbered(store: Store, table: str) -> list[int]:
    query = "SELECT number FROM entries WHERE record = ? ORDER BY number"
    return [row[0] for row in store.connection.execute(query, (table,))]


def told(result: Verification, code: str) -> list[str]:
    return [each.what for each in result.findings if each.code == code]


def test_an_erasure_after_the_checkpoint_is_named_and_one_that_it_covers_is_not(place: Place) -> None:
    store = opened(place)
    exchange, later = secret(store), recorded(store, b"later")
    exported = store.checkpoint()
    (done,) = erase(store, [exchange], "asked for")
    result = verify(store.log, KEYS, exported)
    assert faults(result) == []
    (what,) = told(result, "AUD-111")
    assert f"{done.records} records it covers, of exchange {exchange} at 2" in what
    assert "reason asked for" in what
    exported = store.checkpoint()
    erase(store, [later], "asked for")
    (what,) = told(verify(store.log, KEYS, exported), "AUD-111")
    assert f"of exchange {later}" in what
    assert told(verify(store.log, KEYS, store.checkpoint()), "AUD-111") == []
    store.close()


def test_findings_dropped_under_a_forged_erasure_are_told_before_and_after_it_is_signed(place: Place) -> None:
    store = opened(place)
    exchange = recorded(store)
    exported, numbers = store.checkpoint(), numbered(store, "findings")
    forge(store, numbers, exchange="")
    result = verify(store.log, KEYS, exported)
    assert {each.split()[0] for each in faults(result)} == {"AUD-112", "AUD-113"}
    assert any("0 exchanges are gone by it" in each for each in told(result, "AUD-112"))
    recorded(store, b"next")
    store.checkpoint()
    result = verify(store.log, KEYS, exported)
    assert {each.split()[0] for each in faults(result)} == {"AUD-112"}
    assert f"{len(numbers)} records it covers" in told(result, "AUD-111")[0]
    assert search.show(store, exchange)["state"] == "accepted"
    store.close()


def test_a_whole_exchange_dropped_under_a_forged_erasure_is_not_signed_and_named_once_it_is(place: Place) -> None:
    store = opened(place)
    exchange = recorded(store)
    exported = store.checkpoint()
    forge(store, sorted(set(entries_of(store.connection, exchange))), exchange)
    assert faults(verify(store.log, KEYS, exported)) == ["AUD-113 erasures 1"]
    recorded(store, b"next")
    store.checkpoint()
    result = verify(store.log, KEYS, exported)
    assert faults(result) == []
    assert f"of exchange {exchange} at 2026-11-29T15:50:00.000Z, no reason given" in told(result, "AUD-111")[0]
    store.close()


FORGED = {
    "UPDATE erasures SET exchange_id = ''": "it names no exchange",
    "UPDATE erasures SET exchange_id = (SELECT max(id) FROM exchanges)": "records of the exchange are still there",
    "UPDATE erasures SET at = 'then'": "it has no time",
    "UPDATE erasures SET entries = entries || ',999999999999999999999'": "which entries before its own",
    "UPDATE erasures SET entries = 'all'": "which entries before its own",
    "UPDATE erasures SET entries = '0,' || entries": "records that it names are still there",
    "INSERT INTO erasures SELECT 2, exchange_id, at, reason, entries FROM erasures": "is named twice",
    "INSERT INTO erasures SELECT 2, exchange_id, at, reason, '' FROM erasures": "was erased before",
    "UPDATE entries SET record = 'sources' WHERE record = 'events' AND key = ''": "records of sources",
    "UPDATE entries SET record = 'exchanges' WHERE record = 'messages' AND key = ''": "2 exchanges are gone",
    "UPDATE entries SET key = '999' WHERE record = 'messages' AND key = ''": "still has its salt or key",
}


def test_an_erasure_that_is_not_as_it_is_made_is_a_fault(place: Place) -> None:
    store = opened(place)
    first, _ = recorded(store), recorded(store, b"other")
    erase(store, [first], "")
    assert faults(verify(store.log, KEYS)) == []
    for statement, fault in FORGED.items():
        found: list[str] = []
        with contextlib.suppress(UndoneError), store.connection.transaction():
            store.connection.execute(statement)
            found += told(verify(store.log, KEYS), "AUD-112")
            raise UndoneError
        assert any(fault in each for each in found), (statement, found)
    store.close()


def test_what_somebody_still_reads_is_said_to_be_there_yet(place: Place) -> None:
    store, other = opened(place), opened(place)
    exchange, kept = secret(store), recorded(store)
    with other.connection.reading():
        assert search.show(other, exchange)["id"] == exchange
        if isinstance(place, Path):
            store.connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(StoreError, match=r"AUD-003.*another process reads"):
            erase(store, [exchange], "")
    other.close()
    assert erase(store, [], "") == []
    assert found(place, WORDS) == []
    assert search.show(store, kept)["id"] == kept
    store.close()


DAYS = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "days", "kept"),
    [
        ("keep: [{days: 30}]", 29, ["accepted", "rejected"]),
        ("keep: [{days: 30}]", 30, []),
        ("keep: [{days: 30, states: [rejected]}]", 31, ["accepted"]),
        ("keep: [{days: 90, states: [rejected]}, {days: 30}]", 31, ["rejected"]),
        ("keep: [{days: 30, senders: [NOBODY]}]", 31, ["accepted", "rejected"]),
        ("keep: [{days: 30, senders: [TRADER], types: [MSG]}]", 31, ["rejected"]),
        ("keep: []", 9999, ["accepted", "rejected"]),
    ],
)
def test_the_first_rule_that_fits_decides(place: Place, text: str, days: int, kept: list[str]) -> None:
    store = opened(place)
    recorded(store)
    rejected = store.receive(payload(b"?"), "wrong.edi")
    store.add_event(rejected, "closed", "rejected")
    store.receive(payload(b"!"), "running.edi")
    erase(store, expired(store, read_retention(text, "retention.yaml"), START + days * DAYS), "")
    states = [row[0] for row in store.connection.execute("SELECT state FROM exchange_states ORDER BY state")]
    assert states == sorted([*kept, "received"])
    store.close()


def test_rules_know_every_state_in_which_an_exchange_ends() -> None:
    assert set(get_args(State)) < set(STATES)
    rules = "".join(f"  - {{days: 1, states: [{state}]}}\n" for state in STATES)
    assert [set(rule.states) for rule in read_retention(f"keep:\n{rules}", "")] == [{state} for state in STATES]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [(1, 1)]),
        ("keep: 5", [(1, 1)]),
        ("keep:\n  - {days: 3, states: [accepted, acceptd]}", [(2, 5)]),
        (
            "keep:\n  - days: x\n  - days: 3\n    state: [x]\n  - states: rejected\n  - 5",
            [(2, 5), (3, 5), (5, 5), (5, 5), (6, 5)],
        ),
    ],
)
def test_a_rule_that_is_not_understood_is_named_with_its_line(text: str, places: list[tuple[int, int]]) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_retention(text, "retention.yaml")
    assert [(each.where.line, each.where.column) for each in refused.value.findings] == places
    assert {each.code for each in refused.value.findings} == {"AUD-012"}
