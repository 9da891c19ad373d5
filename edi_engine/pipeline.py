"""The whole journey of a payload, from bytes received to bytes sent; the only module that knows every room.

Received bytes are recorded before anything else. An interchange is read through, then decided as a whole (its trailer,
read last, can still reject it), then delivered: to every route that takes a message, each on its own; and its sender is
answered. Each step is recorded before the next.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from edi_engine.audit.payloads import MAX_PAYLOAD_BYTES, Spool, StoredPayload, spool
from edi_engine.audit.search import Row, noted, received_in
from edi_engine.audit.search import decided as decided_in
from edi_engine.canonical.acknowledgement import SyntaxAcknowledgement
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.envelopes import write_bytes
from edi_engine.errors import received_as
from edi_engine.exchange import Delivery, Exchange, ReadMessage
from edi_engine.findings import Report, Strictness
from edi_engine.installation import Installation
from edi_engine.intake import contained
from edi_engine.interchange import Envelope, Interchange
from edi_engine.journey import AGAIN, TAKEN_UP, Journey
from edi_engine.mapping.losses import READING, counted, without_loss
from edi_engine.mapping.read_losses import read_losses
from edi_engine.recovery import Recovery, Resumed
from edi_engine.responses import Responses
from edi_engine.resumption import Resumption
from edi_engine.wishes import Wishes


class Engine(Installation):
    """Reads, routes and translates in one workspace; use it as a context manager, in one thread."""

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
            return self._follow(journey, self.decide(journey, payload.file))

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
        return Journey(
            *(payload, source, None if dry_run else self.store, self.deliveries, DOCUMENTS, self.routes),
            self.states,
            sources=self.sources,
            allow_duplicates=allow_duplicates,
            wishes=wishes,
            continues=continues,
            taken_up=taken_up,
        )

    def decide(
        self, journey: Journey, file: BinaryIO, interchanges: Iterable[Interchange] | None = None
    ) -> Iterator[None]:
        """Read, route and decide interchange by interchange; each may be delivered when it is yielded.

        Args:
            journey: of the payload.
            file: its bytes.
            interchanges: of them, where their reading has begun.
        """
        journey.faulty_file = self._faulty_file(file, journey.wishes)
        if interchanges is None:
            store, continues = journey.store, journey.continues
            decided = decided_in(store.past, continues) if store and continues else ()
            interchanges = self._undecided(file, journey.wishes, decided)
        yield from self._decided(journey, interchanges)

    def _undecided(self, file: BinaryIO, wishes: Wishes, decided: Collection[int]) -> Iterator[Interchange]:
        """The interchanges of a payload, those passed over that were decided before."""
        for interchange in self.intake.interchanges(file, wishes.strictness):
            if interchange.number not in decided:
                yield interchange
                continue
            for _ in interchange.messages:
                pass

    def _decided(self, journey: Journey, interchanges: Iterable[Interchange]) -> Iterator[None]:
        today = self.clock().astimezone(datetime.UTC).date()
        for interchange in interchanges:
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
                journey.add(read, decisions, *self._responses.of(read, decisions) if journey.store else ())
            journey.decide()
            yield

    def _hold(self, read: ReadMessage) -> None:
        """Hold a message to what its sender may send; what acknowledges something of ours always may come."""
        acknowledges = isinstance(read.document, SyntaxAcknowledgement)
        name = read.mapping.name if read.mapping and read.accepted and not acknowledges else ""
        if name and (refusal := self.partners.not_agreed(read.message, name)):
            read.report.add(refusal)

    def _faulty_file(self, file: BinaryIO, wishes: Wishes) -> bool:
        """Whether a payload has a fault anywhere, where a partner wants that known; the file stands where it stood."""
        if not self.partners.whole_files:
            return False
        place = file.tell()
        survey = self.set_out(Spool(file, "", 0), "", wishes, dry_run=True)
        file.seek(0)
        decided = self._decided(survey, self._undecided(file, wishes, ()))
        faulty = any(survey.result.state != "accepted" for _ in decided)
        file.seek(place)
        return faulty

    def _follow(self, journey: Journey, decided: Iterator[None]) -> Exchange:
        """Deliver each interchange as it is decided, and close."""
        with received_as(journey.exchange.id), journey:
            for _ in decided:
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
        stream = cast(BinaryIO, StoredPayload(self.store.payload(row["payload_sha256"])))
        return self.route(stream, row["source"], wishes=wishes, taken_up=True)

    def resume(self) -> Resumed:
        """Take up what a crash cut off, and leave alone what another process is at work on; raises as `route`."""
        self.deliveries.sweep(self.routes, self.store)
        folder = self.workspace.ensure()
        resumed = Recovery(self.store, self._resumption, folder, self._rest, self._read_again).everything()
        self.deliveries.sweep(self.routes, self.store)  # marks of what was on record then, beside what was still open
        return resumed

    def _rest(self, exchange: str, payload: Spool) -> Exchange | None:
        """Route what an exchange that was cut off has not decided of its payload; None if nothing is left.

        It is read once, and not before an attempt at it is on record, but for what was decided.
        """
        self.prepare()
        row, note = received_in(self.store, exchange), noted(self.store, exchange)
        wishes, again, taken_up = Wishes.noted(note), *(word in note.split() for word in (AGAIN, TAKEN_UP))
        decided = decided_in(self.store, exchange)
        left = self._undecided(payload.file, wishes, decided)
        if decided:
            first = next(left, None)
            if first is None:
                return None
            left = chain([first], left)
        place = payload.file.tell()
        journey = self.set_out(
            payload, row["source"], wishes, allow_duplicates=again, continues=exchange, taken_up=taken_up
        )
        payload.file.seek(place)  # what records it leaves it at its beginning
        return self._follow(journey, self.decide(journey, payload.file, left))

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

    @property
    def _responses(self) -> Responses:
        return Responses(self.store, self.mappings, self.routes, self.states, self.read_documents)

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
