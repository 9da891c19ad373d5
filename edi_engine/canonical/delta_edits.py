"""What pointers can say of the differences between two versions of a declaration: the smallest places that differ.

What has no WCO id, or cannot be told from its like, is said by the class around it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from edi_engine.canonical.document_paths import DocumentPath, Step
from edi_engine.canonical.matching import match
from edi_engine.canonical.meaning import identical, meaning
from edi_engine.canonical.metadata import Kind, fields, roles
from edi_engine.canonical.model import Declaration, Pointer
from edi_engine.canonical.pointing import Pointing
from edi_engine.canonical.wco_tree import LEVELS, numbered, numbers


@dataclass(slots=True)
class Edit:
    """One pointer, and the place of the new version that the amendment must hold for it.

    `whole`: with what stands there; else only so far that the place is there.
    """

    chain: list[Pointer]
    holds: DocumentPath
    whole: bool


class Comparison:
    """Finds what pointers can say of the differences; each method gives None where they cannot say it."""

    def __init__(self, original: Declaration, other: Declaration, own: tuple[str, ...], aside: tuple[str, ...]) -> None:
        """Take two versions.

        Args:
            own: fields of a declaration that an amendment has for itself, so that no pointer changes them.
            aside: fields that are not compared.
        """
        self.original, self.other, self.own, self.aside = original, other, own, aside
        self.before, self.after = Pointing(original), Pointing(other)

    def struct(self, old: Any, new: Any, at: DocumentPath, to: DocumentPath) -> list[Edit] | None:
        """The edits for two structs that are the same one."""
        edits: list[Edit] = []
        for name in old.__struct_fields__:
            one, another = getattr(old, name), getattr(new, name)
            if identical(one, another) or (not at and name in self.aside):
                continue
            own = name == "extensions" or (not at and name in self.own)
            found = None if own else self._field(old, new, name, at, to)
            if found is None:
                return None
            edits += found
        return edits

    def _field(self, old: Any, new: Any, name: str, at: DocumentPath, to: DocumentPath) -> list[Edit] | None:
        field, one, another = fields(type(old).__name__)[name], getattr(old, name), getattr(new, name)
        here, there = (*at, Step(name)), (*to, Step(name))
        if field.many and field.kind is Kind.STRUCT:
            return self._list(one, another, here, there)
        if field.kind is Kind.STRUCT and one is not None and another is not None:
            inner = self.struct(one, another, here, there)
            if inner is not None:
                return inner
        if not at and self._leveled(name):
            return None
        chain = self.before.to(here)
        emptied = another is None or another == []
        return None if chain is None else [Edit(chain, to if emptied else there, not emptied)]

    def _leveled(self, name: str) -> bool:
        """Whether parties of the document belong to a struct of it, and would go with it."""
        tags = ("Declaration", *fields("Declaration")[name].tag.split("/"))
        levels = {level for level, standing in LEVELS.items() if standing == tags}
        parties = (*self.original.parties, *self.other.parties)
        standing = [(one, roles().get(one.role or "")) for one in parties]
        return any((one.level or (role and role.level)) in levels for one, role in standing)

    # -- lists -----------------------------------------------------------------------------------------------------

    def _list(self, old: list[Any], new: list[Any], at: DocumentPath, to: DocumentPath) -> list[Edit] | None:
        """The edits for two lists: those of each group of elements that stand together in WCO."""
        edits: list[Edit] = []
        for group in dict.fromkeys((*map(_group, old), *map(_group, new))):
            ours = [index for index, one in enumerate(old) if _group(one) == group]
            theirs = [index for index, one in enumerate(new) if _group(one) == group]
            found = self._elements(_Lists(old, new, ours, theirs, at, to))
            if found is None:
                return None
            edits += found
        return edits

    def _elements(self, lists: "_Lists") -> list[Edit] | None:
        pairs = lists.pairs()
        if pairs is None:
            return None
        edits, matched = [], dict(pairs)
        gone = [i for i in lists.ours if i not in matched]
        for i, j in pairs:
            found = self._element(lists, i, j, alone=not gone)
            if found is None:
                return None
            edits += found
        for i in gone:
            chain = self.before.to(lists.old_path(i))
            if chain is None:
                return None
            edits.append(Edit(chain, lists.to[:-1], whole=False))
        added = list(self._added(lists, {j for _, j in pairs}))
        return None if None in added else [*edits, *(edit for edit in added if edit)]

    def _element(self, lists: "_Lists", i: int, j: int, *, alone: bool) -> list[Edit] | None:
        """The edits for one element; a new one in its place must not be taken for one that was taken out."""
        old, new = lists.old[i], lists.new[j]
        if identical(old, new):
            return []
        inner = self.struct(old, new, lists.old_path(i), lists.new_path(j))
        if meaning(new) is None:
            return None
        if inner is not None:
            return inner
        chain = self.before.to(lists.old_path(i)) if alone else None
        return None if chain is None else [Edit(chain, lists.new_path(j), whole=True)]

    def _added(self, lists: "_Lists", known: set[int]) -> Iterator[Edit | None]:
        """A pointer to what is not there yet: that of the new version, from the list on, in the numbers of the old."""
        count, by_number = 0, lists.by_number
        for j in lists.theirs:
            if j in known:
                continue
            count += 1
            found = self.after.to(lists.new_path(j))
            before, owner = self.after.to(lists.to[:-1]), self.before.to(lists.at[:-1])
            if found is None or before is None or owner is None or meaning(lists.new[j]) is None:
                yield None
                continue
            chain = [*owner, *found[len(before) :]]
            if not by_number:
                chain[-1].sequence_numeric = len(lists.ours) + count
            yield Edit(chain, lists.new_path(j), whole=True)


@dataclass(slots=True)
class _Lists:
    """One list in two versions: the elements and the indexes of those compared, the paths of the list in both."""

    old: list[Any]
    new: list[Any]
    ours: list[int]
    theirs: list[int]
    at: DocumentPath
    to: DocumentPath

    def old_path(self, index: int) -> DocumentPath:
        """The path of an element of the old list."""
        return (*self.at[:-1], Step(self.at[-1].name, index))

    def new_path(self, index: int) -> DocumentPath:
        """The path of an element of the new list."""
        return (*self.to[:-1], Step(self.to[-1].name, index))

    @property
    def by_number(self) -> bool:
        """Whether the elements are told apart by numbers that they carry."""
        ours, theirs = [self.old[i] for i in self.ours], [self.new[j] for j in self.theirs]
        return (numbered(ours) or not ours) and numbered(theirs)

    def pairs(self) -> list[tuple[int, int]] | None:
        """Which element is which; those of the new version that are new stand at its end, else None."""
        ours, theirs = [self.old[i] for i in self.ours], [self.new[j] for j in self.theirs]
        if self.by_number:
            places = {number: j for j, number in enumerate(numbers(theirs))}
            found = [(i, places[number]) for i, number in enumerate(numbers(ours)) if number in places]
        elif numbered(ours) and theirs:
            return None
        else:
            found = match(ours, theirs)
            if not found or not _in_order(found, len(theirs)):
                found = [(i, i) for i in range(min(len(ours), len(theirs)))]
        return [(self.ours[i], self.theirs[j]) for i, j in found] if _in_order(found, len(theirs)) else None


def _in_order(pairs: list[tuple[int, int]], count: int) -> bool:
    """Whether those that were there come first, in the order they had."""
    return [j for _, j in pairs] == list(range(len(pairs))) and len(pairs) <= count


def _group(one: Any) -> Any:
    role = getattr(one, "role", None)
    return (role, getattr(one, "level", None) or "") if role else None
