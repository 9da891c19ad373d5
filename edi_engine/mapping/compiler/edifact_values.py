"""What reader and writer must agree on: how a canonical value is spelled in the components of a cell."""

from collections.abc import Mapping

import msgspec

from edi_engine.mapping.compiler.edifact_cells import COMPANION_ELEMENTS, VALUE_ELEMENTS, Cell
from edi_engine.mapping.compiler.emit import Getter, Source
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import parse_path, resolve


def is_pair(cell: Cell) -> bool:
    """Whether one placeholder fills a value and its companion (date and format, number and unit)."""
    return cell.span == 2 and len(cell.values) == 1 and bool({*cell.ids} & COMPANION_ELEMENTS)


def pair_order(cell: Cell) -> tuple[str, str]:
    """`value` and `unit` in the order the composite has them."""
    return ("value", "unit") if cell.ids[0] in VALUE_ELEMENTS else ("unit", "value")


def companion_field(struct: type[msgspec.Struct]) -> str:
    """The field of a value struct beside its `value`: unit, currency or format."""
    return next(name for name in struct.__struct_fields__ if name != "value" and name != "extensions")


def word(source: Source, table: Mapping[str, str]) -> str:
    """The name of a constant that holds a code table."""
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
        return None
    argument = default.arguments[0]
    function, _, rest = argument.partition("(")
    if rest and function in ("sum", "count"):
        path = parse_path(rest.removesuffix(")"))
        return _computed(function, path.steps, "o0")
    if argument.startswith("/"):
        return getter.value("o0", resolve(parse_path(argument[1:]), document.struct))
    leaf = value.path.leaf if value.path else None
    if leaf is not None and leaf.kind in ("number", "integer"):
        return f"Decimal({argument!r})"
    return repr(argument)


def spelled(value: Value, raw: str, source: Source) -> str:
    """An expression for the text of a value that is there, in one component."""
    path = value.placeholder.expression
    leaf = value.path.leaf if value.path else None
    if value.path is not None and value.path.path.part is not None:
        start, end = value.path.path.part
        raw = f"{raw}[{start}:{'' if end is None else end}]"
    if value.table is not None:
        table = word(source, value.table.writing)
        return f"st.code({table}, {raw}, {path!r}, open_table={not value.closed})"
    if leaf is not None and leaf.struct is not None:
        text = f"plain({raw}.value)" if not value.conversion("datetime") else f"text({raw}.value)"
        return f"('' if {raw}.value is None else {text})"
    shown = ""
    if value.argument is not None or (leaf is not None and leaf.kind in ("number", "integer")):
        shown = f"plain({raw})"
    if pad := value.conversion("pad"):
        width, fill = int(pad.arguments[0]), pad.arguments[1] if len(pad.arguments) > 1 else " "
        shown = f"{shown or raw}.rjust({width}, {fill!r})"
    if omit := value.conversion("omit"):
        return f"({shown or f'text({raw})'} if {raw} != {omit.arguments[0]!r} else '')"
    if value.placeholder.width is not None:
        return shown or raw
    return shown or f"text({raw})"


def text_expression(value: Value, getter: Getter, source: Source, chain: list[Scope]) -> str:
    """An expression for the text of a value that may be absent (then empty)."""
    raw = source.name("r")
    source.add(getter.indent, f"{raw} = {raw_expression(value, getter)}")
    return f"('' if {raw} is None else {spelled(value, raw, source)})"
