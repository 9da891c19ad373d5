"""What two documents say differently: one difference for one change, whatever way values are written."""

from collections import Counter
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical import json
from edi_engine.canonical.differences import Change, Difference, differences
from edi_engine.canonical.document_paths import show, value_at
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.model import Declaration, Document, GoodsItem, Party
from edi_engine.canonical.values import Amount, DateTime
from edi_engine.findings import Report
from edi_engine.mapping.canonical_json import ALPHABET
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace


def copy(document: Any) -> Any:
    return json.read(json.write(document), Report(), type(document).__name__)


def random_document(seed: int, kind: str = "Declaration") -> Any:
    shape, values = whole(kind), RandomValues(Random(seed), ALPHABET)  # noqa: S311
    return copy(RandomDocuments([shape], values, 0.4, 0.4, 120).document())


def found(old: Any, new: Any) -> list[tuple[str, str]]:
    return [(str(one.change), show(one.path)) for one in differences(old, new)]


def items(*descriptions: str) -> list[GoodsItem]:
    return [
        GoodsItem(sequence_numeric=number, customs_value_amount=Amount(Decimal(len(text)), "GBP"), previous_documents=[
            Document(id=text, type_code="380"), Document(id=f"{text}-2", type_code="705")
        ])
        for number, text in enumerate(descriptions, start=1)
    ]  # fmt: skip


def test_an_item_put_in_between_is_one_difference() -> None:
    old, new = Declaration(goods_items=items("a", "bb", "ccc")), Declaration(goods_items=items("a", "new", "bb", "ccc"))
    assert found(old, new) == [("added", "goods_items[1]")]
    assert found(new, old) == [("removed", "goods_items[1]")]


def test_an_item_that_moved_and_changed_is_still_that_item() -> None:
    old, new = Declaration(goods_items=items("a", "bb", "ccc")), Declaration(goods_items=items("new", "a", "bb", "ccc"))
    new.goods_items[2].customs_value_amount = Amount(Decimal(9), "GBP")
    assert found(old, new) == [("changed", "goods_items[1].customs_value_amount.value"), ("added", "goods_items[0]")]


def test_an_item_of_the_same_number_is_the_same_item_whatever_it_says() -> None:
    old, new = Declaration(goods_items=items("a")), Declaration(goods_items=items("zzzz"))
    assert Counter(change for change, _ in found(old, new)) == {"changed": 3}


def test_parties_are_told_apart_by_role() -> None:
    old = Declaration(parties=[Party(role="importer", id="1"), Party(role="exporter", id="2")])
    new = Declaration(parties=[Party(role="exporter", id="2"), Party(role="declarant", id="1")])
    assert found(old, new) == [("removed", "parties[0]"), ("added", "parties[1]")]


def test_another_order_is_no_other_meaning() -> None:
    old = Declaration(parties=[Party(role="importer", id="1"), Party(role="exporter", id="2")])
    new = Declaration(parties=[*reversed(old.parties)])
    (only,) = differences(old, new)
    assert only.change is Change.REORDERED
    assert not only.change.differs


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (Amount(Decimal("1.0"), "GBP"), Amount(Decimal("1.00"), "GBP")),
        (Amount(Decimal("1E+3"), "GBP"), Amount(Decimal(1000), "GBP")),
        (Amount(Decimal("-0"), "GBP"), Amount(Decimal("0.0"), "GBP")),
    ],
)
def test_a_number_with_another_scale_is_respelt(old: Amount, new: Amount) -> None:
    assert found(Declaration(invoice_amount=old), Declaration(invoice_amount=new)) == [
        ("respelt", "invoice_amount.value")
    ]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        (DateTime("20260131", "102"), DateTime("2026-01-31"), "respelt"),
        (DateTime("202601312359Z", "303"), DateTime("20260201005900+01", "304"), "respelt"),
        (DateTime("20260131", "102"), DateTime("202601310000", "203"), "changed"),
        (DateTime("202601310000", "203"), DateTime("202601310000Z", "303"), "changed"),
        (DateTime("soon", "102"), DateTime("later", "102"), "changed"),
    ],
)
def test_a_date_in_another_format_is_respelt_if_it_says_as_much(old: DateTime, new: DateTime, change: str) -> None:
    assert found(Declaration(issue_date_time=old), Declaration(issue_date_time=new)) == [(change, "issue_date_time")]


