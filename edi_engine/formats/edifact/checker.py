"""Checks a message against its directory: the order of its segments, and every element of every segment.

Fast where nothing is wrong: the placer's graph, then an expression for each segment that is new. Only what these refuse
is looked at in detail. All faults are told in one run, until the report is full.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeAlias

from edi_engine.alike import alike
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.formats.edifact.directory import Directory, UnknownDirectoryError
from edi_engine.formats.edifact.element_checker import element_checker
from edi_engine.formats.edifact.element_faults import FOREIGN_CODE, ElementFault, shown
from edi_engine.formats.edifact.element_rules import RULES, finding
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.grouping import Fault, FaultKind, Place, Structure

COUNT, UNCLOSED, CUT = "ENV-003", "ENV-009", "ENV-021"
NO_NUMBER = ("37", "38", "39")  # 0085: what a count that is none is said to be in another way
UNKNOWN_CODE, UNUSED = "EEL-009", "ESG-012"


Part: TypeAlias = tuple[int | None, int | None, int | None]  # element, component, repetition


class Body(Protocol):
    """What is checked: a message as `formats.edifact.segments.Segments` holds it."""

    texts: list[str]
    syntax_version: str
    placed: tuple[object, list[int]] | None

    def locate(
        self,
        segment: int,
        element: int | None = None,
        component: int | None = None,
        repetition: int | None = None,
        /,
    ) -> Position:
        """The place of a segment or of a part of it, all ordinals from 1."""


def check(
    segments: Body,
    directory: Directory,
    structure: Structure,
    report: Report,
    *,
    unknown_codes: Severity = Severity.ERROR,
    notes: bool = True,
) -> list[int]:
    """Check a message and add a finding for each fault.

    Args:
        segments: the message, UNH first.
        directory: its directory; the service segments are taken from the syntax version of the message.
        structure: of its message type in that directory.
        report: takes findings `ESG-…` (order of segments) and `EEL-…` (elements).
        unknown_codes: how much a code weighs that its list lacks. Many communities add codes without naming a list of
            their own; with a warning such messages pass.
        notes: whether it is noted that a code is said to be of another list; looking for its place takes time.

    Returns:
        The index in `structure.places` of each segment's place, -1 for segments that have none; also left in
        `segments.placed`.

    Source: the segment tables, segments, composites, elements and code lists of the directory; error codes of 0085.
    """
    measure = _under(directory, segments.syntax_version, structure.table.name)
    run = _Run(segments, measure, structure, report, unknown_codes, notes=notes)
    places = structure.place(segments.texts)
    if places is None and (small := _capitalise(segments.texts)):
        report.add(fault("SYN-005", segments.locate(small[0]), count=len(small)))
        places = structure.place(segments.texts)
    if places is None:
        places, faults = structure.explain(segments.texts)
        for misplacement in faults:
            run.order(misplacement)
    segments.placed = structure, places
    for number, found in element_checker(run.directory).faults(segments.texts, notes=notes):
        run.elements(number, found)
    return places


class _Run:
    """One message under check: turns faults into findings."""

    def __init__(
        self,
        segments: Body,
        directory: Directory,
        structure: Structure,
        report: Report,
        unknown_codes: Severity,
        *,
        notes: bool,
    ) -> None:
        self.segments, self.directory, self.structure, self.report = segments, directory, structure, report
        self._weights = {UNKNOWN_CODE: unknown_codes}
        self._table = f"segment table {structure.table.name} {structure.table.directory}"
        self._foreign: set[object] = set()
        self._notes = notes
        # What the reader of the envelope has said of UNH and UNT already is not said again.
        self._told = {_essence(earlier) for earlier in report.findings}
        self._told |= {
            (*_essence(wrong)[:3], no_number)
            for wrong in report.findings
            if wrong.code == COUNT
            for no_number in NO_NUMBER
        }
        # Of data that were cut off, the last segment is not whole, and those behind it are not known.
        cut = {CUT, UNCLOSED} <= {earlier.code for earlier in report.findings}
        self._end = len(segments.texts) if cut else None

    def elements(self, number: int, faults: Iterable[ElementFault]) -> None:
        """Tell the faults in the elements of a segment."""
        for found in faults if number != self._end else ():
            self._element(number, found)

    def _element(self, number: int, fault: ElementFault) -> None:
        facts, part = fault.facts, (fault.element, fault.component, fault.repetition)
        if fault.code == FOREIGN_CODE:  # once a message for each code of a partner's list
            code = facts["element"], facts["value"]
            if code in self._foreign or not self._notes:
                return
            self._foreign.add(code)
            if not self._told:
                make = partial(self._made, fault.code, number, fault.why, facts, part)
                self.report.add_later(fault.code, RULES[fault.code].severity, make)
                return
        self._add(fault.code, number, fault.why, facts, part)

    def order(self, fault: Fault) -> None:
        """Tell a fault in the order of the segments."""
        if self._end is not None and fault.segment >= self._end:
            return
        place = self.structure.places[fault.place] if fault.place >= 0 else None
        tag = self._tag(fault.segment)
        facts: dict[str, object] = {"message": self.structure.table.name, "tag": tag}
        position = place.position if place else ""
        code = _CODES[fault.kind]
        match fault.kind:
            case FaultKind.UNKNOWN:
                near = alike(tag, sorted(self.structure.tags))
                facts["near"] = f", or write {' or '.join(near)}" if near else ""
            case FaultKind.MISPLACED:
                facts["places"] = _homes([place] if place else [p for p in self.structure.places if p.tag == tag])
            case FaultKind.MISSING if place:
                facts["unit"] = (
                    f"segment group {place.group} ({place.tag})" if place.trigger else f"segment {place.tag}"
                )
                facts["place"] = f"before {tag}" if tag else "at the end"
                position = place.group_position or position
            case FaultKind.TRIGGER_MISSING if place:
                facts |= {"unit": f"segment {place.tag} (first of {place.group})", "place": f"before {tag}"}
            case FaultKind.TOO_MANY_SEGMENTS if place and not place.limit:
                code, facts["unit"] = UNUSED, f"segment {tag}"
            case FaultKind.TOO_MANY_GROUPS if place and not place.group_limit:
                code, facts["unit"] = UNUSED, f"segment group {place.group} ({tag})"
                position = place.group_position
            case FaultKind.TOO_MANY_SEGMENTS if place:
                facts["limit"] = place.limit
            case FaultKind.TOO_MANY_GROUPS if place:
                facts |= {"limit": place.group_limit, "group": place.group}
                position = place.group_position
        why = f"{self._table} position {position}" if position else self._table
        if reason := self.directory.reason("place", self.structure.table.name, position):
            why = f"{reason}, {why}"
        # A trailer that is missing the reader has missed too; of other segments it knows nothing.
        trailer = fault.kind is FaultKind.MISSING and fault.place == len(self.structure.places) - 1
        self._add(code, fault.segment, why, facts, (None, None, None), envelope=trailer)

    def _tag(self, number: int) -> str:
        if number > len(self.segments.texts):
            return ""
        return shown(self.segments.texts[number - 1].split("+", 1)[0].split(":", 1)[0][:12])[1:-1]

    def _add(
        self,
        code: str,
        number: int,
        why: str,
        facts: Mapping[str, object],
        part: Part,
        *,
        envelope: bool = True,
    ) -> None:
        if len(self.report) >= self.report.limit:  # counted only: places and near names would cost too much
            self.report.add(Finding(code=code, severity=self._weights.get(code, RULES[code].severity), what=code))
            return
        made = self._made(code, number, why, facts, part)
        if not envelope or not self._told or _essence(made) not in self._told:
            weight = self._weights.get(code, made.severity)
            self.report.add(made if weight is made.severity else replace(made, severity=weight))

    def _made(self, code: str, number: int, why: str, facts: Mapping[str, object], part: Part) -> Finding:
        where = self.segments.locate(number, *part)
        if where.tag and not where.tag.isalnum():
            where = replace(where, tag=self._tag(number))
        return finding(code, where, why, self.directory.syntax, **facts)


_CODES = {
    FaultKind.UNKNOWN: "ESG-001",
    FaultKind.MISPLACED: "ESG-002",
    FaultKind.MISSING: "ESG-003",
    FaultKind.TRIGGER_MISSING: "ESG-003",
    FaultKind.TOO_MANY_SEGMENTS: "ESG-004",
    FaultKind.TOO_MANY_GROUPS: "ESG-005",
    FaultKind.GIVEN_UP: "ESG-006",
}


def _under(directory: Directory, syntax: str, message: str) -> Directory:
    """The directory with the service segments of the message's syntax.

    Version 1 could not name a draft directory (its message version was a number), so interchanges that say 1 and carry
    such a message are measured by version 2. An unknown version is for the reader to tell. A service message that a
    version has not is measured by the one that has it.
    """
    try:
        found = directory.under("2" if syntax == "1" else syntax) if syntax else directory
    except UnknownDirectoryError:
        return directory
    return found if found.message(message) else directory


def _capitalise(texts: list[str]) -> list[int]:
    """Write all tags in capitals; the ordinals of the segments whose tag was not."""
    small = [number for number, text in enumerate(texts, 1) if text[:3].isascii() and text[:3] != text[:3].upper()]
    for number in small:
        texts[number - 1] = texts[number - 1][:3].upper() + texts[number - 1][3:]
    return small


def _homes(places: Sequence[Place]) -> str:
    """Where in the table a segment may stand, the first few places."""
    named = [f"position {place.position}" + (f" in {place.group}" if place.group else "") for place in places[:4]]
    return ", ".join(named) + (" …" if len(places) > 4 else "")


def _essence(finding: Finding) -> tuple[int | None, int | None, int, str | None]:
    """What two findings of one fault have in common; the only component of an element may be named or not."""
    return finding.where.segment, finding.where.element, finding.where.component or 1, finding.error
