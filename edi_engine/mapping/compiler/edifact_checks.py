"""What can be wrong with the placeholders of a planned line: kinds of fields, conversions, lists, widths.

Everything a generated reader or writer relies on is made sure of here, so that data can never break it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from edi_engine.canonical import metadata
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity
from edi_engine.mapping.compiler.edifact_cells import Cell, PlannedLine, wrong
from edi_engine.mapping.compiler.edifact_values import is_pair
from edi_engine.mapping.compiler.scope import Value
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import ModelField, ResolvedPath

NUMBERS = (Amount, Measure, Quantity)
PLAIN = frozenset({"text", "number", "integer"})
# What a conversion can be said of: kinds of plain fields, or value structs.
DOMAINS: Mapping[str, frozenset[object]] = {
    "code": frozenset({"text"}),
    "cut": frozenset({"text"}),
    "lines": frozenset({"text"}),
    "number": frozenset({"number", "integer"}),
    "pad": PLAIN,
    "default": PLAIN,
    "omit": PLAIN,
    "datetime": frozenset({DateTime}),
    "measure": frozenset(NUMBERS),
}
# Of each of these a placeholder has one at most.
EXCLUSIVE = (
    frozenset({"code", "cut", "lines", "datetime", "measure"}),
    frozenset({"pad", "code", "cut", "lines"}),
    frozenset({"default", "omit"}),
)
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_TEXT_FORMAT = re.compile(r"an?(?:\.\.)?([0-9]+)")
_COMPUTED = re.compile(r"/.*|(?:sum|count)\(.*\)")


def check_values(lines: Iterable[PlannedLine]) -> Iterator[NotationError]:
    """Everything wrong with placeholders, each looked at for itself."""
    for line in lines:
        yield from _check_omitted(line)
        for cell in line.cells:
            if cell.role == "repeat":
                yield from _check_repeat(line, cell)
            for value in cell.values:
                column = value.placeholder.column
                what = _wrong_path(value) or _wrong_kind(value) or _wrong_conversions(value, cell)
                if what:
                    yield wrong(what, line, column, "TPL-007" if value.placeholder.conversions else "TPL-001")


# -- paths ---------------------------------------------------------------------------------------------------------


def _wrong_path(value: Value) -> str:
    """A list on the way needs a choice of one element; `[*]` goes to a field of every element."""
    path = value.path
    if path is None:
        return ""
    if not path.steps:
        return "name a field: a segment holds no whole object"
    if value.broadcast and value.direction not in ("", "in"):
        return "a [*] place is two-way or in"
    if path.moment and value.direction:
        return "a part of a date is two-way"
    for step in path.steps:
        last = step is path.steps[-1]
        if step.step.start is not None:
            return "a rest [n:] goes on through repetitions: say ... behind the line"
        if step.field.many and step.step.every and last:
            return "[*] goes to a field of every element, or through repetitions (say ... behind the line)"
        if step.field.many and not (step.step.every or step.step.filters or step.step.index is not None):
            return f"{step.step.name!r} is a list: say which element, or use each"
    return ""


def _wrong_kind(value: Value) -> str:
    """An object fills a place only if a conversion says how."""
    leaf = value.path.leaf if value.path else None
    if leaf is None or leaf.kind in PLAIN or (value.path and value.path.moment):
        return ""
    if leaf.struct is DateTime:
        return "" if value.conversion("datetime") else f"{leaf.name!r} is a date: say {leaf.name}|datetime"
    if leaf.struct in NUMBERS:
        return "" if value.conversion("measure") else f"{leaf.name!r} has a unit: say .value, or {leaf.name}|measure"
    return f"{leaf.name!r} is an object: name one of its fields" if leaf.struct else f"{leaf.name!r} cannot be mapped"


# -- conversions ---------------------------------------------------------------------------------------------------


def _wrong_conversions(value: Value, cell: Cell) -> str:
    names = [conversion.name for conversion in value.placeholder.conversions]
    leaf = value.path.leaf if value.path else None
    if leaf is None:
        return f"{value.function}() is written as it is" if names else ""
    if value.path and value.path.moment and names:
        return "a part of a date has its own format: 102, or 401"
    for name in names:
        if not {leaf.kind, leaf.struct} & DOMAINS[name]:
            return f"{name} is not for {leaf.name!r}"
    for exclusive in EXCLUSIVE:
        if len(both := [name for name in names if name in exclusive]) > 1:
            return f"{' and '.join(both)} do not go together"
    measure = value.conversion("measure")
    if measure and not measure.arguments and not is_pair(cell) and cell.role == "value":
        return "no place here for the unit: say measure(KGM), or the unit all have"
    if len(set(names)) < len(names):
        return "a conversion stands here twice"
    if len(cell.pieces) > 1 and {"cut", "lines", "datetime", "measure"} & set(names):
        return f"{names[0]} fills a component of its own"
    return _wrong_constant(value, leaf)


def _wrong_constant(value: Value, leaf: ModelField) -> str:
    """The argument of `default` or `omit` is a value of the field."""
    given = value.conversion("default") or value.conversion("omit")
    if given is None or (given.name == "default" and _COMPUTED.fullmatch(given.arguments[0])):
        return ""
    text = given.arguments[0]
    if leaf.kind != "text" and (not _NUMBER.fullmatch(text) or (leaf.kind == "integer" and "." in text)):
        return f"{text!r} is no value of {leaf.name!r}"
    if value.closed and value.table is not None and text not in value.table.writing:
        return f"{text!r} is not in the code table {value.table.name}"
    return ""


def _check_omitted(line: PlannedLine) -> Iterator[NotationError]:
    """A line needs a value that is never left out: it would stand there bare, or not at all."""
    causing = [value for value in line.values() if value.direction in ("", "out")]
    if causing and all(value.conversion("omit") for value in causing) and not line.children:
        yield wrong("a line needs a value that is never omitted", line, causing[0].placeholder.column, "TPL-007")


# -- lists through repetitions -------------------------------------------------------------------------------------


def _check_repeat(line: PlannedLine, cell: Cell) -> Iterator[NotationError]:
    """Every placeholder of a repeated composite is a plain field of the same list's elements."""
    lists = set()
    for inner in cell.inner:
        column = inner.pieces[0].column
        if inner.role not in ("literal", "any", "value") or len(inner.pieces) > 1 or inner.span > 1:
            yield wrong("a repeated composite holds fields, each in a component of its own", line, column)
            continue
        for value in inner.values:
            yield from _check_repeated_value(line, value)
            lists.add(_list_of(value))
    if len(lists) > 1:
        yield wrong("a repeated composite goes through one list", line, cell.inner[0].pieces[0].column)


