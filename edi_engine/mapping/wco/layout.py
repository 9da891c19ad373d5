"""A dialect of WCO XML as data: which elements stand where, in the order of its schema.

The text names tags only; what each tag means is the model's own business (schemas/wco/model.tsv, roles.tsv). Resolving
one against the other gives a tree of `Node`s, which the generator and the careful reader and writer walk.
"""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from edi_engine.canonical import metadata
from edi_engine.canonical.metadata import Field, Kind
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.mapping.moments import FORMATS

LEVELS = {
    "Declaration": "declaration",
    "Declaration/Consignment": "declaration_consignment",
    "GoodsShipment": "goods_shipment",
    "GoodsShipment/Consignment": "consignment",
}
_MEMBER = re.compile(r"([A-Za-z]+)(?:/([A-Za-z]+))?(?::([A-Za-z]+))?([*#~]?)")


@dataclass(slots=True, kw_only=True)
class Member:
    """One element below another.

    Attributes:
        tag: its name; `inner` is the name of the one it wraps, if it only wraps.
        field: the field of the owner it is; None for a level that the model flattens and for parties.
        role: the role of the party it is, `key` what finds such parties in their list (`goods_shipment/buyer`).
        node: what stands in it; None for a value.
        many: any number of them are written; else one.
        counter: the ordinal stands in for a missing value.
        kept: it has no home by intention, and is kept and given back as it came.
    """

    tag: str
    inner: str = ""
    field: Field | None = None
    role: str = ""
    key: str = ""
    node: "Node | None" = None
    many: bool = False
    counter: bool = False
    kept: bool = False

    @property
    def path(self) -> str:
        """The tags from the owner's element."""
        return f"{self.tag}/{self.inner}" if self.inner else self.tag


