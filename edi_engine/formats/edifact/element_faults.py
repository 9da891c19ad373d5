"""All faults in the elements of one segment, told one by one; slow, for segments the expressions refuse."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from edi_engine.alike import alike
from edi_engine.formats.edifact.definitions import (
    CompositeDefinition,
    Dependency,
    ElementDefinition,
    SegmentDefinition,
    Use,
)
from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.expressions import AGENCY, CODE_LIST, REPEATING_SYNTAX, dependency_holds
from edi_engine.formats.edifact.lexer import unescape

FOREIGN_CODE = "EEL-012"  # what is noted of a code of a partner's list
UNITED_NATIONS = "6"  # code of 3055 for the agency that keeps the directories
SHOWN = 40  # characters of a value that a finding repeats
_NUMBER = re.compile(r"-?([0-9]+)(?:[.,]([0-9]+))?")
_MISSING_DIGIT = re.compile(r"-?[0-9]*[.,][0-9]*")
_BLANK = re.compile(r"[:*]*")


class ElementFault(NamedTuple):
    """A fault: code of its rule, element, component and repetition from 1, who asks, and the facts for the text."""

    code: str
    why: str
    facts: Mapping[str, object]
    element: int | None = None
    component: int | None = None
    repetition: int | None = None


class ElementCheck:
    """Checks segments against one directory under its syntax version."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._repeating = directory.syntax == REPEATING_SYNTAX

    def faults(self, text: str, definition: SegmentDefinition) -> Iterator[ElementFault]:
        """Every fault of one segment (normal form) in the order of its elements."""
        head, *elements = text.split("+")
        if not self._is_tag(head, definition.tag):
            why = f"segment {definition.tag} {definition.source}"
            yield ElementFault("ESG-007", why, {"head": shown(head)[1:-1]})
        kept = _without_blanks_at_end(elements)
        if len(kept) < len(elements):
            yield self._trailing(definition, f"segment {definition.tag}", len(kept) + 1)
        yield from self._elements(kept, definition)
        present = [bool(value) and not _BLANK.fullmatch(value) for value in kept]
        yield from self._dependencies(definition.dependencies, present, definition.tag, definition)

    def _is_tag(self, head: str, tag: str) -> bool:
        nesting = "" if self._repeating else "(?::[0-9]{1,6}){0,9}"
        return re.fullmatch(tag + nesting, head) is not None

    def _elements(self, values: list[str], definition: SegmentDefinition) -> Iterator[ElementFault]:
        slots = _spread(definition.uses, len(values), repeated=not self._repeating)
        for ordinal, use in enumerate(slots, 1):
            value = values[ordinal - 1] if ordinal <= len(values) else ""
            if not _BLANK.fullmatch(value):
                yield from self._element(value, ordinal, use, definition)
            elif use.mandatory and ordinal <= len(definition.uses):
                missing = {"tag": definition.tag, "element": self._named(use.id)}
                yield ElementFault("EEL-001", self._place(definition, use), missing, ordinal)
            elif value:
                yield self._trailing(definition, self._named(use.id), ordinal)
        if len(values) > len(slots):
            facts = {"tag": definition.tag, "found": len(values), "most": len(slots)}
            why = f"segment {definition.tag} {definition.source}"
            yield ElementFault("EEL-003", why, facts, len(slots) + 1)

    def _element(self, value: str, ordinal: int, use: Use, definition: SegmentDefinition) -> Iterator[ElementFault]:
        if not use.repetitions:
            unused = {"element": self._named(use.id), "tag": definition.tag}
            yield ElementFault("EEL-014", self._place(definition, use), unused, ordinal)
            return
        occurrences = value.split("*")
        kept = _without_blanks_at_end(occurrences)
        if len(kept) < len(occurrences):
            yield self._trailing(definition, self._named(use.id), ordinal)
        most = use.repetitions if self._repeating else 1
        if len(kept) > most:
            facts = {"element": self._named(use.id), "tag": definition.tag, "found": len(kept), "most": most}
            yield ElementFault("EEL-005", self._place(definition, use), facts, ordinal, None, most + 1)
        for repetition, occurrence in enumerate(kept[:most], 1):
            # An occurrence left empty keeps the place of those behind it.
            for fault in self._content(occurrence, use, definition) if occurrence else ():
                yield fault._replace(element=ordinal, repetition=repetition if len(kept) > 1 else None)

    def _content(self, value: str, use: Use, definition: SegmentDefinition) -> Iterator[ElementFault]:
        """What is wrong inside one occurrence of an element; the element's ordinal is not known here."""
        components = value.split(":")
        kept = _without_blanks_at_end(components)
        if len(kept) < len(components):
            yield self._trailing(definition, self._named(use.id), None)
        composite = self._directory.composite(use.id)
        if composite is not None:
            if kept:
                yield from self._composite(kept, composite, use, definition)
        else:
            if len(kept) > 1:
                facts = {"element": self._named(use.id), "tag": definition.tag, "found": len(kept), "most": 1}
                yield ElementFault("EEL-004", self._place(definition, use), facts, None, 2)
            if kept and kept[0]:
                yield from self._value(kept[0], use.id, self._place(definition, use), None)

    def _composite(
        self, values: list[str], composite: CompositeDefinition, whole: Use, definition: SegmentDefinition
    ) -> Iterator[ElementFault]:
        slots = _spread(composite.uses, len(values), repeated=True)
        for ordinal, use in enumerate(slots, 1):
            value = values[ordinal - 1] if ordinal <= len(values) else ""
            why = self._place(composite, use)
            if value and not use.repetitions:
                unused = {"element": self._named(use.id), "tag": definition.tag}
                yield ElementFault("EEL-014", why, unused, None, ordinal)
            elif value:
                other = self._other_list(slots, values, ordinal)
                for fault in self._value(value, use.id, why, other):
                    yield fault._replace(component=ordinal)
            elif use.mandatory and ordinal <= len(composite.uses):
                name = self._named(composite.id)
                choice = "" if whole.mandatory else f", or leave all of {name} out"
                lacking = {"composite": name, "tag": definition.tag, "element": self._named(use.id), "choice": choice}
                yield ElementFault("EEL-002", why, lacking, None, ordinal)
        if len(values) > len(slots):
            facts = {
                "element": self._named(composite.id),
                "tag": definition.tag,
                "found": len(values),
                "most": len(slots),
            }
            yield ElementFault("EEL-004", f"composite {composite.id} {composite.source}", facts, None, len(slots) + 1)
        yield from self._dependencies(composite.dependencies, list(map(bool, values)), definition.tag, composite)

    @staticmethod
    def _other_list(slots: Sequence[Use], values: Sequence[str], ordinal: int) -> str | None:
        """The list or agency that the sender names for a code; `None` if it is the directory's own."""
        if slots[ordinal - 1].id == CODE_LIST:
            return "its partner's agreement"
        for use, value in zip(slots[ordinal:], values[ordinal:], strict=False):
            if value and (use.id == CODE_LIST or (use.id == AGENCY and value != UNITED_NATIONS)):
                return f"{use.id} {shown(value)}"
            if use.id == AGENCY:
                return None
        return None

    def _value(self, value: str, identifier: str, why: str, other: str | None) -> Iterator[ElementFault]:
        element = self._directory.element(identifier)
        if element is None:
            return
        faults = list(self._form(value, element, why))
        yield from faults
        codes = self._directory.closed_codes(identifier)
        if faults or codes is None or value in codes:
            return
        facts = {"value": shown(value), "element": self._named(identifier), "near": Near(value, codes), "list": other}
        why = self._cited(f"code list {identifier} {element.source}", "codes", identifier)
        yield ElementFault(FOREIGN_CODE if other else "EEL-009", why, facts)

    def _form(self, value: str, element: ElementDefinition, why: str) -> Iterator[ElementFault]:
        facts: dict[str, object] = {"element": self._named(element.id), "value": shown(value)}
        why = self._cited(f"{why}: {element.id} is {element.format}", "element", element.id)
        length, unit = len(value), "characters"
        if element.kind == "n":
            number = _NUMBER.fullmatch(value)
            if number is None:
                pointless = _MISSING_DIGIT.fullmatch(value) is not None and value.strip("-") not in ("", ".", ",")
                hint = "write digits, with a minus sign in front and one decimal mark where needed"
                yield ElementFault(
                    "EEL-013" if pointless else "EEL-008", why, {**facts, "form": "numeric", "hint": hint}
                )
                return
            length, unit = len(number[1]) + len(number[2] or ""), "digits"
        elif element.kind == "a" and re.search("[0-9]", value):
            yield ElementFault("EEL-008", why, {**facts, "form": "alphabetic", "hint": "write it without digits"})
        if not element.minimum <= length <= element.maximum:
            code, bound = ("EEL-006", element.maximum) if length > element.maximum else ("EEL-007", element.minimum)
            yield ElementFault(code, why, {**facts, "found": f"{length} {unit}", "most": f"{bound} {unit}"})

    def _dependencies(
        self,
        notes: Sequence[Dependency],
        present: list[bool],
        tag: str,
        definition: SegmentDefinition | CompositeDefinition,
    ) -> Iterator[ElementFault]:
        present = present + [False] * (len(definition.uses) - len(present))
        for note in notes:
            if not dependency_holds(note, present):
                names = [self._named(definition.uses[use - 1].id) for use in note.uses]
                meaning, fix = _dependency_words(note.kind, names)
                facts = {"tag": tag, "note": note.kind, "meaning": meaning, "fix": fix}
                whole = isinstance(definition, SegmentDefinition)
                why = self._place(definition, definition.uses[note.uses[0] - 1])
                yield ElementFault("EEL-010", why, facts, note.uses[0] if whole else None)

    def _trailing(self, definition: SegmentDefinition, unit: str, ordinal: int | None) -> ElementFault:
        return ElementFault("EEL-011", f"segment {definition.tag} {definition.source}", {"unit": unit}, ordinal)

    def _place(self, definition: SegmentDefinition | CompositeDefinition, use: Use) -> str:
        """The position of a use as findings cite it, behind the overlay that changed it."""
        whole, identifier = (
            ("segment", definition.tag) if isinstance(definition, SegmentDefinition) else ("composite", definition.id)
        )
        why = f"{whole} {identifier} {definition.source} position {use.position}"
        return self._cited(why, identifier, use.position)

    def _cited(self, why: str, *what: str) -> str:
        reason = self._directory.reason(*what)
        return f"{reason}, {why}" if reason else why

    def _named(self, identifier: str) -> str:
        known = self._directory.element(identifier) or self._directory.composite(identifier)
        return f"{identifier} ({known.name})" if known else identifier


