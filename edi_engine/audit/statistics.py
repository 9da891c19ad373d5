"""What the record counts: exchanges, messages, deliveries, findings, bytes, and how long the way took; in groups.

Each kind of thing is counted once in a group however many rows lead to it: an exchange with three messages of a sender
is one exchange of that sender. Findings of a delivery belong to its message and interchange too.
"""

import datetime
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import NamedTuple

from edi_engine.audit.connection import Connection
from edi_engine.audit.period import ALWAYS, WHERE, Period
from edi_engine.audit.store import Store

# What groups are made by: an expression, and the table it is of.
DIMENSIONS = {
    "": ("''", "e"),
    "sender": ("i.sender", "i"),
    "type": ("m.type", "m"),
    "route": ("d.route", "d"),
    "agency": ("d.agency", "d"),
    "state": ("e.state", "e"),
    "day": ("substr(e.received_at, 1, 10)", "e"),
    "code": ("f.code", "f"),
}
_FINDINGS = """
    (SELECT f.id, f.exchange_id, f.code, f.severity, coalesce(f.interchange_id, o.interchange_id) AS interchange,
            coalesce(f.message_id, o.message_id) AS message, f.delivery_id
     FROM findings AS f LEFT JOIN deliveries AS o ON o.id = f.delivery_id)
"""
_I = "JOIN interchanges AS i ON i.exchange_id = e.id"
_M = "JOIN messages AS m ON m.interchange_id = i.id"
_D = "JOIN delivery_states AS d ON d.interchange_id = i.id"
_F = f"JOIN {_FINDINGS} AS f ON f.exchange_id = e.id"
_DECIDED = "JOIN events AS v ON v.interchange_id = i.id AND v.stage = 'decided'"
# Of each kind of thing: how it is reached from its exchange, and from there the tables that a group may be made by.
_JOINS = {
    "exchanges": ("", {"i": _I, "m": f"{_I} {_M}", "d": f"{_I} {_D}", "f": _F}),
    "interchanges": (f"{_I} {_DECIDED}", {"i": "", "m": _M, "d": _D, "f": f"{_F} AND f.interchange = i.id"}),
    "messages": (
        f"{_I} {_M}",
        {"i": "", "m": "", "d": f"{_D} AND d.message_id = m.id", "f": f"{_F} AND f.message = m.id"},
    ),
    "deliveries": (
        f"{_I} {_D} LEFT {_DECIDED} LEFT JOIN payloads AS p ON p.sha256 = d.payload_sha256",
        {"i": "", "m": f"{_M} AND m.id = d.message_id", "d": "", "f": f"{_F} AND f.delivery_id = d.id"},
    ),
    "findings": (
        _F,
        {
            "i": f"{_I} AND i.id = f.interchange",
            "m": f"{_I} {_M} AND m.id = f.message",
            "d": f"{_I} {_D} AND d.id = f.delivery_id",
            "f": "",
        },
    ),
}
# What is counted of it: its id, the state it is counted under, and its size in bytes.
_COUNTED = {
    "exchanges": "e.id, e.state AS what, e.size AS size",
    "messages": "m.id, CASE m.accepted WHEN 0 THEN 'rejected' ELSE 'accepted' END AS what, 0 AS size",
    "deliveries": "d.id, d.state AS what, coalesce(p.size, 0) AS size",
    "findings": "f.id, f.severity || ' ' || f.code AS what, 0 AS size",
}


class Spread(NamedTuple):
    """How long something took, in seconds: the middle, what 90 % stay within, the worst."""

    timed: int
    median: float
    ninety: float
    worst: float


@dataclass(slots=True)
class Figures:
    """What is counted of one group.

    Attributes:
        exchanges, deliveries: how many, by state.
        messages: by `accepted` and `rejected`.
        findings: by code; `severities` by severity.
        bytes_received, bytes_sent: before compression.
        decided, delivered, whole: received to decided, decided to delivered, received to delivered.
    """

    exchanges: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    deliveries: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    bytes_received: int = 0
    bytes_sent: int = 0
    decided: Spread | None = None
    delivered: Spread | None = None
    whole: Spread | None = None


def statistics(store: Store, period: Period = ALWAYS, by: str = "") -> dict[str, Figures]:
    """The figures of what was received in a period, by group; all in the group "" where `by` is empty.

    Args:
        store, period: what is counted.
        by: one of DIMENSIONS.
    """
    groups: dict[str, Figures] = defaultdict(Figures)
    with store.connection.errors():
        _count(store.connection, groups, period, by)
        _time(store.connection, groups, period, by)
    return dict(groups)


def _query(kind: str, by: str, columns: str) -> str:
    """Rows of everything of a kind in a period, each thing once a group: the group as `key`, and columns."""
    key, table = DIMENSIONS[by]
    start, joins = _JOINS[kind]
    more = joins.get(table, "")
    once = "DISTINCT" if more else ""
    return f"SELECT {once} {key} AS key, {columns} FROM exchange_states AS e {start} {more} WHERE {WHERE}"  # noqa: S608


def _count(connection: Connection, groups: dict[str, Figures], period: Period, by: str) -> None:
    for kind, columns in _COUNTED.items():
        query = f"SELECT key, what, count(*), sum(size) FROM ({_query(kind, by, columns)}) AS c GROUP BY key, what"  # noqa: S608
        for key, what, count, size in connection.execute(query, period):
            figures = groups[key]
            getattr(figures, kind)[what] += int(count)
            if kind == "exchanges":
                figures.bytes_received += int(size)
            elif kind == "deliveries":
                figures.bytes_sent += int(size)
    for figures in groups.values():
        weighed, figures.findings = figures.findings, Counter()
        for what, count in weighed.items():
            severity, _, code = what.partition(" ")
            figures.findings[code] += count
            figures.severities[severity] += count


def _time(connection: Connection, groups: dict[str, Figures], period: Period, by: str) -> None:
    taken: dict[tuple[str, str], array[float]] = defaultdict(lambda: array("d"))
    query = _query("interchanges", by, "v.id, e.received_at, v.at")
    for key, _, received, decided in connection.execute(query, period):
        taken[key, "decided"].append(_seconds(received, decided))
    query = _query("deliveries", by, "d.id, e.received_at, v.at, d.at") + " AND d.state = 'done'"
    for key, _, received, decided, delivered in connection.execute(query, period):
        taken[key, "whole"].append(_seconds(received, delivered))
        if decided:
            taken[key, "delivered"].append(_seconds(decided, delivered))
    for (key, name), seconds in taken.items():
        setattr(groups[key], name, spread(seconds))


def _seconds(start: str, end: str) -> float:
    return (datetime.datetime.fromisoformat(end) - datetime.datetime.fromisoformat(start)).total_seconds()


def spread(seconds: Sequence[float]) -> Spread:
    """Median, 90 % and worst by nearest rank; raises ValueError of nothing."""
    if not seconds:
        raise ValueError("nothing was timed")
    ordered = sorted(seconds)
    median, ninety = (ordered[ceil(share * len(ordered)) - 1] for share in (0.5, 0.9))
    return Spread(len(ordered), median, ninety, ordered[-1])
