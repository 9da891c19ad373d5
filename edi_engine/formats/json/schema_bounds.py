"""How much one value is held to: subschemas that double from one to the next would never come to an end."""

from typing import Any

MAX_SUBSCHEMAS = 100_000
_LISTS = ("allOf", "anyOf", "oneOf")
_SINGLE = ("not", "if", "then", "else")


def spelled_out(document: Any) -> int:
    """The most subschemas one value is held to by a definition of a document, its references spelled out.

    References within the document count; what holds itself counts once.

    Raises:
        RecursionError: they are nested too deeply to be counted.
    """
    known: dict[int, int] = {}
    return max((_weight(schema, document, known) for schema in _definitions(document)), default=0)


def _definitions(document: Any) -> list[Any]:
    tables = [document.get(key) for key in ("$defs", "definitions")] if isinstance(document, dict) else []
    return [document, *(schema for table in tables if isinstance(table, dict) for schema in table.values())]


def _weight(schema: Any, document: Any, known: dict[int, int]) -> int:
    if not isinstance(schema, dict):
        return 1
    if id(schema) not in known:
        known[id(schema)] = 1  # for those who come back to it
        known[id(schema)] = 1 + sum(_weight(inner, document, known) for inner in _in_place(schema, document))
    return known[id(schema)]


def _in_place(schema: dict[str, Any], document: Any) -> list[Any]:
    """The subschemas the same value is held to."""
    lists = [inner for key in _LISTS if isinstance(schema.get(key), list) for inner in schema[key]]
    target = _target(schema.get("$ref"), document)
    return lists + [schema[key] for key in _SINGLE if key in schema] + ([] if target is None else [target])


def _target(reference: Any, document: Any) -> Any:
    if not isinstance(reference, str) or not reference.startswith("#"):
        return None
    found = document
    for step in reference[1:].split("/")[1:]:
        found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
    return found
