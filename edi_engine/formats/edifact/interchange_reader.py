"""One interchange: UNA and UNB, the messages and functional groups, UNZ."""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from edi_engine.findings import Finding, Position, Report
from edi_engine.formats.edifact.boundary import ENVELOPE_TAGS, Limits
from edi_engine.formats.edifact.cursor import START, Cursor
from edi_engine.formats.edifact.envelope import (
    Group,
    ServiceSegment,
    check_header,
    check_trailer,
    missing,
    read_group,
    read_header,
)
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.received import Received, Trailer
from edi_engine.formats.edifact.references import References
from edi_engine.formats.edifact.service_string import LEVEL_B, ServiceString
from edi_engine.formats.edifact.window import Window
from edi_engine.interchange import Envelope, Interchange, Message


class InterchangeReader:
    """One interchange: opens it, hands out its messages and closes it."""

    def __init__(self, window: Window, number: int, limits: Limits, bom: bool, faults_left: int) -> None:
        self.window = window
        self.limits = limits
        self.stray: ServiceSegment | None = None
        self.stray_count = 0
        self.small: Position | None = None
        self.small_count = 0
        self.interchange = Interchange(syntax="edifact", messages=self._messages(), number=number, look=self._look)
        self.report = self.interchange.report
        self.header: ServiceSegment | None = None
        self.group: Group | None = None
        self.groups = self.loose = self.in_group = self.messages = self.packages = 0
        self.references, self.group_references = References(limits.references), References(limits.references)
        self.faults_left = faults_left
        self.over = self.given_up = False
        self.cursor = Cursor(window, number, limits, bom, self.report)
        self.envelope = Envelope()
        self.received = Received()
        self.check: Callable[[ServiceSegment], Iterable[Finding]] = lambda _: ()

    def _look(self, check: Callable[[ServiceSegment], Iterable[Finding]]) -> None:
        """Check the elements of service segments too, of UNB at once."""
        self.check = check
        if self.header:
            self.report.extend(check(self.header))

    # opening

    def open(self, passed: int, sample: bytes, before: bytes = b"") -> None:
        """Read UNA and UNB; `passed` bytes of other text were found in front, or the blanks `before`."""
        window = self.window
        self.received.before = before
        if passed:
            una = b"UNA" in sample[-12:].upper() or sample[:3].upper() == b"UNA"
            code = "ENV-016" if una else "ENV-014"
            facts = {"count": passed, "sample": _text(sample), "reason": "it is malformed"}
            self.report.add(fault(code, self.cursor.here(), **facts))
        if before.startswith(BOM_UTF8):
            self.report.add(fault("CHR-013", Position(offset=0, line=1, column=1)))
        service = self._una()
        if self.cursor.at(b"UIB"):
            self._refuse_interactive()
            return
        if self.cursor.at(b"UNB") or self.cursor.tag() == "UNB":
            self._unb(service)
            return
        if service:
            self.interchange.envelope = self.envelope = Envelope(wrapper={"service": service, "una": True})
            self.cursor.use(service, self.envelope)
        tag = _text(window.peek(3))
        self.report.add(fault("ENV-001", self.cursor.here(tag), tag=tag))

    def _una(self) -> ServiceString | None:
        """Consume UNA where there is one; None without it, or if it makes no sense."""
        window = self.window
        if window.peek(3).upper() != b"UNA":
            return None
        self._note_case(_text(window.peek(3)), self.cursor.here("UNA"))
        advice, following = window.peek(9)[3:], window.peek(64)[9:].lstrip()
        try:
            service = ServiceString.parse(advice)
            if following and not following[:1].isalnum():
                raise ValueError("no segment follows them")
        except ValueError as error:
            where = self.cursor.here("UNA")
            self.report.add(fault("ENV-016", where, sample=_text(advice), reason=error))
            window.advance(3)
            window.seek(START)
            return None
        if service.decimal in service.active:
            self.report.add(fault("ENV-028", self.cursor.here("UNA"), mark=service.decimal))
        una = window.peek(9)
        window.advance(9)
        window.skip_blanks()
        self.received.opening = una + window.blanks
        return service

    def _unb(self, una: ServiceString | None) -> None:
        service = una or ServiceString.default("", _text(self.window.peek(4)[3:]))
        self.cursor.use(service, Envelope())
        first = self.cursor.peek(Report())
        if first is not None:  # UNB is written in the repertoire it declares itself
            identifier, version = first.value(1), first.value(1, 2)
            self.cursor.use(service, Envelope(syntax_identifier=identifier, syntax_version=version))
        segment = self.cursor.take()
        if segment is None:
            return
        version = segment.value(1, 2)
        if una is None and service == ServiceString():
            service = ServiceString.default(version)
            if segment.value(1) in LEVEL_B and version != "4":
                self.report.add(fault("ENV-037", segment.where(1, 1), identifier=segment.value(1)))
        self._note_case(segment.written, segment.where())
        self.header = segment
        envelope = read_header(segment, service, una is not None)
        self.received.envelope, self.received.service = replace(envelope, wrapper={}), service
        self.received.opening += segment.data
        envelope.wrapper["received"] = self.received
        self.interchange.envelope = self.envelope = envelope
        self.report.extend(check_header(segment))
        self.cursor.use(service, self.envelope)

    def _refuse_interactive(self) -> None:
        self.report.add(fault("ENV-019", self.cursor.here()))
        self.over = True
        self.window.advance(3)
        self.window.seek(START)

    def compare(self, seen: References) -> None:
        """Tell if an interchange of the same sender, recipient and reference came before in the stream."""
        facts = self.envelope
        parties = (facts.sender, facts.sender_qualifier, facts.recipient, facts.recipient_qualifier)
        if self.header and facts.reference and not seen.add("\n".join((*parties, facts.reference))):
            self.report.add(fault("ENV-036", self.header.where(5), reference=facts.reference))

    # the messages

    def _messages(self) -> Iterator[Message]:
        element = self.envelope.wrapper["service"].element if self.envelope.wrapper else "+"
        plain = f"UNH{element}".encode()
        while not self.over:
            self.cursor.skip_empty()
            self._note_newline()
            if self.window.peek(4) == plain or self.cursor.tag() == "UNH":
                yield self._message()
            elif not self.window.ahead():
                self._close_early("the end of the data")
            elif self.cursor.at_interchange():
                self._close_early(_text(self.window.peek(3)))
            else:
                self._envelope_segment()
            if self.report.findings and not self.given_up:
                self._give_up_on_garbage()
        self.references.clear()
        self.group_references.clear()

    def _note_newline(self) -> None:
        blanks = self.window.blanks
        if not self.messages and not self.groups and not blanks.strip(b"\r\n"):
            self.received.newline = _text(blanks)

    def _give_up_on_garbage(self) -> None:
        if len(self.report) + self.report.suppressed > self.faults_left:
            self._report_strays()
            self.report.add(fault("LIM-005", self.cursor.here(), limit=self.limits.faults))
            self.over = self.given_up = True

    def _message(self) -> Message:
        self._report_strays()
        blanks = self.window.blanks
        self.messages += 1
        self.loose += self.group is None
        self.in_group += 1
        message = self.cursor.reader.read(self.messages, self.envelope)
        message.body.before = blanks
        group = self.group
        if group is None and self.groups:
            message.report.add(fault("ENV-022", message.body.locate(1), what="a message"))
        elif group and group.type and message.type and group.type != message.type:
            message.report.add(fault("ENV-023", message.body.locate(1, 2), group=group.type, type=message.type))
        self._note_reference(message)
        return message

    def _note_reference(self, message: Message) -> None:
        references = self.references
        open_before = not references.full
        if not references.add(message.reference):
            message.report.add(fault("ENV-012", message.body.locate(1, 1), reference=message.reference))
        elif open_before and references.full:
            self.report.add(fault("ENV-027", message.body.locate(1, 1), count=references.count))

    # what stands between the messages

    def _envelope_segment(self) -> None:
        segment = self.cursor.take()
        if segment is None:
            return
        if segment.tag in ("UNG", "UNE", "UNZ", "UNO"):
            self._report_strays()
            self._note_case(segment.written, segment.where())
            self.report.extend(self.check(segment))
        match segment.tag:
            case "UNG":
                self._open_group(segment)
            case "UNE":
                self._close_group(segment)
            case "UNZ":
                self._close(segment)
            case "UNO":
                self._pass_package(segment)
            case _:
                self._stray(segment)

    def _note_case(self, written: str, where: Position) -> None:
        """Count tags of the interchange's own segments that are not in capitals."""
        if written != written.upper():
            self.small, self.small_count = self.small or where, self.small_count + 1

    def _report_case(self) -> None:
        if self.small is not None:
            self.report.add(fault("SYN-005", self.small, count=self.small_count))

    def _stray(self, segment: ServiceSegment) -> None:
        """A segment outside any message; a run of them is passed over at once and is one finding."""
        self.stray = self.stray or segment
        self.stray_count += 1 + self.cursor.reader.boundaries.resume()

    def _report_strays(self) -> None:
        if self.stray is not None:
            tag = self.stray.tag[:20] or "has no tag"
            fix = "remove them, or put them between UNH and UNT"
            if re.match(r"(?:\\[rnt])+", tag):
                fix = "write line breaks as such, or none: here a program wrote them as backslash and letter"
            self.report.add(fault("ENV-013", self.stray.where(), count=self.stray_count, tag=tag, fix=fix))
        self.stray, self.stray_count = None, 0

    def _open_group(self, segment: ServiceSegment) -> None:
        self._end_group("UNG", segment.where())
        if self.loose:
            self.report.add(fault("ENV-022", segment.where(), what="a message"))
        self.groups += 1
        self.in_group = 0
        self.references.clear()
        received = Received(opening=self.window.blanks + segment.data)
        self.group = read_group(segment, self.groups, received)
        if self.group.reference and not self.group_references.add(self.group.reference):
            self.report.add(fault("ENV-035", segment.where(5), reference=self.group.reference))
        wrapper = {**self.interchange.envelope.wrapper, "group": self.group}
        self.envelope = replace(self.interchange.envelope, wrapper=wrapper)
        self.report.extend(missing(segment))

    def _close_group(self, segment: ServiceSegment) -> None:
        if self.group is None:
            self.report.add(fault("ENV-026", segment.where()))
            return
        self.report.extend(check_trailer(segment, self.group.reference, self.in_group, "messages"))
        self.group.received.trailer = self._trailer(segment)
        if not self.in_group:
            self.report.add(fault("ENV-024", segment.where(), level="the functional group"))
        self._leave_group()

    def _end_group(self, following: str, where: Position) -> None:
        """Leave a group that was not closed."""
        if self.group is not None:
            self.report.add(fault("ENV-011", where, reference=self.group.reference, next=following))
            self._leave_group()

    def _leave_group(self) -> None:
        self.group = None
        self.references.clear()
        self.envelope = self.interchange.envelope

    def _close(self, segment: ServiceSegment) -> None:
        self._end_group("UNZ", segment.where())
        unit = "groups" if self.groups else "messages"
        read = self.groups or self.messages + self.packages
        reference = self.header.value(5) if self.header else None
        self.report.extend(check_trailer(segment, reference, read, unit))
        if not read:
            self.report.add(fault("ENV-024", segment.where(), level="the interchange"))
        self.received.trailer = self._trailer(segment)
        self.over = True
        self._report_case()
        where = self.cursor.here()
        self.window.skip_blanks()
        self.received.behind = self.window.blanks
        passed, sample = self.window.seek(START)
        if passed:
            self.report.add(fault("ENV-015", where, count=passed, sample=_text(sample)))

    def _trailer(self, segment: ServiceSegment) -> Trailer:
        data = self.window.blanks + segment.data
        return Trailer(data=data, count=segment.value(1), reference=segment.value(2))

    def _close_early(self, following: str) -> None:
        self.over = True
        self._report_strays()
        self._report_case()
        self._end_group(following, self.cursor.here())
        if self.header:
            self.report.add(fault("ENV-010", self.cursor.here(), next=following))

    def _pass_package(self, segment: ServiceSegment) -> None:
        """Pass over a binary object by the length UNO states (S022 0810), and its trailer UNP."""
        self.packages += 1
        self.report.add(fault("ENV-020", segment.where()))
        length = segment.value(4)
        if length.isascii() and length.isdigit() and len(length) < 12:
            self.window.skip(int(length))
        else:
            self.cursor.reader.boundaries.resume()
        self.window.skip_blanks()
        trailer = self.cursor.take() if self.cursor.tag() == "UNP" else None
        if trailer is None or (trailer.value(1), trailer.value(2)) != (length, segment.value(1)):
            self.report.add(fault("ENV-034", segment.where(), reference=segment.value(1)[:20]))
        if trailer is None and self.cursor.tag() not in (*ENVELOPE_TAGS, "UNO"):  # what is left of a longer object
            self.cursor.reader.boundaries.resume()


def _text(data: bytes) -> str:
    return data.decode("latin-1")
