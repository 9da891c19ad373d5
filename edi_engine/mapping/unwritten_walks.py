"""The coverage of a template, turned into walks over structs that find what it has no place for."""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import CodeType
from typing import Any, NamedTuple, TypeAlias

import msgspec

from edi_engine.mapping.paths import ModelField, fields

Node = Any
EVERY = "*"  # key of a node that speaks for every element of a list at once (`items[*].x`)
FIRST = "1"  # of one for the first element alone that fits (`parties[role=agent].x`); holds what it is picked by
_HOLDING = ("struct", "other")  # kinds of fields that may be there without a value
_Entry: TypeAlias = tuple[Callable[[Any, int], Any] | None, Node]  # which elements, by themselves and index; their node
Walk: TypeAlias = Callable[[Any, str, "Unwritten"], None]  # goes through a value at a path


class Unwritten(NamedTuple):
    """What is not written.

    Attributes:
        paths: paths without a place, lists without index, and how often each occurs; or exact ones, each once.
        bare: lists by path, and how many of their elements have nothing but values that are written once for all.
    """

    paths: Counter[str]
    bare: Counter[str]


def _open(kind: type[msgspec.Struct], nodes: list[Node]) -> Iterator[tuple[ModelField, list[Node]]]:
    """The fields of which something may be left out, each with what is known of it.

    Not leaves with a place, nor objects and lists all of whose leaves have.
    """
    for name, field in fields(kind).items():
        known = [node[name] for node in nodes if name in node]
        if not _whole(field, known):
            yield field, known


def _whole(field: ModelField, known: list[Node]) -> bool:
    """Whether nothing of a field can be left out."""
    if field.many and None not in known:
        entries = _entries(known)
        if any(EVERY in node for _, node in entries if node):
            return False
        known = [node for test, node in entries if test is None]
    return None in known or (field.struct is not None and bool(known) and not any(_open(field.struct, known)))


def _entries(known: list[Node]) -> list[_Entry]:
    """What is known of the elements of a list."""
    return [entry for node in known if isinstance(node, list) for entry in node]


def walk_of(kind: type[msgspec.Struct], nodes: list[Node], exact: bool) -> Walk:
    """What goes through the structs of one type under the same nodes."""
    code = _Code(exact)
    code.through_object(kind, nodes, "item", "", 1)
    return code.made()


@lru_cache(maxsize=1024)
def _compiled(text: str) -> CodeType:
    """The code of a walk: objects of one kind are much the same within a mapping, and from one mapping to the next."""
    return compile(text, "<walk>", "exec")


