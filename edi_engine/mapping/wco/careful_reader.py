"""The reader that says what is wrong: walks the layout's tree, keeps what it cannot map, and reports it.

What has no field is kept in `extensions["wco"]` of the nearest struct, so that the writer can give it back:
`attributes` by tag path, `elements` as XML text with the element they stood behind and the flattened level around them.
"""

from decimal import Decimal
from typing import Any

from lxml import etree

from edi_engine.canonical.metadata import Kind, roles
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.mapping.wco.escaping import PLAIN_INTEGER, PLAIN_NUMBER, read_decimal, read_integer
from edi_engine.mapping.wco.layout import Layout, Member, Node

WHITESPACE = " \t\r\n"
SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_UNITED = {
    Kind.AMOUNT: ("currencyID", Amount),
    Kind.MEASURE: ("unitCode", Measure),
    Kind.QUANTITY: ("unitCode", Quantity),
}


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def line_of(element: etree._Element) -> int | None:
    """The line an element starts in, where the parser knows it."""
    line = element.sourceline
    return line if isinstance(line, int) else None


class CarefulReader:
    """Reads one document; `read` is called once."""

    def __init__(self, layout: Layout, report: Report, mapping: str, message: int | None = None) -> None:
        self.layout, self.report, self.mapping, self.message = layout, report, mapping, message

    def read(self, root: etree._Element) -> Any:
        """The document, None when nothing in it could be read."""
        return self._struct(self.layout.root, root, f"/{local(root)}", [])

    def _struct(self, node: Node, element: etree._Element, path: str, parties: list[Any]) -> Any:
        values: dict[str, Any] = {}
        own = [] if node.owns_parties else parties
        kept = Kept()
        kept.attributes_of(element, "", ())
        self._members(node, element, path, values, kept, own)
        if node.owns_parties and own:
            values["parties"] = own
        if kept:
            values["extensions"] = {"wco": kept.told()}
        return node.struct(**values) if values else None

    def _members(
        self, node: Node, element: etree._Element, path: str, values: dict[str, Any], kept: "Kept", parties: list[Any]
    ) -> None:
        known = {member.tag: member for member in node.members}
        seen: dict[str, int] = {}
        after = ""
        self._stray_text(element, path)
        for child in element:
            tag = local(child)
            seen[tag] = seen.get(tag, 0) + 1
            at = f"{path}/{tag}" + (f"[{seen[tag]}]" if seen[tag] > 1 or _repeated(child) else "")
            member = known.get(tag)
            if member is None:
                self._unmapped(child, at, f"<{tag}> is not known here")
            if member and self._member(node, member, child, at, values, kept, parties, seen[tag]):
                after = tag
            else:
                kept.element(child, node.path, after)

    def _member(
        self,
        node: Node,
        member: Member,
        child: etree._Element,
        at: str,
        values: dict[str, Any],
        kept: "Kept",
        parties: list[Any],
        ordinal: int,
    ) -> bool:
        """Read one known element; whether it found its home."""
        if member.role and member.node:
            self._party(member, child, at, parties)
            return True
        many = bool(member.field and member.field.many)
        if not many and ordinal > 1:
            return self._unmapped(child, at, f"<{member.tag}> stands here more than once")
        if member.field is None and member.node:
            kept.attributes_of(child, member.node.path, ())
            self._members(member.node, child, at, values, kept, parties)
            return True
        where = f"{node.path}/{member.path}".lstrip("/")
        fits, value = self._value(member, child, at, where, kept, parties)
        if value is not None and member.field:
            if many:
                values.setdefault(member.field.name, []).append(value)
            else:
                values[member.field.name] = value
        return fits

    def _party(self, member: Member, child: etree._Element, at: str, parties: list[Any]) -> None:
        party = self._struct(member.node, child, at, parties) if member.node else None
        if party is not None:
            level = member.key.rpartition("/")[0]
            party.role = member.role
            party.level = level if level and level != roles()[member.role].level else None
            parties.append(party)

    def _value(
        self, member: Member, child: etree._Element, at: str, where: str, kept: "Kept", parties: list[Any]
    ) -> tuple[bool, Any]:
        """Whether an element fits its field, and the value (None where it is empty)."""
        if member.node:
            return True, self._struct(member.node, child, at, parties)
        kind = member.field.kind if member.field else Kind.TEXT
        if member.inner or kind is Kind.DATETIME:
            inner = self._inner(child, at, member.inner or "DateTimeString")
            if inner is None:
                return True, None
            kept.attributes_of(child, where.rpartition("/")[0] if member.inner else where, ())
            child, at = inner, f"{at}/{local(inner)}"
        text = self._text(child, at)
        if kind is Kind.DATETIME:
            if text:
                kept.attributes_of(child, f"{where}/DateTimeString", ("formatCode",))
            return True, DateTime(text, child.get("formatCode")) if text else None
        if text is None:
            return True, None
        attribute, make = _UNITED.get(kind, ("", None))
        value = text if kind is Kind.TEXT else self._number(kind, text, child, at)
        if value is None:
            return False, None
        kept.attributes_of(child, where, (attribute,) if attribute else ())
        return True, make(value, child.get(attribute)) if make and isinstance(value, Decimal) else value

    def _number(self, kind: Kind, text: str, child: etree._Element, at: str) -> Decimal | int | None:
        whole = kind is Kind.INTEGER
        value = read_integer(text) if whole else read_decimal(text)
        if value is None:
            what = f"{text[:80]!r} is not {'a whole number' if whole else 'a number'}"
            self._add("MAP-105", Severity.ERROR, what, child, at, "correct the value: it is not read")
        elif not (PLAIN_INTEGER if whole else PLAIN_NUMBER)(text):
            what = f"{text!r} is written back as {str(value)!r}"
            self._add("MAP-103", Severity.NOTE, what, child, at, "nothing of business meaning is lost")
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
            self._add("MAP-102", Severity.WARNING, what, element, at, "put it into an element")

    def _unmapped(self, element: etree._Element, at: str, what: str, *, lost: bool = False) -> bool:
        told = f"{what}: not mapped, {'and lost' if lost else 'but kept'}"
        self._add("MAP-102", Severity.WARNING, told, element, at, "map it, or correct the document")
        return False

    def _add(self, code: str, severity: Severity, what: str, element: etree._Element, at: str, fix: str) -> None:
        where = Position(message=self.message, path=at, line=line_of(element))
        why = f"mapping {self.mapping}, {self.layout.name}"
        self.report.add(Finding(code=code, severity=severity, what=what, where=where, why=why, fix=fix))


