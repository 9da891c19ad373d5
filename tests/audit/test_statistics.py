"""Figures: each thing is counted once in its group and its period, and its way is timed from the first step on."""

import datetime
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.audit import search
from edi_engine.audit.database import Place
from edi_engine.audit.period import Period, read_period
from edi_engine.audit.statistics import DIMENSIONS, Figures, spread, statistics
from edi_engine.audit.store import Intention, Reading, Store
from edi_engine.cli.frame import run
from edi_engine.findings import Finding, Severity
from edi_engine.interchange import Envelope, Interchange, Message
from tests.audit.test_store import START, Clock, payload

DAY = datetime.timedelta(days=1)


class Filled:
    """A store that is filled exchange by exchange, on a clock that goes on."""

    def __init__(self, place: Place) -> None:
        self.clock = Clock()
        self.store = Store(place, clock=self.clock)
        self.number = 0

    def exchange(
        self, sender: str, types: list[str], routes: list[str], *, decided: float = 1.0, delivered: float = 2.0
    ) -> None:
        """Received; decided so many seconds later, with a delivery of each message over each route after that."""
        store, self.number = self.store, self.number + 1
        exchange = store.receive(payload(b"%d" % self.number * 10), "a.edi")
        self.clock.now += datetime.timedelta(seconds=decided)
        with store.stage():
            envelope = Envelope(sender=sender, recipient="WINDOW", reference=str(self.number))
            row = store.add_interchange(exchange, Interchange(syntax="x", messages=iter(()), envelope=envelope))
            deliveries = [
                found for at, kind in enumerate(types, 1) for found in self._message(exchange, row, at, kind, routes)
            ]
            store.add_event(exchange, "decided", "accepted", interchange=row)
        self.clock.now += datetime.timedelta(seconds=delivered)
        with store.stage():
            for delivery in deliveries:
                store.finish(delivery, "done", payload=b"<sent/>")
                store.add_findings(exchange, [note("MAP-201")] * 2, delivery=delivery)
            store.add_event(exchange, "closed", "accepted" if types else "rejected")

    def _message(self, exchange: str, row: int, at: int, kind: str, routes: list[str]) -> Iterator[int]:
        message = Message(syntax="x", type=kind, body=None, number=at)
        found = self.store.add_message(row, message, Reading(accepted=True))
        self.store.add_findings(exchange, [note("EEL-012")], interchange=row, message=found)
        for route in routes:
            words = {"route": route, "agency": route[:1], "mapping": "m", "mapping_version": "1", "transport": "t"}
            intention = Intention(at=self.store.now(), reference=self.store.next_reference(), **words)
            yield self.store.intend(row, found, intention)


def note(code: str) -> Finding:
    return Finding(code=code, severity=Severity.NOTE, what="so")


@pytest.fixture
def filled(place: Place) -> Iterator[Filled]:
    made = Filled(place)
    made.exchange("ANNA", ["CUSDEC", "CUSDEC", "PAXLST"], ["north", "south"])
    made.clock.now = START + DAY
    made.exchange("ANNA", ["CUSDEC"], ["north"], decided=3.0, delivered=4.0)
    made.exchange("BERT", [], [])
    yield made
    made.store.close()


def counts(figures: Figures) -> tuple[int, int, int, int]:
    """How many exchanges, messages, deliveries and findings."""
    return tuple(each.total() for each in (figures.exchanges, figures.messages, figures.deliveries, figures.findings))  # type: ignore[return-value]


def test_all_of_it_is_counted(filled: Filled) -> None:
    (figures,) = statistics(filled.store).values()
    assert figures.exchanges == {"accepted": 2, "rejected": 1}
    assert figures.messages == {"accepted": 4}
    assert figures.deliveries == {"done": 7}
    assert figures.findings == {"EEL-012": 4, "MAP-201": 14}
    assert figures.severities == {"note": 18}
    assert (figures.bytes_received, figures.bytes_sent) == (30, 49)


GROUPS = {
    "sender": {"ANNA": (2, 4, 7, 18), "BERT": (1, 0, 0, 0)},
    "type": {"CUSDEC": (2, 3, 5, 13), "PAXLST": (1, 1, 2, 5)},
    "route": {"north": (2, 4, 4, 8), "south": (1, 3, 3, 6)},
    "agency": {"n": (2, 4, 4, 8), "s": (1, 3, 3, 6)},
    "state": {"accepted": (2, 4, 7, 18), "rejected": (1, 0, 0, 0)},
    "day": {"2025-01-31": (1, 3, 6, 15), "2025-02-01": (2, 1, 1, 3)},
    "code": {"EEL-012": (2, 4, 0, 4), "MAP-201": (2, 4, 7, 14)},
}


def test_each_thing_is_counted_once_in_each_of_its_groups(filled: Filled) -> None:
    for by, expected in GROUPS.items():
        assert {key: counts(figures) for key, figures in statistics(filled.store, by=by).items()} == expected, by
    assert set(GROUPS) == set(DIMENSIONS) - {""}


def test_the_way_is_timed_from_receipt_to_delivery(filled: Filled) -> None:
    (figures,) = statistics(filled.store).values()
    assert figures.decided == (3, 1.0, 3.0, 3.0)
    assert figures.delivered == (7, 2.0, 4.0, 4.0)
    assert figures.whole == (7, 3.0, 7.0, 7.0)
    bert = statistics(filled.store, by="sender")["BERT"]
    assert (bert.decided, bert.delivered, bert.whole) == ((1, 1.0, 1.0, 1.0), None, None)


