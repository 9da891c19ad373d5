"""The log of a store: entries are added in the commit that adds their records, under numbers without gaps."""

from collections.abc import Iterator, Sequence

from edi_engine.audit.connection import Connection
from edi_engine.audit.entries import TABLES, Entry, Value, Values, entry


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
            first = self.size()
            entries = (entry(number, *record) for number, record in enumerate(self._waiting, first))
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
        for row in self.connection.execute("SELECT * FROM entries ORDER BY number"):
            yield Entry(*row)

    def commitments(self, first: int = 0, last: int | None = None) -> Iterator[bytes]:
        """What entries hold, from a number up to another that is not in it."""
        query = "SELECT commitment FROM entries WHERE number >= ? AND number < ? ORDER BY number"
        end = self.size() if last is None else last
        return (row[0] for row in self.connection.execute(query, (first, end)))

    def rows(self, table: str, key: str) -> list[tuple[Value, ...]]:
        """The rows of a record as they stand now; none if it is gone."""
        columns, keyed = TABLES[table]
        order = "id" if "id" in columns else keyed
        query = f"SELECT {', '.join(columns)} FROM {table} WHERE {keyed} = ? ORDER BY {order}"  # noqa: S608
        return [tuple(row) for row in self.connection.execute(query, (key,))]

    def unentered(self) -> Iterator[tuple[str, str]]:
        """Table and key of every record that has no entry."""
        for name, table in TABLES.items():
            query = (
                f"SELECT DISTINCT CAST({table.key} AS TEXT) FROM {name} WHERE CAST({table.key} AS TEXT)"  # noqa: S608
                f" NOT IN (SELECT key FROM entries WHERE record = ?) ORDER BY {table.key}"
            )
            yield from ((name, str(row[0])) for row in self.connection.execute(query, (name,)))


def adopt(connection: Connection) -> None:
    """Enter what has no entry yet: the migration at hand, and all records of a store that had no log."""
    log = Log(connection)
    for table, key in log.unentered():
        log.add(table, key, log.rows(table, key))
    log.write()
