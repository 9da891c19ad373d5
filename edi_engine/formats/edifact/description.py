"""What a directory says of a message, segment, composite or element, as rows, and what changed between two of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from edi_engine.formats.edifact.definitions import (
    CompositeDefinition,
    ElementDefinition,
    GroupUse,
    MessageTable,
    SegmentDefinition,
    SegmentUse,
)
from edi_engine.formats.edifact.directory import Directory

KINDS = ("messages", "segments", "composites", "elements")


class Row(NamedTuple):
    """A line of a segment table, an element of a segment, a component of a composite, or a code of a list.

    `status` is M or C, empty for a code; `repetitions` 0 says that an overlay leaves it out. A group of a segment
    table has the id `group NAD` and its number (`SG6`) as name; groups are numbered anew with each one put in.
    """

    id: str
    name: str = ""
    position: str = ""
    depth: int = 0
    status: str = ""
    repetitions: int = 1
    format: str = ""
    tabled: bool = False

    @property
    def facts(self) -> tuple[str, str, int, str]:
        """What counts when two are compared: positions move with every line put in, and in a segment table the names
        are those of the segments."""
        return "" if self.tabled else self.name, self.status, self.repetitions, self.format


@dataclass(frozen=True, slots=True)
class Description:
    """What is defined under an identifier: `kind` is message, segment, composite or element; `notes` are its dependency
    notes, or the format of an element and who else keeps codes of it."""

    kind: str
    id: str
    name: str
    source: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


class Change(NamedTuple):
    """A row that was added (`before` is None), removed (`after` is None) or changed."""

    before: Row | None
    after: Row | None

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def describe(directory: Directory, identifier: str) -> Description | None:
    """What a directory defines under an identifier (`CUSDEC`, `NAD`, `C082`, `3035`); None if nothing."""
    found = (
        directory.message(identifier)
        or directory.segment(identifier)
        or directory.composite(identifier)
        or directory.element(identifier)
    )
    match found:
        case MessageTable():
            notes = () if found.revision == "?" else (f"revision {found.revision}",)
            rows = tuple(_table_rows(directory, found.items, 0))
            return Description("message", identifier, found.title, found.directory, notes, rows)
        case SegmentDefinition() | CompositeDefinition():
            kind = "segment" if isinstance(found, SegmentDefinition) else "composite"
            dependencies = tuple(f"{note.kind}({','.join(map(str, note.uses))})" for note in found.dependencies)
            return Description(kind, identifier, found.name, found.source, dependencies, tuple(_uses(directory, found)))
        case ElementDefinition():
            codes = tuple(Row(code, name) for code, name in (directory.codes(identifier) or {}).items())
            others = directory.codes_kept_by(identifier)
            kept = (f"most codes are kept elsewhere: {others}",) if others else ()
            return Description("element", identifier, found.name, found.source, (found.format, *kept), codes)
        case _:
            return None


def changes(before: Sequence[Row], after: Sequence[Row]) -> list[Change]:
    """What must be done to the rows of one directory to have those of another, in order."""
    old_keys, new_keys = ([(row.depth, row.id) for row in rows] for rows in (before, after))
    matcher = SequenceMatcher[tuple[int, str]](None, old_keys, new_keys, autojunk=False)
    found: list[Change] = []
    for operation, first, end, other, other_end in matcher.get_opcodes():
        if operation == "equal":
            pairs = zip(before[first:end], after[other:other_end], strict=True)
            found += [Change(old, new) for old, new in pairs if old.facts != new.facts]
        else:
            found += [Change(old, None) for old in before[first:end]]
            found += [Change(None, new) for new in after[other:other_end]]
    return found


def changed_identifiers(before: Directory, after: Directory, kind: str) -> tuple[list[str], list[str], list[str]]:
    """What was added, what was removed and what was changed of one of the `KINDS`."""
    old, new = set(before.identifiers(kind)), set(after.identifiers(kind))
    changed = [name for name in sorted(old & new) if not _same(before, after, name)]
    return sorted(new - old), sorted(old - new), changed


def _same(before: Directory, after: Directory, name: str) -> bool:
    old, new = describe(before, name), describe(after, name)
    return old is None or new is None or _essence(old) == _essence(new)


def _essence(description: Description) -> tuple[object, ...]:
    notes = () if description.kind == "message" else description.notes
    return description.name, notes, tuple((row.id, row.depth, *row.facts) for row in description.rows)


def _table_rows(directory: Directory, items: Sequence[SegmentUse | GroupUse], depth: int) -> Iterator[Row]:
    for item in items:
        status = "M" if item.mandatory else "C"
        if isinstance(item, GroupUse):
            trigger = item.items[0][1]
            yield Row(f"group {trigger}", item.name, item.position, depth, status, item.limit, tabled=True)
            yield from _table_rows(directory, item.items, depth + 1)
        else:
            segment = directory.segment(item.tag)
            yield Row(item.tag, segment.name if segment else "", item.position, depth, status, item.limit, tabled=True)


def _uses(directory: Directory, definition: SegmentDefinition | CompositeDefinition) -> Iterator[Row]:
    """The uses, and below a composite its components."""
    for use in definition.uses:
        status = "M" if use.mandatory else "C"
        element, composite = directory.element(use.id), directory.composite(use.id)
        if composite is not None:
            yield Row(use.id, composite.name, use.position, 0, status, use.repetitions)
            yield from (row._replace(depth=1) for row in _uses(directory, composite))
        else:
            name, form = (element.name, element.format) if element else ("", "")
            yield Row(use.id, name, use.position, 0, status, use.repetitions, form)
