"""Setting values in a document by resolved paths, with everything on the way made where it is not there."""

from decimal import Decimal
from typing import Any

import msgspec

from edi_engine.canonical.lists import grown
from edi_engine.mapping.compiler.scope import Scope, root_scope
from edi_engine.mapping.paths import Extensions, ResolvedPath, ResolvedStep, parse_path, resolve
from edi_engine.mapping.runtime import total, walk


def reach(start: Any, steps: tuple[ResolvedStep, ...]) -> Any:
    """The object at the end of a path, with everything on the way made where it is not there."""
    current = start
    for step in steps:
        inner = getattr(current, step.step.name)
        if step.field.struct is None:
            raise ValueError(f"{step.step.name} holds no objects")
        if step.field.struct is Extensions and inner is None:
            inner = {}
            setattr(current, step.step.name, inner)
        elif step.field.many:
            inner = _reach_element(current, step)
        elif inner is None:
            inner = step.field.struct()
            setattr(current, step.step.name, inner)
        current = inner
    return current


def spread(start: Any, steps: tuple[ResolvedStep, ...], value: Any) -> int:
    """Set the field of every element that a `[*]` path means; gives their number."""
    at = next((n for n, step in enumerate(steps) if step.step.every), None)
    if at is None:
        setattr(reach(start, steps[:-1]), steps[-1].step.name, value)
        return 1
    elements = getattr(reach(start, steps[:at]), steps[at].step.name)
    return sum(spread(element, steps[at + 1 :], value) for element in elements)


def _reach_element(owner: Any, step: ResolvedStep) -> Any:
    struct, items = step.field.struct, grown(owner, step.step.name)
    if struct is None:
        raise ValueError(f"{step.step.name} holds no objects")
    if step.step.index is not None:
        while len(items) <= step.step.index:
            items.append(struct())
        return items[step.step.index]
    for item in _fitting(items, step):
        return item
    made = struct(**{f.key: f.values[0] for f in step.step.filters if not f.negated})
    items.append(made)
    return made


def put_value(owner: Any, path: ResolvedPath, value: Any) -> None:
    """Set the last field of a path; a part of a text is put into it, an indexed element of a list of values set."""
    step = path.steps[-1].step
    if path.steps[-1].owner is Extensions:
        owner[step.name] = value
        return
    if path.path.part is not None:
        start, end = path.path.part
        old = getattr(owner, step.name) or ""
        value = value if end is None else value[: end - start]
        value = old[:start].ljust(start) + value + (old[end:] if end is not None else "")
    if step.index is not None:
        items = grown(owner, step.name)
        struct = path.steps[-1].field.struct
        while len(items) <= step.index:
            items.append(struct() if struct is not None else "")
        items[step.index] = value
        return
    setattr(owner, step.name, value)


def instances(document: msgspec.Struct, scope: Scope) -> list[Any]:
    """Every object a scope stands for in a document."""
    if scope.parent is None or scope.path is None:
        return [document]
    found: list[Any] = []
    for outer in instances(document, root_scope(scope.path.path, scope.parent)):
        owner = _found(outer, scope.path.steps[:-1])
        last = scope.path.steps[-1].step
        found += getattr(owner, last.name)[last.start or 0 :] if owner is not None else []
    return found


def _found(start: Any, steps: tuple[ResolvedStep, ...]) -> Any:
    """The object at the end of a path, None where something on the way is absent."""
    current = start
    for step in steps:
        current = None if current is None else getattr(current, step.step.name)
        if isinstance(current, list):
            fitting = current[step.step.index :] if step.step.index is not None else _fitting(current, step)
            current = next(iter(fitting), None)
    return current


def _fitting(items: list[Any], step: ResolvedStep) -> list[Any]:
    """The elements of a list that fit the conditions of a step."""
    conditions = step.step.filters
    return [item for item in items if all((getattr(item, f.key) in f.values) != f.negated for f in conditions)]


def fill_default(document: msgspec.Struct, start: Any, path: ResolvedPath, argument: str) -> None:
    owner, name = _found(start, path.steps[:-1]), path.steps[-1].step.name
    if owner is None or getattr(owner, name) is not None:
        return
    if argument.startswith("/"):
        fallback: Any = document
        for step in resolve(parse_path(argument[1:]), type(document)).steps:
            fallback = None if fallback is None else getattr(fallback, step.step.name)
        setattr(owner, name, fallback)
        return
    kind = path.leaf.kind if path.leaf is not None else "text"
    if argument.startswith(("sum(", "count(")):
        function, _, rest = argument.partition("(")
        found = walk([document], tuple(step.name for step in parse_path(rest.removesuffix(")")).steps))
        computed = len(found) if function == "count" else total(found)
        setattr(owner, name, computed if computed is None else {"integer": int}.get(kind, Decimal)(computed))
    else:
        setattr(owner, name, {"number": Decimal, "integer": int}.get(kind, str)(argument))
