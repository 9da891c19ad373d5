"""What is to be sent for one interchange: documents to agencies, responses home, and an answer to its sender.

Each is recorded as intended within the stage that decides the interchange, and given out as orders afterwards.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from edi_engine.acknowledgement import Acknowledger
from edi_engine.answer import Answer, answer, mapping_for
from edi_engine.audit.store import Answered, Intention, Store
from edi_engine.deliveries import SLICE, Deliveries, Order, answer_route
from edi_engine.exchange import Delivery, InterchangeResult, MessageResult
from edi_engine.file_names import file_name, sent_name
from edi_engine.findings import Finding
from edi_engine.interchange import Interchange
from edi_engine.refusals import answer_fault
from edi_engine.routing.route_table import AnswerRow, Route
from edi_engine.states import States
from edi_engine.way_back import WayBack
from edi_engine.wishes import Wishes


@dataclass(slots=True, kw_only=True)
class Outgoing:
    """Intends deliveries for an interchange that was recorded.

    Attributes:
        store: the record.
        deliveries: what makes them.
        kinds: documents by kind.
        exchange: with the interchange; `result` is what became of it so far, `row` its row.
        at: when it is decided, as it is recorded.
        wishes: how its payload is routed.
        documents: those at hand, by the row of their message; others come back from the record.
    """

    store: Store
    deliveries: Deliveries
    kinds: Mapping[str, type[msgspec.Struct]]
    exchange: str
    result: InterchangeResult
    row: int
    at: str
    wishes: Wishes
    documents: Mapping[int, msgspec.Struct]
    _answer: list[Order] = field(default_factory=list)
    _responses: list[Order] = field(default_factory=list)
    _taken: list[tuple[MessageResult, int, Route, Delivery]] = field(default_factory=list)

    def document(self, message: MessageResult, row: int, route: Route) -> None:
        """A message's document, which a route took."""
        reference = self.store.next_reference(self._name(message.number, route.name, route.part))
        intention = self.deliveries.intention(route, reference, self.at)
        key = self.store.intend(self.row, row, intention)
        delivery = Delivery(key=key, route=route.name, agency=route.agency, reference=reference, part=route.part)
        message.deliveries.append(delivery)
        self._taken.append((message, row, route, delivery))

    def response(self, message: MessageResult, row: int, back: WayBack, states: States) -> None:
        """A response for who sent what it answers: written now, so that what is sent is what was decided."""
        route, name = back.route, self._name(message.number, back.route.name)
        reference = self.store.next_reference(name)
        payload = back.payload(reference, datetime.datetime.fromisoformat(self.at))
        if isinstance(payload, Finding):
            self._tell(message, row, payload)
            return
        if untold := back.untold(payload, states):
            self._tell(message, row, untold)
        key = self.store.intend(self.row, row, self.deliveries.intention(route, reference, self.at), planned=payload)
        delivery = Delivery(key=key, route=route.name, agency=route.agency, reference=reference)
        message.deliveries.append(delivery)
        self._responses.append(self._planned(delivery, route, name, payload))

    def _tell(self, message: MessageResult, row: int, finding: Finding) -> None:
        message.findings.append(finding)
        self.store.add_findings(self.exchange, [finding], interchange=self.row, message=row)

    def answer(self, interchange: Interchange, gathered: Acknowledger, row: AnswerRow) -> None:
        """The CONTRL for an interchange, if it can be written; why it cannot goes to the interchange's report."""
        mappings, reference = self.deliveries.mappings, self.store.next_reference(self._name(0, row.name))
        try:
            made = answer(gathered, mappings, reference, datetime.datetime.fromisoformat(self.at))
        except Exception as error:  # what was decided stands, answered or not
            made = Answer(finding=answer_fault(interchange, error))
        if made.finding:
            self.result.report.add(made.finding)
        if made.payload is not None:
            mapping = mappings.get(mapping_for(gathered))
            self._intend_answer(row, Answered(mapping.name, mapping.version, reference), made.payload)

    def answer_again(self, earlier: str, row: AnswerRow) -> None:
        """The answer that an earlier exchange sent for the same bytes, unless it is still to be sent."""
        first = self.store.answered(earlier, self.result.number)
        if first and first.state != "intended":
            self._intend_answer(row, first, b"".join(self.store.payload(first.sha256)))

    def _intend_answer(self, row: AnswerRow, facts: Answered, payload: bytes) -> None:
        route = answer_route(row, self.result.envelope.sender, facts.mapping)
        intention = Intention(
            at=self.at,
            route=route.name,
            agency=route.agency,
            mapping=facts.mapping,
            mapping_version=facts.mapping_version,
            transport=route.transport,
            reference=facts.reference,
        )
        key = self.store.intend(self.row, None, intention, planned=payload, repeats=facts.delivery)
        delivery = Delivery(key=key, route=route.name, agency=route.agency, reference=facts.reference)
        self.result.answer = delivery
        self._answer.append(self._planned(delivery, route, self._name(0, route.name), payload))

    def orders(self) -> Iterator[list[Order]]:
        """All of it as orders, some at a time: the answer and responses home come first."""
        waiting = self._answer + self._responses
        for start in range(0, max(len(waiting), len(self._taken)), SLICE):
            yield waiting + [self._order(*taken) for taken in self._taken[start : start + SLICE]]
            waiting = []

    def _planned(self, delivery: Delivery, route: Route, name: str, payload: bytes) -> Order:
        return Order(exchange=self.exchange, delivery=delivery, route=route, at=self.at, name=name, planned=payload)

    def _order(self, message: MessageResult, row: int, route: Route, delivery: Delivery) -> Order:
        document = self.documents.get(row)
        if document is None:
            document = msgspec.json.decode(self.store.document(row), type=self.kinds[route.document])
        return Order(
            exchange=self.exchange,
            delivery=delivery,
            route=route,
            document=document,
            received=self.result.envelope,
            at=self.at,
            name=sent_name(self.exchange, self.result.number, message.number, route, delivery.reference),
            wishes=self.wishes,
        )

    def _name(self, message: int, route: str, part: str = "") -> str:
        return file_name(self.exchange, self.result.number, message, route, part)
