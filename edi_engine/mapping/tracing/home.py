"""From a place in a message that was written back to the bytes received: the way a rejection takes home."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from edi_engine.canonical.document_paths import DocumentPath
from edi_engine.canonical.document_paths import show as shown
from edi_engine.mapping.received.locations import around, beyond, located
from edi_engine.mapping.received.value import Received
from edi_engine.mapping.tracing.dependence import Link
from edi_engine.mapping.tracing.trace import Field, Place, Trace, Written

MOST_FIELDS = 12  # of an object that is pointed at as a whole, or of what is computed of many


@dataclass(slots=True, kw_only=True)
class Landing:
    """Where a place leads.

    Attributes:
        paths: of the document, the one that is meant first.
        places: received values, those that say it first.
        near: nothing received says it (a constant, something absent): it stands beside these.
    """

    paths: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    near: bool = False


class Home:
    """The ways from one message that was written to the one it was written of."""

    def __init__(
        self, trace: Trace, written: Sequence[Written], sent: Received, homes: dict[str, str] | None = None
    ) -> None:
        """Take both ends: the lineage of the message received, what was written of it, and that as single values.

        `homes` are, for places of the document written that are others in what was read, those.
        """
        self.trace, self.sent, self.homes = trace, sent, homes or {}
        self.written = {one.place.index: one for one in written}

    def from_location(self, text: str) -> Landing | None:
        """Follow a place in the terms of the message written; None where it has no such place.

        What is pointed at and not there, or is a constant, leads to what stands nearest to it; what is pointed at by a
        number that there is not leads nowhere, for any place would be one that was not meant.
        """
        where, met = located(text, self.sent), list[int]()
        for step, holder in enumerate(around(where)) if where is not None else ():
            indexes = list(self.sent.within(holder))
            if (step and len(indexes) == len(self.sent.values)) or (not indexes and beyond(holder)):
                break  # what is nowhere is not everywhere
            met = met or indexes
            meant = [self.written[index] for index in indexes if index in self.written]
            fields = [found for one in meant for found in _telling(one)][:MOST_FIELDS]
            if fields:
                return self._landing(fields, near=step > 0)
        return self._beside(met[0]) if met else None

    def _beside(self, index: int) -> Landing | None:
        """What stands nearest to a constant, before it if anything does."""
        telling = [other for other, one in self.written.items() if one.fields]
        nearest = min(telling, key=lambda other: (other > index, abs(other - index)), default=None)
        return None if nearest is None else self._landing(_telling(self.written[nearest]), near=True)

    def from_paths(self, paths: Sequence[DocumentPath]) -> Landing | None:
        """Follow places of the document, as WCO pointers name them."""
        fields = [found for path in paths for found in self._fields(self.homes.get(shown(path), shown(path)))]
        fields = fields[:MOST_FIELDS]
        return self._landing(fields, near=False) if fields else None

    def _fields(self, path: str) -> Iterator[Field]:
        outputs = self.trace.read.outputs
        if path in outputs:
            yield self.trace.field(path)
            return
        inside = [one for one in outputs if one.startswith((f"{path}.", f"{path}["))]
        for one in inside[:MOST_FIELDS] or [path]:
            yield self.trace.field(one)

    def _landing(self, fields: Sequence[Field], *, near: bool) -> Landing:
        found = Landing(paths=list(dict.fromkeys(one.path for one in fields)), near=near)
        ways = [(self._said(one), one.beside) for one in fields]
        places = [place for said, _ in ways for place in said]
        if not places:
            places, found.near = [beside for _, beside in ways if beside is not None], True
        found.places = list({place.index: place for place in places}.values())
        return found

    def _said(self, found: Field) -> list[Place]:
        """The received values that say a field, the very same first (keys of rows say what is in them, too).

        Where none says it, those that choose it.
        """
        values = [source.place for source in found.sources if source.link is Link.VALUE]
        meant = _signs(str(self.trace.read.outputs.get(found.path)))
        values.sort(key=lambda place: _signs(place.text) != meant)
        return values or [source.place for source in found.sources]


def _telling(one: Written) -> list[Field]:
    """The fields a value says; where it says none, those it is there for."""
    return [found for found in one.fields if found.link is Link.VALUE] or one.fields


def _signs(text: str) -> str:
    """Letters and digits: numbers and dates are the same however they are punctuated."""
    return "".join(filter(str.isalnum, text))
