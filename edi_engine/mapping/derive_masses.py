"""What a form wants in one sum though the items say it: the derive step `total_net_mass`."""

from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from edi_engine.canonical.model import Declaration
from edi_engine.canonical.values import Measure

Lost = Callable[[str, str, str], None]


def total_net_mass(document: Declaration, lost: Lost) -> Declaration:
    """Say the net mass of all items, where it is not said and follows: each item has one, all in the same unit."""
    if document.total_net_mass is not None:
        return document
    measures = [item.commodity.goods_measure for item in document.goods_items if item.commodity]
    masses = [measure.net_mass for measure in measures if measure is not None and measure.net_mass is not None]
    units = {mass.unit for mass in masses}
    values = [mass.value for mass in masses if mass.value is not None]
    if not values or len(values) != len(document.goods_items) or len(units) != 1:
        return document
    unit = units.pop()
    total = Measure(sum(values, Decimal(0)), unit and str(unit))  # a unit of its own: where it stands, those do not
    return replace(document, total_net_mass=total)
