"""Signed notes of C2SP (c2sp.org/signed-note, tlog-checkpoint): a text, a blank line, a line a signature (Ed25519).

A checkpoint is a note of three lines: the log's name, how many entries it covers, the root of the tree in base64.
"""

import base64
import binascii
import hashlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_SIGNATURE = re.compile(r"— ([^ +\n]+) ([A-Za-z0-9+/=]+)\n")
_CHECKPOINT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,18})\n([A-Za-z0-9+/]{43}=)\n")


class NoteError(ValueError):
    """A text that is no signed note, key or checkpoint."""


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key: the name of who signs, and 32 bytes; written `name+id+base64`."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature names its key."""
        return _key_id(self.name, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a written key; raises `NoteError`."""
        name, _, rest = text.strip().partition("+")
        written_id, _, encoded = rest.partition("+")
        key = cls(name, _bytes_of(encoded))
        if not name or key.id.hex() != written_id:
            raise NoteError("this is no public key of a signed note")
        return key

    def verifies(self, text: str, signature: bytes) -> bool:
        """Whether a signature is of this key over a text."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key: the name of who signs, and the 32 bytes of its seed, never printed; see `written`."""

    name: str
    _seed: bytes

    def __repr__(self) -> str:
        return f"Signer({self.verifier})"

    @property
    def verifier(self) -> Verifier:
        """The public key that belongs to it."""
        return Verifier(self.name, _private(self._seed).public_key().public_bytes_raw())

    @classmethod
    def create(cls, name: str) -> Self:
        """A new key."""
        return cls(name, os.urandom(32))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a written private key; raises `NoteError`."""
        name, _, rest = text.strip().removeprefix(_PRIVATE).partition("+")
        written_id, _, encoded = rest.partition("+")
        key = cls(name, _bytes_of(encoded))
        if not text.startswith(_PRIVATE) or key.verifier.id.hex() != written_id:
            raise NoteError("this is no private key of a signed note")
        return key

    def written(self) -> str:
        """The key as it is kept in its file."""
        encoded = base64.b64encode(ED25519 + self._seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{encoded}"

    def sign(self, text: str) -> bytes:
        """The signature over a text (64 bytes)."""
        return _private(self._seed).sign(text.encode())


@lru_cache(maxsize=8)
def _private(seed: bytes) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # 50 ms: most commands sign nothing

    return Ed25519PrivateKey.from_private_bytes(seed)


def _bytes_of(encoded: str) -> bytes:
    try:
        decoded = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        decoded = b""
    if len(decoded) != 33 or decoded[:1] != ED25519:
        raise NoteError("this is no Ed25519 key")
    return decoded[1:]


def signed(text: str, signers: Iterable[Signer]) -> str:
    """A text, which ends with a line feed, with the signatures of all signers."""
    lines = (
        f"— {signer.name} {base64.b64encode(signer.verifier.id + signer.sign(text)).decode()}\n" for signer in signers
    )
    return f"{text}\n{''.join(lines)}"


def opened(note: str, verifiers: Iterable[Verifier]) -> tuple[str, list[Verifier]]:
    """The text of a note and those of the keys that signed it.

    Signatures of other keys are passed over, as the specification has it.

    Raises:
        NoteError: it is no signed note, or a signature that claims to be of one of the keys is not.
    """
    text, separator, rest = note.rpartition("\n\n")
    found = _SIGNATURE.findall(rest)
    if not separator or not found or "".join(f"— {name} {encoded}\n" for name, encoded in found) != rest:
        raise NoteError("this is no signed note")
    text += "\n"
    keys = {(key.name, key.id): key for key in verifiers}
    good = []
    for name, encoded in found:
        raw = _signature(encoded)
        if key := keys.get((name, raw[:4])):
            if not key.verifies(text, raw[4:]):
                raise NoteError(f"the signature of {name} ({key.id.hex()}) is not of this text")
            good.append(key)
    return text, good


def _signature(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise NoteError("a signature of the note is no base64") from None


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: the log, how many entries it covers, the root of their tree."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the text of a note; raises `NoteError`. Lines after the third are allowed and mean nothing here."""
        match = _CHECKPOINT.match(text)
        if match is None:
            raise NoteError("this is no checkpoint")
        return cls(match[1], int(match[2]), base64.b64decode(match[3]))
