"""The fast reader of a layout: it takes only documents that are as they should be, and some tags of them at a time.

Elements are known by their local names. Anything else (an unknown or repeated element, an attribute, stray text, a
number that would not come out as it went in) raises `Unusual`, and the careful reader says what it is.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from edi_engine.canonical.values import DateTime
from edi_engine.mapping.wco.careful_reader import WHITESPACE
from edi_engine.mapping.wco.escaping import PLAIN_NUMBER, Unusual
from edi_engine.mapping.wco.layout import Layout
from edi_engine.mapping.wco.runs import Child, element
from edi_engine.mapping.wco.tokens import data


class FastReader:
    """Reads documents of one layout."""

    def __init__(self, layout: Layout) -> None:
        self._root = element(layout.root)

    def read(self, pieces: Iterator[str]) -> Any:
        """The document of these pieces (`tokens.pieces`); None if it holds nothing.

        This is one loop, and long, since it is passed once for each value: a call would double what that costs.

        Raises:
            Unusual: the document is not exactly as expected.
        """
        inside: Any = self._root
        values: dict[str, Any] = {}  # of the struct that is being read
        owner = values if inside.owns else {}  # of the one that keeps the parties
        met: set[Child] | None = None  # levels and wrappers that may not begin in the struct again
        around: list[Any] = []
        value: Any
        for piece in pieces:
            run, _, value = piece.rpartition(">")
            begun, kind, target, made, many, inside = inside.runs.get(run) or inside.learn(run)
            if begun:
                for child in begun:
                    if child.once:
                        met = met or set()
                        if child in met:
                            raise Unusual
                        met.add(child)
                    else:
                        around.append((values, owner, met))
                        values, met = {}, None
                        if child.below.owns:
                            owner = values
            if kind == "text":
                if not value.isalnum():
                    value = data(value).strip(WHITESPACE)
                    if not value:
                        continue
            elif kind == "end":
                if value != "\n" and value.strip(WHITESPACE):
                    raise Unusual
                if made is None:
                    continue
                value = made(**values) if values else None
                if not around:
                    return value
                values, owner, met = around.pop()
                if value is None:
                    continue
                if target.party:
                    value.role, value.level = target.party
                    owner.setdefault("parties", []).append(value)
                    continue
                target, many = target.target, target.many
            elif kind == "united" and PLAIN_NUMBER(value):
                make, unit = made
                value = make(Decimal(value), unit)
            elif kind == "number" and made[0](value):
                value = made[1](value)
            else:
                value = _value(kind, data(value).strip(WHITESPACE), made)
                if value is None:
                    continue
            if many:
                values.setdefault(target, []).append(value)
            elif target in values:
                raise Unusual
            else:
                values[target] = value
        return None


def _value(kind: str, text: str, made: Any) -> Any:
    """A value that is no text; None for none."""
    if kind == "united":
        make, unit = made
        if PLAIN_NUMBER(text):
            return make(Decimal(text), unit)
        unusual = text or unit is not None
    elif kind == "number":
        plain, make = made
        if plain(text):
            return make(text)
        unusual = text
    elif kind == "date_time":
        if text:
            return DateTime(text, made)
        unusual = made is not None
    else:
        unusual = text
    if unusual:
        raise Unusual
    return None
