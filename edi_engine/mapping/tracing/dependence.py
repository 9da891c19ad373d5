"""Which inputs the outputs of a process follow from, found by trial: an output follows from what it changes with.

All outputs are asked in the same trials. Inputs that can be changed without an output losing its place are narrowed
down by halves, for every output at once, so that even many thousands take some dozen trials. What decides how many
outputs there are and where they stand (a qualifier, the key of a row) is tried alone, while the work allowed lasts.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from edi_engine.mapping.tracing.alignment import unmatched

MOST_WORK = 4_000_000  # inputs read in all trials together; a trial reads all of them
MOST_SOURCES = 12  # of one output that are told apart in a crowd; a sum over a list has no end of them
FEWEST_TRIALS = 200  # for one process, however large it is
LARGE = 5_000  # inputs; which of them decide is found in a smaller process of the kind
MOST_TRIED_AGAIN = 60  # inputs that look like an output without a value
NEAR = 30  # inputs from the first to the last that one text is put together of
Key = str
Groups = list[list[list[int]]]
"""Inputs by place, and in each by text."""


class Outcome(NamedTuple):
    """What a process gives: how long its lists are, and each output with its value."""

    shape: Hashable
    values: Mapping[Key, Hashable]


class Process(Protocol):
    """What is asked again and again with other inputs."""

    @property
    def kinds(self) -> Sequence[tuple[str, str]]:
        """Of each input its general place and its text: what is equal in both does the same to other outputs."""

    def run(self, which: Collection[int]) -> Outcome | None:
        """What comes of it when some inputs are changed; None where nothing does."""

    def smaller(self) -> "Process | None":
        """A process with inputs of the same kinds, but fewer of each; None where there is none."""


class Link(StrEnum):
    """How an output follows from an input."""

    VALUE = "value"  # it says what the input says
    CHOICE = "choice"  # it is there, or is what it is, only as long as the input says so


@dataclass(slots=True)
class Dependence:
    """What follows from what.

    Attributes:
        outputs: those of the process as it is.
        sources: of each output the inputs it follows from, in their order, those it takes its value from first.
        many: outputs that follow from more inputs than those named.
        untried: inputs that were not tried, as the work allowed was done.
    """

    outputs: Mapping[Key, Hashable]
    sources: dict[Key, dict[int, Link]] = field(default_factory=dict)
    many: set[Key] = field(default_factory=set)
    untried: list[int] = field(default_factory=list)


def dependence(process: Process, most_work: int = MOST_WORK) -> Dependence:
    """Find out what the outputs of a process follow from."""
    first = process.run(())
    if first is None:
        return Dependence({}, untried=list(range(len(process.kinds))))
    search = _Search(process, first, most_work)
    smaller = process.smaller() if len(process.kinds) > LARGE else None
    if smaller is not None and (shown := smaller.run(())) is not None:
        search.learn(_Search(smaller, shown, most_work))
    return search.found()


class _Search:
    """The trials of one process."""

    def __init__(self, process: Process, first: Outcome, most_work: int) -> None:
        self.process, self.first = process, first
        self.kinds = process.kinds
        self.left = max(most_work // (len(self.kinds) or 1), FEWEST_TRIALS)
        self.groups = _by_place(self.kinds, range(len(self.kinds)))
        self.deciding: set[int] = set()
        self.unsure: set[Key] = set()
        self.aside: Groups = []  # kinds that can be changed together, but not with values
        self.result = Dependence(first.values)

    def found(self) -> Dependence:
        """Values first, alone: a qualifier changed beside them can make one value be read in the place of another."""
        for together in self._sorted():
            self._narrow(sorted(together))
        for index in self._affordable(sorted(self.deciding)):
            self._decides(index)
        self._look_alike()
        self._alone()
        for output, sources in self.result.sources.items():
            self.result.sources[output] = dict(sorted(sources.items(), key=lambda one: (one[1] == Link.CHOICE, one[0])))
        return self.result

    def _run(self, which: Collection[int]) -> Outcome | None:
        self.left -= 1
        return self.process.run(which)

    def _keeps_shape(self, outcome: Outcome | None) -> bool:
        return outcome is not None and outcome.shape == self.first.shape

    def _keeps_all(self, outcome: Outcome | None) -> bool:
        return outcome is not None and self._keeps_shape(outcome) and outcome.values.keys() == self.first.values.keys()

    # -- which inputs can be changed together --------------------------------------------------------------------------

    def _sorted(self) -> Iterator[list[int]]:
        """The inputs that can be changed together with no output gone, then those that leave them at their places."""
        groups = self.groups
        for keeps in (self._keeps_all, self._keeps_shape):
            together: list[int] = []
            self._sort(groups, together, keeps)
            yield together
            groups, self.aside = self.aside, []

    def learn(self, smaller: "_Search") -> None:
        """Take over what inputs of the same kinds do in a smaller process; a kind not met is what others there are."""
        known: dict[tuple[str, str], int] = {}
        for rank, together in enumerate(smaller._sorted()):
            known.update((smaller.kinds[index], rank) for index in together)
        known.update((smaller.kinds[index], 2) for index in smaller.deciding)
        at: dict[str, int] = {}
        for (place, _), rank in known.items():
            at[place] = max(rank, at.get(place, 0))
        ranks: list[list[int]] = [[], [], []]
        for index, kind in enumerate(self.kinds):
            ranks[known.get(kind, at.get(kind[0], 2))].append(index)
        self.groups = _by_place(self.kinds, ranks[0])
        self.aside = [[kind] for place in _by_place(self.kinds, ranks[1]) for kind in place]
        self.deciding.update(ranks[2])

    def _sort(self, groups: Groups, together: list[int], keeps: Callable[[Outcome | None], bool]) -> None:
        """Add the inputs that can be changed together to those found so far; the others decide, or are put aside."""
        members = [index for group in groups for kind in group for index in kind]
        if not members:
            return
        outcome = self._run([*together, *members]) if self.left > 0 else None
        if keeps(outcome):
            together += members
        elif len(groups) > 1 or len(groups[0]) > 1:
            parts = groups if len(groups) > 1 else [[kind] for kind in groups[0]]
            self._sort(parts[: len(parts) // 2], together, keeps)
            self._sort(parts[len(parts) // 2 :], together, keeps)
        elif keeps == self._keeps_all and self._keeps_shape(outcome):
            self.aside += groups
        else:
            self.deciding.update(members)

    # -- what carries a value ------------------------------------------------------------------------------------------

    def _narrow(self, carrying: list[int]) -> None:
        """Halve the inputs an output may follow from, for all outputs in the same trials, until they are single."""
        changed = self._changed(carrying)
        self.unsure.update(changed)  # until it is known what they follow from
        candidates: dict[Key, dict[Interval, Link]] = {
            output: {Interval(0, len(carrying)): link} for output, link in changed.items()
        }
        while candidates and any(node.wide for nodes in candidates.values() for node in nodes):
            if self.left <= 0:
                self.result.untried += carrying
                break
            candidates = self._halved(carrying, candidates)
        for output, nodes in candidates.items():
            singles = {carrying[node.start]: link for node, link in nodes.items() if not node.wide}
            self.result.sources.setdefault(output, {}).update(singles)
            if singles and max(singles) - min(singles) < NEAR:
                self.unsure.discard(output)

    def _halved(
        self, carrying: list[int], candidates: dict[Key, dict["Interval", Link]]
    ) -> dict[Key, dict["Interval", Link]]:
        narrower: dict[Key, dict[Interval, Link]] = {}
        for output, nodes in list(candidates.items()):
            if len(nodes) > MOST_SOURCES:
                self.unsure.add(output)
                del candidates[output]
            else:
                narrower[output] = {node: link for node, link in nodes.items() if not node.wide}
        for group in _apart(candidates):
            for half in (0, 1):
                tried = {node: node.half(half) for node in group}
                changed = self._changed([carrying[i] for part in tried.values() for i in range(*part)])
                for output, link in changed.items():
                    for node in candidates.get(output, {}):
                        if node in tried:
                            narrower[output][tried[node]] = link
        return narrower

    def _changed(self, which: list[int]) -> dict[Key, Link]:
        """The outputs that change with some inputs; an input that takes outputs from their places is put aside."""
        which = [index for index in which if index not in self.deciding]
        if not which or self.left <= 0:
            return {}
        outcome = self._run(which)
        if outcome is not None and self._keeps_shape(outcome):
            now, missing = outcome.values, object()
            return {
                output: Link.VALUE if output in now else Link.CHOICE
                for output, value in self.first.values.items()
                if now.get(output, missing) != value
            }
        if len(which) == 1:
            self.deciding.update(which)
            return {}
        middle = len(which) // 2
        return {**self._changed(which[:middle]), **self._changed(which[middle:])}

    # -- what decides --------------------------------------------------------------------------------------------------

    def _affordable(self, deciding: list[int]) -> list[int]:
        """What can be tried alone: all, or some of those whose kind stands once, which decide the most."""
        if len(deciding) <= self.left:
            return deciding
        times = Counter(self.kinds)
        chosen = [index for index in deciding if times[self.kinds[index]] == 1][: self.left // 3]
        self.result.untried += sorted(set(deciding).difference(chosen))
        return chosen

    def _decides(self, index: int) -> None:
        """Note the outputs that are gone, or are others, when one input is changed."""
        outcome = self._run([index])
        for output in unmatched(self.first.values, outcome.values if outcome else {}):
            self.result.sources.setdefault(output, {})[index] = Link.CHOICE

    # -- what was hidden -----------------------------------------------------------------------------------------------

    def _alone(self) -> None:
        """Try every input alone for outputs that no few neighbours account for, such as what is computed of many."""
        if self.left < len(self.kinds):
            self.result.many |= self.unsure
            return
        for index in range(len(self.kinds)) if self.unsure else ():
            outcome = self._run([index])
            now = outcome.values if outcome is not None and self._keeps_shape(outcome) else {}
            for output in self.unsure:
                if now and now.get(output) != self.first.values[output]:
                    link = Link.VALUE if output in now else Link.CHOICE
                    self.result.sources.setdefault(output, {})[index] = link

    def _look_alike(self) -> None:
        """Try again, alone, what looks like an output that has no value yet: in a crowd one can hide another."""
        sources, texts = self.result.sources, dict[str, list[int]]()
        claimed = {index for found in sources.values() for index in found}
        for index, (_, text) in enumerate(self.kinds):
            if index not in claimed:
                texts.setdefault(text, []).append(index)
        tried = 0
        for output, value in self.result.outputs.items():
            for index in texts.get(str(value), [])[:MOST_SOURCES]:
                if Link.VALUE in sources.get(output, {}).values() or self.left <= 0 or tried >= MOST_TRIED_AGAIN:
                    break
                tried += 1
                outcome = self._run([index])
                if self._keeps_shape(outcome) and outcome and outcome.values.get(output) != value:
                    link = Link.VALUE if output in outcome.values else Link.CHOICE
                    sources.setdefault(output, {})[index] = link


class Interval(NamedTuple):
    """Some inputs that can be changed together, by their order: from `start` to before `end`."""

    start: int
    end: int

    @property
    def wide(self) -> bool:
        """Whether it holds more than one."""
        return self.end - self.start > 1

    def half(self, which: int) -> "Interval":
        """Its first half (0) or its second (1)."""
        middle = (self.start + self.end) // 2
        return Interval(self.start, middle) if which == 0 else Interval(middle, self.end)


def _apart(candidates: dict[Key, dict[Interval, Link]]) -> list[list[Interval]]:
    """The wide intervals in groups in which no output has two: each answers for its outputs alone."""
    beside: dict[Interval, set[Interval]] = {}
    for nodes in candidates.values():
        for node in nodes:
            if node.wide:
                beside.setdefault(node, set()).update(nodes)
    groups: dict[Interval, int] = {}
    for node in sorted(beside):
        taken = {groups[other] for other in beside[node] if other in groups}
        groups[node] = next(number for number in range(len(taken) + 1) if number not in taken)
    return [[node for node in groups if groups[node] == number] for number in sorted(set(groups.values()))]


def _by_place(kinds: Sequence[tuple[str, str]], which: Iterable[int]) -> Groups:
    """Inputs by general place, and in it by text: the places that hold long texts first, which hardly decide."""
    places: dict[str, dict[str, list[int]]] = {}
    for index in which:
        place, text = kinds[index]
        places.setdefault(place, {}).setdefault(text, []).append(index)
    ordered = sorted(places.values(), key=lambda texts: -max(map(len, texts)))
    return [list(texts.values()) for texts in ordered]
