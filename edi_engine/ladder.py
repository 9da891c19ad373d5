"""The ladder of answers to a delivery: what is odd about one that came, beside those that came before it."""

from edi_engine.answer_rules import told
from edi_engine.audit import search
from edi_engine.audit.store import Store
from edi_engine.exchange import Acknowledged
from edi_engine.findings import Finding, Position
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
        return [told("ACK-010", where, named=said.named, exchange=same["exchange"])], True
    found = [] if said.code else [told("ACK-013", where, named=said.named, mapping=said.answer)]
    if given:
        before, now = states.reached(row["state"] for row in given), states.states[said.state]
        odd = "ACK-012" if _contradict(before, now) else "ACK-011" if now.rank < before.rank and said.code else ""
        if odd:
            found.append(told(odd, where, state=said.state, named=said.named, before=before.name))
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
    return [told("ACK-014", Position(message=number), exchange=exchange, named=said.named) for exchange in left]


def _contradict(one: State, other: State) -> bool:
    """What is withdrawn or closed later was granted or refused before: that is no contradiction."""
    return {one.outcome, other.outcome} == {"granted", "refused"} and CLOSURE not in (one.level, other.level)
