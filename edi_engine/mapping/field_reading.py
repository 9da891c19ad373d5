"""What generated readers of named fields (JSON members, CSV columns) call.

A place is `(at, key)`: in JSON the pointer of the object and the member, in CSV the line and the column.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.mapping.field_writing import REST, FieldWriting
from edi_engine.mapping.moments import part_of, read_moment, with_part
from edi_engine.mapping.runtime import plain, raw_numbers, same

MAX_DIGITS = 60
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,59})(?:\.[0-9]{1,60})?").fullmatch
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,60}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})").fullmatch
_DIGITS = re.compile(r"-?[0-9]{1,60}").fullmatch
NOTE, WARNING, ERROR = Severity.NOTE, Severity.WARNING, Severity.ERROR

# Text in an object of the model that stands for more than itself: the function that gives what the writer would write,
# the objects it is asked with, the text received and its place.
Later = tuple[Callable[..., str | None], tuple[Any, ...], str, Any, Any]


class FieldReading:
    """One message being read: findings at places, conversions, and what must be compared when all is read."""

    __slots__ = ("case", "fills", "later", "mapping", "mark", "number_of", "report", "spreads")

    def __init__(self, report: Report, mapping: str, number: int = 1, mark: str = ".") -> None:
        self.report, self.mapping, self.number_of, self.mark = report, mapping, number, mark
        self.later: list[Later] = []
        self.fills: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
        self.spreads: list[tuple[Callable[..., int], tuple[Any, ...], Any, Any]] = []
        self.case: tuple[bool, ...] = ()

    def where(self, at: Any, key: Any) -> Position:
        """A JSON pointer."""
        return Position(message=self.number_of, path=f"{at}/{pointer(key)}" if key is not None else at or "/")

    # -- what a place holds --------------------------------------------------------------------------------------------

    def text(self, value: Any, at: Any, key: Any) -> str | None:
        """A text where JSON holds something else: a number is taken and noted."""
        if value.__class__ is str or value is None:
            return value or None
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and _small(value):
            written = plain(value)
            self._add("MAP-103", NOTE, f"the number {written} is written back as a text", at, key, "nothing is lost")
            return written
        self.wrong(at, key, f"a text is expected, not {shape(value)}")
        return None

    def scalar(self, value: Any, at: Any, key: Any) -> str | None:
        """A text or number of JSON as text, to be compared."""
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and _small(value):
            return plain(value)
        return self.text(value, at, key)

    def number(self, value: Any, at: Any, key: Any) -> Decimal | None:
        """A number of JSON, with its scale; digits in a text are taken and noted."""
        if value.__class__ is int and -(10**18) < value < 10**18:
            return Decimal(value)
        if value.__class__ is str and _NUMBER(value):
            self._add("MAP-103", NOTE, f"{value!r} is written back as a number", at, key, "nothing is lost")
            return Decimal(value)
        if isinstance(value, int | Decimal) and not isinstance(value, bool) and _small(value):
            return Decimal(value)
        if value is not None and value != "":
            self.wrong(at, key, f"a number of at most {MAX_DIGITS} digits is expected, not {shape(value)}")
        return None

    def decimal(self, text: str | None, at: Any, key: Any) -> Decimal | None:
        """A number in a text, in the decimal mark of the format."""
        if not text:
            return None
        normal = text if self.mark == "." else _swapped(text, self.mark)
        if _PLAIN(normal):
            return Decimal(normal)
        if not _NUMBER(normal):
            self._add("MAP-105", ERROR, f"{shown(text)} is not a number", at, key, "the value is not read")
            return None
        number = Decimal(normal)
        self.normalised(at, key, text, self.spelled(plain(number)))
        return number

    def number_key(self, text: str) -> Any:
        """What a number is, however it is spelled, to know it again; any other text is itself."""
        normal = text if self.mark == "." else _swapped(text, self.mark)
        return Decimal(normal) if _NUMBER(normal) else text

    def implied(self, text: str, decimals: int, at: Any, key: Any) -> Decimal | None:
        """A number whose last digits are decimals, without a mark."""
        if not _DIGITS(text):
            what = f"{shown(text)} is not digits alone, of which the last {decimals} are decimals"
            self._add("MAP-105", ERROR, what, at, key, "the value is not read")
            return None
        return Decimal(text).scaleb(-decimals)

    def integer(self, number: Decimal | None, at: Any, key: Any) -> int | None:
        """A whole number; a finding and None for a broken one."""
        if number is None:
            return None
        if number != number.to_integral_value():
            self._add("MAP-105", ERROR, f"{plain(number)} is not a whole number", at, key, "the value is not read")
            return None
        if number.as_tuple().exponent:
            self.normalised(at, key, plain(number), plain(int(number)))
        return int(number)

    def spelled(self, number: str) -> str:
        """A number in normal form with the format's decimal mark."""
        return number if self.mark == "." else number.replace(".", self.mark)

    def code(
        self,
        reading: Mapping[str, str],
        writing: Mapping[str, str],
        text: str,
        at: Any,
        key: Any,
        *,
        open_table: bool,
        near: Collection[str] = (),
    ) -> str | None:
        """The canonical code of an external one; in an open table a code may be its own."""
        value = reading.get(text)
        if value is None:
            if open_table and text not in writing:
                return text
            self._add("MAP-102", WARNING, f"{shown(text)} is not mapped", at, key, "add it to the code table")
            return None
        if text in near:
            what = f"{shown(text)} was read as {value!r}, which means nearly the same"
            self._add("MAP-108", NOTE, what, at, key, "see the code table of the mapping")
        if (written := writing.get(value, text)) != text:
            self.normalised(at, key, text, written)
        return value

    def moment(self, text: str, code: str, at: Any, key: Any) -> DateTime | None:
        """A date or time in a format."""
        value = read_moment(text, code)
        if value is None:
            kind = f"format {code}" if code else "ISO 8601"
            self._add("MAP-105", ERROR, f"{shown(text)} is no date in {kind}", at, key, "the value is not read")
        return value

    def with_part(self, value: DateTime | None, part: str, text: str, at: Any, key: Any) -> DateTime | None:
        """A date with its day or its time put to what is there of it; one that was read before must agree."""
        held = part_of(value, part)[0] if value is not None else ""
        if held:
            if held != text:
                self.disagrees(at, key, text, held)
            return value
        made = with_part(value, part, text)
        if made is None:
            kind = "day (102)" if part == "date" else "time (401)"
            self._add("MAP-105", ERROR, f"{shown(text)} is no {kind}", at, key, "the value is not read")
            return value
        return made

    def keep(self, owner: Any, name: str, value: Any, at: Any, key: Any) -> None:
        """Keep a value verbatim in `extensions`: a text as it is, anything else in the format's own form."""
        kept = value if value.__class__ is str else self.verbatim(value)
        if owner.extensions is None:
            owner.extensions = {}
        if owner.extensions.setdefault(name, kept) != kept:
            self.disagrees(at, key, value, owner.extensions[name])

    def rest(self, owner: Any, value: dict[str, Any], known: frozenset[str], at: str, name: str = REST) -> None:
        """Members the template does not name: kept in `extensions`, and said so."""
        kept = {key: v for key, v in value.items() if key not in known and v is not None and v != "" and "/" not in key}
        self.unknown({key: found for key, found in value.items() if key not in kept}, known, at)
        for key in kept:
            self._add(
                "MAP-109", NOTE, "kept as it stands: the template has no place for it", at, key, "nothing is lost"
            )
        if kept:
            told = {key: found if found.__class__ is str else self.verbatim(found) for key, found in kept.items()}
            owner.extensions = {**(owner.extensions or {}), name: told}

    def verbatim(self, value: Any) -> Any:
        """The form of a value that is no text: the JSON text it was."""
        return {"json": msgspec.json.encode(raw_numbers(value)).decode()}

    # -- which object of a template is meant ---------------------------------------------------------------------------

    def is_meant(
        self, value: dict[str, Any], literals: Mapping[str, tuple[Any, ...]], at: str, *, refuse: bool = False
    ) -> bool:
        """Whether an object has what the template says literally; what it leaves out is noted."""
        for key, choices in literals.items():
            found = value.get(key)
            if found is None:
                self.normalised(at, key, "", str(choices[0]))
            elif not _is_one(found, choices):
                what = f"{shown(found)} stands here, the template is for {shown(choices[0])}"
                (self.refused if refuse else self.not_meant)(at, key if refuse else None, what)
                return False
        return True

    def chosen(self, value: dict[str, Any], literals: Mapping[str, tuple[Any, ...]]) -> bool:
        """Whether an element of an array has all that tells it from others."""
        return all(_is_one(value.get(key), choices) for key, choices in literals.items())

    def constant(self, found: Any, wanted: Any, at: Any, key: Any) -> None:
        """A literal among the places of an array."""
        if found is not None and not _is_one(found, (wanted,)):
            self.uncovered(at, key, f"{shown(found)} stands here, the template has {shown(wanted)}")

    def unknown(self, value: dict[str, Any], known: frozenset[str], at: str) -> None:
        """Members the template does not name."""
        for key, found in value.items():
            if key not in known and found is not None:
                self.uncovered(at, key, f"the member {key[:80]!r} is not mapped")

    def bare(self, at: str) -> None:
        """An object with nothing but what the template says literally."""
        what = "an object without any value of its own is not kept"
        self._add("MAP-103", NOTE, what, at, None, "nothing of business meaning is lost")

    def pieces(
        self, text: str, patterns: Iterable[re.Pattern[str]], count: int, at: Any, key: Any
    ) -> Sequence[str | None]:
        """The parts of a text, all of them or the first ones."""
        for pattern in patterns:
            match = pattern.fullmatch(text)
            if match is not None:
                found: list[str | None] = [part or None for part in match.groups()]
                return found + [None] * (count - len(found))
        what = f"{shown(text)} does not have the form the template asks for"
        self._add("MAP-105", ERROR, what, at, key, "the value is not read")
        return [None] * count

    def filler(self, found: str | None, wanted: str, at: Any, key: Any) -> None:
        """A part of no business meaning."""
        if found is not None and found != wanted:
            self.normalised(at, key, found, wanted)

    def complete(self) -> None:
        """When all is read: values that all elements of a list have, and those that stand for absent ones."""
        for spread, arguments, at, key in self.spreads:
            if not spread(*arguments):
                self.uncovered(at, key, f"no element takes {shown(arguments[-1])}")
        for fill, objects in self.fills:
            fill(*objects)

    def lines(self, values: list[Any], at: Any) -> str | None:
        """A text of which each line stands in a place of its own."""
        texts = [(number, self.text(value, at, number)) for number, value in enumerate(values)]
        return "\n".join(self.single(text, at, number) for number, text in texts if text) or None

    def single(self, text: str, at: Any, key: Any) -> str:
        """A text that is one line of another: its own breaks become blanks."""
        if "\n" not in text:
            return text
        single = " ".join(text.split("\n"))
        self.normalised(at, key, text, single)
        return single

    def parted(self, text: str, separator: str, at: Any, key: Any) -> list[str]:
        """The values of a list that stand in one text."""
        parts = [part for part in text.split(separator) if part]
        if (again := separator.join(parts)) != text:
            self.normalised(at, key, text, again)
        return parts

    def settle(self, writing: FieldWriting) -> None:
        """Compare copies and computed values with what the rest of the message says."""
        for expect, objects, text, at, key in self.later:
            expected = expect(writing, *objects)
            if expected is None:
                what = f"{shown(text)} stands here and does not follow from the rest of the message"
                self._add("MAP-106", WARNING, what, at, key, "give the values it follows from")
            elif not same(text.replace(self.mark, "."), expected.replace(self.mark, ".")):
                what = f"{shown(text)} stands here, {shown(expected)} follows from the rest of the message"
                self._add("MAP-106", WARNING, what, at, key, "make both places agree")
            elif text != expected:
                self.normalised(at, key, text, expected)

    # -- findings ------------------------------------------------------------------------------------------------------

    def wrong(self, at: Any, key: Any, what: str) -> None:
        """A value of the wrong shape."""
        self._add("MAP-105", ERROR, what, at, key, "the value is not read")

    def normalised(self, at: Any, key: Any, text: str, written: str) -> None:
        """A text that will be written back in another way."""
        what = f"{shown(text)} is written back as {shown(written)}"
        self._add("MAP-103", NOTE, what, at, key, "nothing of business meaning is lost")

    def ignored(self, at: Any, key: Any, reason: str) -> None:
        """A value the template accepts and does not carry."""
        self._add("MAP-104", NOTE, f"ignored: {reason or 'the template says so'}", at, key, "")

    def disagrees(self, at: Any, key: Any, text: Any, kept: Any) -> None:
        """A value that stands in several places and is not the same everywhere."""
        what = f"{shown(text)} stands here, {shown(kept)} was read before: the first is kept"
        self._add("MAP-106", WARNING, what, at, key, "make both places agree")

    def not_meant(self, at: Any, key: Any, what: str) -> None:
        """Something the template has no line for."""
        self._add("MAP-101", WARNING, what, at, key, "map it, or mark it as ignored with a reason")

    def uncovered(self, at: Any, key: Any, what: str) -> None:
        """A member or column the template does not know."""
        self._add("MAP-102", WARNING, what, at, key, "map it, or mark it as ignored with a reason")

    def misplaced(self, at: Any, key: Any, value: Any) -> None:
        """A value that belongs here in another case; of a list each element."""
        if isinstance(value, list):
            for number, element in enumerate(value):
                if element not in (None, "", {}, []):
                    self.misplaced(f"{at}/{pointer(key)}", number, element)
            return
        what = "a value stands here that belongs here only in another case"
        self._add("MAP-102", WARNING, what, at, key, "correct it, or what the case is decided by")

    def refused(self, at: Any, key: Any, what: str) -> None:
        """The message is not one for this mapping."""
        self._add("MAP-107", ERROR, what, at, key, "send it to the mapping made for it, or correct the document")

    def _add(self, code: str, severity: Severity, what: str, at: Any, key: Any, fix: str) -> None:
        where, why = self.where(at, key), f"mapping {self.mapping}"
        self.report.add(Finding(code=code, severity=severity, what=what, where=where, why=why, fix=fix))


