"""What is wrong with an overlay file, gathered: each fault with file, line and column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from edi_engine.alike import LOOSELY, alike
from edi_engine.configuration import Rows, Table, Text
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity

STRUCTURE, UNKNOWN_NAME, NOT_ALLOWED = "DIR-003", "DIR-004", "DIR-005"


@dataclass(slots=True)
class Faults:
    """The faults of one file, and readers of values that note what is of the wrong shape."""

    file: str
    found: list[Finding] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.found)

    def add(self, code: str, what: str, where: Any, fix: str) -> None:
        """Note a fault at a value of `configuration.read_yaml`."""
        place = Position(path=self.file, line=getattr(where, "line", 1), column=getattr(where, "column", 1))
        why = "overlays are checked against their directory when they load"
        self.found.append(Finding(code=code, severity=Severity.ERROR, what=what, where=place, why=why, fix=fix))

    def raise_found(self) -> None:
        """Raise `ConfigurationError` with all faults, if there are any."""
        if self.found:
            raise ConfigurationError(*self.found)

    def table(self, value: Any, what: str, keys: Iterable[str] = ()) -> Table:
        """A table, empty where there is none; `keys` are those it may have, none given: any."""
        if value is None:
            return Table()
        if not isinstance(value, Table):
            self.add(STRUCTURE, f"{what} is a table of keys", value, "write key: value")
            return Table()
        known = tuple(keys)
        for key in value if known else ():
            if key not in known:
                self.add(STRUCTURE, f"unknown key {str(key)[:40]}", key, near(key, known))
        return value

    def items(self, value: Any, what: str) -> Iterator[tuple[Text, Any]]:
        """The keys of a table, each with its place, and their values."""
        for key, row in self.table(value, what).items():
            if isinstance(key, Text):  # as `read_yaml` makes them
                yield key, row

    def text(self, table: Table, key: str) -> str:
        """A text, empty where there is none."""
        value = table.get(key)
        if value is None or isinstance(value, Text):
            return value or ""
        self.add(STRUCTURE, f"{key} is a single text", value, f"write {key}: …")
        return ""

    def rows(self, table: Table, key: str) -> Rows:
        """A list, empty where there is none."""
        value = table.get(key)
        if value is not None and not isinstance(value, Rows):
            self.add(STRUCTURE, f"{key} is a list", value, f"write {key}: [ … ]")
        return value if isinstance(value, Rows) else Rows()

    def texts(self, table: Table, key: str) -> list[Text]:
        """A list of texts, empty where there is none; an empty list would mean nothing."""
        rows = self.rows(table, key)
        for row in rows:
            if not isinstance(row, Text):
                self.add(STRUCTURE, f"{key} is a list of texts", row or rows, f"write {key}: [ …, … ]")
        if key in table and not rows:
            self.add(STRUCTURE, f"{key} is an empty list", table[key] or table, "leave the key out, or fill the list")
        return [row for row in rows if isinstance(row, Text)]


def near(name: str, known: Iterable[str]) -> str:
    """The fix for a name that is not known: near ones, or all where they are few."""
    names = sorted(set(known))
    close = alike(str(name), names, least=LOOSELY)
    if close:
        return f"write {' or '.join(close)}"
    return f"write one of {', '.join(names)}" if 0 < len(names) <= 15 else "see `edi-engine directory show`"


@dataclass(slots=True)
class Place:
    """A place in a file for findings."""

    line: int
    column: int


def placed(name: str, place: Any) -> Text:
    """A name at a place of the file."""
    made = Text(name)
    made.line, made.column = place.line, place.column
    return made
