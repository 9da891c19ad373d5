"""The Merkle tree of RFC 6962, section 2.1: roots, proofs that a leaf is in a tree, that a tree goes on with another.

A leaf is hashed behind a zero byte, a node behind a one byte. Trees are not kept: a root, or the audit path of a leaf,
is made in one walk over the leaf hashes. `Frontier` goes on with a tree of which only the left edge is known.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

AT_ONCE = 1024  # leaves in memory
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf (32 bytes)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over the hashes of its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the full subtrees along a tree's right edge, the largest first: enough to go on.

    Attributes:
        size: number of leaves.
        hashes: one for each bit that is set in `size`.
    """

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        """Go on from a size and its hashes; raises ValueError if there are more or fewer than the size has."""
        self.size, self.hashes = size, list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} subtrees, not {len(self.hashes)}")

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the hashes of leaves, many at a time: level by level, each node joins its sibling to the left."""
        left = iter(leaves)
        while nodes := list(islice(left, AT_ONCE)):
            rest, edge = self.size, list[bytes]()
            self.size += len(nodes)
            while nodes:
                if rest & 1:
                    nodes.insert(0, self.hashes.pop())
                if len(nodes) & 1:
                    edge.append(nodes.pop())
                nodes = [node_hash(*pair) for pair in zip(nodes[::2], nodes[1::2], strict=True)]
                rest >>= 1
            self.hashes += reversed(edge)

    def root(self) -> bytes:
        """The root of the tree as it stands."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root


def root(leaves: Iterable[bytes]) -> bytes:
    """The root over hashes of leaves."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of the leaf at `index` (from 0), from its sibling up; raises IndexError if there is none such."""
    return inclusion_proofs(leaves, len(leaves), [index])[index]


def inclusion_proofs(leaves: Iterable[bytes], size: int, indices: Iterable[int]) -> dict[int, list[bytes]]:
    """The audit paths of some of `size` leaves in one walk, by index; raises IndexError as `inclusion_proof` does."""
    places = {index: list(_siblings(index, size - 1)) for index in _within(indices, size)}
    nodes = _nodes(leaves, size, {place for path in places.values() for place in path})
    return {index: [nodes[place] for place in path] for index, path in places.items()}


Place = tuple[int, int]  # of a node: its level, leaves being 0, and its number there from 0


def _within(indices: Iterable[int], size: int) -> list[int]:
    found = list(indices)
    if any(not 0 <= index < size for index in found):
        raise IndexError(f"not all of these leaves are in a tree of {size}")
    return found


def _siblings(at: int, last: int, level: int = 0) -> Iterator[Place]:
    """The siblings on the way up from a node of a level whose last one is `last`, which may have none there."""
    while last:
        while at == last and not at & 1:
            at, last, level = at >> 1, last >> 1, level + 1
        yield level, at ^ 1
        at, last, level = at >> 1, last >> 1, level + 1


def _nodes(leaves: Iterable[bytes], size: int, wanted: set[Place]) -> dict[Place, bytes]:
    """The hashes of some nodes in one walk, which holds nothing but them and the tree's left edge."""
    found: dict[Place, bytes] = {}
    edge: list[bytes] = []
    number, at, level = -1, 0, 0

    def keep(node: bytes) -> None:
        if (level, at) in wanted:
            found[level, at] = node

    for number, leaf in enumerate(leaves):
        node, at, level = leaf, number, 0
        keep(node)
        while at & 1:
            node, at, level = node_hash(edge.pop(), node), at >> 1, level + 1
            keep(node)
        edge.append(node)
    if not 0 < number + 1 == size:
        raise ValueError(f"there are not {size} leaves")
    node = edge.pop()  # the right edge: a node without a sibling goes up as it is
    while at:
        node = node_hash(edge.pop(), node) if at & 1 else node
        at, level = at >> 1, level + 1
        keep(node)
    return found


def root_of_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf's audit path leads to; raises ValueError if the path has another length than it must."""
    at, last, found, steps = index, size - 1, leaf, iter(path)
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    try:
        while last > 0:
            if at & 1:
                found = node_hash(next(steps), found)
            elif at < last:
                found = node_hash(found, next(steps))
            at >>= 1
            last >>= 1
    except StopIteration:
        raise ValueError("the audit path is too short") from None
    if next(steps, None) is not None:
        raise ValueError("the audit path is too long")
    return found


def consistency_proof(leaves: Iterable[bytes], first: int, size: int) -> list[bytes]:
    """The proof that the tree over all `size` leaves goes on with the one over the `first` (RFC 6962, 2.1.2).

    Raises:
        IndexError: there are fewer.
    """
    if not 0 < first <= size:
        raise IndexError(f"a tree of {size} does not go on with one of {first}")
    places = list(_between(first, size))
    nodes = _nodes(leaves, size, set(places))
    return [nodes[place] for place in places]


def _between(first: int, size: int) -> Iterator[Place]:
    """Its nodes: the last full subtree of the first tree, unless it is all of it, and what is beside."""
    if first == size:
        return
    at, last, level = first - 1, size - 1, 0
    while at & 1:
        at, last, level = at >> 1, last >> 1, level + 1
    if at:
        yield level, at
    yield from _siblings(at, last, level)


def is_consistent(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows that the second tree goes on with the first, which is not empty."""
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second:
        return False
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    if not steps:
        return False
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
