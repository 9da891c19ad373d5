"""Which line takes a segment: what selects, precedence, and lines that could both take one."""

from collections.abc import Iterable, Iterator

from edi_engine.mapping.compiler.cases import together
from edi_engine.mapping.compiler.edifact_cells import PlannedLine, wrong
from edi_engine.mapping.compiler.scope import Scope, root_scope
from edi_engine.mapping.notation_errors import NotationError


def select(lines: list[PlannedLine]) -> None:
    """Mark the literals that select: those that lead their element, and all where lines could not be told apart."""
    for line in lines:
        leading = {cell.element: True for cell in line.cells}
        for cell in line.cells:
            if cell.role in ("literal", "set"):
                cell.selects = leading[cell.element]
            elif cell.role != "any":
                leading[cell.element] = False
    for one, other in _rivals(lines):
        if _overlap(one, other):
            for cell in (*one.cells, *other.cells):
                cell.selects = cell.selects or cell.role in ("literal", "set")


def leave_to_literals(lines: list[PlannedLine]) -> None:
    """Take from the code lists of the directory what another line of the place names: those codes are that line's."""
    for rivals in _rivals(lines):
        for one, other in (rivals, rivals[::-1]):
            named = {(c.element, c.component): c.domain() for c in one.cells if c.role in ("literal", "set")}
            for cell in other.cells:
                taken = named.get((cell.element, cell.component)) or frozenset()
                for value in cell.values:
                    if value.table is not None and value.table.listed:
                        value.table = value.table.without(taken)


def overlaps(lines: list[PlannedLine]) -> Iterator[NotationError]:
    """A fault for each two lines of one class that could both take a segment."""
    for one, other in _rivals(lines):
        if one.rank() == other.rank() and _overlap(one, other):
            what = f"{one.line.source!r} (line {one.line.number}) and this line could both take a segment"
            yield wrong(what, other, code="TPL-005")


def find_rivals(lines: list[PlannedLine]) -> None:
    """Note for each line those that go before it and could take the same segment."""
    for one, other in _rivals(lines):
        if one.rank() != other.rank() and _overlap(one, other):
            first, second = sorted((one, other), key=PlannedLine.rank)
            second.rivals.append(first)


def find_indexed(lines: Iterable[PlannedLine], scopes: list[Scope]) -> None:
    """Mark the lists that are walked whole by an `each` and reached by index too."""
    reached = set()
    for path, scope in ((value.path, value.scope) for line in lines for value in line.values() if not value.broadcast):
        if path is not None:
            root = root_scope(path.path, scope).number
            for at, step in enumerate(path.steps):
                if step.step.index is not None:
                    reached.add((root, tuple(s.step.name for s in path.steps[: at + 1])))
    for scope in scopes[1:]:
        if scope.path is not None and scope.parent is not None:
            names = tuple(step.step.name for step in scope.path.steps)
            whole = not scope.path.steps[-1].step.start
            scope.indexed = whole and (root_scope(scope.path.path, scope.parent).number, names) in reached


def _rivals(lines: list[PlannedLine]) -> Iterator[tuple[PlannedLine, PlannedLine]]:
    """Each two lines of one place under one trigger."""
    groups: dict[tuple[int, int], list[PlannedLine]] = {}
    for line in lines:
        groups.setdefault((line.place.index, line.trigger.number if line.trigger else 0), []).append(line)
    for group in groups.values():
        for at, one in enumerate(group):
            yield from ((one, other) for other in group[at + 1 :] if together(one.case, other.case))


def _overlap(one: PlannedLine, other: PlannedLine) -> bool:
    """Whether some segment fits what both demand."""
    theirs = {(c.element, c.component): c.domain() for c in other.cells if c.selects or c.rank() == 2}
    for cell in one.cells:
        if not (cell.selects or cell.rank() == 2):
            continue
        mine, domain = cell.domain(), theirs.get((cell.element, cell.component))
        if mine is not None and domain is not None and not mine & domain:
            return False
    return True
