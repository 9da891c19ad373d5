"""Which values of a document a mapping has no place for."""

from collections import Counter
from typing import Any

import msgspec

from edi_engine.mapping.unwritten_walks import Node, Unwritten, Walk, walk_of


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
        self._walks: dict[tuple[type, bool], Walk] = {}

    def unwritten(self, document: msgspec.Struct, *, exact: bool = False) -> Unwritten:
        """The values of a document that have no place, by path or, `exact`, with the index of each element."""
        found = Unwritten(Counter(), Counter())
        key = type(document), exact
        walk = self._walks.get(key) or self._walks.setdefault(key, walk_of(key[0], self.nodes, exact))
        walk(document, "", found)
        return Unwritten(_without_dot(found.paths), _without_dot(found.bare))


def _without_dot(paths: Counter[str]) -> Counter[str]:
    """Paths as they are shown; a walk puts a dot before each name."""
    return Counter({path[1:]: times for path, times in paths.items()})
