"""What lies in a PostgreSQL database beside the rows: how views select, what was added, the search index, sizes."""

import contextlib
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

import psycopg

from edi_engine.audit.sqlite import statements

PLANS = 5  # to be compared
Session = psycopg.Connection[Any]

# None of these is ours.
_ADDED = b"""
    WITH ours AS (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
    SELECT 'trigger', tgname FROM pg_trigger JOIN ours ON ours.oid = tgrelid WHERE NOT tgisinternal
    UNION ALL SELECT 'rule', rulename FROM pg_rewrite JOIN ours ON ours.oid = ev_class WHERE rulename <> '_RETURN'
    UNION ALL SELECT 'policy', polname FROM pg_policy JOIN ours ON ours.oid = polrelid
"""
_SEARCHED_BY = ("business_keys_words", "business_keys_value", "business_keys_message")
_INDEXES = b"""
    SELECT relname FROM pg_class AS c JOIN pg_index AS i ON i.indexrelid = c.oid
    WHERE i.indrelid = 'business_keys'::regclass AND i.indisvalid AND i.indpred IS NULL
"""
# What `folded` is to give is taken from its own statement, for the function may have been replaced.
_FOLDED = re.compile(rb"CREATE FUNCTION folded.*?RETURN (.*?);", re.DOTALL)
_OTHER_WORDS = b"SELECT count(*) FROM business_keys WHERE words IS DISTINCT FROM to_tsvector('simple', %s)"
_NO_INDEX = b"""
    ALTER TABLE business_keys DROP COLUMN IF EXISTS words;
    DROP FUNCTION IF EXISTS searched(text); DROP FUNCTION IF EXISTS folded(text)
"""
# Of a table that the server has never looked at it knows no sizes, and reads it whole where an index would do.
_GROWN = b"""
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
    AND pg_relation_size(oid) > greatest(1 << 18, 10 * relpages::bigint * current_setting('block_size')::bigint)
"""


def own_script(number: int) -> bytes:
    """What a migration does in this database alone; empty if nothing."""
    own = files("edi_engine.audit") / "migrations" / "postgres" / f"{number:04}.sql"
    return own.read_bytes() if own.is_file() else b""


def selects_alike(session: Session, one: str, other: str, columns: Sequence[str]) -> bool:
    """Whether the server plans both alike: in a plan a view is what it is defined as.

    Statistics that change meanwhile may change a plan, so that several are made before two count as different.
    """
    explain = f"EXPLAIN (VERBOSE, COSTS OFF) SELECT {', '.join(columns)} FROM "  # noqa: S608 - our own words
    for _ in range(PLANS):
        plan, own = (session.execute((explain + each).encode()).fetchall() for each in (one, other))
        if plan == own:
            return True
    return False


def added(session: Session) -> list[tuple[str, str]]:
    """Triggers, rules and policies: the name of each, and that it was added."""
    return [(name, f"{kind} {name} was added") for kind, name in session.execute(_ADDED)]


def index_fault(session: Session, columns: Mapping[str, str]) -> str:
    """What is wrong with the words and indexes of the business keys, whose table has these columns."""
    if columns.get("words") != "tsvector":
        return "the search index has no words"
    found = {row[0] for row in session.execute(_INDEXES)}
    if missing := [name for name in _SEARCHED_BY if name not in found]:
        return f"the search index lacks {', '.join(missing)}"
    (folded,) = _FOLDED.findall(own_script(1))
    (other,) = session.execute(_OTHER_WORDS % folded).fetchall()[0]
    return f"the search index has other words of {other} business keys" if other else ""


def make_index(session: Session, by_message: str) -> None:
    """Make it as `postgres/0001.sql` does, and the index by message with its statement."""
    session.execute(_NO_INDEX)
    for statement in statements(own_script(1).decode()):
        if "business_keys" in statement or "CREATE FUNCTION" in statement:
            session.execute(statement.replace("DROP INDEX", "DROP INDEX IF EXISTS").encode())
    session.execute(b"DROP INDEX IF EXISTS business_keys_message")
    session.execute(by_message.encode())


def look_at_grown(session: Session) -> None:
    """Have the server look at tables that are ten times what they were when it did last; nothing hangs on it."""
    with contextlib.suppress(psycopg.Error):
        for (table,) in session.execute(_GROWN).fetchall():
            session.execute(f'ANALYZE "{table}"'.encode())
