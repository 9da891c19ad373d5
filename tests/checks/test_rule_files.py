"""Files of rules and settings: each fault has its place, one bad file hides none, a workspace has the last word."""

from pathlib import Path

import pytest

from edi_engine.canonical.model import Declaration, GoodsItem
from edi_engine.checks.judging import Checks
from edi_engine.checks.rule_files import read_rules
from edi_engine.checks.settings import Settings, read_settings
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report, Severity
from edi_engine.workspace import Workspace

RULE = """\
checks:
  - id: HOUSE-1
    title: Items are numbered
    severity: error
    document: Declaration
    for: GoodsItem
    when: document.type_code == "IM"
    must: sequence_numeric > 0
    at: sequence_numeric
    message: "item {sequence_numeric} of {document.type_code}"
    why: ours
    fix: number it
"""


def faults(text: str) -> list[tuple[str, int | None, int | None, str]]:
    with pytest.raises(ConfigurationError) as raised:
        read_rules(text, "house.yaml", ["countries"])
    return [(f.code, f.where.line, f.where.column, f.what) for f in raised.value.findings]


def test_a_rule_is_read_with_its_place() -> None:
    (rule,) = read_rules(RULE, "house.yaml", [])
    assert (rule.id, rule.scope, rule.severity, rule.line) == ("HOUSE-1", "GoodsItem", Severity.ERROR, 2)


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column", "what"),
    [
        (
            "must: sequence_numeric",
            "must: sequence_numerik",
            "CHK-002",
            8,
            11,
            "the document has no field sequence_num",
        ),
        ("must: sequence_numeric > 0", "must: sequence_numeric", "CHK-002", 8, 11, "this is neither true nor false"),
        (' == "IM"', "", "CHK-002", 7, 20, "this is neither true nor false"),
        ("sequence_numeric > 0", "true && this", "CHK-002", 8, 19, "this is neither true nor false"),
        ("must: sequence_numeric > 0", "must: sequence_numeric >", "CHK-002", 8, 29, "a value was expected"),
        ("document.type_code ==", "document.tipe_code ==", "CHK-002", 7, 20, "document has no field tipe_code"),
        ("at: sequence_numeric", "at: sequence", "CHK-002", 9, 9, "the document has no field sequence"),
        ("{document.type_code}", "{document.type}", "CHK-002", 10, 52, "document has no field type"),
        ("of {document", "of }{document", "CHK-001", 10, 42, "'}' stands alone in the message"),
        ("severity: error", "severity: fatal", "CHK-001", 4, 15, "there is no severity fatal"),
        ("for: GoodsItem", "for: GoodItem", "CHK-001", 6, 10, "'GoodItem' is no class of the model"),
        ("document: Declaration", "document: Declarations", "CHK-001", 5, 15, "there is no document Declarations"),
        ("id: HOUSE-1", "id: house one", "CHK-001", 2, 9, "'house one' is no id of a rule"),
        ("    why: ours\n", "", "CHK-001", 2, 5, "the rule has no why"),
        ("    why: ours", "    whi: ours\n    why: x", "CHK-001", 11, 5, "unknown key whi"),
        ("sequence_numeric > 0", 'known("contries", "FR")', "CHK-002", 8, 17, "there is no code list contries"),
        (
            "sequence_numeric > 0",
            "size(document.goods_items.filter(g, true)) > 0",
            "CHK-002",
            8,
            25,
            "the list at docu",
        ),
    ],
)
def test_each_fault_of_a_rule_has_its_place(old: str, new: str, code: str, line: int, column: int, what: str) -> None:
    found = faults(RULE.replace(old, new))
    assert [(fault[0], fault[1], fault[2], fault[3][: len(what)]) for fault in found] == [(code, line, column, what)]


def test_an_id_stands_once_in_a_file() -> None:
    again = RULE + RULE.removeprefix("checks:\n")
    assert faults(again) == [("CHK-001", 13, None, "the rule HOUSE-1 stands here twice")]


@pytest.mark.parametrize("text", ["", "rules: []", "checks: x", "checks:\n  - x"])
def test_what_is_no_file_of_rules_is_a_fault(text: str) -> None:
    assert [fault[0] for fault in faults(text)] == ["CHK-001"]


def installation(folder: Path, rules: str = "", settings: str = "") -> Checks:
    (folder / "schemas/checks").mkdir(parents=True)
    (folder / "schemas/checks/house.yaml").write_text(rules or RULE, encoding="utf-8")
    if settings:
        (folder / "checks.yaml").write_text(settings, encoding="utf-8")
    return Checks(Workspace(folder))


