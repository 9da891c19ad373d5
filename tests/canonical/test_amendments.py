"""Amendments: what each function does, what is refused, and that nothing goes in silence."""

from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from edi_engine.canonical.amendments import amend, read_functions
from edi_engine.canonical.differences import differences
from edi_engine.canonical.document_paths import parse, show, value_at
from edi_engine.canonical.model import (
    AdditionalInformation,
    Amendment,
    Commodity,
    Declaration,
    Document,
    GoodsItem,
    Packaging,
    Party,
    TradeTerms,
)
from edi_engine.canonical.values import Amount, DateTime
from edi_engine.findings import Report
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.canonical.test_pointers import chain

FUNCTIONS = read_functions(Workspace().schema_text("wco/amendments.tsv"))
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "wco-xml"


def original() -> Declaration:
    return Declaration(
        function_code="9",
        functional_reference_id="LRN1",
        id="MRN1",
        version_id="1",
        type_code="IMA",
        total_package_quantity=Decimal(65),
        invoice_amount=Amount(Decimal("240.00"), "GBP"),
        trade_terms=TradeTerms(condition_code="CIF"),
        parties=[Party(role="importer", id="GB1"), Party(role="carrier", level="consignment", id="MAEU")],
        goods_items=[
            GoodsItem(
                sequence_numeric=1,
                commodity=Commodity(description="tea"),
                additional_documents=[Document(id="A"), Document(id="B"), Document(id="C")],
                packagings=[Packaging(quantity=Decimal(3), type_code="CT")],
            ),
            GoodsItem(sequence_numeric=2, commodity=Commodity(description="coffee")),
        ],
    )


def changing(*pointers: str, **content: Any) -> Declaration:
    return Declaration(
        function_code="4",
        id="MRN1",
        amendments=[Amendment(change_reason_code="28", pointers=chain(pointer)) for pointer in pointers],
        **content,
    )


def applied(amendment: Declaration, to: Declaration | None = None) -> tuple[Declaration | None, list[str]]:
    report = Report()
    return amend(to or original(), amendment, FUNCTIONS, report), [one.code for one in report]


def changes(amendment: Declaration) -> list[tuple[str, str]]:
    """What an amendment that applies cleanly changes, the version left out."""
    found, codes = applied(amendment)
    assert codes == []
    assert found is not None
    assert found.version_id == "2"
    return [
        (str(one.change), show(one.path)) for one in differences(original(), found) if show(one.path) != "version_id"
    ]


# -- change by pointers ------------------------------------------------------------------------------------------------


def test_a_field_that_is_named_is_changed() -> None:
    amendment = changing("42A[1].146", total_package_quantity=Decimal(80))
    assert changes(amendment) == [("changed", "total_package_quantity")]


def test_an_item_is_found_by_its_number_and_nothing_else_of_it_changes() -> None:
    items = [GoodsItem(sequence_numeric=2, commodity=Commodity(description="beans"))]
    amendment = changing("42A/67A/68A[2]/23A.137", goods_items=items)
    assert changes(amendment) == [("changed", "goods_items[1].commodity.description")]


def test_an_item_that_is_not_there_is_added() -> None:
    items = [GoodsItem(sequence_numeric=3, transaction_nature_code="11")]
    assert changes(changing("42A/67A/68A[3]", goods_items=items)) == [("added", "goods_items[2]")]


def test_what_is_named_and_not_there_in_the_amendment_is_taken_out() -> None:
    amendment = changing("42A/67A/68A[1]/02A[2]", "42A/67A/22B", "42A/67A/74A[1]")
    found, codes = applied(amendment)
    assert codes == []
    assert found is not None
    assert [one.id for one in found.goods_items[0].additional_documents] == ["A", "C"]
    assert found.trade_terms is None
    assert [party.role for party in found.parties] == ["carrier"]


def test_elements_without_numbers_stand_in_the_order_of_the_numbers_named() -> None:
    documents = [Document(id="A", type_code="380"), Document(id="C", type_code="705")]
    amendment = changing(
        "42A/67A/68A[1]/02A[3].D006",
        "42A/67A/68A[1]/02A[1].D006",
        "42A/67A/68A[1]/02A[2]",
        goods_items=[GoodsItem(sequence_numeric=1, additional_documents=documents)],
    )
    found, codes = applied(amendment)
    assert codes == []
    assert found is not None
    assert [(one.id, one.type_code) for one in found.goods_items[0].additional_documents] == [
        ("A", "380"),
        ("C", "705"),
    ]


def test_a_class_that_was_not_there_is_made_for_its_field() -> None:
    items = [GoodsItem(sequence_numeric=2, packagings=[Packaging(quantity=Decimal(9))])]
    amendment = changing("42A/67A/68A[2]/93A[1]", goods_items=items)
    assert changes(amendment) == [("added", "goods_items[1].packagings[0]")]


