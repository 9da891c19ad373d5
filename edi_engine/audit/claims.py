"""Which process is at work on an exchange: it holds a lock, which ends with the process however that ends.

So nothing is taken up that somebody is still at work on, and nothing is left alone for ever after a crash. The lock is
one of the database where that has such locks, else one on a byte of a file.
"""

import fcntl
import os
import re
import struct
from abc import ABC, abstractmethod
from pathlib import Path

from edi_engine.audit.store_errors import system_errors

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
CLAIMED = re.compile(r"[0-9A-Za-z]{1,12}")  # of base 36: such a number is an offset in a file


class Claims(ABC):
    """The claims of one store."""

    @abstractmethod
    def take(self, exchange: str) -> bool:
        """Claim an exchange; False if it is claimed already, by this process or another, or names no exchange.

        Raises:
            StoreError: the lock cannot be made.
        """

    @abstractmethod
    def release(self, exchange: str) -> None:
        """Give a claim back; one that is not held is none."""

    @abstractmethod
    def release_all(self) -> None:
        """Give every claim back."""


class FileClaims(Claims):
    """A byte of one file an exchange, its id read as a number: nothing is written there, and nothing left behind.

    Locks of an open file (Linux: F_OFD_SETLK) are its opener's: another store has its own, in the same process too.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None
        self._held: set[str] = set()

    def take(self, exchange: str) -> bool:
        if not CLAIMED.fullmatch(exchange) or exchange in self._held:  # the open file itself would get it twice
            return False
        with system_errors(self.path):
            if self._file is None:
                self._file = os.open(self.path, _FLAGS, 0o600)
            try:
                _lock(self._file, exchange, fcntl.F_WRLCK)
            except (BlockingIOError, PermissionError):  # EAGAIN or EACCES: another has it
                return False
        self._held.add(exchange)
        return True

    def release(self, exchange: str) -> None:
        if self._file is not None and exchange in self._held:
            self._held.remove(exchange)
            _lock(self._file, exchange, fcntl.F_UNLCK)

    def release_all(self) -> None:
        self._held.clear()
        if self._file is not None:
            os.close(self._file)  # its locks go with it
            self._file = None


def _lock(file: int, exchange: str, kind: int) -> None:
    """Lock the byte of an exchange or let go of it, without waiting; as `struct flock` has it."""
    fcntl.fcntl(file, fcntl.F_OFD_SETLK, struct.pack("hhqqi0q", kind, os.SEEK_SET, int(exchange, 36), 1, 0))
