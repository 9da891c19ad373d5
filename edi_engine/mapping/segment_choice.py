"""Which line of a template takes a segment that is not clean: all lines exactly first, then all relaxed.

Generated code takes clean segments itself, without a word. Here the same lines are asked, one by one, and what is odd
about a segment is told and put right before the line takes it.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from edi_engine.mapping.reading import Reading, RelaxedCell, relaxed
from edi_engine.mapping.runtime import plain

Captures = Sequence[str | None]


class Exact:
    """The expression of a line, compiled when it is first asked for: clean messages never ask."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    @cached_property
    def match(self) -> Callable[[str], re.Match[str] | None]:
        """A match of the whole segment, or None."""
        return re.compile(self._pattern).fullmatch


class Choice(NamedTuple):
    """A template line that may take segments of its place; slots are those of the state of reading.

    Attributes:
        number, take: the line, and what takes its captures when they are put right.
        exact, cells: its expression, and the same for relaxed matching.
        reads: of each capture how it is read (`edifact_patterns.reads`), element, component, and what a finding needs.
        codes: captures that must be a code: group, element, component, table, whether it may be absent.
        under: of a line in a group: the slot that holds the line which opened it, and the line that must have.
        opens: of a line that opens a group: the slots for its number and its segment.
        once: of a line that matches once in a group: the slot that says in which it did, and that of the segment that
            opened the group; no such slot at the top of the message.
        case: the conditions under which it is there.
    """

    number: int
    take: Callable[[Any, int, Captures], None]
    exact: Exact
    cells: tuple[RelaxedCell, ...]
    reads: tuple[tuple[str, int, int, str], ...]
    codes: tuple[tuple[int, int, int, Mapping[str, str], bool], ...]
    under: tuple[str, int] | None
    opens: tuple[str, str] | None
    once: tuple[str, str] | None
    case: tuple[int, ...]

    def is_open(self, st: Any) -> bool:
        """Whether the line may take a segment here."""
        if self.under is not None and getattr(st, self.under[0]) != self.under[1]:
            return False
        if self.case and not all(st.case[number] for number in self.case):
            return False
        return self.once is None or getattr(st, self.once[0]) != _group(st, self.once[1])

    def exactly(self, text: str) -> Captures | None:
        """The captures of a segment that is just as the line asks."""
        match = self.exact.match(text)
        if match is None:
            return None
        for group, _, _, table, may_lack in self.codes:
            if match[group] not in table and not (may_lack and not match[group]):
                return None
        return match.groups()

    def nearly(self, st: Reading, text: str, i: int) -> Captures | None:
        """The captures of a segment the line means nevertheless; what is odd about it is told."""
        if self.codes and not fits(text, self.codes):
            return None
        return relaxed(st, self.cells, text, i)

    def taken(self, st: Any, i: int, captured: Captures) -> None:
        """Take a segment. A number that cannot be read is told by then: its segment does not count as empty."""
        if self.opens is not None:
            setattr(st, self.opens[0], self.number)
            setattr(st, self.opens[1], i)
        if self.once is not None:
            setattr(st, self.once[0], _group(st, self.once[1]))
        empty, right, unread = len(st.empty), list[str | None](), False
        for (kind, element, component, told), text in zip(self.reads, captured, strict=True):
            if kind in _TOLD:
                if text:
                    _TOLD[kind](st, text, i, element, component, told)
                continue
            read = _READ[kind](st, text, i, element, component) if text and kind in _READ else text
            unread = unread or (read is None and text is not None)
            right.append(read)
        self.take(st, i, right)
        if unread:
            del st.empty[empty:]


def choose(st: Any, s: str, i: int, lines: tuple[Choice, ...]) -> None:
    """Give a segment to the line that takes it, or note that none does."""
    for line in lines:
        if line.is_open(st) and (captured := line.exactly(s)) is not None:
            line.taken(st, i, captured)
            return
    for line in lines:
        if line.is_open(st) and (captured := line.nearly(st, s, i)) is not None:
            line.taken(st, i, captured)
            return
    if lines[0].opens is not None:
        setattr(st, lines[0].opens[0], 0)
    st.lost.append(i)


def fits(text: str, codes: Iterable[tuple[int, int, int, Mapping[str, str], bool]]) -> bool:
    """Whether the components that must hold a code of a closed table do (or are empty, where that is allowed)."""
    elements = [element.split("*")[0].split(":") for element in text.split("+")[1:]]
    for _, element, component, table, may_lack in codes:
        here = elements[element - 1][component - 1 : component] if element <= len(elements) else []
        code = here[0] if here else ""
        if code not in table and not (may_lack and not code):
            return False
    return True


def _group(st: Any, opened: str) -> int:
    """The segment that opened the group a line stands in, -1 at the top of the message."""
    segment: int = getattr(st, opened) if opened else -1
    return segment


def _number(st: Reading, text: str, i: int, element: int, component: int) -> str | None:
    number = st.number(text, i, element, component)
    return None if number is None else plain(number)


def _integer(st: Reading, text: str, i: int, element: int, component: int) -> str | None:
    number = st.integer(text, i, element, component)
    return None if number is None else str(number)


def _normalise(st: Reading, text: str, i: int, element: int, component: int, first: str) -> None:
    if text != first:
        st.normalised(i, element, component, text, first)


def _ignore(st: Reading, text: str, i: int, element: int, component: int, reason: str) -> None:
    st.ignored(i, element, component, reason)


_READ: Mapping[str, Callable[[Reading, str, int, int, int], str | None]] = {"number": _number, "integer": _integer}
_TOLD: Mapping[str, Callable[[Reading, str, int, int, int, str], None]] = {"set": _normalise, "ignore": _ignore}
