"""A message is held to the directory it claims; a claim nobody can keep is a finding with near names."""

import io

import pytest

from edi_engine import formats
from edi_engine.findings import Strictness
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


def of_envelope(
    text: str, directories: Directories, strictness: Strictness = Strictness.NORMAL
) -> list[tuple[str, str, str | None, int | None, int | None, str | None]]:
    """Findings of the segments around the messages."""
    interchange = next(formats.read(io.BytesIO(text.encode("latin-1")), strictness=strictness))
    formats.check_envelope(interchange, directories)
    for _ in interchange.messages:
        pass
    found = sorted(interchange.report, key=lambda each: each.where.offset or 0)
    return [
        (each.code, each.severity, each.where.tag, each.where.element, each.where.component, each.error)
        for each in found
    ]


UNB = "UNB+UNOC:3+A:14+B:ZZZ+250101:1200+1'"
UNG = "UNG+CUSDEC+A:14+B:ZZZ+250101:1200+G1+UN+D:96B'"
MESSAGE = "UNH+1+CUSDEC:D:96B:UN'UNT+2+1'"


def test_every_segment_around_messages_is_held_to_its_definition(directories: Directories) -> None:
    good = f"{UNB}{UNG}{MESSAGE}UNE+1+G1'UNZ+1+1'"
    assert of_envelope(good, directories) == []
    bad = (
        good.replace("B:ZZZ", "B:ZZ")
        .replace("G1+UN+", "G1+XX+")
        .replace("UNE+1", "UNE+1.")
        .replace("UNZ+1+", "UNZ+1++")
    )
    assert of_envelope(bad, directories) == [
        ("ENV-029", "note", "UNB", 3, 2, "12"),
        ("ENV-029", "note", "UNG", 3, 2, "12"),
        ("ENV-029", "note", "UNG", 6, None, "12"),
        ("ENV-007", "error", "UNE", 1, None, "29"),
        ("ENV-002", "error", "UNZ", 2, 1, "13"),
        ("ENV-030", "warning", "UNZ", 3, None, "16"),
    ]


def test_each_syntax_version_has_its_own_definitions(directories: Directories) -> None:
    late = f"{UNB}{MESSAGE}UNZ+1+1'".replace("UNOC:3", "UNOC:4")
    assert of_envelope(late, directories) == [("ENV-030", "warning", "UNB", 4, 1, "40")]
    assert of_envelope(late.replace("+250101", "+20250101").replace("A:14", "A:14:INNER:SUB"), directories) == []
    unknown = late.replace("UNOC:4", "UNOC:7")  # measured by version 3, the one in use most
    assert of_envelope(unknown, directories) == [("ENV-018", "warning", "UNB", 1, 2, "2")]


def test_strictly_codes_and_forms_around_messages_are_errors(directories: Directories) -> None:
    text = f"{UNB}{MESSAGE}UNZ+1+1'".replace(":14", ":ZZ").replace(":1200", ":12")
    found = of_envelope(text, directories, Strictness.STRICT)
    assert [each[:2] for each in found] == [("ENV-029", "error"), ("ENV-030", "error")]
    assert {each[1] for each in of_envelope(text, directories, Strictness.LENIENT)} == {"note", "warning"}


def test_what_the_reader_says_of_the_header_is_said_once(directories: Directories) -> None:
    text = f"{UNB}{MESSAGE}UNZ+1+1'".replace("UNOC:3", "UNOQX:30").replace("+250101:1200", "+")
    assert [each[0] for each in of_envelope(text, directories)] == ["ENV-017", "ENV-018", "ENV-002", "ENV-002"]


def test_without_a_header_there_is_nothing_to_look_at(directories: Directories) -> None:
    assert [each[0] for each in of_envelope(MESSAGE, directories)] == ["ENV-001"]


def told(*segments: str, directories: Directories, end: str = "UNZ+1+1'") -> list[tuple[str, int | None, int | None]]:
    """What is said of the only message: code, segment, element."""
    data = (UNB + "'".join(segments) + end).encode()
    [found] = [each for interchange in formats.read(io.BytesIO(data)) for each in interchange.messages]
    formats.check(found, directories)
    return [(each.code, each.where.segment, each.where.element) for each in found.report]


ORDER = ("UNH+1+ORDERS:D:96A:UN", "BGM+220+X+9", "DTM+137:20260101:102", "LIN+1", "UNS+S")


def test_one_fault_of_a_trailer_is_one_finding(directories: Directories) -> None:
    def trailer(text: str) -> list[tuple[str, int | None, int | None]]:
        return told(*ORDER, text, "", directories=directories)

    assert trailer("UNT+6+1") == []
    assert trailer("UNT") == [("ENV-002", 6, 1), ("ENV-002", 6, 2)]
    assert trailer("UNT+6") == [("ENV-002", 6, 2)]
    assert trailer("UNT+X+1") == [("ENV-003", 6, 1)]
    assert trailer("UNT+6.+1") == [("ENV-003", 6, 1)]
    assert trailer("UNT+7+1+") == [("ENV-003", 6, 1), ("EEL-011", 6, 3)]


def test_of_data_that_were_cut_off_nothing_is_said_of_what_is_not_there(directories: Directories) -> None:
    cut = told("UNH+1+ORDERS:D:96A:UN", "BGM+220+X+9", "DTM+13", directories=directories, end="")
    assert cut == [("ENV-009", 4, None), ("ENV-021", 3, None)]
    inside = told("UNH+1+ORDERS:D:96A:UN", "BGM+220+X+9+X", "DTM+", directories=directories, end="")
    assert inside == [("ENV-009", 4, None), ("ENV-021", 3, None), ("EEL-009", 2, 4)]


def test_a_header_that_names_no_directory_lacks_elements(directories: Directories) -> None:
    message = told("UNH+1+ORDERS", *ORDER[1:], "UNT+6+1", "", directories=directories)
    assert message == [("EEL-002", 1, 2)] * 3  # 0052, 0054, 0051


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
