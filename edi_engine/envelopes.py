"""The envelope of what is sent, as its recipient wants it, and the bytes of an interchange in it."""

import datetime
from collections.abc import Iterable
from collections.abc import Mapping as Table
from typing import Any

from edi_engine import formats
from edi_engine.errors import EdiError
from edi_engine.exchange import Mapping
from edi_engine.findings import Report, Severity
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.route_table import Route

OUR_NAME = "EDI-ENGINE"  # sender of last resort: no route, mapping or received envelope says who we are
Options = Table[str, str]
NONE_AGREED: Options = {}


def envelope_to(route: Route, mapping: Mapping, received: Envelope, reference: str, at: str) -> Envelope:
    """The envelope of a delivery: the mapping's defaults, then the route's addresses.

    Args:
        route: over which it goes.
        mapping: that writes it.
        received: the envelope of what is sent on.
        reference: the control reference of the delivery.
        at: when it is prepared, as the store has times.
    """
    defaults = dict(mapping.definition.envelope)
    sender, sender_qualifier = _address(route.sender)
    recipient, recipient_qualifier = _address(route.recipient)
    facts: dict[str, Any] = {
        "syntax_identifier": "UNOC",
        "syntax_version": "3",
        "sender": received.recipient or OUR_NAME,
        "sender_qualifier": received.recipient_qualifier,
        "recipient": route.agency.upper(),
        **defaults,
        **({"sender": sender, "sender_qualifier": sender_qualifier} if sender else {}),
        **({"recipient": recipient, "recipient_qualifier": recipient_qualifier} if recipient else {}),
    }
    time = prepared(datetime.datetime.fromisoformat(at), facts["syntax_version"])
    return Envelope(**facts, reference=reference, prepared=time, test=received.test)


def prepared(at: datetime.datetime, syntax_version: str = "3") -> str:
    """UNB S004 of a time: `YYMMDD:HHMM`, from syntax version 4 on `CCYYMMDD:HHMM`."""
    return at.strftime("%Y%m%d:%H%M" if syntax_version >= "4" else "%y%m%d:%H%M")


def _address(text: str) -> tuple[str, str]:
    """`IDENTIFICATION:QUALIFIER` in two; the identification itself may hold a colon only if a qualifier follows."""
    identification, _, qualifier = text.rpartition(":") if ":" in text else (text, "", "")
    return identification, qualifier


def write_bytes(
    mapping: Mapping, bodies: Iterable[Any], envelope: Envelope, report: Report, agreed: Options = NONE_AGREED
) -> bytes:
    """Bodies of one mapping as the bytes of one interchange; faults of writing go to the report.

    `agreed` is how EDIFACT is written, over what the mapping says.

    Raises:
        EdiError: an error was found while writing: what cannot be written as it is, is not sent.
    """
    definition, envelope = mapping.definition, as_wished(mapping, envelope, agreed)
    if mapping.syntax != "edifact":
        return formats.write(mapping.syntax, envelope, bodies)
    facts: dict[str, Any] = {
        "type": definition.message,
        "directory": mapping.directory,
        "association": definition.association,
    }
    messages = [Message(syntax=mapping.syntax, **facts, body=body, report=report) for body in bodies]
    payload = formats.write(mapping.syntax, envelope, messages, report=report)
    if report.rejected:
        raise EdiError(*(finding for finding in report if finding.severity is Severity.ERROR))
    return payload


def as_wished(mapping: Mapping, envelope: Envelope, agreed: Options = NONE_AGREED) -> Envelope:
    """An envelope as the mapping's partner wants it: the service characters of EDIFACT, the wrapper of XML."""
    if mapping.syntax == "xml":
        from edi_engine.formats.xml.wrapper import framed

        return framed(envelope, getattr(mapping, "frames", []))
    if mapping.syntax != "edifact":
        return envelope
    from edi_engine.formats.edifact.profile import read_profile

    return read_profile({**mapping.definition.options, **agreed}).on(envelope)
