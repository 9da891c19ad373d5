"""Where deliveries stand by the table of states: for the commands that show the record."""

from collections.abc import Iterator

from edi_engine.audit import search as records
from edi_engine.audit.store import Store
from edi_engine.cli.frame import Settings
from edi_engine.states import SENDING, States, read_states, whole
from edi_engine.workspace import Workspace


def known_states(settings: Settings) -> States:
    """The workspace's table of states.

    Raises:
        ConfigurationError: it is wrong.
    """
    return read_states(*Workspace(settings.workspace).configuration("states.yaml"))


def stands(states: States, delivery: records.Row) -> dict[str, str]:
    """Where a delivery of the record stands: state, level and outcome."""
    found = states.reached((said["state"] for said in delivery["acknowledgements"]), delivery["state"])
    return {"state": found.name, "level": found.level, "outcome": found.outcome}


def add_standing(states: States, record: records.Row) -> None:
    """Say of each delivery of a document where it `stands`, and of the document what that comes to `together`."""
    for interchange in record["interchanges"]:
        for message in interchange["messages"]:
            for delivery in message["deliveries"]:
                delivery["stands"] = stands(states, delivery)
            message["together"] = _together(states, message["deliveries"])


def _together(states: States, deliveries: list[records.Row]) -> dict[str, object] | None:
    """What the answers to a document come to, those that are waited for, if any are; None while there is none."""
    if not any(delivery["acknowledgements"] for delivery in deliveries):
        return None
    awaited = [delivery for delivery in deliveries if "business" in (delivery["awaits"] or "").split()] or deliveries
    found = whole((over(delivery), states.states[delivery["stands"]["state"]]) for delivery in awaited)
    agencies = {agency: state.name for agency, state in found.agencies.items()}
    return {"outcome": found.outcome, "agencies": agencies, "waiting": list(found.waiting)}


def over(delivery: records.Row) -> str:
    """Who got a delivery, and which part of the document where that went out in parts."""
    return f"{delivery['agency']} {delivery['part']}" if delivery["part"] else str(delivery["agency"])


def standing(store: Store, states: States, name: str) -> Iterator[records.Row]:
    """What stands at a state, newest first, as rows of a search: the hit is the route, its value the state."""
    for row in records.delivered(store, "" if name in SENDING else name):
        if states.reached(row["answers"], row["sent"]).name == name:
            yield {**row, "kind": f"delivery {row['route']}", "value": name}
