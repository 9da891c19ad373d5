"""Payloads: spooled and hashed as streams, stored once by SHA-256, in compressed chunks."""

import contextlib
import hashlib
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Self, cast

from edi_engine.audit.connection import Connection
from edi_engine.audit.store_errors import store_error, system_errors
from edi_engine.errors import StoreError

CHUNK_BYTES = 1 << 20
IN_MEMORY_BYTES = 4 << 20
MAX_PAYLOAD_BYTES = 1 << 30
AT_ONCE = 4  # chunks in memory
SMALL, SMALL_AT_ONCE = 64 << 10, 100  # bytes of payloads that are read together, and how many are
_SMALL = f"SELECT sha256, data FROM payload_chunks WHERE sha256 IN ({', '.join('?' * SMALL_AT_ONCE)})"  # noqa: S608
CHANGED = "AUD-105"
SMALL_WINDOW = 8 << 10
COMPRESSION = 1  # four times as fast as the default for a tenth more bytes


@dataclass(slots=True)
class Spool:
    """A payload on its way into the store: `file` can be read again and again, in memory if small."""

    file: BinaryIO
    sha256: str
    size: int

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def spool(stream: BinaryIO, folder: Path | None, limit: int = MAX_PAYLOAD_BYTES) -> Spool:
    """Read a stream to its end once, in chunks.

    Args:
        stream: any readable binary stream, a pipe too.
        folder: for the temporary file of a large payload (None: the system's own); it has no name there, so that
            nothing is left after a crash.
        limit: bytes a payload may have.

    Raises:
        StoreError: `AUD-006` more bytes than `limit`; `AUD-002` no room.
    """
    digest, size, place = hashlib.sha256(), 0, folder or Path("temporary folder")
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES, dir=str(folder) if folder else None)  # noqa: SIM115
    with contextlib.ExitStack() as unfinished:
        unfinished.callback(file.close)
        while chunk := stream.read(CHUNK_BYTES):
            size += len(chunk)
            if size > limit:
                raise store_error("AUD-006", f"the payload has more than {limit} bytes", place, "send it in parts")
            digest.update(chunk)
            with system_errors(place):
                file.write(chunk)
        unfinished.pop_all()
    file.seek(0)
    return Spool(cast(BinaryIO, file), digest.hexdigest(), size)


def add_payload(connection: Connection, payload: Spool, now: str) -> bool:
    """Store a payload unless its bytes are there already, and say whether; the spool stands at its start afterwards."""
    added = connection.execute_apart(
        "INSERT INTO payloads VALUES (?, ?, ?) ON CONFLICT DO NOTHING", (payload.sha256, payload.size, now)
    )
    if added.rowcount:
        for ordinal, chunk in enumerate(iter(lambda: payload.file.read(CHUNK_BYTES), b""), 1):
            row = (payload.sha256, ordinal, compressed(chunk))
            connection.execute_apart("INSERT INTO payload_chunks VALUES (?, ?, ?)", row)
    payload.file.seek(0)
    return bool(added.rowcount)


def read_payload(connection: Connection, sha256: str) -> Iterator[bytes]:
    """The bytes of a payload, chunk by chunk; the last only if all of them are those that were recorded.

    Raises:
        StoreError: `AUD-105` they are others.
    """
    digest, held = hashlib.sha256(), b""
    try:
        for packed in _chunks(connection, sha256):
            if held:
                yield held
            held = _unpacked(packed)
            digest.update(held)
    except (zlib.error, TypeError):  # neither a chunk nor bytes
        raise _changed(connection, sha256) from None
    if digest.hexdigest() != sha256:
        raise _changed(connection, sha256)
    if held:
        yield held


def changed_payloads(connection: Connection) -> Iterator[str]:
    """The payloads that have other bytes, or another size, than was recorded; all are read, small ones together."""
    rows = iter(connection.execute("SELECT sha256, size FROM payloads ORDER BY sha256"))
    while sizes := dict(islice(rows, SMALL_AT_ONCE)):
        good = _whole(connection, sizes)
        yield from (name for name, size in sizes.items() if name not in good and not _has(connection, name, size))


def _whole(connection: Connection, sizes: Mapping[str, int]) -> set[str]:
    """Those of some payloads that are small, lie in one chunk, and are as they were recorded."""
    small = [name for name, size in sizes.items() if size <= SMALL]
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    if small:
        padded = small + small[-1:] * (SMALL_AT_ONCE - len(small))  # one statement for all
        for name, packed in connection.execute(_SMALL, padded):
            found[name].append(packed)
    return {name for name, (packed, *more) in found.items() if not more and _is(packed, name, sizes[name])}


def _is(packed: bytes, sha256: str, size: int) -> bool:
    try:
        data = _unpacked(packed)
    except (zlib.error, TypeError):
        return False
    return len(data) == size and hashlib.sha256(data).hexdigest() == sha256


def _has(connection: Connection, sha256: str, size: int) -> bool:
    try:
        return sum(map(len, read_payload(connection, sha256))) == size
    except StoreError:
        return False


def _chunks(connection: Connection, sha256: str) -> Iterator[bytes]:
    query = "SELECT ordinal, data FROM payload_chunks WHERE sha256 = ? AND ordinal > ? ORDER BY ordinal LIMIT ?"
    ordinal, chunks = 0, None
    while chunks is None or len(chunks) == AT_ONCE:
        chunks = connection.execute(query, (sha256, ordinal, AT_ONCE)).fetchall()
        yield from (data for _, data in chunks)
        ordinal = chunks[-1][0] if chunks else ordinal


def compressed(chunk: bytes) -> bytes:
    """A chunk as it is kept (zlib); a small one with a window of its size: to set up a large one costs more than it."""
    if len(chunk) > SMALL_WINDOW:
        return zlib.compress(chunk, COMPRESSION)
    packer = zlib.compressobj(COMPRESSION, wbits=SMALL_WINDOW.bit_length() - 1, memLevel=5)
    return packer.compress(chunk) + packer.flush()


def _unpacked(packed: bytes) -> bytes:
    """One chunk, whole and nothing behind it; raises zlib.error."""
    stream = zlib.decompressobj()
    data = stream.decompress(packed, CHUNK_BYTES + 1)
    if len(data) > CHUNK_BYTES or not stream.eof or stream.unused_data:
        raise zlib.error("not one chunk")
    return data


def _changed(connection: Connection, sha256: str) -> StoreError:
    what = f"payload {sha256[:64]} has other bytes than were recorded"
    fix = "see audit verify; restore the record from a backup"
    return store_error(CHANGED, what, connection.place, fix, "the name of a payload is the SHA-256 of its bytes")


class StoredPayload:
    """Bytes received, read from the record as a stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._left = b""

    def read(self, size: int = -1) -> bytes:
        """Not more than `size` bytes; nothing at the end."""
        while not self._left:
            if (chunk := next(self._chunks, None)) is None:
                return b""
            self._left = chunk
        end = len(self._left) if size < 0 else size
        piece, self._left = self._left[:end], self._left[end:]
        return piece
