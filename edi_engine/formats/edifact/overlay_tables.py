"""The part of an overlay that changes segment tables, and what the other parts share with it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from edi_engine.configuration import Table, Text
from edi_engine.errors import ConfigurationError
from edi_engine.formats.edifact.definitions import GroupUse, MessageTable, SegmentUse
from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.notation import read_table
from edi_engine.formats.edifact.overlay import Insertion, Narrowing, Overlay
from edi_engine.formats.edifact.overlay_faults import NOT_ALLOWED, STRUCTURE, UNKNOWN_NAME, Faults, Place, near, placed

_MULTIPLICITY = re.compile(r"([01])(?:\.\.([1-9][0-9]{0,8}))?")
_WORDS = "write `not used`, `required`, or a repetition such as 0..5 or 1..5"


@dataclass(slots=True)
class TableReader:
    """Fills the tables of an overlay; `base` is its directory, through the overlay's own definitions."""

    overlay: Overlay
    base: Directory
    faults: Faults
    inserted: int = 0

    @property
    def source(self) -> str:
        """The overlay as the source of what it defines."""
        return f"overlay {self.overlay.name}"

    def unknown(self, kind: str, name: Text, known: Iterable[str]) -> None:
        """Note a name the directory lacks, with near ones."""
        self.faults.add(UNKNOWN_NAME, f"{self.base.name} has no {kind} {str(name)[:40]}", name, near(name, known))

    def lacking(self, owner: str, name: Text, known: Iterable[str]) -> None:
        """Note a name that stands nowhere in a segment table, segment or composite."""
        what = f"{owner} has no {str(name)[:40]} in {self.base.name}"
        self.faults.add(UNKNOWN_NAME, what, name, near(name, known))

    def narrowing(self, words: Any, key: Text, named: str, mandatory: bool, limit: int) -> Narrowing | None:
        """What `not used`, `required` or `0..5` make of a use that is mandatory or not and occurs `limit` times."""
        if words == "required":
            return Narrowing(True, None, key.line)
        if words == "not used":
            if not mandatory:
                return Narrowing(False, 0, key.line)
            what = f"{named} is mandatory in {self.base.name}"
            self.faults.add(NOT_ALLOWED, what, words, "an overlay narrows: leave it in")
            return None
        match = _MULTIPLICITY.fullmatch(words) if isinstance(words, Text) else None
        if match is None or not int(match[2] or match[1]):
            self.faults.add(STRUCTURE, f"{str(words)[:40]!r} says nothing of {named}", words or key, _WORDS)
            return None
        most = int(match[2] or match[1])
        if most > limit or (mandatory and match[1] == "0"):
            what = f"{named} is {'1' if mandatory else '0'}..{limit} in {self.base.name}, {words} is wider"
            self.faults.add(NOT_ALLOWED, what, words, "an overlay narrows: leave it out, or ask for less")
            return None
        return Narrowing(match[1] == "1", most, key.line)

    def items(self, text: Text) -> tuple[SegmentUse | GroupUse, ...]:
        """The items of a table in the notation; nothing where it is wrong."""
        before, block = len(self.faults), "\n" in text
        first, column = text.line + block, 1 if block else text.column
        try:
            items = read_table(text, self.faults.file, lambda _: False, 4)
        except ConfigurationError as error:
            line = (error.finding.where.line or 1) - 1 + first
            self.faults.add(STRUCTURE, error.finding.what, Place(line, column), error.finding.fix)
            return ()
        tags = [line.split()[0] for line in text.splitlines()]
        if len(list(flat(items))) != len(tags):
            what = "a line is indented under one that triggers no group"
            self.faults.add(STRUCTURE, what, text, "indent by two blanks what belongs to a group")
        for number, tag in enumerate(tags):
            if self.base.segment(tag) is None:
                self.unknown("segment", placed(tag, Place(first + number, column)), ())
        return items if len(self.faults) == before else ()

    def read_tables(self, tree: Table) -> None:
        rows = list(self.faults.items(tree.get("use"), "use"))
        inserts = self.faults.rows(tree, "insert")
        if (rows or inserts) and not self.overlay.messages:
            at = rows[0][0] if rows else inserts
            self.faults.add(STRUCTURE, "whose segment table is meant is not said", at, "add messages: [TYPE, …]")
        tables = [table for name in sorted(self.overlay.messages) if (table := self.base.message(name))]
        for row in inserts:
            facts = self.faults.table(row, "a row of insert", ("behind", "table"))
            if self.faults.text(facts, "behind") and self.faults.text(facts, "table"):
                self._insert(facts["behind"], facts["table"], tables)
        for path, words in rows:
            for table in tables:
                self._narrow_table(path, words, table)

    def _insert(self, behind: Text, text: Text, tables: Sequence[MessageTable]) -> None:
        items = self.items(text)
        for table in tables if items else ():
            homes = self._homes(behind, table)
            if len(homes) > 1:
                self._ambiguous(behind, table, homes)
            for home in homes[:1]:
                self.inserted += 1
                made = renamed(items, home.position, self.inserted)
                line = Insertion(home.position, made, behind.line)
                self.overlay.insertions.setdefault(table.name, []).append(line)

    def _narrow_table(self, path: Text, words: Any, table: MessageTable) -> None:
        homes = self._homes(path, table)
        if words == "not used":  # a group goes with its trigger
            triggers = {group.items[0].position: group for group in groups_of(table.items)}
            homes = [triggers.get(home.position, home) for home in homes]
        elif len(homes) > 1:
            self._ambiguous(path, table, homes)
            return
        for home in homes:
            named = f"{home[1]} at {home.position} of {table.name}"
            made = self.narrowing(words, path, named, home.mandatory, home.limit)
            if made is not None:
                self.overlay.places.setdefault(table.name, {})[home.position] = made

    def _ambiguous(self, path: Text, table: MessageTable, homes: Sequence[SegmentUse | GroupUse]) -> None:
        places = ", ".join(home.position for home in homes[:6])
        what = f"{path} stands in {table.name} {len(homes)} times"
        self.faults.add(NOT_ALLOWED, what, path, f"name the group (SG7/{path}) or one of the positions {places}")

    def _homes(self, path: Text, table: MessageTable) -> list[SegmentUse | GroupUse]:
        """What `NAD`, `SG7`, `SG7/NAD` or `0410` names in a table; `NAD` is every one."""
        group, slash, name = path.rpartition("/")
        every = list(flat(table.items))
        groups = {each.name: each for each in groups_of(table.items)}
        if slash:
            within = groups[group].items if group in groups else ()
            found = [item for item in within if item[1] == name]
        elif path in groups:
            found = [groups[path]]
        else:
            found = [item for item in every if path in (item.tag, item.position)]
        if not found:
            self.lacking(table.name, path, {*groups, *(item.tag for item in every)})
        return found


def flat(items: Iterable[SegmentUse | GroupUse]) -> Iterable[SegmentUse]:
    """Every segment of a table in order."""
    for item in items:
        if isinstance(item, GroupUse):
            yield from flat(item.items)
        else:
            yield item


def groups_of(items: Iterable[SegmentUse | GroupUse]) -> Iterable[GroupUse]:
    """Every group of a table in order, outer before inner ones."""
    for item in items:
        if isinstance(item, GroupUse):
            yield item
            yield from groups_of(item.items)


def renamed(items: tuple[SegmentUse | GroupUse, ...], behind: str, number: int) -> tuple[SegmentUse | GroupUse, ...]:
    """Inserted lines say behind which position they stand (`0020+0010`); their groups are no numbered ones."""
    made: list[SegmentUse | GroupUse] = []
    for item in items:
        if isinstance(item, GroupUse):
            name = f"SG+{number}{item.name[2:]}"
            made.append(
                item._replace(
                    position=f"{behind}+{item.position}", name=name, items=renamed(item.items, behind, number)
                )
            )
        else:
            made.append(item._replace(position=f"{behind}+{item.position}"))
    return tuple(made)
