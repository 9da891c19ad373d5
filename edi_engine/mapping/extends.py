"""A mapping that extends another states differences: `changes.edi` beside its `mapping.yaml`.

    drop CST > DOC > NAD+AV                    takes a line away, with what stands under it
    replace GIS+{transaction_nature_code}:112  puts another line in its place; what stood under it stays, unless the
        GEI+...                                new lines bring something of their own to stand under them
    add CST > DOC                              more lines under a line (`add .`: at the top of the message)
        LOC+91+...

An address is the beginning of a line, or of a line and of those directly under it, joined by ` > `; `. > ` in front
of it means the top of the message. It must mean exactly one line; `each` and `with` between two lines do not count.
Positions and groups are nowhere: the directory of the extending mapping places every line anew.
"""

import re

from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.template import Line, Node, check_blocks, parse_template, strip_comment

_OPERATION = re.compile(r"(drop|replace|add)\s+(.+?)\s*")


def apply_changes(nodes: list[Node], text: str, file: str = "changes.edi") -> list[Node]:
    """Apply the differences to a parsed template, in place, and give it back.

    Args:
        nodes: the template so far.
        text: the differences, `file` their name for what is found wrong.

    Raises:
        NotationError: an unknown operation, or an address that means no line or several.
    """
    try:
        for number, operation, address, content in _operations(text, file):
            _apply(nodes, number, operation, address, content)
        check_blocks(nodes)
    except NotationError as error:
        error.file = error.file or file
        raise
    return nodes


def _apply(nodes: list[Node], number: int, operation: str, address: str, content: list[Node]) -> None:
    if operation == "add" and address == ".":
        nodes += content
        return
    siblings, at = _find(nodes, address, number, len(operation) + 2)
    if operation == "add":
        siblings[at].children += content
    elif operation == "drop":
        del siblings[at]
    else:
        siblings[at : at + 1] = _inherit(siblings[at], content, number)


def _inherit(old: Node, content: list[Node], number: int) -> list[Node]:
    if not old.children or any(node.children for node in content):
        return content
    if len(content) > 1:
        raise NotationError(f"under which of these lines does what stood under {old.source!r} go?", line=number)
    content[0].children = old.children
    return content


def _operations(text: str, file: str) -> list[tuple[int, str, str, list[Node]]]:
    found: list[tuple[int, str, str, list[Node]]] = []
    lines = text.splitlines()
    at = 0
    while at < len(lines):
        body = strip_comment(lines[at])[0].rstrip()
        start, at = at, at + 1
        if not body:
            continue
        match = _OPERATION.fullmatch(body)
        if match is None:
            raise NotationError("drop, replace or add with the address of a line", line=start + 1)
        block = []
        while at < len(lines) and (not lines[at].strip() or lines[at].startswith((" ", "#"))):
            block.append(lines[at])
            at += 1
        found.append((start + 1, match[1], match[2], _content(block, start + 2, match[1], file)))
    return found


def _content(lines: list[str], first: int, operation: str, file: str) -> list[Node]:
    nodes = parse_template("\n".join(lines), first)
    if bool(nodes) == (operation == "drop"):
        raise NotationError(f"{operation} {'takes no' if nodes else 'needs'} lines under it", line=first - 1)
    _mark(nodes, file)
    return nodes


def _mark(nodes: list[Node], file: str) -> None:
    for node in nodes:
        node.file = file
        _mark(node.children, file)


def _find(nodes: list[Node], address: str, number: int, column: int) -> tuple[list[Node], int]:
    """Where the one line an address means stands: the list it is in and its index."""
    first, *others = address.removeprefix(". > ").split(" > ")
    found = _search(nodes, first, deep=not address.startswith(". > "))
    for part in others:
        found = [hit for siblings, at in found for hit in _search(siblings[at].children, part)]
    if len(found) != 1:
        means = "no line" if not found else " and ".join(f"line {siblings[at].number}" for siblings, at in found)
        raise NotationError(f"{address!r} means {means}, not one", column, line=number)
    return found[0]


def _search(nodes: list[Node], part: str, *, deep: bool = False) -> list[tuple[list[Node], int]]:
    """Lines at the top of some nodes, or at any depth, that begin with a text and end there or with a separator."""
    hits: list[tuple[list[Node], int]] = []
    for at, node in enumerate(nodes):
        rest = node.source.removeprefix(part)
        if node.source.startswith(part) and (isinstance(node, Line) or not rest) and rest[:1] in ("", "+", ":", "."):
            hits.append((nodes, at))
        if deep or not isinstance(node, Line):
            hits += _search(node.children, part, deep=deep)
    return hits
