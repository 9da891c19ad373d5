"""The words: a received value, and a message as such values, which can be changed for a trial."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import NamedTuple, Protocol

from edi_engine.findings import Position
from edi_engine.interchange import Message

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DIGITS = "0123456789"
_ALPHABETS = DIGITS, _LETTERS, _LETTERS.lower()
NEXT = str.maketrans(
    "0123456789" + _LETTERS + _LETTERS.lower(),
    "1234567891" + _LETTERS[1:] + "A" + (_LETTERS[1:] + "A").lower(),
)

# Dates and times as messages write them: year, month, day, hour, minute, and what is behind.
_MOMENT = re.compile(
    r"(?P<year>(?:[0-9]{2})?[0-9]{2})(?P<a>-?)(?P<month>0[1-9]|1[0-2])(?P=a)(?P<day>0[1-9]|[12][0-9]|3[01])"
    r"(?:T?(?P<hour>[01][0-9]|2[0-3]):?(?P<minute>[0-5][0-9])(?![0-9]{3}).*)?",
    re.ASCII | re.DOTALL,
).fullmatch


Alter = Callable[[str], str]
"""What makes another text of a value."""


class ReceivedValue(NamedTuple):
    """A value as text, and what gives its place; `aside` says why it is no matter of mappings, where it is none."""

    text: str
    where: Callable[[], Position]
    aside: str = ""


class Received(Protocol):
    """A message as single values, in the order of its text.

    Attributes:
        shape: how many segments, items, rows there are; messages of one shape have values of one key at one place.
    """

    values: list[ReceivedValue]
    shape: Hashable

    @property
    def keys(self) -> list[str]:
        """Of each value its place in this message."""

    @property
    def places(self) -> list[str]:
        """Of each value its place in any message: without numbers of segments, items, rows."""

    def span(self, index: int, payload: bytes) -> tuple[int, int] | None:
        """The bytes in the payload that hold a value, first and one past the last; None where they are not known."""

    def altered(self, which: Collection[int], how: "Alter" = ...) -> AbstractContextManager[Message]:
        """The message with some values changed, while the context lasts; `how` is asked in the order of `which`."""

    def within(self, where: Position) -> Sequence[int]:
        """The indices of the values that a finding of reading at a place is about."""


def ranges(paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], range]:
    """Which values stand at or below each path, of values in the order of their text."""
    found: dict[tuple[str, ...], range] = {}
    for index, path in enumerate(paths):
        for length in range(len(path) + 1):
            first = found[path[:length]].start if path[:length] in found else index
            found[path[:length]] = range(first, index + 1)
    return found


ORDINALS = re.compile(r"(?<=/)\d+(?=/|$)|\[\d+\]")


def lists(keys: Iterable[str]) -> Hashable:
    """The elements of lists that keys go through: XPaths with `[2]`, pointers with `/2`."""
    return frozenset(key[: ordinal.end()] for key in keys for ordinal in ORDINALS.finditer(key))


@lru_cache(maxsize=20_000)
def other(text: str) -> str:
    """Another text of the same shape: digits for digits, letters for letters; of a date and a time another one."""
    moment = _MOMENT(text)
    if moment:
        return _another_moment(text, moment)
    changed = text.translate(NEXT)
    return changed if changed != text else f"{text}X"


def numbered(text: str, number: int) -> str:
    """A text of the same shape, but for digits before it where it is short, that differs with the number."""
    if moment := _MOMENT(text):
        for part, first, most in (("day", 1, 28), ("month", 1, 12), ("year", 1000, 9000)):
            (start, end), (number, rest) = moment.span(part), divmod(number, most)
            text = text[:start] + f"{first + rest:02}"[start - end :] + text[end:]
        return text
    signs = list(text)
    first = next((at for at, sign in enumerate(text) if sign.isalnum()), -1)
    for at in range(len(signs) - 1, -1, -1):
        alphabet = next((some for some in _ALPHABETS if signs[at] in some), "")
        if alphabet:
            alphabet = alphabet[alphabet == DIGITS and at == first :]
            number, rest = divmod(number, len(alphabet))
            signs[at] = alphabet[rest]
    return f"{number or ''}{''.join(signs)}"


def _another_moment(text: str, moment: re.Match[str]) -> str:
    """Another date and time: each part is another number than before, and one that every calendar has."""
    for part, most in (("year", 9999), ("month", 12), ("day", 28), ("hour", 23), ("minute", 59)):
        digits, (start, end) = moment[part] or "", moment.span(part)
        if digits:
            number = int(digits)
            changed = min(number - 1, most) if number > 1 else number + 1
            text = text[:start] + str(changed).zfill(len(digits)) + text[end:]
    return text
