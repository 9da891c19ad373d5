"""An XML template as elements that know their line and column, with what belongs to the mapping told apart.

By expat: lxml would give lines only, and none of attributes.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from edi_engine.mapping.compiler.tree_nodes import MAX_DEPTH, Text
from edi_engine.mapping.notation_errors import NotationError

MAP = "urn:edi-engine:map"
XML = "http://www.w3.org/XML/1998/namespace"
_ATTRIBUTE = re.compile(r"([^\s=]+)(\s*=\s*[\"'])")


@dataclass(slots=True)
class Element:
    """An element of the template as it stands there; positions are those of the template."""

    tag: str
    line: int
    column: int
    namespaces: dict[str, str]
    attributes: list[tuple[str, str, int, int]] = field(default_factory=list)
    declared: list[tuple[str, str]] = field(default_factory=list)
    commands: dict[str, Text] = field(default_factory=dict)
    children: list["Element"] = field(default_factory=list)
    text: str = ""
    place: tuple[int, int] = (0, 0)
    reason: str = ""

    @property
    def name(self) -> str:
        """Its local name."""
        return self.tag.rpartition(":")[2]

    @property
    def namespace(self) -> str:
        """Its namespace, empty where it has none."""
        return self.namespaces.get(self.tag.rpartition(":")[0], "")

    @property
    def leaf(self) -> bool:
        """Whether all of it is its text."""
        more = self.attributes or self.children or self.commands.keys() & {"each", "with"}
        return not more or "raw" in self.commands


class Loader:
    """Loads one template; the comment on its line is the `reason` of an element.

    `numbered` makes the numbers of its lines what they are to be.
    """

    def __init__(self, text: str, numbered: Callable[[int], int] = int) -> None:
        self.text = text.encode()
        self._numbered = numbered
        self._reasons: dict[int, str] = {}
        self._stack: list[Element] = []
        self._root: Element | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.CommentHandler = self._comment
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ordered_attributes = True

    def root(self) -> Element:
        """The root element.

        Raises:
            NotationError: the text is no XML, or has a prefix that is not declared.
        """
        try:
            self._parser.Parse(self.text, True)
        except expat.ExpatError as error:
            what = f"not well-formed XML: {expat.ErrorString(error.code)}"
            raise NotationError(what, error.offset + 1, line=self._numbered(error.lineno)) from error
        if self._root is None:
            raise NotationError("there is no element", 1, line=1)
        self._explain(self._root)
        return self._root

    def _explain(self, element: Element) -> None:
        element.reason = self._reasons.get(element.line, "")
        for child in element.children:
            self._explain(child)

    def _place(self) -> tuple[int, int]:
        return self._numbered(self._parser.CurrentLineNumber), self._parser.CurrentColumnNumber + 1

    def _start(self, tag: str, attributes: list[str]) -> None:
        line, column = self._place()
        if len(self._stack) > MAX_DEPTH:
            raise NotationError(f"nested deeper than {MAX_DEPTH} levels", column, line=line)
        known = self._stack[-1].namespaces if self._stack else {"xml": XML}
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True))
        spaces = {name[6:]: uri for name, uri in pairs if name == "xmlns" or name.startswith("xmlns:")}
        made = Element(tag, line, column, {**known, **spaces})
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

    def _attribute(self, made: Element, name: str, value: str, line: int, column: int) -> None:
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
            yield (
                match[1],
                (
                    self._numbered(int(line) + breaks),
                    len(before) - before.rfind("\n") if breaks else column + len(before),
                ),
            )

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
        self._reasons[self._parser.CurrentLineNumber] = text.strip()

    def _doctype(self, *_: object) -> None:
        line, column = self._place()
        raise NotationError("a template has no document type declaration", column, line=line)