def test_blanks_do_not_change_a_text_but_letters_do() -> None:
    old = Declaration(functional_reference_id="NM 1", name="a")
    new = Declaration(functional_reference_id=" NM\n1", name="A")
    assert found(old, new) == [("respelt", "functional_reference_id"), ("changed", "name")]


def test_what_says_nothing_is_not_there() -> None:
    assert found(Declaration(), Declaration(invoice_amount=Amount())) == []


def test_extensions_are_compared_by_name() -> None:
    old, new = Declaration(extensions={"x.a": 1, "x.b": [1]}), Declaration(extensions={"x.a": 1, "x.b": [2]})
    assert found(old, new) == [("changed", "extensions.['x.b']")]


def test_how_a_number_was_spelt_is_no_difference() -> None:
    spelt = Declaration(id="1", extensions={"spelling": {"totalPackageQuantity": "07"}})
    assert found(Declaration(id="1"), spelt) == []
    assert found(Declaration(id="1", extensions={"x": 1, "spelling": {}}), spelt) == [("removed", "extensions.['x']")]


def test_very_long_lists_are_matched_by_number_and_name_in_bounded_time() -> None:
    old = Declaration(goods_items=items(*(f"o{n}" for n in range(1000))))
    new = Declaration(goods_items=items(*(f"n{n}" for n in range(1000))))
    assert Counter(change for change, _ in found(old, new)) == {"changed": 2000}


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(DOCUMENTS)))
def test_a_document_does_not_differ_from_its_copy(seed: int, kind: str) -> None:
    document = random_document(seed, kind)
    assert list(differences(document, copy(document))) == []


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_every_difference_names_a_place_that_differs(seed: int, other: int) -> None:
    old, new = random_document(seed), random_document(other)
    for one in differences(old, new):
        _holds(one, old, new)
    backwards = Counter(one.change for one in differences(new, old))
    assert backwards[Change.CHANGED] or backwards[Change.ADDED] or backwards[Change.REMOVED] or old == new


def _holds(one: Difference, old: Any, new: Any) -> None:
    if "[" in "".join(step.name for step in one.path):  # inside extensions
        return
    if one.change is Change.ADDED:
        assert value_at(new, one.path) is one.new
    else:
        assert value_at(old, one.path) is one.old
    if one.change is Change.CHANGED and one.new_path:
        assert value_at(new, one.new_path) is one.new
        assert one.old != one.new


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_an_element_taken_out_of_a_list_is_one_difference(seed: int, random: Random) -> None:
    old = random_document(seed)
    new = copy(old)
    lists = [getattr(new, name) for name in new.__struct_fields__ if isinstance(getattr(new, name), list)]
    chosen = [some for some in lists if some]
    if chosen:
        elements = random.choice(chosen)
        gone = elements.pop(random.randrange(len(elements)))
        changes = [one for one in differences(old, new) if one.change.differs and one.change is not Change.CHANGED]
        assert len(changes) <= 1
        if msgspec.json.encode(gone) != b"{}":
            assert changes


CODEC: Any = Mappings(Workspace()).get("wco-dec")


def test_a_document_that_came_as_xml_or_as_json_is_the_same_document() -> None:
    """What WCO XML has a home for reads back without a difference, though parties stand in another order."""
    generator = CODEC.generator(Random(11))  # noqa: S311
    for _ in range(30):
        document = generator.document()
        read = CODEC.read(CODEC.message(CODEC.write(document, Report())), Report())
        assert [one for one in differences(copy(document), read) if one.change.differs] == []
