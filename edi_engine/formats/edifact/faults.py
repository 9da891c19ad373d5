"""Every fault the EDIFACT reader and writer can find, as a table: the code, what is said, who asks for it, the fix.

Numbers such as 0020 or 0085 are those of the UN/EDIFACT service elements; the last of a rule is the value of 0085.
"""

from edi_engine.findings import Finding, Position
from edi_engine.formats.edifact import envelope_rules
from edi_engine.formats.rules import EEE, EEW, ENN, EWW, WWW, Rule, finding_of


def fault(code: str, where: Position, **facts: object) -> Finding:
    """Make the finding of a rule; the facts fill the rule's texts."""
    return finding_of(RULES, code, where, **facts)


RULES: dict[str, Rule] = {
    **envelope_rules.RULES,
    "SYN-001": Rule(
        EWW,
        "{count} line breaks inside segments, the first here",
        "line breaks are no data in any repertoire of EDIFACT; they were dropped",
        "send segments without line breaks in them",
        "21",
    ),
    "SYN-002": Rule(
        ENN,
        "{count} segments have blanks before their tag, the first here",
        "a segment follows its predecessor's terminator at once; the blanks were dropped",
        "send segments without blanks between them",
        "21",
    ),
    "SYN-003": Rule(
        EWW,
        "{count} empty segments, the first here",
        "a terminator ends a segment, and a segment has a tag; empty ones were dropped and not counted",
        "remove the doubled terminator",
        "18",
    ),
    "SYN-004": Rule(
        EEE,
        "{tag!r} is no segment tag",
        "a tag is three capital letters or digits",
        "correct the tag",
        "12",
    ),
    "SYN-005": Rule(
        EEW,
        "{count} tags are not in capitals, the first here",
        "a tag is three capital letters or digits; these were read as if they were",
        "write tags in capitals",
        "12",
    ),
    "CHR-001": Rule(
        EWW,
        "{count} characters outside the repertoire of {identifier}: {chars}",
        "UNB 0001 promises the repertoire of its code",
        "use other characters, or declare a repertoire that has them",
        "21",
    ),
    "CHR-002": Rule(
        EEW,
        "{count} bytes are no characters of {identifier}; they were read as ISO 8859-1: {chars}",
        "UNB 0001 promises the encoding of its code",
        "declare the repertoire the data are really written in",
        "21",
    ),
    "CHR-003": Rule(
        EEE,
        "{count} noncharacters, which were replaced: {chars}",
        "Unicode reserves them for use inside programs, and they carry no text",
        "remove them",
        "21",
    ),
    "CHR-004": Rule(
        EWW,
        "the bytes are UTF-8, not what {identifier} says; they were read as UTF-8",
        "UNB 0001 promises the encoding of its code",
        "declare UNOW or UNOY, or write in the encoding declared",
        "21",
    ),
    "CHR-005": Rule(
        WWW,
        "the text looks like UTF-8 that was declared as {identifier}; it was read as declared",
        "every character beyond ASCII here is also a valid UTF-8 sequence",
        "declare UNOW or UNOY if the text is UTF-8",
        "21",
    ),
    "CHR-011": Rule(
        EWW,
        "the bytes are Windows-1252, not what {identifier} says; they were read as Windows-1252",
        "UNB 0001 promises the encoding of its code",
        "write in the encoding declared, with straight quotation marks and hyphens",
        "21",
    ),
    "CHR-013": Rule(
        EWW,
        "a byte order mark stands in front",
        "an interchange begins with UNA or UNB; the mark is no character of it, and says the text is UTF-8",
        "send it without the mark",
        "21",
    ),
    "CHR-012": Rule(
        WWW,
        "{was} was written as {written}",
        "{identifier} lacks a character of it, and the mapping says `transliterate`",
        "choose another repertoire, or a text it can carry",
    ),
    "CHR-006": Rule(
        EEW,
        "{count} control characters: {chars}",
        "control characters are in no repertoire of EDIFACT",
        "remove them",
        "21",
    ),
    "CHR-007": Rule(
        EEE,
        "{count} characters cannot be written in {identifier}; question marks stand for them: {chars}",
        "the envelope declares this repertoire (UNB 0001)",
        "choose another repertoire, or a text it can carry",
        "21",
    ),
    "CHR-008": Rule(
        EEE,
        "{char} is a separator of this interchange and no release character is defined, so it cannot be data",
        "a separator is data only behind a release character (UNA)",
        "define a release character in the service string",
        "20",
    ),
    "CHR-009": Rule(
        EEE,
        "a repeated element cannot be written: no repetition separator is defined",
        "syntax versions 1 to 3 repeat no elements unless UNA defines a separator",
        "write the occurrences as elements of their own, or use syntax version 4",
        "15",
    ),
    "CHR-010": Rule(
        EEE,
        "a line break in the data; a blank was written for it",
        "line breaks are no data in any repertoire of EDIFACT, and receivers drop them",
        "split the text into elements of its own",
        "21",
    ),
    "LIM-001": Rule(
        EEE,
        "the message is longer than {limit} bytes and was not read",
        "limit `message_bytes`",
        "split the message, or raise the limit `message_bytes`",
        "39",
    ),
    "LIM-002": Rule(
        EEE,
        "a segment is longer than {limit} bytes",
        "limit `segment_bytes`",
        "look for a lost terminator, or raise the limit `segment_bytes`",
        "39",
    ),
    "LIM-003": Rule(
        EEE,
        "the message has more than {limit} segments and was not read",
        "limit `segments`",
        "split the message, or raise the limit `segments`",
        "35",
    ),
    "LIM-005": Rule(
        EEE,
        "more than {limit} faults between the messages; what follows was not read",
        "limit `faults`",
        "look at the first faults: perhaps the data are no EDIFACT at all",
        "18",
    ),
    "LIM-004": Rule(
        EEE,
        "a segment has more than {limit} elements and components",
        "limit `elements`",
        "look for a lost terminator, or raise the limit `elements`",
        "16",
    ),
}
