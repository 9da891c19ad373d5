"""What readers and writers of flat files share of their own: rows, columns, cells a spreadsheet would run."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from edi_engine.findings import Finding, Position, Severity
from edi_engine.formats.flat.table import Record, Table
from edi_engine.mapping.field_reading import FieldReading, shown
from edi_engine.mapping.field_writing import FieldWriting, lacking_in

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


class FlatReading(FieldReading):
    """One table being read; a place is a line and a column."""

    __slots__ = ()

    def where(self, at: Any, key: Any) -> Position:
        """A line and a column, or one of them."""
        return Position(message=self.number_of, line=at, path=key)

    def is_row(self, cells: Sequence[str], constants: Mapping[int, tuple[str, str]], line: int) -> bool:
        """Whether a row has what the template says literally."""
        for number, (column, wanted) in constants.items():
            if not cells[number]:
                self.normalised(line, column, "", wanted)
            elif cells[number] != wanted:
                self.not_meant(
                    line, None, f"column {column} holds {shown(cells[number])}, the template is for {wanted!r}"
                )
                return False
        return True

    def repeated(self, line: int) -> None:
        """A row that brings nothing new: what it is for, earlier rows were for."""
        what = "the row is for the same things as earlier ones and is not written back as a row of its own"
        self.report.add(
            Finding(
                code="MAP-103",
                severity=Severity.NOTE,
                what=what,
                where=self.where(line, None),
                why=f"mapping {self.mapping}",
                fix="nothing is lost; a value that differs has a finding of its own",
            )
        )


def arranged(table: Table, columns: Sequence[str], reading: FlatReading, *, guarded: bool) -> list[Record]:
    """The records with the cells of these columns in this order; what else a record has becomes findings."""
    known = {name: number for number, name in enumerate(table.columns)}
    order = [known.get(name, -1) for name in columns]
    width = len(table.columns)
    _report_unknown(table, frozenset(columns), reading)
    records = []
    for line, cells in table.records:
        for number in range(width, len(cells)):
            if cells[number]:
                reading.uncovered(line, f"column {number + 1}", f"{shown(cells[number])} stands behind the last column")
        if guarded:
            cells = [unguarded(cell) for cell in cells]
        count = len(cells)
        records.append((line, [cells[n] if 0 <= n < count else "" for n in order]))
    return records


def _report_unknown(table: Table, columns: frozenset[str], reading: FlatReading) -> None:
    """One finding for each column the template does not name, if anything stands in it; of several, without line."""
    unknown = [number for number, name in enumerate(table.columns) if name not in columns]
    lines: dict[int, list[int]] = {}
    for line, cells in table.records if unknown else ():
        for number in unknown:
            if number >= len(cells):
                break
            if cells[number]:
                lines.setdefault(number, []).append(line)
    for number, found in lines.items():
        name = table.columns[number][:80]
        times = f" ({len(found)} values)" if len(found) > 1 else ""
        reading.uncovered(None if times else found[0], name, f"the column {name!r} is not mapped{times}")


def grouped(
    st: FieldWriting, rows: list[list[str]], places: list[tuple[int, ...]], keys: tuple[tuple[int, str], ...]
) -> None:
    """Say what could not be told apart on reading: objects with the same key, and rows of one without.

    Args:
        places: for each row the ordinals of its objects, from the outside in.
        keys: column and name of each level's key, from the outside in.
    """
    for depth, (column, name) in enumerate(keys, start=1):
        owners: dict[tuple[str, ...], tuple[int, ...]] = {}
        bare: dict[tuple[int, ...], int] = {}
        for row, place in zip(rows, places, strict=True):
            path = tuple(row[key] for key, _ in keys[:depth])
            if not path[-1]:
                bare[place[:depth]] = bare.get(place[:depth], 0) + 1
            elif all(path) and owners.setdefault(path, place[:depth]) != place[:depth]:
                what = f"two have the {name} {path[-1]!r} and will be read as one"
                st.lost_at((row, column, None), name, f"not written: {what}", "number them in another way", "MAP-206")
        if any(count > 1 for count in bare.values()):
            what = f"one has several rows and no {name}, and will be read as several"
            st.lost((name, "", None), what, "number it", "MAP-206")


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if _GUARDED.match(cell) else cell


def guard(cell: str) -> str:
    """A cell that no spreadsheet runs; numbers stay as they are."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def as_text(columns: Sequence[str], rows: Sequence[Sequence[str]], separator: str) -> str:
    """A table as text: cells are quoted where they must be (RFC 4180)."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue()


def report_unencodable(text: str, encoding: str, columns: Sequence[str], rows: Any, st: FieldWriting) -> None:
    """Characters an encoding does not have: they would be sent as question marks, so nothing is."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if lacking := lacking_in(cell, encoding):
                    what = f"row {number}: {lacking!r} of {shown(cell)} does not exist in {encoding}"
                    st.unencodable((row, column, None), columns[column], what, lacking)
