"""An overlay: what a partner's subset leaves of a directory and what a community adds, and a directory seen through it.

`overlay_reader` makes overlays from files and has checked them against the directory they are based on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from edi_engine.formats.edifact.definitions import (
    CompositeDefinition,
    ElementDefinition,
    GroupUse,
    MessageTable,
    SegmentDefinition,
    SegmentUse,
    Use,
)
from edi_engine.formats.edifact.directory import Directory


class Narrowing(NamedTuple):
    """A use made narrower: `limit` 0 is not used, None as before; `line` is the one of the overlay that says so."""

    mandatory: bool
    limit: int | None
    line: int

    @property
    def words(self) -> str:
        """What is asked for: `is not used`, `is required`, `is required and occurs 5 times at most`."""
        if self.limit == 0:
            return "is not used"
        parts = ["is required"] if self.mandatory else []
        parts += [] if self.limit is None else [f"occurs {self.limit} times at most"]
        return " and ".join(parts) or "is as in the directory"


class Insertion(NamedTuple):
    """Lines put into a segment table behind the item with this position, on its level."""

    behind: str
    items: tuple[SegmentUse | GroupUse, ...]
    line: int


class CodeChange(NamedTuple):
    """A code list changed: `only` are the codes left (None: all), `added` come on top, with their names."""

    only: frozenset[str] | None
    added: Mapping[str, str]
    line: int


@dataclass(slots=True, kw_only=True)
class Overlay:
    """One overlay file.

    Attributes:
        name, file, title: its name, the file's name for findings, what it is for.
        directory: the directory it is based on (`D.96B`).
        messages, senders, recipients, associations: what it is for; an empty set is any. The message types, UNB
            senders and recipients, and association codes (UNH 0057) it is limited to.
        places: message type → position in its segment table (a group counts one line before its trigger) → narrowing.
        insertions: message type → lines put into its table.
        uses: segment tag or composite → position of the use → narrowing.
        formats, codes: element → its narrower form with the line; → change of its list.
        segments, composites, elements, tables: what the overlay defines itself.
    """

    name: str
    file: str
    title: str = ""
    directory: str = ""
    messages: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    associations: frozenset[str] = frozenset()
    places: dict[str, dict[str, Narrowing]] = field(default_factory=dict)
    insertions: dict[str, list[Insertion]] = field(default_factory=dict)
    uses: dict[str, dict[str, Narrowing]] = field(default_factory=dict)
    formats: dict[str, tuple[ElementDefinition, int]] = field(default_factory=dict)
    codes: dict[str, CodeChange] = field(default_factory=dict)
    segments: dict[str, SegmentDefinition] = field(default_factory=dict)
    composites: dict[str, CompositeDefinition] = field(default_factory=dict)
    elements: dict[str, ElementDefinition] = field(default_factory=dict)
    tables: dict[str, MessageTable] = field(default_factory=dict)

    def applies(self, directory: str, message: str, sender: str, recipient: str, association: str) -> bool:
        """Whether a message of this directory, type, sender, recipient and association code is read through it."""
        wanted = (self.messages, self.senders, self.recipients, self.associations)
        given = (message, sender, recipient, association)
        return directory == self.directory and all(
            not some or one in some for some, one in zip(wanted, given, strict=True)
        )

    @property
    def narrowness(self) -> int:
        """How many conditions it has: general overlays lie below special ones."""
        return sum(map(bool, (self.messages, self.senders, self.recipients, self.associations)))

    def cited(self, what: str, line: int) -> str:
        """Who asks, for the why of a finding."""
        return f"overlay {self.name}: {what} ({self.file}, line {line})"


class OverlaidDirectory(Directory):
    """A directory seen through one overlay; the one below may itself be seen through another."""

    def __init__(
        self, below: Directory, overlay: Overlay, family: "dict[str, OverlaidDirectory] | None" = None
    ) -> None:
        self.name, self.syntax = below.name, below.syntax
        self.overlay, self._below = overlay, below
        self._under = family if family is not None else {}
        self._under[below.syntax] = self
        self._seen: dict[tuple[str, str], object] = {}
        self._reasons: dict[tuple[str, ...], str] = {}

    def __repr__(self) -> str:
        return f"{self._below!r} under overlay {self.overlay.name!r}"

    def under(self, syntax: str) -> Directory:
        """The same with the service segments of another syntax version; raises `UnknownDirectoryError`."""
        if syntax not in self._under:
            OverlaidDirectory(self._below.under(syntax), self.overlay, self._under)
        return self._under[syntax]

    def messages(self) -> list[str]:
        """The types of the directory's messages and the overlay's own."""
        return sorted({*self._below.messages(), *self.overlay.tables})

    def identifiers(self, kind: str) -> list[str]:
        """Everything of one kind, the overlay's own included."""
        if kind == "messages":
            return self.messages()
        own: dict[str, Iterable[str]] = {
            "segments": self.overlay.segments,
            "composites": self.overlay.composites,
            "elements": self.overlay.elements,
        }
        return sorted({*self._below.identifiers(kind), *own[kind]})

    def title(self, message: str) -> str:
        """The name of a message type."""
        own = self.overlay.tables.get(message)
        return own.title if own else self._below.title(message)

    def message(self, name: str) -> MessageTable | None:
        """The segment table, narrowed and with what was put in."""
        own = self.overlay.tables.get(name)
        table = own or self._below.message(name)
        if table is None or (name not in self.overlay.places and name not in self.overlay.insertions):
            return table
        key = "message", name
        if key not in self._seen:
            self._seen[key] = replace(table, items=tuple(self._items(table.items, name)))
        found = self._seen[key]
        return found if isinstance(found, MessageTable) else None

    def segment(self, tag: str) -> SegmentDefinition | None:
        """A segment, its elements narrowed."""
        found = self.overlay.segments.get(tag) or self._below.segment(tag)
        return found and replace(found, uses=self._uses(tag, found.uses))

    def composite(self, identifier: str) -> CompositeDefinition | None:
        """A composite, its components narrowed."""
        found = self.overlay.composites.get(identifier) or self._below.composite(identifier)
        return found and replace(found, uses=self._uses(identifier, found.uses))

    def element(self, identifier: str) -> ElementDefinition | None:
        """An element, its format narrowed."""
        found = self.overlay.elements.get(identifier) or self._below.element(identifier)
        change = self.overlay.formats.get(identifier)
        if found is None or change is None:
            return found
        form, line = change
        least, most = max(found.minimum, form.minimum), min(found.maximum, form.maximum)
        self._reasons["element", identifier] = self.overlay.cited(f"{identifier} is {form.format}", line)
        return replace(found, kind=form.kind, minimum=least, maximum=most)

    def codes(self, identifier: str) -> Mapping[str, str] | None:
        """The code list, what is left of it and what was added."""
        change = self.overlay.codes.get(identifier)
        if change is None:
            return self._below.codes(identifier)
        key = "codes", identifier
        if key not in self._seen:
            below = self._below.closed_codes(identifier)
            listed = dict(below or {}) if change.only is None else _chosen(below, change.only)
            self._seen[key] = MappingProxyType({**listed, **change.added})
            what = "has codes added" if change.only is None else f"has {len(listed) + len(change.added)} codes"
            self._reasons[key] = self.overlay.cited(f"{identifier} {what}", change.line)
        found = self._seen[key]
        return found if isinstance(found, Mapping) else None

    def codes_kept_by(self, identifier: str) -> str:
        """Who keeps most codes of an element; nobody else where the overlay says which there are."""
        return "" if identifier in self.overlay.codes else self._below.codes_kept_by(identifier)

    def withdrawn(self, identifier: str) -> frozenset[str]:
        """Codes of a service code list that are kept but no longer to be used."""
        return self._below.withdrawn(identifier)

    def reason(self, *what: str) -> str:
        """Which overlay asks for something, file and line: see `Directory.reason`."""
        if what[0] == "place":
            self.message(what[1])  # under another syntax version the table may not have been asked for yet
        return self._reasons.get(what) or self._below.reason(*what)

    def _uses(self, owner: str, uses: tuple[Use, ...]) -> tuple[Use, ...]:
        narrowings = self.overlay.uses.get(owner, {})
        return tuple(self._use(owner, use, narrowings.get(use.position)) for use in uses) if narrowings else uses

    def _use(self, owner: str, use: Use, narrowing: Narrowing | None) -> Use:
        if narrowing is None:
            return use
        what = f"{use.id} of {owner} {narrowing.words}"
        self._reasons[owner, use.position] = self.overlay.cited(what, narrowing.line)
        limit = use.repetitions if narrowing.limit is None else min(use.repetitions, narrowing.limit)
        return use._replace(mandatory=use.mandatory or narrowing.mandatory, repetitions=limit)

    def _items(self, items: tuple[SegmentUse | GroupUse, ...], message: str) -> Iterable[SegmentUse | GroupUse]:
        """One level of a table and all below it, with what is put in behind its items."""
        narrowings = self.overlay.places.get(message, {})
        insertions = self.overlay.insertions.get(message, [])
        for item in items:
            whole = item._replace(items=tuple(self._items(item.items, message))) if isinstance(item, GroupUse) else item
            yield self._item(message, whole, narrowings.get(item.position))
            for insertion in insertions:
                if insertion.behind == item.position:
                    yield from insertion.items
                    self._cite_inserted(message, insertion.items, insertion.line)

    def _item(self, message: str, item: SegmentUse | GroupUse, narrowing: Narrowing | None) -> SegmentUse | GroupUse:
        if narrowing is None:
            return item
        named = f"segment group {item.name}" if isinstance(item, GroupUse) else f"segment {item.tag}"
        what = f"{named} {narrowing.words}"
        self._reasons["place", message, item.position] = self.overlay.cited(what, narrowing.line)
        limit = item.limit if narrowing.limit is None else min(item.limit, narrowing.limit)
        return item._replace(mandatory=item.mandatory or narrowing.mandatory, limit=limit)

    def _cite_inserted(self, message: str, items: tuple[SegmentUse | GroupUse, ...], line: int) -> None:
        for item in items:
            group = isinstance(item, GroupUse)
            what = (
                f"segment group {item.name} is put in"
                if isinstance(item, GroupUse)
                else f"segment {item.tag} is put in"
            )
            self._reasons["place", message, item.position] = self.overlay.cited(what, line)
            if group and isinstance(item, GroupUse):
                self._cite_inserted(message, item.items, line)


def _chosen(listed: Mapping[str, str] | None, only: frozenset[str]) -> dict[str, str]:
    """What is left of a list; of one kept elsewhere nothing is known but the codes themselves."""
    if listed is None:
        return dict.fromkeys(sorted(only), "")
    return {code: name for code, name in listed.items() if code in only}
