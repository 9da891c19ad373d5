"""Received values: each shape a message can have, taken apart and changed for a trial, and left as it was."""

from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from edi_engine.formats.edifact.segments import Segments
from edi_engine.formats.flat.table import FlatText, Table
from edi_engine.interchange import Message
from edi_engine.mapping.json_parts import JsonPart
from edi_engine.mapping.received.message import received
from edi_engine.mapping.received.value import other
from edi_engine.mapping.xml_tree import Part

TREE = etree.fromstring(b'<d xmlns="u"><a k="1">x</a><a><b> y </b></a><c/></d>')


def message(syntax: str, body: Any) -> Message:
    return Message(syntax=syntax, type="", body=body)


MESSAGES = {
    "edifact": message("edifact", Segments.of(["UNH+1+X", "NAD+IM+a:b*c++d", "UNT+3+1"])),
    "xml": message("xml", TREE),
    "part of an xml": message("xml", Part(TREE, (TREE[1],))),
    "json": message("json", b'{"a": [1, "x\\n9", true, null], "b": {"c": ""}}'),
    "part of a json": message("json", JsonPart({"a": [1, "x", True, None, Decimal("1.50"), 2.5], "b": {"~/": "y"}}, 1)),
    "flat": message("csv", FlatText("h;i\n1;x\n;y\n")),
    "rows of a flat file": message("csv", Table(["h", "i"], [(4, ["1", "x"]), (7, ["", "y", "z"])])),
    "something else": message("new", object()),
}


@pytest.mark.parametrize("name", MESSAGES)
def test_each_value_can_be_changed_alone(name: str) -> None:
    """In the message changed, that value says something else, and all others say what they said."""
    found = received(MESSAGES[name])
    texts = [value.text for value in found.values]
    for index in range(len(texts)):
        with found.altered([index]) as changed:
            now = [value.text for value in received(changed).values]
        assert [i for i, (old, new) in enumerate(zip(texts, now, strict=True)) if old != new] == [index]
    assert [value.text for value in received(MESSAGES[name]).values] == texts


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("edifact", ["a", "segment 2 NAD, element 2, component 1", "c", "element 2, component 1, repetition 2"]),
        ("xml", ["1", "/d/a[1]/@k", "y", "/d/a[2]/b"]),
        ("json", ["1", "/a/0", "x\n9", "/a/1"]),
        ("part of a json", ["x", "/a/1", "y", "/b/~0~1"]),
        ("rows of a flat file", ["x", "i, message 1, line 4", "y", "i, message 1, line 7"]),
    ],
)  # fmt: skip
def test_each_value_has_its_place(name: str, places: list[str]) -> None:
    found = received(MESSAGES[name])
    for text, place in zip(places[::2], places[1::2], strict=True):
        (where,) = [str(value.where()) for value in found.values if value.text == text]
        assert place in where


@pytest.mark.parametrize("text", ["0", "9", "99", "A", "Zz", "é", "-", "", "20260131", "1.50"])
def test_another_text_is_another_one_of_the_same_shape(text: str) -> None:
    changed = other(text)
    assert changed != text
    assert changed[: len(text)].isdigit() == text.isdigit()
    assert not text.isdigit() or not changed.startswith("0")
