"""Files of code lists: what they may say, how a workspace lies over them, and what is told of a fault."""

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.canonical import code_tables
from edi_engine.canonical.code_lists import CodeLists
from edi_engine.errors import ConfigurationError
from edi_engine.workspace import Workspace

FRUIT = """\
# title: Fruit
# version: 1
# source: us
code\tname\tfrom\tto\tcolour
AP\tApple\t\t\tred
PL\tPlum\t\t2020\tblue
"""


def installation(folder: Path, shipped: dict[str, str], own: dict[str, str]) -> CodeLists:
    """Code lists of a project and of a workspace, by name and text."""
    for tree, files in (("shipped", shipped), ("own", own)):
        (folder / tree / "schemas/codes").mkdir(parents=True)
        for name, text in files.items():
            (folder / tree / "schemas/codes" / f"{name}.tsv").write_text(text, encoding="utf-8")
    return CodeLists(Workspace(folder / "own", shipped=folder / "shipped"))


def test_a_workspace_adds_codes_and_changes_those_that_are_there(tmp_path: Path) -> None:
    own = "# version: 2\ncode\tname\tto\ttaste\nAP\t\t2021\tsweet\nKI\tKiwi\n"
    fruit = installation(tmp_path, {"fruit": FRUIT}, {"fruit": own}).find("fruit")
    assert fruit is not None
    assert (fruit.title, fruit.version) == ("Fruit", "2")
    apple = fruit.get("AP")
    assert apple is not None
    assert (apple.name, apple.valid_to, dict(apple.facts)) == (
        "Apple",
        date(2021, 12, 31),
        {"colour": "red", "taste": "sweet"},
    )
    assert [code.code for code in fruit.codes()] == ["AP", "KI", "PL"]


def test_a_workspace_may_have_a_list_of_its_own_or_none_of_the_shipped_codes(tmp_path: Path) -> None:
    own = {"fruit": "# replaces: yes\ncode\tname\nKI\tKiwi\n", "nuts": "code\tname\nHZ\tHazel\n"}
    lists = installation(tmp_path, {"fruit": FRUIT}, own)
    assert lists.names() == ["fruit", "nuts"]
    assert lists.known("nuts", "HZ")
    assert lists.known("fruit", "KI")
    assert not lists.known("fruit", "AP")


def test_a_list_may_extend_another_also_one_that_a_workspace_changed(tmp_path: Path) -> None:
    basket = "# extends: fruit\ncode\tname\nBR\tBread\n"
    lists = installation(tmp_path, {"fruit": FRUIT, "basket": basket}, {"fruit": "code\tname\nKI\tKiwi\n"})
    assert [lists.known("basket", code) for code in ("AP", "KI", "BR")] == [True] * 3
    assert not lists.known("fruit", "BR")


def test_a_month_or_a_year_is_its_first_and_last_day() -> None:
    assert code_tables.day("2024", last=False) == date(2024, 1, 1)
    assert code_tables.day("2024", last=True) == date(2024, 12, 31)
    assert code_tables.day("2024-02", last=True) == date(2024, 2, 29)
    assert code_tables.day("2024-02-30", last=True) is None
    assert code_tables.day("2024-13", last=True) is None
    assert code_tables.day("0000", last=False) is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name\tcode\nApple\tAP\n", 1, "does not name columns"),
        ("code\tname\tname\n", 1, "does not name columns"),
        ("code\tname\nAP\tApple\tred\n", 2, "no row of 2 cells"),
        ("code\tname\nAP\tApple\nAP\tPear\n", 3, "stands in line 2 already"),
        ("code\tname\tto\nAP\tApple\tsoon\n", 2, "no date"),
        ("code\tname\tfrom\tto\nAP\tApple\t2021\t2020\n", 2, "ends before it begins"),
        ("# from: soon\n", 1, "no date"),
        ("# package: sugar\n", 1, "no package"),
        ("# shape: round\n", 1, "no shape"),
        ("# extends: fruit\ncode\tname\n", None, "extends itself"),
        ("# extends: meat\ncode\tname\n", None, "is no list"),
    ],
)
def test_a_file_that_is_no_list_is_told_with_its_line(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    lists = installation(tmp_path, {}, {"fruit": text})
    with pytest.raises(ConfigurationError) as raised:
        lists.find("fruit")
    finding = raised.value.finding
    assert finding.code == "COD-005"
    assert words in finding.what
    assert finding.where.path == "own/schemas/codes/fruit.tsv"
    assert finding.where.line == line


def test_a_workspace_says_which_list_its_fields_hold(tmp_path: Path) -> None:
    head = "struct\tfield\tlists\tuse\n"
    shipped = {"fields": head + "Basket\tfirst\tfruit\topen\n", "fruit": FRUIT}
    own = {"fields": head + "Basket\tfirst\tnuts\tclosed\n", "nuts": "code\tname\nHZ\tHazel\n"}
    lists = installation(tmp_path, shipped, own)
    assert lists.known("Basket.first", "HZ")
    held = lists.of_field("Basket", "first")
    assert held is not None
    assert held.closed
    assert "fields" not in lists.names()


@pytest.mark.parametrize("rows", ["a\tb\n", "struct\tfield\tlists\tuse\nBasket\tfirst\tfruit\tmaybe\n"])
def test_a_table_of_fields_that_is_none_is_told(tmp_path: Path, rows: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        installation(tmp_path, {"fields": rows}, {}).of_field("Basket", "first")
    assert raised.value.finding.code == "COD-005"


def test_codes_without_days_of_their_own_hold_as_long_as_the_edition(tmp_path: Path) -> None:
    lists = installation(tmp_path, {"fruit": "# from: 2010\n# to: 2024\n" + FRUIT}, {})
    fruit = lists.find("fruit")
    assert fruit is not None
    assert (fruit.valid_from, fruit.valid_to) == (date(2010, 1, 1), date(2024, 12, 31))
    assert [lists.known("fruit", "AP", date(year, 6, 1)) for year in (2009, 2010, 2024, 2025)] == [
        False,
        True,
        True,
        False,
    ]
    assert [lists.known("fruit", "PL", date(year, 6, 1)) for year in (2020, 2021)] == [True, False]


def test_two_lists_that_extend_each_other_are_told(tmp_path: Path) -> None:
    files = {"a": "# extends: b\ncode\tname\n", "b": "# extends: a\ncode\tname\n"}
    with pytest.raises(ConfigurationError, match="extends itself"):
        installation(tmp_path, files, {}).find("a")


@pytest.mark.parametrize("name", ["../fruit", "", "fields", "a/b", "x" * 300, "3035@" + "D" * 50, "\x00"])
def test_a_name_that_is_none_finds_nothing(tmp_path: Path, name: str) -> None:
    assert installation(tmp_path, {"fruit": FRUIT}, {}).find(name) is None


@given(st.text(alphabet="#: \t\ncodenamefromtpackgeshx-0129\r"))
def test_any_text_is_a_list_or_told_as_none(text: str) -> None:
    with contextlib.suppress(ConfigurationError):
        code_tables.read_layers([("any.tsv", "code\tname\tfrom\tto\n" + text)])
