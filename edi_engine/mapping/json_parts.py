"""Several documents in one JSON file: taken apart, read with pointers into the file, put together again."""

from dataclasses import dataclass
from typing import Any

import msgspec

from edi_engine.findings import Position, Report
from edi_engine.mapping.field_reading import FieldReading, pointer

DECODING = (msgspec.DecodeError, ArithmeticError, RecursionError, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class JsonPart:
    """One document of a file, as the template of one has it, and its ordinal in the array, from 0, if there is one."""

    value: Any
    at: int | None = None


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
