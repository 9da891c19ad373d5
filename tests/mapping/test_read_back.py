"""Which value a loss means where several are alike, and what the message shows when it is read again."""

from decimal import Decimal
from typing import Any

import pytest

from edi_engine.canonical.model import (
    AdditionalInformation,
    Classification,
    Commodity,
    Declaration,
    GoodsItem,
    GoodsMeasure,
    Location,
    Packaging,
    Party,
)
from edi_engine.canonical.values import DateTime, Measure
from edi_engine.findings import Report
from edi_engine.mapping.losses import Fate
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.write_losses import write_losses
from edi_engine.workspace import Workspace
from tests.mapping.field_support import fixed_mapping

MAPPINGS = Mappings(Workspace("nowhere"))


def told(mapping: Any, document: Declaration) -> dict[str, str]:
    """By path, what is said of the values that are not simply written."""
    report = Report()
    body = mapping.write(document, report)
    entries = write_losses(mapping, document, body)
    return {
        str(entry.place().path): f"{entry.fate} {entry.code} {entry.reason}"
        for entry in entries
        if entry.fate is not Fate.WRITTEN
    }


def shipped(name: str, document: Declaration) -> dict[str, str]:
    return told(MAPPINGS.get(name), document)


# -- normalised --------------------------------------------------------------------------------------------------------


def test_a_text_of_several_lines_on_one_is_normalised() -> None:
    document = Declaration(functional_reference_id="one\ntwo", id="three\n")
    assert shipped("wco-dec-uk-cds", document) == {
        "functional_reference_id": "normalised MAP-211 written on one line",
        "id": "normalised MAP-211 written on one line",
    }


@pytest.mark.parametrize("name", ["wco-dec", "eu-cc315a"])
def test_blanks_around_a_text_are_normalised_where_they_do_not_come_back(name: str) -> None:
    found = shipped(name, Declaration(functional_reference_id=" NM-1 "))
    assert found == {"functional_reference_id": "normalised MAP-103 comes back as 'NM-1'"}


def test_a_date_in_the_format_of_its_place_is_normalised() -> None:
    document = Declaration(issue_date_time=DateTime("260131", "101"))
    assert shipped("tax-authority-json", document) == {
        "issue_date_time": "normalised MAP-103 comes back as '20260131'",
    }


def test_a_code_that_means_nearly_the_same_is_normalised() -> None:
    item = GoodsItem(sequence_numeric=1, packagings=[Packaging(type_code="1W")])
    mapping = MAPPINGS.get("cn-dec")
    report = Report()
    mapping.write(Declaration(goods_items=[item]), report)
    assert [finding.code for finding in report if finding.code == "MAP-212"]
    found = told(mapping, Declaration(goods_items=[item]))
    assert found["goods_items[0].packagings[0].type_code"].startswith("normalised MAP-212")


def test_a_number_of_fewer_decimals_than_its_place_is_normalised() -> None:
    mapping = fixed_mapping("H{id:3}{total_gross_mass:9|measure(KGM)|implied(2)|pad(9,0)}")
    document = Declaration(id="7", total_gross_mass=Measure(Decimal("1.5"), "KGM"))
    assert told(mapping, document) == {"total_gross_mass.value": "normalised MAP-103 comes back as '1.50'"}


# -- not written -------------------------------------------------------------------------------------------------------


def test_nothing_but_blanks_is_not_written_where_it_does_not_come_back() -> None:
    document = Declaration(functional_reference_id="R", id="\t ")
    assert shipped("wco-dec", document) == {"id": "not written MAP-203 it is nothing but blanks"}
    assert shipped("vessel-call-health", Declaration(functional_reference_id=" ")) == {}


def test_a_role_goes_with_the_only_value_of_its_party() -> None:
    """Sample: a record `N` and nothing behind it; the consignee counted as written."""
    parties = [Party(role="consignee", name="two\nlines"), Party(role="carrier", name="one line")]
    mapping: Any = MAPPINGS.get("port-cargo-list")
    found = told(mapping, Declaration(parties=parties))
    assert found == {
        "parties[0].role": "not written MAP-203 nothing else of its element is written",
        "parties[0].name": "not written MAP-203 'two\\nlines', with a line break or control character",
    }
    lines = str(mapping.write(Declaration(parties=parties), Report()))
    assert "one line" in lines
    assert "\nN" not in lines.replace("\\r\\n", "\n").replace("\r\n", "\n")


