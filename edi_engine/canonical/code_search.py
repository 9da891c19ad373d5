"""Codes found by what a person knows of them: the code, a name or words of it, another code of the same, a symbol."""

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from edi_engine.alike import alike
from edi_engine.canonical.codes import NEAR, Code, CodeList

LONGEST_TEXT = 80  # characters that are looked at
SHORTEST_BEGINNING = 3  # characters of a text that may be the beginning of a code: `8703`
_EXACT, _NAMED, _BEGUN, _SAID = range(4)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A code and the list it is in; the lower the rank, the closer to what was asked for."""

    list: CodeList
    code: Code
    rank: int

    @property
    def is_it(self) -> bool:
        """Whether the code is just what was asked for."""
        return self.rank == _EXACT


def search(lists: Iterable[CodeList], text: str, on: date | None = None) -> list[Found]:
    """Codes that are this text, are called so or begin so, or have all its words in their name; the closest first.

    Of a list that is a rule (`locodes`) only a code that it makes. With a day, codes that held on it.
    """
    wanted = text.strip()[:LONGEST_TEXT]
    found = [each for known in lists for each in _in_list(known, wanted, on)] if wanted else []
    once = {id(each.code): each for each in reversed(found)}  # a list that extends another has its codes too
    return sorted(once.values(), key=lambda each: (each.rank, each.list.name, each.code.code))


def near(lists: Sequence[CodeList], text: str) -> list[Found]:
    """Codes that may be meant where nothing was found: like the text, or with a name like it; at most three."""
    wanted = text.strip()[:LONGEST_TEXT]
    meant: dict[int, Found] = {}
    for known in lists:
        for code in filter(None, map(known.get, known.near(wanted))):
            meant.setdefault(id(code), Found(list=known, code=code, rank=_EXACT))
    folded = wanted.upper()
    like = sorted(meant.values(), key=lambda each: -difflib.SequenceMatcher(None, folded, each.code.code).ratio())
    return (like or _called_alike(lists, wanted))[:NEAR]


def _in_list(known: CodeList, wanted: str, on: date | None) -> Iterator[Found]:
    rank_of = _ranking(wanted)
    listed = False
    for code in known.codes():
        listed = True
        rank = rank_of(code)
        if rank is not None and code.holds(on):
            yield Found(list=known, code=code, rank=rank)
    if not listed and (made := known.get(wanted, on)):
        yield Found(list=known, code=made, rank=_EXACT)


def _ranking(wanted: str) -> Callable[[Code], int | None]:
    folded = wanted.casefold()
    words = [re.compile(rf"\b{re.escape(word)}") for word in _WORD.findall(folded)]

    def rank(code: Code) -> int | None:
        if code.code.casefold() == folded:
            return _EXACT
        if folded in (code.name.casefold(), *(fact.casefold() for fact in code.facts.values())):
            return _NAMED
        if len(folded) >= SHORTEST_BEGINNING and code.code.casefold().startswith(folded):
            return _BEGUN
        name = code.name.casefold()
        if name.startswith(folded):
            return _BEGUN
        return _SAID if words and all(word.search(name) for word in words) else None

    return rank


def _called_alike(lists: Sequence[CodeList], wanted: str) -> list[Found]:
    called: dict[str, tuple[CodeList, Code]] = {}
    for known in lists:
        for code in filter(lambda code: code.name, known.codes()):
            called.setdefault(code.name.casefold(), (known, code))
    meant = alike(wanted.casefold(), called, NEAR, 0.75)
    return [Found(list=called[name][0], code=called[name][1], rank=_SAID) for name in meant]
