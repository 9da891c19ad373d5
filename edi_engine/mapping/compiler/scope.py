"""Where paths of a template start from, and what a placeholder means: shared by the back ends of all syntaxes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import Path, ResolvedPath, Step, parse_path, resolve
from edi_engine.mapping.placeholders import Conversion, Placeholder


@dataclass(slots=True, kw_only=True, eq=False)
class Scope:
    """What paths without a root start from: the document, or one element of the list an `each` walks.

    `indexed` says that other lines reach elements of the same list by index: the n-th occurrence is the n-th element.
    """

    number: int
    parent: "Scope | None"
    struct: type[msgspec.Struct]
    path: ResolvedPath | None = None
    line: int = 0
    indexed: bool = False

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
    function, _, rest = placeholder.expression.partition("(")
    if rest and function in ("count", "sum"):
        value.function, value.argument = function, parse_path(rest.removesuffix(")"), placeholder.column)
        if placeholder.direction != "out":
            raise NotationError(f"{function}() can only be written: say out", placeholder.column)
    else:
        path = prefixed(parse_path(placeholder.expression, placeholder.column), prefix)
        value.path = resolve(path, root_scope(path, scope).struct, placeholder.column)
    _check_conversions(value, placeholder)
    if code := value.conversion("code"):
        value.table = table(code.arguments[0])
        value.closed = "open" not in code.arguments[1:]
    return value


CONVERSIONS: Mapping[str, int] = {
    "code": 1,
    "cut": 0,
    "datetime": 0,
    "default": 1,
    "lines": 0,
    "measure": 0,
    "number": 0,
    "omit": 1,
    "pad": 1,
}


def _check_conversions(value: Value, placeholder: Placeholder) -> None:
    for conversion in placeholder.conversions:
        if conversion.name not in CONVERSIONS:
            raise NotationError(f"no conversion is called {conversion.name!r}", placeholder.column, code="TPL-007")
        if len(conversion.arguments) < CONVERSIONS[conversion.name]:
            raise NotationError(f"{conversion.name} needs an argument", placeholder.column, code="TPL-007")


def prefixed(path: Path, prefix: tuple[Step, ...]) -> Path:
    if path.root or not prefix:
        return path
    return Path(steps=prefix + path.steps, part=path.part)


def root_scope(path: Path, scope: Scope) -> Scope:
    """The scope a path starts from: `/` the document, each `^` one scope up."""
    if path.root == "/":
        while scope.parent:
            scope = scope.parent
    for _ in range(path.root.count("^")):
        if scope.parent is None:
            raise NotationError("there is no parent to go up to")
        scope = scope.parent
    return scope
