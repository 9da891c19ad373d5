"""What can be done to any bytes, whatever they mean."""

from collections.abc import Callable
from random import Random

Mutation = Callable[[Random, bytes, bytes], bytes]
"""Random numbers, the bytes, and other bytes of the same syntax to take from; the bytes changed."""

WORDS = (
    *(
        b"",
        b"0",
        b"-1",
        b"1E5",
        b"1E+200000000",
        b"9" * 400,
        b"NaN",
        b"0x10",
        b"1,5",
        b"1.5.5",
        b"99999999",
        b"20260230",
    ),
    *(b"\x00", b"\x1b[2J", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3\xa9", b"\xe9", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80"),
    *(
        b"\xe2\x80\xae",
        b"\xe2\x80\xa8",
        b"\xef\xb7\x90",
        b"\xd9\xa1\xd9\xa2",
        b"=1+1",
        b"../../x",
        b"%s%n",
        b"\x1b$B!A\x1b(B",
    ),
    *(b"' OR 1=1 --", b"null", b"true", b"{x}", b"{*}", b"A" * 5000, b"\r\n", b"\n", b"\t", b" " * 40),
)


def place(rng: Random, data: bytes) -> int:
    """Anywhere in the bytes, their end included."""
    return rng.randint(0, len(data))


def flip(rng: Random, data: bytes, _: bytes) -> bytes:
    """Change a few bytes."""
    changed = bytearray(data)
    for _number in range(rng.choice((1, 1, 2, 8)) if data else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def insert(rng: Random, data: bytes, _: bytes) -> bytes:
    """Put something odd somewhere."""
    at = place(rng, data)
    return data[:at] + rng.choice(WORDS) + data[at:]


def delete(rng: Random, data: bytes, _: bytes) -> bytes:
    """Take a piece out."""
    at = place(rng, data)
    return data[:at] + data[at + rng.choice((1, 1, 3, 20, 500)) :]


def repeat(rng: Random, data: bytes, _: bytes) -> bytes:
    """Say a piece again, sometimes many times."""
    at, size = place(rng, data), rng.choice((1, 5, 50, 500))
    return data[:at] + data[at : at + size] * rng.choice((2, 3, 40)) + data[at + size :]


def truncate(rng: Random, data: bytes, _: bytes) -> bytes:
    """Cut the end or the beginning off."""
    at = place(rng, data)
    return data[:at] if rng.random() < 0.8 else data[at:]


def splice(rng: Random, data: bytes, other: bytes) -> bytes:
    """The beginning of one, the end of another."""
    return data[: place(rng, data)] + other[place(rng, other) :]


def append(_: Random, data: bytes, other: bytes) -> bytes:
    """One behind the other."""
    return data + other


def recode(rng: Random, data: bytes, _: bytes) -> bytes:
    """The same text in another encoding, with or without its mark."""
    text = data.decode("utf-8" if rng.random() < 0.5 else "latin-1", "replace")
    encoding = rng.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "latin-1", "cp037", "utf-7"))
    return text.encode(encoding, "replace")


def noise(rng: Random, data: bytes, _: bytes) -> bytes:
    """Random bytes in front, behind, or instead."""
    random = rng.randbytes(rng.choice((1, 10, 300)))
    return rng.choice((random + data, data + random, random))


def line_ends(rng: Random, data: bytes, _: bytes) -> bytes:
    """Other ends of lines, or a break each so many bytes."""
    if rng.random() < 0.5:
        return data.replace(b"\r", b"").replace(b"\n", rng.choice((b"", b"\r", b"\r\n", b"\n\n", b"\x85")))
    size = rng.choice((1, 7, 80))
    return b"\r\n".join(data[at : at + size] for at in range(0, min(len(data), 20_000), size))


BYTES: tuple[Mutation, ...] = (
    *(flip, insert, delete, repeat, truncate, splice, append, recode, noise, line_ends),
    *(flip, insert, delete, repeat),
)
