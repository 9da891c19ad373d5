"""Which fields a CEL expression reads, checked against the document's own structs.

The CEL library compiles and evaluates but shows no syntax tree. This walk over the tokens of an expression that
compiled follows every chain of names (`goods_items.exists(i, i.commodity.description != "")`) through the model, so
that a misspelt field is an error with its column when the configuration loads, and so that a document hands over only
the fields that are named.
"""

import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

import msgspec

from edi_engine.alike import alike

type_hints = cache(typing.get_type_hints)

# Macros and functions that the evaluator knows; it would report any other only while a document is judged.
MACROS = frozenset({"all", "exists", "exists_one", "filter", "map"})
_PLAIN_FUNCTIONS = frozenset(
    {
        "bytes",
        "contains",
        "double",
        "duration",
        "dyn",
        "endsWith",
        "int",
        "matches",
        "size",
        "startsWith",
        "string",
        "timestamp",
        "type",
        "uint",
    }
)
_TIME_FUNCTIONS = frozenset(
    {
        "getDate",
        "getDayOfMonth",
        "getDayOfWeek",
        "getDayOfYear",
        "getFullYear",
        "getHours",
        "getMinutes",
        "getMonth",
        "getSeconds",
    }
)
FUNCTIONS = _PLAIN_FUNCTIONS | _TIME_FUNCTIONS
_WORDS = frozenset({"true", "false", "null", "in"})
_TOKEN = re.compile(
    r"""\s+ | //[^\n]* |
    (?P<text>(?:[rRbB]{0,2})(?:\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')) |
    (?P<number>\d[\w.]*) | (?P<name>[A-Za-z_]\w*) | (?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)

MOST_OFFERED = 40  # names in a fix

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands at a path: a struct with fields, a list of one shape, true or false, another single value, or
    something unknown. Of a single value `scalar` says what it is, where that is known.
    """

    kind: typing.Literal["struct", "list", "truth", "value", "unknown"]
    fields: Mapping[str, object] = field(default_factory=dict)
    item: "Shape | None" = None
    scalar: typing.Literal["", "text", "whole", "decimal"] = ""

    def child(self, name: str) -> "Shape | None":
        """The shape of a field, `None` if there is no such field."""
        if self.kind == "unknown":
            return self
        annotation = self.fields.get(name)
        return annotation if isinstance(annotation, Shape) or annotation is None else shape_of(annotation)


TRUTH = Shape("truth")
VALUE = Shape("value")
TEXT = Shape("value", scalar="text")
WHOLE = Shape("value", scalar="whole")
DECIMAL = Shape("value", scalar="decimal")
_SCALARS: Mapping[object, Shape] = {bool: TRUTH, str: TEXT, int: WHOLE, float: DECIMAL, Decimal: DECIMAL}
UNKNOWN = Shape("unknown")


@cache
def shape_of(annotation: object) -> Shape:
    """The shape of a type annotation: a msgspec struct, `list[…]`, an optional one of those, or a plain value."""
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        inner = [shape_of(part) for part in typing.get_args(annotation) if part is not type(None)]
        return inner[0] if len(inner) == 1 else UNKNOWN
    if typing.get_origin(annotation) in (list, tuple):
        return Shape("list", item=shape_of(typing.get_args(annotation)[0]))
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return Shape("struct", type_hints(annotation))
    if annotation in (dict, typing.Any, object) or typing.get_origin(annotation) is dict:
        return UNKNOWN
    return _SCALARS.get(annotation, VALUE)


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault of an expression at a character offset, with what to do."""

    offset: int
    what: str
    fix: str


@dataclass(slots=True)
class Reading:
    """What an expression reads: paths with their shapes, and the problems met."""

    paths: dict[Path, Shape] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    macros: int = 0


def read_expression(text: str, root: Shape, functions: frozenset[str] = frozenset()) -> Reading:
    """Follow the names of a CEL expression that compiled.

    Args:
        text: the expression.
        root: a struct shape whose fields are the names allowed at the start of a chain.
        functions: those that may be called beside the evaluator's own.

    Returns:
        The paths read, elements of lists under the path of their list, and the problems: unknown fields with near
        names, unknown functions, `has` on what has no single value.
    """
    walk = _Walk(_tokens(text), root, FUNCTIONS | functions)
    while walk.index < len(walk.tokens):
        walk.expression(frozenset(), {})
        walk.index += 1
    return walk.reading


def _tokens(text: str) -> list[tuple[str, str, int]]:
    return [
        (match.lastgroup, match.group(), match.start())
        for match in _TOKEN.finditer(text)
        if match.lastgroup is not None
    ]


Bound = tuple[Path, Shape]


class _Walk:
    """One walk over the tokens; `scope` holds what the variables of enclosing macros stand for."""

    def __init__(self, tokens: list[tuple[str, str, int]], root: Shape, functions: frozenset[str]) -> None:
        self.tokens = tokens
        self.functions = functions
        self.root = root
        self.index = 0
        self.reading = Reading()

    def at(self, mark: str, ahead: int = 0) -> bool:
        place = self.index + ahead
        return place < len(self.tokens) and self.tokens[place][1] == mark and self.tokens[place][0] == "mark"

    def expression(self, until: frozenset[str], scope: dict[str, Bound]) -> None:
        """Walk up to a closing mark of this level; the mark itself is left."""
        while self.index < len(self.tokens):
            kind, text, _ = self.tokens[self.index]
            if kind == "mark" and text in until:
                return
            if kind == "name":
                self.name(scope)
            elif kind == "mark" and text in "([{":
                self.inside({"(": ")", "[": "]", "{": "}"}[text], scope)
                self.steps((), UNKNOWN, scope)
            else:
                self.index += 1
                if kind == "text":
                    self.steps((), UNKNOWN, scope)

    def inside(self, closing: str, scope: dict[str, Bound]) -> None:
        """Walk through a bracket, its closing mark included."""
        self.index += 1
        self.expression(frozenset(closing), scope)
        self.index += 1

    def name(self, scope: dict[str, Bound]) -> None:
        """A name that starts a chain: a word of the language, a function, a macro's variable or a field."""
        _, name, offset = self.tokens[self.index]
        self.index += 1
        if name in _WORDS:
            return None
        if self.at("("):
            self.call(name, offset, scope)
            return self.steps((), UNKNOWN, scope)
        if name in scope:
            path, shape = scope[name]
        else:
            path, shape = (name,), self.field(self.root, (), name, offset)
        return self.steps(path, shape, scope)

    def steps(self, path: Path, shape: Shape, scope: dict[str, Bound]) -> None:
        """The rest of a chain: fields, indices, methods and macros."""
        while True:
            if self.at(".") and self.index + 1 < len(self.tokens):
                _, name, offset = self.tokens[self.index + 1]
                self.index += 2
                if not self.at("("):
                    shape, path = self.field(shape, path, name, offset), (*path, name)
                    continue
                self.use(path, shape)
                shape = self.method(name, offset, path, shape, scope)
                path = path if shape is not UNKNOWN else ()
            elif self.at("["):
                self.inside("]", scope)
                shape = shape.item or UNKNOWN
            else:
                return self.use(path, shape)

    def method(self, name: str, offset: int, path: Path, shape: Shape, scope: dict[str, Bound]) -> Shape:
        """A method or macro on what stands before the dot; the shape of its result."""
        if name not in MACROS:
            self.call(name, offset, scope)
            return UNKNOWN
        self.reading.macros += 1
        variable = self.tokens[self.index + 1][1]
        self.index += 2  # the bracket and the variable
        inner = {**scope, variable: (path, shape.item or UNKNOWN)}
        self.expression(frozenset(")"), inner)
        self.index += 1
        return shape if name == "filter" else UNKNOWN

    def call(self, name: str, offset: int, scope: dict[str, Bound]) -> None:
        """A function with its arguments."""
        if name == "has":
            before = len(self.reading.paths)
            self.inside(")", scope)
            return self.check_presence(before, offset)
        if name not in self.functions:
            self.problem(offset, f"there is no function {name}", near(name, self.functions | MACROS | {"has"}))
        return self.inside(")", scope)

    def check_presence(self, before: int, offset: int) -> None:
        for path, shape in list(self.reading.paths.items())[before:]:
            if shape.kind == "list":
                self.problem(offset, f"has() on the list {'.'.join(path)} is always true", "ask size(…) > 0")
            elif shape.kind == "struct":
                self.problem(offset, f"has() on {'.'.join(path)} is always true", "ask for one of its fields")

    def field(self, shape: Shape, path: Path, name: str, offset: int) -> Shape:
        child = shape.child(name)
        if child is not None:
            return child
        where = ".".join(path) or "the document"
        if shape.kind == "list":
            self.problem(offset, f"{where} is a list and has no field {name}", f"{where}.exists(x, x.{name} …)")
        elif shape.kind in ("value", "truth"):
            self.problem(offset, f"{where} is a single value and has no field {name}", "end the path before it")
        else:
            self.problem(offset, f"{where} has no field {name}", near(name, shape.fields, "see docs/fields.html"))
        return UNKNOWN

    def use(self, path: Path, shape: Shape) -> None:
        if path:
            self.reading.paths[path] = shape

    def problem(self, offset: int, what: str, fix: str) -> None:
        self.reading.problems.append(Problem(offset, what, fix))


def near(name: str, known: typing.Iterable[str], otherwise: str = "") -> str:
    """A fix that offers the names closest to one that is not known, or all of a few.

    Args:
        otherwise: the fix where there are too many and none is near; left out, it tells them, the first forty.
    """
    names = sorted(known)
    close = alike(name, names) or (names if len(names) <= 10 else [])
    if close:
        return f"write {' or '.join(close)}"
    if not names:
        return otherwise or "there is none to choose from, leave it out"
    more = " …" if len(names) > MOST_OFFERED else ""
    return otherwise or f"write one of {', '.join(names[:MOST_OFFERED])}{more}"
