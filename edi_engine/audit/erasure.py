"""Takes exchanges out of the store for good, and leaves the record that they were taken out.

Erased are all records of an exchange and the payloads no other exchange shares, in tables, indexes and full text, of a
file in free pages and write-ahead log too; what a server keeps beside is `Connection.left_behind`. Their entries stay
as leaves of the log, without salt and key, so that what was signed stays provable and nothing can be guessed from it.
What other exchanges say of an erased one (an acknowledgement, a continuation) stays with them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from edi_engine.audit.entries import numbers_text
from edi_engine.audit.exchange_records import WHERE, entries_in, entries_of, payload_entries, payloads_of
from edi_engine.audit.numbers import keep_greatest_id
from edi_engine.audit.store import Store
from edi_engine.audit.store_errors import store_error

_SHARED = (
    "SELECT 1 FROM exchanges WHERE payload_sha256 = ?1"
    " UNION ALL SELECT 1 FROM deliveries WHERE planned_sha256 = ?1"
    " UNION ALL SELECT 1 FROM delivery_events WHERE payload_sha256 = ?1"
    " UNION ALL SELECT 1 FROM sources WHERE sha256 = ?1 LIMIT 1"
)
_OPEN = (
    "SELECT 1 FROM exchange_states WHERE id = ?1 AND stage <> 'closed'"
    " UNION ALL SELECT 1 FROM delivery_states"
    " WHERE exchange_id = ?1 AND (state = 'intended' OR due_at IS NOT NULL) LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out: how many records of an exchange, and how many payloads among them."""

    exchange: str
    records: int
    payloads: int


def erase(store: Store, exchanges: Sequence[str], reason: str) -> list[Erased]:
    """Erase exchanges, each in a commit of its own, and then what is left of them outside the tables.

    Raises:
        StoreError: `AUD-011` one of them is not finished, and none was erased; `AUD-003` another process reads the
            store as it was before, and so keeps bytes of what was erased: they go with a sweep after it has ended.
    """
    for exchange in exchanges:
        if store.connection.execute(_OPEN, (exchange,)).fetchone():
            why = "what is not finished is still to be sent or answered"
            fix = "edi-engine resume and deliver first"
            raise store_error("AUD-011", f"{exchange} is not finished", store.place, fix, why)
    with store.connection.erasing():
        erased = [_erase(store, exchange, reason) for exchange in exchanges]
        if erased:
            _sweep(store)
    return erased


def _erase(store: Store, exchange: str, reason: str) -> Erased:
    connection = store.connection
    with store.stage():
        if not connection.execute("SELECT 1 FROM exchanges WHERE id = ?", (exchange,)).fetchone():
            return Erased(exchange, 0, 0)  # another process was faster
        known = set(entries_of(connection, exchange)) - entries_in(connection, "erasures", exchange)
        held = payloads_of(connection, exchange)
        for table, condition in WHERE.items():
            if table != "erasures":
                keep_greatest_id(connection, table)
                connection.execute(f"DELETE FROM {table} WHERE {condition}", (exchange,))  # noqa: S608 - our own words
        shared = [sha256 for sha256 in held if connection.execute(_SHARED, (sha256,)).fetchone()]
        for sha256 in set(held) - set(shared):
            connection.execute("DELETE FROM payload_chunks WHERE sha256 = ?", (sha256,))
            connection.execute("DELETE FROM payloads WHERE sha256 = ?", (sha256,))
        numbers = sorted(known.difference(*(payload_entries(connection, sha256) for sha256 in shared)))
        forget = "UPDATE entries SET salt = NULL, key = '' WHERE number = ?"
        connection.executemany(forget, [(number,) for number in numbers])
        store.add_erasure(exchange, reason, numbers_text(numbers))
    return Erased(exchange, len(numbers), len(held) - len(shared))


def _sweep(store: Store) -> None:
    with store.connection.errors():
        swept = store.connection.sweep()
    if not swept:
        what = "erased, but bytes of it are still kept: another process reads the store"
        raise store_error("AUD-003", what, store.place, "run it again when that process has ended")
