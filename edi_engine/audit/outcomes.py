"""What became of an exchange, message by message, in the words in which two recordings of it can be compared."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from edi_engine.audit.store import Store


class Sent(NamedTuple):
    """One delivery: to whom, its state, the hash of its bytes where they are known, and the code of what went wrong."""

    agency: str
    state: str
    sha256: str | None
    mapping: str
    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A message, or with number 0 the interchange itself, whose deliveries are answers.

    Attributes:
        row: of the message in its store.
        state: what was decided of an interchange; of a message, accepted or rejected.
        routes: for each whether it took the message.
        findings: how often each was found: route it was found on (empty for none), severity, code.
        texts: of each of these what it says and where, of several the one that sorts first.
        sent: by route, and part of the document where that went out in parts.
    """

    interchange: int
    number: int
    row: int
    state: str
    mapping: str = ""
    kind: str = ""
    routes: dict[str, bool] = field(default_factory=dict)
    findings: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    texts: dict[tuple[str, str, str], str] = field(default_factory=dict)
    sent: dict[str, Sent] = field(default_factory=dict)

    def found(self, key: tuple[str, str, str], times: int, text: str) -> None:
        """Count a finding."""
        self.findings[key] += times
        self.texts[key] = min(text, self.texts.get(key, text))


_INTERCHANGES = (
    "SELECT i.id, i.number, coalesce(v.state, '') FROM interchanges AS i"
    " LEFT JOIN events AS v ON v.interchange_id = i.id AND v.stage = 'decided' WHERE i.exchange_id = ?"
    " ORDER BY i.number"
)
_MESSAGES = (
    "SELECT id, number, accepted, coalesce(mapping, ''), coalesce(document_kind, '') FROM messages"
    " WHERE interchange_id = ? ORDER BY number"
)
_OF = {0: "interchange_id = ? AND message_id IS NULL", 1: "message_id = ?"}
_TOLD = "severity, code, count(*), min(what || CASE position WHEN '' THEN '' ELSE ' (' || position || ')' END)"
_FINDINGS = f"SELECT '', {_TOLD} FROM findings WHERE {{of}} AND delivery_id IS NULL GROUP BY severity, code"  # noqa: S608
_DELIVERIES = (
    "SELECT id, route || coalesce(' ' || part, ''), agency, state, coalesce(payload_sha256, planned_sha256), mapping,"
    " error FROM delivery_states WHERE {of} ORDER BY id"
)
_ON_DELIVERY = f"SELECT {_TOLD} FROM findings WHERE delivery_id = ? GROUP BY severity, code"  # noqa: S608


def outcomes(store: Store, exchange: str) -> Iterator[Outcome]:
    """Of each interchange in order: itself, then its messages in order."""
    for row, number, state in store.connection.execute(_INTERCHANGES, (exchange,)).fetchall():
        yield _outcome(store, Outcome(interchange=number, number=0, row=row, state=state))
        for message, ordinal, accepted, mapping, kind in store.connection.execute(_MESSAGES, (row,)).fetchall():
            said = "accepted" if accepted else "rejected"
            facts = Outcome(interchange=number, number=ordinal, row=message, state=said, mapping=mapping, kind=kind)
            yield _outcome(store, facts)


def _outcome(store: Store, found: Outcome) -> Outcome:
    """With what hangs on its row."""
    execute, of = store.connection.execute, _OF[min(found.number, 1)]
    if found.number:
        decided = execute("SELECT route, matched FROM decisions WHERE message_id = ?", (found.row,))
        found.routes.update((route, bool(matched)) for route, matched in decided)
    for route, severity, code, times, text in execute(_FINDINGS.format(of=of), (found.row,)):
        found.found((route, severity, code), times, text)
    for delivery, route, agency, state, sha256, mapping, error in execute(
        _DELIVERIES.format(of=of), (found.row,)
    ).fetchall():
        found.sent[route] = Sent(agency, state, sha256, mapping, error.partition(" ")[0])
        for severity, code, times, text in execute(_ON_DELIVERY, (delivery,)):
            found.found((route, severity, code), times, text)
    return found
