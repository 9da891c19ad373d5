"""Names that the formats of one administration have for fields, each within the name that stands around it.

Source: schemas/wco/national-names.tsv.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from edi_engine.canonical.metadata import Kind
from edi_engine.mapping.proposal.model_paths import Steps, leaf, steps_of, struct_at, walk, within
from edi_engine.mapping.proposal.spots import Spot
from edi_engine.mapping.proposal.targets import Target

FILE = "wco/national-names.tsv"
NO_FIELD = "-"
_GROUP = re.compile(r"(?<=[a-z])[A-Z]+\d*$|(?<=^TIN)[A-Z]+\d*$|\d+$")


def stem(name: str) -> str:
    """A name without what tells where it stands: `TotGroMasHEA307` and `TRACONCO1` are `TotGroMas` and `TRACONCO`."""
    return _GROUP.sub("", name.removesuffix("LNG"))


class NationalNames:
    """The table, for one kind of document."""

    def __init__(self, text: str, kind: str) -> None:
        self.kind = kind
        self._paths: dict[tuple[str, str], list[str]] = defaultdict(list)
        for line in text.splitlines()[1:]:
            _, document, around, name, path = line.split("\t")
            if document == kind:
                self._paths[around, name].append(path)

    def fields(self, scope: Steps, name: str, around: str) -> list[Target] | None:
        """The fields a name means within another, from a scope on; None where the table does not have that name."""
        if not around or not (paths := self._found(name, around)):
            return None
        return [target for path in paths if path != NO_FIELD for target in self._target(path, scope)]

    def mark_lists(self, spot: Spot) -> None:
        """Say of the elements in a place which may be repeated, though the sample has one only."""
        for part in spot.parts.values():
            part.repeated = part.repeated or bool(part.parts and self._found(part.name, ""))
            self.mark_lists(part)

    def list_for(self, scope: Steps, name: str) -> Steps:
        """The list whose elements stand in a place of this name; empty if none is known."""
        paths = [steps_of(path) for path in self._found(name, "")]
        return next((steps[len(scope) :] for steps in paths if within(steps, scope) or not scope), ())

    def _found(self, name: str, around: str) -> list[str]:
        """The paths of a name as it is written, or by its stem."""
        keys = ((around, name), (stem(around), name), (around, stem(name)), (stem(around), stem(name)))
        return next((self._paths[key] for key in keys if key in self._paths), [])

    def _target(self, path: str, scope: Steps) -> Iterator[Target]:
        """The field from a scope on, unless it stands in a list of which no element is chosen."""
        path, _, table = path.removesuffix(")").partition("|code(")
        steps, half = steps_of(path), ""
        field = leaf(self.kind, steps)
        if field is None:
            steps, half = steps[:-1], steps[-1]
            field = leaf(self.kind, steps)
        elif field.kind in (Kind.MEASURE, Kind.QUANTITY, Kind.AMOUNT):
            half = "value"
        inner = steps[len(scope) :] if within(steps, scope) else () if scope else steps
        if field is not None and inner and not self._open(steps, len(scope)):
            nothing: frozenset[str] = frozenset()
            yield Target(inner, field, half, nothing, nothing, nothing, nothing, table)

    def _open(self, steps: Steps, start: int) -> bool:
        found = walk(self.kind, steps) or ()
        return any(
            found[at].many and "[" not in steps[at] and struct_at(self.kind, steps[: at + 1])
            for at in range(start, len(steps))
        )


@cache
def national_names(text: str, kind: str) -> NationalNames:
    """The table in a text for a kind of document, kept."""
    return NationalNames(text, kind)
