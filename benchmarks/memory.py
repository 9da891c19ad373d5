"""Peak memory of the commands on payloads of a gigabyte; writes the memory table of benchmarks/RESULTS.md.

`make memory`, or `python benchmarks/memory.py --megabytes 1000`. Each command runs as a process of its own and is
measured by what the operating system says of it. The payloads are written as a stream, never held.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
SAMPLE = ROOT / "samples" / "import_ten_items" / "received.edi"
DECLARATION = ROOT / "mappings" / "wco-dec" / "samples" / "import_two_items.xml"
MEGABYTES = 1000
BOUND = 200  # megabytes a command may take, whatever the size of its payload
HEADING = "## Memory\n"
STARTED = (
    "import re, sys; from edi_engine.cli.frame import run; code = run(sys.argv[1:]); "
    # VmHWM is this program's own peak; ru_maxrss would begin with what forked it.
    "peak = re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]; "
    "print(code, int(peak) // 1024, file=sys.stderr)"
)

Payload = Callable[[bytes, int], Iterator[bytes]]


def parts(sample: bytes) -> tuple[list[bytes], list[bytes], bytes]:
    """A sample taken apart: segments before UNH, those of the message with `@@` for its reference, 0020 of UNB."""
    segments = [segment.strip(b"\r\n") for segment in sample.replace(b"?'", b"\0").split(b"'")]
    segments = [segment.replace(b"\0", b"?'") for segment in segments if segment]
    start = next(n for n, segment in enumerate(segments) if segment.startswith(b"UNH"))
    end = next(n for n, segment in enumerate(segments) if segment.startswith(b"UNT"))
    unh, unt = segments[start].split(b"+"), segments[end].split(b"+")
    unh[1], unt[2] = b"@@", b"@@"
    message = [b"+".join(unh), *segments[start + 1 : end], b"+".join(unt)]
    return segments[:start], message, segments[start - 1].split(b"+")[5]


def many_messages(sample: bytes, size: int, end: bytes = b"'") -> Iterator[bytes]:
    """One interchange of about `size` bytes: the sample's message again and again, each with its own reference."""
    return copies(sample, max(1, size // len(end.join(parts(sample)[1]))), end)


def copies(sample: bytes, count: int, end: bytes = b"'") -> Iterator[bytes]:
    """The sample's message so many times in one interchange."""
    head, segments, reference = parts(sample)
    message = end.join([*segments, b""])
    yield end.join([*head, b""])
    for number in range(1, count + 1):
        yield message.replace(b"@@", b"%08d" % number)
    yield b"UNZ+%d+%s%s" % (count, reference, end)


def broken_lines(sample: bytes, size: int) -> Iterator[bytes]:
    """The same with a line for each segment."""
    return many_messages(sample, size, b"'\r\n")


def faulty_messages(sample: bytes, size: int) -> Iterator[bytes]:
    """The same where each message has faults of every weight and half of the references come twice."""
    head, segments, reference = parts(sample)
    cut = max(n for n, segment in enumerate(segments) if segment.startswith(b"UNS"))
    broken = [*segments[:cut], b"ZZZ+1", b"RFF+" + b"9" * 80, *segments[cut:]]
    message = b"'".join([*broken, b""])
    count = max(1, size // len(message))
    yield b"'".join([*head, b""])
    for number in range(1, count + 1):
        yield message.replace(b"@@", b"%08d" % (number % (count // 2 + 1)))
    yield b"UNZ+%d+%s'" % (count, reference)


def small_messages(_: bytes, size: int) -> Iterator[bytes]:
    """As many messages as fit, each with its own reference, of a type no directory knows."""
    count = max(1, size // len(b"UNH+12345678+X:D:96B:UN'UNT+2+12345678'"))
    yield b"UNB+UNOA:2+A+B+260101:0000+1'"
    for number in range(1, count + 1):
        yield b"UNH+%08d+X:D:96B:UN'UNT+2+%08d'" % (number, number)
    yield b"UNZ+%d+1'" % count


def one_message(sample: bytes, size: int) -> Iterator[bytes]:
    """One interchange whose one message repeats its segments until it has about `size` bytes."""
    head, segments, reference = parts(sample)
    body = b"'".join([*segments[1:-1], b""])
    count = max(1, size // len(body))
    yield b"'".join([*head, segments[0].replace(b"@@", b"1"), b""])
    for _ in range(count):
        yield body
    yield b"UNT+%d+1'UNZ+1+%s'" % (2 + count * (len(segments) - 2), reference)


def declarations(_: bytes, size: int) -> Iterator[bytes]:
    """XML: one wrapper with as many declarations as fit, each with its own reference."""
    document = DECLARATION.read_bytes().partition(b"?>")[2]
    yield b"<MetaData>"
    for number in range(1, max(1, size // len(document)) + 1):
        yield document.replace(b"<FunctionalReferenceID>", b"<FunctionalReferenceID>%d-" % number)
    yield b"</MetaData>"


class Trial(NamedTuple):
    """A kind of payload, the commands on it, and the status they end with; `share` of the full size is enough of it."""

    name: str
    payload: Payload
    commands: tuple[str, ...]
    status: int = 0
    share: float = 1


TRIALS = (
    Trial(
        "in one line",
        many_messages,
        ("validate", "translate --to json", "translate --to cusdec-d96b-import", "translate --to wco-dec"),
    ),
    Trial("a line a segment", broken_lines, ("validate", "translate --to json")),
    Trial("faults in each message", faulty_messages, ("validate", "translate --to json"), status=1, share=0.2),
    Trial("smallest messages", small_messages, ("validate", "translate --to json"), status=1, share=0.1),
    Trial("one message", one_message, ("validate", "translate --to json"), status=1),
    Trial(
        "XML declarations in one wrapper",
        declarations,
        ("validate", "translate --to json", "translate --to wco-dec"),
        share=0.2,
    ),
)


def peak(command: str, payload: Path, folder: Path) -> tuple[int, int, float]:
    """Exit status, megabytes and seconds of one command on one payload; XML has a file for each document."""
    words = command.split()
    if words[0] == "translate":
        words += ["-o", str(folder if "wco" in command else folder / "out")]
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", STARTED, *words, str(payload)], capture_output=True, text=True, check=False
    )
    code, megabytes = done.stderr.strip().splitlines()[-1].split()
    return int(code), int(megabytes), time.perf_counter() - start


def rows(megabytes: int, folder: Path) -> Iterator[str]:
    """The table; raises `SystemExit` where a command takes more than `BOUND` or ends as it should not."""
    sample, payload = SAMPLE.read_bytes(), folder / "large.edi"
    yield "| command | payload | peak memory | time | exit |"
    yield "|---|---|---|---|---|"
    for trial in TRIALS:
        with payload.open("wb") as file:
            file.writelines(trial.payload(sample, int(megabytes * 1_000_000 * trial.share)))
        size = payload.stat().st_size / 1e6
        for command in trial.commands:
            with tempfile.TemporaryDirectory(dir=folder) as results:
                code, used, took = peak(command, payload, Path(results))
            yield f"| `{command}` | {size:.0f} MB, {trial.name} | {used} MB | {took:.0f} s | {code} |"
            if used > BOUND or code != trial.status:
                raise SystemExit(f"{command} on {trial.name}: status {code}, {used} MB; at most {BOUND} MB are due")


def kept() -> str:
    """The memory table as it stands in RESULTS.md, for whoever writes the rest of it anew."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    return text[text.index(HEADING) :] if HEADING in text else f"{HEADING}\n`make memory` has not been run.\n"


def main() -> None:
    """Measure, print each row as it is known, and put the table into RESULTS.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=MEGABYTES)
    parser.add_argument("--folder", type=Path, help="where the payload is written  [a temporary folder]")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(dir=arguments.folder))
    try:
        lines = []
        for line in rows(arguments.megabytes, folder):
            print(line, flush=True)
            lines.append(line)
    finally:
        shutil.rmtree(folder)
    before, _, held = RESULTS.read_text(encoding="utf-8").partition(HEADING)
    behind = re.sub(r".*?(?=^## |\Z)", "", held, count=1, flags=re.M | re.S)
    said = f"Measured {time.strftime('%Y-%m-%d')} by `make memory`, as the system counts; at most {BOUND} MB are due."
    RESULTS.write_text("\n".join([before + HEADING, said, "", *lines, "", behind]).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
