"""From when to when exchanges were received: two days or times, as the store writes them."""

import datetime
from typing import NamedTuple

from edi_engine.audit.commits import recorded

_LAST = "9999"


class Period(NamedTuple):
    """Times as text in UTC, comparable with `received_at`: from `since` on, before `until`."""

    since: str = ""
    until: str = _LAST


ALWAYS = Period()
WHERE = "e.received_at >= ?1 AND e.received_at < ?2"  # of a query over exchanges `e` whose first values are a period


def read_period(since: str = "", until: str = "") -> Period:
    """A period of two ISO 8601 days or times, empty for none; without a zone UTC, and a day as `until` counts whole.

    Raises:
        ValueError: one of them is neither a day nor a time, or nothing lies between them.
    """
    period = Period(_moment(since) if since else "", _moment(until, end=True) if until else _LAST)
    if period.since >= period.until:
        raise ValueError(f"{since[:40]!r} is not before {until[:40]!r}")
    return period


def _moment(text: str, *, end: bool = False) -> str:
    try:
        at = datetime.datetime.fromisoformat(text)
        if len(text) <= len("2026-W01-1") and end:
            at += datetime.timedelta(days=1)
        at = at.replace(tzinfo=at.tzinfo or datetime.UTC).astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:40]!r} is no day or time such as 2026-01-31 or 2026-01-31T12:30") from None
    return recorded(at)
