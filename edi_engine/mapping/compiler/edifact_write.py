"""From a plan to the Python that writes a message: one function per template line, in the directory's order.

A line is written iff something two-way (or `out`) in it has a value, something was written under it, or the message
demands it. Copies, defaults and constants never cause a line.
"""

from edi_engine.mapping.compiler.edifact_plan import Cell, Plan, PlannedLine, is_list
from edi_engine.mapping.compiler.edifact_values import (
    companion_field,
    fallback_expression,
    is_pair,
    pair_order,
    raw_expression,
    spelled,
    word,
)
from edi_engine.mapping.compiler.emit import Getter, Source, condition
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import Path, ResolvedPath
from edi_engine.mapping.placeholders import Literal


def writer_source(plan: Plan, source: Source) -> None:
    """Append the writer to a module under construction."""
    for line in plan.lines:
        _line(line, plan, source)
    source.add(0, "def write(document, report):")
    source.add(1, "st, out, o0 = Writing(report, MAPPING), [], document")
    _calls(plan.top, [plan.document], plan, source, 1, "out")
    source.add(1, "return out", "", "")


def _chain(scope: Scope) -> list[Scope]:
    chain: list[Scope] = []
    current: Scope | None = scope
    while current:
        chain.append(current)
        current = current.parent
    return chain


def _arguments(scope: Scope) -> str:
    return ", ".join(scope.variable for scope in reversed(_chain(scope)))


# -- order and lists -----------------------------------------------------------------------------------------------


def _calls(lines: list[PlannedLine], scopes: list[Scope], plan: Plan, source: Source, indent: int, out: str) -> None:
    """Calls for lines that stand side by side, in the directory's order; the heads of `each` in loops."""
    for line in sorted(lines, key=lambda item: item.place.index):
        source.add(indent, f"# {line.line.number}: {line.line.source}")
        if line.head is None:
            source.add(indent, f"write_{line.number}(st, {out}, {_arguments(line.scope)})")
            continue
        scope = line.head
        if scope.path is None or scope.parent is None:
            raise ValueError(f"line {line.number} opens no list")
        start = root_scope(scope.path.path, scope.parent)
        getter = Getter(source, indent)
        owner = getter.owner(start.variable, scope.path)
        items = f"{owner}.{scope.path.steps[-1].step.name}"
        guard = items if owner == start.variable else f"({items} if {owner} is not None else ())"
        forced = ""
        if scope.indexed:
            source.add(indent, f"for n, {scope.variable} in enumerate({guard}):")
            forced = f", n < len({items}) - 1"
        else:
            source.add(indent, f"for {scope.variable} in {_sliced(guard, scope)}:")
        test = accepts(line, source)
        earlier = [accepts(other, source, scope.variable) for other in _earlier(line, plan)]
        tests = [t for t in (test, *(f"not ({t})" for t in earlier)) if t != "True"]
        inner = indent + 1
        if tests:
            source.add(inner, f"if {' and '.join(tests)}:")
            inner += 1
        source.add(inner, f"write_{line.number}(st, {out}, {_arguments(scope)}{forced})")


def _sliced(items: str, scope: Scope) -> str:
    step = scope.path.steps[-1].step if scope.path else None
    return f"{items}[{step.start}:]" if step is not None and step.start else items


def _earlier(line: PlannedLine, plan: Plan) -> list[PlannedLine]:
    """Heads before this one that walk the same list: the first that accepts an element takes it."""
    return [other for other in plan.lines if other.number < line.number and list_key(other) == list_key(line)]


def list_key(line: PlannedLine) -> tuple[int, str] | None:
    """The list a head walks, without its conditions; None for a line that is no head."""
    scope = line.head
    if scope is None or scope.path is None or scope.parent is None:
        return None
    names = ".".join(step.step.name for step in scope.path.steps)
    return root_scope(scope.path.path, scope.parent).number, names


def accepts(line: PlannedLine, source: Source, variable: str = "") -> str:
    """A condition that an element fits the conditions of an `each` and the closed code tables of its line."""
    scope = line.head
    if scope is None or scope.path is None:
        raise ValueError(f"line {line.number} opens no list")
    variable = variable or scope.variable
    tests = [condition(scope.path.steps[-1].step.filters, variable)]
    for cell in line.cells:
        for value in cell.values:
            if value.closed and value.table is not None and value.path is not None and len(value.path.steps) == 1:
                place = f"{variable}.{value.path.steps[0].step.name}"
                if value.scope is scope and value.path.path.part is None:
                    tests.append(f"{place} in {word(source, value.table.writing)}")
    known = [test for test in tests if test != "True"]
    return " and ".join(known) or "True"


