"""Declarations that differ as real ones do: made from a sample, with every free value drawn anew for each message.

Codes, places, the numbers that link goods items and what is too short to be a name stay; references, names, addresses,
descriptions, dates, amounts, masses and quantities do not. Within a message equal words stay equal, for they link its
parts. So of whole segments only that repeats from message to message what does so in real traffic too.
"""

import random
import re
from collections.abc import Callable, Iterator

import memory

from edi_engine.formats.edifact.directory import Directory

Draw = Callable[[random.Random], str]
Piece = tuple[str, Draw | None]  # what the sample says, and what says something else in its place

KEPT = frozenset(["3225", "3055", "1131"])  # codes of places, of agencies and of lists, though no list has them all
DATE = "2380"
LONG = 4  # fewer digits or letters are no name and no reference
_RUNS = re.compile(rf"([0-9]{{{LONG},}}|[A-Z]{{{LONG},}})")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LETTERS = "ABCDEFGHIJKLMNOPRSTUVWYZ"


def varied(sample: bytes, size: int, directory: Directory) -> Iterator[bytes]:
    """One interchange of about `size` bytes in one line, the same at each call; `directory` tells what is free."""
    head, (header, *segments, trailer), reference = memory.parts(sample)
    pieces = [piece for segment in segments for piece in _pieces(segment.decode("latin-1"), directory)]
    count = max(1, size // sum(len(segment) + 1 for segment in (header, *segments, trailer)))
    dice = random.Random(1)  # noqa: S311  # the same traffic each time
    yield b"'".join([*head, b""])
    for number in range(1, count + 1):
        message = b"'".join([header, _drawn(pieces, dice).encode("latin-1") + trailer, b""])
        yield message.replace(b"@@", b"%08d" % number)
    yield b"UNZ+%d+%s'" % (count, reference)


def _drawn(pieces: list[Piece], dice: random.Random) -> str:
    """One message: each free piece in another word, the same for the same."""
    words: dict[str, str] = {}
    for old, draw in pieces:
        if draw is not None and old not in words:
            words[old] = draw(dice)
    return "".join(words.get(old, old) if draw else old for old, draw in pieces)


def _pieces(segment: str, directory: Directory) -> Iterator[Piece]:
    """A segment as what stays and what is drawn."""
    tag, *elements = re.split(r"(?<!\?)\+", segment)
    yield tag, None
    definition = directory.segment(tag)
    for ordinal, element in enumerate(elements):
        use = definition.uses[ordinal].id if definition and ordinal < len(definition.uses) else ""
        composite = directory.composite(use)
        uses = [part.id for part in composite.uses] if composite else [use]
        for position, value in enumerate(re.split(r"(?<!\?):", element)):
            yield ":" if position else "+", None
            yield from _value(value, uses[position] if position < len(uses) else "", directory)
    yield "'", None


def _value(value: str, number: str, directory: Directory) -> Iterator[Piece]:
    element = directory.element(number)
    if element is None or number in KEPT or directory.codes(number) is not None:
        yield value, None
    elif number == DATE:
        yield value, _date(len(value)) if len(value) in (8, 12) else None
    elif _NUMBER.fullmatch(value):
        yield value, _figures(value) if len(value) >= LONG else None
    else:
        yield from ((run, _word(run) if _RUNS.match(run) else None) for run in _RUNS.split(value))


def _date(length: int) -> Draw:
    def draw(dice: random.Random) -> str:
        day = f"20{dice.randint(20, 26)}{dice.randint(1, 12):02d}{dice.randint(1, 28):02d}"
        return day if length == 8 else f"{day}{dice.randint(0, 23):02d}{dice.randint(0, 59):02d}"

    return draw


def _figures(value: str) -> Draw:
    """As many digits, the mark where it was; the first is no zero."""

    def draw(dice: random.Random) -> str:
        digits = iter(dice.choices("0123456789", k=len(value)))
        return dice.choice("123456789") + "".join("." if old == "." else next(digits) for old in value[1:])

    return draw


def _word(run: str) -> Draw:
    characters = "0123456789" if run[0].isdigit() else _LETTERS
    return lambda dice: "".join(dice.choices(characters, k=len(run)))
