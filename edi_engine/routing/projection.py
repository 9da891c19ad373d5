"""What an agency may not see is taken out of its copy of a document before anything is written."""

from typing import Any, TypeVar

import msgspec

from edi_engine.canonical.meaning import SPELLING
from edi_engine.canonical.metadata import fields

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
    if kept is inner:
        return value
    return _unspelt(msgspec.structs.replace(value, **{name: kept}), name)


def _unspelt(struct: msgspec.Struct, name: str) -> msgspec.Struct:
    """A struct that does not tell how the number it lost was written either."""
    extensions = getattr(struct, "extensions", None)
    spelling = extensions.get(SPELLING) if isinstance(extensions, dict) else None
    if not isinstance(extensions, dict) or not isinstance(spelling, dict):
        return struct
    key = fields(type(struct).__name__)[name].json_name
    left = {at: text for at, text in spelling.items() if at.partition("/")[0] != key}
    extensions = {**extensions, SPELLING: left}
    if not left:
        del extensions[SPELLING]
    return msgspec.structs.replace(struct, extensions=extensions or None)
