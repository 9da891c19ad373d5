"""The words: a received value, and a message as such values, which can be changed for a trial."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

from edi_engine.findings import Position
from edi_engine.interchange import Message

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NEXT = str.maketrans(
    "0123456789" + _LETTERS + _LETTERS.lower(),
    "1234567891" + _LETTERS[1:] + "A" + (_LETTERS[1:] + "A").lower(),
)


class ReceivedValue(NamedTuple):
    """A value as text, and what gives its place; `aside` says why it is no matter of mappings, where it is none."""

    text: str
    where: Callable[[], Position]
    aside: str = ""


class Received(Protocol):
    """A message as single values, in the order of its text."""

    values: list[ReceivedValue]

    def altered(self, which: Collection[int]) -> AbstractContextManager[Message]:
        """The message with some values changed, while the context lasts."""

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


def other(text: str) -> str:
    """Another text of the same shape: digits for digits, letters for letters."""
    changed = text.translate(NEXT)
    return changed if changed != text else f"{text}X"
