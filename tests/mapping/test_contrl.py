"""CONTRL of syntax versions 3 and 4: received, understood and written again."""

import io
from pathlib import Path

import pytest

from edi_engine.canonical.acknowledgement import ElementError, MessageResponse, SegmentError, SyntaxAcknowledgement
from edi_engine.findings import Report
from edi_engine.formats import edifact
from edi_engine.mapping.golden import golden_pairs, try_golden_pair
from edi_engine.mapping.roundtrip import round_trip
from tests.mapping.edifact_support import MAPPINGS, errors, only_message, template

NAMES = ["contrl-3", "contrl-4"]
REAL = Path(__file__).parents[2] / ".." / "shared" / "corpus" / "edifact" / "CONTRL_D.3_nordea-negative_jacobemcken.edi"


@pytest.mark.parametrize("name", NAMES)
def test_generated_answers_come_back_equal(name: str) -> None:
    result = round_trip(template(name), 60)
    assert result.proven, (result.unequal, result.examples, result.rare)


@pytest.mark.parametrize("name", NAMES)
def test_golden_samples_hold(name: str) -> None:
    pairs = golden_pairs(MAPPINGS.files, name)
    assert len(pairs) >= 2
    for pair in pairs:
        assert try_golden_pair(MAPPINGS.get(name), pair) == []


@pytest.mark.parametrize(
    ("claimed", "name"), [("D:3", "contrl-3"), ("2:2", "contrl-3"), ("D:96A", "contrl-3"), ("4:1", "contrl-4")]
)
def test_the_release_in_unh_chooses_the_mapping(claimed: str, name: str) -> None:
    version = "4" if claimed == "4:1" else "3"
    data = f"UNB+UNOC:{version}+A:14+B:14+260101:0900+1'UNH+1+CONTRL:{claimed}:UN'UCI+5+B:14+A:14+7'UNT+3+1'UNZ+1+1'"
    received = only_message(data.encode())
    mapping, why = MAPPINGS.detect(received)
    assert mapping is not None, why
    assert mapping.name == name
    document = mapping.read(received, received.report)
    assert document == SyntaxAcknowledgement(
        reference="5",
        sender_id="B",
        sender_qualifier="14",
        recipient_id="A",
        recipient_qualifier="14",
        action_code="7",
    )
    assert errors(received.report) == []


def test_what_is_absent_is_not_written() -> None:
    """A place in a segment is a number that is there or not: never the ordinal of its element in the list."""
    document = SyntaxAcknowledgement(
        reference="5", sender_id="B", recipient_id="A", action_code="7", messages=[], groups=[]
    )
    report = Report()
    assert template("contrl-3").write(document, report) == ["UCI+5+B+A+7"]
    assert len(report) == 0


def test_an_occurrence_has_no_place_in_syntax_version_3() -> None:
    element = ElementError(error_code="12", element_position=3, occurrence=2)
    document = SyntaxAcknowledgement(reference="5", sender_id="B", recipient_id="A", action_code="7")
    document.messages = [
        MessageResponse(reference="1", action_code="4", segments=[SegmentError(position=2, elements=[element])])
    ]
    report = Report()
    written = template("contrl-3").write(document, report)
    assert written[-1] == "UCD+12+3"
    assert any("occurrence" in str(finding) for finding in report)


@pytest.mark.skipif(not REAL.is_file(), reason="the corpus of real messages is not at hand")
def test_a_real_negative_answer_is_understood() -> None:
    interchange = next(edifact.read(io.BytesIO(REAL.read_bytes())))
    received = next(interchange.messages)
    mapping, why = MAPPINGS.detect(received)
    assert mapping is not None, why
    document = mapping.read(received, Report())
    assert isinstance(document, SyntaxAcknowledgement)
    (told,) = document.messages
    assert (told.type, told.action_code, told.error_code, told.segment_tag) == ("PAYMUL", "4", "13", "UNH")
    assert (told.element_position, told.component_position) == (2, 4)
    assert [(segment.position, segment.error_code) for segment in told.segments] == [(17, "16")]
