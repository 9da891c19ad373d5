"""From a tree of named values to the text of an XML element, by the shape the template gives it."""

import re
from typing import Any

from lxml import etree

from edi_engine.findings import Finding
from edi_engine.formats.xml.reader import parse
from edi_engine.mapping.field_reading import shown
from edi_engine.mapping.field_writing import FieldWriting, Home
from edi_engine.mapping.wco.escaping import ILLEGAL, attribute, text
from edi_engine.mapping.xml_tree import Shape, Value, local

_ATTRIBUTE = re.compile(r"@[A-Za-z_][\w.-]*").fullmatch


def as_text(shape: Shape, value: Value, writing: FieldWriting) -> str:
    """The element with a line for each element in it; a character XML cannot carry is reported and left out."""
    return "".join(_Pieces(writing).element(shape, value, "", f"/{_local(shape.tag)}", (value, ".", None)))


class _Pieces:
    def __init__(self, writing: FieldWriting) -> None:
        self.writing = writing

    def element(self, shape: Shape, value: Any, indent: str, path: str, home: Home) -> list[str]:
        """The lines of an element; `home` is where its value stands in the tree."""
        if shape.kept and isinstance(value, dict):
            return self._verbatim(shape, value, indent, path, home)
        if not isinstance(value, dict):
            content = text(self._clean(value or "", path, home))
            start = f"{indent}<{shape.tag}{shape.declared}"
            return [f"{start}>{content}</{shape.tag}>\n" if content else f"{start}/>\n"]
        attributes, inside = shape.declared, []
        for key, inner in value.items():
            if key in shape.attributes:
                written = attribute(self._clean(inner, f"{path}/{key}", (value, key, None)))
                attributes += f' {shape.attributes[key]}="{written}"'
            elif key not in shape.children and key != ".":
                more, text_of = self._rest(key, inner, f"{indent}  ", f"{path}/{key}", (value, key, None))
                attributes += more
                inside += text_of
            elif key != ".":
                inside += self._children(shape.children[key], inner, f"{indent}  ", f"{path}/{key}", (value, key, None))
        start = f"{indent}<{shape.tag}{attributes}"
        content = text(self._clean(value.get(".") or "", path, (value, ".", None)))
        if inside:
            return [f"{start}>{content}\n", *inside, f"{indent}</{shape.tag}>\n"]
        return [f"{start}>{content}</{shape.tag}>\n" if content else f"{start}/>\n"]

    def _verbatim(self, shape: Shape, value: Value, indent: str, path: str, home: Home) -> list[str]:
        """An element as it was kept; a document may come from anywhere, so it is read first."""
        element = parse(str(value.get("xml", "")).encode())
        if isinstance(element, Finding) or local(element) != _local(shape.tag):
            what = "not written: what was kept is no such element"
            self.writing.lost_at(home, path, what, "take it out of the document", "MAP-202")
            return []
        return [f"{indent}{etree.tostring(element, encoding='unicode', with_tail=False)}\n"]

    def _rest(self, key: str, value: Any, indent: str, path: str, home: Home) -> tuple[str, list[str]]:
        """What was kept though the template has no place for it: an attribute, or an element."""
        if isinstance(value, str) and _ATTRIBUTE(key):
            return f' {key[1:]}="{attribute(self._clean(value, path, home))}"', []
        element = parse(str(value.get("xml", "") if isinstance(value, dict) else "").encode())
        if isinstance(element, Finding):
            what = "not written: what was kept is no element"
            self.writing.lost_at(home, path, what, "take it out of the document", "MAP-202")
            return "", []
        return "", [f"{indent}{etree.tostring(element, encoding='unicode', with_tail=False)}\n"]

    def _children(self, shape: Shape, value: Any, indent: str, path: str, home: Home) -> list[str]:
        if not isinstance(value, list):
            return self.element(shape, value, indent, path, home)
        lines = [self.element(shape, item, indent, path, (*home[:2], number)) for number, item in enumerate(value)]
        return [line for element in lines for line in element]

    def _clean(self, value: str, path: str, home: Home) -> str:
        if not ILLEGAL.search(value):
            return value
        what = f"not written: a control character in {shown(ILLEGAL.sub('·', value))}: XML cannot carry it"
        self.writing.lost_at(home, path, what, "remove the control character", "MAP-202", unfit=ILLEGAL.search)
        return ILLEGAL.sub("", value)


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
