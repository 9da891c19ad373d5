"""The canonical document itself as a format: JSON of the model, every field, both ways."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import msgspec

from edi_engine.canonical import json
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.findings import Position, Report
from edi_engine.interchange import Message
from edi_engine.mapping.coverage import LeftOut
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.json_mutation import MUTATIONS, edited, vanished
from edi_engine.mapping.json_parts import placed
from edi_engine.mapping.normalisations import Normalisation
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole
from edi_engine.mapping.registry import MappingSource

ALPHABET = "ABcd09 é漢🛳<>&\"'\\/\x00\x1f\x7f\t\r\n{}[],:\ufeff\u2028"
STRUCTURES, LEAVES, ENOUGH = 0.45, 0.4, 150
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalMapping:
    """A mapping without a template: nothing is translated, so nothing is lost; its proof is over the whole model."""

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
        found = Report(limit=report.limit)
        document: msgspec.Struct | None = json.read(message.body, found, kind)
        found.findings = placed(found.findings, message.body, message.place)
        report.absorb(found)
        return document

    def split(self, message: Message) -> list[Message]:
        """A message for each document of an array."""
        if not message.body.lstrip(b" \t\r\n").startswith(b"["):
            return [message]
        try:
            raw = msgspec.json.decode(message.body, type=list[msgspec.Raw])
        except (msgspec.DecodeError, RecursionError):
            raw = []  # said when it is read
        made = [
            replace(message, type=_said(body), number=message.number + at, body=body, place=place, report=Report())
            for at, (body, place) in enumerate(_apart(message, map(bytes, raw)))
        ]
        return made or [message]

    def write(self, document: msgspec.Struct, report: Report) -> bytes:
        """Write a document; every field has its place."""
        return json.write(document)

    def left_out(self, document: msgspec.Struct) -> LeftOut:
        """Nothing."""
        return LeftOut(document, document, [], {})

    def message(self, body: bytes) -> Message:
        """A message as the reader would give it."""
        kind = msgspec.json.decode(body).get("documentKind")
        return Message(syntax="json", type=kind if isinstance(kind, str) else "", body=body)

    # What the proof of a mapping asks for (see `mapping.roundtrip`).

    def generator(self, rng: Random) -> RandomDocuments:
        """Documents of every kind, with every field of the model."""
        shapes = [whole(kind) for kind in DOCUMENTS]
        return RandomDocuments(shapes, RandomValues(rng, ALPHABET), STRUCTURES, LEAVES, ENOUGH)

    def normalisations(self) -> Iterable[Normalisation]:
        """None: every value comes back as it was written."""
        return ()

    def mutations(self) -> Iterable[str]:
        """Names of what partners do to documents."""
        return _MUTATIONS

    def mutate(self, body: bytes, name: str, rng: Random) -> bytes:
        """A body as a partner might send it."""
        return _MUTATIONS[name](body, rng)

    def vanished(self, received: bytes, written: bytes, report: Report) -> Counter[str]:
        """Values received that are neither written back nor named by a finding."""
        return vanished(received, written, report)


class _Kind(msgspec.Struct):
    """What is asked of a document before it is read."""

    document_kind: object = msgspec.field(default=None, name="documentKind")


def _said(body: bytes) -> str:
    """The kind a document names."""
    try:
        kind = msgspec.json.decode(body, type=_Kind).document_kind
    except (msgspec.DecodeError, RecursionError):
        return ""
    return kind if isinstance(kind, str) else ""


def _apart(message: Message, bodies: Iterable[bytes]) -> Iterator[tuple[bytes, Position]]:
    """Each document of an array with the place it begins at."""
    whole, at, end, place = message.body, 0, 0, message.place
    for number, body in enumerate(bodies):
        begin = whole.find(body, end)  # behind the one before it stand blanks and a comma
        before = whole[at:begin]
        lines = before.count(b"\n")
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace"))
        place = replace(
            place,
            message=message.number + number,
            offset=None if place.offset is None else place.offset + len(before),
            line=(place.line or 1) + lines,
            column=column + (1 if lines else place.column or 1),
        )
        yield body, place
        at, end = begin, begin + len(body)


def _other_kind(held: dict[str, Any], rng: Random) -> None:
    """The name of another kind of document, known or not."""
    held["documentKind"] = rng.choice([*DOCUMENTS, "Invoice", "", None, 5])


def _spelling(held: dict[str, Any], rng: Random) -> None:
    """Numbers written as texts, as people and programs spell them."""
    numbers = [key for key, value in held.items() if isinstance(value, str) and _NUMBER.fullmatch(value)]
    if numbers:
        key = rng.choice(numbers)
        held[key] = rng.choice([f"0{held[key]}", f"+{held[key]}", f" {held[key]}", f"{held[key]}e0", f"{held[key]}_0"])


_MUTATIONS = {
    **MUTATIONS,
    "decimal spelling": edited(_spelling),
    "foreign kind": edited(_other_kind, whole=True),
}


def build(source: MappingSource) -> CanonicalMapping:
    """The mapping with `codec: canonical`."""
    return CanonicalMapping(definition=source.definition, version=source.version)
