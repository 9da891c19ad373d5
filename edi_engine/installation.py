"""What an engine works with in one workspace: mappings, tables, checks, the record and transports."""

import datetime
from collections.abc import Callable
from functools import cached_property
from typing import Self, cast

from edi_engine import formats
from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.audit.store import Store
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.checks.judging import Checks
from edi_engine.deliveries import Deliveries
from edi_engine.exchange import Mappings
from edi_engine.findings import Strictness
from edi_engine.formats.edifact.profile import read_profile
from edi_engine.intake import Intake, Reader
from edi_engine.routing.partner_rows import read_partners
from edi_engine.routing.partners import NOBODY, Partners
from edi_engine.routing.route_rows import read_routes
from edi_engine.routing.route_table import RouteTable
from edi_engine.sources import SourcesRead
from edi_engine.states import States, read_states
from edi_engine.transports import TRANSPORTS, Transport
from edi_engine.wishes import Wishes
from edi_engine.workspace import Workspace

Clock = Callable[[], datetime.datetime]


class Installation:
    """All that one workspace's engine works with; each part is read or created when it is first asked for."""

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
            strict_loss, losses: for routing, see `wishes.Wishes`.
        """
        self.workspace, self.clock, self.version = workspace, clock, version
        self.strictness, self._house = strictness, read
        self.wishes = Wishes(strictness, strict_loss, losses)
        if mappings is not None:
            self.mappings = mappings
        self.transports = transports or {name: make() for name, make in TRANSPORTS.items()}

    def __enter__(self) -> Self:
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