def test_a_period_is_of_the_time_of_receipt(filled: Filled) -> None:
    def exchanges(since: str = "", until: str = "") -> int:
        found = statistics(filled.store, read_period(since, until))
        return found[""].exchanges.total() if found else 0

    assert exchanges("2025-01-31", "2025-01-31") == 1
    assert exchanges("2025-02-01") == 2
    assert exchanges("", "2025-01-31") == 1
    assert exchanges("2025-01-31T12:00", "2025-01-31T12:00:01") == 1
    assert exchanges("2025-01-31T14:00+02:00", "2025-01-31T14:00:01+02:00") == 1
    assert exchanges("2025-01-31T12:00:01", "2025-01-31") == 0
    assert exchanges("2026-01-01") == 0


def test_a_period_is_read_as_the_store_writes_it() -> None:
    assert read_period("2025-01-31", "2025-01-31") == Period("2025-01-31T00:00:00.000Z", "2025-02-01T00:00:00.000Z")
    assert read_period() == Period()
    with pytest.raises(ValueError, match="is not before"):
        read_period("2026-02-01", "2026-01-31")
    for wrong in ("yesterday", "2025-13-01", "9999-12-31", "31.01.2025", "0001-01-01T00:00+23:00"):
        with pytest.raises(ValueError, match="no day or time"):
            read_period("", wrong)


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_so_many_stay_within_each_rank(seconds: list[float]) -> None:
    timed, median, ninety, worst = spread(seconds)
    assert timed == len(seconds)
    assert worst == max(seconds)
    assert sum(each <= median for each in seconds) * 2 >= timed
    assert sum(each <= ninety for each in seconds) * 10 >= timed * 9
    assert sum(each >= ninety for each in seconds) * 10 >= timed


def test_text_and_json_say_the_same(filled: Filled, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = ["--workspace", str(tmp_path)]
    assert run(["audit", "stats", "--by", "route", *workspace]) == 0
    shown = capsys.readouterr().out
    assert "exchanges          3  accepted 2, rejected 1  (30 bytes)" in shown
    assert "route south\n  exchanges          1  accepted 1  (10 bytes)" in shown
    assert "  received to delivered: median 3.000 s, 90 % 7.000 s, worst 7.000 s" in shown
    assert run(["audit", "stats", "--by", "route", "--json", *workspace]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["total"]["deliveries"] == {"done": 7}
    assert [group["key"] for group in said["groups"]] == ["north", "south"]
    assert said["groups"][0]["seconds"]["whole"] == {"timed": 4, "median": 3.0, "ninety": 7.0, "worst": 7.0}


def test_nothing_received_is_nothing_counted(
    filled: Filled, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "stats", "--since", "2030-01-01", "--workspace", str(tmp_path)]) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        [name, "0"] for name in ("exchanges", "messages", "deliveries", "findings")
    ]
    assert run(["audit", "stats", "--until", "soon", "--workspace", str(tmp_path)]) == 2


# -- held against the records themselves ------------------------------------------------------------------------------

EXCHANGES = st.lists(
    st.tuples(
        st.sampled_from(["ANNA", "BERT"]),
        st.lists(st.sampled_from(["CUSDEC", "PAXLST"]), max_size=3),
        st.lists(st.sampled_from(["north", "south", "nowhere"]), max_size=3, unique=True),
    ),
    min_size=1,
    max_size=4,
)


def keys_of(record: search.Row, by: str) -> Iterator[tuple[str, str, tuple[str, object]]]:
    """Kind of thing, group, and which one it is, for everything of a record, as its nesting says it."""
    messages = [(one, each) for one in record["interchanges"] for each in one["messages"]]
    sent = [(one, each, delivery) for one, each in messages for delivery in each["deliveries"]]
    found = [
        (
            next((one for one, each in messages if each["id"] == finding["message_id"]), None),
            next((each for _, each in messages if each["id"] == finding["message_id"]), None),
            None,
            finding,
        )
        if finding["delivery_id"] is None
        else (*next(each for each in sent if each[2]["id"] == finding["delivery_id"]), finding)
        for finding in record["findings"]
    ]
    ways: list[tuple[Any, Any, Any, Any]] = [
        *((one, None, None, None) for one in record["interchanges"]),
        *((one, each, None, None) for one, each in messages),
        *((*each, None) for each in sent),
        *found,
    ]
    for one, each, delivery, finding in ways:
        told = {"sender": one, "type": each, "route": delivery, "agency": delivery, "code": finding}[by]
        if told is not None:
            yield "exchanges", str(told[by]), ("exchange", record["id"])
            for kind, thing in (("messages", each), ("deliveries", delivery), ("findings", finding)):
                if thing is not None:
                    yield kind, str(told[by]), (kind, thing["id"])


@settings(max_examples=15, deadline=None)
@given(exchanges=EXCHANGES, by=st.sampled_from(["sender", "type", "route", "agency", "code"]))
def test_figures_are_those_of_the_records(exchanges: list[tuple[str, list[str], list[str]]], by: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Filled(Path(folder) / "audit.db")
        for sender, types, routes in exchanges:
            made.exchange(sender, types, routes)
        figures = statistics(made.store, by=by)
        records = [search.record_of(made.store, each) for ids in search.received(made.store) for each in ids]
        made.store.close()
    expected: dict[tuple[str, str], set[tuple[str, object]]] = {}
    for record in records:
        for kind, key, which in keys_of(record, by):
            expected.setdefault((kind, key), set()).add(which)
    counted = {
        (kind, key): getattr(each, kind).total()
        for key, each in figures.items()
        for kind in ("exchanges", "messages", "deliveries", "findings")
        if getattr(each, kind)
    }
    assert counted == {key: len(things) for key, things in expected.items()}
