"""Names that people give to values, as words; and the words that mean the same.

Source: schemas/wco/names.tsv.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property

from edi_engine.mapping.proposal.model_paths import Steps, steps_of

FILE = "wco/names.tsv"
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
MESSAGE = frozenset({"message", "msg", "mes", "head", "header"})  # where a name stands, not what
FILLING = frozenset({"of", "the", "at", "in", "to", "for", "and", "by", "or", "on", "a", "an"})


def split(name: str) -> list[str]:
    """The words of a name in small letters: `NumberOfPackages_2` has number and packages.

    Letters and digits that number the group a name stands in (`TotGroMasHEA307`) are no word.
    """
    name = re.sub(r"(?<=[a-z])[A-Z]{1,6}\d*(?:LNG)?$", "", name)
    every = [found.lower() for found in _WORD.findall(name)]
    words = [word for word in every if word not in FILLING] or every
    return [word for word in words if word not in MESSAGE] or words


def ordinal(name: str) -> int | None:
    """The number a name ends in, from 1: of `seal_2` 2; of `box` none."""
    found = re.search(r"[a-z_](\d{1,2})$", name)
    return int(found[1]) if found else None


class Words:
    """The table: synonyms of words, names that as a whole mean one field, words that tell the kind of document."""

    def __init__(self, text: str) -> None:
        self.rows = [line.split("\t") for line in text.splitlines()[1:]]

    @cached_property
    def _synonyms(self) -> dict[str, tuple[str, ...]]:
        return {
            name: tuple(meaning.split())
            for names, meaning in self.rows
            if meaning[:1] not in ("=", "@", "#")
            for name in names.split()
        }

    @cache  # noqa: B019 — there is one table for each text, and it is kept
    def phrases(self, kind: str) -> dict[frozenset[str], list[Steps]]:
        """By the words of a name the paths that it may mean: those for this kind of document alone, if any."""
        every: dict[frozenset[str], list[Steps]] = {}
        special: dict[frozenset[str], list[Steps]] = {}
        for names, meaning in self.rows:
            if meaning.startswith("="):
                only, colon, path = meaning[1:].rpartition(":")
                if not colon or only == kind:
                    for name in names.split():
                        (special if colon else every).setdefault(frozenset(split(name)), []).append(steps_of(path))
        return every | special

    @cached_property
    def _units(self) -> dict[str, str]:
        return {name: meaning[1:] for names, meaning in self.rows if meaning[:1] == "#" for name in names.split()}

    def unit(self, *names: str) -> str:
        """The unit of a measure that one of some names tells, the first first; empty where none does."""
        words = (word for name in names for word in split(name))
        return next((self._units[word] for word in words if word in self._units), "")

    def kind(self, names: Iterable[str]) -> str:
        """The kind of document that names at its top are of; empty where none of them tells it."""
        words = {word for name in names for word in split(name)}
        rows = ((set(told.split()), meaning) for told, meaning in self.rows if meaning.startswith("@"))
        return next((meaning[1:] for told, meaning in rows if told & words), "")

    @cache  # noqa: B019 — there is one table for each text, and it is kept
    def said(self, name: str) -> frozenset[str]:
        """The words of a name as the model would say them."""
        return frozenset(self.meant(split(name)))

    def meant(self, words: list[str]) -> Iterator[str]:
        """Words as the model would say them."""
        for word in words:
            yield from self._synonyms.get(word, self._synonyms.get(word.removesuffix("s"), (singular(word),)))


@cache
def words_of(text: str) -> Words:
    """The table in a text, kept with all that is found out about it."""
    return Words(text)


def singular(word: str) -> str:
    """A word without the ending of the plural."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
