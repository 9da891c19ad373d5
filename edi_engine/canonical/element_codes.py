"""The code lists of UN/EDIFACT data elements, out of the directories themselves.

`3035` is every code of the element that any directory ever had, with the directories that have it; `3035@D.96B` the
list of one directory. Directories are not in force on days, so these codes hold on all of them.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Protocol

from edi_engine.canonical import code_tables
from edi_engine.canonical.codes import Code, Table
from edi_engine.errors import EdiError

_NAME = re.compile(r"([0-9]{4})(?:@(.{1,20}))?")
KEPT_BY = "UN/ECE, UN/EDIFACT directories (schemas/edifact/README.md)"


class ElementCodes(Protocol):
    """What is asked of the UN/EDIFACT directories; `formats.edifact.directory.Directories` answers."""

    @property
    def dates(self) -> Mapping[str, str]:
        """The dates of directories, by name; a month where no day is known."""

    def get(self, name: str) -> Any:
        """One directory: `name`, `codes(number)`, `codes_kept_by(number)`, `element(number).name`,
        `identifiers("elements")`."""

    def codes_of_all(self, element: str) -> Sequence[tuple[str, str, str]]:
        """Code, latest name and span of directories (empty: all of them) of everything an element ever had."""

    def element_name(self, element: str) -> str:
        """The name of an element in the latest directory that has it; empty if none has."""


def read(name: str, directories: ElementCodes) -> Table | None:
    """The list a name such as `3035` or `3035@D.96B` asks for; None if it is no such name or there is no such list."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    number, wanted = match.groups()
    return _of_one(number, wanted, directories) if wanted else _of_all(number, directories)


def names(wanted: str, directories: ElementCodes) -> list[str]:
    """The lists that one directory has: `1001@D.96B` and so on.

    Raises:
        EdiError: `DIR-001`, there is no such directory.
    """
    directory = directories.get(wanted)
    return [f"{number}@{directory.name}" for number in directory.identifiers("elements") if directory.codes(number)]


def _of_one(number: str, wanted: str, directories: ElementCodes) -> Table | None:
    try:
        directory = directories.get(wanted)
    except EdiError:
        return None
    codes: Mapping[str, str] | None = directory.codes(number)
    if codes is None:
        return None
    rows = [Code(code=code, name=name) for code, name in codes.items()]
    element = directory.element(number)
    title = element.name if element else directories.element_name(number)
    others = directory.codes_kept_by(number)
    source = f"{KEPT_BY}; most codes are kept elsewhere: {others}" if others else KEPT_BY
    table = Table(f"{number}@{directory.name}", title, directory.name, source, rows)
    table.valid_from = code_tables.day(directories.dates.get(directory.name, ""), last=False)
    return table


def _of_all(number: str, directories: ElementCodes) -> Table | None:
    rows = [
        Code(code=code, name=name, facts=MappingProxyType({"directories": span} if span else {}))
        for code, name, span in directories.codes_of_all(number)
    ]
    return Table(number, directories.element_name(number), "all directories", KEPT_BY, rows) if rows else None
