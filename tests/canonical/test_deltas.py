"""The amendment between two versions is the inverse of applying it, in our JSON and as WCO XML."""

from collections import Counter
from copy import deepcopy
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical import json
from edi_engine.canonical.amendments import amend, next_version, read_functions
from edi_engine.canonical.deltas import IDENTITY, Wishes, delta
from edi_engine.canonical.meaning import identical
from edi_engine.canonical.model import Declaration, Document, GoodsItem, Party
from edi_engine.canonical.pointers import spell
from edi_engine.findings import Report
from edi_engine.mapping.canonical_json import ALPHABET
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

FUNCTIONS = read_functions(Workspace().schema_text("wco/amendments.tsv"))
CODEC: Any = Mappings(Workspace()).get("wco-dec")
FOR_ITSELF = {"amendments", "extensions", *IDENTITY}


def copied(document: Any) -> Any:
    return json.read(json.write(document), Report(), "Declaration")


def version_of(original: Declaration, other: Declaration) -> Declaration:
    """Another document as the next version of an original that can be amended."""
    original.cancellation_date_time = None
    original.function_code = "9"
    for name in IDENTITY:
        setattr(other, name, getattr(original, name))
    other.version_id = next_version(original, Declaration(), Report())
    return other


def edit(document: Declaration, random: Random) -> None:
    """Change, add or take out something somewhere in a document."""
    owner: Any = document
    while True:
        held = {name: getattr(owner, name) for name in owner.__struct_fields__ if name not in FOR_ITSELF}
        names = [name for name, value in held.items() if value not in (None, [])]
        if not names:
            return
        name = random.choice(names)
        value = held[name]
        if isinstance(value, list):
            if random.random() < 0.4:
                _edit_list(value, random)
                return
            value = random.choice(value)
        if isinstance(value, msgspec.Struct) and "extensions" in value.__struct_fields__ and random.random() < 0.8:
            owner = value
            continue
        if not isinstance(held[name], list):
            setattr(owner, name, "X" if isinstance(value, str) and random.random() < 0.6 else None)
        return


def _edit_list(elements: list[Any], random: Random) -> None:
    how = random.randrange(4)
    if how == 0:
        del elements[random.randrange(len(elements))]
    elif how == 1:
        elements.append(deepcopy(elements[0]))
    elif how == 2:
        elements.insert(0, deepcopy(elements[-1]))
    else:
        elements.reverse()


def makes(original: Declaration, amendment: Any, other: Declaration) -> bool:
    found = amend(original, amendment, FUNCTIONS, Report())
    return found is not None and identical(found, other)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 4))
def test_applying_the_amendment_between_two_versions_gives_the_second(seed: int, other: int, edits: int) -> None:
    documents = RandomDocuments([whole("Declaration")], RandomValues(Random(seed), ALPHABET), 0.4, 0.4, 120)  # noqa: S311
    original = copied(documents.document())
    following = copied(original if edits else documents.document())
    for _ in range(edits):
        edit(following, Random(other))  # noqa: S311
    following = version_of(original, following)
    made = delta(original, following, FUNCTIONS, Report())
    assert makes(original, made, following)
    assert makes(original, copied(made), following)


def test_as_wco_xml_the_amendment_still_makes_the_second_version() -> None:
    """The XML has no place for the version; what it has a place for is compared."""
    generator, random, how = CODEC.generator(Random(3)), Random(4), Counter[str]()  # noqa: S311
    for _ in range(60):
        original = _as_xml(generator.document())
        following = copied(original)
        edit(following, random)
        following = version_of(original, _as_xml(following))
        made = delta(original, following, FUNCTIONS, Report())
        assert made is not None
        how[made.function_code or ""] += 1
        assert makes(original, _as_xml(made), following), [spell(one.pointers) for one in made.amendments]
    assert how["4"] > 50, "pointers say nearly all that the layout has a place for"


def _as_xml(document: Any) -> Any:
    return CODEC.read(CODEC.message(CODEC.write(document, Report())), Report())


def pointers(original: Declaration, other: Declaration) -> list[str]:
    made = delta(original, version_of(original, other), FUNCTIONS, Report(), Wishes(reason="28"))
    assert made is not None
    assert makes(original, made, other)
    assert {one.change_reason_code for one in made.amendments} <= {"28"}
    return [spell(one.pointers) for one in made.amendments]


