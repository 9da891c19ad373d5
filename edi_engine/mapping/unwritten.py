"""Which values of a document a mapping has no place for: the coverage of a template, turned into walks over structs."""

from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

import msgspec

from edi_engine.mapping.paths import fields

Node = Any
EVERY = "*"  # key of a node that speaks for every element of a list at once (`items[*].x`)
_UNASKED = ("__class__", "__class__")  # what a getter of nothing gets: it takes at least two names to give a tuple


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
    """What a template writes: nodes of `compiler.coverage`, those of the cases that hold together.

    Most fields of most objects are absent or written. So a walk fetches what is not written as a leaf in one call and
    compares it with an empty object; only what differs is looked at.
    """

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self._walks: dict[type, _Walk] = {}

    def unwritten(self, document: msgspec.Struct, *, exact: bool = False) -> Unwritten:
        """The values of a document that have no place, by path or, `exact`, with the index of each element."""
        found = Unwritten(Counter(), Counter())
        kind = type(document)
        walk = self._walks.get(kind) or self._walks.setdefault(kind, _Walk(kind, self.nodes))
        walk(document, "", found, exact)
        return found


class _Walk:
    """Goes through the structs of one type under the same nodes."""

    __slots__ = ("empty", "get", "inner", "names", "nodes")

    def __init__(self, kind: type[msgspec.Struct], nodes: list[Node]) -> None:
        self.nodes = nodes
        self.inner: dict[str, _Values] = {}
        self.names = _open(kind, nodes)
        names = self.names if len(self.names) > 1 else [*self.names, *_UNASKED]
        self.get: Callable[[Any], Any] = attrgetter(*names)
        self.empty = self.get(kind())

    def __call__(self, item: msgspec.Struct, path: str, found: Unwritten, exact: bool) -> None:
        values = self.get(item)
        if values == self.empty:
            return
        for name, value in zip(self.names, values, strict=False):
            if value is None or value == []:
                continue
            here = f"{path}.{name}" if path else name
            inner = self.inner.get(name)
            if inner is None:
                inner = self.inner[name] = _Values([node[name] for node in self.nodes if name in node])
            inner(value, here, found, exact)


def _open(kind: type[msgspec.Struct], nodes: list[Node]) -> list[str]:
    """The fields of which something may be left out: not leaves with a place, nor objects all of whose leaves have."""
    names = []
    for name, field in fields(kind).items():
        known = [node[name] for node in nodes if name in node]
        whole = None in known or (
            field.struct is not None and not field.many and known and not _open(field.struct, known)
        )
        if not whole:
            names.append(name)
    return names


class _Values:
    """Goes through what one field holds: a leaf, an object, a list, or what is kept by name."""

    __slots__ = ("entries", "known", "walks")

    def __init__(self, known: list[Node]) -> None:
        self.known = known
        self.walks: dict[Any, _Walk] = {}
        self.entries = [entry for node in known if isinstance(node, list) for entry in node]

    def __call__(self, value: Any, path: str, found: Unwritten, exact: bool) -> None:
        if isinstance(value, list):
            self._list(value, path, found, exact)
        elif isinstance(value, dict):
            found.paths.update(f"{path}.{key}" for key in value if not any(key in node for node in self.known))
        elif isinstance(value, msgspec.Struct):
            self._walk(value, self.known, None)(value, path, found, exact)
        else:
            found.paths[path] += 1

    def _list(self, values: list[Any], path: str, found: Unwritten, exact: bool) -> None:
        for index, element in enumerate(values):
            fit = tuple(number for number, (test, _) in enumerate(self.entries) if test(element, index))
            nodes = [self.entries[number][1] for number in fit]
            here = f"{path}[{index}]" if exact else path
            if not isinstance(element, msgspec.Struct):
                found.paths.update(() if fit else [here])
            elif None not in nodes:
                self._walk(element, nodes, fit)(element, here, found, exact)
                if any(EVERY in node for node in nodes) and self._bare(element, nodes, fit):
                    found.bare[here] += 1

    def _walk(self, element: msgspec.Struct, nodes: list[Node], fit: Any) -> _Walk:
        key = type(element), fit
        return self.walks.get(key) or self.walks.setdefault(key, _Walk(type(element), nodes))

    def _bare(self, element: msgspec.Struct, nodes: list[Node], fit: tuple[int, ...]) -> bool:
        """Whether an element has values, and none of them is written at the element itself."""
        own = [node for node in nodes if EVERY not in node]
        all_values, without = Unwritten(Counter(), Counter()), Unwritten(Counter(), Counter())
        self._walk(element, [], ())(element, "", all_values, False)
        self._walk(element, own, ("own", *fit))(element, "", without, False)
        return all_values.paths == without.paths
