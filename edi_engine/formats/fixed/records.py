"""The records of a file of fixed width: its lines, and those that have not the length of the others."""

import re

from edi_engine.findings import Position, Report
from edi_engine.formats.flat.faults import fault

_END = re.compile(r"\r\n|\n|\r")


def lines_of(text: str) -> list[str]:
    """The lines of a text. CR and LF end them and nothing else: a form feed or U+0085 is a column like any other."""
    return _END.split(text)


def check_lengths(text: str, length: int, mapping: str, report: Report, first: int = 1) -> None:
    """Add `FLT-012` for each record of another length than the mapping's, where that is the length of the others.

    Where no line ends in a blank the blanks at the ends were cut away, as editors do, and lengths say nothing.

    Args:
        text: whole records.
        length: columns of a record.
        mapping: its name, for the finding.
        report: gets the findings.
        first: line of the file at which the text begins.
    """
    records = [(number, line) for number, line in enumerate(lines_of(text), start=first) if line.strip()]
    others = [(number, line) for number, line in records if len(line) != length]
    if 2 * len(others) >= len(records) or not any(line.endswith(" ") for _, line in records):
        return
    for number, line in others:
        where = Position(line=number)
        report.add(fault("FLT-012", where, columns=len(line), length=length, mapping=mapping))