def test_only_what_differs_is_named() -> None:
    items = [GoodsItem(sequence_numeric=n, previous_documents=[Document(id=f"D{n}")]) for n in range(1, 4)]
    original = Declaration(goods_items=items, parties=[Party(role="importer", id="1"), Party(role="exporter", id="2")])
    other = copied(original)
    other.goods_items[2].previous_documents[0].id = "X"
    del other.goods_items[0]
    other.goods_items.append(GoodsItem(sequence_numeric=9, transaction_nature_code="11"))
    other.parties[1].id = "3"
    assert pointers(original, other) == [
        "42A[1]/57A[1].R032",
        "42A[1]/67A[1]/68A[3]/99A[1].D018",
        "42A[1]/67A[1]/68A[1]",
        "42A[1]/67A[1]/68A[9]",
    ]


@pytest.mark.parametrize(
    "other",
    [
        Declaration(transit_office_ids=["GB1"]),  # no WCO id
        Declaration(extensions={"x.y": 1}),
        Declaration(goods_items=[GoodsItem(sequence_numeric=2), GoodsItem(sequence_numeric=1)]),  # another order
    ],
)
def test_what_no_pointer_can_say_replaces_the_whole(other: Declaration) -> None:
    original = Declaration(goods_items=[GoodsItem(sequence_numeric=1), GoodsItem(sequence_numeric=2)])
    report = Report()
    made = delta(original, version_of(original, other), FUNCTIONS, report)
    assert made is not None
    assert made.function_code == "5"
    assert [one.code for one in report] == ["AMD-010"]
    assert makes(original, made, other)


def test_another_spelling_of_a_number_is_no_change() -> None:
    original = Declaration(type_code="IMA", goods_item_quantity=Decimal(1), goods_items=[GoodsItem(sequence_numeric=1)])
    spelt = GoodsItem(sequence_numeric=1, extensions={"spelling": {"sequenceNumeric": "01"}})
    report = Report()
    made = delta(
        original,
        version_of(original, Declaration(type_code="IMA", goods_item_quantity=Decimal(2), goods_items=[spelt])),
        FUNCTIONS,
        report,
    )
    assert (made and made.function_code, list(report)) == ("4", [])


def test_two_declarations_that_are_not_one_are_told() -> None:
    report = Report()
    delta(Declaration(id="1"), Declaration(id="2", version_id="7"), FUNCTIONS, report)
    assert [one.code for one in report] == ["AMD-002", "AMD-003"]


REQUEST = Wishes(reason="28", request="COR", reference="OWN-1", statement="weighed anew")


def test_a_request_says_for_itself_what_it_is_and_why() -> None:
    original = Declaration(type_code="IMA", name="a", category_code="x", goods_items=[GoodsItem(sequence_numeric=1)])
    other = copied(original)
    other.exit_office_id, other.goods_items[0].transaction_nature_code = "GB1", "11"
    made = delta(original, version_of(original, other), FUNCTIONS, Report(), REQUEST)
    assert made is not None
    assert (made.function_code, made.type_code, made.functional_reference_id) == ("13", "COR", "OWN-1")
    said = [
        (one.statement_type_code, one.statement_description, spell(one.pointers))
        for one in made.additional_informations
    ]
    assert said == [("AES", "weighed anew", f"42A[1]/06A[{number}]") for number in (1, 2)]
    assert makes(original, made, other)


@pytest.mark.parametrize("other", [Declaration(type_code="IMD"), Declaration(transit_office_ids=["GB1"])])
def test_a_request_cannot_say_everything(other: Declaration) -> None:
    report = Report()
    original = Declaration(type_code="IMA")
    assert delta(original, version_of(original, other), FUNCTIONS, report, REQUEST) is None
    assert [one.code for one in report] == ["AMD-010"]
    assert report.rejected


def test_a_request_of_no_known_type_is_none() -> None:
    report = Report()
    assert delta(Declaration(), Declaration(name="x"), FUNCTIONS, report, Wishes(request="XYZ")) is None
    assert [one.code for one in report] == ["AMD-001"]
