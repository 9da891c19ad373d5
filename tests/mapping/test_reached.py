"""Golden samples reach every line of the shipped mappings and every row of their code tables.

What none of them reaches could be dropped or changed on both sides, and no proof would notice: `make mutation` counts
what is noticed.
"""

import shutil
from pathlib import Path

import pytest

from edi_engine.mapping.reached import Reach, reach
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

WORKSPACE = Workspace("nowhere")
MAPPINGS = Mappings(WORKSPACE)
# Lines and codes that no sample can have, by mapping: text of the line or the code, and why. There are none.
OUT_OF_REACH: dict[str, dict[str, str]] = {}


@pytest.mark.parametrize("name", MAPPINGS.names())
def test_golden_samples_reach_all_of_a_shipped_mapping(name: str) -> None:
    found, known = reach(MAPPINGS, name), OUT_OF_REACH.get(name, {})
    assert [line for line in found.unmet if line.text.strip() not in known] == []
    codes = {code for ways in found.unused.values() for left in ways.values() for code in left}
    assert codes - known.keys() == set()


def copied(root: Path, *samples: str) -> Reach:
    """A copy of a shipped mapping with some of its samples."""
    folder = root / "mappings" / "answers"
    shutil.copytree(WORKSPACE.mapping_folders()["agency-answer-json"], folder)
    for path in (folder / "samples").iterdir():
        if path.name.partition(".")[0] not in samples:
            path.unlink()
    return reach(Mappings(Workspace(root)), "answers")


def test_what_no_sample_reaches_is_named(tmp_path: Path) -> None:
    found = copied(tmp_path, "granted")
    assert [line.text for line in found.unmet][:2] == ["{declaration.id}", "{declaration.ucr.id}"]
    left = found.unused["codes/state.csv"]
    assert "granted" not in left["reading"]
    assert "released" in left["reading"]
    assert "08" not in left["writing"]
    assert found.words() == "7 of 13 lines and 23 of 25 codes"


def test_without_samples_nothing_is_reached(tmp_path: Path) -> None:
    found = copied(tmp_path)
    assert (len(found.unmet), found.words()) == (found.lines, "13 of 13 lines and 25 of 25 codes")


def test_what_a_mapping_has_from_another_is_reached_by_the_samples_of_that_one() -> None:
    found = reach(MAPPINGS, "paxlst-d05b")
    assert (found.unmet, found.unused, found.words()) == ([], {}, "")
