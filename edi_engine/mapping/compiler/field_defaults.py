"""Python for `default(x)` and `omit(x)` of named fields: what stands where nothing does.

On reading, the value is set when all is read, where the object around it is there; on writing, in the same case.
"""

from decimal import Decimal

from edi_engine.mapping.compiler.emit import Getter, Source
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.scope import document_scope
from edi_engine.mapping.paths import parse_path, resolve


def filler(source: Source, slot: Slot, arguments: str) -> str:
    """The name of a function that sets the default of a field where it is absent."""

    def body(inner: Source) -> None:
        getter = Getter(inner, 1)
        if slot.path is None:
            raise ValueError(f"{slot.placeholder.expression} is not read")
        owner, last = getter.owner(slot.scope.variable, slot.path), slot.path.steps[-1].step.name
        inner.add(1, f"if {owner} is not None and {owner}.{last} is None:")
        inner.add(2, f"{owner}.{last} = {fallback(slot, Getter(inner, 2))}")

    return source.function("fill_", arguments, body)


def kept_filler(source: Source, field: Field, arguments: str) -> str:
    """The same for something kept verbatim."""

    def body(inner: Source) -> None:
        if field.home is None:
            raise ValueError(f"{field.name} is not kept")
        owner = Getter(inner, 1).owner(field.scope.variable, field.home)
        inner.add(1, f"if {owner} is not None and {field.choices[0]!r} not in ({owner}.extensions or ()):")
        inner.add(
            2, f"{owner}.extensions = {{**({owner}.extensions or {{}}), {field.choices[0]!r}: {field.fallback!r}}}"
        )

    return source.function("fill_", arguments, body)


def fallback(slot: Slot, getter: Getter) -> str:
    """An expression for the canonical value that stands for an absent one: a literal, a path, a count or sum."""
    text, path = slot.fallback or "", slot.path
    kind = path.leaf.kind if path is not None and path.leaf is not None else "text"
    if text.startswith("/"):
        return getter.value("o0", resolve(parse_path(text[1:]), document_scope(slot.scope).struct))
    if text.endswith(")"):
        function, _, names = text[:-1].partition("(")
        found = f"walk([o0], {tuple(step.name for step in parse_path(names).steps)!r})"
        number = f"len({found})" if function == "count" else f"total({found})"
        return f"whole({number})" if kind == "integer" else f"decimal({number})"
    if kind == "number":
        return f"Decimal({str(Decimal(text))!r})"
    return repr(int(text)) if kind == "integer" else repr(text)