class _Code:
    """The Python of a walk: straight on through the objects in an object, for attributes named in code are fast.

    Most fields of most objects are absent or written. So first all are asked for that have no place at all: where none
    of them is there, what has a place for a part of it is gone into, else every field in the order of the model.
    """

    def __init__(self, exact: bool) -> None:
        self._exact = exact
        self._names: dict[str, Any] = {}
        self._lines = ["def walk(item, path, found):"]

    def made(self) -> Walk:
        """The function."""
        text = "\n".join([*self._lines, "    return"])
        exec(_compiled(text), self._names)  # noqa: S102 — names of fields of the model, nothing else
        walk: Walk = self._names["walk"]
        return walk

    def through_object(
        self, kind: type[msgspec.Struct], nodes: list[Node], variable: str, path: str, indent: int
    ) -> None:
        """Emit what goes through the object in a local; `path` leads to it from the item."""
        parts = [(field, known) for field, known in _open(kind, nodes) if known]
        lost = [field for field, known in _open(kind, nodes) if not known]
        there = [f"{variable}.{field.name}{'' if field.many else ' is not None'}" for field in lost]
        if lost:
            self._add(indent, f"if {' or '.join(there)}:")
            self._call(indent + 1, _Fields(kind, nodes, self._exact), variable, path)
        for number, (field, known) in enumerate(parts):
            if lost and number == 0:
                self._add(indent, "else:")
            self._part(field, known, f"{variable}.{field.name}", f"{path}.{field.name}", indent + bool(lost))

    def through_list(
        self, struct: type[msgspec.Struct] | None, entries: list[_Entry], variable: str, path: str, indent: int
    ) -> None:
        """Emit what goes through the list in a local: which entries an element fits decides which walk is its own."""
        index, element = f"n{indent}", f"e{indent}"
        where = f"{path}[{{{index}}}]" if self._exact else path
        if struct is not None and all(test is None and EVERY not in node for test, node in entries):
            self._add(indent, f"for {index}, {element} in enumerate({variable}):")
            self.through_object(struct, [node for _, node in entries], element, where, indent + 1)
            return
        cases = self._named("cases", _Cases(struct, entries, self._exact))
        first = [number for number, (_, node) in enumerate(entries) if node and FIRST in node]
        self._add(indent, *([f"free{indent} = -1"] if first else []))
        self._add(indent, f"for {index}, {element} in enumerate({variable}):")
        bits = [
            self._bit(number, test, f"{element}, {index}", f"free{indent}" if number in first else "")
            for number, (test, _) in enumerate(entries)
        ]
        self._add(indent + 1, f"fit = {' | '.join(bits) or 0}")
        if first:
            self._add(indent + 1, f"free{indent} &= ~(fit & {sum(1 << number for number in first)})")
        self._add(indent + 1, f"{cases}[fit]({element}, f'{{path}}{where}', found)")

    def _bit(self, number: int, test: Callable[[Any, int], Any] | None, arguments: str, free: str) -> str:
        """What gives the bit of an entry where an element fits it; `free`: the local with those that none took yet."""
        if test is None:
            return str(1 << number)
        asked = f"{self._named('test', test)}({arguments})"
        left = f"{free} & {1 << number} and " if free else ""
        return f"({1 << number} if {left}{asked} else 0)"

    def _part(self, field: ModelField, known: list[Node], value: str, path: str, indent: int) -> None:
        held = f"v{len(self._lines)}"
        self._add(indent, f"{held} = {value}", f"if {held}:")
        if field.many:
            self.through_list(field.struct, _entries(known), held, path, indent + 1)
        elif field.struct is None:
            self._call(indent + 1, _Leaf(known), held, path)
        else:
            self.through_object(field.struct, known, held, path, indent + 1)

    def _call(self, indent: int, walk: Walk, value: str, path: str) -> None:
        self._add(indent, f"{self._named('walk', walk)}({value}, f'{{path}}{path}', found)")

    def _named(self, kind: str, held: Any) -> str:
        name = f"{kind}{len(self._names)}"
        self._names[name] = held
        return name

    def _add(self, indent: int, *lines: str) -> None:
        self._lines.extend("    " * indent + line for line in lines)


def _step(field: ModelField, known: list[Node], exact: bool) -> Walk:
    """What goes through the value of a field."""
    if field.many:
        code = _Code(exact)
        code.through_list(field.struct, _entries(known), "item", "", 1)
        return code.made()
    if field.struct is None:
        return _Leaf(known)
    return walk_of(field.struct, known, exact) if known else _Fields(field.struct, known, exact)


class _Fields:
    """Goes through an object of which something is left out: all its fields in the order of the model."""

    __slots__ = ("_steps", "exact", "kind", "nodes")

    def __init__(self, kind: type[msgspec.Struct], nodes: list[Node], exact: bool) -> None:
        self.kind, self.nodes, self.exact = kind, nodes, exact
        self._steps: dict[str, tuple[ModelField, list[Node], list[Walk]]] = {}

    def __call__(self, item: msgspec.Struct, path: str, found: Unwritten) -> None:
        self._steps = self._steps or {field.name: (field, known, []) for field, known in _open(self.kind, self.nodes)}
        for name, (field, known, made) in self._steps.items():
            value = getattr(item, name)
            if value is not None and value != []:
                walk = made[0] if made else _step(field, known, self.exact)
                made[:] = [walk]
                walk(value, f"{path}.{name}", found)


