"""The code lists of an installation, by name: `countries`, `currencies`, `units`, `packages` …

A list is a file `schemas/codes/NAME.tsv` (`code_tables` gives its notation): codes of its own, those of a package with
its own laid over them, or a rule. A workspace's file of the same name lies over the shipped one. The lists of
UN/EDIFACT data elements are asked for by number: `3035`, or as one directory has them, `3035@D.96B`; `3207`, whose
codes the directories leave to others, is `countries`. Everything is read when it is asked for, and kept.

Whoever checks documents asks `CodeLists.known` and, for the words of a finding, `CodeLists.suggest`:

```python
lists = CodeLists(workspace)
lists.known("currencies", "HRK", date(2022, 12, 31))  # True
lists.known("currencies", "HRK", date(2023, 1, 1))  # False
lists.suggest("countries", "UK")  # ["GB"]
```
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from edi_engine.alike import LOOSELY, alike
from edi_engine.canonical import code_packages, code_shapes, code_tables, element_codes
from edi_engine.canonical.codes import NEAR, Code, CodeList, Table
from edi_engine.canonical.element_codes import ElementCodes
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Severity

__all__ = ["Code", "CodeFiles", "CodeList", "CodeLists", "FieldCodes"]

FIELDS = "fields"
NO_LIST = "COD-006"
KINDS_OF_NAMES = (
    "files schemas/codes/NAME.tsv, those of UN/EDIFACT data elements (3035, 3035@D.96B), "
    "or of a field (Address.country_code)"
)


class CodeFiles(Protocol):
    """Where the files of code lists are kept; a `Workspace` does."""

    def code_list_names(self) -> list[str]:
        """Names of all files, in order."""

    def code_list_texts(self, name: str) -> list[tuple[str, str]]:
        """The files of a name, the lowest first: how findings call it, and its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCodes:
    """What a field of the model holds: codes of one of some lists.

    Attributes:
        lists: their names, the standard one first.
        closed: whether the field holds nothing else; otherwise users have codes of their own.
    """

    lists: tuple[str, ...]
    closed: bool


