"""A rejection that points into an agency's own format names the bytes of the message that the agency never saw."""

import io
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from edi_engine.canonical.model import Declaration, Error, ErrorPoint, Pointer, Response
from edi_engine.findings import Position, Report
from edi_engine.mapping.received.locations import located
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.tracing.alignment import unmatched
from edi_engine.mapping.tracing.home import Home
from edi_engine.mapping.tracing.trace import Trace
from edi_engine.pipeline import Engine
from edi_engine.rejection import Homeward, home_of, homeward, place_words
from edi_engine.translation import Translator
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
DEC = "namespace-uri()='urn:wco:datamodel:WCO:DEC-DMS:2'"
MINIMAL, EXPORT = "samples/import_minimal/received.edi", "samples/export_two_items/received.edi"
AGENCIES = [
    (MINIMAL, "wco-dec"),
    (EXPORT, "tax-authority-json"),
    (EXPORT, "terminal-release-csv"),
    (MINIMAL, "cusdec-d21b-partner"),
]


@cache
def sent(file: str, target: str) -> tuple[Trace, Home, bytes]:
    """A declaration that went to an agency: its lineage, the ways back, and the bytes received."""
    data, engine = (PROJECT / file).read_bytes(), Engine(Workspace())
    translator = Translator(engine, target)
    (result,) = translator.translate(io.BytesIO(data))
    trace = Trace(cast(Any, result.read.mapping), result.read.message, cast(Any, result.read.document), data)
    home = home_of(trace, translator.writer, translator.bytes_of([result]))
    assert home is not None
    return trace, home, data


def rejected(home: Home, *points: ErrorPoint, pointers: tuple[Pointer, ...] = ()) -> Homeward:
    errors = [Error(validation_code=f"E{n}", point=point) for n, point in enumerate(points)]
    errors += [Error(validation_code="W", pointers=list(pointers))] if pointers else []
    return homeward(Response(function_code="03", errors=errors), home)


def span_of(error: Error, trace: Trace) -> tuple[int, int]:
    """The bytes an error names, by its place in the words of the trader's own message."""
    assert error.point is not None
    assert error.point.location is not None
    where = located(error.point.location, trace.received)
    assert where is not None
    (index,) = trace.received.within(where)
    span = trace.place(index).span
    assert span is not None
    return span


def changed_by(trace: Trace, home: Home, writer: Any, index: int) -> set[str]:
    """What would not have been sent, or not so, if one received value had been another."""
    with trace.received.altered([index]) as message:
        document = trace.mapping.read(message, Report())
    found = received_by(writer, writer.message(writer.write(document, Report())))
    before, after = (
        {key: value.text for key, value in zip(one.keys, one.values, strict=True)} for one in (home.sent, found)
    )
    if home.sent.shape != found.shape:
        return set(unmatched(before, after))
    return {key for key, text in before.items() if after.get(key) != text}


@pytest.mark.parametrize(("file", "target"), AGENCIES)
def test_a_rejection_of_each_value_sent_names_the_bytes_that_change_it(file: str, target: str) -> None:
    trace, home, data = sent(file, target)
    writer: Any = Engine(Workspace()).mappings.get(target)
    values = [index for index in range(len(home.sent.values)) if index in home.written]
    points = [ErrorPoint(location=place_words(home.sent.values[index].where())) for index in values]
    found = rejected(home, *points)
    assert found.findings == []
    proven = 0
    for index, walked, error in zip(values, found.walked, found.response.errors, strict=True):
        landing = walked.landing
        assert landing is not None
        assert landing.places
        begin, end = span_of(error, trace)
        assert data[begin:end].decode("latin-1").replace("?", "") == landing.places[0].text.replace("?", "")
        if not landing.near:
            assert home.sent.keys[index] in changed_by(trace, home, writer, landing.places[0].index)
            proven += 1
    assert proven > 15


def test_places_are_told_in_the_terms_of_who_sent_the_message() -> None:
    trace, home, data = sent(EXPORT, "tax-authority-json")
    found = rejected(home, ErrorPoint(location="/items/1/classifications/0/code"))
    (error,) = found.response.errors
    assert error.point == ErrorPoint(
        section_code="2",
        item_id="2",
        segment_tag="CST",
        sequence_id="88",
        location="segment 88 CST, element 2, component 1",
    )
    assert [(link.document_section_code, link.sequence_numeric, link.tag_id) for link in error.pointers] == [
        ("42A", 1, None),
        ("67A", 1, None),
        ("68A", 2, None),
        ("23A", 1, None),
        ("21A", 1, "145"),
    ]
    assert data[slice(*span_of(error, trace))] == b"8528722000"


