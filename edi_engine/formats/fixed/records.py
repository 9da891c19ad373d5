"""The records of a file of fixed width: its lines, and those that have not the length of the others."""

import re
from collections.abc import Sequence

from edi_engine.findings import Position, Report
from edi_engine.formats.flat.faults import fault
from edi_engine.formats.flat.table import MAX_RECORDS

_END = re.compile(r"\r\n|\n|\r")


def lines_of(text: str, report: Report | None = None, most: int = MAX_RECORDS) -> list[str]:
    """The lines of a text. CR and LF end them and nothing else: a form feed or U+0085 is a column like any other.

    Args:
        text: as it was decoded.
        report: gets `FLT-005` where there are too many lines; those behind are not read.
        most: lines that are read.
    """
    lines = _END.split(text, most)
    if len(lines) > most and lines.pop().strip() and report is not None:
        report.add(fault("FLT-005", Position(line=most + 1), limit=most))
    return lines


def check_lengths(lines: Sequence[str], length: int, mapping: str, report: Report, first: int = 1) -> None:
    """Add `FLT-012` for each record of another length than the mapping's, where that is the length of the others.

    Where no line ends in a blank the blanks at the ends were cut away, as editors do, and lengths say nothing.

    Args:
        lines: of whole records.
        length: columns of a record.
        mapping: its name, for the finding.
        report: gets the findings.
        first: which line of the file is the first of these.
    """
    others = [n for n, line in enumerate(lines) if len(line) != length and not line.isspace() and line]
    records = len(others) + sum(len(line) == length for line in lines)
    if 2 * len(others) >= records or not any(line.endswith(" ") for line in lines):
        return
    for n in others:
        where = Position(line=first + n)
        report.add(fault("FLT-012", where, columns=len(lines[n]), length=length, mapping=mapping))
