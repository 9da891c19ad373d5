"""The amendment that makes one version of a declaration another: the inverse of `amendments.amend`.

It points at the smallest places that differ. What has no WCO id, or cannot be told from its like, is said by the class
around it; where that does not do either, the amendment replaces the whole declaration.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from edi_engine.canonical.amendments import Function, add, amend, next_version
from edi_engine.canonical.delta_content import Content
from edi_engine.canonical.document_paths import DocumentPath, Step
from edi_engine.canonical.matching import match
from edi_engine.canonical.meaning import identical, meaning
from edi_engine.canonical.metadata import Kind, fields, roles
from edi_engine.canonical.model import Amendment, Declaration, Pointer
from edi_engine.canonical.pointing import Pointing
from edi_engine.canonical.wco_tree import LEVELS, numbered, numbers
from edi_engine.findings import Report, Severity

IDENTITY = ("function_code", "id", "functional_reference_id", "version_id")
UNSAYABLE = ("amendments", "extensions")  # an amendment has its own


@dataclass(slots=True)
class _Edit:
    """One pointer, and the place of the new version that the amendment must hold for it.

    `whole`: with what stands there; else only so far that the place is there.
    """

    chain: list[Pointer]
    holds: DocumentPath
    whole: bool


def delta(
    original: Declaration, other: Declaration, functions: tuple[Function, ...], report: Report, reason: str = ""
) -> Declaration:
    """An amendment by which `amend` makes another version of an original.

    What identifies the two (function, references, version) is not compared: the amendment is about the original, and
    makes its next version. Where that is not what the other version says of itself, `report` gets a warning, `AMD-002`
    or `AMD-003`; `AMD-010` where no pointers say the difference.

    Args:
        reason: change reason code of each change (4295), where the receiver wants one.
    """
    edits = _Comparison(original, other).struct(original, other, (), ())
    made = None if edits is None else _identified(_pointed(other, edits, reason), "change", original, functions)
    if made is None or not _proven(original, other, made, functions):
        what = "no pointers say the difference: the amendment replaces the whole declaration"
        add(report, "AMD-010", what, fix="nothing to do, if the receiver takes replacements", severity=Severity.NOTE)
        made = _identified(deepcopy(other), "replace", original, functions)
    _compare_identity(original, other, made, report)
    return made


def _compare_identity(original: Declaration, other: Declaration, made: Declaration, report: Report) -> None:
    for name, code in (("id", "AMD-002"), ("functional_reference_id", "AMD-002"), ("version_id", "AMD-003")):
        theirs, ours = getattr(other, name), getattr(made, name)
        if theirs and theirs not in (ours, getattr(original, name)):
            what = f"the new version says {theirs!r:.40}, the amendment makes {ours!r:.40}"
            fix = "give two versions of one declaration"
            add(report, code, what, path=name, fix=fix, severity=Severity.WARNING)


def _identified(made: Declaration, effect: str, original: Declaration, functions: tuple[Function, ...]) -> Declaration:
    """An amendment with what says that it is one, and of what."""
    known = (one.function_code for one in functions if one.effect == effect and not one.type_code)
    made.function_code = next(known)
    made.id, made.functional_reference_id = original.id, original.functional_reference_id
    made.version_id = next_version(original, Declaration(), Report())
    return made


def _pointed(other: Declaration, edits: list[_Edit], reason: str) -> Declaration:
    content = Content(other)
    for edit in edits:
        content.hold(edit.holds, whole=edit.whole)
    made = content.ordered()
    made.type_code = other.type_code
    made.amendments = [Amendment(change_reason_code=reason or None, pointers=edit.chain) for edit in edits]
    return made


def _proven(original: Declaration, other: Declaration, made: Declaration, functions: tuple[Function, ...]) -> bool:
    """Whether the amendment does what it is to do."""
    found = amend(original, made, functions, Report())
    names = [name for name in other.__struct_fields__ if name not in IDENTITY]
    return found is not None and all(identical(getattr(found, name), getattr(other, name)) for name in names)


class _Comparison:
    """Finds what pointers can say of the differences; each method gives None where they cannot say it."""

    def __init__(self, original: Declaration, other: Declaration) -> None:
        self.original, self.other = original, other
        self.before, self.after = Pointing(original), Pointing(other)

    def struct(self, old: Any, new: Any, at: DocumentPath, to: DocumentPath) -> list[_Edit] | None:
        """The edits for two structs that are the same one."""
        edits: list[_Edit] = []
        for name in old.__struct_fields__:
            one, another = getattr(old, name), getattr(new, name)
            if identical(one, another) or (not at and name in IDENTITY):
                continue
            found = None if name in UNSAYABLE else self._field(old, new, name, at, to)
            if found is None:
                return None
            edits += found
        return edits

    def _field(self, old: Any, new: Any, name: str, at: DocumentPath, to: DocumentPath) -> list[_Edit] | None:
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
        return None if chain is None else [_Edit(chain, to if emptied else there, not emptied)]

    def _leveled(self, name: str) -> bool:
        """Whether parties of the document belong to a struct of it, and would go with it."""
        tags = ("Declaration", *fields("Declaration")[name].tag.split("/"))
        levels = {level for level, standing in LEVELS.items() if standing == tags}
        parties = (*self.original.parties, *self.other.parties)
        standing = [(one, roles().get(one.role or "")) for one in parties]
        return any((one.level or (role and role.level)) in levels for one, role in standing)

    # -- lists -----------------------------------------------------------------------------------------------------

    def _list(self, old: list[Any], new: list[Any], at: DocumentPath, to: DocumentPath) -> list[_Edit] | None:
        """The edits for two lists: those of each group of elements that stand together in WCO."""
        edits: list[_Edit] = []
        for group in dict.fromkeys((*map(_group, old), *map(_group, new))):
            ours = [index for index, one in enumerate(old) if _group(one) == group]
            theirs = [index for index, one in enumerate(new) if _group(one) == group]
            found = self._elements(_Lists(old, new, ours, theirs, at, to))
            if found is None:
                return None
            edits += found
        return edits

    def _elements(self, lists: "_Lists") -> list[_Edit] | None:
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
            edits.append(_Edit(chain, lists.to[:-1], whole=False))
        added = list(self._added(lists, {j for _, j in pairs}))
        return None if None in added else [*edits, *(edit for edit in added if edit)]

    def _element(self, lists: "_Lists", i: int, j: int, *, alone: bool) -> list[_Edit] | None:
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
        return None if chain is None else [_Edit(chain, lists.new_path(j), whole=True)]

    def _added(self, lists: "_Lists", known: set[int]) -> Iterator[_Edit | None]:
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
            yield _Edit(chain, lists.new_path(j), whole=True)


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
