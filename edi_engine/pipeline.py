"""The whole journey of a payload, from bytes received to bytes sent; the only module that knows every room.

Received bytes are recorded before anything else. An interchange is read through, then decided as a whole (its trailer,
read last, can still reject it), then delivered: to every route that takes a message, each on its own; and its sender is
answered. Each step is recorded before the next.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from edi_engine import formats
from edi_engine.attempts import MOST_CUT_OFF
from edi_engine.audit.early import left_early
from edi_engine.audit.payloads import CHANGED, MAX_PAYLOAD_BYTES, Spool, StoredPayload, spool
from edi_engine.audit.search import Row, attempts, noted, pending, received_in, unfinished
from edi_engine.audit.search import decided as decided_in
from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.audit.store import Store
from edi_engine.canonical.acknowledgement import SyntaxAcknowledgement
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.model import Response
from edi_engine.checks.judging import Checks
from edi_engine.deliveries import Deliveries, write_bytes
from edi_engine.errors import StoreError, received_as
from edi_engine.exchange import Acknowledged, Delivery, Exchange, Mappings, ReadMessage, Resumed, Wishes
from edi_engine.findings import Finding, Report, Strictness
from edi_engine.formats.edifact.profile import read_profile
from edi_engine.intake import Intake, Reader, contained
from edi_engine.interchange import Envelope, Interchange
from edi_engine.journey import TAKEN_UP, Journey
from edi_engine.mapping.losses import READING, counted, without_loss
from edi_engine.mapping.read_losses import read_losses
from edi_engine.refusals import poison
from edi_engine.resumption import Resumption
from edi_engine.returns import Returned, Returns, acknowledged
from edi_engine.routing.partner_rows import read_partners
from edi_engine.routing.partners import NOBODY, Partners
from edi_engine.routing.route_rows import read_routes
from edi_engine.routing.route_table import Decision, RouteTable
from edi_engine.sources import SourcesRead
from edi_engine.states import State, States, read_states
from edi_engine.transports import TRANSPORTS, Transport
from edi_engine.way_back import WayBack, passed_on, way_back
from edi_engine.workspace import Workspace

Clock = Callable[[], datetime.datetime]


class Engine:
    """Reads, routes and translates in one workspace; use it as a context manager, in one thread."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        clock: Clock = lambda: datetime.datetime.now(datetime.UTC),
        mappings: Mappings | None = None,
        read: Reader = formats.read,
        transports: dict[str, Transport] | None = None,
        version: str = "",
        strictness: Strictness = Strictness.NORMAL,
        strict_loss: bool = False,
        losses: bool = False,
    ) -> None:
        """Put an engine together; nothing is read or created before it is needed.

        Args:
            workspace: where rules are found and records kept.
            clock: gives aware times; all that is written follows it, so that output can be the same each time.
            mappings, read, transports: other than the workspace's mappings, the known formats and transports.
            version: of the engine, for the record.
            strictness: how faults in what is received are weighed.
            strict_loss, losses: for routing, see `exchange.Wishes`.
        """
        self.workspace, self.clock, self.version = workspace, clock, version
        self.strictness, self._house = strictness, read
        self.wishes = Wishes(strictness, strict_loss, losses)
        if mappings is not None:
            self.mappings = mappings
        self.transports = transports or {name: make() for name, make in TRANSPORTS.items()}

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def mappings(self) -> Mappings:
        """The workspace's mappings."""
        from edi_engine.mapping.registry import Mappings as Registry

        return cast(Mappings, Registry(self.workspace, day=self.clock().date()))

    @cached_property
    def intake(self) -> Intake:
        """What reads payloads into documents."""
        return Intake(self.mappings, self._house)

    @cached_property
    def routes(self) -> RouteTable:
        """The route table, checked; raises `ConfigurationError` with all that is wrong with it."""
        text, name = self.workspace.configuration("routes.yaml")
        known = {"mappings": self.mappings.names(), "transports": list(self.transports)}
        return read_routes(text, name, documents=DOCUMENTS, partners=self.partners, **known)

    @cached_property
    def partners(self) -> Partners:
        """The workspace's partners, checked; nobody without a `partners.yaml`."""
        found = self.workspace.partners_text()
        if found is None:
            return NOBODY
        known = {"mappings": self.mappings.names(), "transports": list(self.transports)}
        text, name = found
        return read_partners(text, name, **known, overlays=self._overlays, profile=read_profile)

    def _overlays(self) -> dict[str, frozenset[str]]:
        """Subsets of directories, with whom each is for."""
        return {each.name: each.senders | each.recipients for each in self.mappings.directories.overlays}

    @cached_property
    def states(self) -> States:
        """The table of states, checked; raises `ConfigurationError` with all that is wrong with it."""
        return read_states(*self.workspace.configuration("states.yaml"))

    @cached_property
    def checks(self) -> Checks:
        """The workspace's rules for documents."""
        return Checks(self.workspace)

    @cached_property
    def store(self) -> Store:
        """The audit store, created when first asked for."""
        self.workspace.ensure()
        signers = SigningKeys(self.workspace.keys_path).signers()
        return Store(self.workspace.store_place, clock=self.clock, engine_version=self.version, signers=signers)

    @cached_property
    def sources(self) -> SourcesRead:
        """What was read so far of all that decisions depend on."""
        return SourcesRead(self.workspace)

    @cached_property
    def deliveries(self) -> Deliveries:
        """What makes deliveries; it remembers which routes hang."""
        return Deliveries(self.mappings, self.workspace, self.transports)

    # Routing ----------------------------------------------------------------------------------------------------------

    def route(
        self,
        stream: BinaryIO,
        source: str,
        *,
        dry_run: bool = False,
        allow_duplicates: bool = False,
        limit: int = MAX_PAYLOAD_BYTES,
        wishes: Wishes | None = None,
        continues: str = "",
        taken_up: bool = False,
    ) -> Exchange:
        """Take a payload in, send each agency what its routes say, answer the sender, keep the record.

        Args:
            stream: the bytes, read once to their end.
            source: where they came from, for the record.
            dry_run: only say what would be done: nothing is recorded, written or delivered.
            allow_duplicates: deliver an interchange again whose sender, recipient and reference were accepted before.
            limit: bytes a payload may have.
            wishes: how it is routed, in place of the engine's own; the record says what is not as usual.
            continues: an exchange that received these bytes and was cut off; what it decided is passed over.
            taken_up: an answer on record is read again: it is no duplicate, and its sender gets no CONTRL.

        Raises:
            ConfigurationError: the route table or the workspace is wrong; nothing was taken in.
            StoreError: the record cannot be kept; nothing was delivered that is not recorded as intended. Its
                `exchange` says whether what was received is on record: then `resume` goes on with it.
        """
        folder = self.prepare(dry_run=dry_run)
        with spool(stream, folder, limit) as payload:
            journey = self.set_out(
                *(payload, source, wishes or self.wishes),
                dry_run=dry_run,
                allow_duplicates=allow_duplicates,
                continues=continues,
                taken_up=taken_up,
            )
            with received_as(journey.exchange.id), journey:
                for _ in self.decide(journey, payload.file):
                    journey.deliver()
                exchange = journey.close()
        self.adopt(journey)
        return exchange

    def adopt(self, journey: Journey) -> None:
        """Read answers again that answered nothing when they came, and now do."""
        with received_as(journey.exchange.id):
            for exchange in journey.adopting:
                self._read_again(exchange)

    def _read_again(self, exchange: str) -> Exchange:
        row, wishes = received_in(self.store, exchange), Wishes.noted(noted(self.store, exchange))
        return self.route(_stored(self.store, row["payload_sha256"]), row["source"], wishes=wishes, taken_up=True)

    def prepare(self, *, dry_run: bool = False) -> Path | None:
        """Read what all routing needs, so that what is wrong there refuses intake; the workspace, if it is written."""
        self.routes, self.states  # noqa: B018 - a table that is wrong refuses intake: what cannot be routed is not taken in
        self.checks.prepare()
        return None if dry_run else self.workspace.ensure()

    def set_out(
        self,
        payload: Spool,
        source: str,
        wishes: Wishes,
        *,
        dry_run: bool = False,
        allow_duplicates: bool = False,
        continues: str = "",
        taken_up: bool = False,
    ) -> Journey:
        """Record the bytes received, see `route`; what follows is `decide`, with `deliver`, and `close`."""
        journey = Journey(
            *(payload, source, None if dry_run else self.store, self.deliveries, DOCUMENTS, self.routes),
            self.states,
            sources=self.sources,
            allow_duplicates=allow_duplicates,
            wishes=wishes,
            continues=continues,
            taken_up=taken_up,
        )
        if journey.store and continues:
            journey.decided = decided_in(journey.store.past, continues)
        return journey

    def decide(self, journey: Journey, file: BinaryIO) -> Iterator[None]:
        """Read, route and decide interchange by interchange; each may be delivered when it is yielded."""
        if self.partners.whole_files:
            journey.faulty_file = self._faulty(file, journey.wishes)
        yield from self._decide(journey, file)

    def _decide(self, journey: Journey, file: BinaryIO) -> Iterator[None]:
        today = self.clock().astimezone(datetime.UTC).date()
        for interchange in self.intake.interchanges(file, journey.wishes.strictness):
            if interchange.number in journey.decided:
                _pass_over(interchange)
                continue
            envelope = interchange.envelope
            journey.begin(interchange, self.partners.of(envelope.sender, envelope.sender_qualifier))
            if refusal := self.partners.refusal(envelope, interchange.number, today):
                interchange.report.add(refusal)
            for read in self.intake.messages(interchange):
                self._hold(read)
                self.check(read, "route")
                _account(read, journey.wishes)
                select = self.routes.select
                decisions = select(read.document, read.message, today) if read.document else []
                journey.add(read, decisions, *self._answering(read, decisions) if journey.store else ())
            journey.decide()
            yield

    def _hold(self, read: ReadMessage) -> None:
        """Hold a message to what its sender may send; what acknowledges something of ours always may come."""
        acknowledges = isinstance(read.document, SyntaxAcknowledgement)
        name = read.mapping.name if read.mapping and read.accepted and not acknowledges else ""
        if name and (refusal := self.partners.not_agreed(read.message, name)):
            read.report.add(refusal)

    def _faulty(self, file: BinaryIO, wishes: Wishes) -> bool:
        """Whether a payload has a fault anywhere; it is read for that, and stands at its beginning again."""
        survey = self.set_out(Spool(file, "", 0), "", wishes, dry_run=True)
        faulty = any(survey.result.state != "accepted" for _ in self._decide(survey, file))
        file.seek(0)
        return faulty

    def _answering(self, read: ReadMessage, decisions: list[Decision]) -> tuple[Acknowledged | None, WayBack | None]:
        """What an agency's response says of what it answers, if it is one, and how it goes to who sent that.

        One that answers nothing of ours is none of ours, either, where a route takes it.
        """
        response = read.document
        if isinstance(response, Response) and read.accepted:
            with contained(read):
                returns = Returns(self.store, self.read_documents, self.mappings, self.routes.routes, dict(DOCUMENTS))
                message = read.message
                found = returns.of(response, sender=message.envelope.sender, strict=True, syntax=message.syntax)
                said = acknowledged(response, found, self.states, read.mapping.name if read.mapping else "")
                if isinstance(found, Returned):
                    found.homeward.response = passed_on(found.homeward.response, self.states.states[said.state])
                    read.report.extend(found.homeward.findings)
                    return said, self._way_back(read, found, self.states.states[said.state])
                if not any(decision.matched for decision in decisions):
                    read.report.add(found)
                    return said, None
        return None, None

    def _way_back(self, read: ReadMessage, found: Returned, state: State) -> WayBack | None:
        if not self.routes.returning:
            return None
        back = way_back(found, self.routes, self.mappings, state)
        if isinstance(back, WayBack):
            return back
        read.report.add(back)
        return None

    def resume(self) -> Resumed:
        """Take up what a crash cut off, and leave alone what another process is at work on.

        Raises:
            ConfigurationError, StoreError: as `route`.
        """
        store, resumed = self.store, Resumed([], [], [], [])
        self.deliveries.sweep(self.routes, store)
        store.claims.sweep()
        cut_off = [row["id"] for row in unfinished(store)] + [row["exchange_id"] for row in pending(store)]
        for exchange in dict.fromkeys(cut_off):
            if not store.claims.take(exchange):
                resumed.busy.append(exchange)
                continue
            try:
                self._take_up(exchange, resumed)
            finally:
                store.claims.release(exchange)
        resumed.exchanges.extend(self._read_again(exchange) for exchange in left_early(store, TAKEN_UP))
        return resumed

    def _take_up(self, exchange: str, resumed: Resumed) -> None:
        """Make the deliveries of one exchange that are left, and route what of its payload was not decided."""
        store = self.store
        resumed.deliveries.extend(self._resumption.cut_off(exchange))
        for old in unfinished(store, exchange):
            if (tried := attempts(store, exchange)) >= MOST_CUT_OFF:
                self._quarantine(exchange, poison(exchange, tried), f"{tried} attempts ended with their process")
                resumed.quarantined.append(exchange)
                continue
            if changed := self._changed(old["payload_sha256"]):
                self._quarantine(exchange, changed, "its bytes were changed")
                resumed.quarantined.append(exchange)
                continue
            decided = decided_in(store, exchange)
            if not decided or self._has_more(old["payload_sha256"], decided):
                stream = _stored(store, old["payload_sha256"])
                note = noted(store, exchange)
                wishes, again = Wishes.noted(note), TAKEN_UP in note.split()
                made = self.route(stream, old["source"], wishes=wishes, continues=exchange, taken_up=again)
                resumed.exchanges.append(made)
                continue
            with store.stage():
                store.add_event(exchange, "closed", "resumed")

    def _changed(self, sha256: str) -> Finding | None:
        """Why bytes received cannot be read again, if they cannot."""
        try:
            for _ in self.store.payload(sha256):
                pass
        except StoreError as error:
            if error.finding.code != CHANGED:
                raise
            return error.finding
        return None

    def _quarantine(self, exchange: str, finding: Finding, note: str) -> None:
        """Give up an exchange that cannot be taken up; what it received stays on record."""
        with self.store.stage():
            self.store.add_findings(exchange, [finding])
            self.store.add_event(exchange, "closed", "quarantined", note=note)

    def deliver(self, route: str = "") -> list[Delivery]:
        """Make the deliveries that are due, over all routes or one; each as it was intended, with its outcome now.

        Raises:
            ConfigurationError, StoreError: as `route`.
        """
        return self._resumption.due(route)

    def redeliver(self, rows: Sequence[Row]) -> list[Delivery]:
        """Make deliveries now, whatever became of them before, under the same reference and file name.

        Args:
            rows: as `audit.queue` gives them.

        Returns:
            Those made; what another process is at work on is not among them.
        """
        return self._resumption.asked(rows)

    @property
    def _resumption(self) -> Resumption:
        return Resumption(self.store, self.deliveries, self.routes, DOCUMENTS)

    def _has_more(self, payload: str, decided: Collection[int]) -> bool:
        """Whether a payload holds interchanges other than those decided."""
        for interchange in self._house(_stored(self.store, payload)):
            if interchange.number not in decided:
                return True
            _pass_over(interchange)
        return False

    # Reading and translating ------------------------------------------------------------------------------------------

    def read_documents(
        self, stream: BinaryIO, *, mapping: str | None = None, strictness: Strictness | None = None
    ) -> Iterator[tuple[Interchange, Iterator[ReadMessage]]]:
        """Read a payload without recording anything, see `intake.Intake.documents`.

        Args:
            stream: the payload.
            mapping: the name of the mapping that reads all of it, detected for each message if not given.
            strictness: how faults are weighed, in place of the engine's own.

        Raises:
            ConfigurationError: no such mapping, or it is wrong.
        """
        yield from self.intake.documents(stream, mapping, strictness or self.strictness)

    def check(self, read: ReadMessage, use: str) -> None:
        """Judge the document of a message by the workspace's rules.

        Args:
            read: what was read; its report gets the findings.
            use: `translate` or `route`: what for, see `checks.settings`.
        """
        if read.document is not None and not read.report.rejected:
            with contained(read):
                self.checks.check(read.document, read.report, read.message.number, use)

    def write(self, mapping: str, documents: Iterable[msgspec.Struct], envelope: Envelope, report: Report) -> bytes:
        """Write documents as one interchange of a mapping's format.

        Args:
            mapping: name of the mapping that writes.
            documents: canonical documents, all of its kind.
            envelope: facts for the envelope, where the syntax has one.
            report: gets what was found while writing; with an error in it, the bytes are not fit to be sent.

        Raises:
            EdiError: what cannot be written at all.
        """
        writer = self.mappings.get(mapping)
        facts = {**{name: getattr(envelope, name) for name in Envelope.__slots__}, **writer.definition.envelope}
        bodies = [writer.write(document, report) for document in documents]
        return write_bytes(writer, bodies, Envelope(**facts), report)


def _account(read: ReadMessage, wishes: Wishes) -> None:
    """Count what became of the elements of a message, and hold it to losing none, as wished."""
    mapping, report = read.mapping, read.report
    if wishes.losses and mapping is not None and mapping.syntax == read.message.syntax:
        found = read_losses(mapping, read.message, read.document, report)
        report.findings.insert(0, counted(found, READING, mapping.name))  # first: a full report would not take it
    if wishes.strict_loss:
        read.report = without_loss(report)


def _stored(store: Store, sha256: str) -> BinaryIO:
    return cast(BinaryIO, StoredPayload(store.payload(sha256)))


def _pass_over(interchange: Interchange) -> None:
    """Read on to the next interchange."""
    for _ in interchange.messages:
        pass
