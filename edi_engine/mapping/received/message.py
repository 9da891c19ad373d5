"""From a message of any syntax to its values."""

from collections.abc import Collection, Hashable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

from lxml import etree

from edi_engine.findings import Position, Report
from edi_engine.formats.edifact.segments import Segments
from edi_engine.formats.flat.table import Table
from edi_engine.interchange import Message
from edi_engine.mapping.fixed_tree import Record
from edi_engine.mapping.json_parts import JsonPart
from edi_engine.mapping.received.edifact import EdifactValues
from edi_engine.mapping.received.fixed import FixedValues
from edi_engine.mapping.received.flat import FlatValues
from edi_engine.mapping.received.json import JsonPartValues, JsonValues
from edi_engine.mapping.received.value import Alter, Received, ReceivedValue, other
from edi_engine.mapping.received.xml import XmlValues
from edi_engine.mapping.xml_tree import Part


def received_by(mapping: object, message: Message) -> Received:
    """The values of a message as a mapping takes it apart."""
    form, records = getattr(mapping, "form", None), getattr(mapping, "records", None)
    return received(message, getattr(form, "separator", ";"), records, getattr(mapping, "several", None))


def received(
    message: Message, separator: str = ";", records: Record | None = None, several: str | None = None
) -> Received:
    """The values of a message.

    `separator` is that of a flat file, `records` are those of one of fixed width, `several` is the member of a JSON
    file whose elements are documents (empty: the file is an array of them).
    """
    body = message.body
    if isinstance(body, Segments):
        return EdifactValues(message)
    if isinstance(body, etree._Element | Part):
        return (
            XmlValues(message, body) if isinstance(body, etree._Element) else XmlValues(message, body.root, body.inside)
        )
    if isinstance(body, bytes):
        return JsonValues(message)
    if isinstance(body, JsonPart):
        return JsonPartValues(message, body, several)
    if isinstance(body, str) and records is not None:
        return FixedValues(message, records)
    return FlatValues(message, separator) if isinstance(body, str | Table) else NoValues(message)


class NoValues:
    """A message in a shape of its own: nothing is found in it."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.values: list[ReceivedValue] = []
        self.keys: list[str] = []
        self.places: list[str] = []
        self.shape: Hashable = ()

    def span(self, index: int, payload: bytes) -> tuple[int, int] | None:
        return None

    def within(self, where: Position) -> Sequence[int]:
        return ()

    def altered(self, which: Collection[int], how: Alter = other) -> AbstractContextManager[Message]:
        return nullcontext(replace(self.message, report=Report()))
