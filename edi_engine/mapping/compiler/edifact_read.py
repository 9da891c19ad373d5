"""From a plan to the Python that reads a message: one expression and one function per template line, one per place.

X_7       the line as one regular expression: a full match means meant, well formed, nothing left over
take_7    sets the fields of the document from its captures
place_12  asks the lines that may take a segment at this place: all exactly first, then all relaxed
finish    what could only be known at the end: header values for items, copies, computed values
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from edi_engine.mapping.compiler.edifact_plan import Cell, Plan, PlannedLine, is_list
from edi_engine.mapping.compiler.edifact_values import (
    companion_field,
    is_pair,
    pair_order,
    text_expression,
    word,
)
from edi_engine.mapping.compiler.emit import Getter, Source, access, condition, keys, set_owner
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import Path, ResolvedPath, parse_path, resolve
from edi_engine.mapping.placeholders import Literal

NUMBER = r"-?[0-9]+(?:[.,][0-9]*)?"
ANY = "[^+:*]*"


def reader_source(plan: Plan, source: Source) -> None:
    """Append the reader to a module under construction."""
    _state(plan, source)
    for line in plan.lines:
        _line(line, source)
    _places(plan, source)
    _finish(plan, source)
    _read(plan, source)


# -- the exact expression ------------------------------------------------------------------------------------------


def exact_pattern(line: PlannedLine) -> str:
    """One regular expression for the whole segment; its groups are the captures of the cells in order."""
    elements = _elements(line.cells)
    last = max(elements, default=0)
    needed = max((n for n, cells in elements.items() if any(cell.selects for cell in cells)), default=0)
    pattern = ""
    for number in range(last, 0, -1):
        inner = r"\+" + _element_pattern(elements.get(number, [])) + pattern
        pattern = inner if number <= needed else f"(?:{inner})?"
    return line.tag + pattern


def _elements(cells: list[Cell]) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.element, []).append(cell)
    return found


def _element_pattern(cells: list[Cell]) -> str:
    if any(cell.role == "repeat" for cell in cells):
        return rf"([^+*]*(?:[+*][^+*]*){{0,{cells[0].repeats - 1}}})"
    by_component = {cell.component: cell for cell in cells}
    fixed = [c.component for c in cells if c.role in ("literal", "set", "any")]
    needed, selects = max(fixed, default=1), any(cell.selects for cell in cells)
    ends = {c.component + c.span - 1 for c in cells}
    last, component, parts = max(ends, default=0), 1, []
    while component <= last:
        cell = by_component.get(component)
        parts.append((component, _cell_pattern(cell) if cell else ""))
        component += cell.span if cell else 1
    pattern = ""
    for component, part in reversed(parts):
        inner = (":" if component > 1 else "") + part + pattern
        pattern = inner if component <= needed else f"(?:{inner})?"
    return f"(?:{pattern})?" if fixed and not selects else pattern


def _cell_pattern(cell: Cell) -> str:
    if cell.role in ("literal", "any"):
        return re.escape(cell.text)
    if cell.role == "set":
        return f"({'|'.join(map(re.escape, cell.choices))})"
    if cell.role == "value" and is_pair(cell):
        first, second = (f"({NUMBER})?" if kind == "value" else f"({ANY})" for kind in pair_order(cell))
        if cell.values[0].conversion("datetime"):
            first = second = f"({ANY})"
        return f"{first}(?::{second})?"
    if cell.role == "value" and cell.span > 1:
        return f"({ANY}(?::{ANY}){{0,{cell.span - 1}}})"
    return f"({NUMBER})?" if _is_number(cell) else f"({ANY})"


def _is_number(cell: Cell) -> bool:
    if len(cell.pieces) != 1 or not cell.values:
        return False
    value = cell.values[0]
    leaf = value.path.leaf if value.path else None
    return leaf is not None and leaf.kind in ("number", "integer") and value.table is None


def relaxed_cells(cells: list[Cell]) -> str:
    """The same line as a literal tuple for relaxed matching."""
    return "(" + "".join(f"{_relaxed_cell(cell)!r}, " for cell in cells) + ")"


def _relaxed_cell(cell: Cell) -> tuple[int, int, str, object]:
    at = (cell.element, cell.component)
    if cell.role == "repeat":
        return (*at, "repeat", cell.repeats)
    if cell.role in ("literal", "any"):
        beside = "qualifier" if cell.role == "literal" else "companion"
        return (*at, "select", (cell.text,)) if cell.selects else (*at, beside, cell.text)
    if cell.role == "set":
        return (*at, "set", cell.choices)
    if cell.role == "value" and is_pair(cell):
        return (*at, "pair", None)
    if cell.role == "value" and cell.span > 1:
        return (*at, "span", cell.span)
    return (*at, "value", None)


def captures(cells: list[Cell]) -> Iterator[tuple[Cell, list[str]]]:
    """Each capturing cell with the names of its captures, in the order of the expression's groups."""
    number = 0
    for cell in cells:
        if cell.role in ("literal", "any"):
            continue
        count = 2 if cell.role == "value" and is_pair(cell) else 1
        yield cell, [f"a{number + k + 1}" for k in range(count)]
        number += count


