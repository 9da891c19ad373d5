"""What is wrong in the elements of a segment, said once more: from the collected facts, value by value, slowly.

It knows neither the engine's directories nor its expressions. Faults are (code of the finding, element, component).
"""

import re
from collections.abc import Iterator
from functools import cache

from tests.formats.edifact.facts import SHARED, valid_rows

Fault = tuple[str, int | None, int | None]
Use = tuple[str, bool, int]  # identifier, mandatory, most


@cache
def rows(name: str, key: str, service: bool) -> dict[str, list[str]]:
    path = (SHARED / "service" if service else SHARED) / f"{name}.tsv"
    return valid_rows(path, key, service) if path.is_file() else {}


class ElementOracle:
    """The facts of a directory under a version of the syntax; `elsewhere`: lists that are kept by others."""

    def __init__(self, key: str, syntax: str, elsewhere: set[str]) -> None:
        self._key, self._syntax, self._elsewhere = key, syntax, elsewhere

    def faults(self, text: str) -> Iterator[Fault]:
        tag, *elements = text.split("+")
        service = tag in rows("segments", self._syntax, True)
        uses, notes = self._uses(self._row("segments", tag, service)[1])
        if self._syntax < "4":  # what repeats at the end takes positions, all else stands once
            uses = [*[(name, must, 1) for name, must, _ in uses], *[(uses[-1][0], False, 1)] * (uses[-1][2] - 1)]
        filled = trimmed(elements, "+:*")
        if filled != elements:
            yield "EEL-011", None, None
        if len(filled) > len(uses):
            yield "EEL-003", len(uses) + 1, None
        present = []
        for ordinal, use in enumerate(uses, 1):
            value = filled[ordinal - 1] if ordinal <= len(filled) else ""
            present.append(bool(value.strip(":*")))
            if use[1] and not present[-1]:
                yield "EEL-001", ordinal, None
            elif value:
                for code, component in self._element(value, use, service):
                    yield code, None if code == "EEL-011" else ordinal, component
        yield from (("EEL-010", first, None) for first, *others in notes if broken(present, first, others))

    def _element(self, value: str, use: Use, service: bool) -> Iterator[tuple[str, int | None]]:
        name, _, most = use
        written = value.split("*")
        occurrences = trimmed(written, ":")
        if occurrences != written:
            yield "EEL-011", None
        if len(occurrences) > most:
            yield "EEL-005", None
        composite = self._row("composites", name, service)
        for occurrence in filter(None, occurrences[:most]):
            values = trimmed(occurrence.split(":"), "")
            if values != occurrence.split(":"):
                yield "EEL-011", None
            if not composite and values:
                yield from (("EEL-004", 2),) if len(values) > 1 else ()
                yield from ((code, None) for code in self._value(name, values[0], service, "")) if values[0] else ()
            elif values:
                yield from self._composite(values, self._uses(composite[1])[0], service)

    def _composite(self, values: list[str], uses: list[Use], service: bool) -> Iterator[tuple[str, int | None]]:
        uses = [*[(name, must, 1) for name, must, _ in uses], *[(uses[-1][0], False, 1)] * (uses[-1][2] - 1)]
        if len(values) > len(uses):
            yield "EEL-004", len(uses) + 1
        for ordinal, (name, must, _) in enumerate(uses, 1):
            value = values[ordinal - 1] if ordinal <= len(values) else ""
            if value:
                behind = [(use[0], found) for use, found in zip(uses[ordinal:], values[ordinal:], strict=False)]
                yield from ((code, ordinal) for code in self._value(name, value, service, whose(name, behind)))
            elif must:
                yield "EEL-002", ordinal

    def _value(self, name: str, value: str, service: bool, whose: str) -> Iterator[str]:
        form = re.fullmatch(r"(an?|n)(\.\.)?([0-9]+)", self._row("elements", name, service)[0])
        assert form is not None
        kind, variable, most = form[1], form[2], int(form[3])
        length, wrong = len(value), []
        if kind == "n":
            if not re.fullmatch("-?[0-9]+([.,][0-9]+)?", value):
                pointed = re.fullmatch("-?([0-9]+[.,]|[.,][0-9]+)", value)
                yield "EEL-013" if pointed else "EEL-008"
                return
            length = len(re.sub("[-.,]", "", value))
        elif kind == "a" and re.search("[0-9]", value):
            wrong.append("EEL-008")
        if length > most:
            wrong.append("EEL-006")
        if length < most and not variable:
            wrong.append("EEL-007")
        yield from wrong
        codes = self._codes(name, service)
        if not wrong and codes and value not in codes:
            yield "EEL-012" if whose else "EEL-009"

    def _codes(self, name: str, service: bool) -> dict[str, list[str]]:
        if name in self._elsewhere:
            return {}
        own = rows(f"codes/{name}", self._syntax, True) if service else {}
        return own or rows(f"codes/{name}", self._key, False)

    def _row(self, table: str, name: str, service: bool) -> list[str]:
        own = rows(table, self._syntax, True) if service else {}
        return own.get(name) or rows(table, self._key, False).get(name, [])

    @staticmethod
    def _uses(text: str) -> tuple[list[Use], list[list[int]]]:
        """The uses of a list, and its dependency notes: of them, D5 alone stands in the directories."""
        uses = [
            (found[1], bool(found[2]), int(found[3] or 1))
            for found in re.finditer(r"(?<!\S)([A-Z0-9]{4})(!?)(?:\*([0-9]+))?", text)
        ]
        notes = [[int(each) // 10 for each in note.split(",")] for note in re.findall(r"&D5\(([0-9,]+)\)", text)]
        return uses, notes


def whose(name: str, behind: list[tuple[str, str]]) -> str:
    """Whose list a code is from, as the components behind it say; empty where it is the directory's own."""
    if name == "1131":
        return "unknown"
    for other, value in behind:
        if value and (other == "1131" or (other == "3055" and value != "6")):
            return value
        if other == "3055":
            break
    return ""


def broken(present: list[bool], first: int, others: list[int]) -> bool:
    """D5: if the first is there, so are all others."""
    return present[first - 1] and not all(present[other - 1] for other in others)


def trimmed(parts: list[str], separators: str) -> list[str]:
    """Without the parts at the end that hold separators only."""
    while parts and not parts[-1].strip(separators):
        parts = parts[:-1]
    return parts
