"""From what is answered to the bytes of a CONTRL: its envelope, its mapping, and the proof that it is valid."""

import datetime
import io
from dataclasses import dataclass

from edi_engine import formats
from edi_engine.acknowledgement import MOST_MESSAGES, Acknowledger
from edi_engine.envelopes import prepared, write_bytes
from edi_engine.errors import EdiError
from edi_engine.exchange import Mappings
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.formats.edifact.charsets import CHARSETS
from edi_engine.interchange import Envelope
from edi_engine.routing.route_table import AnswerRow

MAPPINGS = {"3": "contrl-3", "4": "contrl-4"}  # by syntax version
FALLBACK = "UNOC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One CONTRL interchange; `payload` is `None` where none may or can be sent, and `finding` says why.

    With a payload, `finding` says what it does not say.
    """

    payload: bytes | None = None
    finding: Finding | None = None


def owed(gathered: Acknowledger, row: AnswerRow) -> bool:
    """Whether an interchange that was read to its end is to be answered, by the row that is for its sender."""
    if row.send == "faults":
        return gathered.wanted or gathered.faulty
    return row.send == "always" or (row.send == "requested" and gathered.wanted)


def mapping_for(gathered: Acknowledger) -> str:
    """The name of the mapping that writes the answer."""
    return MAPPINGS[gathered.version]


def answer(gathered: Acknowledger, mappings: Mappings, reference: str, at: datetime.datetime) -> Answer:
    """Write the CONTRL that answers an interchange which was read to its end.

    Args:
        gathered: what was found in it.
        mappings: those of the workspace, `contrl-3` and `contrl-4` among them.
        reference: the control reference of the answer, up to 14 characters.
        at: when it is prepared.

    Raises:
        ConfigurationError: the mapping of the answer is wrong.
    """
    refusal = _refusal(gathered)
    if refusal is not None:
        return Answer(finding=refusal)
    mapping, report = mappings.get(mapping_for(gathered)), Report()
    body = mapping.write(gathered.document(), report)
    try:
        payload = write_bytes(mapping, [body], _envelope(gathered, reference, at), report)
    except EdiError as error:
        return Answer(finding=_unwritable(gathered, error.finding))
    fault = _fault(payload, mappings)
    if fault:
        return Answer(finding=_unwritable(gathered, fault))
    return Answer(payload=payload, finding=_left_out(gathered) if gathered.unnamed else None)


def _refusal(gathered: Acknowledger) -> Finding | None:
    """Why an interchange gets no answer whatever was found in it."""
    if gathered.interchange.syntax != "edifact" or "header" not in gathered.interchange.envelope.wrapper:
        return _finding(gathered, "ACK-002", Severity.WARNING, "no CONTRL is written: there is no UNB to answer")
    if gathered.reports:
        others = gathered.messages - gathered.reports
        severity = Severity.WARNING if others else Severity.NOTE
        what = "no CONTRL is written: a CONTRL is never answered by another"
        what += f", and {others} other messages came with it" if others else ""
        return _finding(gathered, "ACK-001", severity, what)
    if gathered.overflow:
        what = f"no CONTRL is written: more than {MOST_MESSAGES} messages were rejected"
        return _finding(gathered, "ACK-004", Severity.WARNING, what)
    return None


def _envelope(gathered: Acknowledger, reference: str, at: datetime.datetime) -> Envelope:
    """Back to where it came from: sender and recipient change places, with their qualifiers and internal addresses."""
    received = gathered.interchange.envelope
    _, _, sender, recipient = [*received.wrapper["header"].split("+"), "", "", "", ""][:4]
    known = received.syntax_identifier in CHARSETS
    return Envelope(
        sender=received.recipient,
        sender_qualifier=received.recipient_qualifier,
        recipient=received.sender,
        recipient_qualifier=received.sender_qualifier,
        reference=reference,
        prepared=prepared(at, gathered.version),
        test=received.test,
        syntax_identifier=received.syntax_identifier if known else FALLBACK,
        syntax_version=gathered.version,
        wrapper={"header": f"UNB++{recipient}+{sender}"},
    )


def _fault(payload: bytes, mappings: Mappings) -> Finding | None:
    """The first error our own reader and checker find in an answer: what it repeats may be what was wrong.

    Codes outside their lists are no reason: partners agree on qualifiers of their own, and the answer repeats them.
    """
    for interchange in formats.read(io.BytesIO(payload)):
        reports = []
        for message in interchange.messages:
            formats.check(message, mappings.directories, unknown_codes=Severity.WARNING)
            reports.append(message.report)
        for report in (*reports, interchange.report):
            for finding in report:
                if finding.severity is Severity.ERROR:
                    return finding
    return None


def _unwritable(gathered: Acknowledger, fault: Finding) -> Finding:
    what = f"no CONTRL is written: what it must repeat of UNB, UNG or UNH is not valid: {fault.what}"
    return _finding(gathered, "ACK-003", Severity.WARNING, what)


def _left_out(gathered: Acknowledger) -> Finding:
    numbers = ", ".join(map(str, gathered.unnamed))
    what = f"the CONTRL does not name all that was rejected: UNH lacks what UCM repeats, in messages {numbers}"
    return _finding(gathered, "ACK-005", Severity.WARNING, what)


def _finding(gathered: Acknowledger, code: str, severity: Severity, what: str) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        what=what,
        where=Position(interchange=gathered.interchange.number),
        why="a CONTRL answers one interchange and repeats what names its parts",
        fix="" if severity is Severity.NOTE else "tell the sender by other means",
    )