# -- one line ------------------------------------------------------------------------------------------------------


def _line(line: PlannedLine, plan: Plan, source: Source) -> None:
    arguments = _arguments(line.scope) + (", forced" if _keeps_place(line) else "")
    source.add(0, f"def write_{line.number}(st, out, {arguments}):  # {line.line.number}: {line.line.source}")
    target = "out"
    if line.children:
        target = "inner"
        source.add(1, "inner = []")
        _calls(line.children, _chain(line.scope), plan, source, 1, "inner")
    getter = Getter(source, 1)
    names: dict[int, str] = {}
    present = ["inner"] if line.children else []
    for cell in line.cells:
        present += _fetch(line, cell, getter, names, source)
    if not (line.place.mandatory and line.trigger is None and not line.place.trigger):
        if not present:
            source.add(1, "return" if line.cells or line.children else "pass", "", "")
            return
        tests = [name if name == "inner" else f"{name} is not None" for name in present]
        tests += ["forced"] if _keeps_place(line) else []
        source.add(1, f"if not ({' or '.join(tests)}):", "    return")
    _defaults(line, getter, names, plan, source)
    _emit(line, names, source)
    if target == "inner":
        source.add(1, "out.extend(inner)")
    source.add(0, "", "")


def _keeps_place(line: PlannedLine) -> bool:
    """Whether an element that other lines reach by index is written even bare, so that later ones keep their index."""
    return line.head is not None and line.head.indexed


def _fetch(line: PlannedLine, cell: Cell, getter: Getter, names: dict[int, str], source: Source) -> list[str]:
    """Bind the canonical values of a cell; give the names of those that cause the line."""
    present = []
    if cell.role == "repeat":
        return [_fetch_repeat(line, cell, getter, names, source)]
    for value in cell.values:
        if value.direction == "in":
            continue
        name = names[id(value)] = source.name("v")
        if value.broadcast:
            _hoist(value, name, source)
        else:
            raw = raw_expression(value, getter)
            part = value.path.path.part if value.path else None
            source.add(1, f"{name} = {raw}")
            if value.path is not None and value.path.leaf is not None and value.path.leaf.kind == "text":
                tail = f" and {name}[{part[0]}:{'' if part[1] is None else part[1]}]" if part else ""
                source.add(1, f"if not ({name}{tail}):", f"    {name} = None")
            elif value.path is not None and value.path.leaf is not None and value.path.leaf.struct is not None:
                unit = companion_field(value.path.leaf.struct)
                source.add(1, f"if {name} is not None and {name}.value is None and {name}.{unit} is None:")
                source.add(2, f"{name} = None")
        if value.direction != "copy":
            present.append(name)
    return present


def _hoist(value: Value, name: str, source: Source) -> None:
    """A value every element has: written once if all agree."""
    assert value.path is not None  # noqa: S101 — a broadcast has a path
    steps = tuple(step.step.name for step in value.path.steps)
    root = root_scope(value.path.path, value.scope)
    source.add(1, f"{name} = st.common(walk([{root.variable}], {steps!r}), {value.placeholder.expression!r})")


def _fetch_repeat(line: PlannedLine, cell: Cell, getter: Getter, names: dict[int, str], source: Source) -> str:
    paths = [value.path for c in cell.inner for value in c.values if value.path]
    at = next(n for n, s in enumerate(paths[0].steps) if s.step.start is not None or s.step.every)
    list_path = ResolvedPath(path=paths[0].path, steps=paths[0].steps[: at + 1], target=None)
    root = root_scope(paths[0].path, line.scope)
    owner = getter.owner(root.variable, list_path)
    step = list_path.steps[-1].step
    items = f"{owner}.{step.name}" + (f"[{step.start}:]" if step.start else "")
    name = names[id(cell)] = source.name("v")
    source.add(1, f"{name} = None if {owner} is None else {items} or None")
    return name


def _defaults(line: PlannedLine, getter: Getter, names: dict[int, str], plan: Plan, source: Source) -> None:
    """Now that the line is written: what stands where a value is absent."""
    for value in (value for cell in line.cells for value in cell.values):
        if id(value) not in names:
            continue
        fallback = fallback_expression(value, getter, plan.document)
        if fallback is not None and _owner_there(value, getter, source):
            name = names[id(value)]
            source.add(1, f"if {name} is None{_owner_there(value, getter, source)}:", f"    {name} = {fallback}")


