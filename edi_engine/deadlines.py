"""Answers that are due: by when a delivery was to be answered, by the agreement with its agency or its route."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from edi_engine.answer_rules import told
from edi_engine.audit.commits import recorded
from edi_engine.audit.search import Row, given
from edi_engine.audit.store import Store
from edi_engine.audit.unanswered import sent_at, unanswered, was_said
from edi_engine.exchange import Acknowledged
from edi_engine.findings import Finding, Position
from edi_engine.routing.route_table import Route
from edi_engine.states import LEVELS, States

# Kind of answer: the first level that is one, and the code of the alert.
KINDS = {"contrl": ("syntax", "ACK-016"), "business": ("business", "ACK-017")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """An answer that did not come: the row of the delivery, which kind is missing since when, and the alert."""

    delivery: Row
    kind: str
    due: str
    finding: Finding


def overdue(store: Store, states: States, routes: Sequence[Route], now: str) -> Iterator[Overdue]:
    """Deliveries that were made and not answered in time, those of a route together, the newest first.

    Args:
        store, states: the record, and what its states mean.
        routes: with what is expected of their agencies.
        now: as the store has times.
    """
    for route in routes:
        for kind, seconds in route.acknowledgements.items():
            sent_before = _later(now, -seconds)
            for row in unanswered(store, route.name, sent_before, _enough(states, kind)):
                due = _later(row["sent_at"], seconds)
                where, facts = Position(path=f"route {row['route']}"), {"agency": row["agency"], "route": row["route"]}
                alert = told(KINDS[kind][1], where, due=due, **facts)
                yield Overdue(delivery=row, kind=kind, due=due, finding=alert)


def alert(store: Store, found: Sequence[Overdue]) -> list[Overdue]:
    """Record what is overdue with its deliveries, each once; those that were not recorded before."""
    with store.stage():
        new = [one for one in found if not was_said(store, one.delivery, one.finding.code)]
        for one in new:
            store.add_findings(one.delivery["exchange"], [one.finding], delivery=one.delivery["id"])
    return new


def late(
    store: Store, states: States, routes: Sequence[Route], said: Acknowledged, now: str, number: int
) -> list[Finding]:
    """Whether an answer to a delivery of ours came after it was due.

    Args:
        store, states, routes, now: as for `overdue`.
        said, number: the answer, and its message.
    """
    route = next((route for route in routes if route.name == said.route), None)
    sent = sent_at(store, said.delivery or 0)
    for kind, seconds in route.acknowledgements.items() if route and sent else ():
        due, before = _later(sent, seconds), given(store, said.delivery or 0, 0)
        wanted = _enough(states, kind)
        if now > due and said.state in wanted and not any(row["state"] in wanted for row in before):
            return [told("ACK-015", Position(message=number), named=said.named, due=due)]
    return []


def _enough(states: States, kind: str) -> list[str]:
    """The states by which a kind of answer has been given: of its level, or a higher one."""
    first = LEVELS.index(KINDS[kind][0])
    return [state.name for state in states.states.values() if LEVELS.index(state.level) >= first]


def _later(at: str, seconds: float) -> str:
    return recorded(datetime.datetime.fromisoformat(at) + datetime.timedelta(seconds=seconds))
