"""The values of the document that a name can mean, each with its words, found from any object on.

Source of the words: the names of fields and roles, and schemas/wco/names.tsv.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

from edi_engine.canonical import metadata
from edi_engine.canonical.metadata import Field, Kind
from edi_engine.mapping.proposal.model_paths import Steps, bare, fields
from edi_engine.mapping.proposal.words import Words

DEPTH = 4
_HALVES = {Kind.AMOUNT: ("value", "currency"), Kind.MEASURE: ("value", "unit"), Kind.QUANTITY: ("value", "unit")}


@dataclass(frozen=True, slots=True)
class Target:
    """A value of the document, from the object in scope on.

    Attributes:
        steps: the path; `half`: of a number with its unit, which of the two; empty for other kinds.
        own, around: words of the last step, and of those before it; `role`: those that a condition is of; `words`: all.
        table: the code table that has what stands there beside ours; empty where none is needed.
    """

    steps: Steps
    field: Field
    half: str
    own: frozenset[str]
    around: frozenset[str]
    role: frozenset[str]
    words: frozenset[str]
    table: str = ""

    @property
    def path(self) -> str:
        """The path as text."""
        return ".".join((*self.steps, *([self.half] if self.half else [])))


def halves(target: Target) -> tuple[str, ...]:
    """The halves a number with its unit has; none for other values."""
    return _HALVES.get(target.field.kind, ())


def companion(target: Target, half: str) -> Target:
    """The other half of a number with its unit."""
    return replace(target, half=half)


class Targets:
    """All fields there are to be named, by the object they are sought from.

    Args:
        words: the table of words.
    """

    def __init__(self, words: Words) -> None:
        self.words = words

    @cache  # noqa: B019 — kept with the table
    def targets(self, owner: str) -> list[Target]:
        """The values of an object and of what stands in it, one of each list."""
        return list(self._below(owner, (), DEPTH))

    def _below(self, owner: str, before: Steps, depth: int) -> Iterator[Target]:
        around = frozenset(word for step in before for word in self.words.said(bare(step)))
        roles = (step.partition("[role=")[2].rstrip("]") for step in before if "[role=" in step)
        role = frozenset(word for name in roles for word in self.words.said(name))
        for name, field in fields(owner).items():
            if field.kind is not Kind.STRUCT:
                if not field.many or field.kind is not Kind.TEXT:
                    step = f"{name}[0]" if field.many else name
                    yield from self._values((*before, step), field, around, role)
            elif depth > 1 and field.struct:
                inner = field.struct.__name__
                for step in self._steps(name, field, inner):
                    yield from self._below(inner, (*before, step), 1 if step.endswith("[0]") else min(depth - 1, 2))

    def _steps(self, name: str, field: Field, inner: str) -> list[str]:
        if not field.many:
            return [name]
        roles = metadata.roles(inner) if "role" in fields(inner) else {}
        typed = (
            ["[type=TSP]"] if "type" in fields(inner) and "id" in fields(inner) and name == "classifications" else []
        )
        return [f"{name}[role={role}]" for role in roles] or [f"{name}{which}" for which in typed or ["[0]"]]

    def _values(self, steps: Steps, field: Field, around: frozenset[str], role: frozenset[str]) -> Iterator[Target]:
        for half in _HALVES.get(field.kind, ("",)):
            extra = self.words.said(half) if half and half != "value" else frozenset()
            own = self.words.said(bare(steps[-1])) | extra
            yield Target(steps, field, half, own, around, role, own | around | role)

    @cache  # noqa: B019 — kept with the table
    def index(self, owner: str) -> dict[str, list[Target]]:
        index: dict[str, list[Target]] = defaultdict(list)
        for target in self.targets(owner):
            for word in target.words:
                index[word].append(target)
        return index

    @cache  # noqa: B019 — kept with the table
    def by_path(self, owner: str) -> dict[str, Target]:
        """The same by path."""
        return {target.path: target for target in self.targets(owner)}

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words that fields and roles have."""
        names = {name for owner in metadata.struct_names() for name in (*fields(owner), *metadata.roles(owner))}
        return frozenset(word for name in (*names, "currency", "unit") for word in self.words.said(name))

    @cache  # noqa: B019 — kept with the table
    def telling(self, owner: str) -> dict[str, float]:
        """How much a word tells: the more fields have it, the less."""
        targets = self.targets(owner)
        counts = Counter(word for target in targets for word in target.words)
        return {word: math.log(1 + len(targets) / count) for word, count in counts.items()}


@cache
def targets_of(words: Words) -> Targets:
    """The fields in the words of a table."""
    return Targets(words)
