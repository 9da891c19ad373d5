"""Which element of one list is which of another: by what it says, else by what is most alike in it.

An element put in between moves all those behind it; they are found again by their content, so that it is the one that
is new.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import msgspec

from edi_engine.canonical.meaning import ORDINAL, content, leaves, meaning

Pair = tuple[int, int]

MOST_PAIRS = 10_000  # pairs of elements compared value by value; larger lists are matched by number and name only
LEAST_ALIKE = 0.3  # of the values; below it two elements have nothing to do with each other
SAME_NUMBER, SAME_NAME = 0.5, 0.5
NAMES = ("id", "identification_type_code", "type_code", "scheme", "language")


def match(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """Pairs of indexes of elements that are the same one, in the order of the first list.

    Elements in different roles are never the same one.
    """
    pairs = _equal(old, new, meaning)
    if isinstance((*old, *new, None)[0], msgspec.Struct):
        for how in (_by_content, _alike):
            left, right = _rest(pairs, old, new)
            found = how([old[i] for i in left], [new[j] for j in right])
            pairs += [(left[i], right[j]) for i, j in found]
    return sorted(pairs)


def _rest(pairs: list[Pair], old: Sequence[Any], new: Sequence[Any]) -> tuple[list[int], list[int]]:
    taken, used = {i for i, _ in pairs}, {j for _, j in pairs}
    return [i for i in range(len(old)) if i not in taken], [j for j in range(len(new)) if j not in used]


def _equal(old: Sequence[Any], new: Sequence[Any], key: Callable[[Any], Hashable]) -> list[Pair]:
    """Elements with equal keys, the first with the first; what has no key is left."""
    waiting: defaultdict[Hashable, list[int]] = defaultdict(list)
    for j in range(len(new) - 1, -1, -1):
        waiting[key(new[j])].append(j)
    return [(i, waiting[said].pop()) for i, one in enumerate(old) if (said := key(one)) is not None and waiting[said]]


def _by_content(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    return _equal(old, new, content)


def _alike(old: Sequence[Any], new: Sequence[Any]) -> list[Pair]:
    """What is most alike first; in lists too long for that, what has the same number, or name."""
    if len(old) * len(new) > MOST_PAIRS:
        return _equal(old, new, lambda one: _number(one) or _name(one))
    ours, theirs = [leaves(one) for one in old], [leaves(one) for one in new]
    scored = [
        (_score(old[i], ours[i], new[j], theirs[j]), -abs(i - j), i, j)
        for i in range(len(old))
        for j in range(len(new))
    ]
    pairs: list[Pair] = []
    for score, _, i, j in sorted(scored, key=lambda item: (-item[0], -item[1], item[2])):
        if score >= LEAST_ALIKE and all(i != one and j != other for one, other in pairs):
            pairs.append((i, j))
    return pairs


def _score(old: Any, ours: Counter[Any], new: Any, theirs: Counter[Any]) -> float:
    if getattr(old, "role", None) != getattr(new, "role", None):
        return 0.0
    shared = (ours & theirs).total() / max(ours.total(), theirs.total(), 1)
    same_number = (number := _number(old)) is not None and number == _number(new)
    name = _name(old)
    if name is None and _name(new) is None and not same_number:
        return max(shared, LEAST_ALIKE)  # nothing tells such elements apart but where they stand
    return shared + SAME_NUMBER * same_number + SAME_NAME * (name is not None and name == _name(new))


def _number(one: Any) -> Any:
    return getattr(one, ORDINAL, None)


def _name(one: Any) -> Hashable:
    """What names an element among its like: its role and the first of its identification, its type, its scheme."""
    found = next(((key, value) for key in NAMES if (value := getattr(one, key, None)) is not None), None)
    role = getattr(one, "role", None)
    return (role, found) if role or found else None


def same_key(one: Any) -> Hashable:
    """What makes an element of a list the same in two versions: its number, else its name; None if it has neither."""
    number = _number(one)
    return ("number", number) if number is not None else _name(one)
