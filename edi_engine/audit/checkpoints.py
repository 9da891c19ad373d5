"""Checkpoints of a store: signed roots of the tree over its entries, each going on from the one before."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from edi_engine.audit.log import Log
from edi_engine.audit.merkle import Frontier, leaf_hash
from edi_engine.audit.signed_notes import Checkpoint, NoteError, Signer, signed

HASH_BYTES = 32


class Kept(NamedTuple):
    """A row of `checkpoints`."""

    size: int
    note: str
    edge: bytes

    def frontier(self) -> Frontier:
        """The tree as it was then; raises `NoteError` if the row does not agree with itself."""
        hashes = [self.edge[at : at + HASH_BYTES] for at in range(0, len(self.edge), HASH_BYTES)]
        said = Checkpoint.parse(self.note)
        try:
            frontier = Frontier(self.size, hashes)
        except ValueError as error:
            raise NoteError(str(error)) from None
        if (said.size, said.root) != (self.size, frontier.root()):
            raise NoteError("the note is of another tree than its row")
        return frontier


def kept(log: Log) -> Iterator[Kept]:
    """All checkpoints of the store, the smallest first."""
    return (Kept(*row) for row in log.connection.execute("SELECT size, note, edge FROM checkpoints ORDER BY size"))


def latest(log: Log) -> Kept | None:
    """The checkpoint that covers most."""
    row = log.connection.execute("SELECT size, note, edge FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
    return Kept(*row) if row else None


def sign(log: Log, signers: Iterable[Signer]) -> str | None:
    """Sign the tree as it stands and keep the note, in a transaction of the caller's; the note of before if nothing
    was added since, None without a key or an entry.
    """
    keys, before = list(signers), latest(log)
    if not keys or not log.size():
        return before.note if before else None
    frontier = _begun(before)
    frontier.extend(map(leaf_hash, log.commitments(frontier.size)))
    if before and frontier.size == before.size:
        return before.note
    note = signed(Checkpoint(keys[0].name, frontier.size, frontier.root()).text(), keys)
    log.connection.execute("INSERT INTO checkpoints VALUES (?, ?, ?)", (frontier.size, note, b"".join(frontier.hashes)))
    return note


def _begun(before: Kept | None) -> Frontier:
    """The tree of the checkpoint before, or the empty one where that row was damaged: `verify` will tell."""
    try:
        return before.frontier() if before else Frontier()
    except NoteError:
        return Frontier()
