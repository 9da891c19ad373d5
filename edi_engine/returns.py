"""A response of an agency finds the message on record that it answers, and its errors the bytes received for it."""

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace

import msgspec

from edi_engine.answer_rules import told
from edi_engine.audit import search
from edi_engine.audit.store import Store
from edi_engine.canonical.model import Document, Response
from edi_engine.exchange import Acknowledged, Mappings
from edi_engine.explanation import sole_message
from edi_engine.findings import Finding
from edi_engine.interchange import Envelope
from edi_engine.mapping.received.locations import located
from edi_engine.mapping.received.message import received_by
from edi_engine.recorded import Read, RecordedMessage, recorded_messages, sent_document
from edi_engine.rejection import Homeward, home_of, homeward, locations, unplaced
from edi_engine.routing.partners import identifications
from edi_engine.routing.parts import is_part, part_name
from edi_engine.routing.route_table import Route
from edi_engine.states import States

REFERENCES = ("id", "functional_reference_id")
UCR = "ucr.id"
NUMBERS = (
    "id",
    UCR,
)  # see audit.search.NUMBERS: those an agency gives a declaration: its later answers may name nothing else
OWNERS = ("sender", "submitter", "declarant", "agent")  # whose a document is that comes in no envelope
ISSUERS = ("sender", "submitter")  # who issues a message; 3035: MS
MOST_EXCHANGES = 3  # with a declaration of the reference; the newest first


