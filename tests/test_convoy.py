"""Payloads side by side: each as it would be alone, in a tenth of the commits."""

import contextlib
import io
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edi_engine.audit import search
from edi_engine.audit.payloads import Spool, spool
from edi_engine.convoy import MOST, Result, Start, route_together
from edi_engine.errors import ConfigurationError, EdiError, StoreError
from edi_engine.exchange import Exchange
from edi_engine.findings import Finding, Severity
from edi_engine.pipeline import Engine
from tests.audit.test_store import raw
from tests.doubles import engine
from tests.test_pipeline import sent

TEXTS = ["REF1\nIM\nEX", "REF2\nIM", "REF1\nIM\nEX", "REF3", "", "REF4\nXX"]


def start(text: str, source: str = "in.txt") -> Start:
    return lambda: (spool(io.BytesIO(text.encode()), None), source)


def refused() -> tuple[Spool, str]:
    raise StoreError(Finding(code="AUD-006", severity=Severity.ERROR, what="too large"))


def told(result: Result) -> Any:
    if isinstance(result, EdiError):
        return result.finding.code
    deliveries = sorted((each.route, each.state) for each in result.deliveries)
    return result.state, deliveries, [finding.code for finding in result.findings]


@contextlib.contextmanager
def commits(target: Engine) -> Iterator[Counter[str]]:
    counted: Counter[str] = Counter()
    raw(target.store).set_trace_callback(lambda statement: counted.update([statement.split()[0]]))
    yield counted
    raw(target.store).set_trace_callback(None)


def test_each_is_decided_and_delivered_as_it_would_be_alone(tmp_path: Path) -> None:
    (tmp_path / "alone").mkdir()
    (tmp_path / "together").mkdir()
    with engine(tmp_path / "alone") as target:
        alone = [target.route(io.BytesIO(text.encode()), "in.txt") for text in TEXTS]
    with engine(tmp_path / "together") as target:
        together = list(route_together(target, [*map(start, TEXTS), refused]))
    assert [told(each) for each in together] == [*map(told, alone), "AUD-006"]
    assert len({told(each)[0] for each in together[:-1]}) > 1
    for agency in ("north", "archive"):
        assert sent(tmp_path / "together", agency) == sent(tmp_path / "alone", agency)


def test_many_share_their_commits(tmp_path: Path) -> None:
    texts = [f"REF{number}\nIM" for number in range(MOST)]
    with engine(tmp_path) as target, commits(target) as counted:
        done = list(route_together(target, map(start, texts)))
        assert [each.state for each in done if isinstance(each, Exchange)] == ["accepted"] * MOST
        assert counted["COMMIT"] < MOST  # alone each takes four
        assert search.pending(target.store) == search.unfinished(target.store) == []
    assert len(sent(tmp_path, "north")) == MOST


def test_a_large_one_walks_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi_engine.convoy.MOST_BYTES", 20)
    received: list[int] = []
    texts = ["REF1\nIM", "REF2\nIM", "REF3\n" + "IM\n" * 10, "REF4\nIM", "REF5\nIM"]
    with engine(tmp_path) as target:
        for each in route_together(target, map(start, texts)):
            assert isinstance(each, Exchange)
            received.append(target.store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0])
    assert received == [2, 2, 3, 5, 5]


def test_an_engine_that_cannot_go_on_with_one_goes_on_with_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Engine.check

    def check(self: Engine, read: Any, use: str) -> None:
        if read.message.number == 2:
            raise ConfigurationError(Finding(code="CHK-001", severity=Severity.ERROR, what="wrong rules"))
        real(self, read, use)

    monkeypatch.setattr(Engine, "check", check)
    with engine(tmp_path) as target:
        done = list(route_together(target, map(start, ["REF1\nIM", "REF2\nIM\nIM", "REF3\nIM"])))
        assert [told(each)[0] if isinstance(each, Exchange) else told(each) for each in done] == [
            "accepted",
            "CHK-001",
            "accepted",
        ]
    assert len(sent(tmp_path, "north")) == 2


def test_what_came_before_in_the_same_convoy_is_not_left_to_resume(tmp_path: Path) -> None:
    """Its deliveries are not made yet, and this very process is at work on them."""
    with engine(tmp_path) as target:
        first, again = route_together(target, map(start, ["REF1\nIM", "REF1\nIM"]))
    assert isinstance(first, Exchange)
    assert isinstance(again, Exchange)
    (finding,) = again.findings
    assert (finding.code, first.id in finding.what, "resume" in finding.fix) == ("ENG-005", True, False)
    assert [delivery.state for delivery in first.deliveries] == ["done", "done"]


def test_a_store_that_cannot_record_is_the_result_of_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine(tmp_path) as target:
        connection = target.store.connection
        connection.execute("CREATE TRIGGER full BEFORE INSERT ON messages BEGIN SELECT RAISE(ABORT, 'no'); END")
        done = list(route_together(target, map(start, ["REF1\nIM", "REF2\nIM"])))
        assert [type(each) for each in done] == [StoreError, StoreError]
        recorded = target.store.connection.execute("SELECT id FROM exchanges ORDER BY received_at, id").fetchall()
        assert [each.exchange for each in done if isinstance(each, StoreError)] == [
            exchange for (exchange,) in recorded
        ]
        assert all("edi-engine resume" in each.finding.fix for each in done if isinstance(each, StoreError))
        assert sent(tmp_path, "north") == []
        with contextlib.suppress(sqlite3.Error):
            connection.execute("DROP TRIGGER full")
        assert [each.state for each in target.resume().exchanges] == ["accepted", "accepted"]
    assert len(sent(tmp_path, "north")) == 2


def test_what_could_not_be_received_is_on_record_under_no_exchange(tmp_path: Path) -> None:
    with engine(tmp_path) as target:
        target.store.connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
        (refused,) = route_together(target, [start("REF1\nIM")])
        assert isinstance(refused, StoreError)
        assert (refused.exchange, "resume" in refused.finding.fix) == ("", False)
        assert target.store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0] == 0
