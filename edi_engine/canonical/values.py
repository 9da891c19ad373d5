"""The small values of the model: numbers with their unit, dates with their precision, identifications, names.

What was written is kept: a decimal keeps its scale, a date stays the text it was with its format code (element 2379).
All facts are optional, so that a value can be filled piece by piece; a value without its main fact is never written.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TypeVar

import msgspec

from edi_engine.canonical import date_forms

Kind = TypeVar("Kind", bound=type[msgspec.Struct])


def plainly_set(kind: Kind) -> Kind:
    """A kind of struct whose values are set as Python sets slots, which takes a third of the time.

    msgspec asks at each value whether the garbage collector is to follow the struct from now on; with `gc=False` it
    never is. The name for deleting is given, too: Python takes both from one place, or neither.
    """
    for name in ("__setattr__", "__delattr__"):
        setattr(kind, name, getattr(object, name))
    return kind


@plainly_set
class Amount(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, rename="camel"):
    """Money: `currency` is the ISO 4217 letter code, None where the document leaves it open."""

    value: Decimal | None = None
    currency: str | None = None


@plainly_set
class Measure(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, rename="camel"):
    """A measured value: `unit` is a UN/ECE Rec. 20 code as written (`KGM`, `LTR`), None where none was given."""

    value: Decimal | None = None
    unit: str | None = None


@plainly_set
class Quantity(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, rename="camel"):
    """A counted value with its unit (UN/ECE Rec. 20 or Rec. 21), None where none was given."""

    value: Decimal | None = None
    unit: str | None = None


@plainly_set
class Identifier(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, rename="camel"):
    """One more identification: `scheme` says whose (`vat`, `eori`, `duns`)."""

    scheme: str | None = None
    value: str | None = None


@plainly_set
class Name(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, rename="camel"):
    """One more name or description: `language` is an ISO 639-1 code."""

    language: str | None = None
    value: str | None = None


_NO_OFFSET = ("Z", "UTC", "GMT")  # what other names stand for depends on who says them, and on the day
# Format codes of data element 2379 that a document's dates come in, with the names the list gives them.
_FORMS = {
    "101": "YYMMDD",
    "102": "CCYYMMDD",
    "201": "YYMMDDHHMM",
    "202": "YYMMDDHHMMSS",
    "203": "CCYYMMDDHHMM",
    "204": "CCYYMMDDHHMMSS",
    "205": "CCYYMMDDHHMMZHHMM",
    "208": "CCYYMMDDHHMMSSZHHMM",
    "303": "CCYYMMDDHHMMZZZ",
    "304": "CCYYMMDDHHMMSSZZZ",
    "602": "CCYY",
    "609": "YYMM",
    "610": "CCYYMM",
}
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
_PATTERNS = {code: date_forms.pattern(form) for code, form in _FORMS.items()} | {"": _ISO}
# 304 is written without its zone, or without its time, too; what is missing is said by `missing`.
_LOOSE = re.compile(
    "{CCYY}{MM}{DD}(?:{HHMM}{SS}?{ZHHMM}?)?".format(**date_forms.PARTS),
    re.ASCII,
)


@plainly_set
class DateTime(msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, rename="camel"):
    """A date or a moment as written: the text, and its format code in 2379 (102, 203, 304), None for ISO 8601.

    Precision is never made up: what the text does not say is missing, and `missing` names it.
    """

    value: str | None = None
    format: str | None = None

    def as_date(self) -> date | None:
        """The calendar day as written (in the zone of the text); None when the text has no valid day."""
        parts = self._parts()
        if parts is None or "day" not in parts:
            return None
        try:
            return date(date_forms.year(parts), int(parts["month"]), int(parts["day"]))
        except ValueError:
            return None

    def as_datetime(self, zone: timezone | None = None) -> datetime | None:
        """The moment, aware of its zone; None when day, time or zone is missing (see `missing`).

        Args:
            zone: taken where the text has none, or one whose offset is not known.
        """
        parts, day = self._parts(), self.as_date()
        if parts is None or day is None or "hour" not in parts:
            return None
        offset = _zone(parts["zone"], zone) if "zone" in parts else zone
        if offset is None:
            return None
        try:
            return datetime(
                day.year,
                day.month,
                day.day,
                int(parts["hour"]),
                int(parts["minute"]),
                int(parts.get("second", 0)),
                tzinfo=offset,
            )
        except ValueError:
            return None

    @property
    def zone(self) -> str:
        """The zone as written: an offset or a name; empty where there is none."""
        return (self._parts() or {}).get("zone", "")

    @property
    def missing(self) -> str:
        """What the text lacks to name a moment: `day`, `time`, `zone`, `validity` (no such date); `` for nothing.

        A zone by name lacks its offset, UTC and GMT aside.
        """
        parts = self._parts()
        if parts is None:
            return "validity"
        if "day" not in parts:
            return "day"
        if self.as_date() is None:
            return "validity"
        if "hour" not in parts:
            return "time"
        if "zone" not in parts:
            return "zone"
        if self.as_datetime():
            return ""
        return "zone" if self.as_datetime(UTC) else "validity"

    def _parts(self) -> dict[str, str] | None:
        text = self.value or ""
        pattern = _PATTERNS.get(self.format or "")
        match = pattern.fullmatch(text) if pattern else None
        if match is None:
            match = _LOOSE.fullmatch(text)
        return {name: part for name, part in match.groupdict().items() if part} if match else None


def _zone(text: str, otherwise: timezone | None) -> timezone | None:
    if text in _NO_OFFSET:
        return UTC
    if text.isalpha():
        return otherwise
    hours, minutes = int(text[1:3]), int(text[3:].strip(":") or 0)
    if hours > 14 or minutes > 59:
        return None
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
