"""The shape of a house's table of faults: what is said of each, and the finding it makes."""

from collections.abc import Mapping
from typing import NamedTuple

from edi_engine.findings import Finding, Position, Severity


class Rule(NamedTuple):
    """One kind of fault; `what` and `why` take the facts of the case."""

    severity: Severity
    what: str
    why: str
    fix: str


def finding_of(rules: Mapping[str, Rule], code: str, where: Position, **facts: object) -> Finding:
    """Make the finding of a rule."""
    rule = rules[code]
    return Finding(
        code=code,
        severity=rule.severity,
        what=rule.what.format(**facts),
        where=where,
        why=rule.why.format(**facts),
        fix=rule.fix,
    )
