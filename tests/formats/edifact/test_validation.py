"""A message is held to the directory it claims; a claim nobody can keep is a finding with near names."""

import io

import pytest

from edi_engine import formats
from edi_engine.formats.edifact.directory import Directories
from edi_engine.interchange import Message
from edi_engine.workspace import Workspace


@pytest.fixture(scope="module")
def directories() -> Directories:
    return Directories(Workspace().schema_text)


def message(header: str, *segments: str) -> Message:
    texts = [f"UNH+1+{header}", *segments, f"UNT+{len(segments) + 2}+1"]
    wire = "UNB+UNOA:3+A+B+250101:1200+1'" + "".join(f"{text}'" for text in texts) + "UNZ+1+1'"
    [found] = [m for interchange in formats.read(io.BytesIO(wire.encode())) for m in interchange.messages]
    return found


def test_an_unknown_directory_is_named_at_its_component(directories: Directories) -> None:
    found = message("CUSDEC:D:97Z:UN", "BGM+929")
    formats.check(found, directories)
    [finding] = found.report
    assert (finding.code, finding.error) == ("ESG-010", "12")
    assert (finding.where.segment, finding.where.element, finding.where.component) == (1, 2, 2)
    assert "D.93A to D.24A" in finding.why


def test_an_unknown_message_is_offered_near_names_and_where_it_exists(directories: Directories) -> None:
    found = message("CUSDEK:D:96B:UN", "BGM+929")
    formats.check(found, directories)
    [finding] = found.report
    assert finding.code == "ESG-011"
    assert "CUSDEC" in finding.fix
    later = message("GOVCBR:D:96B:UN", "BGM+929")
    formats.check(later, directories)
    [finding] = later.report
    assert "it is in D.09A to D.24A" in finding.why


def test_a_message_can_be_held_to_another_directory(directories: Directories) -> None:
    found = message("CUSDEC:D:96B:UN", "BGM+929", "GIS+1:112", "UNS+D", "UNS+S")
    formats.check(found, directories, "D.21B")
    assert "ESG-001" in {finding.code for finding in found.report}


def test_a_service_message_is_measured_by_its_syntax(directories: Directories) -> None:
    found = message("CONTRL:D:3:UN", "UCI+1+A+B+8")
    formats.check(found, directories)
    assert list(found.report) == []
