"""One payload on its way through the engine: what is known of it so far, and the record of each step."""

import contextlib
from collections.abc import Mapping as Table
from typing import Any

import msgspec

from edi_engine.audit.keys import business_keys
from edi_engine.audit.payloads import Spool
from edi_engine.audit.store import Reading, Store
from edi_engine.deliveries import SLICE, Deliveries, Order
from edi_engine.exchange import Delivery, Exchange, InterchangeResult, Mapping, MessageResult, ReadMessage
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.interchange import Interchange, Message
from edi_engine.routing.route_table import Decision, Route

KEPT_MESSAGES = 200  # beyond these a result keeps only the decisions of routes that matched; the store keeps all
KEPT_FINDINGS = 10_000  # beyond these each message keeps its first error only


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
        *,
        allow_duplicates: bool = False,
        note: str = "",
    ) -> None:
        """Record the bytes received, with a note, before anything else."""
        self.store, self.deliveries, self.kinds = store, deliveries, documents
        self.allow_duplicates = allow_duplicates
        exchange = store.receive(payload, source, note) if store else ""
        self.exchange = Exchange(id=exchange, source=source, sha256=payload.sha256, size=payload.size)
        self.findings_left = KEPT_FINDINGS

    def begin(self, interchange: Interchange) -> None:
        """Turn to the next interchange."""
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

    def add(self, read: ReadMessage, decisions: list[Decision]) -> None:
        """Take in one message that was read, with the decisions of all routes if it has a document."""
        message = read.message
        if not read.accepted:
            decisions = []
        elif not any(decision.matched for decision in decisions):
            read.report.add(no_route(message, decisions))
        shown = len(self.result.messages) < KEPT_MESSAGES
        result = MessageResult(
            number=message.number,
            type=message.type,
            directory=message.directory,
            reference=message.reference,
            accepted=read.accepted,
            mapping=read.mapping.name if read.mapping else "",
            findings=self._kept(read.report),
            decisions=[decision for decision in decisions if shown or decision.matched],
        )
        self.result.messages.append(result)
        self.unrecorded.append((result, read, decisions))
        if len(self.unrecorded) >= SLICE:
            with self._stage():
                self._record()

    def decide(self) -> None:
        """Accept or reject the interchange now that it is read to its end, and record what is to be delivered."""
        with self._stage():
            self._refuse_duplicate()
            self._record()
            if self.store:
                self.store.add_findings(self.exchange.id, self.result.report, interchange=self.row)
                if self.result.state != "rejected":
                    self._intend(self.store)
                self.store.add_event(self.exchange.id, "decided", self.result.state, interchange=self.row)

    def deliver(self) -> None:
        """Make what was intended, some at a time: documents that are not at hand come back from the record."""
        for start in range(0, len(self.orders), SLICE):
            if self.store:
                batch = [self._order(self.store, *order) for order in self.orders[start : start + SLICE]]
                self.deliveries.run(batch, self.store, self.exchange.id)

    def close(self) -> Exchange:
        """Record that the exchange is complete; an empty one is rejected."""
        if not self.exchange.interchanges:
            self.begin(Interchange(syntax="", messages=iter(())))
            self.result.report.add(nothing_received())
            self.decide()
        with self._stage():
            if self.store:
                note = f"{len(self.exchange.undelivered)} not delivered" if self.exchange.undelivered else ""
                self.store.add_event(self.exchange.id, "closed", self.exchange.state, note=note)
        return self.exchange

    def _refuse_duplicate(self) -> None:
        """Within the stage that decides, so that of several processes with the same interchange only one accepts."""
        if self.store and not self.allow_duplicates:
            earlier = self.store.earlier(self.interchange, self.exchange.id)
            if earlier:
                outstanding = self.store.outstanding(earlier)
                self.result.report.add(duplicate(self.interchange, earlier, outstanding=outstanding))

    def _stage(self) -> contextlib.AbstractContextManager[Any]:
        return self.store.stage() if self.store else contextlib.nullcontext()

    def _kept(self, report: Report) -> list[Finding]:
        """Findings to keep: hostile payloads can have more than memory, but each rejection keeps its reason."""
        kept = list(report)[: self.findings_left]
        self.findings_left -= len(kept)
        return kept or [finding for finding in report if finding.severity is Severity.ERROR][:1]

    def _record(self) -> None:
        """Record the messages taken in since the last time."""
        if self.store and not self.row:
            self.row = self.store.add_interchange(self.exchange.id, self.interchange)
        for result, read, decisions in self.unrecorded:
            row = self._record_message(self.store, result, read, decisions) if self.store else 0
            self.matched += [(result, row, decision.route) for decision in decisions if decision.matched]
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
        }
        keys = [(kind, key) for kind, key in ours.items() if key]
        store.add_keys(row, keys + (business_keys(document) if document is not None else []))
        store.add_decisions(row, [(decision.route.name, decision.matched, decision.reason) for decision in decisions])
        store.add_findings(self.exchange.id, result.findings, interchange=self.row, message=row)
        return row

    def _intend(self, store: Store) -> None:
        self.at = store.now()
        for message, row, route in self.matched:
            intention = self.deliveries.intention(route, store.next_reference(), self.at)
            key = store.intend(self.row, row, intention)
            delivery = Delivery(key=key, route=route.name, agency=route.agency, reference=intention.reference)
            message.deliveries.append(delivery)
            self.orders.append((message, row, route, delivery))

    def _order(self, store: Store, message: MessageResult, row: int, route: Route, delivery: Delivery) -> Order:
        document = self.documents.get(row)
        if document is None:
            document = msgspec.json.decode(store.document(row), type=self.kinds[route.document])
        return Order(
            delivery=delivery,
            route=route,
            document=document,
            received=self.interchange.envelope,
            at=self.at,
            name=file_name(self.exchange.id, self.result.number, message.number, route.name),
        )


