"""The notation of `schemas/edifact/`: lines of text to definitions (its README describes it)."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.formats.edifact.definitions import Dependency, ElementDefinition, GroupUse, SegmentUse, Use

BAD_NOTATION = "DIR-002"
_TABLE_LINE = re.compile(r"( *)([A-Z]{3})(?: \(([0-9.]+)\))?(?: ([0-9.]+))?(?:\t(.*))?")
_FORMAT = re.compile(r"(an?|n)(\.\.)?([1-9][0-9]*)")
_DEPENDENCY = re.compile(r"(D[1-7])\(([1-9][0-9,]*)\)")
_USE = re.compile(r"(\[?)([A-Z0-9]+)\]?(?:\*([0-9]+))?")
_CODE_LINE = re.compile(r"^([^\t\n]+)\t([^\t\n]*)(?:\t([^\t\n]*))?(?:\t([^\t\n]*))?$", re.MULTILINE)


Row: TypeAlias = tuple[int, str, str, str]


def read_table(text: str, file: str, covers: Callable[[str], bool], digits: int) -> tuple[SegmentUse | GroupUse, ...]:
    """The segment table a weave holds for the directory that `covers` speaks for.

    Args:
        text: the weave; `file` is its name for findings.
        covers: says whether a span has the directory.
        digits: width of printed positions.

    Raises:
        ConfigurationError: a line is not in the notation.
    """
    return _Table(_table_rows(text, file, covers), digits).items


def read_uses(text: str) -> tuple[Use, ...]:
    """`C507 [3164]*5` as uses; dependency notes among them are left to `read_dependencies`."""
    found = (_USE.fullmatch(token) for token in text.split())
    return tuple(
        Use(f"{number * 10:03}", match[2], not match[1], int(match[3] or 1))
        for number, match in enumerate(filter(None, found), 1)
    )


def read_dependencies(text: str) -> tuple[Dependency, ...]:
    """The dependency notes (`D5(4,3)`) of a list of uses."""
    notes = _DEPENDENCY.findall(text)
    return tuple(Dependency(kind, tuple(map(int, uses.split(",")))) for kind, uses in notes)


def read_element(identifier: str, form: str, name: str, source: str) -> ElementDefinition:
    """An element from its printed format (`an..35`, `n8`); raises ConfigurationError."""
    match = _FORMAT.fullmatch(form)
    if match is None:
        raise _wrong("elements", 0, f"{form!r} is no format of an element", "write a, n or an, `..` and a length")
    length = int(match[3])
    return ElementDefinition(identifier, name, match[1], 1 if match[2] else length, length, source)


def read_code_spans(text: str) -> list[tuple[str, str, str]]:
    """Code, name and span of every line of a code list."""
    return [(code, name, span) for code, name, span, _ in _CODE_LINE.findall(text)]


def read_codes(text: str, covers: Callable[[str], bool]) -> list[tuple[str, str, str]]:
    """Code, name and note of the codes valid in a directory. One expression over the text: lists have 800 lines."""
    rows: list[tuple[str, str, str, str]] = _CODE_LINE.findall(text)
    valid = {span for span in {row[2] for row in rows} if covers(span)}
    return [(code, name, note) for code, name, span, note in rows if span in valid]


def _table_rows(text: str, file: str, covers: Callable[[str], bool]) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("#"):
            continue
        match = _TABLE_LINE.fullmatch(line)
        if match is None:
            raise _wrong(file, number, f"{line!r} is no line of a segment table", "write `TAG 0..9` or `TAG (0..9)`")
        blanks, tag, group, own, span = match.groups()
        if span is None or covers(span):
            yield len(blanks) // 2, tag, group or "", own or "1"


def _wrong(file: str, line: int, what: str, fix: str) -> ConfigurationError:
    where = Position(path=file, line=line or None)
    why = "schemas/edifact/README.md describes the notation"
    return ConfigurationError(
        Finding(code=BAD_NOTATION, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix)
    )


class _Table:
    """Builds the tree of a segment table from its lines: numbers positions and groups as the directories do."""

    def __init__(self, lines: Iterable[Row], digits: int) -> None:
        self._rows, self._digits = list(lines), digits
        self._line = self._group = self._next = 0
        self.items = self._level(0)

    def _level(self, depth: int) -> tuple[SegmentUse | GroupUse, ...]:
        items: list[SegmentUse | GroupUse] = []
        while self._next < len(self._rows) and self._rows[self._next][0] == depth:
            _, tag, group, own = self._rows[self._next]
            self._next += 1
            items.append(self._open(depth, tag, group, own) if group else self._segment(tag, own))
        return tuple(items)

    def _open(self, depth: int, tag: str, group: str, own: str) -> GroupUse:
        self._group += 1
        position, name = self._position(), f"SG{self._group}"
        trigger = self._segment(tag, own)
        return GroupUse(position, name, *_multiplicity(group), (trigger, *self._level(depth + 1)))

    def _segment(self, tag: str, own: str) -> SegmentUse:
        return SegmentUse(self._position(), tag, *_multiplicity(own))

    def _position(self) -> str:
        self._line += 1
        return str(self._line * 10).zfill(self._digits)


def _multiplicity(text: str) -> tuple[bool, int]:
    least, _, most = text.partition("..")
    return least == "1", int(most or least)
