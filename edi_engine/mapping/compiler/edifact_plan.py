"""From a segment template to a checked plan: every line has its place in the segment table, every path in the model.

Nothing here reads or writes a message; `edifact_read` and `edifact_write` turn the plan into Python.
"""

from collections.abc import Callable, Iterator

import msgspec

from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.grouping import Place, Structure
from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.edifact_cells import (
    COMPANION_ELEMENTS,
    VALUE_ELEMENTS,
    Cell,
    Layout,
    Plan,
    PlannedLine,
    layout_of,
)
from edi_engine.mapping.compiler.scope import Scope, Value, prefixed, resolve_value, root_scope
from edi_engine.mapping.notation_errors import NotationError, standing_at
from edi_engine.mapping.paths import Path, Step, parse_path, resolve
from edi_engine.mapping.placeholders import Literal, Piece, Placeholder
from edi_engine.mapping.template import Block, Line, Node


class Planner:
    """Walks a template once and builds its plan.

    Args:
        directory, structure: of the message the template is for.
        document: the struct of the document.
        table: gives a code table by name; raises NotationError for an unknown one.
    """

    def __init__(
        self,
        directory: Directory,
        structure: Structure,
        document: type[msgspec.Struct],
        table: Callable[[str], CodeTable],
    ) -> None:
        self.directory, self.structure, self.table = directory, structure, table
        self.scopes = [Scope(number=0, parent=None, struct=document)]
        self.lines: list[PlannedLine] = []
        self.errors: list[NotationError] = []
        self.warnings: list[NotationError] = []
        self._layouts: dict[str, Layout] = {}

    def plan(self, nodes: list[Node]) -> Plan:
        """Build the plan.

        Raises:
            TemplateError: everything wrong with the template at once.
        """
        top: list[PlannedLine] = []
        self._walk(nodes, None, self.scopes[0], (), top)
        self._select()
        self._check_overlaps()
        self._check_homes()
        self._find_indexed()
        if self.errors:
            raise TemplateError(self.errors)
        return Plan(
            structure=self.structure,
            document=self.scopes[0],
            top=top,
            lines=self.lines,
            scopes=self.scopes,
            warnings=self.warnings,
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
        reached = trigger.place.index if trigger else -1
        for node in nodes:
            try:
                with standing_at(node.number, node.file):
                    self._node(node, trigger, scope, prefix, into, reached)
            except NotationError as error:
                self.errors.append(error)
            reached = max([reached, *(line.place.index for line in into)])

    def _node(
        self,
        node: Node,
        trigger: PlannedLine | None,
        scope: Scope,
        prefix: tuple[Step, ...],
        into: list[PlannedLine],
        reached: int,
    ) -> None:
        if isinstance(node, Block):
            self._block(node, trigger, scope, prefix, into, reached)
        else:
            into.append(self._line(node, trigger, scope, prefix, None, reached))

    def _block(
        self,
        block: Block,
        trigger: PlannedLine | None,
        scope: Scope,
        prefix: tuple[Step, ...],
        into: list[PlannedLine],
        reached: int,
    ) -> None:
        column = block.indent + len(block.kind) + 2
        path = prefixed(parse_path(block.expression, column), prefix)
        if block.kind == "with":
            self._walk(block.children, trigger, scope, path.steps, into)
            return
        if block.kind != "each":
            raise NotationError("segment templates have each and with, no when", block.indent + 1)
        inner = self._open_scope(path, scope, column, block.number)
        head, *others = block.children
        if isinstance(head, Block) or others:
            wrong = head if isinstance(head, Block) else others[0]
            raise NotationError(
                "an each has one line; what belongs to it stands indented under that line", line=wrong.number
            )
        into.append(self._line(head, trigger, inner, (), inner, reached))

    def _open_scope(self, path: Path, scope: Scope, column: int, line: int) -> Scope:
        resolved = resolve(path, root_scope(path, scope).struct, column)
        leaf = resolved.leaf
        if leaf is None or not leaf.many or leaf.struct is None:
            raise NotationError(f"each needs a list of objects, {resolved.pattern()!r} is none", column)
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
        reached: int,
    ) -> PlannedLine:
        place = self._place(line, trigger, reached)
        planned = PlannedLine(
            number=len(self.lines) + 1,
            line=line,
            place=place,
            trigger=trigger,
            scope=scope,
            head=head,
            cells=self._cells(line, scope, prefix),
        )
        planned.continuation = _continuation(planned)
        self.lines.append(planned)
        if line.children and not place.trigger:
            raise NotationError(f"{line.tag} opens no group here, nothing can stand under it", line.indent + 1)
        self._walk(line.children, planned, scope, prefix, planned.children)
        return planned

    def _place(self, line: Line, trigger: PlannedLine | None, reached: int) -> Place:
        parent = trigger.place.index if trigger else -1
        found = [p for p in self.structure.places if p.parent == parent and p.tag == line.tag]
        for place in found:
            if place.index >= reached:
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
        )

    # -- cells ---------------------------------------------------------------------------------------------------------

    def _cells(self, line: Line, scope: Scope, prefix: tuple[Step, ...]) -> list[Cell]:
        layout = self._layout(line.tag)
        cells: list[Cell] = []
        for number, element in enumerate(line.elements, start=1):
            if number > len(layout.elements):
                raise NotationError(f"{line.tag} has {len(layout.elements)} elements", line.indent + 1, code="TPL-004")
            found = self._element(number, element, layout, scope, prefix, line)
            if line.continues and number == len(line.elements) and _repeats_element(found):
                found = [_repeated(found, layout, number)]
            cells += found
        return cells

    def _element(
        self,
        number: int,
        element: tuple[tuple[Piece, ...], ...],
        layout: Layout,
        scope: Scope,
        prefix: tuple[Step, ...],
        line: Line,
    ) -> list[Cell]:
        ids, widths = layout.elements[number - 1]
        cells: list[Cell] = []
        for component, pieces in enumerate(element, start=1):
            if not pieces:
                continue
            if component > len(ids):
                column = pieces[0].column
                raise NotationError(f"element {number} of {line.tag} has {len(ids)} components", column, code="TPL-004")
            cell = self._cell(number, component, pieces, scope, prefix)
            cell.span = _span(cell, ids)
            cell.ids = ids[component - 1 : component - 1 + cell.span]
            cell.widths = widths[component - 1 : component - 1 + cell.span]
            self._check_codes(cell, line)
            cells.append(cell)
        return cells

    def _cell(
        self, element: int, component: int, pieces: tuple[Piece, ...], scope: Scope, prefix: tuple[Step, ...]
    ) -> Cell:
        first = pieces[0]
        if len(pieces) == 1 and isinstance(first, Literal):
            return Cell(element=element, component=component, role="literal", text=first.text, pieces=pieces)
        if len(pieces) == 1 and isinstance(first, Placeholder) and first.kind != "path":
            if first.kind == "keep":
                raise NotationError("{~} is for formats with named elements", first.column)
            roles = {"set": "set", "any": "any", "ignore": "ignore"}
            return Cell(
                element=element,
                component=component,
                role=roles[first.kind],
                text=first.values[0] if first.values else "",
                choices=first.values,
                pieces=pieces,
            )
        values = [self._value(p, scope, prefix) for p in pieces if isinstance(p, Placeholder)]
        return Cell(element=element, component=component, role="value", pieces=pieces, values=values)

    def _value(self, placeholder: Placeholder, scope: Scope, prefix: tuple[Step, ...]) -> Value:
        return resolve_value(placeholder, scope, prefix, self.table)

    def _layout(self, tag: str) -> Layout:
        if tag not in self._layouts:
            self._layouts[tag] = layout_of(self.directory, tag)
        return self._layouts[tag]

    def _check_codes(self, cell: Cell, line: Line) -> None:
        """A literal that is no code of its element's list: MIGs have such codes, so the author is only warned."""
        if cell.role not in ("literal", "set"):
            return
        known = self.directory.codes(cell.ids[0])
        for code in cell.choices or (cell.text,):
            if known and code not in known:
                what = f"{code!r} is not in code list {cell.ids[0]} of {self.directory.name}"
                self.warnings.append(NotationError(what, cell.pieces[0].column, line=line.number, code="TPL-010"))

    # -- selection and precedence --------------------------------------------------------------------------------------

    def _select(self) -> None:
        for line in self.lines:
            leading = {cell.element: True for cell in line.cells}
            for cell in line.cells:
                if cell.role in ("literal", "set"):
                    cell.selects = leading[cell.element]
                elif cell.role != "any":
                    leading[cell.element] = False
        for one, other in self._rivals():
            if _overlap(one, other):
                for cell in (*one.cells, *other.cells):
                    cell.selects = cell.selects or cell.role in ("literal", "set")

    def _check_overlaps(self) -> None:
        for one, other in self._rivals():
            if one.rank() == other.rank() and _overlap(one, other):
                what = f"{one.line.source!r} (line {one.line.number}) and this line could both take a segment"
                self.errors.append(NotationError(what, line=other.line.number, code="TPL-005"))

    def _rivals(self) -> Iterator[tuple[PlannedLine, PlannedLine]]:
        groups: dict[tuple[int, int], list[PlannedLine]] = {}
        for line in self.lines:
            groups.setdefault((line.place.index, line.trigger.number if line.trigger else 0), []).append(line)
        for group in groups.values():
            for at, one in enumerate(group):
                for other in group[at + 1 :]:
                    yield one, other

    def _check_homes(self) -> None:
        """Every leaf has one two-way home; other places are in, out or copy."""
        homes: dict[tuple[int, str, object], int] = {}
        for line in self.lines:
            for value in line.values():
                if value.direction or value.path is None:
                    continue
                root = root_scope(value.path.path, value.scope).number
                key = (root, value.path.pattern(), value.path.path.part)
                if key in homes:
                    what = (
                        f"{value.placeholder.expression!r} has its home at line {homes[key]}: say in, out or copy here"
                    )
                    self.errors.append(
                        NotationError(what, value.placeholder.column, line=line.line.number, code="TPL-006")
                    )
                homes.setdefault(key, line.line.number)

    def _find_indexed(self) -> None:
        """Lists that are walked by an `each` and reached by index too."""
        reached = set()
        for value in (value for line in self.lines for value in line.values() if value.path and not value.broadcast):
            assert value.path is not None  # noqa: S101 — filtered above
            root = root_scope(value.path.path, value.scope).number
            for at, step in enumerate(value.path.steps):
                if step.step.index is not None:
                    reached.add((root, tuple(s.step.name for s in value.path.steps[: at + 1])))
        for scope in self.scopes[1:]:
            if scope.path is not None and scope.parent is not None:
                names = tuple(step.step.name for step in scope.path.steps)
                scope.indexed = (root_scope(scope.path.path, scope.parent).number, names) in reached


