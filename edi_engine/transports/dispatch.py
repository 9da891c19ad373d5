"""Serves destinations side by side: none waits for another, and none can hold the engine for ever.

Each destination, a route to an agency, has a thread of its own. A thread cannot be stopped in Python, so a delivery
whose time is up is left behind: its permit is withdrawn, it holds neither the engine nor the end of the process
(daemon), and a destination that has left too many behind is not tried again until one of them ends.
"""

import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from edi_engine.errors import ConfigurationError, DeliveryError, EdiError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.transports.parcel import Parcel, Permit

MAX_LEFT_BEHIND = 4
LOOK_AGAIN = 0.2  # seconds: a lane that turns to its next job has a new deadline


@dataclass(frozen=True, slots=True)
class Sent:
    """What a delivery hands back: the bytes sent, where they went, what was found while writing them, the parcel."""

    payload: bytes
    where: str
    findings: tuple[Finding, ...] = ()
    parcel: Parcel | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One delivery: writing and sending in one call, on the thread of its destination; `key` is the caller's own.

    After `break_after` failures in a row of its destination, the `failures` before this run among them, it is not tried
    any more, if another was tried in this run; 0: it is tried in any case.
    """

    key: int
    route: str
    timeout: float
    run: Callable[[Permit], Sent]
    agency: str = ""
    break_after: int = 0
    failures: int = 0

    @property
    def destination(self) -> tuple[str, str]:
        """The route and the agency."""
        return self.route, self.agency


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended.

    `done` · `failed`: not sent · `timed out`: not sent, and it will not be · `unknown`: the time was up while sending.
    `not tried`: too many before it failed.
    `lasting`: it would fail again however often it is tried: what is to be sent cannot be written.
    """

    key: int
    state: Literal["done", "failed", "timed out", "unknown", "not tried"]
    sent: Sent | None = None
    finding: Finding | None = None
    lasting: bool = False


class Dispatcher:
    """Runs jobs; kept for the life of an engine, for it remembers which destinations hang."""

    def __init__(self, most_left_behind: int = MAX_LEFT_BEHIND) -> None:
        """A destination that has left so many deliveries behind is not tried again until one of them ends."""
        self._most = most_left_behind
        self._left_behind: dict[tuple[str, str], list[threading.Thread]] = defaultdict(list)

    def serve(self, jobs: Sequence[Job], idle: Callable[[], None] = lambda: None) -> Iterator[Outcome]:
        """Run all jobs, those of one destination one after another; outcomes come as they happen.

        `idle` is called whenever nothing has happened for a moment, so that a caller can save what it has.
        Every job gives exactly one outcome, at the latest when its own time is up after those before it in its lane.
        """
        lanes: dict[tuple[str, str], list[Job]] = defaultdict(list)
        for job in jobs:
            lanes[job.destination].append(job)
        done: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
        running = [_Lane(lane, done, destination, lane[0].failures) for destination, lane in lanes.items()]
        for lane in running:
            self._start(lane)
        waiting = len(jobs)
        while waiting:
            outcomes = self._next(running, done)
            waiting -= len(outcomes)
            yield from outcomes
            if not outcomes:
                idle()

    def _start(self, lane: "_Lane") -> None:
        """Start a lane's thread, or end its jobs at once if its destination hangs."""
        stuck = [thread for thread in self._left_behind[lane.destination] if thread.is_alive()]
        self._left_behind[lane.destination] = stuck
        if len(stuck) >= self._most:
            what = f"{len(stuck)} earlier deliveries of this route still hang"
            lane.end_all(_late("DEL-005", lane.destination[0], what))
        elif lane.jobs:
            lane.start()

    def _next(self, running: list["_Lane"], done: "queue.SimpleQueue[Outcome]") -> list[Outcome]:
        """The next outcome, or those of lanes whose time is up, or none yet."""
        remaining = min(lane.deadline for lane in running) - time.monotonic()
        try:
            return [done.get(timeout=min(max(0.0, remaining), LOOK_AGAIN))]
        except queue.Empty:
            late = [(lane, outcome) for lane in running if (outcome := lane.give_up())]
        for lane, _ in late:
            running.remove(lane)
            self._leave_behind(lane, running, done)
        return [outcome for _, outcome in late]

    def _leave_behind(self, lane: "_Lane", running: list["_Lane"], done: "queue.SimpleQueue[Outcome]") -> None:
        """Give the jobs behind a hanging one to a new thread."""
        self._left_behind[lane.destination].append(lane.thread)
        rest = _Lane(lane.jobs[lane.index + 1 :], done, lane.destination, lane.failures + 1, tried=True)
        running.append(rest)
        self._start(rest)


