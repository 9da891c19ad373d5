"""What one more route costs a document, and what a route that hangs costs the others.

Declarations of ten items are read, checked, routed, written in up to four formats, read back and recorded; the
transports take everything at once, so that only our own work is measured. Then one of the four hangs until its time is
up: the others must have had their documents as soon as without it. `python benchmarks/routes.py` runs this alone.
"""

import io
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import memory
from turns import interleaved

from edi_engine.mapping.registry import Mappings
from edi_engine.pipeline import Engine
from edi_engine.transports.parcel import Parcel, Permit
from edi_engine.workspace import Workspace

SAMPLE = Path(__file__).parents[1] / "samples" / "import_ten_items" / "received.edi"
FORMATS = ("wco-dec", "cusdec-d21b-partner", "json", "terminal-release-csv")
MESSAGES, ROUNDS, HANGING_ROUNDS = 20, 7, 11
TIMEOUT = 0.5  # seconds of the route that hangs


class Line:
    """A transport that takes everything at once and forgets it; for one agency it hangs until it is let go."""

    def __init__(self) -> None:
        self.hanging, self.release, self.taken = "", threading.Event(), 0.0

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        """Take a document; when the last that does not hang was taken is kept."""
        if parcel.agency == self.hanging:
            self.release.wait()
        permit.use()
        self.taken = time.perf_counter()
        return parcel.agency

    def forget(self, parcel: Parcel) -> None:
        """Nothing was kept."""


def table(count: int) -> str:
    """A route table of so many routes, which take every declaration; the last may hang."""
    timeouts = ["60"] * (count - 1) + [str(TIMEOUT)]
    rows = (
        f"  - {{name: to-{name}, agency: {name}, mapping: {name}, timeout: {timeout}, retry: {{break_after: 100}}}}\n"
        for name, timeout in zip(FORMATS[:count], timeouts, strict=True)
    )
    return "routes:\n" + "".join(rows)


def engine(folder: str, count: int, mappings: Mappings) -> tuple[Engine, Line]:
    """An engine of its own with so many routes."""
    root, line = Path(folder, str(count)), Line()
    root.mkdir()
    (root / "routes.yaml").write_text(table(count), encoding="utf-8")
    return Engine(Workspace(root), mappings=mappings, transports={"file_drop": line}), line


def route(engine: Engine, wire: bytes) -> None:
    """Route a payload, whether it came before or not."""
    exchange = engine.route(io.BytesIO(wire), "bench", allow_duplicates=True)
    if exchange.state != "accepted":
        raise SystemExit(f"the sample is {exchange.state}")


def costs(folder: str, mappings: Mappings) -> list[str]:
    """The table of times by number of routes."""
    wire = b"".join(memory.copies(SAMPLE.read_bytes(), MESSAGES))
    steps: dict[str, Callable[[], object]] = {}
    for count in range(1, len(FORMATS) + 1):
        steps[str(count)] = partial(route, engine(folder, count, mappings)[0], wire)
    times = interleaved(steps, ROUNDS, time.process_time)
    each = {count: statistics.median(seconds) / MESSAGES * 1e3 for count, seconds in times.items()}
    rows = ["| routes | formats | ms a document | more than one route less |", "|---|---|---|---|"]
    for number, (routes, milliseconds) in enumerate(each.items()):
        more = f"{milliseconds - each[str(number)]:.1f} ms" if number else ""
        rows.append(f"| {routes} | {', '.join(FORMATS[: number + 1])} | {milliseconds:.1f} | {more} |")
    extra = (each["4"] - each["1"]) / 3
    return [*rows, "", f"- a document served over four routes: {1e3 / each['4']:,.0f} a second of one processor; "
            f"each route beyond the first costs {extra:.1f} ms"]  # fmt: skip


def hanging(folder: str, mappings: Mappings) -> str:
    """How long three routes wait for their documents, and how long beside a fourth that hangs."""
    running, line = engine(folder, len(FORMATS), mappings)
    wire = b"".join(memory.copies(SAMPLE.read_bytes(), 1))
    took: dict[str, list[float]] = {"": [], FORMATS[-1]: []}
    route(running, wire)
    for _ in range(HANGING_ROUNDS):
        for agency, seconds in took.items():
            line.hanging, line.release = agency, threading.Event()
            started = time.perf_counter()
            running.route(io.BytesIO(wire), "bench", allow_duplicates=True)
            seconds.append(line.taken - started)
            line.release.set()
    without, beside = (statistics.median(seconds) * 1e3 for seconds in took.values())
    return (
        f"- the routes of one document have it after {without:.0f} ms; beside one that hangs the other three after "
        f"{beside:.0f} ms (medians of {HANGING_ROUNDS} rounds in turns, by the clock)"
    )


def section() -> list[str]:
    """The table and what it comes to."""
    mappings = Mappings(Workspace())
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        return [
            "## Routes of a document",
            "",
            f"Ten items, {MESSAGES} messages an interchange: read, checked, routed, written, read back, recorded; "
            f"{ROUNDS} rounds in turns, medians of processor time.",
            "",
            *costs(first, mappings),
            hanging(second, mappings),
            "",
        ]


if __name__ == "__main__":
    print("\n".join(section()))
