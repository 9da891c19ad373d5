"""What erasures say is gone, and whether each is one as `erasure.erase` makes it.

Of an erased record only the commitment is left, so that it cannot be told whose it was: an erasure is held to name the
entries of one exchange, which is gone with all that refers to it. That somebody did not write it who may not is told by
a checkpoint that was kept elsewhere: what that covers and what was erased since is named, erasure by erasure.
"""

import datetime
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from edi_engine.audit.connection import Connection
from edi_engine.audit.entries import Entry, numbers_of
from edi_engine.audit.exchange_records import WHERE, entries_in, entries_of
from edi_engine.audit.log import Log
from edi_engine.audit.numbers import number_of

ERASABLE = {*WHERE, "payloads"} - {"erasures"}
SHOWN = 200  # characters of a text


@dataclass(slots=True)
class Erasure:
    """A row of `erasures`.

    Attributes:
        entry: number of its own entry; None if it has none.
        text: the numbers it names, as it writes them; `numbers` those that can be its.
        gone: how many records of which tables are gone by it.
        faults: why it is none as it is made.
    """

    id: int
    exchange: str
    at: str
    reason: str
    text: str
    entry: int | None
    numbers: list[range] = field(default_factory=list)
    gone: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        facts = f"exchange {self.exchange[:SHOWN]} at {self.at[:SHOWN]}, {_why(self.reason)}"
        return f"{facts} (entries {self.text[:SHOWN]})"

    def before(self, size: int) -> int:
        """How many of the entries it names are among the first `size`."""
        return sum(max(0, min(each.stop, size) - each.start) for each in self.numbers)

    def holds(self, entry: Entry) -> None:
        """Note that the record of an entry which it names is gone."""
        self.gone[entry.record] += 1
        if entry.salt is not None or entry.key:
            self.faults.append(f"entry {entry.number} still has its salt or key")


class Erasures:
    """The erasures of a store, by the entries they name."""

    def __init__(self, log: Log) -> None:
        self._log = log
        query = (
            "SELECT id, exchange_id, at, reason, entries, (SELECT max(number) FROM entries"
            " WHERE record = 'erasures' AND key = CAST(r.id AS TEXT)) FROM erasures AS r ORDER BY id"
        )
        self.every = [Erasure(*row) for row in log.connection.execute(query).fetchall()]
        ranges = sorted(
            ((each, erasure) for erasure in self.every for each in _ranges(erasure, log.size())),
            key=lambda pair: (pair[0].start, pair[1].id),
        )
        self._starts, self._held = [], list[tuple[range, Erasure]]()
        for numbers, erasure in ranges:
            if self._held and numbers.start < self._held[-1][0].stop:
                erasure.faults.append(f"entry {numbers.start} is named twice")
                continue
            self._starts.append(numbers.start)
            self._held.append((numbers, erasure))
            erasure.numbers.append(numbers)

    def naming(self, number: int) -> Erasure | None:
        """The erasure that names an entry."""
        at = bisect_right(self._starts, number) - 1
        return self._held[at][1] if at >= 0 and number in self._held[at][0] else None

    def judge(self) -> None:
        """After all entries were looked at: add to each erasure what is wrong with it."""
        known: set[str] = set()
        for erasure in self.every:
            erasure.faults += _faults(erasure)
            if erasure.exchange in known:
                erasure.faults.append("the exchange was erased before")
            known.add(erasure.exchange)
            connection, exchange = self._log.connection, erasure.exchange
            if left := set(entries_of(connection, exchange)) - entries_in(connection, "erasures", exchange):
                erasure.faults.append(f"{len(left)} records of the exchange are still there")


class Said(NamedTuple):
    """What is on record of an exchange that was erased."""

    exchange: str
    at: str
    reason: str

    def __str__(self) -> str:
        return f"{self.exchange} was erased at {self.at}, {_why(self.reason)}"


def erasures_of(connection: Connection, beginning: str) -> list[Said]:
    """The erasures of exchanges whose ids begin with a text, some of them if there are many."""
    query = "SELECT exchange_id, at, reason FROM erasures WHERE substr(exchange_id, 1, ?1) = ?2 ORDER BY id LIMIT 4"
    return [Said(*row) for row in connection.execute(query, (len(beginning), beginning))]


def _why(reason: str) -> str:
    return f"reason {reason[:SHOWN]}" if reason else "no reason given"


def _ranges(erasure: Erasure, size: int) -> list[range]:
    """The entries it names; a text that is none names nothing."""
    try:
        ranges = list(numbers_of(erasure.text))
    except ValueError:
        ranges = [range(-1, -1)]
    end = size if erasure.entry is None else erasure.entry
    if any(not 0 <= each.start < each.stop <= end for each in ranges):
        erasure.faults.append("it does not say which entries before its own")
        return []
    return ranges


def _faults(erasure: Erasure) -> list[str]:
    found = []
    if number_of(erasure.exchange) is None:
        found.append("it names no exchange")
    if not _is_time(erasure.at):
        found.append("it has no time")
    if erasure.gone["exchanges"] != 1:
        found.append(f"{erasure.gone['exchanges']} exchanges are gone by it")
    if missing := sum(each.stop - each.start for each in erasure.numbers) - erasure.gone.total():
        found.append(f"{missing} records that it names are still there, or were not entered")
    if others := sorted(set(erasure.gone) - ERASABLE):
        found.append(f"it names records of {', '.join(others)}, which no exchange has")
    return found


def _is_time(text: str) -> bool:
    try:
        return datetime.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
