"""Several documents in one JSON file: taken apart, read with pointers into the file, put together again."""

from dataclasses import dataclass, replace
from typing import Any

import msgspec

from edi_engine.findings import Finding, Position, Report
from edi_engine.formats.json.places import places
from edi_engine.mapping.field_reading import FieldReading, pointer

DECODING = (msgspec.DecodeError, ArithmeticError, RecursionError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class JsonPart:
    """One document of a file.

    Attributes:
        value: as the template of one has it; `at`: its ordinal in the array, from 0, if there is one.
        file: the text of the whole file, for those who ask where something stands.
    """

    value: Any
    at: int | None = None
    file: bytes = b""


class JsonReading(FieldReading):
    """One of several documents being read; pointers go into the file."""

    __slots__ = ("at", "several")

    def __init__(self, report: Report, mapping: str, number: int, several: str | None, at: int | None) -> None:
        super().__init__(report, mapping, number)
        self.several, self.at = several, at

    def where(self, at: Any, key: Any) -> Position:
        """A JSON pointer."""
        found = super().where(at, key)
        if self.several is None or self.at is None:
            return found
        start = f"/{pointer(self.several)}" if self.several else ""
        path = "" if found.path == "/" and key is None else found.path or ""
        inside = path == start or path.startswith(f"{start}/")
        shown = f"{start}/{self.at}{path[len(start) :]}" if inside else path
        return Position(message=self.number_of, path=shown or "/")


def placed(findings: list[Finding], text: bytes, start: Position) -> list[Finding]:
    """The same findings with line and column in the payload: reading knows JSON pointers, or lines of its own.

    Args:
        text: the document the pointers go into, which begins at `start` of the payload.
    """
    pointers = {finding.where.path or "" for finding in findings} - {""}
    known = places(text, {_real(pointer) for pointer in pointers if pointer.startswith("/")}, start) if pointers else {}
    return [replace(finding, where=_place(finding.where, known, start)) for finding in findings]


def _place(where: Position, known: dict[str, Position], start: Position) -> Position:
    if where.path is None:
        return where.behind(start)
    found = known.get(_real(where.path))  # a path of the model, as derive steps have it, has no place here
    return where if found is None else replace(found, path=where.path, message=where.message or found.message)


def _real(pointer: str) -> str:
    return "" if pointer == "/" else pointer


def parts_of(value: Any, several: str | None) -> list[JsonPart]:
    """The documents of a file; one where the template is for one, or where no array stands."""
    if several is None:
        return [JsonPart(value)]
    if several == "":
        return [JsonPart(item, at) for at, item in enumerate(value)] if isinstance(value, list) else [JsonPart(value)]
    held = value.get(several) if isinstance(value, dict) else None
    if not isinstance(held, list):
        return [JsonPart(value)]
    return [JsonPart({**value, several: item}, at) for at, item in enumerate(held)]


def gathered(value: Any, several: str | None) -> Any:
    """A document as a file that holds it alone."""
    if several is None or value is None:
        return value
    if several == "":
        return [value]
    return {key: [inner] if key == several else inner for key, inner in value.items()}
