"""Both ends of a message: every value written, the place of the document it says, and the bytes received for that."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import msgspec

from edi_engine.findings import Position, Report
from edi_engine.interchange import Message
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.received.value import Received
from edi_engine.mapping.tracing.alignment import unmatched
from edi_engine.mapping.tracing.dependence import MOST_WORK, Dependence, Link, dependence
from edi_engine.mapping.tracing.processes import Mapping, Reading, Writing

MOST_LISTS = 60  # of a document that are tried for what counts their elements


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A value in a message: its number there, its text, its place, its bytes (first and one past the last)."""

    index: int
    text: str
    where: Position
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A received value that something follows from, and how."""

    place: Place
    link: Link


@dataclass(slots=True, kw_only=True)
class Field:
    """A place of the document, and what it follows from.

    Attributes:
        path, value: the place, and what stands there as text.
        link: how what is written follows from it.
        sources: received values, those it takes its value from first; the first of them where there are `many`.
        beside: where there are none: what its nearest neighbours follow from; nothing received says this one.
    """

    path: str
    value: str
    link: Link = Link.VALUE
    sources: list[Source] = field(default_factory=list)
    many: bool = False
    beside: Place | None = None


@dataclass(slots=True, kw_only=True)
class Written:
    """A value written, and the places of the document it follows from; without any it is a constant of the mapping."""

    place: Place
    fields: list[Field]
    many: bool = False


class Trace:
    """The values of one message, those of its document, and what follows from what."""

    def __init__(
        self,
        mapping: Mapping,
        message: Message,
        document: msgspec.Struct,
        payload: bytes = b"",
        most_work: int = MOST_WORK,
    ) -> None:
        """Look at a message as its mapping read it.

        Args:
            mapping, message, document: who read what, and what it means.
            payload: the bytes it was read from, for the byte ranges.
            most_work: values read in all trials of one direction together.
        """
        self.mapping, self.message, self.document = mapping, message, document
        self.payload, self.most_work = payload, most_work

    @cached_property
    def _reading(self) -> Reading:
        return Reading(self.mapping, self.message)

    @property
    def received(self) -> Received:
        """The values received."""
        return self._reading.received

    @cached_property
    def read(self) -> Dependence:
        """The values of the document, by path, and the received ones they follow from, by index."""
        return dependence(self._reading, self.most_work)

    def place(self, index: int) -> Place:
        """A received value."""
        return _place(self.received, index, self.payload)

    def field(self, path: str, link: Link = Link.VALUE) -> Field:
        """A value of the document and what it follows from."""
        outputs = self.read.outputs
        found = Field(path=path, value=str(outputs.get(path, "")), link=link, many=path in self.read.many)
        for index, how in self._sources(path).items():
            found.sources.append(Source(place=self.place(index), link=how))
        if not found.sources:
            beside = self._beside(path)
            found.beside = None if beside is None else self.place(beside)
        return found

    def _sources(self, path: str) -> dict[int, Link]:
        return self.read.sources.get(path, {})

    def _beside(self, path: str) -> int | None:
        """The first received value that something beside a place follows from, the nearest around it first."""
        while path and path not in self._begins:
            path = owner(path)
        return self._begins.get(path)

    @cached_property
    def _begins(self) -> dict[str, int]:
        """Of each object and list of the document the first received value that something in it follows from."""
        found: dict[str, int] = {}
        for path in self.read.outputs:
            index = next(iter(self._sources(path)), None)
            while index is not None:
                found[path] = min(index, found.get(path, index))
                if not path:
                    break
                path = owner(path)
        return found

    def written(
        self,
        writer: Mapping,
        message: Message | None = None,
        payload: bytes = b"",
        document: msgspec.Struct | None = None,
        homes: dict[str, str] | None = None,
    ) -> Iterator[Written]:
        """Every value a mapping writes of the document, in the order of the message, its envelope aside.

        Args:
            writer: the mapping.
            message, payload: what was written by it, as it was read back; made anew where it is left out.
            document: what was written, where that is not all that was read.
            homes: for places of it that are others in what was read, those.
        """
        document = self.document if document is None else document
        homes = homes or {}
        writing = Writing(writer, document)
        found = dependence(writing, self.most_work)
        counted = dict(_counting(writing, found))
        shown = received_by(writer, message or writer.message(writer.write(document, Report())))
        for index, key in enumerate(shown.keys):
            if shown.values[index].aside:
                continue
            indexes = found.sources.get(key, {})
            paths = {one: writing.leaves.paths[one] for one in indexes}
            fields = [self.field(homes.get(paths[one], paths[one]), link) for one, link in indexes.items()]
            if not fields and key in counted:
                fields = [self.field(homes.get(counted[key], counted[key]), Link.CHOICE)]
            yield Written(place=_place(shown, index, payload), fields=fields, many=key in found.many)


def owner(path: str) -> str:
    """What a place belongs to: of an element its list, of a field its object; empty for the document."""
    return path[: max(path.rfind("."), path.rfind("["), 0)]


def _place(values: Received, index: int, payload: bytes) -> Place:
    value = values.values[index]
    return Place(
        index=index, text=value.text, where=value.where(), span=values.span(index, payload) if payload else None
    )


def _counting(writing: Writing, found: Dependence) -> Iterator[tuple[str, str]]:
    """What is written of how long a list is, with its path: what changes when its last element is taken away."""
    left = {key for key in found.outputs if key not in found.sources}
    for path in list(writing.leaves.lists)[:MOST_LISTS]:
        with writing.without(path):
            outcome = writing.written()
        for key in left.intersection(unmatched(found.outputs, outcome.values if outcome else {})):
            yield key, path
