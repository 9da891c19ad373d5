"""The life of an exchange as a page: every step in its order, nothing from elsewhere, and what was received is text."""

import datetime
from pathlib import Path

import pytest
from lxml import html

from edi_engine.audit import search
from edi_engine.audit.store import Intention, Reading, Store
from edi_engine.cli.frame import run
from edi_engine.cli.life import moments, spans
from edi_engine.cli.life_page import MOST_FINDINGS, life_page
from edi_engine.findings import Finding, Severity
from edi_engine.interchange import Envelope, Interchange, Message
from tests.audit.test_store import START, Clock, payload

EVIL = "</pre><script>alert(1)</script><img src=x onerror=alert(2)>\x1b[2J\u202e&amp;\"'"


@pytest.fixture
def exchange(tmp_path: Path) -> str:
    """Received, decided a second later; one delivery done after two more, one failed, one answered a day later."""
    clock = Clock()
    store = Store(tmp_path / "audit.db", clock=clock)
    found = store.receive(payload(EVIL.encode() + b"\r\nnext\xff"), f"{EVIL}.edi")
    clock.now += datetime.timedelta(seconds=1)
    with store.stage():
        envelope = Envelope(sender="ANNA", recipient="WINDOW", reference=EVIL)
        row = store.add_interchange(found, Interchange(syntax="x", messages=iter(()), envelope=envelope))
        message = store.add_message(row, Message(syntax="x", type="CUSDEC", body=None), Reading(accepted=True))
        store.add_keys(message, [("parties.name", EVIL)])
        store.add_decisions(message, [("north", True, "holds"), ("east", False, EVIL)])
        words = {"mapping": "m", "mapping_version": "1", "transport": "t"}
        north, south = (
            store.intend(
                row, message, Intention(at=store.now(), route=name, agency=f"{name}-agency", reference=name, **words)
            )
            for name in ("north", "south")
        )
        store.add_event(found, "decided", "accepted", interchange=row)
    clock.now += datetime.timedelta(seconds=2)
    with store.stage():
        store.finish(north, "done", payload=b"<sent/>", place="outbox/north")
        store.finish(south, "failed", error=EVIL)
        store.add_findings(found, [told(Severity.NOTE, "MAP-201"), told(Severity.ERROR, "DEL-001")], delivery=south)
        store.add_event(found, "closed", "accepted")
    clock.now = START + datetime.timedelta(days=1)
    answer = store.receive(payload(b"CONTRL"), "contrl.edi")
    with store.stage():
        row = store.add_interchange(answer, Interchange(syntax="x", messages=iter(()), envelope=envelope))
        message = store.add_message(row, Message(syntax="x", type="CONTRL", body=None), Reading(accepted=True))
        store.add_acknowledgement(message, north, "north", "acknowledged")
    store.close()
    return found


def told(severity: Severity, code: str) -> Finding:
    return Finding(code=code, severity=severity, what=EVIL, why="so", fix="mend it")


def record(folder: Path, exchange: str) -> search.Row:
    store = Store(folder / "audit.db", clock=Clock(), read_only=True)
    try:
        return search.show(store, exchange)
    finally:
        store.close()


@pytest.fixture
def page(exchange: str, tmp_path: Path) -> html.HtmlElement:
    assert run(["audit", "show", exchange, "--html", str(tmp_path / "life.html"), "--workspace", str(tmp_path)]) == 0
    return html.document_fromstring((tmp_path / "life.html").read_text("utf-8"))


def test_every_step_stands_in_its_order(page: html.HtmlElement) -> None:
    steps = [" ".join(step.text_content().split()) for step in page.xpath("//ol[@class='time']/li")]
    assert [step.partition(" 2025-")[0][:45] for step in steps] == [
        "+0.000 s received received",
        "+1.000 s decided interchange 1 accepted",
        "+1.000 s to be sent over north to north-agenc",
        "+1.000 s to be sent over south to south-agenc",
        "+3.000 s sending over north to north-agency d",
        "+3.000 s sending over south to south-agency f",
        "+3.000 s closed accepted",
        "+1 day, 0:00:00 north-agency answered acknowl",
    ]
    assert [step.get("class") for step in page.xpath("//ol[@class='time']/li")].count("bad") == 1


