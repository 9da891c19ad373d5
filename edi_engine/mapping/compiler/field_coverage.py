"""What a template of named fields can write, in the form of `compiler.coverage`: the data of the loss report."""

from collections.abc import Iterable

from edi_engine.mapping.compiler.coverage import Node, add_value, descend
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.scope import Scope, root_scope
from edi_engine.mapping.paths import ResolvedPath


class FieldCoverage:
    """The tree under construction; scopes are opened from the outside in."""

    def __init__(self) -> None:
        self.tree: Node = {}
        self._nodes: dict[int, Node] = {0: self.tree}
        self._opened: dict[int, tuple[list[tuple[str, Node]], str, tuple[str, ...]]] = {}
        self._narrowed: dict[tuple[int, ...], Node] = {}
        self._wide: dict[int, Node] = {}

    def open(self, scope: Scope, test: str) -> None:
        """Elements of a list that are written: those that fit `test` (of `e`)."""
        if scope.path is None or scope.parent is None:
            return
        node = descend(self._nodes[root_scope(scope.path.path, scope.parent).number], scope.path.steps[:-1])
        last = scope.path.steps[-1]
        inner: Node = {item.key: None for item in last.step.filters if not item.negated}
        entries = node.setdefault(last.step.name, [])
        if last.step.start:
            test = f"n >= {last.step.start} and ({test})"
        entries.append((f"lambda e, n: {test}", inner))
        self._nodes[scope.number] = inner
        self._opened[scope.number] = (entries, test, tuple(inner))

    def narrow(self, conditions: Iterable[tuple[int, str, int]]) -> None:
        """What follows is written only for the elements that fit: for each condition its number, test, and scope."""
        self._nodes.update(self._wide)
        self._wide = {}
        by_scope: dict[int, list[tuple[int, str]]] = {}
        for number, test, scope in conditions:
            by_scope.setdefault(scope, []).append((number, test))
        for scope, held in by_scope.items():
            if scope not in self._opened:
                continue
            entries, test, keys = self._opened[scope]
            case = (scope, *(number for number, _ in held))
            if case not in self._narrowed:
                self._narrowed[case] = dict.fromkeys(keys)
                tests = " and ".join([f"({test})", *(each for _, each in held)])
                entries.append((f"lambda e, n: {tests}", self._narrowed[case]))
            self._wide[scope] = self._nodes[scope]
            self._nodes[scope] = self._narrowed[case]

    def add(self, slot: Slot) -> None:
        """A placeholder that is written."""
        if slot.direction != "in" and slot.path is not None:
            add_value(slot.value, self._nodes, shared=slot.broadcast)

    def keep(self, field: Field) -> None:
        """What is kept verbatim and written back."""
        if field.home is not None:
            node = descend(self._nodes[field.scope.number], field.home.steps[:-1])
            node.setdefault(field.home.steps[-1].step.name, {})[field.choices[0]] = None

    def rest(self, scope: Scope, name: str) -> None:
        """What no line of a scope names, kept and written back."""
        self._nodes[scope.number].setdefault("extensions", {})[name] = None

    def add_list(self, scope: Scope, path: ResolvedPath, inner: str) -> None:
        """A list whose values are written: all of them, or one field of each element."""
        node = descend(self._nodes[scope.number], path.steps[:-1])
        fields = {inner: None} if inner else None
        node.setdefault(path.steps[-1].step.name, []).append(("lambda e, n: True", fields))
