"""CSV: a value is a cell."""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

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