def _check_repeated_value(line: PlannedLine, value: Value) -> Iterator[NotationError]:
    column, leaf = value.placeholder.column, value.path.leaf if value.path else None
    chosen = [step for step in value.path.steps if step.step.start is not None or step.step.every] if value.path else []
    scalar = value.path is not None and bool(chosen) and chosen[0] is value.path.steps[-1]
    if value.direction or len(chosen) != 1:
        yield wrong("a repeated composite goes through one list, both ways", line, column)
    elif leaf is None or leaf.kind not in PLAIN or (leaf.many and not scalar):
        yield wrong("a repeated composite holds plain fields", line, column)
    elif {c.name for c in value.placeholder.conversions} - (set() if scalar else {"code"}):
        yield wrong("in a repeated composite only code(…) converts", line, column, "TPL-007")


def _list_of(value: Value) -> tuple[str, ...]:
    shown = []
    for step in value.path.steps if value.path else ():
        shown.append(ResolvedPath(path=value.path.path, steps=(step,), target=None).pattern() if value.path else "")
        if step.step.start is not None or step.step.every:
            break
    return tuple(shown)


# -- widths --------------------------------------------------------------------------------------------------------


def check_widths(lines: Iterable[PlannedLine]) -> Iterator[NotationError]:
    """Warnings: texts that the model lets be longer than the element they go to."""
    for line in lines:
        for cell in line.cells:
            for part in (cell, *cell.inner):
                what = _too_narrow(line, part)
                if what:
                    yield wrong(what, line, part.pieces[0].column, "TPL-011")


def _too_narrow(line: PlannedLine, cell: Cell) -> str:
    if not cell.widths or not cell.widths[0]:
        return ""
    element = f"element {cell.ids[0]} holds {cell.widths[0]}"
    if cell.role == "literal":
        return f"{cell.text!r} is too long: {element}" if len(cell.text) > cell.widths[0] else ""
    if cell.role != "value" or len(cell.pieces) > 1 or line.continuation:
        return ""
    value, room = cell.values[0], cell.widths[0] * (cell.span if cell.values[0].path else 1)
    if value.table is not None:
        longest = max(value.table.reading, key=len, default="")
        return f"code {longest!r} of {value.table.name} is too long: {element}" if len(longest) > room else ""
    most = _longest(value)
    return f"{value.placeholder.expression!r} may have {most} characters, {element}" if most > room else ""


def _longest(value: Value) -> int:
    """How long a text the model allows is; 0 where it says nothing."""
    step = value.path.steps[-1] if value.path and value.path.steps else None
    if step is None or step.field.kind != "text" or value.direction == "in":
        return 0
    if value.path is not None and value.path.path.part is not None:
        start, end = value.path.path.part
        return end - start if end is not None else 0
    try:
        described = metadata.fields(step.owner.__name__).get(step.step.name)
    except KeyError:
        return 0
    match = _TEXT_FORMAT.fullmatch(described.format) if described else None
    return int(match[1]) if match else 0
