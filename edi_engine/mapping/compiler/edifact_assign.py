"""From captured texts to fields of the document: conversions, and the objects on the way."""

from edi_engine.formats.edifact.segments import escape
from edi_engine.mapping.compiler.edifact_cells import Cell, PlannedLine
from edi_engine.mapping.compiler.edifact_patterns import reads
from edi_engine.mapping.compiler.edifact_values import (
    LATE_DEFAULTS,
    companion_field,
    constant,
    near_codes,
    other_codes,
    pair_order,
    reading_table,
    taken_later,
)
from edi_engine.mapping.compiler.emit import Getter, Source, lengthen, set_owner
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import Extensions, ResolvedPath

# How captures that are put right become values. What stands for separators is not of ASCII: most texts need no look.
_MADE = {"number": "Decimal({})", "integer": "int({})", "text": "({0} if {0}.isascii() else unescape({0}))", "": "{}"}


def take_value(
    line: PlannedLine,
    cell: Cell,
    value: Value,
    names: list[str],
    source: Source,
    indent: int,
    *,
    unescaped: bool = False,
    ready: bool = False,
) -> None:
    if taken_later(value):
        source.add(indent, f"if {' or '.join(names)}:")
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
    owner = f"o{root.number}"
    set_leaf(line, cell, value, value.path, owner, names, source, indent, unescaped=unescaped, ready=ready)


def _index(line: PlannedLine, value: Value) -> int:
    return list(line.values()).index(value)


def _scopes(scope: Scope) -> str:
    chain = []
    current: Scope | None = scope
    while current:
        chain.append(f"st.o{current.number}")
        current = current.parent
    return f"({', '.join(chain)},)"


def set_leaf(
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
    ready: bool = False,
) -> None:
    """Emit `if there is a text: make the objects on the way, set the field`.

    Args:
        unescaped: the text is data; else it is in normal form.
        ready: captures are put right as `edifact_patterns.reads` says.
    """
    name, default = names[0], value.conversion("default") or value.conversion("omit")
    condition_text = " or ".join(names)
    source.add(indent, f"if {condition_text}:")
    inner = indent + 1
    if path.moment:
        place = f"{set_owner(source, inner, root, path)}.{path.steps[-1].step.name}"
        at = f"i, {cell.element}, {cell.component}"
        source.add(inner, f"{place} = st.with_part({place}, {path.moment!r}, {name}, {at})")
        return
    if ready and any(reads(cell)):
        expression = _ready(cell, value, path, names, source)
    else:
        expression = _converted(line, cell, value, path, names, source, inner, unescaped=unescaped)
    if value.closed and not _asked_before(line, cell):
        decoded = source.name("d")
        source.add(inner, f"{decoded} = {expression}", f"if {decoded} is not None:")
        expression, inner = decoded, inner + 1
    owner = set_owner(source, inner, root, path)
    _assign(line, cell, value, path, owner, expression, name, source, inner)
    if omit := value.conversion("omit"):
        source.add(inner, f"if {owner}.{path.steps[-1].step.name} == {constant(path.leaf, omit.arguments[0])}:")
        _note(cell, name, "''", source, inner + 1)
    if default and not default.arguments[0].startswith(LATE_DEFAULTS):
        source.add(indent, "else:")
        getter = Getter(source, indent + 1)
        there = getter.owner(root, path)
        place = f"{there}.{path.steps[-1].step.name}"
        source.add(
            indent + 1,
            f"if {there} is not None and {place} is None:",
            f"    {place} = {constant(path.leaf, default.arguments[0])}",
        )
    elif default:
        source.add(indent, "else:")
        source.add(indent + 1, f"st.l{line.number}.append(({_index(line, value)}, i, {_scopes(line.scope)}, ''))")


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
    place = f"{owner}[{step.step.name!r}]" if step.owner is Extensions else f"{owner}.{step.step.name}"
    if step.step.index is not None:
        items = place
        lengthen(source, indent, items, step.step.index + 1, _blank(step, source))
        place = f"{items}[{step.step.index}]"
    if path.path.part:
        text = "" if value.table is not None else name
        _check_slice(cell, path.path.part, (owner, step.step.name), text, source, indent)
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


def _check_slice(
    cell: Cell, part: tuple[int, int | None], field: tuple[str, str], name: str, source: Source, indent: int
) -> None:
    """A slice must not be longer than its part of the text (codes are, there), nor begin behind what is there."""
    start, end = part
    owner, leaf = field
    if end is not None and name:
        source.add(indent, f"if len({name}) > {end - start}:")
        source.add(indent + 1, f"st.unreadable(i, {cell.element}, {cell.component}, {name})")
    if start:
        source.add(indent, f"if len({owner}.{leaf} or '') < {start}:")
        source.add(indent + 1, f"st.gaps.append(({owner}, {leaf!r}, {start}, i, {cell.element}, {cell.component}))")


def _blank(step: object, source: Source) -> str:
    struct = step.field.struct  # type: ignore[attr-defined]
    return f"{source.struct(struct.__name__)}()" if struct else "''"


