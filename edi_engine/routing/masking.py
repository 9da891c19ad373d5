"""Texts that an agency sees in part."""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from edi_engine.configuration import Table, Text
from edi_engine.routing.projection_paths import Held

MASK = "*"
MOST_MASK = 100  # characters
SHAPE = 'write mask: {"parties[*].id": {last: 4}}, or {text: HIDDEN}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """How the texts at a path are hidden: all but the `last` characters, or another `text` in their place."""

    path: str
    last: int = 0
    text: str = ""

    def masked(self, value: str) -> str:
        """A text hidden; one that is no longer than what is left open is hidden whole."""
        if self.text:
            return self.text
        shown = self.last if self.last < len(value) else 0
        return MASK * (len(value) - shown) + value[len(value) - shown :]


class MaskingFault(NamedTuple):
    """What is wrong with a masking: the code, what, at which value, and the fix."""

    code: str
    what: str
    where: Any
    fix: str


def read_masking(path: Any, how: Any, held: Held) -> Masking | MaskingFault:
    """A row of `mask:`.

    Args:
        path: its key.
        how: its value, `{last: 4}` or `{text: HIDDEN}`.
        held: what stands at the path.
    """
    name = str(path)[:100]
    if held.kind != "text":
        return MaskingFault("RTE-004", f"at {name} stands no text", path, "name a text, or withhold it")
    (kind, value), *more = how.items() if isinstance(how, Table) and how else [("", None)]
    if more or not isinstance(value, Text) or kind not in ("last", "text"):
        return MaskingFault("RTE-001", f"{name} is hidden neither by last nor by text", path, SHAPE)
    if kind == "last":
        if re.fullmatch(r"[0-9]{1,3}", value):
            return Masking(path=str(path), last=int(value))
        return MaskingFault("RTE-004", "last is no number of characters", value, SHAPE)
    longest = held.longest or MOST_MASK
    if not 0 < len(value) <= longest:
        what = f"the text for {name} has no or too many characters"
        return MaskingFault("RTE-004", what, value, f"write 1 to {longest}")
    return Masking(path=str(path), text=str(value))
