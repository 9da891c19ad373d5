"""The writer that says what it cannot write: walks the layout's tree, counts what has no home.

What a reader kept in `extensions["wco"]` is given back where it stood.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from edi_engine.canonical.metadata import Kind
from edi_engine.findings import Report
from edi_engine.mapping.wco.escaping import ILLEGAL, Unusual, attribute, number, text
from edi_engine.mapping.wco.kept import Returned
from edi_engine.mapping.wco.layout import Layout, Member, Node
from edi_engine.mapping.wco.losses import (
    ONE_FITS,
    TOO_MANY,
    UNWRITABLE,
    Losses,
    above,
    lose,
    lose_extensions,
    lose_fields,
    lose_parties,
    lose_party,
    report_losses,
)
from edi_engine.mapping.wco.pieces import Parties, fitting, joined, parties_by_level, parties_by_role

_UNITS = {
    Kind.AMOUNT: ("currencyID", "currency"),
    Kind.MEASURE: ("unitCode", "unit"),
    Kind.QUANTITY: ("unitCode", "unit"),
}


class CarefulWriter:
    """Writes one document; `write` is called once.

    Args:
        layout, mapping: whose it is.
        report: gets a finding for each path at which something is lost.
        places: the exact path of each object of the document by its `id`; without, paths name lists as wholes.
    """

    def __init__(self, layout: Layout, report: Report, mapping: str, places: Mapping[int, str] | None = None) -> None:
        self.layout, self.report, self.mapping = layout, report, mapping
        self.places = places or {}
        self.lost: Losses = defaultdict(int)

    def write(self, document: Any) -> tuple[str, str]:
        """Attributes of the root element, and everything in it; the report gets a finding for each path lost."""
        attributes, body = self._struct(self.layout.root, document, "", {}, 1)
        report_losses(self.lost, self.mapping, self.report)
        return attributes, body

    def _lose(self, path: str, reason: str, *, code: str = UNWRITABLE, count: int = 1) -> None:
        lose(self.lost, code, path, reason, count=count)

    def _struct(self, node: Node, value: Any, path: str, outer: Parties, ordinal: int) -> tuple[str, str]:
        """The attributes of a struct's element, and what stands in it."""
        path = self._at(value, path.rstrip("."))
        path = f"{path}." if path else ""
        lose_fields(self.lost, value, node.homeless(), path)
        lose_extensions(self.lost, getattr(value, "extensions", None) or (), path)
        owner = _Owner(value, path, self._by_key(node, value) if node.owns_parties else outer, ordinal)
        attributes, body = owner.back.attributes(""), self._members(node, owner)
        if count := owner.back.left():
            self._lose(f"{path}extensions.wco", "no element or attribute of this place", count=count)
        if node.owns_parties:
            self._lose_parties(owner.parties, path)
        return attributes, body

    def _at(self, value: Any, path: str) -> str:
        """The exact path of an object, where the document has it and exact paths are asked for."""
        return self.places.get(id(value), path)

    def _lose_parties(self, parties: Parties, path: str) -> None:
        if not self.places:
            lose_parties(self.lost, parties, path)
        for party in (party for left in parties.values() for party in left if self.places):
            self.lost[self._at(party, f"{path}parties")] += 1

    def _by_key(self, node: Node, value: Any) -> Parties:
        return (parties_by_level if node.levels else parties_by_role)(value.parties)

    def _members(self, node: Node, owner: "_Owner") -> str:
        pieces = owner.back.elements(node.path, "")
        for member in node.members:
            pieces.append(self._member(node, member, owner))
            pieces += owner.back.elements(node.path, member.tag)
        return "".join(pieces)

    def _member(self, node: Node, member: Member, owner: "_Owner") -> str:
        if member.kept:
            return ""
        if member.role:
            holder = above(owner.path) if node.leveled else owner.path
            return "".join(self._parties(member, owner, holder))
        if member.field is None:
            level = member.node or node
            return _element(member.tag, owner.back.attributes(level.path), self._members(level, owner))
        held, path = getattr(owner.value, member.field.name), owner.path + member.field.name
        if not member.field.many:
            return self._one(node, member, held, path, owner, owner.ordinal)
        items = self._first(member, list(held), path)
        return "".join(
            self._one(node, member, item, f"{path}[{ordinal - 1}]" if self.places else path, owner, ordinal)
            for ordinal, item in enumerate(items, start=1)
        )

    def _first(self, member: Member, items: list[Any], path: str) -> list[Any]:
        """All items, or the one the layout has room for."""
        if not member.many and len(items) > 1:
            if not self.places:
                self._lose(path, ONE_FITS, code=TOO_MANY, count=len(items) - 1)
            for number, item in enumerate(items[1:], start=1):
                if self.places:
                    self._lose(self._at(item, f"{path}[{number}]"), ONE_FITS, code=TOO_MANY)
            return items[:1]
        return items

    def _parties(self, member: Member, owner: "_Owner", holder: str) -> Iterable[str]:
        place = f"{holder}parties[role={member.role}]"
        for party in self._first(member, owner.parties.pop(member.key, []), place):
            if member.node:
                element = _element(member.tag, *self._struct(member.node, party, f"{place}.", {}, 1))
                if not element:
                    lose_party(self.lost, party, self._at(party, place))
                yield element

    def _one(self, node: Node, member: Member, held: Any, path: str, owner: "_Owner", ordinal: int) -> str:
        if member.node:
            if held is None and any(key in owner.parties for key in member.node.party_keys()):
                held = member.node.struct()  # its parties stand in the owner's list
            if held is None:
                return ""
            return _element(member.tag, *self._struct(member.node, held, f"{path}.", owner.parties, ordinal))
        if held is None and member.counter and not owner.back.holds(node.path, member.tag):
            held = ordinal
        where = f"{node.path}/{member.path}".lstrip("/")
        found = self._value(member, held, path, owner.back, where, ordinal)
        if found is None:
            return ""
        unit, shown = found
        kept = owner.back.attributes(where, unit)
        if not member.inner:
            return f"<{member.tag}{unit}{kept}>{shown}</{member.tag}>\n"
        outer = owner.back.attributes(where.rpartition("/")[0])
        return f"<{member.tag}{outer}>\n<{member.inner}{kept}>{shown}</{member.inner}>\n</{member.tag}>\n"

    def _value(
        self, member: Member, held: Any, path: str, back: Returned, where: str, ordinal: int
    ) -> tuple[str, str] | None:
        """The attribute and the content of a value; None for nothing, or for what cannot be written."""
        kind = member.field.kind if member.field else Kind.TEXT
        if held is None or held == "":
            return None
        if kind is Kind.TEXT:
            return "", self._text(str(held), path)
        if kind is Kind.DATETIME:
            return self._date_time(held, path, back, f"{where}/DateTimeString")
        name, unit = _UNITS.get(kind, ("", ""))
        value = held.value if name else held
        given = getattr(held, unit) if name else None
        if value is None:
            if given:
                self._lose(f"{path}.{unit}", "there is no value beside it")
            return None
        try:
            shown = back.spelt(_key(member, ordinal), value) or number(value)
            return f' {name}="{attribute(self._legal(given, path))}"' if given else "", shown
        except Unusual:
            self._lose(path, "no number that can be spelled out")
            return None

    def _date_time(self, held: Any, path: str, back: Returned, where: str) -> tuple[str, str] | None:
        formats = self.layout.date_time_formats
        if formats and held.value and held.format not in formats:
            held = fitting(held, formats, self.lost, path)
        if not held.value:
            if held.format:
                self._lose(f"{path}.format", "there is no value beside it")
            return None
        form = f' formatCode="{attribute(self._legal(held.format, path))}"' if held.format else ""
        attributes = form + back.attributes(where, form)
        return "", f"<ds:DateTimeString{attributes}>{text(self._legal(held.value, path))}</ds:DateTimeString>"

    def _text(self, value: str, path: str) -> str:
        legal = self._legal(value, path)
        return text(joined(legal, self.lost, path) if self.layout.one_line else legal)

    def _legal(self, value: str, path: str) -> str:
        """A text without the characters XML cannot carry, each of which is reported."""
        legal, count = ILLEGAL.subn("", value)
        if count:
            self._lose(path, "a control character, which XML cannot carry", count=count)
        return legal


@dataclass(slots=True)
class _Owner:
    """A struct being written: where it stands, the parties it may write, what its reader kept, its place in a list."""

    value: Any
    path: str
    parties: Parties
    ordinal: int
    back: Returned = field(init=False)

    def __post_init__(self) -> None:
        self.back = Returned(self.value)


def _key(member: Member, ordinal: int) -> str:
    """Under which a spelling is kept."""
    if member.field is None:
        return ""
    return member.field.json_name + (f"/{ordinal - 1}" if member.field.many else "")


def _element(tag: str, attributes: str, body: str) -> str:
    """An element with members; nothing where it would be empty."""
    return f"<{tag}{attributes}>\n{body}</{tag}>\n" if body or attributes else ""