def test_of_elements_that_are_alike_the_one_that_says_nothing_else_is_lost() -> None:
    parties = [Party(role="authorisation_holder"), Party(role="authorisation_holder", id="7")]
    assert [*shipped("cn-dec", Declaration(parties=parties))] == ["parties[0].role"]


def test_a_unit_is_lost_with_its_value_though_a_sum_has_it_too() -> None:
    masses = [Measure(Decimal(1), "KGM"), Measure(Decimal(2), "KGM")]
    items = [GoodsItem(commodity=Commodity(goods_measure=GoodsMeasure(net_mass=mass))) for mass in masses]
    place = "goods_items[{}].commodity.goods_measure.net_mass.{}"
    found = shipped("cn-dec", Declaration(goods_items=items))
    assert [*found] == [place.format(n, part) for n in range(2) for part in ("value", "unit")]


def test_what_stands_behind_a_value_that_does_not_fit_is_not_written() -> None:
    """Sample: a warehouse of type Z08, one letter of which fits: its number was written alone, and read as a type."""
    found = shipped("cusdec-d96b-import", Declaration(warehouse=Location(type_code="Z08", id="Y10")))
    assert found == {
        "warehouse.id": "not written MAP-203 it stands behind warehouse.type_code, which is not written",
        "warehouse.type_code": "not written MAP-203 'Z08' is not 1 characters long",
    }


# -- which of several --------------------------------------------------------------------------------------------------


def lines(count: int) -> str:
    return "\n".join(f"line {number}" for number in range(count))


def test_values_with_the_same_finding_are_told_each() -> None:
    texts = [AdditionalInformation(statement_type_code="AAI", statement_description=lines(count)) for count in (8, 2)]
    texts.append(AdditionalInformation(statement_type_code="CUS", statement_description=lines(8).upper()))
    items = [GoodsItem(additional_informations=texts)]
    found = shipped("govcbr-d13b", Declaration(goods_items=items))
    place = "goods_items[0].additional_informations[{}].statement_description"
    assert {path for path in found if "description" in path} == {place.format(0), place.format(2)}


def test_a_value_that_is_quoted_whole_is_meant_and_not_one_that_begins_it() -> None:
    texts = [AdditionalInformation(statement_code=code, statement_description="x") for code in ("1", "1KaJ", "c", "A")]
    found = shipped("vessel-call-port", Declaration(additional_informations=texts))
    assert [path for path in found if "statement_code" in path] == ["additional_informations[1].statement_code"]
    codes = [Classification(type="TSP", id=code) for code in ("c", "much too long")]
    items = [GoodsItem(commodity=Commodity(classifications=[code])) for code in codes]
    found = shipped("cn-dec", Declaration(goods_items=items))
    assert [path for path in found if path.endswith(".id")] == ["goods_items[1].commodity.classifications[0].id"]


def test_of_a_text_in_parts_the_text_is_meant_and_no_other_of_that_name() -> None:
    parties = [Party(role="importer", id="P")]
    document = Declaration(type_code="PvX", parties=parties, goods_items=[GoodsItem(packagings=[Packaging()])])
    document.goods_items[0].packagings[0].type_code = "P"
    assert [*shipped("cusdec-d96b-import", document)] == ["type_code"]


def test_of_two_texts_that_run_together_neither_is_written() -> None:
    texts = [AdditionalInformation(statement_type_code="AAB", statement_description=lines(n)) for n in (5, 2)]
    found = shipped("cusdec-d96b-import", Declaration(additional_informations=texts))
    place = "additional_informations[{}].statement_description"
    assert [*found] == [place.format(0), place.format(1)]
    assert {said[:19] for said in found.values()} == {"not written MAP-206"}
