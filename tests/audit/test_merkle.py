"""The Merkle tree against the vectors of Certificate Transparency, and against its definition written out."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.audit import merkle

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
# Roots of the first 1 to 8 of these leaves, as the reference implementation of RFC 6962 tests them.
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# Audit paths of that tree: leaf (from 0) and size, then the hashes.
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
SIZES = st.integers(min_value=1, max_value=70)


def hashes(size: int) -> list[bytes]:
    return [merkle.leaf_hash(number.to_bytes(2, "big")) for number in range(size)]


def slow_root(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = max(power for power in (1 << bits for bits in range(20)) if power < len(leaves))
    return hashlib.sha256(b"\x01" + slow_root(leaves[:split]) + slow_root(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_those_of_the_reference(size: int) -> None:
    assert merkle.root(map(merkle.leaf_hash, LEAVES[:size])).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert merkle.root([]) == merkle.EMPTY_ROOT == slow_root([])


@pytest.mark.parametrize(("index", "size"), PATHS)
def test_audit_paths_are_those_of_the_reference(index: int, size: int) -> None:
    leaves = [merkle.leaf_hash(leaf) for leaf in LEAVES[:size]]
    assert [step.hex() for step in merkle.inclusion_proof(leaves, index)] == PATHS[index, size]


@given(SIZES)
def test_every_root_is_that_of_the_definition(size: int) -> None:
    assert merkle.root(hashes(size)) == slow_root(hashes(size))


def test_a_root_over_more_leaves_than_are_held_at_once_is_that_of_the_definition() -> None:
    leaves = hashes(2 * merkle.AT_ONCE + 77)
    assert merkle.root(leaves) == slow_root(leaves)


@given(SIZES, SIZES)
def test_a_frontier_goes_on_where_it_was_left(first: int, second: int) -> None:
    leaves = hashes(first + second)
    begun = merkle.Frontier()
    begun.extend(leaves[:first])
    resumed = merkle.Frontier(begun.size, begun.hashes)
    resumed.extend(leaves[first:])
    assert resumed.root() == slow_root(leaves)


@given(st.data(), SIZES)
def test_an_audit_path_leads_to_the_root_and_from_no_other_leaf(data: st.DataObject, size: int) -> None:
    leaves = hashes(size)
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_proof(leaves, index)
    assert merkle.inclusion_proofs(iter(leaves), size, [index]) == {index: path}
    assert merkle.root_of_inclusion(leaves[index], index, size, path) == slow_root(leaves)
    assert merkle.root_of_inclusion(merkle.leaf_hash(b"other"), index, size, path) != slow_root(leaves)
    for wrong in ([*path, leaves[0]], path[:-1] if path else None):
        if wrong is not None:
            with pytest.raises(ValueError, match="path is too"):
                merkle.root_of_inclusion(leaves[index], index, size, wrong)


@given(SIZES, st.integers(0, 69))
def test_a_tree_goes_on_with_its_beginning_and_with_no_other(first: int, more: int) -> None:
    leaves = hashes(first + more)
    proof, before, after = (
        merkle.consistency_proof(iter(leaves), first, first + more),
        slow_root(leaves[:first]),
        slow_root(leaves),
    )
    assert merkle.is_consistent(first, before, first + more, after, proof)
    assert not merkle.is_consistent(first, merkle.leaf_hash(b"other"), first + more, after, proof)
    assert not merkle.is_consistent(first, before, first + more, merkle.leaf_hash(b"other"), proof)
    assert not merkle.is_consistent(first, before, first + more, after, [*proof, leaves[0]])
    for number in range(len(proof)):
        assert not merkle.is_consistent(first, before, first + more, after, proof[:number] + proof[number + 1 :])


def test_what_is_no_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="2 subtrees, not 1"):
        merkle.Frontier(3, [b""])
    with pytest.raises(IndexError):
        merkle.inclusion_proof(hashes(3), 3)
    with pytest.raises(IndexError):
        merkle.consistency_proof(hashes(3), 4, 3)
    for wrong in (2, 4):
        with pytest.raises(ValueError, match=f"not {wrong} leaves"):
            merkle.inclusion_proofs(hashes(3), wrong, [0])
    assert not merkle.is_consistent(0, merkle.EMPTY_ROOT, 3, merkle.root(hashes(3)), [])
