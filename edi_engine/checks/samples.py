"""Samples of rules: for each a document that keeps it, and the smallest change that breaks it.

A file `NAME.samples.yaml` beside the rules: by id of the rule `passes`, a document in the names of the model, and
`fails`, the fields that are set in it (`goods_items[0].commodity.description: x`; an empty value removes one).
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.written_out import KIND, document_of
from edi_engine.checks.judging import Checks
from edi_engine.checks.rule import Rule
from edi_engine.configuration import Table, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Report, Severity

_STEP = re.compile(r"([a-z_]\w*)(?:\[(\d{1,4})\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The two documents of a rule, as nested tables."""

    rule: str
    kind: str
    passes: dict[str, Any]
    fails: dict[str, Any]
    change: dict[str, Any]


def read_samples(text: str, name: str, rules: Mapping[str, Rule]) -> dict[str, Sample]:
    """Read a file of samples.

    Raises:
        ConfigurationError: `CHK-005`, with line and column, for the first fault.
    """
    tree = read_yaml(text, name)
    found = {}
    for id_, row in tree.items() if isinstance(tree, Table) else ():
        complete = isinstance(row, Table) and all(isinstance(row.get(key), Table) for key in ("passes", "fails"))
        if id_ not in rules or not complete:
            what = f"{id_[:50]} has no 'passes' and 'fails'" if id_ in rules else f"there is no rule {id_[:50]}"
            raise _wrong(what, name, id_)
        passes = dict(row["passes"])
        kind = str(passes.pop(KIND, rules[id_].document or "Declaration"))
        if kind not in DOCUMENTS:
            raise _wrong(f"there is no kind of document {kind[:50]}", name, id_)
        fails = copy.deepcopy(passes)
        for path, value in row["fails"].items():
            _set(fails, path, value, name)
        found[str(id_)] = Sample(rule=str(id_), kind=kind, passes=passes, fails=fails, change=dict(row["fails"]))
    return found


def judged(sample: Sample, checks: Checks) -> Iterator[str]:
    """What is wrong with a sample: findings where there should be none, or others than the rule's."""
    for name, wanted in (("passes", []), ("fails", [sample.rule])):
        try:
            document = document_of(sample.kind, getattr(sample, name))
        except msgspec.ValidationError as error:
            yield f"{sample.rule} {name}: {error}"
            continue
        report = Report()
        checks.check(document, report)
        found = [finding.code for finding in report]
        if found != wanted:
            yield f"{sample.rule} {name}: gives {_listed(found)}, not {_listed(wanted)}"


def _listed(codes: list[str]) -> str:
    return ", ".join(codes) or "no finding"


def _set(tree: dict[str, Any], path: str, value: Any, name: str) -> None:
    """Set a field in nested tables, making those on the way; None and empty values remove."""
    steps = [_STEP.fullmatch(step) for step in path.split(".")]
    place: Any = tree
    for number, step in enumerate(steps, 1):
        if step is None:
            raise _wrong(f"{path[:100]!r} is no path", name, path)
        key: Any = step[1]
        if step[2]:
            place, key = place.setdefault(key, []), int(step[2])
            place += [{}] * (key + 1 - len(place))
        if number < len(steps):
            place = place[key] if step[2] else place.setdefault(key, {})
        else:
            place[key] = value


def _wrong(what: str, name: str, where: Any) -> ConfigurationError:
    place = Position(path=name, line=getattr(where, "line", 1), column=getattr(where, "column", 1))
    fix = "write the rule's id, below it passes: {…} and fails: {…}"
    why = "samples of rules are checked when they are used"
    return ConfigurationError(
        Finding(code="CHK-005", severity=Severity.ERROR, what=what, where=place, why=why, fix=fix)
    )
