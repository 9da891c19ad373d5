"""What compiled templates of named fields have in common: the way from a body to a document and back."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from edi_engine.canonical import metadata
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.mapping.compiler.cases import Case, Cases
from edi_engine.mapping.compiler.coverage import show
from edi_engine.mapping.compiler.emit import Source
from edi_engine.mapping.compiler.field_code import IMPORTS
from edi_engine.mapping.compiler.field_planner import FieldPlanner, TemplateError
from edi_engine.mapping.coverage import MOST_LEFT_OUT, LeftOut, left_out, report_extract, report_unwritten
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.derive import DERIVATIONS, Steps, steps_of
from edi_engine.mapping.exact_places import ExactPlaces
from edi_engine.mapping.field_reading import FieldReading
from edi_engine.mapping.field_writing import FieldWriting
from edi_engine.mapping.normalisations import Normalisation, of_placeholder
from edi_engine.mapping.notation_errors import NotationError, in_definition, near_names
from edi_engine.mapping.placeholders import Placeholder
from edi_engine.mapping.registry import MappingSource
from edi_engine.mapping.unwritten import Coverages

Plan = TypeVar("Plan")


@dataclass(slots=True, kw_only=True)
class FieldMapping:
    """A compiled template; JSON and flat files add how their bodies are taken apart and put together."""

    definition: Definition
    version: str
    source: str
    module: dict[str, Any]
    steps: Steps
    fields: FieldPlanner
    cases: Cases
    mark: str = "."
    coverages: Coverages = field(init=False)

    def __post_init__(self) -> None:
        self.coverages = Coverages(self.module)

    @property
    def name(self) -> str:
        """The mapping's name."""
        return self.definition.name

    @property
    def syntax(self) -> str:
        """Key of `edi_engine.formats.FORMATS`."""
        return self.definition.syntax

    @property
    def directory(self) -> str:
        """Always empty: no UN directory defines these messages."""
        return ""

    def completed(self, document: msgspec.Struct, reading: FieldReading) -> msgspec.Struct:
        """A document as read: defaults set, copies and computed values compared, then the steps after reading."""
        reading.complete()
        if reading.later:
            writing = FieldWriting(Report(), self.name, document, self.steps.derive(document, Report()), self.mark)
            writing.case = reading.case
            reading.settle(writing)
        arranged: msgspec.Struct = self.steps.arrange_read(document, reading.report)
        return arranged

    def write(self, document: msgspec.Struct, report: Report) -> Any:
        """Write a document; what has no place becomes findings."""
        arranged = self.steps.arrange_written(document, report)
        writing = self.writing(arranged, report, report)
        value = self.module["write"](writing, arranged)
        losses = report_extract if self.definition.carries == "extract" else report_unwritten
        losses(arranged, self.coverages.of(writing.case), self.name, report)
        return self.body(value, writing)

    def body(self, value: Any, writing: FieldWriting) -> Any:
        """The body of a message of what the generated writer made of a document."""
        raise NotImplementedError

    def writing(self, arranged: Any, report: Report, told: Report, exact: ExactPlaces | None = None) -> FieldWriting:
        """What the generated writer takes beside a document; `told` gets what is said of values that are computed."""
        writing = FieldWriting(report, self.name, arranged, self.steps.derive(arranged, told), self.mark, exact)
        writing.case = self.cases.judged(arranged)
        return writing

    def left_out(self, document: msgspec.Struct) -> LeftOut:
        """What has no place in the template, with exact paths in the document as the template expects it."""
        own, arranged = self.steps.arranged_apart(document)
        report, exact = Report(limit=MOST_LEFT_OUT), ExactPlaces(arranged)
        writing = self.writing(arranged, report, Report(), exact)
        self.body(self.module["write"](writing, arranged), writing)
        return left_out(own, arranged, self.coverages.of(writing.case), self.name, report, exact.picked)

    def taken(self, reading: FieldReading, value: Any) -> Any:
        """What the generated reader makes of a value; where there are conditions, what they ask for is read first."""
        if self.cases.conditions:
            report, reading.report = reading.report, Report()
            reading.case = (False,) * len(self.cases.conditions)
            first = self.module["read"](reading, value)
            if first is not None:
                reading.complete()
            reading.report, reading.later, reading.fills, reading.spreads = report, [], [], []
            if first is not None:
                reading.case = self.cases.judged(first)
        return self.module["read"](reading, value)

    def normalisations(self) -> Iterator[Normalisation]:
        """What is not there and back the same, line by line of the template."""
        for each in self.fields.fields:
            place = f"line {each.line}"
            if each.role in ("set", "any", "ignore"):
                yield from of_placeholder(place, Placeholder(kind=each.role, values=each.choices), None)
            for slot in each.slots:
                yield from of_placeholder(place, slot.placeholder, slot.value.table)

    def rates(self, filled: Counter[tuple[int, str]], documents: int) -> dict[str, float]:
        """For each placeholder the share of documents in which it had a value."""
        return {f"line {line}: {name}": filled[line, name] / documents for line, name in self.places()}

    def places(self) -> list[tuple[int, str]]:
        """Line and expression of every placeholder that documents can fill."""
        return [
            (each.line, slot.placeholder.expression)
            for each, slot in self.fields.slots()
            if not slot.direction and slot.path is not None
        ] + [(each.line, f"~{each.choices[0]}") for each in self.fields.fields if each.home is not None]


def document_struct(definition: Definition) -> type[msgspec.Struct]:
    """The struct of a mapping's documents.

    Raises:
        NotationError: the model has none of that name.
    """
    found = metadata.DOCUMENTS.get(definition.document)
    if found is None:
        near = near_names(definition.document, metadata.DOCUMENTS)
        what = f"the model has no document {definition.document!r}"
        raise in_definition(definition.name, definition.document, what, near)
    return found


def derivations(steps: Steps) -> tuple[str, ...]:
    """Names of the steps that compute values."""
    return tuple(step.name for step in steps.derivations)


def compiled(mapping: MappingSource, plan: Callable[[Steps], Plan]) -> tuple[Steps, Plan]:
    """The derive steps and the plan of a template.

    Raises:
        ConfigurationError: everything wrong with it, each with file, line and column.
    """
    steps = steps_of(mapping.definition)
    file = mapping.template_file
    try:
        return steps, plan(steps)
    except NotationError as error:
        raise ConfigurationError(error.finding(file)) from error
    except TemplateError as errors:
        raise ConfigurationError(*(error.finding(file) for error in errors.errors)) from errors


def module_text(mapping: MappingSource, source: Source, coverage: Any, cases: Iterable[tuple[Case, Any]] = ()) -> str:
    """The text of the generated module; `cases`: what it can write besides, by case."""
    source.add(0, f"COVERAGE = {show(coverage)}")
    source.add(0, f"CASES = [{', '.join(f'({case!r}, {show(tree)})' for case, tree in cases)}]")
    derived = sorted({gives.__name__ for step in DERIVATIONS.values() for gives in step.gives.values()})
    header = f"# Generated from {mapping.template_file}. Edit the template, not this.\n"
    return (
        header
        + IMPORTS.format(structs=metadata.import_lines(source.structs), derived=", ".join(derived))
        + "\n"
        + source.text()
    )


def executed(text: str, name: str, cases: Cases) -> dict[str, Any]:
    """The names a generated module defines; `JUDGES` are its conditions."""
    module: dict[str, Any] = {"JUDGES": cases.judges}
    exec(compile(text, f"<{name}>", "exec"), module)  # noqa: S102 — our own text: values enter by repr
    return module
