"""What has no field: kept in `extensions["wco"]` of the nearest struct by the reader, given back by the writer.

`attributes` by the tag path of their element; `elements` as XML texts, each with the element it stood behind (`after`,
empty for the first place) and the flattened level it stood in (`in`, absent for the struct's own element).
Beside it in `extensions`: how numbers were spelt that we spell otherwise (see `canonical.meaning.SPELLING`).
"""

import re
from decimal import Decimal
from typing import Any

import msgspec
from lxml import etree

from edi_engine.canonical.meaning import SPELLING, identical
from edi_engine.mapping.wco.escaping import ILLEGAL, attribute, read_decimal, read_integer

MAX_KEPT = 1000
XML = "http://www.w3.org/XML/1998/namespace"
SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*").fullmatch
_XML_NAME = re.compile(r"(?:\{([^{}\s]+)\})?([A-Za-z_][\w.-]*)").fullmatch


class Kept:
    """What a struct could not hold: attributes, whole elements, spellings of numbers by key."""

    def __init__(self) -> None:
        self.attributes: dict[str, dict[str, str]] = {}
        self.elements: list[dict[str, str]] = []
        self.spelling: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self.attributes or self.elements or self.spelling)

    def attributes_of(self, element: etree._Element, where: str, carried: tuple[str, ...]) -> None:
        """Keep the attributes of an element but those carried by its value and those for schema processors."""
        rare = rare_attributes(element, carried)
        if rare:
            self.attributes[where] = rare

    def element(self, element: etree._Element, level: str, after: str) -> None:
        """Keep a whole element, with the element it stood behind (empty for the first place)."""
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        self.elements.append({"in": level, "after": after, "xml": text} if level else {"after": after, "xml": text})

    def told(self) -> dict[str, Any]:
        """The `extensions` that hold it."""
        told: dict[str, Any] = {}
        if self.attributes:
            told["attributes"] = self.attributes
        if self.elements:
            told["elements"] = self.elements
        return ({"wco": told} if told else {}) | ({SPELLING: self.spelling} if self.spelling else {})


def rare_attributes(element: etree._Element, carried: tuple[str, ...]) -> dict[str, str]:
    """The attributes of an element that neither its value nor a schema processor takes."""
    return {
        str(name): str(value)
        for name, value in element.attrib.items()
        if name not in carried and not str(name).startswith(SCHEMA_INSTANCE)
    }


class Returned:
    """What a reader kept in `extensions["wco"]` of a struct, checked anew: a document may come from anywhere."""

    def __init__(self, value: msgspec.Struct) -> None:
        extensions = getattr(value, "extensions", None)
        extensions = extensions if isinstance(extensions, dict) else {}
        kept = extensions.get("wco")
        table = kept.get("attributes") if isinstance(kept, dict) else None
        rows = kept.get("elements") if isinstance(kept, dict) else None
        self.table: dict[str, Any] = dict(table) if isinstance(table, dict) else {}
        self.places: dict[tuple[str, str], list[etree._Element]] = {}
        self.tags: set[tuple[str, str]] = set()
        self.unusable = 0
        spelling = extensions.get(SPELLING)
        self.spelling: dict[str, Any] = dict(spelling) if isinstance(spelling, dict) else {}
        for row in rows if isinstance(rows, list) else ():
            self._place(row if isinstance(row, dict) else {})

    def attributes(self, where: str, besides: str = "") -> str:
        """The attributes of the element at a tag path, with a blank before each; none that stands in `besides`."""
        found = self.table.pop(where, {})
        named = found.items() if isinstance(found, dict) else ()
        shown = [_attribute(str(name), str(value), count) for count, (name, value) in enumerate(named, start=1)]
        fit = [text for text in shown if text and f"{text.partition('=')[0]}=" not in besides]
        self.unusable += len(shown) - len(fit)
        return "".join(fit)

    def spelt(self, key: str, value: Decimal | int) -> str:
        """How a number was spelt when it was read; empty where that is not known, or it is another number by now."""
        text = self.spelling.get(key)
        if not isinstance(text, str):
            return ""
        read = read_integer(text) if isinstance(value, int) else read_decimal(text)
        return text if identical(read, value) else ""

    def holds(self, level: str, tag: str) -> bool:
        """Whether an element of this tag is kept for a flattened level: one that could not be read."""
        return (level, tag) in self.tags

    def elements(self, level: str, after: str) -> list[str]:
        """The elements that stood behind another in a flattened level; each is given once."""
        found = self.places.pop((level, after), [])
        return [etree.tostring(element, encoding="unicode") + "\n" for element in found]

    def left(self) -> int:
        """How many elements and attributes are none, or have no place."""
        attributes = sum(len(found) if isinstance(found, dict) else 1 for found in self.table.values())
        return self.unusable + attributes + sum(len(found) for found in self.places.values())

    def _place(self, row: dict[str, Any]) -> None:
        try:
            element = etree.fromstring(str(row.get("xml", "")), _parser())
        except (etree.XMLSyntaxError, ValueError):
            self.unusable += 1
        else:
            level = str(row.get("in", ""))
            self.places.setdefault((level, str(row.get("after", ""))), []).append(element)
            self.tags.add((level, etree.QName(element).localname))


def _attribute(name: str, value: str, count: int) -> str:
    match = _XML_NAME(name)
    if match is None or ILLEGAL.search(name + value) or name.startswith("xml"):
        return ""
    if match[1] and (match[1] == _XMLNS or not _URI(match[1])):
        return ""
    shown = f'{match[2]}="{attribute(value)}"'
    if match[1] == XML:
        return f" xml:{shown}"
    return f' xmlns:x{count}="{attribute(match[1])}" x{count}:{shown}' if match[1] else f" {shown}"


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
