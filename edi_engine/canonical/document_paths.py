"""Places in one document: `goods_items[1].commodity.classifications[0].id`, the notation of mapping paths.

Indexes count from 0, as in mapping paths and JSON pointers; the words for people count from 1.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from edi_engine.canonical import metadata
from edi_engine.canonical.metadata import Field, Kind

_STEP = re.compile(r"([a-z][a-z0-9_]*)(?:\[([0-9]{1,9})\])?")
_SINGULARS = (("_goods", "_goods"), ("_means", "_means"), ("ies", "y"), ("uses", "us"), ("s", ""))
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Step(NamedTuple):
    """One field, with the element that is meant where it is a list."""

    name: str
    element: int | None = None


DocumentPath = tuple[Step, ...]
"""From the document to a place in it; empty for the document itself."""


def show(path: DocumentPath) -> str:
    """A path as text; `.` for the document itself."""
    return ".".join(step.name if step.element is None else f"{step.name}[{step.element}]" for step in path) or "."


def parse(text: str) -> DocumentPath:
    """A path from its text; names may be written as in canonical JSON (`goodsItems[0]`).

    Raises:
        ValueError: it is no path.
    """
    steps = []
    for part in () if text == "." else text.split("."):
        match = _STEP.fullmatch(_CAPITAL.sub("_", part).lower())
        if match is None:
            raise ValueError(text)
        steps.append(Step(match[1], None if match[2] is None else int(match[2])))
    return tuple(steps)


def value_at(document: Any, path: DocumentPath) -> Any:
    """What stands at a place; None where nothing does, or where the model has no such place."""
    found = document
    for name, index in path:
        found = getattr(found, name, None)
        if index is not None:
            found = found[index] if isinstance(found, list) and index < len(found) else None
        if found is None:
            return None
    return found


def values(document: msgspec.Struct) -> Iterator[tuple[DocumentPath, Any]]:
    """Every value of a document with its place, in the order of the model; a number stands with its unit."""
    return _values(document, ())


def _values(struct: msgspec.Struct, path: DocumentPath) -> Iterator[tuple[DocumentPath, Any]]:
    for field in metadata.fields(type(struct).__name__).values():
        held = getattr(struct, field.name)
        places = [(Step(field.name), held)]
        if field.many:
            places = [(Step(field.name, index), item) for index, item in enumerate(held)]
        for step, item in places:
            if field.kind is Kind.STRUCT and item is not None and type(item).__name__ in metadata.struct_names():
                yield from _values(item, (*path, step))
            elif item is not None:
                yield (*path, step), item


def words(document: msgspec.Struct, path: DocumentPath) -> str:
    """A path for people: `goods item 2, commodity, classification 1, id`; parties and places by their role."""
    said, owner, here = [], type(document).__name__, document
    for step in path:
        field = metadata.fields(owner).get(step.name) if owner else None
        here = value_at(here, (step,))
        said.append(_word(step, field, here))
        owner = field.struct.__name__ if field and field.kind is Kind.STRUCT and field.struct else ""
    return ", ".join(said) or type(document).__name__.lower()


def _word(step: Step, field: Field | None, here: Any) -> str:
    name = step.name if step.element is None else singular(step.name)
    role = getattr(here, "role", None)
    if role and field is not None and field.many:
        name = f"{role} ({name} {(step.element or 0) + 1})"
    elif step.element is not None:
        name = f"{name} {step.element + 1}"
    return name.replace("_", " ")


def singular(name: str) -> str:
    """The name of one element of a list."""
    for ending, one in _SINGULARS:
        if name.endswith(ending):
            return name.removesuffix(ending) + one
    return name
