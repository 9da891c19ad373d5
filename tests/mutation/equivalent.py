"""Mutants that mean the same as their mapping, each with the reason: `equivalent.tsv`, read and judged by people."""

import csv
from functools import cache
from pathlib import Path

from tests.mutation.mutant import Mutant

TABLE = Path(__file__).with_name("equivalent.tsv")


def why_equivalent(mutant: Mutant) -> str:
    """The reason why nothing could notice a mutant, empty if something could."""
    return reasons().get((mutant.mapping, mutant.file, mutant.operator, mutant.after.strip()), "")


@cache
def reasons() -> dict[tuple[str, str, str, str], str]:
    """By mapping, file, what is done, and the line then."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(row["mapping"], row["file"], row["operator"], row["line then"]): row["reason"] for row in rows}
