"""From a plan to the Python that reads a message: one expression and one function per template line, one per place.

X_7       the line as one regular expression: a full match means meant, well formed, nothing left over
take_7    sets the fields of the document from its captures
place_12  asks the lines that may take a segment at this place: all exactly first, then all relaxed
finish    what could only be known at the end: header values for items, copies, computed values
"""

from edi_engine.formats.edifact.grouping import Place
from edi_engine.mapping.compiler.edifact_assign import later
from edi_engine.mapping.compiler.edifact_cells import Plan, PlannedLine, is_list
from edi_engine.mapping.compiler.edifact_finish import finish_source
from edi_engine.mapping.compiler.edifact_patterns import captures
from edi_engine.mapping.compiler.edifact_take import take_line
from edi_engine.mapping.compiler.edifact_values import reading_table
from edi_engine.mapping.compiler.emit import Source
from edi_engine.mapping.compiler.scope import Value

SERVICE_TAGS = ("UNH", "UNT")  # the envelope's: the engine reads them itself


def reader_source(plan: Plan, source: Source) -> None:
    """Append the reader to a module under construction."""
    _state(plan, source)
    for line in plan.lines:
        take_line(line, source)
    _meanings(plan, source)
    _places(plan, source)
    finish_source(plan, source)
    _read(plan, source)


def _state(plan: Plan, source: Source) -> None:
    slots = ["case", *(f"o{scope.number}" for scope in plan.scopes)]
    for place in sorted({line.place.index for line in plan.lines if line.place.trigger}):
        slots += [f"v{place}", f"i{place}"]
    slots += [f"f{line.number}" for line in plan.lines]
    for scope in plan.scopes:
        slots += [f"k{scope.number}", f"x{scope.number}"] if scope.indexed else []
    slots += [f"l{line.number}" for line in plan.lines if any(later(value) for value in line.values())]
    source.add(0, "class State(Reading):", f"    __slots__ = {tuple(slots)!r}", "")
    source.add(1, "def __init__(self, segments, report, document, case):")
    source.add(2, "super().__init__(segments, report, MAPPING)", "self.o0, self.case = document, case")
    for slot in slots:
        if slot[0] == "v":
            source.add(2, f"self.{slot} = 0")
        elif slot[0] in "kx":
            source.add(2, f"self.{slot} = None")
        elif slot[0] in "if":
            source.add(2, f"self.{slot} = -2")
        elif slot[0] == "l":
            source.add(2, f"self.{slot} = []")
    source.add(0, "", "")


def _places(plan: Plan, source: Source) -> None:
    by_place: dict[int, list[PlannedLine]] = {}
    for line in plan.lines:
        by_place.setdefault(line.place.index, []).append(line)
    source.add(0, "")
    for index, lines in sorted(by_place.items()):
        place = lines[0].place
        shown = f"{place.group} {place.tag}".strip()
        source.add(0, f"def place_{index}(st, s, i):  # position {place.position} {shown}")
        for trigger in sorted({line.trigger.number if line.trigger else 0 for line in lines}):
            group = [line for line in lines if (line.trigger.number if line.trigger else 0) == trigger]
            _candidates(sorted(group, key=PlannedLine.rank), source)
        if place.trigger:
            source.add(1, f"st.v{index} = 0")
        source.add(1, "st.lost.append(i)", "", "")
    source.add(0, "def unmapped(st, s, i):", "    st.lost.append(i)", "", "")
    source.add(0, "def service(st, s, i):", "    pass", "", "")
    handlers = ", ".join(_handler(place, by_place) for place in plan.structure.places)
    source.add(0, f"PLACES = ({handlers}, unmapped)  # the last for segments without a place, which is -1", "")


def _handler(place: Place, by_place: dict[int, list[PlannedLine]]) -> str:
    """The function that takes the segments of a place."""
    if place.index in by_place:
        return f"place_{place.index}"
    return "service" if place.tag in SERVICE_TAGS else "unmapped"


