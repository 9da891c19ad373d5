"""A template of records of fixed width as the tree of named places it stands for.

H{functional_reference_id:20}{issue_date_time:8|datetime(102)}      a record: the literal it begins with, then its cells
each goods_items:                                                  as in segment templates, as are with and when
    I{sequence_numeric:5|pad(5,0)}{commodity.description:35}
T{out count(goods_items):6|pad(6,0)}

Every cell says its width: `{path:20}`, `{*:3}`, `{~name:4}`; a literal between cells and `{=x}` have their own.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from edi_engine.mapping.changes import Change, Hit, apply_change, read_changes
from edi_engine.mapping.compiler.tree_nodes import Array, Member, Node, Object, Text
from edi_engine.mapping.fixed_tree import Record
from edi_engine.mapping.notation_errors import FileLine, NotationError
from edi_engine.mapping.template import strip_comment

_BLOCK = re.compile(r"(each|with|when)\s+(.+):\s*")
_CELL = re.compile(
    r"\{(?P<any>=[^{}]*)\}|\{(?P<head>[^{}|]*?):(?P<width>\d{1,4})(?P<more>\|[^{}]*)?\}|(?P<text>[^{}]+)"
)


class _Line:
    """A line of the template: a block, or a record with its tag and cells."""

    def __init__(self, number: int, indent: int, body: str, reason: str) -> None:
        self.number, self.indent, self.body, self.reason = number, indent, body, reason
        self.children: list[_Line] = []
        block = _BLOCK.fullmatch(body)
        self.kind, self.expression = (block[1], block[2].strip()) if block else ("", "")
        self.tag = "" if block else body.partition("{")[0]

    @property
    def column(self) -> int:
        """Where its expression begins, for a block."""
        return self.indent + len(self.kind) + 2


def parse_fixed_template(text: str, changes: Sequence[tuple[str, str]] = ()) -> tuple[Object, Record]:
    """Read a template, and what those that extend it change (file and text of each, the oldest first).

    Raises:
        NotationError: with line and column.
    """
    root = Object(line=1, column=1)
    records = Record()
    lines = _nested(text)
    for file, changed in changes:
        for change in read_changes(changed, file):
            apply_change(change, lines, partial(_find, lines), _content(change), _inside)
    if not lines:
        raise NotationError("there is no record", 1, line=1)
    _fill(root, records, lines)
    tags = [kind.tag for kind, _ in records.every()]
    for tag in tags:
        if tags.count(tag) > 1:
            raise NotationError(f"records {tag!r} stand under several others: they could not be told apart", 1, line=1)
    return root, records


def _content(change: Change) -> list[_Line]:
    """The records that stand under a change."""
    return _nested(change.content, lambda number: FileLine(number + change.first - 1, change.line.file))


def _inside(line: _Line) -> list[_Line]:
    """What stands under a record; of a block around one, under that."""
    return line.children[0].children if line.kind == "each" else line.children


def _find(lines: list[_Line], change: Change) -> Iterator[Hit]:
    yield from _search(lines, change.parts, deep=change.anywhere)


def _search(lines: list[_Line], parts: list[tuple[str, int]], *, deep: bool) -> Iterator[Hit]:
    """The records an address means, by their tags; blocks do not count, but one around its only record goes with it."""
    (tag, ordinal), *others = parts
    met = 0
    for at, line in enumerate(lines):
        record = line.children[0] if line.kind == "each" and len(line.children) == 1 else line
        met += record.tag == tag
        if record.tag == tag and ordinal in (0, met):
            if others:
                yield from _search(record.children, others, deep=False)
            else:
                yield lines, at
        if deep:
            yield from _search(record.children, parts, deep=True)
        elif line.kind and line is record:
            yield from _search(line.children, parts, deep=False)


def _nested(text: str, numbered: Callable[[int], int] = int) -> list[_Line]:
    top: list[_Line] = []
    stack: list[tuple[int, list[_Line]]] = [(-1, top)]
    for number, raw in enumerate(text.splitlines(), start=1):
        content, reason = strip_comment(raw)
        if not content.strip():
            continue
        body = content.rstrip()
        made = _Line(numbered(number), len(body) - len(body.lstrip(" ")), body.lstrip(" "), reason)
        while stack[-1][0] >= made.indent:
            stack.pop()
        stack[-1][1].append(made)
        stack.append((made.indent, made.children))
    return top


def _fill(holder: Object, records: Record, lines: list[_Line], *, optional: bool = False) -> None:
    """Put records, and what vanishing blocks hold, into the object and the kind they stand under."""
    for line in lines:
        if line.kind in ("with", "when"):
            group = Object(line=line.number, column=line.indent + 1)
            group.members.append(_command(f"${line.kind}", line))
            _fill(group, records, line.children, optional=True)
            holder.members.append(Member(key="", line=line.number, column=line.indent + 1, value=group))
            continue
        each = line if line.kind else None
        if each and len(line.children) != 1:
            what = "an each has one record; what belongs to it stands indented under it"
            raise NotationError(what, line.indent + 1, line=line.number)
        record = line.children[0] if each else line
        if record.kind or not record.tag:
            raise NotationError("a record begins with the literal it is told by", record.indent + 1, line=record.number)
        kind = _add(holder, records, record, each)
        kind.optional = kind.optional or optional


def _add(holder: Object, records: Record, line: _Line, each: _Line | None) -> Record:
    made = Object(line=line.number, column=line.indent + 1)
    if each is not None:
        made.members.append(_command("$each", each))
    cells = _cells(made, line)
    known = records.children.get(line.tag)
    if known is not None and known.cells != cells:
        what = f"records {line.tag!r} have their cells at other columns elsewhere"
        raise NotationError(what, line.indent + 1, line=line.number)
    kind = records.children.setdefault(line.tag, Record(tag=line.tag, cells=cells))
    kind.template_lines.add(line.number)
    _fill(made, kind, line.children)
    before = next((member for member in holder.members if member.key == line.tag), None)
    kind.many = kind.many or each is not None or before is not None
    if before is not None:
        items = before.value.items if isinstance(before.value, Array) else [before.value]
        before.value = Array(line=before.line, column=before.column, items=[*items, made], siblings=True)
        return kind
    value: Node = Array(line=made.line, column=made.column, items=[made], siblings=True) if each else made
    holder.members.append(Member(key=line.tag, line=line.number, column=line.indent + 1, value=value))
    return kind


def _cells(made: Object, line: _Line) -> dict[str, tuple[int, int]]:
    """The cells of a record as members, and their columns in the file."""
    found: dict[str, tuple[int, int]] = {}
    at, place = len(line.tag), len(line.tag)
    while at < len(line.body):
        match = _CELL.match(line.body, at)
        column = line.indent + at + 1
        if match is None:
            raise NotationError("a cell says its width: {path:20}", column, line=line.number)
        text, width = _cell(match)
        key = f"{place + 1}-{place + width}"
        found[key] = place, place + width
        if match["text"] is None or match["text"].strip():
            cell = Text(line=line.number, column=column, text=text, source=match[0], reason=line.reason, width=width)
            made.members.append(Member(key=key, line=line.number, column=column, value=cell))
        at, place = match.end(), place + width
    return found


def _cell(match: re.Match[str]) -> tuple[str, int]:
    """What stands in a cell, and its width."""
    if match["text"] is not None:
        return match["text"].strip(), len(match["text"])
    if match["any"] is not None:
        return f"{{{match['any'].strip()}}}", len(match["any"]) - 1
    head, width = match["head"], int(match["width"])
    if head == "*" or head.startswith("~") or re.fullmatch(r"[\w.-]+(/[\w.-]+)+", head):
        return f"{{{head}}}", width
    return f"{{{head}:{width}{match['more'] or ''}}}", width


def _command(key: str, line: _Line) -> Member:
    text = Text(line=line.number, column=line.column, text=line.expression, source=line.expression)
    return Member(key=key, line=line.number, column=line.column, value=text)
