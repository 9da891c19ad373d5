"""When a delivery that failed is tried again, when it is given up, and when its destination is left alone: `retry:`."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from edi_engine.conditions.expression import near
from edi_engine.configuration import Table, Text, seconds_of

MOST_SECONDS = 366 * 86_400.0
MOST_FAILURES = 1_000
Add = Callable[[str, Any, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Retry:
    """The policy of a route or an answer; all but two numbers are seconds.

    Attributes:
        first, longest: the first wait, doubled after each attempt up to the longest.
        then: every wait after that.
        give_up: counted from the intention; what is not delivered by then is a dead letter.
        jitter: percent of a wait that may be added to it, so that not all come back at once.
        break_after: failures in a row of one destination after which it is left alone …
        probe_after: … for so long; then one delivery is tried, and the others follow if that is made.
    """

    first: float = 1.0
    longest: float = 60.0
    then: float = 600.0
    give_up: float = 14 * 86_400.0
    jitter: float = 20.0
    break_after: int = 5
    probe_after: float = 30.0

    def wait(self, attempt: int, reference: str) -> float:
        """Seconds to wait after a number of attempts, from 1; what is added to them follows from the reference."""
        before, doubled = (self.first * 2.0 ** min(number, 60) for number in (attempt - 2, attempt - 1))
        if doubled < self.longest:
            wait = doubled
        else:
            wait = self.longest if attempt == 1 or before < self.longest else self.then
        drawn = int.from_bytes(hashlib.sha256(f"{reference} {attempt}".encode()).digest()[:4]) / 2**32
        return wait * (1 + self.jitter / 100 * drawn)


AS_USUAL = Retry()
_DURATIONS = ("first", "longest", "then", "give_up", "probe_after")
_NUMBERS = {"jitter": (0, 100), "break_after": (1, MOST_FAILURES)}


def read_retry(value: Any, shape: Add, allowed: Add) -> Retry | None:
    """A policy from its table of keys; `None` where it is none.

    Args:
        value: the table.
        shape, allowed: take what has a wrong shape, and what is not allowed: what, where, how to mend it.
    """
    if not isinstance(value, Table):
        shape("retry is a table of keys", value, "write retry: {first: 1s, longest: 60s, then: 10m}")
        return None
    known = (*_DURATIONS, *_NUMBERS)
    given: dict[str, Any] = {}
    for key, text in value.items():
        if key not in known:
            shape(f"unknown key {key}", key, near(key, known))
        elif key in _DURATIONS:
            given[key] = read_duration(key, text, allowed)
        else:
            given[key] = _number(key, text, allowed)
    return None if None in given.values() else Retry(**given)


def read_duration(key: Any, text: Any, allowed: Add) -> float | None:
    """A duration in seconds, up to a year."""
    seconds = seconds_of(text) if isinstance(text, Text) else None
    if seconds is None or not 0 < seconds <= MOST_SECONDS:
        allowed(f"{key} is no duration", text if text is not None else key, "write 30s, 10m, 24h or 14d")
        return None
    return seconds


def _number(key: Any, text: Any, allowed: Add) -> int | None:
    least, most = _NUMBERS[key]
    if isinstance(text, Text) and text.isascii() and text.isdigit() and len(text) < 5 and least <= int(text) <= most:
        return int(text)
    fix = f"write a number from {least} to {most}"
    allowed(f"{key} is no such number", text if text is not None else key, fix)
    return None
