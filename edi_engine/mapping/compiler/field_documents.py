"""What generators of documents for templates of named fields share: counting which placeholders had a value."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import msgspec

from edi_engine.mapping.compiler.field_values import ALPHABET, FieldValues
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.filling import reach

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

    def keep(self, field: Field, start: Any) -> None:
        """Something kept verbatim, in the object that holds it."""
        if field.home is not None:
            owner = reach(start, field.home.steps[:-1])
            owner.extensions = {**(owner.extensions or {}), field.choices[0]: self.values.text(field.width)}
            self._seen.add((field.line, f"~{field.choices[0]}"))

    def _made(self) -> msgspec.Struct:
        """A document; fills `_seen`."""
        raise NotImplementedError
