"""Over many files: which elements they have, what becomes of them, and which lines of a mapping none of them meets."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from edi_engine.cli.frame import run
from edi_engine.findings import Report, Strictness
from edi_engine.mapping.losses import Fate
from edi_engine.mapping.met import MOST_PLACES, OTHERS, Met, template_lines
from edi_engine.mapping.registry import Mappings
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.mapping.templates import body, compiled

PROJECT = Path(__file__).parents[2]
MAPPINGS = Mappings(Workspace("nowhere"))
WRITTEN = (".canonical.json", ".findings.txt")


def met(name: str, *payloads: bytes) -> Met:
    with Engine(Workspace("nowhere"), strictness=Strictness.LENIENT) as engine:
        found = Met(engine.mappings.get(name))
        for payload in payloads:
            for _, messages in engine.read_documents(io.BytesIO(payload), mapping=name):
                for read in messages:
                    if read.document is not None:
                        found.add(read.message, read.document, read.report)
    return found


def samples(name: str) -> list[bytes]:
    folder = PROJECT / "mappings" / name / "samples"
    return [path.read_bytes() for path in sorted(folder.iterdir()) if not path.name.endswith(WRITTEN)]


@pytest.mark.parametrize(
    "name",
    ["contrl-4", "cn-ceb311-order", "event-report", "port-cargo-list", "tax-authority-json", "terminal-release-csv"],
)
def test_places_of_elements_are_those_of_lines(name: str) -> None:
    """A line is met iff an element stands where it is; else the two would be told by different words."""
    found = met(name, *samples(name))
    assert 0 < len(found.lines) - len(found.unmet()) <= len(found.lines)
    assert sum(found.sums().values()) == sum(fates.total() for fates in found.places.values())


def test_a_line_is_met_by_the_segment_it_takes_and_by_no_other() -> None:
    sample = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
    before = {line.line: line.text for line in met("cusdec-d96b-import", sample).unmet()}
    other = sample.replace(b"LOC+35+FR", b"LOC+36+FR")
    after = {line.line: line.text for line in met("cusdec-d96b-import", other).unmet()}
    assert [after[line][:6] for line in after.keys() - before.keys()] == ["LOC+35"]
    assert [before[line][:6] for line in before.keys() - after.keys()] == ["LOC+36"]


@pytest.mark.parametrize(
    ("name", "sample", "old", "new", "place"),
    [
        ("tax-authority-json", "export_fob_by_agency.json", b'"period"', b'"month"', "/month"),
        ("eu-cc315a", "two_items_by_sea.xml", b"<HEAHEA>", b"<HEAHEA><New>1</New>", "/CC315A/HEAHEA/New"),
        ("terminal-release-csv", "import_three_items_two_containers.csv", b"voyage", b"trip", "trip"),
    ],
)
def test_what_no_line_is_for_is_unmapped_at_its_place(
    name: str, sample: str, old: bytes, new: bytes, place: str
) -> None:
    data = (PROJECT / "mappings" / name / "samples" / sample).read_bytes().replace(old, new, 1)
    places = met(name, data).places
    found = {at: fates for at, fates in places.items() if at.startswith(place)}
    assert found
    assert {fate for fates in found.values() for fate in fates} == {Fate.UNMAPPED}


def test_a_segment_that_no_line_takes_is_told_with_its_qualifier(tmp_path: Path) -> None:
    mapping: Any = compiled(tmp_path, "BGM+{type_code}\nRFF+UCN:{ucr.id}")
    found = Met(mapping)
    received, report = mapping.message(body("BGM+1", "RFF+UCN:7", "RFF+ZZZ:8")), Report()
    found.add(received, mapping.read(received, report), report)
    places = {place: dict(fates) for place, fates in found.places.items() if place[:3] in ("BGM", "RFF")}
    assert places == {
        "BGM, element 1, component 1": {Fate.MAPPED: 1},
        "RFF+UCN, element 1, component 1": {Fate.MAPPED: 1},
        "RFF+UCN, element 1, component 2": {Fate.MAPPED: 1},
        "RFF+ZZZ, element 1, component 1": {Fate.UNMAPPED: 1},
        "RFF+ZZZ, element 1, component 2": {Fate.UNMAPPED: 1},
    }
    assert found.unmet() == []


def test_places_are_bounded() -> None:
    members = ", ".join(f'"m{number}": 1' for number in range(MOST_PLACES + 50))
    places = met("tax-authority-json", f'{{"record": "export-refund", {members}}}'.encode()).places
    assert len(places) == MOST_PLACES + 1
    assert places[OTHERS].total() >= 50


def test_a_mapping_without_a_template_has_no_lines() -> None:
    assert template_lines(MAPPINGS.get("json")) == {}


def test_the_command_counts_over_files_and_names_those_it_cannot_read(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(PROJECT / "samples/import_minimal" / name) for name in ("received.edi", "sent/customs.xml")]
    assert run(["map", "coverage", "cusdec-d96b-import", *files, "--json"]) == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["files"], told["messages"], told["sums"]["mapped"]) == (2, 1, 49)
    assert [row["findings"][0]["code"] for row in told["not_read"]] == ["MPG-013"]
    assert sum(row.get("mapped", 0) for row in told["elements"]) == 49
    assert {"file": "", "line": 6, "text": "CST++{in type_code[2:]}:105"} in told["never_met"]
    assert run(["map", "coverage", "cusdec-d96b-import", files[1]]) == 1
