"""A template of named places (JSON, XML) as a tree in which everything knows its line and column."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True, kw_only=True, eq=False)
class Text:
    """A string; `column` is that of its first character behind the quote, `source` its text as written."""

    line: int
    column: int
    text: str
    source: str
    reason: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class Scalar:
    """A number (its digits as written), true, false or null."""

    line: int
    column: int
    value: Any
    source: str


@dataclass(slots=True, kw_only=True, eq=False)
class Member:
    """A key and its value."""

    key: str
    line: int
    column: int
    value: "Node"


@dataclass(slots=True, kw_only=True, eq=False)
class Object:
    """An object with its members in the template's order."""

    line: int
    column: int
    members: list[Member] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Array:
    """An array; `continues` tells for each element whether `...` stands behind it (inside its string)."""

    line: int
    column: int
    items: list["Node"] = field(default_factory=list)


Node = Text | Scalar | Object | Array
