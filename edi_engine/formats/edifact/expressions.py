"""One regular expression a segment definition: a text it matches in full has no fault but perhaps one of codes.

The expressions cannot backtrack far: every piece ends at a separator it does not contain, and nothing is given back.
Repeated groups are atomic, `(?>…)`: possessive ones, `(?:…)*+`, are matched wrongly before Python 3.11.5.
What they refuse is not yet wrong: `element_faults` decides.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from edi_engine.formats.edifact.definitions import Dependency, ElementDefinition, SegmentDefinition, Use
from edi_engine.formats.edifact.directory import Directory

REPEATING_SYNTAX = "4"
CODE_LIST, AGENCY = "1131", "3055"  # elements that say whose list the codes before them are from
_NESTING = "(?>(?::[0-9]{1,6}){0,9})"  # explicit indication of nesting behind the tag, before syntax 4

Codes: TypeAlias = tuple[str | None, ...]


class SegmentExpression(NamedTuple):
    """`fullmatch` captures the coded elements and those that name their lists; `lists` are the lists, None for any.

    Of a text that matches, what is captured says all: whether a code is wrong, and which and why.
    """

    fullmatch: Callable[[str], re.Match[str] | None]
    lists: tuple[Mapping[str, str] | None, ...]

    def good_codes(self, captured: Codes) -> bool:
        """Whether each captured code is in its list; `None` stands for an element that is not there."""
        pairs = zip(captured, self.lists, strict=True)
        return all(code is None or listed is None or code in listed for code, listed in pairs)


def segment_expression(definition: SegmentDefinition, directory: Directory) -> SegmentExpression:
    """Compile the expression of one segment as it stands in a directory under its syntax version."""
    builder = _Builder(directory)
    source = builder.segment(definition)
    return SegmentExpression(re.compile(source).fullmatch, tuple(builder.lists))


def dependency_holds(dependency: Dependency, present: Sequence[bool]) -> bool:
    """Whether a dependency note is kept; `present` says for each use of the definition whether it is there."""
    there = [present[use - 1] for use in dependency.uses]
    first, others = there[0], there[1:]
    match dependency.kind:
        case "D1":
            return sum(there) == 1
        case "D2":
            return all(there) or not any(there)
        case "D3":
            return any(there)
        case "D4":
            return sum(there) <= 1
        case "D5":
            return not first or all(others)
        case "D6":
            return not first or any(others)
        case _:
            return not first or not any(others)


class _Builder:
    """Builds one expression and collects the code lists of its groups on the way."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._repeating = directory.syntax == REPEATING_SYNTAX
        self.lists: list[Mapping[str, str] | None] = []

    def segment(self, definition: SegmentDefinition) -> str:
        uses = definition.uses
        conditions = _conditions(definition.dependencies, r"(?:[^+]*+\+)", "[^+]", skip=1)
        nesting = "" if self._repeating else _NESTING
        return definition.tag + nesting + conditions + self._elements(uses, 0) + r"(?<![+:*])"

    def _elements(self, uses: Sequence[Use], start: int) -> str:
        """The elements from one on: what is left out at the end takes its separators along."""
        if start == len(uses):
            return ""
        use, last = uses[start], start == len(uses) - 1
        piece = r"\+" + self._element(use)
        if last and use.repetitions > 1 and not self._repeating:
            piece += self._more(use, r"\+", self._content(use, capture=False))
        piece += self._elements(uses, start + 1)
        return piece if any(later.mandatory for later in uses[start:]) else optional(piece)

    def _element(self, use: Use) -> str:
        if not use.repetitions:
            return ""
        repeated = use.repetitions > 1
        content = self._content(use, capture=True)
        if repeated and self._repeating:
            several = optional(content) + self._more(use, r"\*", self._content(use, capture=False)) + r"(?<!\*)"
            return rf"(?=[^+]){several}" if use.mandatory else several
        return content if use.mandatory else optional(content)

    def _more(self, use: Use, separator: str, content: str) -> str:
        """Repetitions behind the first. A group captures one code only: with codes the slow check decides."""
        if self._has_codes(use):
            return ""
        return f"(?>(?:{separator}{optional(content)}){{0,{use.repetitions - 1}}})"

    def _content(self, use: Use, *, capture: bool) -> str:
        composite = self._directory.composite(use.id)
        if composite is None:
            element = self._directory.element(use.id)
            return self._value(element, capture) if element else "[^+:*]++"
        conditions = _conditions(composite.dependencies, "(?:[^+:*]*+:)", "[^+:*]", skip=0)
        return rf"(?=[^+*]){conditions}{self._components(composite.uses, 0, capture)}(?<!:)"

    def _components(self, uses: Sequence[Use], start: int, capture: bool) -> str:
        if start == len(uses):
            return ""
        use, element = uses[start], self._directory.element(uses[start].id)
        value = self._value(element, capture) if element and use.repetitions else "[^+:*]++"
        if not use.repetitions:
            value = ""
        piece = (":" if start else "") + (value if use.mandatory else optional(value))
        if start == len(uses) - 1 and use.repetitions > 1:
            piece += self._more(use, ":", self._value(element, False) if element else "[^+:*]++")
        piece += self._components(uses, start + 1, capture)
        return piece if any(later.mandatory for later in uses[start:]) or not start else optional(piece)

    def _value(self, element: ElementDefinition, capture: bool) -> str:
        codes = self._directory.codes(element.id) if capture else None
        if codes is None and not (capture and element.id in (CODE_LIST, AGENCY)):
            return value_expression(element)
        self.lists.append(codes)
        return f"({value_expression(element)})"

    def _has_codes(self, use: Use) -> bool:
        composite = self._directory.composite(use.id)
        parts = [part.id for part in composite.uses] if composite else [use.id]
        return any(self._directory.codes(part) is not None for part in parts)


