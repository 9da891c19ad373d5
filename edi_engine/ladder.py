"""The ladder of answers to a delivery: what is odd about one that came, beside those that came before it."""

from edi_engine.audit import search
from edi_engine.audit.store import Store
from edi_engine.exchange import Acknowledged
from edi_engine.findings import Finding, Position, Severity
from edi_engine.states import State, States

CLOSURE = "closure"


def judge(store: Store, states: States, said: Acknowledged, row: int, number: int) -> tuple[list[Finding], bool]:
    """Hold an answer against those on record, within the commit that adds it.

    The state of the delivery does not depend on their order: it stands at the highest that any of them gave.

    Args:
        store, states: the record, and what its states mean.
        said: the answer, to a delivery of ours.
        row, number: of its message, in the record and in what was received.

    Returns:
        What is odd about it, and whether the very same was said already.
    """
    where, given = Position(message=number), search.given(store, said.delivery or 0, row)
    if same := next((before for before in given if before["again"]), None):
        return [_again(said, same["exchange"], where)], True
    found = [] if said.code else [_unknown(said, where)]
    if given:
        before, now = states.reached(row["state"] for row in given), states.states[said.state]
        if _contradict(before, now):
            found.append(_contradiction(said, before, where))
        elif now.rank < before.rank and said.code:
            found.append(_behind(said, before, where))
    return found, False


def waiting(store: Store, said: Acknowledged, number: int, exchanges: dict[str, None]) -> list[Finding]:
    """Answers on record that named this delivery by a number nobody knew then, and that this answer gives it.

    Args:
        store, said, number: as for `judge`; the answer itself is on record.
        exchanges: gets those the answers came in; they are to be taken up again.

    Returns:
        A note of each.
    """
    rows = [row for text in said.numbers for row in search.answers_naming(store, text)]
    found = {row["document"] for row in rows if row["delivery"] is not None}
    each = {row["document"]: row["answer"] for row in rows if row["delivery"] is None and row["document"] not in found}
    left = dict.fromkeys(each.values())  # of the same answer received several times the first
    exchanges.update(left)
    return [_taken_up(said, exchange, Position(message=number)) for exchange in left]


def _taken_up(said: Acknowledged, exchange: str, where: Position) -> Finding:
    return Finding(
        code="ACK-014",
        severity=Severity.NOTE,
        what=f"an answer in exchange {exchange} answers {said.named}, too: it is taken up again",
        where=where,
        why="it came before this one, and names a number that only this one ties to what was sent",
        fix="nothing is to be done",
    )


def _contradict(one: State, other: State) -> bool:
    """What is withdrawn or closed later was granted or refused before: that is no contradiction."""
    return {one.outcome, other.outcome} == {"granted", "refused"} and CLOSURE not in (one.level, other.level)


def _again(said: Acknowledged, exchange: str, where: Position) -> Finding:
    return Finding(
        code="ACK-010",
        severity=Severity.NOTE,
        what=f"the same answer to {said.named}, was received before, in exchange {exchange}",
        where=where,
        why="an answer counts once, and goes to who sent the message once",
        fix="nothing is to be done, unless its sender repeats all answers",
    )


def _behind(said: Acknowledged, before: State, where: Position) -> Finding:
    return Finding(
        code="ACK-011",
        severity=Severity.NOTE,
        what=f"the answer says {said.state}, and {said.named}, stands at {before.name} already",
        where=where,
        why="answers may overtake each other: the highest state of states.yaml counts, in whatever order they come",
        fix="nothing is to be done, unless the agency went back on its word",
    )


def _contradiction(said: Acknowledged, before: State, where: Position) -> Finding:
    return Finding(
        code="ACK-012",
        severity=Severity.WARNING,
        what=f"the answer says {said.state}, and {said.named}, was said to be {before.name}",
        where=where,
        why="one answer grants what another refuses; the higher state of states.yaml counts",
        fix="ask the agency which of them holds",
    )


def _unknown(said: Acknowledged, where: Position) -> Finding:
    return Finding(
        code="ACK-013",
        severity=Severity.NOTE,
        what=f"the answer to {said.named}, has no code that leads to a state",
        where=where,
        why=f"states.yaml has none of its codes for answers that {said.answer} reads",
        fix="add a row for its codes to states.yaml",
    )
