"""Which records belong to an exchange: by table, the keys of its records; and the exchange a record belongs to."""

from edi_engine.audit.connection import Connection
from edi_engine.audit.entries import TABLES

_OF_INTERCHANGE = "interchange_id IN (SELECT id FROM interchanges WHERE exchange_id = ?1)"
_OF_MESSAGE = f"message_id IN (SELECT id FROM messages WHERE {_OF_INTERCHANGE})"  # noqa: S608 - our own words
_OF_DELIVERY = f"delivery_id IN (SELECT id FROM deliveries WHERE {_OF_INTERCHANGE})"  # noqa: S608
_PAYLOADS = (
    "SELECT payload_sha256 FROM exchanges WHERE id = ?1"  # noqa: S608
    f" UNION SELECT planned_sha256 FROM deliveries WHERE planned_sha256 IS NOT NULL AND {_OF_INTERCHANGE}"
    f" UNION SELECT payload_sha256 FROM delivery_events WHERE payload_sha256 IS NOT NULL AND {_OF_DELIVERY}"
)
# What refers to others comes before them, so that records can be erased in this order.
WHERE = {
    "findings": "exchange_id = ?1",
    "acknowledgements": _OF_MESSAGE,
    "delivery_events": _OF_DELIVERY,
    "deliveries": _OF_INTERCHANGE,
    "decisions": _OF_MESSAGE,
    "business_keys": _OF_MESSAGE,
    "events": "exchange_id = ?1",
    "messages": _OF_INTERCHANGE,
    "interchanges": "exchange_id = ?1",
    "continuations": "exchange_id = ?1",
    "exchanges": "id = ?1",
    "erasures": "exchange_id = ?1",
}
_CHAIN = """
    WITH RECURSIVE chain (id) AS (
        SELECT id FROM exchanges WHERE id = ?1
        UNION SELECT CASE WHEN c.continues = chain.id THEN c.exchange_id ELSE c.continues END
        FROM continuations AS c JOIN chain ON chain.id IN (c.exchange_id, c.continues)
    )
    SELECT chain.id FROM chain JOIN exchanges AS e ON e.id = chain.id ORDER BY chain.id
"""
_OPEN = (
    "SELECT 1 FROM exchange_states WHERE id = ?1 AND stage <> 'closed'"
    " UNION ALL SELECT 1 FROM delivery_states"
    " WHERE exchange_id = ?1 AND (state = 'intended' OR due_at IS NOT NULL) LIMIT 1"
)
_HOLDERS = """
    SELECT id AS exchange FROM exchanges WHERE payload_sha256 = ?1
    UNION SELECT exchange_id FROM interchanges WHERE id IN (
        SELECT interchange_id FROM deliveries WHERE planned_sha256 = ?1
        OR id IN (SELECT delivery_id FROM delivery_events WHERE payload_sha256 = ?1)
    )
    ORDER BY exchange
"""
_EXCHANGE_OF = {
    "interchange_id": "SELECT exchange_id FROM interchanges WHERE id = ?",
    "message_id": (
        "SELECT exchange_id FROM interchanges JOIN messages ON interchanges.id = messages.interchange_id"
        " WHERE messages.id = ?"
    ),
    "delivery_id": (
        "SELECT exchange_id FROM interchanges JOIN deliveries ON interchanges.id = deliveries.interchange_id"
        " WHERE deliveries.id = ?"
    ),
}


def payloads_of(connection: Connection, exchange: str) -> list[str]:
    """The hashes of all bytes an exchange received, planned and sent."""
    return [str(row[0]) for row in connection.execute(_PAYLOADS, (exchange,))]


def chain_of(connection: Connection, exchange: str) -> list[str]:
    """An exchange with those it continues and that continue it, in their order: they received the same bytes."""
    return [str(row[0]) for row in connection.execute(_CHAIN, (exchange,))]


def is_open(connection: Connection, exchange: str) -> bool:
    """Whether something of it is still to be decided, sent or sent again."""
    return connection.execute(_OPEN, (exchange,)).fetchone() is not None


def holders_of(connection: Connection, sha256: str) -> list[str]:
    """The exchanges that received, planned or sent a payload."""
    return [str(row[0]) for row in connection.execute(_HOLDERS, (sha256,))]


def entries_of(connection: Connection, exchange: str) -> list[int]:
    """The numbers of the entries of all its records, and of its payloads."""
    found: set[int] = set()
    for table in WHERE:
        found |= entries_in(connection, table, exchange)
    for sha256 in payloads_of(connection, exchange):
        found |= payload_entries(connection, sha256)
    return sorted(found)


def entries_in(connection: Connection, table: str, exchange: str) -> set[int]:
    """The numbers of the entries of its records in one table."""
    keys = f"SELECT CAST({TABLES[table].key} AS TEXT) FROM {table} WHERE {WHERE[table]}"  # noqa: S608 - our own words
    query = f"SELECT number FROM entries WHERE record = ?2 AND key IN ({keys})"  # noqa: S608
    return {row[0] for row in connection.execute(query, (exchange, table))}


def payload_entries(connection: Connection, sha256: str) -> set[int]:
    """The numbers of the entries of a payload."""
    query = "SELECT number FROM entries WHERE record = 'payloads' AND key = ?"
    return {row[0] for row in connection.execute(query, (sha256,))}


def exchange_of(connection: Connection, columns: tuple[str, ...], row: tuple[object, ...]) -> str:
    """The exchange a row belongs to; empty for what several share, or where what it refers to is gone."""
    values = dict(zip(columns, row, strict=True))
    if exchange := values.get("exchange_id"):
        return str(exchange)
    for column, query in _EXCHANGE_OF.items():
        if values.get(column) is not None and (found := connection.execute(query, (values[column],)).fetchone()):
            return str(found[0])
    return ""
