"""The lists of a document: those without elements are all one, and whoever adds to one makes it its own first.

A declaration of ten items has seven empty lists for each that holds something. Shared, they cost neither room nor time.
"""

from typing import Any, NoReturn

import msgspec


class _Nothing(list[Any]):
    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this empty list is shared by all documents: add to `grown(struct, field)`")

    append = extend = insert = remove = pop = clear = sort = reverse = _refuse
    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse

    def __copy__(self) -> "_Nothing":
        return self

    def __deepcopy__(self, _: dict[int, Any]) -> "_Nothing":
        return self

    def __reduce_ex__(self, _: Any) -> str:
        return "NOTHING"


NOTHING: list[Any] = _Nothing()
"""The empty list of every field that has no elements; it equals `[]`, is left out of JSON, and cannot grow."""


def grown(owner: msgspec.Struct, name: str) -> list[Any]:
    """The list of a field, to add to: a new one of the struct's own where it had none."""
    held: list[Any] = getattr(owner, name)
    if held is NOTHING:
        held = []
        setattr(owner, name, held)
    return held


def tidied(value: Any) -> Any:
    """A struct whose empty lists are all the shared one, so that JSON leaves them out; the same one if they are."""
    if isinstance(value, list):
        items = [tidied(item) for item in value]
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value or NOTHING
        return items
    if not isinstance(value, msgspec.Struct):
        return value
    held = {name: getattr(value, name) for name in value.__struct_fields__}
    changed = {name: new for name, old in held.items() if (new := tidied(old)) is not old}
    return msgspec.structs.replace(value, **changed) if changed else value
