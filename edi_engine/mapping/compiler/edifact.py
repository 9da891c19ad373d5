"""The back end for UN/EDIFACT: a template and its directory become one Python module that reads and writes."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any

import msgspec

from edi_engine.canonical import model
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.grouping import Structure, structure
from edi_engine.formats.edifact.segments import Segments
from edi_engine.interchange import Message
from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.coverage import coverage_source
from edi_engine.mapping.compiler.edifact_plan import Plan, Planner, TemplateError
from edi_engine.mapping.compiler.edifact_read import reader_source
from edi_engine.mapping.compiler.edifact_write import writer_source
from edi_engine.mapping.compiler.emit import Source
from edi_engine.mapping.compiler.generation import Generator
from edi_engine.mapping.compiler.mutation import MUTATIONS, vanished
from edi_engine.mapping.coverage import report_unwritten
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.extends import apply_changes
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.registry import MappingSource
from edi_engine.mapping.template import Node, parse_template

HEADER = """# Generated from {name}/template.edi for {message} {directory}. Edit the template, not this.
import re
from decimal import Decimal

from edi_engine.canonical.model import {structs}
from edi_engine.formats.edifact.segments import unescape
from edi_engine.mapping.runtime import Reading, Writing, fits, plain, put, relaxed, same, text, total, walk

MAPPING = {name!r}
SERVICE = {service!r}
LEVELS = {levels!r}  # of each place: groups around it, and whether it opens one

"""


@dataclass(slots=True, kw_only=True)
class EdifactMapping:
    """A compiled segment template.

    `read` takes a message whose body is `Segments`; `write` gives the segments between UNH and UNT in normal form.
    """

    definition: Definition
    version: str
    source: str
    plan: Plan
    structure: Structure
    module: dict[str, Any]

    @property
    def name(self) -> str:
        """The mapping's name."""
        return self.definition.name

    @property
    def syntax(self) -> str:
        """Always `edifact`."""
        return "edifact"

    @property
    def directory(self) -> str:
        """The directory it writes, `D.96B`."""
        return self.definition.directory

    def read(self, message: Message, report: Report) -> msgspec.Struct:
        """Read a message into a document; what is not mapped becomes findings."""
        segments: Segments = message.body
        places = self.structure.place(segments.texts)
        if places is None:
            places = self.structure.explain(segments.texts)[0]
        document: msgspec.Struct = self.module["read"](segments, places, report)
        return document

    def write(self, document: msgspec.Struct, report: Report) -> list[str]:
        """Write a document; what has no place becomes findings."""
        texts: list[str] = self.module["write"](document, report)
        report_unwritten(document, self.module["COVERAGE"], self.name, report)
        return texts

    def message(self, body: list[str]) -> Message:
        """A message as the reader would give it, around segments this mapping wrote."""
        version, release = self.directory[:1], self.directory[2:]
        head = f"UNH+1+{self.definition.message}:{version}:{release}:UN"
        texts = [head, *body, f"UNT+{len(body) + 2}+1"]
        return Message(
            syntax=self.syntax,
            type=self.definition.message,
            directory=self.directory,
            reference="1",
            body=Segments.of(texts),
        )

    def generator(self, rng: Random) -> Generator:
        """Documents inside the template's domain."""
        return Generator(self.plan, rng)

    def mutations(self) -> Iterable[str]:
        """Names of what partners do to messages."""
        return MUTATIONS

    def mutate(self, body: list[str], name: str, rng: Random) -> list[str]:
        """A body as a partner might send it."""
        texts = self.message(body).body.texts
        return MUTATIONS[name](texts, self.structure, rng)[1:-1]

    def vanished(self, received: list[str], written: list[str], report: Report) -> Counter[str]:
        """Data elements received that are neither written back nor named by a finding."""
        return vanished(self.message(received).body.texts, written, report)


def build(mapping: MappingSource) -> EdifactMapping:
    """Compile a segment template.

    Raises:
        ConfigurationError: everything wrong with it, each with file, line and column.
    """
    definition = mapping.definition
    files = [mapping.template_file, *(file for file, _ in mapping.changes)]
    try:
        nodes = parse_template(mapping.template)
        for _, changes in mapping.changes:
            nodes = apply_changes(nodes, changes)
        directory = mapping.directories.get(definition.directory)
        plan = plan_template(definition, nodes, directory, mapping.table)
    except NotationError as error:
        raise ConfigurationError(error.finding(files[-1])) from error
    except TemplateError as errors:
        found = [error.finding(files[-1] if error.changed else files[0]) for error in errors.errors]
        raise ConfigurationError(*found) from errors
    source = module_source(definition, plan)
    module: dict[str, Any] = {}
    exec(compile(source, f"<{definition.name}>", "exec"), module)  # noqa: S102 — our own text: values enter by repr
    return EdifactMapping(
        definition=definition,
        version=mapping.version,
        source=source,
        plan=plan,
        structure=plan.structure,
        module=module,
    )


def plan_template(
    definition: Definition, nodes: list[Node], directory: Directory, table: Callable[[str], CodeTable]
) -> Plan:
    """Place and check a template.

    Raises:
        NotationError, TemplateError: what is wrong with it.
    """
    document = getattr(model, definition.document, None)
    if document is None:
        raise NotationError(f"the model has no document {definition.document!r}")
    placing = structure(directory, definition.message)
    if placing is None:
        raise NotationError(f"{directory.name} has no message {definition.message}")
    return Planner(directory, placing, document, table).plan(nodes)


def module_source(definition: Definition, plan: Plan) -> str:
    """The text of the generated module."""
    body = Source()
    reader_source(plan, body)
    writer_source(plan, body)
    coverage_source(plan, body)
    service = tuple(place.index for place in plan.structure.places if place.tag in ("UNH", "UNT"))
    header = HEADER.format(
        name=definition.name,
        message=definition.message,
        directory=definition.directory,
        structs=", ".join(sorted(body.structs)),
        service=service,
        levels=tuple((place.depth, place.trigger) for place in plan.structure.places),
    )
    return header + body.text()
