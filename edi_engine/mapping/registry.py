"""All mappings of an installation: found by name, compiled when first used, chosen for a message by what it is."""

import datetime
import hashlib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import msgspec

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.formats.edifact.directory import Directories
from edi_engine.interchange import Message
from edi_engine.mapping.codes import CodeTable, read_code_table
from edi_engine.mapping.definition import Definition, extended, read_definition
from edi_engine.mapping.detection import Seen, ambiguous, matches, unknown
from edi_engine.mapping.notation_errors import NotationError, near_names

# What turns a mapping folder into a mapping, by syntax and by codec: module and function, imported when first needed.
COMPILERS = {
    "edifact": ("edi_engine.mapping.compiler.edifact", "build"),
    "json": ("edi_engine.mapping.compiler.json_template", "build"),
    "csv": ("edi_engine.mapping.compiler.csv_template", "build"),
    "xml": ("edi_engine.mapping.compiler.xml_template", "build"),
    "fixed": ("edi_engine.mapping.compiler.fixed_template", "build"),
}
CODECS = {
    "wco": ("edi_engine.mapping.wco_codec", "build"),
    "canonical": ("edi_engine.mapping.canonical_json", "build"),
}
# What holds messages to schemas, by syntax; EDIFACT has its directories, flat files have none.
SCHEMAS = {
    "xml": ("edi_engine.mapping.schema_check", "XmlSchemas"),
    "json": ("edi_engine.mapping.schema_check", "JsonSchemas"),
}
TEMPLATES = {
    "edifact": "template.edi",
    "json": "template.json",
    "csv": "template.csv",
    "xml": "template.xml",
    "fixed": "template.txt",
}
_TABLE = re.compile(r"\bcode\((\w+)").findall


class Schemas(Protocol):
    """What holds messages to the schemas of a mapping.

    Attributes:
        foreign: whether there are others than the one made from the model, which our writers obey.
    """

    @property
    def foreign(self) -> bool: ...

    def check(self, message: Message, report: Report) -> None:
        """Say what of a message does not obey; ConfigurationError where a schema is wrong."""

    def compile(self) -> None:
        """Compile all schemas; ConfigurationError where one is wrong."""


class MappingFiles(Protocol):
    """What the registry asks of a workspace."""

    def mapping_folders(self) -> dict[str, Path]:
        """Folders by mapping name."""

    def mapping_text(self, mapping: str, relative: str) -> str:
        """A file of a mapping; FileNotFoundError if it is not there."""

    def mapping_files(self, mapping: str) -> list[str]:
        """Names of all files of a mapping."""

    def schema_text(self, relative: str) -> str:
        """A file below `schemas/`; FileNotFoundError if it is not there."""

    def overlay_texts(self) -> dict[str, tuple[str, str]]:
        """Overlays of UN directories: by name, the file's name for findings and its text."""


