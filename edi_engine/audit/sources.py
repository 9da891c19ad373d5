"""What decisions depend on, kept by content hash: mappings, routes, rules, code lists, directories.

A list names all of it, a line each: SHA-256, kind, name. It is a source itself, and an event of an exchange names it by
its hash; so each text is kept once, and each list once, however many exchanges follow it.
"""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from edi_engine.audit.connection import Connection
from edi_engine.audit.payloads import read_payload

LIST = "list"


class Source(NamedTuple):
    """One text: the hash of its bytes, what it is (`mapping`, `routes`, …), its name, and the bytes."""

    sha256: str
    kind: str
    name: str
    data: bytes

    @classmethod
    def of(cls, kind: str, name: str, text: str) -> "Source":
        """A source from its text."""
        data = text.encode()
        return cls(hashlib.sha256(data).hexdigest(), kind, name, data)


class Sources(NamedTuple):
    """All sources an engine has read, and the list that names them."""

    every: tuple[Source, ...]
    listed: Source

    @classmethod
    def of(cls, every: Iterable[Source]) -> "Sources":
        """List sources, in the order of kind and name."""
        ordered = tuple(sorted(every, key=lambda source: (source.kind, source.name)))
        lines = (f"{source.sha256} {source.kind} {source.name}\n" for source in ordered)
        return cls(ordered, Source.of(LIST, "", "".join(lines)))


def read_sources(connection: Connection, listed: str) -> Sources:
    """All sources that a list names, by the hash of the list."""
    text = b"".join(read_payload(connection, listed))
    every = []
    for line in text.decode().splitlines():
        sha256, kind, name = line.split(" ", 2)
        every.append(Source(sha256, kind, name, b"".join(read_payload(connection, sha256))))
    return Sources(tuple(every), Source(listed, LIST, "", text))


def list_of(connection: Connection, exchange: str) -> str | None:
    """The list of what an exchange followed; None of one that was recorded before there were lists.

    What was taken up after a crash was decided by the engine that crashed, so the list of its decision counts.
    """
    query = (
        "SELECT sources_sha256 FROM events WHERE exchange_id = ? AND sources_sha256 IS NOT NULL"
        " ORDER BY CASE WHEN stage = 'closed' AND state <> 'resumed' THEN 0 ELSE 1 END, id DESC LIMIT 1"
    )
    row = connection.execute(query, (exchange,)).fetchone()
    return str(row[0]) if row else None


def list_with(connection: Connection, mapping: str, version: str) -> str | None:
    """The latest list under which a mapping had a version, or one that begins so, when it read or wrote."""
    query = (
        "SELECT v.sources_sha256 FROM events AS v JOIN interchanges AS i ON i.exchange_id = v.exchange_id"
        " LEFT JOIN messages AS m ON m.interchange_id = i.id LEFT JOIN deliveries AS d ON d.interchange_id = i.id"
        " WHERE v.sources_sha256 IS NOT NULL AND ((m.mapping = ?1 AND substr(m.mapping_version, 1, ?3) = ?2)"
        " OR (d.mapping = ?1 AND substr(d.mapping_version, 1, ?3) = ?2)) ORDER BY v.id DESC LIMIT 1"
    )
    row = connection.execute(query, (mapping, version, len(version))).fetchone()
    return str(row[0]) if row else None
