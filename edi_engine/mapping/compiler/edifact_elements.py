"""What stands in the elements of a template line, checked against the segment's definition in the directory."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.segments import escape
from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.edifact_cells import COMPANION_ELEMENTS, VALUE_ELEMENTS, Cell, Layout, layout_of
from edi_engine.mapping.compiler.scope import Scope, Value, resolve_value
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import Step, resolve_kept
from edi_engine.mapping.placeholders import Literal, Placeholder
from edi_engine.mapping.template import Component, Element, Line


class CellPlanner:
    """Makes the cells of lines; warns of literals that are no codes of their element.

    Args:
        directory: of the message the template is for.
        table: gives a code table by name; raises NotationError for an unknown one.
    """

    def __init__(self, directory: Directory, table: Callable[[str], CodeTable]) -> None:
        self.directory, self.table = directory, table
        self.warnings: list[NotationError] = []
        self._layouts: dict[str, Layout] = {}

    def cells(self, line: Line, scope: Scope, prefix: tuple[Step, ...]) -> list[Cell]:
        """The cells of a line in order.

        Raises:
            NotationError: an element or component the segment does not have, or what is wrong with a placeholder.
        """
        layout = self._layout(line.tag)
        cells: list[Cell] = []
        for number, element in enumerate(line.elements, start=1):
            if number > len(layout.elements):
                column = next((pieces[0].column for pieces in element if pieces), line.indent + 1)
                raise NotationError(f"{line.tag} has {len(layout.elements)} elements", column, code="TPL-004")
            found = self._element(number, element, layout, scope, prefix, line)
            if line.continues and number == len(line.elements) and _repeats_element(found):
                found = [_repeated(found, layout, number)]
            cells += found
        return cells

    def _element(
        self, number: int, element: Element, layout: Layout, scope: Scope, prefix: tuple[Step, ...], line: Line
    ) -> list[Cell]:
        ids, widths = layout.elements[number - 1]
        cells: list[Cell] = []
        for component, pieces in enumerate(element, start=1):
            if not pieces:
                continue
            if component > len(ids):
                column = pieces[0].column
                raise NotationError(f"element {number} of {line.tag} has {len(ids)} components", column, code="TPL-004")
            cell = self._cell(number, component, pieces, ids[component - 1], scope, prefix)
            free = next((n for n, later in enumerate(element[component:]) if later), len(ids))
            cell.span = min(_span(cell, ids), free + 1)  # what the template says of the next component stays its own
            cell.ids = ids[component - 1 : component - 1 + cell.span]
            cell.widths = widths[component - 1 : component - 1 + cell.span]
            self._check_codes(cell, line)
            cells.append(cell)
        return cells

    def _cell(
        self, element: int, component: int, pieces: Component, id: str, scope: Scope, prefix: tuple[Step, ...]
    ) -> Cell:
        first = pieces[0]
        if len(pieces) == 1 and isinstance(first, Literal):
            return Cell(element=element, component=component, role="literal", text=first.text, pieces=pieces)
        if len(pieces) == 1 and isinstance(first, Placeholder) and first.kind == "keep":
            return _kept(element, component, first, id, scope, prefix)
        if len(pieces) == 1 and isinstance(first, Placeholder) and first.kind != "path":
            return _special(element, component, first)
        values = [self._value(p, scope, prefix) for p in pieces if isinstance(p, Placeholder)]
        _check_pieces(pieces)
        return Cell(element=element, component=component, role="value", pieces=pieces, values=values)

    def _value(self, placeholder: Placeholder, scope: Scope, prefix: tuple[Step, ...]) -> Value:
        if placeholder.kind != "path":
            raise NotationError("sets, {=…}, {*} and {~} stand alone in their component", placeholder.column)
        if placeholder.null:
            raise NotationError("{path!} is for JSON: an element has no null", placeholder.column)
        if placeholder.expression.startswith("derived."):
            raise NotationError("a derived value (derived.) has no place in a segment template", placeholder.column)
        return resolve_value(placeholder, scope, prefix, self.table)

    def _layout(self, tag: str) -> Layout:
        if tag not in self._layouts:
            self._layouts[tag] = layout_of(self.directory, tag)
        return self._layouts[tag]

    def _check_codes(self, cell: Cell, line: Line) -> None:
        """A literal that is no code of its element's list: MIGs have such codes, so the author is only warned."""
        if cell.role not in ("literal", "set"):
            return
        known = self.directory.closed_codes(cell.ids[0])
        for code in cell.choices or (cell.text,):
            if known and code not in known:
                what = f"{code!r} is not in code list {cell.ids[0]} of {self.directory.name}"
                warning = NotationError(what, cell.pieces[0].column, line=line.number, code="TPL-010")
                warning.file = line.file
                self.warnings.append(warning)


def _kept(
    element: int, component: int, placeholder: Placeholder, id: str, scope: Scope, prefix: tuple[Step, ...]
) -> Cell:
    """`{~}`: a text kept verbatim in `extensions`, under the number of its data element if it is not named."""
    name = placeholder.values[0] if placeholder.values else id
    place = replace(placeholder, kind="path", expression=f"extensions.{name}")
    path = resolve_kept(prefix, name, scope.struct, placeholder.column)
    values = [Value(placeholder=place, scope=scope, path=path)]
    return Cell(element=element, component=component, role="value", pieces=(place,), values=values)


def _special(element: int, component: int, placeholder: Placeholder) -> Cell:
    """A set, `{=x}` or `{*}`: no field of the document."""
    choices = tuple(map(escape, placeholder.values))
    text = choices[0] if choices else ""
    role, pieces = placeholder.kind, (placeholder,)
    return Cell(element=element, component=component, role=role, text=text, choices=choices, pieces=pieces)


def _check_pieces(pieces: Component) -> None:
    """Where one placeholder ends and the next begins must be clear: by a width or by a literal between them."""
    for piece, following in pairwise(pieces):
        if isinstance(piece, Placeholder) and piece.width is None and isinstance(following, Placeholder):
            raise NotationError("a width (:n) or a literal must end the placeholder before this one", following.column)


def _span(cell: Cell, ids: tuple[str, ...]) -> int:
    """How many components a cell fills: a text over all equal ones, a measure or date over value and companion."""
    if cell.role != "value" or len(cell.pieces) != 1:
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
    one_use = len(set(layout.uses[number - 1 : number - 1 + repeats])) == 1
    joint = "*" if one_use else "+"
    return Cell(element=number, component=1, role="repeat", inner=cells, repeats=repeats, joint=joint, values=[])
