"""The body of an EDIFACT message: its segments as plain texts, and exact positions for those who ask.

Normal form: whatever UNA said, `+` separates elements, `:` components and `*` repetitions; there is no terminator and
no line break; data characters that look like one of `+ : * ? '` are noncharacters (`escape`, `unescape`). So one
`str.split` is exact everywhere, and code behind the reader never meets a release character.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from edi_engine.findings import Position
from edi_engine.formats.edifact.charsets import shielded, width
from edi_engine.formats.edifact.lexer import (
    APOSTROPHE,
    COLON,
    PLUS,
    QUESTION,
    STAR,
    Part,
    escape,
    lexer_for,
    unescape,
)
from edi_engine.formats.edifact.offsets import Offsets, offsets
from edi_engine.formats.edifact.service_string import ServiceString

__all__ = ["APOSTROPHE", "COLON", "PLUS", "QUESTION", "STAR", "Segments", "escape", "unescape"]

_SHOWN_TAG = 12  # characters in a position; a tag has three, but with a lost terminator all the rest is "the tag"
_REPEATING = ServiceString(repetition="*")
_RELEASED = {PLUS: "?+", COLON: "?:", STAR: "?*", QUESTION: "??", APOSTROPHE: "?'"}


class Segments:
    """One message.

    Attributes:
        texts: a text per segment in normal form, UNH first, UNT last (unless a finding says that UNT is missing).
        escaped: whether `texts` may hold noncharacters; where it is False, `unescape` is not needed.
        raw: the message as received, from `UNH` to the terminator of `UNT`.
        service: the service characters `raw` is written with.
        codec: the Python codec `raw` was decoded with.
        offset, line, column: where UNH starts in the payload; the offset counts bytes from 0.
        syntax_version: UNB 0002 as written, empty without UNB.
        interchange, message: ordinals in the file and in the interchange, from 1.
        before: the blanks in front of `raw` in the payload; None for a message that was not read from one.
        placed: what placed the texts last (a `grouping.Structure`) and the places it gave, for those who come after.
    """

    __slots__ = (
        "_breaks",
        "_counted",
        "_measured",
        "_offsets",
        "_raw",
        "_shielded",
        "_spans",
        "before",
        "codec",
        "column",
        "escaped",
        "interchange",
        "line",
        "message",
        "offset",
        "placed",
        "service",
        "syntax_version",
        "texts",
    )

    def __init__(
        self,
        texts: list[str],
        *,
        raw: bytes | None,
        escaped: bool = True,
        service: ServiceString = _REPEATING,
        codec: str = "utf-8",
        offset: int = 0,
        line: int = 1,
        column: int = 1,
        syntax_version: str = "",
        interchange: int = 1,
        message: int | None = 1,
    ) -> None:
        self.texts = texts
        self._raw = raw
        self.escaped = escaped
        self.service = service
        self.codec = codec
        self.offset = offset
        self.line = line
        self.column = column
        self.syntax_version = syntax_version
        self.interchange = interchange
        self.message = message
        self.before: bytes | None = None
        self.placed: tuple[object, list[int]] | None = None
        self._spans: list[tuple[int, int]] | None = None
        self._breaks: list[int] | None = None
        self._measured = (0, 0, 0)
        self._shielded: bytes | None = None
        self._offsets: Offsets | None = None
        self._counted = False

    @classmethod
    def of(cls, texts: Sequence[str], *, syntax_version: str = "4") -> "Segments":
        """Make a message of normal-form segments, as if it had been received in UTF-8 with the default characters."""
        return cls(list(texts), raw=None, escaped=not "".join(texts).isascii(), syntax_version=syntax_version)

    @property
    def raw(self) -> bytes:
        """The message as received; of one that was not, put together when someone looks at it."""
        if self._raw is None:
            wire = "'".join([*self.texts, ""])
            for mark, released in _RELEASED.items() if not wire.isascii() else ():
                wire = wire.replace(mark, released)  # a translation looks up every character
            self._raw = wire.encode()
        return self._raw

    def __len__(self) -> int:
        return len(self.texts)

    def locate(
        self,
        segment: int,
        element: int | None = None,
        component: int | None = None,
        repetition: int | None = None,
    ) -> Position:
        """The exact place of a segment or of a part of it; all ordinals from 1, elements behind the tag.

        A part that is not there is placed at the end of what would hold it. Costs a pass over the message the first
        time, and over the segment each time: for findings, not for the fast path.
        """
        start, _ = self.span(segment, element, component, repetition)
        return self._position(start - self.offset, segment, element, component, repetition)

    def span(
        self,
        segment: int,
        element: int | None = None,
        component: int | None = None,
        repetition: int | None = None,
    ) -> tuple[int, int]:
        """The bytes in the payload, first and one past the last, of what `locate` would name."""
        wanted = () if element is None else _ordinals(element, repetition, component)
        start, end = self._span(segment, wanted)
        return self.offset + start, self.offset + end

    def _span(self, segment: int, wanted: tuple[int, ...]) -> tuple[int, int]:
        """The bytes in `raw`; behind the message for a segment it has not."""
        if not self._counted:
            self._offsets, self._counted = offsets(self.texts, self.raw, self.service, self.codec), True
        if self._offsets is not None and 1 <= segment <= len(self.texts):
            return self._offsets.span(segment, wanted)
        spans = self.segment_spans()
        if not 1 <= segment <= len(spans):
            return len(self.raw), len(self.raw)
        start, end = spans[segment - 1]
        return _part_span(lexer_for(self.service).parts(self._data(), start, end), wanted) if wanted else (start, end)

    def at(self, offset: int) -> Position:
        """The segment, element, repetition and component a byte of the payload belongs to."""
        inside, spans = offset - self.offset, self.segment_spans()
        segment = bisect_right(spans, (inside, len(self.raw)))
        if not 1 <= segment <= len(spans):
            return self._position(inside)
        data = self._data()
        for found in lexer_for(self.service).parts(data, *spans[segment - 1]):
            if inside <= found.end:
                break
        if found.element == 0:
            return self._position(inside, segment)
        repetition = found.repetition if self.service.repetition else None
        return self._position(inside, segment, found.element, found.component, repetition)

    def tag(self, segment: int) -> str | None:
        """The tag of a segment by its ordinal."""
        return self.texts[segment - 1].split("+", 1)[0].split(":", 1)[0] if segment <= len(self.texts) else None

    def segment_spans(self) -> list[tuple[int, int]]:
        """The bytes in `raw` of each segment, without terminators and blanks around; found once, then kept."""
        if self._spans is None:
            self._spans = lexer_for(self.service).segment_spans(self._data())
        return self._spans

    def _position(
        self,
        inside: int,
        segment: int | None = None,
        element: int | None = None,
        component: int | None = None,
        repetition: int | None = None,
    ) -> Position:
        if self._breaks is None:
            self._breaks = [match.end() for match in re.finditer(b"\n", self.raw)] if b"\n" in self.raw else []
        tag = self.tag(segment) if segment else None
        lines = bisect_right(self._breaks, inside)
        line_start = self._breaks[lines - 1] if lines else 0
        column = self._width(line_start, inside) + (1 if lines else self.column)
        return Position(
            interchange=self.interchange,
            message=self.message,
            segment=segment,
            tag=tag[:_SHOWN_TAG] if tag else None,
            element=element,
            component=component,
            repetition=repetition,
            offset=self.offset + inside,
            line=self.line + lines,
            column=column,
        )

    def _width(self, line_start: int, inside: int) -> int:
        """The characters of a line before a place, from where it was measured last: a line may be the whole message."""
        if self.codec == "ascii":
            return inside - line_start
        line, start, before = self._measured
        if line != line_start or start > inside or self.codec.startswith("iso2022"):
            start, before = line_start, 0
        before += width(self.raw[start:inside], self.codec)
        self._measured = line_start, inside, before
        return before

    def _data(self) -> bytes:
        """What is received, with what may not be taken for service characters hidden."""
        if not self.codec.startswith("iso2022"):
            return self.raw
        if self._shielded is None:
            self._shielded = shielded(self.raw, self.codec)
        return self._shielded


def _ordinals(element: int, repetition: int | None, component: int | None) -> tuple[int, ...]:
    """What the first fields of a `Part` are in all of what is asked for."""
    if component is not None:
        return element, repetition or 1, component
    return (element,) if repetition is None else (element, repetition)


def _part_span(parts: Iterable[Part], wanted: tuple[int, ...]) -> tuple[int, int]:
    """The range of an element, of one repetition or of one component; empty at the end of the nearest holder.

    Parts are looked at one by one and no further than needed: a hostile segment has millions of them.
    """
    first, end = None, 0
    for part in parts:
        ordinals = part[: len(wanted)]
        if ordinals > wanted:
            break
        if first is None and ordinals == wanted:
            first = part.start
        end = part.end
    return (end if first is None else first), end
