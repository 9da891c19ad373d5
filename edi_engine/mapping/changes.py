"""A mapping that extends one of XML, JSON, CSV or fixed width states differences: `changes.txt` beside mapping.yaml.

    drop DecHead/ApprNo                 takes a place away, with what stands in it
    replace DecList/GName               puts others there
        <GName>{commodity.descriptions[language=zh].value}</GName>
    add DecHead                         more in it, behind what is there (`add .`: in the root)
        <Extra>{~}</Extra>
    add before DecHead/AgentName        more beside it; `add behind` likewise

An address says element names (XML), keys (JSON) or records (fixed width) from the outside in, joined by `/`; of a flat
file it is a column. It may begin anywhere, or with `/` at the root; `[2]` is the second of that name. It must mean
exactly one place. What stands indented is in the notation of the template; a column is `name: cell`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from edi_engine.mapping.notation_errors import FileLine, NotationError
from edi_engine.mapping.template import strip_comment

Node = TypeVar("Node")
Hit = tuple[list[Any], int]  # the list a place stands in, and its index there

_CHANGE = re.compile(r"(drop|replace|add before|add behind|add)\s+(\S.*?)\s*")
_PART = re.compile(r"([^\[\]]+)(?:\[([1-9][0-9]*)\])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: what is done, the address with its column, what stands under it and its first line."""

    operation: str
    address: str
    line: FileLine
    column: int
    content: str
    first: int

    @property
    def parts(self) -> list[tuple[str, int]]:
        """The names of the address, each with its ordinal (0: whichever)."""
        found = []
        for text in self.address.removeprefix("/").split("/"):
            match = _PART.fullmatch(text.strip())
            if match is None:
                raise NotationError(f"{self.address!r} is no address", self.column, line=self.line)
            found.append((match[1], int(match[2] or 0)))
        return found

    @property
    def anywhere(self) -> bool:
        """Whether the address may begin below the root."""
        return not self.address.startswith("/")


def read_changes(text: str, file: str) -> list[Change]:
    """Read a file of differences.

    Raises:
        NotationError: a line that says none, or one with too much or too little under it.
    """
    found: list[Change] = []
    lines, at = text.splitlines(), 0
    while at < len(lines):
        start, body = at, strip_comment(lines[at])[0].rstrip()
        at += 1
        if not body:
            continue
        here = FileLine(start + 1, file)
        match = _CHANGE.fullmatch(body)
        if match is None:
            raise NotationError("drop, replace, add, add before or add behind, with an address", line=here)
        while at < len(lines) and (not lines[at].strip() or lines[at].startswith((" ", "\t"))):
            at += 1
        block = lines[start + 1 : at]
        if any(line.strip() for line in block) == (match[1] == "drop"):
            what = f"{match[1]} {'takes nothing' if match[1] == 'drop' else 'needs something'} under it"
            raise NotationError(what, line=here)
        found.append(
            Change(
                operation=match[1],
                address=match[2],
                line=here,
                column=match.start(2) + 1,
                content="\n".join(block),
                first=start + 2,
            )
        )
    return found


def apply_change(
    change: Change,
    top: list[Node],
    find: Callable[[Change], Iterable[Hit]],
    content: Sequence[Node],
    inside: Callable[[Node], list[Node]],
) -> None:
    """Make one difference.

    Args:
        top: what stands in the root.
        find: the places an address means; `content`: what stands under the change; `inside`: what stands in a place.

    Raises:
        NotationError: the address means no place or several.
    """
    if change.address == ".":
        if change.operation != "add":
            raise NotationError("the root is only added to", change.column, line=change.line)
        top.extend(content)
        return
    hits = list(find(change))
    if len(hits) != 1:
        means = "no place" if not hits else f"{len(hits)} places"
        raise NotationError(f"{change.address!r} means {means}, not one", change.column, line=change.line)
    siblings, at = hits[0]
    if change.operation == "add":
        inside(siblings[at]).extend(content)
        return
    first, last = {"drop": (at, at + 1), "replace": (at, at + 1), "add before": (at, at)}.get(
        change.operation, (at + 1, at + 1)
    )
    siblings[first:last] = content


def lifted(change: Change, opening: str, closing: str) -> str:
    """What stands under a change as a text of its own, each line with the number it has in its file."""
    lines = change.content.split("\n")
    return "\n" * (change.first - 2) + opening + "\n" + "\n".join(lines) + "\n" + closing
