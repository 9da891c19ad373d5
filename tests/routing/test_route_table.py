"""The route table: every fault with line and column, and a reason for every route of every document."""

import datetime

import msgspec
import pytest

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.route_rows import read_routes
from edi_engine.routing.route_table import RouteTable


class Party(msgspec.Struct):
    role: str | None = None
    id: str | None = None
    age: int | None = None


class Declaration(msgspec.Struct):
    type_code: str | None = None
    ucr: str | None = None
    parties: list[Party] = []


class Response(msgspec.Struct):
    function_code: str | None = None


def table(text: str) -> RouteTable:
    return read_routes(
        text,
        "routes.yaml",
        documents={"Declaration": Declaration, "Response": Response},
        mappings=["dec-xml", "tax-json"],
        transports=["file_drop"],
    )


def faults(text: str) -> list[Finding]:
    with pytest.raises(ConfigurationError) as caught:
        table(text)
    return list(caught.value.findings)


GOOD = """\
routes:
  - name: north-import
    agency: north
    mapping: dec-xml
    when: type_code == "IM"
    valid_from: 2025-01-01
    valid_to: 2025-12-31
    timeout: 5
    withhold: [ucr]
  - name: everything
    agency: archive
    mapping: tax-json
    traffic: any
  - name: answers
    document: Response
    agency: trader
    mapping: dec-xml
    when: function_code == "9"
"""
TODAY = datetime.date(2025, 6, 1)


def message(test: bool = False) -> Message:
    return Message(syntax="xml", type="Declaration", body=None, envelope=Envelope(test=test))


def test_every_route_gets_its_decision_and_none_hides_another() -> None:
    decisions = table(GOOD).select(Declaration(type_code="IM"), message(), TODAY)
    assert [(d.route.name, d.matched) for d in decisions] == [
        ("north-import", True),
        ("everything", True),
        ("answers", False),
    ]
    assert decisions[1].reason == "takes every Declaration"
    assert decisions[2].reason == "takes a Response, this is a Declaration"


def test_what_is_absent_leaves_a_route_undecided() -> None:
    decision = table(GOOD).select(Declaration(), message(), TODAY)[0]
    assert (decision.matched, decision.undecided) == (False, True)
    assert "the document has no type_code" in decision.reason


@pytest.mark.parametrize(("day", "matched"), [("2024-12-31", False), ("2025-01-01", True), ("2025-12-31", True)])
def test_a_route_is_valid_from_its_first_to_its_last_day(day: str, matched: bool) -> None:
    decision = table(GOOD).select(Declaration(type_code="IM"), message(), datetime.date.fromisoformat(day))[0]
    assert decision.matched is matched
    assert table(GOOD).select(Declaration(type_code="IM"), message(), datetime.date(2026, 1, 1))[0].reason == (
        "was valid to 2025-12-31"
    )


def test_a_test_never_reaches_a_route_for_production() -> None:
    north, everything, _ = table(GOOD).select(Declaration(type_code="IM"), message(test=True), TODAY)
    assert not north.matched
    assert "UNB 0035" in north.reason
    assert everything.matched


def test_a_row_keeps_what_was_written() -> None:
    route = table(GOOD).routes[0]
    assert (route.timeout, route.withhold, route.line, route.transport) == (5.0, ("ucr",), 2, "file_drop")