class _Leaf:
    """A plain value, or what is kept by name."""

    __slots__ = ("known",)

    def __init__(self, known: list[Node]) -> None:
        self.known = known

    def __call__(self, value: Any, path: str, found: Unwritten) -> None:
        if isinstance(value, dict):
            found.paths.update(f"{path}.{key}" for key in value if not any(key in node for node in self.known))
        else:
            found.paths[path] += 1


class _Cases(dict[int, Walk]):
    """Walks through the elements of a list, by the entries they fit, a bit for each; made when first asked for."""

    def __init__(self, struct: type[msgspec.Struct] | None, entries: list[_Entry], exact: bool) -> None:
        super().__init__()
        self._struct, self._entries, self._exact = struct, entries, exact

    def __missing__(self, fit: int) -> Walk:
        self[fit] = walk = self._case(fit)
        return walk

    def _case(self, fit: int) -> Walk:
        nodes = [node for number, (_, node) in enumerate(self._entries) if fit & 1 << number]
        if None in nodes:
            return _written
        if self._struct is None:
            return _Leaf([])
        if any(EVERY in node for node in nodes):
            return _Shared(self._struct, nodes, self._exact)
        if nodes and all(FIRST in node for node in nodes):
            return _Picked(self._struct, nodes, self._exact)
        return walk_of(self._struct, nodes, self._exact) if nodes else _Fields(self._struct, nodes, self._exact)


def _written(value: Any, path: str, found: Unwritten) -> None:
    """Nothing is left of a value that has a place."""


class _Shared:
    """An element of a list of which some values are written once for all elements."""

    __slots__ = ("says", "walk")

    def __init__(self, struct: type[msgspec.Struct], nodes: list[Node], exact: bool) -> None:
        self.walk = walk_of(struct, nodes, exact)
        self.says = _Says(struct, [node for node in nodes if EVERY not in node])

    def __call__(self, element: msgspec.Struct, path: str, found: Unwritten) -> None:
        self.walk(element, path, found)
        if not self.says(element):  # it has values, and none of them is written at the element itself
            found.bare[path] += 1


class _Picked:
    """An element that no line is for, only values of it: one of them says what it is picked by, or nothing does."""

    __slots__ = ("all", "says", "walk")

    def __init__(self, struct: type[msgspec.Struct], nodes: list[Node], exact: bool) -> None:
        keys = {key for node in nodes for key in node[FIRST]}
        own = [{name: inner for name, inner in node.items() if name not in keys} for node in nodes]
        self.walk, self.all, self.says = walk_of(struct, nodes, exact), _Fields(struct, [], exact), _Says(struct, own)

    def __call__(self, element: msgspec.Struct, path: str, found: Unwritten) -> None:
        (self.walk if self.says(element) else self.all)(element, path, found)


class _Says:
    """Whether nodes write any value of an element: one right in it, or else something of all they leave is missing."""

    __slots__ = ("all", "names", "own")

    def __init__(self, struct: type[msgspec.Struct], nodes: list[Node]) -> None:
        self.all, self.own = _Fields(struct, [], False), walk_of(struct, nodes, False)
        plain = [name for name, field in fields(struct).items() if not field.many and field.kind not in _HOLDING]
        self.names = [name for name in plain if any(name in node for node in nodes)]

    def __call__(self, element: msgspec.Struct) -> bool:
        for name in self.names:
            if getattr(element, name) is not None:
                return True
        return _left(self.own, element) != _left(self.all, element)


def _left(walk: Walk, element: msgspec.Struct) -> Counter[str]:
    """What a walk leaves of an element."""
    found = Unwritten(Counter(), Counter())
    walk(element, "", found)
    return found.paths
