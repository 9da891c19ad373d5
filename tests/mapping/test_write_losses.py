"""The loss report of writing: each value of a document is in one class, and the class is true."""

import re
from collections import Counter
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical import json as canonical_json
from edi_engine.canonical import model
from edi_engine.canonical.model import Classification, Commodity, Declaration, GoodsItem, Origin, Packaging, Party
from edi_engine.canonical.values import Amount, DateTime, Measure
from edi_engine.findings import Report
from edi_engine.mapping.leaves import Leaf, leaves, without
from edi_engine.mapping.losses import WRITING, Entry, Fate, sums
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole
from edi_engine.mapping.received.value import other
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.write_losses import Withholding, write_losses
from edi_engine.routing.projection import withhold
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[2]
MAPPINGS = Mappings(Workspace("nowhere"))
EACH = pytest.mark.parametrize("name", MAPPINGS.names())
CANARIES = 8  # of a document
SHARED = ("not written", "MAP-205")
ALPHABET = "ABcd09 é<&+:?'"


def written(mapping: Any, document: msgspec.Struct) -> tuple[Any, list[Entry]]:
    report = Report(limit=100_000)
    body = mapping.write(document, report)
    return body, write_losses(mapping, document, body)


def silent(mapping: Any, document: msgspec.Struct, body: Any, leaf: Leaf, entry: Entry) -> str:
    """What is wrong with what the report says of a value: without one that is written, the message is another."""
    same = mapping.write(without(document, leaf.steps), Report()) == body
    if same and entry.fate is Fate.WRITTEN and isinstance(leaf.value, str | int):  # a unit or ordinal the place says
        same = mapping.write(changed(document, leaf), Report()) == body
    if same == (entry.fate is Fate.WRITTEN):
        return (
            f"{entry.text!r} at {leaf.path} is {entry.fate} ({entry.reason}), the message {'same' if same else 'other'}"
        )
    return ""


def changed(document: msgspec.Struct, leaf: Leaf) -> Any:
    """A copy of a document with another text or number in one place."""
    another = leaf.value + 1 if isinstance(leaf.value, int) else other(leaf.value)
    copy: Any = deepcopy(document)
    *way, last = leaf.steps
    held: Any = copy
    for step in way:
        held = getattr(held, step) if isinstance(step, str) else held[step]
    if isinstance(held, msgspec.Struct):
        setattr(held, str(last), another)
    else:
        held[last] = another
    return copy


@EACH
@settings(max_examples=3, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32), own=st.booleans())
def test_canaries_in_any_document_are_where_the_report_says(name: str, seed: int, own: bool) -> None:
    mapping: Any = MAPPINGS.get(name)
    random = Random(seed)  # noqa: S311 - not for secrets
    values = RandomValues(random, ALPHABET, tidy=True)
    anything = RandomDocuments([whole(mapping.definition.document)], values, 0.3, 0.3, 150)
    document = (mapping.generator(random) if own else anything).document()
    body, entries = written(mapping, document)
    found = leaves(document)
    assert [entry.place().path for entry in entries] == [leaf.path for leaf in found]
    assert len({leaf.path for leaf in found}) == len(found) == sum(sums(entries, WRITING).values())
    for index in random.sample(range(len(found)), min(CANARIES, len(found))):
        assert not silent(mapping, document, body, found[index], entries[index])


# -- values of the samples ---------------------------------------------------------------------------------------------


def samples() -> dict[str, msgspec.Struct]:
    """The documents of the shipped samples that say most, by folder and name."""
    files = [
        *PROJECT.glob("mappings/*/samples/every_place.canonical.json"),
        *PROJECT.glob("mappings/*/samples/*ten*.canonical.json"),
    ]
    read = {f"{file.parts[-3]}/{file.stem}": canonical_json.read(file.read_bytes(), Report()) for file in sorted(files)}
    return {name: document for name, document in read.items() if document is not None}


SAMPLES = samples()


def suspects(body: Any, entries: list[Entry]) -> list[int]:
    """Values said to be written that are not found as they are in the message, or not so often."""
    found, text = Counter(re.findall(r"\w+", repr(body).replace("\\n", " "))), repr(body)
    told = Counter(entry.text for entry in entries if entry.fate is Fate.WRITTEN)
    return [
        number
        for number, entry in enumerate(entries)
        if entry.fate is Fate.WRITTEN
        and (found[entry.text] if entry.text.isalnum() else text.count(entry.text)) < told[entry.text]
    ]


