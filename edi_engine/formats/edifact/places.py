"""The words of placing: a place in a segment table, the state of a placer, and what can be wrong with an order."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias

ABSENT = -1  # the place of a segment that has none, and the parent of a segment outside all groups


@dataclass(frozen=True, slots=True)
class Place:
    """A segment of a segment table.

    Attributes:
        index: ordinal in `Structure.places`, from 0.
        tag, position, mandatory, limit: as in the table; positions as printed for that directory.
        group: name of the group it stands in (`SG7`), empty at the top.
        trigger: whether it is the first segment of that group; then the three `group_…` say what the table says of it.
        parent: for a trigger the index of the trigger of the group around its own, for others that of their own group;
            -1 at the top.
        depth: number of groups around it, its own included.
    """

    index: int
    tag: str
    position: str
    mandatory: bool
    limit: int
    group: str
    trigger: bool
    parent: int
    depth: int
    group_position: str = ""
    group_mandatory: bool = False
    group_limit: int = 0

    @property
    def demanded(self) -> bool:
        """Whether it must be there; of the first segment of a group, whether the group must."""
        return self.group_mandatory if self.trigger else self.mandatory

    @property
    def most(self) -> int:
        """How often it may be there; of the first segment of a group, how often the group may."""
        return self.group_limit if self.trigger else self.limit


class Item(NamedTuple):
    """What stands on one level of the table: a segment, or a group (then `place` is that of its trigger)."""

    place: int
    mandatory: bool
    limit: int
    group: bool


class State(NamedTuple):
    """Where the exact placer is: the place of the last segment, and how often the item has occurred on each level."""

    place: int
    counts: tuple[int, ...]


Level: TypeAlias = list[Item]
Path: TypeAlias = tuple[tuple[Level, int], ...]  # per level, outermost first: its items and which of them we are in
START = State(ABSENT, (0,))


class FaultKind(Enum):
    """What is wrong with the order of segments."""

    UNKNOWN = "the message has no such segment"
    MISPLACED = "the segment may not stand here"
    MISSING = "a mandatory segment is missing"
    TRIGGER_MISSING = "the first segment of a group is missing"
    TOO_MANY_SEGMENTS = "the segment is repeated too often"
    TOO_MANY_GROUPS = "the segment group is repeated too often"
    GIVEN_UP = "too much is wrong to go on"


class Fault(NamedTuple):
    """One fault in the order of segments.

    Attributes:
        kind: what is wrong.
        segment: ordinal of the segment at fault, from 1; for `…MISSING` of the one before which it is missing, which is
            one past the last where the message ends too early.
        place: the place that is missing or filled too often, or where a misplaced segment is missing; else -1.
    """

    kind: FaultKind
    segment: int
    place: int = ABSENT
