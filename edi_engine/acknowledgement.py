"""What is answered to an interchange: its findings, level by level, as one canonical document.

Facts: code lists 0083 and 0085, segments UCI to UCD and composite S011 of the service directories. The findings count
elements behind the tag; S011 counts the tag too, and this module is where one is added. A fault in UNH or UNT is told
with its message, one in UNG or UNE with its group, one in UNA, UNB or UNZ with the interchange. The three have room
for one fault each, the first; the others of a message stand among its segments. A rejected message that UCM cannot name
is told at the level above, if nothing of that was accepted; else it is left out, and `unnamed` says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any

from edi_engine.canonical.acknowledgement import (
    ElementError,
    GroupResponse,
    MessageResponse,
    SegmentError,
    SyntaxAcknowledgement,
)
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.formats.edifact.directory import Directories
from edi_engine.formats.edifact.envelope import Group, value
from edi_engine.interchange import Interchange, Message

REJECTED, ACKNOWLEDGED, RECEIVED = "4", "7", "8"
UNSPECIFIED = "18"
ANSWER_WANTED, RECEIPT_WANTED = "1", "2"  # UNB 0031; an indication of receipt is enough since syntax version 4
MISSING_SEGMENT = "ESG-003"  # stands at the segment before which one is missing
MISSING_SERVICE = {"ENV-001": "UNB", "ENV-009": "UNT", "ENV-010": "UNZ", "ENV-011": "UNE"}
OPTIONAL = {"association": "0057", "code_list_version": "0110", "sub_function": "0113"}
# What UCM must repeat of UNH: data element and place; without one of them a message cannot be named.
NAMES = (("0062", 1, 1), ("0065", 2, 1), ("0052", 2, 2), ("0054", 2, 3), ("0051", 2, 4))
MOST_SEGMENTS, MOST_ELEMENTS = 999, 99  # of one message and of one segment, as the message table allows
MOST_POSITION, MOST_PART = 999_999, 999  # 0096 is n..6, 0098 and 0104 are n..3
MOST_MESSAGES = 50_000  # rejected messages one answer names, so that memory stays bounded
SHOWN_NUMBERS = 20  # of messages that cannot be named
MOST_PLACES = 50_000  # segments and elements of all of them; beyond, messages are named without their places


@dataclass(slots=True)
class _Seen:
    """A group, or what stands in none, as its messages show it.

    Attributes:
        group: the group, if it is one.
        messages: those rejected, as they are named; `accepted`: how many were not.
        errors: those of UNG and UNE.
        unnamed: why no UCM can name the first of them that none can (0085); empty if each is named.
    """

    group: Group | None = None
    messages: list[MessageResponse] = field(default_factory=list)
    accepted: int = 0
    errors: list[Finding] = field(default_factory=list)
    unnamed: str = ""


class Acknowledger:
    """Gathers, while an interchange is read, what its answer says; only rejected messages are kept.

    Attributes:
        messages: how many were seen; `reports`: how many of them are CONTRL, which is never answered.
        rejected: how many messages were rejected; `overflow`: whether these are more than one answer names.
        unnamed: the numbers of the first rejected messages that cannot be named.
    """

    def __init__(self, interchange: Interchange, directories: Directories) -> None:
        self.interchange = interchange
        self.version = "4" if interchange.envelope.syntax_version == "4" else "3"
        self._codes = usable(directories, self.version, "0085")
        self._room = {name: _maximum(directories, self.version, element) for name, element in OPTIONAL.items()}
        self._names = [(_maximum(directories, self.version, element), *place) for element, *place in NAMES]
        self._group_room = _maximum(directories, self.version, "0048")
        self._tags = usable(directories, self.version, "0135" if self.version == "4" else "0013")
        self.messages = self.reports = self.rejected = self._places = 0
        self.unnamed: list[int] = []
        self._loose = _Seen()
        self._own: list[Finding] = []  # errors of the envelope that are told with the interchange
        self._groups: list[_Seen] = []  # those something is told of
        self._open: _Seen | None = None
        self._seen = 0  # findings of the envelope that were looked at

    @property
    def overflow(self) -> bool:
        """Whether more messages were rejected than one answer names."""
        return self.rejected > MOST_MESSAGES

    @property
    def wanted(self) -> bool:
        """Whether the interchange asks for an answer (UNB 0031)."""
        asked = self._header(9)
        return asked == ANSWER_WANTED or (asked == RECEIPT_WANTED and self.version == "4")

    @property
    def faulty(self) -> bool:
        """Whether the interchange or a message of it was rejected."""
        return self.rejected > 0 or self.interchange.report.rejected

    def add(self, message: Message, report: Report | None = None) -> None:
        """Take in a message when all is known of it; `report` where that is not the message's own."""
        self.messages += 1
        self.reports += message.type == "CONTRL"
        seen = self._level(message)
        found = message.report if report is None else report
        if not found.rejected:
            seen.accepted += 1
            return
        self.rejected += 1
        if misfit := self._misfit(message):
            seen.unnamed = seen.unnamed or misfit
            if len(self.unnamed) < SHOWN_NUMBERS:
                self.unnamed.append(message.number)
        elif not self.overflow:
            seen.messages.append(self._message(message, _errors(found)))

    def document(self) -> SyntaxAcknowledgement:
        """The answer, once the messages are exhausted and the findings of the envelope are complete."""
        self._enter(None)
        rejected = self.interchange.report.rejected
        wholly = bool(self._loose.unnamed) and self.rejected == self.messages
        action = REJECTED if rejected or wholly else ACKNOWLEDGED
        if not self.faulty and self.version == "4" and self._header(9) == RECEIPT_WANTED:
            action = RECEIVED
        told = self._told(self._own[0]) if self._own else {}
        if rejected and not self._own and not any(seen.errors for seen in self._groups):
            told = {"error_code": UNSPECIFIED}
        if wholly and not rejected:
            told = {"error_code": self._loose.unnamed}  # the level above names no segment below itself
        return SyntaxAcknowledgement(
            **self._addresses(),
            action_code=action,
            **told,
            messages=self._loose.messages,
            groups=[self._group(seen.group, seen, rejected=action == REJECTED) for seen in self._groups if seen.group],
        )

    # -- the levels ----------------------------------------------------------------------------------------------------

    def _level(self, message: Message) -> _Seen:
        """Where the answer to a message goes: to its group, or to those without one."""
        group = message.envelope.wrapper.get("group")
        if group is None:
            return self._loose
        if self._open is None or self._open.group is not group:
            self._enter(group)
        return self._open or self._loose

    def _enter(self, group: Group | None) -> None:
        """Leave the open group, which is kept if something is told of it, and open the next; None is the end.

        What the envelope was found to lack in between is of UNE before or UNG behind, unless empty groups lie between.
        """
        left, opened = self._open, _Seen(group) if group else None
        beside = not (left and left.group and group) or group.number == left.group.number + 1
        found, self._seen = self.interchange.report.findings[self._seen :], len(self.interchange.report)
        for error in (finding for finding in found if finding.severity is Severity.ERROR):
            seen = {"UNE": left, "UNG": opened}.get(self._tag(error)) if beside else None
            (seen.errors if seen and self._can_name(seen.group) else self._own).append(error)
        if left and self._can_name(left.group) and (left.messages or left.errors or left.unnamed):
            self._groups.append(left)
        self._open = opened

    def _addresses(self) -> dict[str, Any]:
        facts = {"reference": self._header(5)}
        for element, who in ((2, "sender"), (3, "recipient")):
            facts[f"{who}_id"] = self._header(element)
            facts[f"{who}_qualifier"] = self._header(element, 2)
            facts[f"{who}_internal_id"] = self._header(element, 3)
            facts[f"{who}_internal_sub_id"] = self._header(element, 4) if self.version == "4" else ""
        return _given(facts)

    def _header(self, element: int, component: int = 1) -> str:
        return value(self.interchange.envelope.wrapper.get("header", ""), element, component)

    def _group(self, group: Group, seen: _Seen, *, rejected: bool) -> GroupResponse:
        header = group.header
        facts = {
            "reference": group.reference,
            "sender_id": value(header, 2),
            "sender_qualifier": value(header, 2, 2),
            "recipient_id": value(header, 3),
            "recipient_qualifier": value(header, 3, 2),
        }
        wholly = bool(seen.unnamed) and not seen.accepted
        told: dict[str, Any] = {"error_code": seen.unnamed} if wholly else {}
        if seen.errors:
            told = self._told(seen.errors[0])
        return GroupResponse(
            **_given(facts),
            action_code=REJECTED if rejected or wholly else ACKNOWLEDGED,
            **told,
            messages=seen.messages,
        )

    def _message(self, message: Message, errors: list[Finding]) -> MessageResponse:
        """A rejected message: one fault of its service segments, then the places of all others."""
        head = message.body.texts[0] if message.body.texts else ""
        names = ["type", "version", "release", "agency", "association"]
        names += ["code_list_version", "sub_function"] if self.version == "4" else []
        facts = {"reference": value(head, 1)}
        facts |= {name: value(head, 2, component) for component, name in enumerate(names, 1)}
        # What is optional and too long names nothing: it must not keep all other messages from being answered.
        facts = {name: fact for name, fact in facts.items() if len(fact) <= self._room.get(name, len(fact))}
        service = next((error for error in errors if self._is_service(error)), None)
        told = self._told(service) if service else {}
        segments = list(self._segments(error for error in errors if error is not service))
        if not (service or segments):
            told = {"error_code": UNSPECIFIED}
        return MessageResponse(**_given(facts), action_code=REJECTED, **told, segments=segments)

    def _misfit(self, message: Message) -> str:
        """Why UCM and UCF cannot repeat what they must of UNH, and of UNG where there is one; empty if they can."""
        head = message.body.texts[0] if message.body.texts else ""
        group: Group | None = message.envelope.wrapper.get("group")
        parts = [(group.reference, self._group_room)] if group else []
        parts += [(value(head, element, component), room) for room, element, component in self._names]
        return next(filter(None, starmap(_misfit, parts)), "")

    def _can_name(self, group: Group | None) -> bool:
        return group is None or not _misfit(group.reference, self._group_room)

    # -- the faults ----------------------------------------------------------------------------------------------------

    def _is_service(self, error: Finding) -> bool:
        return error.where.segment in (None, 1) or self._tag(error) == "UNT"

    def _told(self, error: Finding) -> dict[str, Any]:
        """A fault of a service segment as UCI, UCF and UCM tell it; parts are given only of a segment they can name."""
        tag = self._tag(error)
        if tag not in self._tags:
            return {"error_code": self._code(error)}
        missing = error.code in MISSING_SERVICE
        parts = {} if missing else self._part(error.where)
        return {"error_code": self._code(error), "segment_tag": tag, **parts}

    def _segments(self, errors: Iterable[Finding]) -> Iterator[SegmentError]:
        """The segments at fault in the order of the message; faults of elements stand together under theirs."""
        found: list[SegmentError] = []
        with_elements: dict[int, SegmentError] = {}
        for error in errors:
            position = (error.where.segment or 0) - (error.code == MISSING_SEGMENT)
            if not 0 < position <= MOST_POSITION or self._places >= MOST_PLACES:
                continue
            self._places += 1
            part = self._part(error.where)
            if not part:
                segment = SegmentError(position=position, error_code=self._code(error))
                if segment not in found[-1:]:  # two missing at one place are told by the same words
                    found.append(segment)
                continue
            if position not in with_elements:
                with_elements[position] = SegmentError(position=position, elements=[])
                found.append(with_elements[position])
            elements = with_elements[position].elements
            if len(elements) < MOST_ELEMENTS:
                elements.append(ElementError(error_code=self._code(error), **part))
        found.sort(key=lambda segment: (segment.position or 0, segment.error_code is not None))
        yield from found[:MOST_SEGMENTS]

    def _part(self, where: Position) -> dict[str, Any]:
        """The place in a segment as S011 counts it, empty for the segment itself.

        Syntax version 4 names a component or an occurrence, not both (dependency note of S011).
        """
        if where.element is None or where.element + 1 > MOST_PART:
            return {}
        part = {"element_position": where.element + 1}
        if where.component is not None and where.component <= MOST_PART:
            part["component_position"] = where.component
        elif where.repetition is not None and self.version == "4":
            part["occurrence"] = where.repetition
        return part

    def _tag(self, error: Finding) -> str:
        return MISSING_SERVICE.get(error.code, error.where.tag or "")

    def _code(self, error: Finding) -> str:
        """The 0085 code, 18 where there is none or the syntax version has withdrawn it."""
        return error.error if error.error in self._codes and error.error else UNSPECIFIED


