"""The shape of a template: lines and blocks, nested by indentation. What the pieces mean is the compiler's matter.

A segment line is tokenised as EDIFACT itself is (`+`, `:`, release `?`), braces protected. Literal characters that
were released stand in the reader's normal form, so that they compare equal to what is received.
"""

import re
from dataclasses import dataclass, field

from edi_engine.formats.edifact.segments import escape
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.placeholders import Literal, Piece, Placeholder, inside_braces, need_reason, parse_pieces

Component = tuple[Piece, ...]
Element = tuple[Component, ...]

_BLOCK = re.compile(r"(each|with|when)\s+(.+):\s*")
_TAG = re.compile(r"[A-Z][A-Z0-9]{2}(?=\+|\.\.\.$|…$|$)")
# Control characters, and the noncharacters that stand for released ones.
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef]")


@dataclass(slots=True, kw_only=True, eq=False)
class Line:
    """One segment line.

    Attributes:
        number: line of the template, from 1; `source` is its text without indentation and comment.
        elements: elements behind the tag, each of components, each of pieces.
        continues: whether `...` stands behind it.
        reason: the comment, which explains an ignored element.
        children: what stands indented under it.
        file: the file of an extending mapping it comes from (its number counts there), empty for the template itself.
    """

    number: int
    indent: int
    tag: str
    elements: tuple[Element, ...]
    continues: bool = False
    source: str = ""
    reason: str = ""
    children: list["Node"] = field(default_factory=list)
    file: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Block:
    """`each path:`, `with path:` or `when condition:` and what stands indented under it."""

    number: int
    indent: int
    kind: str
    expression: str
    source: str = ""
    children: list["Node"] = field(default_factory=list)
    file: str = ""


Node = Line | Block


def parse_template(text: str, first: int = 1) -> list[Node]:
    """Read a segment template into its tree.

    Args:
        text: lines of a template.
        first: the number of its first line.

    Raises:
        NotationError: with line and column.
    """
    root: list[Node] = []
    stack: list[tuple[int, list[Node]]] = [(-1, root)]
    for number, raw in enumerate(text.splitlines(), start=first):
        content, reason = strip_comment(raw)
        if not content.strip():
            continue
        node = _node(content, number, reason)
        _nest(node, stack)
    check_blocks(root)
    return root


def _nest(node: Node, stack: list[tuple[int, list[Node]]]) -> None:
    """Put a line where its indentation says: beside an earlier line of the same depth, or under the last one."""
    closed = -1
    while stack[-1][0] >= node.indent:
        closed, _ = stack.pop()
    if closed > node.indent:
        raise NotationError("this indentation is that of no line above", node.indent + 1, line=node.number)
    stack[-1][1].append(node)
    stack.append((node.indent, node.children))


def _node(content: str, number: int, reason: str) -> Node:
    body = content.lstrip(" ")
    indent = len(content) - len(body)
    body = body.rstrip()
    if body.startswith("\t"):
        raise NotationError("indent with blanks, not with tabs", indent + 1, line=number)
    if forbidden := _FORBIDDEN.search(content):
        raise NotationError("a character that no message can hold", forbidden.start() + 1, line=number)
    if match := _BLOCK.fullmatch(body):
        return Block(number=number, indent=indent, kind=match[1], expression=match[2].strip(), source=body)
    if not _TAG.match(body):
        raise NotationError("neither a segment nor each, with or when", indent + 1, line=number)
    try:
        return _line(body, indent, number, reason)
    except NotationError as error:
        error.line = number
        raise


def _line(body: str, indent: int, number: int, reason: str) -> Line:
    continues = body.endswith(("...", "…"))
    segment = body.removesuffix("...").removesuffix("…")
    elements = _tokenise(segment[3:], indent + 4)
    for piece in (piece for element in elements for component in element for piece in component):
        if isinstance(piece, Placeholder):
            need_reason(piece, reason)
    return Line(
        number=number,
        indent=indent,
        tag=segment[:3],
        elements=elements,
        continues=continues,
        source=body,
        reason=reason,
    )


def _tokenise(text: str, column: int) -> tuple[Element, ...]:
    """Split what stands behind the tag into elements and components; braces protect, `?` releases."""
    elements: list[list[Component]] = []
    mask, start, at = inside_braces(text), 0, 0
    while at <= len(text):
        char = "" if at == len(text) else text[at]
        if not char or (char in "+:" and not mask[at]):
            if elements:
                elements[-1].append(_component(text[start:at], column + start))
            if char == "+":
                elements.append([])
            start = at + 1
        at += 2 if char == "?" and not mask[at] and at + 1 < len(text) else 1
    return tuple(_without_empty(element) for element in elements)


def _component(text: str, column: int) -> Component:
    pieces = []
    for piece in parse_pieces(text, column):
        pieces.append(Literal(_released(piece), piece.column) if isinstance(piece, Literal) else piece)
    return tuple(pieces)


def _released(literal: Literal) -> str:
    """A literal in the reader's normal form."""
    characters = iter(literal.text)
    released = []
    for char in characters:
        data = next(characters, "") if char == "?" else char
        if not data:
            raise NotationError("? releases nothing: write ?? for a question mark", literal.column)
        released.append(escape(data))
    return "".join(released)


def _without_empty(element: list[Component]) -> Element:
    while element and not element[-1]:
        element.pop()
    return tuple(element)


def strip_comment(raw: str) -> tuple[str, str]:
    """Split a template line into its content and the text of its comment (`#` at the start or behind a blank)."""
    mask = inside_braces(raw)
    for at, char in enumerate(raw):
        if char == "#" and not mask[at] and (at == 0 or raw[at - 1] in " \t"):
            return raw[:at], raw[at + 1 :].strip()
    return raw, ""


def check_blocks(nodes: list[Node]) -> None:
    """Refuse a block with nothing under it; raises NotationError with line and file."""
    for node in nodes:
        if isinstance(node, Block) and not node.children:
            error = NotationError(f"nothing stands under {node.source!r}", node.indent + 1, line=node.number)
            error.file = node.file
            raise error
        check_blocks(node.children)
