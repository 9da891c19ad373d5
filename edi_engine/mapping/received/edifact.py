"""EDIFACT: a value is a component."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from edi_engine.findings import Position, Report
from edi_engine.formats.edifact.segments import Segments, escape, unescape
from edi_engine.interchange import Message
from edi_engine.mapping.received.value import ReceivedValue, other

ENVELOPE = ("UNH", "UNT")
AROUND = "the envelope of the message, which the engine reads and writes itself"


class EdifactValues:
    """The values of one message, see `value.Received`."""

    def __init__(self, message: Message) -> None:
        self.message, self.values, self.homes = message, [], []
        self.segments: Segments = message.body
        self._of: list[range] = []  # the values of each segment
        for number, text in enumerate(self.segments.texts, start=1):
            aside, first = AROUND if text[:3] in ENVELOPE else "", len(self.values)
            for home, component in _components(text):
                if component:
                    self.homes.append((number, *home))
                    self.values.append(ReceivedValue(unescape(component), self._place(number, *home), aside))
            self._of.append(range(first, len(self.values)))

    values: list[ReceivedValue]
    homes: list[tuple[int, int, int, int]]

    def _place(self, segment: int, element: int, repetition: int, component: int) -> Callable[[], Position]:
        repeated = repetition if repetition > 1 else None
        return lambda: self.segments.locate(segment, element, component, repeated)

    def altered(self, which: Collection[int]) -> AbstractContextManager[Message]:
        texts = list(self.segments.texts)
        changes: dict[int, list[tuple[list[int], str]]] = {}
        for index in which:
            number, *home = self.homes[index]
            changes.setdefault(number, []).append((home, escape(other(self.values[index].text))))
        for number, changed in changes.items():
            texts[number - 1] = _replaced(texts[number - 1], changed)
        segments = Segments(texts, raw=self.segments.raw, syntax_version=self.segments.syntax_version)
        segments.placed = self.segments.placed
        return nullcontext(replace(self.message, body=segments, report=Report()))

    def within(self, where: Position) -> Sequence[int]:
        """The values of a segment, an element, a repetition or a component."""
        if where.segment is None or where.segment > len(self._of):
            return range(len(self.values)) if where.segment is None else ()
        wanted = (where.element, where.repetition, where.component)
        if wanted == (None, None, None):
            return self._of[where.segment - 1]
        return [index for index in self._of[where.segment - 1] if _is_in(self.homes[index][1:], wanted)]


def _is_in(home: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    return all(asked in (None, found) for found, asked in zip(home, wanted, strict=True))


def _components(text: str) -> Iterator[tuple[tuple[int, int, int], str]]:
    for element, composite in enumerate(text.split("+")[1:], start=1):
        for repetition, part in enumerate(composite.split("*"), start=1):
            for component, value in enumerate(part.split(":"), start=1):
                yield (element, repetition, component), value


def _replaced(text: str, changes: list[tuple[list[int], str]]) -> str:
    """A segment with other components: element, repetition and component of each, from 1, and its text."""
    elements = [[part.split(":") for part in composite.split("*")] for composite in text.split("+")]
    for (element, repetition, component), value in changes:
        elements[element][repetition - 1][component - 1] = value
    return "+".join("*".join(":".join(part) for part in composite) for composite in elements)