def _owner_there(value: Value, getter: Getter, source: Source) -> str:
    """A default inside an object (the currency of an amount) is written only where the object is."""
    if value.path is None or len(value.path.steps) < 2:
        return " "
    owner = getter.owner(f"o{root_scope(value.path.path, value.scope).number}", value.path)
    return f" and {owner} is not None"


def _emit(line: PlannedLine, names: dict[int, str], source: Source) -> None:
    if line.continuation:
        _emit_continued(line, names, source)
        return
    if is_list(line):
        _emit_list(line, names, source)
        return
    elements = [_element(line, number, names, source) for number in range(1, _last(line) + 1)]
    source.add(1, f'out.append(f"{line.tag}{"".join("+" + e for e in elements)}".rstrip("+:"))')


def _last(line: PlannedLine) -> int:
    return max((cell.element for cell in line.cells), default=0)


def _element(line: PlannedLine, number: int, names: dict[int, str], source: Source) -> str:
    """The inside of an f-string for one element."""
    cells = {cell.component: cell for cell in line.cells if cell.element == number}
    if not cells:
        return ""
    if any(cell.role == "repeat" for cell in cells.values()):
        return _repeat_element(line, cells[1], names, source)
    parts, component = [], 1
    while component <= max(cells):
        cell = cells.get(component)
        parts.append(_cell_text(line, cell, names, source) if cell else "")
        component += cell.span if cell else 1
    inside = ":".join(parts)
    placeholders = [names[id(v)] for c in cells.values() for v in c.values if id(v) in names]
    has_text = any(cell.role in ("literal", "any", "set") for cell in cells.values())
    selects = any(cell.selects for cell in cells.values())
    if len(parts) == 1 and not (placeholders and has_text):
        return inside
    name = source.name("c")
    source.add(1, f'{name} = f"{inside}".rstrip(":")')
    if placeholders and has_text and not selects:
        source.add(1, f"if {' and '.join(f'{p} is None' for p in placeholders)}:", f'    {name} = ""')
    return f"{{{name}}}"


def _cell_text(line: PlannedLine, cell: Cell, names: dict[int, str], source: Source) -> str:
    """The inside of an f-string for one cell."""
    if cell.role in ("literal", "any"):
        return _braces(cell.text)
    if cell.role == "set":
        return _braces(cell.choices[0])
    if cell.role == "ignore":
        return ""
    if cell.role == "value" and is_pair(cell):
        return _pair(cell, names, source)
    if cell.role == "value" and cell.span > 1:
        return _spanned(cell, names, source)
    return "".join(_piece(piece, cell, names, source) for piece in cell.pieces)


def _braces(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}")


def _piece(piece: object, cell: Cell, names: dict[int, str], source: Source) -> str:
    if isinstance(piece, Literal):
        following = cell.pieces[cell.pieces.index(piece) + 1 :]
        right = next((v for v in cell.values if v.placeholder in following and id(v) in names), None)
        if right is None:
            return _braces(piece.text)
        separator = source.name("t")
        source.add(1, f"{separator} = {piece.text!r} if {names[id(right)]} is not None else ''")
        return f"{{{separator}}}"
    value = next(v for v in cell.values if v.placeholder is piece)
    if id(value) not in names:
        return ""
    name, text = names[id(value)], source.name("t")
    shown = spelled(value, name, source)
    if value.placeholder.width is not None and len(cell.pieces) > 1:
        later = [names[id(v)] for v in cell.values[cell.values.index(value) + 1 :] if id(v) in names]
        last = " and ".join(f"{other} is None" for other in later) or "True"
        shown = f"st.fixed({shown}, {value.placeholder.width}, {value.placeholder.expression!r}, last={last})"
    elif value.placeholder.width is not None:
        shown = f"st.fixed({shown}, {value.placeholder.width}, {value.placeholder.expression!r}, last=True)"
    source.add(1, f"{text} = '' if {name} is None else {shown}")
    return f"{{{text}}}"


def _pair(cell: Cell, names: dict[int, str], source: Source) -> str:
    value = cell.values[0]
    if id(value) not in names:
        return ":"
    name = names[id(value)]
    leaf = value.path.leaf if value.path else None
    companion = companion_field(leaf.struct) if leaf is not None and leaf.struct is not None else ""
    first, second = source.name("t"), source.name("t")
    number = spelled(value, name, source)
    unit = f"'' if {name}.{companion} is None else text({name}.{companion})"
    source.add(1, f"{first} = '' if {name} is None else {number}", f"{second} = '' if {name} is None else {unit}")
    if pair_order(cell)[0] == "unit":
        first, second = second, first
    return f"{{{first}}}:{{{second}}}"


