"""Places the segments of a message in its segment table: which position, which group, which occurrence.

The rule is the sequential one of UN/EDIFACT: a segment belongs to the first position at or behind that of the segment
before it whose tag it has and that may still occur: the same segment again, what follows in the group, the group again,
then the same in the enclosing group, and so on outwards. A mandatory position is never passed over. Some old tables
have groups that collide: there a message may follow the table and not this rule (the second item of a tender, CONITT
D.93A), so where the rule finds no place, it turns back and tries the next places.

The fast placer walks a graph of dictionaries (position → tag → position) and checks limits with one expression over
the string of positions; the exact one counts. They agree wherever the fast one finds nothing wrong.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from operator import getitem, itemgetter
from re import Pattern
from re import compile as compile_expression
from sys import byteorder
from typing import Any, TypeAlias

from edi_engine.formats.edifact.definitions import GroupUse, MessageTable, SegmentUse
from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.places import ABSENT, START, Fault, FaultKind, Item, Level, Path, Place, State
from edi_engine.formats.edifact.recovery import Recovery
from edi_engine.formats.edifact.security import Body, body_of

__all__ = ["ABSENT", "Fault", "FaultKind", "Place", "Structure", "structure"]

Candidate: TypeAlias = tuple[int, Item, bool]  # depth of its level, what stands there, whether we are in it already
MOST_TURNS = 10_000  # steps that may be tried in vain: a message may be long, and time stays bounded
tag_of = itemgetter(slice(3))
_symbol = itemgetter(None)
_UTF_32 = "utf-32-le" if byteorder == "little" else "utf-32-be"


class Structure:
    """A segment table made ready for placing.

    Attributes:
        table: the table it was made from.
        places: every segment of the table in order.
    """

    def __init__(self, table: MessageTable) -> None:
        self.table = table
        self.places: tuple[Place, ...] = ()
        self._root: Level = []
        self._paths: dict[int, Path] = {ABSENT: ((self._root, ABSENT),)}
        self.places = tuple(self._build(table.items, self._root, (), None, ABSENT))
        self.tags = frozenset(place.tag for place in self.places)
        self._nodes: dict[int, _Node] = {}
        self._known: dict[tuple[int, str], tuple[Candidate, ...]] = {}
        self._limits: Pattern[str] | None = None

    def place(self, texts: Sequence[str]) -> list[int] | None:
        """The index of the place of each segment, or `None` if anything is out of order, missing or too often.

        Args:
            texts: one text a segment in normal form, only their tags are looked at. Security segments around the
                body of a message that has none of its own have no place, -1.
        """
        body = self._secured(texts)
        if body is None:
            return self._place(texts)
        found = self._place(body.plain(texts))
        return None if found is None else _restored(found, body.ordinals(texts), len(texts))

    def _secured(self, texts: Sequence[str]) -> Body | None:
        secured = len(texts) > 1 and (texts[1].startswith("USH") or texts[-2].startswith(("UST", "USR")))
        return body_of(texts) if secured and "USH" not in self.tags else None

    def _place(self, texts: Sequence[str]) -> list[int] | None:
        try:
            nodes: list[_Node] = list(accumulate(map(tag_of, texts), getitem, initial=self._node(ABSENT)))
        except KeyError:
            return self._place_counting(texts)
        symbols = "".join(map(_symbol, nodes))
        if not nodes[-1].final or self.limits.fullmatch(symbols) is None:
            return self._place_counting(texts)
        return memoryview(symbols.encode(_UTF_32)).cast("I").tolist()

    def explain(self, texts: Sequence[str]) -> tuple[list[int], list[Fault]]:
        """The same where something is wrong: what can be placed is, `-1` is the place of the rest, and each fault is
        told once. There are faults if and only if `place` gives `None`."""
        body = self._secured(texts)
        if body is None:
            return Recovery(self, [text[:3] for text in texts]).run()
        places, faults = Recovery(self, [text[:3] for text in body.plain(texts)]).run()
        ordinals = body.ordinals(texts)
        moved = [fault._replace(segment=ordinals[fault.segment - 1]) for fault in faults]
        return _restored(places, ordinals, len(texts)), moved

    def step(self, state: State, tag: str) -> State | None:
        """The state behind one more segment, by the sequential rule with limits; `None` if it does not fit."""
        return next(self._steps(state, tag), None)

    def enter(self, item: Item, outer: tuple[int, ...], count: int) -> State:
        """The state in an item's occurrence number `count`; a group begins with its trigger's first."""
        return State(item.place, (*outer, count, 1) if item.group else (*outer, count))

    def path(self, place: int) -> Path:
        """The levels around a place, outermost first, its own last; of `ABSENT`: the start."""
        return self._paths[place]

    def missing_behind(self, place: int) -> list[Item]:
        """The mandatory items that must still come when a message ends behind a place."""
        return [
            item for level, current in reversed(self._paths[place]) for item in level[current + 1 :] if item.mandatory
        ]

    def successor(self, place: int, tag: str) -> int | None:
        """The first place a tag fits behind a place, limits above one left out of account."""
        return next((item.place for _, item, _ in self._candidates(place, tag) if item.limit), None)

    @property
    def limits(self) -> Pattern[str]:
        """Matches the strings of positions in which nothing occurs too often."""
        if self._limits is None:
            self._limits = compile_expression(self._limits_of(self._root))
        return self._limits

    def _build(
        self, items: Sequence[SegmentUse | GroupUse], level: Level, outer: Path, group: GroupUse | None, parent: int
    ) -> Iterator[Place]:
        """The places of one level and all below it, in order; fills `level` and the paths on the way."""
        count = len(self._paths) - 1
        for ordinal, use in enumerate(items):
            index = len(self._paths) - 1
            path: Path = (*outer, (level, ordinal))
            level.append(Item(index, use.mandatory, use.limit, isinstance(use, GroupUse)))
            if isinstance(use, GroupUse):
                enclosing = count if group else ABSENT
                yield from self._build(use.items, [], path, use, enclosing)
                continue
            self._paths[index] = path
            common = (index, use.tag, use.position, use.mandatory, use.limit, group.name if group else "")
            if group and ordinal == 0:
                facts = (group.position, group.mandatory, group.limit)
                yield Place(*common, True, parent, len(path) - 1, *facts)
            else:
                yield Place(*common, False, count if group else ABSENT, len(path) - 1)

    def _candidates(self, place: int, tag: str) -> tuple[Candidate, ...]:
        """Where a tag may stand behind a place, nearest first; kept, so that long messages cost no searches."""
        known = self._known.get((place, tag))
        if known is None:
            if tag not in self.tags:
                return ()
            known = tuple(each for each in self._reachable(place) if self.places[each[1].place].tag == tag)
            self._known[place, tag] = known
        return known

    def _reachable(self, place: int) -> Iterator[Candidate]:
        """The sequential rule: what may follow, from the innermost level outwards, up to what is mandatory."""
        path = self._paths[place]
        for depth in range(len(path) - 1, ABSENT, -1):
            level, current = path[depth]
            if current != ABSENT and level[current].limit > 1:
                yield depth, level[current], True
            for item in level[current + 1 :]:
                yield depth, item, False
                if item.mandatory:
                    return

    def _node(self, place: int) -> "_Node":
        if place not in self._nodes:
            self._nodes[place] = _Node(self, place)
        return self._nodes[place]

    def _limits_of(self, level: Level) -> str:
        """An expression for one level; each symbol stands for one place only, so nothing ever needs backtracking.

        Repeated groups are atomic, `(?>…)`: possessive ones are matched wrongly before Python 3.11.5.
        """
        parts: list[str] = []
        for ordinal, item in enumerate(level):
            # A group's occurrence begins with its trigger: were that optional, a new one could begin anywhere.
            least = 1 if ordinal == 0 and level is not self._root else 0
            inner = f"(?:{self._limits_of(self._paths[item.place][-1][0])})" if item.group else f"\\u{item.place:04x}"
            often = f"{inner}{{{least},{item.limit}}}"
            parts.append(f"(?>{often})" if item.group else often + "+")
            if least and item.limit > 1:
                # One trigger more than a group takes may begin the next group or stand elsewhere: counting decides.
                parts.append(f"(?!{inner})")
        return "".join(parts)

    def _steps(self, state: State, tag: str) -> Iterator[State]:
        """The states behind one more segment, the one of the sequential rule first."""
        for depth, item, again in self._candidates(state.place, tag):
            count = state.counts[depth] + 1 if again else 1
            if count <= item.limit:
                yield self.enter(item, state.counts[:depth], count)

    def _place_counting(self, texts: Sequence[str]) -> list[int] | None:
        """The first reading the table allows, or `None` if none of those tried is complete."""
        tags = [text[:3] for text in texts]
        tried: set[tuple[int, State]] = set()
        trail = [(START, self._steps(START, tag)) for tag in tags[:1]]
        while trail and len(tried) < MOST_TURNS + 2 * len(tags):
            state = next(trail[-1][1], None)
            if state is None:
                trail.pop()
            elif (len(trail), state) not in tried:
                tried.add((len(trail), state))
                if len(trail) < len(tags):
                    trail.append((state, self._steps(state, tags[len(trail)])))
                elif not self.missing_behind(state.place):
                    return [before.place for before, _ in trail[1:]] + [state.place]
        return None


def _restored(places: list[int], ordinals: list[int], count: int) -> list[int]:
    """The places of a whole message from those of a part of it, whose ordinals are given."""
    found = [ABSENT] * count
    for place, ordinal in zip(places, ordinals, strict=False):
        found[ordinal - 1] = place
    return found


class _Node(dict[str | None, Any]):
    """A place in the graph: tag → next node, found when first asked for; None → the character that stands for it.

    As an item, not an attribute: that is asked for once a segment, and takes a third of the time.
    """

    __slots__ = ("final", "place", "structure")

    def __init__(self, structure: Structure, place: int) -> None:
        super().__init__()
        self.structure, self.place = structure, place
        self[None] = "" if place == ABSENT else chr(place)
        self.final = not structure.missing_behind(place)

    def __missing__(self, tag: str) -> "_Node":
        place = self.structure.successor(self.place, tag)
        if place is None:
            raise KeyError(tag)
        self[tag] = node = self.structure._node(place)
        return node


@lru_cache(maxsize=128)
def structure(directory: Directory, message: str) -> Structure | None:
    """The structure of a message type in a directory, made once; `None` if the directory has no such message."""
    table = directory.message(message)
    return None if table is None else Structure(table)