@EACH
def test_no_value_of_a_sample_is_written_that_is_nowhere(name: str) -> None:
    """Sample: of values that differ, and have one place for all, the report named the first; of two agents, neither."""
    mapping: Any = MAPPINGS.get(name)
    random = Random(name)  # noqa: S311 - not for secrets
    for sample, document in SAMPLES.items():
        if type(document).__name__ != mapping.definition.document:
            continue
        body, entries = written(mapping, document)
        found, doubtful = leaves(document), suspects(body, entries)
        for index in random.sample(doubtful, min(CANARIES, len(doubtful))):
            assert not silent(mapping, document, body, found[index], entries[index]), sample


# -- each class, and which of several values it is ---------------------------------------------------------------------


def classes(name: str, document: Declaration) -> dict[str, tuple[str, str]]:
    """By path, class and reason of the values that are not simply written."""
    found = written(MAPPINGS.get(name), document)[1]
    return {str(entry.place().path): (str(entry.fate), entry.code) for entry in found if entry.fate is not Fate.WRITTEN}


def items(*made: GoodsItem) -> Declaration:
    return Declaration(type_code="IMA", goods_items=list(made))


def test_what_has_no_place_is_named_with_the_ordinals_of_its_lists() -> None:
    document = items(GoodsItem(origins=[Origin(type_code="1", country_code="FR", region_id="R")]), GoodsItem())
    document.goods_items[1].commodity = Commodity(value_amount=Amount(Decimal(5), "EUR"))
    assert classes("wco-dec", document) == {
        "goods_items[1].commodity.value_amount.value": ("not written", "MAP-201"),
        "goods_items[1].commodity.value_amount.currency": ("not written", "MAP-201"),
    }


def test_of_several_codes_the_one_without_a_partner_is_named() -> None:
    document = Declaration(parties=[Party(role="importer", id="1"), Party(role="ghost", id="2")])
    assert classes("cusdec-d96b-import", document) == {
        "parties[1].role": ("not written", "MAP-201"),
        "parties[1].id": ("not written", "MAP-201"),
    }
    document = Declaration(function_code="9", goods_items=[GoodsItem(), GoodsItem(), GoodsItem()])
    for item, code in zip(document.goods_items, ("135", "7", "136"), strict=True):
        item.customs_valuation = model.CustomsValuation(party_relationship_code=code)
    place = "goods_items[1].customs_valuation.party_relationship_code"
    assert classes("cusdec-d96b-import", document) == {place: ("not written", "MAP-202")}


def test_values_that_differ_where_one_stands_for_all_are_all_lost() -> None:
    packed = [
        GoodsItem(sequence_numeric=number, packagings=[Packaging(type_code="4G", marks_numbers=f"M{number}")])
        for number in (1, 2, 3)
    ]
    lost = classes("cn-dec", items(*packed))
    assert [lost.get(f"goods_items[{n}].packagings[0].marks_numbers") for n in range(3)] == [SHARED] * 3
    assert not [path for path in lost if path.endswith("packagings[0].type_code")]
    for item in packed:
        item.packagings[0].type_code = "no code"
    lost = classes("cn-dec", items(*packed))
    assert [path for path in lost if path.endswith("packagings[0].type_code")] == [
        f"goods_items[{n}].packagings[0].type_code" for n in range(3)
    ]


def test_what_an_item_shares_is_lost_with_it_where_it_has_nothing_of_its_own() -> None:
    """Sample: the finding was taken for one about the dangerous goods of another item."""
    shared = [Packaging(marks_numbers="M")], [Packaging(marks_numbers="M")]
    dangerous = Commodity(dangerous_goods=[model.DangerousGoods(undg_id="1203")])
    document = items(GoodsItem(packagings=shared[0], commodity=dangerous), GoodsItem(packagings=shared[1]))
    document.type_code = "IM"
    assert classes("cn-dec", document) == {"goods_items[1].packagings[0].marks_numbers": ("not written", "MAP-203")}


def test_of_two_elements_with_a_place_for_one_the_second_is_lost() -> None:
    document = Declaration(parties=[Party(role="agent", id="1"), Party(role="agent", id="2"), Party(role="declarant")])
    assert classes("cn-dec", document) == {
        "parties[1].role": ("not written", "MAP-201"),
        "parties[1].id": ("not written", "MAP-201"),
        "parties[2].role": ("not written", "MAP-201"),
    }


