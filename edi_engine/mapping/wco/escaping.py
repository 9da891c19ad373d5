"""Texts and numbers of XML, both ways, with the bounds that keep hostile values harmless."""

import re
from decimal import Decimal

MAX_DIGITS = 60

# Plain numbers are those that come out as they went in; others are read with a note. Both are bounded in length.
PLAIN_NUMBER = re.compile(rf"-?+(?>0|[1-9][0-9]{{0,{MAX_DIGITS}}}+)(?>\.[0-9]{{1,{MAX_DIGITS}}}+|)").fullmatch
PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}").fullmatch
_NUMBER = re.compile(
    rf"[+-]?(?:[0-9]{{1,{MAX_DIGITS}}}(?:\.[0-9]{{0,{MAX_DIGITS}}})?|\.[0-9]{{1,{MAX_DIGITS}}})"
).fullmatch

# What XML 1.0 cannot carry at all.
_ILLEGAL = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
ILLEGAL = re.compile(f"[{_ILLEGAL}]")
special = re.compile(f"[&<>\r{_ILLEGAL}]").search
special_in_line = re.compile(f"[&<>\r\n{_ILLEGAL}]").search
_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE = str.maketrans({**_TEXT, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"})
_TEXT_TABLE = str.maketrans(_TEXT)


class Unusual(Exception):  # noqa: N818 - no error: the careful way takes over
    """The fast way met what it is not made for."""


def text(value: str) -> str:
    """A text as XML carries it between tags.

    Raises:
        Unusual: a character XML cannot carry.
    """
    if not special(value):
        return value
    if ILLEGAL.search(value):
        raise Unusual
    return value.translate(_TEXT_TABLE)


def attribute(value: str) -> str:
    """A text as XML carries it between the quotes of an attribute.

    Raises:
        Unusual: a character XML cannot carry.
    """
    if value.isalnum():
        return value
    if ILLEGAL.search(value):
        raise Unusual
    return value.translate(_ATTRIBUTE)


def number(value: Decimal | int) -> str:
    """A number in plain digits, with its scale.

    Raises:
        Unusual: no number, or longer than `MAX_DIGITS`.
    """
    shown = str(value)
    # A decimal spells itself without leading zeros: digits, perhaps with a point, unless it is unusual.
    if len(shown) <= MAX_DIGITS and shown.replace(".", "", 1).isdigit():
        return shown
    if PLAIN_NUMBER(shown):
        return shown
    if not isinstance(value, Decimal) or not value.is_finite():
        raise Unusual
    # Look at the exponent before the digits are spelled out: `1E+200000000` is 200 MB of zeros.
    if abs(value.adjusted()) > MAX_DIGITS or len(value.as_tuple().digits) > MAX_DIGITS:
        raise Unusual
    return format(value, "f")


def read_decimal(written: str) -> Decimal | None:
    """The number a text is, None if it is none."""
    return Decimal(written) if _NUMBER(written) else None


def read_integer(written: str) -> int | None:
    """The whole number a text is, None if it is none."""
    value = read_decimal(written)
    if value is None or abs(value) >= 10**18 or value != int(value):
        return None
    return int(value)
