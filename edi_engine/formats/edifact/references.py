"""Which message references were used before: in memory for as many as people send, beyond that in a temporary file."""

import hashlib
import sqlite3

IN_MEMORY = 100_000
_LONGEST = 35  # bytes of a reference kept as it is; 0062 has 14, what is longer is kept as its digest


class References:
    """References of one interchange or functional group; memory stays bounded, however many there are, or how long."""

    def __init__(self, most: int, in_memory: int = IN_MEMORY) -> None:
        """Take up to `most` references, `in_memory` of them without a file."""
        self.most, self._in_memory = most, in_memory
        self._kept: set[bytes] = set()
        self._file: sqlite3.Connection | None = None
        self.count = 0

    def add(self, reference: str) -> bool:
        """Take a reference; False if it was there already. When `full`, none is taken any more."""
        key = reference.encode("utf-8", "surrogatepass")
        key = key if len(key) <= _LONGEST else hashlib.blake2b(key, digest_size=16).digest()
        if key in self._kept:
            return False
        if len(self._kept) < self._in_memory:
            if not self.full:
                self._kept.add(key)
                self.count += 1
            return True
        return self._add_to_file(key)

    @property
    def full(self) -> bool:
        """Whether references are no longer compared with all before."""
        return self.count >= self.most

    def clear(self) -> None:
        """Forget all of them."""
        self._kept.clear()
        self.count = 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def _add_to_file(self, key: bytes) -> bool:
        try:
            if self._file is None:
                self._file = _temporary()
            if self.full:
                return self._file.execute("SELECT 1 FROM seen WHERE reference = ?", (key,)).fetchone() is None
            added = self._file.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount > 0
        except sqlite3.Error:  # no room for the file: this is all that can be compared
            self.most = self.count
            return True
        self.count += added
        return added


def _temporary() -> sqlite3.Connection:
    """A database of its own that SQLite keeps in a file without a name, gone when it is closed."""
    file = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    file.execute("PRAGMA journal_mode = OFF")
    file.execute("PRAGMA synchronous = OFF")
    file.execute("BEGIN")
    file.execute("CREATE TABLE seen (reference PRIMARY KEY) WITHOUT ROWID")
    return file
