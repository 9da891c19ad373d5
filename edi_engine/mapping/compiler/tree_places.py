"""The places of a tree template (JSON, XML) once their meaning is known: objects, arrays and named fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from edi_engine.mapping.compiler.cases import Case, Cases
from edi_engine.mapping.compiler.field_planner import FieldPlanner
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.scope import Scope
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import ResolvedPath


@dataclass(slots=True, kw_only=True, eq=False)
class TreeObject:
    """An object; `head` is the scope it opens as the element of an `$each`; `keep`: written though nothing is in it.

    `when`: the condition under which it is one of the elements of an array. `rest`: under which
    name members nobody names are kept, empty where they are not.
    """

    number: int
    line: int
    scope: Scope
    head: Scope | None = None
    when: int | None = None
    keep: bool = False
    rest: str = ""
    members: list[tuple[str, "Place"]] = field(default_factory=list)

    def selecting(self) -> dict[str, tuple[Any, ...]]:
        """Members that decide whether an object is meant by this one, with the values that fit."""
        found: dict[str, tuple[Any, ...]] = {}
        for key, place in self.members:
            if isinstance(place, Field) and place.role == "constant" and place.constant is not None:
                found[key] = (place.constant,)
            elif isinstance(place, Field) and place.role == "set":
                found[key] = place.choices
        return found

    def saying_nothing(self) -> list[str]:
        """Members that are no reason to keep an object: literals, sets, constants; empty where there are none."""
        silent = ("constant", "set", "any")
        return sorted(key for key, place in self.members if isinstance(place, Field) and place.role in silent)

    def coded(self, *, alone: bool = False) -> dict[str, tuple[str, ...]]:
        """Members with a code of a closed table that decides; where no other object competes, one that says what it is.

        Any other code that is not in its table is a value that is not carried, and its object is.
        """
        return {
            key: tuple(place.slots[0].value.table.reading)
            for key, place in self.members
            if isinstance(place, Field) and place.simple_code and place.slots[0].value.table is not None
            if not alone or is_kind(place.slots[0])
        }

    def rank(self) -> tuple[int, int]:
        """Precedence among the elements of one array: literals and sets, then codes, then open; more before less."""
        selecting, coded = self.selecting(), self.coded()
        return (0 if selecting else 1 if coded else 2), -len(selecting) - len(coded)


def is_kind(slot: Slot) -> bool:
    """Whether a placeholder holds what an element of a list is, in the model's terms: a party's role, a kind."""
    names = [step.step.name for step in slot.path.steps] if slot.path else []
    return len(names) == 1 and names[0] in ("role", "kind")


@dataclass(slots=True, kw_only=True, eq=False)
class TreeList:
    """An array whose elements are those of lists of the model, or each a place of its own told by its literals."""

    line: int
    elements: list[TreeObject]


@dataclass(slots=True, kw_only=True, eq=False)
class TreeTuple:
    """An array of places of their own."""

    line: int
    items: list["Place"]


@dataclass(slots=True, kw_only=True, eq=False)
class TreeValues:
    """An array of the values of one list.

    Attributes:
        path: up to the list; `inner`: the field of each element (empty: the list holds texts).
        key: the member that holds the value, where each stands in an object of its own.
    """

    line: int
    field: Field
    scope: Scope
    path: ResolvedPath
    inner: str = ""
    key: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class TreeLines(TreeValues):
    """An array of the lines of one text, which `path` leads to."""


@dataclass(slots=True, kw_only=True, eq=False)
class TreeCases:
    """What stands at one place in each of several cases; the first condition that holds decides."""

    line: int
    cases: list[tuple[int, "Place"]]


Place = Field | TreeObject | TreeList | TreeTuple | TreeValues | TreeCases


@dataclass(slots=True, kw_only=True)
class TreePlan:
    """A whole template."""

    root: TreeObject | TreeList
    document: Scope
    planner: FieldPlanner
    cases: Cases
    objects: list[TreeObject]


def check_overlap(one: TreeObject, other: TreeObject) -> None:
    """Two kinds of elements in one array must be told apart by a member, or by precedence."""
    if one.rank() != other.rank() or one.when != other.when:
        return
    mine, theirs = {**one.coded(), **one.selecting()}, {**other.coded(), **other.selecting()}
    for key in mine.keys() & theirs.keys():
        if not set(map(_comparable, mine[key])) & set(map(_comparable, theirs[key])):
            return
    what = f"the object at line {one.line} and this one could both mean an element"
    raise NotationError(what, 1, line=other.line, code="TPL-005")


def _comparable(value: Any) -> tuple[str, Any]:
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return ("number" if number else type(value).__name__, value)


def in_order(members: list[tuple[str, "Place"]], cases: Cases) -> list[tuple[str, "Place"]]:
    """Members in the order they are read in: those that depend on what an element says stand behind what says it."""
    return sorted(members, key=lambda member: _asks_element(member[1], cases))


def _asks_element(place: "Place", cases: Cases) -> bool:
    return any(cases.of_document(case) != case for _, case in iterate(place))


def iterate(place: Place, case: Case = ()) -> Iterator[tuple[Place, Case]]:
    """A place and everything in it, each with the conditions under which it is there."""
    yield place, case
    inside: list[tuple[int | None, Place]] = []
    if isinstance(place, TreeObject):
        inside = [(None, inner) for _, inner in place.members]
    elif isinstance(place, TreeList):
        inside = [(element.when, element) for element in place.elements]
    elif isinstance(place, TreeTuple):
        inside = [(None, inner) for inner in place.items]
    elif isinstance(place, TreeCases):
        inside = list(place.cases)
    for number, inner in inside:
        yield from iterate(inner, case if number is None else (*case, number))
