"""What a UN/EDIFACT directory defines: elements, composites, segments and the segment tables of messages."""

from dataclasses import dataclass
from typing import NamedTuple


class Use(NamedTuple):
    """An element or composite in a segment, or a component in a composite; `position` as printed (`010`)."""

    position: str
    id: str
    mandatory: bool
    repetitions: int


class Dependency(NamedTuple):
    """A dependency note: `kind` is D1 (exactly one) · D2 (all or none) · D3 (one or more) · D4 (one or none) ·
    D5 (if the first, all) · D6 (if the first, at least one more) · D7 (if the first, none of the others);
    `uses` counts elements of the segment or components of the composite from 1."""

    kind: str
    uses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ElementDefinition:
    """A data element: `kind` is `a`, `n` or `an`; `minimum` equals `maximum` where the length is fixed."""

    id: str
    name: str
    kind: str
    minimum: int
    maximum: int
    source: str

    @property
    def format(self) -> str:
        """The format as the directories print it: `an..35`, `n8`."""
        return f"{self.kind}{'' if self.minimum == self.maximum else '..'}{self.maximum}"


@dataclass(frozen=True, slots=True)
class CompositeDefinition:
    """A composite: its components in order. `source` is the directory it comes from (`D.96B`, `syntax 3`)."""

    id: str
    name: str
    uses: tuple[Use, ...]
    dependencies: tuple[Dependency, ...]
    source: str


@dataclass(frozen=True, slots=True)
class SegmentDefinition:
    """A segment: its elements in order. `source` is the directory it comes from (`D.96B`, `syntax 3`)."""

    tag: str
    name: str
    uses: tuple[Use, ...]
    dependencies: tuple[Dependency, ...]
    source: str


class SegmentUse(NamedTuple):
    """A segment in a segment table."""

    position: str
    tag: str
    mandatory: bool
    limit: int


class GroupUse(NamedTuple):
    """A segment group in a segment table; the first of `items` is its trigger segment."""

    position: str
    name: str
    mandatory: bool
    limit: int
    items: tuple["SegmentUse | GroupUse", ...]


@dataclass(frozen=True, slots=True)
class MessageTable:
    """The segment table of a message. `kind` is `B` (batch), `B4`, `I` (interactive) or `I4` (4: syntax 4 only);
    `revision` is `?` where no source prints it."""

    name: str
    title: str
    directory: str
    revision: str
    kind: str
    items: tuple[SegmentUse | GroupUse, ...]
