"""Several documents as the one file that a format has for them: each brings its part, what is around is shared.

Both ways take what a template wrote for each document alone. What stands around the documents must be the same in all.
"""

from collections.abc import Sequence

import msgspec
from lxml import etree

from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Severity
from edi_engine.formats.xml.reader import parse
from edi_engine.mapping.xml_tree import local


def one_element(bodies: Sequence[str], name: str) -> str:
    """The roots of several XML documents as one, with the elements of this local name of all of them.

    Raises:
        EdiError: `MAP-216`, they differ around these elements.
    """
    first, *others = map(_root, bodies)
    own = _own(first, name)
    around = _around(first, name)
    for root in others:
        more = _own(root, name)
        if not own or not more or _around(root, name) != around:
            raise _differ(f"<{name}>")
        for element in more:
            element.tail, own[-1].tail = own[-1].tail, "\n  "
            own[-1].addnext(element)
            own.append(element)
    return etree.tostring(first, encoding="unicode") + "\n"


def one_array(bodies: Sequence[bytes], name: str) -> bytes:
    """Several JSON documents as one: an array where the name is empty, else an object whose member holds the array.

    Raises:
        EdiError: `MAP-216`, they differ around this member.
    """
    if not name:
        return msgspec.json.encode([item for body in bodies for item in _items(body)])
    made = [msgspec.json.decode(body, type=dict[str, msgspec.Raw]) for body in bodies]
    around = [{key: bytes(value) for key, value in one.items() if key != name} for one in made]
    if any(name not in one for one in made) or any(one != around[0] for one in around):
        raise _differ(repr(name))
    array = [item for one in made for item in _items(one[name])]
    return msgspec.json.encode({key: array if key == name else value for key, value in made[0].items()})


def _items(array: bytes | msgspec.Raw) -> list[msgspec.Raw]:
    return msgspec.json.decode(array, type=list[msgspec.Raw])


def _root(body: str) -> etree._Element:
    root = parse(body.encode())
    if isinstance(root, Finding):
        raise EdiError(root)
    return root


def _own(root: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in root if local(child) == name]


def _around(root: etree._Element, name: str) -> list[str]:
    """Tag, attributes and the elements that are not the documents' own, as texts."""
    others = [etree.tostring(child, encoding="unicode", with_tail=False) for child in root if local(child) != name]
    return [str(root.tag), *map(repr, sorted(root.attrib.items())), *others]


def _differ(place: str) -> EdiError:
    return EdiError(
        Finding(
            code="MAP-216",
            severity=Severity.ERROR,
            what=f"the documents do not go into one file: what stands around {place} is not the same in all",
            why="the mapping has one place for it in a file",
            fix="write each into its own file: name a folder with -o",
        )
    )
