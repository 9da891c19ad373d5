"""The place in a stream at which envelope segments are looked at and taken, by the rules of one interchange."""

import re

from edi_engine.findings import Position, Report
from edi_engine.formats.edifact.boundary import Limits
from edi_engine.formats.edifact.charsets import charset_for
from edi_engine.formats.edifact.envelope import ServiceSegment
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.lexer import lexer_for
from edi_engine.formats.edifact.message import MessageReader
from edi_engine.formats.edifact.service_string import ServiceString
from edi_engine.formats.edifact.window import Window
from edi_engine.interchange import Envelope

START = re.compile(
    rb"(?<![A-Z0-9])(?:UNA(?=[^A-Z0-9]{6}|.{6}\s*UN)|UN[BGH](?=[^A-Z0-9\s])|UIB(?=[^A-Z0-9\s]))", re.DOTALL | re.I
)


class Cursor:
    """Looks and takes.

    Attributes:
        window: the stream.
        report: gets the findings about what is taken.
        reader: reads messages by the same rules.
    """

    def __init__(self, window: Window, number: int, limits: Limits, bom: bool, report: Report) -> None:
        self.window = window
        self.report = report
        self._number = number
        self._limits = limits
        self._bom = bom
        self.use(ServiceString(), Envelope())

    def use(self, service: ServiceString, envelope: Envelope) -> None:
        """Go on by these service characters, and by the repertoire the envelope declares."""
        self._envelope = envelope
        self._lexer = lexer_for(service)
        self._terminator = service.terminator.encode()
        charset = charset_for(envelope.syntax_identifier, envelope.syntax_version)
        self.window.recode("utf-8" if self._bom else charset.codec)
        self.reader = MessageReader(self.window, self._lexer, charset, self._number, self._limits, self._bom)

    def here(self, tag: str | None = None) -> Position:
        """The place as a position."""
        window = self.window
        return Position(interchange=self._number, tag=tag, offset=window.offset, line=window.line, column=window.column)

    def tag(self) -> str:
        """The tag of the next segment, even where a line break stands in it; nothing if it is not the envelope's."""
        head = self.window.peek(16)
        return self.reader.boundaries.tag(head) if head[:1] in b"Uu" else ""

    def at(self, tag: bytes) -> bool:
        """Whether an interchange could begin here with this tag."""
        return self.window.peek(3).upper() == tag and START.match(self.window.peek(16)) is not None

    def at_interchange(self) -> bool:
        """Whether the next interchange begins here."""
        return self.at(b"UNB") or self.at(b"UNA") or self.at(b"UIB") or self.tag() == "UNB"

    def skip_empty(self) -> None:
        """Pass over blanks and over terminators that end nothing."""
        where = self.here() if self.window.peek(1) == self._terminator else None
        count = self.window.skip_blanks(self._terminator)
        if count:
            self.report.add(fault("SYN-003", where or self.here(), count=count))

    def take(self) -> ServiceSegment | None:
        """Consume one segment; None if it is too long, and then everything up to the next envelope segment."""
        size = self._limits.segment_bytes
        cut = self.window.cut(self._lexer, 0, size)
        if cut is None:
            self.report.add(fault("LIM-002", self.here(), limit=size))
            self.window.advance(min(self.window.ahead(), size))
            self.reader.boundaries.resume()
            return None
        segment = self.peek(self.report)
        self.window.advance(cut.next)
        if segment and not cut.ended:
            facts = {"tag": segment.tag[:20], "terminator": self._lexer.service.terminator}
            self.report.add(fault("ENV-021", segment.where(), **facts))
        return segment

    def peek(self, report: Report) -> ServiceSegment | None:
        """The next segment, not consumed; None if it is empty or too long."""
        cut = self.window.cut(self._lexer, 0, self._limits.segment_bytes)
        if cut is None or cut.start == cut.end:
            return None
        place = self.window.place
        raw = self.window.data[place + cut.start : place + cut.end]
        body = self.reader.segment(cut.start, raw, self._envelope, report)
        return ServiceSegment(body, self.window.data[place : place + cut.next])
