"""A mapping that extends another states differences: `changes.edi` beside its `mapping.yaml`.

    drop CST > DOC > NAD+AV                    takes a line away, with what stands under it
    replace GIS+{transaction_nature_code}:112  puts other lines in its place; what stood under it stays
        GEI+...
    add CST > DOC                              more lines under a line (`add .`: at the top of the message)
        LOC+91+...

An address is the beginning of a line, or several joined by ` > ` from the outside in; it must mean exactly one line.
Positions and groups are nowhere: the directory of the extending mapping places every line anew.
"""

import re
import textwrap

from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.template import Line, Node, parse_template, strip_comment

_OPERATION = re.compile(r"(drop|replace|add)\s+(.+?)\s*")


def apply_changes(nodes: list[Node], text: str) -> list[Node]:
    """Apply the differences to a parsed template, in place, and give it back.

    Raises:
        NotationError: an unknown operation, or an address that means no line or several.
    """
    for number, operation, address, content in _operations(text):
        if operation == "add" and address == ".":
            nodes += content
            continue
        siblings, at = _find(nodes, address, number)
        if operation == "add":
            siblings[at].children += content
        elif operation == "drop":
            del siblings[at]
        else:
            siblings[at : at + 1] = _inherit(siblings[at], content)
    return nodes


def _inherit(old: Node, content: list[Node]) -> list[Node]:
    if len(content) == 1 and not content[0].children:
        content[0].children = old.children
    return content


def _operations(text: str) -> list[tuple[int, str, str, list[Node]]]:
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
        found.append((start + 1, match[1], match[2], _content(block, start + 2, match[1])))
    return found


def _content(lines: list[str], first: int, operation: str) -> list[Node]:
    nodes = parse_template(textwrap.dedent("\n".join(line if line.strip() else "" for line in lines)))
    if bool(nodes) == (operation == "drop"):
        raise NotationError(f"{operation} {'takes no' if nodes else 'needs'} lines under it", line=first - 1)
    _renumber(nodes, first - 1)
    return nodes


def _renumber(nodes: list[Node], offset: int) -> None:
    for node in nodes:
        node.number += offset
        node.changed = True
        _renumber(node.children, offset)


def _find(nodes: list[Node], address: str, number: int) -> tuple[list[Node], int]:
    """Where the one line an address means stands: the list it is in and its index."""
    found = [(nodes, -1)]
    for part in address.split(" > "):
        found = [hit for siblings, at in found for hit in _search(siblings[at].children if at >= 0 else siblings, part)]
    if len(found) != 1:
        raise NotationError(f"{address!r} means {'no line' if not found else f'{len(found)} lines'}", line=number)
    return found[0]


def _search(nodes: list[Node], part: str) -> list[tuple[list[Node], int]]:
    """Lines at any depth that begin with a text and end there, or go on with a separator."""
    hits: list[tuple[list[Node], int]] = []
    for at, node in enumerate(nodes):
        rest = node.source.removeprefix(part)
        if node.source.startswith(part) and (isinstance(node, Line) or not rest) and rest[:1] in ("", "+", ":", "."):
            hits.append((nodes, at))
        hits += _search(node.children, part)
    return hits
