"""Documents written out by hand, in YAML and in the names of the model: samples of rules, tests of routes."""

import re
from typing import Any

import msgspec

from edi_engine.canonical.metadata import DOCUMENTS

KIND = "document_kind"


def document_of(kind: str, tree: dict[str, Any]) -> msgspec.Struct:
    """A document made of nested tables in the names of the model; raises `msgspec.ValidationError`."""
    return msgspec.convert(_camel(tree), DOCUMENTS[kind], strict=False)


def _camel(value: Any) -> Any:
    if isinstance(value, dict):
        return {re.sub(r"_([a-z])", lambda m: m[1].upper(), key): _camel(inner) for key, inner in value.items()}
    return [_camel(inner) for inner in value] if isinstance(value, list) else None if value is None else str(value)
