"""Ten-item declarations beside the Bots engine, on the same bytes; also a run of its own: `make bench-bots`.

Ours reads CUSDEC through the compiled mapping, checks it against the directory and writes it; Bots reads it with a
grammar made of the same directory and writes JSON, or CUSDEC again, which both check once more. The CST of the header
is left out for both: botscore 0.1.0 takes the goods items' CST for it where both are there.
"""

import gc
import io
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import bots_peer
import memory

from edi_engine import formats
from edi_engine.findings import Report
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

SAMPLE = Path(__file__).parents[1] / "samples" / "import_ten_items" / "received.edi"
MESSAGES, ROUNDS = 20, 9
PEERS = {
    "Bots: read, checked, written as JSON as it came": "",
    "Bots: the same, each value by get and put": "mapped",
    "Bots: each value by get and put, written as CUSDEC, checked again": "cusdec",
}


def section(sample: bytes) -> list[str]:
    """The table of times, and the ratios to Bots; why there is none where it cannot run here."""
    wire = b"".join(memory.copies(without_header_cst(sample), MESSAGES))
    mappings = Mappings(Workspace())
    directory = mappings.directories.get("D.96B")
    table = directory.message("CUSDEC")
    heading = ["## Ten items, beside the Bots engine", ""]
    if table is None:
        return [*heading, "The directory has no CUSDEC."]
    try:
        with bots_peer.bots(wire, directory, table) as peer:
            theirs = {name: partial(peer.seconds, mode) for name, mode in PEERS.items()}
            times = interleaved({**engine_steps(wire, mappings), **theirs})
    except bots_peer.UnavailableError as error:
        return [*heading, f"Not measured: {error}."]
    return [*heading, *rows(times, len(wire) // MESSAGES), ""]


def apart() -> list[str]:
    """The section, measured in a process of its own, as Bots has one: what other sections left would slow only us."""
    run = subprocess.run([sys.executable, __file__], capture_output=True, text=True, check=True)
    return run.stdout.splitlines()


def without_header_cst(sample: bytes) -> bytes:
    """The sample without the CST of its header; UNT counts one segment less."""
    without = re.sub(rb"CST\+\+[^']*'\s*", b"", sample, count=1)
    return re.sub(rb"UNT\+(\d+)", lambda match: b"UNT+%d" % (int(match[1]) - 1), without)


def engine_steps(wire: bytes, mappings: Mappings) -> dict[str, Callable[[], float]]:
    """What our side does, each in seconds of processor time."""
    cusdec, canonical = mappings.get("cusdec-d96b-import"), mappings.get("json")

    def translate(writer: Any, *, again: bool = False) -> float:
        start = time.process_time()
        for found in formats.read(io.BytesIO(wire)):
            for message in found.messages:
                formats.check(message, mappings.directories)
                document = cusdec.read(message, Report())
                if document is None or message.report.rejected:
                    raise SystemExit("the sample cannot be read")
                body = writer.write(document, Report())
                if again:
                    formats.check(writer.message(body), mappings.directories, notes=False)
        return time.process_time() - start

    return {
        "ours: every directory check, mapped, written as JSON": lambda: translate(canonical),
        "ours: every directory check, mapped, written as CUSDEC": lambda: translate(cusdec),
        "ours: the same, checked again": lambda: translate(cusdec, again=True),
    }


def interleaved(steps: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Seconds of each step in each round, the steps in turns."""
    for step in steps.values():
        step()
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(ROUNDS):
        for name, step in steps.items():
            gc.collect()
            times[name].append(step())
    return times


def rows(times: dict[str, list[float]], size: int) -> list[str]:
    """The table."""
    found = [
        f"One message: {size:,} bytes; {MESSAGES} messages an interchange, {ROUNDS} rounds in turns, medians of "
        f"processor time. botscore {bots_peer.VERSION} is the translation runtime of Bots, with a grammar of the same "
        "directory and no script of its own. The JSON it writes is not checked again, as an installation would; "
        "the CUSDEC is.",
        "",
        "| step | µs a message | Bots as it came ÷ it | Bots value by value ÷ it | Bots to CUSDEC ÷ it |",
        "|---|---|---|---|---|",
    ]
    for name, seconds in times.items():
        each = statistics.median(seconds) / MESSAGES * 1e6
        ratios = [statistics.median(a / b for a, b in zip(times[peer], seconds, strict=True)) for peer in PEERS]
        found.append(f"| {name} | {each:,.0f} | {' | '.join(f'{ratio:.1f}' for ratio in ratios)} |")
    return found


if __name__ == "__main__":
    print("\n".join(section(SAMPLE.read_bytes())))
