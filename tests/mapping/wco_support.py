"""What the tests of the WCO codec share: documents made from a layout, a comparison of XML trees, the corpus."""

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from lxml import etree

from edi_engine.canonical.metadata import Kind, roles
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity
from edi_engine.formats.xml.reader import read
from edi_engine.interchange import Message
from edi_engine.mapping.wco.layout import Layout, Member, Node
from edi_engine.mapping.wco_codec import WcoCodec
from edi_engine.workspace import Workspace

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpus" / "wco-xml"
_XSDS = SHARED / "corpus" / "xsd" / "uk-cds"
XSD = {
    "wco-dec": _XSDS / "declaration" / "WCO_DEC_2_DMS.xsd",
    "wco-res": _XSDS / "notification" / "WCO_RES_2_DMS.xsd",
}
CODECS = {name: WcoCodec(Workspace().mapping_text(name, "layout.txt"), name) for name in XSD}
ALPHABET = "ABcd09 <>&\"'é漢\t\n\r]-/:"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

Tree = tuple[str, tuple[tuple[str, str], ...], str, tuple[Any, ...]]


class Documents:
    """Random documents that use only what a layout has a home for; every home is used sooner or later."""

    def __init__(self, layout: Layout, random: Random, density: float = 0.4) -> None:
        self.layout, self.random, self.density = layout, random, density
        self.used: set[tuple[int, str]] = set()

    def document(self) -> Any:
        """One more document, never empty."""
        found = None
        while found is None:
            found = self._struct(self.layout.root, [])
        return found

    def _struct(self, node: Node, parties: list[Any]) -> Any:
        values: dict[str, Any] = {}
        own: list[Any] = [] if node.owns_parties else parties
        self._members(node, values, own)
        if node.owns_parties and own:
            values["parties"] = own
        return node.struct(**values) if values else None

    def _members(self, node: Node, values: dict[str, Any], parties: list[Any]) -> None:
        for member in node.members:
            if self.random.random() > self.density and not member.counter:
                continue
            self.used.add((node.number, member.path))
            if member.role:
                parties += self._parties(member)
            elif member.field is None and member.node:
                self._members(member.node, values, parties)
            elif member.field:
                count = self.random.randint(1, 3) if member.many else 1
                items = [item for _ in range(count) if (item := self._item(member, parties)) is not None]
                if items:
                    values[member.field.name] = items if member.field.many else items[0]

    def _parties(self, member: Member) -> Iterator[Any]:
        for _ in range(self.random.randint(1, 3) if member.many else 1):
            party = self._struct(member.node, []) if member.node else None
            if party is not None:
                level = member.key.rpartition("/")[0]
                party.role = member.role
                party.level = level if level and level != roles()[member.role].level else None
                yield party

    def _item(self, member: Member, parties: list[Any]) -> Any:
        if member.node:
            return self._struct(member.node, parties)
        kind = member.field.kind if member.field else Kind.TEXT
        make: dict[Kind, Callable[[], Any]] = {
            Kind.TEXT: self.text,
            Kind.INTEGER: lambda: self.random.randint(0, 99999),
            Kind.DECIMAL: self.number,
            Kind.AMOUNT: lambda: Amount(self.number(), self.unit()),
            Kind.MEASURE: lambda: Measure(self.number(), self.unit()),
            Kind.QUANTITY: lambda: Quantity(self.number(), self.unit()),
            Kind.DATETIME: lambda: DateTime(self.text(), self.unit()),
        }
        return make[kind]()

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


def message(element: etree._Element) -> Message:
    """An element as the XML house would hand it on."""
    name = etree.QName(element)
    return Message(syntax="xml", type=name.localname, association=name.namespace or "", body=element)


def corpus(root: str) -> Iterator[tuple[str, Message]]:
    """Every document of the corpus with that root, with the name of its file."""
    for path in sorted(CORPUS.iterdir()):
        with path.open("rb") as stream:
            for interchange in read(stream):
                yield from ((path.name, found) for found in interchange.messages if found.type == root)


def tree(element: etree._Element) -> Tree | None:
    """An element for comparison, after these normalisations and no others.

    Left out: comments, blank text, elements with neither text, children nor attributes, namespaces and prefixes,
    `xsi:*` attributes, blanks around a text, the order of elements of different names.
    """
    children = [found for child in element if isinstance(child.tag, str) and (found := tree(child))]
    attributes = tuple(sorted((str(k), str(v)) for k, v in element.attrib.items() if not str(k).startswith(XSI)))
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    text = "".join(pieces).strip()
    if not children and not text:
        return None
    return (etree.QName(element).localname, attributes, text, tuple(sorted(children, key=lambda child: child[0])))


def elements(found: Tree | None, path: str = "") -> Counter[tuple[str, tuple[tuple[str, str], ...], str]]:
    """Every element of a normalised tree by path, with its attributes and its text."""
    every: Counter[tuple[str, tuple[tuple[str, str], ...], str]] = Counter()
    if found:
        here = f"{path}/{found[0]}"
        every[here, found[1], found[2]] += 1
        for child in found[3]:
            every += elements(child, here)
    return every


def count(found: Tree | None) -> int:
    """Elements of a normalised tree."""
    return 1 + sum(count(child) for child in found[3]) if found else 0
