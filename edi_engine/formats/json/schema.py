"""A JSON Schema: whether a document obeys it, and everything that does not.

jsonschema-rs decides and explains: it bounds regular expressions, and finds what jsonschema finds (a test compares the
two). It gathers all faults before it gives one, so of a long document only the first is asked for.
"""

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

import msgspec

from edi_engine.alike import alike
from edi_engine.errors import ConfigurationError
from edi_engine.formats.json.schema_bounds import MAX_SUBSCHEMAS, spelled_out
from edi_engine.formats.schema_faults import refusal

MOST_FAULTS = 100
LONG = 256 << 10  # bytes from which only the first fault is told: gathering one takes 40 µs
MAX_FILES = 200
_BASE = "schema:///"
_MOST_WORDS = 300
Load = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: its JSON pointer, what is wrong, how to mend it."""

    pointer: str
    what: str
    fix: str = "correct the value"


class Schema:
    """A schema, compiled when it is first asked."""

    def __init__(self, name: str, load: Load, where: str = "") -> None:
        """Name a schema.

        Args:
            name: its first file, a relative path.
            load: gives texts of files by relative path, FileNotFoundError where there is none.
            where: what stands before names in findings: the folder they lie in.
        """
        self.name, self._load, self._where = name, load, where
        self._files = 0

    def compile(self) -> None:
        """Make it ready.

        Raises:
            ConfigurationError: `SCH-001` a file is missing or lies elsewhere, `SCH-002` it is no JSON Schema, `SCH-003`
                there are too many files.
        """
        _ = self._validator

    def faults(self, body: bytes) -> list[Fault]:
        """What does not obey the schema in a document, at most `MOST_FAULTS`; nothing of what is no JSON.

        Raises:
            ConfigurationError: as `compile`.
        """
        try:
            value = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return []
        if self._validator.is_valid(value):
            return []
        errors = self._validator.iter_errors(value) if len(body) < LONG else self._first(value)
        return list(islice((told for error in errors for told in self._told(error)), MOST_FAULTS))

    def _first(self, value: Any) -> Iterable[Any]:
        import jsonschema_rs

        try:
            self._validator.validate(value)
        except jsonschema_rs.ValidationError as error:
            return [error]
        return []

    def _told(self, error: Any) -> Iterable[Fault]:
        pointer = pointer_of(error.instance_path)
        facts = error.kind.as_dict()
        if facts.get("unexpected"):
            yield from self._unexpected(pointer, facts["unexpected"], list(error.schema_path))
            return
        what, fix = _cut(error.message), "correct the value"
        if error.kind.name == "required":
            fix = "add it"
        if branches := facts.get("context"):
            reasons = dict.fromkeys(_cut(inner.message) for branch in branches for inner in branch[:1])
            fix = "either of these must go: " + "; ".join(list(reasons)[:4])
        yield Fault(pointer=pointer, what=what, fix=fix)

    def _unexpected(self, pointer: str, keys: list[str], path: list[Any]) -> Iterable[Fault]:
        known = self._properties(path[:-1])
        for key in keys:
            close = alike(key[:100], known)
            fix = f"did you mean {' or '.join(close)}?" if close else "leave it out"
            yield Fault(
                pointer=f"{pointer}/{_escaped(key)}", what=f"the key {key[:100]!r} is not in the schema", fix=fix
            )

    def _properties(self, path: list[Any]) -> list[str]:
        """The keys an object may have, as far as its schema stands in the first file."""
        found = self._document
        for step in path:
            try:
                found = found[step]
            except (LookupError, TypeError):
                return []
        properties = found.get("properties") if isinstance(found, dict) else None
        return list(properties) if isinstance(properties, dict) else []

    # Compiling ----------------------------------------------------------------------------------------------------

    @cached_property
    def _document(self) -> Any:
        return self._read(self.name)

    @cached_property
    def _validator(self) -> Any:
        import jsonschema_rs

        refused: list[ConfigurationError] = []

        def retrieve(address: str) -> Any:
            try:
                return self._read(self._name_of(address))
            except ConfigurationError as error:
                refused.append(error)
                raise ValueError from error

        self._check_size()
        try:
            return jsonschema_rs.validator_for(self._document, retriever=retrieve, base_uri=_BASE + self.name)
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError, ValueError, RecursionError) as error:
            if refused:
                raise refused[0] from error
            reason = _cut(str(getattr(error, "message", error)).strip().splitlines()[0])
            where = pointer_of(getattr(error, "instance_path", ()))
            what = f"the schema cannot be used: {reason}{f' (at {where})' if where else ''}"
            raise refusal("SCH-002", what, self._where + self.name) from error

    def _check_size(self) -> None:
        try:
            size = spelled_out(self._document)
        except RecursionError:
            size = MAX_SUBSCHEMAS + 1
        if size > MAX_SUBSCHEMAS:
            what = f"the schema holds one value to more than {MAX_SUBSCHEMAS} subschemas"
            raise refusal("SCH-003", what, self._where + self.name)

    def _name_of(self, address: str) -> str:
        """The file an address means; those without a scheme of their own lie in the folder of the schema."""
        name = posixpath.normpath(address.removeprefix(_BASE).partition("#")[0])
        if not address.startswith(_BASE):
            what = f"the schema refers to {address[:200]!r}, outside its folder"
            raise refusal("SCH-001", what, self._where + self.name)
        return name

    def _read(self, name: str) -> Any:
        self._files += 1
        if self._files > MAX_FILES:
            raise refusal("SCH-003", f"the schema has more than {MAX_FILES} files", self._where + self.name)
        try:
            return msgspec.json.decode(self._load(name).encode())
        except FileNotFoundError:
            raise refusal("SCH-001", f"there is no file {name}", self._where + self.name) from None
        except (msgspec.DecodeError, RecursionError) as error:
            raise refusal("SCH-002", f"no JSON: {_cut(str(error))}", self._where + name) from error


def pointer_of(path: Iterable[Any]) -> str:
    """A JSON pointer of keys and indexes."""
    return "".join(f"/{_escaped(str(step))}" for step in path)


def _escaped(key: str) -> str:
    return key[:100].replace("~", "~0").replace("/", "~1")


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else text[: _MOST_WORDS - 1] + "…"
