"""How a payload is to be routed, where that is not as usual."""

from typing import NamedTuple

from edi_engine.findings import Strictness

STRICT_LOSS, COUNT_LOSSES = "strict-loss", "losses"


class Wishes(NamedTuple):
    """How a payload is routed, and what its record notes where that is not as usual.

    Attributes:
        strictness: how faults in what is received are weighed.
        strict_loss: whether an element that is unmapped rejects its message, a value not written its delivery.
        losses: whether what became of each element and value is counted and recorded.
    """

    strictness: Strictness = Strictness.NORMAL
    strict_loss: bool = False
    losses: bool = False

    def note(self) -> str:
        """Words for the record."""
        strictness = "" if self.strictness is Strictness.NORMAL else str(self.strictness)
        words = [strictness, STRICT_LOSS * self.strict_loss, COUNT_LOSSES * self.losses]
        return " ".join(word for word in words if word)

    @classmethod
    def noted(cls, note: str) -> "Wishes":
        """What the words of a record say."""
        words = note.split()
        strictness = next((each for each in Strictness if each.value in words), Strictness.NORMAL)
        return cls(strictness, STRICT_LOSS in words, COUNT_LOSSES in words)


AS_USUAL = Wishes()
