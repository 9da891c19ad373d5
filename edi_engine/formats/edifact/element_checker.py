"""The elements of many segments at once: which are not clean, and what is wrong with them.

The segments of a tag are matched all in one go, without a step of Python between them. What they say in codes they say
again and again, so what was found of a combination of codes is remembered; of texts nothing is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias

from edi_engine.formats.edifact.definitions import SegmentDefinition
from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.element_faults import FOREIGN_CODE, ElementCheck, ElementFault
from edi_engine.formats.edifact.expressions import Codes, segment_expression, untidy

Faults: TypeAlias = tuple[ElementFault, ...]
Faulty: TypeAlias = dict[str, Faults | None]  # by segment

MOST_AT_ONCE = 2048  # segments of a message that are matched together
MOST_KNOWN = 4096  # combinations of codes remembered for a segment, and as many bad ones


class ElementChecker:
    """The judges of one directory under one syntax version, made when first needed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._details = ElementCheck(directory)
        self._judges: dict[str, _Judge] = {}

    def faults(self, texts: Sequence[str], *, notes: bool = True) -> Iterator[tuple[int, Iterable[ElementFault]]]:
        """The segments with faults in their elements, by ordinal from 1, and their faults in the order of elements.

        Codes of partners' lists are no faults, and noted where `notes` are wanted: not again at segments that say the
        same in codes as one before.
        """
        for start in range(0, len(texts), MOST_AT_ONCE):
            some = texts[start : start + MOST_AT_ONCE]
            wrong, noted = self._faulty(some, notes=notes)
            told = dict[int, Faults | None]()
            if noted:
                first = dict(zip(reversed(some), range(start + len(some), start, -1), strict=True))
                told = {first[text]: faults for text, faults in noted.items()}
            if wrong:
                told |= {number: wrong[text] for number, text in enumerate(some, start + 1) if text in wrong}
            for number in sorted(told):
                found = told[number]
                yield number, self._told(texts[number - 1]) if found is None else found

    def _faulty(self, texts: Sequence[str], *, notes: bool) -> tuple[Faulty, Faulty]:
        """The segments that are not clean, with their faults, None where the slow check must look for them; and those
        of which something is only noted.

        One that stands there several times is looked at once.
        """
        different = dict.fromkeys(texts)
        wrong: Faulty = dict.fromkeys(untidy(different))
        noted: Faulty = {}
        by_tag = defaultdict[str, list[str]](list)
        for text in different if not wrong else [text for text in different if text not in wrong]:
            by_tag[text[:3]].append(text)
        for tag, alike in by_tag.items():
            judge = self._judges.get(tag) or self._judge(tag)
            if judge is not None:
                judge.judge(alike, wrong, noted if notes else None)
        return wrong, noted

    def _judge(self, tag: str) -> "_Judge | None":
        """None for a tag the directory does not know: the check of their order tells of it."""
        definition = self._directory.segment(tag)
        if definition is None:
            return None
        judge = self._judges[tag] = _Judge(definition, self._directory, self._details)
        return judge

    def _told(self, text: str) -> Iterator[ElementFault]:
        definition = self._directory.segment(text[:3])
        return self._details.faults(text, definition) if definition else iter(())


class _Judge:
    """One segment's expression, and what was found of the combinations of codes met lately.

    Partners use codes of their own lists in every message: what the directory has to say of them is found once.
    """

    def __init__(self, definition: SegmentDefinition, directory: Directory, details: ElementCheck) -> None:
        self._definition = definition
        self._expression = segment_expression(definition, directory)
        self._details = details
        self._good: set[Codes] = set()
        self._passing: set[Codes] = set()  # the good ones, and those of which no more is told than notes
        self._bad: dict[Codes, Faults] = {}

    def judge(self, texts: list[str], wrong: Faulty, noted: Faulty | None) -> None:
        """Put those of the tidy segments of this tag that are not clean where they belong.

        Of those that are only noted, the first that says something in codes; none without `noted`.
        """
        findall, clean = self._expression.pattern.findall, self._passing if noted is None else self._good
        found: list[Codes | None] = findall("\n".join(texts))
        if len(found) < len(texts):
            found = [next(iter(findall(text)), None) for text in texts]
        elif not self._expression.lists or clean.issuperset(found):
            return
        first = dict(zip(reversed(found), reversed(texts), strict=True))
        odd = {codes: self._judged(codes, first[codes]) for codes in first.keys() - clean}
        if noted is not None:
            noted |= {first[codes]: faults for codes, faults in odd.items() if faults and codes in self._passing}
        bad = {codes for codes, faults in odd.items() if faults != () and codes not in self._passing}
        wrong |= {text: odd[codes] for codes, text in zip(found, texts, strict=True) if codes in bad} if bad else {}

    def _judged(self, codes: Codes | None, text: str) -> Faults | None:
        if codes is None:
            return None
        if not self._expression.lists:
            return ()
        known = self._bad.get(codes)
        return self._learnt(codes, text) if known is None else known

    def _learnt(self, codes: Codes, text: str) -> Faults:
        """What is wrong with a combination of codes that was not met lately."""
        if max(len(self._passing), len(self._bad)) >= MOST_KNOWN:
            for known in (self._good, self._passing, self._bad):
                known.clear()
        found = () if self._expression.good_codes(codes) else tuple(self._details.faults(text, self._definition))
        if all(fault.code == FOREIGN_CODE for fault in found):
            self._passing.add(codes)
        if found:
            self._bad[codes] = found
        else:
            self._good.add(codes)
        return found


@lru_cache(maxsize=128)
def element_checker(directory: Directory) -> ElementChecker:
    """The element checker of a directory, made once."""
    return ElementChecker(directory)
