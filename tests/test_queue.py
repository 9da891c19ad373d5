"""The queue: what failed is tried again when due, a destination out of order is left alone, the hopeless given up."""

import datetime
import hashlib
import io
import os
import signal
import threading
import zlib
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.attempts import MOST_CUT_OFF
from edi_engine.audit import queue, search
from edi_engine.audit.database import Place
from edi_engine.audit.erasure import erase
from edi_engine.audit.retention import Rule, expired
from edi_engine.audit.verification import verify
from edi_engine.errors import StoreError
from edi_engine.exchange import Exchange
from edi_engine.pipeline import Engine
from edi_engine.resumption import SHARE
from edi_engine.routing.retry import Retry
from edi_engine.transports import FileDrop
from edi_engine.transports.parcel import Parcel, Permit, delivery_error
from tests.audit.test_store import payload
from tests.doubles import START, engine

ROUTES = """\
routes:
  - {name: all, agency: archive, mapping: plain}
"""


class Clock:
    """A clock that stands until it is put forward."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime.datetime:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += datetime.timedelta(seconds=seconds)


class Agency(FileDrop):
    """Refuses deliveries while it is down, and counts those it is offered."""

    def __init__(self, *, down: bool = True) -> None:
        self.down, self.offered = down, Counter[str]()

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        self.offered[parcel.name] += 1
        if self.down:
            raise delivery_error("DEL-001", "no room", str(parcel.folder))
        return super().deliver(parcel, permit)


class Site:
    """One workspace with an agency and a clock; each step opens an engine of its own, as each command does."""

    def __init__(self, folder: Path, routes: str = ROUTES) -> None:
        self.folder, self.routes, self.clock, self.agency = folder, routes, Clock(), Agency()

    def engine(self) -> Engine:
        return engine(self.folder, self.routes, clock=self.clock, transports={"file_drop": self.agency})

    def route(self, text: str = "REF1\nIM") -> Exchange:
        with self.engine() as target:
            return target.route(io.BytesIO(text.encode()), "in.txt")

    def deliver(self) -> list[str]:
        with self.engine() as target:
            return [delivery.state for delivery in target.deliver()]

    def next_due(self) -> float:
        """Seconds until the next delivery is due."""
        with self.engine() as target:
            due = queue.next_due(target.store)
        return (datetime.datetime.fromisoformat(due) - self.clock.now).total_seconds()

    def states(self) -> list[str]:
        with self.engine() as target:
            return [row[0] for row in target.store.connection.execute("SELECT state FROM delivery_states ORDER BY id")]

    def sent(self, agency: str = "archive") -> list[Path]:
        folder = self.folder / "ws" / "outbox" / agency
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))


@pytest.fixture
def site(place: Place, tmp_path: Path) -> Site:
    """With its record in each database."""
    return Site(tmp_path)


def test_waits_double_from_a_second_to_a_minute_and_are_ten_minutes_then() -> None:
    waits = [Retry(jitter=0).wait(attempt, "R") for attempt in range(1, 10)]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 600, 600]


@given(st.integers(1, 10_000), st.text())
def test_what_is_added_to_a_wait_is_at_most_the_jitter(attempt: int, reference: str) -> None:
    plain = Retry(jitter=0).wait(attempt, reference)
    assert plain <= Retry().wait(attempt, reference) <= plain * 1.2


def test_a_delivery_that_fails_is_tried_again_when_it_is_due_and_not_before(site: Site) -> None:
    (delivery,) = site.route().deliveries
    assert (delivery.state, delivery.findings[0].code) == ("failed", "DEL-001")
    assert 1 <= site.next_due() <= 1.2
    assert site.deliver() == []
    site.clock.forward(2)
    assert site.deliver() == ["failed"]
    site.agency.down = False
    site.clock.forward(3)
    assert site.deliver() == ["done"]
    assert site.deliver() == []
    assert [path.name for path in site.sent()] == list(site.agency.offered)
    assert list(site.agency.offered.values()) == [3]


def test_the_record_of_retries_is_whole_and_tells_a_fault_once(site: Site) -> None:
    exchange = site.route()
    for _ in range(4):
        site.clock.forward(site.next_due())
        site.deliver()
    site.agency.down = False
    site.clock.forward(60)
    site.deliver()
    with site.engine() as target:
        record = search.show(target.store, exchange.id)
        assert [finding.code for finding in verify(target.store.log, []).findings if finding.code != "AUD-108"] == [
            "AUD-109"
        ]
    (delivery,) = record["interchanges"][0]["messages"][0]["deliveries"]
    states = [event["state"] for event in delivery["events"]]
    assert states == ["failed", *["begun", "failed"] * 4, "begun", "done"]
    assert [finding["code"] for finding in record["findings"]] == ["DEL-001"]


def test_after_two_weeks_a_delivery_is_dead_and_says_why(site: Site) -> None:
    site.route()
    site.clock.forward(14 * 86_400)
    with site.engine() as target:
        (delivery,) = target.deliver()
    assert delivery.state == "dead"
    assert [finding.code for finding in delivery.findings] == ["DEL-001", "DEL-008"]
    assert delivery.findings[-1].what == "given up after 2 attempts"
    site.clock.forward(1e6)
    assert site.deliver() == []
    with site.engine() as target:
        (row,) = queue.kept(target.store)
    assert (row["state"], row["due_at"], row["attempts"]) == ("dead", None, 2)
    with site.engine() as target:
        (found,) = search.dead(target.store)
        assert [row["exchange"] for row in search.ended(target.store, "accepted")] == [found["exchange"]]
    assert (found["kind"], found["reference"]) == ("dead all", delivery.reference)
    assert "DEL-008" in found["value"]


def test_the_policy_is_data_of_the_route(tmp_path: Path) -> None:
    retry = "retry: {first: 10s, longest: 10s, then: 1h, give_up: 2h, jitter: 0}"
    site = Site(tmp_path, ROUTES.replace("mapping: plain}", f"mapping: plain, {retry}}}"))
    site.route()
    waits = []
    while site.states() == ["failed"]:
        waits.append(site.next_due())
        site.clock.forward(waits[-1])
        site.deliver()
    assert waits == [10, 3600]
    assert site.states() == ["dead"]


def test_what_cannot_be_written_is_not_tried_again(site: Site) -> None:
    (delivery,) = site.route("REF1\nNW").deliveries
    assert (delivery.state, delivery.due) == ("dead", "")
    site.clock.forward(1e6)
    assert site.deliver() == []
    assert site.agency.offered == Counter()


def test_a_destination_that_fails_and_fails_is_left_alone_and_then_probed(site: Site) -> None:
    lines = "\n".join(f"IM{number}" for number in range(5))
    assert {delivery.state for delivery in site.route(f"REF1\n{lines}").deliveries} == {"failed"}
    offered = site.agency.offered.total()
    (waiting,) = site.route("REF2\nEX").deliveries
    assert (waiting.state, waiting.findings[0].code) == ("waiting", "DEL-010")
    assert site.agency.offered.total() == offered == 5, "not even offered"
    site.clock.forward(29)
    assert site.deliver() == []
    site.clock.forward(2)
    assert Counter(site.deliver()) == {"failed": 5, "waiting": 1}
    assert site.agency.offered.total() == 6, "one probe"
    site.agency.down = False
    site.clock.forward(31)
    assert "done" in site.deliver(), "the probe"
    site.clock.forward(31)
    while "done" in (made := site.deliver()):
        site.clock.forward(31)
    assert made == []
    assert site.states() == ["done"] * 6
    assert len(site.sent()) == 6


def test_a_destination_is_left_alone_within_a_payload_too(site: Site) -> None:
    lines = "\n".join(f"IM{number}" for number in range(150))
    exchange = site.route(f"REF1\n{lines}")
    assert Counter(delivery.state for delivery in exchange.deliveries) == {"failed": 5, "waiting": 145}
    assert site.agency.offered.total() == 5
    with site.engine() as target:
        listed = Counter((row["state"], row["attempts"]) for row in queue.kept(target.store))
    assert listed == {("failed", 1): 5, ("waiting", 0): 145}
    site.clock.forward(31)
    assert "done" not in site.deliver()
    assert site.agency.offered.total() == 6, "one probe"
    site.agency.down = False
    for _ in range(4):
        site.clock.forward(61)
        site.deliver()
    assert Counter(site.states()) == {"done": 150}
    assert len(site.sent()) == 150


def test_what_failed_before_a_payload_counts_and_a_success_between_begins_anew(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.route("REF1\nIM1\nIM2\nIM3")
    assert site.agency.offered.total() == 3
    site.route("REF2\n" + "\n".join(f"IM{number}" for number in range(9)))
    assert site.agency.offered.total() == 5, "two more make five"

    class Fourth(Agency):
        def deliver(self, parcel: Parcel, permit: Permit) -> str:
            self.down = (self.offered.total() + 1) % 4 != 0
            return super().deliver(parcel, permit)

    other = Site(tmp_path / "other")
    other.folder.mkdir()
    other.agency = Fourth()
    states = Counter(one.state for one in other.route("REF\n" + "\n".join(map(str, range(20)))).deliveries)
    assert states == {"failed": 15, "done": 5}


def test_one_destination_out_of_order_keeps_no_other_waiting(tmp_path: Path) -> None:
    site = Site(tmp_path, ROUTES + "  - {name: copy, agency: north, mapping: plain}\n")

    class OneDown(Agency):
        def deliver(self, parcel: Parcel, permit: Permit) -> str:
            self.down = parcel.agency == "archive"
            return super().deliver(parcel, permit)

    site.agency = OneDown()
    for number in range(8):
        site.route(f"REF{number}\nIM{number}")
    assert len(site.sent("north")) == 8
    assert Counter(site.states()) == {"done": 8, "failed": 5, "waiting": 3}


def test_what_is_slow_keeps_others_from_being_delivered_for_a_share_of_its_own_only(tmp_path: Path) -> None:
    site, order = Site(tmp_path, ROUTES + "  - {name: copy, agency: north, mapping: plain}\n"), []

    class Noting(Agency):
        def deliver(self, parcel: Parcel, permit: Permit) -> str:
            order.append(parcel.agency)
            return super().deliver(parcel, permit)

    site.agency = Noting()
    site.routes = site.routes.replace("plain}", "plain, retry: {break_after: 999}}")
    lines = "\n".join(f"IM{number}" for number in range(3 * SHARE))
    site.route(f"REF1\n{lines}")
    site.agency.down = False
    order.clear()
    site.clock.forward(2)
    assert set(site.deliver()) == {"done"}
    for start in range(0, 6 * SHARE, 2 * SHARE):
        assert Counter(order[start : start + 2 * SHARE]) == {"archive": SHARE, "north": SHARE}


def test_route_waits_for_a_destination_that_hangs_once_however_much_goes_there(tmp_path: Path) -> None:
    site = Site(tmp_path, ROUTES.replace("plain}", "plain, timeout: 0.2}"))
    release = threading.Event()

    class Hanging(Agency):
        def deliver(self, parcel: Parcel, permit: Permit) -> str:
            self.offered[parcel.name] += 1
            release.wait()
            return super().deliver(parcel, permit)

    site.agency = Hanging(down=False)
    lines = "\n".join(f"IM{number}" for number in range(30))
    states = Counter(delivery.state for delivery in site.route(f"REF1\n{lines}").deliveries)
    assert states == {"timed out": 1, "failed": 4, "waiting": 25}
    assert site.agency.offered.total() == 1
    release.set()
    site.agency = Agency(down=False)
    for _ in range(8):
        site.clock.forward(60)
        site.deliver()
    assert set(site.states()) == {"done"}
    assert len(site.sent()) == 30


def test_a_delivery_is_sent_again_on_demand_under_the_same_name(site: Site) -> None:
    site.agency.down = False
    exchange = site.route()
    (path,) = site.sent()
    first = path.read_bytes()
    path.unlink()  # the agency took it, and lost it
    with site.engine() as target:
        (delivery,) = target.redeliver(queue.of_exchange(target.store, exchange.id))
    assert (delivery.state, Path(delivery.place)) == ("done", path)
    assert path.read_bytes() == first
    with site.engine() as target:
        (row,) = queue.of_reference(target.store, delivery.reference)
        (shown,) = search.show(target.store, exchange.id)["interchanges"][0]["messages"][0]["deliveries"]
    assert row["state"] == "done"
    assert [event["state"] for event in shown["events"]] == ["done", "begun", "done"]


def changed(site: Site, sha256: str) -> None:
    """Put other bytes in the place of a payload."""
    with site.engine() as target, target.store.connection.transaction():
        target.store.connection.execute(
            "UPDATE payload_chunks SET data = ? WHERE sha256 = ?", (zlib.compress(b"REF1\nIM of another"), sha256)
        )


def test_bytes_that_were_changed_on_record_are_not_sent_again(site: Site) -> None:
    site.agency.down = False
    exchange = site.route()
    (path,) = site.sent()
    first = path.read_bytes()
    with site.engine() as target:
        (row,) = queue.of_exchange(target.store, exchange.id)
    changed(site, row["sent_sha256"])
    with site.engine() as target, pytest.raises(StoreError, match="AUD-105"):
        target.redeliver([row])
    assert path.read_bytes() == first
    assert site.states() == ["done"]


def test_an_exchange_whose_bytes_were_changed_is_given_up_and_keeps_no_other_waiting(site: Site) -> None:
    site.agency.down = False
    with site.engine() as target:
        cut_off = [target.store.receive(payload(text), "in.txt") for text in (b"REF1\nIM", b"REF2\nIM")]
    changed(site, hashlib.sha256(b"REF1\nIM").hexdigest())
    with site.engine() as target:
        resumed = target.resume()
        assert resumed.quarantined == cut_off[:1]
        assert [each.state for each in resumed.exchanges] == ["accepted"]
        assert "AUD-105" in [row["code"] for row in search.show(target.store, cut_off[0])["findings"]]
    assert len(site.sent()) == 1


def test_what_is_dead_or_waits_is_sent_on_demand_though_its_destination_is_left_alone(site: Site) -> None:
    site.route("REF0\n" + "\n".join(f"IM{number}" for number in range(5)))
    exchange = site.route()
    site.agency.down = False
    with site.engine() as target:
        (delivery,) = target.redeliver(queue.of_exchange(target.store, exchange.id))
    assert delivery.state == "done"


def test_what_waits_is_neither_erased_nor_out_of_its_retention(site: Site) -> None:
    exchange = site.route()
    with site.engine() as target:
        assert list(expired(target.store, [Rule(days=0)], START + datetime.timedelta(days=9))) == []
        with pytest.raises(StoreError, match="AUD-011"):
            erase(target.store, [exchange.id], "test")


# -- what ends the process again and again -----------------------------------------------------------------------------


def in_a_process_that_dies(work: Any) -> None:
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


class Deadly(Agency):
    """Kills the process for some documents."""

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        if b"POISON" in parcel.payload:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().deliver(parcel, permit)


def test_a_delivery_that_ends_every_process_is_quarantined_and_all_others_are_made(site: Site) -> None:
    site.agency = Deadly(down=False)
    lines = "\n".join(["POISON", *(f"IM{number}" for number in range(6))])
    in_a_process_that_dies(lambda: site.route(f"REF1\n{lines}"))

    def resume() -> None:
        with site.engine() as target:
            target.resume()

    for _ in range(MOST_CUT_OFF):
        in_a_process_that_dies(resume)
    with site.engine() as target:
        made, *_ = target.resume()
    assert [(delivery.state, delivery.findings[0].code) for delivery in made] == [("dead", "DEL-009")]
    assert Counter(site.states()) == {"done": 6, "dead": 1}
    assert len(site.sent()) == 6
    with site.engine() as target:
        assert target.resume() == ([], [], [], [])


def test_a_payload_that_ends_every_process_is_quarantined_with_its_record(site: Site) -> None:
    def read(_: Any) -> NoReturn:
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError

    def deadly(name: str) -> None:
        with engine(site.folder, ROUTES, clock=site.clock, read=read) as target:
            getattr(target, name)(*([io.BytesIO(b"REF1\nIM"), "in.txt"] if name == "route" else []))

    in_a_process_that_dies(lambda: deadly("route"))
    for _ in range(MOST_CUT_OFF - 1):
        in_a_process_that_dies(lambda: deadly("resume"))
    with site.engine() as target:
        resumed = target.resume()
        (exchange,) = resumed.quarantined
        record = search.show(target.store, exchange)
        received = b"".join(target.store.payload(record["payload_sha256"]))
    assert (resumed.exchanges, resumed.deliveries) == ([], [])
    assert (record["state"], [finding["code"] for finding in record["findings"]]) == ("quarantined", ["ENG-007"])
    assert received == b"REF1\nIM"
    site.agency.down = False
    assert site.route().state == "accepted", "a mended engine takes it: it is no duplicate"