def test_what_is_answered_is_named_by_the_reference_of_who_sent_it() -> None:
    _, home, _ = sent(EXPORT, "tax-authority-json")
    response = Response(declaration=Declaration(id="530420250053041193"))
    assert homeward(response, home).response.declaration == Declaration(
        id="530420250053041193", functional_reference_id="LV-EX-2026-0193"
    )


def test_a_wco_pointer_is_followed_in_the_document() -> None:
    trace, home, data = sent(MINIMAL, "wco-dec")
    chain = (
        Pointer(document_section_code="42A"),
        Pointer(document_section_code="67A"),
        Pointer(document_section_code="68A", sequence_numeric=1),
        Pointer(document_section_code="23A"),
        Pointer(document_section_code="21A", sequence_numeric=1, tag_id="145"),
    )
    (error,) = rejected(home, pointers=chain).response.errors
    assert data[slice(*span_of(error, trace))] == b"49019900"


@pytest.mark.parametrize(
    ("target", "location", "text", "near"),
    [
        ("wco-dec", "/n:Declaration/n:GoodsShipment[1]/n:GovernmentAgencyGoodsItem/n:Origin/n:CountryCode", "FR", 0),
        ("wco-dec", "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Origin", "FR", 0),
        ("wco-dec", "/*[local-name()='Declaration']/*[local-name()='DeclarationOfficeID'][1]", "GB000060", 0),
        ("wco-dec", f"/*[local-name()='Declaration' and {DEC}]/*[local-name()='DeclarationOfficeID']", "GB000060", 0),
        ("wco-dec", f"/*:Declaration[{DEC}][1]/*:DeclarationOfficeID[{DEC}][1]", "GB000060", 0),
        ("wco-dec", "/Q{urn:x}Declaration[1]/Q{urn:x}DeclarationOfficeID[1]", "GB000060", 0),
        ("wco-dec", "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Origin/RegionID", "FR", 1),
        ("cusdec-d21b-partner", "segment 3 LOC, element 2, component 1", "GB000060", 0),
        ("cusdec-d21b-partner", "Segment 3, element 2", "GB000060", 0),
        ("cusdec-d21b-partner", "segment 3 LOC, element 1, component 1", "GB000060", 1),
        ("terminal-release-csv", "row 1, column own_reference", "NM-MIN-0001", 0),
        ("terminal-release-csv", "line 2, own_reference", "NM-MIN-0001", 0),
        ("json", "/parties/0/taxNumber", "IM", 1),
        ("terminal-release-csv", "row 1, column 2", "NM-MIN-0001", 0),
    ],
)  # fmt: skip
def test_places_are_found_however_they_are_written(target: str, location: str, text: str, near: int) -> None:
    _, home, _ = sent(MINIMAL, target)
    landing = home.from_location(location)
    assert landing is not None
    assert (landing.places[0].text, landing.near) == (text, bool(near))


ITEM_7 = "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[7]/Commodity/Description"


@pytest.mark.parametrize("location", ["/Declaration/Nothing", ITEM_7, "segment 2", "somewhere", "line 7", ""])
def test_what_points_nowhere_is_told_and_keeps_its_words(location: str) -> None:
    _, home, _ = sent(MINIMAL, "wco-dec")
    point = ErrorPoint(location=location)
    found = rejected(home, point)
    assert [finding.code for finding in found.findings] == ["PTR-005"]
    told = f"place given by the agency: {location}" if location else None
    assert found.response.errors == [Error(validation_code="E0", description=told)]


def test_an_error_of_the_message_as_such_points_nowhere_and_that_is_no_fault() -> None:
    _, home, _ = sent(MINIMAL, "wco-dec")
    response = Response(errors=[Error(description="2 faults", level="message")])
    assert homeward(response, home).findings == []


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (Position(message=1, segment=3, tag="LOC", element=2, line=5, column=8, offset=9), "segment 3 LOC, element 2"),
        (Position(message=1, path="/a/b", line=5), "/a/b"),
        (Position(message=1, path="gross_kg", line=5), "gross_kg, line 5"),
        (Position(message=1, line=5, column=8), "line 5, column 8"),
    ],
)
def test_a_place_is_told_by_what_its_syntax_counts(where: Position, words: str) -> None:
    assert place_words(where) == words
