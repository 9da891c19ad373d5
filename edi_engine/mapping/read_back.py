"""What was written is read again: which values come back in another way, and which do not at all.

Nobody has to remember to say that a writer or reader joins lines, takes blanks away, dates in another format or gives
a number other decimals: it shows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

import msgspec

from edi_engine.canonical.meaning import meaning
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.interchange import Message
from edi_engine.mapping.coverage import LeftOut
from edi_engine.mapping.leaves import Leaf, without

MOST_TRIALS = 60  # documents without a value that are written


class Writer(Protocol):
    """What is asked of a mapping."""

    def write(self, document: Any, report: Report) -> Any:
        """Write a document."""

    def left_out(self, document: Any) -> LeftOut:
        """What writing leaves out, with exact paths."""


class Carrier(Writer, Protocol):
    """What is asked of a mapping."""

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """Read a message."""

    def message(self, body: Any) -> Message:
        """A message as the reader would give it, around a body this mapping wrote."""


def read_back(
    mapping: Carrier,
    document: msgspec.Struct,
    body: Any,
    found: list[Leaf],
    back: list[Leaf],
    losses: Mapping[str, Finding],
) -> dict[str, Finding]:
    """What is to be said of values that no finding of writing names, by their paths.

    Args:
        mapping, document, body: what was written, and what came of it.
        found, back: the values of the document, and of the one that was read from what was written.
        losses: what is said of values already.
    """
    pending, rest = _unequal(_surest([leaf for leaf in found if leaf.path not in losses], losses), back)
    said: dict[str, Finding] = {}
    missing = list[Leaf]()
    for leaf in pending:
        same = rest[leaf.plain, str(meaning(leaf.value))]
        if same:
            said[leaf.path] = _otherwise(leaf, same.pop(), mapping)
        else:
            missing.append(leaf)
    names = {(plain.rpartition(".")[2], means) for (plain, means), left in rest.items() if left}
    gone = [leaf for leaf in missing if (leaf.plain.rpartition(".")[2], str(meaning(leaf.value))) not in names]
    return said | {leaf.path: _nowhere(leaf, mapping) for leaf in _lost(mapping, document, body, found, gone, losses)}


def _surest(silent: list[Leaf], losses: Mapping[str, Finding]) -> list[Leaf]:
    """Of equal values those come back whose neighbours do: these first."""
    hurt = {_element(path) for path in losses}
    near = Counter(_element(leaf.path) for leaf in silent)
    return sorted(silent, key=lambda leaf: (near[_element(leaf.path)] == 1, _element(leaf.path) in hurt))


def _unequal(found: Iterable[Leaf], back: list[Leaf]) -> tuple[list[Leaf], dict[tuple[str, str], list[str]]]:
    """The values that do not come back as they are, and those that came back beside, by place and meaning."""
    there = Counter((leaf.plain, _exact(leaf)) for leaf in back)
    pending = []
    for leaf in found:
        if there[leaf.plain, _exact(leaf)]:
            there[leaf.plain, _exact(leaf)] -= 1
        else:
            pending.append(leaf)
    rest: dict[tuple[str, str], list[str]] = defaultdict(list)
    for leaf in back if pending else ():
        if there[leaf.plain, _exact(leaf)]:
            there[leaf.plain, _exact(leaf)] -= 1
            rest[leaf.plain, str(meaning(leaf.value))].append(leaf.text)
    return pending, rest


def _exact(leaf: Leaf) -> str:
    return str(leaf.value)


def _lost(
    mapping: Carrier, document: Any, body: Any, found: list[Leaf], gone: list[Leaf], losses: Mapping[str, Finding]
) -> Iterator[Leaf]:
    """Of values that do not come back those that nothing in the message says.

    These are blanks, and what says of an element no more than which one it is, where nothing else of it is written: the
    message is the same without them.
    """
    alone = {id(leaf) for leaf in _alone(found, gone, losses)[:MOST_TRIALS]}
    for leaf in gone:
        blank = not leaf.text.strip()
        if blank or (id(leaf) in alone and mapping.write(without(document, leaf.steps), Report()) == body):
            yield leaf


def _alone(found: list[Leaf], gone: list[Leaf], losses: Mapping[str, Finding]) -> list[Leaf]:
    """Values of elements of lists of which nothing comes back."""
    carried = {leaf.path for leaf in found} - set(losses) - {leaf.path for leaf in gone}
    elements = {path[: at + 1] for path in carried for at, sign in enumerate(path) if sign == "]"}
    return [leaf for leaf in gone if _element(leaf.path) and _element(leaf.path) not in elements]


def _element(path: str) -> str:
    """The path of the element of a list that a value stands in, empty where it is in none."""
    return path[: path.rfind("]") + 1]


def _otherwise(leaf: Leaf, text: str, mapping: Any) -> Finding:
    return _finding("MAP-103", Severity.NOTE, f"comes back as {text!r}", leaf, mapping)


def _nowhere(leaf: Leaf, mapping: Any) -> Finding:
    what = "nothing else of its element is written" if leaf.text.strip() else "it is nothing but blanks"
    return _finding("MAP-203", Severity.WARNING, f"not written: {what}", leaf, mapping)


def _finding(code: str, severity: Severity, what: str, leaf: Leaf, mapping: Any) -> Finding:
    where = Position(path=leaf.path)
    return Finding(code=code, severity=severity, what=what, where=where, why=f"mapping {mapping.name}")
