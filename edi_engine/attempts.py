"""What follows from an attempt at a delivery: it is tried again later, or given up; its destination is left alone.

All of it is data of the route (`retry.Retry`) and the record; the time is the store's.
"""

import datetime
from collections.abc import Sequence
from dataclasses import replace

from edi_engine.audit import queue
from edi_engine.audit.commits import recorded
from edi_engine.audit.queue import Destination, Trouble
from edi_engine.audit.store import DeliveryState, Store
from edi_engine.exchange import Delivery
from edi_engine.findings import Finding, Position, Severity
from edi_engine.routing.route_table import Route
from edi_engine.transports.dispatch import Outcome

MOST_CUT_OFF = 5  # attempts in a row that ended with the process


class Attempts:
    """The attempts that one run of deliveries makes, and the destinations that were out of order before it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._troubled = queue.troubled(store)

    @property
    def trouble(self) -> bool:
        """Whether any destination failed at last."""
        return bool(self._troubled)

    def admits(self, route: Route) -> bool:
        """Whether a delivery over a route may be tried now; of a destination out of order one is, now and then.

        Within a stage, as all that follows.
        """
        destination = (route.name, route.agency)
        trouble = self._troubled.get(destination)
        if trouble is None or trouble.failures < route.retry.break_after:
            return True
        if trouble.closed_until > self.store.now():
            return False
        # Half open: whoever asks first may try, and all others wait for what comes of it.
        self._note(destination, Trouble(trouble.failures, self._later(route.retry.probe_after)))
        return True

    def failures(self, route: Route) -> int:
        """How many deliveries over a route failed at last, one after another."""
        return self._troubled.get((route.name, route.agency), Trouble(0, "")).failures

    def put_off(self, delivery: Delivery, route: Route, exchange: str, *, told: bool = False) -> None:
        """Record that a delivery is not tried before its destination is; `told` if what failed before is on record."""
        trouble = self._troubled[route.name, route.agency]
        delivery.due = trouble.closed_until
        self._end(delivery, "waiting", exchange, _left_alone(route, trouble), told=told)

    def begin(self, deliveries: Sequence[Delivery]) -> None:
        """Record attempts before they are made; if nothing more is heard of one it is due at once."""
        for delivery in deliveries:
            self.store.finish(delivery.key, "begun", due=self.store.now())

    def settle(self, delivery: Delivery, route: Route, exchange: str, outcome: Outcome, made: int, at: str) -> None:
        """Record what an attempt came to, and what follows.

        Args:
            delivery, route, exchange: what was tried.
            outcome: what it came to.
            made: attempts that failed before; what they found is not recorded again.
            at: when the delivery was intended.
        """
        destination = (route.name, route.agency)
        if outcome.state == "not tried":
            self.put_off(delivery, route, exchange, told=made > 0)
            return
        if outcome.sent is not None:
            delivery.state, delivery.place, delivery.findings = "done", outcome.sent.where, outcome.sent.findings
            self.store.finish(delivery.key, "done", payload=outcome.sent.payload, place=delivery.place)
            self.store.add_findings(exchange, delivery.findings, delivery=delivery.key)
            if self._troubled.pop(destination, None):
                queue.note_recovery(self.store, destination)
            return
        state: DeliveryState = "dead" if outcome.lasting else outcome.state
        if not outcome.lasting:
            self._failed(destination, route)
            delivery.due = self._due(route, delivery.reference, made + 1, at)
        found = [outcome.finding] if outcome.finding else []
        if not (outcome.lasting or delivery.due):
            state, found = "dead", [*found, _given_up(route, made + 1)]
        self._end(delivery, state, exchange, *found, told=made > 0 and state != "dead")

    def give_up(self, delivery: Delivery, exchange: str, finding: Finding) -> None:
        """Give up a delivery that cannot be made as it was intended."""
        self._end(delivery, "dead", exchange, finding)

    def _end(
        self, delivery: Delivery, state: DeliveryState, exchange: str, *findings: Finding, told: bool = False
    ) -> None:
        delivery.state, delivery.findings = state, findings
        error = "; ".join(f"{finding.code} {finding.what}" for finding in findings)
        self.store.finish(delivery.key, state, error=error, due=delivery.due)
        if not told:
            self.store.add_findings(exchange, findings, delivery=delivery.key)

    def _due(self, route: Route, reference: str, attempt: int, at: str) -> str:
        """When the next attempt is due; empty where there is none any more."""
        due = self._later(route.retry.wait(attempt, reference))
        end = datetime.datetime.fromisoformat(at) + datetime.timedelta(seconds=route.retry.give_up)
        return due if due <= recorded(end) else ""

    def _failed(self, destination: Destination, route: Route) -> None:
        """Count a failure; a destination that failed often enough is left alone for a while."""
        failures = self._troubled.get(destination, Trouble(0, "")).failures + 1
        closed = self._later(route.retry.probe_after) if failures >= route.retry.break_after else ""
        self._note(destination, Trouble(failures, closed))

    def _note(self, destination: Destination, trouble: Trouble) -> None:
        self._troubled[destination] = trouble
        queue.note_trouble(self.store, destination, trouble)

    def _later(self, seconds: float) -> str:
        return recorded(self.store.clock() + datetime.timedelta(seconds=seconds))


def poison(delivery: Delivery, cut_off: int) -> Finding:
    """Why a delivery is given up that ended the process again and again."""
    what = f"quarantined: {cut_off} attempts in a row ended with the process that made them"
    why, fix = "what ends the engine is not tried for ever", "find out what ends it; then see audit redeliver"
    return _finding("DEL-009", what, delivery.route, why, fix)


def _finding(code: str, what: str, route: str, why: str, fix: str) -> Finding:
    where = Position(path=f"route {route}")
    return Finding(code=code, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix)


def _given_up(route: Route, attempts: int) -> Finding:
    what = f"given up after {attempts} attempt{'s' if attempts > 1 else ''}"
    return _finding("DEL-008", what, route.name, "`give_up` of `retry` of the route", "see audit redeliver")


def _left_alone(route: Route, trouble: Trouble) -> Finding:
    what = f"not tried: the last {trouble.failures} deliveries to {route.agency} failed"
    why = "`break_after` of `retry` of the route: one delivery is tried now and then, the others follow if it is made"
    found = _finding("DEL-010", what, route.name, why, "see to the other side; edi-engine deliver goes on by itself")
    return replace(found, severity=Severity.WARNING)
