"""What proves a JSON template: documents of its domain, and what partners do to the documents they send."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

import msgspec

from edi_engine.findings import Report
from edi_engine.mapping.compiler.field_values import FieldValues, chosen_keys, is_key
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.filling import put_value, reach
from edi_engine.mapping.compiler.json_template_places import (
    JsonList,
    JsonObject,
    JsonPlan,
    JsonTuple,
    JsonValues,
    Place,
)
from edi_engine.mapping.compiler.scope import root_scope
from edi_engine.mapping.field_reading import pointer
from edi_engine.mapping.runtime import plain

Rates = Callable[[Counter[tuple[int, str]], int], dict[str, float]]
VALUE_CHANCE = 0.75


class JsonDocuments:
    """Makes documents for one plan; `filled` counts, for each placeholder, in how many of them it had a value."""

    def __init__(self, plan: JsonPlan, rng: Random, arrange: Callable[[Any], Any], rates: Rates) -> None:
        self.plan, self.rng, self.arrange, self._rates = plan, rng, arrange, rates
        self.values = FieldValues(rng)
        self.filled: Counter[tuple[int, str]] = Counter()
        self._seen: set[tuple[int, str]] = set()

    def document(self) -> msgspec.Struct:
        """One more document."""
        self._seen = set()
        made = self.plan.document.struct()
        self._place(self.plan.root, {0: made})
        self.filled.update(self._seen)
        arranged: msgspec.Struct = self.arrange(made)
        return arranged

    def rates(self, documents: int) -> dict[str, float]:
        """For each placeholder the share of documents in which it had a value."""
        return self._rates(self.filled, documents)

    def _place(self, place: Place, objects: dict[int, Any]) -> None:
        if isinstance(place, Field):
            self._field(place, objects)
        elif isinstance(place, JsonObject):
            for _, inner in place.members:
                self._place(inner, objects)
        elif isinstance(place, JsonTuple):
            for inner in place.items:
                self._place(inner, objects)
        elif isinstance(place, JsonList):
            for made in place.elements:
                for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
                    self._element(made, objects)
        else:
            self._list(place, objects)

    def _element(self, made: JsonObject, objects: dict[int, Any]) -> None:
        head = made.head
        if head is None or head.path is None or head.parent is None:
            raise ValueError(f"the object at line {made.line} opens no list")
        step = head.path.steps[-1]
        keys = chosen_keys(step.step, self.rng)
        element, empty = head.struct(**keys), head.struct(**keys)
        self._place(made, {**objects, head.number: element})
        for key, place in made.members:
            if isinstance(place, Field) and place.simple_code and key:
                self._field(place, {**objects, head.number: element}, certain=True)
        if element != empty:
            owner = reach(objects[root_scope(head.path.path, head.parent).number], head.path.steps[:-1])
            getattr(owner, step.step.name).append(element)

    def _list(self, place: JsonValues, objects: dict[int, Any]) -> None:
        for _ in range(self.rng.choice((0, 1, 2))):
            owner = reach(objects[place.scope.number], place.path.steps[:-1])
            step, text = place.path.steps[-1], self.values.text()
            keys = chosen_keys(step.step, self.rng)
            struct = step.field.struct
            getattr(owner, step.step.name).append(struct(**keys, **{place.inner: text}) if struct else text)

    def _field(self, place: Field, objects: dict[int, Any], *, certain: bool = False) -> None:
        if place.checked or not (certain or self.rng.random() < VALUE_CHANCE):
            return
        count = len(place.slots) if self.rng.random() < VALUE_CHANCE else 1
        for number, slot in enumerate(place.slots[:count]):
            if slot.path is not None:
                self._fill(place, slot, objects, last=number == count - 1)

    def _fill(self, place: Field, slot: Slot, objects: dict[int, Any], *, last: bool) -> None:
        path = slot.path
        if path is None:
            return
        owner = reach(objects[slot.scope.number], path.steps[:-1])
        name, part = path.steps[-1].step.name, path.path.part
        held = getattr(owner, name)
        if is_key(slot):
            self._seen.add((place.line, slot.placeholder.expression))
        if part is None and held is not None:
            return  # an object around was filled by an earlier element
        if part is not None and part[0] and len(held or "") < part[0]:
            return  # the parts of a text are all there, or the first ones are
        put_value(owner, path, self.values.value(slot, exact=not last))
        self._seen.add((place.line, slot.placeholder.expression))


# -- what partners do --------------------------------------------------------------------------------------------------


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a decoded document that says something, with its pointer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{at}/{pointer(key)}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{at}/{number}")
    elif value is not None and value != "":
        yield at, plain(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else str(value)


def vanished(received: bytes, written: bytes, report: Report) -> Counter[str]:
    """Values received that are neither written back nor covered by a finding on them or on what holds them.

    Values are compared as a multiset, for the writer has its own order.
    """
    covered = {finding.where.path or "" for finding in report}
    kept: Counter[str] = Counter()
    for at, text in leaves(_decoded(received)):
        parts = at.split("/")
        if not any("/".join(parts[:n]) in covered for n in range(1, len(parts) + 1)):
            kept[text] += 1
    return kept - Counter(text for _, text in leaves(_decoded(written)))


def _decoded(body: bytes) -> Any:
    return json.loads(body, parse_float=Decimal)


def _raw(value: Any) -> Any:
    """Decimals as the numbers they were."""
    if isinstance(value, dict):
        return {key: _raw(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_raw(inner) for inner in value]
    return msgspec.Raw(plain(value).encode()) if isinstance(value, Decimal) else value


def _holders(value: Any, kind: type) -> list[Any]:
    """Every object (or array) of a document with something in it."""
    found = [value] if isinstance(value, kind) and value else []
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for inner in inside:
        found += _holders(inner, kind)
    return found


def _edited(change: Callable[[Any, Random], None], kind: type = dict) -> Callable[[bytes, Random], bytes]:
    def mutate(body: bytes, rng: Random) -> bytes:
        value = _decoded(body)
        holders = _holders(value, kind)
        if holders:
            change(rng.choice(holders), rng)
        return msgspec.json.encode(_raw(value))

    return mutate


def _shuffle(held: dict[str, Any], rng: Random) -> None:
    items = list(held.items())
    rng.shuffle(items)
    held.clear()
    held.update(items)


def _drop(held: dict[str, Any], rng: Random) -> None:
    del held[rng.choice(list(held))]


def _add(held: dict[str, Any], rng: Random) -> None:
    held[f"unknown/~{rng.randrange(100)}"] = rng.choice([f"Q{rng.randrange(10**6)}", [1, {"x": "deep"}], 7, True])


def _other(held: dict[str, Any], rng: Random) -> None:
    held[rng.choice(list(held))] = rng.choice([f"W{rng.randrange(10**6)}", 12, Decimal("0.50"), True, ["W"], {"W": 1}])


def _spelling(held: dict[str, Any], rng: Random) -> None:
    """Numbers as texts, texts of digits as numbers, leading zeros."""
    key = rng.choice(list(held))
    value = held[key]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        held[key] = f"0{plain(value)}"
    elif isinstance(value, str) and value.isascii() and value.isdigit():
        held[key] = int(value)


def _double(held: list[Any], rng: Random) -> None:
    held.append(rng.choice(held))


def _foreign(held: list[Any], rng: Random) -> None:
    held.insert(rng.randrange(len(held) + 1), rng.choice([f"Q{rng.randrange(10**6)}", {"kind": "ZZ9"}, 5, ["Q"]]))


MUTATIONS: dict[str, Callable[[bytes, Random], bytes]] = {
    "members shuffled": _edited(_shuffle),
    "member dropped": _edited(_drop),
    "unknown member": _edited(_add),
    "other value": _edited(_other),
    "number spelling": _edited(_spelling),
    "element doubled": _edited(_double, list),
    "foreign element": _edited(_foreign, list),
}
