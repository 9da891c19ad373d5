"""Messages held to schemas: the one a mapping names (`schema:`), and those administrations gave the workspace."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import Any

from lxml import etree

from edi_engine.findings import Position, Report
from edi_engine.formats.json.places import places
from edi_engine.formats.json.schema import Schema as JsonSchema
from edi_engine.formats.schema_faults import fault as finding
from edi_engine.formats.xml.schema import MOST_FAULTS, Schema
from edi_engine.formats.xml.schema_words import Fault
from edi_engine.interchange import Message
from edi_engine.mapping.registry import MappingSource
from edi_engine.mapping.schema_table import Row, read_schema_table


class XmlSchemas:
    """The schemas of a mapping's messages; each is compiled when the first message asks for it.

    Its own schema is the file it names, else the one the mapping makes of what it knows (`schema_texts`).
    A mapping may have `plain`, which gives a document without what its reader takes in its stride (None where there is
    nothing to take away), and `field_of`, which says what an element is in the model by its tags from the root.
    """

    def __init__(self, source: MappingSource, mapping: Any) -> None:
        self.source = source
        self._plain: Callable[[etree._Element], Any] = getattr(mapping, "plain", lambda _: None)
        self._field_of: Callable[[tuple[str, ...]], str] = getattr(mapping, "field_of", lambda _: "")
        self.own = _own(source, mapping)

    def check(self, message: Message, report: Report) -> None:
        """Hold a message to its schemas; what does not obey them goes to the report.

        Raises:
            ConfigurationError: a schema or the table of schemas is wrong.
        """
        told: set[str] = set()
        for row in self._rows:
            if row.fits(message):
                found = row.schema.faults(message.body)
                self._tell("SCH-012", row.name, found, message, report)
                told |= {fault.path for fault in found}
        if self.own is not None:  # what an administration's schema says of a place need not be said twice
            found = [fault for fault in self._own_faults(self.own, message.body) if fault.path not in told]
            self._tell("SCH-011", self.own.name, found, message, report)

    @property
    def foreign(self) -> bool:
        """Whether an administration's schemas are there, or one that the mapping names; raises as `check`."""
        return bool(self.source.definition.schema or self._rows)

    def compile(self) -> None:
        """Compile all schemas that could be asked; raises as `check`."""
        for schema in (self.own, *(row.schema for row in self._rows)):
            if schema is not None:
                schema.compile()

    def _own_faults(self, schema: Schema, root: etree._Element) -> list[Fault]:
        found = schema.faults(root)
        plain = self._plain(root) if found else None
        return found if plain is None else schema.faults(plain)

    def _tell(self, code: str, schema: str, faults: list[Fault], message: Message, report: Report) -> None:
        for found in faults:
            where = Position(message=message.number, path=found.path, line=found.line)
            known = self._field_of(found.tags)
            field = f"; {known}" if known else ""
            report.add(finding(code, where, fix=found.fix, what=found.what, schema=schema, field=field))
        _tell_end(len(faults), schema, message, report)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        return read_schema_table(self.source.schema_text)


def _own(source: MappingSource, mapping: Any) -> Schema | None:
    named, made = source.definition.schema, getattr(mapping, "schema_texts", dict)
    if named:
        return Schema(named, source.schema_file)
    texts: dict[str, str] = made()
    return Schema(next(iter(texts)), texts.__getitem__) if texts else None


class JsonSchemas:
    """The JSON Schema of a mapping's messages, if it names one."""

    def __init__(self, source: MappingSource, mapping: Any) -> None:
        named = source.definition.schema
        self.own = JsonSchema(named, source.schema_file) if named else None

    def check(self, message: Message, report: Report) -> None:
        """Hold a message to its schema; what does not obey it goes to the report.

        Raises:
            ConfigurationError: the schema is wrong.
        """
        faults = self.own.faults(message.body) if self.own is not None else []
        if self.own is None or not faults:
            return
        known = places(message.body, {found.pointer for found in faults}, message.place)
        for found in faults:
            where = replace(known[found.pointer], path=found.pointer or "/", message=message.number)
            report.add(finding("SCH-013", where, fix=found.fix, what=found.what, schema=self.own.name))
        _tell_end(len(faults), self.own.name, message, report)

    @property
    def foreign(self) -> bool:
        """Whether the mapping names a schema."""
        return self.own is not None

    def compile(self) -> None:
        """Compile the schema; raises as `check`."""
        if self.own is not None:
            self.own.compile()


def _tell_end(told: int, schema: str, message: Message, report: Report) -> None:
    if told == MOST_FAULTS:
        report.add(finding("SCH-014", Position(message=message.number), most=MOST_FAULTS, schema=schema))
