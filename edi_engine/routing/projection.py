"""What an agency may not see is taken out of its copy of a document before anything is written."""

from typing import Any, TypeVar

import msgspec

Document = TypeVar("Document", bound=msgspec.Struct)


def withhold(document: Document, paths: tuple[str, ...]) -> tuple[Document, list[str]]:
    """A document without the values at some canonical paths (`goods_items[*].ucr`).

    The document itself stays as it is, for other routes read it at the same time; parts that do not change are shared.

    Returns:
        The projection, and those of the paths at which something was withheld (never the values).
    """
    named = []
    for path in paths:
        projected: Document = _without(document, path.replace("[*]", "").split("."))
        if projected is not document:
            document = projected
            named.append(path)
    return document, named


def _without(value: Any, names: list[str]) -> Any:
    """The same object if nothing stands at the path."""
    if isinstance(value, list):
        items = [_without(item, names) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if not isinstance(value, msgspec.Struct):
        return value
    name, rest = names[0], names[1:]
    inner = getattr(value, name, None)
    if inner is None or inner == []:
        return value
    kept = _without(inner, rest) if rest else ([] if isinstance(inner, list) else None)
    return value if kept is inner else msgspec.structs.replace(value, **{name: kept})
