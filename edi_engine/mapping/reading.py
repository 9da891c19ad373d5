"""What generated segment readers call: the state of one message, relaxed matching, and everything that is reported.

Nothing here is on the fast path, except `number`.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from edi_engine.canonical.values import DateTime
from edi_engine.findings import Finding, Report, Severity
from edi_engine.formats.edifact.segments import Segments, escape, unescape
from edi_engine.mapping.exact_places import Spot
from edi_engine.mapping.moments import with_part, write_moment
from edi_engine.mapping.removal import Removal, prune
from edi_engine.mapping.runtime import NUMBER, PLAIN, filled, plain

# Ends of findings that say a text is whole, in other pieces.
CONTINUED, RECUT = "continues the text before it", "is written back cut at its full width"

# Findings told one by one for one segment, and the length from which one must do.
MOST_FINDINGS, LONG_SEGMENT = 30, 20_000

# A cell of a line for relaxed matching: element, component, kind, argument.
# Kinds: select (choices), set (choices, captured), companion (text), qualifier (text), value, pair, span (count),
# repeat (count). A companion may be another one; a value beside another qualifier means something else: not mapped.
RelaxedCell = tuple[int, int, str, Any]
CAPTURES = {"companion": 0, "qualifier": 0, "pair": 2}  # how many each kind has, where it is not one


class Reading:
    """One message being read. Generated code adds the slots it needs: `o` objects, `v` variants, `i` instances."""

    __slots__ = ("empty", "escaped", "gaps", "lost", "mapping", "repetition", "report", "said", "segments", "texts")
    o0: Any  # the document; generated code has the slot

    def __init__(self, segments: Segments, report: Report, mapping: str) -> None:
        self.segments, self.texts, self.escaped = segments, segments.texts, segments.escaped
        self.report, self.mapping = report, mapping
        self.repetition: int | None = None  # the one of a repeated element that is being read
        self.said: dict[int, int] = {}  # findings by segment; by its complement, whether the last one was an error
        self.lost: list[int] = []
        self.gaps: list[tuple[Any, str, int, int, int, int]] = []  # slices that began behind what was there
        self.empty: list[tuple[int, list[Any] | None, Any, int]] = []

    def number(self, text: str, i: int, element: int, component: int) -> Decimal | None:
        """A number as written, with its scale; a finding and None for what is none."""
        if PLAIN(text):
            return Decimal(text)
        if not NUMBER(text):
            self._add(
                "MAP-105", Severity.ERROR, f"{text!r} is not a number", i, element, component, "the value is not read"
            )
            return None
        number = Decimal(text.replace(",", "."))
        self.normalised(i, element, component, text, plain(number))
        return number

    def integer(self, text: str, i: int, element: int, component: int) -> int | None:
        """A whole number; a finding and None for what is none."""
        number = self.number(text, i, element, component)
        if number is None:
            return None
        if number != number.to_integral_value():
            self.unreadable(i, element, component, text)
            return None
        return int(number)

    def code(
        self,
        table: Mapping[str, str],
        value: str,
        at: Spot,
        others: Mapping[str, str] | None = None,
        near: Collection[str] = (),
    ) -> str:
        """The external code of a value, for comparing what was read; empty where a closed table has none."""
        return table.get(value, "" if others is None else escape(value))

    def padded(self, shown: str, width: int, fill: str, at: Spot, *, number: bool) -> str:
        """A text filled up from the left, for comparing what was read."""
        return filled(shown, width, fill, number=number)

    def measured(self, value: Any, unit: str, companion: str, at: Spot) -> str:
        """The number of a quantity in one unit, for comparing what was read."""
        return "" if value.value is None or getattr(value, companion) not in (None, unit) else plain(value.value)

    def moment(self, value: Any, code: str, companion: str, at: Spot) -> str:
        """A date in one format, for comparing what was read."""
        same = not value.value or getattr(value, companion) == code
        return escape(value.value or "") if same else escape(write_moment(value, code)[0])

    def with_part(
        self, value: DateTime | None, part: str, received: str, i: int, element: int, component: int
    ) -> DateTime | None:
        """A date with its day or its time, which stand in places of their own."""
        made = with_part(value, part, unescape(received))
        if made is None:
            self.unreadable(i, element, component, received)
        return made or value

    def unpadded(self, shown: str, fill: str, *, number: bool) -> str:
        """A text without what it was filled up with; a text of nothing else, and a number, keep what they need."""
        if number and shown.startswith("-"):
            return "-" + self.unpadded(shown[1:], fill, number=True)
        stripped = shown.lstrip(fill) or fill
        return "0" + stripped if number and fill == "0" and stripped[0] in ".," else stripped

    def decoded(self, table: Mapping[str, str], code: str, i: int, element: int, component: int) -> str | None:
        """Our code for a partner's that shares its place with other values; a finding and None for none."""
        found = table.get(code)
        if found is None:
            self.uncovered(i, element, component, code)
        return found

    def unmapped(self, i: int) -> None:
        """No line of the template takes this segment."""
        self.lost.append(i)

    def normalised(self, i: int, element: int, component: int | None, text: str, written: str) -> None:
        """A text that will be written back in another way."""
        what = f"{unescape(text)!r} is written back as {unescape(written)!r}"
        self._add("MAP-103", Severity.NOTE, what, i, element, component, "nothing of business meaning is lost")

    def approximate(self, i: int, element: int, component: int | None, text: str, value: str) -> None:
        """A code whose meaning ours only comes near to."""
        what = f"{unescape(text)!r} was read as {value!r}, which means nearly the same"
        self._add("MAP-108", Severity.NOTE, what, i, element, component, "see the code table of the mapping")

    def dropped(self, i: int, element: int) -> None:
        """A qualifier, list or agency that qualifies nothing."""
        what = "a qualifier without the value it qualifies is not kept"
        self._add("MAP-103", Severity.NOTE, what, i, element, None, "nothing of business meaning is lost")

    def continued(self, i: int, element: int) -> None:
        """A segment that goes on with a text whose segment had room left."""
        self._add("MAP-103", Severity.NOTE, f"this segment {CONTINUED}", i, element, None, "nothing is lost")

    def rejoined(self, text: str, width: int, i: int, element: int) -> None:
        """A long text that was cut earlier than its width asks for."""
        *pieces, _ = text.rstrip(":").split(":")
        if any(len(piece) != width for piece in pieces):
            self._add("MAP-103", Severity.NOTE, f"a text in short pieces {RECUT}", i, element, None, "nothing is lost")

    def ignored(self, i: int, element: int, component: int, reason: str) -> None:
        """A value the template accepts and does not carry."""
        self._add("MAP-104", Severity.NOTE, f"ignored: {reason or 'the template says so'}", i, element, component, "")

    def unreadable(self, i: int, element: int, component: int, text: str) -> None:
        """A text that the pieces of its component do not fit."""
        what = f"{unescape(text)!r} does not have the form the template asks for"
        self._add("MAP-105", Severity.ERROR, what, i, element, component, "the value is not read")

    def differs(self, i: int, element: int, component: int, text: str, expected: str) -> None:
        """A copy or a computed value that does not agree with its source."""
        what = f"{unescape(text)!r} stands here, {unescape(expected)!r} follows from the rest of the message"
        place = component if expected else None  # nothing follows: nothing beside it is written back either
        self._add("MAP-106", Severity.WARNING, what, i, element, place, "make both places agree")

    def unshared(self, i: int, element: int, component: int, text: str) -> None:
        """A value for all elements of a list that none of them has, as each says something else or there is none."""
        what = f"{unescape(text)!r} stands here for all of a list, and each element of it says something else"
        self._add("MAP-106", Severity.WARNING, what, i, element, component, "make both places agree")

    def uncovered(self, i: int, element: int, component: int | None, text: str) -> None:
        """A value in a taken segment that no placeholder covers."""
        what = f"{unescape(text)!r} is not mapped"
        self._add(
            "MAP-102", Severity.WARNING, what, i, element, component, "map it, or mark it as ignored with a reason"
        )

    def untaken(self, i: int, element: int, component: int | None, text: str, path: str) -> None:
        """A value for every element of a list that has none."""
        what = f"{unescape(text)!r} has nowhere to go: nothing stands in the list of {path}"
        self._add("MAP-102", Severity.WARNING, what, i, element, component, "give the list an element")

    def settle(self, places: list[int], levels: tuple[tuple[int, bool], ...]) -> None:
        """Report the segments no line took, and take back those that turned out to say nothing."""
        for owner, name, start, i, number, component in self.gaps:
            if getattr(owner, name)[start - 1] == " ":
                self.unreadable(i, number, component, getattr(owner, name)[start:])
        lost, gone = set(self.lost), Removal()
        for i, items, element, keys in reversed(self.empty):
            if self._holds(i, places, levels, lost):
                continue
            if element is not None and items is not None and not gone.take(items, element, keys):
                continue
            lost.add(i)
            self._say_dropped(i)
        if gone.settle():
            prune(self.o0)
        for i in self.lost:
            what = f"segment {self.texts[i][:3]} is not mapped"
            self._add("MAP-101", Severity.WARNING, what, i, None, None, "map it, or mark it as ignored with a reason")

    def _say_dropped(self, i: int) -> None:
        if self.texts[i][3:].strip("+:*"):
            self.dropped(i, 1)

    def _holds(self, i: int, places: list[int], levels: tuple[tuple[int, bool], ...], lost: set[int]) -> bool:
        """Whether something mapped stands in the group a segment opens."""
        depth, trigger = levels[places[i]] if places[i] >= 0 else (0, False)
        at = i + 1
        while trigger and at < len(places) and places[at] >= 0:
            inner_depth, inner_trigger = levels[places[at]]
            if inner_depth < depth or (inner_depth == depth and inner_trigger):
                break
            if at not in lost:
                return True
            at += 1
        return False

    def repeats(
        self,
        text: str,
        exact: Callable[[str], re.Match[str] | None],
        cells: tuple[RelaxedCell, ...],
        i: int,
        element: int,
    ) -> Iterable[tuple[str | None, ...]]:
        """The captures of each repetition of a repeated composite."""
        found = [match.groups() for part in text.split("+") if (match := exact(part))]
        whole = len(found) > text.count("+") and all(map(any, found))
        return found if whole else self._repeats_carefully(text, exact, cells, i, element)

    def _repeats_carefully(
        self,
        text: str,
        exact: Callable[[str], re.Match[str] | None],
        cells: tuple[RelaxedCell, ...],
        i: int,
        element: int,
    ) -> Iterator[tuple[str | None, ...]]:
        """The same where one of them is not as the line asks, empty, or a repetition of its element."""
        for number, repetitions in enumerate(text.split("+"), start=element):
            for ordinal, part in enumerate(parts := repetitions.split("*"), start=1):
                if not part:
                    continue
                self.repetition = ordinal if len(parts) > 1 else None
                match = exact(part)
                found = match.groups() if match else relaxed(self, cells, f"   +{part}", i, number - 1)
                if found is None:
                    self.uncovered(i, number, None, part)
                elif any(found):
                    yield found
                else:
                    self.dropped(i, number)
        self.repetition = None

    def _add(
        self, code: str, severity: Severity, what: str, i: int, element: int | None, component: int | None, fix: str
    ) -> None:
        said, repetition = self.said.get(i, 0) + 1, self.repetition
        self.said[i] = said
        most = MOST_FINDINGS if len(self.texts[i]) < LONG_SEGMENT else 1
        if said > most:
            # Each place costs a look through its segment: what is more than anyone reads is told once, as a whole.
            if said > most + 1 and (severity is not Severity.ERROR or self.said.get(~i)):
                return
            self.said[~i] = severity is Severity.ERROR
            what = "more in this segment is not carried as it stands"
            element = component = repetition = None
        facts = {"code": code, "severity": severity, "what": what, "why": f"mapping {self.mapping}", "fix": fix}
        part = i + 1, element, component, repetition
        self.report.add_later(code, severity, partial(_located, self.segments, part, facts))


