"""What mappings in sight call the fields of the document: names of elements, keys and columns with their paths."""

from collections.abc import Iterator

from edi_engine.mapping.compiler.field_mapping import FieldMapping
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.proposal.model_paths import Steps
from edi_engine.mapping.registry import Mappings

NAMED = frozenset({"xml", "json", "csv"})


def learned(mappings: Mappings, like: str = "") -> list[tuple[str, str, Steps]]:
    """The names of one mapping, or of all in sight: kind of object, name, path from that object."""
    found: list[tuple[str, str, Steps]] = []
    for name in [like] if like else mappings.names():
        definition = mappings.definition(name)
        if definition.syntax in NAMED and not definition.codec:
            mapping = mappings.get(name)
            if isinstance(mapping, FieldMapping):
                found += _names(mapping.fields.fields)
    return found


def _names(fields: list[Field]) -> Iterator[tuple[str, str, Steps]]:
    for field in fields:
        paths = [slot.path for slot in field.slots if slot.path is not None and not slot.path.path.part]
        if len(field.slots) == 1 and paths and not any(step.step.every for step in paths[0].steps):
            yield (
                field.slots[0].scope.struct.__name__,
                field.name.removeprefix("@"),
                tuple(paths[0].pattern().split(".")),
            )
