"""`make fuzz`: mutated files go through the whole engine for some minutes; what must not happen is kept and told.

Every input is made of the seed and its number alone. The input at hand lies in `fuzz-failures/current`, so that it is
known even where the process dies; each failure has its own file there, and the words to run it again.
"""

import argparse
import faulthandler
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.inputs import made, random_of
from tests.fuzz.seeds import PROJECT, seeds
from tests.fuzz.trial import Failure, Trial

FAILURES = PROJECT / "fuzz-failures"
DEADLINE = 10.0  # seconds of processor time for each of the three things that are done with an input
SLACK = 150  # megabytes the process may grow beyond what it has after the seeds themselves
LOOKED = 200  # inputs between two looks at memory


def resident() -> int:
    """Megabytes of memory this process holds now."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    found = re.search(r"VmRSS:\s*(\d+)", status)
    return int(found[1]) // 1024 if found else 0


class Session:
    """One run of the fuzzer."""

    def __init__(self, seed: str, trial: Trial) -> None:
        self.seed, self.trial = seed, trial
        self.known: set[str] = set()
        FAILURES.mkdir(exist_ok=True)
        self.current = FAILURES / "current"

    def run(self, data: bytes, number: int) -> None:
        """One input; a failure of a kind not seen before is kept and told."""
        self.current.write_bytes(data)
        faulthandler.dump_traceback_later(DEADLINE * 12, exit=True)  # what waits for ever takes no processor time
        try:
            self.trial.run(data, random_of(self.seed, -number))
        except Failure as failure:
            self.tell(data, number, str(failure))
        finally:
            faulthandler.cancel_dump_traceback_later()

    def tell(self, data: bytes, number: int, what: str) -> None:
        """Keep an input and say how to run it again."""
        kind = _kind(what)
        if kind in self.known:
            return
        self.known.add(kind)
        file = FAILURES / f"{self.seed}-{number}"
        file.write_bytes(data)
        print(f"FAILED input {number}: {what}")
        print(
            f"  kept as {file.relative_to(PROJECT)}; again: python -m tests.fuzz {file.relative_to(PROJECT)}",
            flush=True,
        )


def _kind(what: str) -> str:
    """The last line of ours in a traceback, or the words without their numbers: one kind of failure is told once."""
    frames = re.findall(r'File "[^"]*(edi_engine/[^"]+", line \d+)', what)
    return frames[-1] if frames else re.sub(r"\d+", "#", what[:200])


def fuzz(seed: str, minutes: float) -> int:
    """Run until the time is over; the number of kinds of failures."""
    number, files = 0, seeds()
    print(f"FUZZ_SEED={seed} FUZZ_MINUTES={minutes:g}: {sum(map(len, files.values()))} files to begin with", flush=True)
    with tempfile.TemporaryDirectory() as folder, Trial(Path(folder), DEADLINE) as trial:
        session = Session(seed, trial)
        for _, data in (file for group in files.values() for file in group):
            session.run(data, 0)
        first, start = resident(), time.monotonic()  # the files themselves do not count
        largest = first
        while time.monotonic() - start < minutes * 60:
            number += 1
            session.run(made(random_of(seed, number), files), number)
            if number % LOOKED == 0:
                largest = max(largest, resident())
                if largest > first + SLACK:
                    session.tell(session.current.read_bytes(), number, f"memory grew from {first} to {largest} MB")
                    break
        session.current.unlink()
    print(f"{number} inputs in {time.monotonic() - start:.0f} s, memory {first} to {largest} MB, ", end="")
    print(f"{len(session.known)} kinds of failures")
    return len(session.known)


def again(file: Path) -> int:
    """One kept input; 1 if it fails."""
    seed, _, number = file.name.rpartition("-")
    with tempfile.TemporaryDirectory() as folder, Trial(Path(folder), DEADLINE) as trial:
        try:
            trial.run(file.read_bytes(), random_of(seed, -int(number) if number.isdigit() else 0))
        except Failure as failure:
            print(f"FAILED {file}: {failure}")
            return 1
    print(f"{file}: no failure")
    return 0


def main() -> int:
    """Files given are run again; without any, the time and the seed of the environment count."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, help="kept inputs to run again")
    files = parser.parse_args().files
    if files:
        return max(again(file) for file in files)
    seed = os.environ.get("FUZZ_SEED") or str(int(time.time()))
    return 1 if fuzz(seed, float(os.environ.get("FUZZ_MINUTES") or 3)) else 0


if __name__ == "__main__":
    sys.exit(main())
