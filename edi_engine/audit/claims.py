"""Which process is at work on an exchange: it holds a lock, which ends with the process however that ends.

So nothing is taken up that somebody is still at work on, and nothing is left alone for ever after a crash. The lock is
one of the database where that has such locks, else one on a file.
"""

import fcntl
import os
import re
from abc import ABC, abstractmethod
from pathlib import Path

from edi_engine.audit.store_errors import system_errors

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
CLAIMED = re.compile(r"[0-9A-Za-z]{1,16}")


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

    @abstractmethod
    def sweep(self) -> None:
        """Remove what claims left behind that ended with their process."""


class FileClaims(Claims):
    """A file an exchange in a folder of their own, removed with the claim; a crash leaves one that nobody holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._held: dict[str, int] = {}

    def take(self, exchange: str) -> bool:
        if not CLAIMED.fullmatch(exchange):
            return False
        with system_errors(self.folder):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            while (descriptor := self._locked(exchange)) is not None:
                if self._is_named(exchange, descriptor):
                    self._held[exchange] = descriptor
                    return True
                os.close(descriptor)  # whoever held it removed the file before letting go
        return False

    def release(self, exchange: str) -> None:
        if (descriptor := self._held.pop(exchange, None)) is not None:
            (self.folder / exchange).unlink(missing_ok=True)
            os.close(descriptor)

    def release_all(self) -> None:
        for exchange in list(self._held):
            self.release(exchange)

    def sweep(self) -> None:
        names = [path.name for path in self.folder.iterdir()] if self.folder.is_dir() else []
        for name in names:
            if self.take(name):
                self.release(name)

    def _locked(self, exchange: str) -> int | None:
        descriptor = os.open(self.folder / exchange, _FLAGS, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return None
        except OSError:
            os.close(descriptor)
            raise
        return descriptor

    def _is_named(self, exchange: str, descriptor: int) -> bool:
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self.folder / exchange, follow_symlinks=False))
        except FileNotFoundError:
            return False
