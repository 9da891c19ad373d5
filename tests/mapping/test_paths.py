"""Paths into the document: parsed from text, checked against the model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.canonical.model import Declaration, GoodsItem
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import HOMES, Filter, Path, Step, parse_path, resolve


def test_fields_are_divided_by_dots() -> None:
    assert parse_path("a.b.c") == Path(steps=(Step(name="a"), Step(name="b"), Step(name="c")))


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("list[2]", Step(name="list", index=2)),
        ("list[*]", Step(name="list", every=True)),
        ("list[k=v]", Step(name="list", filters=(Filter("k", ("v",)),))),
        ("list[k!=v,n=a/b]", Step(name="list", filters=(Filter("k", ("v",), True), Filter("n", ("a", "b"))))),
        ("list[k=v][n=w]", Step(name="list", filters=(Filter("k", ("v",)), Filter("n", ("w",))))),
    ],
)
def test_brackets_choose_from_a_list(text: str, step: Step) -> None:
    assert parse_path(f"{text}.x").steps == (step, Step(name="x"))


@pytest.mark.parametrize(
    ("text", "root", "names"),
    [("/a.b", "/", "a b"), ("^.a", "^", "a"), ("^.^.a", "^^", "a"), (".", "", ""), ("derived.a", "derived", "a")],
)
def test_a_root_says_where_a_path_starts(text: str, root: str, names: str) -> None:
    found = parse_path(text)
    assert (found.root, " ".join(step.name for step in found.steps)) == (root, names)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("message.sender", "'parties[role=sender].id'"),
        ("envelope.reference", "'functional_reference_id'"),
        ("message.note", "{~}, which keeps it as it stands"),
    ],
)
def test_what_an_envelope_says_comes_with_its_home_in_the_document(text: str, near: str) -> None:
    with pytest.raises(NotationError, match="of the envelope") as caught:
        parse_path(text, 5)
    assert (caught.value.column, caught.value.near) == (5, near)


@pytest.mark.parametrize("home", HOMES.values())
def test_the_home_of_what_an_envelope_says_is_in_the_model(home: str) -> None:
    assert resolve(parse_path(home), Declaration).leaf is not None


def test_a_slice_is_part_of_a_text_and_the_rest_of_a_list() -> None:
    assert parse_path("type_code[0:2]").part == (0, 2)
    rest = resolve(parse_path("procedures[1:].current_code"), GoodsItem)
    assert (rest.steps[0].step.start, rest.path.part) == (1, None)


@pytest.mark.parametrize(
    "text",
    ["a.", "a..b", "a b", "A", "a[", "a[]", "a[k]", "a[k=]", "a[1][2]", "a[k=v][1]", "a[2:2]", "a[3:1]", "a[k~v]"],
)
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_path(text, 9)
    assert caught.value.column == 9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("consignmnt.id", "no field 'consignmnt'"),
        ("id.x", "plain value"),
        ("id[role=x]", "no list"),
        ("parties[rol=x].id", "no 'rol'"),
        ("goods_items[sequence_numeric=1].ucr", "no text"),
        ("goods_items[0:2].ucr", "a list has"),
        ("total_gross_mass[0:2]", "only a text"),
        ("subsequent_entry_office_ids[0][0:2]", "two ways"),
    ],
)
def test_a_path_is_checked_against_the_model(text: str, words: str) -> None:
    with pytest.raises(NotationError, match=words) as caught:
        resolve(parse_path(text, 5), Declaration, 5)
    assert caught.value.column == 5


def test_a_field_not_known_comes_with_near_names() -> None:
    with pytest.raises(NotationError) as caught:
        resolve(parse_path("goods_item.ucr"), Declaration)
    assert (caught.value.code, caught.value.near) == ("TPL-002", "'goods_items' or 'goods_item_quantity'")


@given(st.text(alphabet="ab_[]=!,/.^:*0 ", max_size=24))
def test_any_text_is_a_path_or_refused(text: str) -> None:
    column = 3
    try:
        resolve(parse_path(text, 3), Declaration, 3)
    except NotationError as error:
        column = error.column
    assert column == 3
