"""Inputs without end, each made of the seed and its number alone, so that any of them can be made again."""

from random import Random

from tests.fuzz.bytes_mutations import BYTES, Mutation
from tests.fuzz.edifact_mutations import EDIFACT
from tests.fuzz.seeds import Seeds
from tests.fuzz.tree_mutations import CSV, JSON, XML

OF_SYNTAX: dict[str, tuple[Mutation, ...]] = {"edifact": EDIFACT, "xml": XML, "json": JSON, "csv": CSV}
SHARE = {"edifact": 60, "xml": 18, "json": 16, "csv": 6}
LONGEST = 400_000


def random_of(seed: str, number: int) -> Random:
    """The random numbers of one input."""
    return Random(f"{seed}:{number}")  # noqa: S311 — not for secrets


def made(rng: Random, seeds: Seeds) -> bytes:
    """One input: a seed with a few mutations, mostly those of its syntax; now and then of another, or random bytes."""
    if rng.random() < 0.01:
        return rng.randbytes(rng.choice((1, 100, 5000)))
    syntax = rng.choices(list(SHARE), list(SHARE.values()))[0]
    candidates = seeds[syntax]
    _, data = rng.choice(candidates)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        suited = OF_SYNTAX[syntax if rng.random() < 0.97 else rng.choice(list(OF_SYNTAX))]
        mutation = rng.choice(suited if rng.random() < 0.75 else BYTES)
        data = mutation(rng, data, rng.choice(candidates)[1])[:LONGEST]
    return data
