"""Positions in a message: counted where the text allows it, and the same as those found byte by byte."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.formats.edifact.charsets import shielded
from edi_engine.formats.edifact.lexer import lexer_for
from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.segments import Segments

HEAD = "UNB+UNOW:4+A+B+260101:1200+1'UNH+1+CUSDEC:D:96B:UN'"
PIECES = st.sampled_from(
    ["NAD+CN", "FTX+AAI+++a b", "FTX+é", "GIS+1:2", "FTX+x?'y", "FTX+a*b", " BGM+1", "", "+A", "?"]
)
ENDS = st.sampled_from(["'", "'", "'", "'", "'\r\n", "'\n", "\n'", " '"])


@settings(max_examples=300, deadline=None)
@given(segments=st.lists(st.tuples(PIECES, ENDS), max_size=6), trailer=st.sampled_from(["UNT+9+1'", "UNT+9+1", ""]))
def test_counted_places_are_those_found_byte_by_byte(segments: list[tuple[str, str]], trailer: str) -> None:
    wire = HEAD + "".join(text + end for text, end in segments) + trailer
    for interchange in read(io.BytesIO(wire.encode())):
        for message in interchange.messages:
            body = message.body
            spans = lexer_for(body.service).segment_spans(shielded(body.raw, body.codec))
            for number in range(len(spans) + 3):
                end = body.offset + len(body.raw)
                known = 1 <= number <= len(spans)
                start, stop = spans[number - 1] if known else (0, 0)
                assert body.span(number) == ((body.offset + start, body.offset + stop) if known else (end, end))


def test_a_part_of_a_segment_that_is_not_there_is_placed_behind_the_message() -> None:
    body = Segments.of(["UNH+1", "UNT+2+1"])
    assert body.span(3, 1, 1) == (len(body.raw), len(body.raw))
    assert body.span(2, 1) == (10, 11)
