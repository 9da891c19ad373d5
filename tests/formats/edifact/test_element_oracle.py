"""The elements of random segments of every directory, right and wrong, against an oracle written apart."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from edi_engine.formats.edifact.directory import Directories, Directory
from edi_engine.formats.edifact.element_checker import element_checker
from tests.formats.edifact.element_oracle import ElementOracle, Fault
from tests.formats.edifact.facts import needs_facts
from tests.formats.edifact.random_messages import seeded, segment

SCHEMAS = Path(__file__).parents[3] / "schemas"
DIRECTORIES = Directories(lambda name: (SCHEMAS / name).read_text("utf-8"))
SEGMENTS = 60  # of each directory
ODD = ("Z", "ZQ", "99", "0", "-1", "1.", ".5", "1,5", "1.2.3", "+1", "1-", "é", "001", "-", ".", "12a", "6", "9" * 600)
NOTES = {"EEL-012"}  # told once a message


@needs_facts
@pytest.mark.parametrize("name", DIRECTORIES.names)
def test_faults_in_elements_are_those_of_the_facts(name: str) -> None:
    chance = seeded(DIRECTORIES.names.index(name))
    syntax = chance.choice("234")
    directory = DIRECTORIES.get(name, syntax)
    elsewhere = {row.split("\t")[0] for row in open_lists() if directory.closed_codes(row.split("\t")[0]) is None}
    oracle = ElementOracle(name.removeprefix("D."), syntax, elsewhere)
    texts = [changed(one, chance) for one in segments(directory, chance)]
    told: dict[int, set[Fault]] = {}
    for number, found in element_checker(directory).faults(texts):
        faults = {(each.code, *((None, None) if each.code == "EEL-011" else each[3:5])) for each in found}
        told[number] = {each for each in faults if each[0] not in NOTES}
    for number, text in enumerate(texts, 1):
        expected = {each for each in oracle.faults(text) if each[0] not in NOTES}
        assert (text, told.get(number, set())) == (text, expected)


def open_lists() -> list[str]:
    """The rows of the lists that others keep: that they pass is ours to say, no fact of a directory."""
    lines = (SCHEMAS / "edifact/un/codes_elsewhere.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and line[0] != "#"]


def segments(directory: Directory, chance: Random) -> Iterator[str]:
    """Segments without faults."""
    tags = directory.identifiers("segments")
    for _ in range(SEGMENTS):
        definition = directory.segment(chance.choice(tags))
        assert definition is not None
        yield segment(definition, directory, chance)


def changed(text: str, chance: Random) -> str:
    """A segment with up to two of its values emptied, replaced, lengthened, or joined by others."""
    parts = re.split(r"([+:*])", text)
    for _ in range(chance.choice([0, 1, 1, 2])):
        place = chance.randrange(0, len(parts), 2)
        if place:
            old = parts[place]
            new = [chance.choice(ODD), "", old + chance.choice("1X"), old[1:], "X" * len(old), "7" * len(old)]
            more = [f"{old}{separator}{chance.choice(['', 'X', '7', old])}" for separator in "+:*"]
            parts[place] = chance.choice(new + more)
    return "".join(parts)