class TemplateError(Exception):
    """Everything wrong with one template."""

    def __init__(self, errors: list[NotationError]) -> None:
        super().__init__("; ".join(error.what for error in errors))
        self.errors = errors


def _span(cell: Cell, ids: tuple[str, ...]) -> int:
    """How many components a cell fills: a text over all equal ones, a measure or date over value and companion."""
    if cell.role != "value" or len(cell.values) != 1:
        return 1
    value, start = cell.values[0], cell.component - 1
    if value.conversion("lines") or value.conversion("cut"):
        end = start
        while end < len(ids) and ids[end] == ids[start]:
            end += 1
        return end - start
    if value.conversion("datetime") or value.conversion("measure"):
        pair = set(ids[start : start + 2])
        return 2 if pair & VALUE_ELEMENTS and pair & COMPANION_ELEMENTS else 1
    return 1


def _repeats_element(cells: list[Cell]) -> bool:
    paths = [value.path for cell in cells for value in cell.values if value.path]
    return bool(paths) and all(
        any(step.step.start is not None or step.step.every for step in path.steps) for path in paths
    )


def _repeated(cells: list[Cell], layout: Layout, number: int) -> Cell:
    following = layout.ids[number - 1 :]
    repeats = 0
    while repeats < len(following) and following[repeats] == following[0]:
        repeats += 1
    return Cell(element=number, component=1, role="repeat", inner=cells, repeats=repeats, values=[])


def _continuation(planned: PlannedLine) -> str:
    if not planned.line.continues or any(cell.role == "repeat" for cell in planned.cells):
        return ""
    last = planned.cells[-1]
    if not (last.values and (last.values[0].conversion("lines") or last.values[0].conversion("cut"))):
        raise NotationError("... continues a list, or a text with lines or cut", planned.line.indent + 1)
    return "segment"


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
