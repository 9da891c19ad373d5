"""What a code list is: codes with a name, further facts, and the days on which they held.

The lists themselves are found by `code_lists.CodeLists`, whose `known(list, code, on)` and `suggest(list, code)` are
the door for whoever checks codes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Protocol

from edi_engine.alike import alike

SUCCESSOR = "successor"
"""The fact that names the code which took the place of one that has ended."""
NEAR = 3  # codes at most that are named in place of a wrong one
COMPARED = 200  # codes at most that a wrong one is compared with: a document may hold very many wrong ones
LAST_CHARACTER = "\U0010ffff"
_NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One code while it meant one thing.

    Attributes:
        code, name: as the list has them.
        valid_from, valid_to: first and last day on which it held, as far as known; None: without such a bound.
        facts: what else the list says of it (`decimals`, `alpha_3`, `symbol`), by name.
    """

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    facts: Mapping[str, str] = field(default_factory=lambda: _NOTHING)

    def holds(self, on: date | None = None) -> bool:
        """Whether it held on that day; without a day, always."""
        if on is None:
            return True
        return (self.valid_from or on) <= on <= (self.valid_to or on)


class CodeList(Protocol):
    """A list of codes: a table of them, or a rule how they are made."""

    @property
    def name(self) -> str:
        """What it is asked for by: `countries`."""

    @property
    def title(self) -> str:
        """What it is, for people."""

    @property
    def version(self) -> str:
        """Edition or date of what it was taken from."""

    @property
    def source(self) -> str:
        """Who keeps it, and where our facts of it are from."""

    @property
    def valid_from(self) -> date | None:
        """First day of the edition, where it is known and counts: of a UN/EDIFACT directory its date."""

    @property
    def valid_to(self) -> date | None:
        """Last day of the edition, where it is known."""

    def holds(self, code: str, on: date | None = None) -> bool:
        """Whether the code is in the list and held on that day; without a day, whether it ever did."""

    def get(self, code: str, on: date | None = None) -> Code | None:
        """What a code means (on that day), the latest meaning first; None if it is not in the list."""

    def codes(self) -> Iterable[Code]:
        """Every code in order; of a rule only what can be listed."""

    def near(self, code: str) -> Sequence[str]:
        """Codes that may be meant by one that is not in the list or has ended, the best first, at most three."""


class Table:
    """A list whose codes are all known; a code may have had several meanings, one after another."""

    valid_from: date | None = None
    valid_to: date | None = None

    def __init__(self, name: str, title: str, version: str, source: str, codes: Iterable[Code]) -> None:
        self.name, self.title, self.version, self.source = name, title, version, source
        self._codes: dict[str, list[Code]] = {}
        self._in_order: list[str] | None = None
        self._words: dict[str, list[str]] | None = None
        for code in codes:
            self._codes.setdefault(code.code, []).append(code)
        for meanings in self._codes.values():
            meanings.sort(key=_latest_first)

    def holds(self, code: str, on: date | None = None) -> bool:
        """See `CodeList`."""
        return any(meaning.holds(on) for meaning in self._codes.get(code, ()))

    def get(self, code: str, on: date | None = None) -> Code | None:
        """See `CodeList`."""
        return next((meaning for meaning in self._codes.get(code, ()) if meaning.holds(on)), None)

    def codes(self) -> Iterable[Code]:
        """See `CodeList`."""
        for code in sorted(self._codes):
            yield from self._codes[code]

    def near(self, code: str) -> Sequence[str]:
        """See `CodeList`."""
        bare = code.strip()[:40]
        folded = bare.upper()
        if same := [each for each in (bare, folded, bare.lower()) if each != code and each in self._codes]:
            return same[:1]
        followed = self._codes[code][0].facts.get(SUCCESSOR) if code in self._codes else None
        return [followed] if followed else self._meant(folded) or self._alike(folded)

    def _meant(self, text: str) -> Sequence[str]:
        """Codes of which a text is the name, or a fact that few have: another code of the same, a symbol."""
        if self._words is None:
            self._words = {}
            for code in self.codes():
                for word in filter(None, (code.name, *code.facts.values())):
                    self._words.setdefault(word.upper(), []).append(code.code)
        found = sorted(set(self._words.get(text, ())))
        return found if len(found) <= NEAR else ()

    def _alike(self, text: str) -> Sequence[str]:
        """Codes that begin alike, so the work stays small with thousands too: with one character mistaken, or near."""
        known = self._begun(text[: max(1, len(text) // 2)])
        mistaken = [code for code in known if len(code) == len(text) > 2 and sum(map(str.__ne__, code, text)) == 1]
        return mistaken[:NEAR] or alike(text, known[:COMPARED], NEAR)

    def _begun(self, beginning: str) -> Sequence[str]:
        if self._in_order is None:
            self._in_order = sorted(self._codes)
        first = bisect_left(self._in_order, beginning)
        return self._in_order[first : bisect_right(self._in_order, beginning + LAST_CHARACTER)]


def _latest_first(code: Code) -> int:
    return -(code.valid_to or date.max).toordinal()
