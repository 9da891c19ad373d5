"""Drops files into a folder from which an agency takes them.

A file appears whole or not at all: it is written under another name, flushed to the disk, linked under its own, and the
folder is flushed too. A name that is taken is never overwritten: the same bytes count as delivered (a delivery that was
cut off after the link is tried again), other bytes are refused.
"""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from edi_engine.transports.parcel import Parcel, Permit, delivery_error

TEMPORARY_PREFIX = ".incoming-"  # the parcel's name follows, so that one can tell whose it is
MOST_NAMED = 100
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class FileDrop:
    """The transport of routes that name none."""

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        """Put the parcel into its folder, which must exist; the path of the file.

        Raises:
            DeliveryError: `DEL-001` the folder cannot take it, `DEL-002` too late, `DEL-003` the name is taken.
        """
        target = parcel.folder / parcel.name
        if "/" in parcel.name or "\0" in parcel.name or parcel.name.startswith("."):
            raise delivery_error("DEL-001", f"{parcel.name!r} is no plain file name", str(parcel.folder))
        try:
            with _opened(parcel.folder) as folder:
                self._drop(folder, parcel, permit)
        except OSError as error:
            what = f"the file cannot be written: {error.strerror or error}"
            raise delivery_error(
                "DEL-001", what, str(target), "make room or give the right, then deliver again"
            ) from error
        return str(target)

    def _drop(self, folder: int, parcel: Parcel, permit: Permit) -> None:
        temporary = f"{TEMPORARY_PREFIX}{parcel.name[:MOST_NAMED]}-{secrets.token_hex(8)}"
        try:
            _write(folder, temporary, parcel.payload)
            permit.use()
            _publish(folder, temporary, parcel)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary, dir_fd=folder)
        os.fsync(folder)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, _FOLDER)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write(folder: int, name: str, payload: bytes) -> None:
    descriptor = os.open(name, _NEW_FILE, 0o600, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(payload)
        file.flush()
        os.fsync(file.fileno())


def _publish(folder: int, temporary: str, parcel: Parcel) -> None:
    """Give the file its name; a link, unlike a rename, refuses a name that is taken."""
    try:
        os.link(temporary, parcel.name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except FileExistsError as error:
        if not _holds(folder, parcel):
            where, fix = str(parcel.folder / parcel.name), "find out who wrote that file, then move it away"
            raise delivery_error("DEL-003", "a file with other bytes has this name", where, fix) from error


def _holds(folder: int, parcel: Parcel) -> bool:
    """Whether the name holds the parcel's bytes; a link or a device never does, and is not opened."""
    if os.stat(parcel.name, dir_fd=folder, follow_symlinks=False).st_size != len(parcel.payload):
        return False
    try:
        descriptor = os.open(parcel.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except OSError:
        return False
    with os.fdopen(descriptor, "rb") as file:
        return file.read(len(parcel.payload) + 1) == parcel.payload
