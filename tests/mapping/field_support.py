"""What the tests of JSON, XML and flat file templates share: mappings from texts, messages, findings in short."""

from collections.abc import Mapping
from typing import Any

import msgspec

from edi_engine.findings import Report
from edi_engine.formats.edifact.directory import Directories
from edi_engine.interchange import Message
from edi_engine.mapping.codes import CodeTable, read_code_table
from edi_engine.mapping.compiler import csv_template, fixed_template, json_template, xml_template
from edi_engine.mapping.compiler.csv_template import CsvMapping
from edi_engine.mapping.compiler.fixed_template import FixedMapping
from edi_engine.mapping.compiler.json_template import JsonMapping
from edi_engine.mapping.compiler.xml_template import XmlMapping
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.registry import MappingSource

TABLES = {
    "party": "canonical,external,preferred\nexporter,EX,x\nexporter,XE,\nimporter,IM,\n",
    "unit": "canonical,external,preferred,fit\nC62,001,,approx\nC62,007,x,approx\nKGM,035,,\n",
    "mode": "canonical,external\n1,SEA\n4,AIR\n",
}


def json_mapping(template: str, **definition: Any) -> JsonMapping:
    return json_template.build(_source(template, "json", definition))


def csv_mapping(template: str, options: Mapping[str, str] | None = None, **definition: Any) -> CsvMapping:
    return csv_template.build(_source(template, "csv", {**definition, "options": options or {}}))


def xml_mapping(template: str, options: Mapping[str, str] | None = None, **definition: Any) -> XmlMapping:
    return xml_template.build(_source(template, "xml", {**definition, "options": options or {}}))


def fixed_mapping(template: str, options: Mapping[str, str] | None = None, **definition: Any) -> FixedMapping:
    return fixed_template.build(_source(template, "fixed", {**definition, "options": options or {}}))


def _source(template: str, syntax: str, definition: dict[str, Any]) -> MappingSource:
    return MappingSource(
        definition=Definition(name="trial", syntax=syntax, **definition),
        version="0",
        template=template,
        template_file=f"trial/template.{syntax}",
        changes=(),
        table=_table,
        directories=Directories(lambda name: ""),
        schema_text=lambda name: "",
        text=lambda name: "",
        schema_file=lambda name: "",
    )


def _table(name: str) -> CodeTable:
    if name not in TABLES:
        raise NotationError(f"no code table {name!r}", code="TPL-008")
    return read_code_table(TABLES[name], name)


def read(mapping: JsonMapping | CsvMapping | XmlMapping | FixedMapping, body: Any) -> tuple[Any, list[str]]:
    """The document, and each finding as `CODE place`; a JSON pointer without its line."""
    report = Report()
    message = Message(syntax=mapping.syntax, type="", body=body)
    if isinstance(mapping, XmlMapping):
        message = mapping.message(body)
    return mapping.read(message, report), short(report)


def write(
    mapping: JsonMapping | CsvMapping | XmlMapping | FixedMapping, document: msgspec.Struct
) -> tuple[Any, list[str]]:
    report = Report()
    return mapping.write(document, report), short(report)


def short(report: Report) -> list[str]:
    found = []
    for finding in report:
        pointed = isinstance(finding.where.column, int) and (finding.where.path or "").startswith("/")
        line = f" line {finding.where.line}" if finding.where.line and not pointed else ""
        found.append(f"{finding.code} {finding.where.path or ''}{line}".replace("  ", " "))
    return found
