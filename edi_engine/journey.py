"""One payload on its way through the engine: what is known of it so far, and the record of each step."""

import contextlib
import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Table
from typing import Any, Self

import msgspec

from edi_engine.acknowledgement import Acknowledger, gather
from edi_engine.answer import Answer, answer, mapping_for, owed
from edi_engine.audit.keys import business_keys
from edi_engine.audit.payloads import Spool
from edi_engine.audit.sources import Sources
from edi_engine.audit.store import Answered, Earlier, Intention, Reading, Store
from edi_engine.canonical.acknowledgement import SyntaxAcknowledgement
from edi_engine.correlation import correlate
from edi_engine.deadlines import late
from edi_engine.deliveries import SLICE, Deliveries, Order, answer_route
from edi_engine.exchange import (
    AS_USUAL,
    Acknowledged,
    Delivery,
    Exchange,
    InterchangeResult,
    MessageResult,
    ReadMessage,
    Wishes,
)
from edi_engine.findings import Finding, Report, Severity
from edi_engine.interchange import Interchange
from edi_engine.ladder import judge, waiting
from edi_engine.refusals import answer_fault, duplicate, in_part, no_route, not_decided, nothing_received, stopped
from edi_engine.routing.partners import Partner
from edi_engine.routing.projection import names_part
from edi_engine.routing.route_table import AnswerRow, Decision, Route, RouteTable
from edi_engine.states import States
from edi_engine.way_back import WayBack

KEPT_MESSAGES = 200  # beyond these a result keeps only the decisions of routes that matched; the store keeps all
KEPT_FINDINGS = 10_000  # beyond these each message keeps its first error only
KEPT_REJECTED = 10_000  # beyond these messages only those are kept that go on; the store keeps all
TAKEN_UP = "taken-up"  # noted of what nobody has sent again
_UNSAFE = re.compile(r"[^A-Za-z0-9_+-]+")
SHOWN_CHARACTERS = 70  # of a name in a result; the store keeps it as it is


