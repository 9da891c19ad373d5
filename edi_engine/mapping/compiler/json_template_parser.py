"""A JSON template as a tree in which everything knows its place: JSON with comments (`#` to the end of the line)."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from edi_engine.mapping.changes import Change, Hit, apply_change, lifted, read_changes
from edi_engine.mapping.compiler.tree_nodes import MAX_DEPTH, Array, Member, Node, Object, Scalar, Text
from edi_engine.mapping.notation_errors import FileLine, NotationError

_TOKEN = re.compile(
    r"""(?P<blank>[ \t\r\n]+)|(?P<comment>\#[^\n]*)|(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<mark>[{}\[\],:])"""
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)|(?P<word>true|false|null)"
)
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int
    column: int


def parse_json_template(text: str, changes: Sequence[tuple[str, str]] = ()) -> Node:
    """Read a template, and what those that extend it change (file and text of each, the oldest first).

    Raises:
        NotationError: it is not JSON, or a key stands twice; with line and column.
    """
    node = _parsed(text)
    for file, changed in changes:
        for change in read_changes(changed, file):
            apply_change(change, _inside(node), partial(_find, node), _content(change), _inside)
    if changes:
        _check_keys(node)
    return node


def _parsed(text: str, numbered: Callable[[int], int] = int) -> Node:
    parser = _Parser(text, numbered)
    node = parser.value(0)
    parser.end()
    return node


class _Parser:
    def __init__(self, text: str, numbered: Callable[[int], int]) -> None:
        self.numbered = numbered
        self.comments: dict[int, str] = {}
        tokens = list(self._tokens(text))
        last = tokens[-1] if tokens else _Token("end", "", 1, 1)
        self.tokens = [*tokens, _Token("end", "the end", last.line, last.column + len(last.text))]
        self.at = 0

    def _tokens(self, text: str) -> Iterator[_Token]:
        at, line, start = 0, 1, 0
        while at < len(text):
            match = _TOKEN.match(text, at)
            column = at - start + 1
            if match is None:
                raise NotationError("neither a JSON value nor a comment", column, line=self.numbered(line))
            kind, found = str(match.lastgroup), match[0]
            if kind == "comment":
                self.comments[line] = found[1:].strip()
            elif kind != "blank":
                yield _Token(kind, found, self.numbered(line), column)
            breaks = found.count("\n")
            if breaks:
                line, start = line + breaks, at + found.rfind("\n") + 1
            at = match.end()

    def value(self, depth: int) -> Node:
        token = self._next()
        if depth > MAX_DEPTH:
            raise NotationError(f"nested deeper than {MAX_DEPTH} levels", token.column, line=token.line)
        if token.text == "{":
            return self._object(token, depth)
        if token.text == "[":
            return self._array(token, depth)
        if token.kind == "text":
            reason = self.comments.get(token.line, "")
            return Text(line=token.line, column=token.column + 1, text=_string(token), source=token.text, reason=reason)
        if token.kind in ("number", "word"):
            value = _WORDS[token.text] if token.kind == "word" else _number(token.text)
            return Scalar(line=token.line, column=token.column, value=value, source=token.text)
        raise NotationError(f"a value is expected, not {token.text}", token.column, line=token.line)

    def _object(self, opening: _Token, depth: int) -> Object:
        made = Object(line=opening.line, column=opening.column)
        while not self._closes("}", made.members):
            key = self._next()
            if key.kind != "text":
                raise NotationError(f"a key is expected, not {key.text}", key.column, line=key.line)
            name = _string(key)
            if any(member.key == name for member in made.members):
                raise NotationError(f"the key {name!r} stands here twice", key.column, line=key.line)
            self._expect(":")
            value = self.value(depth + 1)
            made.members.append(Member(key=name, line=key.line, column=key.column, value=value))
        return made

    def _array(self, opening: _Token, depth: int) -> Array:
        made = Array(line=opening.line, column=opening.column)
        while not self._closes("]", made.items):
            made.items.append(self.value(depth + 1))
        return made

    def _closes(self, bracket: str, before: list[Any]) -> bool:
        """Whether the bracket closes here; between two values a comma is taken."""
        if self.tokens[self.at].text == bracket and self.tokens[self.at].kind == "mark":
            self.at += 1
            return True
        if before:
            self._expect(",")
        return False

    def _expect(self, mark: str) -> None:
        token = self._next()
        if token.kind != "mark" or token.text != mark:
            raise NotationError(f"{mark} is expected, not {token.text}", token.column, line=token.line)

    def _next(self) -> _Token:
        token = self.tokens[self.at]
        self.at = min(self.at + 1, len(self.tokens) - 1)
        return token

    def end(self) -> None:
        token = self.tokens[self.at]
        if token.kind != "end":
            raise NotationError("there is other text behind the template", token.column, line=token.line)


# -- differences -------------------------------------------------------------------------------------------------------


def _content(change: Change) -> list[Any]:
    """What stands under a change: members, or values where the address means one of an array."""
    if not change.content.strip():
        return []
    one = change.parts[-1][1] and change.operation != "add"
    found = _parsed(lifted(change, *("[]" if one else "{}")), lambda line: FileLine(line, change.line.file))
    return found.items if isinstance(found, Array) else getattr(found, "members", [])


def _inside(node: Any) -> list[Any]:
    """The members of an object, or of the only object of an array."""
    value = node.value if isinstance(node, Member) else node
    if isinstance(value, Array) and len(value.items) == 1:
        value = value.items[0]
    if isinstance(value, Object):
        return value.members
    what = "nothing can be added in this place: it is no object, or one of several"
    raise NotationError(what, value.column, line=value.line)


def _find(node: Node, change: Change) -> Iterator[Hit]:
    yield from _search(node, change.parts, deep=change.anywhere)


def _search(node: Node, parts: list[tuple[str, int]], *, deep: bool) -> Iterator[Hit]:
    """Members an address means, in an object or in all objects of an array."""
    if isinstance(node, Array):
        for item in node.items:
            yield from _search(item, parts, deep=deep)
    (name, ordinal), *others = parts
    for at, member in enumerate(node.members) if isinstance(node, Object) else ():
        if member.key == name and isinstance(node, Object):
            items = member.value.items if isinstance(member.value, Array) else []
            if ordinal and ordinal <= len(items):
                yield from _search(items[ordinal - 1], others, deep=False) if others else [(items, ordinal - 1)]
            elif not ordinal:
                yield from _search(member.value, others, deep=False) if others else [(node.members, at)]
        if deep:
            yield from _search(member.value, parts, deep=True)


def _check_keys(node: Node) -> None:
    """A key that stands twice once all is changed."""
    for item in node.items if isinstance(node, Array) else ():
        _check_keys(item)
    known: set[str] = set()
    for member in node.members if isinstance(node, Object) else ():
        if member.key in known:
            raise NotationError(f"the key {member.key!r} stands here twice", member.column, line=member.line)
        known.add(member.key)
        _check_keys(member.value)


def _string(token: _Token) -> str:
    try:
        return str(json.loads(token.text))
    except json.JSONDecodeError as error:
        raise NotationError(f"not a JSON string: {error.msg}", token.column + error.pos, line=token.line) from error


def _number(text: str) -> Any:
    """A number so that it compares exactly with one that was read."""
    return json.loads(text, parse_float=_decimal)


def _decimal(text: str) -> Any:
    from decimal import Decimal

    return Decimal(text)
