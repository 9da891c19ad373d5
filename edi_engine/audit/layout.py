"""The layout of a store's database beside the one that migrations make: what is missing, was added or says otherwise.

A view is no evidence, but what is shown comes from it: one that was replaced must not go unnoticed.
"""

import contextlib
import functools
import re
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from edi_engine.audit.connection import Connection
from edi_engine.audit.database import script_of_all
from edi_engine.audit.full_text import WORDS
from edi_engine.audit.sqlite import columns_of, definitions_of, statements

_SEARCH = re.compile("(?:index|table|trigger) business_keys_.*")


class Layout(NamedTuple):
    """Types by table and column, definitions by kind and name, and of each view its columns and what it selects."""

    columns: dict[str, dict[str, str]]
    definitions: dict[str, str]
    views: dict[str, tuple[tuple[str, ...], str]]


def unreadable(connection: Connection) -> frozenset[str]:
    """Tables that are not there, or lack a column or have one of another type: no statement may ask for their rows."""
    found = connection.columns()
    return frozenset(
        table for table, columns in _made().columns.items() if columns.items() - found.get(table, {}).items()
    )


def faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """What is otherwise than it was made: the name of a table or view, and what is wrong with it."""
    definitions, told = connection.definitions(), dict(_columns(connection, connection.columns()))
    yield from told.items()
    others = [*_views(connection), *connection.added()] if definitions is None else _definitions(definitions)
    yield from ((name, what) for name, what in others if name not in told and not is_of_search(name))
    yield from search_faults(connection)


def search_faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """What is wrong with that which a search of business keys goes by, as `faults` tells it."""
    definitions = connection.definitions()
    told = {} if definitions is None else {n: what for n, what in _definitions(definitions) if is_of_search(n)}
    yield from told.items()
    if WORDS not in told and "business_keys" not in unreadable(connection) and (what := connection.index_fault()):
        yield WORDS, what


def search_index() -> dict[str, str]:
    """The statements that make what a search of business keys goes by, by kind and name."""
    return {name: text for name, text in _made().definitions.items() if _SEARCH.fullmatch(name)}


def is_of_search(name: str) -> bool:
    """Whether a name is one of those."""
    return any(made.partition(" ")[2] == name for made in search_index())


def _columns(connection: Connection, found: dict[str, dict[str, str]]) -> Iterator[tuple[str, str]]:
    for table, columns in _made().columns.items():
        if table not in found:
            yield table, f"table {table} is missing"
            continue
        for column, kind in sorted(columns.items() - found[table].items()):
            other = found[table].get(column)
            wrong = f"column {column} of type {other}, not {kind}" if other else f"no column {column}"
            yield table, f"table {table} has {wrong}"
        for column in sorted(found[table].keys() - columns.keys() - connection.own_columns):
            yield table, f"table {table} has a further column {column}"


def _definitions(found: dict[str, str]) -> Iterator[tuple[str, str]]:
    made = _made().definitions
    for name in sorted(found.keys() | made.keys()):
        if found.get(name) != made.get(name):
            wrong = "was added" if name not in made else "is defined otherwise" if name in found else "is missing"
            yield name.partition(" ")[2], f"{name} {wrong}"


def _views(connection: Connection) -> Iterator[tuple[str, str]]:
    """Where definitions cannot be compared: whether each view is what its own definition is."""
    broken, found = unreadable(connection), connection.columns()
    for name, (columns, body) in _made().views.items():
        if set(found.get(name, ())) != set(columns):
            yield name, f"view {name} is missing, or has other columns"
        elif not broken and not connection.selects_alike(f"{name} AS made", f"({body}) AS made", columns):
            yield name, f"view {name} is defined otherwise"


@functools.cache
def _made() -> Layout:
    """As the migrations make it, in memory."""
    with contextlib.closing(sqlite3.connect(":memory:")) as file:
        for statement in statements(script_of_all()):
            file.execute(statement)
        definitions = {
            name: text for name, text in definitions_of(file).items() if not name.startswith("table sqlite_")
        }
        columns = {table: held for table, held in columns_of(file).items() if not table.startswith(WORDS)}
        views = {}
        for name in [name.partition(" ")[2] for name in definitions if name.startswith("view ")]:
            body = definitions[f"view {name}"].partition(" AS")[2]
            shown = file.execute(f"SELECT * FROM {name}").description  # noqa: S608 - our own words
            views[name] = (tuple(column[0] for column in shown), body)
    return Layout(columns, definitions, views)
