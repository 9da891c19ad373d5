"""The model's structs as pydantic classes with the same fields, keys and types: the peer of canonical JSON."""

import types
import typing
from decimal import Decimal
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict, Field

from edi_engine.canonical import model


class _Base(BaseModel):
    """Keys in camelCase, unknown ones refused, as the structs have it."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def pydantic_class(document: str = "Declaration") -> type[BaseModel]:
    """The class of a document; `documentKind` is a field of it."""
    scope: dict[str, Any] = {"Decimal": Decimal, "Any": Any, "Base": _Base, "Field": Field}
    names = _reached(getattr(model, document))
    exec("\n".join(_class(struct, name == document) for name, struct in names.items()), scope)  # noqa: S102 - of our names
    for name in names:
        scope[name].model_rebuild(_types_namespace=scope)
    made: type[BaseModel] = scope[document]
    return made


def _reached(struct: type[msgspec.Struct]) -> dict[str, type[msgspec.Struct]]:
    """A struct and all it holds, by name."""
    found, waiting = {}, [struct]
    while waiting:
        here = waiting.pop()
        if here.__name__ not in found:
            found[here.__name__] = here
            waiting += [inner for hint in typing.get_type_hints(here).values() for inner in _structs(hint)]
    return found


def _structs(hint: Any) -> list[type[msgspec.Struct]]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return [hint]
    return [inner for part in typing.get_args(hint) for inner in _structs(part)]


def _class(struct: type[msgspec.Struct], is_document: bool) -> str:
    lines = [f"class {struct.__name__}(Base):"]
    if is_document:
        lines.append("    document_kind: 'str | None' = Field(None, alias='documentKind')")
    for field in msgspec.structs.fields(struct):
        many = typing.get_origin(field.type) is list
        default = "default_factory=list" if many else "default=None"
        lines.append(f"    {field.name}: {_shown(field.type)!r} = Field({default}, alias={field.encode_name!r})")
    return "\n".join(lines) + "\n"


def _shown(hint: Any) -> str:
    """A type as text, with the names of the generated classes."""
    if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
        return " | ".join(map(_shown, typing.get_args(hint)))
    if typing.get_origin(hint) in (list, dict):
        return f"{typing.get_origin(hint).__name__}[{', '.join(map(_shown, typing.get_args(hint)))}]"
    return "None" if hint is type(None) else "Any" if hint is Any else str(hint.__name__)
