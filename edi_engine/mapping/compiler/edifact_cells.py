"""The parts of a plan: a template line in its place, and what stands in its elements and components."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.grouping import Place, Structure
from edi_engine.formats.edifact.segments import escape
from edi_engine.mapping.compiler.cases import Case, Cases
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import ResolvedPath
from edi_engine.mapping.placeholders import Piece
from edi_engine.mapping.template import Line

# Data elements by their role in a composite, so that one placeholder can fill several components.
VALUE_ELEMENTS = {"6314", "6060", "6066", "6246", "7106", "5004", "2380"}
COMPANION_ELEMENTS = {"6411", "6345", "2379"}


@dataclass(slots=True, kw_only=True, eq=False)
class Cell:
    """What stands in one component, or in `span` components from there on.

    Attributes:
        role: `literal`, `set`, `any`, `ignore`, `value`, `repeat`.
        text, choices: the literal; the set.
        values: placeholders in order; several share the text by width or separator (`pieces` keeps the order).
        selects: whether it decides if a segment is meant by this line.
        ids, widths: data elements covered and their greatest lengths.
        repeats, joint: of a repeated composite how often it may stand, and what stands between its repetitions.
    """

    element: int
    component: int
    role: str
    span: int = 1
    text: str = ""
    choices: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    values: list[Value] = field(default_factory=list)
    selects: bool = False
    ids: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    repeats: int = 1
    joint: str = "+"
    inner: list["Cell"] = field(default_factory=list)

    def domain(self) -> frozenset[str] | None:
        """The texts that fit here, None for any."""
        if self.role == "literal":
            return frozenset([self.text])
        if self.role == "set":
            return frozenset(self.choices)
        if self.role == "value" and len(self.values) == 1 and self.values[0].closed and self.values[0].table:
            return frozenset(map(escape, self.values[0].table.reading))
        return None

    def rank(self) -> int:
        """Precedence: literal 0, set 1, closed code table 2, open 3."""
        if self.role in ("literal", "set") and self.selects:
            return 0 if self.role == "literal" else 1
        return 2 if self.role == "value" and self.domain() is not None else 3


@dataclass(slots=True, kw_only=True, eq=False)
class PlannedLine:
    """A template line in its place.

    Attributes:
        trigger: the line it stands under; None at the top of the message.
        head: the scope it opens as first line of an `each`; None otherwise.
        scope: what its own paths start from.
        continuation: `segment` when a long text goes on in further segments.
        rivals: lines of higher precedence that could take what this one writes.
        case: the conditions under which it is there.
    """

    number: int
    line: Line
    place: Place
    trigger: "PlannedLine | None"
    scope: Scope
    head: Scope | None
    cells: list[Cell]
    continuation: str = ""
    children: list["PlannedLine"] = field(default_factory=list)
    rivals: list["PlannedLine"] = field(default_factory=list)
    case: Case = ()

    @property
    def more(self) -> Case:
        """The conditions that what it stands under does not have."""
        return self.case[len(self.trigger.case) if self.trigger else 0 :]

    @property
    def tag(self) -> str:
        """The segment's tag."""
        return self.line.tag

    def rank(self) -> tuple[int, int]:
        """Precedence among lines of one place: class first, then how much they demand."""
        ranks = [cell.rank() for cell in self.cells]
        return min(ranks, default=3), -sum(rank < 3 for rank in ranks)

    def values(self) -> Iterator[Value]:
        """Every placeholder with a path or expression."""
        for cell in self.cells:
            for inner in (cell, *cell.inner):
                yield from inner.values


@dataclass(slots=True, kw_only=True)
class Plan:
    """A whole template: its lines at the top of the message, all lines, all scopes, and warnings for its author."""

    structure: Structure
    document: Scope
    top: list[PlannedLine]
    lines: list[PlannedLine]
    scopes: list[Scope]
    cases: Cases
    warnings: list[NotationError]


@dataclass(frozen=True, slots=True)
class Layout:
    """The elements of a segment: the data elements of their components with their greatest lengths, and own ids.

    `uses` numbers the lines of the segment's definition: elements of one line are repetitions of it.
    """

    elements: tuple[tuple[tuple[str, ...], tuple[int, ...]], ...]
    ids: tuple[str, ...]
    uses: tuple[int, ...]


def layout_of(directory: Directory, tag: str) -> Layout:
    """The layout of a segment, with elements that may repeat written once for each position.

    Raises:
        NotationError: a segment the directory does not have.
    """
    definition = directory.segment(tag)
    if definition is None:
        raise NotationError(f"{directory.name} has no segment {tag}", code="TPL-003")
    elements, ids, uses = [], [], []
    for number, use in enumerate(definition.uses):
        composite = directory.composite(use.id)
        parts = tuple(part.id for part in composite.uses) if composite else (use.id,)
        widths = tuple(_width(directory, part) for part in parts)
        elements += [(parts, widths)] * use.repetitions
        ids += [use.id] * use.repetitions
        uses += [number] * use.repetitions
    return Layout(tuple(elements), tuple(ids), tuple(uses))


def _width(directory: Directory, element: str) -> int:
    definition = directory.element(element)
    return definition.maximum if definition else 0


def wrong(what: str, line: PlannedLine, column: int = 0, code: str = "TPL-001") -> NotationError:
    """A fault in a planned line: at a column, or where the line begins."""
    error = NotationError(what, column or line.line.indent + 1, line=line.line.number, code=code)
    error.file = line.line.file
    return error


def list_key(line: PlannedLine) -> tuple[int, str] | None:
    """The list a head walks, without the conditions on its elements; None for a line that is no head."""
    scope = line.head
    if scope is None or scope.path is None or scope.parent is None:
        return None
    *outer, last = scope.path.steps
    way = ResolvedPath(path=scope.path.path, steps=tuple(outer), target=None).pattern()
    return root_scope(scope.path.path, scope.parent).number, f"{way}.{last.step.name}"


def is_list(line: PlannedLine) -> bool:
    """Whether a list goes on in further segments: its composite does not repeat in the segment, or not often enough."""
    more = line.head is None and not line.place.trigger and line.place.limit > 1
    return any(cell.role == "repeat" and (more or cell.repeats == 1) for cell in line.cells)
