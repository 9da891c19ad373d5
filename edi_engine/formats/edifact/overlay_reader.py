"""Reads overlay files and checks them against the directory they are based on; every fault with line and column.

A file is a table of these keys, all but `directory` optional:

    title, directory                                          what it is for; what it is based on
    messages, senders, recipients, associations               lists; what it is limited to, left out: any
    use:        {SG7: not used, SG7/NAD: 1..3, DTM: required}  lines of the segment tables of `messages`
    insert:     [{behind: BGM, table: ZZZ 0..9}]               lines put into them, in the notation of the tables
    segments:   {NAD: {C058: not used, 050: required}}         elements of a segment, by number or position
    composites: {C082: {3055: required}}                       components of a composite
    elements:   {1004: an..17}                                 formats
    codes:      {3035: {only: [IM, EX]}, 8155: {add: {X1: …}}} code lists
    define:     segments, composites: {ZZZ: {name: …, uses: "C506 [1154]"}}; elements: {9901: {name: …, format: an..8}};
                messages: {ABCDEF: {title: …, table: …}}
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from edi_engine.configuration import Table, Text, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding
from edi_engine.formats.edifact.definitions import (
    CompositeDefinition,
    ElementDefinition,
    MessageTable,
    SegmentDefinition,
    Use,
)
from edi_engine.formats.edifact.directory import Directories, Directory, UnknownDirectoryError
from edi_engine.formats.edifact.notation import read_dependencies, read_element, read_uses
from edi_engine.formats.edifact.overlay import CodeChange, OverlaidDirectory, Overlay
from edi_engine.formats.edifact.overlay_faults import NOT_ALLOWED, STRUCTURE, UNKNOWN_NAME, Faults, placed
from edi_engine.formats.edifact.overlay_tables import TableReader

_TOKEN = re.compile(r"\[?([A-Z0-9]+)\]?(?:\*[1-9][0-9]*)?|D[1-7]\([1-9][0-9,]*\)")
_LIMITS = ("messages", "senders", "recipients", "associations")
_KEYS = ("title", "directory", *_LIMITS, "use", "insert", "segments", "composites", "elements", "codes", "define")
_DEFINED = {
    "segments": ("name", "uses"),
    "composites": ("name", "uses"),
    "elements": ("name", "format"),
    "messages": ("title", "table"),
}


def read_overlays(texts: Mapping[str, tuple[str, str]], directories: Directories) -> tuple[Overlay, ...]:
    """Read all overlays of an installation.

    Args:
        texts: by name, the file's name for findings and its text.
        directories: what they are based on.

    Returns:
        General ones first, those with more conditions behind them, then by name.

    Raises:
        ConfigurationError: `CFG-001`, `DIR-003` structure, `DIR-004` a name not known, `DIR-005` what an overlay may
            not say: every fault of every file.
    """
    overlays: list[Overlay] = []
    found: list[Finding] = []
    for name, (file, text) in texts.items():
        try:
            overlays.append(read_overlay(name, file, text, directories))
        except ConfigurationError as error:
            found += error.findings
    if found:
        raise ConfigurationError(*found)
    return tuple(sorted(overlays, key=lambda overlay: (overlay.narrowness, overlay.name)))


def read_overlay(name: str, file: str, text: str, directories: Directories) -> Overlay:
    """Read one overlay; raises `ConfigurationError` with every fault of the file."""
    faults = Faults(file)
    tree = faults.table(read_yaml(text, file), "an overlay", _KEYS)
    overlay = Overlay(name=name, file=file, title=faults.text(tree, "title"))
    based_on = _base(tree, directories, faults)
    if based_on is not None:
        overlay.directory = based_on.name
        _Reader(overlay, based_on, faults).read(tree)
    faults.raise_found()
    return overlay


def _base(tree: Table, directories: Directories, faults: Faults) -> Directory | None:
    name = faults.text(tree, "directory")
    if not name:
        faults.add(STRUCTURE, "the overlay names no directory", tree, "write directory: D.96B, or another")
        return None
    try:
        return directories.get(name)
    except UnknownDirectoryError as error:
        faults.add(UNKNOWN_NAME, error.finding.what, tree["directory"], error.finding.fix)
        return None


class _Reader(TableReader):
    """Fills an overlay from all parts of its file."""

    def read(self, tree: Table) -> None:
        """All parts, definitions first, for the others may use them."""
        faults, overlay = self.faults, self.overlay
        self.base = OverlaidDirectory(self.base, overlay)
        self._define(faults.table(tree.get("define"), "define", tuple(_DEFINED)))
        self._limits(tree)
        for kind in ("segments", "composites"):
            for key, row in faults.items(tree.get(kind), kind):
                self._uses(kind, key, faults.items(row, key))
        for key, form in faults.items(tree.get("elements"), "elements"):
            self._format(key, form)
        for key, row in faults.items(tree.get("codes"), "codes"):
            self._codes(key, faults.table(row, f"codes of {key}", ("only", "add")))
        self.read_tables(tree)

    def _limits(self, tree: Table) -> None:
        lists = {key: self.faults.texts(tree, key) for key in _LIMITS}
        for message in lists["messages"]:
            if self.base.message(message) is None:
                self.unknown("message", message, self.base.messages())
        chosen = {key: frozenset(map(str, texts)) for key, texts in lists.items()}
        self.overlay.messages, self.overlay.senders = chosen["messages"], chosen["senders"]
        self.overlay.recipients, self.overlay.associations = chosen["recipients"], chosen["associations"]

    # -- what the overlay defines itself -------------------------------------------------------------------------------

    def _define(self, tree: Table) -> None:
        for kind in ("elements", "composites", "segments", "messages"):
            for key, row in self.faults.items(tree.get(kind), kind):
                facts = self.faults.table(row, key, _DEFINED[kind])
                first, second = (self.faults.text(facts, part) for part in _DEFINED[kind])
                if not second:
                    self.faults.add(STRUCTURE, f"{key} has no {_DEFINED[kind][1]}", key, f"add {_DEFINED[kind][1]}: …")
                elif self._is_new(kind, key):
                    getattr(self, f"_define_{kind}")(key, first, facts[_DEFINED[kind][1]])

    def _is_new(self, kind: str, key: Text) -> bool:
        look = {"elements": self.base.element, "composites": self.base.composite, "segments": self.base.segment}
        form = {"elements": "[0-9]{4}", "segments": "[A-Z]{3}", "messages": "[A-Z]{6}"}.get(kind, "[A-Z][0-9]{3}")
        if not re.fullmatch(form, key):
            self.faults.add(NOT_ALLOWED, f"{str(key)[:40]} is no identifier of {kind}", key, f"write it as {form}")
        elif look.get(kind, self.base.message)(key) is not None:
            what = f"{key} is in {self.base.name} already"
            self.faults.add(NOT_ALLOWED, what, key, "give it an identifier of its own, or restrict it")
        else:
            return True
        return False

    def _define_elements(self, key: Text, name: str, form: Text) -> None:
        element = self._element_format(key, form, name)
        if element is not None:
            self.overlay.elements[key] = element

    def _define_composites(self, key: Text, name: str, uses: Text) -> None:
        if self._are_uses(uses, composites=False):
            made = CompositeDefinition(key, name, read_uses(uses), read_dependencies(uses), self.source)
            self.overlay.composites[key] = made

    def _define_segments(self, key: Text, name: str, uses: Text) -> None:
        if self._are_uses(uses, composites=True):
            made = SegmentDefinition(key, name, read_uses(uses), read_dependencies(uses), self.source)
            self.overlay.segments[key] = made

    def _define_messages(self, key: Text, title: str, table: Text) -> None:
        items = self.items(table)
        if not items:
            return
        if (items[0][1], items[-1][1]) != ("UNH", "UNT"):
            self.faults.add(NOT_ALLOWED, f"the table of {key} is not framed", table, "begin with UNH 1, end with UNT 1")
        self.overlay.tables[key] = MessageTable(key, title, self.source, "?", "B", items)

    def _are_uses(self, uses: Text, *, composites: bool) -> bool:
        before = len(self.faults)
        count = len(read_uses(uses))
        for token in uses.split():
            match = _TOKEN.fullmatch(token)
            if match is None:
                self.faults.add(STRUCTURE, f"{token[:40]!r} is no use", uses, "write 3035, [3035], [C082]*5 or D5(2,1)")
            elif match[1] and not self._is_known_use(match[1], composites):
                self.unknown("element or composite" if composites else "element", placed(match[1], uses), ())
        if any(use > count for note in read_dependencies(uses) for use in note.uses):
            self.faults.add(NOT_ALLOWED, "a dependency note counts past the last use", uses, f"there are {count} uses")
        return len(self.faults) == before

    def _is_known_use(self, identifier: str, composites: bool) -> bool:
        known = self.base.element(identifier) is not None
        return known or (composites and self.base.composite(identifier) is not None)

    # -- elements and codes --------------------------------------------------------------------------------------------

    def _uses(self, kind: str, owner: Text, rows: Iterable[tuple[Text, Any]]) -> None:
        found = self.base.segment(owner) if kind == "segments" else self.base.composite(owner)
        if found is None:
            self.unknown(kind[:-1], owner, ())
            return
        for key, words in rows:
            uses = [use for use in found.uses if key in (use.id, use.position)]
            if not uses:
                self.lacking(owner, key, (use.id for use in found.uses))
            for use in uses:
                self._use(owner, key, words, use, several=len(uses) > 1)

    def _use(self, owner: Text, key: Text, words: Any, use: Use, *, several: bool) -> None:
        made = self.narrowing(words, key, f"{use.id} of {owner}", use.mandatory, use.repetitions)
        if made is None:
            return
        if several and made.mandatory:
            what = f"{key} stands in {owner} more than once"
            self.faults.add(NOT_ALLOWED, what, key, f"name a position, such as {use.position}")
            return
        self.overlay.uses.setdefault(str(owner), {})[use.position] = made

    def _format(self, key: Text, form: Any) -> None:
        known = self.base.element(key)
        if known is None:
            self.unknown("element", key, ())
            return
        wanted = self._element_format(key, form, known.name)
        if wanted is None:
            return
        wider = wanted.kind != known.kind and known.kind != "an"
        if wider or wanted.maximum > known.maximum or wanted.minimum < known.minimum:
            what = f"{key} is {known.format} in {self.base.name}, {form} is wider"
            self.faults.add(NOT_ALLOWED, what, form, f"an overlay narrows: write less than {known.format}")
            return
        self.overlay.formats[key] = wanted, key.line

    def _element_format(self, key: Text, form: Any, name: str) -> ElementDefinition | None:
        try:
            return read_element(key, str(form), name, self.source)
        except ConfigurationError as error:
            self.faults.add(STRUCTURE, error.finding.what, form or key, error.finding.fix)
            return None

    def _codes(self, key: Text, row: Table) -> None:
        element = self.base.element(key)
        if element is None:
            self.unknown("element", key, ())
            return
        listed = self.base.closed_codes(key)
        added = dict(self.faults.items(row.get("add"), f"codes added to {key}"))
        only = self.faults.texts(row, "only") if "only" in row else None
        if listed is None and only is None and key not in self.overlay.elements:
            what = f"{self.base.name} keeps no list of {key}, or not all of it: any code passes already"
            self.faults.add(NOT_ALLOWED, what, key, "write only: and all codes that are in use")
        for code in only or ():
            if listed is not None and code not in listed and code not in added:
                self.unknown(f"code of {key}", code, listed)
        for code in added:
            if listed and code in listed:
                self.faults.add(NOT_ALLOWED, f"{code} is a code of {key} already: {listed[code]}", code, "leave it out")
        for code in (*added, *(only or ())):
            if not element.minimum <= len(code) <= element.maximum:
                what = f"code {str(code)[:40]} is not {element.format} as {key} is"
                self.faults.add(NOT_ALLOWED, what, code, "write a code of that length")
        names = {str(code): str(name or "") for code, name in added.items()}
        left = None if only is None else frozenset(map(str, only)) - names.keys()
        self.overlay.codes[key] = CodeChange(left, names, key.line)