# -- the state -----------------------------------------------------------------------------------------------------


def _state(plan: Plan, source: Source) -> None:
    slots = [f"o{scope.number}" for scope in plan.scopes]
    for place in sorted({line.place.index for line in plan.lines if line.place.trigger}):
        slots += [f"v{place}", f"i{place}"]
    slots += [f"f{line.number}" for line in plan.lines]
    for scope in plan.scopes:
        slots += [f"k{scope.number}", f"x{scope.number}"] if scope.indexed else []
    slots += [f"l{line.number}" for line in plan.lines if any(_later(value) for value in line.values())]
    source.add(0, "class State(Reading):", f"    __slots__ = {tuple(slots)!r}", "")
    source.add(1, "def __init__(self, segments, report, document):")
    source.add(2, "super().__init__(segments, report, MAPPING)", "self.o0 = document")
    for slot in slots:
        if slot[0] == "v":
            source.add(2, f"self.{slot} = 0")
        elif slot[0] in "kx":
            source.add(2, f"self.{slot} = None")
        elif slot[0] in "if":
            source.add(2, f"self.{slot} = -2")
        elif slot[0] == "l":
            source.add(2, f"self.{slot} = []")
    source.add(0, "", "")


def _later(value: Value) -> bool:
    """Whether a value can only be used when everything else was read."""
    default = value.conversion("default")
    return (
        value.broadcast
        or value.direction in ("copy", "out", "in")
        or (default is not None and default.arguments[0].startswith("/"))
    )


# -- one line ------------------------------------------------------------------------------------------------------


def _line(line: PlannedLine, source: Source) -> None:
    found = list(captures(line.cells))
    names = [name for _, group in found for name in group]
    source.add(0, f"# {line.line.number}: {line.line.source}")
    source.add(0, f"X_{line.number} = re.compile({exact_pattern(line)!r}).fullmatch")
    source.add(0, f"S_{line.number} = {relaxed_cells(line.cells)}", "")
    for cell in line.cells:
        if cell.role == "repeat":
            _repeat_expressions(line, cell, source)
    source.add(0, "", f"def take_{line.number}({', '.join(['st', 'i', *names])}):")
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
    pattern = _element_pattern(shifted)
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
    struct = source.struct(line.head.struct.__name__)
    if scope.indexed:
        items = f"{owner}.{step.name}"
        source.add(indent, f"n = st.k{scope.number} = st.k{scope.number} + 1 if st.x{scope.number} is {items} else 0")
        source.add(
            indent, f"st.x{scope.number} = {items}", f"while len({items}) <= n:", f"    {items}.append({struct}())"
        )
        source.add(indent, f"o{scope.number} = st.o{scope.number} = {items}[n]")
        return
    source.add(indent, f"o{scope.number} = st.o{scope.number} = {struct}({keys(step.filters)})")
    source.add(indent, f"{owner}.{step.name}.append(o{scope.number})")


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
    if not names:
        return
    place = "None, None, 0"
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
    if cell.role == "set":
        source.add(indent, f"if {name} != {cell.choices[0]!r}:")
        source.add(indent + 1, f"st.normalised(i, {cell.element}, {cell.component}, {name}, {cell.choices[0]!r})")
    elif cell.role == "ignore":
        source.add(indent, f"if {name}:", f"    st.ignored(i, {cell.element}, {cell.component}, {line.line.reason!r})")
    elif cell.role == "repeat":
        _take_repeat(line, cell, name, source)
    elif len(cell.pieces) > 1 or cell.values[0].placeholder.width is not None:
        _take_pieces(line, cell, name, source, indent)
    else:
        _take_value(line, cell, cell.values[0], names, source, indent)
    if cell.role == "value":
        _note_dropped(line, cell, name, source, indent)


