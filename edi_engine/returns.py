"""A response of an agency finds the message on record that it answers, and its errors the bytes received for it."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from edi_engine.audit import search
from edi_engine.audit.store import Store
from edi_engine.canonical.model import Declaration, Response
from edi_engine.deliveries import answer_route, write_bytes
from edi_engine.errors import EdiError
from edi_engine.exchange import Acknowledged, Mapping, Mappings
from edi_engine.explanation import sole_message
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.interchange import Envelope
from edi_engine.mapping.received.locations import located
from edi_engine.mapping.received.message import received_by
from edi_engine.recorded import Read, RecordedMessage, recorded_messages, sent_document
from edi_engine.rejection import Homeward, home_of, homeward, locations, unplaced
from edi_engine.routing.route_table import AnswerRow, Route, RouteTable
from edi_engine.states import States

REFERENCES = ("id", "functional_reference_id")
ISSUER = "submitter"  # 3035: MS, who issues a message
MOST_EXCHANGES = 3  # with a declaration of the reference; the newest first


@dataclass(slots=True, kw_only=True)
class Returned:
    """A response in the terms of who sent what it answers, and the record of that.

    Attributes:
        homeward: the response, and how each error came to its place.
        exchange: the exchange with the message; `interchange` is the row of its interchange.
        delivery: the row of the delivery that the response answers.
        syntax: of the message received.
    """

    homeward: Homeward
    exchange: str
    interchange: search.Row
    delivery: search.Row
    syntax: str

    @property
    def envelope(self) -> Envelope:
        """Back to where the message came from: sender and recipient change places."""
        row = self.interchange
        return Envelope(
            sender=row["recipient"],
            sender_qualifier=row["recipient_qualifier"],
            recipient=row["sender"],
            recipient_qualifier=row["sender_qualifier"],
            test=bool(row["test"]),
        )


class Returns:
    """Looks on record for what responses answer."""

    def __init__(
        self,
        store: Store,
        read: Read,
        mappings: Mappings,
        routes: Sequence[Route],
        kinds: dict[str, type[msgspec.Struct]],
    ) -> None:
        self.store, self.read, self.mappings, self.routes, self.kinds = store, read, mappings, routes, kinds

    def of(
        self, response: Response, route: str = "", sender: str = "", *, strict: bool = False, syntax: str = ""
    ) -> Returned | Finding:
        """Walk a response home.

        Args:
            response: as the agency gave it.
            route: over which went what it answers; else the one over which its places make the most sense.
            sender: of the response, where its envelope names one, else who issues it: it answers what was sent to it.
            strict: nobody answers for another: a sender that is named must be one that we sent to.
            syntax: of the response: where nothing else tells deliveries apart, it answers what was sent in the same.

        Returns:
            The response for the sender of the message, or `PTR-006` that nothing on record is answered by it.
        """
        sender = sender or next((party.id for party in response.parties if party.role == ISSUER and party.id), "")
        found = list(self._candidates(response, route, sender, strict))
        if not found:
            return _orphan(response, route)
        least = min(one.strange for one in found)
        best = [one for one in found if one.strange == least]
        alike = [one for one in best if one.message is best[0].message]
        answered = next((one for one in alike if self.mappings.get(one.delivery["mapping"]).syntax == syntax), alike[0])
        returned = self._returned(response, answered)
        if returned and len(alike) > 1 and not route:
            returned.homeward.findings.append(_guessed(answered, alike))
        return returned or _orphan(response, route)

    def _candidates(self, response: Response, route: str, sender: str, strict: bool) -> Iterator["_Candidate"]:
        """The deliveries that a response may answer, and how many of its places are strange to each."""
        texts = [text for error in response.errors for text in locations(error)[:1]]
        for exchange, message in self._messages(response):
            mine = [row for row in message.deliveries if route in ("", row["route"])]
            to_sender = [row for row in mine if sender and sender.upper() in self._names(row)]
            for delivery in to_sender or ([] if strict and sender else mine):
                strange = self._strange(delivery, texts)
                yield _Candidate(exchange=exchange, message=message, delivery=delivery, strange=strange)

    def _strange(self, delivery: search.Row, texts: Sequence[str]) -> int:
        """How many places are not in what was sent."""
        if not texts:
            return 0
        mapping = self.mappings.get(delivery["mapping"])
        sent = sole_message(mapping, b"".join(self.store.payload(delivery["payload_sha256"])))
        if sent is None:
            return len(texts)
        values = received_by(mapping, sent)
        places = (located(text, values) for text in texts)
        return sum(where is None or not values.within(where) for where in places)

    def _names(self, delivery: search.Row) -> set[str]:
        """What the recipient of a delivery may call itself."""
        recipients = {route.recipient.partition(":")[0] for route in self.routes if route.name == delivery["route"]}
        return {name.upper() for name in (delivery["agency"], *recipients) if name}

    def _messages(self, response: Response) -> Iterator[tuple[str, RecordedMessage]]:
        about = response.declaration
        wanted = {text for name in REFERENCES if about is not None and (text := getattr(about, name))}
        rows = [row for text in sorted(wanted) for row in search.search(self.store, text)]
        exchanges = dict.fromkeys(row["exchange"] for row in rows if row["kind"] in REFERENCES)
        for exchange in list(exchanges)[:MOST_EXCHANGES]:
            record = search.show(self.store, exchange)
            for message in recorded_messages(record, self.store, self.read, self.kinds):
                document = message.trace.document
                if wanted.intersection(str(getattr(document, name, None)) for name in REFERENCES):
                    yield exchange, message

    def _returned(self, response: Response, answered: "_Candidate") -> Returned | None:
        message, delivery = answered.message, answered.delivery
        found = unplaced(response, message.trace.document) or self._walked(response, message, delivery)
        if found is None:
            return None
        return Returned(
            homeward=found,
            exchange=answered.exchange,
            interchange=message.interchange,
            delivery=delivery,
            syntax=message.trace.message.syntax,
        )

    def _walked(self, response: Response, message: RecordedMessage, delivery: search.Row) -> Homeward | None:
        document, homes = sent_document(message, delivery, self.routes)
        sent = b"".join(self.store.payload(delivery["payload_sha256"]))
        home = home_of(message.trace, self.mappings.get(delivery["mapping"]), sent, document, homes)
        return None if home is None else homeward(response, home, document)


@dataclass(slots=True, kw_only=True)
class _Candidate:
    """A delivery that a response may answer; so many of its places are `strange` to what was sent."""

    exchange: str
    message: RecordedMessage
    delivery: search.Row
    strange: int


@dataclass(slots=True, kw_only=True)
class WayBack:
    """How a response goes to who sent what it answers: the row of `answers:` for them, and what writes it."""

    returned: Returned
    row: AnswerRow
    mapping: Mapping

    @property
    def route(self) -> Route:
        """Into the box of who sent the message, unless the row names another."""
        return answer_route(self.row, self.returned.envelope.recipient, self.mapping.name)

    def payload(self, reference: str, at: datetime.datetime) -> bytes | Finding:
        """The bytes, or why there are none: whatever becomes of it, what was decided stands."""
        try:
            return self._written(reference, at)
        except Exception as error:
            return _fault(error)

    def _written(self, reference: str, at: datetime.datetime) -> bytes:
        report = Report()
        body = self.mapping.write(self.returned.homeward.response, report)
        version_4 = str(self.mapping.definition.envelope.get("syntax_version", "3")) >= "4"
        prepared = at.strftime("%Y%m%d:%H%M" if version_4 else "%y%m%d:%H%M")
        envelope = {name: getattr(self.returned.envelope, name) for name in Envelope.__slots__}
        facts = {**_SYNTAX, **{name: value for name, value in envelope.items() if value}, "prepared": prepared}
        facts = {**facts, **self.mapping.definition.envelope, "reference": reference}
        payload = write_bytes(self.mapping, [body], Envelope(**facts), report)
        errors = [finding for finding in report if finding.severity is Severity.ERROR]
        if errors:
            raise EdiError(*errors)
        return payload


def acknowledged(response: Response, found: Returned | Finding, states: States, mapping: str) -> Acknowledged:
    """What a response says, of the delivery it answers if one was found; `mapping` read it."""
    state, code = states.said(mapping, response)
    about = response.declaration or Declaration()
    reference = about.functional_reference_id or about.id or ""
    said = Acknowledged(reference=reference, state=state.name, answer=mapping, code=code)
    if isinstance(found, Finding):
        return said
    delivery = found.delivery
    return replace(said, delivery=delivery["id"], exchange=found.exchange, route=delivery["route"])


_SYNTAX = {"syntax_identifier": "UNOC", "syntax_version": "3"}


def way_back(returned: Returned, routes: RouteTable, mappings: Mappings) -> WayBack | Finding:
    """How a response goes home; `PTR-007` where no row of `answers:` says so."""
    back = returned.envelope
    sender = Envelope(sender=back.recipient, sender_qualifier=back.recipient_qualifier)
    row = routes.answering(sender)
    name = row.responses.get(returned.syntax) if row is not None else None
    if row is None or name is None:
        return Finding(
            code="PTR-007",
            severity=Severity.NOTE,
            what=f"the response goes to nobody: no answer to {back.recipient or 'its sender'} names a mapping for it",
            where=Position(path=routes.name),
            why="`responses` of a row under `answers:` names the mapping by syntax",
            fix=f"add responses: {{{returned.syntax}: MAPPING}}, or send it with audit home",
        )
    return WayBack(returned=returned, row=row, mapping=mappings.get(name))


def _fault(error: Exception) -> Finding:
    """A response that could not be written for who sent what it answers."""
    text = error.finding.what if isinstance(error, EdiError) else f"{type(error).__name__}: {str(error)[:200]}"
    return Finding(
        code="PTR-008",
        severity=Severity.WARNING,
        what=f"the response cannot be written for who sent what it answers: {text}",
        why="a fault of the mapping that `responses` names, or of the engine",
        fix="mend it, and tell the sender",
    )


def _guessed(answered: _Candidate, alike: Sequence[_Candidate]) -> Finding:
    routes = ", ".join(one.delivery["route"] for one in alike)
    return Finding(
        code="PTR-009",
        severity=Severity.WARNING,
        what=f"the response may answer what went over any of {routes}: taken for {answered.delivery['route']}",
        why="it names neither its sender nor a place that only one of them has",
        fix="have the agency name itself: in the envelope, or as who issues the message (role submitter)",
    )


def _orphan(response: Response, route: str) -> Finding:
    about = response.declaration
    named = [text for name in REFERENCES if about is not None and (text := getattr(about, name))]
    over = f" over {route}" if route else ""
    return Finding(
        code="PTR-006",
        severity=Severity.WARNING,
        what=f"the response answers {', '.join(map(repr, named)) or 'nothing it names'}, which was not sent{over}",
        why="ID or FunctionalReferenceID of its declaration is that of a message on record that was delivered",
        fix="it is kept; see audit search for the reference the agency means",
    )
