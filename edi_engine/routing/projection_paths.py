"""The paths by which a route says what its agency sees: `border_transport_means.persons[role=crew].family_name`."""

import re
import typing
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from edi_engine.canonical import metadata
from edi_engine.conditions.expression import Problem, near, type_hints

_TEST = r"[a-z_]\w*(?:\.[a-z_]\w*)*!?=[^\[\]=,!/]+(?:/[^\[\]=,!/]+)*"
_STEP = re.compile(rf"([a-z_]\w*)(?:\[(\*|{_TEST}(?:, *{_TEST})*)\])?(?:\.(?!$)|$)")
_FORMAT = re.compile(r"[a-z]+(?:\.\.)?(\d+)")
SHAPE = "write names joined by dots, [*] for all elements of a list, [role=crew] or [role!=crew/pilot] for some"


@dataclass(frozen=True, slots=True)
class Test:
    """What an element must have at a field to be meant: one of some texts, or none of them."""

    field: str
    values: frozenset[str]
    equal: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A field; where it is a list, those of its elements that pass all tests."""

    name: str
    tests: tuple[Test, ...] = ()

    def takes(self, element: Any) -> bool:
        """Whether an element of the list is meant."""
        return all((_field(element, test.field) in test.values) is test.equal for test in self.tests)


def _field(element: Any, path: str) -> Any:
    for name in path.split("."):
        element = getattr(element, name, None)
    return element


Steps = tuple[Step, ...]


@cache
def steps_of(path: str) -> Steps:
    """The steps of a path that `problem_of` finds nothing wrong with."""
    return tuple(Step(match[1], _tests(match[2] or "*")) for match in _STEP.finditer(path))


def _tests(text: str) -> tuple[Test, ...]:
    if text == "*":
        return ()
    found = (re.match(r"([\w.]+)(!?=)(.*)", part.strip()) for part in text.split(","))
    return tuple(Test(one[1], frozenset(one[3].split("/")), one[2] == "=") for one in found if one)


@dataclass(frozen=True, slots=True)
class Held:
    """What stands at a path: a struct, a text or another value, and how long a text may be (0: not known)."""

    kind: typing.Literal["struct", "text", "other"]
    longest: int = 0


def held_at(path: str, document: type[msgspec.Struct]) -> Held | Problem:
    """Follow a path through the model.

    Args:
        path: as an operator wrote it.
        document: the kind of document it is about.

    Returns:
        What stands there, or what is wrong with the path.
    """
    matches = list(_STEP.finditer(path))
    if not matches or "".join(match[0] for match in matches) != path:
        return Problem(0, f"{path[:100]!r} is no path", SHAPE)
    owner: Any = document
    for match, step in zip(matches, steps_of(path), strict=True):
        if problem := _unknown(owner, step.name, match.start()):
            return problem
        annotation, struct = type_hints(owner)[step.name], owner
        many, owner = _item(annotation)
        if match[2] and not many:
            return Problem(match.start(), f"{step.name} is no list", f"write {step.name} without brackets")
        for test in step.tests:
            if problem := _untestable(owner, test.field, match.start()):
                return problem
        last = struct, step.name
    if isinstance(owner, type) and issubclass(owner, msgspec.Struct):
        return Held("struct")
    return Held("text", _longest(*last)) if owner is str else Held("other")


def _untestable(owner: Any, path: str, offset: int) -> Problem | None:
    for name in path.split("."):
        if problem := _unknown(owner, name, offset):
            return problem
        many, owner = _item(type_hints(owner)[name])
        if many:
            return Problem(offset, f"{path} is no single text", "compare a role, a kind, a code")
    return None if owner is str else Problem(offset, f"{path} is no single text", "compare a role, a kind, a code")


def listed_at(path: str, document: type[msgspec.Struct]) -> type[msgspec.Struct] | None:
    """What the list at a path that `held_at` finds nothing wrong with holds; None where no list of objects is there."""
    owner: Any = document
    many = False
    for step in steps_of(path):
        many, owner = _item(type_hints(owner)[step.name])
    return owner if many and isinstance(owner, type) and issubclass(owner, msgspec.Struct) else None


def _unknown(owner: Any, name: str, offset: int) -> Problem | None:
    known = type_hints(owner) if isinstance(owner, type) and issubclass(owner, msgspec.Struct) else {}
    if name in known:
        return None
    what = f"{owner.__name__} has no field {name}" if known else f"{name} is a field of what has none"
    return Problem(offset, what, near(name, known, "see docs/fields.html"))


def _item(annotation: Any) -> tuple[bool, Any]:
    """Whether a field is a list, and the type of what it holds."""
    inner = [part for part in typing.get_args(annotation) if part is not type(None)]
    if typing.get_origin(annotation) is list:
        return True, inner[0]
    return False, inner[0] if typing.get_origin(annotation) is not dict and len(inner) == 1 else annotation


def _longest(owner: type[msgspec.Struct], name: str) -> int:
    """How long a text may be by its format (`an..35`), 0 where there is none."""
    try:
        field = metadata.fields(owner.__name__).get(name)
    except KeyError:
        return 0
    match = _FORMAT.fullmatch(field.format) if field else None
    return int(match[1]) if match else 0
