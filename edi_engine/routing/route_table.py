"""The route table: which documents go to which agency, by which mapping, over which transport; and what is answered."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import msgspec

from edi_engine.interchange import Envelope, Message
from edi_engine.routing.condition import Condition, Facts
from edi_engine.routing.masking import Masking
from edi_engine.routing.partners import DEFAULT_TIMEOUT, Partner
from edi_engine.routing.parts import MOST_PARTS, parts_of
from edi_engine.routing.retry import AS_USUAL, Retry


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One row of the table.

    Attributes:
        name: unique; shown, recorded and part of file names.
        agency: who gets it; names the outbox folder.
        mapping: name of the mapping that writes the agency's format.
        when: the condition, `None` for every document of this kind.
        document: the kind of canonical document it takes.
        traffic: `production` takes no interchange that says it is a test, `test` only such, `any` both.
        transport, folder: how and where; a relative folder lies below the workspace's outbox.
        sender, recipient: for the envelope sent, `IDENTIFICATION` or `IDENTIFICATION:QUALIFIER`.
        valid_from, valid_to: first and last day (UTC) of the route.
        timeout: seconds a delivery may take.
        retry: when one that failed is tried again.
        only: canonical paths this agency sees, all else is withheld; none: everything.
        withhold: canonical paths this agency may not see.
        mask: what of the texts at some paths it sees.
        acknowledgements: by kind (`contrl`, `business`) the seconds within which the agency answers.
        for_each: the path of what goes out one by one; none: the document is sent whole.
        part: which of them a delivery is.
        partner: whose agreement it is under; what the row does not say, it says.
        line: where the row stands.
    """

    name: str
    agency: str
    mapping: str
    document: str
    when: Condition | None = None
    traffic: Literal["production", "test", "any"] = "production"
    transport: str = "file_drop"
    folder: str = ""
    sender: str = ""
    recipient: str = ""
    valid_from: datetime.date | None = None
    valid_to: datetime.date | None = None
    timeout: float = DEFAULT_TIMEOUT
    retry: Retry = AS_USUAL
    only: tuple[str, ...] = ()
    withhold: tuple[str, ...] = ()
    mask: tuple[Masking, ...] = ()
    acknowledgements: Mapping[str, float] = field(default_factory=dict)
    for_each: str = ""
    part: str = ""
    partner: Partner | None = None
    line: int = 0

    @property
    def awaits(self) -> list[str]:
        """The kinds of answers that are waited for: each part gets one."""
        return sorted({*self.acknowledgements, *(["business"] if self.for_each else [])})


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """How the interchanges of some senders are answered; of several rows the first that names the sender counts.

    Attributes:
        name: unique among routes and answers; shown, recorded and part of file names.
        senders: `IDENTIFICATION` or `IDENTIFICATION:QUALIFIER` (UNB S002); none: everyone.
        send: `requested` answers what asks for it (UNB 0031), `faults` also what was rejected in whole or in part,
            `always` everything, `never` nothing.
        responses: by syntax of what was sent, the mapping that writes agencies' responses to it for the sender.
        agency: names the outbox folder; empty for one named after the sender.
        transport, folder, timeout, retry: as of a route.
        line: where the row stands.
    """

    name: str = "answer"
    senders: tuple[str, ...] = ()
    send: Literal["requested", "faults", "always", "never"] = "faults"
    responses: Mapping[str, str] = field(default_factory=dict)
    agency: str = ""
    transport: str = "file_drop"
    folder: str = ""
    timeout: float = DEFAULT_TIMEOUT
    retry: Retry = AS_USUAL
    line: int = 0

    def answers(self, envelope: Envelope) -> bool:
        """Whether it is for the sender of an interchange."""
        names = (envelope.sender, f"{envelope.sender}:{envelope.sender_qualifier}")
        return not self.senders or any(name in self.senders for name in names)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a route takes a document, and why or why not; `undecided` where the condition read an absent field.

    `stopped` where only the agreement with its partner keeps it from taking it; `parts` where it goes out in such.
    """

    route: Route
    matched: bool
    reason: str
    undecided: bool = False
    stopped: bool = False
    parts: tuple[str, ...] = ()

    @property
    def routes(self) -> list[Route]:
        """The route, once for each part."""
        return [replace(self.route, part=part) for part in self.parts] or [self.route]


@dataclass(frozen=True, slots=True)
class RouteTable:
    """All routes in the order written, the paths their conditions read for each document kind, and the answers."""

    routes: tuple[Route, ...]
    trees: Mapping[str, Mapping[str, Any]]
    name: str = "routes.yaml"
    answers: tuple[AnswerRow, ...] = (AnswerRow(),)

    @property
    def returning(self) -> bool:
        """Whether agencies' responses go to anybody."""
        return any(row.responses for row in self.answers)

    def answering(self, envelope: Envelope) -> AnswerRow | None:
        """The row by which an interchange is answered, if any."""
        return next((row for row in self.answers if row.answers(envelope)), None)

    def select(self, document: msgspec.Struct, message: Message, today: datetime.date) -> list[Decision]:
        """Decide every route for one document.

        Args:
            document: canonical; its class name is its kind.
            message: what it was read from, for `message.` and `envelope.`.
            today: the day (UTC) against which validity is held.

        Returns:
            A decision for each route, in table order. All that matched are to be served: no route hides another.
        """
        kind = type(document).__name__
        facts = Facts(self.trees.get(kind, {}), document, message)
        return [_decide(route, document, facts, message, today) for route in self.routes]


def _decide(route: Route, document: msgspec.Struct, facts: Facts, message: Message, today: datetime.date) -> Decision:
    kind = type(document).__name__
    if refusal := _outside(route, kind, message.envelope.test, today):
        return Decision(route, False, refusal)
    holds, reason = route.when.decide(facts) if route.when else (True, f"takes every {kind}")
    if holds and route.partner and (outside := route.partner.outside(test=message.envelope.test, today=today)):
        return Decision(route, False, outside, stopped=True)
    if holds and route.for_each:
        return _in_parts(route, document)
    return Decision(route, holds is True, reason, undecided=holds is None)


def _in_parts(route: Route, document: msgspec.Struct) -> Decision:
    parts = parts_of(document, route.for_each)
    if len(parts) > MOST_PARTS:
        return Decision(route, False, f"there are more than {MOST_PARTS} of {route.for_each}", undecided=True)
    reason = f"each of {route.for_each}: {', '.join(parts)}" if parts else f"there is none of {route.for_each}"
    return Decision(route, bool(parts), reason, parts=tuple(parts))


def _outside(route: Route, kind: str, test: bool, today: datetime.date) -> str:
    """Why a route is not even asked; the empty string if it is."""
    if route.document != kind:
        return f"takes a {route.document}, this is a {kind}"
    if route.traffic == "production" and test:
        return "takes no tests, and the interchange says it is one (UNB 0035)"
    if route.traffic == "test" and not test:
        return "takes tests only, and the interchange does not say it is one (UNB 0035)"
    if route.valid_from and today < route.valid_from:
        return f"valid from {route.valid_from} only"
    if route.valid_to and today > route.valid_to:
        return f"was valid to {route.valid_to}"
    return ""
