"""A flat file as text, and as a table: the columns of its header line and its records, each with its line."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from edi_engine.findings import Position, Report
from edi_engine.formats.flat.faults import fault
from edi_engine.formats.flat.header import separator_line

MAX_RECORDS = 200_000  # each may become some kilobytes of objects
MAX_COLUMNS = 2_000
Record = tuple[int, list[str]]


class FlatText(str):
    """The text of a flat file and the Python codec its bytes were, or are to be, encoded with.

    `certain` says that the bytes told it (byte order mark, or plain ASCII), so that no mapping need know better.
    """

    __slots__ = ("certain", "encoding")
    encoding: str
    certain: bool

    def __new__(cls, text: str, encoding: str = "utf-8", *, certain: bool = False) -> "FlatText":
        """Put a text and its encoding together."""
        made = super().__new__(cls, text)
        made.encoding, made.certain = encoding, certain
        return made


@dataclass(slots=True)
class Table:
    """A header line and what stands under it.

    Attributes:
        columns: names in the order of the file.
        records: line of the file (from 1) and cells; more or fewer cells than columns where the file has so.
    """

    columns: list[str] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)


def read_table(text: str, separator: str, report: Report, most: int = MAX_RECORDS) -> Table:
    """Take a text apart (RFC 4180: quoted cells may hold separators, doubled quotes and line ends).

    A first line `sep=;` is for its reader: it names the separator and is no record.

    `report` gets `FLT-001` no header line, `FLT-003` quotes out of order, `FLT-004` a record with too
    few or too many cells, `FLT-005` too many records, `FLT-006` a cell without end, `FLT-007` a column named twice,
    `FLT-011` too many columns.
    """
    table = Table()
    records = _records(text, separator, report)
    header = 1
    for header, columns in records:  # noqa: B007 - it is told of below
        table.columns = [column.strip() for column in columns]
        break
    else:
        if not report.rejected:
            report.add(fault("FLT-001", Position(line=1, column=1)))
        return table
    if len(table.columns) > MAX_COLUMNS:
        report.add(fault("FLT-011", Position(line=header), columns=len(table.columns), limit=MAX_COLUMNS))
        return Table()
    for name, count in Counter(table.columns).items():
        if count > 1:
            report.add(fault("FLT-007", Position(line=header, path=name[:80]), name=name[:80]))
    for line, cells in records:
        if len(table.records) >= most:
            report.add(fault("FLT-005", Position(line=line), limit=most))
            break
        if len(cells) != len(table.columns):
            report.add(fault("FLT-004", Position(line=line), cells=len(cells), columns=len(table.columns)))
        table.records.append((line, cells))
    return table


def _records(text: str, separator: str, report: Report) -> Iterator[Record]:
    named, behind = separator_line(text)
    reader = csv.reader(io.StringIO(text[behind:], newline=""), delimiter=named or separator, strict=True)
    start = first = 2 if named else 1
    try:
        for cells in reader:
            if any(cells):
                yield start, cells
            start = reader.line_num + first
    except csv.Error as error:
        where = Position(line=start)
        limit = csv.field_size_limit()
        long = "field limit" in str(error)
        report.add(fault("FLT-006", where, limit=limit) if long else fault("FLT-003", where, reason=str(error)))
