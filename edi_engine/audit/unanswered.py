"""Deliveries that were made and not answered, and whether that was said already."""

from collections.abc import Sequence

from edi_engine.audit.search import Row, rows_of
from edi_engine.audit.store import Store

_SENT_AT = "SELECT max(at) AS at FROM delivery_events WHERE delivery_id = ? AND state = 'done'"
_UNANSWERED = """
    SELECT d.id, d.route, d.agency, d.reference, d.at AS sent_at, d.exchange_id AS exchange
    FROM delivery_states AS d
    WHERE d.route = ? AND d.message_id IS NOT NULL AND d.state = 'done' AND d.at < ?
      AND NOT EXISTS (SELECT 1 FROM acknowledgements AS a WHERE a.delivery_id = d.id AND a.state IN ({states}))
    ORDER BY d.id DESC
"""
_SAID = "SELECT 1 AS said FROM findings WHERE exchange_id = ? AND delivery_id = ? AND code = ?"


def unanswered(store: Store, route: str, before: str, states: Sequence[str]) -> list[Row]:
    """Deliveries over a route that were made before a time and have no answer of some states, the newest first.

    Returns:
        A row for each: id, route, agency, reference, sent_at, exchange.
    """
    query = _UNANSWERED.format(states=", ".join("?" * len(states)))
    return rows_of(store, query, route, before, *states)


def sent_at(store: Store, delivery: int) -> str:
    """When a delivery was made, the last time; empty if it was not."""
    return rows_of(store, _SENT_AT, delivery)[0]["at"] or ""


def was_said(store: Store, row: Row, code: str) -> bool:
    """Whether a finding of a code is on record with such a delivery."""
    return bool(rows_of(store, _SAID, row["exchange"], row["id"], code))