ROW = "routes:\n  - name: a\n    agency: b\n    mapping: dec-xml\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "what", "fix"),
    [
        ("", "RTE-001", 1, 1, "there is no list", "routes:"),
        ("routes: x", "RTE-001", 1, 1, "there is no list", ""),
        ("routes: []\nmore: 1", "RTE-001", 2, 1, "unknown key more", ""),
        ("routes:\n  - x", "RTE-001", 2, 5, "a route is a table", ""),
        ("routes:\n  -", "RTE-001", 2, 3, "a route is a table", ""),
        ("routes:\n  - name: a\n    agency: b", "RTE-001", 2, 5, "the route has no mapping", ""),
        (ROW + "    wehn: true", "RTE-001", 5, 5, "unknown key wehn", "when"),
        (ROW + "    when: type_cod == 'x'", "RTE-002", 5, 11, "when: the document has no field type_cod", "type_code"),
        (ROW + "    when: 'true && type_cod == 1'", "RTE-002", 5, 20, "when: the document has no field type_cod", ""),
        (ROW + "    when: |\n      true &&\n      type_cod == 1", "RTE-002", 7, 7, "when: the document has no", ""),
        (ROW + "    when: type_code ==", "RTE-002", 5, 23, "when: mismatched input", "CEL"),
        (ROW + "    when: type_code", "RTE-002", 5, 11, "when: this is neither true nor false", "write a comparison"),
        (ROW + "    when: 'true && type_code'", "RTE-002", 5, 20, "when: this is neither true nor false", "has(…)"),
        (ROW + "    when: [a]", "RTE-001", 5, 11, "when is a single text", ""),
        (ROW.replace("dec-xml", "dec-xm"), "RTE-003", 4, 14, "there is no mapping dec-xm", "write dec-xml"),
        (ROW + "    transport: pigeon", "RTE-003", 5, 16, "there is no transport pigeon", "file_drop"),
        (ROW + "    document: Decl", "RTE-003", 5, 15, "there is no document Decl", ""),
        (ROW + "    traffic: real", "RTE-003", 5, 14, "there is no traffic real", "production"),
        (ROW + "    valid_from: 1.2.2025", "RTE-004", 5, 17, "valid_from is no day", "YYYY-MM-DD"),
        (
            ROW + "    valid_from: 2026-02-01\n    valid_to: 2026-01-31",
            *("RTE-004", 6, 15, "valid_to is before valid_from, 2026-02-01", "exchange"),
        ),
        (ROW + "    timeout: 1e9", "RTE-004", 5, 14, "timeout is no number", "3600"),
        (ROW + "    timeout: 0", "RTE-004", 5, 14, "timeout is no number", ""),
        (ROW + "    retry: 5", "RTE-001", 5, 12, "retry is a table of keys", ""),
        (ROW + "    retry: {frist: 1s}", "RTE-001", 5, 13, "unknown key frist", "first"),
        (ROW + "    retry: {first: 1}", "RTE-004", 5, 20, "first is no duration", "30s"),
        (ROW + "    retry: {give_up: 999d}", "RTE-004", 5, 22, "give_up is no duration", "14d"),
        (ROW + "    retry: {jitter: 101}", "RTE-004", 5, 21, "jitter is no such number", "0 to 100"),
        (ROW + "    retry: {break_after: 0}", "RTE-004", 5, 26, "break_after is no such number", "from 1"),
        (ROW + "    partner: nobody", "RTE-003", 5, 14, "there is no partner nobody", ""),
        (ROW + "    folder: ../../etc", "RTE-004", 5, 13, "folder '../../etc' leads out", ""),
        (ROW + "    withhold: ucr", "RTE-001", 5, 15, "withhold is a list", ""),
        (ROW + "    withhold: [ucr, urc]", "RTE-002", 5, 21, "withhold: Declaration has no field urc", "ucr"),
        (ROW + "    withhold: [ucr.id]", "RTE-002", 5, 16, "withhold: id is a field of what has none", ""),
        (ROW + "    withhold: ['ucr[*]']", "RTE-002", 5, 16, "withhold: ucr is no list", "without brackets"),
        (ROW + "    withhold: ['parties[role]']", "RTE-004", 5, 16, "withhold: 'parties[role]' is no path", "[*]"),
        (ROW + "    withhold: ['parties[rle=x].id']", "RTE-002", 5, 16, "withhold: Party has no field rle", "role"),
        (ROW + "    withhold: [message.type]", "RTE-002", 5, 16, "withhold: Declaration has no field message", ""),
        (ROW + "    withhold: [[ucr]]", "RTE-004", 5, 16, "withhold:", ""),
        (ROW + "    only: [parties.]", "RTE-004", 5, 12, "only: 'parties.' is no path", ""),
        (ROW + "    only: ucr", "RTE-001", 5, 11, "only is a list of paths", ""),
        (ROW + "    mask: [ucr]", "RTE-001", 5, 11, "mask is a table of paths", "last"),
        (ROW + "    mask: {ucr: 4}", "RTE-001", 5, 12, "mask: ucr is hidden neither by last nor by text", ""),
        (ROW + "    mask: {ucr: {last: 4, text: x}}", "RTE-001", 5, 12, "mask: ucr is hidden neither", ""),
        (ROW + "    mask: {ucr: {last: four}}", "RTE-004", 5, 24, "mask: last is no number of characters", ""),
        (
            ROW + "    mask: {ucr: {text: ''}}",
            "RTE-004",
            5,
            24,
            "mask: the text for ucr has no or too many",
            "1 to 100",
        ),
        (ROW + "    mask: {parties: {last: 4}}", "RTE-004", 5, 12, "mask: at parties stands no text", "withhold it"),
        (ROW + "    mask: {'parties[*].age': {last: 1}}", "RTE-004", 5, 12, "mask: at parties[*].age stands no", ""),
        (ROW.replace("agency: b", "agency: ../b"), "RTE-004", 3, 13, "agency '../b' is no plain name", ""),
        (ROW + ROW.removeprefix("routes:\n"), "RTE-004", 5, 1, "the name a was used in line 2", ""),
    ],
)
def test_each_fault_has_its_line_and_column(text: str, code: str, line: int, column: int, what: str, fix: str) -> None:
    finding = faults(text)[0]
    assert (finding.code, finding.what[: len(what)]) == (code, what)
    assert finding.where.path == "routes.yaml"
    assert finding.where.line == line
    if "used in line" not in what:
        assert finding.where.column == column
    assert fix in finding.fix


