"""The shipped rules: each has a document that keeps it and one, changed as little as can be, that breaks it alone."""

import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edi_engine.canonical.code_lists import CodeLists
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.written_out import document_of
from edi_engine.checks.judging import Checks, compiled_rules
from edi_engine.checks.rule import Rule
from edi_engine.checks.rule_files import read_rules
from edi_engine.checks.samples import Sample, judged, read_samples
from edi_engine.conditions.syntax import parse
from edi_engine.conditions.tree import Call, Name, Node, Operation, parts
from edi_engine.findings import Report, Severity
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[2]
CHECKS = Checks(Workspace("nowhere"))


@cache
def samples() -> dict[str, Sample]:
    found: dict[str, Sample] = {}
    for name, text in Workspace("nowhere").check_sample_texts():
        found |= read_samples(text, name, CHECKS.rules)
    return found


def test_there_are_many_rules_and_few_of_mere_presence() -> None:
    assert len(CHECKS.rules) >= 60
    presence = [rule.id for rule in CHECKS.rules.values() if _asks_presence_only(parse(rule.must))]
    assert len(presence) <= 10, presence


def _asks_presence_only(must: Node) -> bool:
    """Whether a condition is nothing but has(…) and size(…) > 0, joined."""
    if isinstance(must, Call):
        return must.name == "has"
    if isinstance(must, Operation) and must.sign in ("||", "&&"):
        return all(map(_asks_presence_only, must.operands))
    return (
        isinstance(must, Operation)
        and must.sign == ">"
        and not any(isinstance(part, Call) and part.name != "size" for part in parts(must))
        and any(isinstance(part, Call) for part in parts(must))
    )


@pytest.mark.parametrize("rule", CHECKS.rules.values(), ids=lambda rule: rule.id)
def test_a_rule_is_kept_by_one_sample_and_broken_by_another(rule: Rule) -> None:
    assert rule.id in samples(), "write passes and fails beside the rule"
    assert list(judged(samples()[rule.id], CHECKS)) == []


@pytest.mark.parametrize("rule", CHECKS.rules.values(), ids=lambda rule: rule.id)
def test_a_finding_names_a_place_and_shows_its_values(rule: Rule) -> None:
    sample = samples()[rule.id]
    report = Report()
    CHECKS.check(document_of(sample.kind, sample.fails), report, 1)
    (finding,) = report
    assert "?" not in finding.what
    assert finding.where.message == 1
    assert finding.where.path
    assert finding.why
    assert finding.fix


def test_the_change_that_breaks_a_rule_is_small() -> None:
    assert [sample.rule for sample in samples().values() if len(sample.change) > 1] == []


def test_every_rule_says_what_it_rests_on() -> None:
    vague = Counter(rule.why for rule in CHECKS.rules.values())
    assert vague.most_common(1)[0][1] <= 2


def test_names_of_macros_are_not_fields_of_the_document() -> None:
    for rule in CHECKS.rules.values():
        variables = {part.variable for part in parts(rule.broken) if hasattr(part, "variable")}
        clash = variables & set(rule.root.fields)
        assert not clash, (rule.id, clash)
        assert not any(isinstance(part, Name) and part.name.startswith("_") for part in parts(rule.broken))


@pytest.mark.parametrize("scenario", Workspace("nowhere").samples())
def test_the_shipped_samples_break_no_rule_of_errors(scenario: str) -> None:
    tree: dict[str, Any] = json.loads(
        (Workspace("nowhere").samples()[scenario] / "declaration.json").read_text("utf-8")
    )
    kind = tree.pop("documentKind")
    report = Report()
    CHECKS.check(msgspec.convert(tree, DOCUMENTS[kind], strict=False), report)
    assert [str(finding) for finding in report if finding.severity is Severity.ERROR] == []


def test_what_is_made_of_the_rules_is_up_to_date() -> None:
    command = [sys.executable, "tools/build_checks.py", "--check"]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_rules_made_python_before_are_those_of_the_files() -> None:
    for name, text in Workspace("nowhere").check_texts():
        made, read = compiled_rules(text, name), read_rules(text, name, CodeLists(Workspace("nowhere")).names())
        assert [replace(rule, judge=None) for rule in made] == read
