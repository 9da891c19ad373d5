"""What is said about schemas, of XML and of JSON: one table for faults of a schema and for faults that one finds.

A schema may be ours, made from the model (documents that our reader takes all the same weigh less), or an
administration's own, which refuses what does not obey it.
"""

from functools import lru_cache
from typing import NamedTuple

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity, Strictness, Weights


class Rule(NamedTuple):
    """One kind of fault; `what` and `why` take the facts of the case."""

    weights: Weights
    what: str
    why: str
    fix: str

    @property
    def severity(self) -> Severity:
        """What it weighs as it is made."""
        return self.weights.normal


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE
RULES: dict[str, Rule] = {
    "SCH-001": Rule(
        Weights(_E, _E, _E),
        "{what}",
        "a schema is read from its own folder only: nothing is fetched",
        "put the file into the folder of the schema, and refer to it by a relative path of plain names",
    ),
    "SCH-002": Rule(Weights(_E, _E, _E), "{what}", "the schema is compiled when it is first needed", "{fix}"),
    "SCH-003": Rule(
        Weights(_E, _E, _E), "{what}", "a schema is bounded, so that no file can stop the engine", "split the schema"
    ),
    "SCH-004": Rule(
        Weights(_E, _E, _E),
        "{what}",
        "a table of schemas has a list `schemas` of rows with namespace, file and, if wanted, root and name",
        "{fix}",
    ),
    "SCH-011": Rule(
        Weights(_E, _W, _N),
        "{what}",
        "our schema {schema}, made from the model; it is read all the same{field}",
        "{fix}",
    ),
    "SCH-012": Rule(Weights(_E, _E, _W), "{what}", "schema {schema} of this workspace{field}", "{fix}"),
    "SCH-013": Rule(Weights(_E, _E, _W), "{what}", "schema {schema}", "{fix}"),
    "SCH-014": Rule(
        Weights(_N, _N, _N),
        "there may be more: the first {most} faults are told",
        "schema {schema}",
        "correct these, and validate again",
    ),
}


def fault(code: str, where: Position, *, fix: str = "", **facts: object) -> Finding:
    """Make the finding of a rule."""
    rule = RULES[code]
    return Finding(
        code=code,
        severity=rule.severity,
        what=rule.what.format(**facts),
        where=where,
        why=rule.why.format(**facts),
        fix=fix if rule.fix == "{fix}" else rule.fix,
    )


def refusal(code: str, what: str, file: str, line: int | None = None, *, fix: str = "correct it") -> ConfigurationError:
    """A schema that cannot be used."""
    return ConfigurationError(fault(code, Position(path=file, line=line), what=what, fix=fix))


@lru_cache
def weights(strictness: Strictness) -> dict[str, Severity]:
    """Code → what it weighs under a strictness, for the codes that weigh something else as they are made."""
    chosen = {code: rule.weights.under(strictness) for code, rule in RULES.items()}
    return {code: weight for code, weight in chosen.items() if weight is not RULES[code].severity}