def _repeated(element: etree._Element) -> bool:
    following = element.getnext()
    return following is not None and following.tag == element.tag


class Kept:
    """What a struct could not hold: attributes and whole elements, in the form `extensions["wco"]` has."""

    def __init__(self) -> None:
        self.attributes: dict[str, dict[str, str]] = {}
        self.elements: list[dict[str, str]] = []

    def __bool__(self) -> bool:
        return bool(self.attributes or self.elements)

    def attributes_of(self, element: etree._Element, where: str, carried: tuple[str, ...]) -> None:
        """Keep the attributes of an element but those carried by its value and those for schema processors."""
        rare = {
            str(name): str(value)
            for name, value in element.attrib.items()
            if name not in carried and not str(name).startswith(SCHEMA_INSTANCE)
        }
        if rare:
            self.attributes[where] = rare

    def element(self, element: etree._Element, level: str, after: str) -> None:
        """Keep a whole element, with the element it stood behind (empty for the first place)."""
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        self.elements.append({"in": level, "after": after, "xml": text} if level else {"after": after, "xml": text})

    def told(self) -> dict[str, Any]:
        """As it goes into `extensions`."""
        told: dict[str, Any] = {}
        if self.attributes:
            told["attributes"] = self.attributes
        if self.elements:
            told["elements"] = self.elements
        return told
