"""From one format into another without a record: read, map, write, message by message."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import count
from typing import Any, BinaryIO, cast

import msgspec

from edi_engine import formats
from edi_engine.envelopes import as_wished, prepared, write_bytes
from edi_engine.errors import EdiError
from edi_engine.exchange import Mapping, ReadMessage
from edi_engine.findings import Finding, Report, Severity
from edi_engine.formats.edifact.envelope import with_sound_header
from edi_engine.formats.edifact.references import References
from edi_engine.formats.json.writer import pieces as json_lines
from edi_engine.formats.xml import pieces as xml_pieces
from edi_engine.interchange import Envelope, Message
from edi_engine.mapping.losses import Entry, without_loss
from edi_engine.mapping.read_back import Carrier
from edi_engine.mapping.read_losses import read_losses
from edi_engine.mapping.write_losses import write_losses
from edi_engine.pipeline import Engine

UNNAMED = "EDI-ENGINE"
MOST_REFERENCES = 10_000_000  # of messages written into one interchange that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """What became of each element read and of each value written; None where no mapping read, or nothing was written.

    `reader` and `writer` name the mappings.
    """

    reader: str
    writer: str
    read: list[Entry] | None
    written: list[Entry] | None


@dataclass(slots=True, kw_only=True)
class Translated:
    """One message: the body in the format's own shape (None if it was rejected), findings of reading and writing.

    `losses` are there if they were asked for.
    """

    read: ReadMessage
    body: Any
    report: Report
    envelope: Envelope
    losses: Losses | None = None


class Translator:
    """Translates payloads into the format of one mapping.

    Attributes:
        writer: the mapping that writes.
        envelope_findings: of the payload's interchanges read so far and of what was written, bounded; complete when all
            results are taken.
        rejected: whether an envelope of the payload was at fault.
        started: whether anything of it was read.
    """

    def __init__(
        self,
        engine: Engine,
        target: str,
        *,
        source: str | None = None,
        strict_loss: bool = False,
        losses: bool = False,
    ) -> None:
        """Choose the mappings.

        Args:
            engine: whose mappings and rules they are.
            target, source: names of the mappings that write and read; the latter is detected if not given.
            strict_loss: whether a value lost rejects its message.
            losses: whether what became of each value is to be found out; it costs about as much as translating.

        Raises:
            ConfigurationError: no such mapping, or it is wrong.
        """
        self.engine, self.source, self.strict_loss, self.losses = engine, source, strict_loss, losses
        self.writer: Mapping = engine.mappings.get(target)
        self.envelope_findings = Report()
        self.rejected = self.started = False

    def translate(self, stream: BinaryIO) -> Iterator[Translated]:
        """Each message of a payload, in order, lazily."""
        self.envelope_findings, self.rejected, self.started = Report(), False, False
        for interchange, messages in self.engine.read_documents(stream, mapping=self.source):
            self.started, envelope = True, None
            for read in messages:
                envelope = envelope or self._envelope(interchange.envelope, interchange.syntax)
                yield self._write(read, envelope)
            self.envelope_findings.absorb(interchange.report)
            self.rejected = self.rejected or interchange.report.rejected

    def written(self, read: ReadMessage) -> Translated:
        """One message whose document is at hand, in the envelope it came in."""
        return self._write(read, self._envelope(read.message.envelope, read.message.syntax))

    def _write(self, read: ReadMessage, envelope: Envelope) -> Translated:
        self.engine.check(read, "translate")
        writing, grave, slight = Report(), list[Finding](), list[Finding]()
        body, document = None, read.document
        if read.accepted and document is not None and self._takes(document, writing):
            body = self.writer.write(document, writing)
            grave, slight = self._amiss(body, read.message.number)
        report = Report()
        report.extend(grave)  # first: behind hundreds of values without a place nobody would see them
        report.absorb(read.report)
        report.absorb(writing)
        report.extend(slight)
        if self.strict_loss and body is not None:
            report = without_loss(report)
        losses = self._losses(read, body) if self.losses else None
        body = None if report.rejected else body
        return Translated(read=read, body=body, report=report, envelope=envelope, losses=losses)

    def _losses(self, read: ReadMessage, body: Any) -> Losses:
        """What became of each value of a message."""
        found, reader, writer = None, read.mapping, self.writer
        if reader is not None and reader.syntax == read.message.syntax:
            found = read_losses(reader, read.message, read.document, read.report)
        values = None
        if body is not None and read.document is not None:
            values = write_losses(cast(Carrier, writer), read.document, body)
        return Losses(reader=reader.name if reader else "", writer=writer.name, read=found, written=values)

    def _amiss(self, body: Any, number: int) -> tuple[list[Finding], list[Finding]]:
        """What our own checker says against an EDIFACT message just written, and schemas against other formats.

        It is given out all the same, as what stands in it was received: at most a warning. Those for which
        `route` would not send it come first, apart from the others, and say so.
        """
        schemas = self.engine.mappings.schemas(self.writer.name)
        if self.writer.syntax != "edifact" and not (schemas and schemas.foreign):
            return [], []
        message: Message = self.writer.message(body)  # type: ignore[attr-defined]  # what has checks or schemas has it
        formats.check(message, self.engine.mappings.directories, unknown_codes=Severity.WARNING, notes=False)
        if schemas:
            schemas.check(message, message.report)
        grave, slight = list[Finding](), list[Finding]()
        for finding in message.report:
            if finding.severity is not Severity.NOTE:
                where = replace(finding.where, message=number, line=None, column=None, offset=None)
                what = f"in what was written, {finding.what}"
                told = replace(finding, severity=Severity.WARNING, what=what, where=where)
                if finding.severity is Severity.ERROR:
                    grave.append(replace(told, why=f"{told.why}; `route` would not send it"))
                else:
                    slight.append(told)
        return grave, slight

    def _takes(self, document: msgspec.Struct, report: Report) -> bool:
        """Whether the mapping writes documents of this kind; the canonical document itself is of any."""
        kind, wanted = type(document).__name__, self.writer.definition.document
        if kind == wanted or getattr(self.writer, "any_document", False):
            return True
        what = f"the message is a {kind}, {self.writer.name} writes a {wanted}"
        why = f"`document` of mapping {self.writer.name}"
        fix = "choose a mapping for this kind of document (see `edi-engine map list`)"
        report.add(Finding(code="MPG-012", severity=Severity.ERROR, what=what, why=why, fix=fix))
        return False

    def _envelope(self, received: Envelope, syntax: str) -> Envelope:
        """What the mapping says, then what was received, then what must not be empty."""
        same = syntax == self.writer.syntax
        wrapper = {key: value for key, value in received.wrapper.items() if same and key != "received"}
        kept = replace(received, wrapper=wrapper)
        if self.writer.syntax == "edifact":
            kept = with_sound_header(kept)
        chosen = {f.name: getattr(kept, f.name) for f in fields(Envelope)}
        for name, default in dict(self.writer.definition.envelope).items():
            chosen[name] = chosen[name] or default
        time = prepared(self.engine.clock())
        for name, default in (("sender", UNNAMED), ("recipient", UNNAMED), ("reference", "1"), ("prepared", time)):
            chosen[name] = chosen[name] or default
        return Envelope(**chosen)

    # -- bytes ---------------------------------------------------------------------------------------------------------

    def pieces(self, results: Iterator[Translated]) -> Iterator[bytes]:
        """All documents as one payload, a piece at a time where the format allows it: EDIFACT, JSON Lines, XML."""
        first = next(results, None)
        if first is None:
            return
        if self.writer.syntax == "edifact":
            yield from self._interchange(first, results)
            return
        second = next(results, None)
        if second is None:
            yield self.bytes_of([first])
        elif getattr(self.writer, "holds_several", False):
            yield self.bytes_of([first, second, *results])
        elif self.writer.syntax == "json":
            yield from json_lines(result.body for result in _chain([first, second], results))
        elif self.writer.syntax == "xml":
            yield from xml_pieces(
                as_wished(self.writer, first.envelope), (result.body for result in _chain([first, second], results))
            )
        else:
            yield self.bytes_of([first, second, *results])

    def _interchange(self, first: Translated, rest: Iterator[Translated]) -> Iterator[bytes]:
        from edi_engine.formats.edifact.writer import pieces

        report, used = Report(), References(MOST_REFERENCES)
        messages = (self._message(result, report, used) for result in _chain([first], rest))
        yield from pieces(as_wished(self.writer, first.envelope), messages, report=report)
        self.envelope_findings.extend(finding for finding in report if finding.severity is not Severity.ERROR)
        if report.rejected:
            raise EdiError(*(finding for finding in report if finding.severity is Severity.ERROR))

    def _message(self, result: Translated, report: Report, used: References) -> Message:
        definition = self.writer.definition
        return Message(
            syntax=self.writer.syntax,
            type=definition.message,
            directory=self.writer.directory,
            association=definition.association,
            reference=_unused(result.read.message.reference, used),
            body=result.body,
            report=report,
        )

    def bytes_of(self, results: Iterable[Translated]) -> bytes:
        """Some documents as one payload.

        Raises:
            EdiError: they cannot be written as they are, or not together.
        """
        listed, report = list(results), Report()
        bodies = [result.body for result in listed]
        if len(bodies) > 1 and getattr(self.writer, "holds_several", False):
            bodies = self.writer.together(bodies)  # type: ignore[attr-defined]  # what holds several puts them together
        if self.writer.syntax == "json":
            return formats.write("json", Envelope(), bodies, pretty=len(bodies) == 1)
        data = write_bytes(self.writer, bodies, listed[0].envelope, report)
        self.envelope_findings.extend(report)
        return data


def _unused(reference: str, used: References) -> str:
    """The reference received, or a number where another message has it: several interchanges can become one."""
    candidates = (str(number) for number in count(used.count + 1))
    return reference if reference and used.add(reference) else next(number for number in candidates if used.add(number))


def _chain(first: list[Translated], rest: Iterator[Translated]) -> Iterator[Translated]:
    yield from first
    yield from rest