@dataclass(slots=True, kw_only=True)
class Returned:
    """A response in the terms of who sent what it answers, and the record of that.

    Attributes:
        homeward: the response, and how each error came to its place.
        exchange: the exchange with the message; `interchange` is the row of its interchange.
        delivery: the row of the delivery that the response answers; `others` are those of more licences it names.
        owner: whose the message is by what it says itself, for one that came in no envelope.
        syntax: of the message received.
    """

    homeward: Homeward
    exchange: str
    interchange: search.Row
    delivery: search.Row
    others: tuple[search.Row, ...]
    owner: str
    syntax: str

    @property
    def envelope(self) -> Envelope:
        """Back to where the message came from: sender and recipient change places."""
        row = self.interchange
        return Envelope(
            sender=row["recipient"],
            sender_qualifier=row["recipient_qualifier"],
            recipient=row["sender"] or self.owner,
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
            The response for the sender of the message, or `PTR-006` that nothing on record is answered by it, or
            `PTR-010` that it may be any of several: nobody is granted anything by a guess. One that names several
            licences sent one by one answers each of them.
        """
        sender = sender or next((one.id for one in response.parties if one.role in ISSUERS and one.id), "")
        learned = self._learned(response)
        messages = list(self._messages(response, learned))
        to_sender = list(self._candidates(messages, response, route, sender, strict))
        found = _of_licences(response, to_sender)
        if not found:
            sent = any(message.deliveries for _, message in messages)
            cited = _cited(response) if to_sender else []
            return _orphan(response, route, sender if sent else "", cited)
        if several := _several(response, found):
            return self._returned(response, *several)
        found = [one for one in found if one.delivery["id"] in learned] or found
        least = min(one.strange for one in found)
        best = [one for one in found if one.strange == least]
        alike = [one for one in best if one.message is best[0].message]
        same = [one for one in alike if self.mappings.get(one.delivery["mapping"]).syntax == syntax] or alike
        if len({(one.delivery["agency"], one.delivery["part"]) for one in same}) > 1:
            places = (" ".join(filter(None, (one.delivery["route"], one.delivery["part"]))) for one in alike)
            return told("PTR-010", places=", ".join(dict.fromkeys(places)))
        returned = self._returned(response, same[0])
        if isinstance(returned, Returned) and len(alike) > 1 and not route:
            routes = ", ".join(one.delivery["route"] for one in alike)
            returned.homeward.findings.append(told("PTR-009", routes=routes, taken=same[0].delivery["route"]))
        return returned

    def _learned(self, response: Response) -> dict[int, str]:
        """Deliveries, with their exchange, that an earlier answer gave one of the numbers this one names."""
        numbers = [text for name in NUMBERS if (text := named(response, name))]
        rows = [row for text in numbers for row in search.answers_naming(self.store, text)]
        return {row["delivery"]: row["exchange"] for row in rows if row["delivery"] is not None}

    def _candidates(
        self,
        messages: Sequence[tuple[str, RecordedMessage]],
        response: Response,
        route: str,
        sender: str,
        strict: bool,
    ) -> Iterator["_Candidate"]:
        """The deliveries that a response may answer, and how many of its places are strange to each."""
        texts = [text for error in response.errors for text in locations(error)[:1]]
        for exchange, message in messages:
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
        mine = [route for route in self.routes if route.name == delivery["route"]]
        others = [identity for route in mine if route.partner for identity in route.partner.identities]
        names = [delivery["agency"], *(route.recipient for route in mine), *others]
        return {each.upper() for name in names if name for each in identifications(name)}

    def _messages(self, response: Response, learned: Table[int, str]) -> Iterator[tuple[str, RecordedMessage]]:
        """Messages by the sender's own references, else by numbers the agency gave, else by the consignment's."""
        known = list(self._having(response, REFERENCES))
        if not known:
            every = (one for exchange in dict.fromkeys(learned.values()) for one in self._recorded(exchange))
            known = [one for one in every if any(row["id"] in learned for row in one[1].deliveries)]
        yield from known or self._having(response, (UCR,))

    def _having(self, response: Response, names: Sequence[str]) -> Iterator[tuple[str, RecordedMessage]]:
        wanted = {text for name in names if (text := named(response, name))}
        rows = [row for text in sorted(wanted) for row in search.search(self.store.past, text)]
        known = (row["exchange"] for row in rows if row["kind"] in names and self.store.was_there(row["exchange"]))
        exchanges = dict.fromkeys(known)
        for exchange in list(exchanges)[:MOST_EXCHANGES]:
            for one in self._recorded(exchange):
                if wanted.intersection(_value(one[1].trace.document, name) for name in names):
                    yield one

    def _recorded(self, exchange: str) -> Iterator[tuple[str, RecordedMessage]]:
        record = search.show(self.store.past, exchange)
        for message in recorded_messages(record, self.store.past, self.read, self.kinds):
            yield exchange, message

    def _returned(self, response: Response, answered: "_Candidate", *others: "_Candidate") -> Returned | Finding:
        message, delivery = answered.message, answered.delivery
        found = unplaced(response, message.trace.document) or self._walked(response, message, delivery)
        if found is None:
            return _unanswered(response, f"and what was sent over {delivery['route']} is not one message to look into")
        return Returned(
            homeward=found,
            exchange=answered.exchange,
            interchange=message.interchange,
            delivery=delivery,
            others=tuple(one.delivery for one in others),
            owner=_owner(message.trace.document),
            syntax=message.trace.message.syntax,
        )

    def _walked(self, response: Response, message: RecordedMessage, delivery: search.Row) -> Homeward | None:
        document, homes = sent_document(message, delivery, self.routes)
        sent = b"".join(self.store.payload(delivery["payload_sha256"]))
        home = home_of(message.trace, self.mappings.get(delivery["mapping"]), sent, document, homes)
        return None if home is None else homeward(response, home, document)


def _owner(document: msgspec.Struct) -> str:
    ids = {party.role: party.id for party in getattr(document, "parties", ()) if party.id}
    return next((ids[role] for role in OWNERS if role in ids), "")


@dataclass(slots=True, kw_only=True)
class _Candidate:
    """A delivery that a response may answer; so many of its places are `strange` to what was sent."""

    exchange: str
    message: RecordedMessage
    delivery: search.Row
    strange: int


def _of_licences(response: Response, found: list[_Candidate]) -> list[_Candidate]:
    """Where licences went out one by one, those that a response names; all where it names none."""
    cited = _cited(response)
    if not cited or not any(one.delivery["part"] for one in found):
        return found
    return [one for one in found if any(is_part(document, one.delivery["part"] or "") for document in cited)]


def _cited(response: Response) -> list[Document]:
    return [one for one in response.additional_documents if one.id]


def _several(response: Response, found: Sequence[_Candidate]) -> list[_Candidate]:
    """Where a response names several licences of one message, each plainly, a delivery of each; the likeliest first."""
    mine = [one for one in found if one.message is found[0].message and one.delivery["part"]]
    parts = {str(one.delivery["part"]) for one in mine}
    cited = _cited(response)
    plain = cited and all(sum(is_part(document, part) for part in parts) <= 1 for document in cited)
    if len(parts) < 2 or not plain or len({one.delivery["agency"] for one in mine}) > 1:
        return []
    likeliest: dict[str, _Candidate] = {}
    for one in sorted(mine, key=lambda one: one.strange):
        likeliest.setdefault(one.delivery["part"], one)
    return list(likeliest.values())


def acknowledged(
    response: Response, found: Returned | Finding, states: States, mapping: str
) -> tuple[Acknowledged, ...]:
    """What a response says, of each delivery it answers if any was found; `mapping` read it."""
    state, code = states.said(mapping, response)
    reference = next((text for name in ("functional_reference_id", *NUMBERS) if (text := named(response, name))), "")
    numbers = tuple(text for name in NUMBERS if (text := named(response, name)))
    said = Acknowledged(reference=reference, state=state.name, answer=mapping, code=code, numbers=numbers)
    if isinstance(found, Finding):
        return (said,)
    first, *others = (
        replace(said, delivery=row["id"], exchange=found.exchange, route=row["route"])
        for row in (found.delivery, *found.others)
    )
    return (first, *(replace(one, numbers=()) for one in others))  # what waits for a number is told of once


def named(response: Response, name: str) -> str:
    """What a response calls the declaration it answers: one of its `REFERENCES` or `NUMBERS`."""
    return _value(response.declaration, name)


def _value(document: object, path: str) -> str:
    for name in path.split("."):
        document = getattr(document, name, None)
    return document if isinstance(document, str) else ""


def _orphan(response: Response, route: str, sender: str, cited: Sequence[Document]) -> Finding:
    """`sender` answers for what was sent to others, if it is given; or it names licences that were not sent."""
    to, over = f" to {sender!r}" if sender else "", f" over {route}" if route else ""
    how = f"which was sent, and not{to}{over}" if to else f"which was not sent{over}"
    if cited:
        how = f"of which no licence {', '.join(repr(part_name(one)) for one in cited)} was sent{to}{over}"
    return _unanswered(response, how)


def _unanswered(response: Response, how: str) -> Finding:
    names = [repr(text) for name in (*REFERENCES, UCR) if (text := named(response, name))]
    return told("PTR-006", answers=f"answers {', '.join(names)}, {how}" if names else "names nothing")
