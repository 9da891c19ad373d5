"""What is known of the places of UN/EDIFACT messages: which field of the document stands there.

Source: schemas/wco/edifact-places.tsv.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

FILE = "wco/edifact-places.tsv"
_WEIGHT = {"A": 4, "A-": 3, "B": 2, "C": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One row.

    Attributes:
        groups: tags of the segments that begin the groups around, outermost first.
        qualifiers: data elements of the segment and the codes they must have one of.
        element, occurrence: the data element, and which one of several in the segment (0: any).
        directory: the release of the message that it is about.
        path: of the field, lists without a choice stand for each of their elements.
        weight: how sure it is.
    """

    message: str
    directory: str
    document: str
    groups: tuple[str, ...]
    segment: str
    qualifiers: tuple[tuple[str, frozenset[str]], ...]
    element: str
    occurrence: int
    path: str
    weight: int

    def fits(self, codes: Callable[[str], str]) -> bool:
        """Whether a segment has the codes asked for; `codes` gives that of a data element, empty if none."""
        return all(codes(element) in wanted for element, wanted in self.qualifiers)


class EdifactFacts:
    """The rows, to be asked."""

    def __init__(self, text: str) -> None:
        self.facts = tuple(_rows(text))

    @cached_property
    def _choosing(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(
            (fact.segment, element, code) for fact in self.facts for element, codes in fact.qualifiers for code in codes
        )

    def choose(self, segment: str, element: str, code: str) -> bool:
        """Whether a row asks for this code in a segment."""
        return (segment, element, code) in self._choosing

    @cached_property
    def _by_place(self) -> dict[tuple[str, str], list[Fact]]:
        found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[fact.segment, fact.element].append(fact)
        return found

    def at(self, segment: str, element: str) -> list[Fact]:
        """All rows of a data element in a segment, of every message."""
        return self._by_place.get((segment, element), [])

    def documents(self, message: str) -> str:
        """The kind of document a message is about, `Declaration` where nothing is said."""
        return next((fact.document for fact in self.facts if fact.message == message), "Declaration")

    def release(self, message: str, directory: str) -> str:
        """The directory whose rows are the nearest to a release of a message: the last before it, or the first."""
        known = sorted({fact.directory for fact in self.facts if fact.message == message}, key=_year)
        before = [one for one in known if _year(one) <= _year(directory)]
        return (before[-1:] or known[:1] or [""])[0]

    def homes(self, message: str, directory: str) -> frozenset[str]:
        """The fields that a release of a message is known to have a place for."""
        return frozenset(fact.path for fact in self.facts if (fact.message, fact.directory) == (message, directory))

    @cached_property
    def roles(self) -> dict[str, str]:
        """The role of a party by its code 3035, as most rows have it."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for fact in self.facts:
            for element, codes in fact.qualifiers:
                if element == "3035" and "parties[role=" in fact.path:
                    role = fact.path.rpartition("[role=")[2].partition("]")[0]
                    for code in codes:
                        counts[code][role] += 1
        return {code: max(votes, key=lambda role: votes[role]) for code, votes in counts.items()}


def _year(directory: str) -> str:
    """What directories are in order by: `D.96B` was before `D.02A`."""
    year = directory.partition(".")[2]
    return f"{'19' if year[:1] in '89' else '20'}{year}"


def _rows(text: str) -> Iterator[Fact]:
    for line in text.splitlines()[1:]:
        message, directory, document, groups, segment, qualifiers, element, path, confidence = line.split("\t")
        data, occurrence = _element(element)
        yield Fact(
            message=message,
            directory=directory,
            document=document,
            groups=tuple(groups.split()),
            segment=segment,
            qualifiers=tuple(_qualifiers(qualifiers.split())),
            element=data,
            occurrence=occurrence,
            path=path,
            weight=_WEIGHT[confidence],
        )


def _qualifiers(texts: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for text in texts:
        element, _, codes = text.partition("=")
        yield element, frozenset(codes.split("/"))


def _element(text: str) -> tuple[str, int]:
    """Data element, and which one: `C246#2.7361` is the second 7361 of its segment; 0 stands for any of them."""
    outer, _, element = text.rpartition(".")
    name, _, occurrence = element.partition("#")
    return name, int(occurrence or outer.partition("#")[2] or 0)
