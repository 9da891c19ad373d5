"""CSV: a value is a cell."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import cached_property

from edi_engine.findings import Position, Report
from edi_engine.formats.flat.table import Table, read_table
from edi_engine.interchange import Message
from edi_engine.mapping.received.value import ReceivedValue, other


class FlatValues:
    """The values of one message, see `value.Received`."""

    def __init__(self, message: Message, separator: str) -> None:
        body = message.body
        table = body if isinstance(body, Table) else read_table(body, separator, Report())
        self.message, self.table = message, table
        self.homes: list[tuple[int, int]] = []
        self.values: list[ReceivedValue] = []
        self._places: list[tuple[int, str]] = []
        for row, (line, cells) in enumerate(table.records):
            for column, cell in enumerate(cells):
                if cell:
                    name = table.columns[column][:80] if column < len(table.columns) else f"column {column + 1}"
                    self.homes.append((row, column))
                    self._places.append((line, name))
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

    def altered(self, which: Collection[int]) -> AbstractContextManager[Message]:
        records = list(self.table.records)
        for index in which:
            row, column = self.homes[index]
            line, cells = records[row]
            records[row] = line, [*cells[:column], other(cells[column]), *cells[column + 1 :]]
        return nullcontext(replace(self.message, body=Table(self.table.columns, records), report=Report()))
