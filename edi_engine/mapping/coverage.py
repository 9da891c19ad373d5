"""The loss report of writing: every value of a document that the mapping has no place for, by path, with its count."""

from collections import Counter
from typing import Any, NamedTuple

import msgspec

from edi_engine.canonical.meaning import SPELLING
from edi_engine.findings import Finding, Position, Report, Severity

Node = Any
MOST_LEFT_OUT = 100_000  # findings with exact paths


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


class LeftOut(NamedTuple):
    """What writing leaves out.

    Attributes:
        document: as the writer takes it; a derive step may have arranged it anew.
        findings: with exact paths in that document (`goods_items[1].origins[0].region_id`).
        complete: whether these are all losses; else values that have a place may be lost too, as writing reports.
    """

    document: msgspec.Struct
    findings: list[Finding]
    complete: bool


def left_out(document: msgspec.Struct, coverage: list[Node], mapping: str) -> LeftOut:
    """The values without a place, each with its exact path."""
    found: Counter[str] = Counter()
    _walk(document, coverage, "", found, exact=True)
    why = f"mapping {mapping} has no place for it"
    findings = [
        Finding(code="MAP-201", severity=Severity.WARNING, what=why, where=Position(path=path)) for path in found
    ]
    return LeftOut(document, findings, complete=False)


def places_of(document: msgspec.Struct) -> dict[int, str]:
    """The exact path of each object in a document, by its `id`."""
    found = {id(document): ""}
    todo: list[tuple[str, msgspec.Struct]] = [("", document)]
    while todo:
        path, struct = todo.pop()
        for name in struct.__struct_fields__:
            held = getattr(struct, name)
            items = [(f"[{number}]", item) for number, item in enumerate(held)] if isinstance(held, list) else []
            for index, item in items or [("", held)]:
                if isinstance(item, msgspec.Struct):
                    found[id(item)] = f"{path}.{name}{index}".lstrip(".")
                    todo.append((found[id(item)], item))
    return found


def unwritten(document: msgspec.Struct, coverage: list[Node]) -> Counter[str]:
    """The paths without a place, lists without index (`goods_items.origins.region_id`), and how often each occurs."""
    found: Counter[str] = Counter()
    _walk(document, coverage, "", found)
    return found


def _walk(
    item: msgspec.Struct, nodes: list[dict[str, Node]], path: str, found: Counter[str], *, exact: bool = False
) -> None:
    for name in item.__struct_fields__:
        value = getattr(item, name)
        if value is None or value == []:
            continue
        here = f"{path}.{name}" if path else name
        known = [node[name] for node in nodes if name in node]
        if isinstance(value, list):
            _walk_list(value, known, here, found, exact=exact)
        elif isinstance(value, dict):
            if None not in known:
                found.update(f"{here}.{key}" for key in value if not any(key in node for node in known))
        elif isinstance(value, msgspec.Struct):
            if None not in known:
                _walk(value, [node for node in known if node is not None], here, found, exact=exact)
        elif None not in known:
            found[here] += 1


def _walk_list(values: list[Any], known: list[Node], path: str, found: Counter[str], *, exact: bool) -> None:
    entries = [entry for node in known if node is not None for entry in node]
    for index, element in enumerate(values):
        fields = [inner for test, inner in entries if test(element, index)]
        here = f"{path}[{index}]" if exact else path
        if isinstance(element, msgspec.Struct):
            if None not in fields:
                _walk(element, fields, here, found, exact=exact)
        elif not fields:
            found[here] += 1
