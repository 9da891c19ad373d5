"""What generated segment writers call: values made to fit their elements, and what could not be written."""

from collections.abc import Collection, Mapping
from typing import Any

from edi_engine.canonical.values import DateTime
from edi_engine.findings import Finding, Report, Severity
from edi_engine.formats.edifact.segments import unescape
from edi_engine.mapping.codes import nearly
from edi_engine.mapping.exact_places import ExactPlaces, Spot, Telling
from edi_engine.mapping.moments import part_of, write_moment
from edi_engine.mapping.runtime import filled, plain, text


class Writing(Telling):
    """One document being written: where it reports, and the name of its mapping."""

    __slots__ = ("before", "case")

    def __init__(
        self, report: Report, mapping: str, document: Any, case: tuple[bool, ...] = (), exact: ExactPlaces | None = None
    ) -> None:
        super().__init__(report, mapping, document, exact)
        self.case, self.before = case, ("", "", None)  # the long text written last

    def code(
        self,
        table: Mapping[str, str],
        value: str,
        at: Spot,
        others: Mapping[str, str] | None = None,
        near: Collection[str] = (),
    ) -> str:
        """The external code; a finding and nothing where a closed table has none.

        Args:
            others: of an open table what each external code means: a code of ours that is none of them stays itself.
            near: codes of ours that have no more than an approximate one.
        """
        found = table.get(value)
        if value in near:
            self.tell(at, nearly(value, unescape(table[value]), self.mapping))
        if found is not None:
            return found
        if others is not None and (shown := text(value)) not in others:
            return shown
        if others is not None:
            self.lost(at, f"{value!r} means {others[text(value)]!r} in this format", "use another code", "MAP-203")
            return ""
        self.lost(at, f"{value!r} has no code in this format", "add it to the code table")
        return ""

    def part_of(self, value: DateTime, part: str, at: Spot) -> str | None:
        """The day or the time of a date, for a place of its own; findings for what it lacks or has no room there."""
        written, missing = part_of(value, part)
        if missing and written:
            self.lost(at, f"the {missing} of {value.value!r} in 401", "nothing, if the partner agrees", "MAP-207")
        elif missing:
            self.lost(at, f"{value.value!r} in parts, it lacks: {missing}", "give the date in full", "MAP-203")
        return written or None

    def in_format(self, value: DateTime, code: str, at: Spot) -> DateTime | None:
        """A date without format in the one that its place implies; findings for what it lacks or has no room there."""
        written = self.moment(value, code, "format", at)
        return DateTime(value=unescape(written), format=code) if written else None

    def beside(self, last: str, head: str, full: int, at: Spot) -> None:
        """Two long texts with the same qualifiers side by side, the first of them full, are read back as one."""
        if last.startswith(head) and last.count(":", len(head)) == full:
            what = "the next text has the same qualifiers and will be read as the rest of this one"
            self.lost(at, what, "use another qualifier", "MAP-206")
            if self.exact is not None:
                self.lost(self.before, what, "use another qualifier", "MAP-206")

    def mistaken(self, segment: str, rival: str, at: Spot) -> None:
        """A segment that will be read as something else."""
        what = f"{unescape(segment)!r} is what line {rival!r} is for and may be read as that"
        why = f"mapping {self.mapping}: that line goes before this one"
        severity, fix = Severity.WARNING, "use another code"
        self.tell(at, Finding(code="MAP-213", severity=severity, what=what, why=why, fix=fix))

    def measured(self, value: Any, unit: str, companion: str, at: Spot) -> str:
        """The number of a quantity in a place that is for one unit; a finding and nothing for one in another."""
        if value.value is None:
            return ""
        own = getattr(value, companion)
        if own not in (None, unit):
            self.lost(at, f"{plain(value.value)} {own}, this place is for {unit}", "convert it before")
            return ""
        if own is None:
            self.note(at, f"{plain(value.value)} has no unit and is written as {unit}", "give the unit", "MAP-208")
        return plain(value.value)

    def moment(self, value: Any, code: str, companion: str, at: Spot) -> str:
        """A date in a place that is for one format; findings for what it lacks or the format has no room for."""
        if not value.value or getattr(value, companion) == code:
            return text(value.value or "")
        written, missing = write_moment(value, code)
        if not written:
            self.lost(at, f"{value.value!r} in {code}, it lacks: {missing}", "give the date in full", "MAP-203")
        elif missing:
            self.lost(at, f"the {missing} of {value.value!r} in {code}", "nothing, if the partner agrees", "MAP-207")
        return text(written)

    def fixed(self, value: str, width: int, at: Spot, *, last: bool) -> str:
        """A text in a fixed width; only the last of several may be shorter."""
        if len(value) > width or (len(value) < width and not last):
            self.lost(at, f"{value!r} is not {width} characters long", "correct the value", "MAP-203")
            return ""
        return text(value)

    def padded(self, shown: str, width: int, fill: str, at: Spot, *, number: bool) -> str:
        """A text filled up from the left; leading fill characters of its own would be taken off on reading.

        A number has none, and one that is longer stays as it is.
        """
        if not (number and fill in "0 ") and (len(shown) > width or (len(shown) > 1 and shown.startswith(fill))):
            self.lost(at, f"{shown!r} cannot be filled up with {fill!r} to {width}", "correct the value", "MAP-203")
            return ""
        return text(filled(shown, width, fill, number=number))

    def clear(self, shown: str, separator: str, at: Spot) -> str:
        """A text before a separator must not hold it."""
        if separator in shown:
            self.lost(at, f"{shown!r} holds the separator {separator!r}", "correct the value", "MAP-203")
            return ""
        return shown

    def alone(self, at: Spot, before: str) -> None:
        """A value that stands behind a fixed width cannot be written without the value before it."""
        self.lost(at, f"it stands behind {before}, which is not written", "give both values", "MAP-203")

    def cut(self, value: str, width: int, at: Spot, most: int) -> list[str]:
        """Pieces of at most `width` characters, at most `most` of them."""
        pieces = [text(value[at : at + width]) for at in range(0, len(value), width)]
        return self._fit(pieces, at, most)

    def lines(self, value: str, width: int, at: Spot, most: int) -> list[str]:
        """The lines of a text, at most `most` of them; one longer than `width` goes on in the next, with a finding."""
        if len(value) <= width and value and "\n" not in value:
            return [text(value)]
        pieces = value.split("\n")
        if not pieces[-1] or len(max(pieces, key=len)) > width:
            pieces = self._broken(pieces, width, at)
        return self._fit([text(piece) for piece in pieces], at, most)

    def _broken(self, lines: list[str], width: int, at: Spot) -> list[str]:
        """Lines that fit, with findings for those that had to be broken and for an empty one at the end."""
        if not lines[-1]:
            self.lost(at, "an empty line at the end of a text", "take it away", "MAP-203")
        for line in lines:
            if len(line) > width:
                self.lost(at, f"a line of {len(line)} characters in one, {width} fit", "break the line", "MAP-203")
        return [line[at : at + width] for line in lines for at in range(0, max(len(line), 1), width)]

    def first(self, items: list[Any], most: int, at: Spot) -> list[Any]:
        """The elements a repeated composite has room for."""
        if len(items) > most:
            what, beyond = f"{len(items) - most} of {len(items)} elements, {most} fit", slice(most, None)
            self.lost(at, what, "shorten the list", "MAP-204", beyond)
        return items[:most]

    def common(self, values: list[Any], at: Spot) -> Any:
        """The value all elements share, None if they differ (a finding) or there is none."""
        if not values:
            return None
        if any(value != values[0] for value in values):
            self.lost(at, "the items differ, and this place holds one value for all", "map it at the item", "MAP-205")
            return None
        return values[0]

    def _fit(self, pieces: list[str], at: Spot, most: int) -> list[str]:
        if len(pieces) > most:
            what = f"{len(pieces) - most} of {len(pieces)} pieces of a text or list, {most} fit"
            self.lost(at, what, "shorten the value", "MAP-204")
        return pieces[:most]
