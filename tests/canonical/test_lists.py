"""Lists without elements are one list, which nothing can be added to; a document does not tell the difference."""

import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical import json, metadata
from edi_engine.canonical.amendments import amend, read_functions
from edi_engine.canonical.lists import NOTHING, grown, tidied
from edi_engine.canonical.meaning import identical
from edi_engine.canonical.model import Amendment, Consignment, Declaration, GoodsItem, Party, Seal, TransportEquipment
from edi_engine.findings import Report
from edi_engine.mapping.derive import REARRANGEMENTS
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole
from edi_engine.routing.projection import only, withhold
from edi_engine.workspace import Workspace
from tests.canonical.test_pointers import chain


def spread(value: Any) -> Any:
    """The same with an empty list of its own wherever it has none."""
    if isinstance(value, list):
        return [spread(item) for item in value]
    if not isinstance(value, msgspec.Struct):
        return value
    return msgspec.structs.replace(value, **{name: spread(getattr(value, name)) for name in value.__struct_fields__})


def read(data: bytes) -> Any:
    report = Report()
    document = json.read(data, report, "Declaration")
    return document, [finding.code for finding in report]


@pytest.mark.parametrize("name", [*metadata.struct_names(), "SyntaxAcknowledgement", "MessageResponse"])
def test_every_list_of_the_model_is_the_shared_one_until_it_has_elements(name: str) -> None:
    made, fields = metadata.struct(name)(), metadata.fields(name).values()
    assert all(getattr(made, field.name) is NOTHING for field in fields if field.many)


def test_it_is_a_list_like_any_other_without_elements() -> None:
    assert isinstance(NOTHING, list)
    assert NOTHING == [] == [*NOTHING] == NOTHING[:]
    assert (len(NOTHING), repr(NOTHING)) == (0, "[]")
    assert not NOTHING
    assert [*NOTHING, 1] == NOTHING + [1] == [1]  # noqa: RUF005
    assert msgspec.json.encode(NOTHING) == b"[]"


CHANGES: dict[str, Callable[[Any], Any]] = {
    "append": lambda held: held.append(1),
    "extend": lambda held: held.extend([1]),
    "insert": lambda held: held.insert(0, 1),
    "add": lambda held: held.__iadd__([1]),
    "multiply": lambda held: held.__imul__(2),
    "set": lambda held: held.__setitem__(0, 1),
    "set a slice": lambda held: held.__setitem__(slice(0, 0), [1]),
    "delete": lambda held: held.__delitem__(0),
    "delete a slice": lambda held: held.__delitem__(slice(0, 0)),
    "remove": lambda held: held.remove(1),
    "pop": lambda held: held.pop(),
    "clear": lambda held: held.clear(),
    "sort": lambda held: held.sort(key=str),
    "reverse": lambda held: held.reverse(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_can_be_added_to_it(change: Callable[[Any], Any]) -> None:
    with pytest.raises(TypeError, match=r"shared by all documents: add to `grown\(struct, field\)`"):
        change(Declaration().goods_items)
    assert list(NOTHING) == []


def test_a_document_grows_a_list_of_its_own() -> None:
    one, other = Declaration(), Declaration()
    grown(one, "goods_items").append(GoodsItem(sequence_numeric=1))
    grown(one, "goods_items").append(GoodsItem(sequence_numeric=2))
    assert [item.sequence_numeric for item in one.goods_items] == [1, 2]
    assert other.goods_items is NOTHING
    own = other.goods_items = []
    assert grown(other, "goods_items") is own


def test_copies_share_it_too() -> None:
    document = Declaration(id="1", goods_items=[GoodsItem()])
    copies = [copy(document), deepcopy(document), pickle.loads(pickle.dumps(document))]  # noqa: S301 - our own bytes
    copies += [msgspec.structs.replace(document, id="2"), msgspec.convert({"documentKind": "Declaration"}, Declaration)]
    assert all(made.parties is NOTHING for made in copies)
    assert all(item.packagings is NOTHING for made in copies for item in made.goods_items)
    assert copy(NOTHING) is deepcopy(NOTHING) is NOTHING


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0), st.sampled_from(sorted(metadata.DOCUMENTS)))
def test_empty_lists_of_its_own_make_no_other_document(seed: int, kind: str) -> None:
    values = RandomValues(Random(seed), "ab[]:\"',")  # noqa: S311 - not for secrets
    document = RandomDocuments([whole(kind)], values, 0.4, 0.4, 60).document()
    other = spread(document)
    assert other == document
    assert identical(other, document)
    assert json.write(other) == json.write(document) == msgspec.json.encode(document)
    assert tidied(document) is document
    assert tidied(tidied(other)) is not other


def test_what_is_written_stays_as_it_was() -> None:
    own: list[Party] = []
    document = Declaration(id="1", parties=own, goods_items=[GoodsItem(packagings=[])])
    assert json.write(document) == b'{"documentKind":"Declaration","id":"1","goodsItems":[{}]}'
    assert document.parties is own


@pytest.mark.parametrize("careful", [False, True], ids=["fast", "careful"])
def test_json_may_give_lists_without_elements(careful: bool) -> None:
    unknown = '"unknown":1,' if careful else ""
    text = f'{{{unknown}"id":"1","parties":[ ],"goodsItems":[{{"packagings":[]}}],"extensions":{{"x.y":[]}}}}'
    document, codes = read(text.encode())
    assert codes == (["DOC-002"] if careful else [])
    assert document == Declaration(id="1", goods_items=[GoodsItem()], extensions={"x.y": []})
    assert document.parties is document.goods_items[0].packagings is NOTHING
    expected = b'{"documentKind":"Declaration","id":"1","goodsItems":[{}],"extensions":{"x.y":[]}}'
    assert msgspec.json.encode(document) == json.write(document) == expected


def test_an_amendment_takes_the_last_element_out() -> None:
    functions = read_functions(Workspace().schema_text("wco/amendments.tsv"))
    original = Declaration(function_code="9", id="M", goods_items=[GoodsItem(sequence_numeric=1)])
    pointers = chain("42A/67A/68A[1]")
    amendment = Declaration(function_code="4", id="M", amendments=[Amendment(pointers=pointers)])
    report = Report()
    found = amend(original, amendment, functions, report)
    assert [finding.what for finding in report] == []
    assert found is not None
    assert found.goods_items is NOTHING


def test_a_list_of_which_nothing_is_seen_is_left_out() -> None:
    document = Declaration(id="1", goods_items=[GoodsItem(packagings=[])], parties=[Party(role="agent")])
    seen, _ = withhold(document, ("goods_items[*]", "parties[role=agent]"))
    assert seen.goods_items is NOTHING
    assert seen.parties is NOTHING
    assert only(document, ("id",)).goods_items is NOTHING


def test_a_list_that_a_step_empties_is_left_out() -> None:
    equipment = TransportEquipment(id="C", goods_item_numbers=[1])
    consignment = Consignment(transport_equipments=[equipment], unattached_seals=[Seal(id="S")])
    document = Declaration(consignment=consignment, goods_items=[GoodsItem(sequence_numeric=1)])
    steps = ("attach_seals", "item_numbers_to_items", "item_numbers_to_equipments", "equipments_to_items")
    for name in steps:
        made = REARRANGEMENTS[name].apply(document, lambda *_: None)
        assert made is not document, name
        assert tidied(made) is made, name
