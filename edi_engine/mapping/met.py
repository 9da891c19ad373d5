"""What the files of a partner have and a mapping makes of it, over many messages; and the lines that none of them met.

Elements are told by the place they have in every message: `/Order/Line/Price`, `LOC+96, element 2, component 1`.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, NamedTuple

import msgspec

from edi_engine.canonical.metadata import Kind
from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.compiler.edifact_cells import Plan, PlannedLine
from edi_engine.mapping.compiler.tree_places import TreeCases, TreeList, TreeObject, TreePlan, TreeTuple, TreeValues
from edi_engine.mapping.losses import Fate
from edi_engine.mapping.read_losses import read_losses
from edi_engine.mapping.received.edifact import EdifactValues
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.received.value import Received
from edi_engine.mapping.wco.layout import Node

MOST_PLACES = 10_000
SHOWN_TAG = 12
_CODE = re.compile(r"[A-Z0-9]{1,3}").fullmatch
OTHERS = "(more places than are told apart)"


class TemplateLine(NamedTuple):
    """A line of a template, or an element of a layout (line 0): the file of a mapping it extends, its line and text."""

    file: str
    line: int
    text: str


@dataclass(slots=True)
class Met:
    """What was met so far.

    Attributes:
        mapping: what reads.
        messages: how many were read.
        places: for each place of an element how many have each fate, in the order they were met.
        lines: the lines of the mapping by what tells them, in its order; `seen` those that were met.
    """

    mapping: Any
    messages: int = 0
    places: dict[str, Counter[Fate]] = field(default_factory=dict)
    lines: dict[str, TemplateLine] = field(init=False)
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.lines = template_lines(self.mapping)

    def add(self, message: Message, document: msgspec.Struct | None, report: Report) -> None:
        """Take in one message that was read, with the findings of reading."""
        self.messages += 1
        found, qualifiers = received_by(self.mapping, message), _qualifiers(self.mapping)
        entries = iter(read_losses(self.mapping, message, document, report))
        for index, value in enumerate(found.values):
            if value.text:
                entry = next(entries)
                known = qualifiers if entry.code != "MAP-101" else None
                self._count(_place(found, index, known), entry.fate)
        if _is_segments(self.mapping):
            self.seen |= _called(self.mapping, message)

    def _count(self, place: str, fate: Fate) -> None:
        if place not in self.places and len(self.places) >= MOST_PLACES:
            place = OTHERS
        self.places.setdefault(place, Counter())[fate] += 1
        while fate is not Fate.UNMAPPED and place not in self.seen:
            self.seen.add(place)
            place = place.rpartition("/")[0]  # a line may be for an element with all that is in it

    def unmet(self) -> list[TemplateLine]:
        """The lines that no message met."""
        return [line for key, line in self.lines.items() if key not in self.seen]

    def sums(self) -> Counter[Fate]:
        """How many elements have each fate."""
        return sum(self.places.values(), Counter())


# -- what a mapping has lines for --------------------------------------------------------------------------------------


def template_lines(mapping: Any) -> dict[str, TemplateLine]:
    """The lines of a mapping by what tells that one is met: the place of an element, or the name of what takes it."""
    plan, layout = getattr(mapping, "plan", None), getattr(mapping, "layout", None)
    if isinstance(plan, Plan):
        return {_taker(line): TemplateLine(line.line.file, line.line.number, line.line.source) for line in plan.lines}
    if isinstance(plan, TreePlan):
        start = "/" + mapping.shape.tag.rpartition(":")[2] if hasattr(mapping, "shape") else ""
        records = hasattr(mapping, "records")
        return {
            _record_place(path) if records else path or "/": TemplateLine("", line, text)
            for path, line, text in _fields(plan.root, start)
        }
    if plan is not None:
        pairs = zip(plan.columns, plan.cells, strict=True)
        fields = ((column, inner) for column, cell in pairs for _, inner in cell.cases[:1])
        return {column: TemplateLine("", inner.line, inner.source) for column, inner in fields}
    if layout is not None:
        return {path: TemplateLine("", 0, path) for path in _elements(layout.root, f"/{layout.root.name}")}
    return {}


def _fields(place: Any, path: str) -> Iterator[tuple[str, int, str]]:
    """Path, line and text of each named value at and below a place of a tree."""
    if isinstance(place, TreeObject):
        for key, inner in place.members:
            yield from _fields(inner, path if key == "." else f"{path}/{key}")
    elif isinstance(place, TreeList | TreeTuple | TreeCases):
        inside = place.elements if isinstance(place, TreeList) else getattr(place, "items", None)
        for inner in inside or [inner for _, inner in getattr(place, "cases", ())]:
            yield from _fields(inner, path)
    elif isinstance(place, TreeValues):
        yield f"{path}/{place.key}" if place.key.strip(".") else path, place.line, place.field.source
    else:
        yield path, place.line, place.source


def _record_place(path: str) -> str:
    """The place of a cell: the tag of its record and its first column."""
    return " ".join(path.partition("-")[0].split("/")[-2:])


def _elements(node: Node, path: str) -> Iterator[str]:
    for member in node.members:
        here = f"{path}/{member.path}"
        if member.node is not None:
            yield from _elements(member.node, here)
        elif not member.kept:
            yield f"{here}/DateTimeString" if member.field and member.field.kind is Kind.DATETIME else here


def _place(found: Received, index: int, qualifiers: dict[str, frozenset[str]] | None) -> str:
    """The place of an element in any message; a segment with the qualifier that tells it apart.

    Without `qualifiers` any short code is taken for one: of a segment that no line takes.
    """
    if not isinstance(found, EdifactValues):
        return found.places[index].replace("/#", "").removesuffix("/text()") or "/"
    number, element, _, component = found.homes[index]
    tag, _, rest = found.segments.texts[number - 1].partition("+")
    first = re.split("[+:*]", rest, maxsplit=1)[0]
    known = first in qualifiers.get(tag, ()) if qualifiers is not None else _CODE(first) is not None
    return f"{tag[:SHOWN_TAG]}{f'+{first}' if known else ''}, element {element}, component {component}"


# -- segments ----------------------------------------------------------------------------------------------------------


def _is_segments(mapping: Any) -> bool:
    return isinstance(getattr(mapping, "plan", None), Plan)


def _taker(line: PlannedLine) -> str:
    """The generated function that takes a segment by a line."""
    return f"take_{line.number}"


def _qualifiers(mapping: Any) -> dict[str, frozenset[str]] | None:
    """By tag, the literals with which lines begin: they tell segments apart."""
    if not _is_segments(mapping):
        return None
    found: dict[str, frozenset[str]] = {}
    for line in mapping.plan.lines:
        first = next((cell for cell in line.cells if (cell.element, cell.component) == (1, 1)), None)
        literals = first.domain() if first is not None and first.role in ("literal", "set") else None
        found[line.tag] = found.get(line.tag, frozenset()) | (literals or frozenset())
    return found


def _called(mapping: Any, message: Message) -> set[str]:
    """The functions of a generated reader that are called for a message."""
    names: set[str] = set()
    file = f"<{mapping.name}>"

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code.co_filename == file:
            names.add(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        mapping.read(message, Report())
    finally:
        sys.setprofile(before)
    return names
