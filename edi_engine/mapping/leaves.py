"""The values of a document, each with its exact path, for what is to be said of every one of them."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.findings import Finding
from edi_engine.mapping.losses import shown

Steps = tuple[str | int, ...]


class Leaf:
    """A value of a document: the steps of its exact path, what it is, and the finding that says that it is lost."""

    __slots__ = ("lost", "path", "plain", "steps", "value")

    def __init__(self, steps: Steps, value: Any) -> None:
        self.steps, self.value = steps, value
        self.path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)[1:]
        self.plain = ".".join(step for step in steps if isinstance(step, str))
        self.lost: Finding | None = None

    @property
    def text(self) -> str:
        """The value as findings quote it."""
        return str(self.value.value or self.value.format) if isinstance(self.value, DateTime) else shown(self.value)


def leaves(document: msgspec.Struct) -> list[Leaf]:
    """The values of a document: a date with its format is one, a number and its unit are two."""
    return [Leaf(steps, value) for steps, value in _leaves(document, ())]


def _leaves(held: Any, steps: Steps) -> Iterator[tuple[Steps, Any]]:
    if isinstance(held, list):
        for number, item in enumerate(held):
            yield from _leaves(item, (*steps, number))
    elif isinstance(held, dict):
        for key, item in held.items():
            yield (*steps, str(key)), item
    elif isinstance(held, msgspec.Struct) and not isinstance(held, DateTime):
        for name in held.__struct_fields__:
            yield from _leaves(getattr(held, name), (*steps, name))
    elif held is not None and held not in ("", DateTime()):
        yield steps, held


def without(document: msgspec.Struct, steps: Steps) -> Any:
    """A copy of a document without one value."""
    copy: Any = deepcopy(document)
    *way, last = steps
    held = copy
    for step in way:
        held = getattr(held, step) if isinstance(step, str) else held[step]
    if isinstance(held, list | dict):
        del held[last]  # type: ignore[arg-type]
    else:
        setattr(held, str(last), None)
    return copy