def _note_dropped(line: PlannedLine, cell: Cell, name: str, source: Source, indent: int) -> None:
    """Literals beside placeholders that have no value say nothing and are not written back."""
    if not any(other.role in ("literal", "any") and other.element == cell.element for other in line.cells):
        return
    others = [n for c, g in captures(line.cells) if c.element == cell.element and c.role == "value" for n in g]
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
    if start and struct is not None:
        source.add(2, f"while len({items}) < {start}:", f"    {items}.append({source.struct(struct.__name__)}())")
    source.add(
        2,
        f"for {''.join(f'{n}, ' for n in (f'b{n}' for n in group))}in st.repeats({name}, XR_{line.number}, "
        f"SR_{line.number}, i, {cell.element}):",
    )
    if struct is None:
        source.add(3, f"{items}.append(unescape(b{group[0]}) if st.escaped else b{group[0]})")
        return
    source.add(3, f"e = {source.struct(struct.__name__)}()", f"{items}.append(e)")
    for c, names in inner:
        value = c.values[0]
        rest = ResolvedPath(path=Path(steps=tuple(s.step for s in paths[0].steps[at + 1 :])), steps=(), target=None)
        if value.path is not None:
            steps = value.path.steps[at + 1 :]
            rest = ResolvedPath(path=Path(steps=tuple(s.step for s in steps)), steps=steps, target=value.path.target)
        _set_leaf(line, c, value, rest, "e", [f"b{n}" for n in names], source, 3)


def _take_pieces(line: PlannedLine, cell: Cell, name: str, source: Source, indent: int) -> None:
    """Several placeholders in one component: by width, or by the literal between them."""
    pattern = "".join(_piece_pattern(piece, cell) for piece in cell.pieces)
    expression = source.helper("P_", f"NAME = re.compile({pattern!r}, re.S).fullmatch\n")
    match = source.name("m")
    source.add(indent, f"if {name}:")
    source.add(indent + 1, "if st.escaped:", f"    {name} = unescape({name})")
    source.add(indent + 1, f"{match} = {expression}({name})", f"if {match} is None:")
    source.add(indent + 2, f"st.unreadable(i, {cell.element}, {cell.component}, {name})")
    source.add(indent + 1, "else:")
    for number, value in enumerate(cell.values, start=1):
        part = source.name("p")
        source.add(indent + 2, f"{part} = {match}[{number}]")
        _take_value(line, cell, value, [part], source, indent + 2, unescaped=True)


def _piece_pattern(piece: object, cell: Cell) -> str:
    if isinstance(piece, Literal):
        return f"(?:{re.escape(piece.text)})?"
    width = getattr(piece, "width", None)
    if width is not None:
        return f"(.{{0,{width}}})"
    separators = [p.text[0] for p in cell.pieces if isinstance(p, Literal)]
    return f"([^{re.escape(separators[0])}]*)" if separators and piece is not cell.pieces[-1] else "(.*)"