def file_name(exchange: str, interchange: int, message: int, route: str) -> str:
    """The name of the file sent, without its extension: unique, the same each time, and of our own words only."""
    return f"{exchange}-{interchange}-{message}-{route}"


def _finding(code: str, what: str, where: Position, why: str, fix: str, error: str | None = None) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix, error=error)


def no_route(message: Message, decisions: list[Decision]) -> Finding:
    """A document that would go nowhere: nothing is lost in silence."""
    undecided = [decision.reason for decision in decisions if decision.undecided]
    why = "; ".join(undecided[:3]) or f"none of {len(decisions)} routes matches, see the reasons"
    where = Position(message=message.number)
    return _finding("ENG-001", "no route takes this document", where, why, "correct the document, or add a route")


def nothing_read(message: Message, mapping: Mapping) -> Finding:
    """A mapping gave neither a document nor a reason."""
    where = Position(message=message.number)
    return _finding("ENG-002", "no document could be read", where, f"mapping {mapping.name}", "see the other findings")


def engine_fault(message: Message, error: Exception) -> Finding:
    """An exception that should not have been: said, and contained in its message."""
    what = f"the engine failed on this message: {type(error).__name__}: {str(error)[:200]}"
    fix = "run again with --debug and report it; the other messages are not affected"
    return _finding("ENG-003", what, Position(message=message.number), "a fault of the engine, not of the data", fix)


def nothing_received() -> Finding:
    """A payload without any interchange."""
    return _finding("ENG-004", "nothing was received", Position(), "the payload holds no interchange", "send it again")


def duplicate(interchange: Interchange, earlier: str, *, outstanding: bool) -> Finding:
    """An interchange that was accepted before; deliveries of it may be outstanding, after a crash or for the moment."""
    facts = interchange.envelope
    what = f"interchange {facts.reference} from {facts.sender} was accepted already, as exchange {earlier}"
    why = "sender, recipient and control reference name an interchange once (UNB 0020, 0085 code 26)"
    fix = "give it a new reference, or route it with --allow-duplicates"
    if outstanding:
        fix = "its deliveries are not all made: if no process is at work on them, run edi-engine resume"
    return _finding("ENG-005", what, Position(interchange=interchange.number), why, fix, "26")
