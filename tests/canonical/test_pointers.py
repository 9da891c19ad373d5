"""WCO pointers: every place of DEC and RES can be pointed at, and the pointer leads back to it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical import facts
from edi_engine.canonical.document_paths import DocumentPath, Step, parse, show, value_at
from edi_engine.canonical.model import (
    Commodity,
    Consignment,
    Declaration,
    Document,
    GoodsItem,
    Location,
    Party,
    Pointer,
)
from edi_engine.canonical.pointers import Target, follow, spell
from edi_engine.canonical.pointing import pointer_to
from edi_engine.canonical.values import DateTime
from edi_engine.canonical.wco_tree import below, root
from edi_engine.mapping.canonical_json import ALPHABET
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole

PLACES = [line.split("|")[:2] for line in facts.PLACES.splitlines()]


def chain(text: str) -> list[Pointer]:
    """`42A/68A[2].145` as a chain."""
    links = []
    for part in text.split("/"):
        section, _, tag = part.partition(".")
        code, _, number = section.rstrip("]").partition("[")
        links.append(
            Pointer(document_section_code=code, sequence_numeric=int(number) if number else None, tag_id=tag or None)
        )
    return links


def led(text: str, document: Any) -> list[str]:
    return [show(path) for path in follow(chain(text), document).paths]


def codes(target: Target) -> list[str]:
    return [finding.code for finding in target.findings]


# The chains of the published samples: what they mean is told in the comments beside them.
@pytest.mark.parametrize(
    ("pointer", "pattern"),
    [
        ("42A[1].228", "goods_item_quantity"),
        ("42A[1].146", "total_package_quantity"),
        ("42A[1]/67A[1]/68A[3]", "goods_items[2]"),
        ("42A[1]/67A[1]/68A[1]/23A[1]/79A[1].112", "goods_items[0].commodity.invoice_line.item_charge_amount"),
        ("42A[1]/67A[1]/68A[1]/02A[1].360", "goods_items[0].additional_documents[0].lpco_exemption_code"),
        ("42A/17C.R144", "parties[role=authorisation_holder,level=declaration].id"),
        ("42A/67A/28A/64A.L017", "consignment.goods_location.id"),
        ("42A[1]/06A[2]", "amendments[1]"),
        ("67A/68A[1]", "goods_items[0]"),
    ],
)
def test_what_published_pointers_mean(pointer: str, pattern: str) -> None:
    target = follow(chain(pointer))
    assert target.pattern == pattern
    assert target.findings == []


@pytest.mark.parametrize(("path", "wco_id"), PLACES, ids=[path for path, _ in PLACES])
def test_every_place_of_dec_and_res_has_its_id(path: str, wco_id: str) -> None:
    first, *tags = path.split("/")
    place = root(first)
    for tag in tags:
        assert place is not None
        place = next((one for one in below(place) if one.tag == tag), None)
    assert place is not None
    assert place.id == wco_id


DOCUMENT = Declaration(
    parties=[
        Party(role="authorisation_holder", id="A"),
        Party(role="importer", id="I"),
        Party(role="authorisation_holder", id="B"),
        Party(role="carrier", level="consignment", id="C"),
    ],
    consignment=Consignment(goods_location=Location(id="GBAU")),
    goods_items=[
        GoodsItem(sequence_numeric=7, previous_documents=[Document(id="x"), Document(id="y")]),
        GoodsItem(sequence_numeric=9, commodity=Commodity(description="tea")),
    ],
)


def test_a_link_without_a_number_means_each() -> None:
    assert led("42A/17C.R144", DOCUMENT) == ["parties[0].id", "parties[2].id"]
    assert led("42A/17C[2].R144", DOCUMENT) == ["parties[2].id"]


def test_elements_are_told_by_the_number_they_carry() -> None:
    assert led("42A/67A/68A[9]/23A.137", DOCUMENT) == ["goods_items[1].commodity.description"]
    assert led("42A/67A/68A[7]/99A[2].D018", DOCUMENT) == ["goods_items[0].previous_documents[1].id"]


def test_parties_stand_at_their_level() -> None:
    assert led("42A/67A/74A.R038", DOCUMENT) == ["parties[1].id"]
    assert led("42A/67A/28A/18A", DOCUMENT) == ["parties[3]"]
    assert led("42A/28A/18A", DOCUMENT) == []


def test_an_attribute_that_is_missing_has_a_place() -> None:
    target = follow(chain("42A/67A/68A[9]/23A/79A.112"), DOCUMENT)
    assert [show(path) for path in target.paths] == ["goods_items[1].commodity.invoice_line.item_charge_amount"]
    assert show(target.nearest) == "goods_items[1].commodity"


@pytest.mark.parametrize(
    ("pointer", "code", "said"),
    [
        ("tk3.ueF5", "PTR-001", "'tk3' names no class in Declaration"),
        ("42A/67A/68A/67A", "PTR-001", "67A is GoodsShipment, which does not stand in GovernmentAgencyGoodsItem"),
        ("42A/67A/68A[7].ueF5", "PTR-002", "no attribute with the id 'ueF5'"),
        ("42A/67A/68A[1]", "PTR-003", "no GovernmentAgencyGoodsItem 1"),
        ("42A/67A[2]/68A[7]", "PTR-003", "no GoodsShipment 2"),
        ("42A/68A", "PTR-001", "68A is GovernmentAgencyGoodsItem, which does not stand in Declaration"),
    ],
)
def test_what_leads_nowhere_is_a_finding(pointer: str, code: str, said: str) -> None:
    target = follow(chain(pointer), DOCUMENT)
    assert codes(target) == [code]
    assert said in target.findings[0].what
    assert spell(chain(pointer)) in str(target.findings[0].where)
    assert target.paths == []


@pytest.mark.parametrize("text", ["", "42A", "42A.", "42A[99999].", ".228", "[1]/[2].x"])
def test_odd_chains_lead_somewhere_or_give_findings(text: str) -> None:
    target = follow(chain(text), DOCUMENT)
    assert target.paths or target.findings


def test_a_place_without_an_id_cannot_be_pointed_at() -> None:
    document = Declaration(transit_office_ids=["GB1"], extensions={"x.y": 1})
    assert pointer_to(document, parse("transit_office_ids[0]")) is None
    assert pointer_to(document, parse("extensions")) is None


def leaves(value: Any, path: DocumentPath = ()) -> Iterator[DocumentPath]:
    for name in value.__struct_fields__:
        held = getattr(value, name)
        for index, item in enumerate(held) if isinstance(held, list) else [(None, held)]:
            if isinstance(item, msgspec.Struct) and not isinstance(item, DateTime):
                yield from leaves(item, (*path, Step(name, index)))
            elif item is not None:
                yield (*path, Step(name, index))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_a_pointer_leads_back_to_its_place(seed: int) -> None:
    values = RandomValues(Random(seed), ALPHABET)  # noqa: S311
    document = RandomDocuments([whole("Declaration")], values, 0.4, 0.4, 120).document()
    for path in leaves(document):
        found = pointer_to(document, path)
        if found is not None:
            target = follow(found, document)
            assert target.findings == []
            assert len(target.paths) == 1
            assert value_at(document, target.paths[0]) is value_at(document, path[: len(target.paths[0])])