def found(checks: Checks, document: Declaration, use: str = "validate") -> list[tuple[str, str, str | None]]:
    report = Report()
    checks.check(document, report, 1, use)
    return [(finding.code, str(finding.severity), finding.where.path) for finding in report]


NEGATIVE = Declaration(type_code="IM", goods_items=[GoodsItem(sequence_numeric=-1, origins=[])])


def test_a_workspace_adds_rules_and_replaces_shipped_ones(tmp_path: Path) -> None:
    own = RULE.replace("HOUSE-1", "CHK-601")
    assert found(installation(tmp_path / "a"), NEGATIVE) == [
        ("CHK-601", "error", "goods_items"),
        ("CHK-702", "warning", "goods_items[0].origins"),
        ("HOUSE-1", "error", "goods_items[0].sequence_numeric"),
    ]
    assert found(installation(tmp_path / "b", own), NEGATIVE)[0] == (
        "CHK-601",
        "error",
        "goods_items[0].sequence_numeric",
    )


def test_rules_are_weighed_and_switched_off(tmp_path: Path) -> None:
    checks = installation(tmp_path, settings="route: notes\nrules: {CHK-601: off, CHK-702: error, HOUSE-1: warning}\n")
    assert [row[:2] for row in found(checks, NEGATIVE)] == [("CHK-702", "error"), ("HOUSE-1", "warning")]
    assert [row[:2] for row in found(checks, NEGATIVE, "translate")] == [("CHK-702", "warning"), ("HOUSE-1", "warning")]
    assert {row[1] for row in found(checks, NEGATIVE, "route")} == {"note"}


def test_checks_as_a_whole_are_switched_off(tmp_path: Path) -> None:
    assert found(installation(tmp_path, settings="validate: off\n"), NEGATIVE) == []


def test_without_settings_only_validate_rejects() -> None:
    settings = Settings()
    weights = {use: settings.weight("X-1", Severity.ERROR, use) for use in ("validate", "translate", "route")}
    assert weights == {"validate": "error", "translate": "warning", "route": "warning"}
    assert read_settings("", "checks.yaml", []) == settings


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- x", 1, "the settings are a table of keys"),
        ("route: strict", 1, "route is none of errors, warnings, notes, off"),
        ("routes: errors", 1, "unknown key routes"),
        ("rules: x", 1, "rules is a table"),
        ("rules:\n  CHK-999: off", 2, "there is no rule CHK-999"),
        ("rules:\n  CHK-101: maybe", 2, "CHK-101 is none of off, error, warning, note"),
    ],
)
def test_each_fault_of_settings_has_its_place(text: str, line: int, what: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        read_settings(text, "checks.yaml", ["CHK-101"])
    (finding,) = raised.value.findings
    assert (finding.code, finding.where.line, finding.what) == ("CHK-003", line, what)


def test_a_rule_that_cannot_be_judged_is_a_note_and_hides_no_other(tmp_path: Path) -> None:
    rules = RULE.replace("sequence_numeric > 0", "sequence_numeric > document.type_code")
    checks = installation(tmp_path, rules)
    assert ("CHK-004", "note", None) in found(checks, NEGATIVE)
    assert "CHK-601" in {row[0] for row in found(checks, NEGATIVE)}


def test_a_thousand_broken_items_are_told_in_bounds(tmp_path: Path) -> None:
    checks = installation(tmp_path)
    items = [GoodsItem(sequence_numeric=-number) for number in range(1000)]
    report = Report()
    checks.check(Declaration(type_code="IM", goods_items=items), report)
    told = [finding for finding in report if finding.code == "HOUSE-1"]
    assert len(told) == 100
    assert report.counted[Severity.ERROR, "HOUSE-1"] == 900
    (same,) = [finding for finding in report if finding.code == "CHK-702"]
    assert same.what.startswith("the country of origin is missing, and at 99 more places")
    assert same.places == tuple(f"goods_items[{number}].origins" for number in range(20))
    assert same.where.path == same.places[0]
    assert not any(finding.places for finding in told)


def test_a_name_near_to_no_other_is_looked_up_where_all_are_listed() -> None:
    for old, new, fix in (
        ("must: sequence_numeric", "must: xyzzyqq", "see docs/fields.html"),
        ("for: GoodsItem", "for: Xyzzyqq", "see docs/fields.html"),
        ("severity: error", "severity: xyzzyqq", "write error or note or warning"),
    ):
        with pytest.raises(ConfigurationError) as raised:
            read_rules(RULE.replace(old, new), "house.yaml", [])
        assert [finding.fix for finding in raised.value.findings] == [fix]
