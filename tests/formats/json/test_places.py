"""Where a value of JSON stands is found from its pointer, as reading the text token by token would find it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.findings import Position
from edi_engine.formats.json.places import places
from edi_engine.formats.json.scalars import scalars

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_every_value_is_found_where_it_stands(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    data = text.encode("utf-8", "surrogatepass")
    found = list(scalars(data))
    known = places(data, [one.pointer for one in found], Position(offset=0))
    for one in found:
        place, token = known[one.pointer], data[one.start : one.end]
        assert place.offset is not None
        assert place.offset <= one.start  # at its key
        rest = data[place.offset :]
        assert token in rest
        before = data[: place.offset].decode()
        assert (place.line, place.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [("", 1, 2), ("/a", 1, 3), ("/a/1", 2, 2), ("/a/1/b~1c", 2, 3), ("/a/7", 1, 3), ("/a/1/no/where", 2, 2)],
)
def test_a_key_an_element_or_what_would_hold_it(pointer: str, line: int, column: int) -> None:
    place = places(b' {"a": [1,\n {"b/c": 2}]}', [pointer], Position())[pointer]
    assert (place.line, place.column, place.path) == (line, column, pointer or None)


@pytest.mark.parametrize("data", [b"", b"{", b"[1", b'{"a": 1, "a": 2}', b'{"a":\xff}', b"[" * 5000])
def test_of_what_is_no_sound_json_the_beginning_is_told(data: bytes) -> None:
    assert places(data, ["/a", "/0/1"], Position())["/a"].line == 1
