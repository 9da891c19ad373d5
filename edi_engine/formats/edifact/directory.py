"""The UN/EDIFACT directories: what a message, segment, composite, element or code is in a release.

The facts lie in `schemas/edifact/` (its README gives the notation) and are read when they are asked for: one message
of one release costs a few milliseconds, and everything is kept once it was read.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from edi_engine.alike import LOOSELY, alike
from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Severity
from edi_engine.formats.edifact.definitions import (
    CompositeDefinition,
    Dependency,
    ElementDefinition,
    GroupUse,
    MessageTable,
    SegmentDefinition,
    SegmentUse,
    Use,
)
from edi_engine.formats.edifact.notation import (
    read_code_spans,
    read_codes,
    read_dependencies,
    read_element,
    read_table,
    read_uses,
)

if TYPE_CHECKING:
    from edi_engine.formats.edifact.overlay import Overlay

__all__ = [
    "CompositeDefinition",
    "Dependency",
    "Directories",
    "Directory",
    "ElementDefinition",
    "GroupUse",
    "MessageTable",
    "SegmentDefinition",
    "SegmentUse",
    "UnknownDirectoryError",
    "Use",
]

UNKNOWN_DIRECTORY = "DIR-001"
NEWEST_SYNTAX = "4"
DEFAULT_SYNTAX = "3"
FIVE_DIGITS_FROM = "11B"  # from this directory on, positions in segment tables are printed with five digits
_STANDARD = re.compile(r"S[.:]?([0-9]{2}[A-Z])")  # S.93A: what was a standard then, of what D.93A had as drafts
_OLDER = re.compile(r"(?:[0-9S][.:])?(?:8[0-9]|9[0-2])[.:]?[0-9]")  # 90.1, 1.901, 2.912: before directories had letters
_SPELLING = re.compile(r"(?:D[.:]?)?([0-9]{2}[A-Z])")


class UnknownDirectoryError(EdiError, KeyError):
    """No such directory or syntax version; the finding names the nearest ones."""

    __str__ = Exception.__str__


class _Facts:
    """One collection of directories: the texts, read once, and which rows are valid in which directory."""

    def __init__(self, load: Callable[[str], str], folder: str) -> None:
        self._load, self._folder = load, folder
        rows = [line.split("\t") for line in self.text("directories").splitlines()]
        self.keys = [row[0] for row in rows]
        self.dates = {row[0]: row[1] for row in rows if len(row) > 1}
        self._ordinal = {key: number for number, key in enumerate(self.keys)}
        self._indexes: dict[str, dict[str, list[list[str]]]] = {}

    def text(self, name: str) -> str:
        return self._load(self.path(name))

    def path(self, name: str) -> str:
        return f"edifact/{self._folder}/{name}.txt"

    def rows(self, name: str, identifier: str) -> list[list[str]]:
        """The rows of a file that begin with this identifier, without it."""
        if name not in self._indexes:
            index: dict[str, list[list[str]]] = defaultdict(list)
            for line in self.text(name).splitlines():
                key, *columns = line.split("\t")
                index[key].append(columns)
            self._indexes[name] = dict(index)
        return self._indexes[name].get(identifier, [])

    def identifiers(self, name: str) -> Iterable[str]:
        self.rows(name, "")
        return self._indexes[name]

    def covers(self, span: str, key: str) -> bool:
        """Whether a span such as `93A-99A,00B-` has a directory; the empty span has all."""
        wanted = self._ordinal[key]
        return not span or any(self._reaches(part, wanted) for part in span.split(","))

    def end(self, span: str) -> int:
        """The ordinal of the last directory of a span."""
        last = span.rpartition(",")[2]
        return len(self.keys) if not last or last.endswith("-") else self._ordinal[last.rpartition("-")[2]]

    def _reaches(self, part: str, wanted: int) -> bool:
        first, dash, last = part.partition("-")
        end = self._ordinal[last] if last else len(self.keys) if dash else self._ordinal[first]
        return self._ordinal[first] <= wanted <= end


class Directory:
    """One directory (`D.96B`) with the service segments of one syntax version, or a syntax version alone.

    Whatever is not in the directory itself is looked for among the service segments; `None` says it is in neither.
    """

    def __init__(self, family: "Directories", key: str, facts: _Facts, service: "Directory | None" = None) -> None:
        self.name = f"D.{key}" if service else f"syntax {key}"
        self._family, self._key, self._facts, self._service = family, key, facts, service
        self.syntax: str = service.syntax if service else key
        self._spans: dict[str, bool] = {}
        self._tables: dict[str, MessageTable] = {}
        self._segments: dict[str, SegmentDefinition | None] = {}
        self._composites: dict[str, CompositeDefinition | None] = {}
        self._elements: dict[str, ElementDefinition | None] = {}
        self._codes: dict[str, Mapping[str, str] | None] = {}

    def __repr__(self) -> str:
        return f"Directory({self.name!r}, syntax {self.syntax})"

    def under(self, syntax: str) -> "Directory":
        """The same directory with the service segments of another syntax version; raises `UnknownDirectoryError`."""
        if syntax == self.syntax:
            return self
        return self._family.get(self.name, syntax) if self._service else self._family.service(syntax)

    def messages(self) -> list[str]:
        """The types of the directory's own messages, in order."""
        return list(self._own_messages)

    @cached_property
    def _own_messages(self) -> tuple[str, ...]:
        return tuple(name for name in self._facts.identifiers("messages") if self._index_row(name))

    def identifiers(self, kind: str) -> list[str]:
        """Everything of one kind in the directory itself: `messages`, `segments`, `composites` or `elements`."""
        if kind == "messages":
            return self.messages()
        return sorted(name for name in self._facts.identifiers(kind) if self._row(kind, name))

    def title(self, message: str) -> str:
        """The name of a message type, without reading its table; empty if there is no such message."""
        row = self._index_row(message)
        return row[1] if row else ""

    def message(self, name: str) -> MessageTable | None:
        """The segment table of a message type (`CUSDEC`), also of a service message (`CONTRL`)."""
        if name not in self._tables:
            row = self._index_row(name)
            if row is None:
                return self._service.message(name) if self._service else None
            kind, title, revision = row
            text, file = self._facts.text(f"messages/{name}"), self._facts.path(f"messages/{name}")
            items = read_table(text, file, self._covers, 5 if self._late else 4)
            self._tables[name] = MessageTable(name, title, self.name, revision, kind, items)
        return self._tables[name]

    def segment(self, tag: str) -> SegmentDefinition | None:
        """A segment of the directory or of its syntax version."""
        if tag not in self._segments:
            row = self._row("segments", tag)
            if row is None:
                return self._service.segment(tag) if self._service else None
            uses, notes = read_uses(row[0]), read_dependencies(row[0])
            self._segments[tag] = SegmentDefinition(tag, row[1], uses, notes, self.name)
        return self._segments[tag]

    def composite(self, identifier: str) -> CompositeDefinition | None:
        """A composite by its identifier (`C082`, `S009`)."""
        if identifier not in self._composites:
            row = self._row("composites", identifier)
            if row is None:
                return self._service.composite(identifier) if self._service else None
            uses, notes = read_uses(row[0]), read_dependencies(row[0])
            self._composites[identifier] = CompositeDefinition(identifier, row[1], uses, notes, self.name)
        return self._composites[identifier]

    def element(self, identifier: str) -> ElementDefinition | None:
        """A data element by its number (`3035`)."""
        if identifier not in self._elements:
            row = self._row("elements", identifier)
            if row is None:
                return self._service.element(identifier) if self._service else None
            self._elements[identifier] = read_element(identifier, row[0], row[1], self.name)
        return self._elements[identifier]

    def codes(self, identifier: str) -> Mapping[str, str] | None:
        """The code list of an element, code → name; `None` if the directory has none (some are kept elsewhere)."""
        if identifier not in self._codes:
            found = {code: name for code, name, _ in self._code_rows(identifier)}
            if found:
                self._codes[identifier] = MappingProxyType(found)
            else:
                self._codes[identifier] = self._service.codes(identifier) if self._service else None
        return self._codes[identifier]

    def closed_codes(self, identifier: str) -> Mapping[str, str] | None:
        """The code list of an element if nothing but its codes may stand there; `None` if others keep codes of it."""
        return None if self.codes_kept_by(identifier) else self.codes(identifier)

    def codes_kept_by(self, identifier: str) -> str:
        """Who keeps most codes of an element of which the directory lists only some; empty if it lists them all."""
        row = self._row("codes_elsewhere", identifier) if self._service else None
        return row[0] if row else ""

    def withdrawn(self, identifier: str) -> frozenset[str]:
        """Codes of a service code list that are kept but no longer to be used."""
        return frozenset(code for code, _, note in self._code_rows(identifier) if note)

    def reason(self, *what: str) -> str:
        """Who asks for something beyond the directory: an overlay with file and line; of a bare directory nothing.

        Args:
            what: `"place", message, position` in a segment table; `tag or composite, position` of a use;
                `"element", number` for a format; `"codes", number` for a list.
        """
        return ""

    def _code_rows(self, identifier: str) -> list[tuple[str, str, str]]:
        if identifier not in self._facts.identifiers("codes"):
            return []
        return read_codes(self._facts.text(f"codes/{identifier}"), self._covers)

    def _row(self, name: str, identifier: str) -> list[str] | None:
        for row in self._facts.rows(name, identifier):
            if len(row) < 3 or self._covers(row[2]):
                return row
        return None

    def _index_row(self, name: str) -> tuple[str, str, str] | None:
        for kind, title, revisions in self._facts.rows("messages", name):
            for item in revisions.split(" "):
                span, _, revision = item.partition("=")
                if self._covers(span):
                    return kind, title, revision
        return None

    def _covers(self, span: str) -> bool:
        known = self._spans.get(span)
        if known is None:
            known = self._spans[span] = self._facts.covers(span, self._key)
        return known

    @cached_property
    def _late(self) -> bool:
        keys = self._facts.keys
        return FIVE_DIGITS_FROM in keys and keys.index(self._key) >= keys.index(FIVE_DIGITS_FROM)


