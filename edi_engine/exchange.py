"""What became of one payload, from the bytes received to the deliveries made; the pipeline's words to its callers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import msgspec

from edi_engine.findings import UNROUTED, Finding, Report, Severity
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.route_table import Decision

State = Literal["accepted", "partly", "rejected", "undecided"]


class Definition(Protocol):
    """What a mapping says about the messages it writes."""

    @property
    def message(self) -> str:
        """Message type, for syntaxes that name it in the message header."""

    @property
    def options(self) -> Any:
        """What it says of its syntax: a table of texts."""

    @property
    def association(self) -> str:
        """Association assigned code, beside it."""

    @property
    def document(self) -> str:
        """Kind of document it reads and writes."""

    @property
    def envelope(self) -> Any:
        """Defaults of the envelope: a table of `Envelope` attributes."""


class Mapping(Protocol):
    """A compiled mapping, see `mapping.registry`."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def version(self) -> str:
        """Content hash."""

    @property
    def syntax(self) -> str:
        """Key of `formats.FORMATS`."""

    @property
    def directory(self) -> str:
        """UN directory it writes."""

    @property
    def definition(self) -> Definition:
        """Its `mapping.yaml`."""

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """The document a message means."""

    def write(self, document: msgspec.Struct, report: Report) -> Any:
        """The body that says a document."""


class Mappings(Protocol):
    """All mappings, see `mapping.registry`."""

    directories: Any
    """The UN/EDIFACT directories they are checked against."""

    def names(self) -> list[str]:
        """Names of all."""

    def get(self, name: str) -> Mapping:
        """One by name, compiled."""

    def check(self, name: str, message: Message, report: Report) -> None:
        """Hold a message to the schemas of one."""

    def schemas(self, name: str) -> Any:
        """What holds messages to the schemas of one, see `mapping.registry.Schemas`; None where its syntax has none."""

    def detect(self, message: Message) -> tuple[Mapping | None, list[Finding]]:
        """The one that reads a message."""


def split(mapping: Mapping | None, message: Message) -> list[Message]:
    """The messages that a mapping finds in one: those of a file of rows or records may stand for several documents.

    What was found in the one goes with the first of several.
    """
    found = getattr(mapping, "split", None)
    parts = [message] if found is None else list(found(message))
    if parts[0] is not message:
        parts[0].report.absorb(message.report)
    return parts


@dataclass(slots=True, kw_only=True)
class ReadMessage:
    """One message and what it means; `document` is `None` where nothing could be made of it."""

    message: Message
    mapping: Mapping | None = None
    document: msgspec.Struct | None = None
    report: Report = field(default_factory=Report)

    @property
    def accepted(self) -> bool:
        """Whether it has a document and no error."""
        return self.document is not None and not self.report.rejected


@dataclass(slots=True, kw_only=True)
class Delivery:
    """One document on its way to one agency.

    `state` is `intended` until the outcome is known, then `done`; `failed`, `timed out` or `unknown`; `waiting` if it
    was not tried, for its destination is out of order; `dead` if it will not be tried again; `due` is when it is tried
    again (UTC); `place` says where it went; `key` is its row in the audit store. `part` names what of the document it
    is, where that goes out in parts.
    """

    key: int
    route: str
    agency: str
    reference: str
    part: str = ""
    state: str = "intended"
    place: str = ""
    due: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What an answer that was received says of an interchange or a document of ours.

    `reference` is the one it names, `numbers` are those the agency gave; `delivery`, `exchange` and `route` are those
    by which that was sent, `None` and empty if we sent nothing of that reference. `state` is a name of states.yaml,
    `code` what led to it, `answer` the mapping that read it.
    """

    reference: str
    state: str
    answer: str = ""
    code: str = ""
    numbers: tuple[str, ...] = ()
    delivery: int | None = None
    exchange: str = ""
    route: str = ""

    @property
    def named(self) -> str:
        """What of ours is answered, in words: its reference, and by what it was sent."""
        return f"{self.reference}, {sent_by(self.route, self.exchange)}"


def sent_by(route: str, exchange: str) -> str:
    """By what it was sent that an answer is to, in words; empty ones for an answer to nothing of ours."""
    return f"sent over {route} in exchange {exchange}" if exchange else "taken for nothing sent"


@dataclass(slots=True, kw_only=True)
class MessageResult:
    """One message: what it is, whether it was accepted, why each route took it or not, and what was delivered.

    `acknowledges` is what it says of each delivery it answers, where the message is an answer.
    """

    number: int
    type: str
    directory: str
    reference: str
    accepted: bool
    mapping: str = ""
    findings: list[Finding] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    acknowledges: tuple[Acknowledged, ...] = ()

    @property
    def unrouted(self) -> bool:
        """Whether all is well with it but that no route took its document."""
        return not self.accepted and any(finding.code == UNROUTED for finding in self.findings)


@dataclass(slots=True, kw_only=True)
class InterchangeResult:
    """One interchange: its envelope, its own findings, its messages, the decision on the whole, and its answer.

    `rejected_more` rejected messages are not among `messages`: beyond a number only those are kept that go on.
    `undecided` of all messages are those that no route took, and whose routes could not all be decided or are stopped
    by an agreement; `left_out` are those of which some route could not be decided.
    """

    number: int
    syntax: str
    envelope: Envelope
    report: Report
    messages: list[MessageResult] = field(default_factory=list)
    rejected_more: int = 0
    undecided: int = 0
    left_out: int = 0
    answer: Delivery | None = None

    @property
    def state(self) -> State:
        """Rejected if its envelope is at fault or no message was accepted; partly if some were.

        Undecided if none was, and of one it could not be said where it goes: that is no fault of who sent it.
        """
        accepted = sum(message.accepted for message in self.messages)
        read = len(self.messages) + self.rejected_more
        if self.report.rejected or (read and not accepted):
            return "undecided" if self.undecided and not self.report.rejected else "rejected"
        return "accepted" if accepted == read else "partly"


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One payload received; `id` names its record and is empty where nothing is recorded.

    `counted` are the findings in messages and envelopes that were not kept, by weight and code.
    """

    id: str
    source: str
    sha256: str
    size: int
    interchanges: list[InterchangeResult] = field(default_factory=list)
    counted: dict[tuple[Severity, str], int] = field(default_factory=dict)

    @property
    def state(self) -> State:
        """That of its interchanges, `partly` where they differ; an empty payload is rejected."""
        states = {interchange.state for interchange in self.interchanges}
        if len(states) == 1:
            return states.pop()
        return "partly" if states else "rejected"

    @property
    def deliveries(self) -> Iterator[Delivery]:
        """All deliveries of all messages, and the answers to the interchanges."""
        for interchange in self.interchanges:
            if interchange.answer:
                yield interchange.answer
            for message in interchange.messages:
                yield from message.deliveries

    @property
    def undelivered(self) -> list[Delivery]:
        """Deliveries that were not made, or of which it is not known."""
        return [delivery for delivery in self.deliveries if delivery.state not in ("done", "intended")]

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, in the order of the payload: envelope, messages, deliveries."""
        for interchange in self.interchanges:
            yield from interchange.report
            for message in interchange.messages:
                yield from message.findings
                for delivery in message.deliveries:
                    yield from delivery.findings
            if interchange.answer:
                yield from interchange.answer.findings