class Mapping(Protocol):
    """A compiled mapping.

    `read` gives the document a message means, or None where nothing could be made of it; `write` gives the body the
    format's writer takes. Both add what they find to the report and raise for nothing that data can cause.
    """

    @property
    def name(self) -> str:
        """The mapping's name."""

    @property
    def version(self) -> str:
        """Content hash of everything the mapping consists of."""

    @property
    def syntax(self) -> str:
        """Key of `edi_engine.formats.FORMATS`."""

    @property
    def directory(self) -> str:
        """The UN directory it writes, empty elsewhere."""

    @property
    def definition(self) -> Definition:
        """Its `mapping.yaml`."""

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """Read a message."""

    def write(self, document: msgspec.Struct, report: Report) -> Any:
        """Write a document."""

    def message(self, body: Any) -> Message:
        """A message as the format's reader would give it, around a body this mapping wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingSource:
    """Everything a compiler needs of one mapping: its definition and its texts (`template`, `changes` oldest first).

    `text` gives a file of its folder, `texts` the files of that name of all it extends and its own, oldest first.
    `schema_file` gives one of a schema, beside the mapping or below `schemas/`.
    """

    definition: Definition
    version: str
    template: str
    template_file: str
    changes: tuple[tuple[str, str], ...]
    table: Callable[[str], CodeTable]
    directories: Directories
    schema_text: Callable[[str], str]
    text: Callable[[str], str]
    texts: Callable[[str], list[tuple[str, str]]] = lambda file: []
    schema_file: Callable[[str], str]


class Mappings:
    """The mappings of a workspace; each is compiled at most once."""

    def __init__(
        self, files: MappingFiles, directories: Directories | None = None, day: datetime.date | None = None
    ) -> None:
        """Nothing is read yet; `day` is the one on which code tables hold, today where it is left out."""
        self.files, self.day = files, day
        self.directories = directories or Directories(files.schema_text, files.overlay_texts)
        self._compiled: dict[str, Mapping] = {}
        self._definitions: dict[str, Definition] = {}
        self._schemas: dict[str, Schemas | None] = {}

    def names(self) -> list[str]:
        """Names of all mappings."""
        return list(self.files.mapping_folders())

    def definition(self, name: str) -> Definition:
        """A mapping's `mapping.yaml`, with what it inherits.

        Raises:
            ConfigurationError: `MPG-003` no such mapping (with near names), or what is wrong with it.
        """
        if name not in self._definitions:
            self._define(name, ())
        return self._definitions[name]

    def _define(self, name: str, children: tuple[str, ...]) -> Definition:
        """Read a mapping's definition behind those of the mappings it extends; `children` are on the way to it."""
        if name in children:
            circle = " extends ".join((*children[children.index(name) :], name))
            raise _wrong("MPG-005", f"{name}/mapping.yaml", circle, "break the circle")
        text = self._text(name, "mapping.yaml")
        parent = extended(text, name)
        if parent and parent not in self.files.mapping_folders():
            fix = _near(parent, self.files.mapping_folders())
            what = f"there is no mapping {parent[:60]!r} for {name} to extend"
            raise _wrong("MPG-003", f"{name}/mapping.yaml", what, fix, parent)
        inherited = self._define(parent, (*children, name)) if parent else None
        self._definitions[name] = read_definition(text, name, inherited)
        return self._definitions[name]

    def get(self, name: str) -> Mapping:
        """The compiled mapping.

        Raises:
            ConfigurationError: no such mapping, or everything wrong with it.
        """
        if name not in self._compiled:
            self._compiled[name] = self._compile(name)
        return self._compiled[name]

    def schemas(self, name: str) -> Schemas | None:
        """What holds messages of a mapping to schemas; None where its syntax has none.

        Raises:
            ConfigurationError: no such mapping, or it is wrong.
        """
        if name not in self._schemas:
            module, kind = SCHEMAS.get(self.definition(name).syntax, ("", ""))
            made = getattr(import_module(module), kind) if module else None
            self._schemas[name] = made(self.source(name), self.get(name)) if made else None
        return self._schemas[name]

    def check(self, name: str, message: Message, report: Report) -> None:
        """Hold a message to the schemas of a mapping; what does not obey goes to the report.

        Raises:
            ConfigurationError: the mapping or a schema is wrong.
        """
        schemas = self.schemas(name)
        if schemas is not None:
            schemas.check(message, report)

    def detect(self, message: Message) -> tuple[Mapping | None, list[Finding]]:
        """The mapping that reads a message, and why there is none: the one with the most conditions that all hold."""
        seen = Seen(message)
        candidates = [
            (len(definition.detect), definition.name)
            for definition in self._detecting
            if definition.syntax == message.syntax and matches(definition, seen)
        ]
        if not candidates:
            same = [each.name for each in self._detecting if message.type in each.detect.get("type", ())]
            return None, [unknown(message, same)]
        best = max(count for count, _ in candidates)
        chosen = [name for count, name in candidates if count == best]
        if len(chosen) > 1:
            return None, [ambiguous(message, chosen)]
        return self.get(chosen[0]), []

    @cached_property
    def _detecting(self) -> tuple[Definition, ...]:
        """The mappings that say what they read; looked for once, not for each message."""
        return tuple(definition for name in self.names() if (definition := self.definition(name)).detect)

    # -- compiling -----------------------------------------------------------------------------------------------------

    def _compile(self, name: str) -> Mapping:
        definition = self.definition(name)
        known = CODECS if definition.codec else COMPILERS
        key = definition.codec or definition.syntax
        if key not in known:
            fix = f"use {near_names(key, known) or ', '.join(map(repr, known))}"
            raise _wrong("MPG-004", f"{name}/mapping.yaml", f"nothing reads or writes {key!r}", fix, at=key)
        module, function = known[key]
        mapping: Mapping = getattr(import_module(module), function)(self.source(name))
        return mapping

    def source(self, name: str) -> MappingSource:
        """Everything a compiler needs of a mapping.

        Raises:
            ConfigurationError: the mapping or one of its files is missing or wrong.
        """
        definition = self.definition(name)
        line = self._line(name)
        base = line[0]
        file = TEMPLATES.get(definition.syntax, "")
        return MappingSource(
            definition=definition,
            version=self._version(line),
            template="" if definition.codec else self._text(base, file),
            template_file=f"{base}/{file}",
            changes=tuple(
                (f"{child}/{self._changes_file(child)}", self._changes(child))
                for child in line[1:]
                if not definition.codec
            ),
            table=partial(self._table, line),
            directories=self.directories,
            schema_text=self.files.schema_text,
            text=partial(self._text, name),
            texts=partial(self._texts, line),
            schema_file=partial(self._schema_file, line),
        )

    def _changes(self, name: str) -> str:
        """What an extending mapping changes; it may differ in its `mapping.yaml` alone, and then has no such file."""
        file = self._changes_file(name)
        ending = file[file.index(".") :]
        others = ("template",) if ending == ".txt" else ()
        beside = [f for f in self.files.mapping_files(name) if "/" not in f and f.endswith(ending)]
        return self._text(name, file) if [f for f in beside if not f.startswith(others)] else ""

    def _changes_file(self, name: str) -> str:
        """Where an extending mapping says what it changes."""
        return "changes.edi" if self.definition(name).syntax == "edifact" else "changes.txt"

    def _line(self, name: str) -> list[str]:
        """A mapping and what it extends, the oldest first."""
        line = [name]
        while parent := self.definition(line[0]).extends:
            line.insert(0, parent)
        return line

    def _version(self, line: list[str]) -> str:
        digest = hashlib.sha256()
        for name in line:
            for file in self.files.mapping_files(name):
                if not file.startswith("samples/"):
                    digest.update(f"{name}/{file}\0{self.files.mapping_text(name, file)}\0".encode())
            for file, text in self._shared(line, name).items():
                digest.update(f"schemas/{file}\0{text}\0".encode())
        overlay = self.definition(line[-1]).overlay
        if overlay:
            digest.update(f"{overlay}\0{self.files.overlay_texts().get(overlay, ('', ''))[1]}\0".encode())
        return digest.hexdigest()[:12]

    def _table(self, line: list[str], table: str) -> CodeTable:
        for name in reversed(line):
            try:
                text = self.files.mapping_text(name, f"codes/{table}.csv")
                return read_code_table(text, f"{name}/codes/{table}.csv", self.day)
            except FileNotFoundError:
                continue
        try:
            return read_code_table(self.files.schema_text(f"codes/{table}.csv"), f"schemas/codes/{table}.csv", self.day)
        except FileNotFoundError:
            files = (file for one in line for file in self._own_tables(one) if file.endswith(".csv"))
            near = near_names(table, {file.removeprefix("codes/").removesuffix(".csv") for file in files})
            what = f"no code table {table!r}: there is no codes/{table}.csv"
            raise NotationError(what, near=near, code="TPL-008") from None

    def tables(self, name: str) -> dict[str, str]:
        """The code tables of a mapping, by file: those in its folder, and those below `schemas/` that it names."""
        own = {file: self.files.mapping_text(name, file) for file in self._own_tables(name)}
        return {**own, **self._shared(self._line(name), name)}

    def _own_tables(self, name: str) -> list[str]:
        return [file for file in self.files.mapping_files(name) if file.startswith("codes/")]

    def _shared(self, line: list[str], name: str) -> dict[str, str]:
        """The code tables below `schemas/` that one mapping of a line names; none that stands in their folders."""
        texts = [self.files.mapping_text(name, file) for file in self.files.mapping_files(name) if "/" not in file]
        own = {file for one in line for file in self._own_tables(one)}
        named = {f"codes/{table}.csv" for text in texts for table in _TABLE(text)} - own
        found: dict[str, str] = {}
        for file in sorted(named):
            with suppress(FileNotFoundError):
                found[file] = self.files.schema_text(file)
        return found

    def _texts(self, line: list[str], file: str) -> list[tuple[str, str]]:
        holders = [name for name in line if file in self.files.mapping_files(name)]
        return [(f"{name}/{file}", self.files.mapping_text(name, file)) for name in holders]

    def _schema_file(self, line: list[str], file: str) -> str:
        """A file of a schema: beside the mapping or one it extends, else below `schemas/`."""
        for name in reversed(line):
            try:
                return self.files.mapping_text(name, file)
            except FileNotFoundError:
                continue
        return self.files.schema_text(file)

    def _text(self, name: str, file: str) -> str:
        try:
            return self.files.mapping_text(name, file)
        except FileNotFoundError:
            if name in self.files.mapping_folders():
                raise _wrong("MPG-006", f"{name}/{file}", f"{name} has no {file}", "add the file") from None
            fix = _near(name, self.files.mapping_folders())
            raise _wrong("MPG-003", name, f"there is no mapping {name!r}", fix) from None


# -- detection -----------------------------------------------------------------------------------------------------


def _near(name: str, names: Iterable[str]) -> str:
    near = near_names(name, names)
    return f"did you mean {near}?" if near else "see `edi-engine map list`"


def _wrong(code: str, path: str, what: str, fix: str, at: str = "") -> ConfigurationError:
    """A fault of the workspace; `at` is the value of a file that is wrong, if it knows its place."""
    where = Position(path=path, line=getattr(at, "line", None), column=getattr(at, "column", None))
    return ConfigurationError(
        Finding(code=code, severity=Severity.ERROR, what=what, where=where, why="the workspace", fix=fix)
    )
