"""Whether an interchange was accepted before: known by its reference, or by its bytes where it has none."""

from typing import NamedTuple

from edi_engine.audit.connection import Connection
from edi_engine.interchange import Interchange

_SAME_REFERENCE = (
    "SELECT i.exchange_id, e.payload_sha256 = (SELECT payload_sha256 FROM exchanges WHERE id = ?1)"
    " AND i.number = ?2 AS again FROM interchanges AS i JOIN exchanges AS e ON e.id = i.exchange_id"
    " JOIN events AS v ON v.interchange_id = i.id AND v.stage = 'decided' AND v.state NOT IN ('rejected', 'undecided')"
    " WHERE i.reference = ?3 AND i.sender = ?4 AND i.recipient = ?5 AND i.sender_qualifier = ?6"
    " AND i.recipient_qualifier = ?7 AND NOT (i.exchange_id = ?1 AND i.number = ?2)"
    " ORDER BY again DESC LIMIT 1"
)
_SAME_BYTES = (
    "SELECT i.exchange_id, 1 FROM exchanges AS e JOIN interchanges AS i ON i.exchange_id = e.id"
    " JOIN events AS v ON v.interchange_id = i.id AND v.stage = 'decided' AND v.state NOT IN ('rejected', 'undecided')"
    " WHERE e.payload_sha256 = (SELECT payload_sha256 FROM exchanges WHERE id = ?1) AND i.number = ?2"
    " AND i.reference = '' AND i.exchange_id <> ?1 LIMIT 1"
)


class Earlier(NamedTuple):
    """An exchange that accepted an interchange already; `again`: its payload had the same bytes."""

    exchange: str
    again: bool


def earlier(connection: Connection, exchange: str, interchange: Interchange) -> Earlier | None:
    """The exchange that accepted an interchange already, of several one that received the same bytes; see `Store`."""
    facts = interchange.envelope
    if not facts.reference:
        row = connection.execute(_SAME_BYTES, (exchange, interchange.number)).fetchone()
    else:
        key = (facts.reference, facts.sender, facts.recipient, facts.sender_qualifier, facts.recipient_qualifier)
        row = connection.execute(_SAME_REFERENCE, (exchange, interchange.number, *key)).fetchone()
    return Earlier(str(row[0]), bool(row[1])) if row else None
