"""Where paths of a template start from, and what a placeholder means: shared by the back ends of all syntaxes."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec

from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.moments import FORMATS
from edi_engine.mapping.notation_errors import NotationError, near_names
from edi_engine.mapping.paths import Path, ResolvedPath, Step, fields, parse_path, resolve
from edi_engine.mapping.placeholders import MAX_WIDTH, Conversion, Placeholder


@dataclass(slots=True, kw_only=True, eq=False)
class Scope:
    """What paths without a root start from: the document, or one element of the list an `each` walks.

    `indexed` says that other lines reach elements of the same list by index: the n-th occurrence is the n-th element.
    `numbered`: a line in it writes the position of the element in its list.
    """

    number: int
    parent: "Scope | None"
    struct: type[msgspec.Struct]
    path: ResolvedPath | None = None
    line: int = 0
    indexed: bool = False
    numbered: bool = False

    @property
    def ordinal(self) -> str:
        """The local that holds the position of the object in its list, from 1."""
        return f"n{self.number}"

    @property
    def variable(self) -> str:
        """The local that holds the object in generated code."""
        return f"o{self.number}"


@dataclass(slots=True, kw_only=True, eq=False)
class Value:
    """A placeholder with a path or an expression, resolved: what a component (or a slice of it) holds.

    Attributes:
        path: resolved path, None for an expression; broadcast paths (`[*]`) are not resolved further.
        function, argument: `count` or `sum` over a path of list names.
        table: the code table of its `code` conversion, `closed` unless it says open.
    """

    placeholder: Placeholder
    scope: Scope
    path: ResolvedPath | None = None
    function: str = ""
    argument: Path | None = None
    table: CodeTable | None = None
    closed: bool = False

    @property
    def direction(self) -> str:
        """`` for two-way, else `in`, `out` or `copy`."""
        return self.placeholder.direction

    @property
    def broadcast(self) -> bool:
        """Whether the path goes to every element of a list."""
        return self.path is not None and any(step.step.every for step in self.path.steps)

    def conversion(self, name: str) -> Conversion | None:
        """The conversion of that name, if the placeholder has it."""
        return next((c for c in self.placeholder.conversions if c.name == name), None)


def resolve_value(
    placeholder: Placeholder, scope: Scope, prefix: tuple[Step, ...], table: Callable[[str], CodeTable]
) -> Value:
    """Resolve a placeholder's path or expression and its code table.

    Raises:
        NotationError: with the placeholder's column.
    """
    value = Value(placeholder=placeholder, scope=scope)
    if computed := _COMPUTED.fullmatch(placeholder.expression):
        value.function, value.argument = computed[1], _argument(computed, scope, placeholder.column)
        if placeholder.direction != "out":
            raise NotationError(f"{value.function}() can only be written: say out", placeholder.column)
    else:
        with standing_in(placeholder):
            path = prefixed(parse_path(placeholder.expression), prefix)
            value.path = resolve(path, root_scope(path, scope).struct)
    _check_conversions(value, placeholder)
    if code := value.conversion("code"):
        with standing_in(placeholder):
            value.table = table(code.arguments[0])
        value.closed = "open" not in code.arguments[1:]
    return value


_COMPUTED = re.compile(r"(count|sum)\(([^()]*)\)")


def _argument(computed: re.Match[str], scope: Scope, column: int) -> Path:
    """The path of `count(…)` or `sum(…)`: names only, to a list or to numbers."""
    path = parse_path(computed[2], column)
    resolved = resolve(path, root_scope(path, scope).struct, column)
    leaf = resolved.leaf
    if leaf is None or any(s.step.filters or s.step.index is not None or s.step.start for s in resolved.steps):
        raise NotationError(f"{computed[1]}() takes the names of fields, without choices", column)
    if computed[1] == "count" and not leaf.many:
        raise NotationError(f"count() needs a list, {computed[2]!r} is none", column)
    summed = leaf.kind in ("number", "integer") or (leaf.struct is not None and _is_number(leaf.struct))
    if computed[1] == "sum" and not summed:
        raise NotationError(f"sum() needs numbers, {computed[2]!r} holds none", column)
    return path


def _is_number(struct: type[msgspec.Struct]) -> bool:
    known = fields(struct)
    return "value" in known and known["value"].kind == "number"


@contextmanager
def standing_in(placeholder: Placeholder) -> Iterator[None]:
    """Give a fault found inside the column of a placeholder."""
    try:
        yield
    except NotationError as error:
        error.column = placeholder.column
        raise


CONVERSIONS: Mapping[str, int] = {
    "code": 1,
    "cut": 0,
    "datetime": 0,
    "default": 1,
    "implied": 1,
    "join": 1,
    "lines": 0,
    "measure": 0,
    "number": 0,
    "omit": 1,
    "pad": 1,
}


def no_conversion(name: str, column: int) -> NotationError:
    """A placeholder asks for a conversion that there is not: where none has a name like it, all are told."""
    near = near_names(name, CONVERSIONS)
    known = "" if near else f": there are {', '.join(CONVERSIONS)}"
    return NotationError(f"no conversion is called {name!r}{known}", column, code="TPL-007", near=near)


def _check_conversions(value: Value, placeholder: Placeholder) -> None:
    for conversion in placeholder.conversions:
        if conversion.name not in CONVERSIONS:
            raise no_conversion(conversion.name, placeholder.column)
        if len(conversion.arguments) < CONVERSIONS[conversion.name]:
            raise NotationError(f"{conversion.name} needs an argument", placeholder.column, code="TPL-007")
        if conversion.name == "pad" and not _is_padding(conversion.arguments):
            raise NotationError("pad takes a width and one character", placeholder.column, code="TPL-007")
        if conversion.name == "datetime" and not FORMATS.issuperset(conversion.arguments[:1]):
            known = ", ".join(sorted(FORMATS - {""}))
            raise NotationError(f"datetime knows the formats {known}", placeholder.column, code="TPL-007")
        if conversion.name == "default" and not value.direction:
            _check_default(value, conversion.arguments[0])


def _is_padding(arguments: tuple[str, ...]) -> bool:
    width, *fill = arguments
    return width.isdecimal() and 0 < int(width) <= MAX_WIDTH and all(len(char) == 1 for char in fill) and len(fill) < 2


def _check_default(value: Value, text: str) -> None:
    """A default that is computed or found elsewhere must be there, and of the kind of the field."""
    column, leaf = value.placeholder.column, value.path.leaf if value.path else None
    kind = "text"
    if computed := _COMPUTED.fullmatch(text):
        _argument(computed, document_scope(value.scope), column)
        kind = "number"
    elif text.startswith("/"):
        found = resolve(parse_path(text, column), document_scope(value.scope).struct, column).leaf
        kind = found.kind if found is not None and not found.many else "other"
    else:
        return
    if leaf is None or kind not in (leaf.kind, "number" if leaf.kind == "integer" else leaf.kind):
        raise NotationError(f"{text!r} is of another kind than {value.placeholder.expression!r}", column)


def prefixed(path: Path, prefix: tuple[Step, ...]) -> Path:
    if path.root or not prefix:
        return path
    return Path(steps=prefix + path.steps, part=path.part)


def document_scope(scope: Scope) -> Scope:
    """The outermost scope."""
    while scope.parent:
        scope = scope.parent
    return scope


def root_scope(path: Path, scope: Scope) -> Scope:
    """The scope a path starts from: `/` the document, each `^` one scope up."""
    if path.root == "/":
        return document_scope(scope)
    for _ in range(path.root.count("^")):
        if scope.parent is None:
            raise NotationError("there is no parent to go up to")
        scope = scope.parent
    return scope
