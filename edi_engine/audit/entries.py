"""Every logical record of the store as an entry of its log: what is committed to, and in which order.

A record is a row, or the rows one message has in a table, as the text `{"record": table, "rows": [{column: value}]}`
(UTF-8, no spaces, columns in the order of the table, absent where NULL). Its entry holds a commitment, SHA-256 over a
random salt of 16 bytes, the entry's number in 8 bytes, big-endian, and that text. The leaf of the tree is the
commitment: it says nothing about a record whose salt is erased.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

SALT_BYTES = 16
Value = str | int | None
Values = Sequence[Value]


class Table(NamedTuple):
    """A table of records: its columns in order, the one that tells its records apart, and whether that is a text."""

    columns: tuple[str, ...]
    key: str = "id"
    text: bool = False


# In the order in which rows may refer to each other.
TABLES = {
    "migrations": Table(("number", "name", "applied_at"), "number"),
    "payloads": Table(("sha256", "size", "created_at"), "sha256", text=True),
    "sources": Table(("id", "sha256", "kind", "name")),
    "exchanges": Table(("id", "received_at", "source", "payload_sha256", "size", "engine_version"), text=True),
    "continuations": Table(("exchange_id", "continues"), "exchange_id", text=True),
    "interchanges": Table(
        (
            *("id", "exchange_id", "number", "syntax", "sender", "sender_qualifier", "recipient"),
            *("recipient_qualifier", "reference", "prepared", "test"),
        )
    ),
    "messages": Table(
        (
            *("id", "interchange_id", "number", "type", "directory", "association", "reference", "accepted"),
            *("mapping", "mapping_version", "document_kind", "document"),
        )
    ),
    "events": Table(("id", "exchange_id", "interchange_id", "at", "stage", "state", "note", "sources_sha256")),
    "business_keys": Table(("id", "message_id", "kind", "value"), "message_id"),
    "decisions": Table(("id", "message_id", "route", "matched", "reason"), "message_id"),
    "deliveries": Table(
        (
            *("id", "interchange_id", "message_id", "route", "agency", "mapping", "mapping_version", "transport"),
            *("reference", "intended_at", "planned_sha256", "repeats", "part", "awaits"),
        )
    ),
    "delivery_events": Table(("id", "delivery_id", "at", "state", "payload_sha256", "place", "error", "due_at")),
    "acknowledgements": Table(("id", "message_id", "delivery_id", "reference", "state", "answer", "code")),
    "findings": Table(
        (
            *("id", "exchange_id", "interchange_id", "message_id", "delivery_id", "code", "severity", "what"),
            *("position", "why", "fix", "error"),
        )
    ),
    "erasures": Table(("id", "exchange_id", "at", "reason", "entries")),
}


class Entry(NamedTuple):
    """A row of `entries`."""

    number: int
    record: str
    key: str
    salt: bytes | None
    commitment: bytes


class _Record(msgspec.Struct, gc=False):
    record: str
    rows: list[Any]


# A row with its columns by name; what is NULL is left out.
_ROWS = {
    name: msgspec.defstruct("Row", [(column, Any, None) for column in table.columns], omit_defaults=True, gc=False)
    for name, table in TABLES.items()
}


def _plain(value: object) -> str:
    """A text of a class of its own, as parsers give them."""
    if isinstance(value, str):
        return str(value)
    raise NotImplementedError


_encode = msgspec.json.Encoder(enc_hook=_plain).encode


def record_text(table: str, rows: Sequence[Values]) -> bytes:
    """A record as the text that is committed to, in UTF-8; the values of a row in the order of the columns."""
    row = _ROWS[table]
    return _encode(_Record(table, [row(*values) for values in rows]))


def commitment(salt: bytes, number: int, text: bytes) -> bytes:
    """What an entry holds of its record (32 bytes)."""
    return hashlib.sha256(salt + number.to_bytes(8, "big") + text).digest()


def numbered(first: int, records: Sequence[tuple[str, Value, Sequence[Values]]]) -> Iterator[Entry]:
    """The entries of records (table, key, rows) from a number on, each with a salt of its own."""
    salts = os.urandom(SALT_BYTES * len(records))
    for at, (table, key, rows) in enumerate(records):
        salt, number = salts[SALT_BYTES * at : SALT_BYTES * (at + 1)], first + at
        yield Entry(number, table, str(key), salt, commitment(salt, number, record_text(table, rows)))


def numbers_text(numbers: Sequence[int]) -> str:
    """Ascending numbers as `3-17,40`."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and parts[-1][1] == number - 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def numbers_of(text: str) -> Iterator[range]:
    """The numbers of such a text, as ranges; raises ValueError if it is none."""
    for part in filter(None, text.split(",")):
        first, _, last = part.partition("-")
        yield range(int(first), int(last or first) + 1)
