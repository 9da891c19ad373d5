"""From messages in normal form to an interchange: counts, references, release characters and repertoire are right.

A message is an `interchange.Message` whose body is either a list of normal-form segments without UNH and UNT, or the
`Segments` of a message that was read; then what its UNH says beyond type, directory and references is kept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from edi_engine.errors import EdiError
from edi_engine.findings import Position, Report
from edi_engine.formats.edifact import charsets
from edi_engine.formats.edifact.charsets import Charset, charset_for
from edi_engine.formats.edifact.element_faults import shown
from edi_engine.formats.edifact.envelope import Group, directory_of
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.lexer import RESERVED
from edi_engine.formats.edifact.received import Received, unchanged
from edi_engine.formats.edifact.segments import APOSTROPHE, COLON, PLUS, QUESTION, STAR, Segments, escape, unescape
from edi_engine.formats.edifact.service_string import ServiceString
from edi_engine.formats.edifact.transliteration import transliterator
from edi_engine.interchange import Envelope, Message

REPERTOIRE = "UNOC"  # where neither the envelope nor the mapping names one: lower case and Western Europe
_MARKS = {PLUS: "+", COLON: ":", STAR: "*", QUESTION: "?", APOSTROPHE: "'"}


def write(
    envelope: Envelope,
    messages: Iterable[Message],
    *,
    una: bool | None = None,
    newline: str | None = None,
    report: Report | None = None,
) -> bytes:
    """Write one interchange. What was read, and is given back as it was, is written byte for byte as it came.

    Args:
        envelope: what UNB says; `wrapper` may hold `service` (ServiceString), `una`, `header` (a UNB to start from)
            and, per message, `group` (messages that share a `Group` stand in it together); `received` is what the
            reader keeps of the bytes; `newline` and `transliterate` are wishes of a `profile.Profile`.
        messages: the messages in order; each one's faults go to its own report.
        una: write UNA or not; None writes it if it was received or if the characters are not the default ones.
        newline: written behind every terminator, for human eyes; None for what was received, or nothing.
        report: gets the faults of the envelope.

    Raises:
        EdiError: the service string cannot separate anything.
    """
    return b"".join(pieces(envelope, messages, una=una, newline=newline, report=report))


def pieces(
    envelope: Envelope,
    messages: Iterable[Message],
    *,
    una: bool | None = None,
    newline: str | None = None,
    report: Report | None = None,
) -> Iterator[bytes]:
    """The same as a stream: the header, then a piece a message, then the trailer; messages are taken one at a time."""
    newline = envelope.wrapper.get("newline") if newline is None else newline
    received = envelope.wrapper.get("received") if una is None and newline is None else None
    writer, report = _Writer(envelope, newline, received), Report() if report is None else report
    yield from writer.header(una, report)
    number = groups = in_group = 0
    group: Group | None = None
    for number, message in enumerate(messages, 1):
        following = message.envelope.wrapper.get("group")
        if following is not group:
            yield writer.group_change(group, in_group, following, report)
            group, in_group = following, 0
            groups += following is not None
        in_group += 1
        yield writer.message(message, number)
    if group is not None:
        yield writer.group_change(group, in_group, None, report)
    yield writer.trailer(groups or number, report)


def service_of(envelope: Envelope) -> ServiceString:
    """The service string an envelope carries, or the default one of its syntax version."""
    service = envelope.wrapper.get("service")
    return service if isinstance(service, ServiceString) else ServiceString.default(envelope.syntax_version)


class _Writer:
    """Turns normal form into bytes by the rules of one interchange."""

    def __init__(self, envelope: Envelope, newline: str | None, received: Received | None) -> None:
        self.envelope, self.received, service = envelope, received, service_of(envelope)
        try:
            service.check()
        except ValueError as error:
            raise EdiError(fault("ENV-016", Position(tag="UNA"), sample=service.una()[3:], reason=error)) from error
        self.service = service
        self.charset: Charset = charset_for(envelope.syntax_identifier or REPERTOIRE, envelope.syntax_version)
        self.allowed = self.charset.allowed + service.active.encode()
        self.newline = newline if newline is not None else received.newline if received else ""
        self.end = service.terminator + self.newline
        self.plain = service.active in (":+?'", ":+?*'")
        self.table = _to_wire(service)
        self.change = transliterator(self.charset) if envelope.wrapper.get("transliterate") else None
        self.alike = received is not None and received.alike(envelope, service)

    def header(self, una: bool | None, report: Report) -> Iterator[bytes]:
        """UNA where it is wanted, and UNB."""
        envelope, service, received = self.envelope, self.service, self.received
        if received and received.same(envelope, service):
            yield received.before + received.opening
            return
        default = ServiceString.default(envelope.syntax_version, service.element)
        wanted = bool(envelope.wrapper.get("una")) if una is None else una
        if wanted or (una is None and service != default):
            yield (service.una() + self.newline).encode("ascii")
        header = self.segments([_header(envelope)], report, lambda _: Position(tag="UNB"))
        yield header if received is None else header.removesuffix(self.newline.encode("ascii"))

    def trailer(self, count: int, report: Report) -> bytes:
        """UNZ, and what stood behind it."""
        received, reference = self.received, self.envelope.reference
        if received and self.alike and received.trailer and received.trailer.says(count, reference):
            return received.trailer.data + received.behind
        data = self._lines([f"UNZ+{count}+{escape(reference)}"], report, lambda _: Position(tag="UNZ"))
        return data + received.behind if received else data

    def message(self, message: Message, number: int) -> bytes:
        """UNH, the segments, UNT."""
        body: Any = message.body
        inner = body.texts[1:-1] if isinstance(body, Segments) else list(body)
        reference = escape(message.reference or str(number))
        header = _message_header(message, reference)
        if self.alike and isinstance(body, Segments) and header == body.texts[0]:
            data = unchanged(message, self.envelope, self.service)
            if data is not None:
                return data
        texts = [header, *inner, f"UNT+{len(inner) + 2}+{reference}"]
        return self._lines(texts, message.report, lambda index: _place(texts, index, number))

    def group_change(self, left: Group | None, count: int, entered: Group | None, report: Report) -> bytes:
        """UNE of the group that ends here, UNG of the one that begins."""
        data = self._group_trailer(left, count, report) if left else b""
        if entered is None:
            return data
        if self.alike and isinstance(entered.received, Received):
            return data + entered.received.opening
        return data + self._lines([entered.header], report, lambda _: Position(tag="UNG"))

    def _group_trailer(self, group: Group, count: int, report: Report) -> bytes:
        trailer = group.received.trailer if self.alike and isinstance(group.received, Received) else None
        if trailer and trailer.says(count, group.reference):
            return trailer.data
        return self._lines([f"UNE+{count}+{escape(group.reference)}"], report, lambda _: Position(tag="UNE"))

    def _lines(self, texts: list[str], report: Report, where: Callable[[int], Position]) -> bytes:
        """Segments as bytes; between pieces that are written as they came, line breaks stand in front."""
        data, newline = self.segments(texts, report, where), self.newline.encode("ascii")
        return newline + data.removesuffix(newline) if self.received and newline else data

    def segments(self, texts: list[str], report: Report, where: Callable[[int], Position]) -> bytes:
        """Segments in normal form to bytes; `where` gives the place of the segment with an index, for findings."""
        if self.change is not None:
            texts = [self._transliterate(text, self.change, report, where(at)) for at, text in enumerate(texts)]
        wire = self._wire(texts, report, where)
        try:
            data = wire.encode(self.charset.codec)
        except UnicodeEncodeError:
            data = self._encode_carefully(texts, report, where)
        else:
            if data.translate(None, self.allowed):
                self._report_odd(texts, report, where)
        return data

    def _transliterate(self, text: str, change: Callable[[str], str], report: Report, where: Position) -> str:
        """A segment whose values have only characters of the repertoire, with a finding for each value altered."""
        if change(text) == text:
            return text
        elements = [[each.split(":") for each in element.split("*")] for element in text.split("+")]
        for element, repetitions in enumerate(elements):
            for repetition, components in enumerate(repetitions, 1):
                for component, value in enumerate(components, 1):
                    components[component - 1] = written = escape(change(unescape(value)))
                    if written != value:
                        place = replace(where, element=element, component=component)
                        place = replace(place, repetition=repetition) if len(repetitions) > 1 else place
                        facts = {"was": shown(value), "written": shown(written)}
                        report.add(fault("CHR-012", place, identifier=self.charset.identifier, **facts))
        return "+".join("*".join(map(":".join, repetitions)) for repetitions in elements)

    def _wire(self, texts: list[str], report: Report, where: Callable[[int], Position]) -> str:
        text = "'".join(texts)
        if not self.service.repetition and "*" in text:
            texts = self._without_repetitions(texts, report, where)
            text = "'".join(texts)
        if "\n" in text or "\r" in text:
            texts = self._without_breaks(texts, report, where)
        elif self.plain and self.end == "'" and "?" not in text and text.count("'") == len(texts) - 1:
            marks = self.table  # normal form is what goes out, but for the noncharacters
            text = text if text.isascii() else RESERVED.sub(lambda match: marks.get(ord(match[0]), match[0]), text)
            return text + "'" if texts else ""
        if not self.service.release:
            self._report_unreleasable(texts, report, where)
        return "".join(one.translate(self.table) + self.end for one in texts)

    def _without_repetitions(self, texts: list[str], report: Report, where: Callable[[int], Position]) -> list[str]:
        """Without a separator of their own repetitions of the last element are elements; no other element has any."""
        for index in [index for index, one in enumerate(texts) if "*" in one.rpartition("+")[0]]:
            report.add(fault("CHR-009", where(index)))
        return [one if "*" in one.rpartition("+")[0] else one.replace("*", "+") for one in texts]

    def _without_breaks(self, texts: list[str], report: Report, where: Callable[[int], Position]) -> list[str]:
        """Receivers drop line breaks, so they cannot be data; blanks stand for them."""
        for index in [index for index, one in enumerate(texts) if "\n" in one or "\r" in one]:
            report.add(fault("CHR-010", where(index)))
        return [one.replace("\r\n", " ").replace("\n", " ").replace("\r", " ") for one in texts]

    def _report_unreleasable(self, texts: list[str], report: Report, where: Callable[[int], Position]) -> None:
        """Level B has no release character: data that look like separators cannot go out."""
        for index, text in enumerate(texts):
            data = {_MARKS.get(char, char) for char in set(text) - set("+:*")}
            for char in sorted(data & set(self.service.active)):
                report.add(fault("CHR-008", where(index), char=repr(char)))

    def _encode_carefully(self, texts: list[str], report: Report, where: Callable[[int], Position]) -> bytes:
        """Put a question mark for what the repertoire cannot carry, and say so."""
        substitute = self.table.get(ord(QUESTION), "?")
        pieces = []
        for index, text in enumerate(texts):
            wire = text.translate(self.table) + self.end
            lost = [char for char in wire if not _encodes(char, self.charset.codec)]
            for char in set(lost):
                wire = wire.replace(char, substitute)
            if lost:
                chars, identifier = charsets.shown("".join(dict.fromkeys(lost))), self.charset.identifier
                report.add(fault("CHR-007", where(index), count=len(lost), identifier=identifier, chars=chars))
            pieces.append(wire.encode(self.charset.codec))
        return b"".join(pieces)

    def _report_odd(self, texts: list[str], report: Report, where: Callable[[int], Position]) -> None:
        for index, text in enumerate(texts):
            data = text.translate(self.table).encode(self.charset.codec)
            for odd in charsets.oddities(data, self.charset, self.allowed, self.charset.codec):
                chars, identifier = charsets.shown(odd.characters), self.charset.identifier
                report.add(fault(odd.code, where(index), count=odd.times, identifier=identifier, chars=chars))


@lru_cache(maxsize=64)
def _to_wire(service: ServiceString) -> dict[int, str]:
    """From normal form to what goes out: separators, and data characters behind a release where they need one."""
    table = {"+": service.element, ":": service.component}
    if service.repetition:
        table["*"] = service.repetition
    data = {char: service.release + char for char in service.active}
    for mark, char in _MARKS.items():
        table[mark] = data.get(char, char)
    return {ord(char): target for char, target in {**data, **table}.items()}


def _header(envelope: Envelope) -> str:
    """UNB in normal form: the one received, if there is one, with the envelope's facts put into their places."""
    elements = [element.split(":") for element in str(envelope.wrapper.get("header", "UNB")).split("+")]
    date, _, time = envelope.prepared.partition(":")
    indicator = elements[11][0] if len(elements) > 11 and elements[11][0] != "1" else ""
    facts = [
        (1, 1, envelope.syntax_identifier or REPERTOIRE),
        (1, 2, envelope.syntax_version or "3"),
        (2, 1, envelope.sender),
        (2, 2, envelope.sender_qualifier),
        (3, 1, envelope.recipient),
        (3, 2, envelope.recipient_qualifier),
        (4, 1, date),
        (4, 2, time),
        (5, 1, envelope.reference),
        (7, 1, envelope.application_reference),
        (11, 1, "1" if envelope.test else unescape(indicator)),
    ]
    return _filled(elements, facts)


