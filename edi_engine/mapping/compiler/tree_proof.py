"""Documents of the domain of a tree template (JSON, XML), made at random."""

from collections.abc import Callable
from random import Random
from typing import Any

import msgspec

from edi_engine.canonical.lists import grown
from edi_engine.mapping.compiler.field_documents import VALUE_CHANCE, FieldDocuments, Rates
from edi_engine.mapping.compiler.field_values import ALPHABET, chosen_keys, is_key, separators
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.filling import put_value, reach
from edi_engine.mapping.compiler.scope import root_scope
from edi_engine.mapping.compiler.tree_places import (
    Place,
    TreeCases,
    TreeLines,
    TreeList,
    TreeObject,
    TreePlan,
    TreeTuple,
    TreeValues,
    in_order,
)


class TreeDocuments(FieldDocuments):
    """Makes documents for one plan."""

    def __init__(
        self,
        plan: TreePlan,
        rng: Random,
        arrange: Callable[[Any], Any],
        rates: Rates,
        alphabet: str = ALPHABET,
        *,
        tidy: bool = False,
    ) -> None:
        super().__init__(rng, arrange, rates, alphabet, tidy=tidy)
        self.plan, self.fields = plan, plan.planner.fields

    def _made(self) -> msgspec.Struct:
        made = self.plan.document.struct()
        self.decide(made, self.plan.document, self.plan.cases)
        self._place(self.plan.root, {0: made})
        return made

    def _place(self, place: Place, objects: dict[int, Any]) -> None:
        if isinstance(place, Field):
            self._field(place, objects)
        elif isinstance(place, TreeCases):
            chosen = next((inner for number, inner in place.cases if self.holds(number, objects)), None)
            if chosen is not None:
                self._place(chosen, objects)
        elif isinstance(place, TreeObject):
            for _, inner in in_order(place.members, self.plan.cases):
                self._place(inner, objects)
        elif isinstance(place, TreeTuple):
            for inner in place.items:
                self._place(inner, objects)
        elif isinstance(place, TreeList):
            for made in place.elements:
                if made.when is not None and not self.holds(made.when, objects):
                    continue
                if made.head is None:
                    self._place(made, objects)
                    continue
                for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
                    self._element(made, objects)
        else:
            self._list(place, objects)

    def _element(self, made: TreeObject, objects: dict[int, Any]) -> None:
        head = made.head
        if head is None or head.path is None or head.parent is None:
            raise ValueError(f"the object at line {made.line} opens no list")
        step = head.path.steps[-1]
        keys = chosen_keys(step.step, self.rng)
        element, empty = head.struct(**keys), head.struct(**keys)
        self.facts(element, head, self.plan.cases)
        self._place(made, {**objects, head.number: element})
        for key, place in made.members:
            if isinstance(place, Field) and place.simple_code and key:
                self._field(place, {**objects, head.number: element}, certain=True)
        if element != empty:
            owner = reach(objects[root_scope(head.path.path, head.parent).number], head.path.steps[:-1])
            items = grown(owner, step.step.name)
            while len(items) < (step.step.start or 0):
                items.append(head.struct())
            items.append(element)

    def _list(self, place: TreeValues, objects: dict[int, Any]) -> None:
        if isinstance(place, TreeLines):
            slot, count = place.field.slots[0], self.rng.choice((0, 1, 2, 3))
            lines = [self.values.value(slot, without="\n\r") for _ in range(count)]
            if lines:
                put_value(reach(objects[place.scope.number], place.path.steps[:-1]), place.path, "\n".join(lines))
                self._seen.add((place.field.line, slot.placeholder.expression))
            return
        for _ in range(self.rng.choice((0, 1, 2))):
            owner = reach(objects[place.scope.number], place.path.steps[:-1])
            step, value = place.path.steps[-1], self.values.value(place.field.slots[0])
            keys = chosen_keys(step.step, self.rng)
            struct = step.field.struct if place.inner else None
            grown(owner, step.step.name).append(struct(**keys, **{place.inner: value}) if struct else value)
            self._seen.add((place.field.line, place.field.slots[0].placeholder.expression))

    def _field(self, place: Field, objects: dict[int, Any], *, certain: bool = False) -> None:
        if place.checked or not (certain or self.rng.random() < VALUE_CHANCE):
            return
        if place.home is not None:
            self.keep(place, objects[place.scope.number])
        if place.slots and place.slots[0].joined is not None:
            self.listed(place.slots[0], objects[place.slots[0].scope.number], place.line)
            return
        if place.slots and place.slots[0].broadcast:
            self.share(place.slots[0], objects[place.slots[0].scope.number], place.line)
            return
        count = len(place.slots) if self.rng.random() < VALUE_CHANCE else 1
        for number, slot in enumerate(place.slots[:count]):
            if slot.path is not None:
                self._fill(place, slot, objects, last=number == count - 1)

    def _fill(self, place: Field, slot: Slot, objects: dict[int, Any], *, last: bool) -> None:
        path = slot.path
        if path is None or id(slot) in self.decided:
            return
        owner = reach(objects[slot.scope.number], path.steps[:-1])
        name, part = path.steps[-1].step.name, path.path.part
        held = getattr(owner, name)
        if is_key(slot):
            self._seen.add((place.line, slot.placeholder.expression))
        if path.moment:
            self.put_part(slot, owner, place.line)
            return
        if slot.line:
            self.put_line(slot, owner, place.line)
            return
        if part is None and held is not None:
            return  # an object around was filled by an earlier element
        if part is not None and part[0] and len(held or "") < part[0]:
            return  # the parts of a text are all there, or the first ones are
        put_value(owner, path, self.values.value(slot, exact=not last, without=separators(place)))
        self._seen.add((place.line, slot.placeholder.expression))
