"""From a plan to the Python that writes a message: line by line of the template, in the directory's order.

A line that others stand under, or that is written even bare, is a function; any other is written where it stands.

A line is written iff something two-way (or `out`) in it has a value, something was written under it, or the message
demands it. Copies, defaults and constants never cause a line.
"""

from itertools import groupby

from edi_engine.mapping.compiler.edifact_cells import Cell, Plan, PlannedLine, list_key
from edi_engine.mapping.compiler.edifact_emit import emit_line
from edi_engine.mapping.compiler.edifact_values import (
    companion_field,
    fallback_expression,
    implied_format,
    is_pair,
    is_position,
    loop_over,
    raw_expression,
    spot_of,
    writing_table,
)
from edi_engine.mapping.compiler.emit import Getter, Source, condition
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import ResolvedPath


def writer_source(plan: Plan, source: Source) -> None:
    """Append the writer to a module under construction."""
    for value in (value for line in plan.lines for value in line.values() if is_position(value)):
        value.scope.numbered = True
    for line in plan.lines:
        if not _in_place(line):
            _function(line, plan, source)
    source.add(0, "def write(document, report, case=(), exact=None):")
    source.add(1, "st, out, o0 = Writing(report, MAPPING, document, case, exact), [], document")
    _calls(plan.top, plan, source, 1, "out")
    source.add(1, "return out", "", "")


def _chain(scope: Scope) -> list[Scope]:
    chain: list[Scope] = []
    current: Scope | None = scope
    while current:
        chain.append(current)
        current = current.parent
    return chain


def _arguments(scope: Scope) -> str:
    chain = list(reversed(_chain(scope)))
    return ", ".join(name for s in chain for name in ((s.variable, s.ordinal) if s.numbered else (s.variable,)))


# -- order and lists -----------------------------------------------------------------------------------------------


def _calls(lines: list[PlannedLine], plan: Plan, source: Source, outer: int, out: str) -> None:
    """What writes lines that stand side by side, in the directory's order; the heads of `each` in loops.

    A line that can stand by itself fills its place where no line wrote there and the group is written.
    """
    getter = Getter(source, outer)
    constant = {line.place.index for line in lines if stands_by_itself(line)}
    for place, group in groupby(sorted(lines, key=lambda item: item.place.index), key=lambda item: item.place.index):
        if place in constant:
            source.add(outer, f"from_{place} = len({out})")
        _variants([line for line in group if not is_constant(line)], plan, getter, out)
        if place in constant:
            source.add(outer, f"to_{place} = len({out})")


def stands_by_itself(line: PlannedLine) -> bool:
    """Whether a group must have a segment at a line's place, and the line has one without the document."""
    demanded = line.place.mandatory and line.trigger is not None and not line.place.trigger
    falls_back = all(is_position(value) or value.conversion("default") for value in line.values())
    return demanded and falls_back and not line.more and line.head is None


def is_constant(line: PlannedLine) -> bool:
    """Whether a line that stands by itself says nothing of the document."""
    return stands_by_itself(line) and not any(True for _ in line.values())


def _variants(lines: list[PlannedLine], plan: Plan, getter: Getter, out: str) -> None:
    """What writes the lines of one place; `getter` is that of the block they stand in."""
    source, outer = getter.source, getter.indent
    for line in lines:
        source.add(outer, f"# {line.line.number}: {line.line.source}")
        block = getter.inside() if line.more or line.head else getter
        if line.more:
            source.add(outer, f"if {' and '.join(f'st.case[{number}]' for number in line.more)}:")
            block.indent += 1
        more = _loop(line, plan, block) if line.head else ""
        _write(line, plan, block, out, more)


def _write(line: PlannedLine, plan: Plan, block: Getter, out: str, more: str) -> None:
    """What writes a line in a block: itself, or a call; `more` says whether elements of its list follow."""
    source, indent = block.source, block.indent
    if not _in_place(line):
        source.add(indent, f"write_{line.number}(st, {out}, {_arguments(line.scope)}{more})")
        return
    before = len(source.lines)
    source.depth, block.indent = source.depth + indent - 1, 1
    _line(line, plan, block, out)
    if len(source.lines) == before and (line.more or line.head):
        source.add(1, "pass")
    source.depth, block.indent = source.depth - indent + 1, indent


def _loop(line: PlannedLine, plan: Plan, block: Getter) -> str:
    """Emit the loop of an `each` with its conditions, and move into it; gives what its line is told of the list."""
    scope, source = line.head, block.source
    if scope is None or scope.path is None or scope.parent is None:
        raise ValueError(f"line {line.number} opens no list")
    start = root_scope(scope.path.path, scope.parent)
    owner = block.owner(start.variable, scope.path)
    items = f"{owner}.{scope.path.steps[-1].step.name}"
    guard = items if owner == start.variable else f"({items} if {owner} is not None else ())"
    begin = scope.path.steps[-1].step.start or 0
    guard = f"{guard}[{begin}:]" if begin else guard
    if scope.indexed or scope.numbered:
        source.add(block.indent, f"for {scope.ordinal}, {scope.variable} in enumerate({guard}, {begin + 1}):")
    else:
        source.add(block.indent, f"for {scope.variable} in {guard}:")
    test = accepts(line, source)
    earlier = [accepts(other, source, scope.variable) for other in _earlier(line, plan)]
    tests = [t for t in (test, *(f"not ({t})" for t in earlier)) if t != "True"]
    block.indent += 1
    if tests:
        source.add(block.indent, f"if {' and '.join(tests)}:")
        block.indent += 1
    return f", {scope.ordinal} < len({items})" if scope.indexed else ""


