"""The full text of an SQLite file over its business keys, made anew: nothing of it is a record."""

import contextlib
import sqlite3
from collections.abc import Mapping

WORDS = "business_keys_fts"  # with `_data`, `_idx` and others behind it, its tables are SQLite's own


def make_anew(file: sqlite3.Connection, made: Mapping[str, str]) -> None:
    """Drop the full text and what else a search goes by, be it damaged or gone, and make it of the rows there are; and
    with it all other indexes.

    `made` are the statements that define it, by kind and name. The caller has a transaction open.
    """
    _forget(file)
    names = [name.partition(" ")[2] for name in made]
    places = ", ".join("?" * len(names))
    query = f"SELECT type, name FROM sqlite_schema WHERE name GLOB '{WORDS}*' OR name IN ({places})"  # noqa: S608 - our own words
    for kind, name in file.execute(query, names).fetchall():
        file.execute(f'DROP {kind} IF EXISTS "{name}"')
    for name in sorted(made, key=lambda each: each.startswith("trigger ")):  # a trigger names what it writes to
        file.execute(made[name])
    file.execute(f"INSERT INTO {WORDS} ({WORDS}) VALUES ('rebuild')")  # noqa: S608
    with contextlib.suppress(sqlite3.IntegrityError):  # where it finds two alike: audit verify names what was added
        file.execute("REINDEX")


def _forget(file: sqlite3.Connection) -> None:
    """Take the full text for none: one whose tables are damaged is not dropped, but they are, as any table is."""
    file.execute("PRAGMA writable_schema = ON")
    try:
        file.execute("DELETE FROM sqlite_schema WHERE name = ? AND rootpage = 0", (WORDS,))
    finally:
        file.execute("PRAGMA writable_schema = RESET")  # and reads it anew