def _take_value(
    line: PlannedLine,
    cell: Cell,
    value: Value,
    names: list[str],
    source: Source,
    indent: int,
    *,
    unescaped: bool = False,
) -> None:
    if _later(value) and not (value.conversion("default") and not value.direction and not value.broadcast):
        source.add(indent, f"if {names[0]}:")
        extra = "".join(f", {n}" for n in names[1:])
        source.add(
            indent + 1,
            f"st.l{line.number}.append(({_index(line, value)}, i, {_scopes(line.scope)}, {names[0]}{extra}))",
        )
        return
    if value.path is None:
        return
    root = root_scope(value.path.path, value.scope)
    if root is not line.scope:
        source.add(indent, f"o{root.number} = st.o{root.number}")
    _set_leaf(line, cell, value, value.path, f"o{root.number}", names, source, indent, unescaped=unescaped)


def _index(line: PlannedLine, value: Value) -> int:
    return list(line.values()).index(value)


def _scopes(scope: Scope) -> str:
    chain = []
    current: Scope | None = scope
    while current:
        chain.append(f"st.o{current.number}")
        current = current.parent
    return f"({', '.join(chain)},)"


def _set_leaf(
    line: PlannedLine,
    cell: Cell,
    value: Value,
    path: ResolvedPath,
    root: str,
    names: list[str],
    source: Source,
    indent: int,
    *,
    unescaped: bool = False,
) -> None:
    """Emit `if there is a text: make the objects on the way, set the field`."""
    name, default = names[0], value.conversion("default") or value.conversion("omit")
    condition_text = " or ".join(names)
    source.add(indent, f"if {condition_text}:")
    inner = indent + 1
    expression = _converted(line, cell, value, path, names, source, inner, unescaped=unescaped)
    owner = set_owner(source, inner, root, path)
    _assign(line, cell, value, path, owner, expression, name, source, inner)
    if default and not default.arguments[0].startswith(("/", "sum(", "count(")):
        source.add(indent, "else:")
        getter = Getter(source, indent + 1)
        there = getter.owner(root, path)
        place = f"{there}.{path.steps[-1].step.name}"
        source.add(
            indent + 1,
            f"if {there} is not None and {place} is None:",
            f"    {place} = {_constant(path, default.arguments[0])}",
        )
    elif default and default.arguments[0].startswith("/"):
        source.add(indent, "else:")
        source.add(indent + 1, f"st.l{line.number}.append(({_index(line, value)}, i, {_scopes(line.scope)}, ''))")


def _constant(path: ResolvedPath, text: str) -> str:
    leaf = path.leaf
    if leaf is not None and leaf.kind == "number":
        return f"Decimal({text!r})"
    return repr(int(text)) if leaf is not None and leaf.kind == "integer" else repr(text)


def _assign(
    line: PlannedLine,
    cell: Cell,
    value: Value,
    path: ResolvedPath,
    owner: str,
    expression: str,
    name: str,
    source: Source,
    indent: int,
) -> None:
    step = path.steps[-1]
    place = f"{owner}.{step.step.name}"
    if step.step.index is not None:
        items = place
        source.add(indent, f"while len({items}) <= {step.step.index}:", f"    {items}.append({_blank(step, source)})")
        place = f"{items}[{step.step.index}]"
    if path.path.part:
        expression = f"put({place}, {path.path.part[0]}, {expression})"
    if value.conversion("cut"):
        source.add(indent, f"if ':' in {name}:", f"    st.rejoined({name}, {cell.widths[0]}, i, {cell.element})")
    if line.continuation and cell is line.cells[-1]:
        joint = "" if value.conversion("cut") else "\n"
        source.add(indent, f"if {place} is not None and st.f{line.number}[0] != i and not st.f{line.number}[2]:")
        source.add(indent + 1, f"st.continued(i, {cell.element})")
        source.add(indent, f"{place} = {expression} if {place} is None else {place} + {joint!r} + {expression}")
    else:
        source.add(indent, f"{place} = {expression}")


