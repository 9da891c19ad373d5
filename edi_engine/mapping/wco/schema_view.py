"""What our own schema need not see of a document, and what its elements are in the model."""

import copy
from typing import Any

from lxml import etree

from edi_engine.canonical.metadata import Field
from edi_engine.mapping.wco.layout import Layout, Member, Node

_DATE_TIME = "DateTimeString"
_EMPTY = etree.XPath("descendant::*[not(*) and not(@*) and not(normalize-space())]")
_FOREIGN = etree.XPath("boolean(descendant-or-self::*[not(namespace-uri() = $own or namespace-uri() = $dates)])")


def plain(layout: Layout, root: etree._Element) -> etree._Element | None:
    """A copy of a document in the layout's namespaces and without empty elements; None where nothing would change.

    The reader matches local names, and takes an empty element for one that is not there.
    """
    foreign = _FOREIGN(root, own=layout.namespace, dates=layout.date_time_namespace)
    if not foreign and not _empty(root):
        return None
    told = copy.deepcopy(root)
    told.tail = None
    for element in told.iter(etree.Element):
        local = etree.QName(element).localname
        namespace = layout.date_time_namespace if local == _DATE_TIME else layout.namespace
        element.tag = f"{{{namespace}}}{local}"
    while empty := _empty(told):
        for element in empty:
            _remove(element)
    return told


def _empty(root: etree._Element) -> list[etree._Element]:
    found: Any = _EMPTY(root)
    return list(found)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)  # with the blanks behind it


def field_of(layout: Layout, tags: tuple[str, ...]) -> str:
    """What an element is in the model, or in what it stands: `the field is goods_items.commodity.id (WCO 145, an..18)`.

    Args:
        layout: the dialect.
        tags: local names from the root to the element.
    """
    node: Node | None = layout.root
    names: list[str] = []
    field: Field | None = None
    word = "the field is"
    for tag in tags[1:]:
        member = _member(node, tag)
        if member is None:
            word = "in" if tag != _DATE_TIME else word
            break
        field, node = member.field, member.node
        if member.role:
            names.append(f"parties[role={member.role}]")
        elif field:
            names.append(field.name)
    facts = [f"WCO {', '.join(field.ids)}"] if field and field.ids else []
    facts += [field.format] if field and field.format else []
    return f"{word} {'.'.join(names)}" + (f" ({', '.join(facts)})" if facts else "") if names else ""


def _member(node: Node | None, tag: str) -> Member | None:
    return next((member for member in node.members if member.tag == tag), None) if node else None
