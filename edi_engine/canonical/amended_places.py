"""An amendment with pointers: each names a place of the declaration, and what the amendment has there replaces it.

Where nothing stands there in the amendment, the place is emptied; where the declaration has no such element of a list,
it is added at the end. Numbers are those of the declaration as it was before. In the amendment, elements are found by
the number they carry; without numbers they stand in the order of the numbers that its pointers name.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from edi_engine.canonical.lists import NOTHING
from edi_engine.canonical.model import Amendment, Declaration, Pointer
from edi_engine.canonical.pointers import spell
from edi_engine.canonical.pointers import way as way_of
from edi_engine.canonical.wco_tree import LEVELS, Place, below, numbered, numbers, stands_here
from edi_engine.findings import Finding, Position, Report, Severity

Way = list[tuple[Place, int | None]]
_UNSAID = object()


@dataclass(slots=True)
class _Change:
    """What becomes of one field, or of one element of a list: `old` is that element, None for a new one."""

    owner: Any
    name: str
    new: Any
    old: Any = _UNSAID


def change_places(document: Declaration, amendment: Declaration, report: Report) -> None:
    """Apply all pointers of an amendment; with an error in the report the document is half done and no good.

    Findings: `AMD-005` a pointer to nothing, `AMD-006` two pointers to one place, `AMD-007` an element that cannot be
    told from its like, and those of the pointers themselves as errors.
    """
    ways = list(_ways(amendment.amendments, report))
    _check_overlaps(ways, report)
    if report.rejected:
        return
    walk = _Walk(document, amendment, ways)
    changes: list[_Change] = []
    for chain, way in ways:
        found = walk.changes(way)
        if isinstance(found, str):
            code, _, what = found.partition(" ")
            _add(report, code, what, chain)
        else:
            changes += found
    if not report.rejected:
        _make(changes)


def _ways(amendments: list[Amendment], report: Report) -> Iterator[tuple[list[Pointer], Way]]:
    for one in amendments:
        if not one.pointers:
            _add(report, "AMD-005", "an amendment without a pointer among others that have one", [])
            continue
        way, findings = way_of(one.pointers)
        for finding in findings:
            _add(report, "AMD-005", finding.what, one.pointers)
        if not findings and not way:
            _add(
                report,
                "AMD-005",
                "the declaration as a whole is replaced by its function, not by a pointer",
                one.pointers,
            )
        if not findings and way:
            yield one.pointers, way


def _check_overlaps(ways: list[tuple[list[Pointer], Way]], report: Report) -> None:
    """Two pointers to one place, or to a place and a part of it, do not say which holds."""
    seen: dict[tuple[Any, ...], list[Pointer]] = {}
    keys = [(chain, tuple((place.tags, number or 1) for place, number in way)) for chain, way in ways]
    for chain, key in keys:
        if key in seen:
            _add(report, "AMD-006", f"{spell(chain)} is named twice", chain)
        seen[key] = chain
    for chain, key in keys:
        for length in range(1, len(key)):
            if key[:length] in seen:
                _add(report, "AMD-006", f"{spell(seen[key[:length]])} is named, and {spell(chain)} in it", chain)


class _Walk:
    """Follows pointers through the declaration and through the amendment at once."""

    def __init__(self, document: Declaration, amendment: Declaration, ways: list[tuple[list[Pointer], Way]]) -> None:
        self.document, self.amendment = document, amendment
        self.lists: dict[Any, _List] = {}
        self.orders: dict[Any, dict[int, Any]] = {}
        # By the places and numbers before it: the numbers named of one list, and those of them named as a whole.
        self.named: defaultdict[Any, set[int]] = defaultdict(set)
        self.whole: defaultdict[Any, set[int]] = defaultdict(set)
        for _, way in ways:
            for depth, (place, number) in enumerate(way):
                self.named[_key(way, depth)].add(number or 1)
                if depth == len(way) - 1 and place.struct:
                    self.whole[_key(way, depth)].add(number or 1)

    def changes(self, way: Way) -> list[_Change] | str:
        """What one pointer changes; else the code of a finding and what is wrong."""
        owner: Any = self.document
        given: Any = self.amendment
        for depth, (place, number) in enumerate(way[:-1]):
            if place.field is None:
                continue
            found = self._element(owner, given, way, depth)
            if isinstance(found, str):
                return found
            here, there = found
            if here is None and there is not None and not place.field.many:
                here = type(there)()
                setattr(owner, place.field.name, here)
            if here is None:
                return f"AMD-005 there is no {place.tag}{'' if number is None else f' {number}'} in the declaration"
            owner, given = here, there
        return self._last(owner, given, way)

    def _last(self, owner: Any, given: Any, way: Way) -> list[_Change] | str:
        place, number = way[-1]
        if place.field is None:
            found = list(_level(owner, given, place))
            return found or f"AMD-005 {place.tag} stands neither in the declaration nor in the amendment"
        if not (place.field.many and place.struct):
            old, new = getattr(owner, place.field.name), getattr(given, place.field.name, None)
            if number not in (None, 1):
                return f"AMD-005 there is one {place.tag} at most"
            if old in (None, []) and new in (None, []):
                return f"AMD-005 {place.tag} stands neither in the declaration nor in the amendment"
            value = NOTHING if new is None and place.field.many else new
            return [_Change(owner, place.field.name, value), *_parties(self.document, self.amendment, place)]
        element = self._element(owner, given, way, len(way) - 1)
        if isinstance(element, str):
            return element
        if element == (None, None):
            return f"AMD-005 {place.tag} {number or 1} stands neither in the declaration nor in the amendment"
        home = self.document if place.of_document else owner
        return [_Change(home, place.field.name, element[1], element[0])]

    def _element(self, owner: Any, given: Any, way: Way, depth: int) -> tuple[Any, Any] | str:
        """What a link means in the declaration and in the amendment; None where nothing stands."""
        place, number = way[depth]
        name = place.field.name if place.field else ""
        if place.field and not place.field.many:
            if number not in (None, 1):
                return f"AMD-005 there is one {place.tag} at most"
            return getattr(owner, name), getattr(given, name, None)
        ours = self._list(self.document if place.of_document else owner, place)
        theirs = self._list(self.amendment if place.of_document else given, place)
        if number is None and max(len(ours.elements), len(theirs.elements)) > 1:
            return f"AMD-007 which {place.tag} is meant is not said"
        wanted = next(iter(ours.by_number), 1) if number is None else number
        new = self._given(ours, theirs, wanted, _key(way, depth))
        if new is _UNSAID:
            return f"AMD-007 which {place.tag} of the amendment is number {wanted} cannot be told"
        return ours.by_number.get(wanted), new

    def _list(self, owner: Any, place: Place) -> "_List":
        """The elements of a list at a place, looked at once."""
        key = id(owner), place.tags
        if key not in self.lists:
            self.lists[key] = _List(owner, _standing(owner, place))
        return self.lists[key]

    def _given(self, ours: "_List", theirs: "_List", wanted: int, key: Any) -> Any:
        """The element of the amendment for a number of the declaration."""
        if not theirs.elements:
            return None
        if theirs.numbered and (ours.numbered or not ours.elements):
            return theirs.by_number.get(wanted)
        if key not in self.orders:
            self.orders[key] = self._order(ours, theirs, key)
        return self.orders[key].get(wanted, _UNSAID)

    def _order(self, ours: "_List", theirs: "_List", key: Any) -> dict[int, Any]:
        """The elements of the amendment by the numbers that its pointers name, which they stand in the order of."""
        named = sorted(self.named[key])
        if len(theirs.elements) == len(named):
            return dict(zip(named, theirs.elements, strict=True))
        taken_out = {number for number in self.whole[key] if number in ours.by_number}
        left = [number for number in named if number not in taken_out]
        if len(theirs.elements) == len(left):
            return {**dict.fromkeys(taken_out), **dict(zip(left, theirs.elements, strict=True))}
        return dict(enumerate(theirs.elements, start=1)) if len(theirs.elements) >= named[-1] else {}


class _List:
    """The elements of one list at one place; the owner is kept, so that no other one gets its id."""

    def __init__(self, owner: Any, elements: list[Any]) -> None:
        self.owner, self.elements, self.numbered = owner, elements, numbered(elements)
        self.by_number = dict(zip(numbers(elements), elements, strict=True))


def _key(way: Way, depth: int) -> Any:
    """A list of the declaration: its place, and the numbers on the way to it."""
    return way[depth][0].tags, tuple(number or 1 for _, number in way[:depth])


def _standing(owner: Any, place: Place) -> list[Any]:
    held = getattr(owner, place.field.name, None) if place.field else None
    return [one for one in held or [] if stands_here(one, place)]


def _level(owner: Any, given: Any, level: Place) -> Iterator[_Change]:
    """All that stands at a level that the model flattens, or nothing where neither has anything."""
    for place in below(level):
        if place.field is None:
            yield from _level(owner, given, place)
        elif not place.role:
            old, new = getattr(owner, place.field.name), getattr(given, place.field.name, None)
            if old not in (None, []) or new not in (None, []):
                yield _Change(owner, place.field.name, (NOTHING if place.field.many else None) if new is None else new)
            yield from _parties(owner, given, place)
    yield from _parties(owner, given, level)


def _parties(document: Any, amendment: Any, level: Place) -> Iterator[_Change]:
    """Those of a level of the declaration, which stand in the list of the document."""
    if level.tags not in LEVELS.values():
        return
    for place in below(level):
        if place.level and place.field:
            for one in _standing(document, place):
                yield _Change(document, place.field.name, None, one)
            for one in _standing(amendment, place):
                yield _Change(document, place.field.name, one, None)


def _make(changes: list[_Change]) -> None:
    """Make the changes found; elements are known by identity, so that none moves another."""
    lists: dict[tuple[int, str], list[_Change]] = {}
    for one in changes:
        if one.old is _UNSAID:
            setattr(one.owner, one.name, one.new)
        else:
            lists.setdefault((id(one.owner), one.name), []).append(one)
    for same in lists.values():
        owner, name = same[0].owner, same[0].name
        instead = {id(one.old): one.new for one in same if one.old is not None}
        kept = [instead.get(id(element), element) for element in getattr(owner, name)]
        added = [one.new for one in same if one.old is None]
        setattr(owner, name, [element for element in (*kept, *added) if element is not None] or NOTHING)


def _add(report: Report, code: str, what: str, chain: list[Pointer]) -> None:
    report.add(
        Finding(
            code=code,
            severity=Severity.ERROR,
            what=what,
            where=Position(path=f"pointer {spell(chain)[:200]}" if chain else None),
            why="an amendment is applied whole, and nothing in it is passed over in silence",
            fix=_FIXES[code],
        )
    )


_FIXES = {
    "AMD-005": "correct the pointer, or give the version of the declaration it is about",
    "AMD-006": "name each place once, the whole or its parts",
    "AMD-007": "number the elements, or give one for each number that is named",
}
