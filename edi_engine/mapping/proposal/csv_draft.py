"""The draft for a flat file: columns get paths by their names, and the columns that tell rows apart make levels."""

import re
from dataclasses import dataclass

from edi_engine.findings import Report
from edi_engine.formats.flat.header import SEPARATORS, separator_line
from edi_engine.formats.flat.table import Table, read_table
from edi_engine.interchange import Message
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.proposal.draft import IGNORED, TODO, Blank, Draft, DraftLine, Facts
from edi_engine.mapping.proposal.model_paths import Steps
from edi_engine.mapping.proposal.naming import Naming
from edi_engine.mapping.proposal.shapes import expression
from edi_engine.mapping.proposal.spots import MOST_PARTS
from edi_engine.mapping.proposal.targets import Target
from edi_engine.mapping.proposal.tree_draft import naming_for
from edi_engine.mapping.proposal.words import ordinal
from edi_engine.mapping.registry import MappingFiles

_COMMA = re.compile(r"-?\d+,\d{1,6}").fullmatch
_ODD = re.compile(r'["\n\r{}#]').search
MOST_ROWS = 500
LEVELS: dict[str, tuple[Steps, ...]] = {
    "Declaration": ((), ("goods_items",), ("goods_items", "commodity", "transport_equipments")),
    "Response": ((), ("errors",)),
}
KEYS = (
    ("id", "functional_reference_id", "declaration.id", "declaration.functional_reference_id"),
    ("sequence_numeric",),
    ("id",),
)  # what tells objects of a level apart
NO_VALUES = 0.5  # of a score, for a column that the sample has no values in


def draft(message: Message, name: str, files: MappingFiles, like: str) -> Draft:
    """A draft for the mapping of a message.

    Raises:
        NotationError: there is no header line.
    """
    text = str(message.body)
    named, behind = separator_line(text)
    first = text[behind:].partition("\n")[0]
    separator = named or max(SEPARATORS, key=first.count)
    table = read_table(text, separator, Report())
    if len(table.columns) < 2:
        raise NotationError("there is no header line with columns")
    if odd := next((name for name in table.columns if separator in name or _ODD(name)), None):
        raise NotationError(f"the column {odd[:40]!r} has a character that templates use themselves")
    if len(table.columns) > MOST_PARTS:
        raise NotationError(f"there are more than {MOST_PARTS} columns")
    naming = naming_for(message, files, like, table.columns)
    facts: Facts = {"syntax": "csv", "document": naming.kind}
    options = {"separator": [separator]} if separator != ";" else {}
    if any(_COMMA(cell) for _, cells in table.records[:MOST_ROWS] for cell in cells):
        options["decimal"] = [","]
    facts["csv"] = options
    facts["detect"] = {"columns": [first.strip()]}
    return Draft(name=name, template="template.csv", lines=_lines(table, separator, naming), facts=facts)


@dataclass(slots=True, eq=False)
class Column:
    """A column with what stands in it, and the field it was given: the level, and the target from there."""

    name: str
    values: list[str]
    level: int = 0
    target: Target | None = None


def _lines(table: Table, separator: str, naming: Naming) -> list[DraftLine]:
    columns = [
        Column(
            name,
            list(dict.fromkeys(cell for _, cells in table.records[:MOST_ROWS] for cell in cells[at : at + 1] if cell)),
        )
        for at, name in enumerate(table.columns)
    ]
    scopes = LEVELS.get(naming.kind, ((),))
    _claim(columns, scopes, naming)
    levels = [(level, key) for level in range(len(scopes)) if (key := _key(columns, level))]
    levels = [(level, key) for level, key in levels if level < 2 or any(known == 1 for known, _ in levels)]
    deepest = levels[-1][0] if levels else 0
    found = [DraftLine(0, [separator.join(table.columns)])]
    for at, (level, key) in enumerate(levels):
        before = scopes[levels[at - 1][0]] if at else ()
        path = ".".join(scopes[level][len(before) :]) or "document"
        found.append(DraftLine(4 * at, [f"each {path} by {key.name}:"], comment=_guessed(key, level)))
    known = [level for level, _ in levels]
    for column in columns:
        end = separator if column is not columns[-1] else ""
        unit = naming.words.unit(column.name, column.target.steps[-1]) if column.target else ""
        found.append(DraftLine(0, [_cell(column, known, deepest, unit), end], todo=True))
    return found


def _guessed(key: Column, level: int) -> str:
    """What to look at where no column numbers the objects of a level, and another one has to tell them apart."""
    if key.target is None or key.target.path in KEYS[level]:
        return ""
    return f"{TODO}rows that have the same {key.name} are read as one; name a column that is another in each"


def _claim(columns: list[Column], scopes: tuple[Steps, ...], naming: Naming) -> None:
    """Give each column the likeliest field that no other has."""
    claims = [
        (score * (1 if column.values else NO_VALUES) - 0.02 * level, at, level, target)
        for at, column in enumerate(columns)
        for level, scope in enumerate(scopes)
        for score, target in naming.ranked(scope, column.name, (), column.values)
    ]
    taken: set[tuple[Steps, str]] = set()
    for _, at, level, target in sorted(claims, key=lambda claim: -claim[0]):
        column, whole = columns[at], (*scopes[level], target.path)
        key = (whole[:-1], _numbered(target, column.name))
        if column.target is None and key not in taken:
            column.level, column.target = level, target
            taken.add(key)


def _numbered(target: Target, name: str) -> str:
    """The path with the number the column's name ends in, where the field stands in a list."""
    number = ordinal(name)
    return target.path.replace("[0]", f"[{number - 1}]") if number else target.path


def _key(columns: list[Column], level: int) -> Column | None:
    """The column that tells the objects of a level apart."""
    here = [column for column in columns if column.target and column.level == level]
    for key in KEYS[level]:
        for column in here:
            if column.target and column.target.path == key:
                return column
    return max(here, key=lambda column: len(column.values)) if level == 1 and here else None


def _cell(column: Column, levels: list[int], deepest: int, unit: str) -> Blank:
    """A cell, its path from the innermost level on."""
    choices: list[str] = []
    if column.target and (column.level in levels or not column.level):
        root = "/" if column.level == 0 else "^." * (levels.index(deepest) - levels.index(column.level))
        root = "" if not levels or (deepest == 0) else root
        said = expression(column.target, unit, column.values)
        choices = [f"{{{root}{said.replace(column.target.path, _numbered(column.target, column.name), 1)}}}"]
    return Blank([*choices, IGNORED], column.name, column.values, count=len(column.values))
