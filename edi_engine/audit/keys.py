"""What one searches a document by: every identifier, reference and name in it."""

from collections.abc import Iterator
from typing import Any

import msgspec

MAX_KEYS = 500
MAX_LENGTH = 200


def business_keys(document: msgspec.Struct) -> list[tuple[str, str]]:
    """Kind and value of each identifier and name, each pair once, not more than 500.

    The kind is the canonical path without indices (`consignment.transport_equipments.id`). Which fields count is
    decided by their name (`id`, `…_id`, `name`, `value` of an identifier), so that new structs are searchable at once.
    """
    found: dict[tuple[str, str], None] = {}
    for key in _keys(document, ""):
        found[key] = None
        if len(found) == MAX_KEYS:
            break
    return list(found)


def _keys(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _keys(item, path)
    elif isinstance(value, msgspec.Struct):
        prefix = f"{path}." if path else ""
        for name in value.__struct_fields__:
            inner = getattr(value, name)
            if inner:
                yield from _field(inner, name, prefix, path)


def _field(inner: Any, name: str, prefix: str, path: str) -> Iterator[tuple[str, str]]:
    if not isinstance(inner, str):
        yield from _keys(inner, prefix + name)
    elif name in ("id", "name") or name.endswith("_id") or (name == "value" and path.endswith("ids")):
        yield prefix + name, inner[:MAX_LENGTH]
