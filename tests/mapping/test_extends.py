"""A mapping that extends another states differences."""

from pathlib import Path

import pytest

from edi_engine.canonical.model import Declaration
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding
from edi_engine.mapping.extends import apply_changes
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.template import Node, parse_template
from tests.mapping.templates import DEFINITION, read, registry, write, write_mapping

TEMPLATE = """\
BGM+{type_code}
GIS+{transaction_nature_code}:112
RFF+ABO:{ucr.id}
    DTM+171:{acceptance_date_time|datetime}
each parties:
    NAD+{role}+{id}
        RFF+VA:{function_code}
"""


def shape(nodes: list[Node], depth: int = 0) -> list[str]:
    return [text for node in nodes for text in ("  " * depth + node.source, *shape(node.children, depth + 1))]


def changed(changes: str) -> list[str]:
    return shape(apply_changes(parse_template(TEMPLATE), changes, "m/changes.edi"))


def test_drop_takes_a_line_with_what_stands_under_it() -> None:
    assert changed("drop RFF+ABO\n") == [text for text in changed("") if "ABO" not in text and "DTM" not in text]


def test_replace_keeps_what_stood_under_the_line() -> None:
    found = changed("replace RFF+ABO\n    RFF+ABT:{ucr.id}\n")
    assert found[2:4] == ["RFF+ABT:{ucr.id}", "  DTM+171:{acceptance_date_time|datetime}"]


def test_replace_may_bring_something_of_its_own() -> None:
    found = changed("replace RFF+ABO\n    RFF+ABT:{ucr.id}\n        DTM+9:{exit_date_time|datetime}\n")
    assert found[2:4] == ["RFF+ABT:{ucr.id}", "  DTM+9:{exit_date_time|datetime}"]


def test_replace_by_several_lines_must_say_where_the_rest_goes() -> None:
    with pytest.raises(NotationError, match="under which") as caught:
        changed("\nreplace RFF+ABO\n    RFF+ABT:{ucr.id}\n    RFF+ABE:{id}\n")
    assert (caught.value.line, caught.value.file) == (2, "m/changes.edi")


def test_add_puts_lines_under_a_line_or_at_the_top() -> None:
    assert changed("add RFF+ABO\n    LOC+9\n")[4] == "  LOC+9"
    assert changed("add .\n    LOC+9\n")[-1] == "LOC+9"


def test_an_address_goes_from_the_outside_in() -> None:
    found = changed("drop each parties: > NAD+{role}+{id} > RFF\n")
    assert found == [text for text in changed("") if "VA" not in text]


@pytest.mark.parametrize(
    ("changes", "line", "column", "words"),
    [
        ("drop LOC+9\n", 1, 6, "means no line"),
        ("# why\n\nreplace RFF\n    RFF+X\n", 3, 9, "line 3 and line 7"),
        ("drop RFF+AB\n", 1, 6, "means no line"),
        ("remove BGM\n", 1, 1, "drop, replace or add"),
        ("drop BGM\n    LOC+9\n", 1, 1, "takes no lines"),
        ("add BGM\n", 1, 1, "needs lines"),
        ("add RFF+ABO\n    LOC+9\n    loc+9\n", 3, 5, "neither a segment"),
        ("add RFF+ABO\n    LOC+9\n\n    LOC+{9\n", 4, 9, "not closed"),
        ("drop NAD+{role}+{id}\n", 5, 1, "nothing stands under"),
    ],
)
def test_a_fault_in_the_differences_has_its_line(changes: str, line: int, column: int, words: str) -> None:
    with pytest.raises(NotationError, match=words) as caught:
        changed(changes)
    assert (caught.value.line, caught.value.column) == (line, column)


# -- as mappings ---------------------------------------------------------------------------------------------------


def family(root: Path, changes: str, grandchild: str | None = None) -> None:
    write_mapping(root, "parent", template=TEMPLATE)
    write_mapping(root, "child", definition="title: child\nextends: parent\n", changes=changes)
    if grandchild is not None:
        write_mapping(root, "grandchild", definition="title: grandchild\nextends: child\n", changes=grandchild)


def first_fault(root: Path, name: str) -> Finding:
    with pytest.raises(ConfigurationError) as caught:
        registry(root).get(name)
    return caught.value.finding


