"""XML: a value is the text of an element without elements in it, or of an attribute."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace

from lxml import etree

from edi_engine.findings import Position, Report
from edi_engine.interchange import Message
from edi_engine.mapping.received.value import ReceivedValue, other


class XmlValues:
    """The values of one message, see `value.Received`."""

    def __init__(self, message: Message, root: etree._Element) -> None:
        self.message, self.values, self.homes = message, [], []
        for element, path in _elements(root):
            if len(element) == 0 and element.text and element.text.strip():
                self._take(element, "", element.text, path)
            for name, text in element.attrib.items():
                self._take(element, str(name), str(text), f"{path}/@{etree.QName(name).localname}")

    values: list[ReceivedValue]
    homes: list[tuple[etree._Element, str]]

    def _take(self, element: etree._Element, attribute: str, text: str, path: str) -> None:
        line = element.sourceline if isinstance(element.sourceline, int) else None
        where = Position(message=self.message.number, path=path, line=line)
        self.homes.append((element, attribute))
        self.values.append(ReceivedValue(text.strip(), lambda: where))

    @contextmanager
    def altered(self, which: Collection[int]) -> Iterator[Message]:
        before = [(*self.homes[index], self.values[index].text) for index in which]
        kept = [str(element.attrib[name] if name else element.text) for element, name, _ in before]
        try:
            for element, name, text in before:
                _set(element, name, other(text))
            yield replace(self.message, report=Report())
        finally:
            for (element, name, _), text in zip(before, kept, strict=True):
                _set(element, name, text)


def _set(element: etree._Element, attribute: str, text: str) -> None:
    if attribute:
        element.set(attribute, text)
    else:
        element.text = text


def _elements(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """All elements with their XPath in local names; an ordinal where there are several of a name."""
    waiting = [(root, f"/{etree.QName(root).localname}")]
    while waiting:
        element, path = waiting.pop()
        yield element, path
        names = [etree.QName(child).localname for child in element]
        seen: dict[str, int] = {}
        below = []
        for child, name in zip(element, names, strict=True):
            seen[name] = seen.get(name, 0) + 1
            ordinal = f"[{seen[name]}]" if seen[name] > 1 or name in names[names.index(name) + 1 :] else ""
            below.append((child, f"{path}/{name}{ordinal}"))
        waiting += reversed(below)
