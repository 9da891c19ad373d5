"""The back end for records of fixed width: a template becomes one Python module that reads and writes them."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

import msgspec

from edi_engine.findings import Position, Report
from edi_engine.formats.fixed.records import check_lengths, lines_of
from edi_engine.formats.flat.reader import decoded
from edi_engine.formats.flat.table import FlatText
from edi_engine.interchange import Message
from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.csv_template_plan import is_text_encoding
from edi_engine.mapping.compiler.field_mapping import (
    FieldMapping,
    compiled,
    derivations,
    document_struct,
    executed,
)
from edi_engine.mapping.compiler.fixed_template_parser import parse_fixed_template
from edi_engine.mapping.compiler.tree_module import tree_module
from edi_engine.mapping.compiler.tree_places import TreePlan
from edi_engine.mapping.compiler.tree_plan import TreePlanner
from edi_engine.mapping.compiler.tree_proof import TreeDocuments
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.field_writing import FieldWriting
from edi_engine.mapping.fixed_proof import ALPHABET, MUTATIONS, vanished
from edi_engine.mapping.fixed_tree import FixedLines, FixedReading, Record, Taking
from edi_engine.mapping.notation_errors import in_definition, near_names
from edi_engine.mapping.registry import MappingSource

OPTIONS = ("encoding", "length")


@dataclass(slots=True, kw_only=True)
class FixedMapping(FieldMapping):
    """A compiled template of records of fixed width.

    `read` takes a message whose body is a `FlatText`; `write` gives one. `always` are the records of every document.
    """

    plan: TreePlan
    records: Record
    encoding: str
    length: int
    always: Collection[str] = ()

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """Read the records of a message; what is not mapped becomes findings with line and column."""
        lines, first = self._lines(message, report), message.place.line or 1
        check_lengths(lines, self.length, self.name, report, first)
        taking = Taking(self.records)
        reading = FixedReading(report, self.name, message.number, taking)
        taking.moved = reading.moved
        document = self.taken(reading, taking.take(lines, first))
        reading.missing(self.always, first + max((n for n, line in enumerate(lines) if line.strip()), default=0))
        return None if document is None else self.completed(document, reading)

    def split(self, message: Message) -> list[Message]:
        """A message for each document of a file: each begins with the template's first record, where that is one."""
        report = Report()
        lines = self._lines(message, report)
        begins = Taking(self.records).documents(lines)
        if len(begins) < 2 or report.rejected:
            return [message]
        parts = []
        for number, (begin, end) in enumerate(pairwise([*begins, len(lines)]), start=message.number):
            text = FlatText("\n".join(lines[begin:end]), getattr(message.body, "encoding", "utf-8"), certain=True)
            parts.append(replace(message, number=number, body=text, place=Position(line=begin + 1), report=Report()))
        parts[0].report.absorb(report)
        return parts

    def _lines(self, message: Message, report: Report) -> list[str]:
        return lines_of(decoded(message.body, self.encoding, self.name, report, self.syntax), report)

    def body(self, value: Any, writing: FieldWriting) -> FlatText:
        """Records."""
        encoding = self.encoding or "utf-8"
        return FlatText(FixedLines(self.length, encoding, writing).text(self.records, value or {}), encoding)

    # -- proof ---------------------------------------------------------------------------------------------------------

    def message(self, body: str) -> Message:
        """A message as the reader would give it."""
        return Message(syntax="fixed", type="", body=body)

    def generator(self, rng: Random) -> TreeDocuments:
        """Documents inside the template's domain."""
        return TreeDocuments(self.plan, rng, self.steps.within_domain, self.rates, ALPHABET, tidy=True)

    def mutations(self) -> Iterable[str]:
        """Names of what partners do to files."""
        return MUTATIONS

    def mutate(self, body: str, name: str, rng: Random) -> str:
        """A body as a partner might send it."""
        return MUTATIONS[name](body, rng)

    def vanished(self, received: str, written: str, report: Report) -> Counter[str]:
        """Cells received that are neither written back nor named by a finding."""
        return vanished(received, written, self.records, report)


def build(mapping: MappingSource) -> FixedMapping:
    """Compile a template of records of fixed width.

    Raises:
        ConfigurationError: everything wrong with it, each with file, line and column.
    """
    steps, (plan, records, length) = compiled(mapping, _planned(mapping))
    text = tree_module(mapping, plan)
    made = FixedMapping(
        definition=mapping.definition,
        version=mapping.version,
        source=text,
        module=executed(text, mapping.definition.name, plan.planner.cases),
        steps=steps,
        fields=plan.planner,
        cases=plan.cases,
        plan=plan,
        records=records,
        encoding=mapping.definition.options.get("encoding", ""),
        length=length,
    )
    empty = document_struct(mapping.definition)()
    written = made.module["write"](made.writing(empty, Report(), Report()), empty) or {}
    made.always = [tag for tag in written if not records.children[tag].optional]
    return made


def _planned(mapping: MappingSource) -> Callable[[Any], tuple[TreePlan, Record, int]]:
    def plan(steps: Any) -> tuple[TreePlan, Record, int]:
        node, records = parse_fixed_template(mapping.template, mapping.changes)
        length = _length(mapping.definition, records)
        struct = document_struct(mapping.definition)
        cases = Cases(mapping.definition, struct)
        made = TreePlanner(struct, mapping.table, derivations(steps), cases, json=False).plan(node)
        _align(made, records)
        return made, records, length

    return plan


def _length(definition: Definition, records: Record) -> int:
    """The length of every record: the option `length`, else that of the longest; the other option is looked at too."""
    for name in definition.options:
        if name not in OPTIONS:
            raise in_definition(definition.name, name, f"fixed has no option {name!r}", near_names(name, OPTIONS))
    encoding = definition.options.get("encoding", "utf-8")
    if not is_text_encoding(encoding):
        what = f"{encoding!r} is no encoding that writes ASCII as ASCII"
        raise in_definition(definition.name, encoding, what)
    longest = max(max((end for _, end in kind.cells.values()), default=len(kind.tag)) for kind, _ in records.every())
    text = definition.options.get("length", str(longest))
    if not text.isascii() or not text.isdigit() or int(text) < longest:
        what = f"length: {text} is less than the {longest} columns of the longest record"
        raise in_definition(definition.name, text, what)
    return int(text)


def _align(plan: TreePlan, records: Record) -> None:
    """Numbers stand at the right end of their cells."""
    kinds = [kind for kind, _ in records.every()]
    for planned in plan.planner.fields:
        if planned.slots and planned.slots[0].kind in ("number", "integer", "measure"):
            kind = next(kind for kind in kinds if planned.line in kind.template_lines)
            kind.right.add(planned.name)
