"""From captured texts to fields of the document: conversions, and the objects on the way."""

from edi_engine.mapping.compiler.edifact_cells import Cell, PlannedLine
from edi_engine.mapping.compiler.edifact_values import companion_field, pair_order, word
from edi_engine.mapping.compiler.emit import Getter, Source, set_owner
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import ResolvedPath


def later(value: Value) -> bool:
    """Whether a value can only be used when everything else was read."""
    default = value.conversion("default")
    return (
        value.broadcast
        or value.direction in ("copy", "out", "in")
        or (default is not None and default.arguments[0].startswith("/"))
    )


def take_value(
    line: PlannedLine,
    cell: Cell,
    value: Value,
    names: list[str],
    source: Source,
    indent: int,
    *,
    unescaped: bool = False,
) -> None:
    if later(value) and not (value.conversion("default") and not value.direction and not value.broadcast):
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
    set_leaf(line, cell, value, value.path, f"o{root.number}", names, source, indent, unescaped=unescaped)


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
) -> None:
    """Emit `if there is a text: make the objects on the way, set the field`."""
    name, default = names[0], value.conversion("default") or value.conversion("omit")
    condition_text = " or ".join(names)
    source.add(indent, f"if {condition_text}:")
    inner = indent + 1
    expression = converted(line, cell, value, path, names, source, inner, unescaped=unescaped)
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


def converted(
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
        return f"({plain_text} if {name}.isascii() else unescape({plain_text}))"
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
    # The characters that stand for separators are none of ASCII's: most texts need no second look.
    return name if unescaped else f"({name} if {name}.isascii() else unescape({name}))"


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
