"""Partners are checked when they load, and nothing goes on that was not agreed."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding
from edi_engine.formats.edifact.profile import read_profile
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.partner_rows import read_partners
from edi_engine.routing.partners import Partner, Partners
from edi_engine.routing.route_rows import read_routes

TODAY = datetime.date(2026, 6, 15)
GOOD = """\
strangers: refuse
partners:
  - name: northmere
    identities: [NORTHMERE, "NM:ZZ"]
    valid_from: 2026-01-01
    valid_to: 2026-12-31
    traffic: production
    sends: [cusdec]
    accept: interchange
    mapping: dec-xml
    folder: in
    timeout: 5
    retry: {first: 2s}
    edifact: {repertoire: UNOB, separators: ":*.? ~"}
    overlays: [northmere]
    acknowledgements: {contrl: 1h, business: 24h}
  - name: laboratory
    identities: ["NM:14"]
    traffic: test
"""


def book(text: str = GOOD) -> Partners:
    facts: dict[str, Any] = {"mappings": ["cusdec", "dec-xml"], "transports": ["file_drop"], "profile": read_profile}
    overlays = {"northmere": {"NORTHMERE"}, "others": {"SOUTHMERE"}, "all": set[str]()}
    return read_partners(text, "partners.yaml", overlays=lambda: overlays, **facts)


def faults(text: str) -> list[Finding]:
    with pytest.raises(ConfigurationError) as refused:
        book(text)
    return list(refused.value.findings)


def test_a_row_is_what_was_written() -> None:
    northmere, laboratory = book().rows
    assert northmere.acknowledgements == {"contrl": 3600, "business": 86_400}
    assert (northmere.retry.first, northmere.timeout, northmere.edifact["repertoire"]) == (2, 5, "UNOB")
    assert northmere.served["agency"] == "northmere"
    assert laboratory == Partner(name="laboratory", identities=("NM:14",), traffic="test", line=laboratory.line)


@pytest.mark.parametrize(
    ("sender", "qualifier", "name"),
    [
        ("NORTHMERE", "", "northmere"),
        ("NORTHMERE", "14", "northmere"),
        ("NM", "ZZ", "northmere"),
        ("NM", "14", "laboratory"),
        ("NM", "", None),
        ("", "", None),
    ],
)
def test_a_partner_is_found_by_identification_and_qualifier(sender: str, qualifier: str, name: str | None) -> None:
    found = book().of(sender, qualifier)
    assert (found.name if found else None) == name


@pytest.mark.parametrize(
    ("sender", "test", "day", "code", "error"),
    [
        ("NORTHMERE", False, TODAY, "", None),
        ("NORTHMERE", False, datetime.date(2026, 1, 1), "", None),
        ("NORTHMERE", False, datetime.date(2026, 12, 31), "", None),
        ("NORTHMERE", False, datetime.date(2025, 12, 31), "PRT-010", "17"),
        ("NORTHMERE", False, datetime.date(2027, 1, 1), "PRT-010", "17"),
        ("NORTHMERE", True, TODAY, "PRT-011", "25"),
        ("NM", True, TODAY, "", None),
        ("NM", False, TODAY, "PRT-011", "25"),
        ("SOUTHMERE", False, TODAY, "PRT-012", "23"),
    ],
)
def test_what_was_not_agreed_does_not_come_in(
    sender: str, test: bool, day: datetime.date, code: str, error: str | None
) -> None:
    qualifier = "14" if sender == "NM" else ""
    finding = book().refusal(Envelope(sender=sender, sender_qualifier=qualifier, test=test), 1, day)
    assert (finding.code, finding.error) == (code, error) if finding else not code


@pytest.mark.parametrize(
    ("sender", "qualifier", "found"),
    [("A:B", "C", True), ("A:B:C", "", True), ("A", "", False), ("A", "B", False), ("A:B", "", False)],
)
def test_an_identification_may_have_colons_itself(sender: str, qualifier: str, found: bool) -> None:
    text = ROW.replace("[A]", "['A:B:C']") + "    overlays: [colons]"
    partners = read_partners(
        text, "partners.yaml", mappings=[], transports=["file_drop"], overlays=lambda: {"colons": {"A:B"}}
    )
    assert (partners.of(sender, qualifier) is not None) == found


def test_strangers_are_accepted_unless_they_are_refused() -> None:
    assert book(GOOD.partition("\n")[2]).refusal(Envelope(sender="SOUTHMERE"), 1, TODAY) is None
    assert Partners().refusal(Envelope(sender="SOUTHMERE"), 1, TODAY) is None


def test_a_format_that_was_not_agreed_is_refused() -> None:
    message = Message(syntax="edifact", type="X", body=None, envelope=Envelope(sender="NORTHMERE"))
    assert book().not_agreed(message, "cusdec") is None
    finding = book().not_agreed(message, "dec-xml")
    assert finding is not None
    assert finding.code == "PRT-013"
    stranger = Message(syntax="edifact", type="X", body=None, envelope=Envelope(sender="SOUTHMERE"))
    assert book().not_agreed(stranger, "dec-xml") is None


def test_the_example_of_the_documentation_is_one() -> None:
    text = (Path(__file__).parents[2] / "docs" / "partners.md").read_text(encoding="utf-8")
    partners, routes = re.findall(r"```yaml\n(.*?)```", text, re.S)
    known: dict[str, Any] = {"mappings": ["cusdec-d96b-import", "cusdec-d21b-partner"], "transports": ["file_drop"]}
    found = read_partners(
        partners, "partners.yaml", overlays=lambda: {"northmere": set()}, profile=read_profile, **known
    )
    assert len(found.rows) == 2
    (route,) = read_routes(routes, "routes.yaml", documents=DOCUMENTS, partners=found, **known).routes
    assert (route.agency, route.mapping, route.folder, route.timeout) == ("south", "cusdec-d21b-partner", "in", 30)
    assert route.partner == found.rows[1]


ROW = "partners:\n  - name: a\n    identities: [A]\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "what", "fix"),
    [
        ("", "PRT-001", 1, 1, "there is no list under 'partners:'", ""),
        (ROW + "strangers: maybe", "PRT-002", 4, 12, "there is no strangers maybe", "refuse"),
        (ROW + "mode: 1", "PRT-001", 4, 1, "unknown key mode", "'strangers:'"),
        ("partners:\n  - name: a", "PRT-001", 2, 5, "the partner has no identities", ""),
        ("partners: [{name: a, identities: []}]", "PRT-001", 1, 34, "a partner without an identity is", ""),
        (ROW + "    identitys: [B]", "PRT-001", 4, 5, "unknown key identitys", "identities"),
        (ROW + "    traffic: real", "PRT-002", 4, 14, "there is no traffic real", "production"),
        (ROW + "    accept: fil", "PRT-002", 4, 13, "there is no accept fil", "file"),
        (ROW + "    valid_to: soon", "PRT-003", 4, 15, "valid_to is no day", "YYYY-MM-DD"),
        (
            ROW + "    valid_from: 2026-02-01\n    valid_to: 2026-01-31",
            *("PRT-003", 5, 15, "valid_to is before valid_from, 2026-02-01", "exchange"),
        ),
        (ROW + "    sends: [cusdek]", "PRT-002", 4, 13, "there is no mapping cusdek", "cusdec"),
        (ROW + "    sends: cusdec", "PRT-001", 4, 12, "sends is a list of mappings", ""),
        (ROW + "    mapping: dec-xm", "PRT-002", 4, 14, "there is no mapping dec-xm", "dec-xml"),
        (ROW + "    edifact: {repertoire: UNOZZ}", "PRT-003", 4, 27, "edifact: repertoire is one of", ""),
        (ROW + "    edifact: {sepparators: ''}", "PRT-003", 4, 28, "edifact: edifact has no option", ""),
        (ROW + "    edifact: UNOB", "PRT-001", 4, 14, "edifact is a table", ""),
        (ROW + "    overlays: [northmer]", "PRT-002", 4, 16, "there is no overlay northmer", "northmere"),
        (ROW + "    overlays: [others]", "PRT-003", 4, 16, "overlay others is for SOUTHMERE", "senders"),
        (ROW + "    acknowledgements: {contrl: 1}", "PRT-003", 4, 32, "contrl is no duration", "24h"),
        (ROW + "    acknowledgements: {control: 1h}", "PRT-001", 4, 24, "unknown key control", "contrl"),
        (ROW + "    retry: {first: never}", "PRT-003", 4, 20, "first is no duration", ""),
        (ROW + "  - name: b\n    identities: [B, A]", "PRT-003", 5, 21, "A is the identity of another", "qualifier"),
        (ROW + "  - name: a\n    identities: [B]", "PRT-003", 4, None, "the name a was used in line 2", ""),
    ],
)
def test_each_fault_has_its_line_and_column(
    text: str, code: str, line: int, column: int | None, what: str, fix: str
) -> None:
    (finding,) = faults(text)
    assert (finding.code, finding.what[: len(what)]) == (code, what)
    assert (finding.where.path, finding.where.line) == ("partners.yaml", line)
    assert column in (None, finding.where.column)
    assert fix in finding.fix
