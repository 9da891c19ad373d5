"""What reader and writer must agree on: how a canonical value is spelled in the components of a cell."""

from collections.abc import Iterable, Mapping

import msgspec

from edi_engine.formats.edifact.segments import escape
from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.edifact_cells import COMPANION_ELEMENTS, VALUE_ELEMENTS, Cell
from edi_engine.mapping.compiler.emit import Getter, Source, spot
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import ModelField, Path, ResolvedPath, parse_path, resolve

LATE_DEFAULTS = ("/", "sum(", "count(")  # they follow from the rest of the document


def later(value: Value) -> bool:
    """Whether a value can only be used when everything else was read."""
    default = value.conversion("default")
    return (
        value.broadcast
        or value.direction in ("copy", "out", "in")
        or (default is not None and default.arguments[0].startswith(LATE_DEFAULTS))
    )


def taken_later(value: Value) -> bool:
    """Whether what stands there is kept for later as it is; a late default alone leaves it to be taken at once."""
    return later(value) and (value.broadcast or bool(value.direction) or value.conversion("default") is None)


def is_pair(cell: Cell) -> bool:
    """Whether one placeholder fills a value and its companion (date and format, number and unit)."""
    return cell.span == 2 and len(cell.values) == 1 and bool({*cell.ids} & COMPANION_ELEMENTS)


def pair_order(cell: Cell) -> tuple[str, str]:
    """`value` and `unit` in the order the composite has them."""
    return ("value", "unit") if cell.ids[0] in VALUE_ELEMENTS else ("unit", "value")


def companion_field(struct: type[msgspec.Struct]) -> str:
    """The field of a value struct beside its `value`: unit, currency or format."""
    return next(name for name in struct.__struct_fields__ if name != "value" and name != "extensions")


def reading_table(source: Source, table: CodeTable) -> str:
    """The name of a constant that holds a code table for reading: external codes in normal form to ours."""
    return _constant(source, {escape(external): canonical for external, canonical in table.reading.items()})


def writing_table(source: Source, table: CodeTable) -> str:
    """The name of a constant that holds a code table for writing: our codes to external ones in normal form."""
    return _constant(source, {canonical: escape(external) for canonical, external in table.writing.items()})


def other_codes(source: Source, table: CodeTable) -> str:
    """The name of a constant that holds the external codes written back as another one; empty if there are none."""
    others = {
        escape(external): escape(table.writing[canonical])
        for external, canonical in table.reading.items()
        if table.writing.get(canonical, external) != external
    }
    return source.helper("N_", f"NAME = {others!r}\n") if others else ""


def near_codes(source: Source, codes: Iterable[str]) -> str:
    """The name of a constant that holds the codes used where something else is nearly the same; empty without any."""
    found = sorted(codes)
    return source.helper("A_", f"NAME = frozenset({found!r})\n") if found else ""


def _constant(source: Source, table: Mapping[str, str]) -> str:
    return source.helper("T_", f"NAME = {dict(table)!r}\n")


def raw_expression(value: Value, getter: Getter) -> str:
    """An expression for the canonical value of a placeholder, None where it is absent."""
    if value.argument is not None:
        return _computed(value.function, value.argument.steps, f"o{root_scope(value.argument, value.scope).number}")
    assert value.path is not None  # noqa: S101 — a value has a path or an expression
    return getter.value(f"o{root_scope(value.path.path, value.scope).number}", value.path)


def _computed(function: str, steps: tuple[object, ...], root: str) -> str:
    names = tuple(step.name for step in steps)  # type: ignore[attr-defined]
    found = f"walk([{root}], {names!r})"
    return f"len({found})" if function == "count" else f"total({found})"


def fallback_expression(value: Value, getter: Getter, document: Scope) -> str | None:
    """What is written where the value itself is absent: the argument of `default`, the position for `number`."""
    default = value.conversion("default")
    if default is None:
        return value.scope.ordinal if is_position(value) else None
    argument = default.arguments[0]
    if argument.startswith(("sum(", "count(")):
        return computed_default(argument)
    if argument.startswith("/"):
        return getter.value("o0", resolve(parse_path(argument[1:]), document.struct))
    return constant(value.path.leaf if value.path else None, argument)


def computed_default(argument: str) -> str:
    """An expression for `sum(path)` or `count(path)` over the document."""
    function, _, rest = argument.partition("(")
    return _computed(function, parse_path(rest.removesuffix(")")).steps, "o0")


def is_position(value: Value) -> bool:
    """Whether a value is, where it is absent, the ordinal of its element in the list."""
    own = value.path is not None and len(value.path.steps) == 1 and not value.path.path.root
    return own and value.scope.parent is not None and value.conversion("number") is not None


def spot_of(value: Value, holder: str = "") -> str:
    """An expression for the place of a value, for findings; `holder`: the element that it is a field of."""
    expression, path = value.placeholder.expression, value.path
    if path is None or not holder:
        return spot(expression, path, f"o{root_scope(path.path, value.scope).number}" if path else "")
    return spot(expression, ResolvedPath(path=path.path, steps=path.steps[-1:], target=None), holder)


