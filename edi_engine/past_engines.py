"""Engines for a replay: each follows what an exchange followed then, or what was named to take its place."""

import contextlib
import datetime
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edi_engine.audit.rehearsal import Rehearsal
from edi_engine.audit.sources import Sources, list_of, list_with, read_sources
from edi_engine.audit.store import Store
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.journey import Journey
from edi_engine.mapping.definition import extended
from edi_engine.pipeline import Engine
from edi_engine.sources import PastWorkspace, sources_now
from edi_engine.transports import TRANSPORTS, Transport
from edi_engine.transports.parcel import Parcel, Permit
from edi_engine.workspace import Workspace

MOST = 4  # engines that are kept for exchanges that follow the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What takes the place of what was followed then.

    Attributes:
        mappings: by name a folder, or a version on record (its hash or the beginning of it).
        tables: by name (`routes.yaml`, `partners.yaml`, `states.yaml`, `checks.yaml`) a file of the workspace.
        codes: code lists and tables, each under the name of its file.
        schemas: a folder that lies over `schemas/`.
        current: everything as it is in the workspace now.
    """

    mappings: Mapping[str, Path | str] = field(default_factory=dict)
    tables: Mapping[str, Path] = field(default_factory=dict)
    codes: tuple[Path, ...] = ()
    schemas: Path | None = None
    current: bool = False


AS_THEN = Instead()


@dataclass(slots=True, kw_only=True)
class _Kept:
    """An engine with its workspace, the lists it follows (empty: the workspace as it is), and the day it is for."""

    engine: Engine
    workspace: PastWorkspace
    day: datetime.date | None
    lists: set[str]


class Engines:
    """Engines that record into a rehearsal and deliver nothing; one serves all exchanges that followed the same."""

    def __init__(self, rehearsal: Rehearsal, folder: Path, today: Workspace, instead: Instead = AS_THEN) -> None:
        """`folder` is for files of their own; `today` is the workspace as it is, which is only read."""
        self._rehearsal, self._folder, self._today, self._instead = rehearsal, folder, today, instead
        self._kept: list[_Kept] = []
        self._borrowed = set[str]()

    def following(self, listed: str | None) -> Engine:
        """One that follows a list of sources, the workspace as it is where there is none.

        Raises:
            ConfigurationError: what takes the place of something is wrong.
        """
        name = "" if self._instead.current else listed or ""
        fitting = [kept for kept in self._kept if kept.day in (None, self._rehearsal.clock().date())]
        for kept in fitting:
            if name in kept.lists:
                return kept.engine
        sources = read_sources(self._rehearsal.past.connection, name) if name else sources_now(self._today)
        for kept in fitting:
            if name and "" not in kept.lists and kept.workspace.takes_in(sources):
                kept.lists.add(name)
                self._put_files(kept.workspace.root)
                return kept.engine
        return self._made(name, sources)

    @property
    def borrowed(self) -> set[str]:
        """The names of the files of today that something asked for which nothing asked for then."""
        return self._borrowed.union(*(kept.workspace.borrowed for kept in self._kept if "" not in kept.lists))

    def _made(self, name: str, sources: Sources) -> Engine:
        workspace = PastWorkspace(sources, self._new_folder(), self._today)
        self._put_mappings(workspace.root / "mappings")
        self._put_files(workspace.root)
        transports: dict[str, Transport] = {transport: Nowhere() for transport in TRANSPORTS}
        engine = _PastEngine(workspace, clock=self._rehearsal.clock, transports=transports)
        engine.store = self._rehearsal
        day = self._rehearsal.clock().date() if workspace.dated else None
        self._kept.append(_Kept(engine=engine, workspace=workspace, day=day, lists={name}))
        if len(self._kept) > MOST:
            self._drop(self._kept.pop(0))
        return engine

    def _drop(self, kept: _Kept) -> None:
        if "" not in kept.lists:
            self._borrowed |= kept.workspace.borrowed
        shutil.rmtree(kept.workspace.root.parent, ignore_errors=True)

    def _new_folder(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder))

    # -- instead -------------------------------------------------------------------------------------------------------

    def _put_files(self, root: Path) -> None:
        """Put the files named over those of then."""
        root.mkdir(exist_ok=True)
        for name, file in self._instead.tables.items():
            shutil.copyfile(file, root / name)
        for file in self._instead.codes:
            (root / "schemas/codes").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, root / "schemas/codes" / file.name)
        if self._instead.schemas:
            shutil.copytree(self._instead.schemas, root / "schemas", dirs_exist_ok=True)

    def _put_mappings(self, mappings: Path) -> None:
        """Put the mappings named in the place of those of then."""
        for name, other in self._instead.mappings.items():
            if isinstance(other, Path):
                shutil.rmtree(mappings / name, ignore_errors=True)
                shutil.copytree(other, mappings / name, ignore=shutil.ignore_patterns("samples"))
            else:
                self._put_version(mappings, name, other)

    def _put_version(self, mappings: Path, name: str, version: str) -> None:
        """A mapping as it was when it had a version, and what it extended then."""
        past = self._rehearsal.past.connection
        listed = list_with(past, name, version)
        if listed is None:
            raise ConfigurationError(_no_version(name, version))
        folder = self._new_folder()
        then = PastWorkspace(read_sources(past, listed), folder, self._today)
        of = name
        while of:
            shutil.rmtree(mappings / of, ignore_errors=True)
            shutil.copytree(then.root / "mappings" / of, mappings / of)
            of = extended(then.mapping_text(of, "mapping.yaml"), of)
        shutil.rmtree(folder)


@contextlib.contextmanager
def engine_of(store: Store, exchange: str, at: str, today: Workspace) -> Iterator[Engine]:
    """An engine that reads and writes as an exchange was read and written, and records nothing.

    Args:
        store, exchange: whose record says what it followed; where it does not, the workspace as it is counts.
        at: when the exchange was received.
        today: the workspace as it is.
    """
    moment, listed = datetime.datetime.fromisoformat(at), list_of(store.connection, exchange)
    if listed is None:
        yield Engine(today, clock=lambda: moment)
        return
    with tempfile.TemporaryDirectory(prefix="edi-past-") as folder:
        past = PastWorkspace(read_sources(store.connection, listed), Path(folder), today)
        yield Engine(past, clock=lambda: moment)


class _PastEngine(Engine):
    """One that looks at each exchange by itself."""

    def adopt(self, journey: Journey) -> None:
        """Answers that were taken up again are exchanges of their own on record."""


class Nowhere:
    """A transport that delivers nothing; what was to be sent stands in the record of the rehearsal."""

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        """Nothing; its place is empty."""
        permit.use()
        return ""

    def forget(self, parcel: Parcel) -> None:
        """Nothing was kept."""


def _no_version(name: str, version: str) -> Finding:
    return Finding(
        code="AUD-016",
        severity=Severity.ERROR,
        what=f"no exchange on record followed version {version} of {name}",
        where=Position(path=f"{name}/mapping.yaml"),
        why="a version is the hash of a mapping, or its beginning",
        fix="see audit show for versions, or name a folder",
    )
