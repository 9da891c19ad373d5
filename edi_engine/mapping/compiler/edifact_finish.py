"""The end of reading, when all segments are read: header values for items, copies, defaults, and then sums."""

from collections.abc import Callable

from edi_engine.mapping.compiler.edifact_assign import set_leaf
from edi_engine.mapping.compiler.edifact_cells import Cell, Plan, PlannedLine
from edi_engine.mapping.compiler.edifact_patterns import is_number
from edi_engine.mapping.compiler.edifact_values import computed_default, is_pair, later, loop_over, text_expression
from edi_engine.mapping.compiler.emit import Getter, Source
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import Path, ResolvedPath, parse_path, resolve


def finish_source(plan: Plan, source: Source) -> None:
    """Append `finish` and `compare` to a module under construction.

    `compare` comes last: what it counts are the elements that are left once those that say nothing are taken out.
    """
    _at_the_end("finish", plan, lambda value: later(value) and not value.function, source)
    _at_the_end("compare", plan, lambda value: later(value) and bool(value.function), source)


def _at_the_end(name: str, plan: Plan, chosen: Callable[[Value], bool], source: Source) -> None:
    source.add(0, "", f"def {name}(st):")
    for line in plan.lines:
        values = list(line.values())
        if not any(chosen(value) for value in values):
            continue
        source.add(1, f"for n, i, scopes, *texts in st.l{line.number}:  # {line.line.number}: {line.line.source}")
        for number, value in enumerate(values):
            if chosen(value):
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
    default = value.conversion("default")
    if default is not None and not value.direction and value.path is not None:
        _fill_default(value, default.arguments[0], source, chain)
        return
    wanted, received = source.name("w"), "texts[0]"
    source.add(3, f"{wanted} = {text_expression(value, cell, Getter(source, 3), source)}")
    if is_pair(cell):
        received = source.name("w")
        source.add(3, f"{received} = f\"{{texts[0] or ''}}:{{texts[1] or ''}}\"")
    elif value.conversion("lines") or value.conversion("cut"):
        joint = "''" if value.conversion("cut") else "':'"
        received = source.name("w")
        source.add(3, f"{received} = texts[0].rstrip(':').replace(':', {joint})")
    word = "if"
    if value.direction == "in" and value.path is not None:
        source.add(3, f"if not {wanted}:")
        _set(line, cell, value, value.path, f"o{root_scope(value.path.path, value.scope).number}", source, 4)
        word = "elif"
    source.add(3, f"{word} not {_same(cell)}({received}, {wanted}):")
    source.add(4, f"st.differs(i, {place}, {received}, {wanted})")
    source.add(3, f"elif {received} != {wanted}:", f"    st.normalised(i, {place}, {received}, {wanted})")


def _set(line: PlannedLine, cell: Cell, value: Value, path: ResolvedPath, root: str, source: Source, at: int) -> None:
    names = ["texts[0]"] if not is_pair(cell) else ["texts[0]", "texts[1]"]
    parts = len(cell.pieces) > 1 or value.placeholder.width is not None
    set_leaf(line, cell, value, path, root, names, source, at, unescaped=parts)


def _same(cell: Cell) -> str:
    """How a copy is compared: numbers by what they say, texts as they are."""
    return "same" if is_number(cell) or cell.values[0].function else "str.__eq__"


def _fill_default(value: Value, path_text: str, source: Source, chain: list[Scope]) -> None:
    assert value.path is not None  # noqa: S101 — checked by the caller
    document = chain[-1]
    getter = Getter(source, 3)
    fallback = source.name("w")
    if path_text.startswith("/"):
        wanted = getter.value("o0", resolve(parse_path(path_text[1:]), document.struct))
    else:
        kind = "int" if value.path.leaf is not None and value.path.leaf.kind == "integer" else "Decimal"
        wanted = f"None if ({fallback} := {computed_default(path_text)}) is None else {kind}({fallback})"
    source.add(3, f"{fallback} = {wanted}")
    root = root_scope(value.path.path, value.scope)
    owner = getter.owner(f"o{root.number}", value.path)
    place = f"{owner}.{value.path.steps[-1].step.name}"
    source.add(3, f"if {owner} is not None and {place} is None:", f"    {place} = {fallback}")


def _spread(line: PlannedLine, cell: Cell, value: Value, source: Source) -> None:
    """Give every element of the lists the value where it has none; it is told where none of them then has it."""
    wanted, met, taken, found = (source.name("w") for _ in range(4))
    _read_alone(line, cell, value, wanted, source)
    source.add(3, f"{met} = False", f"{taken} = {wanted} is None")  # what is no value was told
    indent, root, rest = loop_over(value, source, 3)
    source.add(indent, f"{met} = True")
    source.add(indent, f"{found} = {Getter(source, indent).value(root, rest)}", f"if {found} is None:")
    _set(line, cell, value, rest, root, source, indent + 1)
    source.add(indent, f"if {found} is None or {found} == {wanted}:", f"    {taken} = True")
    received = "texts[0] or texts[1]" if is_pair(cell) else "texts[0]"
    place = f"i, {cell.element}, {cell.component}, {received}"
    source.add(3, f"if not {met}:", f"    st.untaken({place}, {value.placeholder.expression!r})")
    source.add(3, f"elif not {taken}:", f"    st.unshared({place})")


def _read_alone(line: PlannedLine, cell: Cell, value: Value, name: str, source: Source) -> None:
    """Set a variable to what a header value means, read into an element of its own."""
    steps = value.path.steps if value.path else ()
    last = max(number for number, step in enumerate(steps) if step.step.every)
    struct, inner = steps[last].field.struct, steps[last + 1 :]
    if struct is None or value.path is None:
        raise ValueError("a broadcast goes to fields of objects")
    rest = ResolvedPath(path=Path(steps=tuple(step.step for step in inner)), steps=inner, target=value.path.target)
    alone = source.name("e")
    source.add(3, f"{alone} = {source.struct(struct.__name__)}()")
    _set(line, cell, value, rest, alone, source, 3)
    source.add(3, f"{name} = {Getter(source, 3).value(alone, rest)}")
