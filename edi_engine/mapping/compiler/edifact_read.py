"""From a plan to the Python that reads a message: one expression and one function per template line, one per place.

X_7       the line as one regular expression: a full match means meant, nothing left over, nothing to say about it
take_7    sets the fields of the document from its captures
place_12  asks the lines that may take a clean segment at this place
LINES_12  the same lines for segments that are not clean (`mapping.segment_choice`), E_7 the expression of one there
finish    what could only be known at the end: header values for items, copies, defaults
compare   computed values, once what says nothing is taken out
"""

from itertools import groupby

from edi_engine.formats.edifact.grouping import Place
from edi_engine.mapping.compiler.edifact_cells import Plan, PlannedLine, is_list
from edi_engine.mapping.compiler.edifact_finish import finish_source
from edi_engine.mapping.compiler.edifact_patterns import captures, exact_pattern, reads, relaxed_cells
from edi_engine.mapping.compiler.edifact_take import take_line
from edi_engine.mapping.compiler.edifact_values import later, reading_table
from edi_engine.mapping.compiler.emit import Source
from edi_engine.mapping.compiler.scope import Value

SERVICE_TAGS = ("UNH", "UNT")  # the envelope's: the engine reads them itself
LEAD, TAIL = 2, 3  # characters behind the tag, and at the end, that tell most lines of a place apart


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
    continued = {f"f{line.number}" for line in plan.lines if line.continuation}
    source.add(0, "class State(Reading):", f"    __slots__ = {tuple(slots)!r}", "")
    source.add(1, "def __init__(self, segments, report, document, case):")
    source.add(2, "super().__init__(segments, report, MAPPING)", "self.o0, self.case = document, case")
    for slot in slots:
        if slot[0] == "v":
            source.add(2, f"self.{slot} = 0")
        elif slot[0] in "kx":
            source.add(2, f"self.{slot} = None")
        elif slot in continued:
            source.add(2, f"self.{slot} = (-2, (), False)")
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
        ranked = sorted(lines, key=lambda line: (line.trigger.number if line.trigger else 0, line.rank()))
        source.add(0, f"LINES_{index} = ({''.join(f'{_choice(line, source)}, ' for line in ranked)})", "", "")
        source.add(0, f"def place_{index}(st, s, i):  # position {place.position} {shown}")
        for _, group in groupby(ranked, key=lambda line: line.trigger.number if line.trigger else 0):
            _clean(list(group), source)
        source.add(1, f"choose(st, s, i, LINES_{index})", "", "")
    source.add(0, "def unmapped(st, s, i):", "    st.lost.append(i)", "", "")
    source.add(0, "def service(st, s, i):", "    pass", "", "")
    takers = ", ".join(_taker(place, by_place) for place in plan.structure.places)
    source.add(0, f"PLACES = ({takers}, unmapped)  # the last for segments without a place, which is -1", "")


def _taker(place: Place, by_place: dict[int, list[PlannedLine]]) -> str:
    """The function that takes the segments of a place."""
    if place.index in by_place:
        return f"place_{place.index}"
    return "service" if place.tag in SERVICE_TAGS else "unmapped"


def _choice(line: PlannedLine, source: Source) -> str:
    """A line as `segment_choice.Choice`."""
    under = f"('v{line.trigger.place.index}', {line.trigger.number})" if line.trigger else None
    opens = f"('v{line.place.index}', 'i{line.place.index}')" if line.place.trigger else None
    once = (f"f{line.number}", f"i{line.trigger.place.index}" if line.trigger else "") if _is_once(line) else None
    return (
        f"Choice({line.number}, take_{line.number}, E_{line.number}, {relaxed_cells(line.cells)}, {_reads(line)}, "
        f"{_codes(line, source)}, {under}, {opens}, {once}, {tuple(line.more)})"
    )


def _reads(line: PlannedLine) -> tuple[tuple[str, int, int, str], ...]:
    """How each capture of a line is read, its place, and what a finding about it needs."""
    found = []
    for cell, _ in captures(line.cells):
        told = cell.choices[0] if cell.role == "set" else line.line.reason if cell.role == "ignore" else ""
        found += [(kind, cell.element, cell.component + at, told) for at, kind in enumerate(reads(cell))]
    return tuple(found)


def _meanings(plan: Plan, source: Source) -> None:
    """For lines that go before others: whether a segment is exactly what they are for. The writer asks it too."""
    for line in sorted({rival for line in plan.lines for rival in line.rivals}, key=lambda line: line.number):
        closed = _closed(line, source)
        source.add(0, "", f"def means_{line.number}(s):")
        source.add(1, f"return (m := E_{line.number}.match(s)) is not None{closed}", "")