def _blank(step: object, source: Source) -> str:
    struct = step.field.struct  # type: ignore[attr-defined]
    return f"{source.struct(struct.__name__)}()" if struct else "''"


def _converted(
    line: PlannedLine,
    cell: Cell,
    value: Value,
    path: ResolvedPath,
    names: list[str],
    source: Source,
    indent: int,
    *,
    unescaped: bool,
) -> str:
    """Emit what turns captures into a value and give the expression for it."""
    name, leaf = names[0], path.leaf
    if leaf is not None and leaf.struct is not None:
        return _struct_value(cell, value, leaf.struct, names, source)
    if value.conversion("lines") or value.conversion("cut"):
        joint = "\n" if value.conversion("lines") else ""
        plain_text = f"{name}.rstrip(':').replace(':', {joint!r})"
        return f"(unescape({plain_text}) if st.escaped else {plain_text})"
    if pad := value.conversion("pad"):
        fill = pad.arguments[1] if len(pad.arguments) > 1 else " "
        name = f"({name}.lstrip({fill!r}) or {fill!r})" if fill == "0" else f"{name}.strip()"
    if value.table is not None:
        table = word(source, value.table.reading)
        return f"{table}[{name}]" if value.closed else f"{table}.get({name}, {name})"
    if leaf is not None and leaf.kind == "number":
        return f"st.number({name}, i, {cell.element}, {cell.component})"
    if leaf is not None and leaf.kind == "integer":
        return f"st.integer({name}, i, {cell.element}, {cell.component})"
    return name if unescaped else f"(unescape({name}) if st.escaped else {name})"


def _struct_value(cell: Cell, value: Value, struct: type, names: list[str], source: Source) -> str:
    name = source.struct(struct.__name__)
    companion = companion_field(struct)
    if value.conversion("datetime"):
        second = names[1] if len(names) > 1 else repr(_argument(value, "datetime"))
        return f"{name}(value={names[0]}, {companion}={second} or None)"
    if len(names) > 1:
        order = pair_order(cell)
        number, unit = (names[0], names[1]) if order[0] == "value" else (names[1], names[0])
        at = cell.component + order.index("value")
        read = f"st.number({number}, i, {cell.element}, {at}) if {number} else None"
        return f"{name}(value={read}, {companion}={unit} or None)"
    fixed = _argument(value, "measure")
    return f"{name}(value=st.number({names[0]}, i, {cell.element}, {cell.component}), {companion}={fixed!r})"


def _argument(value: Value, conversion: str) -> str | None:
    found = value.conversion(conversion)
    return found.arguments[0] if found and found.arguments else None


# -- places --------------------------------------------------------------------------------------------------------


def _places(plan: Plan, source: Source) -> None:
    by_place: dict[int, list[PlannedLine]] = {}
    for line in plan.lines:
        by_place.setdefault(line.place.index, []).append(line)
    source.add(0, "")
    for index, lines in sorted(by_place.items()):
        place = lines[0].place
        shown = f"{place.group} {place.tag}".strip()
        source.add(0, f"def place_{index}(st, s, i):  # position {place.position} {shown}")
        for trigger in sorted({line.trigger.number if line.trigger else 0 for line in lines}):
            group = [line for line in lines if (line.trigger.number if line.trigger else 0) == trigger]
            _candidates(sorted(group, key=PlannedLine.rank), source)
        if place.trigger:
            source.add(1, f"st.v{index} = 0")
        source.add(1, "st.lost.append(i)", "", "")
    handlers = ", ".join(f"{index}: place_{index}" for index in sorted(by_place))
    source.add(0, f"PLACES = {{{handlers}}}", "")


