"""What a writer says of places, and which values of the document it means: those that a path leads to from an object.

Generated writers name a place as a template does (`parties[role=agent].id`) and give the object that its path starts
from. Where that stands is found when there is a finding (`goods_items[2].parties[role=agent].id`); a loss report asks
for the exact paths of the values (`goods_items[2].parties[0].id`).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache, partial
from typing import Any

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.canonical.walk import Link, gather, path_of
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.mapping.paths import Step, fields, parse_path

Spot = tuple[str, str, Any]
"""A place: how findings call it, and the path to it from an object; an empty path where it is none of the document."""
Places = Iterable[tuple[str, Any]]
ALL = slice(None)
KEPT = "extensions."


class _Text(str):
    __slots__ = ()


class _Whole(int):
    __slots__ = ()


class _Number(Decimal):
    __slots__ = ()


# Python makes one object of equal small values; these are as many as there are values.
_MARKS: dict[type, Callable[[Any], Any]] = {str: _Text, int: _Whole, Decimal: _Number}


class Telling:
    """Where a writer of a document reports; with `exact` each value a finding means has one, with its exact path."""

    __slots__ = ("_links", "document", "exact", "mapping", "report")

    def __init__(self, report: Report, mapping: str, document: Any, exact: "ExactPlaces | None" = None) -> None:
        self.report, self.mapping, self.document, self.exact = report, mapping, document, exact
        self._links: dict[type, dict[int, Link]] = {}

    def lost(self, at: Spot, what: str, fix: str, code: str = "MAP-202", which: slice = ALL) -> None:
        """A value, or a part of one, that cannot be written; `which` of the values that a place has."""
        self.note(at, f"not written: {what}", fix, code, Severity.WARNING, which)

    def note(
        self, at: Spot, what: str, fix: str, code: str, severity: Severity = Severity.NOTE, which: slice = ALL
    ) -> None:
        """Something the reader of the report should know of a value written."""
        why = f"mapping {self.mapping}"
        self.tell(at, Finding(code=code, severity=severity, what=what, why=why, fix=fix), which)

    def tell(self, at: Spot, finding: Finding, which: slice = ALL) -> None:
        """Take a finding about a place."""
        if self.exact is None:
            self.report.add_later(finding.code, finding.severity, partial(self._placed, at, finding))
            return
        for path, _ in self.exact.found(at, picks=True)[which]:
            self.report.add(replace(finding, where=Position(path=path)))

    def _placed(self, at: Spot, finding: Finding) -> Finding:
        """The finding with its place, which takes a walk through the document."""
        return replace(finding, where=Position(path=self._shown(at)))

    def _shown(self, at: Spot) -> str:
        """A place by its path from the document."""
        text, _, holder = at
        if holder is None or holder is self.document:
            return text
        kind = type(holder)
        if kind not in self._links:
            self._links[kind] = links_of(self.document, kind)
        link = self._links[kind].get(id(holder))
        return f"{path_of(link)}.{text.lstrip('^.')}" if link else text


class ExactPlaces:
    """The exact paths in one document.

    Attributes:
        picked: the keys by which elements were picked, for values that have findings of their own; by their paths.
    """

    def __init__(self, document: msgspec.Struct) -> None:
        """Look where its objects stand."""
        self._paths = places_of(document)
        self.picked: dict[str, set[str]] = {}

    def found(self, at: Spot, *, picks: bool = False) -> list[tuple[str, Any]]:
        """What stands at a place, by path, in the order of the document."""
        _, path, holder = at
        known = self._paths.get(id(holder)) if path else None
        found: Places = [] if known is None else [(known, holder)]
        for step in _steps(path) if known is not None else ():
            found = [inner for where, held in found for inner in _step(where, held, step)]
            for where, _ in found if picks and step.filters else ():
                self.picked.setdefault(where.lstrip("."), set()).update(one.key for one in step.filters)
        return [(where.lstrip("."), held) for where, held in found]


@lru_cache(maxsize=1000)
def _steps(path: str) -> tuple[Step, ...]:
    """The steps of a path; behind `extensions` stands the name of what is kept, whatever that is."""
    owner, kept, name = path.partition(KEPT)
    parsed = parse_path(owner + kept.rstrip("."))
    *way, last = parsed.steps
    rest = replace(last, start=parsed.part[0]) if parsed.part else last
    return (*way, rest, Step(name=name)) if kept else (*way, rest)


def _step(where: str, held: Any, step: Step) -> Places:
    if isinstance(held, DateTime):  # a part of it is no place of its own
        return [(where, held)]
    value = held.get(step.name) if isinstance(held, dict) else getattr(held, step.name, None)
    here = f"{where}.{step.name}"
    if not isinstance(value, list):
        return [] if value is None else [(here, value)]
    items = [(f"{here}[{number}]", item) for number, item in enumerate(value)]
    if step.filters:
        return [one for one in items if _fits(one[1], step)][:1]
    return items[step.index : step.index + 1] if step.index is not None else items[step.start or 0 :]


def _fits(element: Any, step: Step) -> bool:
    return all((getattr(element, one.key) in one.values) != one.negated for one in step.filters)


def marked(document: Any) -> Any:
    """A copy of a document in which each value is an object of its own, to be known again where it is moved to."""
    if isinstance(document, list):
        return [marked(item) for item in document]
    if isinstance(document, msgspec.Struct):
        parts = {name: marked(getattr(document, name)) for name in document.__struct_fields__}
        return type(document)(**parts)
    if isinstance(document, dict):
        return dict(document)
    kind = _MARKS.get(type(document))
    return kind(document) if kind else document


def unshared(document: Any) -> Any:
    """A copy of a document in which no object stands in two places; its values are the same ones."""
    if isinstance(document, list):
        return [unshared(item) for item in document]
    if isinstance(document, msgspec.Struct) and not isinstance(document, DateTime):
        return type(document)(**{name: unshared(getattr(document, name)) for name in document.__struct_fields__})
    return document


def links_of(document: msgspec.Struct, kind: type[msgspec.Struct]) -> dict[int, Link]:
    """The ways to the objects of a class, by their `id`; None to one that a derive step has put in several places."""
    found: dict[int, Link] = {}
    for thing, link in zip(*gather(document, frozenset((kind,)))[kind], strict=True):
        found[id(thing)] = None if id(thing) in found else link
    return found


def places_of(document: msgspec.Struct) -> dict[int, str]:
    """The exact path of each object in a document, by its `id`; a date or a quantity is none but in a list."""
    found = {id(document): ""}
    todo: list[tuple[str, msgspec.Struct]] = [("", document)]
    for path, struct in todo:  # it grows on the way
        for name in _objects(type(struct)):
            held = getattr(struct, name)
            if not held:
                continue
            if isinstance(held, list):
                below = [(f"{path}{name}[{number}]", item) for number, item in enumerate(held)]
            else:
                below = [(f"{path}{name}", held)]
            for where, item in below:
                found[id(item)] = where
                todo.append((f"{where}.", item))
    return found


@cache
def _objects(struct: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a class that hold objects, or a list of values of several parts."""
    held = [one for one in fields(struct).values() if one.struct is not None]
    return tuple(one.name for one in held if one.many or one.struct.__module__ != DateTime.__module__)
