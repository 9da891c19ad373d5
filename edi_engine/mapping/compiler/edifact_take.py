"""One function for each template line: it takes a segment's captures into the document."""

from dataclasses import replace
from itertools import accumulate, pairwise

from edi_engine.mapping.compiler.edifact_assign import set_leaf, take_value
from edi_engine.mapping.compiler.edifact_cells import Cell, PlannedLine, is_list
from edi_engine.mapping.compiler.edifact_patterns import (
    captures,
    element_pattern,
    exact_pattern,
    has_pieces,
    pieces_pattern,
    relaxed_cells,
)
from edi_engine.mapping.compiler.emit import Getter, Source, append, keys, lengthen, set_owner
from edi_engine.mapping.compiler.scope import Scope, root_scope
from edi_engine.mapping.paths import Path, ResolvedPath
from edi_engine.mapping.placeholders import Literal


def take_line(line: PlannedLine, source: Source) -> None:
    """The function that takes the captures of a clean segment, and the expression that matches one."""
    found = list(captures(line.cells, clean=True))
    names = [name for _, group in found for name in group]
    source.add(0, f"# {line.line.number}: {line.line.source}")
    source.add(0, f"X_{line.number} = re.compile({exact_pattern(line, clean=True)!r}).fullmatch")
    source.add(0, f"E_{line.number} = Exact({exact_pattern(line)!r})", "")
    for cell in line.cells:
        if cell.role == "repeat":
            _repeat_expressions(line, cell, source)
    source.add(0, "", f"def take_{line.number}(st, i, captured):")
    if names:
        source.add(1, f"{''.join(f'{name}, ' for name in names).rstrip()} = captured")
    start = len(source.lines)
    _open_object(line, names, source)
    for cell, group in found:
        _take_cell(line, cell, group, source, 1)
    _note_empty(line, found, source)
    if line.continuation:
        _remember(line, names, source)
    if len(source.lines) == start:
        source.add(1, "pass")
    source.add(0, "", "")


def _repeat_expressions(line: PlannedLine, cell: Cell, source: Source) -> None:
    # A repetition stands alone here, as if it were the first element.
    shifted = [replace(c, element=1) for c in cell.inner]
    pattern = element_pattern(shifted)
    source.add(0, f"XR_{line.number} = re.compile({pattern!r}).fullmatch")
    source.add(0, f"SR_{line.number} = {relaxed_cells(shifted)}", "")


def _open_object(line: PlannedLine, names: list[str], source: Source) -> None:
    """For the first line of an `each`: a new element of the list, unless a long text goes on."""
    scope = line.scope
    if line.head is None or line.head.path is None or line.head.parent is None:
        source.add(1, f"o{scope.number} = st.o{scope.number}")
        return
    indent = 1
    if line.continuation:
        key = "".join(f"{name}, " for name in names[:-1])
        source.add(
            1, f"if st.f{line.number} == (i - 1, ({key}), True):", f"    o{scope.number} = st.o{scope.number}", "else:"
        )
        indent = 2
    path = line.head.path
    start = root_scope(path.path, line.head.parent)
    owner = set_owner(source, _bind(source, indent, start), f"o{start.number}", path)
    step = path.steps[-1].step
    struct, items = source.struct(line.head.struct.__name__), f"{owner}.{step.name}"
    if scope.indexed:
        source.add(indent, f"n = st.k{scope.number} = st.k{scope.number} + 1 if st.x{scope.number} is {items} else 0")
        lengthen(source, indent, items, "n + 1", f"{struct}()")
        source.add(indent, f"st.x{scope.number} = {items}")
        source.add(indent, f"o{scope.number} = st.o{scope.number} = {items}[n]")
        return
    if step.start:
        lengthen(source, indent, items, step.start, f"{struct}()")
    source.add(indent, f"o{scope.number} = st.o{scope.number} = {struct}({keys(step.filters)})")
    append(source, indent, items, f"o{scope.number}")


def _bind(source: Source, indent: int, scope: Scope) -> int:
    source.add(indent, f"o{scope.number} = st.o{scope.number}")
    return indent


def _carries(cell: Cell) -> bool:
    """Whether a cell brings something of its own: a copy only repeats what stands elsewhere."""
    return cell.role == "repeat" or (cell.role == "value" and any(v.direction != "copy" for v in cell.values))


def _note_empty(line: PlannedLine, found: list[tuple[Cell, list[str]]], source: Source) -> None:
    """A taken segment without any value: whether something under it gives it a meaning shows at the end."""
    names = [
        f"({name} or '').strip(':+*')" if cell.span > 2 or cell.role == "repeat" else name
        for cell, group in found
        if _carries(cell)
        for name in group
    ]
    place = "None, None, 0"
    if not names:
        if line.children:  # it only opens its group
            source.add(1, f"st.empty.append((i, {place}))")
        return
    if line.head is not None and line.head.path is not None and line.head.parent is not None:
        step = line.head.path.steps[-1].step
        path = ResolvedPath(path=line.head.path.path, steps=line.head.path.steps, target=None)
        start = root_scope(path.path, line.head.parent)
        source.add(1, f"if not ({' or '.join(names)}):")
        getter = Getter(source, 2)
        owner = getter.owner(f"st.o{start.number}", path)
        count = len([f for f in step.filters if not f.negated])
        place = f"{owner}.{step.name}, o{line.scope.number}, {-1 if line.head.indexed else count}"
        source.add(2, f"st.empty.append((i, {place}))")
        return
    source.add(1, f"if not ({' or '.join(names)}):", f"    st.empty.append((i, {place}))")


