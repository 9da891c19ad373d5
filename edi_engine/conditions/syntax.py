"""From the text of a CEL expression to its tree, for those who turn it into something else than a program of `cel`.

What the language has and we do not take (maps, messages, byte strings, unsigned numbers) is a `SyntaxProblem`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from edi_engine.conditions.expression import MACROS, Problem
from edi_engine.conditions.tree import Call, Field, Index, ListOf, Literal, Macro, Name, Node, Operation, depth_of

MAX_LENGTH = 2000
MAX_DEPTH = 20
MAX_CHAIN = 50  # operators side by side, or steps of one path
MAX_TREE = 100  # parts one in the other, chains within chains: those who walk the tree do it by recursion


class SyntaxProblem(Exception):  # noqa: N818 — a finding on its way
    """What is wrong with an expression, and where."""

    def __init__(self, offset: int, what: str, fix: str) -> None:
        super().__init__(what)
        self.problem = Problem(offset, what, fix)


_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*) |
    (?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*') |
    (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?(?![\w.])) | (?P<name>[A-Za-z_]\w*) |
    (?P<mark>&&|\|\||[=!<>]=|[-+*/%<>!?:.,()\[\]]) | (?P<end>\Z) | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
# Operators of two operands, those that bind loosest first.
_LEVELS: Sequence[frozenset[str]] = (
    frozenset({"||"}),
    frozenset({"&&"}),
    frozenset({"==", "!=", "<", "<=", ">", ">=", "in"}),
    frozenset("+-"),
    frozenset("*/%"),
)


def parse(text: str) -> Node:
    """The tree of an expression of at most 2,000 characters, nested at most 20 deep, its tree at most 100.

    Raises:
        SyntaxProblem: it is none; the first fault.
    """
    if len(text) > MAX_LENGTH:
        raise SyntaxProblem(MAX_LENGTH, f"longer than {MAX_LENGTH} characters", "split it")
    parser = _Parser(text)
    node = parser.expression()
    if parser.token.kind != "end":
        raise parser.refusal("an operator or the end")
    if depth_of(node) > MAX_TREE:
        raise SyntaxProblem(node.offset, "chains nested in chains", "write it flatter")
    return node


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    offset: int


class _Parser:
    """Recursive descent, one method a level of the grammar."""

    def __init__(self, text: str) -> None:
        found = (_Token(match.lastgroup or "", match.group(), match.start()) for match in _TOKEN.finditer(text))
        self.tokens = [token for token in found if token.kind != "space"]
        self.index = self.depth = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.index]

    def take(self) -> _Token:
        taken = self.tokens[self.index]
        self.index += taken.kind != "end"
        return taken

    def at(self, *marks: str) -> bool:
        return self.token.kind == "mark" and self.token.text in marks

    def expect(self, mark: str) -> None:
        if not self.at(mark):
            raise self.refusal(repr(mark))
        self.take()

    def refusal(self, wanted: str) -> SyntaxProblem:
        found = "the end" if self.token.kind == "end" else repr(self.token.text[:40])
        fix = 'write CEL, for example: type_code == "IM" && has(destination.country_code)'
        return SyntaxProblem(self.token.offset, f"{wanted} was expected, {found} stands here", fix)

    def expression(self) -> Node:
        """A condition with its two outcomes, or anything below."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SyntaxProblem(self.token.offset, f"nested deeper than {MAX_DEPTH} levels", "write it flatter")
        node = self.level(0)
        if self.at("?"):
            offset = self.take().offset
            yes = self.level(0)
            self.expect(":")
            node = Operation("?:", (node, yes, self.expression()), offset)
        self.depth -= 1
        return node

    def level(self, number: int) -> Node:
        """Operators of two operands, from the left."""
        if number == len(_LEVELS):
            return self.unary()
        node, signs = self.level(number + 1), 0
        while self.token.kind in ("mark", "name") and self.token.text in _LEVELS[number]:
            sign, signs = self.take(), signs + 1
            self.bounded(signs, sign)
            node = Operation(sign.text, (node, self.level(number + 1)), sign.offset)
        return node

    @staticmethod
    def bounded(count: int, token: _Token) -> None:
        if count > MAX_CHAIN:
            raise SyntaxProblem(token.offset, f"more than {MAX_CHAIN} {token.text!r} in a row", "write it shorter")

    def unary(self) -> Node:
        signs = []
        while self.at("!", "-"):
            signs.append(self.take())
            if len(signs) > 2:
                raise SyntaxProblem(signs[0].offset, "more than two signs", "write one or none")
        node = self.member()
        for sign in reversed(signs):
            node = Operation(sign.text, (node,), sign.offset)
        return node

    def member(self) -> Node:
        """What stands alone, then its fields, indices and methods."""
        node, steps = self.primary(), 0
        while self.at(".", "["):
            mark, steps = self.take(), steps + 1
            self.bounded(steps, mark)
            if mark.text == "[":
                node = Index(node, self.expression(), mark.offset)
                self.expect("]")
                continue
            if self.token.kind != "name":
                raise self.refusal("a name")
            name = self.take()
            node = self.method(node, name) if self.at("(") else Field(node, name.text, name.offset)
        return node

    def method(self, of: Node, name: _Token) -> Node:
        if name.text not in MACROS:
            return Call(name.text, (of, *self.arguments(")")), name.offset)
        self.expect("(")
        variable = self.take()
        if variable.kind != "name" or variable.text in _WORDS or variable.text == "in":
            self.index -= 1
            raise self.refusal("a variable")
        self.expect(",")
        body, only = self.expression(), None
        if name.text == "map" and self.at(","):
            self.take()
            body, only = self.expression(), body
        self.expect(")")
        return Macro(name.text, of, variable.text, body, only, name.offset)

    def primary(self) -> Node:
        token = self.token
        if token.kind == "name" and token.text != "in":
            self.take()
            if token.text in _WORDS:
                return Literal(_WORDS[token.text], token.offset)
            return (
                Call(token.text, self.arguments(")"), token.offset) if self.at("(") else Name(token.text, token.offset)
            )
        if token.kind == "number":
            return Literal(Decimal(self.take().text), token.offset)
        if token.kind == "text":
            return Literal(_text(self.take()), token.offset)
        if self.at("["):
            return ListOf(self.arguments("]"), token.offset)
        if not self.at("("):
            raise self.refusal("a value")
        self.take()
        node = self.expression()
        self.expect(")")
        return node

    def arguments(self, closing: str) -> tuple[Node, ...]:
        """Expressions between commas; the opening mark is the token at hand."""
        self.take()
        found: list[Node] = []
        while not self.at(closing):
            if found:
                self.expect(",")
            found.append(self.expression())
        self.take()
        return tuple(found)


def _text(token: _Token) -> str:
    def meant(match: re.Match[str]) -> str:
        char = match[1]
        if char in _ESCAPES or char in "\\'\"":
            return _ESCAPES.get(char, char)
        place = token.offset + 1 + match.start()
        raise SyntaxProblem(place, f"\\{char} is no escape here", "write \\\\ for a backslash")

    return _ESCAPE.sub(meant, token.text[1:-1])
