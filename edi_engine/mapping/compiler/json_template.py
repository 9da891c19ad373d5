"""The back end for JSON: a template becomes one Python module that reads and writes documents of its form."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

import msgspec

from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.field_mapping import (
    FieldMapping,
    compiled,
    derivations,
    document_struct,
    executed,
)
from edi_engine.mapping.compiler.json_template_parser import parse_json_template
from edi_engine.mapping.compiler.json_template_parts import one_of_several
from edi_engine.mapping.compiler.tree_module import tree_module
from edi_engine.mapping.compiler.tree_places import TreePlan
from edi_engine.mapping.compiler.tree_plan import TreePlanner
from edi_engine.mapping.compiler.tree_proof import TreeDocuments
from edi_engine.mapping.field_writing import FieldWriting
from edi_engine.mapping.json_mutation import MUTATIONS, vanished
from edi_engine.mapping.json_parts import DECODING, JsonPart, JsonReading, gathered, parts_of, placed
from edi_engine.mapping.notation_errors import in_definition
from edi_engine.mapping.registry import MappingSource
from edi_engine.mapping.together import one_array

# Numbers keep their digits: whole ones are integers, all others decimals.
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)


@dataclass(slots=True, kw_only=True)
class JsonMapping(FieldMapping):
    """A compiled JSON template.

    `read` takes a message whose body is a document's bytes (or a `JsonPart`, as `split` makes them); `write` gives
    bytes, members in the template's order. `several`: the member whose elements are documents, empty: the whole array.
    """

    plan: TreePlan
    several: str | None = None

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """Read a message into a document; what is not mapped becomes findings with JSON pointers, lines and columns.

        Several documents are an error: `split` gives a message for each.
        """
        part, found = message.body if isinstance(message.body, JsonPart) else None, Report(limit=report.limit)
        document = self._document(message, part, found)
        found.findings = placed(found.findings, part.file if part else message.body, message.place)
        report.absorb(found)
        return document

    def _document(self, message: Message, part: JsonPart | None, report: Report) -> msgspec.Struct | None:
        reading = JsonReading(report, self.name, message.number, self.several, None)
        try:
            parts = [part] if part else parts_of(_DECODER.decode(message.body), self.several)
        except DECODING as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
            reading.refused("", None, f"the document cannot be read: {reason}")
            return None
        if len(parts) != 1:
            reading.refused("", None, f"the file holds {len(parts)} documents")
            return None
        reading.at = parts[0].at
        document: msgspec.Struct | None = self.taken(reading, parts[0].value)
        return None if document is None else self.completed(document, reading)

    def split(self, message: Message) -> list[Message]:
        """A message for each document of an array, where the template says that there may be several."""
        try:
            parts = parts_of(_DECODER.decode(message.body), self.several) if self.several is not None else []
        except DECODING:
            return [message]  # said when it is read
        if len(parts) < 2:
            return [message]
        return [
            replace(message, number=message.number + at, body=replace(part, file=message.body), report=Report())
            for at, part in enumerate(parts)
        ]

    def body(self, value: Any, writing: FieldWriting) -> bytes:
        """The bytes of a JSON file."""
        return msgspec.json.encode(gathered(value, self.several))

    def together(self, bodies: list[bytes]) -> list[bytes]:
        """Several documents as the one the template has for them, where it `holds_several`.

        Raises:
            EdiError: `MAP-216`, they do not go into one.
        """
        return bodies if self.several is None else [one_array(bodies, self.several)]

    @property
    def holds_several(self) -> bool:
        """Whether a file may hold several documents."""
        return self.several is not None

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
    steps, (plan, several) = compiled(mapping, _planned(mapping))
    text = tree_module(mapping, plan, json=True, form="json")
    return JsonMapping(
        definition=mapping.definition,
        version=mapping.version,
        source=text,
        module=executed(text, mapping.definition.name, plan.planner.cases),
        steps=steps,
        fields=plan.planner,
        cases=plan.cases,
        plan=plan,
        several=several,
    )


def _planned(mapping: MappingSource) -> Callable[[Any], tuple[TreePlan, str | None]]:
    def plan(steps: Any) -> tuple[TreePlan, str | None]:
        for name in mapping.definition.options:
            raise in_definition(mapping.definition.name, name, f"json has no option {name!r}")
        struct = document_struct(mapping.definition)
        cases = Cases(mapping.definition, struct)
        planner = TreePlanner(struct, mapping.table, derivations(steps), cases, json=True)
        node, several = one_of_several(parse_json_template(mapping.template, mapping.changes))
        return planner.plan(node), several

    return plan
