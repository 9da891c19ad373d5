"""The queue of deliveries: what is due, what waits, what was given up, and which destinations are left alone.

A delivery is in the queue while its latest event says when it is due; nothing else is kept of it. A destination is a
route to an agency.
"""

from typing import NamedTuple

from edi_engine.audit.search import ORDERED, Row, rows_of
from edi_engine.audit.store import Store

Destination = tuple[str, str]  # route, agency

_LATEST = "e.id = (SELECT max(id) FROM delivery_events WHERE delivery_id = e.delivery_id)"
_OPEN = (
    "NOT EXISTS (SELECT 1 FROM destinations AS o WHERE o.route = d.route AND o.agency = d.agency"
    " AND o.closed_until > ?1)"
)
_DUE = f"""
    SELECT e.delivery_id, i.exchange_id, d.route, d.agency FROM delivery_events AS e
    JOIN deliveries AS d ON d.id = e.delivery_id JOIN interchanges AS i ON i.id = d.interchange_id
    WHERE e.due_at <= ?1 AND {_LATEST} AND (?2 = '' OR d.route = ?2) AND {_OPEN} ORDER BY e.due_at, e.id
"""  # noqa: S608 - our own words
_STILL_DUE = f"{ORDERED} WHERE d.id = ?2 AND v.due_at <= ?1 AND {_OPEN}"
_NEXT = f"SELECT min(e.due_at) FROM delivery_events AS e WHERE e.due_at IS NOT NULL AND {_LATEST}"  # noqa: S608
_KEPT = f"""{ORDERED}
    WHERE (v.due_at IS NOT NULL OR v.state IN ('failed', 'timed out', 'unknown', 'dead'))
"""
_OF_EXCHANGE = f"{ORDERED} WHERE i.exchange_id = ?1 AND (?2 = '' OR d.route = ?2) ORDER BY d.id"
_OF_REFERENCE = f"{ORDERED} WHERE d.reference = ?1 ORDER BY d.id"
_OPEN_IN = (
    "SELECT id FROM delivery_states WHERE exchange_id = ?1 AND (state = 'intended' OR due_at IS NOT NULL) LIMIT 1"
)
_TROUBLED = "SELECT route, agency, failures, closed_until FROM destinations"
_SET = (
    "INSERT INTO destinations VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (route, agency) DO UPDATE SET failures = ?3, closed_until = ?4"
)


class Trouble(NamedTuple):
    """A destination whose last deliveries failed: so many, and until when it is left alone (empty: it is not)."""

    failures: int
    closed_until: str


class Due(NamedTuple):
    """A delivery that is due."""

    delivery: int
    exchange: str
    route: str
    agency: str


def due(store: Store, now: str, route: str = "") -> list[Due]:
    """Deliveries that are due, the longest first; those of destinations left alone are not."""
    with store.connection.errors():
        return [Due(*row) for row in store.connection.execute(_DUE, (now, route))]


def still_due(store: Store, now: str, deliveries: list[int]) -> list[Row]:
    """Of some deliveries those that are due even now, with what it takes to make them."""
    return [row for delivery in deliveries for row in rows_of(store, _STILL_DUE, now, delivery)]


def next_due(store: Store) -> str:
    """When the next delivery is due; empty if none waits."""
    with store.connection.errors():
        return store.connection.execute(_NEXT).fetchone()[0] or ""


def kept(store: Store) -> list[Row]:
    """Deliveries that wait, the next one first, and those that were given up."""
    return sorted(rows_of(store, _KEPT), key=lambda row: (row["due_at"] is None, row["due_at"] or "", row["id"]))


def of_exchange(store: Store, exchange: str, route: str = "") -> list[Row]:
    """The deliveries and answers of an exchange, all or those of a route."""
    return rows_of(store, _OF_EXCHANGE, exchange, route)


def of_reference(store: Store, reference: str) -> list[Row]:
    """The deliveries with a control reference: one, and the answers that repeat it."""
    return rows_of(store, _OF_REFERENCE, reference)


def has_open(store: Store, exchange: str) -> bool:
    """Whether a delivery of an exchange has no outcome yet, or is to be tried again."""
    return bool(rows_of(store, _OPEN_IN, exchange))


def troubled(store: Store) -> dict[Destination, Trouble]:
    """The destinations whose last deliveries failed."""
    with store.connection.errors():
        found = store.connection.execute(_TROUBLED).fetchall()
    return {(row[0], row[1]): Trouble(row[2], row[3]) for row in found}


def note_trouble(store: Store, destination: Destination, trouble: Trouble) -> None:
    """Keep that a destination fails; within a stage."""
    store.connection.execute(_SET, (*destination, *trouble))


def note_recovery(store: Store, destination: Destination) -> None:
    """Keep that a destination took a delivery; within a stage."""
    store.connection.execute("DELETE FROM destinations WHERE route = ? AND agency = ?", destination)
