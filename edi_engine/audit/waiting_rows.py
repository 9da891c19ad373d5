"""Rows and counters on their way into an SQLite file: what a transaction adds waits, and many rows go in one statement.

They are written before anything is asked of the file, and before the transaction ends. A statement costs what a row
costs, and at the end of each the full text writes what it holds of new words.
"""

import functools
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from edi_engine.audit.entries import TABLES, Values

AT_ONCE = (256, 64, 16)  # rows of one statement; what is left over is another one
STATEMENTS = len(TABLES) * (len(AT_ONCE) + AT_ONCE[-1])
_COUNTER = "INSERT INTO counters VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2"
_ORDER = {table: place for place, table in enumerate(TABLES)}


class WaitingRows:
    """Those of one open file. All of them were added within one transaction, while nobody else writes."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file
        self._rows: defaultdict[str, list[Values]] = defaultdict(list)
        self._next_ids: dict[str, int] = {}
        self._counters: dict[str, int] = {}

    def __bool__(self) -> bool:
        return bool(self._rows or self._counters)

    def add(self, table: str, rows: Sequence[Values]) -> list[Values]:
        """Add rows to a table of records; as they will stand there: an id of None is the one that was given."""
        numbered = list(rows)
        if rows and rows[0][0] is None:
            first = self._next_ids.get(table) or self._next_id(table)
            numbered = [(number, *row[1:]) for number, row in enumerate(rows, first)]
            self._next_ids[table] = first + len(rows)
        self._rows[table] += numbered
        return numbered

    def _next_id(self, table: str) -> int:
        """The one after the greatest that was ever given out; SQLite itself would give out that of an erased row."""
        given = f"SELECT max(id) AS id FROM {table} UNION ALL SELECT value FROM counters WHERE name = '{table}'"  # noqa: S608
        return int(self._file.execute(f"SELECT coalesce(max(id), 0) + 1 FROM ({given})").fetchone()[0])  # noqa: S608

    def next_value(self, counter: str, least: int) -> int:
        """See `Connection`; where the counter stands is written as rows are."""
        last = self._counters.get(counter)
        if last is None:
            row = self._file.execute("SELECT value FROM counters WHERE name = ?", (counter,)).fetchone()
            last = row[0] if row else least - 1
        value = self._counters[counter] = max(last + 1, least)
        return value

    def write(self) -> None:
        """Write them, what others refer to first."""
        for counter in self._counters.items():
            self._file.execute(_COUNTER, counter)
        self._counters.clear()
        for table in sorted(self._rows, key=_ORDER.__getitem__):
            for some in _pieces(self._rows[table]):
                self._file.execute(_insertion(table, len(some)), list(chain.from_iterable(some)))
        self._rows.clear()

    def forget(self) -> None:
        """Drop those that were not written, and the ids that were given out: the transaction is over."""
        self._rows.clear()
        self._next_ids.clear()
        self._counters.clear()


def _pieces(rows: list[Values]) -> Iterator[list[Values]]:
    """The rows of each statement."""
    start = 0
    for most in AT_ONCE:
        while len(rows) - start >= most:
            yield rows[start : start + most]
            start += most
    if start < len(rows):
        yield rows[start:]


@functools.cache
def _insertion(table: str, rows: int) -> str:
    columns = TABLES[table].columns
    row = f"({', '.join('?' * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * rows)}"  # noqa: S608
