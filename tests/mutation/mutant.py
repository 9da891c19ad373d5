"""The word: a mapping folder with one change of one file."""

from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple

Change = tuple[int, str, str]  # line from 1, what is done, the text of the file then
WIDE, AROUND = 100, 12
Edit = tuple[str, str]  # what is done, the line then


class Mutant(NamedTuple):
    """One change.

    Attributes:
        file: name in the folder of the mapping; `line` counts from 1.
        operator: what is done; `before` and `after` are the line, where lines went away without the latter.
        text: the whole file then.
    """

    mapping: str
    file: str
    line: int
    operator: str
    before: str
    after: str
    text: str

    def shown(self) -> str:
        """File and line, what is done, and how the changed part reads then."""
        before, after = self.before.strip(), self.after.strip()
        where = f"{self.mapping}/{self.file}:{self.line}: {self.operator}:"
        if not after:
            return f"{where} {before[:WIDE]}"
        start = max(0, _same(before, after) - AROUND)
        tail = max(0, _same(before[:start:-1], after[:start:-1]) - AROUND)
        return f"{where} {before[start : len(before) - tail]} -> {after[start : len(after) - tail]}"


def _same(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def edited(lines: list[str], at: int, edits: Iterator[Edit]) -> Iterator[Change]:
    """Changes of one line, counted from 0."""
    for operator, line in edits:
        if line != lines[at]:
            yield at + 1, operator, joined([*lines[:at], line, *lines[at + 1 :]])


def dropped(lines: list[str], at: int, end: int, operator: str = "line dropped") -> Change:
    """A change that takes lines away."""
    return at + 1, operator, joined([*lines[:at], *lines[end:]])


def joined(lines: list[str]) -> str:
    """The text of a file."""
    return "\n".join(lines) + "\n"


def other(text: str) -> str:
    """Another text of the same shape."""
    last = text[-1:]
    follow = {"9": "0", "Z": "A", "z": "a"}.get(last) or (chr(ord(last) + 1) if last.isalnum() else "X")
    return text[:-1] + follow
