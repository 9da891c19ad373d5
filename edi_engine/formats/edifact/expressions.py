"""One regular expression a segment definition: a tidy text it matches has no fault but perhaps one of codes.

Tidy is what has no separator right before a greater one (`untidy`); looked for in a whole message at once, that costs
less than in each element. The expressions cannot backtrack far, for no text matches in two ways: every piece ends at a
separator it does not contain, and of alternatives one at most fits. Repeated groups are atomic, `(?>…)`: possessive
ones, `(?:…)*+`, are matched wrongly before Python 3.11.5. What they refuse is not yet wrong: `element_faults` decides.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from edi_engine.formats.edifact.definitions import Dependency, ElementDefinition, SegmentDefinition, Use
from edi_engine.formats.edifact.directory import Directory

REPEATING_SYNTAX = "4"
CODE_LIST, AGENCY = "1131", "3055"  # elements that say whose list the codes before them are from
_VALUE = r"[^+:*\n]"
_UNTIDY = re.compile(r":[+*]|\*\+|\n")

Codes: TypeAlias = str | tuple[str, ...]  # as `re.findall` gives what is captured: a text where that is one alone


CodeLists: TypeAlias = tuple[Mapping[str, str] | None, ...]


class SegmentExpression(NamedTuple):
    """`pattern` matches segments, several of them as lines. It captures the coded elements and those that name their
    lists, at the end of a composite all in one with the separators between; what is not there is empty. `lists` are the
    lists of what is captured, of each component in it, None for any value.

    Of a text that matches, what is captured says all: whether a code is wrong, and which and why.
    """

    pattern: re.Pattern[str]
    lists: tuple[CodeLists, ...]

    def good_codes(self, captured: Codes) -> bool:
        """Whether each captured code is in its list."""
        groups = (captured,) if isinstance(captured, str) else captured
        return all(
            not code or listed is None or code in listed
            for group, lists in zip(groups, self.lists, strict=True)
            for code, listed in zip(group.split(":"), lists, strict=False)
        )


def segment_expression(definition: SegmentDefinition, directory: Directory) -> SegmentExpression:
    """Compile the expression of one segment as it stands in a directory under its syntax version."""
    builder = _Builder(directory)
    source = builder.segment(definition)
    return SegmentExpression(re.compile(rf"^{source}(?<![+:*])$", re.MULTILINE), tuple(builder.lists))


def untidy(texts: Collection[str]) -> list[str]:
    """The segments with a separator right before a greater one, or with a line break in them."""
    lines = "\n".join(texts)
    odd = ":+" in lines or lines.count("\n") >= len(texts) or ("*" in lines and (":*" in lines or "*+" in lines))
    return [text for text in texts if _UNTIDY.search(text)] if odd else []


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
        self.lists: list[CodeLists] = []

    def segment(self, definition: SegmentDefinition) -> str:
        """The tag, which may have an explicit indication of nesting behind it, is expected to have none."""
        conditions = _conditions(definition.dependencies, r"(?:[^+\n]*+\+)", r"[^+\n]", skip=1)
        return definition.tag + conditions + self._elements(definition.uses, 0)

    def _elements(self, uses: Sequence[Use], start: int) -> str:
        """The elements from one on: what is left out at the end takes its separators along."""
        if start == len(uses):
            return ""
        use, last = uses[start], start == len(uses) - 1
        piece = r"\+" + self._element(use)
        if last and use.repetitions > 1 and not self._repeating:
            piece += self._more(use, r"\+")
        piece += self._elements(uses, start + 1)
        return piece if any(later.mandatory for later in uses[start:]) else f"(?:{piece}|)"

    def _element(self, use: Use) -> str:
        if not use.repetitions:
            return ""
        if use.repetitions > 1 and self._repeating:
            several = self._content(use, capture=True) + self._more(use, r"\*")
            return rf"(?=[^+\n]){several}" if use.mandatory else several
        return self._content(use, capture=True, mandatory=use.mandatory)

    def _more(self, use: Use, separator: str) -> str:
        """Repetitions behind the first. A group captures one code only: with codes the slow check decides."""
        if self._has_codes(use):
            return ""
        content = self._content(use, capture=False)
        return f"(?>(?:{separator}{content}){{0,{use.repetitions - 1}}})"

    def _content(self, use: Use, *, capture: bool, mandatory: bool = False) -> str:
        """One occurrence of an element, or nothing where it is not mandatory."""
        composite = self._directory.composite(use.id)
        if composite is None:
            return self._value(use.id, capture, mandatory)
        components = self._components(composite.uses, 0, capture)
        conditions = _conditions(composite.dependencies, r"(?:[^+:*\n]*+:)", r"[^+:*\n]", skip=0)
        filled = any(part.mandatory for part in composite.uses)
        if conditions or (mandatory and not filled):
            components = rf"(?=[^+*\n]){conditions}{components}"
        return f"(?:{components}|)" if not mandatory and (filled or conditions) else components

    def _components(self, uses: Sequence[Use], start: int, capture: bool) -> str:
        if start == len(uses):
            return ""
        use, rest = uses[start], uses[start:]
        coded = capture and all(part.repetitions == 1 and self._is_code(part.id) for part in rest)
        if coded:
            self.lists.append(tuple(self._directory.closed_codes(part.id) for part in rest))
            capture = False
        piece = self._value(use.id, capture, use.mandatory) if use.repetitions else ""
        if len(rest) == 1 and use.repetitions > 1:
            piece += self._more(use, ":")
        piece += self._components(uses, start + 1, capture)
        piece = (":" if start else "") + (f"({piece})" if coded else piece)
        return piece if any(later.mandatory for later in rest) or not start else f"(?:{piece}|)"

    def _value(self, identifier: str, capture: bool, mandatory: bool) -> str:
        element = self._directory.element(identifier)
        if element is None:
            return _VALUE + ("++" if mandatory else "*+")
        value = value_expression(element, mandatory=mandatory)
        if not capture or not self._is_code(identifier):
            return value
        self.lists.append((self._directory.closed_codes(identifier),))
        return f"({value})"

    def _is_code(self, identifier: str) -> bool:
        """Whether a value is of a list, or names one."""
        return identifier in (CODE_LIST, AGENCY) or self._directory.closed_codes(identifier) is not None

    def _has_codes(self, use: Use) -> bool:
        composite = self._directory.composite(use.id)
        parts = [part.id for part in composite.uses] if composite else [use.id]
        return any(self._directory.closed_codes(part) is not None for part in parts)


def value_expression(element: ElementDefinition, *, mandatory: bool = True) -> str:
    """An expression for one value, or nothing where it is not mandatory; a separator or the end comes behind it.

    Of a number neither sign nor decimal mark counts, and digits stand on both sides of the mark. An alphabetic value
    has no digits.
    """
    least, most = element.minimum, element.maximum
    if element.kind == "n":
        return f"(?:{_number(least, most)}{'' if mandatory else '|'})"
    characters = r"[^0-9+:*\n]" if element.kind == "a" else _VALUE
    if mandatory or least == 1:
        return f"{characters}{{{least if mandatory else 0},{most}}}+"
    return f"(?>{characters}{{{least},{most}}}|)"


def _number(least: int, most: int) -> str:
    """Alternatives for a number, usual ones first: Python's matcher takes twice as long for what must look ahead."""
    whole = f"[0-9]{{{least},{most}}}"
    if most < 2:
        return f"{whole}|-{whole}"
    marked = f"(?=[0-9.,]{{{max(least, 2) + 1},{most + 1}}}(?![0-9.,]))"
    any_number = f"{whole}(?![0-9.,])|{marked}[0-9]++[.,][0-9]++"
    if least > 1:
        return f"-?(?:{any_number})"
    decimals = min(6, most // 2)
    digits, many = f"[0-9]{{1,{most - decimals}}}", f"[0-9]{{{most - decimals + 1},{most}}}"
    odd = f"{many}[.,][0-9]++|{digits}[.,][0-9]{{{decimals + 1},}}"
    return f"{digits}(?:[.,][0-9]{{1,{decimals}}}|)|{many}(?![0-9.,])|{marked}(?:{odd})|-(?:{any_number})"


def _conditions(dependencies: Sequence[Dependency], step: str, filled: str, *, skip: int) -> str:
    """Dependency notes as looks ahead: `step` passes one element or component, `filled` begins one that is there."""

    def there(use: int, negated: bool = False) -> str:
        return f"(?{'!' if negated else '='}(?>{step}{{{use - 1 + skip}}}){filled})"

    return "".join(f"(?>{_condition(note, there)})" for note in dependencies)


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
