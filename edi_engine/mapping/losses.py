"""What becomes of each value on its way: the classes of the loss report, and which findings put a value into which.

Reading   every element of a message is mapped, kept, normalised, ignored or unmapped
Writing   every value of a document is written, normalised, not written or withheld
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from edi_engine.findings import Finding, Position, Report, Severity


class Fate(StrEnum):
    """What becomes of a value; in reading and in writing, each has exactly one."""

    MAPPED = "mapped"
    KEPT = "kept"
    NORMALISED = "normalised"
    IGNORED = "ignored"
    UNMAPPED = "unmapped"
    WRITTEN = "written"
    NOT_WRITTEN = "not written"
    WITHHELD = "withheld"


READING = (Fate.MAPPED, Fate.KEPT, Fate.NORMALISED, Fate.IGNORED, Fate.UNMAPPED)
WRITING = (Fate.WRITTEN, Fate.NORMALISED, Fate.NOT_WRITTEN, Fate.WITHHELD)
CARRIED = (Fate.MAPPED, Fate.WRITTEN)

# What a finding of reading says of the elements at its place, and one of writing of the values at its path. A code that
# is not here says nothing of them.
READ_FATES = {
    "MAP-101": Fate.UNMAPPED,
    "MAP-102": Fate.UNMAPPED,
    "MAP-103": Fate.NORMALISED,
    "MAP-104": Fate.IGNORED,
    "MAP-105": Fate.UNMAPPED,
    "MAP-106": Fate.UNMAPPED,  # the document says something else
    "MAP-108": Fate.NORMALISED,
    "MAP-109": Fate.KEPT,
    "MAP-110": Fate.KEPT,
    "DOC-002": Fate.UNMAPPED,
    "DOC-003": Fate.UNMAPPED,
    "DOC-005": Fate.NORMALISED,
    "FLT-013": Fate.UNMAPPED,
    "MAP-210": Fate.UNMAPPED,
}
WRITE_FATES = {
    "MAP-103": Fate.NORMALISED,
    "MAP-201": Fate.NOT_WRITTEN,
    "MAP-202": Fate.NOT_WRITTEN,
    "MAP-203": Fate.NOT_WRITTEN,
    "MAP-204": Fate.NOT_WRITTEN,
    "MAP-205": Fate.NOT_WRITTEN,
    "MAP-206": Fate.NOT_WRITTEN,
    "MAP-207": Fate.NOT_WRITTEN,
    "MAP-209": Fate.NOT_WRITTEN,
    "MAP-210": Fate.NOT_WRITTEN,
    "MAP-211": Fate.NORMALISED,
    "MAP-212": Fate.NORMALISED,
    "MAP-213": Fate.NOT_WRITTEN,
}


COUNTS = ("MAP-111", "MAP-214")  # the findings that sum up a loss report: of reading, of writing


def is_loss(code: str) -> bool:
    """Whether a finding names a value that is not carried: one that is unmapped, or not written."""
    return READ_FATES.get(code) is Fate.UNMAPPED or WRITE_FATES.get(code) is Fate.NOT_WRITTEN


def without_loss(report: Report) -> Report:
    """The same findings, those that name a loss as errors; what an extract leaves out on purpose is noted only."""
    strict = Report()
    for finding in report:
        lost = is_loss(finding.code) and finding.severity is not Severity.NOTE
        strict.add(replace(finding, severity=Severity.ERROR) if lost else finding)
    for (severity, code), times in report.counted.items():
        lost = is_loss(code) and severity is not Severity.NOTE
        strict.count(Severity.ERROR if lost else severity, code, times)
    return strict


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value and its fate.

    Attributes:
        text: the value.
        place: gives where it stands: in the message received, or as a path in the document written.
        fate: its class; `code` of the finding that says so and `reason`, both empty for what is simply carried.
    """

    text: str
    place: Callable[[], Position]
    fate: Fate
    code: str = ""
    reason: str = ""


def sums(entries: Iterable[Entry], classes: Iterable[Fate]) -> dict[str, int]:
    """How many values have each fate, every class named, in its order."""
    found: Counter[Fate] = Counter(entry.fate for entry in entries)
    return {str(fate): found[fate] for fate in classes}


def in_words(sums: Mapping[str, int]) -> str:
    """Sums of classes: `40 elements: 38 mapped, 2 ignored`."""
    what = "values" if str(Fate.WRITTEN) in sums else "elements"
    told = ", ".join(f"{times} {fate}" for fate, times in sums.items() if times)
    return f"{sum(sums.values())} {what}: {told or 'none'}"


def counted(entries: Iterable[Entry], classes: tuple[Fate, ...], mapping: str) -> Finding:
    """The sums of a loss report as a finding, for the record."""
    return Finding(
        code=COUNTS[classes is WRITING],
        severity=Severity.NOTE,
        what=in_words(sums(entries, classes)),
        why=f"mapping {mapping}; what became of each value was asked for",
    )


def shown(value: Any) -> str:
    """A value of a document as text."""
    return format(value, "f") if hasattr(value, "as_tuple") else str(value)
