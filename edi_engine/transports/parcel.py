"""The words between the pipeline and a transport."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from edi_engine.errors import DeliveryError
from edi_engine.findings import Finding, Position, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Bytes for one agency: `name` is a plain file name, `folder` where the agency's files lie."""

    name: str
    payload: bytes
    agency: str
    folder: Path


class Permit:
    """Decides the race between a delivery and its timeout: whoever comes first wins, the other is told.

    A transport calls `use` at the last moment before its work shows outside. After `withdraw` that raises, so that
    nothing is sent which the record calls not sent.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = "open"

    def use(self) -> None:
        """Claim the right to deliver.

        Raises:
            DeliveryError: `DEL-002`, the permit was withdrawn because the time was up.
        """
        with self._lock:
            if self._state == "withdrawn":
                raise delivery_error("DEL-002", "the time for this delivery was up before it could start", "delivery")
            self._state = "used"

    def withdraw(self) -> bool:
        """Take the right back; false if it was used already, so that the outcome is not known."""
        with self._lock:
            if self._state == "used":
                return False
            self._state = "withdrawn"
            return True


class Transport(Protocol):
    """Delivers parcels; called from several threads at once."""

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        """Send a parcel; where it lies or what the other side answered.

        Raises:
            DeliveryError: it was not sent; it may be tried again.
        """

    def forget(self, parcel: Parcel) -> None:
        """Drop what was kept of a parcel so that it is not sent twice: its outcome is on record, or it is to be."""


def delivery_error(code: str, what: str, where: str, fix: str = "") -> DeliveryError:
    """A `DeliveryError` with its finding."""
    return DeliveryError(
        Finding(
            code=code,
            severity=Severity.ERROR,
            what=what,
            where=Position(path=where),
            why="delivery to an agency",
            fix=fix or "see the reason, then deliver again",
        )
    )
