"""Measures that share one unit in a message (RNG, DIM): the derive steps `to_own_units` and `to_one_unit`.

In the message the unit stands once; in the document each measure has its own. The template has it at the first of them.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import msgspec
from msgspec.structs import replace

from edi_engine.canonical.model import Declaration, EventReport, Packaging, TransportEquipment
from edi_engine.canonical.values import Measure
from edi_engine.canonical.walk import Plan, plan_for

Lost = Callable[..., None]
Names: TypeAlias = tuple[str, ...]
Change: TypeAlias = Callable[[Any, Names, str], Any]

# The fields that share a unit, by kind of document and of object.
SHARED: Mapping[type[msgspec.Struct], Mapping[type[msgspec.Struct], Names]] = {
    EventReport: {TransportEquipment: ("minimum_temperature", "maximum_temperature")},
    Declaration: {Packaging: ("length", "width", "height")},
}


def to_own_units(document: Any, lost: Lost) -> Any:
    """Say the unit of the first measure with the others, too."""
    return _changed(document, lambda owner, names, path: _apart(owner, names))


def to_one_unit(document: Any, lost: Lost) -> Any:
    """Leave the unit with the first measure alone; what is in another unit than the first value is not written."""
    return _changed(document, lambda owner, names, path: _together(owner, names, path, lost))


def _changed(document: Any, change: Change) -> Any:
    kind: type[msgspec.Struct] = type(document)
    shared = SHARED[kind]
    return _inside(document, "", plan_for(kind, frozenset(shared)), shared, change)


def _inside(owner: Any, path: str, plan: Plan, shared: Mapping[Any, Names], change: Change) -> Any:
    """An object with what is changed in it; itself where nothing is."""
    made: dict[str, Any] = {}
    for name, many in plan[type(owner)]:
        held = getattr(owner, name)
        if not held:
            continue
        where = f"{path}.{name}".lstrip(".")
        if many:
            found: Any = [_inside(one, f"{where}[{n}]", plan, shared, change) for n, one in enumerate(held)]
            same = all(one is other for one, other in zip(found, held, strict=True))
        else:
            found = _inside(held, where, plan, shared, change)
            same = found is held
        if not same:
            made[name] = found
    owner = replace(owner, **made) if made else owner
    names = shared.get(type(owner), ())
    return change(owner, names, path) if any(getattr(owner, name) for name in names[1:]) else owner


def _apart(owner: Any, names: Names) -> Any:
    first, *others = (getattr(owner, name) for name in names)
    unit = next((measure.unit for measure in (first, *others) if measure is not None), None)
    made = {
        name: replace(measure, unit=unit and str(unit))
        for name, measure in zip(names[1:], others, strict=True)
        if measure is not None
    }
    return replace(owner, **made, **({names[0]: None} if first is not None and first.value is None else {}))


def _together(owner: Any, names: Names, path: str, lost: Lost) -> Any:
    measures: dict[str, Measure] = {name: measure for name in names if (measure := getattr(owner, name)) is not None}
    valued = [measure for measure in measures.values() if measure.value is not None]
    unit = next((measure.unit for measure in (*valued, *measures.values()) if measure.unit), None)
    made: dict[str, Measure | None] = {}
    for name, measure in measures.items():
        made[name] = replace(measure, unit=None)
        if measure.value is None or measure.unit == unit:
            continue
        if measure.unit:
            what = (
                f"not written: {measure.value} {measure.unit}, what stands beside it is in {unit}: they share a place"
            )
            lost(f"{path}.{name}", what, "convert it before")
            made[name] = None
        else:
            what = f"{measure.value} has no unit and is written in {unit}, that of what stands beside it"
            lost(f"{path}.{name}", what, "give the unit", "MAP-208")
    return replace(owner, **{**made, names[0]: replace(made.get(names[0]) or Measure(), unit=unit)})
