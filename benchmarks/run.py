"""`make bench`: how fast, against a named peer on the same bytes; results go to benchmarks/RESULTS.md.

Speed: an interchange of ten-item declarations, read to structs and written as WCO XML, beside the bare parse of the
same bytes by pydifact. The two run in turns in one process, so that the machine's moods meet both; the median of the
processor's time counts.
Ten megabytes of messages that all differ are read and checked beside npm's `edifact` too (benchmarks/large.py).
The Bots engine translates the same ten items (benchmarks/bots.py); WCO XML and canonical JSON stand beside their own
peers (benchmarks/wco.py). Both can be run alone.
The audit store records alone and in groups, and is searched with a million entries (benchmarks/audit.py).
What one more route costs a document, and a route that hangs the others (benchmarks/routes.py); one call of a ship
answered by five authorities at once, and one after the other (benchmarks/vessel_call.py).
Memory is measured by `make memory` (benchmarks/memory.py), whose table is kept.
"""

import io
import os
import platform
import statistics
import time
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import audit
import bots
import checks
import large
import memory
import routes
import vessel_call
import wco
from turns import interleaved

from edi_engine import formats
from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "import_ten_items" / "received.edi"
MESSAGES = 20
ROUNDS = 15


def interchange(sample: bytes, copies: int) -> bytes:
    """The sample's message, many times in one interchange, each with its own reference, in one line."""
    return b"".join(memory.copies(sample, copies))


def engine_steps(wire: bytes) -> dict[str, Callable[[], object]]:
    """What our side does, cumulative: read, read and map, the whole way to WCO XML, and with the directory's checks."""
    mappings = Mappings(Workspace())
    reader, writer = mappings.get("cusdec-d96b-import"), mappings.get("wco-dec")

    def read() -> list[Message]:
        return [message for found in formats.read(io.BytesIO(wire)) for message in found.messages]

    def to_structs() -> None:
        for message in read():
            reader.read(message, Report())

    def to_xml(check: bool = False) -> None:
        for found in formats.read(io.BytesIO(wire)):
            for message in found.messages:
                if check:
                    formats.check(message, mappings.directories)
                document = reader.read(message, Report())
                if document is None:
                    raise SystemExit("the sample cannot be read")
                writer.write(document, Report())

    return {
        "split into segments": read,
        "read to structs": to_structs,
        "read to structs, write WCO XML": to_xml,
        "the same with every directory check": lambda: to_xml(check=True),
    }


def peer(wire: bytes) -> Callable[[], object]:
    """pydifact's parse of the same bytes, down to its segment objects."""
    from pydifact.segmentcollection import Interchange

    text = wire.decode("latin-1")
    return lambda: list(Interchange.from_str(text).segments)


def common(sample: bytes) -> bytes:
    """The sample reduced to what WCO XML carries too: through both formats and back."""
    mappings = Mappings(Workspace())
    cusdec, wco = mappings.get("cusdec-d96b-import"), mappings.get("wco-dec")
    [message] = [message for found in formats.read(io.BytesIO(sample)) for message in found.messages]
    document = cusdec.read(message, Report())
    if document is not None:
        document = wco.read(wco.message(wco.write(document, Report())), Report())
    if document is None:
        raise SystemExit("the sample cannot be read")
    message.body = cusdec.write(document, Report())
    return formats.write("edifact", message.envelope, [message])


def speed(sample: bytes) -> list[str]:
    """The table of times, and the ratios to the peer."""
    wire = interchange(sample, MESSAGES)
    segments = len(wire.split(b"'")) // MESSAGES
    steps = {**engine_steps(wire), "pydifact, bare parse": peer(wire)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        times = interleaved(steps, ROUNDS, time.process_time)
    theirs = times["pydifact, bare parse"]
    rows = [
        f"One message: {segments} segments, {len(wire) // MESSAGES:,} bytes; {MESSAGES} messages an interchange, "
        f"{ROUNDS} rounds in turns, medians of processor time.",
        "",
        "| step | µs a message | MB/s | pydifact's time ÷ ours |",
        "|---|---|---|---|",
    ]
    for name, seconds in times.items():
        each = statistics.median(seconds) / MESSAGES
        ratio = statistics.median(theirs[n] / seconds[n] for n in range(ROUNDS))
        rows.append(f"| {name} | {each * 1e6:,.0f} | {len(wire) / MESSAGES / each / 1e6:.1f} | {ratio:.1f} |")
    return rows


def main() -> None:
    """Run, print, and write RESULTS.md."""
    sample = SAMPLE.read_bytes()
    packages = ", ".join(f"{name} {version(name)}" for name in ("pydifact", "msgspec", "lxml"))
    lines = [
        "# What `make bench` measured",
        "",
        f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {platform.system()}, Python {platform.python_version()}, "
        f"{packages}. Load {os.getloadavg()[1]:.1f} on {os.cpu_count()} processors. Machines differ: read the ratios.",
        "",
        "## Ten megabytes, each message different",
        "",
        *large.section(sample, Mappings(Workspace()).directories),
        "",
        "## Ten items, every group our facts cover",
        "",
        *speed(sample),
        "",
        "## Ten items, what CUSDEC and WCO XML can both carry",
        "",
        *speed(common(sample)),
        "",
        *bots.apart(),
        *wco.section(),
        *checks.section(),
        *audit.section(),
        *routes.section(),
        *vessel_call.section(),
        memory.kept(),
    ]
    (ROOT / "benchmarks" / "RESULTS.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
