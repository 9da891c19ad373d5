"""XML: a value is the text of an element, besides the elements in it if there are any, or an attribute."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from lxml import etree

from edi_engine.findings import Position, Report
from edi_engine.interchange import Message
from edi_engine.mapping.received.value import ORDINALS, Alter, ReceivedValue, lists, other, ranges
from edi_engine.mapping.received.xml_bytes import ElementBytes, documents
from edi_engine.mapping.xml_tree import WHITESPACE, XSI, own_text

FOR_PROCESSORS = "tells schema processors where to look, and nothing of the goods"
SHOWN = 400  # characters of an XPath in findings
_STEP = re.compile(r"/((?:@\{[^}]*\})?[^/]*)")


class XmlValues:
    """The values of one message, see `value.Received`.

    Args:
        message: whose body it is.
        root: the root element.
        inside: of a file of several documents, the elements in the root that are this one's; all by default.
    """

    def __init__(self, message: Message, root: etree._Element, inside: Iterable[etree._Element] | None = None) -> None:
        self.message, self.values, self.homes = message, [], []
        self.keys = []
        self.root, self._payload = root, b""
        self._bytes: dict[etree._Element, ElementBytes] | None = None
        for element, path in _elements(root, None if inside is None else set(inside)):
            if text := own_text(element):
                self._take(element, "", text, f"{path}/text()" if len(element) else path)
            for name, value in element.attrib.items():
                self._take(element, str(name), str(value), f"{path}/@{etree.QName(name).localname}")
        self.places = [ORDINALS.sub("", key) for key in self.keys]
        self.shape = lists(self.keys)

    values: list[ReceivedValue]
    homes: list[tuple[etree._Element, str]]
    keys: list[str]

    def span(self, index: int, payload: bytes) -> tuple[int, int] | None:
        """By the order of elements, in the document that is the message's."""
        if self._bytes is None or self._payload is not payload:
            found = documents(payload, etree.QName(self.root).localname)
            number = len(found) if len(found) == 1 else self.message.number
            mine = found[number - 1] if 0 < number <= len(found) else []
            elements = list(self.root.iter(etree.Element))
            self._bytes = dict(zip(elements, mine, strict=True)) if len(mine) == len(elements) else {}
            self._payload = payload
        element, attribute = self.homes[index]
        known = self._bytes.get(element)
        if known is None or (len(element) and not attribute):
            return None
        return known.attributes.get(etree.QName(attribute).localname) if attribute else known.text

    def _take(self, element: etree._Element, attribute: str, text: str, path: str) -> None:
        line = element.sourceline if isinstance(element.sourceline, int) else None
        where = Position(message=self.message.number, path=path, line=line)
        self.homes.append((element, attribute))
        self.keys.append(path)
        aside = FOR_PROCESSORS if attribute.startswith(XSI) else ""
        self.values.append(ReceivedValue(text.strip(), lambda: where, aside))

    def within(self, where: Position) -> Sequence[int]:
        """The values at an XPath and below it."""
        steps, cut = _steps(where.path or ""), len(where.path or "") == SHOWN
        return self._ranges.get(steps[:-1] if cut and steps not in self._ranges else steps, ())

    @cached_property
    def _ranges(self) -> dict[tuple[str, ...], range]:
        return ranges(_steps(str(value.where().path)) for value in self.values)

    @contextmanager
    def altered(self, which: Collection[int], how: Alter = other) -> Iterator[Message]:
        before = [(*self.homes[index], self.values[index].text) for index in which]
        kept = [str(element.attrib[name] if name else element.text or "") for element, name, _ in before]
        try:
            for (element, name, text), old in zip(before, kept, strict=True):
                mixed = not name and len(element)  # a text among elements: what stands before them changes
                _set(element, name, how(old.strip(WHITESPACE) if mixed else text))
            yield replace(self.message, text="", report=Report())
        finally:
            for (element, name, _), text in zip(before, kept, strict=True):
                _set(element, name, text)


def _set(element: etree._Element, attribute: str, text: str) -> None:
    if attribute:
        element.set(attribute, text)
    else:
        element.text = text


def _steps(path: str) -> tuple[str, ...]:
    """The steps of an XPath, elements with their ordinal among those of their name, prefixes left out."""
    return tuple(_step(step) for step in _STEP.findall(path)) if path != "/" else ()


def _step(step: str) -> str:
    if step.startswith("@"):
        return f"@{step.rpartition('}')[2].lstrip('@')}"
    name = step.rpartition(":")[2]
    return name if name.endswith(("]", "()")) else f"{name}[1]"


def _elements(root: etree._Element, inside: set[etree._Element] | None) -> Iterator[tuple[etree._Element, str]]:
    """All elements with their XPath in local names; an ordinal where there are several of a name."""
    waiting = [(root, f"/{etree.QName(root).localname}")]
    while waiting:
        element, path = waiting.pop()
        yield element, path
        names = [etree.QName(child).localname for child in element]
        total: dict[str, int] = {}
        for name in names:
            total[name] = total.get(name, 0) + 1
        seen: dict[str, int] = {}
        below = []
        for child, name in zip(element, names, strict=True):
            seen[name] = seen.get(name, 0) + 1
            if element is not root or inside is None or child in inside:
                below.append((child, f"{path}/{name}" + (f"[{seen[name]}]" if total[name] > 1 else "")))
        waiting += reversed(below)
