"""From a segment template to a checked plan: every line has its place in the segment table, every path in the model.

Nothing here reads or writes a message; `edifact_read` and `edifact_write` turn the plan into Python.
"""

from collections.abc import Callable
from dataclasses import replace

import msgspec

from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.grouping import Place, Structure
from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.cases import Cases, names_of, together
from edi_engine.mapping.compiler.edifact_cells import Plan, PlannedLine
from edi_engine.mapping.compiler.edifact_checks import check_values, check_widths
from edi_engine.mapping.compiler.edifact_elements import CellPlanner
from edi_engine.mapping.compiler.edifact_homes import check_homes
from edi_engine.mapping.compiler.edifact_selection import find_indexed, find_rivals, leave_to_literals, overlaps, select
from edi_engine.mapping.compiler.scope import Scope, Value, prefixed, root_scope
from edi_engine.mapping.notation_errors import NotationError, near_names, standing_at
from edi_engine.mapping.paths import Path, ResolvedPath, Step, parse_path, resolve
from edi_engine.mapping.placeholders import Piece, Placeholder
from edi_engine.mapping.template import Block, Line, Node


class Planner:
    """Walks a template once and builds its plan.

    Args:
        directory, structure: of the message the template is for.
        document: the struct of the document.
        table: gives a code table by name; raises NotationError for an unknown one.
        cases: conditions and aliases.
    """

    def __init__(
        self,
        directory: Directory,
        structure: Structure,
        document: type[msgspec.Struct],
        table: Callable[[str], CodeTable],
        cases: Cases,
    ) -> None:
        self.cases, self._asked = cases, dict[int, tuple[int, int]]()
        self.structure, self.cells = structure, CellPlanner(directory, table)
        self.scopes = [Scope(number=0, parent=None, struct=document)]
        self.lines: list[PlannedLine] = []
        self.errors: list[NotationError] = []

    def plan(self, nodes: list[Node]) -> Plan:
        """Build the plan.

        Raises:
            TemplateError: everything wrong with the template at once.
        """
        top: list[PlannedLine] = []
        self._walk(nodes, None, self.scopes[0], (), top)
        leave_to_literals(self.lines)
        select(self.lines)
        find_rivals(self.lines)
        find_indexed(self.lines, self.scopes)
        read = [(value, value.path) for line in self.lines if not line.case for value in line.values()]
        known = [names_of(path, root_scope(path.path, value.scope)) for value, path in read if _is_read(value) and path]
        self.errors += self.cases.unread(self._asked, known)
        self.errors += [*overlaps(self.lines), *check_values(self.lines), *check_homes(self.lines)]
        if self.errors:
            raise TemplateError(sorted(self.errors, key=lambda error: (error.file, error.line, error.column)))
        return Plan(
            structure=self.structure,
            document=self.scopes[0],
            top=top,
            lines=self.lines,
            scopes=self.scopes,
            cases=self.cases,
            warnings=[*self.cells.warnings, *check_widths(self.lines)],
        )

    # -- the walk ------------------------------------------------------------------------------------------------------

    def _walk(
        self,
        nodes: list[Node],
        trigger: PlannedLine | None,
        scope: Scope,
        prefix: tuple[Step, ...],
        into: list[PlannedLine],
    ) -> None:
        for node in nodes:
            try:
                with standing_at(node.number, node.file):
                    self._node(node, trigger, scope, prefix, into)
            except NotationError as error:
                self.errors.append(error)

    def _node(
        self,
        node: Node,
        trigger: PlannedLine | None,
        scope: Scope,
        prefix: tuple[Step, ...],
        into: list[PlannedLine],
    ) -> None:
        choices = next((found for text in _expressions(node) if (found := self.cases.choices(text))), ())
        for number in choices:
            self._asked.setdefault(number, (node.number, node.indent + 1))
            with self.cases.within(number):
                self._node(node, trigger, scope, prefix, into)
        if choices:
            return
        if isinstance(node, Block):
            self._block(node, trigger, scope, prefix, into)
        else:
            into.append(self._line(node, trigger, scope, prefix, None, into))

    def _block(
        self,
        block: Block,
        trigger: PlannedLine | None,
        scope: Scope,
        prefix: tuple[Step, ...],
        into: list[PlannedLine],
    ) -> None:
        column = block.indent + len(block.kind) + 2
        if block.kind == "when":
            number = self.cases.number(block.expression, column)
            self._asked.setdefault(number, (block.number, column))
            with self.cases.within(number):
                self._walk(block.children, trigger, scope, prefix, into)
            return
        path = prefixed(parse_path(self.cases.expanded(block.expression), column), prefix)
        if path.root == "derived":
            raise NotationError("a derived value has no place in a segment template", column)
        if block.kind == "with":
            _check_with(resolve(path, root_scope(path, scope).struct, column), column)
            self._walk(block.children, trigger, root_scope(path, scope), path.steps, into)
            return
        inner = self._open_scope(path, scope, column, block.number)
        head, *others = block.children
        if isinstance(head, Block) or others:
            second = head if isinstance(head, Block) else others[0]
            what = "an each has one line; what belongs to it stands indented under that line"
            raise NotationError(what, second.indent + 1, line=second.number)
        with standing_at(head.number, head.file):
            into.append(self._line(head, trigger, inner, (), inner, into))

    def _open_scope(self, path: Path, scope: Scope, column: int, line: int) -> Scope:
        resolved = resolve(path, root_scope(path, scope).struct, column)
        leaf = resolved.leaf
        if leaf is None or not leaf.many or leaf.struct is None:
            raise NotationError(f"each needs a list of objects, {resolved.pattern()!r} is none", column)
        if resolved.steps[-1].step.every or resolved.steps[-1].step.index is not None:
            raise NotationError("each walks a list: no [*], no index", column)
        _check_with(ResolvedPath(path=path, steps=resolved.steps[:-1], target=leaf.struct), column)
        inner = Scope(number=len(self.scopes), parent=scope, struct=leaf.struct, path=resolved, line=line)
        self.scopes.append(inner)
        return inner

    def _line(
        self,
        line: Line,
        trigger: PlannedLine | None,
        scope: Scope,
        prefix: tuple[Step, ...],
        head: Scope | None,
        before: list[PlannedLine],
    ) -> PlannedLine:
        if line.tag in ("UNH", "UNT"):
            raise NotationError(f"{line.tag} is written by the engine", line.indent + 1, code="TPL-003")
        line = _expanded(line, self.cases)
        place = self._place(line, trigger, [other for other in before if together(other.case, self.cases.active)])
        planned = PlannedLine(
            number=len(self.lines) + 1,
            line=line,
            place=place,
            trigger=trigger,
            scope=scope,
            head=head,
            cells=self.cells.cells(line, scope, prefix),
            case=self.cases.active,
        )
        planned.continuation = _continuation(planned)
        self.lines.append(planned)
        if line.children and not place.trigger:
            raise NotationError(f"{line.tag} opens no group here, nothing can stand under it", line.indent + 1)
        self._walk(line.children, planned, scope, prefix, planned.children)
        return planned

    def _place(self, line: Line, trigger: PlannedLine | None, before: list[PlannedLine]) -> Place:
        """The first place of the tag at or behind that of the lines before.

        Two lines for one place are variants of it, except where the segment always stands once: the second is the next.
        """
        parent = trigger.place.index if trigger else -1
        found = [p for p in self.structure.places if p.parent == parent and p.tag == line.tag]
        reached = max((other.place.index for other in before), default=-1)
        taken = {other.place.index for other in before}
        for place in found:
            full = place.mandatory and not place.trigger and place.limit == 1 and place.index in taken
            if place.index >= reached and not (full and place is not found[-1]):
                return place
        if found:
            return found[-1]
        elsewhere = ", ".join(
            f"position {p.position}{f' ({p.group})' if p.group else ''}"
            for p in self.structure.places
            if p.tag == line.tag
        )
        where = f"under {trigger.tag}" if trigger else "at the top of the message"
        raise NotationError(
            f"{line.tag} has no place {where}" + (f"; the directory has it at {elsewhere}" if elsewhere else ""),
            line.indent + 1,
            code="TPL-003",
            near="" if elsewhere else near_names(line.tag, self.structure.tags),
        )