ANSWERS = """\
routes: []
answers:
  - {name: silent, senders: [NORTHMERE, "TRADER:14"], send: never}
  - {name: contrl, agency: traders, folder: in, timeout: 5}
"""


def test_the_first_row_that_names_the_sender_says_how_it_is_answered() -> None:
    rows = table(ANSWERS)
    named = [rows.answering(Envelope(sender=sender, sender_qualifier=qualifier)) for sender, qualifier in PARTNERS]
    assert [row.name for row in named if row] == ["silent", "silent", "contrl"]
    assert (rows.answers[1].send, rows.answers[1].agency, rows.answers[1].timeout) == ("faults", "traders", 5.0)
    assert rows.answers[1].line == 4


PARTNERS = [("NORTHMERE", "ZZ"), ("TRADER", "14"), ("TRADER", "1")]


def test_the_mapping_of_a_response_is_said_by_syntax() -> None:
    rows = table("routes: []\nanswers:\n  - {name: a, responses: {xml: dec-xml, json: tax-json}}\n")
    assert (rows.answers[0].responses, rows.returning) == ({"xml": "dec-xml", "json": "tax-json"}, True)
    assert not table(ANSWERS).returning


def test_a_table_that_says_nothing_of_answers_answers_and_an_empty_list_does_not() -> None:
    asked = Envelope(sender="ANYONE")
    assert table("routes: []").answering(asked) is not None
    assert table("routes: []\nanswers: []").answering(asked) is None


@pytest.mark.parametrize(
    ("row", "code", "what"),
    [
        ("{send: always}", "RTE-001", "the answer has no name"),
        ("{name: a, send: sometimes}", "RTE-003", "there is no send sometimes"),
        ("{name: a, senders: TRADER}", "RTE-001", "senders is a list of identifications"),
        ("{name: a, mapping: dec-xml}", "RTE-001", "unknown key mapping"),
        ("{name: everything}", "RTE-004", "the name everything was used in line"),
        ("{name: a, transport: pigeon}", "RTE-003", "there is no transport pigeon"),
        ("{name: a, responses: dec-xml}", "RTE-001", "responses names a mapping for each syntax"),
        ("{name: a, responses: {xml: res-xml}}", "RTE-003", "there is no mapping res-xml"),
        ("TRADER", "RTE-001", "an answer is a table"),
    ],
)
def test_faults_of_answers_are_told_like_those_of_routes(row: str, code: str, what: str) -> None:
    (finding,) = faults(GOOD + f"answers:\n  - {row}\n")
    assert (finding.code, finding.what[: len(what)]) == (code, what)
    assert finding.where.line == 20


def test_answers_are_a_list() -> None:
    assert [finding.what for finding in faults("routes: []\nanswers:\n")] == ["there is no list under 'answers:'"]


def test_a_text_put_in_place_of_another_fits_its_format() -> None:
    row = "routes:\n  - {name: a, agency: b, mapping: json, mask: {declaration_office_id: {text: HIDDEN-FROM-YOU-ALL}}}"
    with pytest.raises(ConfigurationError) as caught:
        read_routes(row, "routes.yaml", documents=DOCUMENTS, mappings=["json"], transports=["file_drop"])
    assert caught.value.finding.fix == "write 1 to 17"


def test_all_faults_of_a_file_are_told_at_once() -> None:
    text = ROW + "    timeout: x\n    when: nothing == 1\n    colour: red\n"
    assert [finding.code for finding in faults(text)] == ["RTE-001", "RTE-002", "RTE-004"]


def test_a_condition_is_checked_against_its_own_document_kind() -> None:
    assert faults(ROW + "    document: Response\n    when: type_code == 'x'")[0].code == "RTE-002"