def test_what_an_element_was_picked_by_is_lost_with_the_only_value_of_it() -> None:
    document = items(GoodsItem(commodity=Commodity(classifications=[Classification(type="TSP", id="123456789")])))
    lost = classes("cn-dec", document)
    place = "goods_items[0].commodity.classifications[0]"
    assert lost[f"{place}.id"] == lost[f"{place}.type"] == ("not written", "MAP-203")


def test_a_quantity_is_lost_with_its_unit_where_the_place_is_for_another() -> None:
    masses = [Measure(Decimal("1.5"), "KGM"), Measure(Decimal("2.5"), "LBR"), Measure(Decimal("3.5"), "KGM")]
    document = items(*(GoodsItem(commodity=Commodity(goods_measure=model.GoodsMeasure(net_mass=m))) for m in masses))
    found = classes("tax-authority-json", document)
    place = "goods_items[1].commodity.goods_measure.net_mass"
    assert {path: said for path, said in found.items() if "net_mass" in path} == {
        f"{place}.value": ("not written", "MAP-202"),
        f"{place}.unit": ("not written", "MAP-202"),
    }


def test_what_is_withheld_is_neither_written_nor_lost() -> None:
    sample = PROJECT / "samples/import_ten_items/declaration.json"
    document = canonical_json.read(sample.read_bytes(), Report())
    mapping: Any = MAPPINGS.get("wco-dec")

    def visible(whole: msgspec.Struct) -> msgspec.Struct:
        return withhold(whole, ("goods_items[*].commodity", "parties"))[0]

    report = Report()
    body = mapping.write(visible(document), report)
    withholding = Withholding(document, visible, "route customs withholds it")
    entries = write_losses(mapping, visible(document), body, withholding)
    assert len(entries) == len(leaves(document))
    withheld = {str(entry.place().path) for entry in entries if entry.fate is Fate.WITHHELD}
    assert withheld == {
        leaf.path for leaf in leaves(document) if ".commodity." in leaf.path or leaf.path[:7] == "parties"
    }
    assert {entry.reason for entry in entries if entry.fate is Fate.WITHHELD} == {"route customs withholds it"}


def test_a_container_copied_to_the_items_is_written_once_it_is_written_at_one() -> None:
    equipment = model.TransportEquipment(id="BALU2210486", characteristic_code="45G1", seals=[model.Seal(id="S1")])
    named = [Commodity(transport_equipments=[model.TransportEquipment(id="BALU2210486")]) for _ in range(2)]
    document = items(*(GoodsItem(sequence_numeric=n, commodity=c) for n, c in enumerate(named, start=1)))
    document.consignment = model.Consignment(transport_equipments=[equipment])
    assert classes("terminal-release-csv", document) == {"type_code": ("not written", "MAP-201")}


def test_a_party_of_which_no_element_says_anything_is_lost_whole() -> None:
    document = Declaration(parties=[Party(role="importer"), Party(role="agent", id="2")])
    assert classes("wco-dec", document) == {"parties[0].role": ("not written", "MAP-202")}


def test_a_date_written_less_precisely_is_not_written_as_it_is() -> None:
    document = Declaration(acceptance_date_time=DateTime("202601311200", "203"))
    assert classes("tax-authority-json", document) == {"acceptance_date_time": ("not written", "MAP-207")}


def test_a_finding_at_a_column_or_under_another_root_names_its_value_too() -> None:
    document = Declaration(id="E1", release_date_time=DateTime("soon", None))
    assert classes("terminal-release-csv", document) == {"release_date_time": ("not written", "MAP-203")}
    document = items(GoodsItem(sequence_numeric=1), GoodsItem(sequence_numeric=2), GoodsItem(sequence_numeric=1))
    found = classes("terminal-release-csv", document)
    assert found["goods_items[2].sequence_numeric"] == ("not written", "MAP-206")
    assert "goods_items[0].sequence_numeric" not in found


def test_a_moment_that_a_place_for_its_day_refuses_is_lost_and_no_other_of_the_same_value() -> None:
    year = DateTime(value="2026", format="602")
    ship = model.TransportMeans(departure_date_time=year, estimated_departure_date_time=year)
    found = classes("cusrep-d99b", Declaration(border_transport_means=ship))
    assert found == {"border_transport_means.departure_date_time": ("not written", "MAP-203")}
