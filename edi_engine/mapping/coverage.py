"""The loss report of writing: every value of a document that the mapping has no place for, by path, with its count."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

import msgspec

from edi_engine.canonical.meaning import SPELLING
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.mapping.unwritten import Coverage

MOST_LEFT_OUT = 100_000  # findings with exact paths


def report_unwritten(document: msgspec.Struct, coverage: Coverage, mapping: str, report: Report) -> None:
    """Add a finding for each path of the document that has values and no place in the mapping.

    An element of a list that has only what the mapping writes once for all elements is one more: it is not written, and
    nobody could tell from what is that it was there.
    """
    left = coverage.unwritten(document)
    for path, count in left.bare.items():
        report.add(_bare(path, f" ({count} times)" if count > 1 else "", mapping))
    for path, count in left.paths.items():
        times = f" ({count} times)" if count > 1 else ""
        if path.rpartition(".")[2] == SPELLING:
            report.add(_respelt(path, times, mapping))
            continue
        report.add(
            Finding(
                code="MAP-201",
                severity=Severity.WARNING,
                what=f"not written: {path}{times}",
                where=Position(path=path),
                why=f"mapping {mapping} has no place for it",
                fix="add a line for it, or withhold it by the route",
            )
        )


def _bare(path: str, times: str, mapping: str) -> Finding:
    return Finding(
        code="MAP-203",
        severity=Severity.WARNING,
        what=f"not written: an element of {path} with nothing but what is written once for all of them{times}",
        where=Position(path=path),
        why=f"mapping {mapping} writes an element by what it has of its own",
        fix="give it a value of its own, or leave it out",
    )


def _respelt(path: str, times: str, mapping: str) -> Finding:
    return Finding(
        code="MAP-103",
        severity=Severity.NOTE,
        what=f"numbers are written as we write them{times}, not as in {path}",
        where=Position(path=path),
        why=f"mapping {mapping} keeps no other spelling",
        fix="nothing of business meaning is lost",
    )


def report_extract(document: msgspec.Struct, coverage: Coverage, mapping: str, report: Report) -> None:
    """Add one note that sums up, by field of the document, what an extract leaves out on purpose."""
    found = coverage.unwritten(document).paths
    fields: Counter[str] = Counter()
    for path, count in found.items():
        fields[path.split(".")[0].split("[")[0]] += count
    if fields:
        shown = ", ".join(f"{name} ({count})" for name, count in fields.most_common())
        what = f"not written: {found.total()} values at {len(found)} paths: {shown}"
        why = f"mapping {mapping} carries an extract"
        report.add(Finding(code="MAP-201", severity=Severity.NOTE, what=what, why=why))


class LeftOut(NamedTuple):
    """What writing leaves out.

    Attributes:
        own: the document, or a copy of it whose values are known again in `document`.
        document: as the writer takes it; a derive step may have arranged it anew.
        findings: with exact paths in that document (`goods_items[1].origins[0].region_id`).
        picked: of elements that lines pick by keys, these, by their exact paths.
    """

    own: msgspec.Struct
    document: msgspec.Struct
    findings: list[Finding]
    picked: Mapping[str, Collection[str]]


def left_out(
    own: msgspec.Struct,
    document: msgspec.Struct,
    coverage: Coverage,
    mapping: str,
    said: Iterable[Finding],
    picked: Mapping[str, Collection[str]],
) -> LeftOut:
    """The values without a place, each with its exact path, and the elements that have nothing of their own.

    `said` are findings of writing, with exact paths too.
    """
    found = coverage.unwritten(document, exact=True)
    why = f"mapping {mapping} has no place for it"
    findings = [
        Finding(code="MAP-201", severity=Severity.WARNING, what=why, where=Position(path=path)) for path in found.paths
    ]
    bare = [_bare(path, "", mapping) for path in found.bare]
    return LeftOut(own, document, [*findings, *bare, *said], picked)