def _candidates(lines: list[PlannedLine], source: Source) -> None:
    """The lines of one place under one trigger, exactly first, then relaxed."""
    indent, trigger = 1, lines[0].trigger
    if trigger is not None:
        source.add(1, f"if st.v{trigger.place.index} == {trigger.number}:")
        indent = 2
    for line in lines:
        source.add(indent, f"if {_once(line)}(m := X_{line.number}(s)) is not None{_closed(line, 'm[{}]', source)}:")
        _taken(line, "*m.groups()", source, indent + 1)
    for line in lines:
        call = f"(g := relaxed(st, S_{line.number}, s, i)) is not None"
        if _closed_captures(line):
            call = f"fits(S_{line.number}, s, {_closed_check(line, source)}) and {call}"
        source.add(indent, f"if {_once(line)}{call}:")
        _taken(line, "*g", source, indent + 1)


def _taken(line: PlannedLine, arguments: str, source: Source, indent: int) -> None:
    if line.place.trigger:
        source.add(indent, f"st.v{line.place.index}, st.i{line.place.index} = {line.number}, i")
    if _is_once(line):
        source.add(indent, f"st.f{line.number} = {_instance(line)}")
    source.add(indent, f"take_{line.number}(st, i, {arguments})", "return")


def _is_once(line: PlannedLine) -> bool:
    """A line outside `each` matches once in each instance of what it stands under; a second match is unmapped."""
    return line.head is None and not line.continuation and not is_list(line)


def _instance(line: PlannedLine) -> str:
    return f"st.i{line.trigger.place.index}" if line.trigger else "-1"


def _once(line: PlannedLine) -> str:
    return f"st.f{line.number} != {_instance(line)} and " if _is_once(line) else ""


def _closed_captures(line: PlannedLine) -> list[tuple[int, int, int, Value]]:
    """Captures that must be a code of their table: group number, element, component, value."""
    found, number = [], 0
    for cell, names in captures(line.cells):
        value = cell.values[0] if cell.role == "value" and len(cell.values) == 1 else None
        if value is not None and value.closed and value.direction in ("", "in") and len(cell.pieces) == 1:
            found.append((number + 1, cell.element, cell.component, value))
        number += len(names)
    return found


def _closed(line: PlannedLine, group: str, source: Source) -> str:
    tests = []
    for number, _, _, value in _closed_captures(line):
        assert value.table is not None  # noqa: S101 — closed values have one
        place = group.format(number)
        may_lack = "" if line.head is not None else f"not {place} or "
        tests.append(f" and ({may_lack}{place} in {word(source, value.table.reading)})")
    return "".join(tests)


def _closed_check(line: PlannedLine, source: Source) -> str:
    tests = [
        f"({element}, {component}, {word(source, value.table.reading)}), "
        for _, element, component, value in _closed_captures(line)
        if value.table is not None
    ]
    return f"({''.join(tests)}), {line.head is None}"


# -- the end -------------------------------------------------------------------------------------------------------


def _finish(plan: Plan, source: Source) -> None:
    source.add(0, "", "def finish(st):")
    for line in plan.lines:
        values = list(line.values())
        if not any(_later(value) for value in values):
            continue
        source.add(1, f"for n, i, scopes, *texts in st.l{line.number}:  # {line.line.number}: {line.line.source}")
        for number, value in enumerate(values):
            if _later(value):
                cell = next(c for c in (x for y in line.cells for x in (y, *y.inner)) if value in c.values)
                source.add(2, f"if n == {number}:")
                _finish_value(line, cell, value, source)
    source.add(1, "return", "", "")


