"""Answers that came before what ties them to a delivery: those that are still to be taken up."""

from edi_engine.audit.search import NUMBERS, rows_of
from edi_engine.audit.store import Store

# An answer to nothing (a) that names a number (k) which another answer (b) gave to a delivery, and no answer that says
# the same is one to that delivery; it was not taken up, and is not itself one that was.
_LEFT = f"""
    SELECT DISTINCT e.id FROM acknowledgements AS a
    JOIN messages AS m ON m.id = a.message_id JOIN interchanges AS i ON i.id = m.interchange_id
    JOIN exchange_states AS e ON e.id = i.exchange_id AND e.stage = 'closed'
    JOIN business_keys AS k ON k.message_id = m.id AND k.kind IN ({", ".join(f"'{kind}'" for kind in NUMBERS)})
    JOIN business_keys AS o ON o.value = k.value AND o.kind IN ({", ".join(f"'{kind}'" for kind in NUMBERS)})
    JOIN acknowledgements AS b ON b.message_id = o.message_id AND b.delivery_id IS NOT NULL
    WHERE a.delivery_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM acknowledgements AS c JOIN messages AS n ON n.id = c.message_id
                      WHERE c.delivery_id = b.delivery_id AND n.document = m.document)
      AND NOT EXISTS (SELECT 1 FROM exchanges AS t JOIN events AS v ON v.exchange_id = t.id AND v.stage = 'received'
                      WHERE t.payload_sha256 = e.payload_sha256 AND t.id >= e.id AND v.note LIKE ?)
    ORDER BY e.id
"""  # noqa: S608 - our own words


def left_early(store: Store, note: str) -> list[str]:
    """Exchanges with answers that are to be taken up, and were not when that became known.

    Args:
        store: the record.
        note: what is noted of an exchange in which one was taken up.
    """
    return [str(row["id"]) for row in rows_of(store, _LEFT, f"%{note}%")]
