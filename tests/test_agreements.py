"""What was agreed with a partner holds, in and out, and the answer says what the record says."""

import datetime
import io
import itertools
import re
from pathlib import Path
from typing import Any

import pytest

from edi_engine.audit import search
from edi_engine.exchange import Exchange
from edi_engine.journey import Journey
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.test_acknowledgement import AT, MAPPINGS, interchange, message, with_text
from tests.test_queue import Agency, Clock

BAD = with_text("MEA+AAE", "MEA+XXX")
ROUTES = """\
routes:
  - {name: neighbour, partner: south, traffic: any}
  - {name: archive, agency: archive, mapping: json, traffic: any}
answers:
  - {name: answer, send: always}
"""
PARTNERS = """\
partners:
  - {name: north, identities: ["NORTHMERE:14"]}
  - name: south
    identities: [SOUTHMERE]
    mapping: cusdec-d21b-partner
    folder: in
    recipient: "SOUTHMERE:ZZ"
    edifact: {separators: ":*.? ~", repertoire: UNOC}
    retry: {first: 1h, longest: 1h}
"""


class Site:
    """One workspace with partners; each step opens an engine of its own."""

    def __init__(self, folder: Path, partners: str = PARTNERS, routes: str = ROUTES) -> None:
        self.root, self.clock, self.agency = folder / "ws", Clock(), Agency(down=False)
        self.clock.now = AT
        self.root.mkdir()
        (self.root / "routes.yaml").write_text(routes, encoding="utf-8")
        self.agree(partners)

    def agree(self, partners: str) -> None:
        (self.root / "partners.yaml").write_text(partners, encoding="utf-8")

    def engine(self) -> Engine:
        transports: dict[str, Any] = {"file_drop": self.agency}
        return Engine(Workspace(self.root), clock=self.clock, mappings=MAPPINGS, transports=transports)

    def route(self, payload: str, **options: Any) -> Exchange:
        with self.engine() as target:
            return target.route(io.BytesIO(payload.encode()), "in.edi", **options)

    def sent(self, folder: str) -> list[str]:
        box = self.root / "outbox" / folder
        return [path.read_text() for path in sorted(box.iterdir())] if box.is_dir() else []

    def answers(self) -> list[list[str]]:
        return [text.split("'")[2:-3] for text in self.sent("NORTHMERE")]


def changed(row: str, said: str) -> str:
    """The partners with one thing more agreed with one of them."""
    return PARTNERS.replace(row, f"{row}{said}")


NORTH, SOUTH = '"NORTHMERE:14"]', "identities: [SOUTHMERE]"
GOOD = interchange(message("1"))


def test_a_route_that_names_its_partner_is_as_the_agreement_says(tmp_path: Path) -> None:
    site = Site(tmp_path)
    exchange = site.route(GOOD)
    assert exchange.state == "accepted"
    (text,) = site.sent("south/in")
    assert text.startswith("UNA:*.? ~UNB*UNOC:3*")
    assert "*SOUTHMERE:ZZ*" in text


def test_what_comes_in_under_no_agreement_is_rejected_and_told_so(tmp_path: Path) -> None:
    site = Site(tmp_path, changed(NORTH, ", valid_to: 2026-01-30"))
    exchange = site.route(GOOD)
    assert (exchange.state, [finding.code for finding in exchange.findings]) == ("rejected", ["PRT-010"])
    assert [text.split("+")[-2:] for (text,) in site.answers()] == [["4", "17"]]
    assert site.sent("archive") == []
    site.agree(changed(NORTH, ", valid_to: 2026-01-31"))
    assert site.route(GOOD).state == "accepted", "it was no duplicate, for nothing of it was accepted"


def test_an_agreement_that_ended_stops_what_goes_out_with_a_finding(tmp_path: Path) -> None:
    site = Site(tmp_path, changed(SOUTH, "\n    valid_to: 2026-01-30"))
    exchange = site.route(GOOD)
    assert exchange.state == "accepted"
    (finding,) = (finding for finding in exchange.findings if finding.code == "PRT-014")
    assert "route neighbour is not taken: the agreement with south was valid to 2026-01-30" in finding.what
    assert site.sent("south/in") == []
    assert len(site.sent("archive")) == 1


