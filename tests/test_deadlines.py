"""Answers that are due: what does not come in time is told once, what comes late is noted and counts all the same."""

import datetime
import json
from itertools import permutations
from pathlib import Path

import pytest

from edi_engine.audit import search
from edi_engine.cli.frame import run
from edi_engine.deadlines import alert, overdue
from edi_engine.errors import ConfigurationError
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.test_ladder import EXPORT, MINIMAL, codes, contrl, declaration, route, said, stands

START = datetime.datetime(2026, 3, 2, 12, 0, tzinfo=datetime.UTC)
PARTNERS = """
partners:
  - name: neighbour
    identities: ["NEIGHBOUR"]
    recipient: NEIGHBOUR
    acknowledgements: {contrl: 1h, business: 24h}
"""
ROUTES = """
routes:
  - {name: window, partner: neighbour, mapping: cusdec-d21b-partner}
  - {name: extract, agency: tax, mapping: tax-authority-json}
"""


class Clocked:
    """Engines in one workspace, at a time that is set."""

    def __init__(self, root: Path, routes: str = ROUTES, partners: str = PARTNERS) -> None:
        root.mkdir(exist_ok=True)
        (root / "routes.yaml").write_text(routes, encoding="utf-8")
        (root / "partners.yaml").write_text(partners, encoding="utf-8")
        self.root, self.now = root, START

    def engine(self, hours: float = 0) -> Engine:
        self.now = START + datetime.timedelta(hours=hours)
        return Engine(Workspace(self.root), clock=lambda: self.now)

    def overdue(self, hours: float) -> tuple[list[str], int]:
        """Kinds of answers that are overdue, and how many alerts are new."""
        with self.engine(hours) as target:
            found = list(overdue(target.store, target.states, target.routes.routes, target.store.now()))
            return [one.kind for one in found], len(alert(target.store, found))


@pytest.fixture
def clocked(tmp_path: Path) -> Clocked:
    return Clocked(tmp_path / "ws")


def test_what_is_not_answered_in_time_is_told_once(clocked: Clocked) -> None:
    with clocked.engine() as target:
        exchange = route(target, EXPORT)
    assert clocked.overdue(0.9) == ([], 0)
    assert clocked.overdue(1.1) == (["contrl"], 1)
    assert clocked.overdue(1.2) == (["contrl"], 0)
    assert clocked.overdue(25) == (["contrl", "business"], 1)
    with clocked.engine(25) as target:
        found = search.show(target.store, exchange.id)["findings"]
    alerts = [(one["code"], one["delivery_id"] is not None) for one in found if one["code"].startswith("ACK")]
    assert alerts == [("ACK-016", True), ("ACK-017", True)]


def test_an_answer_in_time_ends_the_waiting_and_a_higher_one_ends_both(clocked: Clocked) -> None:
    with clocked.engine() as target:
        (window, _) = route(target, EXPORT).deliveries
        assert codes(route(target, contrl(Path(window.place).read_bytes(), "7"))) == []
    assert clocked.overdue(2) == ([], 0)
    assert clocked.overdue(25) == (["business"], 1)
    with clocked.engine(26) as target:
        assert codes(route(target, said("08", "NEIGHBOUR", "LV-EX-2026-0193"))) == ["ACK-015"]
    assert clocked.overdue(27) == ([], 0)


def test_late_answers_lead_to_the_same_state_in_every_order(clocked: Clocked) -> None:
    """Each order for a declaration of its own; the first late one is noted, whichever that is."""
    orders = list(enumerate(permutations(("02", "05", "08")), 1))
    with clocked.engine() as target:
        sent = [route(target, declaration(number)) for number, _ in orders]
    with clocked.engine(30) as target:
        for number, order in orders:
            told = [codes(route(target, said(code, "NEIGHBOUR", f"NM-MIN-{number:04}"))) for code in order]
            assert sum("ACK-015" in one for one in told) in (1, 2)  # of one kind, or of both
        assert [stands(target, exchange)["window"] for exchange in sent] == ["released"] * 6


def test_what_was_not_sent_is_not_waited_for(clocked: Clocked) -> None:
    """It waits in the queue of deliveries; an answer is due from the time it was sent."""
    (clocked.root / "outbox").mkdir()
    (clocked.root / "outbox/neighbour").write_text("in the way")
    with clocked.engine() as target:
        route(target, MINIMAL)
    assert clocked.overdue(48) == ([], 0)


def test_a_route_without_a_partner_says_it_itself(tmp_path: Path) -> None:
    table = "routes:\n  - {name: own, agency: a, mapping: wco-dec, acknowledgements: {business: 30m}}\n"
    clocked = Clocked(tmp_path / "ws", table, "partners: []\n")
    with clocked.engine() as target:
        route(target, MINIMAL)
    assert clocked.overdue(0.6) == (["business"], 1)
    wrong = table.replace("business: 30m", "busyness: 30m")
    with pytest.raises(ConfigurationError, match=r"RTE-001.*busyness"):
        _ = Clocked(tmp_path / "ws2", wrong).engine().routes


def test_the_command_lists_and_its_status_tells(
    clocked: Clocked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with clocked.engine() as target:  # the command asks the clock of the machine
        route(target, EXPORT)
    command = ["audit", "overdue", "--workspace", str(clocked.root)]
    assert datetime.datetime.now(datetime.UTC) > START + datetime.timedelta(days=1)
    assert run([*command, "--new", "--json"]) == 1
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["kind"], one["due"], one["finding"]["code"]) for one in lines] == [
        ("contrl", "2026-03-02T13:00:00.000Z", "ACK-016"),
        ("business", "2026-03-03T12:00:00.000Z", "ACK-017"),
    ]
    assert run([*command, "--new"]) == 0
    assert run(command) == 1
    assert "no answer of neighbour to what was sent over window, which was due at" in capsys.readouterr().out
