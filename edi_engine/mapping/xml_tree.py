"""XML elements as the tree of named values that a template of named places reads, by the shape the template gives them.

{"@guid": "4CDE", "OrderHead": {"orderNo": "7"}, "OrderList": [{"gnum": "1"}, …]}

What has no place in the shape stands in the nearest object around under its way from there (`Extra`, `orderNo/@lang`,
`orderNo[2]`), so that it is reported as a member nobody knows.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

WHITESPACE = " \t\r\n"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

Value = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Shape:
    """What an element of a template is.

    Attributes:
        tag, namespace, declared: its name as written, its namespace, the declarations in its tag.
        leaf: whether it is a text and nothing else; `whole`: accepted whatever is in it; `kept`: so, and kept.
        many: whether elements of its name are a list.
        document: whether each of them is a document of its own.
        rest: whether what stands in it without a place is kept.
        attributes: names as written by key (`@name`); children: shapes by local name.
    """

    tag: str
    namespace: str = ""
    declared: str = ""
    leaf: bool = True
    whole: bool = False
    kept: bool = False
    many: bool = False
    document: bool = False
    rest: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    children: dict[str, "Shape"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a file of several: the root, the elements that are its own, which of the documents (from 0)."""

    root: etree._Element
    inside: tuple[etree._Element, ...]
    at: int = 0


class Taking:
    """Takes a document apart.

    Args:
        strict: whether an element in another namespace than the template's is another element.
    """

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict

    def value(self, root: etree._Element, shape: Shape, inside: Iterable[etree._Element] | None = None) -> Value:
        """The value of an element that is an object; `inside` are the elements looked at, all by default."""
        made: Value = {}
        seen: dict[str, int] = {}
        for name, text in root.attrib.items():
            self._attribute(made, str(name), str(text), shape)
        for child in root if inside is None else inside:
            key = self.key(child, shape)
            seen[key] = seen.get(key, 0) + 1
            inner = shape.children.get(key)
            if shape.rest and (inner is None or (seen[key] > 1 and not inner.many)):
                made[f"{key}[{seen[key]}]" if seen[key] > 1 else key] = {"xml": _verbatim(child)}
            else:
                self._child(made, key, seen[key], child, inner)
        text = own_text(root)
        if text:
            made["."] = text
        return made

    def key(self, child: etree._Element, shape: Shape) -> str:
        """The local name; where namespaces count, with the prefix of one the template does not have there."""
        name = local(child)
        known = shape.children.get(name)
        foreign = self.strict and known is not None and space(child) != known.namespace
        return f"{child.prefix or ''}:{name}" if foreign else name

    def _attribute(self, made: Value, name: str, text: str, shape: Shape) -> None:
        if not name.startswith(XSI):
            key = f"@{name.rpartition('}')[2]}"
            made[key if key not in made else f"@{name}"] = text.strip(WHITESPACE)

    def _child(self, made: Value, key: str, ordinal: int, child: etree._Element, shape: Shape | None) -> None:
        if shape is None or (ordinal > 1 and not shape.many):
            if holds_anything(child):
                made[f"{key}[{ordinal}]" if ordinal > 1 else key] = own_text(child) or "…"
            return
        value: Any
        if shape.kept:
            value = own_text(child) if _is_text(child) else {"xml": _verbatim(child)}
        elif shape.whole:
            value = own_text(child) or ("…" if holds_anything(child) else "")
        elif shape.leaf:
            value = self._leaf(made, f"{key}[{ordinal}]" if shape.many else key, child)
        else:
            value = self.value(child, shape)
        if shape.many:
            made.setdefault(key, []).append(value)
        else:
            made[key] = value

    def _leaf(self, made: Value, key: str, child: etree._Element) -> str:
        """A text; attributes and elements in it go to the object around."""
        for name, text in child.attrib.items():
            if not str(name).startswith(XSI):
                made[f"{key}/@{str(name).rpartition('}')[2]}"] = str(text).strip(WHITESPACE)
        for inner in child:
            if holds_anything(inner):
                made[f"{key}/{local(inner)}"] = own_text(inner) or "…"
        return own_text(child)


def _verbatim(element: etree._Element) -> str:
    return etree.tostring(element, encoding="unicode", with_tail=False)


def _is_text(element: etree._Element) -> bool:
    return not len(element) and not any(not str(name).startswith(XSI) for name in element.attrib)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def space(element: etree._Element) -> str:
    """The namespace of an element, empty where it has none."""
    return str(element.tag).rpartition("}")[0].lstrip("{")


def own_text(element: etree._Element) -> str:
    """The text of an element without that of the elements in it, and without blanks around it."""
    if not len(element):
        return (element.text or "").strip(WHITESPACE)
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return "".join(piece.strip(WHITESPACE) for piece in pieces)


def holds_anything(element: etree._Element) -> bool:
    """Whether there is an attribute or a text anywhere in it."""
    return any(
        own_text(inner) or any(not str(name).startswith(XSI) for name in inner.attrib) for inner in element.iter()
    )


class Places:
    """Where the values of a document stand: XPath and line for the pointers of `FieldReading`, looked for on demand."""

    def __init__(self, part: Part, shape: Shape, taking: Taking) -> None:
        self.root, self.document, self.shape, self.taking = part.root, part.at, shape, taking
        # The elements are kept with their index: the parser's library makes them anew when nobody holds them.
        self._known: dict[int, tuple[etree._Element, dict[str, list[etree._Element]]]] = {}

    def find(self, steps: list[str]) -> tuple[str, int | None]:
        """The XPath and line of what a pointer names; of what is nearest to it, if it is not there."""
        element, shape = self.root, self.shape
        path, todo = f"/{local(element)}", list(steps)
        while todo:
            key = todo.pop(0)
            name, _, more = key.partition("/")
            name, _, number = name.partition("[")
            known = self._children(element, shape).get(name, [])
            inner = shape.children.get(name)
            if key == ".":
                return path + ("/text()" if len(element) else ""), line_of(element)
            if not known:
                return f"{path}/{key}", line_of(element)
            at = int(number.rstrip("]")) - 1 if number else 0
            if inner is not None and inner.document:
                at = self.document
            elif inner is not None and inner.many and todo:
                at = int(todo.pop(0))
            element = known[min(at, len(known) - 1)]
            path += f"/{name}" + (f"[{at + 1}]" if len(known) > 1 else "")
            if inner is None or more:
                return path + (f"/{more}" if more else ""), line_of(element)
            shape = inner
        return path, line_of(element)

    def _children(self, element: etree._Element, shape: Shape) -> dict[str, list[etree._Element]]:
        if id(element) not in self._known:
            found: dict[str, list[etree._Element]] = {}
            for child in element:
                found.setdefault(self.taking.key(child, shape), []).append(child)
            self._known[id(element)] = element, found
        return self._known[id(element)][1]


def line_of(element: etree._Element) -> int | None:
    """The line an element starts in, where the parser knows it."""
    line = element.sourceline
    return line if isinstance(line, int) else None
