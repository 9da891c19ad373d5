"""Commits: what is recorded within a stage is durable at its end, with its entries in the log, or not there at all.

What a stage records is a row and an entry of the log, or a payload and one. Checkpoints are signed in the same commits.
"""

import contextlib
import datetime
import functools
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from edi_engine.audit.checkpoints import latest, sign
from edi_engine.audit.database import Place, open_database
from edi_engine.audit.entries import Value, Values
from edi_engine.audit.log import Log
from edi_engine.audit.payloads import Spool, add_payload
from edi_engine.audit.signed_notes import Signer
from edi_engine.errors import StoreError

CHECKPOINT_EVERY = 1024  # entries
Clock = Callable[[], datetime.datetime]


_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_MILLISECOND = datetime.timedelta(milliseconds=1)


def recorded(time: datetime.datetime) -> str:
    """An aware time as it is recorded: UTC with milliseconds; such texts sort as their times do."""
    return _millisecond((time - _EPOCH) // _MILLISECOND)


@functools.lru_cache(maxsize=1)
def _millisecond(number: int) -> str:
    """As a text; many records are of the same one."""
    return (_EPOCH + number * _MILLISECOND).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Commits:
    """One open database of records, used by one thread; several processes may use the same one.

    Every method raises `StoreError` when the database cannot take the record. `stage()` commits once at its end; a
    stage within a stage joins it, so that several exchanges can share one commit.
    """

    def __init__(
        self,
        place: Place,
        *,
        clock: Clock,
        engine_version: str = "",
        read_only: bool = False,
        examined: bool = False,
        signers: Sequence[Signer] = (),
    ) -> None:
        """Open it, created and migrated where needed.

        Args:
            place: path of its file, or URL of a PostgreSQL database.
            clock: gives aware times.
            engine_version: for the record.
            read_only: open an existing store, and change nothing.
            examined: though its table of migrations was changed.
            signers: keys for checkpoints: one is signed when the store is closed, every 1,024 entries before, and in
                the commit of an erasure.
        """
        self.clock = clock
        self.engine_version = engine_version
        self.connection = open_database(place, self.now(), read_only=read_only, examined=examined)
        self.place, self.claims = place, self.connection.claims
        self.log = Log(self.connection)
        self.signers = signers
        self._depth = 0
        self._unsigned = 0
        self._erased = False

    def close(self) -> None:
        """Sign what is not signed yet, close the file, and give every claim back."""
        try:
            if self.signers:
                with contextlib.suppress(StoreError):  # what is recorded is durable; the next one signs it
                    if self._unsigned or self._left_unsigned():
                        self.checkpoint()
        finally:
            self.connection.close()

    def _left_unsigned(self) -> bool:
        """Whether there are entries that a process added which was killed before it could sign them."""
        signed = latest(self.log)
        return signed is None or signed.size < self.log.size()

    def checkpoint(self) -> str | None:
        """Sign the record as it stands; the note, of before if nothing was added since, None without key or record."""
        with self.stage():
            self._unsigned = 0
            return sign(self.log, self.signers)

    def now(self) -> str:
        """The clock's time as it is recorded."""
        return recorded(self.clock())

    @contextlib.contextmanager
    def stage(self) -> Iterator[None]:
        """One durable commit around what is recorded inside; nothing of it is kept if that fails."""
        if self._depth:
            yield
            return
        with self.connection.errors():
            try:
                with self.connection.transaction():
                    self._depth = 1
                    yield
                    self._enter()
            finally:
                self.log.forget()
                self._depth, self._erased = 0, False

    def _enter(self) -> None:
        """Write the entries of a stage, and a checkpoint where one is due."""
        self._unsigned += self.log.write()
        if self.signers and (self._unsigned >= CHECKPOINT_EVERY or self._erased):
            sign(self.log, self.signers)
            self._unsigned = 0

    def _keep_bytes(self, payload: bytes) -> str:
        """Store bytes; their hash."""
        sha256 = hashlib.sha256(payload).hexdigest()
        self._keep(Spool(io.BytesIO(payload), sha256, len(payload)))
        return sha256

    def _keep(self, payload: Spool) -> None:
        now = self.now()
        if add_payload(self.connection, payload, now):
            self.log.add("payloads", payload.sha256, [(payload.sha256, payload.size, now)])

    def _add(self, table: str, *values: Value) -> int:
        """Add a record of one row and enter it in the log; a first value of None is an id, which is given back."""
        (row,) = self.connection.insert(table, [values])
        self.log.add(table, row[0], [row])
        return int(row[0] or 0) if values[0] is None else 0

    def _add_rows(self, table: str, key: int, rows: Iterable[Values]) -> None:
        """Add a record of several rows, the ones a message has in a table."""
        if added := self.connection.insert(table, list(rows)):
            self.log.add(table, key, added)