def _located(
    segments: Segments, part: tuple[int, int | None, int | None, int | None], facts: dict[str, Any]
) -> Finding:
    """The finding of these facts, at a part of a message."""
    return Finding(where=segments.locate(*part), **facts)


def relaxed(
    st: Reading, cells: tuple[RelaxedCell, ...], text: str, i: int, offset: int = 0
) -> tuple[str | None, ...] | None:
    """Match a segment that the exact expression refused: what selects must fit, the rest becomes findings.

    Args:
        offset: added to element numbers, for repetitions of a composite.

    Returns:
        The captures in the order of the exact expression's groups; None if the line does not mean this segment.
    """
    elements = [element.split("*") for element in text.split("+")[1:]]
    composites = [repetitions[0].split(":") for repetitions in elements]

    def at(element: int, component: int) -> str:
        composite = composites[element - 1] if element <= len(composites) else []
        return composite[component - 1] if component <= len(composite) else ""

    captures: list[str | None] = []
    covered: set[tuple[int, int]] = set()
    companions: list[tuple[int, int, str]] = []
    repeated: set[int] = set()
    foreign = {e for e, c, kind, argument in cells if kind == "qualifier" and at(e, c) not in ("", argument)}
    for element, component, kind, argument in cells:
        here = at(element, component)
        if kind in ("select", "set"):
            if here not in argument:
                return None
            covered.add((element, component))
            captures += [here] if kind == "set" else []
            continue
        if element in foreign or element > len(composites):
            captures += [None] * CAPTURES.get(kind, 1)
            continue
        covered.add((element, component))
        if kind in ("companion", "qualifier"):
            companions.append((element, component, argument))
        elif kind == "pair":
            covered.add((element, component + 1))
            captures += [here, at(element, component + 1)]
        elif kind == "span":
            spanned = [at(element, component + k) for k in range(argument)]
            covered.update((element, component + k) for k in range(argument))
            captures.append(":".join(spanned).rstrip(":"))
        elif kind == "repeat":
            repeated.update(range(element, element + argument))
            captures.append("+".join(text.split("+")[element : element + argument]))
        else:
            captures.append(here)
    for element, component, expected in companions:
        here = at(element, component)
        if here != expected and element <= len(composites) and any(composites[element - 1]):
            st.normalised(i, element + offset, component, here, expected)
    _report_rest(st, elements, covered, repeated, i, offset)
    if text.endswith(("+", ":")) or re.search(r":[+*]", text):
        st.normalised(i, max(1, len(elements)) + offset, None, "trailing separators", "")
    return tuple(captures)


def _report_rest(
    st: Reading, elements: list[list[str]], covered: set[tuple[int, int]], repeated: set[int], i: int, offset: int
) -> None:
    for element, repetitions in enumerate(elements, start=1):
        if element in repeated:
            continue
        for component, text in enumerate(repetitions[0].split(":"), start=1):
            if text and (element, component) not in covered:
                st.uncovered(i, element + offset, component, text)
        for st.repetition, text in enumerate(repetitions[1:], start=2):
            if text:
                st.uncovered(i, element + offset, None, text)
        st.repetition = None
