"""What a WCO codec offers for its own proof: documents of its layout, what partners do to XML, what went missing.

The comparison knows nothing of the codec: it looks at two XML trees, element by element.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

from lxml import etree

from edi_engine.canonical.metadata import Kind, roles
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity
from edi_engine.findings import Report
from edi_engine.mapping.wco.layout import Layout, Member, Node

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
ALPHABET = "ABcd09 <>&\"'é漢\t\n\r]-/:"
STRUCTURES, LEAVES = 0.8, 0.6

Tree = tuple[str, tuple[tuple[str, str], ...], str, tuple[Any, ...]]
Elements = Counter[tuple[str, tuple[tuple[str, str], ...], str]]


class Documents:
    """Random documents that use only what a layout has a home for; every home is used sooner or later."""

    def __init__(self, layout: Layout, random: Random, structures: float = STRUCTURES, leaves: float = LEAVES) -> None:
        """Choose how often an element with members, and a value, is there (0 to 1)."""
        self.layout, self.random, self.structures, self.leaves = layout, random, structures, leaves
        self.used: Counter[str] = Counter({_home(node, m): 0 for node in layout.nodes for m in node.members})
        self._here: set[str] = set()

    def document(self) -> Any:
        """One more document, never empty."""
        self._here = set()
        found = None
        while found is None:
            found = self._struct(self.layout.root, [])
        self.used.update(self._here)
        return found

    def rates(self, documents: int) -> dict[str, float]:
        """For each home the share of documents in which it had a value."""
        return {home: count / documents for home, count in self.used.items()}

    def _struct(self, node: Node, parties: list[Any]) -> Any:
        values: dict[str, Any] = {}
        own: list[Any] = [] if node.owns_parties else parties
        self._members(node, values, own)
        if node.owns_parties and own:
            values["parties"] = own
        return node.struct(**values) if values else None

    def _members(self, node: Node, values: dict[str, Any], parties: list[Any]) -> None:
        for member in node.members:
            if self.random.random() > (self.structures if member.node else self.leaves) and not member.counter:
                continue
            if member.role:
                found = list(self._parties(member))
                parties += found
            elif member.field is None and member.node:
                before = len(values) + len(parties)
                self._members(member.node, values, parties)
                found = [True] if len(values) + len(parties) > before else []
            else:
                found = self._items(member, values, parties)
            if found:
                self._here.add(_home(node, member))

    def _items(self, member: Member, values: dict[str, Any], parties: list[Any]) -> list[Any]:
        count = self.random.randint(1, 2) if member.many else 1
        items = [item for _ in range(count) if (item := self._item(member, parties)) is not None]
        if items and member.field:
            values[member.field.name] = items if member.field.many else items[0]
        return items

    def _parties(self, member: Member) -> Iterator[Any]:
        for _ in range(self.random.randint(1, 2) if member.many else 1):
            party = self._struct(member.node, []) if member.node else None
            if party is not None:
                level = member.key.rpartition("/")[0]
                party.role = member.role
                party.level = level if level and level != roles()[member.role].level else None
                yield party

    def _item(self, member: Member, parties: list[Any]) -> Any:
        if member.node:
            return self._struct(member.node, parties)
        make: dict[Kind, Callable[[], Any]] = {
            Kind.TEXT: self.text,
            Kind.INTEGER: lambda: self.random.randint(0, 99999),
            Kind.DECIMAL: self.number,
            Kind.AMOUNT: lambda: Amount(self.number(), self.unit()),
            Kind.MEASURE: lambda: Measure(self.number(), self.unit()),
            Kind.QUANTITY: lambda: Quantity(self.number(), self.unit()),
            Kind.DATETIME: lambda: DateTime(self.text(), self.unit()),
        }
        return make[member.field.kind if member.field else Kind.TEXT]()

    def text(self) -> str:
        """A text with characters that XML makes much of, without blanks around it."""
        found = "".join(self.random.choices(ALPHABET, k=self.random.randint(1, 20))).strip()
        return found or "x"

    def number(self) -> Decimal:
        """A number whose scale matters."""
        return Decimal(self.random.randint(-(10**6), 10**9)).scaleb(-self.random.randint(0, 6))

    def unit(self) -> str | None:
        """A unit, a currency or a format code, or none."""
        return self.random.choice([None, "KGM", "EUR", 'a"<&\t'])


def _home(node: Node, member: Member) -> str:
    return f"{node.name}{f' at {node.path}' if node.path else ''} of {node.struct.__name__}: {member.path}"


# -- mutations ---------------------------------------------------------------------------------------------------------


def mutate(root: etree._Element, name: str, random: Random) -> None:
    """Do to a document what partners do; some ways may find nothing to change."""
    MUTATIONS[name](root, random)


def _inner(root: etree._Element, random: Random) -> etree._Element:
    return random.choice([element for element in root.iter() if len(element)] or [root])


def _leaf(root: etree._Element, random: Random) -> etree._Element:
    return random.choice([element for element in root.iter() if not len(element)])


def _attribute(root: etree._Element, random: Random) -> None:
    random.choice(list(root.iter())).set("listID", "<x>")


def _unknown(root: etree._Element, random: Random) -> None:
    element = _inner(root, random)
    new = etree.Element("New")
    new.text = "1"
    element.insert(random.randint(0, len(element)), new)


def _twice(root: etree._Element, random: Random) -> None:
    element = _inner(root, random)
    if len(element):
        child = random.choice(list(element))
        copy = etree.fromstring(etree.tostring(child, with_tail=False))
        element.insert(element.index(child), copy)


def _junk(root: etree._Element, random: Random) -> None:
    _leaf(root, random).text = random.choice(["no number, no date", "007", "+5", "1E+9", "1,5"])


def _shuffle(root: etree._Element, random: Random) -> None:
    element = _inner(root, random)
    children = list(element)
    random.shuffle(children)
    element[:] = children


def _stray(root: etree._Element, random: Random) -> None:
    _inner(root, random).text = "stray"


def _nested(root: etree._Element, random: Random) -> None:
    etree.SubElement(_leaf(root, random), "New").text = "1"


def _empty(root: etree._Element, random: Random) -> None:
    etree.SubElement(_inner(root, random), _leaf(root, random).tag)


def _moved(root: etree._Element, random: Random) -> None:
    _inner(root, random).append(_leaf(root, random))


def _deleted(root: etree._Element, random: Random) -> None:
    element = _inner(root, random)
    if len(element) and len(root) > 1:
        element.remove(random.choice(list(element)))


MUTATIONS: dict[str, Callable[[etree._Element, Random], None]] = {
    "attribute": _attribute,
    "unknown element": _unknown,
    "element twice": _twice,
    "junk value": _junk,
    "other order": _shuffle,
    "stray text": _stray,
    "element in a value": _nested,
    "empty element": _empty,
    "moved element": _moved,
    "deleted element": _deleted,
}


# -- comparison --------------------------------------------------------------------------------------------------------


def tree(element: etree._Element) -> Tree | None:
    """An element for comparison, after these normalisations and no others.

    Left out: comments, blank text, elements with neither text nor children, namespaces and prefixes of elements,
    `xsi:*` attributes, blanks around a text, the order of elements of different names.
    """
    children = [found for child in element if isinstance(child.tag, str) and (found := tree(child))]
    attributes = tuple(sorted((str(k), str(v)) for k, v in element.attrib.items() if not str(k).startswith(XSI)))
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    text = "".join(pieces).strip()
    if not children and not text:
        return None
    return (etree.QName(element).localname, attributes, text, tuple(sorted(children, key=lambda child: child[0])))


def elements(found: Tree | None, path: str = "") -> Elements:
    """Every element of a normalised tree by path, with its attributes and its text."""
    every: Elements = Counter()
    if found:
        here = f"{path}/{found[0]}"
        every[here, found[1], found[2]] += 1
        for child in found[3]:
            every.update(elements(child, here))
    return every


def vanished(received: etree._Element, written: etree._Element, report: Report) -> Counter[str]:
    """Elements received that are neither written nor named by a finding at their place or above it.

    An element that held nothing but what a finding names goes with it.
    """
    missing = elements(tree(received)) - elements(tree(written))
    named = tuple(re.sub(r"\[\d+\]", "", finding.where.path or "-") for finding in report)
    lost: Counter[str] = Counter()
    for (path, _, text), count in missing.items():
        emptied = not text and any(at.startswith(f"{path}/") for at in named)
        if not (path.startswith(named) or emptied):
            lost[f"{path} {text[:40]!r}"] += count
    return lost