class Journey:
    """Follows `begin`, `add` for each message, `decide`, `deliver` for each interchange, then `close`.

    Without a store nothing is recorded and nothing delivered: a dry run.
    """

    def __init__(
        self,
        payload: Spool,
        source: str,
        store: Store | None,
        deliveries: Deliveries,
        documents: Table[str, type[msgspec.Struct]],
        routes: RouteTable,
        states: States,
        *,
        sources: Callable[[], Sources | None] = lambda: None,
        allow_duplicates: bool = False,
        wishes: Wishes = AS_USUAL,
        continues: str = "",
        taken_up: bool = False,
    ) -> None:
        """Record the bytes received, and how they are read if not normally, before anything else.

        What is `taken_up` nobody has sent again: it is no duplicate, and gets no CONTRL.
        They may continue an exchange that was cut off.
        `sources` gives what was read so far of all that decisions depend on.
        """
        self.store, self.deliveries, self.kinds, self.routes = store, deliveries, documents, routes
        self.sources, self.allow_duplicates, self.continues = sources, allow_duplicates, continues
        self.states, self.taken_up = states, taken_up
        self.adopting: dict[str, None] = {}  # exchanges with answers that answered nothing, and now do
        self.wishes = wishes
        self.faulty_file = False  # where it was read to its end before
        note = " ".join(word for word in (wishes.note(), TAKEN_UP * taken_up) if word)
        exchange = store.receive(payload, source, note, continues) if store else ""
        self.exchange = Exchange(id=exchange, source=source, sha256=payload.sha256, size=payload.size)
        self.findings_left = KEPT_FINDINGS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.store:  # whatever happened, this process is no longer at work on it
            self.store.claims.release(self.exchange.id)

    def begin(self, interchange: Interchange, partner: Partner | None = None) -> None:
        """Turn to the next interchange, from a partner if it is one."""
        self.partner = partner
        self.interchange = interchange
        self.result = InterchangeResult(
            number=interchange.number,
            syntax=interchange.syntax,
            envelope=interchange.envelope,
            report=interchange.report,
        )
        self.exchange.interchanges.append(self.result)
        self.row = 0
        self.unrecorded: list[tuple[MessageResult, ReadMessage, list[Decision]]] = []
        self.matched: list[tuple[MessageResult, int, Route]] = []
        self.orders: list[tuple[MessageResult, int, Route, Delivery]] = []
        self.documents: dict[int, msgspec.Struct] = {}
        self.acknowledged: list[tuple[MessageResult, int, Acknowledged]] = []
        self.gathered = gather(interchange, self.deliveries.mappings.directories)
        self.answer: Order | None = None
        self.ways_back: dict[int, WayBack] = {}  # by message
        self.returning: list[tuple[MessageResult, int, WayBack]] = []
        self.returns: list[Order] = []
        self.earlier: Earlier | None = None

    def add(
        self,
        read: ReadMessage,
        decisions: list[Decision],
        acknowledged: Acknowledged | None = None,
        back: WayBack | None = None,
    ) -> None:
        """Take in one message that was read, with the decisions of all routes if it has a document.

        An agency's response says something of what it answers, and has a way back to who sent that.
        """
        message = read.message
        if not read.accepted:
            decisions = []
        elif isinstance(read.document, SyntaxAcknowledgement):  # what is sent to us needs no route
            acknowledged = self._correlated(read, read.document)
        elif not acknowledged and not any(decision.matched for decision in decisions):
            self.result.undecided += any(decision.undecided or decision.stopped for decision in decisions)
            read.report.add(no_route(message, decisions))
        else:
            read.report.extend(not_decided(message, decision) for decision in decisions if decision.undecided)
        self.result.left_out += any(decision.undecided for decision in decisions)
        read.report.extend(stopped(message, decision) for decision in decisions if decision.stopped)
        if self.gathered:
            self.gathered.add(message, read.report)
        shown = len(self.result.messages) < KEPT_MESSAGES
        result = MessageResult(
            number=message.number,
            type=message.type[:SHOWN_CHARACTERS],
            directory=message.directory[:SHOWN_CHARACTERS],
            reference=message.reference[:SHOWN_CHARACTERS],
            accepted=read.accepted,
            mapping=read.mapping.name if read.mapping else "",
            findings=self._kept(read.report),
            decisions=[decision for decision in decisions if shown or decision.matched],
            acknowledges=acknowledged if read.accepted else None,
        )
        self._keep(result)
        if back and read.accepted:
            self.ways_back[id(result)] = back
        self.unrecorded.append((result, read, decisions))
        if len(self.unrecorded) >= SLICE:
            with self._stage():
                self._record()

    def decide(self) -> None:
        """Accept or reject the interchange now that it is read to its end, and record what is to be sent for it."""
        with self._stage():
            self._refuse_duplicate()
            self._refuse_in_part()
            self._record()
            self._count(self.result.report, self.result.report.findings)
            if self.store:
                self.at = self.store.now()
                self._plan_answer(self.store)
                self.store.add_findings(self.exchange.id, self.result.report, interchange=self.row)
                if self.result.state not in ("rejected", "undecided"):
                    self._intend(self.store)
                facts = (self.exchange.id, "decided", self.result.state)
                self.store.add_event(*facts, interchange=self.row, sources=self.sources())

    def deliver(self) -> None:
        """Send what was intended, some at a time."""
        for orders in self.ordered():
            if self.store:
                self.deliveries.run(orders, self.store)

    def ordered(self) -> Iterator[list[Order]]:
        """What is to be sent for the interchange, some at a time: documents not at hand come back from the record."""
        if not self.store:
            return
        waiting = [*([self.answer] if self.answer else []), *self.returns]
        for start in range(0, max(len(waiting), len(self.orders)), SLICE):
            yield waiting + [self._order(self.store, *order) for order in self.orders[start : start + SLICE]]
            waiting = []

    def close(self) -> Exchange:
        """Record that the exchange is complete; an empty one is rejected."""
        if not self.exchange.interchanges:
            self.begin(Interchange(syntax="", messages=iter(())))
            self.result.report.add(nothing_received())
            self.decide()
        with self._stage():
            if self.store:
                note = f"{len(self.exchange.undelivered)} not delivered" if self.exchange.undelivered else ""
                facts = (self.exchange.id, "closed", self.exchange.state)
                self.store.add_event(*facts, note=note, sources=self.sources())
        return self.exchange

    def _refuse_duplicate(self) -> None:
        """Within the stage that decides, so that of several processes with the same interchange only one accepts.

        An answer without a reference may come again in the same words after another: it is held to what was answered.
        """
        facts, answers = self.interchange.envelope, any(message.acknowledges for message in self.result.messages)
        if self.store and not (self.allow_duplicates or self.taken_up or (answers and not facts.reference)):
            self.earlier = self.store.earlier(self.interchange, self.exchange.id)
            if self.earlier:
                exchange = self.earlier.exchange
                outstanding = self.store.outstanding(exchange)
                self.result.report.add(duplicate(self.interchange, exchange, outstanding=outstanding))

    def _refuse_in_part(self) -> None:
        """Of an interchange with a bad message, or of a file with a bad interchange, nothing goes on if so agreed."""
        if self.partner is None or self.partner.accept == "message" or self.result.report.rejected:
            return
        bad = self.result.rejected_more + sum(not message.accepted for message in self.result.messages)
        number, name = self.result.number, self.partner.name
        if bad:
            what = f"{bad} of its messages are at fault, so all are rejected"
            self.result.report.add(in_part(number, what, name))
        elif self.partner.accept == "file" and self.faulty_file:
            self.result.report.add(in_part(number, "another part of its file is at fault, so all is rejected", name))

    def _correlated(self, read: ReadMessage, document: SyntaxAcknowledgement) -> Acknowledged | None:
        """The interchange of ours that an acknowledgement answers; a dry run opens no record to find it in."""
        if not self.store:
            return None
        mapping = read.mapping.name if read.mapping else ""
        acknowledged, findings = correlate(self.store, self.states, document, read.message, mapping)
        read.report.extend(findings)
        return acknowledged

    # -- the answer ----------------------------------------------------------------------------------------------------

    def _plan_answer(self, store: Store) -> None:
        """Within the stage that decides: what is answered is what was decided, and is sent once.

        The same bytes received again get the answer that was sent for them, unless it is still to be sent. What is not
        decided is not answered.
        """
        row = self.routes.answering(self.interchange.envelope)
        if (
            self.taken_up
            or self.gathered is None
            or row is None
            or not owed(self.gathered, row)
            or self.result.state == "undecided"
        ):
            return
        if self.earlier is None or not self.earlier.again:
            self._answer(store, row, self.gathered)
        elif not self.continues:  # what the engine takes up again nobody has sent again
            self._answer_again(store, row, self.earlier.exchange)

    def _answer(self, store: Store, row: AnswerRow, gathered: Acknowledger) -> None:
        mappings, reference = self.deliveries.mappings, store.next_reference(self._name(0, row.name))
        try:
            made = answer(gathered, mappings, reference, datetime.datetime.fromisoformat(self.at))
        except Exception as error:  # what was decided stands, answered or not
            made = Answer(finding=answer_fault(self.interchange, error))
        if made.finding:
            self.result.report.add(made.finding)
        if made.payload is not None:
            mapping = mappings.get(mapping_for(gathered))
            self._intend_answer(store, row, Answered(mapping.name, mapping.version, reference), made.payload)

    def _answer_again(self, store: Store, row: AnswerRow, exchange: str) -> None:
        first = store.answered(exchange, self.interchange.number)
        if first and first.state != "intended":
            self._intend_answer(store, row, first, b"".join(store.payload(first.sha256)))

    def _intend_answer(self, store: Store, row: AnswerRow, facts: Answered, payload: bytes) -> None:
        route = answer_route(row, self.interchange.envelope.sender, facts.mapping)
        intention = Intention(
            at=self.at,
            route=route.name,
            agency=route.agency,
            mapping=facts.mapping,
            mapping_version=facts.mapping_version,
            transport=route.transport,
            reference=facts.reference,
        )
        key = store.intend(self.row, None, intention, planned=payload, repeats=facts.delivery)
        self.result.answer = Delivery(key=key, route=route.name, agency=route.agency, reference=facts.reference)
        name = self._name(0, route.name)
        self.answer = Order(
            exchange=self.exchange.id, delivery=self.result.answer, route=route, at=self.at, name=name, planned=payload
        )

    def _name(self, message: int, route: str, part: str = "") -> str:
        return file_name(self.exchange.id, self.result.number, message, route, part)

    # -- the record ----------------------------------------------------------------------------------------------------

    def _stage(self) -> contextlib.AbstractContextManager[Any]:
        return self.store.stage() if self.store else contextlib.nullcontext()

    def _kept(self, report: Report) -> list[Finding]:
        """Findings to keep: hostile payloads can have more than memory, but each rejection keeps its reason."""
        kept = report.findings[: self.findings_left]
        self.findings_left -= len(kept)
        kept = kept or [finding for finding in report if finding.severity is Severity.ERROR][:1]
        self._count(report, kept)
        return kept

    def _keep(self, result: MessageResult) -> None:
        """Keep a message's result, unless nothing goes on from it and there are many."""
        if result.accepted or len(self.result.messages) < KEPT_REJECTED:
            self.result.messages.append(result)
            return
        self.result.rejected_more += 1
        for key, times in Counter((finding.severity, finding.code) for finding in result.findings).items():
            self.exchange.counted[key] = self.exchange.counted.get(key, 0) + times

    def _count(self, report: Report, kept: list[Finding]) -> None:
        """Count what is not kept."""
        counted = self.exchange.counted
        for key, times in report.counted.items():
            counted[key] = counted.get(key, 0) + times
        if len(kept) < len(report):
            found = Counter((finding.severity, finding.code) for finding in report)
            found.subtract((finding.severity, finding.code) for finding in kept)
            for key, times in (+found).items():
                counted[key] = counted.get(key, 0) + times

    def _record(self) -> None:
        """Record the messages taken in since the last time."""
        if self.store and not self.row:
            self.row = self.store.add_interchange(self.exchange.id, self.interchange)
        for result, read, decisions in self.unrecorded:
            row = self._record_message(self.store, result, read, decisions) if self.store else 0
            taken = [decision for decision in decisions if decision.matched]
            self.matched += [(result, row, route) for decision in taken for route in decision.routes]
            if back := self.ways_back.pop(id(result), None):
                self.returning.append((result, row, back))
            if result.acknowledges:
                self.acknowledged.append((result, row, result.acknowledges))
            if self.store and read.document is not None and len(self.documents) < SLICE:
                self.documents[row] = read.document
        self.unrecorded.clear()

    def _record_message(self, store: Store, result: MessageResult, read: ReadMessage, decisions: list[Decision]) -> int:
        document = read.document
        reading = Reading(
            accepted=read.accepted,
            mapping=read.mapping.name if read.mapping else None,
            mapping_version=read.mapping.version if read.mapping else None,
            document_kind=type(document).__name__ if document is not None else None,
            document=msgspec.json.encode(document) if document is not None else None,
        )
        row = store.add_message(self.row, read.message, reading)
        ours = {
            "envelope.reference": self.interchange.envelope.reference,
            "message.reference": read.message.reference,
            "acknowledged.reference": result.acknowledges.reference if result.acknowledges else "",
        }
        keys = [(kind, key) for kind, key in ours.items() if key]
        store.add_keys(row, keys + (business_keys(document) if document is not None else []))
        store.add_decisions(row, [(decision.route.name, decision.matched, decision.reason) for decision in decisions])
        store.add_findings(self.exchange.id, result.findings, interchange=self.row, message=row)
        return row

    def _intend(self, store: Store) -> None:
        again = {row for message, row, said in self.acknowledged if self._answered(store, message, row, said)}
        for message, row, route in self.matched:
            reference = store.next_reference(self._name(message.number, route.name, route.part))
            intention = self.deliveries.intention(route, reference, self.at)
            key = store.intend(self.row, row, intention)
            delivery = Delivery(
                key=key, route=route.name, agency=route.agency, reference=intention.reference, part=route.part
            )
            message.deliveries.append(delivery)
            self.orders.append((message, row, route, delivery))

        for message, row, back in self.returning:
            if row not in again:
                self._intend_return(store, message, row, back)

    def _answered(self, store: Store, message: MessageResult, row: int, said: Acknowledged) -> bool:
        """Record what an answer says, and what is odd about it; whether the same was said before."""
        findings, again = judge(store, self.states, said, row, message.number) if said.delivery else ([], False)
        if said.delivery and not again:
            findings += late(store, self.states, self.routes.routes, said, self.at, message.number)
        store.add_acknowledgement(row, said.delivery, said.reference, said.state, answer=said.answer, code=said.code)
        if said.delivery and not again:  # on record now: what is taken up here does not wait for itself
            findings += waiting(store, said, message.number, self.adopting)
        message.findings += findings
        store.add_findings(self.exchange.id, findings, interchange=self.row, message=row)
        return again

    def _intend_return(self, store: Store, message: MessageResult, row: int, back: WayBack) -> None:
        """A response for who sent what it answers: written now, so that what is sent is what was decided."""
        route, name = back.route, self._name(message.number, back.route.name)
        reference = store.next_reference(name)
        payload = back.payload(reference, datetime.datetime.fromisoformat(self.at))
        if isinstance(payload, Finding):
            message.findings.append(payload)
            store.add_findings(self.exchange.id, [payload], interchange=self.row, message=row)
            return
        if untold := back.untold(payload, self.states):
            message.findings.append(untold)
            store.add_findings(self.exchange.id, [untold], interchange=self.row, message=row)
        key = store.intend(self.row, row, self.deliveries.intention(route, reference, self.at), planned=payload)
        delivery = Delivery(key=key, route=route.name, agency=route.agency, reference=reference)
        message.deliveries.append(delivery)
        self.returns.append(
            Order(exchange=self.exchange.id, delivery=delivery, route=route, at=self.at, name=name, planned=payload)
        )

    def _order(self, store: Store, message: MessageResult, row: int, route: Route, delivery: Delivery) -> Order:
        document = self.documents.get(row)
        if document is None:
            document = msgspec.json.decode(store.document(row), type=self.kinds[route.document])
        return Order(
            exchange=self.exchange.id,
            delivery=delivery,
            route=route,
            document=document,
            received=self.interchange.envelope,
            at=self.at,
            name=sent_name(self.exchange.id, self.result.number, message.number, route, delivery.reference),
            wishes=self.wishes,
        )


def file_name(exchange: str, interchange: int, message: int, route: str, part: str = "") -> str:
    """The name of the file sent, without its extension: unique, the same each time, and of our own words only.

    Message 0 is the interchange itself, which is answered. Parts of a document that read alike have a mark each.
    """
    name = f"{exchange}-{interchange}-{message}-{route}"
    mark = hashlib.sha256(part.encode()).hexdigest()[:6]
    return f"{name}-{_UNSAFE.sub('_', part)[:40]}-{mark}" if part else name


def sent_name(exchange: str, interchange: int, message: int, route: Route, reference: str) -> str:
    """The name of a file for its agency: a part whose number it may not see goes by our reference alone."""
    if route.part and not names_part(route):
        return f"{file_name(exchange, interchange, message, route.name)}-{reference}"
    return file_name(exchange, interchange, message, route.name, route.part)