def _is_one(found: Any, choices: tuple[Any, ...]) -> bool:
    """Whether a JSON value is one of several; true and 1 are not the same."""
    return any(found == choice and isinstance(found, bool) == isinstance(choice, bool) for choice in choices)


def pointer(key: Any) -> str:
    """A key or index as a step of a JSON pointer (RFC 6901), cut to what a finding can show."""
    return str(key)[:80].replace("~", "~0").replace("/", "~1")


def shown(value: Any) -> str:
    """A value for a finding: short, whatever it is."""
    text = plain(value) if isinstance(value, Decimal) else str(getattr(value, "value", None) or value)
    return f"{text[:60]!r}{' …' if len(text) > 60 else ''}"


def shape(value: Any) -> str:
    """What a JSON value is, for a finding."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | Decimal):
        return plain(value) if _small(value) else "a longer number"
    return shown(value)


def _small(value: int | Decimal) -> bool:
    """Whether a number has few enough digits to be written in full."""
    if isinstance(value, int):
        return bool(-(10**MAX_DIGITS) < value < 10**MAX_DIGITS)
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -MAX_DIGITS and value.adjusted() < MAX_DIGITS


def _swapped(text: str, mark: str) -> str:
    """A number with another decimal mark in normal form; a full stop in it makes it none."""
    return "" if "." in text else text.replace(mark, ".")
