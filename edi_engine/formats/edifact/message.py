"""One message out of the window: find its end, decode it, split it, check its envelope.

The fast way looks for UNT and splits; whatever is not plain (a lost UNT, line breaks inside segments, a segment that
belongs to the envelope in between) is walked through segment by segment.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from edi_engine.findings import Report
from edi_engine.formats.edifact import charsets
from edi_engine.formats.edifact.charsets import Charset
from edi_engine.formats.edifact.envelope import check_message, directory_of, missing_in_message
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.lexer import BLANKS, RESERVED, Lexer, unescape
from edi_engine.formats.edifact.segments import Segments
from edi_engine.formats.edifact.window import Window
from edi_engine.interchange import Envelope, Message

_OF_ENVELOPES = ("UNH", "UNB", "UNZ", "UNG", "UNE", "UNA")
_NEEDLES = tuple(tag.encode() for tag in _OF_ENVELOPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one payload may cost.

    Attributes:
        message_bytes, segment_bytes: longest message and segment.
        segments: most segments in a message.
        elements: most elements and components, together, in a segment.
        references: message references kept per interchange to find duplicates.
    """

    message_bytes: int = 32 << 20
    segment_bytes: int = 1 << 16
    segments: int = 1_000_000
    elements: int = 2_000
    references: int = 200_000


class End(NamedTuple):
    """Where a message ends ahead of the window, and what cut it short, if anything did.

    `following` names what comes instead of UNT; `limit` is the finding's code and the limit that was passed.
    """

    distance: int
    following: str = ""
    limit: tuple[str, int] | None = None
    terminated: bool = True


