"""Tests of a route table: what they expect is compared with what the table decides, and their faults have places."""

import datetime
from typing import Any

import pytest

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding
from edi_engine.routing.route_rows import read_routes
from edi_engine.routing.route_table import RouteTable
from edi_engine.routing.table_tests import TableTest, differences, not_reached, read_table_tests

TABLE = """\
routes:
  - {name: tea, agency: food, mapping: json, when: 'goods_items.exists(g, g.commodity.id == "TEA")'}
  - {name: imports, agency: customs, mapping: json, when: 'has(document.type_code) && type_code == "IM"'}
  - {name: trials, agency: lab, mapping: json, traffic: test, valid_from: 2027-01-01}
"""


def table() -> RouteTable:
    return read_routes(TABLE, "routes.yaml", documents=DOCUMENTS, mappings=["json"], transports=["file_drop"])


def read(rows: str) -> list[TableTest]:
    return read_table_tests(rows, "routes.test.yaml", ["tea", "imports", "trials"], DOCUMENTS)


def judged(row: str) -> list[Finding]:
    (test,) = read(f"tests:\n  - {{name: t, {row}}}\n")
    assert test.document is not None
    assert test.message is not None
    day = test.day or datetime.date(2026, 1, 31)
    return list(differences(test, table().select(test.document, test.message, day), "the document"))


@pytest.mark.parametrize(
    "row",
    [
        "document: {type_code: IM}, takes: [imports]",
        "document: {type_code: IM}, takes: [], leaves: [tea]",
        "document: {type_code: IM, goods_items: [{commodity: {id: TEA}}]}, takes: [tea, imports]",
        "document: {type_code: EX}, envelope: {test: true}, day: 2027-01-01, takes: [trials], leaves: [tea]",
        "document: {document_kind: Response}, takes: []",
    ],
)
def test_a_table_that_decides_as_expected_has_no_differences(row: str) -> None:
    assert judged(row) == []


@pytest.mark.parametrize(
    ("row", "what", "why"),
    [
        ("document: {type_code: IM}, takes: []", "route imports takes the document, it should leave it", 'is "IM"'),
        ("document: {type_code: EX}, takes: [imports]", "route imports leaves the document, it should take it", "EX"),
        ("document: {type_code: IM}, takes: [imports, tea]", "route tea leaves the document", "is absent"),
        ("document: {type_code: IM}, takes: [trials], leaves: [tea]", "route trials leaves", "takes tests only"),
        (
            "document: {goods_items: [{}]}, takes: [], leaves: [tea]",
            "route tea does not decide on the document, it should leave it",
            "cannot be decided",
        ),
    ],
)
def test_what_is_decided_otherwise_is_told_with_the_reason_of_the_route(row: str, what: str, why: str) -> None:
    (finding,) = judged(row)
    assert finding.code == "RTE-022"
    assert what in finding.what
    assert why in finding.why
    assert (finding.where.path, finding.where.line) == ("routes.test.yaml", 2)


def test_a_route_that_no_test_reaches_is_named_at_its_line() -> None:
    tests = read("tests:\n  - {name: t, document: {type_code: IM}, takes: [imports]}\n")
    assert [(f.code, f.what, f.where.line) for f in not_reached(table(), tests)] == [
        ("RTE-023", "no test reaches route tea", 2),
        ("RTE-023", "no test reaches route trials", 4),
    ]


DOCUMENT = "name: t, takes: [], document: {type_code: IM}"


@pytest.mark.parametrize(
    ("text", "line", "column", "what", "fix"),
    [
        ("", 1, 1, "there is no list under 'tests:'", "tests:"),
        ("tests: x", 1, 1, "there is no list under 'tests:'", ""),
        ("tests: []\nmore: 1", 2, 1, "unknown key more", "'tests:'"),
        ("tests:\n  - x", 2, 5, "a test is a table", ""),
        (f"tests:\n  - {{{DOCUMENT[9:]}}}", 2, 5, "the test has no name", "name:"),
        ("tests:\n  - {name: t, takes: []}", 2, 5, "a test has a file or a document", "samples/"),
        ("tests:\n  - {name: t, takes: [], document: }", 2, 5, "a test has a file or a document", "samples/"),
        (f"tests:\n  - {{file: a/b, {DOCUMENT}}}", 2, 5, "a test has a file or a document", ""),
        (f"tests:\n  - {{{DOCUMENT}, dey: 1}}", 2, 53, "unknown key dey", "day"),
        ("tests:\n  - {name: t, document: {}, takes: [te]}", 2, 37, "there is no route te", "tea"),
        ("tests:\n  - {name: t, document: {}, takes: tea}", 2, 36, "takes is a list of routes", ""),
        ("tests:\n  - {name: t, document: {}}", 2, 5, "the test has no takes", ""),
        (f"tests:\n  - {{{DOCUMENT}, day: 1.2.26}}", 2, 58, "day is no day", "YYYY-MM-DD"),
        (
            "tests:\n  - {name: t, takes: [], document: {type_cod: IM}}",
            2,
            36,
            "the document is none of the model",
            "write type_code",
        ),
        ("tests:\n  - {name: t, takes: [], document: x}", 2, 36, "a document is a table", ""),
        ("tests:\n  - {name: t, takes: [], document: {document_kind: Letter}}", 2, 52, "there is no kind", ""),
        (f"tests:\n  - {{{DOCUMENT}, envelope: {{sendr: X}}}}", 2, 64, "envelope has no sendr", "sender"),
        (f"tests:\n  - {{{DOCUMENT}, envelope: {{test: maybe}}}}", 2, 70, "envelope.test is true or false", ""),
        (f"tests:\n  - {{{DOCUMENT}, message: CUSDEC}}", 2, 62, "message is a table of texts", ""),
        ("tests:\n  - {name: t, takes: [], file: a/b, number: first}", 2, 45, "number is no number", ""),
        ("tests:\n  - {name: t, takes: [], file: [a/b]}", 2, 32, "file is a single text", ""),
    ],
)
def test_each_fault_has_its_line_and_column(text: str, line: int, column: int, what: str, fix: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read(text)
    finding = caught.value.findings[0]
    assert (finding.code, finding.what[: len(what)]) == ("RTE-005", what)
    assert (finding.where.line, finding.where.column) == (line, column)
    assert fix in finding.fix


def test_all_faults_of_a_file_are_told_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read("tests:\n  - {name: t, document: {x: 1}, takes: [te]}\n  - x\n")
    assert [finding.where.line for finding in caught.value.findings] == [2, 2, 3]


def test_texts_stay_texts_in_a_document_written_out() -> None:
    facts: Any = read(
        "tests:\n  - {name: t, document: {function_code: 09, invoice_amount: {value: 1.50}}, takes: []}\n"
    )
    assert facts[0].document.function_code == "09"
    assert str(facts[0].document.invoice_amount.value) == "1.50"


def test_a_field_that_is_not_in_the_model_is_named_as_it_was_written() -> None:
    text = "tests:\n  - {name: t, takes: [], document: {type_cod: IM}}"
    with pytest.raises(ConfigurationError) as raised:
        read_table_tests(text, "routes.test.yaml", [], DOCUMENTS)
    (finding,) = raised.value.findings
    assert finding.what.endswith("unknown field `type_cod`")
    assert finding.fix == "write type_code"
