"""Every fault in the structure of a message and in its elements, as a table: code, weight, what is said, the fix.

Why is said by the directory: the finding cites the table, segment, composite or code list and the position in it.
`error` is the value of 0085, `before_4` the one for syntax versions that lack it.
"""

from typing import NamedTuple

from edi_engine.findings import Finding, Position, Severity, Weights
from edi_engine.formats.rules import EEE, EEW, EWN, EWW, NNN


class Rule(NamedTuple):
    """One kind of fault; `what` and `fix` take the facts of the case."""

    weights: Weights
    what: str
    fix: str
    error: str = ""
    before_4: str | None = None

    @property
    def severity(self) -> Severity:
        """What it weighs where nothing else is said."""
        return self.weights.normal


def finding(code: str, where: Position, why: str, syntax: str, **facts: object) -> Finding:
    """Make the finding of a rule; `why` cites who asks for it, the facts fill the rule's texts."""
    rule = RULES[code]
    error = rule.error if syntax == "4" or rule.before_4 is None else rule.before_4
    return Finding(
        code=code,
        severity=rule.severity,
        what=rule.what.format(**facts),
        where=where,
        why=f"{why} (0085 code {error})" if error else why,
        fix=rule.fix.format(**facts),
        error=error or None,
    )


RULES: dict[str, Rule] = {
    "ESG-001": Rule(EEE, "{message} has no segment {tag}", "take the segment out{near}", "15"),
    "ESG-002": Rule(EEE, "segment {tag} may not stand here", "move it to where it belongs: {places}", "15"),
    "ESG-003": Rule(EEE, "{unit} is missing {place}", "supply {unit}", "13"),
    "ESG-004": Rule(EEE, "segment {tag} occurs more than {limit} times", "leave {limit} at most", "35"),
    "ESG-005": Rule(EEE, "segment group {group} occurs more than {limit} times", "leave {limit} at most", "36"),
    "ESG-006": Rule(
        EEE,
        "too much is out of order: segments from here on were not placed",
        "see whether this is a {message} of that directory at all",
        "18",
    ),
    "ESG-007": Rule(
        EEE, "{head!r} is no segment tag", "write three letters or digits and then the element separator", "12"
    ),
    "ESG-010": Rule(EEE, "there is no directory {name!r}", "{fix}", "12"),
    "ESG-011": Rule(EEE, "{directory} has no message {name!r}", "{fix}", "12"),
    "ESG-012": Rule(EEE, "{unit} is not used", "take it out", "15"),
    "EEL-001": Rule(EEE, "{tag} lacks {element}", "supply {element}", "13"),
    "EEL-002": Rule(EEE, "{composite} of {tag} lacks {element}", "supply {element}{choice}", "13"),
    "EEL-003": Rule(EEE, "{tag} has {found} elements, {most} are defined", "leave {most} at most", "16"),
    "EEL-004": Rule(EEE, "{element} of {tag} has {found} components, {most} is the most", "leave {most} at most", "16"),
    "EEL-005": Rule(EEE, "{element} of {tag} is repeated {found} times", "leave {most} at most", "35", "16"),
    "EEL-006": Rule(EEW, "{element} is too long: {value} has {found}", "shorten it to {most}", "39"),
    "EEL-007": Rule(EEW, "{element} is too short: {value} has {found}", "write {most}", "40"),
    "EEL-008": Rule(EEE, "{element} is {form}, {value} is not", "{hint}", "37"),
    "EEL-009": Rule(EEW, "{value} is no code of {element}", "use a code of the list{near}", "12"),
    "EEL-010": Rule(EEE, "{tag} breaks dependency note {note}: {meaning}", "{fix}", "48", "13"),
    "EEL-011": Rule(EWN, "{unit} ends with separators that hold nothing", "leave them out", "45", ""),
    "EEL-012": Rule(
        NNN,
        "{value} is no code of {element} in the directory, and the sender names another list or agency",
        "see that {list} has it",
        "",
    ),
    "EEL-014": Rule(EEE, "{element} of {tag} is not used", "leave it empty", "15"),
    "EEL-015": Rule(
        EEE, "no such date or time: {value}, of format {format} ({form})", "correct the date, or its format code"
    ),
    "EEL-016": Rule(
        EWW, "{value} is not of format {format} ({form})", "write it as the format says, or correct the format code"
    ),
    "EEL-013": Rule(
        EEW, "{element} is no number as written: {value}", "write digits on both sides of the mark", "37", "38"
    ),
}
