"""What is written reads back, and counts, references, releases and repertoire are right without anyone's help."""

import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.errors import EdiError
from edi_engine.findings import Report
from edi_engine.formats.edifact import pydifact_bridge
from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.segments import Segments, escape, unescape
from edi_engine.formats.edifact.service_string import ServiceString
from edi_engine.formats.edifact.writer import pieces, write
from edi_engine.interchange import Envelope, Message
from tests.formats.edifact.wire import UNB, interchange, message, received

ENVELOPE = Envelope(
    sender="S", sender_qualifier="ZZ", recipient="R", prepared="250131:1200", reference="REF1",
    syntax_identifier="UNOC", syntax_version="3",
)  # fmt: skip


def declaration(*segments: str, reference: str = "1") -> Message:
    return Message(
        syntax="edifact",
        type="CUSDEC",
        directory="D.96B",
        association="EDI01",
        reference=reference,
        body=list(segments),
    )


def written(envelope: Envelope, *messages: Message) -> bytes:
    return write(envelope, messages)


def codes_of(message_: Message) -> list[str]:
    return [finding.code for finding in message_.report]


def test_an_interchange_is_put_together() -> None:
    envelope = replace(ENVELOPE, application_reference="APP", test=True)
    data = written(envelope, declaration("BGM+929", "FTX+AAA+++a" + escape("+b")), declaration("BGM+1", reference=""))
    assert data == (
        b"UNB+UNOC:3+S:ZZ+R+250131:1200+REF1++APP++++1'"
        b"UNH+1+CUSDEC:D:96B:UN:EDI01'BGM+929'FTX+AAA+++a?+b'UNT+4+1'"
        b"UNH+2+CUSDEC:D:96B:UN:EDI01'BGM+1'UNT+3+2'UNZ+2+REF1'"
    )


def test_una_is_written_where_it_is_needed_or_asked_for() -> None:
    assert written(ENVELOPE).startswith(b"UNB")
    assert write(ENVELOPE, [], una=True).startswith(b"UNA:+.? 'UNB")
    other = replace(ENVELOPE, wrapper={"service": ServiceString(element="*", terminator="~")})
    assert written(other).startswith(b"UNA:*.? ~UNB*UNOC:3*")
    comma = replace(ENVELOPE, wrapper={"service": ServiceString(decimal=",")})
    assert written(comma).startswith(b"UNA:+,? 'UNB")
    assert written(replace(ENVELOPE, syntax_version="4")).startswith(b"UNB")


def test_newlines_come_when_asked_for() -> None:
    data = write(ENVELOPE, [declaration("BGM+1")], una=True, newline="\r\n")
    assert data.count(b"'\r\n") == data.count(b"'") == 6
    assert [one.envelope.reference for one, _ in received(data)] == ["REF1"]


def test_a_stream_comes_in_pieces_and_takes_one_message_at_a_time() -> None:
    taken = []

    def messages() -> Iterator[Message]:
        for number in range(3):
            taken.append(number)
            yield declaration("BGM+1", reference=str(number))

    stream = pieces(ENVELOPE, messages())
    assert next(stream).startswith(b"UNB")
    assert taken == []
    assert next(stream).startswith(b"UNH+0")
    assert taken == [0]
    assert b"".join(stream).endswith(b"UNZ+3+REF1'")


CANONICAL = [
    interchange(message("BGM+929+D1", "FTX+AAA+++IT?'S 3?+4?: OK??"), message("BGM+1", reference="0002")),
    interchange(message("FTX+M\xfcller*3"), header=UNB.replace("+REF1'", "+REF1+PASS:AA++A+ACK+AGR+1'")),
    interchange(message("FTX+a*b?*c"), header=UNB.replace("UNOC:3", "UNOC:4").replace(":ZZ+R", ":ZZ:INT+R")),
    b"UNA:+,? '" + interchange(message("BGM+1", type_="CUSDEC:D:96B:UN:X'".rstrip("'")), message("BGM+2")),
    b"UNA=*.? ~UNB*UNOA=1*S*R*250131=1200*9~UNH*7*APERAK=1=911=UN+X*ACC*1=F~FTX*A?~B?=?*C:+'?? D~UNT*3*7~UNZ*1*9~",
    interchange(
        "UNG+CUSDEC+A:1+B:1+250131:1200+G1+UN+D:96B'", message("BGM+1"), "UNE+1+G1'",
        "UNG+CUSRES+A:1+B:1+250131:1200+G2+UN+D:96B'", message("BGM+1", type_="CUSRES:D:96B:UN"), "UNE+1+G2'",
    ).replace(b"UNZ+6", b"UNZ+2"),
    "UNB+UNOY:4+Ж+漢+20250131:1200+1'UNH+1+X:D:01B:UN'FTX+ü 漢字'UNT+3+1'UNZ+1+1'".encode(),
    b"UNB\x1dUNOB\x1f1\x1dS\x1dR\x1d250131\x1f1200\x1d1\x1cUNH\x1d1\x1dX\x1f1\x1f90\x1fUN\x1cFTX\x1d+:'?\x1cUNT\x1d3\x1d1\x1cUNZ\x1d1\x1d1\x1c",
]  # fmt: skip


@pytest.mark.parametrize("data", CANONICAL)
def test_what_was_read_is_written_byte_for_byte(data: bytes) -> None:
    report = Report()
    one = next(read(io.BytesIO(data)))
    assert write(one.envelope, one.messages, report=report) == data
    assert not report


