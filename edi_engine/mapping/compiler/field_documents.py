"""What generators of documents for templates of named fields share: counting which placeholders had a value."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import msgspec

from edi_engine.canonical.lists import grown
from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.field_values import ALPHABET, FieldValues, chosen_keys
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.filling import fill_default, instances, put_value, reach, spread
from edi_engine.mapping.compiler.scope import Scope
from edi_engine.mapping.moments import with_part
from edi_engine.mapping.runtime import put_line

Rates = Callable[[Counter[tuple[int, str]], int], dict[str, float]]
VALUE_CHANCE, CASE_CHANCE = 0.75, 0.5


class FieldDocuments:
    """Makes documents for one plan; `filled` counts, for each placeholder, in how many of them it had a value."""

    def __init__(
        self,
        rng: Random,
        arrange: Callable[[Any], Any],
        rates: Rates,
        alphabet: str = ALPHABET,
        *,
        tidy: bool = False,
    ) -> None:
        self.rng, self.arrange, self._rates = rng, arrange, rates
        self.values = FieldValues(rng, alphabet, tidy=tidy)
        self.filled: Counter[tuple[int, str]] = Counter()
        self._seen: set[tuple[int, str]] = set()
        self._shared: list[tuple[Any, Slot, Any, int]] = []
        self.fields: list[Field] = []
        self.case: tuple[bool, ...] = ()
        self.decided: set[int] = set()
        self.cases: Cases | None = None

    def document(self) -> msgspec.Struct:
        """One more document."""
        self._seen, self._shared = set(), []
        made = self._made()
        self._complete(made)
        self.filled.update(self._seen)
        arranged: msgspec.Struct = self.arrange(made)
        return arranged

    def rates(self, documents: int) -> dict[str, float]:
        """For each placeholder the share of documents in which it had a value."""
        return self._rates(self.filled, documents)

    def keep(self, field: Field, start: Any) -> None:
        """Something kept verbatim, in the object that holds it."""
        if field.home is not None:
            owner = reach(start, field.home.steps[:-1])
            owner.extensions = {**(owner.extensions or {}), field.choices[0]: self.values.text(field.width)}
            self._seen.add((field.line, f"~{field.choices[0]}"))

    def decide(self, made: msgspec.Struct, scope: Scope, cases: Cases) -> None:
        """Fill what conditions ask of a document with the texts they compare it with, so that each holds sometimes."""
        self.decided, self.cases = set(), cases
        self.facts(made, scope, cases)
        self.case = cases.judged(made)

    def facts(self, made: Any, scope: Scope, cases: Cases) -> None:
        """The same for what they ask of a document or an element."""
        wanted = [c for c in cases.conditions if c.scope is (scope if scope.path else None)]
        asked = [(c, field, slot) for c in wanted for field in self.fields for slot in field.slots]
        self.decided -= {id(slot) for _, _, slot in asked}
        for condition, field, slot in asked:
            names = tuple(step.step.name for step in slot.path.steps) if slot.path else ()
            if names not in condition.paths or slot.scope is not scope or field.case or not field.simple:
                continue
            known = None if slot.value.table is None else slot.value.table.writing
            texts = [text for text in condition.texts if known is None or text in known]
            if slot.path and texts and slot.kind == "text" and self.rng.random() < CASE_CHANCE:
                put_value(reach(made, slot.path.steps[:-1]), slot.path, self.rng.choice(texts))
                self._seen.add((field.line, slot.placeholder.expression))
                self.decided.add(id(slot))

    def holds(self, number: int, objects: dict[int, Any]) -> bool:
        """Whether a condition holds, of the document or of the element around."""
        condition = self.cases.conditions[number] if self.cases else None
        if condition is None or condition.scope is None:
            return self.case[number]
        around = objects.get(condition.scope.number)
        return around is not None and condition.judge(around, None, None) is True

    def listed(self, slot: Slot, start: Any, line: int) -> None:
        """Values of a list that stand in one text."""
        listed = slot.joined
        if listed is None:
            return
        step = listed.steps[-1]
        for _ in range(self.rng.choice((0, 1, 2, 3))):
            value = self.values.value(slot, without=slot.argument("join"))
            keys, struct = chosen_keys(step.step, self.rng), step.field.struct
            made = struct(**keys, **{slot.inner: value}) if struct is not None and slot.inner else value
            grown(reach(start, listed.steps[:-1]), step.step.name).append(made)
            self._seen.add((line, slot.placeholder.expression))

    def put_part(self, slot: Slot, owner: Any, line: int) -> None:
        """The day or the time of a date."""
        path = slot.path
        if path is not None:
            name = path.steps[-1].step.name
            text = self.rng.choice(("20260131", "20240229") if path.moment == "date" else ("0000", "2359"))
            setattr(owner, name, with_part(getattr(owner, name), path.moment, text) or getattr(owner, name))
            self._seen.add((line, slot.placeholder.expression))

    def put_line(self, slot: Slot, owner: Any, line: int) -> None:
        """A line of a text, where the lines before it are there."""
        name = slot.path.steps[-1].step.name if slot.path else ""
        held = getattr(owner, name)
        if slot.line == (0 if held is None else held.count("\n") + 1) + 1:
            value = self.values.value(slot, without="\n\r")
            setattr(owner, name, put_line(held, slot.line, value))
            self._seen.add((line, slot.placeholder.expression))

    def share(self, slot: Slot, start: Any, line: int) -> None:
        """A value that all elements of a list will have."""
        self._shared.append((start, slot, self.values.value(slot), line))

    def _complete(self, made: msgspec.Struct) -> None:
        """When all is made: what all elements of a list have, and what stands for absent values."""
        for start, slot, value, line in self._shared:
            if slot.path is not None and spread(start, slot.path.steps, value):
                self._seen.add((line, slot.placeholder.expression))
        for field in self.fields:
            for slot in (slot for slot in field.slots if slot.fallback is not None):
                for owner in instances(made, slot.scope):
                    if slot.path is not None and self._stands(field, slot.scope, owner):
                        fill_default(made, owner, slot.path, slot.fallback or "")
            for owner in instances(made, field.scope) if field.fallback else ():
                if self._stands(field, field.scope, owner):
                    self._keep_fallback(field, owner)

    def _stands(self, field: Field, scope: Scope, owner: Any) -> bool:
        """Whether a field is there for an object."""
        return all(self.holds(number, {scope.number: owner}) for number in field.case)

    def _keep_fallback(self, field: Field, start: Any) -> None:
        owner = start
        for step in field.home.steps[:-1] if field.home else ():
            owner = None if owner is None else getattr(owner, step.step.name)
        if owner is not None:
            owner.extensions = {field.choices[0]: field.fallback, **(owner.extensions or {})}

    def _made(self) -> msgspec.Struct:
        """A document; fills `_seen`."""
        raise NotImplementedError
