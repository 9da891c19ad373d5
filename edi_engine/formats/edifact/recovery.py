"""Places the segments of a message whose order is wrong, and says what is wrong with as few faults as it can.

Where a segment does not fit, each explanation is tried on the segments that follow, and the one after which most of
them fit is taken: it is one too many, something mandatory before it is missing, it does not belong here, or the one
before it did not.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from edi_engine.formats.edifact.places import ABSENT, START, Fault, FaultKind, Item, State

if TYPE_CHECKING:
    from edi_engine.formats.edifact.grouping import Structure

LACKING = (FaultKind.MISSING, FaultKind.TRIGGER_MISSING)
LOOKAHEAD = 12  # segments an explanation is tried on
MOST_GROUPS = 4  # that may have lost their trigger, nearest first: some tags stand in a hundred groups
MOST_FAULTS = 500  # more than this is another message type or an attack: time stays bounded


class Explanation(NamedTuple):
    """What may have happened at a segment: the state after it, the faults that say so, and whose place is lost.

    `unused` says that its place is there and an overlay forbids it: then no other explanation is looked for."""

    state: State
    faults: list[Fault]
    stray: bool = False
    previous_stray: bool = False
    unused: bool = False


class StrayGroup(NamedTuple):
    """Where we are in a group that stands where it may not; `depth` is that of its own level."""

    state: State
    depth: int


class Recovery:
    """One run over one message; `run` gives places and faults."""

    def __init__(self, structure: "Structure", tags: Sequence[str]) -> None:
        self.structure, self.tags = structure, tags
        self.places: list[int] = []
        self.faults: list[Fault] = []
        self._state = START
        self._before: State | None = None  # the state before the last segment, if that one fitted
        self._stray_groups: list[StrayGroup] = []

    def run(self) -> tuple[list[int], list[Fault]]:
        """Place what can be placed; `-1` for the rest."""
        for number, tag in enumerate(self.tags, 1):
            if len(self.faults) >= MOST_FAULTS:
                return self._give_up(number)
            state = self.structure.step(self._state, tag)
            if state:
                self._before, self._state, self._stray_groups = self._state, state, []
                self.places.append(state.place)
            else:
                self._recover(number, tag)
        self.faults += self._missing_at_end(self._state)
        return self.places, self._joined()

    def _recover(self, number: int, tag: str) -> None:
        if self._follows_stray_group(tag):
            self.places.append(ABSENT)
            return
        explanations = self._explanations(number, tag)
        best = next(explanations)
        if best.faults:  # one more in a row of too many has no fault of its own
            every = (best, *explanations)
            best = max(every, key=lambda each: (each.unused, *self._merit(each, number)))
        if best.previous_stray:
            self.places[-1] = ABSENT
        self.places.append(ABSENT if best.stray else best.state.place)
        self.faults += best.faults
        self._state, self._before = best.state, None
        self._stray_groups = self._groups_begun_by(tag) if best.stray else []

    def _groups_begun_by(self, tag: str) -> list[StrayGroup]:
        triggers = [place.index for place in self.structure.places if place.trigger and place.tag == tag]
        depths = [len(self.structure.path(index)) - 1 for index in triggers]
        return [
            StrayGroup(State(index, (1,) * (depth + 1)), depth) for index, depth in zip(triggers, depths, strict=True)
        ]

    def _follows_stray_group(self, tag: str) -> bool:
        """Whether a segment belongs to a group whose trigger has just been found to be misplaced."""
        self._stray_groups = [after for group in self._stray_groups if (after := self._inside(group, tag))]
        return bool(self._stray_groups)

    def _inside(self, group: StrayGroup, tag: str) -> StrayGroup | None:
        state, depth = group
        after = self.structure.step(state, tag)
        if after is None or after.counts[:depth] != state.counts[:depth]:
            return None
        path = self.structure.path(after.place)
        same = len(path) > depth and path[depth][0] is self.structure.path(state.place)[depth][0]
        return StrayGroup(after, depth) if same else None

    def _explanations(self, number: int, tag: str) -> Iterator[Explanation]:
        """All that may have happened; of equals the first is taken."""
        if tag not in self.structure.tags:
            yield Explanation(self._state, [Fault(FaultKind.UNKNOWN, number)], stray=True)
            return
        yield from self._one_too_many(self._state, number, tag)
        yield from self._something_missing(self._state, number, tag)
        yield from self._trigger_again(self._state, number, tag)
        yield Explanation(self._state, [Fault(FaultKind.MISPLACED, number)], stray=True)
        yield from islice(self._trigger_missing(number, tag), MOST_GROUPS)
        if self._before and (state := self.structure.step(self._before, tag)):
            yield Explanation(state, [Fault(FaultKind.MISPLACED, number - 1)], previous_stray=True)

    def _merit(self, explanation: Explanation, number: int) -> tuple[int, bool, int]:
        """How many of the next segments fit for the faults it takes, then whether this one has a place in a group that
        has begun, then how few faults these are; what is missing among them or at the end counts too.
        """
        placed = not explanation.stray and all(fault.kind != FaultKind.TRIGGER_MISSING for fault in explanation.faults)
        state, following = explanation.state, self.tags[number : number + LOOKAHEAD]
        faults = len(explanation.faults)
        for fitting, tag in enumerate(following):
            after = self._one_more(state, number, tag)
            if after is None:
                missing = next(self._something_missing(state, number, tag), None)
                if missing is None:
                    return fitting - faults, placed, -faults
                faults += len(missing.faults)
                after = missing.state
            state = after
        if number + LOOKAHEAD >= len(self.tags):
            faults += len(self._missing_at_end(state))
        return len(following) - faults, placed, -faults

    def _one_more(self, state: State, number: int, tag: str) -> State | None:
        """The state behind a segment that fits, or is one more in a row of too many."""
        more = chain(self._one_too_many(state, number, tag), self._trigger_again(state, number, tag))
        row = (each.state for each in more if not each.faults)
        return self.structure.step(state, tag) or next(row, None)

    def _one_too_many(self, state: State, number: int, tag: str) -> Iterator[Explanation]:
        """The segment or group once more than it may occur; only the first of a row is a fault of its own."""
        path, counts = self.structure.path(state.place), state.counts
        for depth in range(len(path) - 1, -1, -1):
            level, current = path[depth]
            trigger = depth > 0 and current == 0  # one trigger too many is one group too many
            if current == ABSENT or trigger or not self._has(level[current], tag):
                continue
            item = level[current]
            if counts[depth] >= item.limit:
                kind = FaultKind.TOO_MANY_GROUPS if item.group else FaultKind.TOO_MANY_SEGMENTS
                first = counts[depth] == item.limit
                faults = [Fault(kind, number, item.place)] if first else []
                missing = self._missing_inside(state, number, depth)
                yield Explanation(self.structure.enter(item, counts[:depth], counts[depth] + 1), missing + faults)

    def _trigger_again(self, state: State, number: int, tag: str) -> Iterator[Explanation]:
        """The trigger of a group once more, where the group asks for others before it may come again."""
        level, current = self.structure.path(state.place)[-1]
        *outer, count = state.counts
        if outer and current == 0 and self._has(level[0], tag) and count >= level[0].limit:
            faults = [Fault(FaultKind.TOO_MANY_SEGMENTS, number, level[0].place)] if count == level[0].limit else []
            yield Explanation(self.structure.enter(level[0], tuple(outer), count + 1), faults)

    def _something_missing(self, state: State, number: int, tag: str) -> Iterator[Explanation]:
        """The first place behind that has the tag, and the mandatory items passed over on the way to it."""
        path, counts = self.structure.path(state.place), state.counts
        missing: list[Item] = []
        for depth in range(len(path) - 1, -1, -1):
            level, current = path[depth]
            if current != ABSENT and self._has(level[current], tag) and counts[depth] < level[current].limit:
                again = self.structure.enter(level[current], counts[:depth], counts[depth] + 1)
                yield Explanation(again, self._missing(number, missing))
                return
            for item in level[current + 1 :]:
                if self._has(item, tag):
                    first = self.structure.enter(item, counts[:depth], 1)
                    kind = FaultKind.TOO_MANY_GROUPS if item.group else FaultKind.TOO_MANY_SEGMENTS
                    unused = [] if item.limit else [Fault(kind, number, item.place)]
                    faults = self._missing(number, missing) + unused
                    yield Explanation(first, faults, unused=bool(unused) and not missing)
                    if item.limit:
                        return
                if item.mandatory:
                    missing.append(item)

    def _trigger_missing(self, number: int, tag: str) -> Iterator[Explanation]:
        """The groups behind that have the tag inside, nearest first, begun without their trigger."""
        path, counts = self.structure.path(self._state.place), self._state.counts
        missing: list[Item] = []
        for depth in range(len(path) - 1, -1, -1):
            level, current = path[depth]
            for ordinal, item in enumerate(level[max(current, 0) :], max(current, 0)):
                count = counts[depth] + 1 if ordinal == current else 1
                if item.group and count <= item.limit:
                    yield from self._inside_untriggered(number, tag, item, (*counts[:depth], count), missing)
                if item.mandatory and ordinal != current:
                    missing.append(item)

    def _inside_untriggered(
        self, number: int, tag: str, group: Item, counts: tuple[int, ...], missing: list[Item]
    ) -> Iterator[Explanation]:
        """The first place in a group that has the tag, and what is missing before it, the trigger too."""
        faults = [*self._missing(number, missing), Fault(FaultKind.TRIGGER_MISSING, number, group.place)]
        for item in self.structure.path(group.place)[-1][0][1:]:
            if self._has(item, tag) and item.limit:
                yield Explanation(self.structure.enter(item, counts, 1), faults)
                return
            faults += self._missing(number, [item] if item.mandatory else [])

    def _missing_inside(self, state: State, number: int, depth: int) -> list[Fault]:
        """What the levels deeper than one still ask for."""
        path = self.structure.path(state.place)
        return self._missing(
            number,
            [item for level, current in reversed(path[depth + 1 :]) for item in level[current + 1 :] if item.mandatory],
        )

    def _missing_at_end(self, state: State) -> list[Fault]:
        return self._missing(len(self.tags) + 1, self.structure.missing_behind(state.place))

    @staticmethod
    def _missing(number: int, items: list[Item]) -> list[Fault]:
        return [Fault(FaultKind.MISSING, number, item.place) for item in items]

    def _has(self, item: Item, tag: str) -> bool:
        return self.structure.places[item.place].tag == tag

    def _give_up(self, number: int) -> tuple[list[int], list[Fault]]:
        self.places += [ABSENT] * (len(self.tags) - number + 1)
        return self.places, [*self._joined(), Fault(FaultKind.GIVEN_UP, number)]

    def _joined(self) -> list[Fault]:
        """The faults, where a segment that is missing in one place and too much in another is one fault."""
        strays: dict[str, list[int]] = {}
        for ordinal, fault in enumerate(self.faults):
            if fault.kind is FaultKind.MISPLACED:
                strays.setdefault(self.tags[fault.segment - 1], []).append(ordinal)
        joined: list[Fault | None] = list(self.faults)
        for ordinal, fault in enumerate(self.faults):
            if fault.kind in LACKING and (found := strays.get(self.structure.places[fault.place].tag)):
                stray = found.pop(0)
                joined[ordinal], joined[stray] = None, self.faults[stray]._replace(place=fault.place)
        return [fault for fault in joined if fault is not None]
