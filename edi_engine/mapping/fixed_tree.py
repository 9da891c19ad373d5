"""Records of fixed width as the tree of named values that a template of named places reads, and back.

{"H": {"2-11": "ENS-7"}, "I": [{"2-6": "1", "P": [{"2-3": "CT"}]}]}

A record is told by the literal it begins with and belongs to the last record of the kind it stands under. What has no
place is a member nobody knows: `line 7`, or the columns behind the last cell.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.formats.flat.faults import fault
from edi_engine.mapping.field_reading import FieldReading, shown
from edi_engine.mapping.field_writing import FieldWriting, lacking_in

Value = dict[str, Any]
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(slots=True, kw_only=True)
class Record:
    """A kind of record.

    Attributes:
        tag: the literal it begins with, empty for the file.
        cells: by key (`12-46`) the first and the last column, counted from 0 and not included.
        right: keys of cells whose values stand at their right end.
        many: whether records of the kind are a list.
        optional: whether it stands in a block of the template that may not be written.
        children: kinds that stand under it, by tag.
        template_lines: where the template has it.
    """

    tag: str = ""
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    right: set[str] = field(default_factory=set)
    many: bool = False
    optional: bool = False
    children: dict[str, "Record"] = field(default_factory=dict)
    template_lines: set[int] = field(default_factory=set)

    def every(self) -> Iterator[tuple["Record", "Record | None"]]:
        """All kinds under this one, each with the one it stands under (None for the file)."""
        for child in self.children.values():
            yield child, self if self.tag else None
            yield from child.every()

    @property
    def header(self) -> str:
        """The tag of the record a document begins with, empty where that is one of many."""
        first = next(iter(self.children.values()))
        return "" if first.many else first.tag


class Taking:
    """Takes one file apart; `lines` tells for each record, by the identity of its table, where it stands.

    `moved` is told line, column and text of each cell whose value should stand left and begins with blanks.
    """

    def __init__(self, root: Record) -> None:
        self.root = root
        self.kinds = {kind.tag: (kind, parent) for kind, parent in root.every()}
        self.tags = sorted(self.kinds, key=len, reverse=True)
        self.lines: dict[int, int] = {}
        self.value: Value = {}
        self.moved: Callable[[int, int, str], None] = lambda line, column, text: None

    def tag(self, line: str) -> str:
        """The tag of the record that a line is, empty where it is none."""
        return next((tag for tag in self.tags if line.startswith(tag)), "")

    def documents(self, lines: Sequence[str]) -> list[int]:
        """At which of some lines, counted from 0, documents begin: at the first one and at each further header."""
        headers = [n for n, line in enumerate(lines) if self.tag(line) == self.root.header != ""]
        return [0, *headers[1:]]

    def take(self, lines: Sequence[str], first: int = 1) -> Value:
        """The tree of a document; `first` is which line of the file is the first of these."""
        latest: dict[str, Value] = {}
        for number, line in enumerate(lines, start=first):
            tag = self.tag(line)
            kind, parent = self.kinds.get(tag, (None, None))
            holder = self.value if parent is None else latest.get(parent.tag)
            if kind is None or holder is None:
                if line.strip():
                    self.value[f"line {number}"] = line.strip()
                continue
            made = self._record(kind, line, number)
            latest[tag] = made
            for inner, _ in kind.every():
                latest.pop(inner.tag, None)
            self._put(holder, kind, made)
        return self.value

    def _record(self, kind: Record, line: str, number: int) -> Value:
        cells = {key: line[start:end].rstrip(" ") for key, (start, end) in kind.cells.items()}
        for key, text in cells.items():
            if text[:1] == " ":
                cells[key] = text.lstrip(" ")
                if key not in kind.right:
                    self.moved(number, kind.cells[key][0] + 1, text)
        made: Value = {key: text for key, text in cells.items() if text}
        last = max((end for _, end in kind.cells.values()), default=len(kind.tag))
        if rest := line[last:].strip():
            made[f"{last + 1}-{last + len(line[last:])}"] = rest
        self.lines[id(made)] = number
        return made

    def _put(self, holder: Value, kind: Record, made: Value) -> None:
        if kind.many:
            holder.setdefault(kind.tag, []).append(made)
        elif kind.tag in holder:
            holder[f"{kind.tag} again at line {self.lines[id(made)]}"] = made
        else:
            holder[kind.tag] = made

    def place(self, steps: list[str]) -> tuple[int | None, int | None]:
        """Line and column of what a pointer names."""
        current: Any = self.value
        line: int | None = None
        for step in steps:
            if isinstance(current, list):
                current = current[int(step)]
            else:
                line = self.lines.get(id(current), line)
                current = current.get(step) if isinstance(current, dict) else None
            line = self.lines.get(id(current), line)
        last = steps[-1] if steps else ""
        if last.startswith("line ") or " at line " in last:
            return int(last.rpartition(" ")[2]), None
        first = last.partition("-")[0]
        return line, int(first) if first.isdigit() and isinstance(current, str) else None


class FixedReading(FieldReading):
    """One file being read; a place is a pointer into its tree, shown as line and column."""

    __slots__ = ("taking",)

    def __init__(self, report: Report, mapping: str, number: int, taking: Taking) -> None:
        super().__init__(report, mapping, number)
        self.taking = taking

    def where(self, at: Any, key: Any) -> Position:
        """Line and column."""
        steps = [step.replace("~1", "/").replace("~0", "~") for step in at.split("/")[1:]]
        line, column = self.taking.place(steps if key is None else [*steps, str(key)])
        return Position(message=self.number_of, line=line or 1, column=column)

    def unknown(self, value: dict[str, Any], known: frozenset[str], at: str) -> None:
        """Records and columns the template does not name."""
        for key, found in value.items():
            if key in known or not found:
                continue
            if " at line " in key:
                again = fault("FLT-013", self.where(at, key), tag=key.partition(" again ")[0], mapping=self.mapping)
                self.report.add(again)
                continue
            record = key.startswith("line ")
            self.uncovered(
                at, key, "this record is not mapped" if record else f"{shown(found)} stands behind the last cell"
            )

    def moved(self, line: int, column: int, text: str) -> None:
        """A value that does not begin in the first column of its cell."""
        what = f"{shown(text)} is written back from the first column of its cell"
        where, why = Position(message=self.number_of, line=line, column=column), f"mapping {self.mapping}"
        fix = "nothing of business meaning is lost"
        self.report.add(Finding(code="MAP-103", severity=Severity.NOTE, what=what, where=where, why=why, fix=fix))

    def missing(self, tags: Collection[str], last: int) -> None:
        """Records of every document that this one does not have; `last` is its last line."""
        for tag in tags:
            if tag not in self.taking.value:
                where = Position(message=self.number_of, line=last)
                self.report.add(fault("FLT-014", where, tag=tag, mapping=self.mapping))


class FixedLines:
    """The lines of one document being written, each filled to a length and ended by CR LF."""

    def __init__(self, length: int, encoding: str, writing: FieldWriting) -> None:
        self.length, self.encoding, self.writing = length, encoding, writing
        self.lines: list[str] = []

    def text(self, root: Record, value: Value) -> str:
        """The file of a tree."""
        for key, inner in value.items():
            self._write(root.children[key], inner)
        return "".join(f"{line}\r\n" for line in self.lines)

    def _write(self, kind: Record, value: Any) -> None:
        for item in value if isinstance(value, list) else [value]:
            line, inside = kind.tag, []
            for key, inner in item.items():
                if key in kind.children:
                    inside.append((kind.children[key], inner))
                    continue
                start, end = kind.cells[key]
                line = line.ljust(start) + self._cell(kind, item, key, end - start)
            if not inside and item and line.strip() == kind.tag and (kind.many or kind.optional):
                continue  # nothing of it could be written: an empty record would say that there is one
            self.lines.append(line.ljust(self.length))
            for child, below in inside:
                self._write(child, below)

    def _cell(self, kind: Record, item: Value, key: str, width: int) -> str:
        value: str = item[key]
        home = item, key, None
        place = f"record {kind.tag}, columns {key}, of line {len(self.lines) + 1}"
        if reason := f"longer than {width} characters" if len(value) > width else _unfit(value):
            self.writing.lost_at(home, place, f"not written: {shown(value)}, {reason}", "correct the value", "MAP-203")
            value = ""
        if lacking := not value.isascii() and lacking_in(value, self.encoding):
            what = f"{lacking!r} of {shown(value)} does not exist in {self.encoding}"
            self.writing.unencodable(home, place, what, lacking)
        return value.rjust(width) if key in kind.right else value.ljust(width)


def _unfit(value: str) -> str:
    """Why a text cannot stand in one line, empty where it can; blanks of any width do no harm."""
    return "with a line break or control character" if not value.isprintable() and _CONTROL.search(value) else ""
