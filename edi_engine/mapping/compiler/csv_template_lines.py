"""The lines of a flat file's template by kind, and what those that extend it change in its columns."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from edi_engine.mapping.changes import Change, Hit, apply_change, read_changes
from edi_engine.mapping.notation_errors import FileLine, NotationError
from edi_engine.mapping.template import strip_comment

Cell = tuple[int, int, str, str]  # line, column, text, comment


@dataclass(slots=True)
class Lines:
    """The lines of a template by kind, comments taken off."""

    header: tuple[int, str] | None = None
    each: list[tuple[int, str]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


def read_lines(text: str, separator: str) -> Lines:
    found = Lines()
    for number, raw in enumerate(text.splitlines(), start=1):
        content, reason = strip_comment(raw)
        if not content.strip():
            continue
        if found.header is None:
            found.header = (number, content)
        elif content.lstrip().startswith("each "):
            found.each.append((number, content.rstrip()))
        else:
            _cells(found, content.rstrip(), separator, number, reason)
    return found


def _cells(found: Lines, content: str, separator: str, number: int, reason: str) -> None:
    """The cells of one line, braces protected; a separator at its end says that more lines follow."""
    start = depth = 0
    text = content.removesuffix(separator)
    for at, char in enumerate([*text, separator]):
        depth += (char == "{") - (char == "}")
        if char == separator and depth <= 0:
            cell = text[start:at]
            column = start + len(cell) - len(cell.lstrip()) + 1
            found.cells.append((number, column, cell.strip(), reason))
            start = at + 1


def changed(lines: Lines, columns: list[str], changes: Sequence[tuple[str, str]]) -> list[str]:
    """The columns once all is changed, their cells with them."""
    named = [(name, cell) for name, cell in zip(columns, lines.cells, strict=True)]
    for file, changed in changes:
        for change in read_changes(changed, file):
            apply_change(change, named, partial(_find, named), _new_columns(change), _no_inside(change))
    lines.cells = [cell for _, cell in named]
    names = [name for name, _ in named]
    for name, (line, column, _, _) in named:
        if names.count(name) > 1:
            raise NotationError(f"{name!r} cannot be told from other columns", column, line=line)
    return names


def _new_columns(change: Change) -> list[tuple[str, Cell]]:
    """The columns that stand under a change, each `name: cell`."""
    found: list[tuple[str, Cell]] = []
    for number, raw in enumerate(change.content.split("\n"), start=change.first):
        content, reason = strip_comment(raw)
        if not content.strip():
            continue
        name, colon, cell = content.partition(":")
        line = FileLine(number, change.line.file)
        if not colon or not name.strip():
            raise NotationError("a column is its name, a colon and its cell", 1, line=line)
        column = len(name) + 2 + len(cell) - len(cell.lstrip())
        found.append((name.strip(), (line, column, cell.strip(), reason)))
    return found


def _find(named: list[tuple[str, Cell]], change: Change) -> Iterator[Hit]:
    return ((named, at) for at, (name, _) in enumerate(named) if name == change.address)


def _no_inside(change: Change) -> Callable[[Any], list[Any]]:
    def inside(node: Any) -> list[Any]:
        what = "nothing stands inside a column: add ., add before or add behind"
        raise NotationError(what, change.column, line=change.line)

    return inside
