"""The single values of a received message, whatever its format: where each stands, and the message with others in it.

What a value is depends on the syntax: a component of EDIFACT, an element or attribute of XML, a scalar of JSON, a cell
of CSV. `altered` gives a message of the same shape in which some of them say something else.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import NamedTuple, Protocol

from lxml import etree

from edi_engine.findings import Position, Report
from edi_engine.formats.edifact.segments import Segments, escape, unescape
from edi_engine.formats.flat.table import Table, read_table
from edi_engine.formats.json.scalars import scalars, token_text
from edi_engine.interchange import Message

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NEXT = str.maketrans(
    "0123456789" + _LETTERS + _LETTERS.lower(),
    "1234567891" + _LETTERS[1:] + "A" + (_LETTERS[1:] + "A").lower(),
)


class ReceivedValue(NamedTuple):
    """A value as text, and what gives its place."""

    text: str
    where: Callable[[], Position]


class Received(Protocol):
    """A message as single values, in the order of its text."""

    values: list[ReceivedValue]

    def altered(self, which: Collection[int]) -> AbstractContextManager[Message]:
        """The message with some values changed, while the context lasts."""


def other(text: str) -> str:
    """Another text of the same shape: digits for digits, letters for letters."""
    changed = text.translate(_NEXT)
    return changed if changed != text else f"{text}X"


def received(message: Message, separator: str = ";") -> Received:
    """The values of a message; `separator` is that of a flat file."""
    if message.syntax == "edifact":
        return _Edifact(message)
    if message.syntax == "xml":
        return _Xml(message)
    return _Json(message) if message.syntax == "json" else _Flat(message, separator)


class _Edifact:
    def __init__(self, message: Message) -> None:
        self.message, self.values, self.homes = message, [], []
        self.segments: Segments = message.body
        for number, text in enumerate(self.segments.texts, start=1):
            for home, component in _components(text):
                if component:
                    self.homes.append((number, *home))
                    self.values.append(ReceivedValue(unescape(component), self._place(number, *home)))

    values: list[ReceivedValue]
    homes: list[tuple[int, int, int, int]]

    def _place(self, segment: int, element: int, repetition: int, component: int) -> Callable[[], Position]:
        repeated = repetition if repetition > 1 else None
        return lambda: self.segments.locate(segment, element, component, repeated)

    def altered(self, which: Collection[int]) -> AbstractContextManager[Message]:
        texts = list(self.segments.texts)
        changes: dict[int, list[tuple[list[int], str]]] = {}
        for index in which:
            number, *home = self.homes[index]
            changes.setdefault(number, []).append((home, escape(other(self.values[index].text))))
        for number, changed in changes.items():
            texts[number - 1] = _replaced(texts[number - 1], changed)
        segments = Segments(texts, raw=self.segments.raw, syntax_version=self.segments.syntax_version)
        segments.placed = self.segments.placed
        return nullcontext(replace(self.message, body=segments, report=Report()))


def _components(text: str) -> Iterator[tuple[tuple[int, int, int], str]]:
    for element, composite in enumerate(text.split("+")[1:], start=1):
        for repetition, part in enumerate(composite.split("*"), start=1):
            for component, value in enumerate(part.split(":"), start=1):
                yield (element, repetition, component), value


def _replaced(text: str, changes: list[tuple[list[int], str]]) -> str:
    """A segment with other components: element, repetition and component of each, from 1, and its text."""
    elements = [[part.split(":") for part in composite.split("*")] for composite in text.split("+")]
    for (element, repetition, component), value in changes:
        elements[element][repetition - 1][component - 1] = value
    return "+".join("*".join(":".join(part) for part in composite) for composite in elements)


class _Xml:
    def __init__(self, message: Message) -> None:
        self.message, self.values, self.homes = message, [], []
        for element, path in _elements(message.body):
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


class _Json:
    def __init__(self, message: Message) -> None:
        self.message, self.data = message, bytes(message.body)
        self.spans = [one for one in scalars(self.data) if self.data[one.start : one.end] != b"null"]
        self.values: list[ReceivedValue] = []
        for pointer, start, end in self.spans:
            self.values.append(ReceivedValue(token_text(self.data[start:end]), self._place(pointer, start)))

    def _place(self, pointer: str, start: int) -> Callable[[], Position]:
        def place() -> Position:
            begin = self.message.place
            line, column = self.data.count(b"\n", 0, start), start - self.data.rfind(b"\n", 0, start)
            return replace(
                begin,
                path=pointer,
                offset=None if begin.offset is None else begin.offset + start,
                line=None if begin.line is None else begin.line + line,
                column=column if line or begin.column is None else begin.column + start,
            )

        return place

    def altered(self, which: Collection[int]) -> AbstractContextManager[Message]:
        pieces, at = [], 0
        for index in sorted(which):
            _, start, end = self.spans[index]
            token = self.data[start:end]
            changed = {b"true": b"false", b"false": b"true"}.get(token) or _other_token(token)
            pieces += [self.data[at:start], changed]
            at = end
        body = b"".join([*pieces, self.data[at:]])
        return nullcontext(replace(self.message, body=body, report=Report()))


def _other_token(token: bytes) -> bytes:
    """Another string or number; what is behind a backslash stays."""
    text = token.decode("utf-8", "replace")
    if not text.startswith('"'):
        return re.sub("[0-9]", lambda digit: digit[0].translate(_NEXT), text).encode()
    inner = re.sub(r"\\u....|\\.|.", lambda one: one[0] if one[0][0] == "\\" else one[0].translate(_NEXT), text[1:-1])
    return f'"{inner}"'.encode() if inner != text[1:-1] else f'"{inner}X"'.encode()


class _Flat:
    def __init__(self, message: Message, separator: str) -> None:
        body = message.body
        table = body if isinstance(body, Table) else read_table(body, separator, Report())
        self.message, self.table = message, table
        self.homes: list[tuple[int, int]] = []
        self.values: list[ReceivedValue] = []
        for row, (line, cells) in enumerate(table.records):
            for column, cell in enumerate(cells[: len(table.columns)]):
                if cell:
                    self.homes.append((row, column))
                    self.values.append(ReceivedValue(cell, self._place(line, table.columns[column])))

    def _place(self, line: int, column: str) -> Callable[[], Position]:
        return lambda: Position(message=self.message.number, path=column[:80], line=line)

    def altered(self, which: Collection[int]) -> AbstractContextManager[Message]:
        records = list(self.table.records)
        for index in which:
            row, column = self.homes[index]
            line, cells = records[row]
            records[row] = line, [*cells[:column], other(cells[column]), *cells[column + 1 :]]
        return nullcontext(replace(self.message, body=Table(self.table.columns, records), report=Report()))