def _clean(lines: list[PlannedLine], source: Source) -> None:
    """The lines of one place under one trigger, for segments that are clean."""
    indent, trigger = 1, lines[0].trigger
    if trigger is not None:
        source.add(1, f"if st.v{trigger.place.index} == {trigger.number}:")
        indent = 2
    start, lines = len(source.lines), [line for line in lines if all(map(_says_all, line.rivals))]
    led = [line for line in lines if _lead(line)]
    if len(led) > 2:
        source.add(indent, f"k = s[4:{4 + LEAD}]")
    tailed = [line for line in lines if _tail(line)]
    if len(tailed) > 2:
        source.add(indent, f"e = s[-{TAIL}:]")
    for line in lines:
        lead = (_lead(line) if len(led) > 2 else "") + (_tail(line) if len(tailed) > 2 else "")
        found = f"(m := X_{line.number}(s)) is not None{_closed(line, source, clean=True)}"
        source.add(indent, f"if {lead}{_once(line)}{found}:")
        _taken(line, source, indent + 1)
    if trigger is not None and len(source.lines) == start:
        source.add(indent, "pass")


def _says_all(line: PlannedLine) -> bool:
    """Whether the line takes no segment but clean ones: then lines it goes before can be asked after it."""
    return exact_pattern(line) == exact_pattern(line, clean=True)


def _lead(line: PlannedLine) -> str:
    """A quick look at the first characters behind the tag, before the expression is asked."""
    first = next((cell for cell in line.cells if cell.element == cell.component == 1), None)
    if first is None or not first.selects or first.role not in ("literal", "set"):
        return ""
    text = first.text if first.role == "literal" else first.choices[0]
    if len(text) >= LEAD:
        return f"k == {text[:LEAD]!r} and "
    return f"k in {tuple(text + end for end in (*'+:', ''))!r} and " if len(text) == LEAD - 1 else ""


def _tail(line: PlannedLine) -> str:
    """The same at the end, where a line demands a literal behind which it has nothing."""
    last = max(line.cells, key=lambda cell: (cell.element, cell.component), default=None)
    if last is None or not last.selects or last.role != "literal" or len(last.text) < TAIL:
        return ""
    return f"e == {last.text[-TAIL:]!r} and "


def _taken(line: PlannedLine, source: Source, indent: int) -> None:
    if line.place.trigger:
        source.add(indent, f"st.v{line.place.index}, st.i{line.place.index} = {line.number}, i")
    if _is_once(line):
        source.add(indent, f"st.f{line.number} = {_instance(line)}")
    captured = "(m[1],)" if sum(len(names) for _, names in captures(line.cells, clean=True)) == 1 else "m.groups()"
    source.add(indent, f"return take_{line.number}(st, i, {captured})")


def _is_once(line: PlannedLine) -> bool:
    """A line outside `each` matches once in each instance of what it stands under; a second match is unmapped."""
    return line.head is None and not line.continuation and not is_list(line)


def _instance(line: PlannedLine) -> str:
    return f"st.i{line.trigger.place.index}" if line.trigger else "-1"


def _once(line: PlannedLine) -> str:
    case = "".join(f"st.case[{number}] and " for number in line.more)
    return f"{case}st.f{line.number} != {_instance(line)} and " if _is_once(line) else case


def _closed_captures(line: PlannedLine, *, clean: bool = False) -> list[tuple[int, int, int, Value]]:
    """Captures that must be a code of their table: group number, element, component, value."""
    found, number = [], 0
    for cell, names in captures(line.cells, clean=clean):
        value = cell.values[0] if cell.role == "value" and len(cell.values) == 1 else None
        if value is not None and value.closed and value.direction in ("", "in") and len(cell.pieces) == 1:
            found.append((number + 1, cell.element, cell.component, value))
        number += len(names)
    return found


def _closed(line: PlannedLine, source: Source, *, clean: bool = False) -> str:
    tests = []
    for number, _, _, value in _closed_captures(line, clean=clean):
        assert value.table is not None  # noqa: S101 — closed values have one
        may_lack = f"not m[{number}] or " if _may_lack(line, value) else ""
        tests.append(f" and ({may_lack}m[{number}] in {reading_table(source, value.table)})")
    return "".join(tests)


def _codes(line: PlannedLine, source: Source) -> str:
    tests = [
        f"({number}, {element}, {component}, {reading_table(source, value.table)}, {_may_lack(line, value)}), "
        for number, element, component, value in _closed_captures(line)
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
    source.add(1, "for taker, s, i in zip(takers, texts, range(len(texts))):", "    taker(st, s, i)")
    source.add(1, "finish(st)", "st.settle(places, LEVELS)", "compare(st)", "return document", "", "")
