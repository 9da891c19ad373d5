"""What a message that was sent says, value by value: the place of the document, and the bytes received for it."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec

from edi_engine import formats
from edi_engine.exchange import Mapping, ReadMessage, split
from edi_engine.findings import Finding, Severity
from edi_engine.interchange import Message
from edi_engine.mapping.tracing.trace import Place, Trace, Written


@dataclass(slots=True, kw_only=True)
class Explained:
    """One message received and one that was written of it.

    Attributes:
        number: of the message received.
        reader, writer: names of the mappings.
        written: the values written, in their order, with what they follow from.
        left: received values that nothing written follows from, neither for what it says nor for being there.
        findings: what could not be found out.
    """

    number: int
    reader: str
    writer: str
    written: list[Written]
    left: list[Place]
    findings: list[Finding] = field(default_factory=list)


def trace_of(read: ReadMessage, payload: bytes) -> Trace:
    """The lineage of a message that was read from a payload into a document."""
    return Trace(cast(Any, read.mapping), read.message, cast(msgspec.Struct, read.document), payload)


def explain(
    trace: Trace,
    writer: Mapping,
    sent: bytes,
    document: msgspec.Struct | None = None,
    homes: dict[str, str] | None = None,
) -> Explained:
    """Name both ends of each value in a message.

    Args:
        trace: of the message received.
        writer: the mapping that wrote.
        sent: the bytes it wrote, one document.
        document: what it wrote, where that is not all of what was read.
        homes: for places of that document that are others in what was read, those.
    """
    message = sole_message(writer, sent)
    written = list(trace.written(cast(Any, writer), message, sent, document, homes))
    claimed = {source.place.index for one in written for found in one.fields for source in found.sources}
    received = trace.received
    left = [
        trace.place(index) for index, value in enumerate(received.values) if index not in claimed and not value.aside
    ]
    return Explained(
        number=trace.message.number,
        reader=trace.mapping.name,
        writer=writer.name,
        written=written,
        left=left,
        findings=list(_untried(trace, written)),
    )


def sole_message(mapping: Mapping, payload: bytes) -> Message | None:
    """The message of a payload that a mapping wrote; None where there is none, or several."""
    found = [
        part
        for interchange in formats.read(io.BytesIO(payload), expected=mapping.syntax)
        for message in interchange.messages
        for part in split(mapping, message)
    ]
    return found[0] if len(found) == 1 else None


def _untried(trace: Trace, written: list[Written]) -> Iterator[Finding]:
    """A note where not all could be tried, as the message is long."""
    untried = len(trace.read.untried)
    if untried or any(one.many for one in written):
        yield Finding(
            code="TRC-001",
            severity=Severity.NOTE,
            what=f"{untried} of {len(trace.received.values)} received values were not tried for what they choose",
            why="what one value chooses costs a reading of the whole message, and there are limits to that",
            fix="ask for a message with fewer items",
        )