class MessageReader:
    """Takes messages from the window, by the rules of one interchange."""

    __slots__ = (
        "_allowed",
        "_interchange",
        "_lexer",
        "_limits",
        "_prefer_utf8",
        "_resumption",
        "_unt",
        "_unt_at",
        "_window",
        "charset",
    )

    def __init__(
        self, window: Window, lexer: Lexer, charset: Charset, interchange: int, limits: Limits, prefer_utf8: bool
    ) -> None:
        self._window = window
        self._lexer = lexer
        self.charset = charset
        self._interchange = interchange
        self._limits = limits
        self._prefer_utf8 = prefer_utf8
        self._allowed = charset.allowed + lexer.service.active.encode()
        self._unt = b"UNT" + lexer.service.element.encode()
        terminator, element = re.escape(lexer.service.terminator), re.escape(lexer.service.element)
        pattern = f"(?<=[{terminator}\\s])(UN[BGHEZ](?=[{element}{terminator}])|UNA(?=.{{6}}\\s*UNB))"
        self._resumption = re.compile(pattern.encode(), re.DOTALL)
        self._unt_at = 0  # payload offset of the next UNT that was found, or from where to look for it

    def read(self, number: int, envelope: Envelope) -> Message:
        """Take the message that begins at the window's place; a finding stands for each fault in it."""
        distance = self._plain_end()
        end = End(distance) if distance else self._walk()
        if end.limit is None and self._count(end.distance) > self._limits.segments:
            end = End(end.distance, limit=("LIM-003", self._limits.segments))
        report = Report()
        body = self._body(self._header_end() if end.limit else end.distance, number, envelope, report)
        message = _message(body, report, number, envelope)
        if end.limit:
            report.add(fault(end.limit[0], body.locate(1), limit=end.limit[1]))
            self._pass_over(end, len(body.raw))
        else:
            self._check(body, end, report)
        return message

    def segment(self, distance: int, raw: bytes, envelope: Envelope) -> Segments:
        """The body that holds one segment outside messages; nothing is consumed."""
        window = self._window
        text, codec = charsets.decode(raw, self.charset, prefer_utf8=self._prefer_utf8)
        text, escaped = self._lexer.segment(RESERVED.sub("\ufffd", text))
        passed = window.data[window.place : window.place + distance]
        breaks = passed.count(b"\n")
        column = charsets.width(passed[passed.rfind(b"\n") + 1 :], codec) + (1 if breaks else window.column)
        return Segments(
            [text],
            raw=raw,
            escaped=escaped,
            service=self._lexer.service,
            codec=codec,
            offset=window.offset + distance,
            line=window.line + breaks,
            column=column,
            syntax_version=envelope.syntax_version,
            interchange=self._interchange,
        )

    def _plain_end(self) -> int:
        """The distance to the end of a message that is closed by UNT and holds no other envelope segment, or 0."""
        window = self._window
        unt = self._next_unt()
        if unt < 0:
            return 0
        data, place = window.view(), window.place
        for needle in _NEEDLES:
            found = data.find(needle, place + 3, place + unt)
            while found >= 0:
                if self._begins_segment(data, found, place):
                    return 0
                found = data.find(needle, found + 3, place + unt)
        while True:
            index = self._lexer.terminator(window.view(), window.place + unt, window.place + unt + 200)
            if index >= 0:
                return index + 1 - window.place
            if window.ahead() > unt + 200 or not window.more():
                return 0

    def _next_unt(self) -> int:
        """The distance to the next UNT that begins a segment, or -1; every byte is looked at once per interchange."""
        window = self._window
        while True:
            data, place = window.view(), window.place
            found = data.find(self._unt, max(place + 3, self._unt_at - window.offset + place))
            while found >= 0 and not self._begins_segment(data, found, place):
                found = data.find(self._unt, found + 3)
            if found >= 0:
                self._unt_at = window.offset + found - place
                return found - place
            self._unt_at = max(self._unt_at, window.offset + window.ahead() - len(self._unt))
            if window.ahead() > self._limits.message_bytes or not window.more():
                return -1

    def _begins_segment(self, data: bytes, index: int, place: int) -> bool:
        """Whether a terminator, not released, stands before `index`, blanks aside."""
        service = self._lexer.service
        index -= 1
        while index > place and data[index] in BLANKS and data[index] != ord(service.terminator):
            index -= 1
        if data[index] != ord(service.terminator):
            return False
        if not service.release:
            return True
        releases = index
        while releases > place and (data[releases - 1] == ord(service.release) or data[releases - 1] in b"\r\n"):
            releases -= 1
        return data.count(service.release.encode(), releases, index) % 2 == 0

    def _walk(self) -> End:
        """Find the end segment by segment."""
        distance, limits, window = 0, self._limits, self._window
        while True:
            if distance and self._at_una(distance):
                return End(distance, "UNA")
            cut = window.cut(self._lexer, distance, limits.segment_bytes)
            if cut is None:
                return End(max(distance, 3), limit=("LIM-002", limits.segment_bytes))
            if cut.start == cut.end and not cut.ended:
                return End(distance, "the end of the data")
            tag = self.tag(window.data[window.place + cut.start : window.place + cut.end])
            if distance and tag in _OF_ENVELOPES:
                return End(distance, tag)
            distance = cut.next
            if tag == "UNT":
                return End(distance, terminated=cut.ended)
            if not cut.ended:
                return End(distance, "the end of the data", terminated=False)
            if distance > limits.message_bytes:
                return End(distance, limit=("LIM-001", limits.message_bytes))

    def tag(self, raw: bytes) -> str:
        """The tag of a received segment; line breaks may stand inside it."""
        head = raw[:64].translate(None, b"\r\n")
        for separator in (self._lexer.service.element, self._lexer.service.component):
            head = head.split(separator.encode(), 1)[0]
        return head[:16].decode("latin-1").strip()

    def _at_una(self, distance: int) -> bool:
        window = self._window
        window.ensure(distance + 64)
        index = window.place + distance
        ahead = window.data[index : index + 64].lstrip(BLANKS)
        return ahead.startswith(b"UNA") and not ahead[3:4].isalnum() and b"UNB" in ahead[9:]

    def _header_end(self) -> int:
        """The distance to the end of UNH alone, for a message that is too large to be read."""
        cut = self._window.cut(self._lexer, 0, self._limits.segment_bytes)
        return cut.next if cut else 3

    def _count(self, distance: int) -> int:
        window = self._window
        return window.data.count(self._lexer.service.terminator.encode(), window.place, window.place + distance)

    def _pass_over(self, end: End, consumed: int) -> None:
        """Go on behind a message that was not read; where its end is not known, at the next envelope segment."""
        self._window.advance(end.distance - consumed)
        if end.limit and end.limit[0] != "LIM-003":
            self.resume()

    def resume(self) -> None:
        """Go to the next segment that looks like one of the envelope's."""
        self._window.seek(self._resumption)

    def _body(self, distance: int, number: int, envelope: Envelope, report: Report) -> Segments:
        """Consume `distance` bytes and split them; the charset's findings go to the report."""
        window = self._window
        raw = window.data[window.place : window.place + distance]
        text, codec, odd = self._text(raw)
        body = Segments(
            [],
            raw=raw,
            service=self._lexer.service,
            codec=codec,
            offset=window.offset,
            line=window.line,
            column=window.column,
            syntax_version=envelope.syntax_version,
            interchange=self._interchange,
            message=number,
        )
        window.advance(distance, len(text))
        plain = self._lexer.split(text)
        if plain:
            body.texts, body.escaped = plain
        else:
            self._split_carefully(body, report)
        if odd:
            self._report_oddities(body, report)
        return body

    def _text(self, raw: bytes) -> tuple[str, str, bool]:
        """The text, its codec, and whether there is something to say about its characters."""
        charset = self.charset
        odd = bool(raw.translate(None, self._allowed))
        if raw.isascii() and not odd:
            return raw.decode("ascii"), "ascii", False
        text, codec = charsets.decode(raw, charset, prefer_utf8=self._prefer_utf8)
        reserved = RESERVED.search(text) is not None
        if reserved:
            text = RESERVED.sub("\ufffd", text)
        suspicious = codec != charset.codec or (codec.startswith("iso8859") and charsets.looks_like_utf8(raw))
        return text, codec, odd or reserved or suspicious

    def _split_carefully(self, body: Segments, report: Report) -> None:
        """Split by exact spans and say what was not plain."""
        raw, texts, escaped = body.raw, [], False
        broken, spans = [], body.segment_spans()
        for number, (start, end) in enumerate(spans, 1):
            piece = raw[start:end]
            text = charsets.decode_as(piece, body.codec)
            text, marked = self._lexer.segment(RESERVED.sub("\ufffd", text))
            texts.append(text)
            escaped = escaped or marked
            if b"\n" in piece or b"\r" in piece:
                broken.append(number)
        body.texts, body.escaped = texts, escaped
        if broken:
            report.add(fault("SYN-001", body.locate(broken[0]), count=len(broken)))
        _report_gaps(body, spans, report)

    def _report_oddities(self, body: Segments, report: Report) -> None:
        charset, codec = self.charset, body.codec
        if codec == "utf-8" != charset.codec:
            report.add(fault("CHR-004", body.locate(1), identifier=charset.identifier))
        elif codec.startswith("iso8859") and charsets.looks_like_utf8(body.raw):
            report.add(fault("CHR-005", body.locate(1), identifier=charset.identifier))
        for odd in charsets.oddities(body.raw, charset, self._allowed, codec):
            if odd.characters == "\t" and not any("\t" in text for text in body.texts):
                continue  # tabs before tags are blanks
            chars, where = charsets.shown(odd.characters), body.at(body.offset + odd.offset)
            report.add(fault(odd.code, where, chars=chars, identifier=charset.identifier, count=odd.times))

    def _check(self, body: Segments, end: End, report: Report) -> None:
        report.extend(missing_in_message(body))
        if end.following:
            report.add(fault("ENV-009", body.locate(len(body.texts) + 1), next=end.following))
        else:
            report.extend(check_message(body))
        if not end.terminated:
            where, terminator = body.locate(len(body.texts)), self._lexer.service.terminator
            report.add(fault("ENV-021", where, tag=where.tag, terminator=terminator))
        self._check_sizes(body, report)

    def _check_sizes(self, body: Segments, report: Report) -> None:
        """Longest segment and number of parts; a message shorter than both limits needs no look."""
        limits, texts = self._limits, body.texts
        if len(body.raw) <= min(limits.segment_bytes, limits.elements) or not texts:
            return
        longest = max(map(len, texts))
        if longest <= min(limits.segment_bytes // 4, limits.elements):
            return
        for number, (text, (start, end)) in enumerate(zip(texts, body.segment_spans(), strict=False), 1):
            if end - start > limits.segment_bytes:
                report.add(fault("LIM-002", body.locate(number), limit=limits.segment_bytes))
            parts = text.count("+") + text.count(":") + text.count("*") if len(text) > limits.elements else 0
            if parts > limits.elements:
                report.add(fault("LIM-004", body.locate(number), limit=limits.elements))


def _report_gaps(body: Segments, spans: list[tuple[int, int]], report: Report) -> None:
    """Blanks and empty segments between the segments."""
    terminator = body.service.terminator.encode()
    indented: list[int] = []
    empty: list[int] = []
    previous = 0
    for number, (start, end) in enumerate(spans, 1):
        gap = body.raw[previous:start]
        if number > 1 and gap.count(terminator) > 1 and terminator not in b"\r\n":
            empty.append(number)
        elif gap.strip(b"\r\n" + terminator):
            indented.append(number)
        previous = end
    if indented:
        report.add(fault("SYN-002", body.locate(indented[0]), count=len(indented)))
    if empty:
        report.add(fault("SYN-003", body.locate(empty[0]), count=len(empty)))


def _message(body: Segments, report: Report, number: int, envelope: Envelope) -> Message:
    """The message with what UNH says of it."""
    elements = body.texts[0].split("+", 3)
    identifier = elements[2].split(":") if len(elements) > 2 else []
    facts = [elements[1] if len(elements) > 1 else "", *identifier, "", "", "", "", ""]
    if body.escaped:
        facts = [unescape(fact) for fact in facts]
    return Message(
        syntax="edifact",
        type=facts[1],
        directory=directory_of(facts[2], facts[3]),
        association=facts[5],
        reference=facts[0],
        number=number,
        body=body,
        report=report,
        envelope=envelope,
    )
