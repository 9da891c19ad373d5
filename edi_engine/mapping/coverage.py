"""The loss report of writing: every value of a document that the mapping has no place for, by path, with its count."""

from collections import Counter
from typing import Any

import msgspec

from edi_engine.canonical.meaning import SPELLING
from edi_engine.findings import Finding, Position, Report, Severity

Node = Any


def report_unwritten(document: msgspec.Struct, coverage: list[Node], mapping: str, report: Report) -> None:
    """Add a finding for each path of the document that has values and no place in the mapping."""
    for path, count in unwritten(document, coverage).items():
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


def _respelt(path: str, times: str, mapping: str) -> Finding:
    return Finding(
        code="MAP-103",
        severity=Severity.NOTE,
        what=f"numbers are written as we write them{times}, not as in {path}",
        where=Position(path=path),
        why=f"mapping {mapping} keeps no other spelling",
        fix="nothing of business meaning is lost",
    )


def report_extract(document: msgspec.Struct, coverage: list[Node], mapping: str, report: Report) -> None:
    """Add one note that sums up, by field of the document, what an extract leaves out on purpose."""
    found = unwritten(document, coverage)
    fields: Counter[str] = Counter()
    for path, count in found.items():
        fields[path.split(".")[0].split("[")[0]] += count
    if fields:
        shown = ", ".join(f"{name} ({count})" for name, count in fields.most_common())
        what = f"not written: {found.total()} values at {len(found)} paths: {shown}"
        why = f"mapping {mapping} carries an extract"
        report.add(Finding(code="MAP-201", severity=Severity.NOTE, what=what, why=why))


def unwritten(document: msgspec.Struct, coverage: list[Node]) -> Counter[str]:
    """The paths without a place, lists without index (`goods_items.origins.region_id`), and how often each occurs."""
    found: Counter[str] = Counter()
    _walk(document, coverage, "", found)
    return found


def _walk(item: msgspec.Struct, nodes: list[dict[str, Node]], path: str, found: Counter[str]) -> None:
    for name in item.__struct_fields__:
        value = getattr(item, name)
        if value is None or value == []:
            continue
        here = f"{path}.{name}" if path else name
        known = [node[name] for node in nodes if name in node]
        if isinstance(value, list):
            _walk_list(value, known, here, found)
        elif isinstance(value, dict):
            if None not in known:
                found.update(f"{here}.{key}" for key in value if not any(key in node for node in known))
        elif isinstance(value, msgspec.Struct):
            if None not in known:
                _walk(value, [node for node in known if node is not None], here, found)
        elif None not in known:
            found[here] += 1


def _walk_list(values: list[Any], known: list[Node], path: str, found: Counter[str]) -> None:
    entries = [entry for node in known if node is not None for entry in node]
    for index, element in enumerate(values):
        fields = [inner for test, inner in entries if test(element, index)]
        if isinstance(element, msgspec.Struct):
            if None not in fields:
                _walk(element, fields, path, found)
        elif not fields:
            found[path] += 1
