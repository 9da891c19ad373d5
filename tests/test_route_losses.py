"""What became of each value is counted and recorded on a journey, and strict loss holds it to losing nothing."""

import io
from pathlib import Path
from typing import Any

import pytest

from edi_engine.audit import search
from edi_engine.exchange import Exchange
from edi_engine.findings import Strictness
from edi_engine.mapping.losses import COUNTS
from edi_engine.pipeline import Engine
from edi_engine.wishes import Wishes
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
TEN = (PROJECT / "samples/import_ten_items/received.edi").read_bytes()
MINIMAL = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
UNMAPPED = MINIMAL.replace(b"NAD+IM", b"RFF+ZZZ:X1'\nNAD+IM").replace(b"UNT+20", b"UNT+21")


def routed(folder: Path, payload: bytes, **wishes: bool) -> tuple[Exchange, Any]:
    with Engine(Workspace(folder), **wishes) as engine:  # type: ignore[arg-type]
        exchange = engine.route(io.BytesIO(payload), "source")
        return exchange, search.show(engine.store, exchange.id)


def sums(findings: Any) -> dict[str, int]:
    """What a finding of counts says, `7 ignored` by class."""
    [what] = [finding.what for finding in findings if finding.code in COUNTS]
    total, _, told = what.partition(": ")
    found = {fate: int(times) for times, fate in (one.split(" ", 1) for one in told.split(", "))}
    assert sum(found.values()) == int(total.split()[0])
    return found


def test_what_became_of_each_value_is_on_record(tmp_path: Path) -> None:
    exchange, record = routed(tmp_path, TEN, losses=True)
    [message] = exchange.interchanges[0].messages
    assert sums(message.findings)["mapped"] > 1000
    by_route = {delivery.route: sums(delivery.findings) for delivery in message.deliveries}
    assert len({sum(found.values()) for found in by_route.values()}) == 1, "it is one document"
    assert by_route["terminal-release"]["withheld"] > 0
    assert "withheld" not in by_route["customs"]
    kept = [(row["code"], row["what"]) for row in record["findings"] if row["code"] in COUNTS]
    told = [*message.findings, *(finding for delivery in message.deliveries for finding in delivery.findings)]
    assert sorted(kept) == sorted((finding.code, finding.what) for finding in told if finding.code in COUNTS)


def test_nothing_is_counted_unless_asked_for(tmp_path: Path) -> None:
    _, record = routed(tmp_path, MINIMAL)
    assert not [row for row in record["findings"] if row["code"] in COUNTS]


def test_a_message_with_more_findings_than_a_report_takes_is_counted_too(tmp_path: Path) -> None:
    many = b"".join(b"RFF+ZZZ:X%d'\n" % number for number in range(99)) * 11
    payload = MINIMAL.replace(b"NAD+IM", many + b"NAD+IM").replace(b"UNT+20", b"UNT+%d" % (20 + 99 * 11))
    exchange, _ = routed(tmp_path, payload, losses=True)
    [message] = exchange.interchanges[0].messages
    assert sums(message.findings)["unmapped"] >= 2 * 99 * 11


@pytest.mark.parametrize(("payload", "state"), [(MINIMAL, "accepted"), (UNMAPPED, "rejected")])
def test_under_strict_loss_an_unmapped_element_rejects_its_message(tmp_path: Path, payload: bytes, state: str) -> None:
    assert routed(tmp_path / "usual", payload)[0].state == "accepted"
    exchange, record = routed(tmp_path / "strict", payload, strict_loss=True)
    assert exchange.state == state
    errors = {row["code"] for row in record["findings"] if row["severity"] == "error"}
    assert errors == ({"MAP-101"} if state == "rejected" else set())


def test_under_strict_loss_a_delivery_that_loses_a_value_fails_and_an_extract_does_not(tmp_path: Path) -> None:
    exchange, _ = routed(tmp_path, TEN, strict_loss=True)
    [message] = exchange.interchanges[0].messages
    states = {delivery.route: delivery.state for delivery in message.deliveries}
    assert states == {"customs": "dead", "terminal-release": "done"}
    assert not (tmp_path / "outbox/national-customs").exists()


@pytest.mark.parametrize("strictness", Strictness)
@pytest.mark.parametrize("strict_loss", [False, True])
@pytest.mark.parametrize("losses", [False, True])
def test_wishes_are_noted_and_read_back(strictness: Strictness, strict_loss: bool, losses: bool) -> None:
    wishes = Wishes(strictness, strict_loss, losses)
    assert Wishes.noted(wishes.note()) == wishes
    assert (wishes.note() == "") == (wishes == Wishes())


def test_what_a_crash_cut_off_goes_on_with_the_same_wishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class CutOffError(BaseException):
        pass

    def stop(*_: Any, **__: Any) -> None:
        raise CutOffError

    with Engine(Workspace(tmp_path), strict_loss=True, losses=True) as engine, monkeypatch.context() as crash:
        crash.setattr(engine.deliveries, "run", stop)
        with pytest.raises(CutOffError):
            engine.route(io.BytesIO(TEN), "source")
    with Engine(Workspace(tmp_path)) as engine:
        made = engine.resume().deliveries
    assert {delivery.route: delivery.state for delivery in made} == {"customs": "dead", "terminal-release": "done"}
    assert [sums(delivery.findings)["withheld"] > 0 for delivery in made if delivery.state == "done"] == [True]
