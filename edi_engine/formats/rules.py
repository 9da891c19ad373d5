"""The shape of a house's table of faults: what is said of each, what it weighs, and the finding it makes.

Three letters name the weights under strict, normal and lenient, in this order. Strict is the letter: whatever a
standard, a directory or a schema forbids is an error. Lenient lets pass what partners send in good faith and what
leaves no doubt about the meaning: envelopes, counts, references, characters, codes and lengths. An error under all
three is what leaves such a doubt: something misplaced or missing, data lost or not read.
"""

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from edi_engine.findings import Finding, Position, Severity, Strictness, Weights

_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
EEE, EEW = Weights(_E, _E, _E), Weights(_E, _E, _W)
EWW, EWN, ENN = Weights(_E, _W, _W), Weights(_E, _W, _N), Weights(_E, _N, _N)
WWW, NNN = Weights(_W, _W, _W), Weights(_N, _N, _N)


class Rule(NamedTuple):
    """One kind of fault; `what`, `why` and `fix` take the facts of the case; `error` is the value of 0085."""

    weights: Weights
    what: str
    why: str
    fix: str
    error: str | None = None

    @property
    def severity(self) -> Severity:
        """What it weighs where nothing else is said."""
        return self.weights.normal


class Weighed(Protocol):
    """What a row of a table says of its weight."""

    @property
    def weights(self) -> Weights: ...


def finding_of(rules: Mapping[str, Rule], code: str, where: Position, **facts: object) -> Finding:
    """Make the finding of a rule; the facts fill the rule's texts."""
    rule = rules[code]
    return Finding(
        code=code,
        severity=rule.severity,
        what=rule.what.format(**facts),
        where=where,
        why=rule.why.format(**facts) + (f" (0085 code {rule.error})" if rule.error else ""),
        fix=rule.fix.format(**facts),
        error=rule.error,
    )


def changed(strictness: Strictness, *tables: Mapping[str, Weighed]) -> dict[str, Severity]:
    """Code → what it weighs under a strictness, for the codes that weigh something else as they are made."""
    rules = {code: rule.weights for table in tables for code, rule in table.items()}
    return {code: each.under(strictness) for code, each in rules.items() if each.under(strictness) is not each.normal}
