"""The functions that rules may call beside those of CEL: one table, the same for every rule.

Each gives None where it cannot say, which leaves a rule undecided; so does an argument that is absent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from edi_engine.canonical.values import DateTime, Measure
from edi_engine.checks import check_digits
from edi_engine.conditions.functions import Function

# Kilograms in one unit of UN/ECE Recommendation 20; a mass without its unit is taken as kilograms, as WCO data are.
_KILOGRAMS = MappingProxyType(
    {
        "KGM": Decimal(1),
        "": Decimal(1),
        "GRM": Decimal("0.001"),
        "MGM": Decimal("0.000001"),
        "TNE": Decimal(1000),
        "DTN": Decimal(100),
        "LBR": Decimal("0.45359237"),
        "ONZ": Decimal("0.028349523125"),
    }
)


class Codes(Protocol):
    """The code lists, on the day that a document is of."""

    def known(self, name: str, code: str) -> bool:
        """Whether a list has a code on that day."""

    def suggest(self, name: str, code: str) -> Sequence[str]:
        """Codes like one it does not have."""

    def number(self, name: str, code: str, fact: str) -> int | None:
        """A number that a list says of a code, None if none."""


def known(codes: Codes, name: str, code: str) -> bool:
    """Whether a list has a code, on the day the document is of."""
    return codes.known(name, code)


def perhaps(codes: Codes, name: str, code: str) -> str:
    """The words for a code that may be meant by one that is not in a list; empty where none is like it."""
    near = codes.suggest(name, code)
    return f" (perhaps {' or '.join(near)})" if near else ""


def decimals(codes: Codes, currency: str) -> int | None:
    """How many decimals a currency has."""
    return codes.number("currencies", currency, "decimals")


def places(number: Any) -> int:
    """How many decimals a number needs: 2 of 1.50 is 1."""
    value = Decimal(number)
    if not value.is_finite() or value == 0:
        return 0
    digits, exponent = value.as_tuple()[1:]
    zeros = 0
    while zeros < len(digits) and not digits[-1 - zeros]:
        zeros += 1
    return max(0, -int(exponent) - zeros)


def total(numbers: Sequence[Any]) -> Decimal:
    """The sum; 0 of none."""
    return sum(numbers, Decimal(0))


def kilograms(mass: Measure) -> Decimal | None:
    """A mass in kilograms; None where its unit is none of mass."""
    factor = _KILOGRAMS.get(mass.unit or "")
    return mass.value * factor if mass.value is not None and factor is not None else None


def day(moment: DateTime) -> date | None:
    """The day of a date or moment; None where it names none."""
    return _day(moment.value, moment.format)


@lru_cache(4096)
def _day(value: str | None, form: str | None) -> date | None:
    return DateTime(value, form).as_date()


def valid_day(moment: DateTime) -> bool | None:
    """Whether a date is in the calendar; None where its text has no day at all."""
    return _valid(moment.value, moment.format)


@lru_cache(4096)
def _valid(value: str | None, form: str | None) -> bool | None:
    lacks = DateTime(value, form).missing
    return None if lacks == "day" else lacks != "validity"


def unique(values: Sequence[Any]) -> bool:
    """Whether no value stands twice."""
    return len(set(values)) == len(values)


def repeated(values: Sequence[Any]) -> list[Any]:
    """Values that stand twice or more, in order."""
    return [value for value, times in Counter(values).items() if times > 1]


def same(values: Sequence[Any]) -> bool:
    """Whether all values are one and the same, or there are none."""
    return len(set(values)) <= 1


def dense(numbers: Sequence[int]) -> bool:
    """Whether numbers run 1, 2, 3 … in this order."""
    return all(number == place for place, number in enumerate(numbers, 1))


def within(values: Sequence[Any], others: Sequence[Any]) -> bool:
    """Whether all values are among others."""
    return set(values) <= set(others)


def missing(values: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The values that are not among others, in order."""
    known_values = set(others)
    return [value for value in values if value not in known_values]


def flat(lists: Sequence[Iterable[Any]]) -> list[Any]:
    """The elements of several lists in one."""
    return [value for values in lists for value in values]


def start(text: str, length: Any) -> str:
    """The first characters of a text."""
    return text[: int(length)]


def rest(text: str, length: Any) -> str:
    """A text without its first characters."""
    return text[int(length) :]


def rounded(number: Any, digits: Any) -> Decimal:
    """A number rounded half up to some decimals."""
    return Decimal(number).quantize(Decimal(1).scaleb(-int(digits)), rounding="ROUND_HALF_UP")


_TRUTHS = {
    name: Function(call=getattr(check_digits, name), arguments=1, gives="truth")
    for name in (
        "container_number",
        "movement_reference",
        "ship_number",
        "station_number",
        "article_number",
        "air_waybill",
        "legal_entity",
        "bank_account",
        "operator_number",
        "unique_consignment_reference",
        "vehicle_number",
        "flight_number",
    )
}
_TABLE: dict[str, Function] = {
    **_TRUTHS,
    "known": Function(call=known, arguments=2, gives="truth", context=True),
    "perhaps": Function(call=perhaps, arguments=2, gives="value", context=True),
    "decimals": Function(call=decimals, arguments=1, gives="value", context=True),
    "places": Function(call=places, arguments=1, gives="value"),
    "total": Function(call=total, arguments=1, gives="value"),
    "abs": Function(call=abs, arguments=1, gives="value"),
    "rounded": Function(call=rounded, arguments=2, gives="value"),
    "kilograms": Function(call=kilograms, arguments=1, gives="value"),
    "day": Function(call=day, arguments=1, gives="value"),
    "valid_day": Function(call=valid_day, arguments=1, gives="truth"),
    "unique": Function(call=unique, arguments=1, gives="truth"),
    "repeated": Function(call=repeated, arguments=1, gives="list"),
    "same": Function(call=same, arguments=1, gives="truth"),
    "dense": Function(call=dense, arguments=1, gives="truth"),
    "within": Function(call=within, arguments=2, gives="truth"),
    "missing": Function(call=missing, arguments=2, gives="list"),
    "flat": Function(call=flat, arguments=1, gives="list"),
    "start": Function(call=start, arguments=2, gives="value"),
    "rest": Function(call=rest, arguments=2, gives="value"),
}
FUNCTIONS: Mapping[str, Function] = MappingProxyType(_TABLE)
