"""The back end for UN/EDIFACT: a template and its directory become one Python module that reads and writes."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

import msgspec

from edi_engine.canonical import metadata
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Report, Severity
from edi_engine.formats.edifact.directory import DEFAULT_SYNTAX, Directories, Directory, UnknownDirectoryError
from edi_engine.formats.edifact.grouping import Structure, structure
from edi_engine.formats.edifact.profile import KEYS, read_profile
from edi_engine.formats.edifact.segments import Segments, escape
from edi_engine.interchange import Message
from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.coverage import coverage_source
from edi_engine.mapping.compiler.edifact_cells import Plan
from edi_engine.mapping.compiler.edifact_plan import Planner, TemplateError
from edi_engine.mapping.compiler.edifact_read import reader_source
from edi_engine.mapping.compiler.edifact_write import writer_source
from edi_engine.mapping.compiler.emit import Source
from edi_engine.mapping.compiler.generation import Generator
from edi_engine.mapping.compiler.mutation import MUTATIONS, vanished
from edi_engine.mapping.coverage import MOST_LEFT_OUT, LeftOut, left_out, report_unwritten
from edi_engine.mapping.definition import Definition, refusal
from edi_engine.mapping.derive import Steps, steps_of
from edi_engine.mapping.exact_places import ExactPlaces
from edi_engine.mapping.extends import apply_changes
from edi_engine.mapping.normalisations import Normalisation, of_placeholder
from edi_engine.mapping.notation_errors import NotationError, near_names, standing_at
from edi_engine.mapping.placeholders import Placeholder
from edi_engine.mapping.registry import MappingSource
from edi_engine.mapping.template import Node, parse_template
from edi_engine.mapping.unwritten import Coverages

HEADER = """# Generated from {name}/template.edi for {message} {directory}. Edit the template, not this.
import re
from decimal import Decimal

{structs}
from edi_engine.formats.edifact.segments import unescape
from edi_engine.mapping.reading import Reading
from edi_engine.mapping.runtime import PLAIN, kept, plain, put, same, text, total, walk
from edi_engine.mapping.segment_choice import Choice, Exact, choose
from edi_engine.mapping.writing import Writing

MAPPING = {name!r}
LEVELS = {levels!r}  # of each place: groups around it, and whether it opens one

"""


@dataclass(slots=True, kw_only=True)
class EdifactMapping:
    """A compiled segment template.

    `read` takes a message whose body is `Segments`; `write` gives the segments between UNH and UNT in normal form.
    `warnings` are for the author of the template: nothing is wrong, something may be.
    """

    definition: Definition
    version: str
    source: str
    plan: Plan
    structure: Structure
    steps: Steps
    module: dict[str, Any]
    warnings: tuple[Finding, ...] = ()
    coverages: Coverages = field(init=False)

    def __post_init__(self) -> None:
        self.coverages = Coverages(self.module)

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
        places, cases = self._places(segments), self.plan.cases
        case: tuple[bool, ...] = (False,) * len(cases.conditions)
        if case:  # what conditions ask for is read first
            case = cases.judged(self.module["read"](segments, places, Report(), case))
        document: msgspec.Struct = self.module["read"](segments, places, report, case)
        arranged: msgspec.Struct = self.steps.arrange_read(document, report)
        return arranged

    def _places(self, segments: Segments) -> list[int]:
        """The place of each segment, taken over from whoever placed the message by the same table before."""
        if segments.placed is not None:
            structure, places = segments.placed
            if structure is self.structure and len(places) == len(segments.texts):
                return places
        found = self.structure.place(segments.texts)
        return self.structure.explain(segments.texts)[0] if found is None else found

    def write(self, document: msgspec.Struct, report: Report) -> list[str]:
        """Write a document; what has no place becomes findings."""
        document = self.steps.arrange_written(document, report)
        case = self.plan.cases.judged(document)
        texts: list[str] = self.module["write"](document, report, case)
        report_unwritten(document, self.coverages.of(case), self.name, report)
        return texts

    def left_out(self, document: msgspec.Struct) -> LeftOut:
        """What has no place in the template, with exact paths in the document as the template expects it."""
        own, arranged = self.steps.arranged_apart(document)
        report, case, exact = Report(limit=MOST_LEFT_OUT), self.plan.cases.judged(arranged), ExactPlaces(arranged)
        self.module["write"](arranged, report, case, exact)
        return left_out(own, arranged, self.coverages.of(case), self.name, report, exact.picked)

    def message(self, body: list[str]) -> Message:
        """A message as the reader would give it, around segments this mapping wrote."""
        version, release = self.directory[:1], self.directory[2:]
        association = escape(self.definition.association)
        head = f"UNH+1+{self.definition.message}:{version}:{release}:UN{association and ':' + association}"
        texts = [head, *body, f"UNT+{len(body) + 2}+1"]
        return Message(
            syntax=self.syntax,
            type=self.definition.message,
            directory=self.directory,
            association=self.definition.association,
            reference="1",
            body=Segments.of(texts),
        )

    def complete(self, body: list[str]) -> bool:
        """Whether a body has what the segment table demands, in its order; else segments may be taken for others."""
        return self.structure.place(self.message(body).body.texts) is not None

    def generator(self, rng: Random) -> Generator:
        """Documents inside the template's domain."""
        return Generator(self.plan, rng, self.steps.within_domain)

    def normalisations(self) -> Iterator[Normalisation]:
        """What is not there and back the same, line by line of the template and its differences."""
        for line in self.plan.lines:
            place = f"{line.line.file.rpartition('/')[2]} line {line.line.number}".strip()
            for cell in (inner for outer in line.cells for inner in (outer, *outer.inner)):
                tables = {id(value.placeholder): value.table for value in cell.values}
                for piece in (piece for piece in cell.pieces if isinstance(piece, Placeholder)):
                    yield from of_placeholder(place, piece, tables.get(id(piece)))

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
    steps = _steps(definition)
    try:
        plan = _planned(mapping)
        source = module_source(definition, plan)
    except NotationError as error:
        raise ConfigurationError(error.finding(mapping.template_file)) from error
    except TemplateError as errors:
        raise ConfigurationError(*(error.finding(mapping.template_file) for error in errors.errors)) from errors
    module: dict[str, Any] = {}
    exec(compile(source, f"<{definition.name}>", "exec"), module)  # noqa: S102 — our own text: values enter by repr
    return EdifactMapping(
        definition=definition,
        version=mapping.version,
        source=source,
        plan=plan,
        structure=plan.structure,
        steps=steps,
        module=module,
        warnings=tuple(warning.finding(mapping.template_file, severity=Severity.WARNING) for warning in plan.warnings),
    )


