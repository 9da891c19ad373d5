"""A document as single values, each by its path; and the document with some of them changed."""

import re
from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from edi_engine.canonical import metadata
from edi_engine.canonical.values import DateTime
from edi_engine.mapping.received.value import other

FIRST, MOST_LOOKS = 3, 12  # elements of a list that are enough to see what their values do
KIND, EXTENSIONS = "documentKind", "extensions"  # keys in JSON that are no fields of their own
_CAPITAL = re.compile("[A-Z]")
_TEXT = re.compile(r'(?<=:)"(?:[^"\\]|\\.)*"|(?<=:)[0-9]+')


class Leaves:
    """The values of one document.

    Attributes:
        paths: `goods_items[1].packagings[0].type_code`; a date is its text, and `.format` its format code.
        values: as they stand in the document.
        lists: the lists that are not empty, by path; `shape` says how long all are.
    """

    def __init__(self, document: msgspec.Struct) -> None:
        """Take a document apart."""
        self.document = document
        self.paths: list[str] = []
        self.values: list[Any] = []
        self.lists: dict[str, list[Any]] = {}
        self._homes: list[tuple[Any, Any]] = []
        lengths: list[int] = []
        self._take(document, "", lengths)
        self.shape: Hashable = tuple(lengths)

    def _take(self, holder: Any, path: str, lengths: list[int]) -> None:
        if isinstance(holder, list):
            lengths.append(len(holder))
            if holder:
                self.lists[path] = holder
            for index, item in enumerate(holder):
                self._met(holder, index, item, f"{path}[{index}]", lengths)
        elif isinstance(holder, dict):
            for key, item in holder.items():
                self._met(holder, key, item, f"{path}[{key!r}]", lengths)
        else:
            for name in holder.__struct_fields__:
                item = getattr(holder, name)
                if item is not None:
                    self._met(holder, name, item, f"{path}.{name}" if path else name, lengths)

    def _met(self, holder: Any, key: Any, item: Any, path: str, lengths: list[int]) -> None:
        if isinstance(item, DateTime):
            self._met(item, "value", item.value, path, lengths)
            self._met(item, "format", item.format, f"{path}.format", lengths)
        elif isinstance(item, list | dict | msgspec.Struct):
            self._take(item, path, lengths)
        elif item is not None:
            self.paths.append(path)
            self.values.append(item)
            self._homes.append((holder, key))

    def hashable(self) -> dict[str, Hashable]:
        """The values by path, in a form that tells `1.0` from `1.00`."""
        return {path: plainly(value) for path, value in zip(self.paths, self.values, strict=True)}

    @contextmanager
    def altered(self, which: Collection[int]) -> Iterator[None]:
        """The document has other values in some places while the context lasts."""
        try:
            for index in which:
                self._set(index, _another(self.values[index]))
            yield
        finally:
            for index in which:
                self._set(index, self.values[index])

    def _set(self, index: int, value: Any) -> None:
        holder, key = self._homes[index]
        if isinstance(holder, msgspec.Struct):
            setattr(holder, key, value)
        else:
            holder[key] = value

    @contextmanager
    def shortened(self, path: str) -> Iterator[None]:
        """A list of the document lacks its last element while the context lasts."""
        items = self.lists[path]
        last = items.pop()
        try:
            yield
        finally:
            items.append(last)


def flat(document: msgspec.Struct) -> tuple[Hashable, dict[str, Hashable]]:
    """The shape and the values of a document as of its `Leaves`, by a quicker way: it is asked in every trial."""
    lengths: list[int] = []
    values: dict[str, Hashable] = {}
    _flatten(msgspec.to_builtins(document, builtin_types=(Decimal,)), "", lengths, values)
    return tuple(lengths), values


def _flatten(tree: dict[str, Any], path: str, lengths: list[int], values: dict[str, Hashable]) -> None:
    for key, item in tree.items():
        name, is_date = _named(key)
        here = f"{path}.{name}" if path else name
        if item.__class__ is dict:
            if is_date:
                _date(item, here, values)
            elif key == EXTENSIONS:
                _kept(item, here, lengths, values)
            else:
                _flatten(item, here, lengths, values)
        elif item.__class__ is list:
            lengths.append(len(item))
            for index, element in enumerate(item):
                if element.__class__ is not dict:
                    values[f"{here}[{index}]"] = plainly(element)
                elif is_date:
                    _date(element, f"{here}[{index}]", values)
                else:
                    _flatten(element, f"{here}[{index}]", lengths, values)
        elif key != KIND:
            values[here] = item if item.__class__ is str else plainly(item)


def _date(parts: dict[str, str], path: str, values: dict[str, Hashable]) -> None:
    values.update((path if part == "value" else f"{path}.{part}", text) for part, text in parts.items())


def _kept(item: Any, path: str, lengths: list[int], values: dict[str, Hashable]) -> None:
    """What is kept verbatim: objects and lists of any depth."""
    if isinstance(item, dict | list):
        if isinstance(item, list):
            lengths.append(len(item))
        for key, inner in item.items() if isinstance(item, dict) else enumerate(item):
            _kept(inner, f"{path}[{key!r}]", lengths, values)
    elif item is not None:
        values[path] = str(item)


@cache
def _named(key: str) -> tuple[str, bool]:
    """A field by its name in JSON: its name in the model, and whether it holds a date."""
    return _CAPITAL.sub(lambda letter: f"_{letter[0].lower()}", key), key in _dates()


@cache
def _dates() -> frozenset[str]:
    """The names in JSON of all fields that hold dates."""
    every = (field for name in metadata.struct_names() for field in metadata.fields(name).values())
    return frozenset(field.json_name for field in every if field.kind is metadata.Kind.DATETIME)


def cut(document: Any) -> Any:
    """A copy with shorter lists: of each the first elements, and those that have fields the ones before have not."""
    copy = deepcopy(document)
    waiting = [copy]
    while waiting:
        holder = waiting.pop()
        for name in holder.__struct_fields__:
            held = getattr(holder, name)
            if held and isinstance(held, list):
                held[:] = _telling(held)
            waiting += [one for one in (held if isinstance(held, list) else [held]) if isinstance(one, msgspec.Struct)]
    return copy


def _telling(items: list[Any]) -> list[Any]:
    """The first elements of a list and, of the others, some that look otherwise."""
    looks: set[str] = set()
    for index, item in enumerate(items):
        if not isinstance(item, msgspec.Struct):
            return items[:FIRST]
        look = _TEXT.sub("", msgspec.json.encode(item).decode())
        items[index] = None if index >= FIRST and (look in looks or len(looks) > MOST_LOOKS) else item
        looks.add(look)
    return [item for item in items if item is not None]


def plainly(value: Any) -> str:
    """A value as text: a number with its scale."""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _another(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, Decimal):
        return value + Decimal(1).scaleb(value.as_tuple().exponent if value.is_finite() else 0)  # type: ignore[arg-type]
    return other(str(value))