def _spanned(cell: Cell, names: dict[int, str], source: Source) -> str:
    """A long text over all components of its composite, joined by `:`."""
    value = cell.values[0]
    if id(value) not in names:
        return ""
    name, joined = names[id(value)], source.name("t")
    how = "cut" if value.conversion("cut") else "lines"
    call = f"st.{how}({name}, {cell.widths[0]}, {value.placeholder.expression!r}, {cell.span})"
    source.add(1, f"{joined} = '' if {name} is None else ':'.join({call})")
    return f"{{{joined}}}"


def _emit_continued(line: PlannedLine, names: dict[int, str], source: Source) -> None:
    """A long text goes on in further segments that repeat everything before it."""
    cell = line.cells[-1]
    value = cell.values[0]
    elements = [_element_before(line, number, names, source, cell) for number in range(1, cell.element)]
    head = f'f"{line.tag}{"".join("+" + e for e in elements)}+"'
    how = "cut" if value.conversion("cut") else "lines"
    limit = line.place.group_limit if line.place.trigger else line.place.limit
    name, pieces = names[id(value)], source.name("t")
    most = cell.span * (1 if line.children else limit)
    source.add(
        1,
        f"{pieces} = [] if {name} is None else st.{how}({name}, {cell.widths[0]}, "
        f"{value.placeholder.expression!r}, {most})",
    )
    lead = ":" * (cell.component - 1)
    if line.head is not None:
        source.add(1, f"if out and {pieces}:")
        source.add(2, f"st.beside(out[-1], {head} + {lead!r}, {cell.span - 1}, {value.placeholder.expression!r})")
    source.add(1, f"for at in range(0, max(len({pieces}), 1), {cell.span}):")
    source.add(2, f"out.append(({head} + {lead!r} + ':'.join({pieces}[at : at + {cell.span}])).rstrip('+:'))")


def _emit_list(line: PlannedLine, names: dict[int, str], source: Source) -> None:
    """A segment for each element of a list."""
    cell = line.cells[-1]
    elements = [_element(line, number, names, source) for number in range(1, cell.element)]
    limit = line.place.group_limit if line.place.trigger else line.place.limit
    joined, one = _repeated_texts(line, cell, names, source, limit), source.name("e")
    source.add(1, f"for {one} in filter(None, {joined}):")
    source.add(2, f'out.append(f"{line.tag}{"".join("+" + e for e in elements)}+{{{one}}}")')


def _element_before(line: PlannedLine, number: int, names: dict[int, str], source: Source, last: Cell) -> str:
    return "" if number == last.element else _element(line, number, names, source)


def _repeat_element(line: PlannedLine, cell: Cell, names: dict[int, str], source: Source) -> str:
    """A composite once for each element of a list."""
    return f"{{'+'.join({_repeated_texts(line, cell, names, source, cell.repeats)})}}"


def _repeated_texts(line: PlannedLine, cell: Cell, names: dict[int, str], source: Source, most: int) -> str:
    """Bind the composites of a list's elements, at most `most` of them; gives the name of their list."""
    name, joined = names[id(cell)], source.name("t")
    paths = [value.path for c in cell.inner for value in c.values if value.path]
    at = next(n for n, s in enumerate(paths[0].steps) if s.step.start is not None or s.step.every)
    source.add(1, f"{joined} = []", f"for e in st.first({name} or (), {most}, {paths[0].pattern()!r}):")
    getter = Getter(source, 2)
    parts: dict[int, str] = {}
    tests: list[str] = []
    for c in cell.inner:
        if c.role in ("literal", "any"):
            parts[c.component] = _braces(c.text)
            continue
        value = c.values[0]
        assert value.path is not None  # noqa: S101 — a repeated cell holds paths
        steps = value.path.steps[at + 1 :]
        raw, shown = source.name("r"), source.name("t")
        rest = ResolvedPath(path=Path(steps=tuple(s.step for s in steps)), steps=steps, target=value.path.target)
        source.add(2, f"{raw} = {getter.value('e', rest)}")
        source.add(2, f"{shown} = '' if {raw} is None else {spelled(value, raw, source)}")
        parts[c.component] = f"{{{shown}}}"
        tests.append(shown)
    inside = ":".join(parts.get(n, "") for n in range(1, max(parts) + 1))
    source.add(2, f'{joined}.append(f"{inside}".rstrip(":") if {" or ".join(tests)} else "")')
    return joined
