"""Every fault the EDIFACT reader and writer can find, as a table: the code, what is said, who asks for it, the fix.

Numbers such as 0020 or 0085 are those of the UN/EDIFACT service elements; `error` is the value of 0085.
"""

from typing import NamedTuple

from edi_engine.findings import Finding, Position, Severity, Weights
from edi_engine.formats.edifact.severities import EEE, EEW, ENN, EWW, NNN, WWW


class Rule(NamedTuple):
    """One kind of fault; `what` and `fix` take the facts of the case."""

    weights: Weights
    what: str
    why: str
    fix: str
    error: str | None = None

    @property
    def severity(self) -> Severity:
        """What it weighs where nothing else is said."""
        return self.weights.normal


def fault(code: str, where: Position, **facts: object) -> Finding:
    """Make the finding of a rule; the facts fill the rule's texts."""
    rule = RULES[code]
    return Finding(
        code=code,
        severity=rule.severity,
        what=rule.what.format(**facts),
        where=where,
        why=rule.why.format(**facts) + (f" (0085 code {rule.error})" if rule.error else ""),
        fix=rule.fix.format(**facts),
        error=rule.error,
    )


RULES: dict[str, Rule] = {
    "ENV-001": Rule(
        EEW,
        "no interchange header UNB, the data begin with {tag}",
        "UNB opens an interchange and names its sender, recipient and reference",
        "put UNB in front and UNZ behind",
        "13",
    ),
    "ENV-002": Rule(
        EEW,
        "{segment} lacks {element} ({name})",
        "the element is mandatory in the service segment",
        "supply {element}",
        "13",
    ),
    "ENV-003": Rule(
        EEW,
        "UNT says {said} segments, {read} were read",
        "UNT 0074 counts UNH and UNT too",
        "set UNT element 1 to {read}, or find the lost segment",
        "29",
    ),
    "ENV-004": Rule(
        EEW,
        "UNT repeats the reference as {said!r}, UNH has {expected!r}",
        "UNT 0062 equals UNH 0062",
        "make the two references equal",
        "28",
    ),
    "ENV-005": Rule(
        EEW,
        "UNZ says {said} {unit}, {read} were read",
        "UNZ 0036 counts the functional groups, or the messages where there are no groups",
        "set UNZ element 1 to {read}, or find what was lost",
        "29",
    ),
    "ENV-006": Rule(
        EEW,
        "UNZ repeats the reference as {said!r}, UNB has {expected!r}",
        "UNZ 0020 equals UNB 0020",
        "make the two references equal",
        "28",
    ),
    "ENV-007": Rule(
        EEW,
        "UNE says {said} messages, {read} were read",
        "UNE 0060 counts the messages of its group",
        "set UNE element 1 to {read}, or find the lost message",
        "29",
    ),
    "ENV-008": Rule(
        EEW,
        "UNE repeats the reference as {said!r}, UNG has {expected!r}",
        "UNE 0048 equals UNG 0048",
        "make the two references equal",
        "28",
    ),
    "ENV-009": Rule(
        EEE,
        "the message is not closed: {next} comes before any UNT",
        "every UNH is closed by UNT",
        "send the whole message, or add UNT",
        "13",
    ),
    "ENV-010": Rule(
        EEW,
        "the interchange is not closed: {next} comes before any UNZ",
        "every UNB is closed by UNZ; without it nobody can tell whether messages were lost",
        "send the whole interchange, or add UNZ",
        "13",
    ),
    "ENV-011": Rule(
        EEW,
        "the functional group {reference!r} is not closed: {next} comes before any UNE",
        "every UNG is closed by UNE",
        "send the whole group, or add UNE",
        "13",
    ),
    "ENV-012": Rule(
        EEW,
        "the message reference {reference!r} occurs twice",
        "UNH 0062 names one message of its interchange or group",
        "number the messages anew",
        "26",
    ),
    "ENV-013": Rule(
        EEE,
        "{count} segments outside any message, the first is {tag}",
        "between UNB and UNZ only messages and functional groups may stand",
        "{fix}",
        "33",
    ),
    "ENV-014": Rule(
        EWW,
        "{count} bytes of other text before the interchange: {sample!r}",
        "an interchange begins with UNA or UNB; what comes before was not read",
        "check that nothing was lost, then remove the text",
        "33",
    ),
    "ENV-015": Rule(
        EWW,
        "{count} bytes of other text after the interchange: {sample!r}",
        "an interchange ends with UNZ; what comes after was not read",
        "check that nothing was lost, then remove the text",
        "33",
    ),
    "ENV-016": Rule(
        EEW,
        "the service characters {sample!r} cannot be used: {reason}",
        "UNA is followed by six different characters and then by a segment; the default characters were used instead",
        "correct UNA, or leave it out where the characters are the default ones",
        "22",
    ),
    "ENV-017": Rule(
        EWW,
        "the syntax identifier {identifier!r} is not known{near}",
        "UNB 0001 names the character repertoire (code list 0001)",
        "use UNOA to UNOL, UNOW, UNOX or UNOY",
        "46",
    ),
    "ENV-018": Rule(
        EWW,
        "the syntax version {version!r} is not known",
        "UNB 0002 is 1, 2, 3 or 4 (code list 0002)",
        "state the version of the syntax the interchange is written in",
        "2",
    ),
    "ENV-019": Rule(
        EEE,
        "an interactive interchange (UIB) is not read",
        "only batch interchanges (UNB) are supported",
        "send the messages in a batch interchange",
        "47",
    ),
    "ENV-020": Rule(
        WWW,
        "a package with a binary object (UNO) was passed over",
        "an object is opaque here: only messages are translated",
        "fetch the object from the payload, which is kept as received",
        "47",
    ),
    "ENV-021": Rule(
        EEW,
        "the last segment {tag} has no terminator",
        "every segment ends with the terminator; without it nobody can tell whether something was cut off",
        "end the segment with {terminator!r}",
        "13",
    ),
    "ENV-022": Rule(
        EEW,
        "{what} stands beside functional groups",
        "an interchange holds functional groups or messages, not both",
        "put every message into a group, or none",
        "30",
    ),
    "ENV-023": Rule(
        EWW,
        "the group is for {group}, the message is {type}",
        "a functional group holds messages of one type, named in UNG 0038",
        "put the message into a group of its own type",
        "31",
    ),
    "ENV-024": Rule(
        EWW,
        "{level} holds no message",
        "an envelope exists to carry messages",
        "send it only when there is something to send",
        "32",
    ),
    "ENV-025": Rule(
        EEE,
        "no EDIFACT data: {seen}",
        "an interchange begins with UNA or UNB",
        "send an interchange",
        "13",
    ),
    "ENV-026": Rule(
        EEW,
        "UNE stands without UNG",
        "UNE closes the functional group that UNG opened",
        "remove UNE, or add the lost UNG",
        "33",
    ),
    "ENV-027": Rule(
        NNN,
        "after {count} messages references are no longer compared",
        "the room for finding duplicates is limited (limit `references`, and the disk for temporary files)",
        "raise the limit `references`, or send smaller interchanges",
    ),
    "ENV-028": Rule(
        EWW,
        "the decimal mark {mark!r} of UNA is a service character too",
        "the six characters of UNA differ; a decimal point and a comma were taken for decimal marks",
        "announce the decimal mark that is used, a point or a comma",
        "22",
    ),
    "ENV-029": Rule(ENN, "{what}", "{why}", "{fix}"),
    "ENV-030": Rule(EWW, "{what}", "{why}", "{fix}"),
    "ENV-031": Rule(
        NNN,
        "the message is secured ({tags}): its security segments were passed over, nothing was verified",
        "signatures are checked with the keys of the partners, before the message is read here",
        "have the security checked where the keys are",
    ),
    "ENV-032": Rule(
        EEW,
        "{one} with the reference {reference!r} has no {other}",
        "UST 0534 repeats USH 0534: each security header has its trailer",
        "supply {other}, or make the two references equal",
        "28",
    ),
    "ENV-033": Rule(
        EEW,
        "UNH names {was!r}, read as {read!r}",
        "message types, versions and agencies are written in capitals (UNH S009)",
        "write them in capitals",
        "12",
    ),
    "ENV-034": Rule(
        EEW,
        "package {reference!r} has no UNP that repeats its reference and length",
        "UNP 0800 repeats UNO 0800, UNP 0810 the length of the object",
        "correct UNP, or the length UNO states",
        "28",
    ),
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
