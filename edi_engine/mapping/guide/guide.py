"""A partner's implementation guide made of a mapping: what stands where, what is needed, examples that validate."""

from collections.abc import Iterator
from io import BytesIO

from edi_engine import formats
from edi_engine.findings import Report
from edi_engine.mapping.compiler.edifact import EdifactMapping
from edi_engine.mapping.compiler.field_mapping import FieldMapping
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.golden import golden_pairs
from edi_engine.mapping.guide import edifact, fields, layouts
from edi_engine.mapping.guide.page import page
from edi_engine.mapping.guide.rows import Row
from edi_engine.mapping.registry import Mapping, Mappings
from edi_engine.mapping.wco_codec import WcoMapping


def guide(mappings: Mappings, name: str) -> str:
    """The guide to a mapping's format as HTML.

    Raises:
        ConfigurationError: no such mapping, or it is wrong.
    """
    mapping = mappings.get(name)
    rows = list(_rows(mapping, mappings))
    losses = list(_losses(mapping.definition, rows))
    return page(mapping.definition.title or name, _facts(mapping), rows, examples(mappings, mapping), losses)


def _rows(mapping: Mapping, mappings: Mappings) -> Iterator[Row]:
    if isinstance(mapping, EdifactMapping):
        definition = mapping.definition
        syntax = "4" if definition.directory.startswith("4") else "3"
        yield from edifact.rows(mapping, mappings.directories.find(definition.message, definition.directory, syntax))
    elif isinstance(mapping, FieldMapping):
        yield from fields.rows(mapping)
    elif isinstance(mapping, WcoMapping):
        yield from layouts.layout_rows(mapping.layout)
    else:
        yield from layouts.model_rows(mapping.definition.document)


def _facts(mapping: Mapping) -> Iterator[tuple[str, str]]:
    definition = mapping.definition
    yield "Mapping", f"{mapping.name}, version {mapping.version}"
    form = (definition.syntax, definition.message, definition.directory, definition.association)
    yield "Format", " ".join(part for part in form if part)
    yield "Document", definition.document
    for key, texts in definition.detect.items():
        yield "Known by", f"{key} {(' and ' if key == 'key' else ' or ').join(texts)}"
    for key, text in definition.options.items():
        yield "Written with", f"{key} {text}"
    if definition.schema:
        yield "Held to the schema", definition.schema


def _losses(definition: Definition, rows: list[Row]) -> Iterator[str]:
    if definition.carries == "extract":
        yield "The message carries an extract: what has no place here stays behind, and that is meant so."
    for row in rows:
        if row.note.startswith("ignored"):
            yield f"{row.place} {row.name} is {row.note}"
        elif "written as shown" in row.note:
            yield f"{row.place} {row.name} is normalised: {row.note}"
    for when, steps in definition.derive.items():
        yield f"{when.replace('_', ' ').capitalize()} the document is arranged: {', '.join(steps)}"


def examples(mappings: Mappings, mapping: Mapping) -> Iterator[tuple[str, str]]:
    """The golden samples of a mapping that are read without fault."""
    for pair in golden_pairs(mappings.files, mapping.name):
        try:
            payload = pair.received.encode(mapping.definition.options.get("encoding") or "utf-8")
        except UnicodeEncodeError:
            continue  # nobody could send it so
        if validates(mappings, mapping, payload):
            yield pair.name.replace("_", " "), pair.received


def validates(mappings: Mappings, mapping: Mapping, payload: bytes) -> bool:
    """Whether a payload is one message that its format and the mapping take without an error."""
    found = 0
    for interchange in formats.read(BytesIO(payload), expected=mapping.syntax):
        for message in interchange.messages:
            report = Report()
            formats.check(message, mappings.directories)
            document = mapping.read(message, report)
            if document is None or report.rejected or message.report.rejected:
                return False
            found += 1
        if interchange.report.rejected:
            return False
    return found == 1
