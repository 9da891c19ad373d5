"""The canonical document itself as a format: JSON of the model, every field, both ways."""

from dataclasses import dataclass

import msgspec

from edi_engine.canonical import json
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.registry import MappingSource


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalMapping:
    """A mapping without a template: nothing is translated, so nothing is lost."""

    definition: Definition
    version: str
    source: str = ""
    syntax: str = "json"
    directory: str = ""
    any_document: bool = True  # what kind it is, the document says itself

    @property
    def name(self) -> str:
        """The mapping's name."""
        return self.definition.name

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """Read a document of the kind the message names, else of the mapping's kind."""
        kind = message.type if message.type in DOCUMENTS else self.definition.document
        document: msgspec.Struct | None = json.read(message.body, report, kind)
        return document

    def write(self, document: msgspec.Struct, report: Report) -> bytes:
        """Write a document; every field has its place."""
        return json.write(document)

    def message(self, body: bytes) -> Message:
        """A message as the reader would give it."""
        kind = msgspec.json.decode(body).get("documentKind", "")
        return Message(syntax="json", type=kind, body=body)


def build(source: MappingSource) -> CanonicalMapping:
    """The mapping with `codec: canonical`."""
    return CanonicalMapping(definition=source.definition, version=source.version)
