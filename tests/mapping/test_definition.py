"""`mapping.yaml`."""

import pytest

from edi_engine.errors import ConfigurationError
from edi_engine.mapping.definition import extended, read_definition

PARENT = """\
title: The parent
syntax: edifact
message: CUSDEC
directory: D.96B
detect: {type: CUSDEC, document_name: ["929", "830"]}
derive: {after_reading: totals}
envelope: {sender: US, recipient: THEM}
edifact_options: {}
""".replace("edifact_options: {}\n", "")


def test_texts_stay_texts_and_one_text_is_a_list_of_one() -> None:
    found = read_definition(PARENT, "parent")
    assert (found.name, found.message, found.directory) == ("parent", "CUSDEC", "D.96B")
    assert found.detect == {"type": ("CUSDEC",), "document_name": ("929", "830")}
    assert found.derive == {"after_reading": ("totals",)}


def test_what_is_left_out_comes_from_the_parent_except_detection() -> None:
    text = "title: The child\nextends: parent\ndirectory: D.21B\nenvelope: {recipient: OTHER}\n"
    found = read_definition(text, "child", read_definition(PARENT, "parent"))
    assert (found.name, found.extends, found.message, found.directory) == ("child", "parent", "CUSDEC", "D.21B")
    assert found.envelope == {"sender": "US", "recipient": "OTHER"}
    assert found.detect == {}, "two mappings must not claim the same messages"


def test_the_parent_is_known_before_the_whole_is_read() -> None:
    assert extended("extends: parent\n", "child") == "parent"
    assert extended("title: alone\n", "alone") == ""


@pytest.mark.parametrize(
    ("text", "code", "line", "column", "fix"),
    [
        ("title: x\ntitel: y\n", "MPG-001", 2, 1, "did you mean 'title'?"),
        ("title: x\naliases: {a: b}\n", "MPG-001", 2, 1, None),
        ("detect: {typ: CUSDEC}\n", "MPG-001", 1, 10, "did you mean 'type'?"),
        ("- a\n", "MPG-002", 1, 1, None),
        ("detect:\n  type: {a: b}\n", "MPG-002", 2, 3, None),
        ("detect: [a]\n", "MPG-002", 1, 9, None),
        ("title: [a, b]\n", "MPG-002", 1, 1, None),
        ("message:\n  a: b\n", "MPG-002", 1, 1, None),
        ("title: x\ntitle: y\n", "CFG-001", 2, 1, None),
    ],
)
def test_a_fault_has_its_line_and_column(text: str, code: str, line: int, column: int, fix: str | None) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_definition(text, "m")
    finding = caught.value.finding
    assert (finding.code, finding.where.path, finding.where.line, finding.where.column) == (
        code,
        "m/mapping.yaml",
        line,
        column,
    )
    assert fix is None or finding.fix == fix
