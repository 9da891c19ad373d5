"""Bounds that share one unit in a message (RNG): the derive steps `range_to_own_units` and `range_to_one_unit`."""

from collections.abc import Callable

from msgspec.structs import replace

from edi_engine.canonical.model import EventReport, TransportEquipment
from edi_engine.canonical.values import Measure

Lost = Callable[..., None]
_PATH = "transport_means.transport_equipments.{}_temperature"


def range_to_own_units(document: EventReport, lost: Lost) -> EventReport:
    """Say the unit of the lowest temperature of a unit of equipment with the highest, too."""
    return _each(document, _apart)


def range_to_one_unit(document: EventReport, lost: Lost) -> EventReport:
    """Leave the unit with the lowest temperature alone; a highest one in another unit is not written."""
    return _each(document, lambda equipment: _together(equipment, lost))


def _each(document: EventReport, change: Callable[[TransportEquipment], TransportEquipment]) -> EventReport:
    means = document.transport_means
    if means is None or not any(each.maximum_temperature for each in means.transport_equipments):
        return document
    changed = [change(equipment) for equipment in means.transport_equipments]
    return replace(document, transport_means=replace(means, transport_equipments=changed))


def _apart(equipment: TransportEquipment) -> TransportEquipment:
    low, high = equipment.minimum_temperature, equipment.maximum_temperature
    if low is None or high is None:
        return equipment
    high = replace(high, unit=low.unit and str(low.unit))
    return replace(equipment, minimum_temperature=low if low.value is not None else None, maximum_temperature=high)


def _together(equipment: TransportEquipment, lost: Lost) -> TransportEquipment:
    low, high = equipment.minimum_temperature or Measure(), equipment.maximum_temperature
    if high is None:
        return equipment
    units = [bound.unit for bound in (low, high) if bound.value is not None and bound.unit]
    if len(set(units)) > 1:
        what = f"not written: {high.value} {high.unit}, the other bound is in {low.unit} and both have one place for it"
        lost(_PATH.format("maximum"), what, "convert it before")
        return replace(equipment, maximum_temperature=None)
    unit = units[0] if units else low.unit or high.unit
    for name, bound in (("minimum", low), ("maximum", high)):
        if unit and bound.value is not None and not bound.unit:
            what = f"{bound.value} has no unit and is written in {unit}, that of the other bound"
            lost(_PATH.format(name), what, "give the unit", "MAP-208")
    low, high = replace(low, unit=unit), replace(high, unit=None)
    return replace(equipment, minimum_temperature=low, maximum_temperature=high)
