"""The back end for XML: an annotated message becomes one Python module that reads and writes documents of its form.

What is read is the tree of values `mapping.xml_tree` makes of an element; what is written is such a tree again.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import msgspec
from lxml import etree

from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Report
from edi_engine.formats.xml.reader import parse
from edi_engine.interchange import Message
from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.field_mapping import (
    FieldMapping,
    compiled,
    derivations,
    document_struct,
    executed,
)
from edi_engine.mapping.compiler.tree_module import tree_module
from edi_engine.mapping.compiler.tree_places import TreePlan
from edi_engine.mapping.compiler.tree_plan import TreePlanner
from edi_engine.mapping.compiler.tree_proof import TreeDocuments
from edi_engine.mapping.compiler.xml_template_parser import parse_xml_template
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.field_writing import FieldWriting
from edi_engine.mapping.notation_errors import in_definition, near_names
from edi_engine.mapping.registry import MappingSource
from edi_engine.mapping.together import one_element
from edi_engine.mapping.wco import proof
from edi_engine.mapping.xml_proof import ALPHABET, vanished
from edi_engine.mapping.xml_reading import XmlReading
from edi_engine.mapping.xml_tree import Part, Places, Shape, Taking, local, space
from edi_engine.mapping.xml_writing import as_text


@dataclass(slots=True, kw_only=True)
class XmlMapping(FieldMapping):
    """A compiled XML template.

    `read` takes a message whose body is an element (or a `Part`, as `split` makes them); `write` gives the text of the
    root element, without XML declaration.
    """

    plan: TreePlan
    shape: Shape
    taking: Taking

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """Read a message into a document; what is not mapped becomes findings with XPath and line.

        Several documents are an error: `split` gives a message for each.
        """
        parts = self.split(message)
        body = parts[0].body
        part = body if isinstance(body, Part) else Part(body, tuple(body))
        reading = XmlReading(report, self.name, message.number, Places(part, self.shape, self.taking))
        if fault := self._foreign(part.root):
            reading.refused("", None, fault)
            return None
        if len(parts) > 1:
            reading.refused("", None, f"the file holds {len(parts)} documents")
            return None
        if space(part.root) != self.shape.namespace:
            reading.normalised("", None, space(part.root), self.shape.namespace)
        document = self.taken(reading, self.taking.value(part.root, self.shape, part.inside))
        return None if document is None else self.completed(document, reading)

    def split(self, message: Message) -> list[Message]:
        """A message for each element the template marks as a document, in their order; positions stay the file's."""
        named = self._documents
        if not named or isinstance(message.body, Part):
            return [message]
        root = message.body
        found = [child for child in root if self.taking.key(child, self.shape) == named]
        shared = tuple(child for child in root if self.taking.key(child, self.shape) != named)
        if len(found) < 2:
            return [message]
        return [
            replace(message, number=message.number + at, body=Part(root, (*shared, child), at), report=Report())
            for at, child in enumerate(found)
        ]

    def body(self, value: Any, writing: FieldWriting) -> str:
        """The text of the root element."""
        return as_text(self.shape, value or {}, writing)

    def together(self, bodies: list[str]) -> list[str]:
        """Several documents as the one the template has for them, where it `holds_several`.

        Raises:
            EdiError: `MAP-216`, they do not go into one.
        """
        return [one_element(bodies, self._documents)] if self._documents else bodies

    @property
    def holds_several(self) -> bool:
        """Whether a file may hold several documents."""
        return bool(self._documents)

    @property
    def _documents(self) -> str:
        """The local name of the elements that are documents; empty where a file holds one."""
        return next((name for name, inner in self.shape.children.items() if inner.document), "")

    def _foreign(self, root: etree._Element) -> str:
        """Why a root is not the template's, empty if it is."""
        wanted = self.shape.tag.rpartition(":")[2]
        if local(root) != wanted:
            return f"the root is <{local(root)[:80]}>, not <{wanted}>"
        if self.taking.strict and space(root) != self.shape.namespace:
            return f"the root is in namespace {space(root)[:200]!r}, not {self.shape.namespace!r}"
        return ""

    # -- proof ---------------------------------------------------------------------------------------------------------

    def message(self, body: str) -> Message:
        """A message as the reader would give it.

        Raises:
            EdiError: it is no XML.
        """
        root = parse(body.encode())
        if isinstance(root, Finding):
            raise EdiError(root)
        return Message(syntax="xml", type=local(root), association=space(root), body=root)

    def generator(self, rng: Random) -> TreeDocuments:
        """Documents inside the template's domain."""
        return TreeDocuments(self.plan, rng, self.steps.within_domain, self.rates, ALPHABET, tidy=True)

    def mutations(self) -> Iterable[str]:
        """Names of what partners do to documents."""
        return list(proof.MUTATIONS)

    def mutate(self, body: str, name: str, rng: Random) -> str:
        """A document as a partner might send it."""
        root = self.message(body).body
        proof.mutate(root, name, rng)
        return etree.tostring(root, encoding="unicode")

    def vanished(self, received: str, written: str, report: Report) -> Counter[str]:
        """Texts and attributes received that are neither written back nor named by a finding."""
        return vanished(self.message(received).body, self.message(written).body, report)


def build(mapping: MappingSource) -> XmlMapping:
    """Compile an XML template.

    Raises:
        ConfigurationError: everything wrong with it, each with file, line and column.
    """
    steps, (plan, shape) = compiled(mapping, _planned(mapping))
    text = tree_module(mapping, plan, form="xml")
    return XmlMapping(
        definition=mapping.definition,
        version=mapping.version,
        source=text,
        module=executed(text, mapping.definition.name, plan.planner.cases),
        steps=steps,
        fields=plan.planner,
        cases=plan.cases,
        plan=plan,
        shape=shape,
        taking=Taking(strict=_is_strict(mapping.definition)),
    )


def _planned(mapping: MappingSource) -> Callable[[Any], tuple[TreePlan, Shape]]:
    def plan(steps: Any) -> tuple[TreePlan, Shape]:
        _is_strict(mapping.definition)
        node, shape = parse_xml_template(mapping.template, mapping.changes)
        struct = document_struct(mapping.definition)
        cases = Cases(mapping.definition, struct)
        return TreePlanner(struct, mapping.table, derivations(steps), cases, json=False).plan(node), shape

    return plan


def _is_strict(definition: Definition) -> bool:
    """Whether namespaces tell elements apart: option `namespaces: any` (default) or `strict`."""
    for name in definition.options:
        if name != "namespaces":
            near = near_names(name, ("namespaces",))
            raise in_definition(definition.name, name, f"xml has no option {name!r}", near)
    chosen = definition.options.get("namespaces", "any")
    if chosen not in ("any", "strict"):
        raise in_definition(definition.name, chosen, "namespaces: any or strict")
    return chosen == "strict"
