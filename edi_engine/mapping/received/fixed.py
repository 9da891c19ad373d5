"""Records of fixed width: a value is a cell of a record, as the mapping's template cuts it."""

import re
from collections.abc import Callable, Collection, Hashable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from edi_engine.findings import Position, Report
from edi_engine.formats.flat.table import FlatText
from edi_engine.interchange import Message
from edi_engine.mapping.fixed_tree import Record, Taking
from edi_engine.mapping.received.flat_bytes import Span, columns, line_spans
from edi_engine.mapping.received.value import Alter, ReceivedValue, other

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$")


class FixedValues:
    """The values of one message, see `value.Received`."""

    def __init__(self, message: Message, records: Record) -> None:
        self.message = message
        self.lines: list[str] = _LINE.findall(message.body)
        self.homes: list[tuple[int, int, str]] = []  # line and column counted from 0, text
        self._cells: list[range] = []  # the columns of each value's cell, counted from 0
        self._on: dict[int, list[int]] = {}  # the values of each line
        self.values: list[ReceivedValue] = []
        self.keys: list[str] = []
        self.places: list[str] = []
        self._bytes: list[Span] | None = None
        self._payload = b""
        taking, tags = Taking(records), list[str]()
        for number, line in enumerate(self.lines):
            tag = taking.tag(line)
            tags.append(tag)
            cells = list(taking.kinds[tag][0].cells.values()) if tag else []
            last = max((end for _, end in cells), default=len(tag))
            for start, end in [*cells, (last, len(line))]:
                self._take(number, start, line[start:end].rstrip("\r\n"), f"{tag} {start + 1}")
        self.shape: Hashable = tuple(tags)

    def _take(self, line: int, column: int, cell: str, place: str) -> None:
        text = cell.strip()
        if text:
            self._cells.append(range(column, column + len(cell)))
            self._on.setdefault(line, []).append(len(self.values))
            column += cell.index(text)
            self.homes.append((line, column, text))
            self.places.append(place)
            self.keys.append(f"line {line + 1} {place}")
            self.values.append(ReceivedValue(text, self._place(line, column)))

    def _place(self, line: int, column: int) -> Callable[[], Position]:
        return lambda: Position(
            message=self.message.number, line=line + (self.message.place.line or 1), column=column + 1
        )

    def within(self, where: Position) -> Sequence[int]:
        """The values of a line, or the one whose cell has a column."""
        on = self._on.get((where.line or 0) - (self.message.place.line or 1), []) if where.line else ()
        if where.column is None:
            return on if where.line else range(len(self.values))
        return [index for index in on if where.column - 1 in self._cells[index]]

    def span(self, index: int, payload: bytes) -> tuple[int, int] | None:
        line, column, text = self.homes[index]
        if self._bytes is None or self._payload is not payload:
            self._bytes, self._payload = line_spans(payload), payload
        encoding, number = getattr(self.message.body, "encoding", "utf-8"), line + (self.message.place.line or 1)
        if number > len(self._bytes):
            return None
        return columns(payload, self._bytes[number - 1], encoding, column, column + len(text))

    def altered(self, which: Collection[int], how: Alter = other) -> AbstractContextManager[Message]:
        """The message with other texts of the same width in some cells."""
        lines = list(self.lines)
        for index in which:
            line, column, text = self.homes[index]
            changed = how(text)
            changed = changed if len(changed) == len(text) else "X" * len(text)
            lines[line] = lines[line][:column] + changed + lines[line][column + len(text) :]
        body, text = self.message.body, "".join(lines)
        body = FlatText(text, body.encoding, certain=body.certain) if isinstance(body, FlatText) else text
        return nullcontext(replace(self.message, body=body, report=Report()))
