"""What a payload comes to under each strictness: its findings, and whether it is accepted."""

import io
from collections import Counter
from collections.abc import Iterator

from edi_engine import formats
from edi_engine.findings import Report, Strictness
from edi_engine.formats.edifact.directory import Directories


def reports(data: bytes, directories: Directories, strictness: Strictness) -> Iterator[Report]:
    """The report of each interchange, and of each of its messages, checked against the directory it names."""
    for interchange in formats.read(io.BytesIO(data), strictness=strictness):
        formats.check_envelope(interchange, directories)
        checked = []
        for message in interchange.messages:
            formats.check(message, directories)
            checked.append(message.report)
        yield interchange.report
        yield from checked


def verdict(found: list[Report]) -> str:
    """`accepted`, `rejected`, or `partly` where some messages are good and no envelope is at fault."""
    rejected = sum(report.rejected for report in found)
    if not rejected:
        return "accepted"
    return "partly" if rejected < len(found) - 1 and not found[0].rejected else "rejected"


def counts(found: list[Report]) -> Counter[str]:
    """How often each code was found; what a report had no room for stands under `…`."""
    counted = Counter(finding.code for report in found for finding in report)
    suppressed = sum(report.suppressed for report in found)
    return counted + Counter({"…": suppressed} if suppressed else {})
