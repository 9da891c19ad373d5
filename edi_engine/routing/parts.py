"""Routes that send a document in parts: each licence at a path goes out by itself, with nothing of the others.

A part is what one number names: a document that several goods items cite is one part, with all of these items.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from edi_engine.routing.projection_paths import Steps, steps_of

MOST_PARTS = 500


def parts_of(document: msgspec.Struct, path: str) -> list[str]:
    """The parts of a document at a path in their order, each once, by type and number; up to `MOST_PARTS` + 1."""
    found: dict[str, None] = {}
    for element in _elements(document, steps_of(path)):
        if name := part_name(element):
            found[name] = None
        if len(found) > MOST_PARTS:
            break
    return list(found)


def part_name(element: Any) -> str:
    """What a document is called as a part: its type and number; empty where it has no number."""
    number = getattr(element, "id", None)
    return " ".join(text for text in (getattr(element, "type_code", None), number) if text) if number else ""


def is_part(element: Any, part: str) -> bool:
    """Whether a document is the one a part is called after; a type that one of the two lacks makes no difference."""
    if part in (part_name(element), element.id):
        return True
    return not element.type_code and part.partition(" ")[2] == element.id


def narrowed(document: msgspec.Struct, path: str, part: str) -> msgspec.Struct:
    """A document with one part of those at a path; of lists on the way only what has it."""
    found = _narrow(document, steps_of(path), part)
    return document if found is None else found


def _narrow(value: Any, steps: Steps, part: str) -> msgspec.Struct | None:
    step, rest = steps[0], steps[1:]
    inner = getattr(value, step.name, None)
    if isinstance(inner, list):
        meant = [item for item in inner if step.takes(item)]
        kept: Any = [found for item in meant if (found := _narrowed(item, rest, part)) is not None]
    else:
        kept = None if inner is None else _narrowed(inner, rest, part)
    return msgspec.structs.replace(value, **{step.name: kept}) if kept else None


def _narrowed(item: Any, rest: Steps, part: str) -> Any:
    if rest:
        return _narrow(item, rest, part)
    return item if part_name(item) == part else None


def _elements(value: Any, steps: Steps) -> Iterator[Any]:
    step, rest = steps[0], steps[1:]
    inner = getattr(value, step.name, None)
    for item in inner if isinstance(inner, list) else [inner]:
        if item is not None and (not isinstance(inner, list) or step.takes(item)):
            yield from _elements(item, rest) if rest else (item,)