def _ready(cell: Cell, value: Value, path: ResolvedPath, names: list[str], source: Source) -> str:
    """An expression for what captures that are put right say."""
    kinds, leaf = reads(cell), path.leaf
    made = [_MADE[kind].format(name) for kind, name in zip(kinds, names, strict=True)]
    if leaf is None or leaf.struct is None:
        return made[0]
    struct = source.struct(leaf.struct.__name__)
    if len(made) == 1:
        return f"{struct}({made[0]}, {_argument(value, 'measure') or _argument(value, 'datetime')!r})"
    first = 1 if kinds[1] == "number" else 0
    absent = "None" if kinds[first] == "number" else names[first]
    return f"{struct}({made[first]} if {names[first]} else {absent}, {made[1 - first]} if {names[1 - first]} else None)"


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
        implied = _argument(value, "datetime")
        if implied and len(names) > 1:
            source.add(indent, f"if {names[1]} == {implied!r}:")
            source.add(indent + 1, f"st.normalised(i, {cell.element}, {cell.component + 1}, {names[1]}, '')")
        return _struct_value(cell, value, leaf.struct, names, source, unescaped)
    if value.conversion("lines") or value.conversion("cut"):
        joint = "\n" if value.conversion("lines") else ""
        plain_text = f"{name}.rstrip(':').replace(':', {joint!r})"
        return f"({plain_text} if {name}.isascii() else unescape({plain_text}))"
    if pad := value.conversion("pad"):
        fill = pad.arguments[1] if len(pad.arguments) > 1 else " "
        stripped = source.name("p")
        number = leaf is not None and leaf.kind != "text"
        source.add(indent, f"{stripped} = st.unpadded({name}, {fill!r}, number={number})")
        filled = source.name("p")
        source.add(indent, f"{filled} = st.padded({stripped}, {int(pad.arguments[0])}, {fill!r}, '', number={number})")
        source.add(indent, f"if {name} != {filled}:")
        _note(cell, name, filled, source, indent + 1)
        name = stripped
    whole = name if unescaped else _data(name)
    if value.table is not None:
        table, key = reading_table(source, value.table), f"text({name})" if unescaped else name
        if near := near_codes(source, map(escape, value.table.approximate)):
            source.add(indent, f"if {key} in {near}:")
            source.add(indent + 1, f"st.approximate(i, {cell.element}, {cell.component}, {name}, {table}[{key}])")
        if others := other_codes(source, value.table):
            source.add(indent, f"if {key} in {others}:")
            _note(cell, name, f"{others}[{key}]", source, indent + 1)
        if not value.closed:
            return f"{table}.get({key}, {whole})"
        if _asked_before(line, cell):
            return f"{table}[{key}]"
        return f"st.decoded({table}, {key}, i, {cell.element}, {cell.component})"
    if leaf is not None and leaf.kind == "number":
        return _number(name, cell, cell.component)
    if leaf is not None and leaf.kind == "integer":
        return f"st.integer({name}, i, {cell.element}, {cell.component})"
    return whole


def _note(cell: Cell, name: str, written: str, source: Source, indent: int) -> None:
    """A text that is written back in another way."""
    source.add(indent, f"st.normalised(i, {cell.element}, {cell.component}, {name}, {written})")


def _number(name: str, cell: Cell, component: int) -> str:
    """A number as written; what is not spelled plainly goes to the function that says so."""
    return f"(Decimal({name}) if PLAIN({name}) else st.number({name}, i, {cell.element}, {component}))"


def _data(name: str) -> str:
    """A text as it was meant, separators among the data."""
    return _MADE["text"].format(name)


def _asked_before(line: PlannedLine, cell: Cell) -> bool:
    """Whether a code was looked up when the line was chosen: then it is in its table."""
    return len(cell.pieces) == 1 and cell in line.cells


def _struct_value(cell: Cell, value: Value, struct: type, names: list[str], source: Source, unescaped: bool) -> str:
    name = source.struct(struct.__name__)
    companion = companion_field(struct)
    if value.conversion("datetime"):
        implied = repr(_argument(value, "datetime"))
        second = f"({names[1]} or {implied})" if len(names) > 1 else implied
        moment = names[0] if unescaped else f"({names[0]} and {_data(names[0])})"
        return f"{name}(value={moment}, {companion}={second} or None)"
    if len(names) > 1:
        order = pair_order(cell)
        number, unit = (names[0], names[1]) if order[0] == "value" else (names[1], names[0])
        at = cell.component + order.index("value")
        read = f"{_number(number, cell, at)} if {number} else None"
        return f"{name}(value={read}, {companion}={unit} and {_data(unit)} or None)"
    fixed = _argument(value, "measure")
    return f"{name}(value={_number(names[0], cell, cell.component)}, {companion}={fixed!r})"


def _argument(value: Value, conversion: str) -> str | None:
    found = value.conversion(conversion)
    return found.arguments[0] if found and found.arguments else None