@dataclass(slots=True, kw_only=True)
class Node:
    """An element with members: it makes a `struct`, or goes on with its owner's where `flattened`.

    Attributes:
        number: unique in its layout, for the names of generated functions.
        name: the layout's line.
        struct: class of the model.
        path: the tags from the struct's own element; empty unless flattened.
        leveled: whether the document around it keeps the parties below it, with the level it is.
        in_role: it is a party whose role and level its tag and its place say.
    """

    number: int
    name: str
    struct: type[msgspec.Struct]
    path: str = ""
    leveled: bool = False
    in_role: bool = False
    members: list[Member] = field(default_factory=list)

    @property
    def flattened(self) -> bool:
        """Whether the element has no struct of its own."""
        return bool(self.path)

    @property
    def owns_parties(self) -> bool:
        """Whether parties below it are kept by it; else by the nearest struct around it that does."""
        listed = any(member.field and member.field.name == "parties" for member in self.members)
        return not self.path and not self.leveled and not listed and "parties" in self.struct.__struct_fields__

    @property
    def keeps(self) -> bool:
        """Whether its struct can keep what has no field."""
        return "extensions" in self.struct.__struct_fields__

    @property
    def levels(self) -> bool:
        """Whether its parties stand at levels of their own: those of a declaration do."""
        return self.struct.__name__ == "Declaration"

    def party_keys(self) -> list[str]:
        """Keys of the parties below it that its owner holds: they open the element even where its struct is missing."""
        if self.owns_parties:
            return []
        own = [member.key for member in self.members if member.role]
        deeper = (member.node.party_keys() for member in self.members if member.node and not member.role)
        return own + [key for keys in deeper for key in keys]

    def written(self) -> set[str]:
        """The fields of its struct that have a home in this layout."""
        names = {"extensions"} | ({"parties"} if self.owns_parties else set())
        names |= {"role", "level"} if self.in_role else set()
        for member in self.members:
            if member.field:
                names.add(member.field.name)
            elif member.node and member.node.flattened:
                names |= member.node.written()
        return names

    def homeless(self) -> list[str]:
        """The fields of its struct that have no home in this layout, in the model's order."""
        written = self.written()
        return [name for name in metadata.fields(self.struct.__name__) if name not in written]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A dialect: its namespaces, its root, and every node with the root first.

    `date_time_formats` are the format codes of element 2379 it takes, the preferred first; none: any. `one_line` says
    that texts have no line breaks.
    """

    name: str
    namespace: str
    date_time_namespace: str
    date_time_formats: tuple[str, ...]
    one_line: bool
    root: Node
    nodes: tuple[Node, ...]


class _Line(NamedTuple):
    """A line of a layout: the file it stands in, its number there, what stands behind the equals sign."""

    file: str
    number: int
    text: str


def read_layout(text: str, name: str, *changes: tuple[str, str]) -> Layout:
    """Read a layout and resolve it against the model.

    Args:
        text: lines `Name = members`, comment lines, indented continuations; `namespace`, `date_time_namespace`, `root`
            and, if it likes, `date_time_formats` and `line_breaks`.
        name: the file's name, for findings.
        changes: names and texts of layouts whose lines take the place of those of the same name.

    Raises:
        ConfigurationError: `WCO-001` with the line.
    """
    lines = _lines(text, name)
    for name, change in changes:
        lines |= _lines(change, name)
    builder = _Builder(lines, name)
    namespace, date_times = builder.setting("namespace"), builder.setting("date_time_namespace")
    root_name = builder.setting("root")
    root = builder.node(root_name, builder.struct(root_name), "", root_name)
    return Layout(
        name=name,
        namespace=namespace,
        date_time_namespace=date_times,
        date_time_formats=builder.formats(),
        one_line=builder.one_line(),
        root=root,
        nodes=tuple(builder.nodes),
    )


def _lines(text: str, name: str) -> dict[str, _Line]:
    found: dict[str, _Line] = {}
    last = ""
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.rstrip()
        if not content or content.startswith("#"):
            continue
        if content[0] == " " and last:
            found[last] = found[last]._replace(text=f"{found[last].text} {content.strip()}")
            continue
        last, equals, members = (part.strip() for part in content.partition("="))
        if not equals or last in found:
            raise _refusal(name, number, f"{content!r} is not a new `Name = members`")
        found[last] = _Line(name, number, members)
    return found


class _Builder:
    """Resolves the lines of a layout into nodes, one for each place of the model a line is used at."""

    def __init__(self, lines: dict[str, _Line], name: str) -> None:
        self.lines, self.name = lines, name
        self.nodes: list[Node] = []
        self.known: dict[tuple[str, str, str, str, bool], Node] = {}
        self.tags = {role.tag: role.name for role in metadata.roles().values()}

    def setting(self, name: str) -> str:
        if name not in self.lines:
            raise _refusal(self.name, 1, f"the line `{name} = …` is missing")
        return self.lines[name].text

    def formats(self) -> tuple[str, ...]:
        line = self.lines.get("date_time_formats", _Line(self.name, 1, ""))
        unknown = sorted({*line.text.split()} - FORMATS)
        if unknown:
            known = ", ".join(sorted(FORMATS - {""}))
            raise _refusal(line.file, line.number, f"{unknown[0]!r} is no date format of {known}")
        return tuple(line.text.split())

    def one_line(self) -> bool:
        line = self.lines.get("line_breaks", _Line(self.name, 1, "yes"))
        if line.text not in ("yes", "no"):
            raise _refusal(line.file, line.number, f"line_breaks is yes or no, not {line.text!r}")
        return line.text == "no"

    def struct(self, name: str) -> type[msgspec.Struct]:
        try:
            return metadata.struct(name)
        except KeyError:
            line = self.lines["root"]
            raise _refusal(line.file, line.number, f"the model has no document {name!r}") from None

    def node(self, line: str, struct: type[msgspec.Struct], path: str, place: str, *, in_role: bool = False) -> Node:
        """The node of a line for one struct, one flattened path, and one place where parties are declared."""
        if line not in self.lines:
            raise _refusal(self.name, 1, f"the line `{line} = …` is missing")
        if place not in LEVELS:
            place = ""
        key = (line, struct.__name__, path, place, in_role)
        if key not in self.known:
            leveled = place in LEVELS and struct.__name__ not in metadata.DOCUMENTS
            node = self.known[key] = Node(number=len(self.nodes), name=line, struct=struct, path=path, leveled=leveled)
            node.in_role = in_role
            self.nodes.append(node)
            node.members += [self.member(node, text, place) for text in self.lines[line].text.split()]
        return self.known[key]

    def member(self, node: Node, text: str, place: str) -> Member:
        stated = self.lines[node.name]
        match = _MEMBER.fullmatch(text)
        if match is None:
            raise _refusal(stated.file, stated.number, f"{text!r} is not a member")
        tag, inner, line, mark = match[1], match[2] or "", match[3] or match[1], match[4]
        member = Member(tag=tag, inner=inner, many=mark == "*", counter=mark == "#", kept=mark == "~")
        if member.kept:
            return member
        path = f"{node.path}/{member.path}".lstrip("/")
        known = [field for field in metadata.fields(node.struct.__name__).values() if _tag(field) == path]
        deeper = any(field.tag.startswith(f"{path}/") for field in metadata.fields(node.struct.__name__).values())
        if known:
            member.field = known[0]
            if member.field.kind is Kind.STRUCT:
                held = _class(member.field)
                below = "Declaration" if held.__name__ == "Declaration" else _below(place, tag)
                member.node = self.node(line, held, "", below)
        elif tag in self.tags and not inner:
            member.role, level = self.tags[tag], LEVELS.get(place, "")
            member.key = f"{level}/{member.role}" if level else member.role
            member.node = self.node(line, metadata.struct("Party"), "", "", in_role=True)
        elif deeper:
            member.node = self.node(line, node.struct, path, _below(place, tag))
        else:
            raise _refusal(stated.file, stated.number, f"{node.struct.__name__} of the model has no {path!r}")
        return member


def _tag(field: Field) -> str:
    """The tag of a field: the WCO's, else its own name in the WCO's way of writing."""
    return field.tag or "".join("ID" if word == "id" else word.capitalize() for word in field.name.split("_"))


def _class(field: Field) -> Any:
    return field.struct


def _below(place: str, tag: str) -> str:
    """Where parties below an element are declared: the goods shipment is a place of its own."""
    if tag == "GoodsShipment" and place == "Declaration":
        return tag
    return f"{place}/{tag}" if place else ""


def _refusal(name: str, line: int, what: str) -> ConfigurationError:
    finding = Finding(
        code="WCO-001",
        severity=Severity.ERROR,
        what=what,
        where=Position(path=name, line=line),
        why="a layout names tags of the model, one line an element",
        fix="correct the line, or add the field to schemas/wco/model.tsv",
    )
    return ConfigurationError(finding)
