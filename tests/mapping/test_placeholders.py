"""What stands in braces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.placeholders import (
    Conversion,
    Literal,
    Placeholder,
    inside_braces,
    parse_pieces,
    parse_placeholder,
)


@pytest.mark.parametrize("direction", ["in", "out", "copy"])
def test_a_direction_stands_before_the_path(direction: str) -> None:
    found = parse_placeholder(f"{direction} goods_items[*].export_country_code", 7)
    assert (found.direction, found.expression) == (direction, "goods_items[*].export_country_code")
    assert found.column == 7


def test_a_path_that_begins_like_a_direction_has_none() -> None:
    assert parse_placeholder("invoices.id", 1).direction == ""
    assert parse_placeholder("outer", 1).expression == "outer"


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [("137/182", "set", ("137", "182")), ("=139", "any", ("139",)), ("*", "ignore", ()), ("~", "keep", ())],
)
def test_what_is_no_path_is_known_by_its_sign(text: str, kind: str, values: tuple[str, ...]) -> None:
    found = parse_placeholder(text, 1)
    assert (found.kind, found.values) == (kind, values)


def test_a_path_from_the_root_is_no_set() -> None:
    assert parse_placeholder("/invoice_amount.currency", 1).kind == "path"


def test_conversions_follow_in_their_order_with_their_arguments() -> None:
    found = parse_placeholder("code|code(party_function, open)|pad(5,0)", 1)
    assert found.conversions == (Conversion("code", ("party_function", "open")), Conversion("pad", ("5", "0")))


def test_a_bar_or_comma_inside_brackets_divides_nothing() -> None:
    found = parse_placeholder("parties[role=a|b,level=x].id|default(/a)", 1)
    assert found.expression == "parties[role=a|b,level=x].id"
    assert found.conversions == (Conversion("default", ("/a",)),)


def test_a_width_is_no_part_of_the_path_and_a_slice_no_width() -> None:
    assert parse_placeholder("type_code:2", 1).width == 2
    sliced = parse_placeholder("type_code[0:2]", 1)
    assert (sliced.width, sliced.expression) == (None, "type_code[0:2]")


@pytest.mark.parametrize("text", ["", "  ", "a|", "a|Code(x)", "a|code(x", "a:0", "a:99999"])
def test_what_makes_no_sense_is_refused_where_it_stands(text: str) -> None:
    with pytest.raises(NotationError) as caught:
        parse_placeholder(text, 12)
    assert caught.value.column == 12


def test_pieces_are_literals_and_placeholders_with_their_columns() -> None:
    found = parse_pieces("GB{id:4}-{name}", 10)
    assert [type(piece) for piece in found] == [Literal, Placeholder, Literal, Placeholder]
    assert [piece.column for piece in found] == [10, 12, 18, 19]


def test_doubled_braces_stand_for_themselves() -> None:
    assert parse_pieces("{{{id}}}") == (Literal("{", 1), *parse_pieces("{id}", 3), Literal("}", 7))


@pytest.mark.parametrize(("text", "column"), [("a{id", 2), ("a}", 2), ("{a}{b", 4)])
def test_a_brace_alone_is_named_with_its_column(text: str, column: int) -> None:
    with pytest.raises(NotationError) as caught:
        parse_pieces(text)
    assert caught.value.column == column


@given(st.text(alphabet="ab{}+:?# ", max_size=20))
def test_the_mask_covers_what_parses_as_a_placeholder(text: str) -> None:
    mask = inside_braces(text)
    assert len(mask) == len(text)
    try:
        pieces = parse_pieces(text)
    except NotationError:
        return
    for piece in pieces:
        assert mask[piece.column - 1] or isinstance(piece, Literal)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    column = 1
    try:
        parse_pieces(text)
    except NotationError as error:
        column = error.column
    assert 1 <= column <= len(text) + 1
