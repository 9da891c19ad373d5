"""What an exchange was given from outside when it was recorded: times, references, what was on record before."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from edi_engine.audit.store import Answered, Store

DUPLICATE = "ENG-005"  # what says that an interchange was accepted before


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What an exchange was given when it was recorded.

    Attributes:
        exchange: its id.
        received_at: its time; `moments` are those of its interchanges, by number.
        references: control references by the names of the files sent under them.
        duplicates: the numbers of the interchanges that were refused as accepted before.
        repeated: the answers that were sent again, by interchange.
    """

    exchange: str
    received_at: str
    moments: Mapping[int, str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)
    duplicates: frozenset[int] = frozenset()
    repeated: Mapping[int, Answered] = field(default_factory=dict)


_EXCHANGE = "SELECT received_at FROM exchanges WHERE id = ?"
_DECIDED = (
    "SELECT i.number, coalesce((SELECT min(d.intended_at) FROM deliveries AS d WHERE d.interchange_id = i.id), v.at)"
    " FROM interchanges AS i JOIN events AS v ON v.interchange_id = i.id AND v.stage = 'decided'"
    " WHERE i.exchange_id = ?"
)
_REFERENCES = (
    "SELECT i.number, coalesce(m.number, 0), d.route, coalesce(d.part, ''), d.reference FROM deliveries AS d"
    " JOIN interchanges AS i ON i.id = d.interchange_id LEFT JOIN messages AS m ON m.id = d.message_id"
    " WHERE i.exchange_id = ?"
)
_DUPLICATES = (
    "SELECT i.number FROM findings AS f JOIN interchanges AS i ON i.id = f.interchange_id"
    " WHERE f.exchange_id = ? AND f.code = ? AND f.message_id IS NULL"
)
_REPEATED = (
    "SELECT i.number, d.mapping, d.mapping_version, d.reference, d.repeats, d.planned_sha256 FROM deliveries AS d"
    " JOIN interchanges AS i ON i.id = d.interchange_id WHERE i.exchange_id = ? AND d.repeats IS NOT NULL"
)


def given(store: Store, exchange: str, file_name: Callable[[str, int, int, str, str], str]) -> Given:
    """What an exchange was given; `file_name` names what was sent: exchange, interchange, message, route and part."""
    execute = store.connection.execute
    return Given(
        exchange=exchange,
        received_at=execute(_EXCHANGE, (exchange,)).fetchone()[0],
        moments=dict(execute(_DECIDED, (exchange,)).fetchall()),
        references={
            file_name(exchange, interchange, message, route, part): reference
            for interchange, message, route, part, reference in execute(_REFERENCES, (exchange,))
        },
        duplicates=frozenset(row[0] for row in execute(_DUPLICATES, (exchange, DUPLICATE))),
        repeated={
            number: Answered(mapping, version, reference, repeats, sha256, "done")
            for number, mapping, version, reference, repeats, sha256 in execute(_REPEATED, (exchange,))
        },
    )
