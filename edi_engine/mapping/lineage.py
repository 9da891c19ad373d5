"""From a place in a document to the place in the message it was read from, in any format.

Found by trial: what stands at the place follows from a received value iff it changes when that value does. So every
mapping can be asked, and the answer is true for codes, conversions and derived fields, too. One reading of the message,
in which the values that look like those sought are numbered, tells most of them. For the others it is read again and
again, with values that look like the one sought first, and narrowed down by halves.
"""

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property, partial
from typing import Any, Protocol

import msgspec

from edi_engine.canonical.document_paths import DocumentPath, Step, value_at
from edi_engine.canonical.meaning import identical
from edi_engine.canonical.values import DateTime
from edi_engine.findings import Position, Report
from edi_engine.interchange import Message
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.received.value import Received, numbered

TRIALS, LEAST_TRIALS = 120, 40  # readings of the message for one place; the least of a long one
LONG_MESSAGE = 4_000  # received values; a message of as many can be read so many times
TRIED_LEAVES = 6  # of an object, to find where it begins


class Reader(Protocol):
    """What is asked of a mapping."""

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """The document a message means."""


class Lineage:
    """The places of one message's values."""

    def __init__(self, mapping: Reader, message: Message, document: msgspec.Struct) -> None:
        """Take a message apart; `document` is what the mapping read in it."""
        self.mapping, self.document, self.left = mapping, document, 0
        self.received: Received = received_by(mapping, message)
        self._told: dict[DocumentPath, int] = {}

    def place(self, path: DocumentPath) -> Position | None:
        """Where one value came from, see `places`."""
        return self.places([path])[0]

    def places(self, paths: Sequence[DocumentPath]) -> list[Position | None]:
        """Where values came from, or where the first values of objects did.

        What is not in the document, or follows from nothing received (a constant of the mapping), is placed where what
        it belongs to begins; None where nothing is found.
        """
        self._told = self._numbered({leaf for path in paths for leaf in self._leaves(path)})
        most = max(LEAST_TRIALS, min(TRIALS, TRIALS * LONG_MESSAGE // (len(self.received.values) or 1)))
        found = []
        for path in paths:
            self.left = most
            found.append(self._place(path))
        return found

    def _leaves(self, path: DocumentPath) -> list[DocumentPath]:
        found = value_at(self.document, path)
        return [] if found is None else _leaves(found, path, TRIED_LEAVES)

    def _place(self, path: DocumentPath) -> Position | None:
        leaves = self._leaves(path)
        known = [self._told[leaf] for leaf in leaves if leaf in self._told]
        for leaf in () if known else leaves:
            known += self._origin(leaf)
        if not known:  # a constant of the mapping, or nothing: where what it belongs to begins
            return self._place(path[:-1]) if path else None
        return self.received.values[min(known)].where()

    def _numbered(self, leaves: Collection[DocumentPath]) -> dict[DocumentPath, int]:
        """The received values that leaves say, told by one reading in which all that look like them are numbered."""
        texts = {leaf: _texts(value_at(self.document, leaf)) for leaf in leaves}
        alike = {leaf: self._alike(said) for leaf, said in texts.items()}
        which = sorted({index for indexes in alike.values() for index in indexes})
        marks = list[str]()
        with self.received.altered(which, partial(_mark, marks)) as message:
            document = self.mapping.read(message, Report())
        at, found = dict(zip(which, marks, strict=True)), dict[DocumentPath, int]()
        for leaf, indexes in alike.items():
            said = _texts(value_at(document, leaf))
            met = [index for index in indexes if any(_same(at[index], text) for text in said)]
            if len(met) == 1 and _lengths(document, leaf) == _lengths(self.document, leaf):
                found[leaf] = met[0]
        return found

    def _origin(self, path: DocumentPath) -> list[int]:
        """The index of the received value that a leaf follows from, if there is one."""
        trial = _Trial(self, path)
        for candidates in self._candidates(trial.texts):
            found = trial.narrow(candidates)
            if found is not None:
                return [found]
        return []

    def _alike(self, texts: Sequence[str]) -> list[int]:
        """The received values that look like texts: the same, or the same as numbers."""
        values = self.received.values
        likely = ((index, text) for text in texts for key in {text, _bare(text)} for index in self._looks.get(key, ()))
        return sorted({index for index, text in likely if _same(values[index].text, text)})

    @cached_property
    def _looks(self) -> dict[str, list[int]]:
        """By text, and by what a number is without its zeros, which received values look so."""
        found: dict[str, list[int]] = {}
        for index, value in enumerate(self.received.values):
            for key in {value.text, _bare(value.text)}:
                found.setdefault(key, []).append(index)
        return found

    def _candidates(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """Received values that may be it: those that look the same, those that are a part of it, all."""
        values, same = self.received.values, self._alike(texts)
        yield same
        taken = set(same)
        part = [i for i, value in enumerate(values) if i not in taken and any(_part(value.text, t) for t in texts)]
        yield part
        taken.update(part)
        yield [i for i in range(len(values)) if i not in taken]

    def read(self, which: Sequence[int]) -> Any:
        """The document of the message with some values changed."""
        with self.received.altered(which) as message:
            return self.mapping.read(message, Report())


class _Trial:
    """The search for the origin of one leaf."""

    def __init__(self, lineage: Lineage, path: DocumentPath) -> None:
        self.lineage, self.path = lineage, path
        self.value = value_at(lineage.document, path)
        self.texts = _texts(self.value)

    def narrow(self, candidates: list[int]) -> int | None:
        """The first of some received values that the leaf follows from."""
        if not candidates or self.lineage.left <= 0:
            return None
        follows = self._follows(candidates)
        if follows is False or len(candidates) == 1:
            return candidates[0] if follows else None
        middle = len(candidates) // 2
        found = self.narrow(candidates[:middle])
        return self.narrow(candidates[middle:]) if found is None else found

    def _follows(self, which: list[int]) -> bool | None:
        """Whether the leaf changes with some values; None where the message can then no longer be read."""
        self.lineage.left -= 1
        document = self.lineage.read(which)
        return None if document is None else not identical(value_at(document, self.path), self.value)


def _leaves(value: Any, path: DocumentPath, most: int) -> list[DocumentPath]:
    """The first leaves of an object, ordinals and what has no text of its own among them."""
    found: list[DocumentPath] = []
    waiting = [(value, path)]
    while waiting and len(found) < most:
        here, at = waiting.pop(0)
        if isinstance(here, list):
            waiting = [(item, (*at[:-1], Step(at[-1].name, index))) for index, item in enumerate(here)] + waiting
        elif isinstance(here, msgspec.Struct) and not isinstance(here, DateTime):
            parts = [(getattr(here, name), (*at, Step(name))) for name in here.__struct_fields__]
            waiting = [(part, step) for part, step in parts if part is not None and part != []] + waiting
        elif not isinstance(here, dict):
            found.append(at)
    return found


def _mark(marks: list[str], text: str) -> str:
    """A text that no other value has, kept with those before it."""
    marks.append(numbered(text, len(marks)))
    return marks[-1]


def _lengths(document: Any, path: DocumentPath) -> list[int]:
    """How long the lists are that a path goes through: then it leads to the same."""
    lists = [value_at(document, (*path[:at], Step(step.name))) for at, step in enumerate(path)]
    return [len(found) for found in lists if isinstance(found, list)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, DateTime):
        return [value.value] if value.value else []
    return [format(value, "f") if hasattr(value, "as_tuple") else str(value)]


def _same(text: str, sought: str) -> bool:
    return text == sought or (sought.rstrip()[-1:].isdigit() and _bare(text) == _bare(sought))


def _bare(text: str) -> str:
    """A number without the zeros, sign and blanks around it, and with a decimal point."""
    return text.replace(",", ".").lstrip("0+ ").rstrip(" ")


def _part(text: str, sought: str) -> bool:
    return (len(text) > 2 and text in sought) or (len(sought) > 2 and sought in text)
