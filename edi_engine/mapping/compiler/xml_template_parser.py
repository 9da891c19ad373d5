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
<m:rest keep="yes"/>                what the template does not name in the element around is kept, and written back;
                                   with a name instead of yes where a scope has several such elements
<!-- … --> on the line of {*}      why it is ignored
"""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from edi_engine.mapping.changes import Change, Hit, apply_change, lifted, read_changes
from edi_engine.mapping.compiler.tree_nodes import Array, Member, Node, Object, Text
from edi_engine.mapping.compiler.xml_template_loader import MAP, Element, Loader
from edi_engine.mapping.notation_errors import FileLine, NotationError, near_names
from edi_engine.mapping.wco.escaping import attribute
from edi_engine.mapping.xml_tree import Shape

COMMANDS = ("each", "with", "when", "keep", "document", "raw")
VANISHING = ("with", "when")


def parse_xml_template(text: str, changes: Sequence[tuple[str, str]] = ()) -> tuple[Object, Shape]:
    """Read a template, and what those that extend it change (file and text of each, the oldest first).

    Returns:
        The tree of places, and the shape of the root element.

    Raises:
        NotationError: it is not XML, or names what the notation has not; with line and column.
    """
    root = Loader(text).root()
    for file, changed in changes:
        for change in read_changes(changed, file):
            apply_change(change, root.children, partial(_find, root), _content(change, root), _inside)
    maker = _Maker()
    node = maker.object(root, 0)
    if root.leaf or "each" in root.commands:
        raise NotationError("the root is one element with others inside", root.column, line=root.line)
    return node, maker.shape([root], many=False)


class _Maker:
    """Places and shapes of elements."""

    # -- places --------------------------------------------------------------------------------------------------------

    def object(self, element: Element, depth: int) -> Object:
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

    def _member(self, named: list[Element], depth: int) -> Member:
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

    def _rest(self, element: Element) -> Text:
        keep = element.commands.get("keep")
        return keep or Text(line=element.line, column=element.column, text="keep", source=_source(element))

    def _one(self, element: Element, depth: int) -> Node:
        return self._text(element) if element.leaf else self.object(element, depth)

    def _text(self, element: Element) -> Text:
        self._check_commands(element)
        line, column = element.place if element.text else (element.line, element.column)
        text, reason = element.text, element.reason
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

    def _check_commands(self, element: Element) -> None:
        if element.namespace == MAP and element.name not in VANISHING:
            near = near_names(element.name, VANISHING)
            what = f"no element of the mapping is called {element.name!r}"
            raise NotationError(what, element.column, line=element.line, near=near, code="TPL-011")
        for name, text in element.commands.items():
            if name not in COMMANDS:
                what = f"no command is called {name!r}"
                raise NotationError(what, text.column, line=text.line, near=near_names(name, COMMANDS))

    def _named(self, element: Element) -> Iterator[list[Element]]:
        """The elements inside, those of one name together; empty ones are not mapped, and left out."""
        found: dict[object, list[Element]] = {}
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

    def shape(self, named: list[Element], *, many: bool) -> Shape:
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

    def _children(self, named: list[Element]) -> Iterator[list[list[Element]]]:
        """For each name what stands in the elements: a group for each of them."""
        found: dict[str, list[list[Element]]] = {}
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

    def _flat(self, element: Element) -> Iterator[list[Element]]:
        """The elements inside by name, those in vanishing ones too."""
        for group in self._named(element):
            if group[0].namespace == MAP:
                yield from self._flat(group[0])
            else:
                yield group


# -- differences -------------------------------------------------------------------------------------------------------


def _content(change: Change, root: Element) -> list[Element]:
    """The elements that stand under a change; prefixes are those of the template."""
    names = "".join(
        f' xmlns{":" if prefix else ""}{prefix}="{attribute(uri)}"'
        for prefix, uri in root.namespaces.items()
        if prefix != "xml"
    )
    text = lifted(change, f"<changes{names}>", "</changes>")
    return Loader(text, lambda line: FileLine(line, change.line.file)).root().children


def _inside(element: Element) -> list[Element]:
    return element.children


def _find(root: Element, change: Change) -> Iterator[Hit]:
    """The elements an address means; what vanishes does not count."""
    yield from _search(root.children, change.parts, deep=change.anywhere)


def _search(elements: list[Element], parts: list[tuple[str, int]], *, deep: bool) -> Iterator[Hit]:
    (name, ordinal), *others = parts
    met = 0
    for at, element in enumerate(elements):
        met += element.name == name and element.namespace != MAP
        if element.name == name and element.namespace != MAP and ordinal in (0, met):
            if others:
                yield from _search(element.children, others, deep=False)
            else:
                yield elements, at
        if deep or element.namespace == MAP:
            yield from _search(element.children, parts, deep=deep)


def _is_rest(element: Element) -> bool:
    return element.namespace == MAP and element.name == "rest"


def _is_whole(element: Element) -> bool:
    return element.leaf and (element.text == "{*}" or "raw" in element.commands)


def _is_kept(element: Element) -> bool:
    return element.leaf and re.fullmatch(r"\{~[^{}]*\}", element.text) is not None


def _is_many(named: list[Element]) -> bool:
    """Whether elements of a name are read as a list."""
    first = named[0]
    return (len(named) > 1 and not _is_choice(named)) or "each" in first.commands or _is_list_of_values(first)


def _is_choice(named: list[Element]) -> bool:
    """Whether elements of a name stand each under a condition of its own."""
    return len(named) > 1 and all("when" in item.commands and "each" not in item.commands for item in named)


def _is_list_of_values(element: Element) -> bool:
    return element.leaf and element.text.endswith(("...", "…"))


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _source(element: Element) -> str:
    return f"<{element.tag}>{element.text}</{element.tag}>"
