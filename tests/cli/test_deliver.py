"""`deliver` and `audit redeliver` as a user sees them."""

import datetime
import functools
import json
import time
from pathlib import Path
from typing import Any

import pytest

from edi_engine.cli import audit_redeliver, deliver
from edi_engine.cli import route as route_module
from edi_engine.cli.frame import run
from edi_engine.pipeline import Engine
from tests.doubles import Mappings, read_lines
from tests.test_queue import ROUTES, Agency, Clock

Capture = pytest.CaptureFixture[str]


class Ticking(Clock):
    """A clock that goes on by itself, a little each time one looks."""

    def __call__(self) -> datetime.datetime:
        self.forward(0.01)
        return self.now


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Agency:
    """A workspace with a clock of its own, and an agency that is down."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EDI_ENGINE_WORKSPACE", raising=False)
    (tmp_path / "edi-workspace").mkdir()
    (tmp_path / "edi-workspace" / "routes.yaml").write_text(ROUTES, encoding="utf-8")
    (tmp_path / "good").write_text("REF1\nIM", encoding="utf-8")
    agency, clock = Agency(), Ticking()
    options: dict[str, Any] = {"mappings": Mappings(), "read": read_lines, "clock": clock}
    double = functools.partial(Engine, transports={"file_drop": agency}, **options)
    for module in (route_module, deliver, audit_redeliver):
        monkeypatch.setattr(module, "Engine", double)
    monkeypatch.setattr("time.sleep", lambda _: clock.forward(60))
    return agency


def last_lines(capsys: Capture) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_what_failed_is_listed_with_its_reason_until_it_is_delivered(agency: Agency, capsys: Capture) -> None:
    assert run(["route", "good"]) == 4
    assert "tried again 2025-01-31T12:00:01." in capsys.readouterr().out
    assert run(["deliver", "--list", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["state"], row["attempts"], row["error"]) == ("failed", 1, "DEL-001 no room")
    assert row["due"].startswith("2025-01-31T12:00:01.")
    assert run(["deliver"]) == 0
    assert last_lines(capsys) == ["nothing is due, see deliver --list"]
    agency.down = False
    assert run(["audit", "redeliver", row["reference"].lower()]) == 0
    assert last_lines(capsys)[0] == f"done: all to archive, reference {row['reference']}"
    assert run(["deliver", "--list"]) == 0
    assert last_lines(capsys) == ["nothing waits, nothing was given up"]


def test_watch_goes_on_until_it_is_stopped(agency: Agency, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    run(["route", "good"])
    capsys.readouterr()
    sleep, slept = time.sleep, []

    def some_nights(seconds: float) -> None:
        slept.append(seconds)
        agency.down = len(slept) < 3
        if len(slept) > 3:
            raise KeyboardInterrupt
        sleep(seconds)

    monkeypatch.setattr("time.sleep", some_nights)
    assert run(["deliver", "--watch", "--json"]) == 4
    states = [json.loads(line)["state"] for line in last_lines(capsys)]
    assert states == ["failed", "failed", "done"]
    assert all(0 < seconds <= deliver.LOOK_AGAIN for seconds in slept)


def test_what_to_send_again_is_named_or_asked_for(agency: Agency, capsys: Capture) -> None:
    agency.down = False
    run(["route", "good"])
    exchange = capsys.readouterr().out.split()[-1]
    assert run(["audit", "redeliver", exchange]) == 2
    assert "All of it is delivered; name a route with --route. Routes: all." in capsys.readouterr().err
    assert run(["audit", "redeliver", exchange, "--route", "north"]) == 2
    assert "Nothing goes over 'north'. Routes: all." in capsys.readouterr().err
    assert run(["route", "good"]) == 1
    again = capsys.readouterr().out.split()[-1]
    assert run(["audit", "redeliver", again]) == 2
    told = (
        f"Nothing of {again} was to be sent: interchange REF1 from TRADER was accepted already, as exchange {exchange}."
    )
    assert told in capsys.readouterr().err
    assert run(["audit", "redeliver", "ZZZZZZZZ"]) == 2
    assert "AUD-008" in capsys.readouterr().err
    assert run(["audit", "redeliver", exchange, "--route", "all", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["state"] == "done"
    assert list(agency.offered.values()) == [2]


def test_what_another_process_is_at_work_on_is_left_alone(
    agency: Agency, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["route", "good"])
    exchange = capsys.readouterr().out.split()[-1]

    def busy(*_: object) -> bool:
        return False

    monkeypatch.setattr("edi_engine.audit.claims.FileClaims.take", busy)
    assert run(["audit", "redeliver", exchange]) == 4
    assert f"exchange {exchange}: another process is at work on it" in capsys.readouterr().err


def test_a_queue_of_a_store_that_is_not_there_is_an_error(tmp_path: Path, capsys: Capture) -> None:
    for words in (["deliver"], ["deliver", "--list"], ["audit", "redeliver", "0AAAAAAA"]):
        assert run([*words, "--workspace", str(tmp_path / "nowhere")]) == 4
        assert "AUD-007" in capsys.readouterr().err
