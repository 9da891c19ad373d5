"""What two documents say differently, field by field, whatever formats they came in.

Lists are compared element by element once it is known which is which (see `matching`), so that one element put in
between is one difference.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import msgspec

from edi_engine.canonical.document_paths import DocumentPath, Step
from edi_engine.canonical.matching import match
from edi_engine.canonical.meaning import ORDINAL, SPELLING, identical, meaning
from edi_engine.canonical.values import DateTime


class Change(StrEnum):
    """How two documents differ at a place; the last two say the same in another way."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    RESPELT = "respelt"
    REORDERED = "reordered"

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self not in (Change.RESPELT, Change.REORDERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place where two documents differ.

    Attributes:
        path: the place in the old document; of what was added, in the new one.
        new_path: the same place in the new document; None of what was removed.
        old, new: leaves, structs or lists as in the documents; None where there is none.
    """

    change: Change
    path: DocumentPath
    new_path: DocumentPath | None
    old: Any
    new: Any


def differences(old: msgspec.Struct, new: msgspec.Struct) -> Iterator[Difference]:
    """All differences between two documents of one kind, in the order of the model."""
    return _struct(old, new, (), ())


def _struct(old: Any, new: Any, at: DocumentPath, to: DocumentPath) -> Iterator[Difference]:
    for name in old.__struct_fields__:
        one, other = getattr(old, name), getattr(new, name)
        if identical(one, other) or (name == ORDINAL and _ordinal(one, at) and _ordinal(other, to)):
            continue
        yield from _field(one, other, (*at, Step(name)), (*to, Step(name)))


def _ordinal(number: int | None, path: DocumentPath) -> bool:
    """Whether a number only says where its element stands."""
    return bool(path) and path[-1].element is not None and number in (None, path[-1].element + 1)


def _field(old: Any, new: Any, at: DocumentPath, to: DocumentPath) -> Iterator[Difference]:
    if isinstance(old, list):
        yield from _list(old, new, at, to)
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            if key != SPELLING and old.get(key) != new.get(key):
                step = Step(f"[{key!r}]")
                yield from _leaf(old.get(key), new.get(key), (*at, step), (*to, step))
    elif _has_fields(old) and _has_fields(new):
        yield from _struct(old, new, at, to)
    else:
        yield from _leaf(old, new, at, to)


def _has_fields(value: Any) -> bool:
    return isinstance(value, msgspec.Struct) and not isinstance(value, DateTime)


def _leaf(old: Any, new: Any, at: DocumentPath, to: DocumentPath) -> Iterator[Difference]:
    said, says = meaning(old), meaning(new)
    if said == says:
        change = Change.RESPELT
    else:
        change = Change.ADDED if said is None else Change.REMOVED if says is None else Change.CHANGED
    if (said, says) != (None, None):
        path, new_path = (to if change is Change.ADDED else at), (None if change is Change.REMOVED else to)
        yield Difference(change=change, path=path, new_path=new_path, old=old, new=new)


def _list(old: list[Any], new: list[Any], at: DocumentPath, to: DocumentPath) -> Iterator[Difference]:
    pairs = match(old, new)
    matched, known = dict(pairs), {j for _, j in pairs}
    for i, one in enumerate(old):
        if i in matched and not identical(one, new[matched[i]]):
            yield from _field(one, new[matched[i]], _element(at, i), _element(to, matched[i]))
        elif i not in matched:
            yield from _leaf(one, None, _element(at, i), to)
    for j, one in enumerate(new):
        if j not in known:
            yield from _leaf(None, one, at, _element(to, j))
    order = [j for _, j in pairs]
    if order != sorted(order):
        yield Difference(change=Change.REORDERED, path=at, new_path=to, old=old, new=new)


def _element(path: DocumentPath, index: int) -> DocumentPath:
    return (*path[:-1], Step(path[-1].name, index))


def spelt(value: Any) -> str:
    """A value for people, on one line: a struct as its JSON, a date with its format code, a number with its scale."""
    if isinstance(value, DateTime):
        return f"{value.value or ''}" + (f" ({value.format})" if value.format else "")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, str | int | None):
        return "" if value is None else str(value)
    return msgspec.json.encode(value).decode()
