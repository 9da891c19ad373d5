"""A sample of named places (XML, JSON) as a tree: what stands there once, what is repeated."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from edi_engine.mapping.notation_errors import NotationError

MOST_PARTS = 500
MOST_VALUES = 200  # of one place: enough to see what they are


@dataclass(slots=True, eq=False)
class Spot:
    """One place of a format: a value, an object, or either repeated.

    Attributes:
        name: its name; `tag` as it is written, with its prefix; attributes begin with `@`, the text beside attributes
            is `.`.
        values: the plain values it has; `numbers`: all of them are numbers of JSON.
        parts: what stands in it.
        repeated: whether there may be several.
        count: how often it has a value in the sample.
    """

    name: str
    tag: str = ""
    values: list[str] = field(default_factory=list)
    numbers: bool = True
    parts: dict[str, "Spot"] = field(default_factory=dict)
    repeated: bool = False
    count: int = 0
    spaces: dict[str | None, str] = field(default_factory=dict)
    odd: bool = False

    @property
    def says(self) -> bool:
        """Whether it is a list of elements of XML that have a text of their own."""
        return self.repeated and bool(self.values) and all(name.startswith("@") for name in self.parts)

    def add(self, value: str, *, is_number: bool = False) -> None:
        """One more value."""
        self.count += 1
        self.numbers = self.numbers and is_number
        if value not in self.values and len(self.values) < MOST_VALUES:
            self.values.append(value)

    def part(self, name: str, tag: str = "") -> "Spot":
        """A place inside, made when it is first seen.

        Raises:
            NotationError: there are more than anybody would read: the names are data.
        """
        if len(self.parts) >= MOST_PARTS and name not in self.parts:
            raise NotationError(f"more than {MOST_PARTS} names stand in one place: they are data, not names")
        return self.parts.setdefault(name, Spot(name, tag or name))


def json_spots(value: Any, spot: Spot) -> Spot:
    """Add what a JSON value has to a place."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name.startswith("$"):
                raise NotationError(f"the key {name[:40]!r} begins with $, as the words of templates do")
            json_spots(inner, spot.part(name))
    elif isinstance(value, list):
        spot.repeated = True
        for inner in value:
            spot.odd = spot.odd or isinstance(inner, list)
            if not isinstance(inner, list):
                json_spots(inner, spot)
    elif isinstance(value, bool):
        spot.odd = True
        spot.add(str(value).lower())
    elif value is not None:
        spot.add(str(value), is_number=not isinstance(value, str))
    return spot


def xml_spots(element: etree._Element, spot: Spot) -> Spot:
    """Add what an element has to a place."""
    spot.spaces |= element.nsmap
    for name, value in element.attrib.items():
        local = etree.QName(name)
        if local.namespace is None:
            spot.part(f"@{local.localname}").add(str(value))
    seen: set[str] = set()
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = etree.QName(child).localname
        inner = spot.part(name, f"{child.prefix}:{name}" if child.prefix else name)
        inner.repeated = inner.repeated or name in seen
        seen.add(name)
        xml_spots(child, inner)
    text = (element.text or "").strip()
    if text:
        spot.add(text)
    return spot
