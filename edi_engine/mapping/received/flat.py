"""CSV: a value is a cell."""

from collections.abc import Callable, Collection, Hashable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cached_property

from edi_engine.findings import Position, Report
from edi_engine.formats.flat.table import Table, read_table
from edi_engine.interchange import Message
from edi_engine.mapping.received.flat_bytes import Span, cell_spans
from edi_engine.mapping.received.value import Alter, ReceivedValue, other


class FlatValues:
    """The values of one message, see `value.Received`."""

    def __init__(self, message: Message, separator: str) -> None:
        body = message.body
        table = body if isinstance(body, Table) else read_table(body, separator, Report())
        self.message, self.table = message, table
        self.homes: list[tuple[int, int]] = []
        self.values: list[ReceivedValue] = []
        self._places: list[tuple[int, str]] = []
        self.keys: list[str] = []
        self.places: list[str] = []
        self.shape: Hashable = len(table.records)
        self.separator, self._payload = separator, b""
        self._cells: dict[int, list[Span]] | None = None
        for row, (line, cells) in enumerate(table.records):
            for column, cell in enumerate(cells):
                if cell:
                    name = table.columns[column][:80] if column < len(table.columns) else f"column {column + 1}"
                    self.homes.append((row, column))
                    self._places.append((line, name))
                    self.places.append(name)
                    self.keys.append(f"row {row + 1} {name}")
                    self.values.append(ReceivedValue(cell, self._place(line, name)))

    def _place(self, line: int, column: str) -> Callable[[], Position]:
        return lambda: Position(message=self.message.number, path=column, line=line)

    def within(self, where: Position) -> Sequence[int]:
        """The values of a line, of a column, or the one of both."""
        found = self._by_line.get(where.line, []) if where.line else range(len(self.values))
        return [index for index in found if where.path in (None, self._places[index][1])]

    @cached_property
    def _by_line(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, (line, _) in enumerate(self._places):
            found.setdefault(line, []).append(index)
        return found

    def span(self, index: int, payload: bytes) -> tuple[int, int] | None:
        if self._cells is None or self._payload is not payload:
            self._cells, self._payload = cell_spans(payload, self.separator), payload
        row, column = self.homes[index]
        cells = self._cells.get(self.table.records[row][0], [])
        return cells[column] if column < len(cells) else None

    def altered(self, which: Collection[int], how: Alter = other) -> AbstractContextManager[Message]:
        records = list(self.table.records)
        for index in which:
            row, column = self.homes[index]
            line, cells = records[row]
            records[row] = line, [*cells[:column], how(cells[column]), *cells[column + 1 :]]
        return nullcontext(replace(self.message, body=Table(self.table.columns, records), report=Report()))
