"""From bytes to canonical documents: what was received is read, checked and mapped, message by message.

Nothing is recorded or decided here. A fault of one message stays with that message.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from edi_engine import formats
from edi_engine.errors import EdiError
from edi_engine.exchange import Mapping, Mappings, ReadMessage, split
from edi_engine.findings import Report, Strictness
from edi_engine.interchange import Interchange, Message
from edi_engine.mapping.echoes import told_once
from edi_engine.refusals import engine_fault, holds_nothing, nothing_read, other_syntax

Reader = Callable[..., Iterator[Interchange]]
logger = logging.getLogger("edi_engine")


@dataclass(slots=True, frozen=True)
class Intake:
    """Reads payloads by a workspace's mappings; `house` takes bytes apart, as `formats.read` does."""

    mappings: Mappings
    house: Reader

    def documents(
        self, stream: BinaryIO, mapping: str | None, strictness: Strictness
    ) -> Iterator[tuple[Interchange, Iterator[ReadMessage]]]:
        """Each interchange of a payload with its messages, lazily and to be consumed in order.

        Args:
            stream: the payload.
            mapping: the name of the mapping that reads all of it; None: detected for each message.
            strictness: how faults are weighed.

        Returns:
            Pairs; the findings of the envelope are complete in `interchange.report` when its messages are exhausted.

        Raises:
            ConfigurationError: no such mapping, or it is wrong.
        """
        chosen = self.mappings.get(mapping) if mapping else None
        for interchange in self.interchanges(stream, strictness, chosen):
            yield interchange, self.messages(interchange, chosen)

    def interchanges(
        self, stream: BinaryIO, strictness: Strictness, mapping: Mapping | None = None
    ) -> Iterator[Interchange]:
        """Each interchange of a payload, its faults weighed, its envelope held to the service segments."""
        named = {"expected": mapping.syntax} if mapping else {}
        for interchange in self.house(stream, **named):
            formats.weigh(interchange, strictness)
            formats.check_envelope(interchange, self.mappings.directories)
            yield interchange

    def messages(self, interchange: Interchange, mapping: Mapping | None = None) -> Iterator[ReadMessage]:
        """Each document of an interchange, checked and read by the mapping given or the one that fits."""
        for message in interchange.messages:
            read = ReadMessage(message=message, mapping=mapping, report=message.report)
            with contained(read):
                formats.check(message, self.mappings.directories)
                if mapping is None and (message.type or not read.report.rejected):
                    read.mapping, findings = self.mappings.detect(message)
                    read.report.extend(findings)
                if read.mapping and read.mapping.syntax != message.syntax:
                    read.report.add(other_syntax(message, read.mapping))
                if read.mapping and not read.report.rejected:
                    self.mappings.check(read.mapping.name, message, read.report)
            yield from self._documents(read)

    def _documents(self, read: ReadMessage) -> Iterator[ReadMessage]:
        """The documents of a message: one, or as many as a mapping finds in a table of rows."""
        parts = [read.message]
        with contained(read):
            if not read.report.rejected:
                parts = split(read.mapping, read.message)
        for part in parts:
            yield self._understand(
                read if part is read.message else ReadMessage(message=part, mapping=read.mapping, report=part.report)
            )

    def _understand(self, read: ReadMessage) -> ReadMessage:
        """Read a message's document; what is broken is not also mapped, for that would only echo it."""
        with contained(read):
            if read.mapping and not read.report.rejected:
                read.document = document_of(read.message, read.mapping, read.report)
        return read


def document_of(message: Message, mapping: Mapping, report: Report) -> msgspec.Struct | None:
    """The document that a mapping reads from a message; where it reads none, or one that holds nothing, a finding."""
    document = mapping.read(message, report)
    told_once(report)
    if not report.rejected and (document is None or document == type(document)()):
        report.add((nothing_read if document is None else holds_nothing)(message, mapping))
    return document


@contextlib.contextmanager
def contained(read: ReadMessage) -> Iterator[None]:
    """A fault of the engine in one message rejects that message and lets the others go on."""
    try:
        yield
    except EdiError:
        raise
    except Exception as error:
        logger.debug("message %s", read.message.number, exc_info=error)
        read.report.add(engine_fault(read.message, error))
