"""python -m tests.mutation [MAPPING…]: the share of mutants that the proof of a mapping notices, and what it misses."""

import argparse
import sys
import time
from collections import Counter
from multiprocessing import Pool

from tests.mutation.equivalent import why_equivalent
from tests.mutation.shipped import MAPPINGS, mutants, unchanged
from tests.mutation.trial import NOTICED, judged

WANTED = 0.95


def main() -> int:
    """Judge the mutants, print those that live, and the score."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("mappings", nargs="*", help="all shipped ones where none is named")
    parser.add_argument("--every", type=int, default=1, help="only each Nth mutant")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    asked = parser.parse_args()
    started, total = time.monotonic(), Counter[str]()
    with Pool(asked.jobs) as pool:
        for name in asked.mappings or MAPPINGS.names():
            if by := judged(unchanged(name))[0]:
                sys.exit(f"{name} itself fails in {by}: its proof says nothing of mutants")
            chosen = list(mutants(name))[:: asked.every]
            counts = Counter[str]()
            for mutant, (by, words) in zip(chosen, pool.imap(judged, chosen, 8), strict=True):
                reason = "" if by else why_equivalent(mutant)
                counts["equivalent" if reason else by] += 1
                if not by:
                    sys.stdout.write(f"{'equivalent' if reason else 'lives'}  {mutant.shown()}  {reason or words}\n")
            total += counts
            sys.stdout.write(score(name, counts) + "\n")
            sys.stdout.flush()
    sys.stdout.write(score("all", total) + f", {time.monotonic() - started:.0f} s\n")
    return int(share(total) < WANTED)


def share(counts: Counter[str]) -> float:
    """Of all mutants that mean something else than their mapping, those noticed."""
    return sum(counts[by] for by in NOTICED) / max(1, counts.total() - counts["equivalent"])


def score(name: str, counts: Counter[str]) -> str:
    """The line for one mapping."""
    by = ", ".join(f"{counts[one]} by {one}" for one in NOTICED)
    rest = f"{counts['']} live, {counts['equivalent']} equivalent"
    return f"{name}: {100 * share(counts):.1f} % of {counts.total()} mutants noticed ({by}; {rest})"


if __name__ == "__main__":
    sys.exit(main())