def _steps(definition: Definition) -> Steps:
    """The steps a mapping names; those that compute values have no place in segments."""
    steps = steps_of(definition)
    for computing in steps.derivations:
        what = f"{computing.name} computes values, and segments cannot name them: use a step that rearranges"
        raise refusal("MPG-007", f"{definition.name}/mapping.yaml", 1, 1, what)
    return steps


def _planned(mapping: MappingSource) -> Plan:
    nodes = parse_template(mapping.template)
    for file, changes in mapping.changes:
        nodes = apply_changes(nodes, changes, file)
    definition = mapping.definition
    with standing_at(1, f"{definition.name}/mapping.yaml"):
        directory = _directory(mapping.directories, definition)
        _check_profile(definition)
    return plan_template(definition, nodes, directory, mapping.table)


def _check_profile(definition: Definition) -> None:
    for key, text in definition.options.items():
        try:
            read_profile({key: text})
        except ValueError as error:
            place = key if key not in KEYS else text  # each knows where it stands in the file
            line, column = getattr(place, "line", 0), getattr(place, "column", 1)
            near = near_names(key, KEYS) if key not in KEYS else ""
            raise NotationError(str(error), column, line=line, near=near) from error


def _directory(directories: Directories, definition: Definition) -> Directory:
    """The directory a template is held to, under its overlay; of a service message that of its syntax version."""
    name = definition.directory
    try:
        found = directories.find(definition.message, name, "4" if name.startswith("4") else DEFAULT_SYNTAX)
    except UnknownDirectoryError as error:
        raise NotationError(error.finding.what, near=near_names(name, directories.names)) from error
    if not definition.overlay:
        return found
    lying = {overlay.name: overlay for overlay in directories.overlays if overlay.directory == found.name}
    if definition.overlay not in lying:
        what = f"no overlay {definition.overlay!r} lies on {found.name}"
        raise NotationError(what, near=near_names(definition.overlay, lying))
    return directories.through(found, [lying[definition.overlay]])


def plan_template(
    definition: Definition, nodes: list[Node], directory: Directory, table: Callable[[str], CodeTable]
) -> Plan:
    """Place and check a template.

    Raises:
        NotationError, TemplateError: what is wrong with it.
    """
    with standing_at(1, f"{definition.name}/mapping.yaml"):
        placing = structure(directory, definition.message)
        if placing is None:
            near = near_names(definition.message, directory.messages())
            raise NotationError(f"{directory.name} has no message {definition.message!r}", near=near)
        document = _document(definition.document)
    codes = partial(_table, directory, table)
    return Planner(directory, placing, document, codes, Cases(definition, document)).plan(nodes)


def _table(directory: Directory, table: Callable[[str], CodeTable], name: str) -> CodeTable:
    """A code table by its name; one named by a number is the code list of that data element as it is."""
    if not name.isdigit():
        return table(name)
    same = {code: code for code in directory.codes(name) or ()}
    if not same:
        raise NotationError(f"{directory.name} has no code list {name!r}", code="TPL-008")
    return CodeTable(f"{directory.name}/{name}", reading=same, writing=same, listed=True)


def _document(name: str) -> type[msgspec.Struct]:
    found = metadata.DOCUMENTS.get(name)
    if found is None:
        raise NotationError(f"the model has no document {name!r}", near=near_names(name, metadata.DOCUMENTS))
    return found


def module_source(definition: Definition, plan: Plan) -> str:
    """The text of the generated module."""
    body = Source()
    reader_source(plan, body)
    writer_source(plan, body)
    coverage_source(plan, body)
    header = HEADER.format(
        name=definition.name,
        message=definition.message,
        directory=definition.directory,
        structs=metadata.import_lines(body.structs),
        levels=tuple((place.depth, place.trigger) for place in plan.structure.places),
    )
    return header + body.text()
