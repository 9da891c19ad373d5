"""Reading and writing by a mapping as processes whose inputs can be changed: received values, values of a document."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

import msgspec

from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.received.value import ORDINALS
from edi_engine.mapping.tracing.dependence import Outcome
from edi_engine.mapping.tracing.leaves import Leaves, cut, flat, plainly


class Mapping(Protocol):
    """What is asked of a mapping, see `registry.Mapping`."""

    @property
    def name(self) -> str:
        """The mapping's name."""

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """The document a message means."""

    def write(self, document: msgspec.Struct, report: Report) -> Any:
        """The body that says a document."""

    def message(self, body: Any) -> Message:
        """A message around a body it wrote."""


class Reading:
    """From the values of a message to those of its document."""

    def __init__(self, mapping: Mapping, message: Message) -> None:
        """Take a message apart."""
        self.mapping, self.message, self.received = mapping, message, received_by(mapping, message)
        texts = [value.text for value in self.received.values]
        self.kinds: Sequence[tuple[str, str]] = list(zip(self.received.places, texts, strict=True))

    def run(self, which: Collection[int]) -> Outcome | None:
        """The values of the document when some received ones are others."""
        with self.received.altered(which) as message:
            document = self.mapping.read(message, Report())
        if document is None:
            return None
        return Outcome(*flat(document))

    def smaller(self) -> "Reading | None":
        """A message with shorter lists: what the mapping writes of the document, cut."""
        document = self.mapping.read(self.message, Report())
        if document is None:
            return None
        body = self.mapping.write(cut(document), Report())
        return Reading(self.mapping, self.mapping.message(body))


class Writing:
    """From the values of a document to those of the message that is written of it."""

    def __init__(self, mapping: Mapping, document: msgspec.Struct) -> None:
        """Take a document apart; it is changed during trials, and is then what it was."""
        self.mapping, self.leaves = mapping, Leaves(document)
        pairs = zip(self.leaves.paths, self.leaves.values, strict=True)
        self.kinds: Sequence[tuple[str, str]] = [(ORDINALS.sub("", path), plainly(value)) for path, value in pairs]

    def run(self, which: Collection[int]) -> Outcome | None:
        """The values written when some of the document are others."""
        with self.leaves.altered(which):
            return self.written()

    def written(self) -> Outcome | None:
        """The values written of the document as it is."""
        found = received_by(self.mapping, self.mapping.message(self.mapping.write(self.leaves.document, Report())))
        return Outcome(found.shape, {key: value.text for key, value in zip(found.keys, found.values, strict=True)})

    def smaller(self) -> "Writing":
        """A document with shorter lists."""
        return Writing(self.mapping, cut(self.leaves.document))

    def without(self, path: str) -> AbstractContextManager[None]:
        """The document with the last element of a list taken away, for a trial."""
        return self.leaves.shortened(path)
