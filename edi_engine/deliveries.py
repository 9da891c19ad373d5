"""From a route that took a document to bytes at the agency, and the record of both ends."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import cast

import msgspec

from edi_engine import formats
from edi_engine.attempts import Attempts
from edi_engine.audit import queue
from edi_engine.audit.store import Intention, Store
from edi_engine.envelopes import envelope_to, write_bytes
from edi_engine.errors import EdiError
from edi_engine.exchange import Delivery, Mapping, Mappings
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.folders import box_name
from edi_engine.interchange import Envelope
from edi_engine.mapping.losses import WRITING, counted, without_loss
from edi_engine.mapping.read_back import Carrier
from edi_engine.mapping.write_losses import Withholding, write_losses
from edi_engine.routing.projection import Seen, project
from edi_engine.routing.route_table import AnswerRow, Route, RouteTable
from edi_engine.transports.dispatch import Dispatcher, Job, Outcome, Sent
from edi_engine.transports.file_drop import clear, left_in
from edi_engine.transports.parcel import Parcel, Permit, Transport, delivery_error
from edi_engine.wishes import AS_USUAL, Wishes
from edi_engine.workspace import Workspace

SLICE = 200
EXTENSIONS = {"edifact": "edi"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A delivery that was recorded as intended, with all it takes to make it: a document, or an answer's bytes.

    `again` if it was begun before; `made` counts the attempts that failed; `asked` if a person wants it now.
    """

    exchange: str
    delivery: Delivery
    route: Route
    at: str
    name: str
    document: msgspec.Struct | None = None
    received: Envelope = field(default_factory=Envelope)
    planned: bytes = b""
    wishes: Wishes = AS_USUAL
    again: bool = False
    asked: bool = False
    made: int = 0


