"""Which outputs of a process are still there when some came or went: by their order, their kind and their value."""

import re
from collections.abc import Hashable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache

MOST_COMPARED = 3_000  # outputs between the parts that are equal; of more all are taken as others
_ORDINAL = re.compile(r"\d+")


def unmatched(before: Mapping[str, Hashable], after: Mapping[str, Hashable]) -> list[str]:
    """The outputs that have no like among those that are left: of the same kind, with the same value, in order."""
    outputs = list(before)
    old = [(_general(key), value) for key, value in before.items()]
    new = [(_general(key), value) for key, value in after.items()]
    start = _equal(old, new)
    end = _equal(old[start:][::-1], new[start:][::-1])
    middle, other = old[start : len(old) - end], new[start : len(new) - end]
    left = outputs[start : len(old) - end]
    if not other or len(middle) + len(other) > MOST_COMPARED:
        return left
    kept: set[int] = set()
    for block in SequenceMatcher(None, middle, other, autojunk=False).get_matching_blocks():
        kept.update(range(block.a, block.a + block.size))
    return [output for index, output in enumerate(left) if index not in kept]


@lru_cache(maxsize=20_000)
def _general(key: str) -> str:
    """A key without ordinals."""
    return _ORDINAL.sub("#", key)


def _equal(one: list[tuple[str, Hashable]], other: list[tuple[str, Hashable]]) -> int:
    """How many are equal from the start on."""
    most = min(len(one), len(other))
    return next((index for index in range(most) if one[index] != other[index]), most)
