"""What of a mapping is not there and back the same: told beside the proof, so that nobody takes it for proven.

One way pieces are read only, or written and compared; others accept more than they write.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.placeholders import Placeholder

READ_ONLY, COMPARED = "read only", "written, and compared when read"
SET, CONSTANT, IGNORED = "the first of a set is written", "a constant is written", "ignored"
CODES, NEAR = "codes are written as others of the same meaning", "codes mean nearly the same"
CUT, PADDED = "a text is cut anew at its full width", "padding is written anew"
DEFAULT, COMMON = "a default is written where there is no value", "one value stands for all elements of a list"
COUNTED, DATES, LINES = "an ordinal is written where there is none", "dates are written in formats", "lines are joined"
_KINDS = {"set": SET, "any": CONSTANT, "ignore": IGNORED}
_CONVERSIONS = {"cut": CUT, "pad": PADDED, "default": DEFAULT, "omit": DEFAULT}


class Normalisation(NamedTuple):
    """One piece that is not invertible: its place (a line of the template), its kind, and how it stands there."""

    place: str
    kind: str
    notation: str


def of_placeholder(place: str, placeholder: Placeholder, table: CodeTable | None) -> Iterator[Normalisation]:
    """What of one placeholder is not there and back the same."""
    if placeholder.kind in _KINDS:
        yield Normalisation(place, _KINDS[placeholder.kind], "/".join(placeholder.values) or "*")
        return
    shown = placeholder.expression
    if placeholder.direction:
        yield Normalisation(place, READ_ONLY if placeholder.direction == "in" else COMPARED, shown)
    elif "[*]" in shown:
        yield Normalisation(place, COMMON, shown)
    for conversion in placeholder.conversions:
        if conversion.name in _CONVERSIONS:
            yield Normalisation(place, _CONVERSIONS[conversion.name], shown)
    if table is not None:
        yield from _of_table(place, table)


def _of_table(place: str, table: CodeTable) -> Iterator[Normalisation]:
    others = {e: table.writing.get(code, e) for e, code in table.reading.items() if table.writing.get(code, e) != e}
    name = table.name.rpartition("/")[2].removesuffix(".csv")
    if others:
        shown = ", ".join(f"{external} as {preferred}" for external, preferred in others.items())
        yield Normalisation(place, CODES, f"{name}: {shown}")
    if table.approximate:
        yield Normalisation(place, NEAR, f"{name}: {', '.join(sorted(table.approximate))}")


def summary(found: Iterable[Normalisation]) -> dict[str, list[str]]:
    """The places of each kind, in their order, each once."""
    places: dict[str, list[str]] = {}
    for one in found:
        here = places.setdefault(one.kind, [])
        if one.place not in here:
            here.append(one.place)
    return places
