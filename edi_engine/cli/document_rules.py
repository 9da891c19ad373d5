"""What `validate` holds documents to, once they are read: the rules, their pointers; each fault with its place."""

from dataclasses import replace

import msgspec

from edi_engine.canonical.document_paths import DocumentPath, parse
from edi_engine.canonical.pointers import check as check_pointers
from edi_engine.checks.judging import Checks
from edi_engine.findings import Finding, Position
from edi_engine.interchange import Message
from edi_engine.mapping.lineage import Lineage
from edi_engine.mapping.registry import Mapping

MOST_PLACED = 50  # findings of one run whose place is looked for; it may cost readings of its message


class DocumentRules:
    """Judges documents; findings about a path get the place in the message that it was read from."""

    def __init__(self, checks: Checks) -> None:
        self.checks, self.left = checks, MOST_PLACED

    def check(self, document: msgspec.Struct, mapping: Mapping, message: Message) -> None:
        """Add to a message's report what is wrong with its document."""
        report = message.report
        before = len(report.findings)
        self.checks.check(document, report, message.number)
        report.extend(check_pointers(document))
        paths = ((at, _path(finding)) for at, finding in enumerate(report.findings[before:], before))
        wanted = [(at, path) for at, path in paths if path is not None][: self.left]
        self.left -= len(wanted)
        places = Lineage(mapping, message, document).places([path for _, path in wanted]) if wanted else ()
        for (at, _), place in zip(wanted, places, strict=True):
            report.findings[at] = _placed(report.findings[at], place)


def _path(finding: Finding) -> DocumentPath | None:
    """The path a rule names."""
    try:
        return parse(finding.where.path or "")
    except ValueError:
        return None


def _placed(finding: Finding, place: Position | None) -> Finding:
    """A finding with its place in the message; where that has a path of its own, both are told."""
    if place is None:
        return finding
    both = ", ".join(path for path in (finding.where.path, place.path) if path)
    return replace(finding, where=replace(place, path=both))