def _spread(uses: Sequence[Use], found: int, *, repeated: bool) -> Sequence[Use]:
    """The uses by position; where the last may be repeated in successive positions, as often as is needed."""
    if not repeated or found <= len(uses) or not uses:
        return uses
    return [*uses, *[uses[-1]] * min(uses[-1].repetitions - 1, found - len(uses))]


def _without_blanks_at_end(parts: list[str]) -> list[str]:
    end = len(parts)
    while end and _BLANK.fullmatch(parts[end - 1]):
        end -= 1
    return parts[:end]


def shown(value: str) -> str:
    """A value as findings repeat it: in quotes, cut, control characters escaped."""
    plain = unescape(value[: SHOWN + 1])
    return repr(plain if len(plain) <= SHOWN else plain[:SHOWN] + "…")


@dataclass(slots=True)
class Near:
    """Codes near to a wrong one; looked for when the finding is printed, for that takes a pass over the list, and once:
    the next message has the same fault."""

    value: str
    codes: Mapping[str, str]
    found: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        if self.found is None:
            self.found = self._look()
        return self.found

    def __format__(self, specification: str) -> str:
        return str(self)

    def _look(self) -> str:
        value, codes = self.value, self.codes
        if value.upper() in codes:
            return f": {value.upper()}"
        near = alike(value[:SHOWN], codes) if len(value) > 2 else []
        return f", such as {', '.join(near)}" if near else ""


def _dependency_words(kind: str, names: list[str]) -> tuple[str, str]:
    """What a dependency note says of its elements, and how to keep it."""
    every, first, others = ", ".join(names), names[0], ", ".join(names[1:])
    return {
        "D1": (f"exactly one of {every}", "give one of them"),
        "D2": (f"all or none of {every}", "give all of them or none"),
        "D3": (f"one or more of {every}", "give at least one of them"),
        "D4": (f"at most one of {every}", "leave one of them at most"),
        "D5": (f"with {first} also {others}", f"supply {others}, or leave {first} out"),
        "D6": (f"with {first} at least one of {others}", f"supply one of {others}, or leave {first} out"),
        "D7": (f"with {first} none of {others}", f"leave {first} or {others} out"),
    }[kind]