class Directories:
    """All directories; `load` gives the text of a file under `schemas/`, such as `edifact/un/segments.txt`.

    `overlay_texts` gives the overlays that lie over them: by name, the file's name for findings and its text.
    """

    def __init__(
        self, load: Callable[[str], str], overlay_texts: Callable[[], Mapping[str, tuple[str, str]]] = dict
    ) -> None:
        self._overlay_texts = overlay_texts
        self._overlaid: dict[tuple[Directory, tuple[str, ...]], Directory] = {}
        self._un, self._service_facts = _Facts(load, "un"), _Facts(load, "service")
        self._services = {
            version: Directory(self, version, self._service_facts) for version in self._service_facts.keys
        }
        self._known: dict[tuple[str, str], Directory] = {}

    @property
    def names(self) -> list[str]:
        """The directories, oldest first: `D.93A` …"""
        return [f"D.{key}" for key in self._un.keys]

    @property
    def dates(self) -> dict[str, str]:
        """The date on the cover of each directory (`1996-09-20`, or the month alone), as far as it is known."""
        return {f"D.{key}": date for key, date in self._un.dates.items()}

    def get(self, name: str, syntax: str = DEFAULT_SYNTAX) -> Directory:
        """A directory, written `D.96B`, `D96B` or `96B`, with the service segments of a syntax version.

        Raises:
            UnknownDirectoryError: there is no such directory or syntax version.
        """
        spelling = _SPELLING.fullmatch(name.upper())
        if spelling is None or spelling[1] not in self._un.keys:
            unknown = _unknown(f"directory {name[:20]!r}", name.upper()[:20], self.names)
            raise UnknownDirectoryError(replace(unknown, fix=self._instead(name.upper()) or unknown.fix))
        key = spelling[1]
        if (key, syntax) not in self._known:
            self._known[key, syntax] = Directory(self, key, self._un, self.service(syntax))
        return self._known[key, syntax]

    def _instead(self, name: str) -> str:
        """The directory to hold a message to whose own is a standard one or an older one, neither of which is here."""
        standard = _STANDARD.fullmatch(name)
        known = standard is not None and standard[1] in self._un.keys
        nearest = f"D.{standard[1]}" if standard and known else self.names[0] if _OLDER.fullmatch(name) else ""
        return nearest and f"use the nearest directory that is known: --directory {nearest}"

    def codes_of_all(self, element: str) -> list[tuple[str, str, str]]:
        """Every code an element ever had, with its latest name and the directories that have it (empty: all).

        A service element (`0035`) has syntax versions in place of directories.
        """
        for facts in (self._un, self._service_facts):
            if element in facts.identifiers("codes"):
                rows = read_code_spans(facts.text(f"codes/{element}"))
                latest = sorted(rows, key=lambda row: facts.end(row[2]))
                names = {code: name for code, name, _ in latest}
                spans: dict[str, list[str]] = defaultdict(list)
                for code, _, span in rows:
                    spans[code].append(span)
                return [(code, names[code], "" if "" in found else ",".join(found)) for code, found in spans.items()]
        return []

    def element_name(self, element: str) -> str:
        """The name of an element in the latest directory that has it; empty if none has."""
        for facts in (self._un, self._service_facts):
            rows = sorted(facts.rows("elements", element), key=lambda row: facts.end(row[2] if len(row) > 2 else ""))
            if rows:
                return rows[-1][1]
        return ""

    def find(self, message: str, name: str, syntax: str = DEFAULT_SYNTAX) -> Directory:
        """The directory that defines a message: service messages (`CONTRL`) claim a syntax version, not a directory.

        Args:
            message, name: message type and directory as UNH claims them (`CUSDEC`, `D.96B`; `CONTRL`, `D.3`).
            syntax: syntax version of the interchange; an unknown one, which is for the reader to tell, counts as 3.

        Raises:
            UnknownDirectoryError: neither a service message nor a known directory.
        """
        default, newest = self._services[DEFAULT_SYNTAX], self._services[NEWEST_SYNTAX]
        service = self._services.get(syntax, default)
        for candidate in (service, default):  # CONTRL is younger than syntax 1, and used there all the same
            if candidate.message(message) is not None:
                return candidate
        try:
            return self.get(name, service.syntax)
        except UnknownDirectoryError:  # AUTACK and KEYMAN are younger than syntax 3
            if newest.message(message) is None:
                raise
            return newest

    def service(self, version: str) -> Directory:
        """The service segments and messages of a syntax version, `1` to `4`; raises `UnknownDirectoryError`."""
        if version not in self._services:
            raise UnknownDirectoryError(
                _unknown(f"syntax version {version[:20]!r}", version[:20], list(self._services))
            )
        return self._services[version]

    @cached_property
    def overlays(self) -> "Sequence[Overlay]":
        """All overlays, general ones first; raises `ConfigurationError` with everything wrong with any of them."""
        texts = self._overlay_texts()
        if not texts:
            return ()
        from edi_engine.formats.edifact.overlay_reader import read_overlays

        return read_overlays(texts, self)

    def overlaid(
        self, directory: Directory, message: str, sender: str = "", recipient: str = "", association: str = ""
    ) -> Directory:
        """A directory as a message sees it: through every overlay that is for its type, partners and code.

        Raises:
            ConfigurationError: an overlay is wrong.
        """
        if not self.overlays:
            return directory
        name, chosen = directory.name, (message, sender, recipient, association)
        return self.through(directory, [each for each in self.overlays if each.applies(name, *chosen)])

    def through(self, directory: Directory, overlays: "Sequence[Overlay]") -> Directory:
        """A directory seen through these overlays, the first lowest; made once."""
        key = directory, tuple(overlay.name for overlay in overlays)
        if key not in self._overlaid:
            from edi_engine.formats.edifact.overlay import OverlaidDirectory

            seen = directory
            for overlay in overlays:
                seen = OverlaidDirectory(seen, overlay)
            self._overlaid[key] = seen
        return self._overlaid[key]


def _unknown(what: str, name: str, known: list[str]) -> Finding:
    near = alike(name, known, least=LOOSELY)
    return Finding(
        code=UNKNOWN_DIRECTORY,
        severity=Severity.ERROR,
        what=f"{what} is not known",
        why=f"known are {known[0]} to {known[-1]}",
        fix="near names: " + ", ".join(near) if near else "use a directory or version that is known",
        error="14" if "directory" in what else "2",
    )
