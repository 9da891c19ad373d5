"""What a person types finds the code: the closest first, each code once, and what may be meant where there is none."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.canonical.code_lists import CodeLists
from edi_engine.canonical.code_search import Found, near, search
from edi_engine.canonical.codes import CodeList
from edi_engine.workspace import Workspace


@pytest.fixture(scope="module")
def lists() -> list[CodeList]:
    known = CodeLists(Workspace("nowhere"))
    return [found for name in known.names() if (found := known.find(name))]


def shown(found: Sequence[Found]) -> list[str]:
    return [f"{each.list.name} {each.code.code}" for each in found]


def test_the_code_itself_comes_before_what_is_called_so(lists: list[CodeList]) -> None:
    assert shown(search(lists, "kg"))[:3] == ["countries KG", "languages kg", "packages KG"]
    assert "units KGM" in shown(search(lists, "kg"))[3:5]
    assert shown(search(lists, "kilogram"))[0] == "units KGM"


def test_a_code_of_a_list_that_extends_another_is_found_once(lists: list[CodeList]) -> None:
    assert shown(search(lists, "Germany")) == ["countries DE", "countries-alpha-3 DEU"]
    assert shown(search(lists, "northern ireland"))[-1] == "countries-customs XU"


def test_all_words_are_in_the_name(lists: list[CodeList]) -> None:
    assert shown(search(lists, "nitrogen kilogram")) == ["units KNI"]


def test_codes_of_a_heading_are_found_by_its_digits(lists: list[CodeList]) -> None:
    found = shown(search(lists, "8703"))
    assert found[0] == "hs-2022 870310"
    assert sum(each.startswith("hs-2022 8703") for each in found) > 10


def test_a_day_leaves_out_what_did_not_hold(lists: list[CodeList]) -> None:
    assert shown(search(lists, "HRK", date(2022, 12, 31))) == ["currencies HRK"]
    assert search(lists, "HRK", date(2023, 1, 1)) == []


def test_a_rule_answers_to_a_code_it_makes(lists: list[CodeList]) -> None:
    assert shown(search(lists, "NLRTM")) == ["locodes NLRTM"]


def test_what_may_be_meant_is_like_the_code_or_the_name(lists: list[CodeList]) -> None:
    assert shown(near(lists, "Germny")) == ["countries DE", "languages de"]
    assert shown(near(lists, "KGMM"))[0] == "units KGM"


@pytest.mark.parametrize("text", ["", "  ", "\x00", "(", ")+*", "x" * 100_000])
def test_a_text_that_is_nothing_finds_nothing(lists: list[CodeList], text: str) -> None:
    assert search(lists, text) == []
    assert near(lists, text) == []


@given(st.text())
def test_any_text_is_looked_up(text: str) -> None:
    known = CodeLists(Workspace("nowhere"))
    some = [found for name in ("incoterms", "locodes") if (found := known.find(name))]
    for each in search(some, text):
        assert each.list.holds(each.code.code)
