"""What an expression consists of; `offset` is the character of its text at which a part stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Union


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a number (all are decimal), true, false or null."""

    value: str | Decimal | bool | None
    offset: int


@dataclass(frozen=True, slots=True)
class Name:
    """A field of what is judged, or the variable of a macro around."""

    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Field:
    """A field of something."""

    of: "Node"
    name: str
    offset: int


@dataclass(frozen=True, slots=True)
class Index:
    """An element of a list, counted from 0, or of a table of extensions."""

    of: "Node"
    index: "Node"
    offset: int


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list written out."""

    items: tuple["Node", ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function of arguments; what stands before the dot of a method is the first."""

    name: str
    arguments: tuple["Node", ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Macro:
    """`all`, `exists`, `exists_one`, `filter`, `map` over a list; of `map` with a condition that is `only`."""

    name: str
    over: "Node"
    variable: str
    body: "Node"
    only: Union["Node", None]
    offset: int


@dataclass(frozen=True, slots=True)
class Operation:
    """`!` and `-` of one, `?:` of three, the others of two operands."""

    sign: str
    operands: tuple["Node", ...]
    offset: int


Node = Literal | Name | Field | Index | ListOf | Call | Macro | Operation


def inner(node: Node) -> tuple[Node, ...]:
    """What a part consists of."""
    match node:
        case Field():
            return (node.of,)
        case Index():
            return (node.of, node.index)
        case ListOf():
            return node.items
        case Call():
            return node.arguments
        case Macro():
            return (node.over, node.body) if node.only is None else (node.over, node.body, node.only)
        case Operation():
            return node.operands
    return ()


def parts(node: Node) -> Iterator[Node]:
    """A part and all that it consists of, down to the last."""
    yield node
    for part in inner(node):
        yield from parts(part)


def depth_of(node: Node) -> int:
    """How many parts stand one in the other, at most."""
    depth, level = 0, [node]
    while level:
        depth, level = depth + 1, [part for one in level for part in inner(one)]
    return depth
