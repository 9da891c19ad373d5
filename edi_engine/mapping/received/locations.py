"""Places in a message as people and programs write them: XPath, JSON pointer, segment, row and column.

The words are those of our own findings, so that what one engine tells another one finds:

    /Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/Origin      XPath, with or without prefixes
    /*[local-name()='Declaration'][1] · /*:Declaration · /Q{urn:…}Declaration   the same, as validators write it
    /items/1/origins/0/country                                          JSON pointer
    segment 24 DOC, element 2, component 1                              UNH is segment 1, the tag is no element
    line 4, gross_kg · row 3, column 15                                 lines of the file, rows below the header line
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from edi_engine.findings import Position
from edi_engine.mapping.received.edifact import EdifactValues
from edi_engine.mapping.received.fixed import FixedValues
from edi_engine.mapping.received.flat import FlatValues
from edi_engine.mapping.received.value import Received

_NUMBERED = re.compile(r"(segment|element|repetition|component|line|row|column)\s+([0-9]{1,9})(?:\s+[A-Z]{3}\b)?", re.I)
_BARE = re.compile(r"[,;]|\bcolumn\b|[\"']", re.I)
_LOCAL_NAME = re.compile(
    r"""\*\[\s*local-name\(\.?\)\s*=\s*["']([^"']+)["'](?:\s+and\s+namespace-uri\(\.?\)\s*=\s*["'][^"']*["'])?\s*\]"""
)
_NAMESPACED = re.compile(r"""(?:\*:|Q?\{[^}]*\})([\w.-]+)(?:\[\s*namespace-uri\(\.?\)\s*=\s*["'][^"']*["']\s*\])?""")
_BEYOND = re.compile(r"(?:\[(?:[2-9]|[1-9]\d+)\]|/[1-9]\d*)$")
LONGEST = 400  # characters of a place
_WITHOUT_PATHS = (EdifactValues, FlatValues, FixedValues)


def located(text: str, values: Received) -> Position | None:
    """The place in a message that a text names; None where it names none that a message of its syntax can have."""
    text = plain(text.strip())[:LONGEST]
    if text.startswith("/"):
        return None if isinstance(values, _WITHOUT_PATHS) else Position(path=text.partition(",")[0])
    numbers = {word.lower(): int(number) for word, number in _NUMBERED.findall(text)}
    if isinstance(values, EdifactValues):
        wanted = {name: numbers.get(name) for name in ("segment", "element", "repetition", "component")}
        return Position(**wanted) if "segment" in numbers else None  # type: ignore[arg-type]  # each is a number
    line = numbers.get("line")
    if not isinstance(values, FlatValues):
        fixed = isinstance(values, FixedValues) and line
        return Position(line=line, column=numbers.get("column")) if fixed else None
    rows = values.table.records
    if 1 <= numbers.get("row", 0) <= len(rows):
        line = rows[numbers["row"] - 1][0]
    return Position(line=line, path=_column(text, numbers.get("column"), values)) if line else None


def plain(path: str) -> str:
    """An XPath without the namespaces that validators write into it."""
    return _NAMESPACED.sub(r"\1", _LOCAL_NAME.sub(r"\1", path[: 10 * LONGEST])) if path.startswith("/") else path


def beyond(where: Position) -> bool:
    """Whether a place is the second or a later one of its name: where there is none, the counting is another."""
    return bool(_BEYOND.search(where.path or ""))


def _column(text: str, number: int | None, values: FlatValues) -> str | None:
    """The name of a column that is named, or counted from 1."""
    names = values.table.columns
    if number is not None and 1 <= number <= len(names):
        return names[number - 1]
    said = [part.strip() for part in _BARE.split(_NUMBERED.sub(",", text))]
    return next((name for name in said if name in names), None)


def around(where: Position) -> Iterator[Position]:
    """A place and what holds it, further and further out."""
    yield where
    if where.path and where.path.startswith("/"):
        path = where.path.rstrip("/")
        while path.count("/") > 1:
            path = path.rpartition("/")[0]
            yield replace(where, path=path)
        return
    for name in ("component", "repetition", "element", "column", "path"):
        if getattr(where, name) is not None:
            where = replace(where, **{name: None})
            yield where
