"""The reader that says what is wrong: walks the layout's tree, keeps what it cannot map, and reports it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lxml import etree

from edi_engine.alike import alike
from edi_engine.canonical.metadata import Field, Kind, roles
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.mapping.wco.escaping import PLAIN_INTEGER, PLAIN_NUMBER, read_decimal, read_integer
from edi_engine.mapping.wco.kept import MAX_KEPT, Kept, rare_attributes
from edi_engine.mapping.wco.layout import Layout, Member, Node

WHITESPACE = " \t\r\n"
_NEAR_NAMES = 100  # findings up to which near names are looked for, which is dear
_CORRECT = "map it, or correct the document"
_UNITED = {Kind.AMOUNT: Amount, Kind.MEASURE: Measure, Kind.QUANTITY: Quantity}
_CARRIED = {Kind.AMOUNT: ("currencyID",), Kind.MEASURE: ("unitCode",), Kind.QUANTITY: ("unitCode",)}


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: etree._Element) -> int | None:
    """The line an element starts in, where the parser knows it."""
    line = element.sourceline
    return line if isinstance(line, int) else None


@dataclass(slots=True)
class _Owner:
    """A struct being filled: its values so far, what it keeps if it can, and where parties below it go."""

    parties: list[Any]
    keeps: bool
    values: dict[str, Any] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)

    def put(self, name: str, value: Any, *, many: bool) -> None:
        """Set a field, or append to it."""
        if many:
            self.values.setdefault(name, []).append(value)
        else:
            self.values[name] = value

    def count(self, name: str) -> int:
        """How many elements a list has so far."""
        return len(self.values.get(name, ()))


class CarefulReader:
    """Reads one document; `read` is called once."""

    def __init__(self, layout: Layout, report: Report, mapping: str, message: int | None = None) -> None:
        self.layout, self.report, self.mapping, self.message = layout, report, mapping, message
        self.room = MAX_KEPT

    def read(self, root: etree._Element) -> Any:
        """The document, None when nothing in it could be read."""
        return self._struct(self.layout.root, root, f"/{local(root)}", [])

    # Elements -----------------------------------------------------------------------------------------------------

    def _struct(self, node: Node, element: etree._Element, path: str, parties: list[Any]) -> Any:
        owner = _Owner([] if node.owns_parties else parties, node.keeps)
        self._attributes(element, path, "", owner)
        self._members(node, element, path, owner)
        if node.owns_parties and owner.parties:
            owner.values["parties"] = owner.parties
        if owner.kept:
            owner.values["extensions"] = owner.kept.told()
        return node.struct(**owner.values) if owner.values else None

    def _members(self, node: Node, element: etree._Element, path: str, owner: _Owner) -> None:
        known = {member.tag: member for member in node.members}
        seen: dict[str, int] = {}
        after = ""
        self._stray_text(element, path)
        for child in element:
            tag = local(child)
            seen[tag] = seen.get(tag, 0) + 1
            at = f"{path}/{tag}" + (f"[{seen[tag]}]" if seen[tag] > 1 or _repeated(child) else "")
            problem = self._member(node, known.get(tag), child, at, owner, seen[tag])
            if problem is None:
                after = tag
            else:
                self._keep(child, at, problem, owner, node, after)

    def _member(
        self, node: Node, member: Member | None, child: etree._Element, at: str, owner: _Owner, ordinal: int
    ) -> str | None:
        """Read one element; None where it found its home, else why not (empty if that was said already)."""
        if member is None:
            return f"<{local(child)}> is not known here"
        if member.kept:
            return ""
        if member.role and member.node:
            self._party(member, member.node, child, at, owner)
        elif ordinal > 1 and _stands_twice(member, child, owner):
            return f"<{member.tag}> stands here more than once"
        elif member.field is None and member.node:
            self._attributes(child, at, member.node.path, owner)
            self._members(member.node, child, at, owner)
        elif member.field:
            return self._field(member, member.field, child, at, f"{node.path}/{member.path}".lstrip("/"), owner)
        return None

    def _party(self, member: Member, node: Node, child: etree._Element, at: str, owner: _Owner) -> None:
        party = self._struct(node, child, at, owner.parties)
        if party is not None:
            level = member.key.rpartition("/")[0]
            party.role = member.role
            party.level = level if level and level != roles()[member.role].level else None
            owner.parties.append(party)

    def _keep(self, child: etree._Element, at: str, problem: str, owner: _Owner, node: Node, after: str) -> None:
        """Keep an element that has no home, as long as there is room."""
        lost = self.room <= 0 or not owner.keeps
        if problem or lost:
            what = problem or f"<{local(child)}> could not be read"
            self._unmapped(child, at, what, lost=lost, fix=self._meant(node, local(child)))
        if not lost:
            self.room -= 1
            owner.kept.element(child, node.path, after)

    def _meant(self, node: Node, tag: str) -> str:
        names = [member.tag for member in node.members]
        room = len(self.report) < _NEAR_NAMES and tag not in names
        close = alike(tag[:80], names) if room else []
        return f"did you mean <{'> or <'.join(close)}>?" if close else _CORRECT

    def _attributes(
        self, element: etree._Element, at: str, where: str, owner: _Owner, carried: tuple[str, ...] = ()
    ) -> None:
        """Keep the attributes of an element that its value does not carry; each is named where they cannot be kept."""
        if owner.keeps:
            owner.kept.attributes_of(element, where, carried)
            return
        for name in rare_attributes(element, carried):
            shown = name.rpartition("}")[2]
            self._unmapped(element, f"{at}/@{shown}", f"the attribute {shown[:80]!r} is not known here", lost=True)

    # Values -------------------------------------------------------------------------------------------------------

    def _field(
        self, member: Member, field: Field, child: etree._Element, at: str, where: str, owner: _Owner
    ) -> str | None:
        if member.node:
            value = self._struct(member.node, child, at, owner.parties)
        elif field.kind is Kind.DATETIME:
            value = self._date_time(child, at, where, owner)
        elif member.inner:
            value = self._wrapped(child, at, where, member.inner, owner)
        else:
            text = self._text(child, at)
            value = self._scalar(field, text, child, at, owner) if text else None
            if text and value is None:
                return ""
            if text:
                self._attributes(child, at, where, owner, _CARRIED.get(field.kind, ()))
        if value is not None:
            owner.put(field.name, value, many=field.many)
        return None

    def _wrapped(self, child: etree._Element, at: str, where: str, tag: str, owner: _Owner) -> str | None:
        inner = self._inner(child, at, tag)
        text = self._text(inner, f"{at}/{tag}") if inner is not None else None
        if inner is not None and text:
            self._attributes(child, at, where.rpartition("/")[0], owner)
            self._attributes(inner, f"{at}/{tag}", where, owner)
        return text

    def _date_time(self, child: etree._Element, at: str, where: str, owner: _Owner) -> DateTime | None:
        inner = self._inner(child, at, "DateTimeString")
        text = self._text(inner, f"{at}/DateTimeString") if inner is not None else None
        if inner is None or not text:
            return None
        self._attributes(child, at, where, owner)
        self._attributes(inner, f"{at}/DateTimeString", f"{where}/DateTimeString", owner, ("formatCode",))
        return DateTime(text, _code(inner, "formatCode"))

    def _scalar(self, field: Field, text: str, child: etree._Element, at: str, owner: _Owner) -> Any:
        """The value a text is, with its unit; None where it is none, which is reported."""
        if field.kind is Kind.TEXT:
            return text
        number = self._number(field, text, child, at, owner)
        make = _UNITED.get(field.kind)
        if number is None or make is None:
            return number
        return make(Decimal(number), _code(child, _CARRIED[field.kind][0]))

    def _number(self, field: Field, text: str, child: etree._Element, at: str, owner: _Owner) -> Decimal | int | None:
        whole = field.kind is Kind.INTEGER
        value = read_integer(text) if whole else read_decimal(text)
        if value is None:
            what = f"{text[:80]!r} is not {'a whole number' if whole else 'a number'}"
            self._add("MAP-105", Severity.ERROR, what, child, at, "correct the value: it is not read")
        elif (PLAIN_INTEGER if whole else PLAIN_NUMBER)(text):
            return value
        elif not owner.keeps:
            what = f"{text!r} is written back as {str(value)!r}"
            self._add("MAP-103", Severity.NOTE, what, child, at, "nothing of business meaning is lost")
        else:
            owner.kept.spelling[field.json_name + (f"/{owner.count(field.name)}" if field.many else "")] = text
        return value

    def _inner(self, child: etree._Element, at: str, tag: str) -> etree._Element | None:
        """The one element another wraps; what else stands there is reported and lost."""
        self._stray_text(child, at)
        found = None
        for element in child:
            if found is None and local(element) == tag:
                found = element
            else:
                self._unmapped(element, f"{at}/{local(element)}", f"<{local(element)}> is not known here", lost=True)
        return found

    def _text(self, child: etree._Element, at: str) -> str | None:
        for element in child:
            self._unmapped(element, f"{at}/{local(element)}", f"<{local(element)}> stands in a value", lost=True)
        text = (child.text or "") + "".join(element.tail or "" for element in child)
        return text.strip(WHITESPACE) or None

    def _stray_text(self, element: etree._Element, at: str) -> None:
        pieces = [element.text or "", *(child.tail or "" for child in element)]
        stray = " ".join(piece.strip(WHITESPACE) for piece in pieces if piece.strip(WHITESPACE))
        if stray:
            what = f"the text {stray[:80]!r} between elements is not mapped, and lost"
            self._add("MAP-102", Severity.WARNING, what, element, f"{at}/text()", "put it into an element")

    def _unmapped(self, element: etree._Element, at: str, what: str, *, lost: bool, fix: str = "") -> None:
        told = f"{what}: not mapped, {'and lost' if lost else 'but kept'}"
        code = "MAP-102" if lost else "MAP-110"
        self._add(code, Severity.WARNING, told, element, at, fix or _CORRECT)

    def _add(self, code: str, severity: Severity, what: str, element: etree._Element, at: str, fix: str) -> None:
        where = Position(message=self.message, path=at, line=line_of(element))
        why = f"mapping {self.mapping}, {self.layout.name}"
        self.report.add(Finding(code=code, severity=severity, what=what, where=where, why=why, fix=fix))


def _stands_twice(member: Member, child: etree._Element, owner: _Owner) -> bool:
    """Whether an element is one too many: what holds nothing is as good as absent, the first one or this one."""
    if member.field is None or member.inner:
        return True
    if member.field.many or member.field.name not in owner.values:
        return False
    return any(str(text).strip(WHITESPACE) for text in child.itertext()) or any(each.attrib for each in child.iter())


def _repeated(element: etree._Element) -> bool:
    following = element.getnext()
    return following is not None and following.tag == element.tag


def _code(element: etree._Element, name: str) -> str | None:
    """A code in an attribute: `xs:token` in the schemas, blanks around it say nothing."""
    value = element.get(name)
    return None if value is None else value.strip(WHITESPACE)