def spelled(value: Value, raw: str, source: Source, *, beside: bool = False, holder: str = "") -> str:
    """An expression for the text of a value that is there, in one component; `beside` the one of its unit or format."""
    at = spot_of(value, holder)
    leaf = value.path.leaf if value.path else None
    if value.path is not None and value.path.moment:
        return _escaped(raw)
    if value.path is not None and value.path.path.part is not None:
        start, end = value.path.path.part
        raw = f"{raw}[{start}:{'' if end is None else end}]"
    if value.table is not None:
        table = writing_table(source, value.table)
        other = "" if value.closed else f", {reading_table(source, value.table)}"
        if near := near_codes(source, value.table.approximated):
            other += f", near={near}"
        known = "" if near else f"{table}.get({raw}) or "
        return _padded(value, f"({known}st.code({table}, {raw}, {at}{other}))")
    if leaf is not None and leaf.struct is not None:
        for name, word in (("measure", "measured"), ("datetime", "moment")):
            if not beside and (said := value.conversion(name)) and said.arguments:  # the place is for one alone
                return f"st.{word}({raw}, {said.arguments[0]!r}, {companion_field(leaf.struct)!r}, {at})"
        text = _number(f"{raw}.value", source) if not value.conversion("datetime") else _escaped(f"{raw}.value")
        return f"('' if {raw}.value is None else {text})"
    shown = ""
    if value.argument is not None or (leaf is not None and leaf.kind == "number"):
        shown = _number(raw, source)
    elif leaf is not None and leaf.kind == "integer":
        shown = f"str({raw})"
    if value.conversion("pad"):
        shown = _padded(value, shown or raw)
    elif value.placeholder.width is None:
        shown = shown or _escaped(raw)
    if omit := value.conversion("omit"):
        return f"({shown or raw} if {raw} != {constant(leaf, omit.arguments[0])} else '')"
    return shown or raw


def _number(raw: str, source: Source) -> str:
    """An expression for a number without exponent: few have one as they stand."""
    name = source.name("s")
    return f"({name} if 'E' not in ({name} := str({raw})) else plain({raw}))"


def _escaped(raw: str) -> str:
    """An expression for a text in normal form: one of letters and digits alone, as most are, is it already."""
    return f"text({raw})" if "[" in raw else f"({raw} if {raw}.isalnum() else text({raw}))"


def _padded(value: Value, shown: str) -> str:
    pad = value.conversion("pad")
    if pad is None:
        return shown
    width, fill = int(pad.arguments[0]), pad.arguments[1] if len(pad.arguments) > 1 else " "
    number = value.path is not None and value.path.leaf is not None and value.path.leaf.kind != "text"
    return f"st.padded({shown}, {width}, {fill!r}, {spot_of(value)}, number={number})"


def constant(leaf: ModelField | None, text: str) -> str:
    """A value given in a template, as Python."""
    if leaf is not None and leaf.kind == "number":
        return f"Decimal({text!r})"
    return repr(int(text)) if leaf is not None and leaf.kind == "integer" else repr(text)


def text_expression(value: Value, cell: Cell, getter: Getter, source: Source) -> str:
    """An expression for the text that a value has in its cell, empty where it is absent."""
    raw = source.name("r")
    source.add(getter.indent, f"{raw} = {raw_expression(value, getter)}")
    shown = spelled(value, raw, source)
    if is_pair(cell):
        shown = ":".join(f"{{{part}}}" for part in pair_texts(value, cell, raw, source))
        return f"('' if {raw} is None else f\"{shown}\")"
    if value.conversion("lines"):
        shown = f"text({raw}).replace('\\n', ':')"
    if len(cell.pieces) > 1 or value.placeholder.width is not None:
        shown = f"unescape({shown})"
    return f"('' if {raw} is None else {shown})"


def pair_texts(value: Value, cell: Cell, name: str, source: Source) -> tuple[str, str]:
    """Expressions for the two components of a pair, in their order; `name` holds a value struct."""
    leaf = value.path.leaf if value.path else None
    companion = companion_field(leaf.struct) if leaf is not None and leaf.struct is not None else ""
    number = spelled(value, name, source, beside=True)
    left_out = f"in (None, {implied!r})" if (implied := implied_format(value)) else "is None"
    unit = f"('' if {name}.{companion} {left_out} else {_escaped(f'{name}.{companion}')})"
    return (number, unit) if pair_order(cell)[0] == "value" else (unit, number)


def implied_format(value: Value) -> str:
    """The format that a date has where its code is left out."""
    moment = value.conversion("datetime")
    return moment.arguments[0] if moment and moment.arguments else ""


def loop_over(value: Value, source: Source, indent: int) -> tuple[int, str, ResolvedPath]:
    """Emit loops over the lists of a `[*]` path; gives the inner indent, its variable and the rest of the path."""
    if value.path is None:
        raise ValueError("a broadcast has a path")
    root, steps = f"o{root_scope(value.path.path, value.scope).number}", list(value.path.steps)
    while any(step.step.every for step in steps):
        at = next(n for n, step in enumerate(steps) if step.step.every)
        prefix = ResolvedPath(path=Path(steps=()), steps=tuple(steps[: at + 1]), target=None)
        owner = Getter(source, indent).owner(root, prefix)
        element = source.name("e")
        source.add(indent, f"for {element} in ({owner}.{steps[at].step.name} if {owner} is not None else ()):")
        indent, root, steps = indent + 1, element, steps[at + 1 :]
    path = Path(steps=tuple(step.step for step in steps))
    return indent, root, ResolvedPath(path=path, steps=tuple(steps), target=value.path.target)
