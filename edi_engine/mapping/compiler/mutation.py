"""Messages as partners send them: what a template wrote, shuffled, thinned, doubled and varied at random.

Nothing a mutation does may make a value vanish in silence: each data element is written back or named by a finding.
"""

from collections import Counter
from collections.abc import Callable
from random import Random

from edi_engine.findings import Report
from edi_engine.formats.edifact.grouping import Structure
from edi_engine.mapping.reading import CONTINUED, RECUT

Texts = list[str]


def shuffle_lines(texts: Texts, structure: Structure, rng: Random) -> Texts:
    """Swap two neighbours of the same place, with what stands under them."""
    places = structure.place(texts)
    if places is None:
        return texts
    runs = [n for n in range(1, len(texts) - 1) if _end(n, places, structure) < len(texts) - 1]
    runs = [n for n in runs if places[_end(n, places, structure)] == places[n]]
    if not runs:
        return texts
    start = rng.choice(runs)
    middle = _end(start, places, structure)
    end = _end(middle, places, structure)
    return texts[:start] + texts[middle:end] + texts[start:middle] + texts[end:]


def _end(start: int, places: list[int], structure: Structure) -> int:
    """One past the last segment of the group a segment opens (or of itself)."""
    depth, at = structure.places[places[start]].depth, start + 1
    if not structure.places[places[start]].trigger:
        return at
    while at < len(places):
        place = structure.places[places[at]]
        if place.depth < depth or (place.depth == depth and place.trigger) or (not depth and at):
            break
        at += 1
    return at


def delete_field(texts: Texts, structure: Structure, rng: Random) -> Texts:
    """Empty one component."""
    return _edit(texts, rng, lambda text: "")


def duplicate_segment(texts: Texts, structure: Structure, rng: Random) -> Texts:
    """Send one segment twice."""
    at = rng.randrange(1, len(texts) - 1)
    return texts[: at + 1] + texts[at:]


def foreign_variant(texts: Texts, structure: Structure, rng: Random) -> Texts:
    """Another qualifier in the first element of one segment."""
    at = rng.randrange(1, len(texts) - 1)
    elements = texts[at].split("+")
    if len(elements) > 1:
        elements[1] = ":".join(["ZZ9", *elements[1].split(":")[1:]])
    return [*texts[:at], "+".join(elements), *texts[at + 1 :]]


def trailing_separators(texts: Texts, structure: Structure, rng: Random) -> Texts:
    """Separators with nothing behind them."""
    at = rng.randrange(1, len(texts) - 1)
    return [*texts[:at], texts[at] + rng.choice((":", "+", "::", "++", ":+")), *texts[at + 1 :]]


def unexpected_value(texts: Texts, structure: Structure, rng: Random) -> Texts:
    """A value in a place that was empty or did not exist."""
    at = rng.randrange(1, len(texts) - 1)
    return [*texts[:at], texts[at] + rng.choice((":", "+", "+++")) + f"Q{rng.randrange(10**6)}", *texts[at + 1 :]]


def other_value(texts: Texts, structure: Structure, rng: Random) -> Texts:
    """Another text in one component: an unknown code, no number, too long."""
    return _edit(texts, rng, lambda text: f"W{rng.randrange(10**6)}")


def number_spelling(texts: Texts, structure: Structure, rng: Random) -> Texts:
    """Numbers as people write them: comma, leading zeros."""
    return _edit(texts, rng, lambda text: "00" + text.replace(".", ",") if text.isdigit() else text)


MUTATIONS: dict[str, Callable[[Texts, Structure, Random], Texts]] = {
    "lines shuffled": shuffle_lines,
    "field deleted": delete_field,
    "segment doubled": duplicate_segment,
    "foreign variant": foreign_variant,
    "trailing separators": trailing_separators,
    "unexpected value": unexpected_value,
    "other value": other_value,
    "number spelling": number_spelling,
}


def _edit(texts: Texts, rng: Random, change: Callable[[str], str]) -> Texts:
    at = rng.randrange(1, len(texts) - 1)
    elements = texts[at].split("+")
    if len(elements) > 1:
        number = rng.randrange(1, len(elements))
        components = elements[number].split(":")
        component = rng.randrange(len(components))
        components[component] = change(components[component])
        elements[number] = ":".join(components)
    return [*texts[:at], "+".join(elements), *texts[at + 1 :]]


def vanished(received: Texts, written: Texts, report: Report) -> Counter[str]:
    """Data elements received that are neither written back nor covered by a finding.

    A finding on a segment covers all of it, one on an element or component covers that. Values are compared as a
    multiset, since the writer has its own order.
    """
    covered: set[tuple[int, int | None, int | None]] = set()
    rejoined = {"UNH", "UNT"}
    for finding in report:
        where = finding.where
        covered.add((where.segment or 0, where.element, where.component))
        if where.tag and finding.what.endswith((CONTINUED, RECUT)):
            rejoined.add(where.tag)  # the same text, cut at other places
    kept: Counter[str] = Counter()
    for number, text in enumerate(received, start=1):
        if (number, None, None) in covered or text[:3] in rejoined:
            continue
        for element, part in enumerate(text.split("+")[1:], start=1):
            for component, value in (pair for one in part.split("*") for pair in enumerate(one.split(":"), start=1)):
                hit = (number, element, None) in covered or (number, element, component) in covered
                if value and not hit:
                    kept[value] += 1
    pieces = (part.replace("*", ":") for text in written for part in text.split("+")[1:])
    there = Counter(value for part in pieces for value in part.split(":"))
    return kept - there
