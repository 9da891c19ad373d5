"""Every fault the JSON house can find, as a table: the code, what is said, who asks for it, the fix."""

from edi_engine.findings import Finding, Position
from edi_engine.formats.rules import EEE, WWW, Rule, finding_of


def fault(code: str, where: Position, **facts: object) -> Finding:
    """Make the finding of a rule."""
    return finding_of(RULES, code, where, **facts)


RULES: dict[str, Rule] = {
    "JSN-001": Rule(EEE, "there is no JSON document", "the data are empty or blank", "send a document"),
    "JSN-002": Rule(
        EEE, "the bytes from here on are not UTF-8", "RFC 8259 wants JSON in UTF-8", "write the document in UTF-8"
    ),
    "JSN-003": Rule(EEE, "not JSON: {reason}", "the grammar of RFC 8259", "correct the document at this place"),
    "JSN-004": Rule(
        EEE,
        "there is other text behind the document",
        "a file holds one document, or one document a line (JSON Lines)",
        "remove the text, or write one document a line",
    ),
    "JSN-005": Rule(
        EEE,
        "the key {key!r} stands twice in one object",
        "RFC 8259 wants names to be unique; readers disagree which value counts",
        "keep one of them",
    ),
    "JSN-006": Rule(EEE, "{value} is no JSON number", "the grammar of RFC 8259 has none", "write null, or a number"),
    "JSN-007": Rule(
        EEE,
        "a number is longer than {digits} digits or has an exponent beyond {exponent}",
        "limits `digits` and `exponent`; written in full such a number has no bound",
        "write the number with less digits",
    ),
    "JSN-008": Rule(
        EEE,
        "nested deeper than {depth} levels",
        "limit `depth`",
        "flatten the document, or raise the limit `depth`",
    ),
    "JSN-009": Rule(
        EEE,
        "the document is longer than {size} bytes and was not read",
        "limit `document_bytes`",
        "split the document, write several one a line, or raise the limit `document_bytes`",
    ),
    "JSN-010": Rule(
        EEE,
        "the escape {escape} is half a character",
        "a surrogate means something only together with its other half",
        "write the whole character",
    ),
    "JSN-011": Rule(
        WWW,
        "the document is {encoding}; it was read as such",
        "RFC 8259 wants JSON in UTF-8",
        "write the document in UTF-8",
    ),
    "JSN-012": Rule(
        EEE,
        "the document is a single value",
        "a document of trade is an object or an array",
        "put the value into an object",
    ),
    "JSN-013": Rule(
        EEE,
        "the document has more than {most:,} {limit} and was not read",
        "limit `{limit}`",
        "split the document, write several one a line, or raise the limit `{limit}`",
    ),
}