def optional(piece: str) -> str:
    """A piece or nothing; what was taken is not given back.

    As a choice, not as a repeat: Python's matcher takes a choice in two thirds of the time.
    """
    return f"(?>{piece}|)"


def value_expression(element: ElementDefinition) -> str:
    """An expression for one value: of a number neither sign nor decimal mark counts, and digits stand on both sides
    of the mark; an alphabetic value has no digits."""
    least, most = element.minimum, element.maximum
    if element.kind == "n":
        whole = f"[0-9]{{{least},{most}}}+(?![0-9.,])"
        if most < 2:
            return f"-?+{whole}"
        marked = f"(?=[0-9.,]{{{max(least, 2) + 1},{most + 1}}}+(?![0-9.,]))[0-9]++[.,][0-9]++"
        return f"-?+(?:{whole}|{marked})"
    characters = "[^0-9+:*]" if element.kind == "a" else "[^+:*]"
    return f"{characters}{{{least},{most}}}+"


def _conditions(dependencies: Sequence[Dependency], step: str, filled: str, *, skip: int) -> str:
    """Dependency notes as looks ahead: `step` passes one element or component, `filled` begins one that is there."""

    def there(use: int, negated: bool = False) -> str:
        return f"(?{'!' if negated else '='}(?>{step}{{{use - 1 + skip}}}){filled})"

    return "".join(_condition(note, there) for note in dependencies)


def _condition(note: Dependency, there: Callable[..., str]) -> str:
    every = [there(use) for use in note.uses]
    none = [there(use, True) for use in note.uses]
    at_most_one = "".join(
        f"(?:{first}|{second})" for ordinal, first in enumerate(none) for second in none[ordinal + 1 :]
    )
    return {
        "D1": f"(?:{'|'.join(every)}){at_most_one}",
        "D2": f"(?:{''.join(every)}|{''.join(none)})",
        "D3": f"(?:{'|'.join(every)})",
        "D4": at_most_one,
        "D5": f"(?:{none[0]}|{''.join(every[1:])})",
        "D6": f"(?:{none[0]}|{'|'.join(every[1:])})",
        "D7": f"(?:{none[0]}|{''.join(none[1:])})",
    }[note.kind]