def usable(directories: Directories, version: str, element: str) -> frozenset[str]:
    """The codes of a service code list that a syntax version has and has not withdrawn."""
    service = directories.service(version)
    return frozenset(service.codes(element) or ()) - service.withdrawn(element)


def _maximum(directories: Directories, version: str, element: str) -> int:
    found = directories.service(version).element(element)
    return found.maximum if found else 0


def gather(interchange: Interchange, directories: Directories) -> Acknowledger | None:
    """What gathers the answer to an interchange; none for syntaxes that have no CONTRL."""
    return Acknowledger(interchange, directories) if interchange.syntax == "edifact" else None


def acknowledge(interchange: Interchange, messages: Iterable[Message], directories: Directories) -> Acknowledger:
    """Read an interchange to its end for its answer: `messages` are its own, each checked when it is handed over."""
    gathered = Acknowledger(interchange, directories)
    for message in messages:
        gathered.add(message)
    return gathered


def _misfit(text: str, room: int) -> str:
    """Why a text cannot stand in a mandatory element (0085: missing, too long, invalid characters); empty if it can."""
    if not text.strip():
        return "13"
    return "39" if len(text) > room else "" if text.isprintable() else "21"


def _given(facts: dict[str, str]) -> dict[str, Any]:
    """Facts of a service segment as fields of the document: what is empty is not given."""
    return {name: fact or None for name, fact in facts.items()}


def _errors(report: Report) -> list[Finding]:
    return [finding for finding in report if finding.severity is Severity.ERROR]
