"""The keys a store signs its checkpoints with: files below `keys/` of the workspace.

`ID.key` is a private key, its owner's alone (0600); `ID.pub` is the public one, which stays when the private one is
retired, so that what it signed can be verified. While there are several private keys, all of them sign.
"""

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from edi_engine.audit.signed_notes import NoteError, Signer, Verifier
from edi_engine.audit.store_errors import store_error, system_errors
from edi_engine.errors import StoreError

_WHY = "checkpoints are signed, so that a change of the record can be shown"


class SigningKeys:
    """The keys in one folder, which is made when the first key is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def signers(self) -> list[Signer]:
        """All private keys; the first is made if there was never one.

        Raises:
            StoreError: `AUD-009` a key cannot be read, is none, others may read it, or all are gone of which there are
                public ones; `AUD-002` none can be made.
        """
        if not self._files("*.key"):
            self._make_first()
        return [_signer(file) for file in self._files("*.key")]

    def _make_first(self) -> None:
        with self._locked():
            if self._files("*.key"):  # somebody else was faster
                return
            if self._files("*.pub"):
                fix = "restore the .key file, or make a new key: edi-engine audit keys add"
                raise _refused(self.folder, "the private keys are gone, nothing could be signed", fix)
            self._make(f"edi-engine/audit/{secrets.token_hex(4)}")

    def verifiers(self) -> list[Verifier]:
        """All public keys, also those of retired ones; raises `StoreError` (`AUD-009`)."""
        known = [_verifier(file) for file in self._files("*.pub")]
        return list(dict.fromkeys([*known, *(_signer(file).verifier for file in self._files("*.key"))]))

    def add(self) -> Signer:
        """Make a key, under the name the log has already; raises `StoreError` as `signers` does."""
        known = self.verifiers() or [signer.verifier for signer in self.signers()]
        name = known[0].name
        with self._locked():
            return self._make(name)

    def _files(self, pattern: str) -> list[Path]:
        return sorted(self.folder.glob(pattern))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """One process at a time makes keys; the folder is created."""
        with system_errors(self.folder):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
                os.fsync(handle)
            finally:
                os.close(handle)

    def _make(self, name: str) -> Signer:
        signer = Signer.create(name)
        stem = self.folder / signer.verifier.id.hex()
        _write(stem.with_suffix(".key"), signer.written(), 0o600)
        _write(stem.with_suffix(".pub"), str(signer.verifier), 0o644)
        return signer

    def retire(self, key_id: str) -> None:
        """Remove a private key, its public one stays; raises `StoreError` (`AUD-009`) if it is the last, or none."""
        files = {file.stem: file for file in self.folder.glob("*.key")}
        if key_id not in files or len(files) == 1:
            known = ", ".join(sorted(files)) or "none"
            what = f"{key_id} is the only key" if key_id in files else f"there is no private key {key_id}"
            raise _refused(self.folder, what, f"add a key first; private keys: {known}")
        files[key_id].unlink()


def _signer(file: Path) -> Signer:
    try:
        if file.stat().st_mode & 0o077:
            raise _refused(file, "others may read this private key", f"chmod 600 {file}, or retire the key")
        return Signer.parse(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _refused(file, _said(error), "restore the file, or remove it and keep its .pub") from error


def _verifier(file: Path) -> Verifier:
    try:
        return Verifier.parse(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _refused(file, _said(error), "restore the file") from error


def _said(error: Exception) -> str:
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error) if isinstance(error, NoteError) else "this is no key"


def _write(path: Path, text: str, mode: int) -> None:
    """A new file of that mode, there whole or not at all."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.rename(path)


def _refused(path: Path, what: str, fix: str) -> StoreError:
    return store_error("AUD-009", what, path, fix, _WHY)