def test_what_only_an_ended_agreement_keeps_back_is_not_its_senders_fault(tmp_path: Path) -> None:
    only = ROUTES.replace("  - {name: archive, agency: archive, mapping: json, traffic: any}\n", "")
    site = Site(tmp_path, changed(SOUTH, "\n    valid_to: 2026-01-30"), only)
    exchange = site.route(GOOD)
    assert exchange.state == "undecided"
    assert [finding.code for finding in exchange.findings] == ["ENG-001", "PRT-014"]
    assert site.answers() == []
    site.agree(PARTNERS)
    assert site.route(GOOD).state == "accepted"
    assert len(site.sent("south/in")) == len(site.answers()) == 1


def test_what_waits_when_the_agreement_ends_is_not_sent(tmp_path: Path) -> None:
    site = Site(tmp_path, changed(SOUTH, "\n    valid_to: 2026-01-31"))
    site.agency.down = True
    site.route(GOOD)
    site.agency.down = False
    site.clock.forward(86_400)
    with site.engine() as target:
        made = {delivery.route: delivery for delivery in target.deliver()}
    assert {route: delivery.state for route, delivery in made.items()} == {
        "neighbour": "dead",
        "archive": "done",
        "answer": "done",
    }
    assert [finding.code for finding in made["neighbour"].findings] == ["PRT-015"]
    assert site.sent("south/in") == []


@pytest.mark.parametrize(("traffic", "test"), list(itertools.product(["production", "test", "any"], [False, True])))
def test_a_test_never_reaches_production_nor_production_a_test(tmp_path: Path, traffic: str, test: bool) -> None:
    site = Site(tmp_path, changed(SOUTH, f"\n    traffic: {traffic}"))
    exchange = site.route(interchange(message("1"), flags="++++++1" if test else ""))
    reaches = traffic == "any" or (traffic == "test") == test
    assert len(site.sent("south/in")) == reaches
    assert [finding.code for finding in exchange.findings if finding.code == "PRT-014"] == ["PRT-014"] * (not reaches)


@pytest.mark.parametrize(("traffic", "test"), list(itertools.product(["production", "test"], [False, True])))
def test_a_sender_in_production_sends_no_tests(tmp_path: Path, traffic: str, test: bool) -> None:
    site = Site(tmp_path, changed(NORTH, f", traffic: {traffic}"))
    exchange = site.route(interchange(message("1"), flags="++++++1" if test else ""))
    accepted = (traffic == "test") == test
    assert exchange.state == ("accepted" if accepted else "rejected")
    if not accepted:
        assert [text.split("+")[-2:] for (text,) in site.answers()] == [["4", "25"]]


def test_strangers_and_formats_that_were_not_agreed_are_refused(tmp_path: Path) -> None:
    site = Site(tmp_path, f"strangers: refuse\n{changed(NORTH, ', sends: [cusres-d96b]')}")
    assert [finding.code for finding in site.route(GOOD).findings] == ["PRT-013"]
    stranger = site.route(GOOD.replace("NORTHMERE:14", "SOUTHGATE:14"))
    assert [finding.code for finding in stranger.findings] == ["PRT-012"]
    assert site.sent("archive") == []


# -- what goes on of what is at fault in part --------------------------------------------------------------------------

PAYLOADS = [
    "".join(
        interchange(*(message(str(number), list if good else BAD) for number, good in enumerate(kinds, 1))).replace(
            "+IC1", f"+IC{place}"
        )
        for place, kinds in enumerate(shape, 1)
    )
    for shape in (
        [(True, True)],
        [(True, False)],
        [(False, False)],
        [(True,), (True, False)],
        [(True, False), (True,)],
        [(True,), (True,)],
        [(True,), (False,)],
    )
]


