"""The kinds of segments in a sample: its segments by place and qualifiers, nested by the groups of the directory."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.grouping import ABSENT, Place, Structure
from edi_engine.formats.edifact.segments import unescape
from edi_engine.mapping.compiler.edifact_cells import COMPANION_ELEMENTS, layout_of
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.proposal.facts import EdifactFacts

MOST_FORMS = 500  # a template somebody is to read
LISTS = frozenset({"1131", "3055"})  # which list a code is from, and whose it is
At = tuple[int, int]  # element and component, from 1


@dataclass(slots=True, eq=False)
class Form:
    """Segments of one place that have the same qualifiers, under one form of the group around.

    Attributes:
        ids: the data element at each place that is filled; `occurrence` says which one of several of its segment.
        values: what stands there, each once; `where`: in which segments, from 1.
        qualifiers: places that are the same in all of them, and tell them from others.
        most: how many follow each other under one segment of the form around.
    """

    place: Place
    ids: dict[At, str] = field(default_factory=dict)
    occurrence: dict[At, int] = field(default_factory=dict)
    values: dict[At, list[str]] = field(default_factory=lambda: defaultdict(list))
    where: dict[At, list[int]] = field(default_factory=lambda: defaultdict(list))
    qualifiers: dict[At, str] = field(default_factory=dict)
    children: list["Form"] = field(default_factory=list)
    most: int = 0

    def filled(self, text: str) -> Iterator[At]:
        """Its places that a segment fills."""
        pieces = [piece.split("*")[0].split(":") for piece in text.split("+")]
        for element, component in self.ids:
            if element < len(pieces) and component <= len(pieces[element]) and pieces[element][component - 1]:
                yield element, component

    def code(self, element: str, beside: int = 0) -> str:
        """The qualifier of a data element, in element `beside` where there are several; empty if none."""
        found = [at for at, name in self.ids.items() if name == element and at in self.values]
        here = [at for at in found if at[0] == beside] or found
        return self.qualifiers.get(here[0]) or self.values[here[0]][0] if here else ""


def forms(texts: Sequence[str], structure: Structure, directory: Directory, facts: EdifactFacts) -> list[Form]:
    """The forms of a message.

    Args:
        texts: its segments in normal form, UNH and UNT too.
        facts: which codes decide what a segment means, beside those of elements the directory calls qualifiers.

    Raises:
        NotationError: there are more than anybody would read.
    """
    placed = structure.place(texts) or structure.explain(texts)[0]
    top: list[Form] = []
    inside: dict[int, tuple[Form, int]] = {}  # the group that is open at a trigger's place, and which one it is
    counts: dict[tuple[int, int], int] = defaultdict(int)
    for number, (text, index) in enumerate(zip(texts, placed, strict=True)):
        if index == ABSENT or text[:3] in ("UNH", "UNT"):
            continue
        place = structure.places[index]
        around, which = inside.get(place.parent, (None, 0))
        form = _form(text, place, around.children if around else top, directory, facts)
        for at in form.filled(text):
            form.where[at].append(number + 1)
        if place.trigger:
            inside[index] = form, number
        counts[id(form), which] += 1
        form.most = max(form.most, counts[id(form), which])
    return top


def _form(text: str, place: Place, known: list[Form], directory: Directory, facts: EdifactFacts) -> Form:
    cells = list(_cells(text, directory))
    names = Counter(name for _, name, _, _ in cells)
    chosen = {}
    for at, name, _, value in cells:
        asked = facts.choose(place.tag, name, value) and name not in VALUES and names[name] == 1
        if asked or _qualifies(name, directory):
            chosen[at] = value
    form = next((f for f in known if f.place is place and f.qualifiers == chosen), None)
    if form is None and len(known) >= MOST_FORMS:
        raise NotationError(f"more than {MOST_FORMS} kinds of segments stand side by side")
    if form is None:
        form = Form(place=place, qualifiers=chosen)
        known.append(form)
    for at, name, occurrence, value in cells:
        form.ids[at], form.occurrence[at] = name, occurrence
        if value not in form.values[at]:
            form.values[at].append(value)
    return form


def _qualifies(name: str, directory: Directory) -> bool:
    """Whether the directory calls a data element a qualifier; those of service segments are all part of the syntax."""
    element = directory.element(name)
    if element is None or name in LISTS or name in COMPANION_ELEMENTS:
        return False
    return name.startswith("0") or "qualifier" in element.name.lower()


VALUES = frozenset({"7365", "1001"})  # codes that mean something by themselves, though rows choose by them


def _cells(text: str, directory: Directory) -> Iterator[tuple[At, str, int, str]]:
    """What is filled: element and component, data element, which one of several, and the value."""
    elements, count = layout_of(directory, text[:3]).elements, dict[str, int]()
    pieces = text.split("+")[1:]
    for number, (parts, _) in enumerate(elements, start=1):
        values = pieces[number - 1].split("*")[0].split(":") if number <= len(pieces) else []
        for component, name in enumerate(parts, start=1):
            count[name] = count.get(name, 0) + 1
            if component <= len(values) and values[component - 1]:
                yield (number, component), name, count[name], unescape(values[component - 1])
