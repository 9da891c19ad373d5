"""Routes are served side by side: slow, failing and hanging ones hold nobody."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable

from edi_engine.transports.dispatch import MAX_LEFT_BEHIND, Dispatcher, Job, Outcome, Sent
from edi_engine.transports.parcel import Permit, delivery_error


def good(permit: Permit) -> Sent:
    permit.use()
    return Sent(b"bytes", "there")


def bad(permit: Permit) -> Sent:
    raise ValueError("a fault in a mapping")


def refused(permit: Permit) -> Sent:
    raise delivery_error("DEL-001", "disk full", "outbox")


class Hanging:
    """Hangs until released, before or after it has used its permit."""

    def __init__(self, *, late: bool) -> None:
        self.late, self.release, self.sent = late, threading.Event(), False

    def __call__(self, permit: Permit) -> Sent:
        if self.late:
            permit.use()
        self.release.wait()
        if not self.late:
            permit.use()
        self.sent = True
        return Sent(b"late", "there")


def job(key: int, route: str, run: Callable[[Permit], Sent], timeout: float = 5.0) -> Job:
    return Job(key, route, timeout, run)


def test_the_others_are_delivered_at_once_while_one_sleeps_one_raises_and_one_hangs() -> None:
    hanging, sleeping = Hanging(late=False), Hanging(late=True)
    jobs = [
        job(0, "hang", hanging, 1.0),
        job(1, "sleep", sleeping, 1.0),
        job(2, "raise", bad),
        job(3, "refuse", refused),
    ]
    jobs += [job(key, f"good {key}", good) for key in range(4, 24)]
    started = time.monotonic()
    outcomes: dict[int, Outcome] = {}
    for outcome in Dispatcher().serve(jobs):
        outcomes[outcome.key] = outcome
        if len(outcomes) == 22:
            assert time.monotonic() - started < 0.9
    assert time.monotonic() - started < 2
    assert [outcomes[key].state for key in range(4)] == ["timed out", "unknown", "failed", "failed"]
    assert all(outcomes[key].state == "done" for key in range(4, 24))
    assert [getattr(outcomes[key].finding, "code", "") for key in range(4)] == [
        "DEL-004",
        "DEL-004",
        "DEL-006",
        "DEL-001",
    ]
    hanging.release.set()
    sleeping.release.set()


def test_what_was_called_timed_out_is_not_sent_later() -> None:
    hanging = Hanging(late=False)
    assert [outcome.state for outcome in Dispatcher().serve([job(1, "r", hanging, 0.05)])] == ["timed out"]
    hanging.release.set()
    time.sleep(0.1)
    assert not hanging.sent


def test_a_route_goes_on_after_a_delivery_that_hangs() -> None:
    hanging = Hanging(late=False)
    jobs = [job(1, "r", good), job(2, "r", hanging, 0.1), job(3, "r", good), job(4, "r", bad), job(5, "r", good)]
    assert [(outcome.key, outcome.state) for outcome in Dispatcher().serve(jobs)] == [
        (1, "done"),
        (2, "timed out"),
        (3, "done"),
        (4, "failed"),
        (5, "done"),
    ]
    hanging.release.set()


def test_a_route_that_always_hangs_is_not_tried_for_ever_and_comes_back() -> None:
    dispatcher, hanging = Dispatcher(), Hanging(late=False)
    before = threading.active_count()
    jobs = [job(key, "r", hanging, 0.02) for key in range(20)]
    states = [outcome.state for outcome in dispatcher.serve(jobs)]
    assert states == ["timed out"] * MAX_LEFT_BEHIND + ["failed"] * (20 - MAX_LEFT_BEHIND)
    assert threading.active_count() - before <= MAX_LEFT_BEHIND
    assert next(dispatcher.serve([job(1, "other", good)])).state == "done"
    hanging.release.set()
    time.sleep(0.1)
    assert next(dispatcher.serve([job(1, "r", good)])).state == "done"


def test_the_jobs_of_one_route_keep_their_order_and_all_have_one_outcome() -> None:
    jobs = [job(key, f"route {key % 3}", good if key % 5 else bad) for key in range(300)]
    outcomes = list(Dispatcher().serve(jobs))
    assert sorted(outcome.key for outcome in outcomes) == list(range(300))
    for route in range(3):
        keys = [outcome.key for outcome in outcomes if outcome.key % 3 == route]
        assert keys == sorted(keys)


def test_an_agency_of_a_route_that_hangs_holds_no_other_agency_of_it() -> None:
    hanging, dispatcher = Hanging(late=False), Dispatcher(most_left_behind=1)
    jobs = [Job(1, "answer", 0.2, hanging, "north"), *(Job(key, "answer", 5.0, good, "south") for key in range(2, 9))]
    states = {outcome.key: outcome.state for outcome in dispatcher.serve(jobs)}
    assert states == {1: "timed out", **dict.fromkeys(range(2, 9), "done")}
    again = [Job(1, "answer", 5.0, good, "north"), Job(2, "answer", 5.0, good, "south")]
    assert {outcome.key: outcome.state for outcome in dispatcher.serve(again)} == {1: "failed", 2: "done"}
    hanging.release.set()


def test_no_jobs_give_no_outcomes() -> None:
    assert list(Dispatcher().serve([])) == []


def test_a_hanging_delivery_does_not_hold_the_end_of_the_process() -> None:
    script = (
        "import time\n"
        "from edi_engine.transports.dispatch import Dispatcher, Job\n"
        "print([o.state for o in Dispatcher().serve([Job(1, 'r', 0.1, lambda permit: time.sleep(3600))])])\n"
    )
    started = time.monotonic()
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=20, check=True)
    assert result.stdout == "['timed out']\n"
    assert result.stderr == ""
    assert time.monotonic() - started < 10
