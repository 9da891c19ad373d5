"""EDIFACT: a value is a component."""

import re
from collections.abc import Collection, Hashable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cached_property, partial

from edi_engine.findings import Position, Report
from edi_engine.formats.edifact.segments import Segments, escape, unescape
from edi_engine.interchange import Message
from edi_engine.mapping.received.value import Alter, ReceivedValue, other

ENVELOPE = ("UNH", "UNT")
AROUND = "the envelope of the message, which the engine reads and writes itself"
_DOTTED = "{}.{}.{}".format
_SEPARATORS = re.compile("([+:*])")


class EdifactValues:
    """The values of one message, see `value.Received`."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.values: list[ReceivedValue] = []
        self.homes: list[tuple[int, int, int, int]] = []
        self.segments: Segments = message.body
        self._pieces: list[int] = []
        self._of: list[range] = []  # the values of each segment
        locate, plain = self.segments.locate, unescape if self.segments.escaped else str
        for number, text in enumerate(self.segments.texts, start=1):
            aside, first = AROUND if text[:3] in ENVELOPE else "", len(self.values)
            for (element, repetition, component), value, piece in _components(text):
                if value:
                    self._pieces.append(piece)
                    self.homes.append((number, element, repetition, component))
                    where = partial(locate, number, element, component, repetition if repetition > 1 else None)
                    self.values.append(ReceivedValue(plain(value), where, aside))
            self._of.append(range(first, len(self.values)))
        self.shape: Hashable = tuple(text[:3] for text in self.segments.texts)

    @cached_property
    def places(self) -> list[str]:
        texts = self.segments.texts
        return [f"{texts[number - 1][:3]} {_DOTTED(*home)}" for number, *home in self.homes]

    @cached_property
    def keys(self) -> list[str]:
        return [f"{home[0]} {place}" for home, place in zip(self.homes, self.places, strict=True)]

    def span(self, index: int, payload: bytes) -> tuple[int, int] | None:
        number, element, repetition, component = self.homes[index]
        return self.segments.span(number, element, component, repetition if repetition > 1 else None)

    def altered(self, which: Collection[int], how: Alter = other) -> AbstractContextManager[Message]:
        texts = list(self.segments.texts)
        changes: dict[int, list[int]] = {}
        for index in which:
            changes.setdefault(self.homes[index][0], []).append(index)
        for number, indexes in changes.items():
            pieces = _SEPARATORS.split(texts[number - 1])
            for index in indexes:
                pieces[self._pieces[index]] = escape(how(self.values[index].text))
            texts[number - 1] = "".join(pieces)
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


def _components(text: str) -> Iterator[tuple[tuple[int, int, int], str, int]]:
    """The ordinals of each component, its text, and its number among the pieces and separators of the segment."""
    piece = 0
    for element, composite in enumerate(text.split("+"), start=0):
        if element and ":" not in composite and "*" not in composite:  # as most are
            yield (element, 1, 1), composite, piece
            piece += 2
            continue
        for repetition, part in enumerate(composite.split("*"), start=1):
            for component, value in enumerate(part.split(":"), start=1):
                if element:
                    yield (element, repetition, component), value, piece
                piece += 2
