"""A store in an SQLite file: set for full durability, its owner's alone, and its errors put into our words."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from edi_engine.audit.claims import FileClaims
from edi_engine.audit.connection import Connection, Rows
from edi_engine.audit.entries import Values
from edi_engine.audit.full_text import make_anew
from edi_engine.audit.store_errors import no_store, store_error, system_errors
from edi_engine.audit.waiting_rows import STATEMENTS, WaitingRows

BUSY_TIMEOUT_MS = 60_000  # many writers at once wait for each other, and none is told of it
DAMAGES = 20  # that are told
BUSY_PAUSE = 0.01  # seconds
CLAIMS = "claims"
MORE_STATEMENTS = 256  # kept prepared, beside those that add rows

INDEX_FIX = "edi-engine audit reindex makes the search index anew; or restore the store from a backup"
# Reads the whole index, and so what is damaged of it.
_WORDS = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, business_keys_fts, instance)"
_NOT_IN_WORDS = """
    SELECT count(*) FROM business_keys WHERE value GLOB '*[0-9A-Za-z]*' AND id NOT IN (SELECT doc FROM temp.words)
"""
# Left where a key was changed in its table before it was erased.
_ONLY_IN_WORDS = """
    SELECT count(DISTINCT doc) FROM temp.words AS w WHERE NOT EXISTS (SELECT 1 FROM business_keys WHERE id = w.doc)
