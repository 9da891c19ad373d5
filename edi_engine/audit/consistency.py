"""Proofs that the log only grew: a later checkpoint covers all that an earlier one did, unchanged and in its order.

A proof is JSON: the notes of both checkpoints, the public keys, and the hashes of RFC 6962, section 2.1.2.
"""

import base64
from collections.abc import Iterable
from typing import Any

from edi_engine.audit.checkpoints import latest
from edi_engine.audit.merkle import consistency_proof, is_consistent, leaf_hash
from edi_engine.audit.proofs import Checked, Json
from edi_engine.audit.signed_notes import Checkpoint, NoteError, Verifier, opened
from edi_engine.audit.store import Store

FORMAT = "edi-engine consistency 1"


def prove_consistency(store: Store, earlier: str, verifiers: Iterable[Verifier]) -> Json:
    """The proof that the store's latest checkpoint goes on with an earlier one, a note that was kept.

    It is made of the log as it stands: if that is not what was signed then, the proof does not hold.

    Raises:
        NoteError: `earlier` is no checkpoint that a key of the store signed, or the log is shorter.
    """
    keys, newest = list(verifiers), latest(store.log)
    text, signed_by = opened(earlier, keys)
    old = Checkpoint.parse(text)
    if not signed_by:
        raise NoteError("no key of this store signed the checkpoint")
    if newest is None or not 0 < old.size <= newest.size:
        raise NoteError(
            f"the checkpoint is of {old.size} entries, the log has {newest.size if newest else 0} under one"
        )
    leaves = map(leaf_hash, store.log.commitments(0, newest.size))
    return {
        "format": FORMAT,
        "earlier": earlier,
        "checkpoint": newest.note,
        "keys": [str(key) for key in keys],
        "path": [base64.b64encode(step).decode() for step in consistency_proof(leaves, old.size, newest.size)],
    }


class Consistency(Checked):
    """A proof that a log only grew.

    Attributes:
        earlier: the checkpoint it goes on with.
    """

    kind = "consistency"

    def __init__(self, proof: Any, verifiers: Iterable[Verifier], kept: str = "") -> None:
        """Check it; `kept` is the note of the checkpoint it must go on with, any if empty."""
        self.earlier: Checkpoint | None = None
        self._kept = kept
        super().__init__(proof, verifiers)

    def _check(self, proof: Any, verifiers: list[Verifier]) -> None:
        if proof["format"] != FORMAT:
            raise KeyError("format")
        self.earlier = self._signed(proof["earlier"], verifiers)
        self.checkpoint = self._signed(proof["checkpoint"], verifiers)
        if self._kept and self._signed(self._kept, verifiers) != self.earlier:
            self._fail("AUD-121", "it goes on with another checkpoint than the one that was kept", "earlier")
        old, new = self.earlier, self.checkpoint
        path = [base64.b64decode(step, validate=True) for step in proof["path"]]
        if old.origin != new.origin or not is_consistent(old.size, old.root, new.size, new.root, path):
            what = f"the log of {new.size} entries does not go on with that of {old.size}: entries were changed between"
            self._fail("AUD-121", what, "path")
