"""Records every step of an exchange before the next one is taken.

Bytes received are durable before anything else happens; a delivery is recorded as intended before it is made and with
its outcome after. Rows are only added; `schema.sql` describes them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from edi_engine.audit.commits import Commits
from edi_engine.audit.duplicates import Earlier, earlier
from edi_engine.audit.numbers import next_number
from edi_engine.audit.payloads import Spool, read_payload
from edi_engine.audit.sources import Sources
from edi_engine.findings import Finding
from edi_engine.interchange import Interchange, Message

DeliveryState = Literal["done", "failed", "timed out", "unknown", "waiting", "begun", "dead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was made of a message: the canonical document as JSON, and the mapping that read it."""

    accepted: bool
    mapping: str | None = None
    mapping_version: str | None = None
    document_kind: str | None = None
    document: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intention:
    """A delivery that is to be made; `at` is the recorded time from which the envelope takes its own.

    `part` names what of the document it is, `awaits` the kinds of answers that are waited for; empty: all, none.
    """

    at: str
    route: str
    agency: str
    mapping: str
    mapping_version: str
    transport: str
    reference: str
    part: str = ""
    awaits: str = ""


class Answered(NamedTuple):
    """An answer: what wrote it and its reference; on record also its delivery, the hash of its bytes and its state."""

    mapping: str
    mapping_version: str
    reference: str
    delivery: int | None = None
    sha256: str = ""
    state: str = ""


