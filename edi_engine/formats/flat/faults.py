"""Every fault the flat house can find, as a table: the code, what is said, who asks for it, the fix."""

from edi_engine.findings import Finding, Position
from edi_engine.formats.rules import EEE, WWW, Rule, finding_of


def fault(code: str, where: Position, **facts: object) -> Finding:
    """Make the finding of a rule."""
    return finding_of(RULES, code, where, **facts)


RULES: dict[str, Rule] = {
    "FLT-001": Rule(EEE, "there is no header line", "the data are empty or blank", "send a header line and records"),
    "FLT-002": Rule(
        EEE,
        "the file is longer than {limit} bytes and was not read",
        "limit `document_bytes`",
        "split the file, or raise the limit `document_bytes`",
    ),
    "FLT-003": Rule(
        EEE,
        "the record cannot be told apart: {reason}; nothing from here on was read",
        "RFC 4180: a quote in a quoted cell is doubled, and a quoted cell is closed",
        "correct the quotes of this record",
    ),
    "FLT-004": Rule(
        WWW,
        "the record has {cells} cells, the header line names {columns}",
        "RFC 4180: every line has the same number of fields",
        "write a cell for each column, empty where there is no value",
    ),
    "FLT-005": Rule(
        EEE,
        "the file holds more than {limit} records; those behind were not read",
        "limit `records`",
        "split the file, or raise the limit `records`",
    ),
    "FLT-006": Rule(
        EEE,
        "a cell is longer than {limit} characters; nothing from here on was read",
        "the greatest length of a cell",
        "close the quote that was left open, or shorten the cell",
    ),
    "FLT-007": Rule(EEE, "the column {name!r} stands twice", "columns are told apart by name", "rename one of them"),
    "FLT-008": Rule(
        EEE,
        "the bytes are not {encoding}",
        "the encoding `{syntax}: encoding` of mapping {mapping}",
        "save the file in this encoding",
    ),
    "FLT-009": Rule(
        WWW,
        "the bytes are not UTF-8; they were read as {encoding}",
        "a flat file does not say how its characters are encoded",
        "save the file as UTF-8, or name its encoding in mapping.yaml",
    ),
    "FLT-010": Rule(
        EEE,
        "tables with different header lines cannot stand in one file",
        "a flat file has one header line",
        "write each into its own file",
    ),
    "FLT-011": Rule(
        EEE,
        "the header line names {columns} columns, more than {limit}",
        "limit of columns",
        "check the separator, or split the table",
    ),
    "FLT-012": Rule(
        EEE,
        "the record has {columns} columns, the others have {length}",
        "mapping {mapping}: behind a character too few or too many, all columns are others",
        "write each value into its columns, and blanks where there is none",
    ),
    "FLT-013": Rule(
        EEE,
        "the record {tag!r} stands here again",
        "mapping {mapping} has it once, where it stands",
        "send each document with all its records, one behind the other",
    ),
    "FLT-014": Rule(
        EEE,
        "there is no record {tag!r}",
        "mapping {mapping} has it in every document; the file may have been cut off",
        "send the document whole",
    ),
}
