"""The back end for JSON: a template becomes one Python module that reads and writes documents of its form."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

import msgspec

from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.compiler.cases import Cases
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
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.json_template_parser import parse_json_template
from edi_engine.mapping.compiler.tree_places import TreePlan
from edi_engine.mapping.compiler.tree_plan import TreePlanner
from edi_engine.mapping.compiler.tree_proof import TreeDocuments
from edi_engine.mapping.compiler.tree_read import reader_source
from edi_engine.mapping.compiler.tree_write import cases_tree, coverage_tree, writer_source
from edi_engine.mapping.field_reading import FieldReading
from edi_engine.mapping.json_mutation import MUTATIONS, vanished
from edi_engine.mapping.registry import MappingSource

# Numbers keep their digits: whole ones are integers, all others decimals.
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)


@dataclass(slots=True, kw_only=True)
class JsonMapping(FieldMapping):
    """A compiled JSON template.

    `read` takes a message whose body is a document's bytes; `write` gives bytes, members in the template's order.
    """

    plan: TreePlan

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """Read a message into a document; what is not mapped becomes findings with JSON pointers."""
        reading = FieldReading(report, self.name, message.number)
        try:
            value = _DECODER.decode(message.body)
        except (msgspec.DecodeError, ArithmeticError, RecursionError, UnicodeDecodeError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
            reading.refused("", None, f"the document cannot be read: {reason}")
            return None
        document: msgspec.Struct | None = self.taken(reading, value)
        return None if document is None else self.completed(document, reading)

    def write(self, document: msgspec.Struct, report: Report) -> bytes:
        """Write a document; what has no place becomes findings."""
        return msgspec.json.encode(self.written(document, report))

    def message(self, body: bytes) -> Message:
        """A message as the reader would give it."""
        return Message(syntax="json", type="", body=body)

    def generator(self, rng: Random) -> TreeDocuments:
        """Documents inside the template's domain."""
        return TreeDocuments(self.plan, rng, self.steps.within_domain, self.rates)

    def mutations(self) -> Iterable[str]:
        """Names of what partners do to documents."""
        return MUTATIONS

    def mutate(self, body: bytes, name: str, rng: Random) -> bytes:
        """A body as a partner might send it."""
        return MUTATIONS[name](body, rng)

    def vanished(self, received: bytes, written: bytes, report: Report) -> Counter[str]:
        """Values received that are neither written back nor named by a finding."""
        return vanished(received, written, report)


def build(mapping: MappingSource) -> JsonMapping:
    """Compile a JSON template.

    Raises:
        ConfigurationError: everything wrong with it, each with file, line and column.
    """
    steps, plan = compiled(mapping, _planned(mapping))
    source = Source()
    code = FieldCode(source, _agree, json=True, form="json")
    code.expectations(plan.planner.fields)
    reader_source(plan, source, code)
    writer_source(plan, source, code)
    text = module_text(mapping, source, coverage_tree(plan, source), cases_tree(plan, source))
    return JsonMapping(
        definition=mapping.definition,
        version=mapping.version,
        source=text,
        module=executed(text, mapping.definition.name),
        steps=steps,
        fields=plan.planner,
        cases=plan.cases,
        plan=plan,
    )


def _planned(mapping: MappingSource) -> Callable[[Any], TreePlan]:
    def plan(steps: Any) -> TreePlan:
        struct = document_struct(mapping.definition)
        cases = Cases(mapping.definition, struct)
        planner = TreePlanner(struct, mapping.table, derivations(steps), cases, json=True)
        return planner.plan(parse_json_template(mapping.template))

    return plan


def _agree(field: Field, slot: Slot) -> bool:
    """What stands in an element and belongs to an object around it is met once for each element."""
    return slot.scope is not field.scope or slot.direction == "in"
