"""What a crash cut off is taken up: deliveries that are left are made, and what was not decided is routed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from edi_engine.attempts import MOST_CUT_OFF
from edi_engine.audit import search
from edi_engine.audit.early import left_early
from edi_engine.audit.payloads import CHANGED, Spool, StoredPayload, spool
from edi_engine.audit.store import Store
from edi_engine.errors import StoreError
from edi_engine.exchange import Delivery, Exchange
from edi_engine.findings import Finding
from edi_engine.journey import TAKEN_UP
from edi_engine.refusals import poison
from edi_engine.resumption import Resumption


class Resumed(NamedTuple):
    """What was taken up after a crash.

    `deliveries` were intended before and are made now; `exchanges` are payloads, or what was left of them, routed again
    from the record under a new id, which the old one names; `busy` are exchanges that a process is at work on;
    `quarantined` are exchanges that were given up, for each attempt ended with the process that made it.
    """

    deliveries: list[Delivery]
    exchanges: list[Exchange]
    busy: list[str]
    quarantined: list[str]


@dataclass(frozen=True, slots=True)
class Recovery:
    """Takes up the exchanges of one store, and leaves alone what another process is at work on.

    Attributes:
        store: the record.
        resumption: makes deliveries from it.
        folder: where a large payload lies while it is read.
        rest: routes what an exchange has not decided of its payload, under a new id; None where it has decided all.
        again: reads answers of an exchange again, which answered nothing when they came.
    """

    store: Store
    resumption: Resumption
    folder: Path
    rest: Callable[[str, Spool], Exchange | None]
    again: Callable[[str], Exchange]

    def everything(self) -> Resumed:
        """Take up all that was cut off.

        Raises:
            StoreError: the record cannot be read or kept.
        """
        store, resumed = self.store, Resumed([], [], [], [])
        cut_off = [row["id"] for row in search.unfinished(store)]
        cut_off += [row["exchange_id"] for row in search.pending(store)]
        for exchange in dict.fromkeys(cut_off):
            if not store.claims.take(exchange):
                resumed.busy.append(exchange)
                continue
            try:
                self._take_up(exchange, resumed)
            finally:
                store.claims.release(exchange)
        resumed.exchanges.extend(map(self.again, left_early(store, TAKEN_UP)))
        return resumed

    def _take_up(self, exchange: str, resumed: Resumed) -> None:
        """Make the deliveries of one exchange that are left, and route what of its payload was not decided."""
        resumed.deliveries.extend(self.resumption.cut_off(exchange))
        if not search.unfinished(self.store, exchange):
            return
        if (tried := search.attempts(self.store, exchange)) >= MOST_CUT_OFF:
            note = f"{tried} attempts ended with their process"
            self._quarantine(exchange, poison(exchange, tried), note, resumed)
            return
        payload = self._received(exchange)
        if isinstance(payload, Finding):
            self._quarantine(exchange, payload, "its bytes were changed", resumed)
            return
        with payload:
            made = self.rest(exchange, payload)
        if made:
            resumed.exchanges.append(made)
            return
        with self.store.stage():
            self.store.add_event(exchange, "closed", "resumed")

    def _received(self, exchange: str) -> Spool | Finding:
        """The bytes received, or why they cannot be read again: they were changed."""
        chunks = self.store.payload(search.received_in(self.store, exchange)["payload_sha256"])
        try:
            return spool(cast(BinaryIO, StoredPayload(chunks)), self.folder)
        except StoreError as error:
            if error.finding.code != CHANGED:
                raise
            return error.finding

    def _quarantine(self, exchange: str, finding: Finding, note: str, resumed: Resumed) -> None:
        """Give up an exchange that cannot be taken up; what it received stays on record."""
        with self.store.stage():
            self.store.add_findings(exchange, [finding])
            self.store.add_event(exchange, "closed", "quarantined", note=note)
        resumed.quarantined.append(exchange)