class CodeLists:
    """All code lists; each is read at most once.

    A file that is not written as a list raises `ConfigurationError`, `COD-005`, from whatever needs it.
    """

    def __init__(self, files: CodeFiles, directories: ElementCodes | None = None) -> None:
        """Take the files, and the UN/EDIFACT directories where their lists are wanted too."""
        self._files, self._directories = files, directories
        self._open: set[str] = set()  # lists that wait for what they extend
        self._found: dict[str, CodeList | None] = {}
        self._elements: dict[str, str] | None = None
        self._fields: dict[tuple[str, str], FieldCodes] | None = None

    def names(self) -> list[str]:
        """The lists that have a file, in order."""
        return [name for name in self._files.code_list_names() if name != FIELDS]

    def names_of_elements(self, directory: str) -> list[str]:
        """The lists of data elements that a UN/EDIFACT directory has.

        Raises:
            EdiError: `DIR-001`, there is no such directory.
        """
        return element_codes.names(directory, self._directories) if self._directories else []

    def find(self, name: str) -> CodeList | None:
        """A list by its name, by the number of a UN/EDIFACT data element, or by a field (then its first).

        Returns:
            None if there is no such list. A field is named as `Address.country_code`.
        """
        if name not in self._found:
            struct, dot, field = name.partition(".")
            held = self.of_field(struct, field) if dot else None
            self._found[name] = self._read(held.lists[0] if held else name)
        return self._found[name]

    def known(self, name: str, code: str, on: date | None = None) -> bool:
        """Whether a list has a code that held on that day; without a day, that ever held.

        Raises:
            ConfigurationError: `COD-006`, there is no such list.
        """
        return self._needed(name).holds(code, on)

    def suggest(self, name: str, code: str) -> Sequence[str]:
        """Codes of a list that may be meant by one it does not have, the best first, at most three: for findings.

        Raises:
            ConfigurationError: `COD-006`, there is no such list.
        """
        return self._needed(name).near(code)

    def _needed(self, name: str) -> CodeList:
        found = self.find(name)
        if found is None:
            raise self.no_list(name)
        return found

    def no_list(self, name: str) -> ConfigurationError:
        """What is said where a list is asked for that is not there, with the names like it."""
        near = self.near(name)
        fix = f"near names: {', '.join(near)}" if near else "see `edi-engine codes list`"
        why = f"lists are {KINDS_OF_NAMES}"
        what = f"there is no code list {name[:40]!r}"
        return ConfigurationError(Finding(code=NO_LIST, severity=Severity.ERROR, what=what, why=why, fix=fix))

    def near(self, name: str) -> Sequence[str]:
        """Names like one that is not known, the best first, at most three."""
        number, at, directory = name.strip()[:40].partition("@")
        if at and self._directories:
            meant = alike(directory.upper(), self._directories.dates, NEAR, LOOSELY)
            return [near for near in (f"{number}@{each}" for each in meant) if self.find(near)]
        wanted = name.strip().lower()[:40]
        inside = [known for known in self.names() if wanted and (wanted in known or known in wanted)]
        return (inside or alike(wanted, self.names(), NEAR, LOOSELY))[:NEAR]

    def of_field(self, struct: str, field: str) -> FieldCodes | None:
        """The lists whose codes a field of the canonical model holds (`Amount`, `currency`: `currencies`)."""
        return self.fields().get((struct, field))

    def fields(self) -> Mapping[tuple[str, str], FieldCodes]:
        """The lists of all fields that hold codes, by struct and field: `schemas/codes/fields.tsv`."""
        if self._fields is None:
            layers = [code_tables.read_fields(text, file) for file, text in self._files.code_list_texts(FIELDS)]
            self._fields = {
                key: FieldCodes(lists=row[0], closed=row[1]) for rows in layers for key, row in rows.items()
            }
        return self._fields

    def _read(self, name: str) -> CodeList | None:
        if name == FIELDS:
            return None
        texts = self._files.code_list_texts(name)
        if not texts:
            return self._of_element(name)
        return self._from_file(name, code_tables.read_layers(texts))

    def of_element(self, number: str) -> str | None:
        """The name of the list that directories leave the codes of a data element to (`3207`: `countries`)."""
        if self._elements is None:
            texts = {known: self._files.code_list_texts(known) for known in self.names()}
            self._elements = {held: known for known, files in texts.items() for held in code_tables.elements(files)}
        return self._elements.get(number)

    def _of_element(self, name: str) -> CodeList | None:
        if held := self.of_element(name):
            return self.find(held)
        return element_codes.read(name, self._directories) if self._directories else None

    def _from_file(self, name: str, file: code_tables.Layered) -> CodeList:
        codes = code_packages.read(file.package) if file.package else self._extended(name, file)
        version = file.version or (code_packages.edition(file.package) if file.package else "")
        laid = (_in_edition(code, file) for code in code_tables.lay_over(codes, file.rows))
        table = Table(name, file.title, version, file.source, laid)
        table.valid_from, table.valid_to = file.valid_from, file.valid_to
        return code_shapes.SHAPES[file.shape](table, self.find) if file.shape else table

    def _extended(self, name: str, file: code_tables.Layered) -> Iterable[Code]:
        if not file.extends:
            return ()
        if file.extends in self._open:
            raise code_tables.wrong(file.file, None, f"{name} extends itself", "name another list")
        self._open.add(name)
        try:
            base = self.find(file.extends)
        finally:
            self._open.discard(name)
        if base is None:
            raise code_tables.wrong(file.file, None, f"{file.extends[:40]!r} is no list", "name one to extend")
        return base.codes()


def _in_edition(code: Code, file: code_tables.Layered) -> Code:
    """A code without days of its own held as long as the edition did."""
    if not file.valid_from and not file.valid_to:
        return code
    return replace(code, valid_from=code.valid_from or file.valid_from, valid_to=code.valid_to or file.valid_to)
