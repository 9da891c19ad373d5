"""Generated Python, piece by piece: how a path is read from the document and how it is set.

Every back end uses these. Names are numbered, so nothing is reused by accident; values enter only through `repr`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import Extensions, Filter, ResolvedPath, ResolvedStep, Step, parse_path


@dataclass(slots=True)
class Source:
    """Lines of a module under construction and the names its helpers got; `depth`: how much deeper all stands."""

    lines: list[str] = field(default_factory=list)
    helpers: dict[str, str] = field(default_factory=dict)
    structs: set[str] = field(default_factory=set)
    counter: int = 0
    depth: int = 0

    def add(self, indent: int, *lines: str) -> None:
        """Append lines, `indent` levels deep."""
        self.lines.extend("    " * (indent + self.depth) + line for line in lines)

    def name(self, prefix: str) -> str:
        """A name not used before."""
        self.counter += 1
        return f"{prefix}{self.counter}"

    def struct(self, name: str) -> str:
        """Note that a struct of the model is used; gives its name in the generated module."""
        self.structs.add(name)
        return name

    def helper(self, prefix: str, body: str) -> str:
        """Define a small function once; `body` holds `NAME` where its name goes."""
        if body not in self.helpers:
            self.helpers[body] = self.name(prefix)
        return self.helpers[body]

    def function(self, prefix: str, arguments: str, body: Callable[["Source"], None]) -> str:
        """Define a function beside the one under construction; gives its name."""
        inner = Source(helpers=self.helpers, structs=self.structs, counter=self.counter)
        body(inner)
        self.counter = inner.counter
        return self.helper(prefix, "\n".join([f"def NAME({arguments}):", *inner.lines, "", ""]))

    def text(self) -> str:
        """The helpers, then the lines."""
        helpers = [body.replace("NAME", name) for body, name in self.helpers.items()]
        return "\n".join([*helpers, *self.lines, ""])


def condition(filters: tuple[Filter, ...], element: str = "e") -> str:
    """A Python condition that an element of a list fits."""
    return " and ".join(_one_condition(item, f"{element}.{item.key}") for item in filters) or "True"


def _one_condition(item: Filter, place: str) -> str:
    if len(item.values) == 1:
        return f"{place} {'!=' if item.negated else '=='} {item.values[0]!r}"
    return f"{place} {'not in' if item.negated else 'in'} {item.values!r}"


def keys(filters: tuple[Filter, ...]) -> str:
    """Keyword arguments that make a new element fit: equality with one value sets the key."""
    return ", ".join(f"{item.key}={item.values[0]!r}" for item in filters if not item.negated and len(item.values) == 1)


def pick(source: Source, step: Step) -> str:
    """The name of a function that gives the element of a list a step means, or None."""
    if step.index is not None:
        body = f"def NAME(xs):\n    return xs[{step.index}] if len(xs) > {step.index} else None\n\n"
    else:
        body = (
            f"def NAME(xs):\n    for e in xs:\n        if {condition(step.filters)}:\n            return e\n"
            "    return None\n\n"
        )
    return source.helper("pick_", body)


def ensure(source: Source, step: ResolvedStep) -> str:
    """The name of a function that gives that element of an owner, making it where it is not there."""
    assert step.field.struct is not None  # noqa: S101 — the compiler resolved it
    struct, place = source.struct(step.field.struct.__name__), f"o.{step.step.name}"
    inner = Source()
    if step.step.index is not None:
        lengthen(inner, 1, place, step.step.index + 1, f"{struct}()")
        inner.add(1, f"return {place}[{step.step.index}]")
    else:
        inner.add(1, f"for e in {place}:", f"    if {condition(step.step.filters)}:", "        return e")
        inner.add(1, f"e = {struct}({keys(step.step.filters)})")
        append(inner, 1, place, "e")
        inner.add(1, "return e")
    return source.helper("ensure_", "\n".join(["def NAME(o):", *inner.lines, "", ""]))


def append(source: Source, indent: int, place: str, item: str) -> None:
    """Emit code that adds to a list of the document, which is the shared empty one at first."""
    source.add(indent, f"if {place}:", f"    {place}.append({item})", "else:", f"    {place} = [{item}]")


def lengthen(source: Source, indent: int, place: str, least: int | str, blank: str) -> None:
    """Emit code that adds blanks to a list of the document until it has so many (more than none) elements."""
    source.add(indent, f"if not {place}:", f"    {place} = [{blank}]")
    source.add(indent, f"while len({place}) < {least}:", f"    {place}.append({blank})")


class Getter:
    """Reads paths in one generated function; objects on the way are fetched once and kept in locals."""

    def __init__(self, source: Source, indent: int) -> None:
        self.source, self.indent = source, indent
        self._known: dict[tuple[str, str], str] = {}

    def inside(self) -> "Getter":
        """One for a block in the same function: it knows what is known here, and here nothing is known of it."""
        inner = Getter(self.source, self.indent)
        inner._known |= self._known
        return inner

    def owner(self, variable: str, path: ResolvedPath) -> str:
        """The local that holds the object the last field belongs to (it may be None at run time)."""
        shown: list[str] = []
        current, certain = variable, True
        for step in path.steps[:-1]:
            shown.append(ResolvedPath(path=path.path, steps=(step,), target=None).pattern())
            current = self._fetch(variable, ".".join(shown), current, certain, step)
            certain = False
        return current

    def _fetch(self, variable: str, key: str, current: str, certain: bool, step: ResolvedStep) -> str:
        if (variable, key) not in self._known:
            name = self.source.name("x")
            value = access(self.source, current, step)
            self.source.add(self.indent, f"{name} = {value if certain else f'None if {current} is None else {value}'}")
            self._known[variable, key] = name
        return self._known[variable, key]

    def value(self, variable: str, path: ResolvedPath) -> str:
        """An expression for the value of a path, None where something on the way is absent."""
        if not path.steps:
            return variable
        owner = self.owner(variable, path)
        value = access(self.source, owner, path.steps[-1])
        return value if owner == variable else f"(None if {owner} is None else {value})"


def access(source: Source, owner: str, step: ResolvedStep) -> str:
    """An expression for one step from an object that is there."""
    if step.owner is Extensions:
        return f"kept({owner}, {step.step.name!r})"
    place = f"{owner}.{step.step.name}"
    if step.step.index is not None or step.step.filters:
        return f"{pick(source, step.step)}({place})"
    return place


def spot(expression: str, path: ResolvedPath | None, holder: str) -> str:
    """An expression for a place that findings name; `holder` is the local that the path starts from."""
    if path is None or any(step.owner is Extensions for step in path.steps):
        return f"({expression!r}, '', None)"
    own = len(parse_path(expression).steps) - bool(path.moment)  # the others are those of `with` around it
    around = ResolvedPath(path=path.path, steps=path.steps[: max(len(path.steps) - own, 0)], target=None).pattern()
    return f"({f'{around}.{expression}' if around else expression!r}, {path.pattern()!r}, {holder})"


def set_owner(source: Source, indent: int, variable: str, path: ResolvedPath) -> str:
    """Emit code that makes the objects on the way and give the local that owns the last field.

    Raises:
        NotationError: a list in the middle of a path without a choice.
    """
    current = variable
    for step in path.steps[:-1]:
        current = _ensure_step(source, indent, current, step)
    return current


def _ensure_step(source: Source, indent: int, current: str, step: ResolvedStep) -> str:
    name = source.name("y")
    place = f"{current}.{step.step.name}"
    if step.field.struct is None:
        raise NotationError(f"{step.step.name!r} has no fields")
    if step.field.many:
        if step.step.index is None and not step.step.filters:
            raise NotationError(f"{step.step.name!r} is a list: say which element, or use each")
        source.add(indent, f"{name} = {ensure(source, step)}({current})")
    else:
        made = "{}" if step.field.struct is Extensions else f"{source.struct(step.field.struct.__name__)}()"
        source.add(indent, f"{name} = {place}", f"if {name} is None:", f"    {name} = {place} = {made}")
    return name