class _Lane:
    """The jobs of one destination on one thread."""

    def __init__(
        self,
        jobs: list[Job],
        done: "queue.SimpleQueue[Outcome]",
        destination: tuple[str, str],
        failures: int,
        *,
        tried: bool = False,
    ) -> None:
        self.jobs, self.done, self.destination = jobs, done, destination
        self.failures, self.tried = failures, tried
        self.index = 0
        self.deadline = float("inf")
        self.permit = Permit()
        self.abandoned = False
        self._lock = threading.Lock()
        self.thread = threading.Thread(target=self._run, name=f"route {destination[0]}", daemon=True)

    def start(self) -> None:
        self.deadline = time.monotonic() + self.jobs[0].timeout
        self.thread.start()

    def _run(self) -> None:
        for index, job in enumerate(self.jobs):
            if not self._take(index, job):
                return
            outcome = Outcome(job.key, "not tried") if self._broken(job) else _outcome(job, self.permit)
            with self._lock:
                if self.abandoned:
                    return
                self.deadline = float("inf")
                self._end(outcome)

    def _broken(self, job: Job) -> bool:
        return self.tried and 0 < job.break_after <= self.failures

    def _end(self, outcome: Outcome) -> None:
        """Hand an outcome over, and count those that fail for their destination, one after another."""
        if outcome.state == "done":
            self.failures = 0
        elif outcome.state != "not tried" and not outcome.lasting:
            self.failures, self.tried = self.failures + 1, True
        self.done.put(outcome)

    def _take(self, index: int, job: Job) -> bool:
        with self._lock:
            if not self.abandoned:
                self.index, self.permit = index, Permit()
                self.deadline = time.monotonic() + job.timeout
            return not self.abandoned

    def give_up(self) -> Outcome | None:
        """Leave the current job behind; nothing if it has ended in the meantime."""
        with self._lock:
            if self.deadline > time.monotonic():
                return None
            self.abandoned = True
            job = self.jobs[self.index]
            state: Literal["timed out", "unknown"] = "timed out" if self.permit.withdraw() else "unknown"
        return Outcome(job.key, state, finding=_late("DEL-004", job.route, f"no answer within {job.timeout:g} seconds"))

    def end_all(self, finding: Finding) -> None:
        for job in self.jobs:
            broken = self._broken(job)
            self._end(Outcome(job.key, "not tried") if broken else Outcome(job.key, "failed", finding=finding))


def _outcome(job: Job, permit: Permit) -> Outcome:
    try:
        return Outcome(job.key, "done", job.run(permit))
    except EdiError as error:
        lasting = not isinstance(error, DeliveryError | ConfigurationError)
        return Outcome(job.key, "failed", finding=error.finding, lasting=lasting)
    except Exception as error:  # a fault in one route's mapping or transport must not reach the other routes
        what = f"unexpected {type(error).__name__}: {str(error)[:200]}"
        return Outcome(job.key, "failed", finding=_late("DEL-006", job.route, what))


def _late(code: str, route: str, what: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        what=what,
        where=Position(path=f"route {route}"),
        why="each route is served on its own, within its timeout",
        fix="see to the other side, then deliver again",
    )
