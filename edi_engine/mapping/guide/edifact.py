"""Rows of a segment template: a heading for each segment, a row for each of its elements."""

from collections.abc import Iterator

from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.segments import unescape
from edi_engine.mapping.compiler.edifact import EdifactMapping
from edi_engine.mapping.compiler.edifact_cells import Cell, PlannedLine
from edi_engine.mapping.guide.rows import (
    DIRECTIONS,
    Row,
    conversions,
    label_of,
    scope_path,
    table_codes,
    whole_path,
)


def rows(mapping: EdifactMapping, directory: Directory) -> Iterator[Row]:
    """The rows of a mapping's segments, in the order of the template."""
    for line in mapping.plan.top:
        yield from _line(line, mapping, directory)


def _line(line: PlannedLine, mapping: EdifactMapping, directory: Directory) -> Iterator[Row]:
    definition, place = directory.segment(line.tag), line.place
    usage = f"{'M' if place.mandatory else 'C'} {place.limit}"
    if place.trigger:
        usage = f"{place.group} {'M' if place.group_mandatory else 'C'} {place.group_limit}"
    depth = max(place.depth - 1, 0) if place.trigger else place.depth
    conditions = [mapping.plan.cases.conditions[number].shown for number in line.case]
    yield Row(
        place=line.tag,
        depth=depth,
        name=definition.name if definition else "",
        usage=f"{usage}, position {place.position}",
        needs=f"once for each of {scope_path(line.head)}" if line.head else "",
        condition=" and ".join(conditions),
        note="goes on in further segments" if line.continuation else "",
        heading=True,
    )
    for cell in line.cells:
        yield from _cell(cell, line, depth + 1, directory)
    for child in line.children:
        yield from _line(child, mapping, directory)


def _cell(cell: Cell, line: PlannedLine, depth: int, directory: Directory) -> Iterator[Row]:
    if cell.inner:
        for inner in cell.inner:
            yield from _cell(inner, line, depth, directory)
        return
    element = directory.element(cell.ids[0]) if cell.ids else None
    made = Row(
        place=f"{cell.element}.{cell.component}",
        depth=depth,
        name=f"{element.id} {element.name}" if element else "",
        usage=_usage(cell, line, directory),
        format=element.format if element else "",
    )
    names = (directory.codes(element.id) if element else None) or {}
    if cell.role in ("literal", "set", "any"):
        texts = [unescape(text) for text in cell.choices or (cell.text,)]
        made.codes = [(text, names.get(text, "")) for text in texts]
        made.needs = {"literal": "this code", "set": "one of these codes", "any": "not needed"}[cell.role]
        made.note = "any value is taken; written as shown" if cell.role == "any" else ""
        made.note = "the first is written" if cell.role == "set" else made.note
    elif cell.role == "ignore":
        made.needs, made.note = "not needed", f"ignored: {line.line.reason}"
    else:
        for value in cell.values:
            made.path = "; ".join(part for part in (made.path, whole_path(value)) if part)
            made.label = "; ".join(part for part in (made.label, label_of(value.path)) if part)
            made.codes += table_codes(value.table)
        first = cell.values[0]
        made.needs = DIRECTIONS[first.direction]
        made.note = conversions(first)
        if cell.span > 1:
            made.place += f" to {cell.element}.{cell.component + cell.span - 1}"
    yield made


def _usage(cell: Cell, line: PlannedLine, directory: Directory) -> str:
    """Whether the element must stand in its segment, and the component in its composite."""
    definition = directory.segment(line.tag)
    spread = [use for use in definition.uses for _ in range(use.repetitions)] if definition else []
    if cell.element > len(spread):
        return ""
    use = spread[cell.element - 1]
    composite = directory.composite(use.id)
    inner = composite.uses[cell.component - 1] if composite and cell.component <= len(composite.uses) else None
    outer = "M" if use.mandatory else "C"
    return f"{outer}, {'M' if inner.mandatory else 'C'} in {use.id}" if inner else outer
