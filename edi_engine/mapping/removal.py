"""What turns out to say nothing, taken out of a document that was read."""

from typing import Any

import msgspec

from edi_engine.canonical.lists import NOTHING


class Removal:
    """Elements to be taken out of their lists, all of a list at once."""

    def __init__(self) -> None:
        self._lists: dict[int, tuple[list[Any], set[int]]] = {}

    def take(self, items: list[Any], element: Any, keys: int) -> bool:
        """Note an element that has no value beyond the keys it was made with; whether it goes.

        Args:
            keys: how many; below zero for a list reached by index, which loses elements at its end only.
        """
        held, going = self._lists.setdefault(id(items), (items, set()))
        if keys < 0 and held[len(held) - len(going) - 1] is not element:
            return False
        values = (getattr(element, name) for name in element.__struct_fields__)
        if sum(value is not None and value != [] for value in values) <= max(keys, 0):
            going.add(id(element))
        return True

    def settle(self) -> bool:
        """Take them out; whether there were any."""
        for items, going in self._lists.values():
            items[:] = [item for item in items if id(item) not in going]
        return bool(self._lists)


def prune(document: Any) -> None:
    """Take away objects that hold nothing, from the inside out; elements of lists stay, they hold their place."""
    for name in document.__struct_fields__:
        value = getattr(document, name)
        if isinstance(value, list):
            for element in value:
                if isinstance(element, msgspec.Struct):
                    prune(element)
            if not value:
                setattr(document, name, NOTHING)
        elif isinstance(value, msgspec.Struct):
            prune(value)
            if value == type(value)():
                setattr(document, name, None)
