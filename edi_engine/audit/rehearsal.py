"""A store for going through an exchange of another again: the clock, numbers and past of then, and nothing is kept."""

import contextlib
import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

from edi_engine.audit.duplicates import Earlier
from edi_engine.audit.entries import Value, Values
from edi_engine.audit.given import Given
from edi_engine.audit.log import Log
from edi_engine.audit.payloads import Spool
from edi_engine.audit.sqlite import Sqlite
from edi_engine.audit.store import Answered, Intention, Store
from edi_engine.interchange import Interchange


class Rehearsal(Store):
    """One in a folder of its own, which another process never opens.

    Attributes:
        moment: the time it is; its clock gives it.
        then: what is gone through again.
    """

    def __init__(self, folder: Path, past: Store) -> None:
        """Create it beside nothing; `past` is where to look for what was recorded before, and is only read."""
        self.moment = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
        super().__init__(folder / "audit.db", clock=lambda: self.moment)
        self.log, self._past = _NoLog(self.connection), past
        cast(Sqlite, self.connection).file.execute("PRAGMA foreign_keys = OFF")  # answers are to deliveries of the past
        self.then = Given(exchange="", received_at="")
        self._new = 0

    @property
    def past(self) -> Store:
        """The store that was given."""
        return self._past

    @contextlib.contextmanager
    def again(self, then: Given) -> Iterator[None]:
        """Around one exchange: what is recorded inside can be read inside, and is gone behind it."""
        self.then, self._new = then, 0
        self._set(then.received_at)
        with contextlib.suppress(_OverError), self.stage():
            yield
            raise _OverError

    def _set(self, moment: str) -> None:
        self.moment = datetime.datetime.fromisoformat(moment)

    def receive(self, payload: Spool, source: str, note: str = "", continues: str = "") -> str:
        """Under the id of then; what it continues is in the past."""
        exchange = self.then.exchange
        self._keep(payload)
        self._add("exchanges", exchange, self.now(), source, payload.sha256, payload.size, self.engine_version)
        self.add_event(exchange, "received", "received", note=note)
        return exchange

    def next_reference(self, name: str = "") -> str:
        """The one of then; of what was not sent then, one that was never given out."""
        self._new += 1
        return self.then.references.get(name) or f"NEW{self._new}"

    def add_event(self, exchange: str, stage: str, state: str, **more: Any) -> None:
        """As ever, without the sources."""
        super().add_event(exchange, stage, state, **{**more, "sources": None})

    def add_interchange(self, exchange: str, interchange: Interchange) -> int:
        """As ever, and it is the time when this one was decided."""
        self._set(self.then.moments.get(interchange.number, self.then.received_at))
        return super().add_interchange(exchange, interchange)

    def intend(
        self,
        interchange: int,
        message: int | None,
        intention: Intention,
        *,
        planned: bytes | None = None,
        repeats: int | None = None,
    ) -> int:
        """As ever; that it is sent again does not count."""
        return super().intend(interchange, message, intention, planned=planned)

    def earlier(self, interchange: Interchange, exchange: str) -> Earlier | None:
        """One that was refused is refused again; what came later does not count."""
        return self.past.earlier(interchange, exchange) if interchange.number in self.then.duplicates else None

    def answered(self, exchange: str, interchange: int) -> Answered | None:
        """The answer that was sent again, if one was."""
        return self.then.repeated.get(interchange)

    def outstanding(self, exchange: str) -> bool:
        """Whether deliveries of an earlier exchange are not made yet."""
        return self.past.outstanding(exchange)

    def was_there(self, exchange: str) -> bool:
        """Ids sort by time; of the exchange itself only what is recorded again counts."""
        return exchange < self.then.exchange

    def row_then(self, message: int) -> int:
        """The message of the same number in the interchange of the same number; 0 if there was none."""
        place = self.connection.execute(_PLACE, (message,)).fetchone()
        found = self.past.connection.execute(_AT, (self.then.exchange, *place)).fetchone()
        return int(found[0]) if found else 0

    def payload(self, sha256: str) -> Iterator[bytes]:
        """Bytes of this exchange, or of the past."""
        own = self.connection.execute("SELECT 1 FROM payloads WHERE sha256 = ?", (sha256,)).fetchone()
        return super().payload(sha256) if own else self.past.payload(sha256)


_PLACE = "SELECT i.number, m.number FROM messages AS m JOIN interchanges AS i ON i.id = m.interchange_id WHERE m.id = ?"
_AT = (
    "SELECT m.id FROM messages AS m JOIN interchanges AS i ON i.id = m.interchange_id"
    " WHERE i.exchange_id = ? AND i.number = ? AND m.number = ?"
)


class _OverError(Exception):
    """What was recorded is taken back."""


class _NoLog(Log):
    """Nothing is entered: no record is kept."""

    def add(self, table: str, key: Value, rows: Sequence[Values]) -> None:
        """Nothing."""
