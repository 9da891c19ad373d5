"""An annotated XML message as the tree of named places its JSON counterpart would be, and the shape of its elements.

An element with attributes or elements inside is an object: attributes are its members `@name`, elements those of their
local name, its text the member `.`; other elements are texts. What belongs to the mapping stands in the namespace
`urn:edi-engine:map`:

m:each="list"  m:with="path"       an element for each of a list; paths start there (as an element of its own it
                                   vanishes: its content belongs to the element around)
m:when="import"                    only where a condition holds (as an element of its own: <m:when test="import">)
m:keep="yes"                       written empty where there is no value
m:document="yes"                   one document of the several a file may hold
m:raw="reason"                     accepted whole, whatever is in it, and not carried
<x>{list[*].id}...</x>             an element for each value of a list
<m:rest keep="yes"/>                what the template does not name in the element around is kept, and written back
<!-- … --> on the line of {*}      why it is ignored
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from edi_engine.mapping.compiler.tree_nodes import MAX_DEPTH, Array, Member, Node, Object, Text
from edi_engine.mapping.notation_errors import NotationError, near_names
from edi_engine.mapping.wco.escaping import attribute
from edi_engine.mapping.xml_tree import Shape

MAP = "urn:edi-engine:map"
COMMANDS = ("each", "with", "when", "keep", "document", "raw")
VANISHING = ("with", "when")
XML = "http://www.w3.org/XML/1998/namespace"
_ATTRIBUTE = re.compile(r"([^\s=]+)(\s*=\s*[\"'])")


@dataclass(slots=True)
class _Element:
    """An element of the template as it stands there; positions are those of the template."""

    tag: str
    line: int
    column: int
    namespaces: dict[str, str]
    attributes: list[tuple[str, str, int, int]] = field(default_factory=list)
    declared: list[tuple[str, str]] = field(default_factory=list)
    commands: dict[str, Text] = field(default_factory=dict)
    children: list["_Element"] = field(default_factory=list)
    text: str = ""
    place: tuple[int, int] = (0, 0)

    @property
    def name(self) -> str:
        return self.tag.rpartition(":")[2]

    @property
    def namespace(self) -> str:
        return self.namespaces.get(self.tag.rpartition(":")[0], "")

    @property
    def leaf(self) -> bool:
        """Whether all of it is its text."""
        more = self.attributes or self.children or self.commands.keys() & {"each", "with"}
        return not more or "raw" in self.commands


def parse_xml_template(text: str) -> tuple[Object, Shape]:
    """Read a template.

    Returns:
        The tree of places, and the shape of the root element.

    Raises:
        NotationError: it is not XML, or names what the notation has not; with line and column.
    """
    loader = _Loader(text)
    root = loader.root()
    maker = _Maker(loader.reasons)
    node = maker.object(root, 0)
    if root.leaf or "each" in root.commands:
        raise NotationError("the root is one element with others inside", root.column, line=root.line)
    return node, maker.shape([root], many=False)


class _Loader:
    """Elements with their positions, by expat: lxml would give lines only, and none of attributes."""

    def __init__(self, text: str) -> None:
        self.text = text.encode()
        self.reasons: dict[int, str] = {}
        self._stack: list[_Element] = []
        self._root: _Element | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.CommentHandler = self._comment
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ordered_attributes = True

    def root(self) -> _Element:
        try:
            self._parser.Parse(self.text, True)
        except expat.ExpatError as error:
            what = f"not well-formed XML: {expat.ErrorString(error.code)}"
            raise NotationError(what, error.offset + 1, line=error.lineno) from error
        if self._root is None:
            raise NotationError("there is no element", 1, line=1)
        return self._root

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _start(self, tag: str, attributes: list[str]) -> None:
        line, column = self._place()
        if len(self._stack) > MAX_DEPTH:
            raise NotationError(f"nested deeper than {MAX_DEPTH} levels", column, line=line)
        known = self._stack[-1].namespaces if self._stack else {"xml": XML}
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        spaces = {name[6:]: uri for name, uri in pairs if name == "xmlns" or name.startswith("xmlns:")}
        made = _Element(tag, line, column, {**known, **spaces})
        places = dict(self._columns(line, column))
        for name, value in pairs:
            self._attribute(made, name, value, *places.get(name, (line, column)))
        prefix = tag.rpartition(":")[0]
        if prefix and prefix not in made.namespaces:
            raise NotationError(f"the prefix {prefix!r} is not declared", column, line=line)
        if self._stack:
            self._stack[-1].children.append(made)
        else:
            self._root = made
        self._stack.append(made)

    def _attribute(self, made: _Element, name: str, value: str, line: int, column: int) -> None:
        prefix, _, local = name.rpartition(":")
        if name == "xmlns" or prefix == "xmlns":
            if value != MAP:
                made.declared.append((name, value))
        elif prefix and made.namespaces.get(prefix) == MAP:
            made.commands[local] = Text(line=line, column=column, text=value, source=value)
        elif prefix and prefix not in made.namespaces:
            raise NotationError(f"the prefix {prefix!r} is not declared", column, line=line)
        elif made.namespaces.get(made.tag.rpartition(":")[0]) == MAP:
            command = {"path": "with", "test": "when"}.get(local, local)
            made.commands[command] = Text(line=line, column=column, text=value, source=value)
        else:
            made.attributes.append((name, value, line, column))

    def _columns(self, line: int, column: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """Where the value of each attribute of the tag begins."""
        start = self._parser.CurrentByteIndex
        tag = self.text[start : self.text.index(b">", start) if b">" in self.text[start:] else None].decode()
        for match in _ATTRIBUTE.finditer(tag):
            before = tag[: match.end()]
            breaks = before.count("\n")
            yield match[1], (line + breaks, len(before) - before.rfind("\n") if breaks else column + len(before))

    def _end(self, tag: str) -> None:
        element = self._stack.pop()
        element.text = element.text.strip()
        if element.text and element.children:
            raise NotationError("text between elements cannot be mapped", element.place[1], line=element.place[0])

    def _characters(self, text: str) -> None:
        element = self._stack[-1]
        if not element.text.strip() and text.strip():
            line, column = self._place()
            element.place = line, column + len(text) - len(text.lstrip())
        element.text += text

    def _comment(self, text: str) -> None:
        self.reasons[self._parser.CurrentLineNumber] = text.strip()

    def _doctype(self, *_: object) -> None:
        line, column = self._place()
        raise NotationError("a template has no document type declaration", column, line=line)


class _Maker:
    """Places and shapes of elements."""

    def __init__(self, reasons: dict[int, str]) -> None:
        self.reasons = reasons

    # -- places --------------------------------------------------------------------------------------------------------

    def object(self, element: _Element, depth: int) -> Object:
        self._check_commands(element)
        made = Object(line=element.line, column=element.column, keep="keep" in element.commands)
        for name in ("each", "with", "when"):
            if name in element.commands:
                made.members.append(self._command(name, element.commands[name]))
        for name, value, line, column in element.attributes:
            text = Text(line=line, column=column, text=value, source=f'{name}="{value}"')
            made.members.append(Member(key=f"@{_local(name)}", line=line, column=column, value=text))
        if element.text:
            made.members.append(Member(key=".", line=element.line, column=element.column, value=self._text(element)))
        if rest := next((child for child in element.children if _is_rest(child)), None):
            made.rest = Member(key="$rest", line=rest.line, column=rest.column, value=self._rest(rest))
        for named in self._named(element):
            made.members.append(self._member(named, depth + 1))
        return made

    def _command(self, name: str, text: Text) -> Member:
        return Member(key=f"${name}", line=text.line, column=text.column, value=text)

    def _member(self, named: list[_Element], depth: int) -> Member:
        first = named[0]
        if first.namespace == MAP:
            return Member(key="", line=first.line, column=first.column, value=self.object(first, depth))
        value: Node
        if _is_choice(named):
            items = [self._one(item, depth) for item in named]
            value = Array(line=first.line, column=first.column, items=items, choice=True)
        elif _is_many(named):
            items = [self._one(item, depth) for item in named]
            value = Array(line=first.line, column=first.column, items=items, siblings=True)
        else:
            value = self._one(first, depth)
        return Member(key=first.name, line=first.line, column=first.column, value=value)

    def _rest(self, element: _Element) -> Text:
        return Text(line=element.line, column=element.column, text="keep", source=_source(element))

    def _one(self, element: _Element, depth: int) -> Node:
        return self._text(element) if element.leaf else self.object(element, depth)

    def _text(self, element: _Element) -> Text:
        self._check_commands(element)
        line, column = element.place if element.text else (element.line, element.column)
        text, reason = element.text, self.reasons.get(element.line, "")
        if raw := element.commands.get("raw"):
            text, reason = "{*}", raw.text
        return Text(
            line=line,
            column=column,
            text=text or "{=}",
            source=_source(element),
            reason=reason,
            keep="keep" in element.commands,
            when=element.commands.get("when"),
        )

    def _check_commands(self, element: _Element) -> None:
        if element.namespace == MAP and element.name not in VANISHING:
            near = near_names(element.name, VANISHING)
            what = f"no element of the mapping is called {element.name!r}"
            raise NotationError(what, element.column, line=element.line, near=near, code="TPL-011")
        for name, text in element.commands.items():
            if name not in COMMANDS:
                what = f"no command is called {name!r}"
                raise NotationError(what, text.column, line=text.line, near=near_names(name, COMMANDS))

    def _named(self, element: _Element) -> Iterator[list[_Element]]:
        """The elements inside, those of one name together; empty ones are not mapped, and left out."""
        found: dict[object, list[_Element]] = {}
        last: object = None
        for child in element.children:
            if _is_rest(child) or (child.leaf and not child.text and not child.commands):
                continue
            key = id(child) if child.namespace == MAP else child.name
            if key in found and key != last:
                what = f"<{child.name}> stands here and at line {found[key][0].line}: put them side by side"
                raise NotationError(what, child.column, line=child.line)
            found.setdefault(key, []).append(child)
            last = key
        yield from found.values()

    # -- shapes --------------------------------------------------------------------------------------------------------

    def shape(self, named: list[_Element], *, many: bool) -> Shape:
        """The shape that elements of one name have together, wherever they stand."""
        first = named[0]
        made = Shape(
            tag=first.tag,
            namespace=first.namespace,
            declared="".join(f' {name}="{attribute(uri)}"' for name, uri in first.declared),
            leaf=first.leaf,
            many=many,
            whole=_is_whole(first),
            kept=_is_kept(first),
            document="document" in first.commands,
            rest=any(_is_rest(child) for item in named for child in item.children),
        )
        for item in named:
            if (item.leaf, _is_whole(item), _is_kept(item)) != (made.leaf, made.whole, made.kept):
                what = f"<{item.name}> holds a text here, and more or less at line {first.line}"
                raise NotationError(what, item.column, line=item.line, code="TPL-011")
            made.attributes.update({f"@{_local(name)}": name for name, *_ in item.attributes})
        for groups in self._children(named):
            every = [child for group in groups for child in group]
            repeated = {_is_many(group) for group in groups}
            if len(repeated) > 1:
                what = f"<{every[-1].name}> is one here, and one of several elsewhere"
                raise NotationError(what, every[-1].column, line=every[-1].line, code="TPL-011")
            made.children[every[0].name] = self.shape(every, many=repeated.pop())
        return made

    def _children(self, named: list[_Element]) -> Iterator[list[list[_Element]]]:
        """For each name what stands in the elements: a group for each of them."""
        found: dict[str, list[list[_Element]]] = {}
        for item in named:
            here: set[str] = set()
            for group in self._flat(item):
                name, first = group[0].name, group[0]
                if name in here:
                    what = f"<{name}> stands in several places of <{item.name}>: put them side by side"
                    raise NotationError(what, first.column, line=first.line)
                here.add(name)
                found.setdefault(name, []).append(group)
        yield from found.values()

    def _flat(self, element: _Element) -> Iterator[list[_Element]]:
        """The elements inside by name, those in vanishing ones too."""
        for group in self._named(element):
            if group[0].namespace == MAP:
                yield from self._flat(group[0])
            else:
                yield group


def _is_rest(element: _Element) -> bool:
    return element.namespace == MAP and element.name == "rest"


def _is_whole(element: _Element) -> bool:
    return element.leaf and (element.text == "{*}" or "raw" in element.commands)


def _is_kept(element: _Element) -> bool:
    return element.leaf and re.fullmatch(r"\{~[^{}]*\}", element.text) is not None


def _is_many(named: list[_Element]) -> bool:
    """Whether elements of a name are read as a list."""
    first = named[0]
    return (len(named) > 1 and not _is_choice(named)) or "each" in first.commands or _is_list_of_values(first)


def _is_choice(named: list[_Element]) -> bool:
    """Whether elements of a name stand each under a condition of its own."""
    return len(named) > 1 and all("when" in item.commands and "each" not in item.commands for item in named)


def _is_list_of_values(element: _Element) -> bool:
    return element.leaf and element.text.endswith(("...", "…"))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _source(element: _Element) -> str:
    return f"<{element.tag}>{element.text}</{element.tag}>"
