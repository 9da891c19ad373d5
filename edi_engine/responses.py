"""A message that may be an agency's response: what it says of what it answers, and how it goes to who sent that."""

from collections.abc import Sequence
from dataclasses import dataclass

from edi_engine.audit.store import Store
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.model import Response
from edi_engine.exchange import Acknowledged, Mappings, ReadMessage
from edi_engine.findings import Finding
from edi_engine.intake import contained
from edi_engine.recorded import Read
from edi_engine.returns import Returned, Returns, acknowledged
from edi_engine.routing.route_table import Decision, RouteTable
from edi_engine.states import State, States
from edi_engine.way_back import WayBack, passed_on, way_back

Said = tuple[tuple[Acknowledged, ...], WayBack | None]
NOTHING: Said = ((), None)


@dataclass(frozen=True, slots=True)
class Responses:
    """Holds responses to the record of one store; `read` reads again what is on record."""

    store: Store
    mappings: Mappings
    routes: RouteTable
    states: States
    read: Read

    def of(self, read: ReadMessage, decisions: Sequence[Decision]) -> Said:
        """What a message that was read says of what it answers, if it is a response, and its way back if it has one.

        One that answers nothing of ours is none of ours, either, where a route takes it. What is wrong goes to the
        message's report.
        """
        response = read.document
        if isinstance(response, Response) and read.accepted:
            with contained(read):
                found = self._answered(response, read)
                said = acknowledged(response, found, self.states, read.mapping.name if read.mapping else "")
                if isinstance(found, Returned):
                    return said, self._way_back(read, found, self.states.states[said[0].state])
                if not any(decision.matched for decision in decisions):
                    read.report.add(found)
                    return said, None
        return NOTHING

    def _answered(self, response: Response, read: ReadMessage) -> Returned | Finding:
        returns = Returns(self.store, self.read, self.mappings, self.routes.routes, dict(DOCUMENTS))
        message = read.message
        return returns.of(response, sender=message.envelope.sender, strict=True, syntax=message.syntax)

    def _way_back(self, read: ReadMessage, found: Returned, state: State) -> WayBack | None:
        found.homeward.response = passed_on(found.homeward.response, state)
        read.report.extend(found.homeward.findings)
        if not self.routes.returning:
            return None
        back = way_back(found, self.routes, self.mappings, state)
        if isinstance(back, WayBack):
            return back
        read.report.add(back)
        return None
