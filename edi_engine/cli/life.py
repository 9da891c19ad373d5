"""What happened to an exchange, moment by moment: the steps of its record in the order of their times."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from edi_engine.audit.search import Row

GOOD = frozenset({"accepted", "done", "received", "acknowledged", "intended"})
BAD = frozenset({"rejected", "failed", "timed out", "dead", "abandoned"})


class Moment(NamedTuple):
    """One step: when, what in words, the state it led to, and more about it."""

    at: str
    what: str
    state: str
    more: str = ""

    @property
    def mood(self) -> str:
        """`good`, `bad` or `open`, which is neither."""
        return "good" if self.state in GOOD else "bad" if self.state in BAD else "open"


class Span(NamedTuple):
    """Something that took time, from and to in seconds after the receipt; `end` is None for what has not ended."""

    name: str
    state: str
    start: float
    end: float | None


def moments(record: Row) -> list[Moment]:
    """All steps, those of deliveries and what the other side said of them too; of one time the end comes last."""
    ended = [moment for moment in _stages(record) if moment.what == "closed"]
    begun = [moment for moment in _stages(record) if moment.what != "closed"]
    sent = [moment for row in deliveries(record) for moment in _delivered(row)]
    return sorted([*begun, *sent, *ended], key=lambda moment: moment.at)


def deliveries(record: Row) -> Iterator[Row]:
    """All deliveries: of each interchange those of its messages, then its answers."""
    for interchange in record["interchanges"]:
        for message in interchange["messages"]:
            yield from message["deliveries"]
        yield from interchange["answers"]


def spans(record: Row) -> list[Span]:
    """How long it took to decide each interchange, and to make each delivery."""
    start = record["received_at"]
    numbers = {interchange["id"]: interchange["number"] for interchange in record["interchanges"]}
    found = [
        Span(
            f"interchange {numbers.get(event['interchange_id'], '')} decided",
            event["state"],
            0.0,
            seconds(start, event["at"]),
        )
        for event in record["events"]
        if event["stage"] == "decided"
    ]
    return found + [
        Span(
            row["route"],
            row["state"],
            seconds(start, row["intended_at"]),
            seconds(start, row["at"]) if row["at"] else None,
        )
        for row in deliveries(record)
    ]


def seconds(start: str, end: str) -> float:
    """Seconds between two times of the record; 0 where one is missing."""
    try:
        taken = datetime.datetime.fromisoformat(end) - datetime.datetime.fromisoformat(start)
    except ValueError:
        return 0.0
    return taken.total_seconds()


def _stages(record: Row) -> Iterator[Moment]:
    numbers = {interchange["id"]: interchange["number"] for interchange in record["interchanges"]}
    for event in record["events"]:
        within = f" interchange {numbers[event['interchange_id']]}" if event["interchange_id"] in numbers else ""
        yield Moment(event["at"], f"{event['stage']}{within}", event["state"], event["note"])


def _delivered(row: Row) -> Iterator[Moment]:
    over = f"{row['route']} to {row['agency']}"
    yield Moment(row["intended_at"], f"to be sent over {over}", "intended", f"reference {row['reference']}")
    for event in row["events"]:
        again = f"again at {event['due_at']}" if event["due_at"] else ""
        more = ", ".join(filter(None, (event["error"], event["place"], again)))
        yield Moment(event["at"], f"sending over {over}", event["state"], more)
    for said in row.get("acknowledgements", ()):
        yield Moment(said["received_at"], f"{row['agency']} answered", said["state"], _answer(said))


def _answer(said: Row) -> str:
    code = f", code {said['code']}" if said["code"] else ""
    return f"exchange {said['exchange']}{code}"
