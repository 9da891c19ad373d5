"""The back end for flat files: a template becomes one Python module that reads and writes tables of its columns."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import msgspec

from edi_engine.findings import Report
from edi_engine.formats.flat.reader import decoded
from edi_engine.formats.flat.table import FlatText, Record, Table, read_table
from edi_engine.interchange import Message
from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.csv_template_plan import CsvPlan, CsvPlanner, FlatForm, read_form
from edi_engine.mapping.compiler.csv_template_proof import MUTATIONS, CsvDocuments, vanished
from edi_engine.mapping.compiler.csv_template_read import reader_source
from edi_engine.mapping.compiler.csv_template_write import cases_tree, coverage_tree, writer_source
from edi_engine.mapping.compiler.emit import Source
from edi_engine.mapping.compiler.field_code import FieldCode
from edi_engine.mapping.compiler.field_mapping import (
    FieldMapping,
    compiled,
    derivations,
    document_struct,
    executed,
    module_text,
)
from edi_engine.mapping.field_writing import FieldWriting
from edi_engine.mapping.flat_runtime import FlatReading, arranged, as_text, guard, report_unencodable
from edi_engine.mapping.registry import MappingSource


@dataclass(slots=True, kw_only=True)
class CsvMapping(FieldMapping):
    """A compiled template of a flat file.

    `read` takes a message whose body is a `FlatText` (or a `Table`, as `split` makes them); `write` gives a `FlatText`.
    """

    plan: CsvPlan

    @property
    def form(self) -> FlatForm:
        """Separator, decimal mark, encoding."""
        return self.plan.form

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """Read the one document of a message; what is not mapped becomes findings with line and column.

        Several documents are an error: `split` gives a message for each.
        """
        table = self._table(message, report)
        reading = FlatReading(report, self.name, message.number, self.form.decimal)
        if table is None or not self._is_ours(table, reading):
            return None
        names = self._documents(table)
        if len(names) > 1 and report.rejected:
            return None  # the table is broken and was not split
        if len(names) > 1:
            reading.refused(None, self._document_column(), f"the file holds {len(names)} documents")
            return None
        records = arranged(table, self.plan.columns, reading, guarded=self.form.formulas == "guard")
        document: msgspec.Struct = self.taken(reading, records)
        return self.completed(document, reading)

    def split(self, message: Message) -> list[Message]:
        """A message for each document of a file, in the order of their first rows; lines stay those of the file."""
        report = Report()
        table = self._table(message, report)
        if table is None or report.rejected or len(names := self._documents(table)) < 2:
            return [message]  # what was found is found again when it is read
        column = table.columns.index(self._document_column())
        rows: dict[str, list[Record]] = {name: [] for name in names}
        for line, cells in table.records:
            rows[cells[column] if len(cells) > column else ""].append((line, cells))
        parts = [
            replace(message, number=number, body=Table(table.columns, records), report=Report())
            for number, records in enumerate(rows.values(), start=message.number)
        ]
        owners = {line: part for part in parts for line, _ in part.body.records} if len(report) else {}
        for finding in report:
            owners.get(finding.where.line or 0, parts[0]).report.add(finding)
        return parts

    def body(self, value: list[list[str]], writing: FieldWriting) -> FlatText:
        """A header line and rows."""
        rows = value
        if self.form.formulas == "guard":
            rows = [[guard(cell) for cell in row] for row in rows]
        text = as_text(self.plan.columns, rows, self.form.separator)
        encoding = self.form.encoding or "utf-8"
        report_unencodable(text, encoding, self.plan.columns, value, writing)
        return FlatText(text, encoding)

    # -- tables --------------------------------------------------------------------------------------------------------

    def _table(self, message: Message, report: Report) -> Table | None:
        if isinstance(message.body, Table):
            return message.body
        text = decoded(message.body, self.form.encoding, self.name, report)
        table = read_table(text, self.form.separator, report)
        return table if table.columns else None

    def _is_ours(self, table: Table, reading: FlatReading) -> bool:
        missing = [name for name in self.plan.columns if name not in table.columns]
        needed = [self.plan.columns[level.key] for level in self.plan.levels]
        lacking = [name for name in needed if name in missing]
        if len(missing) == len(self.plan.columns) or lacking:
            names = " and ".join(map(repr, lacking or self.plan.columns[:1]))
            reading.refused(1, None, f"the header line has no column {names} between {self.form.separator!r}")
        return not (lacking or len(missing) == len(self.plan.columns))

    def _document_column(self) -> str:
        """The column that tells documents apart, empty where the whole file is one."""
        levels = self.plan.levels
        return self.plan.columns[levels[0].key] if levels and levels[0].scope is None else ""

    def _documents(self, table: Table) -> list[str]:
        name = self._document_column()
        if name not in table.columns:
            return []
        column = table.columns.index(name)
        found = dict.fromkeys(cells[column] if len(cells) > column else "" for _, cells in table.records)
        return list(found)

    # -- proof ---------------------------------------------------------------------------------------------------------

    def message(self, body: str) -> Message:
        """A message as the reader would give it."""
        return Message(syntax="csv", type="", body=body)

    def generator(self, rng: Random) -> CsvDocuments:
        """Documents inside the template's domain."""
        return CsvDocuments(self.plan, rng, self.steps.within_domain, self.rates)

    def mutations(self) -> Iterable[str]:
        """Names of what partners do to files."""
        return MUTATIONS

    def mutate(self, body: str, name: str, rng: Random) -> str:
        """A body as a partner might send it."""
        return MUTATIONS[name](body, self.form.separator, rng)

    def vanished(self, received: str, written: str, report: Report) -> Counter[str]:
        """Cells received that are neither written back nor named by a finding."""
        return vanished(received, written, self.form.separator, report)


def build(mapping: MappingSource) -> CsvMapping:
    """Compile a template of a flat file.

    Raises:
        ConfigurationError: everything wrong with it, each with file, line and column.
    """
    steps, plan = compiled(mapping, _planned(mapping))
    source = Source()
    code = FieldCode(source, lambda field, slot: True)
    code.expectations(plan.fields)
    reader_source(plan, source, code)
    writer_source(plan, source, code)
    text = module_text(mapping, source, coverage_tree(plan), cases_tree(plan))
    return CsvMapping(
        definition=mapping.definition,
        version=mapping.version,
        source=text,
        module=executed(text, mapping.definition.name, plan.planner.cases),
        steps=steps,
        fields=plan.planner,
        cases=plan.planner.cases,
        mark=plan.form.decimal,
        plan=plan,
    )


def _planned(mapping: MappingSource) -> Callable[[Any], CsvPlan]:
    def plan(steps: Any) -> CsvPlan:
        form = read_form(mapping.definition)
        struct = document_struct(mapping.definition)
        cases = Cases(mapping.definition, struct)
        planner = CsvPlanner(struct, mapping.table, derivations(steps), form, cases)
        return planner.plan(mapping.template, mapping.changes)

    return plan