def _is_read(value: Value) -> bool:
    return value.direction in ("", "in")


def _expressions(node: Node) -> list[str]:
    """The expressions of a block, or of the placeholders of a line."""
    if isinstance(node, Block):
        return [] if node.kind == "when" else [node.expression]
    return [p.expression for element in node.elements for part in element for p in part if isinstance(p, Placeholder)]


def _expanded(line: Line, cases: Cases) -> Line:
    """A line with the paths that its aliases mean."""

    def meant(piece: Piece) -> Piece:
        return replace(piece, expression=cases.expanded(piece.expression)) if isinstance(piece, Placeholder) else piece

    return replace(line, elements=tuple(tuple(tuple(map(meant, part)) for part in e) for e in line.elements))


def _check_with(path: ResolvedPath, column: int) -> None:
    """What a block goes into must be one object at each step."""
    for step in path.steps:
        if step.field.many and step.step.index is None and not step.step.filters:
            raise NotationError(f"{step.step.name!r} is a list: say which element, or use each", column)
    if path.steps and path.target is None:
        raise NotationError(f"{path.pattern()!r} is a plain value, nothing stands in it", column)


class TemplateError(Exception):
    """Everything wrong with one template."""

    def __init__(self, errors: list[NotationError]) -> None:
        super().__init__("; ".join(error.what for error in errors))
        self.errors = errors


def _continuation(planned: PlannedLine) -> str:
    if not planned.line.continues or any(cell.role == "repeat" for cell in planned.cells):
        return ""
    last = planned.cells[-1] if planned.cells else None
    if last is None or not (last.values and (last.values[0].conversion("lines") or last.values[0].conversion("cut"))):
        raise NotationError("... continues a list, or a text with lines or cut", planned.line.indent + 1)
    if last.values[0].direction:
        column = last.values[0].placeholder.column
        raise NotationError("a text that goes on in further segments goes both ways", column)
    return "segment"
