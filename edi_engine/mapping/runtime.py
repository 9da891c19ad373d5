"""Small functions that generated readers and writers share."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from edi_engine.formats.edifact.segments import escape

SPECIAL = re.compile(r"[+:*?']").search

NUMBER = re.compile(r"-?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)").fullmatch

PLAIN = re.compile(r"-?+(?:0|[1-9][0-9]*+)(?>\.[0-9]++|)").fullmatch


def text(value: str) -> str:
    """A text in normal form: characters that look like separators are escaped."""
    return escape(value) if SPECIAL(value) else value


def plain(value: Decimal | int) -> str:
    """A number without exponent, with its scale."""
    shown = str(value)
    return format(value, "f") if "E" in shown else shown


def raw_numbers(value: Any) -> Any:
    """A decoded JSON value with its decimals as the numbers they were."""
    if isinstance(value, dict):
        return {key: raw_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [raw_numbers(inner) for inner in value]
    return msgspec.Raw(plain(value).encode()) if isinstance(value, Decimal) else value


def filled(shown: str, width: int, fill: str, *, number: bool) -> str:
    """A text filled up from the left; the sign of a number stands first, and does not count."""
    if number and shown.startswith("-"):
        return "-" + shown[1:].rjust(width, fill)
    return shown.rjust(width, fill)


def kept(extensions: Mapping[str, Any], name: str) -> str | None:
    """What was kept verbatim under a name; what another format kept there, and is no text, as JSON."""
    value = extensions.get(name)
    if value is None or value.__class__ is str:
        return value
    return msgspec.json.encode(raw_numbers(value)).decode()


def put(old: str | None, start: int, part: str) -> str:
    """A text whose characters from `start` on become `part`; blanks stand where nothing is known yet."""
    old = old or ""
    return old[:start].ljust(start) + part + old[start + len(part) :]


def put_line(old: str | None, number: int, part: str) -> str:
    """A text whose line of that number, from 1, becomes `part`; empty lines stand where nothing is known yet."""
    lines = [] if old is None else old.split("\n")
    lines += [""] * (number - len(lines))
    lines[number - 1] = part
    return "\n".join(lines)


def line_of(text: str | None, number: int) -> str | None:
    """A line of a text, counted from 1; None where there are fewer."""
    lines = [] if text is None else text.split("\n")
    return lines[number - 1] if number <= len(lines) else None


def walk(objects: Iterable[Any], names: tuple[str, ...]) -> list[Any]:
    """All values at the end of a path of fields, lists flattened, absent ones left out."""
    found = list(objects)
    for name in names:
        step: list[Any] = []
        for item in found:
            value = getattr(item, name)
            if isinstance(value, list):
                step += value
            elif value is not None:
                step.append(value)
        found = step
    return found


def total(values: list[Any]) -> Decimal | None:
    """The sum of numbers or of the values of quantities; None of nothing."""
    numbers = [value if isinstance(value, Decimal | int) else value.value for value in values]
    known = [Decimal(number) for number in numbers if number is not None]
    return sum(known, Decimal(0)) if known else None


def decimal(number: Decimal | int | None) -> Decimal | None:
    """A computed number as one of the model."""
    return None if number is None else Decimal(number)


def whole(number: Decimal | int | None) -> int | None:
    """A computed number as a whole one, None where it is not."""
    return None if number is None or number != int(number) else int(number)


def same(received: str, expected: str) -> bool:
    """Whether two texts say the same: equal, or equal as numbers."""
    if received == expected:
        return True
    if NUMBER(received) and NUMBER(expected):
        return Decimal(received.replace(",", ".")) == Decimal(expected.replace(",", "."))
    return False
