"""Reading and checking ten megabytes of CUSDEC D.96B, beside pydifact and npm's `edifact` on the same bytes."""

import gc
import io
import statistics
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator

import npm_peer
import traffic

from edi_engine import formats
from edi_engine.findings import Position
from edi_engine.formats.edifact.directory import Directories, Directory
from edi_engine.formats.edifact.grouping import structure
from edi_engine.interchange import Message

SIZE = 10_000_000
ROUNDS = 5
DIRECTORY, MESSAGE = "D.96B", "CUSDEC"
SPLIT, PLACE, CHECK = "split into segments", "split and placed", "every directory check"
NOTED = "the same, 18 codes of partners' lists noted a message"
PARSE, TRACKED, VALIDATED = "pydifact, bare parse", "npm edifact, tracker", "npm edifact, tracker and validator"


def section(sample: bytes, directories: Directories) -> list[str]:
    """The lines of RESULTS.md: what was measured, and the table."""
    directory = directories.get(DIRECTORY, "3")
    table = structure(directory, MESSAGE)
    if table is None:
        raise SystemExit(f"{DIRECTORY} has no {MESSAGE}")
    wire = b"".join(traffic.varied(_clean(sample, directories), SIZE, directory))
    noted = b"".join(traffic.varied(sample, SIZE, directory))
    steps = _engine(wire, directories) | {NOTED: _engine(noted, directories)[CHECK], PARSE: _pydifact(wire)}
    try:
        with npm_peer.npm_edifact(wire, directory, table.table) as peer:
            measured = {TRACKED: peer.seconds, VALIDATED: lambda: peer.seconds("validator")}
            times = _interleaved(_timed(steps) | measured)
            said = f"npm edifact {npm_peer.VERSION} collects its segments as its README shows, with our segment table."
    except npm_peer.UnavailableError as error:
        times, said = _interleaved(_timed(steps)), f"npm's edifact was not measured: {error}."
    return [*_described(wire), said, "", *_table(wire, times)]


def _clean(sample: bytes, directories: Directories) -> bytes:
    """The sample with codes of the directory in place of those it says are of partners' lists."""
    directory = directories.get(DIRECTORY, "3")
    while True:
        [message] = [message for found in formats.read(io.BytesIO(sample)) for message in found.messages]
        formats.check(message, directories)
        if not message.report.findings:
            return sample
        where = message.report.findings[0].where  # one a round: each is told once, wherever else it stands
        start, end = message.body.span(where.segment, where.element, where.component)
        code = next(iter(directory.codes(_element(directory, where)) or ()))
        sample = sample[:start] + code.encode() + sample[end:]


def _element(directory: Directory, where: Position) -> str:
    segment = directory.segment(where.tag or "")
    use = segment.uses[(where.element or 1) - 1].id if segment else ""
    composite = directory.composite(use)
    return composite.uses[(where.component or 1) - 1].id if composite else use


def _engine(wire: bytes, directories: Directories) -> dict[str, Callable[[], object]]:
    def messages() -> Iterator[Message]:
        return (message for found in formats.read(io.BytesIO(wire)) for message in found.messages)

    def split() -> None:
        deque(messages(), maxlen=0)

    def place() -> None:
        for message in messages():
            table = structure(directories.get(message.directory, "3"), message.type)
            if table is None or table.place(message.body.texts) is None:
                raise SystemExit("the traffic does not fit its segment table")

    def check() -> None:
        for message in messages():
            formats.check(message, directories)

    return {SPLIT: split, PLACE: place, CHECK: check}


def _pydifact(wire: bytes) -> Callable[[], object]:
    """Its parser alone; each segment is dropped at once, for keeping them all burdens its garbage collection."""
    from pydifact.parser import Parser

    text = wire.decode("latin-1")
    return lambda: deque(Parser().parse(text), maxlen=0)


def _timed(steps: dict[str, Callable[[], object]]) -> dict[str, Callable[[], float]]:
    def timed(step: Callable[[], object]) -> Callable[[], float]:
        def run() -> float:
            gc.collect()
            start = time.perf_counter()
            step()
            return time.perf_counter() - start

        return run

    return {name: timed(step) for name, step in steps.items()}


def _interleaved(steps: dict[str, Callable[[], float]]) -> dict[str, list[float]]:
    """Seconds of each step in each round, the steps in turns; one round before, which does not count."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number in range(ROUNDS + 1):
            for name, step in steps.items():
                seconds = step()
                if number:
                    times[name].append(seconds)
    return times


def _described(wire: bytes) -> Iterator[str]:
    count, segments = wire.count(b"'UNH+"), wire.count(b"'")
    yield (
        f"{count} messages of {segments // count} segments, {len(wire) / 1e6:.1f} MB in one line; references, names, "
        f"texts, dates and numbers differ in each message. {ROUNDS} rounds in turns, medians. The check finds nothing, "
        "but in the row that says so. pydifact's segments are dropped as they come."
    )


def _table(wire: bytes, times: dict[str, list[float]]) -> Iterator[str]:
    peers = [name for name in (PARSE, TRACKED, VALIDATED) if name in times]
    yield f"| step | µs a message | MB/s | {' | '.join(f'{name} ÷ it' for name in peers)} |"
    yield "|---" * (3 + len(peers)) + "|"
    count = wire.count(b"'UNH+")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        ratios = (statistics.median(map(float.__truediv__, times[peer], seconds)) for peer in peers)
        cells = [name, f"{median / count * 1e6:,.0f}", f"{len(wire) / median / 1e6:.1f}", *(f"{r:.1f}" for r in ratios)]
        yield f"| {' | '.join(cells)} |"
