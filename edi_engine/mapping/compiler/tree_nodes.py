"""A template of named places (JSON, XML) as a tree in which everything knows its line and column."""

from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 40


@dataclass(slots=True, kw_only=True, eq=False)
class Text:
    """A string; `column` is that of its first character, `source` its text as written.

    `keep`: written even where it has no value (XML: as an empty element). `when`: the condition under which it stands.
    `width`: of its place, where that is fixed.
    """

    line: int
    column: int
    text: str
    source: str
    reason: str = ""
    keep: bool = False
    when: "Text | None" = None
    width: int | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class Scalar:
    """A number (its digits as written), true, false or null."""

    line: int
    column: int
    value: Any
    source: str


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    """A key and its value; without a key, what stands in the value belongs to the object around."""

    key: str
    line: int
    column: int
    value: "Node"


@dataclass(slots=True, kw_only=True, eq=False)
class Object:
    """An object with its members in the template's order; `keep` as of `Text`.

    `rest`: what says that members the template does not name are kept.
    """

    line: int
    column: int
    keep: bool = False
    rest: Member | None = None
    members: list[Member] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Array:
    """An array; as `siblings` (elements of one name in XML) its objects may be told apart by literals alone.

    As a `choice` it is none: each item is a place of its own under a condition of its own.
    """

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)
    siblings: bool = False
    choice: bool = False


Node = Text | Scalar | Object | Array