def test_differences_are_read_and_written(tmp_path: Path) -> None:
    family(tmp_path, "replace GIS\n    GIS+{transaction_nature_code}:999\n", "add .\n    LOC+9+{export_country_code}\n")
    mapping = registry(tmp_path).get("grandchild")
    document, report = read(mapping, "BGM+929", "LOC+9+DE", "GIS+1:999", "GIS+2:112")  # type: ignore[arg-type]
    assert (document.transaction_nature_code, document.export_country_code) == ("1", "DE")
    assert [finding.where.segment for finding in report] == [5]
    texts, _ = write(mapping, Declaration(type_code="929", transaction_nature_code="1"))  # type: ignore[arg-type]
    assert texts == ["BGM+929", "GIS+1:999"]


def test_a_fault_names_the_file_its_line_stands_in(tmp_path: Path) -> None:
    family(tmp_path, "add .\n    LOC+9+{nosuch}\n", "add .\n    LOC+8+{id}\n")
    found = first_fault(tmp_path, "grandchild")
    assert (found.where.path, found.where.line, found.where.column) == ("child/changes.edi", 2, 11)
    assert found.what == "Declaration has no field 'nosuch'"


def test_two_homes_in_two_files_name_the_later_place(tmp_path: Path) -> None:
    family(tmp_path, "\nadd .\n    LOC+9+{type_code}\n")
    found = first_fault(tmp_path, "child")
    assert (found.code, found.where.path, found.where.line, found.where.column) == (
        "TPL-006",
        "child/changes.edi",
        3,
        11,
    )


def test_a_fault_in_the_template_is_not_blamed_on_the_differences(tmp_path: Path) -> None:
    family(tmp_path, "drop GIS\n")
    write_mapping(tmp_path, "parent", template="BGM+{type_code\n")
    found = first_fault(tmp_path, "child")
    assert (found.where.path, found.where.line) == ("parent/template.edi", 1)


def test_a_circle_is_refused(tmp_path: Path) -> None:
    for name, parent in (("a", "b"), ("b", "c"), ("c", "b"), ("own", "own")):
        write_mapping(tmp_path, name, definition=f"title: {name}\nextends: {parent}\n", changes="")
    assert first_fault(tmp_path, "a").what == "b extends c extends b"
    assert (first_fault(tmp_path, "own").code, first_fault(tmp_path, "own").what) == ("MPG-005", "own extends own")


def test_a_parent_that_is_not_there_is_named(tmp_path: Path) -> None:
    write_mapping(tmp_path, "child", definition=DEFINITION + "extends: parrent\n", changes="")
    write_mapping(tmp_path, "parent", template=TEMPLATE)
    found = first_fault(tmp_path, "child")
    assert (found.code, found.fix) == ("MPG-003", "did you mean 'parent'?")
    assert (found.what, found.where.path) == ("there is no mapping 'parrent' for child to extend", "child/mapping.yaml")
    assert found.where.line == DEFINITION.count("\n") + 1


def test_a_code_table_is_a_file_of_that_name(tmp_path: Path) -> None:
    write_mapping(tmp_path, "parent", template="BGM+{type_code|code(kinds)}")
    (tmp_path / "mappings/parent/codes").mkdir()
    (tmp_path / "mappings/parent/codes/kinds.tsv").write_text("canonical\texternal\n")
    found = first_fault(tmp_path, "parent")
    assert (found.code, found.what) == ("TPL-008", "no code table 'kinds': there is no codes/kinds.csv")
    assert "kinds.tsv" not in found.fix


def test_code_tables_of_the_child_come_first(tmp_path: Path) -> None:
    template = "BGM+{type_code|code(kinds)}"
    write_mapping(tmp_path, "parent", template=template, kinds="canonical,external\nIM,929\n")
    child = "title: child\nextends: parent\n"
    write_mapping(tmp_path, "child", definition=child, changes="", kinds="canonical,external\nIM,1\n")
    mappings = registry(tmp_path)
    assert read(mappings.get("parent"), "BGM+929")[0].type_code == "IM"  # type: ignore[arg-type]
    assert read(mappings.get("child"), "BGM+1")[0].type_code == "IM"  # type: ignore[arg-type]