def accepted_by_record(target: Engine, exchange: str) -> list[tuple[str, list[int]]]:
    """Of each interchange its state, and the messages that went on."""
    record = search.show(target.store, exchange)
    decided = {event["interchange_id"]: event["state"] for event in record["events"] if event["stage"] == "decided"}
    return [
        (decided[each["id"]], [message["number"] for message in each["messages"] if message["deliveries"]])
        for each in record["interchanges"]
    ]


def accepted_by_answer(said: list[str], messages: int) -> tuple[str, list[int]]:
    """The same as a CONTRL tells it."""
    refused = {int(text.split("+")[1]) for text in said if text.startswith("UCM") and re.search(r"\+4(\+|$)", text)}
    action = next(text for text in said if text.startswith("UCI")).split("+")[4]
    passed = [] if action == "4" else [number for number in range(1, messages + 1) if number not in refused]
    state = "accepted" if len(passed) == messages else "partly" if passed else "rejected"
    return state, passed


@pytest.mark.parametrize(("accept", "payload"), list(itertools.product(["message", "interchange", "file"], PAYLOADS)))
def test_what_goes_on_is_what_was_agreed_and_what_is_answered(tmp_path: Path, accept: str, payload: str) -> None:
    site = Site(tmp_path, changed(NORTH, f", accept: {accept}"))
    dry = site.route(payload, dry_run=True)
    exchange = site.route(payload)
    with site.engine() as target:
        recorded = accepted_by_record(target, exchange.id)
    parts = [part.count("'UNH+") for part in payload.split("UNB+")[1:]]
    assert recorded == [accepted_by_answer(said, count) for said, count in zip(site.answers(), parts, strict=True)]
    assert [interchange.state for interchange in dry.interchanges] == [state for state, _ in recorded]
    assert len(site.sent("archive")) == sum(len(passed) for _, passed in recorded)
    faulty = [part.count("MEA+XXX") > 0 for part in payload.split("UNB+")[1:]]
    whole = {"message": [False] * 2, "interchange": faulty, "file": [any(faulty)] * 2}[accept]
    for (_, passed), count, refused in zip(recorded, parts, whole, strict=False):
        assert not (refused and passed)
        assert passed or refused or count == 1 or accept == "message"


class CutOff(BaseException):
    """Stands for the end of the process."""


def test_a_file_that_goes_on_as_a_whole_does_so_after_a_crash_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = Site(tmp_path, changed(NORTH, ", accept: file"))
    decide = Journey.decide
    calls: list[Journey] = []

    def once(journey: Journey) -> None:
        if journey.store and calls:
            raise CutOff
        calls.extend([journey] if journey.store else [])
        decide(journey)

    with monkeypatch.context() as patch:
        patch.setattr(Journey, "decide", once)
        with pytest.raises(CutOff):
            site.route(PAYLOADS[3])
    with site.engine() as target:
        (rest,) = target.resume().exchanges
    assert [interchange.state for interchange in rest.interchanges] == ["rejected"]
    assert site.sent("archive") == []
    assert [text[0].split("+")[4] for text in site.answers()] == ["4", "4"]


def test_without_a_file_of_partners_nothing_is_asked(tmp_path: Path) -> None:
    site = Site(tmp_path, routes=ROUTES.replace("  - {name: neighbour, partner: south, traffic: any}\n", ""))
    (site.root / "partners.yaml").unlink()
    assert site.route(GOOD.replace("NORTHMERE", "ANYBODY")).state == "accepted"


def test_the_day_of_an_agreement_is_that_of_the_clock_in_utc(tmp_path: Path) -> None:
    site = Site(tmp_path, changed(NORTH, ", valid_from: 2026-02-01"))
    east = datetime.timezone(datetime.timedelta(hours=13))
    site.clock.now = datetime.datetime(2026, 2, 1, 0, 30, tzinfo=east)  # still January in UTC
    assert site.route(GOOD).state == "rejected"
    site.clock.forward(86_400)
    assert site.route(GOOD).state == "accepted"
