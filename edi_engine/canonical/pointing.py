"""From a path in a document to the WCO pointer that means it; the way back is `pointers.follow`."""

from typing import Any

import msgspec

from edi_engine.canonical.document_paths import DocumentPath, Step, value_at
from edi_engine.canonical.model import Pointer
from edi_engine.canonical.wco_tree import LEVELS, Numbering, Place, below, root, stands_here


def pointer_to(document: msgspec.Struct, path: DocumentPath) -> list[Pointer] | None:
    """The pointer to one place of a document, see `Pointing.to`."""
    return Pointing(document).to(path)


class Pointing:
    """Makes pointers to places of a document, which must not change meanwhile."""

    def __init__(self, document: msgspec.Struct) -> None:
        self.document, self.start = document, root(type(document).__name__)
        self.numbering = Numbering()
        self._ways: dict[tuple[Any, ...], list[Place] | None] = {}

    def to(self, path: DocumentPath) -> list[Pointer] | None:
        """The chain that means a place; None where the WCO Data Model has no id for something on the way.

        Args:
            path: to a field, or to a part of a value with a unit, which stands for the value.
        """
        if self.start is None:
            return None
        chain, here, owner = [_link(self.start, 1)], self.start, self.document
        for step in path:
            if not here.struct or owner is None:
                break  # a part of a value: the value itself is meant
            way = self._way(here, owner, step)
            if way is None or (step.element is not None and not way[-1].struct):
                return None
            chain = chain[:1] if way[-1].of_document else chain
            chain += [_link(place, 1) for place in way[:-1]]
            here = way[-1]
            if here.struct:
                chain.append(_link(here, self._number(here, owner, step)))
            else:
                chain[-1].tag_id = here.id
            owner = value_at(owner, (step,))
        return chain

    def _number(self, place: Place, owner: Any, step: Step) -> int:
        elements = getattr(owner, step.name)
        if step.element is None or not isinstance(elements, list):
            return 1
        return self.numbering.number(elements, place, step.element)

    def _way(self, here: Place, owner: Any, step: Step) -> list[Place] | None:
        """The places from one to a field of its struct, all with an id; None if there are none."""
        element, top = value_at(owner, (step,)), owner is self.document
        role, level = getattr(element, "role", None), getattr(element, "level", None)
        key = here.tags, step.name, role, level, top
        if key not in self._ways:
            found = self._by_role(here, element, step, top=top) if role else None
            found = found or _by_field(here, step.name)
            self._ways[key] = found if found and all(place.id for place in found) else None
        return self._ways[key]

    def _by_role(self, here: Place, element: Any, step: Step, *, top: bool) -> list[Place] | None:
        """The places to an element that stands apart by its role; those of a declaration stand at a level of it."""
        if not top:
            return _standing(here, element, step, [])
        for tags in LEVELS.values():
            way = self._places(tags)
            found = _standing(way[-1] if way else here, element, step, way) if len(way) == len(tags) - 1 else None
            if found:
                return found
        return None

    def _places(self, tags: tuple[str, ...]) -> list[Place]:
        """The places that tags lead to, the document's own left out."""
        found: list[Place] = []
        here = self.start
        for tag in tags[1:]:
            here = next((place for place in below(here) if place.tag == tag), None) if here else None
            found += [here] if here else []
        return found


def _link(place: Place, number: int) -> Pointer:
    return Pointer(sequence_numeric=number, document_section_code=place.id)


def _by_field(here: Place, name: str) -> list[Place] | None:
    """The places to a field, through the levels that the model flattens."""
    for place in below(here):
        if place.field is not None and place.field.name == name and not place.role:
            return [place]
        if place.field is None and (further := _by_field(place, name)):
            return [place, *further]
    return None


def _standing(here: Place, element: Any, step: Step, way: list[Place]) -> list[Place] | None:
    for place in below(here):
        if place.role and place.field and place.field.name == step.name and stands_here(element, place):
            return [*way, place]
    return None
