"""Where a message ends, and what may be spent on finding out.

The fast way looks for the next envelope segment and is content if that is UNT; whatever is not plain (a lost UNT, a
line break in a tag, a package) is walked through segment by segment.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from edi_engine.formats.edifact.lexer import BLANKS, Lexer
from edi_engine.formats.edifact.window import Window

ENVELOPE_TAGS = ("UNH", "UNB", "UNZ", "UNG", "UNE", "UNA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one payload may cost.

    Attributes:
        message_bytes, segment_bytes: longest message and segment.
        segments: most segments in a message.
        elements: most elements and components, together, in a segment.
        references: message references compared to find duplicates, in each interchange or group.
        faults: envelope faults in the whole payload after which it is given up.
    """

    message_bytes: int = 32 << 20
    segment_bytes: int = 1 << 16
    segments: int = 1_000_000
    elements: int = 2_000
    references: int = 10_000_000
    faults: int = 10_000


class End(NamedTuple):
    """Where a message ends ahead of the window, and what cut it short, if anything did.

    `following` names what comes instead of UNT; `limit` is the finding's code and the limit that was passed;
    `terminated` is False where the last segment lacks its terminator; `lost` says that the end was not found.
    """

    distance: int
    following: str = ""
    limit: tuple[str, int] | None = None
    terminated: bool = True
    lost: bool = False


class Boundaries:
    """Looks ahead from the window's place; only `resume` consumes anything."""

    __slots__ = ("_envelope", "_lexer", "_limits", "_release", "_resumption", "_tag_ends", "_terminator", "_window")

    def __init__(self, window: Window, lexer: Lexer, limits: Limits) -> None:
        service = lexer.service
        self._window = window
        self._lexer = lexer
        self._limits = limits
        self._terminator = ord(service.terminator)
        self._release = service.release.encode()
        self._tag_ends = (service.element + service.terminator).encode()
        end, begin = re.escape(self._tag_ends), re.escape(service.terminator).encode()
        blanks = re.escape(BLANKS.replace(self._tag_ends[1:], b""))  # a run of terminators is looked at once
        tag = rb"([Uu][Nn][THBZGEAthbzgea])(?=.)"  # looked for behind few terminators: the look ahead halves the time
        self._envelope = re.compile(begin + rb"(?=[Uu" + blanks + rb"])[" + blanks + rb"]*" + tag, re.DOTALL)
        self._resumption = re.compile(
            rb"(?<=[" + begin + rb"\s])(UN[BGHEZO](?=[" + end + rb"])|UNA(?=.{6}\s*UNB))", re.DOTALL | re.IGNORECASE
        )

    def end(self) -> End:
        """The end of the message that begins at the window's place."""
        distance = self._plain_end()
        end = End(distance) if distance else self._walk()
        segments, size = self._limits.segments, self._limits.message_bytes
        if end.limit is None and end.distance > size:
            return End(end.distance, limit=("LIM-001", size))
        if end.limit is None and end.distance > segments and self._count(end.distance) > segments:
            return End(end.distance, limit=("LIM-003", segments))
        return end

    def header_end(self) -> int:
        """The distance to the end of UNH alone, for a message that is too large to be read."""
        cut = self._window.cut(self._lexer, 0, self._limits.segment_bytes)
        return cut.next if cut else 3

    def resume(self) -> int:
        """Consume everything before the next segment that looks like one of the envelope's; counts terminators."""
        return self._window.seek(self._resumption, counted=self._tag_ends[1:])[0]

    def tag(self, raw: bytes) -> str:
        """The tag of a received segment, in capitals; line breaks may stand inside it."""
        head = raw[:64].translate(None, b"\r\n")
        for separator in (self._lexer.service.element, self._lexer.service.component):
            head = head.split(separator.encode(), 1)[0]
        return head[:16].decode("latin-1").strip().upper()

    def _plain_end(self) -> int:
        """The distance to the end of UNT if no other envelope segment comes before it, else 0."""
        window, distance = self._window, 3
        while True:
            data, place = window.view(), window.place
            for found in self._envelope.finditer(data, place + distance):
                if self._begins_segment(data, found.start(1), place):
                    is_unt = found[1] == b"UNT" and data[found.end()] in self._tag_ends
                    return self._end_of_unt(found.start(1) - place) if is_unt else 0
            distance = max(3, data.rfind(self._tag_ends[1:], place) - place)
            if window.ahead() > self._limits.message_bytes or not window.more():
                return 0

    def _end_of_unt(self, distance: int) -> int:
        cut = self._window.cut(self._lexer, distance, self._limits.segment_bytes)
        return cut.next if cut and cut.ended else 0

    def _begins_segment(self, data: bytes, index: int, place: int) -> bool:
        """Whether a terminator, not released, stands before `index`, blanks aside."""
        index -= 1
        while index > place and data[index] in BLANKS and data[index] != self._terminator:
            index -= 1
        if data[index] != self._terminator:
            return False
        if not self._release:
            return True
        releases = index
        while releases > place and (data[releases - 1] == self._release[0] or data[releases - 1] in b"\r\n"):
            releases -= 1
        return data.count(self._release, releases, index) % 2 == 0

    def _walk(self) -> End:
        """Find the end segment by segment."""
        distance, limits, window = 0, self._limits, self._window
        while distance <= limits.message_bytes:
            if distance and self._at_una(distance):
                return End(distance, "UNA")
            cut = window.cut(self._lexer, distance, limits.segment_bytes)
            if cut is None:
                return End(max(distance, 3), limit=("LIM-002", limits.segment_bytes), lost=True)
            if cut.start == cut.end and not cut.ended:
                return End(distance, "the end of the data")
            tag = self.tag(window.data[window.place + cut.start : window.place + cut.end])
            if distance and tag in ENVELOPE_TAGS:
                return End(distance, tag)
            distance = cut.next
            if tag == "UNT":
                return End(distance, terminated=cut.ended)
            if not cut.ended:
                return End(distance, "the end of the data", terminated=False)
        return End(distance, limit=("LIM-001", limits.message_bytes), lost=True)

    def _at_una(self, distance: int) -> bool:
        """Whether the next interchange's UNA stands there; it may be followed by other service characters."""
        window = self._window
        window.ensure(distance + 64)
        index = window.place + distance
        ahead = window.data[index : index + 64].lstrip(BLANKS)
        return ahead[:3].upper() == b"UNA" and not ahead[3:4].isalnum() and b"UNB" in ahead[9:].upper()

    def _count(self, distance: int) -> int:
        place = self._window.place
        return self._window.data.count(self._tag_ends[1:], place, place + distance)
