"""What a format's reader hands on: an interchange with its envelope and, one at a time, its messages.

The envelope speaks the same words in every syntax; the body of a message stays in the format's own light shape.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from edi_engine.findings import Finding, Position, Report


@dataclass(slots=True, kw_only=True)
class Envelope:
    """Who sends what to whom. Texts are as written; an absent fact is the empty string.

    Attributes:
        sender, recipient: identifications, with their code qualifiers (UNB S002/S003, 0007).
        reference: interchange control reference (UNB 0020).
        prepared: date and time of preparation as written (`250131:1200`).
        application_reference: UNB 0026.
        test: test indicator (UNB 0035 = 1).
        syntax_identifier, syntax_version: `UNOC` and `3` for UN/EDIFACT, empty elsewhere.
        wrapper: what a format needs to write its envelope again (metadata elements of XML, service string of EDIFACT).
    """

    sender: str = ""
    sender_qualifier: str = ""
    recipient: str = ""
    recipient_qualifier: str = ""
    reference: str = ""
    prepared: str = ""
    application_reference: str = ""
    test: bool = False
    syntax_identifier: str = ""
    syntax_version: str = ""
    wrapper: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Message:
    """One message: its identification and its body in the format's own shape.

    Attributes:
        syntax: key of `edi_engine.formats.FORMATS`: `edifact`, `xml`, `json`, `csv`.
        type: message type or document name (`CUSDEC`; local name of the XML root under its wrapper; JSON kind).
        directory: version and release of the standard it claims (`D.96B`), empty if none.
        association: association assigned code (UNH S009 0057) or XML namespace.
        reference: message reference number (UNH 0062).
        number: ordinal in its interchange, from 1.
        body: EDIFACT `formats.edifact.segments.Segments`; XML an lxml element; JSON the document's bytes; CSV text.
        text: of XML the body as text, if that is known and says the same; who changes the body empties it.
        report: findings of this message alone.
        envelope: of the interchange that carries it.
        place: where its text begins in the payload, for bodies that do not know it themselves (JSON).
    """

    syntax: str
    type: str
    body: Any
    directory: str = ""
    association: str = ""
    reference: str = ""
    number: int = 1
    text: str = ""
    report: Report = field(default_factory=Report)
    envelope: Envelope = field(default_factory=Envelope)
    place: Position = field(default_factory=Position)


@dataclass(slots=True, kw_only=True)
class Interchange:
    """An envelope and a lazy sequence of messages, to be consumed once.

    `report` gets the findings of the envelope; those of its trailer are there only when the messages are exhausted.
    `look` takes what finds faults in a segment around the messages: the header is looked at at once, the others as they
    are read. It is None where the format has no such segments.
    """

    syntax: str
    messages: Iterator[Message]
    envelope: Envelope = field(default_factory=Envelope)
    number: int = 1
    report: Report = field(default_factory=Report)
    look: Callable[[Callable[[Any], Iterable[Finding]]], None] | None = None
