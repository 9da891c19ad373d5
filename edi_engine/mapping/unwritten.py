"""Which values of a document a mapping has no place for: the coverage of a template, turned into walks over structs."""

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
_Walk: TypeAlias = Callable[[Any, str, "Unwritten", bool], None]  # goes through a value at a path


class Unwritten(NamedTuple):
    """What is not written.

    Attributes:
        paths: paths without a place, lists without index, and how often each occurs; or exact ones, each once.
        bare: lists by path, and how many of their elements have nothing but values that are written once for all.
    """

    paths: Counter[str]
    bare: Counter[str]


class Coverages:
    """What the module generated for a template says it writes, by which conditions hold; each is made ready once."""

    def __init__(self, module: dict[str, Any]) -> None:
        self._always, self._cases = module["COVERAGE"], module["CASES"]
        self._made: dict[tuple[int, ...], Coverage] = {}

    def of(self, judged: tuple[bool, ...]) -> "Coverage":
        """What is written where the conditions of a template were judged so."""
        held = tuple(at for at, (case, _) in enumerate(self._cases) if all(judged[number] for number in case))
        if held not in self._made:
            self._made[held] = Coverage([self._always, *(self._cases[at][1] for at in held)])
        return self._made[held]


class Coverage:
    """What a template writes: nodes of `compiler.coverage`, those of the cases that hold together."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._walks: dict[type, _Walk] = {}

    def unwritten(self, document: msgspec.Struct, *, exact: bool = False) -> Unwritten:
        """The values of a document that have no place, by path or, `exact`, with the index of each element."""
        found = Unwritten(Counter(), Counter())
        kind = type(document)
        walk = self._walks.get(kind) or self._walks.setdefault(kind, _walk(kind, self.nodes))
        walk(document, "", found, exact)
        return Unwritten(_without_dot(found.paths), _without_dot(found.bare))


def _without_dot(paths: Counter[str]) -> Counter[str]:
    """Paths as they are shown; a walk puts a dot before each name."""
    return Counter({path[1:]: times for path, times in paths.items()})


def _open(kind: type[msgspec.Struct], nodes: list[Node]) -> Iterator[tuple[ModelField, list[Node]]]:
    """The fields of which something may be left out, each with what is known of it.

    Not leaves with a place, nor objects all of whose leaves have.
    """
    for name, field in fields(kind).items():
        known = [node[name] for node in nodes if name in node]
        whole = None in known or (
            field.struct is not None and not field.many and known and not any(_open(field.struct, known))
        )
        if not whole:
            yield field, known


def _walk(kind: type[msgspec.Struct], nodes: list[Node]) -> _Walk:
    """What goes through the structs of one type under the same nodes."""
    code = _Code()
    code.object(kind, nodes, "item", "", 1)
    names: dict[str, Any] = {**code.names}
    exec(_compiled(code.text()), names)  # noqa: S102 — names of fields of the model, nothing else
    walk: _Walk = names["walk"]
    return walk


@lru_cache(maxsize=1024)
def _compiled(text: str) -> CodeType:
    """The code of a walk: objects of one kind are much the same within a mapping, and from one mapping to the next."""
    return compile(text, "<walk>", "exec")


class _Code:
    """The Python of a walk: straight on through the objects in an object, for attributes named in code are fast.

    Most fields of most objects are absent or written. So first all are asked for that have no place at all: where none
    of them is there, what has a place for a part of it is gone into, else every field in the order of the model.
    """

    def __init__(self) -> None:
        self.names: dict[str, _Walk] = {}
        self._lines = ["def walk(item, path, found, exact):"]

    def text(self) -> str:
        return "\n".join([*self._lines, "    return"])

    def object(self, kind: type[msgspec.Struct], nodes: list[Node], variable: str, path: str, indent: int) -> None:
        """Emit what goes through the object in a local; `path` leads to it from the item."""
        parts = [(field, known) for field, known in _open(kind, nodes) if known]
        lost = [field for field, known in _open(kind, nodes) if not known]
        there = [f"{variable}.{field.name}{'' if field.many else ' is not None'}" for field in lost]
        if lost:
            self._add(indent, f"if {' or '.join(there)}:")
            self._call(indent + 1, _Fields(kind, nodes), variable, path)
        for number, (field, known) in enumerate(parts):
            if lost and number == 0:
                self._add(indent, "else:")
            self._part(field, known, f"{variable}.{field.name}", f"{path}.{field.name}", indent + bool(lost))

    def _part(self, field: ModelField, known: list[Node], value: str, path: str, indent: int) -> None:
        held = f"v{len(self._lines)}"
        self._add(indent, f"{held} = {value}", f"if {held}:")
        if field.struct is not None and not field.many:
            self.object(field.struct, known, held, path, indent + 1)
        else:
            self._call(indent + 1, _step(field, known), held, path)

    def _call(self, indent: int, walk: _Walk, value: str, path: str) -> None:
        name = f"walk{len(self.names)}"
        self.names[name] = walk
        self._add(indent, f"{name}({value}, f'{{path}}{path}', found, exact)")

    def _add(self, indent: int, *lines: str) -> None:
        self._lines.extend("    " * indent + line for line in lines)


def _step(field: ModelField, known: list[Node]) -> _Walk:
    """What goes through the value of a field."""
    if field.many:
        return _List(field.struct, known)
    if field.struct is None:
        return _Leaf(known)
    return _walk(field.struct, known) if known else _Fields(field.struct, known)


class _Fields:
    """Goes through an object of which something is left out: all its fields in the order of the model."""

    __slots__ = ("_steps", "kind", "nodes")

    def __init__(self, kind: type[msgspec.Struct], nodes: list[Node]) -> None:
        self.kind, self.nodes = kind, nodes
        self._steps: dict[str, tuple[ModelField, list[Node], list[_Walk]]] = {}

    def __call__(self, item: msgspec.Struct, path: str, found: Unwritten, exact: bool) -> None:
        self._steps = self._steps or {field.name: (field, known, []) for field, known in _open(self.kind, self.nodes)}
        for name, (field, known, made) in self._steps.items():
            value = getattr(item, name)
            if value is not None and value != []:
                walk = made[0] if made else _step(field, known)
                made[:] = [walk]
                walk(value, f"{path}.{name}", found, exact)


class _Leaf:
    """A plain value, or what is kept by name."""

    __slots__ = ("known",)

    def __init__(self, known: list[Node]) -> None:
        self.known = known

    def __call__(self, value: Any, path: str, found: Unwritten, exact: bool) -> None:
        if isinstance(value, dict):
            found.paths.update(f"{path}.{key}" for key in value if not any(key in node for node in self.known))
        else:
            found.paths[path] += 1


class _List:
    """A list: which entries an element fits decides which of its fields have a place."""

    __slots__ = ("always", "cases", "entries", "first", "struct", "tests")

    def __init__(self, struct: type[msgspec.Struct] | None, known: list[Node]) -> None:
        self.struct = struct
        self.entries = [entry for node in known if isinstance(node, list) for entry in node]
        self.tests = [(1 << number, test) for number, (test, _) in enumerate(self.entries) if test is not None]
        self.always = sum(1 << number for number, (test, _) in enumerate(self.entries) if test is None)
        self.first = sum(1 << number for number, (_, node) in enumerate(self.entries) if node and FIRST in node)
        self.cases: dict[int, _Walk] = {}

    def __call__(self, values: list[Any], path: str, found: Unwritten, exact: bool) -> None:
        free = -1
        for index, element in enumerate(values):
            fit = self.always
            for bit, test in self.tests:
                if bit & free and test(element, index):
                    fit |= bit
            free &= ~(fit & self.first)
            case = self.cases.get(fit) or self.cases.setdefault(fit, self._case(fit))
            case(element, f"{path}[{index}]" if exact else path, found, exact)

    def _case(self, fit: int) -> _Walk:
        nodes = [node for number, (_, node) in enumerate(self.entries) if fit & 1 << number]
        if None in nodes:
            return _written
        if self.struct is None:
            return _Leaf([])
        if any(EVERY in node for node in nodes):
            return _Shared(self.struct, nodes)
        if nodes and all(FIRST in node for node in nodes):
            return _Picked(self.struct, nodes)
        return _walk(self.struct, nodes) if nodes else _Fields(self.struct, nodes)


def _written(value: Any, path: str, found: Unwritten, exact: bool) -> None:
    """Nothing is left of a value that has a place."""


class _Shared:
    """An element of a list of which some values are written once for all elements."""

    __slots__ = ("all", "own", "walk")

    def __init__(self, struct: type[msgspec.Struct], nodes: list[Node]) -> None:
        self.walk, self.all = _walk(struct, nodes), _Fields(struct, [])
        self.own = _Fields(struct, [node for node in nodes if EVERY not in node])

    def __call__(self, element: msgspec.Struct, path: str, found: Unwritten, exact: bool) -> None:
        self.walk(element, path, found, exact)
        if self._bare(element):
            found.bare[path] += 1

    def _bare(self, element: msgspec.Struct) -> bool:
        """Whether an element has values, and none of them is written at the element itself."""
        return _left(self.all, element) == _left(self.own, element)


class _Picked:
    """An element that no line is for, only values of it: one of them says what it is picked by, or nothing does."""

    __slots__ = ("all", "own", "walk")

    def __init__(self, struct: type[msgspec.Struct], nodes: list[Node]) -> None:
        keys = {key for node in nodes for key in node[FIRST]}
        own = [{name: inner for name, inner in node.items() if name not in keys} for node in nodes]
        self.walk, self.own, self.all = _walk(struct, nodes), _walk(struct, own), _Fields(struct, [])

    def __call__(self, element: msgspec.Struct, path: str, found: Unwritten, exact: bool) -> None:
        nothing = _left(self.own, element) == _left(self.all, element)
        (self.all if nothing else self.walk)(element, path, found, exact)


def _left(walk: _Walk, element: msgspec.Struct) -> Counter[str]:
    """What a walk leaves of an element."""
    found = Unwritten(Counter(), Counter())
    walk(element, "", found, False)
    return found.paths
