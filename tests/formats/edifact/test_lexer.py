"""Segments come apart exactly, whatever characters separate them, however the lines are broken."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from edi_engine.formats.edifact.lexer import escape, lexer_for, unescape
from edi_engine.formats.edifact.segments import Segments
from edi_engine.formats.edifact.service_string import ServiceString
from tests.formats.edifact.wire import reference_segments

SERVICES = [
    ServiceString(),
    ServiceString(repetition="*"),
    ServiceString(component="=", element="*", terminator="~"),
    ServiceString(component="+", element=":", release="'", terminator="?"),
    ServiceString(component=":", element="-", terminator="#", repetition="|"),
    ServiceString(terminator="\n", release=""),
    ServiceString(component="\x1f", element="\x1d", release="", terminator="\x1c"),
]
texts = st.text(alphabet="AB1 +:*?'=~#-|\x1c\x1d\x1f\n\r", max_size=60)


def split(wire: str, service: ServiceString) -> list[list[list[list[str]]]]:
    """What the careful way of the engine makes of a text."""
    lexer, data = lexer_for(service), wire.encode()
    segments = [lexer.segment(data[start:end].decode())[0] for start, end in lexer.segment_spans(data)]
    return [
        [
            [[unescape(component) for component in repetition.split(":")] for repetition in element.split("*")]
            for element in segment.split("+")
        ]
        for segment in segments
    ]


@pytest.mark.parametrize("service", SERVICES)
@given(wire=texts)
def test_the_careful_way_agrees_with_the_rules_written_out(service: ServiceString, wire: str) -> None:
    assert split(wire, service) == reference_segments(wire, service)


@pytest.mark.parametrize("service", SERVICES)
@given(wire=texts)
def test_the_fast_way_agrees_with_the_careful_way_where_it_dares(service: ServiceString, wire: str) -> None:
    lexer, text = lexer_for(service), "UNH" + wire + service.terminator
    fast = lexer.split(text)
    if fast is not None:
        data = text.encode()
        assert fast[0] == [lexer.segment(data[a:b].decode())[0] for a, b in lexer.segment_spans(data)]
        assert fast[1] or not any(unescape(text) != text for text in fast[0])


def test_the_fast_way_takes_what_is_plain() -> None:
    plain = "UNH+1+A:D:96B:UN'\r\nFTX+AAA+++it?'s ?+ 3*4'\nUNT+3+1'"
    texts, escaped = lexer_for(ServiceString()).split(plain) or ([], False)
    assert [unescape(text) for text in texts] == ["UNH+1+A:D:96B:UN", "FTX+AAA+++it's + 3*4", "UNT+3+1"]
    assert escaped


@pytest.mark.parametrize("odd", ["A+1''B'", "A+1' B'", "A+1'\tB'", "A+1\n'B'", "A+x\ny'", "A+1"])
def test_the_fast_way_leaves_what_is_not_plain_to_the_careful_one(odd: str) -> None:
    assert lexer_for(ServiceString()).split(odd) is None


@given(st.text())
def test_what_is_escaped_unescapes_and_holds_no_separator(text: str) -> None:
    assert unescape(escape(text)) == text.translate({0xFDD0 + i: "+:*?'"[i] for i in range(5)})
    assert not set(escape(text)) & set("+:*?'")


@pytest.mark.parametrize("service", SERVICES)
@given(wire=texts)
@example(wire="+?\r")
def test_every_part_is_where_locate_says(service: ServiceString, wire: str) -> None:
    lexer, data = lexer_for(service), ("X" + wire + service.terminator).encode()
    spans = lexer.segment_spans(data)
    texts = [lexer.segment(data[a:b].decode())[0] for a, b in spans]
    body = Segments(texts, raw=data, service=service, offset=100, line=7, column=5)
    for number, text in enumerate(texts, 1):
        for element, piece in enumerate(text.split("+")[1:], 1):
            for repetition, occurrence in enumerate(piece.split("*"), 1):
                for component, expected in enumerate(occurrence.split(":"), 1):
                    start, end = body.span(number, element, component, repetition)
                    assert lexer.segment(data[start - 100 : end - 100].decode())[0] == expected
                    where = body.locate(number, element, component, repetition)
                    before = data[: start - 100]
                    assert (where.offset, where.line) == (start, 7 + before.count(b"\n"))
                    lead = 4 if b"\n" not in before else 0
                    assert where.column == len(before) - before.rfind(b"\n") - 1 + 1 + lead
                    if start < end:
                        found = body.at(start)
                        assert (found.segment, found.element, found.component) == (number, element, component)


def test_a_part_that_is_not_there_is_placed_where_it_would_be() -> None:
    body = Segments.of(["UNH+1", "NAD+IM+A:B", "UNT+3+1"])
    assert body.span(2, 2, 3) == body.span(2, 9) == (16, 16)
    assert body.span(2, 2) == (13, 16)
    assert body.span(2, 2, 2) == (15, 16)
    assert body.span(9) == (len(body.raw), len(body.raw))
    assert str(body.locate(2, 2, 2)) == (
        "interchange 1, message 1, segment 2 NAD, element 2, component 2, line 1, column 16, byte 15"
    )


def test_columns_count_characters_and_offsets_bytes() -> None:
    body = Segments.of(["UNH+1", "FTX+ÄÖÜ+B", "UNT+3+1"])
    where = body.locate(2, 2)
    assert (where.offset, where.column) == (len("UNH+1'FTX+ÄÖÜ+".encode()), len("UNH+1'FTX+ÄÖÜ+") + 1)
