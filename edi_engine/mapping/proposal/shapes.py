"""What stands in a place of a sample, and which fields of the document it can stand in."""

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from edi_engine.canonical.metadata import Kind
from edi_engine.mapping.moments import FORMATS, read_moment
from edi_engine.mapping.proposal.targets import Target

_COUNTRY, _CURRENCY = re.compile("[A-Z]{2}"), re.compile("[A-Z]{3}")
_MOMENT = re.compile(r"(19|20)\d\d(-?\d\d){2}([T ]?\d\d(:?\d\d){1,2}.*)?")
LONGEST_CODE = 17
_CODE, _WORDY = re.compile("[A-Z0-9]{3,17}"), re.compile(r".*[^\W\d]{2} .*[^\W\d]{2}.*")


def dated(values: Sequence[str]) -> bool:
    """Whether all values are days, with a time or without."""
    return _all(_MOMENT, values)


def coded(values: Sequence[str]) -> bool:
    """Whether all values look like codes or identifiers."""
    return _all(_CODE, values)


def wordy(values: Sequence[str]) -> bool:
    """Whether all values are several words."""
    return _all(_WORDY, values)


def _all(pattern: re.Pattern[str], values: Sequence[str]) -> bool:
    return bool(values) and all(map(pattern.fullmatch, values))


def suits(target: Target, values: Sequence[str]) -> bool:
    """Whether what the sample has can stand in a field."""
    field, half = target.field, target.half
    if target.table:
        return True
    if field.kind is Kind.DATETIME:
        return bool(values) and moment_format(values) is not None
    if half in ("currency", "unit"):
        return (
            all(_CURRENCY.fullmatch(value) for value in values) if half == "currency" else not all(map(number, values))
        )
    if field.kind is Kind.INTEGER:
        return all(value.isascii() and value.isdigit() for value in values)
    if field.kind is not Kind.TEXT:
        return all(number(value) for value in values)
    if field.name.endswith("_code") and any(" " in value.strip() and len(value) > LONGEST_CODE for value in values):
        return False
    if field.name in ("country_code", "country_id"):
        return all(_COUNTRY.fullmatch(value) or len(value) == 3 for value in values)
    return True


def number(text: str) -> bool:
    """Whether a text is a plain decimal number."""
    try:
        return Decimal(text.replace(",", ".", 1)).is_finite()
    except InvalidOperation:
        return False


def moment_format(values: Sequence[str]) -> str | None:
    """The format code of 2379 that dates are written in, empty for ISO 8601; None if they are none."""
    for code in sorted(FORMATS, key=lambda code: (code not in ("", "102", "203", "204"), code)):
        if code not in ("602", "610") and all(read_moment(value, code) for value in values):
            return code
    return None


def expression(target: Target, unit: str, values: Sequence[str], *, numbers: bool = False) -> str:
    """The path with what is written behind it: the unit of a measure, the format of dates, that it is a number."""
    measured = unit and target.field.kind is Kind.MEASURE and target.half == "value"
    path = f"{'.'.join(target.steps)}|measure({unit})" if measured else target.path
    return path + _conversion(target, values, numbers)


def _conversion(target: Target, values: Sequence[str], numbers: bool) -> str:
    if target.table:
        return f"|code({target.table})"
    if target.field.kind is Kind.DATETIME:
        code = moment_format(values)
        return f"|datetime({code})" if code else "|datetime"
    return "|number" if numbers or target.field.kind is Kind.INTEGER else ""
