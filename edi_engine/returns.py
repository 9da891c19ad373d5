"""A response of an agency finds the message on record that it answers, and its errors the bytes received for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from edi_engine.audit import search
from edi_engine.audit.store import Store
from edi_engine.canonical.model import Response
from edi_engine.exchange import Mappings
from edi_engine.explanation import sole_message
from edi_engine.findings import Finding, Severity
from edi_engine.interchange import Envelope
from edi_engine.mapping.received.locations import located
from edi_engine.mapping.received.message import received_by
from edi_engine.recorded import Read, RecordedMessage, recorded_messages, sent_document
from edi_engine.rejection import Homeward, home_of, homeward, locations
from edi_engine.routing.route_table import Route

REFERENCES = ("id", "functional_reference_id")
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

    def of(self, response: Response, route: str = "", sender: str = "") -> Returned | Finding:
        """Walk a response home.

        Args:
            response: as the agency gave it.
            route: over which went what it answers; else the one over which its places make the most sense.
            sender: of the response, where its envelope names one: it answers what was sent to it.

        Returns:
            The response for the sender of the message, or `PTR-006` that nothing on record is answered by it.
        """
        answered = min(self._candidates(response, route, sender), key=lambda one: one.strange, default=None)
        found = answered and self._returned(response, answered)
        return found or _orphan(response, route)

    def _candidates(self, response: Response, route: str, sender: str) -> Iterator["_Candidate"]:
        """The deliveries that a response may answer, and how many of its places are strange to each."""
        texts = [text for error in response.errors for text in locations(error)[:1]]
        for exchange, message in self._messages(response):
            mine = [row for row in message.deliveries if route in ("", row["route"])]
            to_sender = [row for row in mine if sender and sender.upper() in self._names(row)]
            for delivery in to_sender or mine:
                strange = self._strange(delivery, texts)
                yield _Candidate(exchange=exchange, message=message, delivery=delivery, strange=strange)

    def _strange(self, delivery: search.Row, texts: Sequence[str]) -> int:
        """How many places are not in what was sent."""
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
        document = sent_document(message, delivery, self.routes)
        sent = b"".join(self.store.payload(delivery["payload_sha256"]))
        home = home_of(message.trace, self.mappings.get(delivery["mapping"]), sent, document)
        if home is None:
            return None
        return Returned(
            homeward=homeward(response, home, document),
            exchange=answered.exchange,
            interchange=message.interchange,
            delivery=delivery,
            syntax=message.trace.message.syntax,
        )


@dataclass(slots=True, kw_only=True)
class _Candidate:
    """A delivery that a response may answer; so many of its places are `strange` to what was sent."""

    exchange: str
    message: RecordedMessage
    delivery: search.Row
    strange: int


def _orphan(response: Response, route: str) -> Finding:
    about = response.declaration
    named = [text for name in REFERENCES if about is not None and (text := getattr(about, name))]
    over = f" over {route}" if route else ""
    return Finding(
        code="PTR-006",
        severity=Severity.WARNING,
        what=f"the response answers {', '.join(map(repr, named)) or 'nothing it names'}, which was not sent{over}",
        why="ID or FunctionalReferenceID of its declaration is that of a message on record that was delivered",
        fix="see audit search for the reference the agency means",
    )
