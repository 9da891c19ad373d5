"""What a template can write, as data of the generated module: for every field whether and where it has a place.

    COVERAGE = {"id": None, "parties": [(lambda e, n: e.role in T_3, {"id": None, …})], …}

None: the value is written. A table: the object's fields. A list: which elements, by element and index (None: all), and
theirs; `*` among these says that they are written once for all elements, `1` that only those
of the first element that fits are, with the keys it is picked by.
"""

from typing import Any

from edi_engine.mapping.compiler.cases import Case
from edi_engine.mapping.compiler.edifact_cells import Plan, PlannedLine
from edi_engine.mapping.compiler.edifact_write import accepts
from edi_engine.mapping.compiler.emit import Source, condition
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import ResolvedStep
from edi_engine.mapping.unwritten_walks import EVERY, FIRST

Node = dict[str, Any]
EVERY_ELEMENT = "lambda e, n: True"


def coverage_source(plan: Plan, source: Source) -> None:
    """Append `COVERAGE`, and by case what is written besides, to a module under construction."""
    known = dict.fromkeys(line.case for line in plan.lines if line.case)
    source.add(0, f"COVERAGE = {show(_covered(plan, (), source))}")
    source.add(0, f"CASES = [{', '.join(f'({case!r}, {show(_covered(plan, case, source))})' for case in known)}]", "")


def _covered(plan: Plan, wanted: Case, source: Source) -> Node:
    """What the lines of one case write; lists that are walked whatever the case are open to them."""
    tree: Node = {}
    nodes: dict[int, Node] = {plan.document.number: tree}
    for line in plan.lines:
        if line.head is not None and line.case == wanted[: len(line.case)]:
            nodes[line.head.number] = _open(line, nodes, source)
        repeated = {id(value) for cell in line.cells for inner in cell.inner for value in inner.values}
        for value in line.values() if line.case == wanted else ():
            if value.direction != "in":
                add_value(value, nodes, shared=value.broadcast and id(value) not in repeated)
    return tree


def _open(line: PlannedLine, nodes: dict[int, Node], source: Source) -> Node:
    scope = line.head
    if scope is None or scope.path is None or scope.parent is None:
        raise ValueError(f"line {line.number} is not the first of an each")
    node = nodes[root_scope(scope.path.path, scope.parent).number]
    node = descend(node, scope.path.steps[:-1])
    step = scope.path.steps[-1]
    start = f" and n >= {step.step.start}" if step.step.start else ""
    inner: Node = {item.key: None for item in step.step.filters if not item.negated}
    node.setdefault(step.step.name, []).append((f"lambda e, n: {accepts(line, source, 'e')}{start}", inner))
    return inner


def add_value(value: Value, nodes: dict[int, Node], *, shared: bool) -> None:
    """Note that a placeholder writes its path; `shared`: once for all elements of a list."""
    if value.path is None or not value.path.steps:
        return
    scope: Scope = root_scope(value.path.path, value.scope)
    node = descend(nodes[scope.number], value.path.steps[:-1], shared=shared)
    last = value.path.steps[-1]
    if last.field.many:
        node.setdefault(last.step.name, []).append((_which(last), None))
    else:
        node[last.step.name] = None


def descend(node: Node, steps: tuple[ResolvedStep, ...], *, shared: bool = False) -> Node:
    """The node at the end of some steps, made where it is not there; `shared`: written once for all elements."""
    for step in steps:
        if step.field.many:
            inner: Node = {item.key: None for item in step.step.filters if not item.negated}
            inner |= {EVERY: None} if shared and step.step.every else _first(step)
            entries = node.setdefault(step.step.name, [])
            which, marks = _which(step), _marks(inner)
            known = next((fields for test, fields in entries if test == which and _marks(fields) == marks), None)
            if known is None:
                entries.append((which, inner))
            node = inner if known is None else known
        else:
            found = node.get(step.step.name)
            node = node.setdefault(step.step.name, {}) if not isinstance(found, dict) else found
    return node


def _first(step: ResolvedStep) -> Node:
    """The mark of a step that picks the first element that fits, with the keys it is picked by."""
    picks = step.step.filters and step.step.index is None and step.step.start is None and not step.step.every
    return {FIRST: {item.key: None for item in step.step.filters if not item.negated}} if picks else {}


def _marks(node: Node | None) -> tuple[bool, bool]:
    return EVERY in (node or ()), FIRST in (node or ())


def _which(step: ResolvedStep) -> str:
    if step.step.index is not None:
        return f"lambda e, n: n == {step.step.index}"
    if step.step.start is not None:
        return f"lambda e, n: n >= {step.step.start}"
    return f"lambda e, n: {condition(step.step.filters)}"


def show(node: Any) -> str:
    """A node as Python text."""
    if node is None:
        return "None"
    if isinstance(node, list):
        return "[" + ", ".join(f"({_test(test)}, {show(fields)})" for test, fields in node) + "]"
    return "{" + ", ".join(f"{name!r}: {show(fields)}" for name, fields in node.items()) + "}"


def _test(text: str) -> str:
    """A test as Python text; None for that of every element."""
    return "None" if text == EVERY_ELEMENT else text