class Deliveries:
    """Makes deliveries, each route on its own thread, and records their outcomes."""

    def __init__(self, mappings: Mappings, workspace: Workspace, transports: dict[str, Transport]) -> None:
        self.mappings, self.workspace, self.transports = mappings, workspace, transports
        self._dispatcher = Dispatcher(most_left_behind=1)  # what is not tried behind it waits in the queue, nobody here

    def intention(self, route: Route, reference: str, at: str) -> Intention:
        """What is recorded before a delivery; a mapping that does not compile has no version, and fails later."""
        try:
            version = self.mappings.get(route.mapping).version
        except EdiError:
            version = ""
        return Intention(
            at=at,
            route=route.name,
            agency=route.agency,
            mapping=route.mapping,
            mapping_version=version,
            transport=route.transport,
            reference=reference,
            part=route.part,
            awaits=" ".join(route.awaits),
        )

    def run(self, orders: Sequence[Order], store: Store) -> None:
        """Make deliveries and record each outcome, the quick ones while slow ones still run."""
        attempts = Attempts(store)
        orders = self._begun(orders, attempts, store)
        by_key = {order.delivery.key: order for order in orders}
        waiting: list[tuple[Order, Outcome]] = []

        def save() -> None:
            if waiting:
                with store.stage():
                    for order, outcome in waiting:
                        _record(order, outcome, attempts)
                for order, outcome in waiting:
                    if outcome.sent and outcome.sent.parcel:
                        self.transports[order.route.transport].forget(outcome.sent.parcel)
                waiting.clear()

        for outcome in self._dispatcher.serve([self._job(order, attempts) for order in orders], idle=save):
            waiting.append((by_key[outcome.key], outcome))
            if len(waiting) >= SLICE:
                save()
        save()

    def _begun(self, orders: Sequence[Order], attempts: Attempts, store: Store) -> list[Order]:
        """Those that are tried now; later attempts are recorded before they are made, and so is what is put off."""
        if not attempts.trouble and not any(order.again for order in orders):
            return list(orders)
        with store.stage():
            tried = [order for order in orders if order.asked or attempts.admits(order.route)]
            attempts.begin([order.delivery for order in tried if order.again])
            keys = {order.delivery.key for order in tried}
            for order in orders:
                if not order.again and order.delivery.key not in keys:
                    attempts.put_off(order.delivery, order.route, order.exchange)
        return tried

    def sweep(self, table: RouteTable, store: Store) -> None:
        """Remove half-written files that a crash left behind: those of exchanges that nobody is at work on."""
        for folder in self._folders(table):
            for exchange in left_in(folder):
                if store.claims.take(exchange):
                    clear(folder, exchange, settled=not queue.has_open(store, exchange))
                    store.claims.release(exchange)

    def _folders(self, table: RouteTable) -> Iterator[Path]:
        """Where files may have been dropped: the folders of routes, and those of answers in every outbox there is."""
        named = set(map(Path, [row.folder for row in table.routes] + [row.folder for row in table.answers]))
        for box in self.workspace.outboxes():
            yield from (box / folder for folder in named if not folder.is_absolute() and (box / folder).is_dir())
        yield from (folder for folder in named if folder.is_absolute() and folder.is_dir())

    def _job(self, order: Order, attempts: Attempts) -> Job:
        route = order.route
        return Job(
            order.delivery.key,
            route.name,
            route.timeout,
            lambda permit: self._send(order, permit),
            route.agency,
            break_after=0 if order.asked else route.retry.break_after,
            failures=attempts.failures(route),
        )

    def _send(self, order: Order, permit: Permit) -> Sent:
        """Write and deliver one document or answer; runs on the route's own thread."""
        route, report = order.route, Report()
        mapping = self.mappings.get(route.mapping)
        payload = order.planned if order.document is None else self._written(order, order.document, mapping, report)
        parcel = Parcel(
            name=f"{order.name}.{EXTENSIONS.get(mapping.syntax, mapping.syntax)}",
            payload=payload,
            agency=route.agency,
            folder=self._folder(route),
        )
        transport = self.transports[route.transport]
        if order.asked:  # though it was sent before
            transport.forget(parcel)
        return Sent(payload, transport.deliver(parcel, permit), tuple(report), parcel)

    def _written(self, order: Order, document: msgspec.Struct, mapping: Mapping, report: Report) -> bytes:
        """The bytes of a document as its agency may see it."""
        seen, writing = project(document, order.route), Report()
        report.extend(_hidden(seen, order.route))
        body = mapping.write(seen.document, writing)
        report.absorb(without_loss(writing) if order.wishes.strict_loss else writing)
        if order.wishes.losses:
            withholding = Withholding(document, partial(_visible, order.route))
            found = write_losses(cast(Carrier, mapping), seen.document, body, withholding)
            report.findings.insert(0, counted(found, WRITING, mapping.name))
        if report.rejected:
            raise EdiError(*(finding for finding in report if finding.severity is Severity.ERROR))
        agreed = order.route.partner.edifact if order.route.partner else {}
        envelope = envelope_to(order.route, mapping, order.received, order.delivery.reference, order.at)
        payload = write_bytes(mapping, [body], envelope, report, agreed)
        self._read_back(payload, mapping, report)
        return payload

    def _read_back(self, payload: bytes, mapping: Mapping, report: Report) -> None:
        """Check what was written as if it had been received: what our own reader refuses is not sent.

        Codes outside a directory's list are the agency's business: it may have agreed on its own.
        """
        written = Report()
        for interchange in formats.read(io.BytesIO(payload)):
            formats.check_envelope(interchange, self.mappings.directories)
            for message in interchange.messages:
                formats.check(message, self.mappings.directories, unknown_codes=Severity.WARNING)
                self.mappings.check(mapping.name, message, message.report)
                written.extend(message.report)
            written.extend(interchange.report)
        report.extend(replace(finding, what=f"in what was written, {finding.what}") for finding in written)
        if written.rejected:
            raise EdiError(*(finding for finding in report if finding.severity is Severity.ERROR))

    def _folder(self, route: Route) -> Path:
        """The agency's outbox, or the folder the operator named: a relative one lies in the outbox."""
        outbox = self.workspace.outbox(route.agency)
        if not route.folder:
            return outbox
        folder = outbox / route.folder
        if not Path(route.folder).is_absolute():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not folder.resolve().is_relative_to(outbox.resolve()):
                raise delivery_error("DEL-001", "a symbolic link leads out of the outbox", str(folder))
        return folder


def answer_route(row: AnswerRow, sender: str, mapping: str) -> Route:
    """The way an answer goes: into the box of whoever sent the interchange, unless the row names another."""
    return Route(
        name=row.name,
        agency=row.agency or box_name(sender),
        mapping=mapping,
        document="SyntaxAcknowledgement",
        transport=row.transport,
        folder=row.folder,
        timeout=row.timeout,
        retry=row.retry,
    )


def _visible(route: Route, document: msgspec.Struct) -> msgspec.Struct:
    return project(document, route).document


def _hidden(seen: Seen, route: Route) -> Iterator[Finding]:
    """What its agency does not see of a document, by path and without the values."""
    if seen.left_out:
        what = f"{', '.join(seen.left_out)} {'were' if len(seen.left_out) > 1 else 'was'} withheld"
        yield _told("RTE-020", what, seen.left_out, f"route {route.name} does not name it among what its agency sees")
    for path in seen.withheld:
        yield _told("RTE-020", f"{path} was withheld", (path,), f"route {route.name} withholds it")
    for path in seen.masked:
        yield _told("RTE-024", f"{path} was masked", (path,), f"route {route.name} shows its agency a part of it")


def _told(code: str, what: str, paths: tuple[str, ...], why: str) -> Finding:
    where = Position(path=paths[0])
    return Finding(code=code, severity=Severity.NOTE, what=what, where=where, why=why, places=paths[1:] and paths)


def _record(order: Order, outcome: Outcome, attempts: Attempts) -> None:
    attempts.settle(order.delivery, order.route, order.exchange, outcome, order.made, order.at)
