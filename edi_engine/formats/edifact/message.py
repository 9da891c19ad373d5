"""One message out of the window: decode it, split it, check its envelope, say what is odd about its text."""

from dataclasses import replace

from edi_engine.findings import Report
from edi_engine.formats.edifact import charsets
from edi_engine.formats.edifact.boundary import Boundaries, End, Limits
from edi_engine.formats.edifact.charsets import Charset
from edi_engine.formats.edifact.envelope import capitalise, check_message, directory_of, missing_in_message
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.lexer import RESERVED, Lexer, unescape
from edi_engine.formats.edifact.received import split_carefully
from edi_engine.formats.edifact.segments import Segments
from edi_engine.formats.edifact.window import Window
from edi_engine.interchange import Envelope, Message


class MessageReader:
    """Takes messages from the window, by the rules of one interchange."""

    __slots__ = ("_allowed", "_charset", "_interchange", "_lexer", "_limits", "_prefer_utf8", "_window", "boundaries")

    def __init__(
        self, window: Window, lexer: Lexer, charset: Charset, interchange: int, limits: Limits, prefer_utf8: bool
    ) -> None:
        self._window = window
        self._lexer = lexer
        self._charset = charset
        self._interchange = interchange
        self._limits = limits
        self._prefer_utf8 = prefer_utf8
        self._allowed = charset.allowed + lexer.service.active.encode()
        self.boundaries = Boundaries(window, lexer, limits)

    def read(self, number: int, envelope: Envelope) -> Message:
        """Take the message that begins at the window's place; a finding stands for each fault in it."""
        end = self.boundaries.end()
        report = Report()
        body = self._body(self.boundaries.header_end() if end.limit else end.distance, number, envelope, report)
        if body.texts[0][:3] != "UNH" or body.texts[-1][:3] != "UNT":
            self._report_small(body, report)
        message = _message(body, report, number, envelope)
        if end.limit:
            report.add(fault(end.limit[0], body.locate(1), limit=end.limit[1]))
            self._pass_over(end, len(body.raw))
        else:
            self._check(message, end, report)
        return message

    def _report_small(self, body: Segments, report: Report) -> None:
        """Where the envelope of a message is not in capitals, see to all its tags at once."""
        small = capitalise(body.texts)
        if small:
            report.add(fault("SYN-005", body.locate(small[0]), count=len(small)))

    def segment(self, distance: int, raw: bytes, envelope: Envelope, report: Report) -> Segments:
        """The body that holds one segment outside messages; nothing is consumed."""
        window = self._window
        text, codec, odd = self._text(raw)
        text, escaped = self._lexer.segment(text)
        passed = window.data[window.place : window.place + distance]
        breaks = passed.count(b"\n")
        column = charsets.width(passed[passed.rfind(b"\n") + 1 :], codec) + (1 if breaks else window.column)
        body = Segments(
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
            message=None,
        )
        if odd:
            self._report_oddities(body, report)
        return body

    def _pass_over(self, end: End, consumed: int) -> None:
        """Go on behind a message that was not read; where its end is not known, at the next envelope segment."""
        self._window.advance(end.distance - consumed)
        if end.lost:
            self.boundaries.resume()

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
        charset = self._charset
        odd = bool(raw.translate(None, self._allowed))
        if not odd and raw.isascii() and b"\x1b" not in raw:  # ISO 2022 shifts by escapes and is ASCII for all that
            return raw.decode("ascii"), "ascii", False
        text, codec, clean = charsets.decode(raw, charset, prefer_utf8=self._prefer_utf8)
        reserved = RESERVED.search(text) is not None
        if reserved:
            text = RESERVED.sub("\ufffd", text)
        suspicious = not clean or (codec.startswith("iso8859") and charsets.looks_like_utf8(raw))
        return text, codec, odd or reserved or suspicious

    def _split_carefully(self, body: Segments, report: Report) -> None:
        """Split by exact spans and say what was not plain."""
        body.texts, body.escaped, broken = split_carefully(body)
        if broken:
            report.add(fault("SYN-001", body.locate(broken[0]), count=len(broken)))
        _report_gaps(body, body.segment_spans(), report)

    def _other_encoding(self, body: Segments) -> str:
        """The code of the finding that the bytes are of another encoding than was declared, or may be."""
        if body.codec == "utf-8" != self._charset.codec:
            return "CHR-004"
        if body.codec == "cp1252":
            return "CHR-011"
        return "CHR-005" if body.codec.startswith("iso8859") and charsets.looks_like_utf8(body.raw) else ""

    def _report_oddities(self, body: Segments, report: Report) -> None:
        charset, codec = self._charset, body.codec
        identifier = charset.identifier or "the default repertoire"
        first = charsets.first_beyond_ascii(body.raw, codec)
        code = self._other_encoding(body) if first is not None else ""
        if code:
            where = body.at(body.offset + (first or 0))
            where = replace(where, segment=None) if body.message is None else where
            report.add(fault(code, where, identifier=identifier))
        for odd in charsets.oddities(body.raw, charset, self._allowed, codec):
            if odd.characters == "\t" and not any("\t" in text for text in body.texts):
                continue  # tabs before tags are blanks
            chars, where = charsets.shown(odd.characters), body.at(body.offset + odd.offset)
            where = replace(where, segment=None) if body.message is None else where
            report.add(fault(odd.code, where, chars=chars, identifier=identifier, count=odd.times))

    def _check(self, message: Message, end: End, report: Report) -> None:
        body: Segments = message.body
        if not message.type.strip() or not message.reference.strip():
            report.extend(missing_in_message(body))
        if end.following:
            report.add(fault("ENV-009", body.locate(len(body.texts) + 1), next=end.following))
        elif body.texts[-1] != f"UNT+{len(body.texts)}+{message.reference}":
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


def _capitalised(facts: list[str], body: Segments, report: Report) -> None:
    """What names the kind of message, read as if it stood in capitals."""
    named = facts[1:5]
    capitals = [fact.upper() for fact in named]
    if named != capitals:
        facts[1:5] = capitals
        report.add(fault("ENV-033", body.locate(1, 2), was=":".join(named), read=":".join(capitals)))


def _message(body: Segments, report: Report, number: int, envelope: Envelope) -> Message:
    """The message with what UNH says of it."""
    elements = body.texts[0].split("+", 3)
    identifier = elements[2].split(":", 5) if len(elements) > 2 else []
    facts = [elements[1] if len(elements) > 1 else "", *identifier, "", "", "", "", ""]
    if body.escaped:
        facts = [unescape(fact) for fact in facts]
    _capitalised(facts, body, report)
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
