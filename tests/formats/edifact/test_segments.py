"""Positions in a message: counted where the text allows it, and the same as those found byte by byte."""

import io
import tracemalloc
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.formats.edifact import lexer
from edi_engine.formats.edifact.charsets import shielded
from edi_engine.formats.edifact.directory import Directories
from edi_engine.formats.edifact.lexer import lexer_for
from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.segments import Segments, escape
from edi_engine.formats.edifact.validation import check_message
from edi_engine.workspace import Workspace

HEAD = "UNB+UNOW:4+A+B+260101:1200+1'UNH+1+CUSDEC:D:96B:UN'"
CODECS = {"UNOW:4": "utf-8", "UNOC:3": "latin-1", "UNOX:3": "iso2022_jp_2"}
PIECES = st.sampled_from(
    ["NAD+CN", "FTX+AAI+++a b", "FTX+é", "GIS+1:2", "FTX+x?'y", "FTX+a*b:c", "A+?+:é??*z", " BGM+1", "", "+A", "?"]
)
ENDS = st.sampled_from(["?\r'", "'", "'", "'", "'", "'\r\n", "'\n", "\n'", " '"])

MANY = 1_000_000
TRACED = 50_000  # tracing makes each part slow


def count_parts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that grows by one with each `Part` made from now on."""
    made: list[int] = []
    part = lexer.Part

    def counted(*fields: Any) -> lexer.Part:
        made.append(1)
        return part(*fields)

    monkeypatch.setattr(lexer, "Part", counted)
    return made


@settings(max_examples=300, deadline=None)
@given(
    segments=st.lists(st.tuples(PIECES, ENDS), max_size=6),
    trailer=st.sampled_from(["UNT+9+1'", "UNT+9+1", "UNT+9+1?'", ""]),
    repertoire=st.sampled_from([*CODECS]),
)
def test_counted_places_are_those_found_byte_by_byte(
    segments: list[tuple[str, str]], trailer: str, repertoire: str
) -> None:
    wire = HEAD.replace("UNOW:4", repertoire) + "".join(text + end for text, end in segments) + trailer
    for interchange in read(io.BytesIO(wire.encode(CODECS[repertoire]))):
        for message in interchange.messages:
            body = message.body
            data, tokens = shielded(body.raw, body.codec), lexer_for(body.service)
            spans = tokens.segment_spans(data)
            assert body.span(0) == body.span(len(spans) + 1) == (body.offset + len(data),) * 2
            for number, (start, end) in enumerate(spans, 1):
                assert body.span(number) == (body.offset + start, body.offset + end)
                for part in tokens.parts(data, start, end) if start < end else ():
                    element, repetition, component = part[:3]
                    repeated = repetition if body.service.repetition else None
                    found = body.span(number, element, component, repeated) if element else (0, 0)
                    assert found == ((body.offset + part.start, body.offset + part.end) if element else (0, 0))


def test_a_part_of_a_segment_that_is_not_there_is_placed_behind_the_message() -> None:
    body = Segments.of(["UNH+1", "UNT+2+1"])
    assert body.span(3, 1, 1) == (len(body.raw), len(body.raw))
    assert body.span(2, 1) == (10, 11)


@pytest.mark.parametrize("value", ["A+:*?'B", "Ä漢+?", "?+"])
def test_segments_put_together_are_as_they_would_have_been_received(value: str) -> None:
    made = Segments.of(["UNH+1", f"FTX+{escape(value)}:x", "UNT+3+1"])
    released = "".join(f"?{char}" if char in "+:*?'" else char for char in value)
    assert made.raw.decode() == f"UNH+1'FTX+{released}:x'UNT+3+1'"
    assert made.span(2, 1, 1) == (10, 10 + len(released.encode()))


@settings(max_examples=300, deadline=None)
@given(
    text=st.text("+:*a", max_size=12),
    element=st.integers(1, 5),
    repetition=st.none() | st.integers(1, 4),
    component=st.none() | st.integers(1, 4),
)
def test_a_part_is_where_splitting_the_segment_puts_it(
    text: str, element: int, repetition: int | None, component: int | None
) -> None:
    body, start, piece = Segments.of([f"FTX{text}"]), 0, f"FTX{text}"
    wanted = [("+", element + 1)]
    if repetition is not None or component is not None:
        wanted.append(("*", repetition or 1))
    if component is not None:
        wanted.append((":", component))
    for separator, ordinal in wanted:
        pieces = piece.split(separator)
        if ordinal > len(pieces):
            start, piece = start + len(piece), ""
            break
        start, piece = start + len(separator.join([*pieces[: ordinal - 1], ""])), pieces[ordinal - 1]
    assert body.span(1, element, component, repetition) == (start, start + len(piece))


@pytest.mark.parametrize("segment", ["FTX" + "+" * TRACED, "FTX" + ":" * TRACED, "FTX+" + ":" * TRACED])
def test_many_parts_are_not_held_to_find_one(segment: str) -> None:
    body = Segments.of([segment])
    body.segment_spans()
    body.locate(1)
    tracemalloc.start()
    try:
        for element, component in ((1, None), (1, 2), (TRACED + 9, None)):
            body.span(1, element, component)
        assert body.at(TRACED).offset == TRACED
        assert tracemalloc.get_traced_memory()[1] < 4 * TRACED  # some copies of the segment, not a `Part` a separator
    finally:
        tracemalloc.stop()


def test_no_part_behind_the_one_wanted_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = count_parts(monkeypatch)
    assert Segments.of(["FTX" + "+" * MANY]).span(1, 2, 1) == (5, 5)
    assert len(made) <= 4


@pytest.mark.parametrize("separator", "+:*")
def test_a_segment_beyond_a_limit_is_told_and_not_looked_into(separator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    directories, made = Directories(Workspace().schema_text), count_parts(monkeypatch)
    wire = f"{HEAD}BGM+929+1'FTX{separator * MANY}'UNT+4+1'UNZ+1+1'"
    [message] = [message for interchange in read(io.BytesIO(wire.encode())) for message in interchange.messages]
    check_message(message, directories)
    assert [finding.code for finding in message.report] == ["LIM-002", "LIM-004"]
    assert message.report.rejected
    assert len(made) <= 10
