"""What is done to mappings, and that their own proof notices; all of it: `make mutation`."""

import pytest

from tests.mutation.equivalent import reasons
from tests.mutation.lines import line_changes
from tests.mutation.mutant import Mutant
from tests.mutation.placeholders import line_edits
from tests.mutation.shipped import MAPPINGS, mutants
from tests.mutation.tables import code_changes, csv_changes, layout_changes
from tests.mutation.trees import json_changes, xml_changes
from tests.mutation.trial import judged

SMALL = ("contrl-3", "port-cargo-list", "tax-authority-json", "terminal-release-csv", "wco-res")


@pytest.mark.parametrize(
    ("line", "operator", "then"),
    [
        ("A+{a/b}", "set order swapped", "A+{b/a}"),
        ("A+{a/b}", "set member dropped", "A+b"),
        ("A+{=x}", "constant changed", "A+{=y}"),
        ("A+{x}:{*}  # why", "ignored place dropped", "A+{x}:  # why"),
        ("A+{x|cut}", "conversion swapped", "A+{x|lines}"),
        ("A+{x|cut}", "conversion dropped", "A+{x}"),
        ("A+{x|measure(KGM)}", "argument changed", "A+{x|measure(TNE)}"),
        ("A+{x|code(one)}", "code table swapped", "A+{x|code(two)}"),
        ("A+{in x.y}", "direction changed", "A+{x.y}"),
        ("A+{x[k=v].y}", "filter loosened", "A+{x[0].y}"),
        ("A+{x[k=v].y}", "filter changed", "A+{x[k=w].y}"),
        ("A+{x[0].y}", "index moved", "A+{x[1].y}"),
        ("A+{x[0:2]}:{x[2:]}", "slice moved", "A+{x[0:3]}:{x[3:]}"),
        ("A+{x:4}{y:2}", "width moved", "A+{x:5}{y:1}"),
        ("A+{x|cut}:{y.z}", "paths swapped", "A+{y.z|cut}:{x}"),
    ],
)
def test_what_is_done_within_braces(line: str, operator: str, then: str) -> None:
    assert (operator, then) in list(line_edits(line, ("one", "two")))


def test_what_is_done_to_lines() -> None:
    text = "BGM+1+{id}...\neach goods_items:\n    CST+{sequence_numeric}\n        DTM+36:{x}\n"
    done = {operator for _, operator, _ in line_changes(text, ())}
    assert done >= {"line dropped", "qualifier changed", "place moved", "continuation dropped", "list became one"}
    assert done >= {"level lifted", "direction changed"}


def test_what_is_done_to_trees() -> None:
    xml = {then for _, _, then in xml_changes('<a>\n  <b m:each="x[k=v]">\n    <c>1</c>\n  </b>\n</a>\n', ())}
    assert "<a>\n</a>\n" in xml
    assert '<a>\n  <b m:with="x[k=v]">\n    <c>1</c>\n  </b>\n</a>\n' in xml
    json = {then for _, _, then in json_changes('{\n  "a": "{x}",\n  "b": {"c": "{y}", "d": "1"}\n}\n', ())}
    assert '{\n  "a": "{x}"\n}\n' in json
    assert '{\n  "a": "{x}",\n  "b": {"c": "{y}"}\n}\n' in json


def test_what_is_done_to_tables() -> None:
    assert "b\n{y};\n" in {then for _, _, then in csv_changes("a;b\n{x};\n{y};\n", ())}
    codes = {then for _, _, then in code_changes("canonical,external\nIM,1\nEX,2\n")}
    assert "canonical,external\nIM,2\nEX,1\n" in codes
    layout = {then for _, _, then in layout_changes("A = B C*\n    D#\n")}
    assert {"A = C* B\n    D#\n", "A = B C\n    D#\n", "A = B C*\n    D\n", "A = C*\n    D#\n"} <= layout


def test_the_proof_of_a_mapping_notices_each_kind_of_fault() -> None:
    """One mutant of each kind and mapping; those that live on are for `make mutation` to count."""
    chosen: dict[tuple[str, str], Mutant] = {}
    for mutant in (mutant for name in SMALL for mutant in mutants(name)):
        chosen.setdefault((mutant.mapping, mutant.operator), mutant)
    missed = [mutant.shown() for mutant in chosen.values() if not judged(mutant)[0]]
    assert missed == []


def test_what_is_called_equivalent_is_a_mutant() -> None:
    known = {(m.mapping, m.file, m.operator, m.after.strip()) for name in MAPPINGS.names() for m in mutants(name)}
    assert reasons().keys() <= known
