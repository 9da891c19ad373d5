"""Takes exchanges out of the store for good, and leaves the record that they were taken out.

Erased are all records of an exchange and the payloads no other exchange shares, in tables, indexes and full text, of a
file in free pages and write-ahead log too; what a server keeps beside is `Connection.left_behind`. Their entries stay
as leaves of the log, without salt and key, so that what was signed stays provable and nothing can be guessed from it.
What was cut off goes with what continued it: they have the same bytes. What other exchanges say of an erased one (an
acknowledgement) stays with them.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from edi_engine.audit.entries import numbers_text
from edi_engine.audit.exchange_records import (
    WHERE,
    chain_of,
    entries_in,
    entries_of,
    holders_of,
    is_open,
    payload_entries,
    payloads_of,
)
from edi_engine.audit.numbers import keep_greatest_id
from edi_engine.audit.store import Store
from edi_engine.audit.store_errors import store_error

_SOURCE = "SELECT 1 FROM sources WHERE sha256 = ?"


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out: how many records of an exchange, and how many payloads among them.

    Attributes:
        kept_by: exchanges that hold some of its bytes as their own, so that those are kept.
    """

    exchange: str
    records: int
    payloads: int
    kept_by: list[str] = field(default_factory=list)


def together(store: Store, exchanges: Sequence[str]) -> list[list[str]]:
    """Exchanges, each with those it continues and that continue it: what was cut off has the same bytes.

    Raises:
        StoreError: `AUD-011` one of them is not finished.
    """
    chains = dict.fromkeys(tuple(chain_of(store.connection, exchange)) for exchange in exchanges)
    for exchange in itertools.chain(*chains):
        if is_open(store.connection, exchange):
            why = "what is not finished is still to be sent or answered"
            fix = "edi-engine resume and deliver first"
            raise store_error("AUD-011", f"{exchange} is not finished", store.place, fix, why)
    return list(map(list, chains))


def erase(store: Store, exchanges: Sequence[str], reason: str) -> list[Erased]:
    """Erase exchanges, each with its chain in a commit of its own, and then what is left outside the tables, of others
    that were erased before too; no exchanges: only that.

    Raises:
        StoreError: `AUD-011` one of them is not finished, and none was erased; `AUD-003` another process reads the
            store as it was before, and so keeps bytes of what was erased: they go with a sweep after it has ended.
    """
    chains = together(store, exchanges)
    erased: list[Erased] = []
    with store.connection.erasing():
        for chain in chains:
            with store.stage():
                erased += [_erase(store, exchange, reason) for exchange in chain]
        _sweep(store)
    gone = {each.exchange for each in erased}
    return [replace(each, kept_by=[other for other in each.kept_by if other not in gone]) for each in erased]


def _erase(store: Store, exchange: str, reason: str) -> Erased:
    connection = store.connection
    if not connection.execute("SELECT 1 FROM exchanges WHERE id = ?", (exchange,)).fetchone():
        return Erased(exchange, 0, 0)  # another process was faster
    known = set(entries_of(connection, exchange)) - entries_in(connection, "erasures", exchange)
    held = payloads_of(connection, exchange)
    for table, condition in WHERE.items():
        if table != "erasures":
            keep_greatest_id(connection, table)
            connection.execute(f"DELETE FROM {table} WHERE {condition}", (exchange,))  # noqa: S608 - our own words
    kept_by = {sha256: holders_of(connection, sha256) for sha256 in held}
    shared = [each for each in held if kept_by[each] or connection.execute(_SOURCE, (each,)).fetchone()]
    for sha256 in set(held) - set(shared):
        connection.execute("DELETE FROM payload_chunks WHERE sha256 = ?", (sha256,))
        connection.execute("DELETE FROM payloads WHERE sha256 = ?", (sha256,))
    numbers = sorted(known.difference(*(payload_entries(connection, sha256) for sha256 in shared)))
    forget = "UPDATE entries SET salt = NULL, key = '' WHERE number = ?"
    connection.executemany(forget, [(number,) for number in numbers])
    store.add_erasure(exchange, reason, numbers_text(numbers))
    others = sorted(set(itertools.chain(*kept_by.values())))
    return Erased(exchange, len(numbers), len(held) - len(shared), others)


def _sweep(store: Store) -> None:
    with store.connection.errors():
        swept = store.connection.sweep()
    if not swept:
        what = "erased, but bytes of it are still kept: another process reads the store"
        fix = "run it again when that process has ended: it looks for what is left, whatever was erased already"
        raise store_error("AUD-003", what, store.place, fix)
