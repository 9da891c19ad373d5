"""Where each value stands in the text of a JSON document: for those who ask for a place, not for reading."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[-+0-9.eE]+|true|false|null|[\[\]{},:]')


class Scalar(NamedTuple):
    """A string, number, true, false or null: its JSON pointer and its bytes in the document, quotes included."""

    pointer: str
    start: int
    end: int


def scalars(data: bytes) -> Iterator[Scalar]:
    """The scalars of a document that is JSON, in the order of its text; of other bytes, what looks like them."""
    levels: list[int | str] = []  # the index in each array around, the key in each object
    key = False  # whether a string would be a key
    for match in _TOKEN.finditer(data):
        token = match[0]
        if token in (b"{", b"["):
            levels.append("" if token == b"{" else 0)
            key = token == b"{"
        elif token in (b"}", b"]"):
            del levels[-1:]
        elif token == b"," and levels:
            last = levels[-1]
            key = isinstance(last, str)
            levels[-1] = "" if isinstance(last, str) else last + 1
        elif token == b":":
            key = False
        elif key and levels:
            levels[-1] = token_text(token)
        elif token != b",":
            yield Scalar("".join(f"/{_escaped(level)}" for level in levels), *match.span())


def token_text(token: bytes) -> str:
    """What a scalar says: a string without quotes and escapes, anything else as written."""
    try:
        return msgspec.json.decode(token, type=str)
    except msgspec.DecodeError:
        return token.decode("utf-8", "replace")


def _escaped(level: int | str) -> str:
    return str(level).replace("~", "~0").replace("/", "~1")