def _earlier(line: PlannedLine, plan: Plan) -> list[PlannedLine]:
    """Heads before this one that walk the same list: the first that accepts an element takes it."""
    before = [other for other in plan.lines if other.number < line.number and list_key(other) == list_key(line)]
    return [other for other in before if set(other.case) <= set(line.case)]


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
                    given = value.conversion("default") or value.conversion("omit")
                    absent = f"{place} is None or " if given is not None else ""
                    tests.append(f"({absent}{place} in {writing_table(source, value.table)})")
    known = [test for test in tests if test != "True"]
    return " and ".join(known) or "True"


# -- one line ------------------------------------------------------------------------------------------------------


def _in_place(line: PlannedLine) -> bool:
    """Whether a line is written where it stands, without a function of its own."""
    return not (line.children or stands_by_itself(line) or _keeps_place(line))


def _function(line: PlannedLine, plan: Plan, source: Source) -> None:
    arguments = _arguments(line.scope) + (", forced" if _keeps_place(line) else "")
    arguments += ", forced=False" if stands_by_itself(line) else ""
    source.add(0, f"def write_{line.number}(st, out, {arguments}):  # {line.line.number}: {line.line.source}")
    if line.children:
        source.add(1, "inner = []")
        _calls(line.children, plan, source, 1, "inner")
    _line(line, plan, Getter(source, 1), "out")
    source.add(1, "return", "", "")


def _line(line: PlannedLine, plan: Plan, getter: Getter, out: str) -> None:
    """The line itself, and behind it what was written under it."""
    source, depth = getter.source, getter.source.depth
    names: dict[int, str] = {}
    present = ["inner"] if line.children else []
    for cell in line.cells:
        present += _fetch(line, cell, getter, names, source)
    caused = "True"
    literal = line.more and not any(name != "inner" for name in present)  # the condition alone causes it
    if not literal and not (line.place.mandatory and line.trigger is None and not line.place.trigger):
        if not present:
            return
        tests = [name if name == "inner" else f"{name} is not None" for name in present]
        tests += ["forced"] if _keeps_place(line) or stands_by_itself(line) else []
        caused = " or ".join(tests)
        source.add(1, f"if {caused}:")
        source.depth += 1
    _defaults(line, getter.inside(), names, plan, source)
    emit_line(line, names, source, out, caused=caused)
    if line.children:
        _constants(line, source)
        source.add(1, f"{out}.extend(inner)")
    source.depth = depth


def _constants(line: PlannedLine, source: Source) -> None:
    """Now that the group is written: what it must have, from the last to the first, so that places stay true."""
    by_place = {child.place.index: child for child in reversed(line.children) if stands_by_itself(child)}
    for place, child in sorted(by_place.items(), reverse=True):
        made = source.name("c")
        source.add(1, f"{made} = []")
        if is_constant(child):
            emit_line(child, {}, source, made)
        else:
            source.add(1, f"write_{child.number}(st, {made}, {_arguments(child.scope)}, True)")
        source.add(1, f"inner[from_{place}:from_{place}] = {made} if from_{place} == to_{place} else ()")


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
            is_text = value.path is not None and value.path.leaf is not None and value.path.leaf.kind == "text"
            source.add(1, f"{name} = {raw}{' or None' if is_text else ''}")
            if is_text and part is not None:
                source.add(1, f"if not ({name} and {name}[{part[0]}:{'' if part[1] is None else part[1]}]):")
                source.add(2, f"{name} = None")
            elif value.path is not None and value.path.leaf is not None and value.path.leaf.struct is not None:
                unit = companion_field(value.path.leaf.struct)
                source.add(1, f"if {name} is not None and {name}.value is None and {name}.{unit} is None:")
                source.add(2, f"{name} = None")
                _in_format(value, cell, name, source)
            if value.path is not None and value.path.moment:
                inside = f"st.part_of({name}, {value.path.moment!r}, {spot_of(value)})"
                source.add(1, f"{name} = {name} and {inside}")
        if value.direction != "copy":
            present.append(name)
    return present


def _in_format(value: Value, cell: Cell, name: str, source: Source) -> None:
    """A date beside whose code is left out is in the format that the place implies."""
    if is_pair(cell) and (code := implied_format(value)):
        source.add(1, f"if {name} is not None and {name}.format is None:")
        source.add(2, f"{name} = st.in_format({name}, {code!r}, {spot_of(value)})")


def _hoist(value: Value, name: str, source: Source) -> None:
    """A value every element has: written once if all agree."""
    source.add(1, f"{name} = []")
    indent, root, rest = loop_over(value, source, 1)
    source.add(indent, f"{name}.append({Getter(source, indent).value(root, rest)})")
    source.add(1, f"{name} = st.common({name}, {spot_of(value)})")


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
        if fallback is not None:
            name = names[id(value)]
            source.add(1, f"if {name} is None{_owner_there(value, getter)}:", f"    {name} = {fallback}")


def _owner_there(value: Value, getter: Getter) -> str:
    """A default inside an object (the currency of an amount) is written only where the object is."""
    if value.path is None or len(value.path.steps) < 2:
        return ""
    owner = getter.owner(f"o{root_scope(value.path.path, value.scope).number}", value.path)
    return f" and {owner} is not None"