def test_a_level_that_the_model_flattens_is_changed_with_all_that_stands_there() -> None:
    amendment = changing("42A/67A", trade_terms=TradeTerms(condition_code="FOB"))
    found, codes = applied(amendment)
    assert codes == []
    assert found is not None
    assert found.goods_items == []
    assert found.parties == []
    assert found.trade_terms == TradeTerms(condition_code="FOB")
    assert found.total_package_quantity == Decimal(65)


def test_context_that_says_the_same_is_no_finding() -> None:
    items = [
        GoodsItem(sequence_numeric=1, commodity=Commodity(description="tea"), additional_documents=[Document(id="B")])
    ]
    amendment = changing("42A.146", total_package_quantity=Decimal(1), goods_items=items)
    assert changes(amendment) == [("changed", "total_package_quantity")]


def test_what_is_not_named_is_not_applied_and_told() -> None:
    amendment = changing("42A.146", total_package_quantity=Decimal(1), invoice_amount=Amount(Decimal(9), "GBP"))
    report = Report()
    found = amend(original(), amendment, FUNCTIONS, report)
    assert found is not None
    assert found.invoice_amount == original().invoice_amount
    assert [(one.code, one.where.path) for one in report] == [("AMD-008", "invoice_amount.value")]


@pytest.mark.parametrize(
    ("pointers", "code"),
    [
        (["42A/67A/68A[9]/23A.137"], "AMD-005"),  # no such item
        (["42A.228"], "AMD-005"),  # neither there nor here
        (["42A/tk3"], "AMD-005"),
        (["42A"], "AMD-005"),
        (["42A/67A/68A[1].zzz"], "AMD-005"),
        (["42A/67A/22B[2].090"], "AMD-005"),  # there is one at most
        (["42A.146", "42A[1].146"], "AMD-006"),
        (["42A/67A/68A[1]", "42A/67A[1]/68A[1]/23A.137"], "AMD-006"),
        (["42A/67A/68A.103"], "AMD-007"),  # which item?
    ],
)
def test_what_cannot_be_applied_is_refused_whole(pointers: list[str], code: str) -> None:
    before = original()
    found, codes = applied(changing("42A.109", *pointers, invoice_amount=Amount(Decimal(1), "GBP")), before)
    assert found is None
    assert code in codes
    assert before == original()


def test_an_element_that_cannot_be_told_from_its_like_is_refused() -> None:
    documents = [Document(id="x"), Document(id="y")]
    items = [GoodsItem(sequence_numeric=1, additional_documents=documents)]
    found, codes = applied(changing("42A/67A/68A[1]/02A[3].D006", goods_items=items))
    assert found is None
    assert codes == ["AMD-007"]


# -- the other functions -----------------------------------------------------------------------------------------------


def test_a_change_without_pointers_changes_the_fields_it_holds() -> None:
    amendment = Declaration(
        function_code="4",
        functional_reference_id="LRN1",
        total_package_quantity=Decimal(80),
        trade_terms=TradeTerms(location_id="GBFXT"),
        parties=[Party(role="importer", name="NORTHMERE"), Party(role="declarant", id="D")],
        goods_items=[GoodsItem(sequence_numeric=2, commodity=Commodity(description="beans"))],
    )
    assert changes(amendment) == [
        ("changed", "total_package_quantity"),
        ("added", "parties[0].name"),
        ("added", "parties[2]"),
        ("changed", "goods_items[1].commodity.description"),
        ("added", "trade_terms.location_id"),
    ]


def test_a_list_without_names_is_replaced_whole_and_told() -> None:
    packagings = [Packaging(quantity=Decimal(4)), Packaging(quantity=Decimal(5))]
    amendment = Declaration(
        function_code="4", id="MRN1", goods_items=[GoodsItem(sequence_numeric=1, packagings=packagings)]
    )
    found, codes = applied(amendment)
    assert codes == ["AMD-009"]
    assert found is not None
    assert found.goods_items[0].packagings == packagings


def test_a_replacement_takes_the_place_of_all_but_what_identifies_it() -> None:
    found, codes = applied(Declaration(function_code="5", functional_reference_id="LRN1", type_code="IMD"))
    assert codes == []
    expected = Declaration(
        function_code="9", functional_reference_id="LRN1", id="MRN1", type_code="IMD", version_id="2"
    )
    assert found == expected


@pytest.mark.parametrize("kind", [{"function_code": "1"}, {"function_code": "13", "type_code": "INV"}])
def test_a_cancellation_keeps_what_was_declared_and_ends_it(kind: dict[str, Any]) -> None:
    issued = DateTime("20260131120000Z", "304")
    found, codes = applied(Declaration(id="MRN1", issue_date_time=issued, **kind))
    assert codes == []
    assert found is not None
    assert found.cancellation_date_time == issued
    assert found.goods_items == original().goods_items
    assert found.version_id == "2"
    assert applied(changing("42A.146"), found) == (None, ["AMD-004"])


