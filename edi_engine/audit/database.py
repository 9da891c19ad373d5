"""The SQLite file under the store: opened for full durability, migrated, and its errors put into our words."""

import contextlib
import os
import re
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from edi_engine.audit.log import adopt
from edi_engine.errors import StoreError
from edi_engine.findings import Finding, Position, Severity

BUSY_TIMEOUT_MS = 60_000  # many writers at once wait for each other, and none is told of it
FIRST_WITH_LOG = 4

_CREATE_MIGRATIONS = (
    "CREATE TABLE IF NOT EXISTS migrations (\n    number     INTEGER PRIMARY KEY,\n"
    "    name       TEXT NOT NULL,\n    applied_at TEXT NOT NULL\n) STRICT"
)
# SQLite error names by their beginning: (our code, what to do).
_ERRORS = {
    "SQLITE_FULL": (
        "AUD-001",
        "make room on the disk, then send the file again: nothing of it was delivered unrecorded",
    ),
    "SQLITE_READONLY": ("AUD-002", "give the right to write the store and its folder"),
    "SQLITE_CANTOPEN": ("AUD-002", "give the right to write the store and its folder"),
    "SQLITE_PERM": ("AUD-002", "give the right to write the store and its folder"),
    "SQLITE_BUSY": ("AUD-003", "another process holds the store; try again"),
    "SQLITE_LOCKED": ("AUD-003", "another process holds the store; try again"),
    "SQLITE_IOERR": ("AUD-002", "see to the disk, then send the file again: nothing of it was delivered unrecorded"),
    "SQLITE_NOTADB": ("AUD-004", "this file is no audit store: restore it, or name another workspace"),
    "SQLITE_CORRUPT": ("AUD-004", "the store is damaged: restore it from a backup"),
    "SQLITE_TOOBIG": ("AUD-006", "the document is larger than the store takes (1 GB)"),
}


def open_database(path: Path, now: str, *, read_only: bool = False) -> sqlite3.Connection:
    """Open the store's file; create it (0600) and bring it up to date unless it is only read.

    Raises:
        StoreError: it cannot be opened, is none of ours, or was written by a later version.
    """
    if read_only:
        must_exist(path)
    with sqlite_errors(path):
        if read_only:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        else:
            _create(path)
            connection = sqlite3.connect(path, isolation_level=None)
        try:
            _prepare(connection, path, now, read_only)
        except BaseException:
            connection.close()
            raise
    return connection


def must_exist(path: Path) -> None:
    """Refuse to look into a store that is not there: creating one would hide that another workspace is meant.

    Raises:
        StoreError: `AUD-007`.
    """
    if not path.is_file():
        fix = "route a file first, or name another workspace"
        raise store_error("AUD-007", "there is no audit store yet", path, fix, "the record lies in the workspace")


def _prepare(connection: sqlite3.Connection, path: Path, now: str, read_only: bool) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    if not read_only:
        _refuse_foreign(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # WAL alone may lose the last commits when power fails
        connection.execute("PRAGMA foreign_keys = OFF")  # a migration may put another table in the place of one
        _migrate(connection, now)
    connection.execute("PRAGMA foreign_keys = ON")
    _refuse_unknown(connection, path)


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


def migrations() -> list[tuple[int, str, str]]:
    """Number, name and statements of every migration, in order."""
    folder = files("edi_engine.audit") / "migrations"
    named = [(entry.name, entry) for entry in folder.iterdir() if re.fullmatch(r"\d{4}_\w+\.sql", entry.name)]
    return [(int(name[:4]), name[5:-4], entry.read_text(encoding="utf-8")) for name, entry in sorted(named)]


def _migrate(connection: sqlite3.Connection, now: str) -> None:
    """Apply what is missing, each migration and its record in one transaction; two processes may do so at once."""
    connection.execute(_CREATE_MIGRATIONS)
    applied = connection.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0
    for number, name, script in migrations():
        if number <= applied:
            continue
        connection.execute("BEGIN IMMEDIATE")
        try:
            if not connection.execute("SELECT 1 FROM migrations WHERE number = ?", (number,)).fetchone():
                for statement in _statements(script):
                    connection.execute(statement)
                connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (number, name, now))
                if number >= FIRST_WITH_LOG:
                    adopt(connection)
            connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):  # a full disk has rolled back already
                connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements; `executescript` would commit between them."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _refuse_foreign(connection: sqlite3.Connection, path: Path) -> None:
    """Never add our tables to somebody else's database."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if tables and "migrations" not in tables:
        raise store_error("AUD-004", "this database is no audit store", path, "name another workspace")


def _refuse_unknown(connection: sqlite3.Connection, path: Path) -> None:
    known = migrations()[-1][0]
    found = connection.execute("SELECT max(number) FROM migrations").fetchone()[0]
    if found != known:
        what = f"the store has schema {found}, this engine knows {known}"
        older = "bring it up to date with edi-engine resume, which opens it for writing"
        raise store_error("AUD-005", what, path, older if found < known else "use the engine version that wrote it")


@contextlib.contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's and the system's errors into `StoreError`."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        code, fix = next(
            (found for beginning, found in _ERRORS.items() if name.startswith(beginning)),
            ("AUD-004", "see the reason; restore the store from a backup if it is damaged"),
        )
        raise store_error(code, str(error) or name, path, fix) from error
    except OSError as error:
        fix = "make room, or give the right to write the workspace"
        raise store_error("AUD-002", f"{error.strerror or error}", path, fix) from error


def store_error(
    code: str, what: str, path: Path, fix: str, why: str = "nothing is sent or acknowledged before it is recorded"
) -> StoreError:
    """A `StoreError` with its finding."""
    return StoreError(
        Finding(code=code, severity=Severity.ERROR, what=what, where=Position(path=str(path)), why=why, fix=fix)
    )
