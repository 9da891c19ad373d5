"""The log of a store: entries are added in the commit that adds their records, under numbers without gaps."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from edi_engine.audit.connection import Connection
from edi_engine.audit.entries import TABLES, Entry, Value, Values, numbered

AT_ONCE = 1000  # entries in memory
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
            self.connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", entries)
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

    def entries(self) -> Iterator[Entry]:
        """All entries in order."""
        return (Entry(*row) for row in self._walk("number, record, key, salt, commitment", *_ANY))

    def commitments(self, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """What entries hold, from a number up to another that is not in it."""
        end = self.size() if last is None else last
        return (held for _, held in self._walk("number, commitment", first, end - 1))

    def _walk(self, columns: str, first: int, last: int) -> Iterator[tuple[Any, ...]]:
        query = f"SELECT {columns} FROM entries WHERE number BETWEEN ? AND ? ORDER BY number LIMIT ?"  # noqa: S608
        rows: list[tuple[Any, ...]] | None = None
        while rows is None or len(rows) == AT_ONCE:
            rows = self.connection.execute(query, (first, last, AT_ONCE)).fetchall()
            yield from rows
            first = rows[-1][0] + 1 if rows else first

    def rows(self, table: str, key: str) -> list[tuple[Value, ...]]:
        """The rows of a record as they stand now; none if it is gone."""
        columns, keyed, text = TABLES[table]
        if not text and not _NUMBER.fullmatch(key):
            return []
        order = "id" if "id" in columns else keyed
        query = f"SELECT {', '.join(columns)} FROM {table} WHERE {keyed} = ? ORDER BY {order}"  # noqa: S608
        return [tuple(row) for row in self.connection.execute(query, (key,))]

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


def adopt(connection: Connection) -> None:
    """Enter what has no entry yet: the migration at hand, and all records of a store that had no log."""
    log = Log(connection)
    for table, key in log.unentered():
        log.add(table, key, log.rows(table, key))
    log.write()
