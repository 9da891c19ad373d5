"""Reads lists of rows from our YAML: every fault found in one go, each at its line and column."""

import datetime
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple, Protocol

from edi_engine.conditions.expression import near
from edi_engine.configuration import Rows, Table, Text, fault_at
from edi_engine.findings import Finding

MAX_ROWS = 10_000


class Codes(NamedTuple):
    """Of findings: a wrong shape, a name that is not known, a value that is not allowed."""

    structure: str
    unknown: str
    value: str


class Named(Protocol):
    """A row that was read."""

    @property
    def name(self) -> str:
        """Unique in its file."""

    @property
    def line(self) -> int:
        """Where it stands."""


class Kind(NamedTuple):
    """What the rows of one list are: the word for one, what is made of it, its keys with their checks."""

    word: tuple[str, str]
    make: Callable[..., Any]
    keys: Mapping[str, Callable[[Any, str, Any, dict[str, Any]], Any]]
    required: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class RowReader:
    """Turns a YAML tree into rows, collecting findings instead of stopping at the first.

    A check of a key takes the reader, the key, its value and the values of the row read before, and gives the value; it
    is None where there is a fault.
    """

    codes: ClassVar[Codes]
    why: ClassVar[str]
    name: str
    findings: list[Finding] = field(default_factory=list)

    def table(self, tree: Any, part: str, kind: Kind, others: Collection[str] | None = None) -> list[Any]:
        """The rows below one key of the file, those without a fault; beside it only some others may stand, if given."""
        rows = tree.get(part) if isinstance(tree, Table) else None
        if not isinstance(rows, Rows):
            self.structure(f"there is no list under '{part}:'", tree, f"write {part}: and a list of rows")
            return []
        at_the_top = (part, *(others or ()))
        for key in (key for key in tree if others is not None and key not in at_the_top):
            named = " and ".join(f"'{each}:'" for each in at_the_top)
            self.structure(f"unknown key {key}", key, f"at the top there is only {named}")
        if len(rows) > MAX_ROWS:
            self.value(f"more than {MAX_ROWS} {part}", rows, "split the installation")
            return []
        return [read for row in rows if (read := self.row(row, rows, kind))]

    def check_names(self, rows: Sequence[Named]) -> None:
        """Each row has a name of its own."""
        first: dict[str, Named] = {}
        for row in rows:
            if first.setdefault(row.name, row) is not row:
                what = f"the name {row.name} was used in line {first[row.name].line} already"
                self.value(what, row, "give each row its own name")

    def row(self, row: Any, rows: Rows, kind: Kind) -> Any:
        """What is made of one row, `None` if it has a fault."""
        if not isinstance(row, Table):
            place = row if row is not None else rows
            self.structure(f"{kind.word[0]} {kind.word[1]} is a table of keys", place, "write name: …")
            return None
        before, values = len(self.findings), self.given(row)
        self.check_keys(row, kind, values)
        for key in (key for key in kind.keys if row.get(key) is not None):  # in their order: one may ask for another
            if (value := kind.keys[key](self, key, row[key], values)) is not None:
                values[key] = value
        made = {key: value for key, value in values.items() if key in kind.keys or key == "line"}
        return kind.make(**made) if len(self.findings) == before else None

    def given(self, row: Table) -> dict[str, Any]:
        """What holds for a row before its keys are read."""
        return {"line": row.line}

    def check_keys(self, row: Table, kind: Kind, given: Collection[str]) -> None:
        """No key is unknown, none that is needed is missing."""
        for key in row:
            if key not in kind.keys:
                self.structure(f"unknown key {key}", key, near(key, kind.keys))
        for key in kind.required:
            if row.get(key) is None and key not in given:
                self.structure(f"the {kind.word[1]} has no {key}", row, f"add {key}: …")

    # -- checks of one value -------------------------------------------------------------------------------------------

    def word(self, key: str, value: Any) -> str:
        """A single text."""
        if isinstance(value, Text):
            return str(value)
        self.structure(f"{key} is a single text", value, f"write {key}: …")
        return ""

    def plain(self, key: str, value: Any, _: dict[str, Any]) -> str:
        """Any text."""
        return self.word(key, value)

    def known(self, key: str, value: Any, names: Collection[str]) -> str | None:
        """One of some names."""
        text = self.word(key, value)
        if not text or text in names:
            return text
        self.unknown(f"there is no {key} {text}", value, near(text, names))
        return None

    def day(self, key: str, value: Any, _: dict[str, Any]) -> datetime.date | None:
        """A date."""
        try:
            return datetime.date.fromisoformat(self.word(key, value))
        except ValueError:
            self.value(f"{key} is no day", value, "write YYYY-MM-DD")
        return None

    def structure(self, what: str, where: Any, fix: str) -> None:
        """Something has a wrong shape."""
        self.add(self.codes.structure, what, where, fix)

    def unknown(self, what: str, where: Any, fix: str) -> None:
        """A name is not known."""
        self.add(self.codes.unknown, what, where, fix)

    def value(self, what: str, where: Any, fix: str) -> None:
        """A value is not allowed."""
        self.add(self.codes.value, what, where, fix)

    def add(self, code: str, what: str, where: Any, fix: str) -> None:
        """Add a finding at a value of the file."""
        self.findings.append(fault_at(code, what, where, self.name, why=self.why, fix=fix))


def among(names: Callable[[Any], Collection[str]]) -> Callable[[Any, str, Any, dict[str, Any]], Any]:
    """The check that a value is one of the names a reader knows."""
    return lambda reader, key, value, _: reader.known(key, value, names(reader))