def test_what_took_time_has_a_bar_of_its_length(exchange: str, tmp_path: Path, page: html.HtmlElement) -> None:
    assert spans(record(tmp_path, exchange)) == [
        ("interchange 1 decided", "accepted", 0.0, 1.0),
        ("north", "done", 1.0, 3.0),
        ("south", "failed", 1.0, 3.0),
    ]
    bars = page.xpath("//*[@class='lane']/i/@style")
    assert bars == ["left:0.00%;width:33.33%", *["left:33.33%;width:66.67%"] * 2]
    assert page.xpath("//*[@class='lane']/@aria-label")[2] == "south: failed, 1.000 s to 3.000 s"


def test_all_that_was_decided_sent_and_found_is_there(page: html.HtmlElement) -> None:
    tables = {
        table.findtext("caption"): [[cell.text_content() for cell in row] for row in table.xpath("./tbody/tr")]
        for table in page.xpath("//table")
    }
    assert [row[:2] for row in tables["Decisions"]] == [["yes", "north"], ["no", "east"]]
    assert [row[:2] for row in tables["Deliveries"]] == [["done, acknowledged", "north"], ["failed, unsent", "south"]]
    assert [row[:2] for row in tables["The worst first"]] == [["error", "DEL-001"], ["note", "MAP-201"]]
    assert tables["The worst first"][0][3:] == ["route south", "so; mend it"]
    assert [row[0] for row in tables["Found by"]] == ["parties.name"]
    assert page.xpath("//pre")[1].text_content() == "<sent/>"


def test_what_was_received_is_text_and_nothing_comes_from_elsewhere(page: html.HtmlElement) -> None:
    assert page.xpath("//script|//link|//img|//iframe|//@src|//@onerror|//@href") == []
    assert "url(" not in page.xpath("string(//style)")
    assert "@import" not in page.xpath("string(//style)")
    shown = page.text_content()
    assert shown.count("<script>alert(1)</script>") >= 6
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert page.xpath("//pre")[0].text_content().endswith("\nnext\u00ff")


def test_it_can_be_heard_and_fits_a_phone(page: html.HtmlElement) -> None:
    assert page.get("lang") == "en"
    assert page.xpath("//meta[@name='viewport']/@content") == ["width=device-width,initial-scale=1"]
    assert page.xpath("//table[not(caption)]|//th[not(@scope)]|//*[@role='img'][not(@aria-label)]") == []
    for table in page.xpath("//table"):
        columns = [cell.text_content() for cell in table.xpath(".//thead//th")]
        assert all(row.xpath("./td/@data-label") == columns for row in table.xpath("./tbody/tr"))


def test_an_exchange_that_was_only_received_has_a_page(tmp_path: Path) -> None:
    store = Store(tmp_path / "audit.db", clock=Clock())
    found = store.receive(payload(b""), "empty.edi")
    shown: html.HtmlElement = html.document_fromstring(life_page(search.show(store, found), {}))
    store.close()
    assert len(shown.xpath("//ol[@class='time']/li")) == 1
    assert shown.xpath("//table") == []
    assert run(["audit", "show", "ZZZZ", "--html", str(tmp_path / "no.html"), "--workspace", str(tmp_path)]) == 2
    assert not (tmp_path / "no.html").exists()


def test_a_page_stays_a_page_with_very_many_findings(exchange: str, tmp_path: Path) -> None:
    shown = record(tmp_path, exchange)
    shown["findings"] *= MOST_FINDINGS
    page: html.HtmlElement = html.document_fromstring(life_page(shown, {}))
    assert len(page.xpath("//table[@class='findings']/tbody/tr")) == MOST_FINDINGS
    assert f"… and {MOST_FINDINGS} more" in page.text_content()
    assert moments(shown)[0].state == "received"
