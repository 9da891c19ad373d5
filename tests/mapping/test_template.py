"""The shape of a segment template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.formats.edifact.lexer import COLON, PLUS, QUESTION, STAR
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.placeholders import Literal, Placeholder
from edi_engine.mapping.template import Block, Line, parse_template


def line(text: str) -> Line:
    (node,) = parse_template(text)
    assert isinstance(node, Line)
    return node


def test_a_line_is_a_tag_elements_and_components() -> None:
    found = line("LOC+9+{a}:139::{b}")
    assert (found.tag, len(found.elements), [len(c) for c in found.elements[1]]) == ("LOC", 2, [1, 1, 0, 1])


def test_separators_inside_braces_divide_nothing() -> None:
    (piece,) = line("LOC+{a[k=x+y:z].b}").elements[0][0]
    assert isinstance(piece, Placeholder)
    assert piece.expression == "a[k=x+y:z].b"


def test_released_characters_are_data_in_normal_form() -> None:
    elements = line("FTX+a?+b?:c??d+e*f").elements
    assert elements[0][0] == (Literal(f"a{PLUS}b{COLON}c{QUESTION}d", 5),)
    assert elements[1][0] == (Literal(f"e{STAR}f", 16),), "a star is data: repetitions are written with ..."


def test_columns_count_what_is_written_released_or_not() -> None:
    found = line("    FTX+?+?+{a}+{b}")
    columns = [piece.column for element in found.elements for component in element for piece in component]
    assert columns == [9, 13, 17]


def test_doubled_braces_end_where_they_stand() -> None:
    found = line("FTX+{{+{a}  # why")
    assert next(component for element in found.elements for component in element) == (Literal("{", 5),)
    assert (len(found.elements), found.reason) == (2, "why")


def test_a_comment_begins_behind_a_blank() -> None:
    found = line("BGM+A#1+{a} # the reason")
    assert (found.source, found.reason) == ("BGM+A#1+{a}", "the reason")


def test_three_dots_continue_the_line() -> None:
    assert line("FTX+AAA+++{a|cut}...").continues
    assert line("FTX+AAA+++{a|cut}…").continues
    assert line("PCI...").tag == "PCI"


def test_indentation_is_the_group() -> None:
    nodes = parse_template("each parties:\n    NAD+{role}\n        RFF+VA\n        CTA+IC\nUNS+D\n")
    assert [node.source for node in nodes] == ["each parties:", "UNS+D"]
    (head,) = nodes[0].children
    assert isinstance(nodes[0], Block)
    assert [node.source for node in head.children] == ["RFF+VA", "CTA+IC"]


@pytest.mark.parametrize(
    ("text", "where", "words"),
    [
        ("RFF+A\n        DTM+B\n    LOC+C", (3, 5), "indentation"),
        ("    BGM+A\n  DTM+B", (2, 3), "indentation"),
        ("each a:\n\tNAD+B", (2, 1), "tabs"),
        ("NAD+A\n  \tRFF+B", (2, 3), "tabs"),
        ("BGM+A\neach a:\nDTM+B", (2, 1), "nothing stands under"),
        ("with a:", (1, 1), "nothing stands under"),
        ("BGM+A\nbgm+B", (2, 1), "neither a segment"),
        ("BGM:A+B", (1, 1), "neither a segment"),
        ("each a\n    NAD+B", (1, 1), "neither a segment"),
        ("BGM+{a", (1, 5), "not closed"),
        ("BGM+a+b}", (1, 8), "without an opening"),
        ("BGM+a?", (1, 5), "releases nothing"),
        ("BGM+a?{b}", (1, 5), "releases nothing"),
        ("\nBGM+a\x00", (2, 6), "no message can hold"),
        ("BGM+\ufdd0", (1, 5), "no message can hold"),
    ],
)
def test_a_fault_in_the_shape_has_its_line_and_column(text: str, where: tuple[int, int], words: str) -> None:
    with pytest.raises(NotationError, match=words) as caught:
        parse_template(text)
    assert (caught.value.line, caught.value.column) == where


@given(st.lists(st.text(alphabet="BGM+:?{}a#. \te", max_size=16), max_size=6))
def test_any_text_is_a_template_or_refused_with_a_place(lines: list[str]) -> None:
    found: NotationError | None = None
    try:
        parse_template("\n".join(lines))
    except NotationError as error:
        found = error
    assert found is None or 1 <= found.line <= len(lines)
    assert found is None or 1 <= found.column <= len(lines[found.line - 1]) + 1
