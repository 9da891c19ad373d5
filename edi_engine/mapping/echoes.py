"""A fault of an element that a schema and a reader both find."""

from collections import Counter

from edi_engine.findings import Report, Severity

SCHEMA = "SCH-011"  # what our own schema says
READER = ("MAP-102", "MAP-105", "MAP-110")  # what a reader says of such an element


def told_once(report: Report) -> None:
    """Leave out what our own schema says of an element where the reader says it too: one fault is one finding.

    The reader knows more, whether the value is kept or lost. Where the schema finds more than one fault at a place, or
    finds an error, all of them stay.
    """
    read = Counter(found.where.path for found in report if found.code in READER)
    own = Counter(found.where.path for found in report if found.code == SCHEMA)
    twice = {path for path, count in own.items() if count <= read[path]}
    if twice:
        report.leave_out(
            lambda found: found.code == SCHEMA and found.where.path in twice and found.severity is not Severity.ERROR
        )
