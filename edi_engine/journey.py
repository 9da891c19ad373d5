"""One payload on its way through the engine: what is known of it so far, and the record of each step."""

import contextlib
from collections.abc import Callable, Iterator
from collections.abc import Mapping as Table
from typing import Any, Self

import msgspec

from edi_engine.acknowledgement import gather
from edi_engine.answer import owed
from edi_engine.audit.duplicates import Earlier
from edi_engine.audit.keys import business_keys
from edi_engine.audit.payloads import Spool
from edi_engine.audit.sources import Sources
from edi_engine.audit.store import Reading, Store
from edi_engine.canonical import json
from edi_engine.canonical.acknowledgement import SyntaxAcknowledgement
from edi_engine.correlation import correlate
from edi_engine.deadlines import late
from edi_engine.deliveries import SLICE, Deliveries, Order
from edi_engine.exchange import Acknowledged, Exchange, InterchangeResult, MessageResult, ReadMessage
from edi_engine.interchange import Interchange
from edi_engine.keeping import Keeping
from edi_engine.ladder import judge, waiting
from edi_engine.outgoing import Outgoing
from edi_engine.refusals import duplicate, no_route, not_decided, nothing_received, refused_in_part, stopped
from edi_engine.routing.partners import Partner
from edi_engine.routing.route_table import Decision, Route, RouteTable
from edi_engine.states import States
from edi_engine.way_back import WayBack
from edi_engine.wishes import AS_USUAL, Wishes

KEPT_MESSAGES = 200  # beyond these a result keeps only the decisions of routes that matched; the store keeps all
TAKEN_UP = "taken-up"  # noted of what nobody has sent again
AGAIN = "allow-duplicates"  # noted of what shall be delivered again, so that what goes on with it knows
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
        self.wishes, self.faulty_file = wishes, False  # the latter where it was read to its end before
        note = " ".join(word for word in (wishes.note(), TAKEN_UP * taken_up, AGAIN * allow_duplicates) if word)
        exchange = store.receive(payload, source, note, continues) if store else ""
        self.exchange = Exchange(id=exchange, source=source, sha256=payload.sha256, size=payload.size)
        self.keeping = Keeping(self.exchange)

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
        self.documents: dict[int, msgspec.Struct] = {}
        self.acknowledged: list[tuple[MessageResult, int, Acknowledged]] = []
        self.gathered = gather(interchange, self.deliveries.mappings.directories)
        self.ways_back: dict[int, WayBack] = {}  # by message
        self.returning: list[tuple[MessageResult, int, WayBack]] = []
        self.outgoing: Outgoing | None = None
        self.earlier: Earlier | None = None

    def add(
        self,
        read: ReadMessage,
        decisions: list[Decision],
        acknowledged: tuple[Acknowledged, ...] = (),
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
            findings=self.keeping.findings(read.report),
            decisions=[decision for decision in decisions if shown or decision.matched],
            acknowledges=acknowledged if read.accepted else (),
        )
        self.keeping.message(result, self.result)
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
            if refusal := refused_in_part(self.result, self.partner, faulty_file=self.faulty_file):
                self.result.report.add(refusal)
            self._record()
            self.keeping.count(self.result.report, self.result.report.findings)
            if self.store:
                self.at = self.store.now()
                outgoing = self.outgoing = self._outgoing(self.store)
                self._answer(outgoing)
                self.store.add_findings(self.exchange.id, self.result.report, interchange=self.row)
                if self.result.state not in ("rejected", "undecided"):
                    self._intend(self.store, outgoing)
                facts = (self.exchange.id, "decided", self.result.state)
                self.store.add_event(*facts, interchange=self.row, sources=self.sources())

    def deliver(self) -> None:
        """Send what was intended, some at a time."""
        for orders in self.ordered():
            if self.store:
                self.deliveries.run(orders, self.store)

    def ordered(self) -> Iterator[list[Order]]:
        """What is to be sent for the interchange, some at a time; nothing where nothing is recorded."""
        return self.outgoing.orders() if self.outgoing else iter(())

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
                left = self.store.outstanding(exchange) and self.store.claims.take(exchange)
                if left:  # by a crash: no process is at work on it, nor this one beside this payload
                    self.store.claims.release(exchange)
                same_file, again = exchange == self.exchange.id, self.earlier.again
                self.result.report.add(
                    duplicate(self.interchange, exchange, same_file=same_file, again=again, outstanding=left)
                )

    def _correlated(self, read: ReadMessage, document: SyntaxAcknowledgement) -> tuple[Acknowledged, ...]:
        """The interchange of ours that an acknowledgement answers; a dry run opens no record to find it in."""
        if not self.store:
            return ()
        mapping = read.mapping.name if read.mapping else ""
        said, findings = correlate(self.store, self.states, document, read.message, mapping)
        read.report.extend(findings)
        return (said,) if said else ()

    def _answer(self, outgoing: Outgoing) -> None:
        """Within the stage that decides: what is answered is what was decided, and is sent once.

        The same bytes received again get the answer that was sent for them. What is not decided is not answered.
        """
        row = self.routes.answering(self.interchange.envelope)
        if self.taken_up or row is None or self.gathered is None or not owed(self.gathered, row):
            return
        if self.result.state == "undecided":
            return
        if self.earlier is None or not self.earlier.again:
            outgoing.answer(self.interchange, self.gathered, row)
        elif not self.continues:  # what the engine takes up again nobody has sent again
            outgoing.answer_again(self.earlier.exchange, row)

    def _outgoing(self, store: Store) -> Outgoing:
        return Outgoing(
            store=store,
            deliveries=self.deliveries,
            kinds=self.kinds,
            exchange=self.exchange.id,
            result=self.result,
            row=self.row,
            at=self.at,
            wishes=self.wishes,
            documents=self.documents,
        )

    # -- the record ----------------------------------------------------------------------------------------------------

    def _stage(self) -> contextlib.AbstractContextManager[Any]:
        return self.store.stage() if self.store else contextlib.nullcontext()

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
            self.acknowledged += [(result, row, said) for said in result.acknowledges]
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
            document=json.write(document) if document is not None else None,
        )
        row = store.add_message(self.row, read.message, reading)
        ours = {
            "envelope.reference": self.interchange.envelope.reference,
            "message.reference": read.message.reference,
            "acknowledged.reference": result.acknowledges[0].reference if result.acknowledges else "",
        }
        keys = [(kind, key) for kind, key in ours.items() if key]
        store.add_keys(row, keys + (business_keys(document) if document is not None else []))
        store.add_decisions(row, [(decision.route.name, decision.matched, decision.reason) for decision in decisions])
        store.add_findings(self.exchange.id, result.findings, interchange=self.row, message=row)
        return row

    def _intend(self, store: Store, outgoing: Outgoing) -> None:
        new = {row for message, row, said in self.acknowledged if not self._answered(store, message, row, said)}
        for message, row, route in self.matched:
            outgoing.document(message, row, route)
        for message, row, back in self.returning:
            if row in new:
                outgoing.response(message, row, back, self.states)

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
