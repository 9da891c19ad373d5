"""What is withheld is gone from one agency's copy, and nowhere else."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical import model
from edi_engine.canonical.meaning import leaves
from edi_engine.canonical.values import Amount
from edi_engine.canonical.written_out import document_of
from edi_engine.routing.masking import Masking
from edi_engine.routing.projection import only, project, shortens_lists, withhold


class Item(msgspec.Struct):
    id: str | None = None
    price: str | None = None


class Declaration(msgspec.Struct):
    ucr: str | None = None
    seller: Item | None = None
    goods_items: list[Item] = []


def test_withheld_values_are_gone_and_the_document_itself_is_untouched() -> None:
    document = Declaration(ucr="U", seller=Item(id="S", price="1"), goods_items=[Item(id="1", price="9"), Item(id="2")])
    before = msgspec.json.encode(document)
    seen, named = withhold(document, ("ucr", "goods_items[*].price", "seller.price"))
    assert seen == Declaration(seller=Item(id="S"), goods_items=[Item(id="1"), Item(id="2")])
    assert named == ["ucr", "goods_items[*].price", "seller.price"]
    assert msgspec.json.encode(document) == before


def test_only_paths_with_a_value_are_named() -> None:
    document = Declaration(goods_items=[Item(id="1")])
    seen, named = withhold(document, ("ucr", "goods_items[*].price", "seller.id"))
    assert seen is document
    assert named == []


def test_a_whole_list_can_be_withheld() -> None:
    seen, named = withhold(Declaration(ucr="U", goods_items=[Item()]), ("goods_items",))
    assert seen == Declaration(ucr="U")
    assert named == ["goods_items"]


def test_the_spelling_of_a_withheld_number_is_withheld_too() -> None:
    amount = Amount(Decimal("12.50"), "EUR")
    spelling = {"invoiceAmount": "012.50", "totalPackageQuantity": "07"}
    document = model.Declaration(
        invoice_amount=amount, total_package_quantity=Decimal(7), extensions={"spelling": spelling, "x": 1}
    )
    for path in ("invoice_amount", "invoice_amount.value"):
        seen, _ = withhold(document, (path,))
        assert seen.extensions == {"spelling": {"totalPackageQuantity": "07"}, "x": 1}
    seen, _ = withhold(document, ("invoice_amount", "total_package_quantity"))
    assert seen == model.Declaration(extensions={"x": 1})
    assert document.extensions == {"spelling": spelling, "x": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    only: tuple[str, ...] = ()
    withhold: tuple[str, ...] = ()
    mask: tuple[Masking, ...] = ()
    for_each: str = ""
    part: str = ""


def call(**fields: Any) -> msgspec.Struct:
    return document_of("Declaration", fields)


CREW: Any = {"role": "crew", "family_name": "ORWELL", "travel_documents": [{"type_code": "P", "id": "MT1234567"}]}
PASSENGER: Any = {"role": "passenger", "family_name": "ADOMAT", "travel_documents": [{"id": "C01X00T47"}]}
PERSONS = call(id="1", border_transport_means={"name": "MERIDIAN STAR", "persons": [CREW, PASSENGER]}, ucr={"id": "U"})


def test_some_elements_of_a_list_are_withheld() -> None:
    seen = project(PERSONS, View(withhold=("border_transport_means.persons[role=passenger]", "ucr")))
    assert seen.document == call(id="1", border_transport_means={"name": "MERIDIAN STAR", "persons": [CREW]})
    assert seen.withheld == ("border_transport_means.persons[role=passenger]", "ucr")
    other = project(PERSONS, View(withhold=("border_transport_means.persons[role!=passenger/pilot].travel_documents",)))
    bare = {key: value for key, value in CREW.items() if key != "travel_documents"}
    expected = {"name": "MERIDIAN STAR", "persons": [bare, PASSENGER]}
    assert other.document == call(id="1", border_transport_means=expected, ucr={"id": "U"})


def test_only_what_is_named_is_seen_and_what_tells_elements_apart() -> None:
    view = View(only=("border_transport_means.name", "border_transport_means.persons[role=crew].family_name"))
    seen = project(PERSONS, view)
    persons = [{"role": "crew", "family_name": "ORWELL"}]
    assert seen.document == call(border_transport_means={"name": "MERIDIAN STAR", "persons": persons})
    assert seen.left_out == ("id", "border_transport_means.persons", "ucr")


def test_of_what_is_named_some_can_be_withheld_and_some_masked() -> None:
    view = View(
        only=("border_transport_means.persons[*]",),
        withhold=("border_transport_means.persons[role=passenger]",),
        mask=(
            Masking(path="border_transport_means.persons[*].travel_documents[*].id", last=3),
            Masking(path="border_transport_means.persons[role=crew].family_name", text="CREW"),
            Masking(path="border_transport_means.persons[*].given_name", last=1),
        ),
    )
    seen = project(PERSONS, view)
    masked = {"role": "crew", "family_name": "CREW", "travel_documents": [{"type_code": "P", "id": "******567"}]}
    assert seen.document == call(border_transport_means={"persons": [masked]})
    assert seen.masked == tuple(masking.path for masking in view.mask[:2])


@pytest.mark.parametrize(
    ("last", "value", "masked"),
    [
        (4, "MT1234567", "*****4567"),
        (4, "ABCD", "****"),
        (4, "AB", "**"),
        (0, "AB", "**"),
        (1, "AB", "*B"),
        (3, "", ""),
    ],
)
def test_a_text_no_longer_than_what_is_left_open_is_masked_whole(last: int, value: str, masked: str) -> None:
    assert Masking(path="x", last=last).masked(value) == masked


def test_a_document_of_nothing_is_left_where_nothing_named_is_there() -> None:
    assert only(PERSONS, ["invoice_amount"]) == call()


def test_what_has_no_field_goes_only_with_an_object_seen_whole() -> None:
    document = model.Declaration(
        ucr=model.UCR(id="U", extensions={"note": "x"}),
        total_package_quantity=Decimal(7),
        extensions={"spelling": {"totalPackageQuantity": "07", "invoiceAmount": "1.0"}, "note": "y"},
    )
    assert only(document, ["ucr.id"]) == model.Declaration(ucr=model.UCR(id="U"))
    assert only(document, ["ucr"]) == model.Declaration(ucr=document.ucr)
    spelt = {"spelling": {"totalPackageQuantity": "07"}}
    numbers = model.Declaration(total_package_quantity=Decimal(7), extensions=spelt)
    assert only(document, ["total_package_quantity"]) == numbers
    assert only(document, ["extensions"]) == model.Declaration(extensions=document.extensions)


def test_elements_may_be_missing_among_others_only_where_a_path_asks_for_some() -> None:
    assert not shortens_lists(View(withhold=("goods_items[*].ucr", "parties")))
    assert shortens_lists(View(withhold=("parties[role=carrier].contact",)))
    assert shortens_lists(View(only=("parties",)))


FIELDS = ["id", "ucr", "border_transport_means.name", "border_transport_means.persons[*].family_name",
          "border_transport_means.persons[*].role", "border_transport_means.persons[*].travel_documents[*].id",
          "border_transport_means.persons[*].travel_documents[*].type_code"]  # fmt: skip


@settings(deadline=None)
@given(st.sets(st.sampled_from(FIELDS)))
def test_what_is_named_and_what_is_not_named_are_the_whole_together(named: set[str]) -> None:
    rest = [path for path in FIELDS if path not in named]
    assert leaves(only(PERSONS, named)) + leaves(only(PERSONS, rest)) == leaves(PERSONS)
    assert only(PERSONS, FIELDS) == PERSONS


@settings(deadline=None)
@given(st.sets(st.sampled_from(FIELDS)))
def test_what_is_left_after_withholding_is_what_would_be_seen_only(named: set[str]) -> None:
    rest = [path for path in FIELDS if path not in named]
    assert leaves(withhold(PERSONS, sorted(named))[0]) == leaves(only(PERSONS, rest))


HIDING = [
    "border_transport_means.persons[role=passenger].family_name",
    "border_transport_means.persons[*].role",
    "border_transport_means.persons[family_name=ADOMAT].travel_documents",
    "border_transport_means.persons[role!=passenger].travel_documents[type_code=P].id",
    "border_transport_means.persons[*].travel_documents[*].type_code",
]


@settings(deadline=None)
@given(st.permutations(HIDING), st.booleans())
def test_what_one_path_hides_keeps_no_other_from_hiding(paths: list[str], narrowed: bool) -> None:
    view = View(only=("border_transport_means.persons[*].travel_documents",) if narrowed else (), withhold=tuple(paths))
    seen = project(PERSONS, view)
    said = str(leaves(seen.document))
    assert not [text for text in ("ADOMAT", "C01X00T47", "MT1234567", "'P'", "passenger") if text in said]
    assert ("ORWELL" in said) is not narrowed


@pytest.mark.parametrize("role", [{}, {"withhold": ("border_transport_means.persons[*].role",)}])
def test_a_mask_finds_its_elements_though_what_tells_them_apart_is_hidden(role: dict[str, Any]) -> None:
    mask = (Masking(path="border_transport_means.persons[role=passenger].family_name", text="SOMEBODY"),)
    seen = project(PERSONS, View(mask=mask, **role))
    assert seen.masked == (mask[0].path,)
    assert "ADOMAT" not in str(leaves(seen.document))
    assert "ORWELL" in str(leaves(seen.document))


def test_a_path_that_is_withheld_is_named_though_another_takes_it_whole() -> None:
    paths = ("border_transport_means.persons", "border_transport_means.persons[role=crew].family_name", "ucr.id")
    seen = project(PERSONS, View(withhold=paths))
    assert seen.withheld == (paths[0], paths[2])
    assert seen.document == call(id="1", border_transport_means={"name": "MERIDIAN STAR"}, ucr={})
