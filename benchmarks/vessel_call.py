"""One call of a ship, answered by five authorities that each take their time: all at once, and one after the other.

The authorities are simulated: each needs so many seconds to take a document and answer it. The time runs from the
call's arrival until every answer is on record and the call is granted. At once, the slowest should tell how long that
takes; one after the other it is the sum. `python benchmarks/vessel_call.py` prints both.
"""

import io
import queue
import shutil
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from edi_engine.audit.search import show
from edi_engine.cli.standing import stands
from edi_engine.mapping.registry import Mappings
from edi_engine.pipeline import Engine
from edi_engine.states import read_states, whole
from edi_engine.transports.parcel import Parcel, Permit, Transport
from edi_engine.workspace import Workspace

SCENARIO = Path(__file__).parents[1] / "samples" / "vessel_call"
SECONDS = {
    "port-customs": 3.0,
    "port-health": 2.0,
    "maritime-safety": 4.0,
    "border-inspection": 2.5,
    "port-authority": 1.5,
}
REFERENCE = "MDL-CALL-0117"
MOST = 1.10  # of the slowest authority's time


class Authorities:
    """A transport with an authority behind each line: half of its time goes by while it takes a document, the other
    half until it answers.
    """

    def __init__(self) -> None:
        self.answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.pace = 0.0

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        """Take a document; what comes in two forms is worked on once, and traders take what they get."""
        permit.use()
        if parcel.agency in SECONDS and not parcel.name.endswith(".edi"):
            seconds = SECONDS[parcel.agency] * self.pace
            time.sleep(seconds / 2)
            threading.Timer(seconds / 2, self.answers.put, [parcel.agency]).start()
        return parcel.agency

    def forget(self, parcel: Parcel) -> None:
        """Nothing was kept."""


def measured(mappings: Mappings, agencies: list[str]) -> float:
    """Seconds from a call's arrival until some authorities have granted it, at an engine that is at work already."""
    authorities = Authorities()
    transports: dict[str, Transport] = {"file_drop": authorities}
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(SCENARIO / "routes.yaml", folder)
        with Engine(Workspace(folder), mappings=mappings, transports=transports) as engine:
            engine.routes = replace(
                engine.routes, routes=tuple(r for r in engine.routes.routes if r.agency in agencies)
            )
            granted(engine, authorities, "MDL-CALL-0116")
            authorities.pace = 1.0
            started = time.perf_counter()
            granted(engine, authorities, REFERENCE)
            return time.perf_counter() - started


def granted(engine: Engine, authorities: Authorities, reference: str) -> None:
    """Route a call, and the answers as they come, until all on record come to that it is granted."""
    call = (SCENARIO / "received.json").read_bytes().replace(REFERENCE.encode(), reference.encode())
    exchange = engine.route(io.BytesIO(call), "call").id
    states, found = read_states(*engine.workspace.configuration("states.yaml")), ""
    while found != "granted":
        answer = (SCENARIO / "answers" / f"{authorities.answers.get()}.json").read_bytes()
        engine.route(io.BytesIO(answer.replace(REFERENCE.encode(), reference.encode())), "answer")
        (message,) = show(engine.store, exchange)["interchanges"][0]["messages"]
        standing = ((one["agency"], states.states[stands(states, one)["state"]]) for one in message["deliveries"])
        found = whole(standing).outcome


def section() -> list[str]:
    """The table of times, and what they come to."""
    mappings = Mappings(Workspace())
    at_once = measured(mappings, list(SECONDS))
    one_by_one = sum(measured(mappings, [agency]) for agency in SECONDS)
    slowest, total = max(SECONDS.values()), sum(SECONDS.values())
    kept = "kept" if at_once <= slowest * MOST else "NOT KEPT"
    return [
        "## One call of a ship, five authorities",
        "",
        f"Simulated authorities take {', '.join(f'{seconds:g}' for seconds in SECONDS.values())} s; from arrival until "
        "all have granted the call, everything recorded.",
        "",
        "| | authorities alone | measured |",
        "|---|---|---|",
        f"| all at once | {slowest:.2f} s, the slowest | {at_once:.2f} s |",
        f"| one after the other | {total:.2f} s, the sum | {one_by_one:.2f} s |",
        "",
        f"- at once takes {at_once / slowest:.0%} of the slowest (at most {MOST:.0%} are due: {kept}), "
        f"{at_once / one_by_one:.0%} of one after the other",
        "",
    ]


if __name__ == "__main__":
    print("\n".join(section()))
