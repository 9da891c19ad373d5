"""Goes through any part of history again, recording and delivering nothing, and says what would be otherwise now.

What an exchange followed (mappings, code tables, directories, rules, routes) comes from the record, or something else
takes its place; its clock, its control references and what was on record before it are those of then.
"""

import shutil
import tempfile
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self, cast

from edi_engine.audit import search
from edi_engine.audit.given import given
from edi_engine.audit.payloads import StoredPayload
from edi_engine.audit.rehearsal import Rehearsal
from edi_engine.audit.sources import list_of
from edi_engine.audit.store import Store
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.comparison import Changed, Comparison
from edi_engine.errors import ConfigurationError, EdiError
from edi_engine.file_names import file_name
from edi_engine.findings import Finding, Position, Severity
from edi_engine.journey import TAKEN_UP
from edi_engine.past_engines import AS_THEN, Engines, Instead
from edi_engine.wishes import Wishes
from edi_engine.workspace import Workspace

MOST_CHANGED = 10_000  # differences of one exchange that are kept


class Replayed(NamedTuple):
    """One exchange: the differences, how many more there are, and what hindered; `unknown` are deliveries of which it
    is not known what was to be sent."""

    exchange: str
    changed: list[Changed]
    more: int = 0
    unknown: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether it could not be replayed."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


class Replay:
    """Replays exchanges of a store one after another; use it as a context manager."""

    def __init__(self, past: Store, today: Workspace, instead: Instead = AS_THEN) -> None:
        """Name the store, only read, the workspace it lies in, which is only read too, and what is to be otherwise."""
        self.past, self.today, self.instead = past, today, instead

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="edi-replay-"))
        self._rehearsal = Rehearsal(self._folder, self.past)
        self._engines = Engines(self._rehearsal, self._folder, self.today, self.instead)
        return self

    def __exit__(self, *_: object) -> None:
        self._rehearsal.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def of(self, exchange: str) -> Replayed:
        """Go through one exchange again.

        Raises:
            ConfigurationError: what takes the place of something is wrong.
        """
        row = self.past.connection.execute(_EXCHANGE, (exchange,)).fetchone()
        if row is None or row[2] != "closed":
            return Replayed(exchange, [], findings=(_not_replayed(exchange),))
        found: list[Replayed] = []
        with self._rehearsal.again(given(self.past, exchange, file_name)):
            found.append(self._again(exchange, *row))
        return found[0]

    def _again(self, exchange: str, source: str, payload: str, _: str, state: str, continues: str) -> Replayed:
        listed = list_of(self.past.connection, exchange)
        engine = self._engines.following(listed)
        stream = cast(BinaryIO, StoredPayload(self.past.payload(payload)))
        note = search.noted(self.past, exchange)
        wishes, taken_up = Wishes.noted(note), TAKEN_UP in note.split()
        try:
            engine.route(stream, source, wishes=wishes, continues=continues, taken_up=taken_up)
        except ConfigurationError:
            raise
        except EdiError as error:
            return Replayed(exchange, [], findings=tuple(error.findings))
        comparison = Comparison(self.past, self._rehearsal, engine.read_documents, dict(DOCUMENTS))
        differences = comparison.of(exchange, whole=state != "abandoned")
        changed = list(islice(differences, MOST_CHANGED))
        more = sum(1 for _ in differences)
        return Replayed(exchange, changed, more, comparison.unknown, _notes(exchange, listed, self.instead))

    @property
    def borrowed(self) -> list[Finding]:
        """The files of today that something asked for which nothing asked for then."""
        return [_borrowed(name) for name in sorted(self._engines.borrowed)]


_EXCHANGE = (
    "SELECT e.source, e.payload_sha256, e.stage, e.state, coalesce(c.continues, '') FROM exchange_states AS e"
    " LEFT JOIN continuations AS c ON c.exchange_id = e.id WHERE e.id = ?"
)


def _not_replayed(exchange: str) -> Finding:
    return Finding(
        code="AUD-017",
        severity=Severity.ERROR,
        what=f"{exchange} cannot be replayed",
        where=Position(path=f"exchange {exchange}"),
        why="it is not finished, or was erased",
        fix="edi-engine resume first",
    )


def _notes(exchange: str, listed: str | None, instead: Instead) -> tuple[Finding, ...]:
    if listed or instead.current:
        return ()
    note = Finding(
        code="AUD-014",
        severity=Severity.NOTE,
        what=f"{exchange} was recorded before the record kept what decisions follow",
        where=Position(path=f"exchange {exchange}"),
        why="it was replayed with the workspace as it is",
    )
    return (note,)


def _borrowed(name: str) -> Finding:
    return Finding(
        code="AUD-015",
        severity=Severity.NOTE,
        what=f"{name} was not read then, and is that of today",
        where=Position(path=name),
        why="what nothing asked for then is not on record",
        fix="give one with --schemas if another is meant",
    )