def _message_header(message: Message, reference: str) -> str:
    """UNH in normal form, from the one received if there is one."""
    body: Any = message.body
    received = isinstance(body, Segments) and body.texts
    elements = [element.split(":") for element in (body.texts[0] if received else "UNH++:::UN").split("+")]
    facts = [(1, 1, reference), (2, 1, message.type), (2, 5, message.association)]
    said = [*(elements[2] if len(elements) > 2 else []), "", "", ""]
    if message.directory != directory_of(unescape(said[1]), unescape(said[2])):
        version, _, release = message.directory.partition(".")
        facts += [(2, 2, version), (2, 3, release)]
    return _filled(elements, facts, escaped=1)


def _filled(elements: list[list[str]], facts: list[tuple[int, int, str]], escaped: int = 0) -> str:
    """Put values into their places; the first `escaped` ones are in normal form already."""
    for index, (element, component, fact) in enumerate(facts):
        text = fact if index < escaped else escape(fact)
        while text and len(elements) <= element:
            elements.append([""])
        if element < len(elements):
            components = elements[element]
            while text and len(components) < component:
                components.append("")
            if component <= len(components):
                components[component - 1] = text
    return "+".join(":".join(components) for components in elements)


def _place(texts: list[str], index: int, message: int) -> Position:
    return Position(message=message, segment=index + 1, tag=texts[index][:3])


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