def _finish_value(line: PlannedLine, cell: Cell, value: Value, source: Source) -> None:
    """At the end: spread a header value, compare a copy or a computed value, fill a default."""
    chain: list[Scope] = []
    current: Scope | None = line.scope
    while current:
        chain.append(current)
        current = current.parent
    source.add(3, f"({', '.join(f'o{scope.number}' for scope in chain)},) = scopes")
    place = f"{cell.element}, {cell.component}"
    if value.broadcast:
        _spread(line, cell, value, source)
        return
    getter = Getter(source, 3)
    expression = text_expression(value, getter, source, chain)
    default = value.conversion("default")
    if default is not None and not value.direction and value.path is not None:
        _fill_default(value, default.arguments[0], source, chain)
        return
    wanted = source.name("w")
    source.add(3, f"{wanted} = {expression}")
    if value.direction == "in" and value.path is not None:
        source.add(3, f"if not {wanted}:")
        names = ["texts[0]"] if not is_pair(cell) else ["texts[0]", "texts[1]"]
        root = root_scope(value.path.path, value.scope)
        _set_leaf(line, cell, value, value.path, f"o{root.number}", names, source, 4)
        source.add(3, f"elif not {_same(cell)}(texts[0], {wanted}):")
    else:
        source.add(3, f"if not {_same(cell)}(texts[0], {wanted}):")
    source.add(4, f"st.differs(i, {place}, texts[0], {wanted})")
    source.add(3, f"elif texts[0] != {wanted}:", f"    st.normalised(i, {place}, texts[0], {wanted})")


def _same(cell: Cell) -> str:
    """How a copy is compared: numbers by what they say, texts as they are."""
    return "same" if _is_number(cell) or cell.values[0].function else "str.__eq__"


def _fill_default(value: Value, path_text: str, source: Source, chain: list[Scope]) -> None:
    assert value.path is not None  # noqa: S101 — checked by the caller
    document = chain[-1]
    getter = Getter(source, 3)
    fallback = source.name("w")
    source.add(3, f"{fallback} = {getter.value('o0', resolve(parse_path(path_text[1:]), document.struct))}")
    root = root_scope(value.path.path, value.scope)
    owner = getter.owner(f"o{root.number}", value.path)
    place = f"{owner}.{value.path.steps[-1].step.name}"
    source.add(3, f"if {owner} is not None and {place} is None:", f"    {place} = {fallback}")


def _spread(line: PlannedLine, cell: Cell, value: Value, source: Source) -> None:
    """Give every element of the lists the value where it has none."""
    assert value.path is not None  # noqa: S101 — a broadcast has a path
    indent, root = 3, f"o{root_scope(value.path.path, value.scope).number}"
    steps = list(value.path.steps)
    while any(step.step.every for step in steps):
        at = next(n for n, step in enumerate(steps) if step.step.every)
        prefix = ResolvedPath(path=Path(steps=()), steps=tuple(steps[: at + 1]), target=None)
        plain_steps = prefix.steps
        getter = Getter(source, indent)
        owner = getter.owner(root, prefix)
        items = f"{owner}.{plain_steps[-1].step.name}"
        element = source.name("e")
        source.add(indent, f"for {element} in ({items} if {owner} is not None else ()):")
        indent, root, steps = indent + 1, element, steps[at + 1 :]
    rest = ResolvedPath(path=Path(steps=tuple(s.step for s in steps)), steps=tuple(steps), target=value.path.target)
    getter = Getter(source, indent)
    source.add(indent, f"if {getter.value(root, rest)} is None:")
    names = ["texts[0]"] if not is_pair(cell) else ["texts[0]", "texts[1]"]
    _set_leaf(line, cell, value, rest, root, names, source, indent + 1)


def _read(plan: Plan, source: Source) -> None:
    struct = source.struct(plan.document.struct.__name__)
    source.add(0, "def read(segments, places, report):")
    source.add(
        1, f"document = {struct}()", "st = State(segments, report, document)", "texts, lost = st.texts, st.lost.append"
    )
    source.add(1, "for i, place in enumerate(places):", "    handler = PLACES.get(place)")
    source.add(2, "if handler is not None:", "    handler(st, texts[i], i)")
    source.add(2, "elif place not in SERVICE:", "    lost(i)")
    source.add(1, "finish(st)", "st.settle(places, LEVELS)", "return document", "", "")


__all__ = ["access", "condition", "reader_source"]
