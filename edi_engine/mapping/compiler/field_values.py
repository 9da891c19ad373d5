"""Random values inside the domain of a named field: what it carries there and back."""

import string
from decimal import Decimal
from random import Random
from typing import Any

from edi_engine.canonical.values import DateTime
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.paths import Step
from edi_engine.mapping.placeholders import Literal
from edi_engine.mapping.random_documents import MOMENTS

# Letters, digits and everything that could be mistaken for syntax.
ALPHABET = string.ascii_letters + string.digits + " .,;:'\"\\/=+-@{}[]\n\tä€"


def chosen_keys(step: Step, rng: Random) -> dict[str, str]:
    """What an element must have to fit the conditions of the list it stands in."""
    return {item.key: rng.choice(item.values) for item in step.filters if not item.negated}


def separators(field: Field) -> str:
    """The characters that stand between the values of a field."""
    return "".join(piece.text for piece in field.pieces if isinstance(piece, Literal))


def is_key(slot: Slot) -> bool:
    """Whether a condition of the list around decides what stands here."""
    path, scope = slot.path, slot.scope.path
    names = {item.key for item in scope.steps[-1].step.filters} if scope else set()
    return path is not None and len(path.steps) == 1 and path.steps[0].step.name in names


class FieldValues:
    """Makes values for slots.

    Args:
        alphabet: characters of texts; `tidy` puts a letter where one would begin or end with a blank.
    """

    def __init__(self, rng: Random, alphabet: str = ALPHABET, *, tidy: bool = False) -> None:
        self.rng, self.alphabet, self.tidy = rng, alphabet, tidy

    def value(self, slot: Slot, *, exact: bool = False, without: str = "") -> Any:
        """A canonical value; with `exact` as wide as the placeholder says; a text is `without` some characters."""
        if slot.value.table is not None:
            table = slot.value.table
            return self.rng.choice(
                [code for code, external in table.writing.items() if table.reading[external] == code]
            )
        width = slot.placeholder.width
        if slot.kind == "moment":
            code = slot.argument("datetime")
            return DateTime(value=self.rng.choice(MOMENTS[code]), format=code or None)
        if slot.kind in ("number", "integer", "measure"):
            return self._numeric(slot, width)
        made = self.text(width, exact=exact, pad=slot.value.conversion("pad") is not None, slot=slot)
        return "".join("x" if char in without else char for char in made)

    def _numeric(self, slot: Slot, width: int | None) -> Any:
        pad = slot.value.conversion("pad")
        digits = min(width or 9, int(pad.arguments[0]) if pad else 9)
        number = Decimal(self.rng.randint(0, 10**digits - 1))
        if implied := slot.argument("implied"):
            number = number.scaleb(-int(implied))
        roomy = not implied and (width is None or width > max(digits, 3))  # for a decimal mark
        if slot.kind == "integer":
            return int(number)
        if not pad and roomy and self.rng.random() < 0.4:
            number = number.scaleb(-2)
        if slot.kind == "number":
            return number
        struct = slot.path.leaf.struct if slot.path and slot.path.leaf else None
        if struct is None:
            raise ValueError(f"{slot.placeholder.expression} is no measure")
        return struct(number, slot.argument("measure"))

    def text(
        self, width: int | None = None, *, exact: bool = False, pad: bool = False, slot: Slot | None = None
    ) -> str:
        """A text that is not empty; of a part as long as the part."""
        part = slot.path.path.part if slot is not None and slot.path else None
        if part is not None and part[1] is not None:
            width, exact = part[1] - part[0], True
        length = width if exact and width else self.rng.randint(1, min(width or 12, 12))
        if pad or part is not None:
            return "".join(self.rng.choice(string.ascii_uppercase) for _ in range(length))
        made = "".join(self.rng.choice(self.alphabet) for _ in range(length))
        return _tidy(made) if self.tidy else made


def _tidy(text: str) -> str:
    """A text of the same length without blanks at its ends."""
    first, last = text[0].strip() or "x", text[-1].strip() or "x"
    return first if len(text) == 1 else f"{first}{text[1:-1]}{last}"
