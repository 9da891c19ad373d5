"""The shape of a template: lines and blocks, nested by indentation. What the pieces mean is the compiler's matter.

A segment line is tokenised as EDIFACT itself is (`+`, `:`, release `?`), braces protected. Literal characters that
were released stand in the reader's normal form, so that they compare equal to what is received.
"""

import re
from dataclasses import dataclass, field

from edi_engine.formats.edifact.segments import escape
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.placeholders import Literal, Piece, parse_pieces

Component = tuple[Piece, ...]
Element = tuple[Component, ...]

_BLOCK = re.compile(r"(each|with|when)\s+(.+):\s*")
_TAG = re.compile(r"[A-Z][A-Z0-9]{2}(?=[+:]|$)")


@dataclass(slots=True, kw_only=True, eq=False)
class Line:
    """One segment line.

    Attributes:
        number: line of the template, from 1; `source` is its text without indentation and comment.
        elements: elements behind the tag, each of components, each of pieces.
        continues: whether `...` stands behind it.
        reason: the comment, which explains an ignored element.
        children: what stands indented under it.
        changed: whether it comes from the differences of an extending mapping (its number counts there).
    """

    number: int
    indent: int
    tag: str
    elements: tuple[Element, ...]
    continues: bool = False
    source: str = ""
    reason: str = ""
    children: list["Node"] = field(default_factory=list)
    changed: bool = False


@dataclass(slots=True, kw_only=True, eq=False)
class Block:
    """`each path:`, `with path:` or `when condition:` and what stands indented under it."""

    number: int
    indent: int
    kind: str
    expression: str
    source: str = ""
    children: list["Node"] = field(default_factory=list)
    changed: bool = False


Node = Line | Block


def parse_template(text: str) -> list[Node]:
    """Read a segment template into its tree.

    Raises:
        NotationError: with line and column.
    """
    root: list[Node] = []
    stack: list[tuple[int, list[Node]]] = [(-1, root)]
    for number, raw in enumerate(text.splitlines(), start=1):
        content, reason = strip_comment(raw)
        if not content.strip():
            continue
        node = _node(content, number, reason)
        while stack[-1][0] >= node.indent:
            stack.pop()
        stack[-1][1].append(node)
        stack.append((node.indent, node.children))
    _check_blocks(root)
    return root


def _node(content: str, number: int, reason: str) -> Node:
    body = content.lstrip(" ")
    indent = len(content) - len(body)
    body = body.rstrip()
    if body.startswith("\t"):
        raise NotationError("indent with blanks, not with tabs", indent + 1, line=number)
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
    """Split what stands behind the tag into elements and components, braces protected, released characters literal."""
    elements: list[list[Component]] = []
    piece: list[str] = []
    start = at = depth = 0

    def close_component() -> None:
        pieces = parse_pieces("".join(piece), column + start)
        elements[-1].append(tuple(p for p in pieces if not (isinstance(p, Literal) and not p.text)))
        piece.clear()

    while at < len(text):
        char = text[at]
        depth += (char == "{") - (char == "}")
        if depth == 0 and char in "+:":
            if elements:
                close_component()
            if char == "+":
                elements.append([])
            start = at + 1
        elif depth == 0 and char == "?" and at + 1 < len(text):
            at += 1
            piece.append(escape(text[at]))
        else:
            piece.append(char)
        at += 1
    if elements:
        close_component()
    return tuple(_without_empty(element) for element in elements)


def _without_empty(element: list[Component]) -> Element:
    while element and not element[-1]:
        element.pop()
    return tuple(element)


def strip_comment(raw: str) -> tuple[str, str]:
    """Split a template line into its content and the text of its comment (`#` at the start or behind a blank)."""
    depth = 0
    for at, char in enumerate(raw):
        depth += (char == "{") - (char == "}")
        if char == "#" and depth <= 0 and (at == 0 or raw[at - 1] == " "):
            return raw[:at], raw[at + 1 :].strip()
    return raw, ""


def _check_blocks(nodes: list[Node]) -> None:
    for node in nodes:
        if isinstance(node, Block) and not node.children:
            raise NotationError(f"nothing stands under {node.source!r}", node.indent + 1, line=node.number)
        _check_blocks(node.children)