"""

# SQLite error names by their beginning: (our code, what to do).
_ERRORS = {
    "SQLITE_FULL": ("AUD-001", "make room on the disk: nothing was delivered unrecorded"),
    "SQLITE_READONLY": ("AUD-002", "give the right to write the store and its folder"),
    "SQLITE_CANTOPEN": ("AUD-002", "give the right to write the store and its folder"),
    "SQLITE_PERM": ("AUD-002", "give the right to write the store and its folder"),
    "SQLITE_BUSY": ("AUD-003", "another process holds the store; try again"),
    "SQLITE_LOCKED": ("AUD-003", "another process holds the store; try again"),
    "SQLITE_IOERR": ("AUD-002", "see to the disk: nothing was delivered unrecorded"),
    "SQLITE_NOTADB": ("AUD-004", "this file is no audit store: restore it, or name another workspace"),
    "SQLITE_CORRUPT_VTAB": ("AUD-004", INDEX_FIX),
    "SQLITE_CORRUPT": ("AUD-004", "the store is damaged: restore it from a backup"),
    "SQLITE_TOOBIG": ("AUD-006", "the document is larger than the store takes (1 GB)"),
}


class Sqlite(Connection):
    """A file that is there, or is created (0600) where it is not only read.

    Attributes:
        file: the connection to it.
    """

    same_key = "k.value = ?1"  # the column's collation is NOCASE
    has_words = "k.id IN (SELECT rowid FROM business_keys_fts WHERE business_keys_fts MATCH ?1)"

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.place = str(path)
        self.claims = FileClaims(path.with_name(CLAIMS))
        if read_only and not path.is_file():
            raise no_store(path)
        with self.errors():
            if not read_only:
                _create(path)
            uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}"
            self.file = sqlite3.connect(
                uri, uri=True, isolation_level=None, cached_statements=STATEMENTS + MORE_STATEMENTS
            )
            self.file.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        self._waiting = WaitingRows(self.file)

    def execute(self, statement: str, values: Sequence[object] = ()) -> Rows:
        if self._waiting:
            self._waiting.write()
        return self.file.execute(statement, values)

    def executemany(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        self._waiting.write()
        self.file.executemany(statement, rows)

    def execute_apart(self, statement: str, values: Sequence[object] = ()) -> Rows:
        return self.file.execute(statement, values)

    def insert(self, table: str, rows: Sequence[Values]) -> list[Values]:
        added = self._waiting.add(table, rows)
        self._write_alone()
        return added

    def next_value(self, counter: str, least: int) -> int:
        value = self._waiting.next_value(counter, least)
        self._write_alone()
        return value

    def _write_alone(self) -> None:
        """Outside a transaction nothing waits."""
        if not self.file.in_transaction:
            self._waiting.write()
            self._waiting.forget()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        self.file.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._waiting.write()
            self.file.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # a full disk has rolled back already
                self.file.execute("ROLLBACK")
            raise
        finally:
            self._waiting.forget()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        self.file.execute("BEGIN")
        try:
            yield
        finally:
            self.file.execute("ROLLBACK")

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:
        try:
            with system_errors(self.place):
                yield
        except (sqlite3.Error, OverflowError, UnicodeDecodeError) as error:
            # A counter was set to its end; or the very message is of damaged text.
            name = getattr(error, "sqlite_errorname", "") or ""
            code, fix = next(
                (found for beginning, found in _ERRORS.items() if name.startswith(beginning)),
                ("AUD-004", "see the reason, and audit verify; restore the store from a backup if it is damaged"),
            )
            raise store_error(code, str(error) or name, self.place, fix) from error

    def words(self, text: str) -> str:
        """Quoted words: nothing in the text is an operator."""
        words = [word.replace('"', '""') for word in text.replace("\0", " ").split()]
        return " ".join(f'"{word}"' for word in words) + "*" if words else ""

    @contextlib.contextmanager
    def erasing(self) -> Iterator[None]:
        """Freed space is overwritten, and rows of other exchanges may refer to what is gone."""
        self.file.execute("PRAGMA secure_delete = ON")
        self.file.execute("PRAGMA foreign_keys = OFF")
        try:
            yield
        finally:
            self.file.execute("PRAGMA foreign_keys = ON")

    def sweep(self) -> bool:
        """The full text keeps deleted words until it is merged, the write-ahead log old pages until it is emptied."""
        with self.transaction():
            self.file.execute("INSERT INTO business_keys_fts (business_keys_fts) VALUES ('optimize')")
        return not self.file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

    def tables(self) -> set[str]:
        return {row[0] for row in self.file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}

    def columns(self) -> dict[str, dict[str, str]]:
        return columns_of(self.file)

    def definitions(self) -> dict[str, str]:
        return definitions_of(self.file)

    def damages(self) -> list[str]:
        """As SQLite tells them: pages, and indexes that are not those of their tables; the full text has its own."""
        try:
            told = [row[0] for row in self.file.execute(f"PRAGMA main.integrity_check({DAMAGES})")]
        except sqlite3.Error as error:
            told = [str(error)]
        lines = [line for text in told for line in text.splitlines() if line != "*** in database main ***"]
        return [] if lines == ["ok"] else [line for line in lines if "fts5" not in line.lower()]

    def index_fault(self) -> str:
        try:
            self.file.execute(_WORDS)
            (missing,), (left,) = (self.file.execute(query).fetchone() for query in (_NOT_IN_WORDS, _ONLY_IN_WORDS))
        except sqlite3.Error as error:
            return f"the search index cannot be read: {error}"
        if left:
            return f"the search index holds words of {left} business keys that are gone"
        return f"the search index lacks {missing} business keys" if missing else ""

    def make_index(self, made: Mapping[str, str]) -> None:
        make_anew(self.file, made)

    @contextlib.contextmanager
    def damaged_texts(self) -> Iterator[None]:
        mark = os.urandom(8).hex()  # new each time: nobody can have recorded a text with it

        def text(data: bytes) -> str:
            try:
                return data.decode()
            except UnicodeDecodeError:
                return f"{data.decode(errors='backslashreplace')} (no UTF-8, {mark})"

        self.file.text_factory = text
        try:
            yield
        finally:
            self.file.text_factory = str

    @contextlib.contextmanager
    def migrating(self) -> Iterator[None]:
        """The file is known to be ours now, or new: set it for good."""
        self._patiently("PRAGMA journal_mode = WAL")
        self.file.execute("PRAGMA synchronous = FULL")  # WAL alone may lose the last commits when power fails
        self.file.execute("PRAGMA foreign_keys = OFF")
        yield
        self.file.execute("PRAGMA foreign_keys = ON")

    def _patiently(self, statement: str) -> None:
        """Execute what SQLite does not wait for: another process may be at the same change of a new file."""
        until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                self.file.execute(statement)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                    raise
                time.sleep(BUSY_PAUSE)
            else:
                return

    def define(self, number: int, script: str) -> None:
        for statement in statements(script):
            self.file.execute(statement)

    def close(self) -> None:
        self.file.close()
        self.claims.release_all()


def _create(path: Path) -> None:
    """Create the file for its owner alone, and make its name durable; SQLite gives its side files the same mode."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def columns_of(file: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Type by column of each table, but for the full text: one that is damaged cannot be asked."""
    query = (
        "SELECT t.name, c.name, c.type FROM sqlite_schema AS t, pragma_table_xinfo(t.name) AS c"
        " WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'"
        " AND t.sql NOT LIKE 'CREATE VIRTUAL %'"
    )
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in file.execute(query):
        found.setdefault(table, {})[column] = kind
    return found


def definitions_of(file: sqlite3.Connection) -> dict[str, str]:
    """What was made by a statement, by kind and name, but for SQLite's own tables (of the full text, of statistics)."""
    query = (
        "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        " AND NOT (type = 'table' AND name GLOB '*_fts_*')"
    )
    return dict(file.execute(query))


def statements(script: str) -> Iterator[str]:
    """Cut a script into statements; `executescript` would commit between them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
