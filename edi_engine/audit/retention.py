"""How long exchanges are kept: `retention.yaml` of the workspace, the first rule that fits an exchange decides.

keep:
  - days: 90              # from receipt
    states: [rejected]    # of the exchange; all if not said
  - days: 3650
    senders: [4012345000009]
    types: [CUSDEC]       # of one of its messages

What no rule fits is kept.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from edi_engine.audit.exchange_records import chain_of, is_open
from edi_engine.audit.store import Store
from edi_engine.configuration import Rows, Table, Text, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity

MAX_DAYS = 40_000
STATES = ("accepted", "partly", "rejected", "undecided", "abandoned", "resumed", "quarantined")  # of what is finished
_LISTS = ("states", "senders", "types")
_CLOSED = """
    SELECT e.id, e.received_at, e.state FROM exchange_states AS e
    WHERE e.stage = 'closed' AND NOT EXISTS (SELECT 1 FROM continuations WHERE continues = e.id) ORDER BY e.id
"""
_SENDERS = "SELECT DISTINCT sender FROM interchanges WHERE exchange_id = ?"
_TYPES = (
    "SELECT DISTINCT m.type FROM messages AS m JOIN interchanges AS i ON i.id = m.interchange_id"
    " WHERE i.exchange_id = ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: the days to keep what it fits; an empty set fits everything."""

    days: int
    states: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()


def read_retention(text: str, name: str) -> list[Rule]:
    """Read and check `retention.yaml`.

    Raises:
        ConfigurationError: `AUD-012`, with line and column, for every fault.
    """
    tree = read_yaml(text, name)
    rows = tree.get("keep") if isinstance(tree, Table) and set(tree) == {"keep"} else None
    if not isinstance(rows, Rows):
        raise ConfigurationError(_finding(name, tree, "there is one key, 'keep:', with a list of rules"))
    faults = [_finding(name, row, what) for row in rows for what in _faults(row)]
    if faults:
        raise ConfigurationError(*faults)
    return [
        Rule(days=int(row["days"]), **{key: frozenset(map(str, row[key])) for key in _LISTS if key in row})
        for row in rows
    ]


def _faults(row: Any) -> list[str]:
    if not isinstance(row, Table):
        return ["a rule has keys: days, states, senders, types"]
    found = [f"there is no key {key!r}: a rule has days, states, senders, types" for key in row if key not in _KEYS]
    days = row.get("days")
    if not (isinstance(days, Text) and days.isascii() and days.isdigit() and int(days[:6]) <= MAX_DAYS):
        found.append(f"'days' is a whole number up to {MAX_DAYS}")
    for key in _LISTS:
        if key in row and not (isinstance(row[key], Rows) and all(isinstance(each, Text) for each in row[key])):
            found.append(f"{key!r} is a list of texts")
        elif key == "states":
            known = f"an exchange is {', '.join(STATES)}"
            found += [f"no exchange is {each!r}: {known}" for each in row.get(key, ()) if each not in STATES]
    return found


_KEYS = ("days", *_LISTS)


def _finding(name: str, place: Any, what: str) -> Finding:
    return Finding(
        code="AUD-012",
        severity=Severity.ERROR,
        what=what,
        where=Position(path=name, line=getattr(place, "line", 1), column=getattr(place, "column", 1)),
        why="what is to be erased must be said without doubt",
        fix="correct the file: keep: [{days: 3650, states: [accepted]}]",
    )


def expired(store: Store, rules: list[Rule], now: datetime.datetime) -> list[str]:
    """The finished exchanges that the rule which fits them keeps no longer, the oldest first.

    What was cut off is kept as long as what continued it, of which the rules speak; nothing is said of it here.
    """
    found = []
    for exchange, received_at, state in store.connection.execute(_CLOSED).fetchall():
        chain = chain_of(store.connection, exchange)
        rule = next((rule for rule in rules if _fits(store, rule, chain, state)), None)
        age = now - datetime.datetime.fromisoformat(received_at)
        if rule is None or age < datetime.timedelta(days=rule.days):
            continue
        if not any(is_open(store.connection, each) for each in chain):
            found.append(str(exchange))
    return found


def _fits(store: Store, rule: Rule, chain: list[str], state: str) -> bool:
    return (
        (not rule.states or state in rule.states)
        and _among(store, rule.senders, _SENDERS, chain)
        and _among(store, rule.types, _TYPES, chain)
    )


def _among(store: Store, wanted: frozenset[str], query: str, chain: list[str]) -> bool:
    return not wanted or any(row[0] in wanted for each in chain for row in store.connection.execute(query, (each,)))
