"""Rows of templates with named places: XML, JSON, CSV and records of fixed width."""

from collections.abc import Iterator

from edi_engine.canonical import metadata
from edi_engine.mapping.compiler.field_mapping import FieldMapping
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.tree_places import (
    Place,
    TreeCases,
    TreeList,
    TreeObject,
    TreePlan,
    TreeTuple,
    TreeValues,
)
from edi_engine.mapping.guide.rows import DIRECTIONS, Row, conversions, label_of, scope_path, table_codes, whole_path


def rows(mapping: FieldMapping) -> Iterator[Row]:
    """The rows of a mapping's places, in the order of the template; a heading where another list begins."""
    last, places = "", dict(_places(mapping))
    for field in sorted(mapping.fields.fields, key=lambda field: (field.line, field.column)):
        within = scope_path(field.scope)
        if within != last:
            shown = within or "the document"
            yield Row(place=shown, depth=within.count("[…]"), heading=True, needs="once for each" if within else "")
            last = within
        yield _field(field, places.get(id(field), field.name), mapping, within.count("[…]") + 1)


def _places(mapping: FieldMapping) -> Iterator[tuple[int, str]]:
    """Each field by its identity, with the names of what it stands in: the elements, the keys, the record."""
    plan = getattr(mapping, "plan", None)
    waiting: list[tuple[Place, str]] = [(plan.root, "")] if isinstance(plan, TreePlan) else []
    while waiting:
        place, name = waiting.pop()
        if isinstance(place, TreeObject):
            waiting += [(inner, f"{name}/{key}" if name else key) for key, inner in place.members]
        elif isinstance(place, TreeList):
            waiting += [(element, name) for element in place.elements]
        elif isinstance(place, TreeTuple):
            waiting += [(item, name) for item in place.items]
        elif isinstance(place, TreeCases):
            waiting += [(inner, name) for _, inner in place.cases]
        else:
            field = place.field if isinstance(place, TreeValues) else place
            yield id(field), name or field.name


def _field(field: Field, place: str, mapping: FieldMapping, depth: int) -> Row:
    conditions = " and ".join(mapping.cases.conditions[number].shown for number in field.case)
    made = Row(place=place, depth=depth, condition=conditions)
    made.format = f"{field.width} columns" if field.width else ""
    if field.role == "constant":
        made.codes, made.needs = [(str(field.constant), "")], "this text"
    elif field.role in ("set", "any"):
        made.codes = [(text, "") for text in field.choices if text]
        made.needs = "one of these" if field.role == "set" else "not needed"
        made.note = "the first is written" if field.role == "set" else "any value is taken; written as shown"
    elif field.role == "ignore":
        made.needs, made.note = "not needed", f"ignored: {field.reason}"
    elif field.role == "keep":
        made.path, made.note = "extensions", "kept as it is, and given back"
    for slot in field.slots:
        made.path = "; ".join(part for part in (made.path, whole_path(slot.value)) if part)
        made.label = "; ".join(part for part in (made.label, label_of(slot.path)) if part)
        made.codes += table_codes(slot.value.table)
    if field.slots:
        first = field.slots[0]
        made.needs, made.note = DIRECTIONS[first.direction], conversions(first.value)
        made.format = made.format or _format(first.value.path and first.value.path.steps[-1:])
    return made


def _format(steps: object) -> str:
    """The WCO format of the field that stands there."""
    for step in steps if isinstance(steps, tuple) else ():
        try:
            known = metadata.fields(step.owner.__name__).get(step.field.name)
        except KeyError:
            return ""
        return known.format if known else ""
    return ""
