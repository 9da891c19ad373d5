"""Dates and times of the model in the format a partner wants; what is missing is never made up."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from edi_engine.canonical.values import DateTime

# Format codes of data element 2379 that can be asked for: the parts in order, and the shape of the text.
_PARTS: Mapping[str, str] = {
    "101": "yMD",
    "102": "YMD",
    "201": "yMDhm",
    "203": "YMDhm",
    "204": "YMDhms",
    "303": "YMDhmz",
    "304": "YMDhmsz",
    "602": "Y",
    "610": "YM",
}
_ZONE = r"(?:Z|[A-Z]{3}|[+-]\d\d(?::?\d\d)?)"  # ZZZ in 2379 has three places; minutes are written where there are some
_SHAPES = {
    code: re.compile("".join({"Y": r"\d{4}", "z": _ZONE}.get(part, r"\d\d") for part in parts), re.ASCII)
    for code, parts in _PARTS.items()
}
FORMATS = frozenset({*_PARTS, ""})


def read_moment(text: str, code: str) -> DateTime | None:
    """A text as a value of the model; None where it is not in that format, or no such date exists.

    Args:
        code: format code of element 2379; empty for ISO 8601.
    """
    value = DateTime(value=text, format=code or None)
    if not code:
        known = text[4:5] == "-" and value.missing in ("", "time", "zone")
        return value if known and _exists(value, "T" in text) else None
    if not _SHAPES[code].fullmatch(text):
        return None
    full = DateTime(value=f"{text}0101"[:8], format="102") if code in ("602", "610") else value
    return value if _exists(full, "h" in _PARTS[code]) else None


def _exists(value: DateTime, has_time: bool) -> bool:
    return value.as_date() is not None and (not has_time or value.as_datetime(UTC) is not None)


def write_moment(value: DateTime, code: str) -> tuple[str, str]:
    """A value in a format.

    Returns:
        Text and nothing where all is said; text and what the format had no room for (`time`, `seconds`, `zone`,
        `fraction of a second`); no
        text and what the value lacks to be written so (`day`, `time`, `zone`, `validity`).
    """
    return (value.value or "", "") if (value.format or "") == code else _converted(value, code)


def write_readable(value: DateTime, code: str) -> tuple[str, str]:
    """The same for a format whose text is read by `read_moment`: what that would refuse is not left as it stands."""
    as_it_stands = (value.format or "") == code and _is_read(value.value or "", code)
    return (value.value or "", "") if as_it_stands else _converted(value, code)


@lru_cache(maxsize=1024)
def _is_read(text: str, code: str) -> bool:
    """Whether reading takes a text; the items of a document have much the same dates."""
    return read_moment(text, code) is not None


def _converted(value: DateTime, code: str) -> tuple[str, str]:
    text, missing = value.value or "", value.missing
    day, moment = value.as_date(), value.as_datetime(UTC)
    if day is None or (moment is None and missing != "time"):
        return "", missing
    if not code:
        return _iso(day, moment, missing), "zone" if value.zone and missing == "zone" else ""
    parts, zone = _PARTS[code], value.zone
    if ("h" in parts and moment is None) or ("z" in parts and not zone):
        return "", missing
    return "".join(_part(part, day, moment, zone) for part in parts), _lost(parts, moment, zone) or _fraction(text)


def with_part(value: DateTime | None, part: str, text: str) -> DateTime | None:
    """A value with its day (102) or its time (401) put to what is there of it; None where the text is none of these."""
    known = {} if value is None else {value.format: value.value or ""}
    day, clock = (text, known.get("401", "")) if part == "date" else (known.get("102", ""), text)
    whole = read_moment((day or "20000101") + (clock or "0000"), "203")
    if whole is None or (known and not (day and clock)):
        return None
    if day and clock:
        return whole
    return DateTime(value=text, format="102" if day else "401")


def part_of(value: DateTime, part: str) -> tuple[str, str]:
    """The day (102) or the time (401) of a value.

    Returns:
        Text and nothing; text and what a time has no room for; no text and what the value lacks, where it is unclear.
    """
    if value.format == "401":
        return ("", "") if part == "date" else (value.value or "", "")
    day = value.as_date()
    if part == "date" or day is None:
        return (day.strftime("%Y%m%d"), "") if day else ("", "day" if part == "date" else "")
    written, missing = write_moment(value, "203")
    return (written[8:], missing) if written else ("", "")


def _iso(day: date, moment: datetime | None, missing: str) -> str:
    if moment is None:
        return day.isoformat()
    return moment.replace(tzinfo=None).isoformat() if missing == "zone" else moment.isoformat()


def _part(part: str, day: date, moment: datetime | None, zone: str) -> str:
    whole = day.isoformat()
    clock = moment.strftime("%H%M%S") if moment else ""
    if part == "z":
        return zone if zone.isalpha() else _offset(zone)
    spans = {"Y": whole[:4], "y": whole[2:4], "M": whole[5:7], "D": whole[8:]}
    return spans.get(part) or {"h": clock[:2], "m": clock[2:4], "s": clock[4:]}[part]


def _lost(parts: str, moment: datetime | None, zone: str) -> str:
    if moment is None:
        return "" if "D" in parts else "day"
    if "h" not in parts:
        return "time"
    if moment.second and "s" not in parts:
        return "seconds"
    return "zone" if zone and "z" not in parts else ""


def _fraction(text: str) -> str:
    return "fraction of a second" if re.search(r"\.\d*[1-9]", text) else ""


def _offset(zone: str) -> str:
    """An offset as it was given, without a colon, and without minutes where there are none."""
    hours, minutes = zone[:3], zone[3:].strip(":")
    return hours if minutes in ("", "00") else hours + minutes