def _meanings(plan: Plan, source: Source) -> None:
    """For lines that go before others: whether a segment is exactly what they are for. The writer asks it too."""
    for line in sorted({rival for line in plan.lines for rival in line.rivals}, key=lambda line: line.number):
        closed = _closed(line, "m[{}]", source)
        source.add(0, "", f"def means_{line.number}(s):")
        source.add(1, f"return (m := X_{line.number}(s)) is not None{closed}", "")


def _candidates(lines: list[PlannedLine], source: Source) -> None:
    """The lines of one place under one trigger, exactly first, then relaxed."""
    indent, trigger = 1, lines[0].trigger
    if trigger is not None:
        source.add(1, f"if st.v{trigger.place.index} == {trigger.number}:")
        indent = 2
    for line in lines:
        source.add(indent, f"if {_once(line)}(m := X_{line.number}(s)) is not None{_closed(line, 'm[{}]', source)}:")
        _taken(line, "m.groups()", source, indent + 1)
    for line in lines:
        call = f"(g := relaxed(st, S_{line.number}, s, i)) is not None"
        if _closed_captures(line):
            call = f"fits(S_{line.number}, s, {_closed_check(line, source)}) and {call}"
        source.add(indent, f"if {_once(line)}{call}:")
        _taken(line, "g", source, indent + 1)


def _taken(line: PlannedLine, captured: str, source: Source, indent: int) -> None:
    if line.place.trigger:
        source.add(indent, f"st.v{line.place.index}, st.i{line.place.index} = {line.number}, i")
    if _is_once(line):
        source.add(indent, f"st.f{line.number} = {_instance(line)}")
    source.add(indent, f"take_{line.number}(st, i, {captured})", "return")


def _is_once(line: PlannedLine) -> bool:
    """A line outside `each` matches once in each instance of what it stands under; a second match is unmapped."""
    return line.head is None and not line.continuation and not is_list(line)


def _instance(line: PlannedLine) -> str:
    return f"st.i{line.trigger.place.index}" if line.trigger else "-1"


def _once(line: PlannedLine) -> str:
    case = "".join(f"st.case[{number}] and " for number in line.more)
    return f"{case}st.f{line.number} != {_instance(line)} and " if _is_once(line) else case


def _closed_captures(line: PlannedLine) -> list[tuple[int, int, int, Value]]:
    """Captures that must be a code of their table: group number, element, component, value."""
    found, number = [], 0
    for cell, names in captures(line.cells):
        value = cell.values[0] if cell.role == "value" and len(cell.values) == 1 else None
        if value is not None and value.closed and value.direction in ("", "in") and len(cell.pieces) == 1:
            found.append((number + 1, cell.element, cell.component, value))
        number += len(names)
    return found


def _closed(line: PlannedLine, group: str, source: Source) -> str:
    tests = []
    for number, _, _, value in _closed_captures(line):
        assert value.table is not None  # noqa: S101 — closed values have one
        place = group.format(number)
        may_lack = f"not {place} or " if _may_lack(line, value) else ""
        tests.append(f" and ({may_lack}{place} in {reading_table(source, value.table)})")
    return "".join(tests)


def _closed_check(line: PlannedLine, source: Source) -> str:
    tests = [
        f"({element}, {component}, {reading_table(source, value.table)}, {_may_lack(line, value)}), "
        for _, element, component, value in _closed_captures(line)
        if value.table is not None
    ]
    return f"({''.join(tests)})"


def _may_lack(line: PlannedLine, value: Value) -> bool:
    """Whether a code may be absent: it makes an element of a list what it is, unless the template has one for it."""
    return line.head is None or value.conversion("default") is not None or value.conversion("omit") is not None


def _read(plan: Plan, source: Source) -> None:
    struct = source.struct(plan.document.struct.__name__)
    source.add(0, "def read(segments, places, report, case=()):")
    source.add(1, f"document = {struct}()", "st = State(segments, report, document, case)", "texts = st.texts")
    source.add(1, "takers = map(PLACES.__getitem__, places)")
    source.add(1, "for i, (taker, s) in enumerate(zip(takers, texts)):", "    taker(st, s, i)")
    source.add(1, "finish(st)", "st.settle(places, LEVELS)", "return document", "", "")
