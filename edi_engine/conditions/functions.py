"""What an expression may call: functions of CEL, as far as we take them; others are handed in.

A function is not called where an argument is absent: what it would say is undecided.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

Gives = Literal["truth", "value", "list"]

_UNBOUNDED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?P<end>\))?(?P<sign>[*+]|\{\d*,\d*\})|.", re.DOTALL)
MOST_UNBOUNDED = 2
LONGEST_MATCHED = 1000  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function of expressions.

    Attributes:
        call: in Python; it gives None where it cannot say.
        arguments: how many it takes.
        gives: what kind of thing it gives.
        context: whether it takes what the expression is judged in as an argument before the others.
    """

    call: Callable[..., Any]
    arguments: int
    gives: Gives
    context: bool = False


def divide(dividend: Any, divisor: Any) -> Decimal | None:
    """A quotient of decimals; None of zero."""
    return Decimal(dividend) / Decimal(divisor) if divisor else None


def item(of: Any, index: Any) -> Any:
    """An element of a list or of a table, None if there is none."""
    if isinstance(of, Mapping):
        return of.get(index)
    return of[int(index)] if 0 <= index < len(of) and index == int(index) else None


def field(of: Any, name: str) -> Any:
    """A field of what no model describes."""
    if isinstance(of, Mapping):
        return of.get(name)
    return None if name.startswith("_") else getattr(of, name, None)


def pattern_fault(pattern: str) -> str:
    """Why a regular expression is not taken: it is none, or a hostile text could make it work for very long."""
    try:
        re.compile(pattern)
    except re.error as error:
        return f"{error.msg} in the pattern"
    repeated = [match for match in _UNBOUNDED.finditer(pattern) if match["sign"]]
    if any(match["end"] for match in repeated):
        return "the pattern repeats a group"
    if len([match for match in repeated if match["sign"][0] != "{" or match["sign"].endswith(",}")]) > MOST_UNBOUNDED:
        return f"the pattern has more than {MOST_UNBOUNDED} unbounded repetitions"
    return ""


def matches(text: str, pattern: str) -> bool | None:
    """Whether a pattern is found in a text; undecided where the text is very long."""
    return _compiled(pattern).search(text) is not None if len(text) <= LONGEST_MATCHED else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)  # they are written in expressions, so there are few


_CALLS: dict[str, Function] = {
    "size": Function(call=len, arguments=1, gives="value"),
    "startsWith": Function(call=str.startswith, arguments=2, gives="truth"),
    "endsWith": Function(call=str.endswith, arguments=2, gives="truth"),
    "contains": Function(call=str.__contains__, arguments=2, gives="truth"),
    "matches": Function(call=matches, arguments=2, gives="truth"),
}
STANDARD: Mapping[str, Function] = MappingProxyType(_CALLS)