def test_a_request_has_a_reference_a_type_and_reasons_of_its_own() -> None:
    amendment = changing("42A.146", total_package_quantity=Decimal(80))
    amendment.function_code, amendment.type_code, amendment.functional_reference_id = "13", "COR", "OTHER"
    amendment.additional_informations = [
        AdditionalInformation(statement_description="why", pointers=chain("42A/06A[1]"))
    ]
    assert changes(amendment) == [("changed", "total_package_quantity")]


@pytest.mark.parametrize(
    ("amendment", "code"),
    [
        (Declaration(function_code="9", id="MRN1"), "AMD-001"),
        (Declaration(function_code="13", type_code="IMA", id="MRN1"), "AMD-001"),
        (Declaration(id="MRN1"), "AMD-001"),
        (Declaration(function_code="5", id="MRN2"), "AMD-002"),
        (Declaration(function_code="5", functional_reference_id="LRN2"), "AMD-002"),
        (Declaration(function_code="5", id="MRN1", version_id="1"), "AMD-003"),
        (Declaration(function_code="5", id="MRN1", version_id="3"), "AMD-003"),
        (Declaration(function_code="5", id="MRN1", version_id="two"), "AMD-003"),
    ],
)
def test_another_function_reference_or_version_is_refused(amendment: Declaration, code: str) -> None:
    assert applied(amendment) == (None, [code])


def test_the_functions_that_amend_are_named_with_the_type_they_need() -> None:
    report = Report()
    amend(original(), Declaration(function_code="13", type_code="IMA", id="MRN1"), FUNCTIONS, report)
    assert [one.fix for one in report] == ["1225 is one of 1, 4, 5, 33, 36, 13 with type COR, 13 with type INV"]


@pytest.mark.parametrize(
    ("before", "said", "after", "codes"),
    [
        (None, None, "2", []),
        ("9", None, "10", []),
        ("9", "10", "10", []),
        ("009", None, "10", []),
        ("A", None, "A", ["AMD-003"]),
        ("A", "B", "B", []),
        ("9" * 40, None, "1000000000", []),
    ],
)
def test_versions_are_counted(before: str | None, said: str | None, after: str, codes: list[str]) -> None:
    declaration = original()
    declaration.version_id = before
    found, told = applied(Declaration(function_code="5", id="MRN1", version_id=said), declaration)
    assert found is not None
    assert (found.version_id, told) == (after, codes)


def test_neither_of_the_two_is_touched() -> None:
    declaration, amendment = original(), changing("42A/67A/68A[1]", goods_items=[GoodsItem(sequence_numeric=1)])
    kept = deepcopy((declaration, amendment))
    found, _ = applied(amendment, declaration)
    assert (declaration, amendment) == kept
    assert found is not None
    assert found.goods_items[0] is not amendment.goods_items[0]


# -- published samples -------------------------------------------------------------------------------------------------


def document(name: str) -> Any:
    if not CORPUS.is_dir():
        pytest.skip("the corpus is not there")
    with (CORPUS / name).open("rb") as stream:
        ((_, messages),) = Engine(Workspace()).read_documents(stream)
        (read,) = messages
        return read.document


@pytest.mark.parametrize(
    ("declaration", "amendment", "changed"),
    [
        (
            "gb-cds_TT_Add_Item_Scenario_v1_Step1_Declaration.xml",
            "gb-cds_TT_Add_Item_Scenario_v1_Step2_Amendment.xml",
            ["goods_item_quantity", "total_package_quantity", "goods_items[2]"],
        ),
        (
            "gb-cds_TT_IM002b_TT_IM002a.xml",
            "gb-cds_TT_IM002b_TT_IM002b_Amendment.xml",
            ["goods_items[0].commodity.invoice_line.item_charge_amount.value"],
        ),
        (
            "gb-cds_TT_IM008b_TT_IM008b.xml",
            "gb-cds_TT_IM008b_TT_IM008b_Amendment.xml",
            ["goods_items[0].additional_documents[0].lpco_exemption_code"],
        ),
    ],
)
def test_published_amendments_change_what_their_comments_say(
    declaration: str, amendment: str, changed: list[str]
) -> None:
    before, change = document(declaration), document(amendment)
    found = amend(before, change, FUNCTIONS, Report())
    assert found is not None
    paths = [show(one.path) for one in differences(before, found)]
    assert paths == ["version_id", *changed]
    for path in changed:
        assert value_at(found, parse(path)) is not None


def test_thousands_of_pointers_into_thousands_of_elements_are_each_applied() -> None:
    documents = [Document(id=str(number)) for number in range(3_000)]
    before = original()
    before.goods_items[0].additional_documents = documents
    pointers = [f"42A/67A/68A[1]/02A[{number}].D005" for number in range(1, 3_001)]
    changed = [Document(id=f"{number}x") for number in range(3_000)]
    amendment = changing(*pointers, goods_items=[GoodsItem(sequence_numeric=1, additional_documents=changed)])
    found, codes = applied(amendment, before)
    assert codes == []
    assert found is not None
    assert found.goods_items[0].additional_documents == changed