def _remember(line: PlannedLine, names: list[str], source: Source) -> None:
    """A text that filled its components may go on in the next segment."""
    key = "".join(f"{name}, " for name in names[:-1])
    source.add(1, f"if not {names[-1]} and st.f{line.number} == (i - 1, ({key}), True):")
    source.add(2, f"st.continued(i, {line.cells[-1].element})")
    full = f"({names[-1]} or '').rstrip(':').count(':') == {line.cells[-1].span - 1}"
    cell = line.cells[-1]
    if cell.values[0].conversion("cut"):
        full = f"{full} and len({names[-1]}.rsplit(':', 1)[-1]) == {cell.widths[0]}"
    source.add(1, f"st.f{line.number} = (i, ({key}), {full})")


def _take_cell(line: PlannedLine, cell: Cell, names: list[str], source: Source, indent: int) -> None:
    name = names[0]
    if cell.role == "repeat":
        _take_repeat(line, cell, name, source)
    elif has_pieces(cell):
        _take_pieces(line, cell, name, source, indent)
    else:
        take_value(line, cell, cell.values[0], names, source, indent, ready=True)
    if cell.role == "value":
        _note_dropped(line, cell, name, source, indent)


def _note_dropped(line: PlannedLine, cell: Cell, name: str, source: Source, indent: int) -> None:
    """Literals beside placeholders that have no value say nothing and are not written back."""
    if not any(other.role in ("literal", "any") and other.element == cell.element for other in line.cells):
        return
    others = [
        n for c, g in captures(line.cells, clean=True) if c.element == cell.element and c.role == "value" for n in g
    ]
    if others[0] == name:
        source.add(indent, f"if {name} is not None and not ({' or '.join(others)}):")
        source.add(indent + 1, f"st.dropped(i, {cell.element})")


def _take_repeat(line: PlannedLine, cell: Cell, name: str, source: Source) -> None:
    inner = list(captures(cell.inner))
    paths = [value.path for c in cell.inner for value in c.values if value.path]
    at = next(n for n, s in enumerate(paths[0].steps) if s.step.start is not None or s.step.every)
    list_path = ResolvedPath(path=paths[0].path, steps=paths[0].steps[: at + 1], target=None)
    start = paths[0].steps[at].step.start or 0
    scope = root_scope(paths[0].path, line.scope)
    struct = paths[0].steps[at].field.struct
    group = [n for _, names in inner for n in names]
    source.add(1, f"if {name}:")
    owner = set_owner(source, 2, f"o{scope.number}", list_path)
    items = f"{owner}.{list_path.steps[-1].step.name}"
    if is_list(line) and cell.repeats > 1:
        source.add(2, f"if (len({items}) - {start}) % {cell.repeats} > 0:", f"    st.continued(i, {cell.element})")
    if start and struct is not None:
        lengthen(source, 2, items, start, f"{source.struct(struct.__name__)}()")
    source.add(
        2,
        f"for {''.join(f'{n}, ' for n in (f'b{n}' for n in group))}in st.repeats({name}, XR_{line.number}, "
        f"SR_{line.number}, i, {cell.element}):",
    )
    if struct is None:
        append(source, 3, items, f"b{group[0]} if b{group[0]}.isascii() else unescape(b{group[0]})")
        return
    source.add(3, f"e = {source.struct(struct.__name__)}()")
    append(source, 3, items, "e")
    for c, names in inner:
        value = c.values[0]
        rest = ResolvedPath(path=Path(steps=tuple(s.step for s in paths[0].steps[at + 1 :])), steps=(), target=None)
        if value.path is not None:
            steps = value.path.steps[at + 1 :]
            rest = ResolvedPath(path=Path(steps=tuple(s.step for s in steps)), steps=steps, target=value.path.target)
        set_leaf(line, c, value, rest, "e", [f"b{n}" for n in names], source, 3)


def _take_pieces(line: PlannedLine, cell: Cell, name: str, source: Source, indent: int) -> None:
    """Several placeholders in one component: by width, or by the literal between them."""
    source.add(indent, f"if {name}:")
    source.add(indent + 1, f"if not {name}.isascii():", f"    {name} = unescape({name})")
    widths = [None if isinstance(piece, Literal) else piece.width for piece in cell.pieces]
    if None not in widths[:-1] and not isinstance(cell.pieces[-1], Literal):
        unfit, parts = _by_width(name, widths)
    else:
        expression = source.helper("P_", f"NAME = re.compile({pieces_pattern(cell)!r}, re.S).fullmatch\n")
        match = source.name("m")
        source.add(indent + 1, f"{match} = {expression}({name})")
        unfit, parts = f"{match} is None", [f"{match}[{number}]" for number in range(1, len(cell.values) + 1)]
    if unfit:
        source.add(indent + 1, f"if {unfit}:")
        source.add(indent + 2, f"st.unreadable(i, {cell.element}, {cell.component}, {name})")
        source.add(indent + 1, "else:")
    inner = indent + 2 if unfit else indent + 1
    for value, taken in zip(cell.values, parts, strict=True):
        part = source.name("p")
        source.add(inner, f"{part} = {taken}")
        take_value(line, cell, value, [part], source, inner, unescaped=True)


def _by_width(name: str, widths: list[int | None]) -> tuple[str, list[str]]:
    """When a text is too long for its parts (never where the last takes the rest), and the slice of each."""
    ends = list(accumulate(width or 0 for width in widths))
    slices = [f"{name}[{start or ''}:{end}]" for start, end in pairwise([0, *ends])]
    if widths[-1] is None:
        return "", [*slices[:-1], f"{name}[{ends[-1] or ''}:]"]
    return f"len({name}) > {ends[-1]}", slices
