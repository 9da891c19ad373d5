"""What generated writers of named fields (JSON members, CSV columns) call."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.mapping.codes import nearly
from edi_engine.mapping.exact_places import ExactPlaces, Spot, Telling
from edi_engine.mapping.moments import part_of, write_readable
from edi_engine.mapping.runtime import plain

REST = "rest"  # under which `extensions` hold what no line names


Home = tuple[Any, Any, int | None]
"""Where a text stands in what is written: in which object or row, under which key, and which of several."""


class FieldWriting(Telling):
    """One document being written: conversions, and what cannot be written.

    Attributes:
        spots: where exact places are asked for, those of the values in each object or row, by its `id` and by key.
    """

    __slots__ = ("case", "derived", "mark", "spots")

    def __init__(
        self,
        report: Report,
        mapping: str,
        document: Any = None,
        derived: Mapping[str, Mapping[int, Any]] | None = None,
        mark: str = ".",
        exact: ExactPlaces | None = None,
    ) -> None:
        super().__init__(report, mapping, document, exact)
        self.derived, self.mark = derived or {}, mark
        self.case: tuple[bool, ...] = ()
        self.spots: dict[int, dict[Any, list[Spot]]] = {}

    def number(self, value: Decimal | int) -> str:
        """A number with its scale, in the format's decimal mark."""
        return plain(value) if self.mark == "." else plain(value).replace(".", self.mark)

    def external(
        self, table: Mapping[str, str], value: str, at: Spot, *, open_table: bool, near: Collection[str] = ()
    ) -> str | None:
        """The external code; a finding and nothing where a closed table has none, and one for those that come near."""
        found = table.get(value)
        if value in near:
            self.tell(at, nearly(value, table[value], self.mapping))
        if found is None and not open_table:
            self.lost(at, f"{value!r} has no code in this format", "add it to the code table")
        return found if found is not None else value if open_table else None

    def moment(self, value: DateTime, code: str, at: Spot) -> str | None:
        """A date or time in a format; findings for what the value lacks or the format has no room for."""
        if not value.value:
            return None
        written, missing = write_readable(value, code)
        kind = f"format {code}" if code else "ISO 8601"
        if not written:
            self.lost(at, f"{value.value!r} as {kind}, it lacks: {missing}", "give the date in full", "MAP-203")
        elif missing:
            self.lost(at, f"the {missing} of {value.value!r} in {kind}", "nothing, if the partner agrees", "MAP-207")
        return written or None

    def part_of(self, value: DateTime, part: str, at: Spot) -> str | None:
        """The day or the time of a date; findings for what it lacks or a time has no room for."""
        text, missing = part_of(value, part)
        if missing and not text:
            self.lost(at, f"{value.value!r}, it lacks: {missing}", "give the date in full", "MAP-203")
        elif missing:
            self.lost(at, f"the {missing} of {value.value!r}", "nothing, if the partner agrees", "MAP-207")
        return text or None

    def measured(self, value: Any, unit: str, companion: str, at: Spot) -> str | None:
        """The number of a quantity whose unit the format leaves unsaid."""
        if value.value is None:
            return None
        own = getattr(value, companion)
        if own is None:
            what = f"{self.number(value.value)} has no unit and is written as {unit}"
            self.note(at, what, "give the unit", "MAP-208")
        elif own != unit:
            self.lost(at, f"{self.number(value.value)} {own}, this place is for {unit}", "convert it before")
            return None
        return self.number(value.value)

    def joined(self, parts: Iterable[tuple[str | None, Spot]], separator: str) -> str | None:
        """The values of a list as one text; one that holds the separator is not written."""
        written = []
        for part, at in parts:
            if part and separator in part:
                self.lost(at, f"{part[:60]!r} holds what separates it from its neighbour", "correct it", "MAP-203")
            elif part:
                written.append(part)
        return separator.join(written) or None

    def shared(self, values: list[Any], at: Spot) -> Any:
        """The value that all elements of a list have; a finding and None where they differ."""
        if not values or all(value == values[0] for value in values):
            return values[0] if values else None
        self.lost(at, "the elements differ, and this place is for one value of all", "split the document", "MAP-205")
        return None

    def implied(self, text: str | None, decimals: int, at: Spot) -> str | None:
        """A number as digits of which the last ones are decimals; one with more decimals is not written."""
        if text is None:
            return None
        number = Decimal(text.replace(self.mark, ".")).scaleb(decimals)
        if number != number.to_integral_value():
            what = f"{text} has more than {decimals} decimals, and this place has no room for them"
            self.lost(at, what, "round it where it is made", "MAP-203")
            return None
        return plain(number.to_integral_value())

    def beyond(self, text: str | None, end: int, at: Spot, *, lines: bool = False) -> None:
        """What of a text stands in none of the parts, or lines, a template has for it."""
        if text is None or (len(text) <= end and not lines):
            return
        behind = "\n".join(text.split("\n")[end:]) if lines else text[end:]
        if behind.strip():
            self.lost(at, f"{behind[:60]!r} of {text[:60]!r}", "give the part behind it a place too", "MAP-203")

    def lines(self, text: str | None, at: Spot) -> list[str] | None:
        """The lines of a text; empty ones have no place."""
        lines = text.split("\n") if text else []
        kept = [line for line in lines if line]
        if len(kept) < len(lines):
            self.lost(at, f"{len(lines) - len(kept)} empty among {len(lines)} lines", "leave them out", "MAP-203")
        return kept or None

    def cut(self, text: str | None, width: int, at: Spot) -> str | None:
        """A text as wide as its place; what is behind it is told."""
        if text is None or len(text) <= width:
            return text
        self.lost(at, f"{text[width:][:60]!r}, the end of a text of {len(text)} characters", "shorten it", "MAP-203")
        return text[:width]

    def kept(self, owner: Any, name: str, form: str) -> Any:
        """What was kept verbatim under a name: a text, or a value in the format's own form (`json`, `xml`)."""
        extensions = None if owner is None else owner.extensions
        value = extensions.get(name) if isinstance(extensions, dict) else None
        return self._given(name, value, form, (f"extensions.{name}", f"extensions.{name}", owner))

    def _given(self, name: str, value: Any, form: str, at: Spot) -> Any:
        if value is None or isinstance(value, str):
            return value or None
        text = value.get(form) if isinstance(value, dict) else None
        if isinstance(text, str) and form == "xml":
            return value
        if isinstance(text, str) and is_json(text):
            return msgspec.Raw(text.encode())
        self.lost(at, "what was kept is no value of this format", "take it out of the document")
        return None

    def rest(self, owner: Any, form: str, name: str = REST) -> dict[str, Any] | None:
        """What was kept though no line names it, by member; a document may come from anywhere, so it is looked at."""
        extensions = owner.extensions
        held = extensions.get(name) if isinstance(extensions, dict) else None
        found = {}
        for key, value in held.items() if isinstance(held, dict) else ():
            found[key] = self._given(key, value, form, (f"extensions.{key}", f"extensions.{name}", owner))
        return {key: value for key, value in found.items() if value is not None} or None

    def join(
        self,
        parts: Iterable[str | tuple[str | None, int, Spot]],
        patterns: Iterable[re.Pattern[str]],
        values: tuple[int, ...],
    ) -> str | None:
        """Literals and values, each value with its width (0: any) and place, up to the last value that is there.

        Args:
            patterns: by which the text is taken apart again; `values`: which of their groups are values.
        """
        pieces = list(parts)
        whole = all(isinstance(piece, str) or piece[0] for piece in pieces)
        while not whole and pieces and not (isinstance(pieces[-1], tuple) and pieces[-1][0]):
            pieces.pop()
        last = max((n for n, piece in enumerate(pieces) if isinstance(piece, tuple)), default=-1)
        for number, piece in enumerate(pieces):
            if isinstance(piece, tuple) and not self._fits(*piece, last=number == last):
                self._beside(pieces, number)
                return None
        text = "".join(piece if isinstance(piece, str) else piece[0] or "" for piece in pieces)
        return (text or None) if self._is_parted(text, pieces, patterns, values) else None

    def _is_parted(
        self, text: str, pieces: list[Any], patterns: Iterable[re.Pattern[str]], values: tuple[int, ...]
    ) -> bool:
        """Whether a text falls into the values it was made of: none of them holds what separates them."""
        given = [(piece[0], piece[2]) for piece in pieces if isinstance(piece, tuple)]
        found = next((match.groups() for pattern in patterns if (match := pattern.fullmatch(text))), ())
        for number, (value, spot) in enumerate(given):
            at = values[number]
            if not value:
                self._beside(pieces, -1)
                return False
            if value != (found[at] if at < len(found) else None):
                self.lost(spot, f"{value!r} holds what separates it from its neighbour", "correct the value", "MAP-203")
                self._beside([piece for piece in pieces if isinstance(piece, tuple)], number)
                return False
        return True

    def _beside(self, pieces: list[Any], at: int) -> None:
        """A text of several values is not written for the sake of one: the others of it are lost, too."""
        for number, piece in enumerate(pieces):
            if isinstance(piece, tuple) and piece[0] and number != at:
                what = f"{piece[0][:60]!r}, for a part of the same text is absent or does not fit"
                self.lost(piece[2], what, "give all parts, each as it must be", "MAP-203")

    def _fits(self, text: str | None, width: int, at: Spot, *, last: bool) -> bool:
        length = len(text or "")
        if not width or length == width or (last and 0 < length < width):
            return True
        if text:
            how = f"longer than {width} characters" if length > width else f"not {width} characters long"
            self.lost(at, f"{text[:60]!r} is {how}", "correct the value", "MAP-203")
        return False

    def lost_at(
        self,
        home: Home,
        place: str,
        what: str,
        fix: str,
        code: str,
        severity: Severity = Severity.WARNING,
        unfit: Callable[[str], object] = bool,
    ) -> None:
        """What stands somewhere in what is written, and is of the values there that are `unfit`."""
        where, why = Position(path=place), f"mapping {self.mapping}"
        finding = Finding(code=code, severity=severity, what=what, where=where, why=why, fix=fix)
        if self.exact is None:
            self.report.add(finding)
            return
        holder, key, number = home
        spots = self.spots.get(id(holder), {})
        for at in spots.get(key) or spots.get(REST) or ():
            found = self.exact.found(at)
            for path, value in found if number is None else found[number : number + 1]:
                if unfit(str(value.value if isinstance(value, DateTime) else value)):
                    self.report.add(replace(finding, where=Position(path=path)))

    def unencodable(self, home: Home, place: str, what: str, lacking: str) -> None:
        """A character that an encoding does not have: it would be sent as a question mark, so nothing is."""
        fix = "write it in other letters, or choose another encoding"
        self.lost_at(home, place, what, fix, "MAP-209", Severity.ERROR, lambda text: lacking in text)


def lacking_in(value: str, encoding: str) -> str:
    """The first character that an encoding does not have, empty where it has all."""
    try:
        value.encode(encoding)
    except UnicodeEncodeError as error:
        return value[error.start]
    return ""


def is_json(text: str) -> bool:
    """Whether a text is one JSON value."""
    try:
        msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def trimmed(items: list[Any]) -> list[Any]:
    """An array without the nulls at its end."""
    while items and items[-1] is None:
        items.pop()
    return items
