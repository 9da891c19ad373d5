"""The log of a store: entries are added in the commit that adds their records, under numbers without gaps."""

import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from edi_engine.audit.connection import Connection
from edi_engine.audit.entries import TABLES, Entry, Value, Values, commitment, numbered, record_text

AT_ONCE = 1000  # entries in memory
ROWS_AT_ONCE = 250  # of one statement: a database is asked less often
KEYS_AT_ONCE = 100  # of records: their documents may be large
_ANY = (-(1 << 63), (1 << 63) - 1)
_NUMBER = re.compile(r"-?[0-9]{1,18}")


class Log:
    """The entries of one open store; what is added is written by `write`, at the end of a commit."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._waiting: list[tuple[str, Value, Sequence[Values]]] = []

    def add(self, table: str, key: Value, rows: Sequence[Values]) -> None:
        """Enter a record: a row of a table, or the rows that share its key."""
        self._waiting.append((table, key, rows))

    def write(self) -> int:
        """Number what was added and write it, in the transaction that wrote the records; how many entries that were."""
        waiting = len(self._waiting)
        if waiting:
            entries = numbered(self.size(), self._waiting)
            while some := list(islice(entries, ROWS_AT_ONCE)):
                self.connection.execute(_insertion(len(some)), list(chain.from_iterable(some)))
            self._waiting.clear()
        return waiting

    def forget(self) -> None:
        """Drop what was added and not written: its records were rolled back."""
        self._waiting.clear()

    def size(self) -> int:
        """The number the next entry gets."""
        return int(self.connection.execute("SELECT coalesce(max(number) + 1, 0) FROM entries").fetchone()[0])

    def count(self) -> int:
        """How many entries are there, be their numbers as they may."""
        return int(self.connection.execute("SELECT count(*) FROM entries").fetchone()[0])

    def entries(self) -> Iterator[list[Entry]]:
        """All entries in order, some at a time."""
        for rows in self._walk("number, record, key, salt, commitment", *_ANY):
            yield [Entry(*row) for row in rows]

    def commitments(self, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """What entries hold, from a number up to another that is not in it."""
        end = self.size() if last is None else last
        return (held for rows in self._walk("number, commitment", first, end - 1) for _, held in rows)

    def _walk(self, columns: str, first: int, last: int) -> Iterator[list[tuple[Any, ...]]]:
        query = f"SELECT {columns} FROM entries WHERE number BETWEEN ? AND ? ORDER BY number LIMIT ?"  # noqa: S608
        rows: list[tuple[Any, ...]] | None = None
        while rows is None or len(rows) == AT_ONCE:
            rows = self.connection.execute(query, (first, last, AT_ONCE)).fetchall()
            yield rows
            first = rows[-1][0] + 1 if rows else first

    def rows(self, table: str, key: str) -> list[tuple[Value, ...]]:
        """The rows of a record as they stand now; none if it is gone."""
        return next((rows for _, rows in self.records(table, [key])), [])

    def records(self, table: str, keys: Iterable[str]) -> Iterator[tuple[Value, list[tuple[Value, ...]]]]:
        """Records as they stand now, each by its key with its rows; of what is gone nothing."""
        columns, keyed, text = TABLES[table]
        wanted = [key for key in keys if text or _NUMBER.fullmatch(key)]
        order = f"{keyed}, id" if "id" in columns and keyed != "id" else keyed
        for start in range(0, len(wanted), KEYS_AT_ONCE):
            some = wanted[start : start + KEYS_AT_ONCE]
            places = ", ".join("?" * (KEYS_AT_ONCE if len(some) > 1 else 1))  # two statements for all that are asked
            query = f"SELECT {', '.join(columns)} FROM {table} WHERE {keyed} IN ({places}) ORDER BY {order}"  # noqa: S608
            values = some if len(some) == 1 else some + some[-1:] * (KEYS_AT_ONCE - len(some))
            for key, rows in groupby(self.connection.execute(query, values), itemgetter(columns.index(keyed))):
                yield key, list(rows)

    def agreement(self, entries: Iterable[Entry]) -> dict[int, bool]:
        """Of entries whose records are there, by number: whether each commits to its record as it stands now."""
        wanted: defaultdict[str, defaultdict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        for entry in entries:
            wanted[entry.record][entry.key].append(entry)
        found: dict[int, bool] = {}
        for table, named in wanted.items():
            by_key: Mapping[Any, list[Entry]] = named if TABLES[table].text else _by_number(named)
            for key, rows in self.records(table, named):
                text = record_text(table, rows)
                for number, _, _, salt, held in by_key[key]:
                    found[number] = salt is not None and held == commitment(salt, number, text)
        return found

    def unentered(self, without: Collection[str] = ()) -> Iterator[tuple[str, str]]:
        """Table and key of every record that has no entry, but for those of some tables."""
        for name, table in TABLES.items():
            if name in without:
                continue
            key = table.key
            query = (
                f"SELECT CAST({key} AS TEXT) FROM {name} AS r WHERE NOT EXISTS (SELECT 1 FROM entries AS e"  # noqa: S608
                f" WHERE e.record = ? AND e.key = CAST(r.{key} AS TEXT)) GROUP BY {key} ORDER BY {key}"
            )
            yield from ((name, str(row[0])) for row in self.connection.execute(query, (name,)))


@functools.cache
def _insertion(rows: int) -> str:
    return f"INSERT INTO entries VALUES {', '.join(['(?, ?, ?, ?, ?)'] * rows)}"  # noqa: S608


def _by_number(named: Mapping[str, list[Entry]]) -> dict[int, list[Entry]]:
    """Entries by the number that their key is the text of."""
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for key, entries in named.items():
        if _NUMBER.fullmatch(key):
            found[int(key)] += entries
    return found


def adopt(connection: Connection) -> None:
    """Enter what has no entry yet: the migration at hand, and all records of a store that had no log."""
    log = Log(connection)
    for table, key in log.unentered():
        log.add(table, key, log.rows(table, key))
    log.write()