def test_corrections_of_the_envelope_reach_the_headers() -> None:
    ((one, (first,)),) = received(CANONICAL[1])
    envelope = replace(one.envelope, sender="NEW+", reference="REF9", test=False)
    data = write(envelope, [replace(first, type="CUSRES", directory="D.21B", reference="77")])
    assert b"UNB+UNOC:3+NEW?+:ZZ+RECIPIENT:ZZ+250131:1200+REF9+PASS:AA++A+ACK+AGR+'" in data
    assert b"UNH+77+CUSRES:D:21B:UN'" in data
    assert data.endswith(b"UNT+3+77'UNZ+1+REF9'")


values = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=[chr(c) for c in range(0xFDD0, 0xFDF0)]),
    max_size=12,
)
marks = [c for c in map(chr, range(33, 127)) if not c.isalnum()]


@given(
    chars=st.permutations(marks),
    repeat=st.booleans(),
    segments=st.lists(st.lists(st.lists(st.lists(values, min_size=1, max_size=3), min_size=1, max_size=3), max_size=4)),
    newline=st.sampled_from(["", "\n", "\r\n"]),
)
def test_what_is_written_reads_back(
    chars: list[str], repeat: bool, segments: list[list[list[list[str]]]], newline: str
) -> None:
    service = ServiceString(chars[0], chars[1], chars[2], chars[3], chars[4] if repeat else "", chars[5])
    envelope = replace(ENVELOPE, syntax_identifier="UNOW", syntax_version="4", wrapper={"service": service})
    texts = [
        "+".join(["XYZ", *("*".join(":".join(map(escape, r)) for r in (e if repeat else e[:1])) for e in elements)])
        for elements in segments
    ]
    out = declaration(*texts)
    data = write(envelope, [out], newline=newline)
    ((one, (back,)),) = received(data)
    assert back.body.texts[1:-1] == texts
    assert one.envelope.wrapper["service"] == service
    assert codes_of(out) == codes_of(back) == []
    assert not one.report


def test_a_character_the_repertoire_lacks_is_a_finding_at_its_segment() -> None:
    out = declaration("BGM+1", "FTX+漢字 ok")
    data = written(ENVELOPE, out)
    assert b"FTX+???? ok'" in data
    (found,) = out.report
    assert (found.code, found.where.segment, found.where.tag) == ("CHR-007", 3, "FTX")
    assert "漢 字" in found.what
    assert received(data)[0][1][0].body.texts[2] == "FTX+" + escape("??") + " ok"


def test_an_envelope_that_names_no_repertoire_declares_the_one_it_is_written_in() -> None:
    out = declaration("FTX+Wärme 漢")
    data = written(replace(ENVELOPE, syntax_identifier=""), out)
    assert data.startswith(b"UNB+UNOC:3+")
    assert "FTX+Wärme ??'".encode("latin-1") in data
    assert [finding.what for finding in out.report] == [
        "1 characters cannot be written in UNOC; question marks stand for them: 漢"
    ]


def test_lower_case_under_level_a_is_written_and_said() -> None:
    out = declaration("FTX+abc")
    assert b"FTX+abc'" in written(replace(ENVELOPE, syntax_identifier="UNOA"), out)
    assert codes_of(out) == ["CHR-001"]


def test_a_repetition_needs_a_separator() -> None:
    out = declaration("FTX+a*b+c")
    written(ENVELOPE, out)
    assert codes_of(out) == ["CHR-009"]


def test_repetitions_of_the_last_element_are_elements_where_there_is_no_separator() -> None:
    out = declaration("COM+a:TE*b:FX")
    assert b"COM+a:TE+b:FX'" in written(ENVELOPE, out)
    assert b"COM+a:TE*b:FX'" in written(replace(ENVELOPE, syntax_version="4"), out)
    assert codes_of(out) == []


def test_data_that_look_like_separators_need_a_release_character() -> None:
    service = ServiceString(release="")
    out = declaration("FTX+" + escape("a+b"))
    written(replace(ENVELOPE, wrapper={"service": service}), out)
    assert codes_of(out) == ["CHR-008"]


def test_line_breaks_are_no_data() -> None:
    out = declaration("FTX+a\r\nb")
    assert b"FTX+a b'" in written(ENVELOPE, out)
    assert codes_of(out) == ["CHR-010"]


def test_faults_of_the_envelope_go_to_the_report_given() -> None:
    report = Report()
    write(replace(ENVELOPE, sender="漢"), [], report=report)
    assert [(finding.code, finding.where.tag) for finding in report] == [("CHR-007", "UNB")]


def test_a_service_string_that_separates_nothing_is_refused() -> None:
    with pytest.raises(EdiError, match="ENV-016"):
        written(replace(ENVELOPE, wrapper={"service": ServiceString(element=":")}))


def test_pydifact_collections_come_and_go() -> None:
    pytest.importorskip("pydifact")
    texts = ["UNH+1+CUSDEC:D:96B:UN", "FTX+AAA++a:b" + escape("+c") + "+", "UNS", "UNT+4+1"]
    collection = pydifact_bridge.to_pydifact(Segments.of(texts))
    assert [segment.tag for segment in collection.segments] == ["UNH", "FTX", "UNS", "UNT"]
    assert collection.segments[1].elements == ["AAA", "", ["a", "b+c"], ""]
    assert pydifact_bridge.from_pydifact(collection) == texts
    assert [unescape(text) for text in pydifact_bridge.from_pydifact(iter(collection.segments))][1] == "FTX+AAA++a:b+c+"


def test_a_tag_pydifact_refuses_is_our_error() -> None:
    pytest.importorskip("pydifact")
    with pytest.raises(EdiError, match="SYN-004"):
        pydifact_bridge.to_pydifact(Segments.of(["bad+1"]))
