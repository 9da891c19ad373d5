"""What a WCO codec offers for its own proof: documents of its layout, what partners do to XML, what went missing.

The comparison knows nothing of the codec: it looks at two XML trees, element by element.
"""

import re
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

from lxml import etree

from edi_engine.canonical.metadata import roles
from edi_engine.findings import Report
from edi_engine.mapping.random_documents import Place, RandomDocuments, RandomValues, Shape
from edi_engine.mapping.wco.layout import Layout, Member, Node

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
ALPHABET = "ABcd09 <>&\"'é漢\t\n\r]-/:"
STRUCTURES, LEAVES = 0.8, 0.6

Tree = tuple[str, tuple[tuple[str, str], ...], str, tuple[Any, ...]]
Elements = Counter[tuple[str, tuple[tuple[str, str], ...], str]]


class Documents(RandomDocuments):
    """Random documents that use only what a layout has a home for."""

    def __init__(self, layout: Layout, random: Random, structures: float = STRUCTURES, leaves: float = LEAVES) -> None:
        """Choose how often an element with members, and a value, is there (0 to 1)."""
        alphabet = ALPHABET.replace("\n", "").replace("\r", "") if layout.one_line else ALPHABET
        values = RandomValues(random, alphabet, tidy=True, formats=layout.date_time_formats)
        super().__init__([_shape(layout.root, {})], values, structures, leaves)


def _shape(node: Node, known: dict[int, Shape]) -> Shape:
    """What the struct of a node may hold; nodes used at several places have one shape."""
    if node.number not in known:
        shape = known[node.number] = Shape(node.struct, owns_parties=node.owns_parties)
        shape.places += [_place(node, member, known) for member in node.members if not member.kept]
    return known[node.number]


def _place(node: Node, member: Member, known: dict[int, Shape]) -> Place:
    level = member.key.rpartition("/")[0]
    return Place(
        home=f"{node.name}{f' at {node.path}' if node.path else ''} of {node.struct.__name__}: {member.path}",
        field=member.field,
        shape=_shape(member.node, known) if member.node else None,
        many=member.many,
        certain=member.counter,
        role=member.role,
        level=level if level and level != roles()[member.role].level else None,
    )


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
    place, leaf = _inner(root, random), _leaf(root, random)
    if leaf is not place:  # a document of one element has nothing to move
        place.append(leaf)


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
    `xsi:*` attributes, blanks around a text or the value of an attribute, the order of elements of different names.
    """
    children = [found for child in element if isinstance(child.tag, str) and (found := tree(child))]
    attributes = tuple(
        sorted((str(k), str(v).strip()) for k, v in element.attrib.items() if not str(k).startswith(XSI))
    )
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
        told = any(at.startswith((f"{path}/@", f"{path}/text()")) for at in named)
        if not (path.startswith(named) or emptied or told):
            lost[f"{path} {text[:40]!r}"] += count
    return lost
