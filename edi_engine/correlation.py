"""An acknowledgement that was received finds the interchange of ours that it answers."""

from dataclasses import replace
from typing import BinaryIO, cast

import msgspec

from edi_engine import formats
from edi_engine.audit import search
from edi_engine.audit.payloads import StoredPayload
from edi_engine.audit.store import Store
from edi_engine.canonical.acknowledgement import GroupResponse, MessageResponse, SyntaxAcknowledgement
from edi_engine.exchange import Acknowledged
from edi_engine.findings import Finding, Position, Severity
from edi_engine.interchange import Envelope, Message
from edi_engine.states import States

REJECTED, ACKNOWLEDGED, RECEIVED = "4", "7", "8"  # 0083
SHOWN_ERRORS = 5


def correlate(
    store: Store, states: States, document: SyntaxAcknowledgement, message: Message, mapping: str
) -> tuple[Acknowledged | None, list[Finding]]:
    """What a CONTRL says of which interchange of ours.

    Its UCI repeats the reference and the parties of what it answers; all of them must be those we sent, and it must
    come from whom we sent to, so that nobody can answer for another.

    Args:
        store, states: the record, and what codes mean.
        document, message: the CONTRL, and where it was read.
        mapping: that read it.

    Returns:
        The answer, without a delivery if we sent no such interchange, None if it says nothing; and the findings.
    """
    reference, rejections = document.reference or "", _rejections(document)
    whole = msgspec.structs.replace(document, action_code=REJECTED) if rejections else document
    state, code = states.said(mapping, whole)
    said = Acknowledged(reference=reference, state=state.name, answer=mapping, code=code)
    sent = search.sent(store.past, reference)
    if document.action_code not in (REJECTED, ACKNOWLEDGED, RECEIVED):
        return None, [_unclear(message, reference, document.action_code or "none")]
    if sent is None or not _fits(document, message.envelope, _envelope(store.past, sent)):
        return said, [_orphan(message, reference, known=sent is not None)]
    said = replace(said, delivery=sent["id"], exchange=sent["exchange_id"], route=sent["route"])
    return said, [_refused(message, said, rejections)] if rejections else []


def _envelope(store: Store, sent: search.Row) -> Envelope | None:
    """The envelope of the bytes that were sent; None if they are not known or of another syntax."""
    if not sent["payload_sha256"]:
        return None
    stream = cast(BinaryIO, StoredPayload(store.payload(sent["payload_sha256"])))
    interchange = next(formats.read(stream), None)
    return interchange.envelope if interchange and interchange.syntax == "edifact" else None


def _fits(document: SyntaxAcknowledgement, received: Envelope, sent: Envelope | None) -> bool:
    if sent is None:
        return False
    parties = (document.sender_id, document.recipient_id, received.recipient, received.sender)
    return parties == (sent.sender, sent.recipient, sent.sender, sent.recipient)


def _rejections(document: SyntaxAcknowledgement) -> list[str]:
    """What is rejected, level by level, with the 0085 codes given."""
    levels: list[tuple[str, SyntaxAcknowledgement | GroupResponse | MessageResponse]] = [("the interchange", document)]
    levels += [(f"group {group.reference}", group) for group in document.groups]
    below = [*document.messages, *(message for group in document.groups for message in group.messages)]
    levels += [(f"message {message.reference}", message) for message in below]
    return [_named(what, level.error_code) for what, level in levels if level.action_code == REJECTED]


def _named(what: str, code: str | None) -> str:
    return f"{what} (0085 code {code})" if code else what


def _unclear(message: Message, reference: str, action: str) -> Finding:
    return Finding(
        code="ACK-009",
        severity=Severity.ERROR,
        what=f"the CONTRL says of interchange {reference!r} neither that it is accepted nor that it is not: {action!r}",
        where=Position(message=message.number, segment=2, tag="UCI", element=4),
        why="UCI 0083 is 4, 7 or 8 (0085 code 12)",
        fix="ask the sender what became of it",
        error="12",
    )


def _orphan(message: Message, reference: str, *, known: bool) -> Finding:
    parties = " between these parties" if known else ""
    return Finding(
        code="ACK-006",
        severity=Severity.WARNING,
        what=f"the CONTRL answers interchange {reference!r}, and none of that reference was sent{parties}",
        where=Position(message=message.number, segment=2, tag="UCI"),
        why="UCI repeats reference, sender and recipient of the interchange it answers, and its recipient sends it",
        fix="ask the sender which interchange is meant",
    )


def _refused(message: Message, known: Acknowledged, rejections: list[str]) -> Finding:
    more = f" and {len(rejections) - SHOWN_ERRORS} more" if len(rejections) > SHOWN_ERRORS else ""
    return Finding(
        code="ACK-007",
        severity=Severity.WARNING,
        what=f"{message.envelope.sender} rejects interchange {known.reference}, sent over {known.route}",
        where=Position(message=message.number, segment=2, tag="UCI"),
        why=f"rejected: {', '.join(rejections[:SHOWN_ERRORS])}{more}",
        fix=f"see audit show {known.exchange}, mend what was sent and send it again",
    )
