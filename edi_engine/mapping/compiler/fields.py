"""What a named field of a template means: a member of a JSON object, a column of a flat file.

    {path}   {in|out|copy path}   {a/b}   {=x}   {*}   {~}   literal   {a:6}{b:4}   {a}*{b}

`field_planner` reads and checks them; `field_code` turns them into Python.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import ResolvedPath
from edi_engine.mapping.placeholders import Literal, Piece, Placeholder

OPEN = 10**9  # the end of a part that goes on to the end of its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value of a derive step: the step, the object it was computed for, the path into what was computed."""

    step: str
    scope: Scope
    gives: type[msgspec.Struct]
    path: ResolvedPath


@dataclass(slots=True, kw_only=True, eq=False)
class Slot:
    """A placeholder with a path, a function or a derived value.

    `tail`: from where on a text stands nowhere, of the last part of it that stands somewhere.
    """

    placeholder: Placeholder
    value: Value
    derived: Derived | None = None
    tail: int | None = None

    @property
    def direction(self) -> str:
        """`` for two-way, else `in`, `out` or `copy`."""
        return self.placeholder.direction

    @property
    def path(self) -> ResolvedPath | None:
        """The path into the document; None for a function and for a derived value."""
        return self.value.path if self.derived is None else None

    @property
    def target(self) -> ResolvedPath | None:
        """The path to what is spelled: into the document or into a derived value."""
        return self.derived.path if self.derived else self.value.path

    @property
    def scope(self) -> Scope:
        """The scope the path starts from."""
        if self.derived is not None:
            return self.derived.scope
        path = self.value.path.path if self.value.path else self.value.argument
        return root_scope(path, self.value.scope) if path else self.value.scope

    @property
    def kind(self) -> str:
        """`text`, `number`, `integer`, `moment`, `measure`; `part` of a moment."""
        target = self.target
        if target is None or target.leaf is None:
            return "number"
        if target.moment:
            return "part"
        if target.leaf.struct is not None:
            return "moment" if target.leaf.struct is DateTime else "measure"
        return target.leaf.kind

    @property
    def line(self) -> int:
        """Which line of a text it is, from 1; 0 where it is the whole."""
        lines = self.value.conversion("lines")
        return int(lines.arguments[0]) if lines and lines.arguments else 0

    @property
    def end(self) -> int:
        """Where a part of a text ends, or its number as a line; 0 for a whole text, `OPEN` for its last part."""
        part = self.path.path.part if self.path is not None else None
        if part is not None:
            return OPEN if part[1] is None else part[1]
        return self.line

    @property
    def joined(self) -> ResolvedPath | None:
        """The path up to the list whose values stand in one text."""
        path = self.path if self.value.conversion("join") else None
        if path is None:
            return None
        at = next(number for number, step in enumerate(path.steps) if step.step.every)
        return ResolvedPath(path=path.path, steps=path.steps[: at + 1], target=path.steps[at].field.struct)

    @property
    def inner(self) -> str:
        """The field of each element of that list; empty where it holds the values itself."""
        return "" if self.path is None or self.path.steps[-1].step.every else self.path.steps[-1].step.name

    @property
    def broadcast(self) -> bool:
        """Whether all elements of a list have the value."""
        return self.path is not None and self.value.broadcast and self.joined is None

    @property
    def fallback(self) -> str | None:
        """What stands for an absent value, `default(x)` or `omit(x)`."""
        given = self.value.conversion("default") or self.value.conversion("omit")
        return given.arguments[0] if given and not self.direction else None

    def argument(self, conversion: str, default: str = "") -> str:
        """The first argument of a conversion."""
        found = self.value.conversion(conversion)
        return found.arguments[0] if found and found.arguments else default


@dataclass(slots=True, kw_only=True, eq=False)
class Field:
    """One named place.

    Attributes:
        name: key or column.
        role: `value`, `constant`, `set`, `any`, `ignore`, `keep`.
        constant: the literal (a JSON scalar); `choices`: the set, what `any` writes, or the name of what is kept.
        home: the `extensions` that hold what is kept.
        case: the conditions under which it is there.
        width: of its place, where that is fixed.
        pieces, slots: the value in order, and its placeholders.
        number, null: written as a JSON number; written as null where there is no value.
        scope: what paths without a root start from.
        reason: why it is ignored.
        fallback: what stands for something kept verbatim that is absent.
    """

    name: str
    role: str
    line: int
    column: int
    source: str
    scope: Scope
    constant: Any = None
    choices: tuple[str, ...] = ()
    home: ResolvedPath | None = None
    case: tuple[int, ...] = ()
    width: int | None = None
    pieces: tuple[Piece, ...] = ()
    slots: list[Slot] = field(default_factory=list)
    number: bool = False
    null: bool = False
    reason: str = ""
    fallback: str = ""

    @property
    def simple(self) -> bool:
        """Whether the whole value is one placeholder."""
        return len(self.pieces) == 1 and self.slots[0].placeholder.width is None

    @property
    def simple_code(self) -> bool:
        """Whether it is a code of a closed table and nothing else, so that only its codes belong here."""
        return bool(self.slots) and self.simple and not self.checked and self.slots[0].value.closed

    @property
    def checked(self) -> bool:
        """Whether it is not read into the document but compared with what the document says."""
        return bool(self.slots) and self.slots[0].direction in ("out", "copy")

    @property
    def written(self) -> bool:
        """Whether the document gives it a text to write; literals are written without."""
        return self.role == "keep" or (bool(self.slots) and self.slots[0].direction != "in")

    @property
    def causes(self) -> bool:
        """Whether a value here is a reason to write what is around it."""
        return self.role == "keep" or any(slot.direction in ("", "out") for slot in self.slots)

    def patterns(self) -> tuple[str, ...]:
        """Regular expressions for a text of several pieces: with all values, then with ever fewer."""
        return tuple(self._pattern(count) for count in range(len(self.slots), 0, -1))

    def _pattern(self, count: int) -> str:
        parts, seen = [], 0
        for piece in self.pieces:
            if seen == count and (count < len(self.slots) or not isinstance(piece, Literal)):
                break
            if isinstance(piece, Literal):
                parts.append(re.escape(piece.text))
            elif piece.kind == "any":
                parts.append(f"(.{{{len(piece.values[0])}}})")
            else:
                seen += 1
                parts.append(_capture(piece.width, last=seen == count))
        return "(?s)" + "".join(parts)


def _capture(width: int | None, *, last: bool) -> str:
    if width is None:
        return "(.+)" if last else "(.*?)"
    return f"(.{{1,{width}}})" if last else f"(.{{{width}}})"
