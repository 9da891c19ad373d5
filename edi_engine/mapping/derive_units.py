"""Units that are so many of another one, as a code table names them: the derive step `unit_factors`.

A table pairs such a unit with `KGM*0.5`: half a kilogram each. The step turns quantity and price into those of KGM.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from decimal import Context, Decimal
from typing import Any

import msgspec

from edi_engine.canonical.model import Declaration, InvoiceLine
from edi_engine.canonical.values import Measure, Quantity

Lost = Callable[..., None]

EXACT = Context(prec=100)  # factors are powers of two and five: nothing is rounded
_FACTOR = re.compile(r"([A-Z0-9]{1,3})\*((?:[1-9][0-9]{0,8}|0)(?:\.[0-9]{1,3})?)").fullmatch


def unit_factors(document: Declaration, lost: Lost) -> Declaration:
    """Say every quantity in a unit of its own; what a unit costs changes with it, what all cost does not."""
    met = Counter(quantity.unit for quantity in _quantities(document) if _factor(quantity.unit))
    if not met:
        return document
    for unit, count in met.items():
        what = f"{count} in units of {unit} will be written back in the unit itself"
        lost("goods_items", what, "nothing of business meaning is lost", "MAP-103")
    made = deepcopy(document)
    for line in _structs(made):
        factor = _factor(line.quantity.unit) if isinstance(line, InvoiceLine) and line.quantity else None
        if factor is not None and line.unit_price is not None:
            line.unit_price = _plain(EXACT.divide(line.unit_price, factor[1]))
    for quantity in _quantities(made):
        if (factor := _factor(quantity.unit)) is not None:
            quantity.unit = factor[0]
            quantity.value = None if quantity.value is None else EXACT.multiply(quantity.value, factor[1])
    return made


def _factor(unit: str | None) -> tuple[str, Decimal] | None:
    """The unit a unit is made of, and how many."""
    match = _FACTOR(unit or "")
    return (match[1], Decimal(match[2])) if match else None


def _plain(number: Decimal) -> Decimal:
    """A number that is written without an exponent."""
    return number.quantize(Decimal(1), context=EXACT) if int(number.as_tuple().exponent) > 0 else number


def _quantities(document: Any) -> Iterator[Any]:
    return (struct for struct in _structs(document) if isinstance(struct, Quantity | Measure))


def _structs(value: Any) -> Iterator[Any]:
    """An object of the model and all in it."""
    if isinstance(value, list):
        for item in value:
            yield from _structs(item)
    elif isinstance(value, msgspec.Struct):
        yield value
        for name in value.__struct_fields__:
            yield from _structs(getattr(value, name))
