"""What is said about schemas, of XML and of JSON: one table for faults of a schema and for faults that one finds.

A schema may be ours, made from the model (documents that our reader takes all the same weigh less), or an
administration's own, which refuses what does not obey it.
"""

from functools import lru_cache

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity, Strictness
from edi_engine.formats.rules import EEE, EEW, EWN, NNN, Rule, changed, finding_of

RULES: dict[str, Rule] = {
    "SCH-001": Rule(
        EEE,
        "{what}",
        "a schema is read from its own folder only: nothing is fetched",
        "put the file into the folder of the schema, and refer to it by a relative path of plain names",
    ),
    "SCH-002": Rule(EEE, "{what}", "the schema is compiled when it is first needed", "{fix}"),
    "SCH-003": Rule(EEE, "{what}", "a schema is bounded, so that no file can stop the engine", "split the schema"),
    "SCH-004": Rule(
        EEE,
        "{what}",
        "a table of schemas has a list `schemas` of rows with namespace, file and, if wanted, root and name",
        "{fix}",
    ),
    "SCH-011": Rule(
        EWN,
        "{what}",
        "our schema {schema}, made from the model; it is read all the same{field}",
        "{fix}",
    ),
    "SCH-012": Rule(EEW, "{what}", "schema {schema} of this workspace{field}", "{fix}"),
    "SCH-013": Rule(EEW, "{what}", "schema {schema}", "{fix}"),
    "SCH-014": Rule(
        NNN,
        "there may be more: the first {most} faults are told",
        "schema {schema}",
        "correct these, and validate again",
    ),
}


def fault(code: str, where: Position, *, fix: str = "", **facts: object) -> Finding:
    """Make the finding of a rule."""
    return finding_of(RULES, code, where, fix=fix, **facts)


def refusal(code: str, what: str, file: str, line: int | None = None, *, fix: str = "correct it") -> ConfigurationError:
    """A schema that cannot be used."""
    return ConfigurationError(fault(code, Position(path=file, line=line), what=what, fix=fix))


@lru_cache
def weights(strictness: Strictness) -> dict[str, Severity]:
    """Code → what it weighs under a strictness, for the codes that weigh something else as they are made."""
    return changed(strictness, RULES)