class Store(Commits):
    """One open audit store, used by one thread; several processes may use the same one.

    Every method raises `StoreError` when the store cannot take the record. Methods write within `stage()`.
    """

    @property
    def past(self) -> "Store":
        """The store with what was recorded before: itself, but for a rehearsal."""
        return self

    def receive(self, payload: Spool, source: str, note: str = "", continues: str = "") -> str:
        """Record bytes received, durably, and give the exchange its id, claimed.

        Args:
            payload, source: the bytes, and where they came from.
            note: how they are read.
            continues: the exchange that was cut off and with whose bytes this one goes on; it is closed by that.
        """
        with self.stage():
            exchange = next_number(self.connection, "exchange", self.clock())
            self.claims.take(exchange)  # before anybody can see it
            now = self.now()
            self._keep(payload)
            self._add("exchanges", exchange, now, source, payload.sha256, payload.size, self.engine_version)
            self.add_event(exchange, "received", "received", note=note)
            if continues:
                self._add("continuations", exchange, continues)
                self.add_event(continues, "closed", "abandoned", note=f"went on as {exchange}")
        return exchange

    def next_reference(self, name: str = "") -> str:
        """A control reference that this store has never given out; durable with the stage it is asked in.

        `name` is that of the file sent under it, by which a rehearsal knows the reference of then.
        """
        return next_number(self.connection, "reference", self.clock())

    def was_there(self, exchange: str) -> bool:
        """Whether an exchange of the past came before what is recorded now: it did, but for a rehearsal."""
        return True

    def row_then(self, message: int) -> int:
        """The row in the past of a message that is recorded again, itself but for a rehearsal."""
        return message

    def add_event(
        self,
        exchange: str,
        stage: str,
        state: str,
        *,
        interchange: int | None = None,
        note: str = "",
        sources: Sources | None = None,
    ) -> None:
        """Record how far an exchange or one of its interchanges has come, and what that followed."""
        listed = self._archive(sources) if sources else None
        self._add("events", None, exchange, interchange, self.now(), stage, state, note, listed)

    def _archive(self, sources: Sources) -> str:
        """Keep sources, each once; the hash of their list."""
        listed = sources.listed
        known = "SELECT 1 FROM sources WHERE sha256 = ? AND kind = ? AND name = ?"
        if not self.connection.execute(known, listed[:3]).fetchone():
            for source in (*sources.every, listed):
                self._keep_bytes(source.data)
                if not self.connection.execute(known, source[:3]).fetchone():
                    self._add("sources", None, *source[:3])
        return listed.sha256

    def add_interchange(self, exchange: str, interchange: Interchange) -> int:
        """Record an envelope as it was read."""
        facts = interchange.envelope
        return self._add(
            "interchanges",
            *(None, exchange, interchange.number, interchange.syntax),
            *(facts.sender, facts.sender_qualifier, facts.recipient, facts.recipient_qualifier),
            *(facts.reference, facts.prepared, int(facts.test)),
        )

    def add_message(self, interchange: int, message: Message, reading: Reading) -> int:
        """Record a message and the document read from it."""
        return self._add(
            "messages",
            *(
                None,
                interchange,
                message.number,
                message.type,
                message.directory,
                message.association,
                message.reference,
            ),
            *(int(reading.accepted), reading.mapping, reading.mapping_version, reading.document_kind),
            reading.document.decode() if reading.document is not None else None,
        )

    def add_keys(self, message: int, keys: Iterable[tuple[str, str]]) -> None:
        """Record what the message can be found by: kind and value."""
        self._add_rows("business_keys", message, [(None, message, kind, value) for kind, value in keys])

    def add_decisions(self, message: int, decisions: Iterable[tuple[str, bool, str]]) -> None:
        """Record for each route whether it took the message and why: name, matched, reason."""
        rows = [(None, message, route, int(matched), reason) for route, matched, reason in decisions]
        self._add_rows("decisions", message, rows)

    def add_findings(
        self,
        exchange: str,
        findings: Iterable[Finding],
        *,
        interchange: int | None = None,
        message: int | None = None,
        delivery: int | None = None,
    ) -> None:
        """Record findings with what they belong to."""
        for f in findings:
            self._add(
                "findings",
                *(None, exchange, interchange, message, delivery),
                *(f.code, str(f.severity), f.what, str(f.where), f.why, f.fix, f.error),
            )

    def intend(
        self,
        interchange: int,
        message: int | None,
        intention: Intention,
        *,
        planned: bytes | None = None,
        repeats: int | None = None,
    ) -> int:
        """Record a delivery before it is made.

        Args:
            interchange, message: what it follows from; without a message it answers the interchange.
            intention: what is to be done.
            planned: the bytes of an answer, kept now, so that what is sent is what was decided.
            repeats: the answer whose bytes and reference are sent again.
        """
        sha256 = self._keep_bytes(planned) if planned is not None else None
        return self._add(
            "deliveries",
            *(
                None,
                interchange,
                message,
                intention.route,
                intention.agency,
                intention.mapping,
                intention.mapping_version,
            ),
            *(intention.transport, intention.reference, intention.at, sha256, repeats),
            *(intention.part or None, intention.awaits or None),
        )

    def finish(
        self,
        delivery: int,
        state: DeliveryState,
        *,
        payload: bytes | None = None,
        place: str = "",
        error: str = "",
        due: str = "",
    ) -> None:
        """Record what became of a delivery, with the bytes that were sent, and when it is tried again."""
        sha256 = self._keep_bytes(payload) if payload is not None else None
        self._add("delivery_events", None, delivery, self.now(), state, sha256, place, error, due or None)

    def document(self, message: int) -> bytes:
        """The canonical document of a message, as JSON."""
        with self.connection.errors():
            row = self.connection.execute("SELECT document FROM messages WHERE id = ?", (message,)).fetchone()
        return str(row[0]).encode()

    def payload(self, sha256: str) -> Iterator[bytes]:
        """Bytes received or sent, chunk by chunk."""
        with self.connection.errors():
            yield from read_payload(self.connection, sha256)

    def earlier(self, interchange: Interchange, exchange: str) -> Earlier | None:
        """The exchange that accepted already an interchange with the same sender, recipient and reference.

        Decided earlier, whatever its number: what is received later may be decided first; of several one that received
        the same bytes. One without a reference (most syntaxes have none) is known by the bytes of its payload and its
        number there. The answer holds until the end of the stage it is asked in. `None` where there is none.
        """
        return earlier(self.connection, exchange, interchange)

    def answered(self, exchange: str, interchange: int) -> Answered | None:
        """How an interchange of an exchange was answered, if it was."""
        row = self.connection.execute(
            "SELECT d.mapping, d.mapping_version, d.reference, d.id, d.planned_sha256, d.state"
            " FROM delivery_states AS d JOIN interchanges AS i ON i.id = d.interchange_id"
            " WHERE i.exchange_id = ? AND i.number = ? AND d.message_id IS NULL AND d.repeats IS NULL",
            (exchange, interchange),
        ).fetchone()
        return Answered(*row) if row else None

    def add_acknowledgement(
        self, message: int, delivery: int | None, reference: str, state: str, *, answer: str = "", code: str = ""
    ) -> None:
        """Record what an answer that was received says of a delivery of ours.

        Args:
            message: the answer.
            delivery: what it answers, `None` if nothing that we sent.
            reference: of what it answers, as it names it.
            state: what it says, a name of states.yaml.
            answer, code: the mapping that read it, and the code that led to the state.
        """
        self._add("acknowledgements", None, message, delivery, reference, state, answer or None, code or None)

    def add_erasure(self, exchange: str, reason: str, entries: str) -> None:
        """Record that an exchange was erased, and the numbers of the entries whose records are gone; it is signed with
        the commit, for an erasure that no key signed is none.
        """
        self._erased = True
        self._add("erasures", None, exchange, self.now(), reason, entries)

    def outstanding(self, exchange: str) -> bool:
        """Whether a delivery of this exchange was intended and has no outcome yet."""
        row = self.connection.execute(
            "SELECT 1 FROM interchanges AS i JOIN deliveries AS d ON d.interchange_id = i.id WHERE i.exchange_id = ?"
            " AND NOT EXISTS (SELECT 1 FROM delivery_events WHERE delivery_id = d.id) LIMIT 1",
            (exchange,),
        ).fetchone()
        return row is not None
