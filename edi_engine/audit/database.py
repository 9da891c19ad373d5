"""The database under the store: opened, known to be ours, and brought up to date by numbered migrations."""

import re
from importlib.resources import files
from pathlib import Path

from edi_engine.audit.connection import Connection
from edi_engine.audit.log import adopt
from edi_engine.audit.sqlite import CLAIMS, Sqlite
from edi_engine.audit.store_errors import WHY_HERE, no_store, store_error
from edi_engine.errors import StoreError

FIRST_WITH_LOG = 4

_MIGRATIONS = """\
CREATE TABLE migrations (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    applied_at TEXT NOT NULL
) STRICT;
"""


_OURS = {"entries", "checkpoints", "exchanges"}
_ENTERED = "SELECT max(CAST(key AS INTEGER)) FROM entries WHERE record = 'migrations'"
Place = Path | str


def open_database(place: Place, now: str, *, read_only: bool = False, examined: bool = False) -> Connection:
    """Open the store's database, a file or the one of a URL; create it and bring it up to date unless it is only read.

    One that is only read to be examined is opened though its table of migrations was changed or dropped.

    Raises:
        StoreError: it cannot be opened, is none of ours, or was written by a later version.
    """
    connection = _opened(place, read_only)
    try:
        with connection.errors():
            if not read_only:
                _bring_up_to_date(connection, now)
            if not (examined and _is_ours(connection)):
                _refuse_unknown(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(place: Place, read_only: bool) -> Connection:
    if isinstance(place, Path):
        _refuse_lost(place)
        return Sqlite(place, read_only=read_only)
    try:
        from edi_engine.audit.postgres import Postgres  # its driver is an extra, and takes a while to load
    except ModuleNotFoundError as error:
        fix = "pip install 'edi-engine[postgres]'"
        raise store_error("AUD-013", f"PostgreSQL needs a package: {error}", place, fix, WHY_HERE) from error
    return Postgres(place, read_only=read_only)


def _refuse_lost(place: Path) -> None:
    """Make no new store in the place of one that is gone: the claims beside it are of exchanges that were in it."""
    if place.with_name(CLAIMS).exists() and not (place.exists() and place.stat().st_size):
        what = f"the store is {'empty' if place.exists() else 'gone'}, and exchanges were recorded in it"
        raise store_error("AUD-004", what, place, "restore it from a backup; for a new record name another workspace")


def must_exist(place: Place) -> None:
    """Refuse to look into a store that is not there.

    Raises:
        StoreError: `AUD-007`.
    """
    _opened(place, True).close()


def migrations() -> list[tuple[int, str, str]]:
    """Number, name and statements of every migration, in order."""
    folder = files("edi_engine.audit") / "migrations"
    named = [(entry.name, entry) for entry in folder.iterdir() if re.fullmatch(r"\d{4}_\w+\.sql", entry.name)]
    return [(int(name[:4]), name[5:-4], entry.read_text(encoding="utf-8")) for name, entry in sorted(named)]


def script_of_all() -> str:
    """The statements of all migrations, one after the other."""
    return "\n".join([_MIGRATIONS, *(script for _, _, script in migrations())])


def _bring_up_to_date(connection: Connection, now: str) -> None:
    """Never add our tables to somebody else's database."""
    tables = connection.tables()
    if tables and "migrations" not in tables:
        raise _not_ours(connection)
    with connection.migrating():
        if not tables:
            with connection.transaction():
                if not connection.tables():
                    connection.define(0, _MIGRATIONS)
        _migrate(connection, now)


def _not_ours(connection: Connection) -> StoreError:
    fix = "name another workspace; if this was one, edi-engine audit verify says what was changed"
    return store_error("AUD-004", "this database is no audit store", connection.place, fix)


def _migrate(connection: Connection, now: str) -> None:
    """Apply what is missing, each migration and its record in one transaction; two processes may do so at once."""
    applied, every = _schema(connection), migrations()
    for number, name, script in every:
        if number <= applied:
            continue
        with connection.transaction():
            if not connection.execute("SELECT 1 FROM migrations WHERE number = ?", (number,)).fetchone():
                connection.define(number, script)
                connection.execute("INSERT INTO migrations VALUES (?, ?, ?)", (number, name, now))
                if number == every[-1][0] >= FIRST_WITH_LOG:  # only now is each table as the log knows it
                    adopt(connection)


def _schema(connection: Connection) -> int:
    return int(connection.execute("SELECT max(number) FROM migrations").fetchone()[0] or 0)


def _is_ours(connection: Connection) -> bool:
    """Whether its tables are those of a store whose log, not the table of migrations, says that its schema is known.

    A store of before there was a log is told from one without its log by that table, if it has one.
    """
    tables = connection.tables()
    if not _OURS & tables:
        return False
    try:
        with connection.errors():
            found = connection.execute(_ENTERED).fetchone()[0]
    except StoreError:
        return "migrations" not in tables
    return found is None or int(found) == migrations()[-1][0]


def _refuse_unknown(connection: Connection) -> None:
    if "migrations" not in connection.tables():
        raise no_store(connection.place) if not connection.tables() else _not_ours(connection)
    known, found = migrations()[-1][0], _schema(connection)
    if found != known:
        what = f"the store has schema {found}, this engine knows {known}"
        older = "bring it up to date with edi-engine resume, which opens it for writing"
        fix = older if found < known else "use the engine version that wrote it"
        raise store_error("AUD-005", what, connection.place, fix)
