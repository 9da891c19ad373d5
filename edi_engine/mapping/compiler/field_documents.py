"""What generators of documents for templates of named fields share: counting which placeholders had a value."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import msgspec

from edi_engine.mapping.compiler.field_values import ALPHABET, FieldValues

Rates = Callable[[Counter[tuple[int, str]], int], dict[str, float]]
VALUE_CHANCE = 0.75


class FieldDocuments:
    """Makes documents for one plan; `filled` counts, for each placeholder, in how many of them it had a value."""

    def __init__(
        self,
        rng: Random,
        arrange: Callable[[Any], Any],
        rates: Rates,
        alphabet: str = ALPHABET,
        *,
        tidy: bool = False,
    ) -> None:
        self.rng, self.arrange, self._rates = rng, arrange, rates
        self.values = FieldValues(rng, alphabet, tidy=tidy)
        self.filled: Counter[tuple[int, str]] = Counter()
        self._seen: set[tuple[int, str]] = set()

    def document(self) -> msgspec.Struct:
        """One more document."""
        self._seen = set()
        made = self._made()
        self.filled.update(self._seen)
        arranged: msgspec.Struct = self.arrange(made)
        return arranged

    def rates(self, documents: int) -> dict[str, float]:
        """For each placeholder the share of documents in which it had a value."""
        return self._rates(self.filled, documents)

    def _made(self) -> msgspec.Struct:
        """A document; fills `_seen`."""
        raise NotImplementedError
