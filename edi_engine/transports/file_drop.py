"""Drops files into a folder from which an agency takes them, each once.

A file appears whole or not at all: it is written under another name, flushed to the disk and renamed, and the folder is
flushed too. A name that is taken is never overwritten: the same bytes count as delivered, other bytes are refused.

An agency may take a file at once, so that a folder without it does not say that it was never there. So a mark, a
symbolic link to the file's first name, stands in the folder from before the rename until the outcome is on record. With
a mark whose target is gone the file was there, and is not dropped again.
"""

import contextlib
import ctypes
import errno
import hashlib
import os
import secrets
import threading
from collections.abc import Iterator
from pathlib import Path

from edi_engine.transports.parcel import Parcel, Permit, delivery_error

TEMPORARY_PREFIX = ".incoming-"  # the parcel's name follows, so that one can tell whose it is
MARK_PREFIX = ".sending-"
MOST_NAMED = 100
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_RENAME_NOREPLACE = 1  # renameat2(2)
_at_work: set[tuple[Path, str]] = set()  # names that a thread of this process is at work on
_lock = threading.Lock()


class FileDrop:
    """The transport of routes that name none."""

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        """Put the parcel into its folder, which must exist; the path of the file.

        Raises:
            DeliveryError: `DEL-001` the folder cannot take it, `DEL-002` too late, `DEL-003` the name is taken,
                `DEL-005` an earlier attempt hangs.
        """
        target = parcel.folder / parcel.name
        if "/" in parcel.name or "\0" in parcel.name or parcel.name.startswith("."):
            raise delivery_error("DEL-001", f"{parcel.name!r} is no plain file name", str(parcel.folder))
        try:
            with _alone(parcel), _opened(parcel.folder) as folder:
                if not _was_there(folder, parcel):
                    _drop(folder, parcel, permit)
                os.fsync(folder)
        except OSError as error:
            what = f"the file cannot be written: {error.strerror or error}"
            raise delivery_error(
                "DEL-001", what, str(target), "make room or give the right, then deliver again"
            ) from error
        return str(target)

    def forget(self, parcel: Parcel) -> None:
        """Remove the mark of a parcel: what became of it is on record now, or it is to be dropped once more."""
        with contextlib.suppress(OSError):
            os.unlink(parcel.folder / f"{MARK_PREFIX}{parcel.name}")


def left_in(folder: Path) -> set[str]:
    """The exchanges of which half-written files or marks lie in a folder."""
    with os.scandir(folder) as entries:  # once: nobody may have taken anything for a long time
        return {each.name.split("-", 2)[1] for each in entries if each.name.startswith((TEMPORARY_PREFIX, MARK_PREFIX))}


def clear(folder: Path, exchange: str, *, settled: bool) -> None:
    """Remove what a crash left of an exchange: the mark first, for one without its target says that a file was there.

    Args:
        folder: where files were dropped.
        exchange: that nobody is at work on.
        settled: all its deliveries have their outcome on record, so that no mark is needed any more.
    """
    for mark in folder.glob(f"{MARK_PREFIX}{exchange}-*"):
        if settled or mark.exists():
            mark.unlink(missing_ok=True)
    for temporary in folder.glob(f"{TEMPORARY_PREFIX}{exchange}-*"):
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(parcel: Parcel) -> Iterator[None]:
    """One attempt at a name at a time: a thread that was left behind may still be at it."""
    key = (parcel.folder, parcel.name)
    with _lock:
        if key in _at_work:
            raise delivery_error("DEL-005", "an earlier attempt at this file still hangs", str(Path(*key)))
        _at_work.add(key)
    try:
        yield
    finally:
        _at_work.discard(key)


@contextlib.contextmanager
def _opened(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, _FOLDER)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _was_there(folder: int, parcel: Parcel) -> bool:
    """Whether an earlier attempt dropped the file; what is left of one that did not is removed."""
    mark = f"{MARK_PREFIX}{parcel.name}"
    try:
        temporary = os.readlink(mark, dir_fd=folder)
    except FileNotFoundError:
        return False
    if _is_there(folder, temporary):
        os.unlink(mark, dir_fd=folder)
        os.unlink(temporary, dir_fd=folder)
        return False
    if _digest(parcel) not in temporary:
        what, fix = "other bytes were sent under this name", "find out what changed; then see audit redeliver"
        raise delivery_error("DEL-003", what, str(parcel.folder / parcel.name), fix)
    return True


def _drop(folder: int, parcel: Parcel, permit: Permit) -> None:
    temporary = f"{TEMPORARY_PREFIX}{parcel.name[:MOST_NAMED]}-{_digest(parcel)}-{secrets.token_hex(8)}"
    mark = f"{MARK_PREFIX}{parcel.name}"
    marked = published = False
    try:
        _write(folder, temporary, parcel.payload)
        permit.use()
        _mark(folder, temporary, mark)
        marked = True
        published = _publish(folder, temporary, parcel)
    finally:
        for left in (mark,) * marked + (temporary,) if not published else ():  # in this order, see `clear`
            with contextlib.suppress(FileNotFoundError):
                os.unlink(left, dir_fd=folder)


def _digest(parcel: Parcel) -> str:
    return hashlib.sha256(parcel.payload).hexdigest()[:16]


def _write(folder: int, name: str, payload: bytes) -> None:
    descriptor = os.open(name, _NEW_FILE, 0o600, dir_fd=folder)
    with os.fdopen(descriptor, "wb") as file:
        file.write(payload)
        file.flush()
        os.fsync(file.fileno())


def _mark(folder: int, temporary: str, mark: str) -> None:
    os.symlink(temporary, mark, dir_fd=folder)


def _publish(folder: int, temporary: str, parcel: Parcel) -> bool:
    """Give the file its name; False if that holds the same bytes already."""
    try:
        _rename(folder, temporary, parcel.name)
    except FileExistsError as error:
        if not _holds(folder, parcel):
            where, fix = str(parcel.folder / parcel.name), "find out who wrote that file, then move it away"
            raise delivery_error("DEL-003", "a file with other bytes has this name", where, fix) from error
        return False
    return True


def _rename(folder: int, old: str, new: str) -> None:
    """Rename within a folder, refusing a name that is taken; where the system cannot do both at once we look first."""
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call and not call(folder, os.fsencode(old), folder, os.fsencode(new), _RENAME_NOREPLACE):
        return
    number = ctypes.get_errno() if call else errno.ENOSYS
    if number not in (errno.EINVAL, errno.ENOSYS):
        raise OSError(number, os.strerror(number), new)
    if _is_there(folder, new):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), new)
    os.rename(old, new, src_dir_fd=folder, dst_dir_fd=folder)


def _is_there(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return True


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
