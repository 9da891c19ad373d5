"""What a run of tags means in an element of a layout, for the fast reader.

A run is all that stands between two end tags but the text at its end: `ID>\\n<Agent>\\n<Name`. It is worked out when it
is met in an element first, and remembered: files of a partner, and the items of a file, have the same runs again and
again, down to their line breaks. A run is known as a whole or not at all, so nothing slips through.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from edi_engine.canonical.metadata import Kind, roles
from edi_engine.canonical.values import Amount, Measure, Quantity
from edi_engine.mapping.wco.careful_reader import WHITESPACE
from edi_engine.mapping.wco.escaping import PLAIN_INTEGER, PLAIN_NUMBER, Unusual
from edi_engine.mapping.wco.layout import Member, Node
from edi_engine.mapping.wco.tokens import attribute_of

MOST_KNOWN, MOST_LONG = 1_000, 500  # runs that are remembered in an element, and characters of one
_UNITED = {Kind.AMOUNT: Amount, Kind.MEASURE: Measure, Kind.QUANTITY: Quantity}
_UNITS = {Amount: "currencyID", Measure: "unitCode", Quantity: "unitCode"}
_NUMBERS = {Kind.DECIMAL: (PLAIN_NUMBER, Decimal), Kind.INTEGER: (PLAIN_INTEGER, int)}


class Child:
    """A member as it is read, at one place of the layout.

    Attributes:
        kind: of values `text`, `number`, `united`, `date_time`; `struct`; or `level`, `wrapper`, `date`, whose own
            members are those of the struct around.
        target: the field it goes to.
        made: what makes a value: of a number its pattern and its class, of a united one its class.
        many: whether the field is a list.
        once: whether a second one is odd even if it is empty.
        party: role and level of a party, which goes to the struct that owns them; None for what is none.
        below: what stands in it, None for a value.
    """

    __slots__ = ("below", "kind", "made", "many", "once", "party", "target")

    def __init__(self, kind: str, target: Any, made: Any = None, *, many: bool = False) -> None:
        self.kind, self.target, self.made, self.many = kind, target, made, many
        self.once = kind in ("level", "wrapper")
        self.party: tuple[str, str | None] | None = None
        self.below: Element | None = None


# What a run means: the structs that begin, from the outside in, with what may begin once only; what the text behind is,
# a value as in `Child` or none, that is `end` or `blank`, which end the element around it or the one that begins last;
# `target`, `made` and `many` of the value as in `Child`, where the unit or the format code that the run has joins what
# is made, of an end its member and its struct; the element that is open then, None behind the root.
Run = tuple[tuple[Child, ...], str, Any, Any, bool, "Element | None"]


class Element:
    """A node as it is read, at one place of the layout.

    Attributes:
        struct: what is made of it; None if its members are those of the struct around.
        owns: whether the parties below it are kept by it.
        alone: whether it has one member, and one of that.
        around, place: what it stands in, and as which member; None for the root.
        members, children: what may stand in it by tag, and those of it that were met so far.
        runs: those that were met in it.
    """

    __slots__ = ("alone", "around", "children", "members", "owns", "place", "runs", "struct")

    def __init__(self, struct: Any, members: Iterable[Member] = (), *, owns: bool = False, alone: bool = False) -> None:
        self.struct, self.owns, self.alone = struct, owns, alone
        self.members = {member.tag: member for member in members if not member.kept}
        self.around: Element | None = None
        self.place: Child | None = None
        self.children: dict[str, Child] = {}
        self.runs: dict[str, Run] = {}

    def hold(self, tag: str, child: Child) -> None:
        """Take a member."""
        self.children[tag] = child
        if child.below:
            child.below.around, child.below.place = self, child

    def learn(self, run: str) -> Run:
        """What a run in this element means.

        Raises:
            Unusual: it has anything but elements that may stand there, and blanks.
        """
        ended, *tags = run.split("<")
        _only_blanks(ended.partition(">")[2])
        if tags and self.alone:
            raise Unusual
        found = _meaning(self, tags)
        if len(run) <= MOST_LONG:
            if len(self.runs) >= MOST_KNOWN:
                self.runs.clear()  # odd files shall not keep out what comes later
            self.runs[run] = found
        return found

    def child(self, tag: str) -> Child:
        """The member with that tag; the prefix of the only one does not matter."""
        tag = tag.rpartition(":")[2] if self.alone else tag
        if tag not in self.children:
            if tag not in self.members:
                raise Unusual
            self.hold(tag, _child(self.members[tag]))
        return self.children[tag]


def element(node: Node) -> Element:
    """A node as it is read."""
    return Element(None if node.flattened else node.struct, node.members, owns=node.owns_parties)


def _child(member: Member) -> Child:
    field, name = member.field, member.field.name if member.field else member.tag
    if field is None or member.node:
        found = Child("struct" if field or member.role else "level", name, many=bool(field and field.many))
        found.party = _party(member) if member.role else None
        found.below = element(member.node) if member.node else None
        return found
    if member.inner:
        return _wrapping("wrapper", name, member.inner, Child("text", name))
    if field.kind is Kind.DATETIME:
        return _wrapping("date", name, "DateTimeString", Child("date_time", name, many=field.many))
    if field.kind is Kind.TEXT:
        return Child("text", name)
    kind = "united" if field.kind in _UNITED else "number"
    return Child(kind, name, _UNITED.get(field.kind) or _NUMBERS[field.kind], many=field.many)


def _party(member: Member) -> tuple[str, str | None]:
    level = member.key.rpartition("/")[0]
    return member.role, level if level and level != roles()[member.role].level else None


def _wrapping(kind: str, name: str, tag: str, value: Child) -> Child:
    found = Child(kind, name)
    found.below = Element(None, alone=True)
    found.below.hold(tag, value)
    return found


def _meaning(inside: Element, tags: list[str]) -> Run:
    """What tags in an element mean; all but the last are followed by a bracket and the text behind."""
    begun: list[Child] = []
    for tag in tags[:-1]:
        name, _, text = tag.partition(">")
        _only_blanks(text)
        if name[-1:] == "/":
            _empty(inside, name)
            continue
        child = inside.child(name)
        if child.below is None:
            raise Unusual
        begun.append(child)
        inside = child.below
    last = tags[-1] if tags else "/"
    if last[-1:] == "/":
        _empty(inside, last)
        return _telling(begun), "end", inside.place, inside.struct, False, inside.around
    return _behind(_telling(begun), inside, last)


def _telling(begun: list[Child]) -> tuple[Child, ...]:
    """Those of the elements that begin which make a difference."""
    return tuple(child for child in begun if child.once or (child.below and child.below.struct))


def _behind(begun: tuple[Child, ...], inside: Element, tag: str) -> Run:
    """What the text behind the last tag is."""
    name, _, attributes = tag.partition(" ")
    child = inside.child(name)
    if child.kind == "united":
        unit = attribute_of(attributes, _UNITS[child.made]) if attributes else None
        return begun, child.kind, child.target, (child.made, unit), child.many, inside
    if child.kind == "date_time":
        code = attribute_of(attributes, "formatCode") if attributes else None
        return begun, child.kind, child.target, code, child.many, inside
    if attributes or child.once:
        raise Unusual
    return begun, "blank" if child.below else child.kind, child.target, child.made, child.many, inside


def _empty(inside: Element, tag: str) -> None:
    """An empty element is nothing, if it may stand there."""
    if tag != "/" and inside.child(tag[:-1].rstrip(WHITESPACE)).once:
        raise Unusual


def _only_blanks(text: str) -> None:
    if text.strip(WHITESPACE):
        raise Unusual
