"""Records of fixed width: a value is a cell of a record, as the mapping's template cuts it."""

import re
from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from edi_engine.findings import Position, Report
from edi_engine.formats.flat.table import FlatText
from edi_engine.interchange import Message
from edi_engine.mapping.fixed_tree import Record, Taking
from edi_engine.mapping.received.value import ReceivedValue, other

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$")


class FixedValues:
    """The values of one message, see `value.Received`."""

    def __init__(self, message: Message, records: Record) -> None:
        self.message = message
        self.lines: list[str] = _LINE.findall(message.body)
        self.homes: list[tuple[int, int, str]] = []  # line and column counted from 0, text
        self.values: list[ReceivedValue] = []
        taking = Taking(records)
        for number, line in enumerate(self.lines):
            tag = next((tag for tag in taking.tags if line.startswith(tag)), None)
            for start, end in taking.kinds[tag][0].cells.values() if tag else ():
                self._take(number, start, line[start:end].rstrip("\r\n"))

    def _take(self, line: int, column: int, cell: str) -> None:
        text = cell.strip(" ")
        if text:
            column += cell.index(text)
            self.homes.append((line, column, text))
            self.values.append(ReceivedValue(text, self._place(line, column)))

    def _place(self, line: int, column: int) -> Callable[[], Position]:
        return lambda: Position(
            message=self.message.number, line=line + (self.message.place.line or 1), column=column + 1
        )

    def altered(self, which: Collection[int]) -> AbstractContextManager[Message]:
        """The message with other texts of the same width in some cells."""
        lines = list(self.lines)
        for index in which:
            line, column, text = self.homes[index]
            changed = other(text) if len(other(text)) == len(text) else "X" * len(text)
            lines[line] = lines[line][:column] + changed + lines[line][column + len(text) :]
        body = FlatText("".join(lines), self.message.body.encoding, certain=self.message.body.certain)
        return nullcontext(replace(self.message, body=body, report=Report()))
