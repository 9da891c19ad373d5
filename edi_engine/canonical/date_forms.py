"""The forms of dates as code list 2379 writes them in its names (`CCYYMMDDHHMM`): what fits one, and what exists.

Forms with letters whose values the list leaves to agreement (`S`, `P`, `B`, `T`) are not known here.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

_CENTURY_TURN = 70
_LATEST_ZONE = 14
# What the letters of a form stand for. A zone is an offset (Z, +HH, +HHMM, +HH:MM) or a name (ZZZ).
_ZONE = r"(?P<zone>Z|[A-Z]{3}|[+-]\d\d(?::?\d\d)?)"
PARTS = {
    "CCYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d\d)",
    "MM": r"(?P<month>\d\d)",
    "HHMM": r"(?P<hour>\d\d)(?P<minute>\d\d)",
    "DDD": r"(?P<day_of_year>\d{3})",
    "DD": r"(?P<day>\d\d)",
    "D": r"(?P<weekday>\d)",
    "SS": r"(?P<second>\d\d)",
    "FFF": r"(?P<fraction>\d{3})",
    "ZHHMM": _ZONE,
    "ZZZ": _ZONE,
    "WW": r"(?P<week>\d\d)",
    "Q": r"(?P<quarter>\d)",
}
_LETTERS = re.compile("|".join(sorted(PARTS, key=len, reverse=True)))
_RANGE = re.compile(r"(.{3,}?)-?\1|(.+)-\2")
_BOUNDS = {
    "month": (1, 12),
    "day": (1, 31),
    "day_of_year": (1, 366),
    "weekday": (1, 7),
    "week": (1, 53),
    "quarter": (1, 4),
    "hour": (0, 24),
    "minute": (0, 59),
    "second": (0, 59),
}


@cache
def pattern(form: str) -> re.Pattern[str] | None:
    """The pattern of a form that is no range; its groups name the parts. None for a form that is not known."""
    parts = _LETTERS.findall(form)
    if "".join(parts) != form or len({*parts}) < len(parts) or not form:
        return None
    return re.compile("".join(PARTS[part] for part in parts), re.ASCII)


@cache
def _range(form: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """The pattern of each end of a range, and that of the whole; people write its hyphen or leave it out."""
    ends = _RANGE.fullmatch(form)
    end = pattern(ends[1] or ends[2]) if ends else None
    if end is None:
        return None
    bare = re.sub(r"\?P<\w+>", "?:", end.pattern)
    return end, re.compile(f"({bare})-?({bare})", re.ASCII)


@lru_cache(maxsize=4096)  # dates come again and again
def fault(text: str, form: str) -> str:
    """What is wrong with a text that is to be of a form of 2379.

    Returns:
        Nothing where all is well or the form is not known; `form` where the text is not written so; `existence` where
        there is no such date or time.
    """
    single, double = pattern(form), _range(form)
    if single is None and double is None:
        return ""
    matches = [single.fullmatch(text)] if single else _ends(text, *double) if double else []
    if None in matches:
        return "form"
    return "" if all(exists(match.groupdict()) for match in matches if match) else "existence"


def _ends(text: str, end: re.Pattern[str], whole: re.Pattern[str]) -> list[re.Match[str] | None]:
    found = whole.fullmatch(text)
    return [end.fullmatch(part) for part in found.groups()] if found else [None]


def exists(parts: Mapping[str, str]) -> bool:
    """Whether there are such a day and time; 24:00 ends a day, and the 29th of February needs a leap year."""
    for name, (least, most) in _BOUNDS.items():
        if name in parts and not least <= int(parts[name]) <= most:
            return False
    if parts.get("hour") == "24" and int(parts.get("minute", 0)) + int(parts.get("second", 0)):
        return False
    return _is_day(parts) and _is_zone(parts.get("zone", ""))


def year(parts: Mapping[str, str]) -> int:
    """The year, of two digits the one from 1970 to 2069; one of leap where none is said."""
    if "year" in parts:
        return int(parts["year"])
    short = int(parts.get("short", 0))
    return short + (1900 if short >= _CENTURY_TURN else 2000)


def _is_day(parts: Mapping[str, str]) -> bool:
    try:
        date(year(parts), int(parts.get("month", 1)), int(parts.get("day", 1)))
        return int(parts.get("day_of_year", 1)) <= date(year(parts), 12, 31).timetuple().tm_yday
    except ValueError:
        return False


def _is_zone(text: str) -> bool:
    if text in ("", "Z") or text.isalpha():
        return True
    return int(text[1:3]) <= _LATEST_ZONE and int(text[3:].strip(":") or 0) <= 59
