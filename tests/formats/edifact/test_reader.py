"""Whatever arrives is read as far as it can be, and nothing of it is lost in silence."""

import io
import itertools
import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.segments import unescape
from tests.formats.edifact.wire import UNB, codes, findings, interchange, message, only, received

SIMPLE = interchange(message("BGM+929+DOC1+9", "FTX+AAA+++IT?'S 3?+4 ?: OK??"))


def shape(data: bytes, step: int = 0) -> list[object]:
    """All that was read, for comparison: envelope facts, messages, findings."""
    return [
        (
            one.envelope.reference,
            [str(finding) for finding in one.report],
            [
                (
                    m.type,
                    m.directory,
                    m.reference,
                    m.body.texts,
                    m.body.offset,
                    m.body.line,
                    m.body.column,
                    str(m.report),
                )
                for m in messages
            ],
        )
        for one, messages in received(data, step)
    ]


def test_an_interchange_gives_its_envelope_and_messages() -> None:
    ((one, (first,)),) = received(SIMPLE)
    envelope = one.envelope
    assert (envelope.sender, envelope.sender_qualifier, envelope.recipient) == ("SENDER", "ZZ", "RECIPIENT")
    assert (envelope.reference, envelope.prepared, envelope.test) == ("REF1", "250131:1200", False)
    assert (envelope.syntax_identifier, envelope.syntax_version) == ("UNOC", "3")
    assert (first.syntax, first.type, first.directory, first.association) == ("edifact", "CUSDEC", "D.96B", "")
    assert (first.reference, first.number, first.envelope) == ("1", 1, envelope)
    assert [unescape(text) for text in first.body.texts] == [
        "UNH+1+CUSDEC:D:96B:UN", "BGM+929+DOC1+9", "FTX+AAA+++IT'S 3+4 : OK?", "UNT+4+1",
    ]  # fmt: skip
    assert first.body.raw == SIMPLE[len(UNB) : -len("UNZ+1+REF1'")]
    assert not one.report
    assert not first.report


@pytest.mark.parametrize(
    ("una", "header", "body"),
    [
        ("UNA:+.? '", "UNB+UNOC:3+S+R+250131:1200+REF1'", "UNH+1+X:D:96B:UN'FTX+a?+b:c*d'UNT+3+1'UNZ+1+REF1'"),
        ("UNA:+,? '\r\n", "UNB+UNOC:3+S+R+250131:1200+REF1'", "UNH+1+X:D:96B:UN'FTX+a?+b:c*d'UNT+3+1'UNZ+1+REF1'"),
        ("UNA=*.? ~", "UNB*UNOC=3*S*R*250131=1200*REF1~", "UNH*1*X=D=96B=UN~FTX*a+b=c?*d~UNT*3*1~UNZ*1*REF1~"),
        ("UNA:+.\\ '", "UNB+UNOC:3+S+R+250131:1200+REF1'", "UNH+1+X:D:96B:UN'FTX+a\\+b:c*d'UNT+3+1'UNZ+1+REF1'"),
        ("UNA+:.'*?", "UNB:UNOC+3:S:R:250131+1200:REF1?", "UNH:1:X+D+96B+UN?FTX:a'+b+c'*d?UNT:3:1?UNZ:1:REF1?"),
        ("UNA:|.?  ", "UNB|UNOC:3", ""),
        ("", "UNB\x1dUNOB\x1f1\x1dS\x1dR\x1d250131\x1f1200\x1dREF1\x1c",
         "UNH\x1d1\x1dX\x1fD\x1f96B\x1fUN\x1cFTX\x1da+b\x1fc*d\x1cUNT\x1d3\x1d1\x1cUNZ\x1d1\x1dREF1\x1c"),
        ("", "UNB+UNOC:4+S+R+20250131:1200+REF1'", "UNH+1+X:D:96B:UN'FTX+a?+b:c?*d'UNT+3+1'UNZ+1+REF1'"),
        ("UNA:+.? \n", "UNB+UNOC:3+S+R+250131:1200+REF1\n", "UNH+1+X:D:96B:UN\nFTX+a?+b:c*d\nUNT+3+1\nUNZ+1+REF1\n"),
    ],
)  # fmt: skip
def test_every_una_leads_to_the_same_normal_form(una: str, header: str, body: str) -> None:
    if not body:
        assert "ENV-016" in codes((una + header).encode())
        return
    read_message = only((una + header + body).encode())
    assert [unescape(text) for text in read_message.body.texts] == ["UNH+1+X:D:96B:UN", "FTX+a+b:c*d", "UNT+3+1"]
    assert read_message.body.texts[1].count("+") == 1
    assert "*" not in read_message.body.texts[1]
    assert not read_message.report


def test_an_asterisk_repeats_only_in_syntax_4_or_where_una_says_so() -> None:
    segment = "FTX+a*b"
    assert "*" not in only(interchange(message(segment))).body.texts[1]
    version_4 = UNB.replace("UNOC:3", "UNOC:4")
    assert only(interchange(message(segment), header=version_4)).body.texts[1] == segment
    assert only(b"UNA:+.?*'" + interchange(message(segment))).body.texts[1] == segment
    assert "*" not in only(b"UNA:+.? '" + interchange(message(segment), header=version_4)).body.texts[1]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r\n\r\n"])
def test_line_ends_between_segments_are_nothing(newline: str) -> None:
    broken = SIMPLE.decode().replace("S 3", "S_3").replace("?'", "\0").replace("'", "'" + newline).replace("\0", "?'")
    assert only(broken.encode()).body.texts[1:] == [t.replace("S 3", "S_3") for t in only(SIMPLE).body.texts[1:]]
    assert codes(broken.encode()) == []


@given(width=st.integers(1, 90), newline=st.sampled_from(["\n", "\r\n"]))
def test_lines_wrapped_anywhere_read_as_if_they_were_not(width: int, newline: str) -> None:
    text = SIMPLE.decode()
    head, rest = text[:12], text[12:]
    wrapped = head + newline.join(rest[i : i + width] for i in range(0, len(rest), width))
    assert only(wrapped.encode()).body.texts == only(SIMPLE).body.texts
    assert set(codes(wrapped.encode())) <= {"SYN-001"}


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64])
def test_it_does_not_matter_in_what_pieces_a_stream_comes(step: int) -> None:
    data = (
        b"\xef\xbb\xbfjunk\n"
        + SIMPLE
        + b"\r\nnoise\r\n"
        + b"UNA:*.? #" + SIMPLE.replace(b"?'", b"").replace(b"+", b"*").replace(b"'", b"#")
        + b"UNB+UNOC:3+S+R+1:1+2'UNG+CUSDEC+A+B+1:1+G1+UN+D:96B'UNH+1+X:D:96B:UN'BGM+1'UNH+2+X'UNT+9+3'UNE+1+G1'X+1'"
    )  # fmt: skip
    assert shape(data, step) == shape(data)


def test_interchanges_may_follow_each_other() -> None:
    second = b"UNA:|.? '" + SIMPLE.replace(b"?+", b"").replace(b"+", b"|").replace(b"REF1", b"REF2")
    reads = received(SIMPLE + b"\r\n" + second)
    assert [(one.number, one.envelope.reference, len(messages)) for one, messages in reads] == [
        (1, "REF1", 1),
        (2, "REF2", 1),
    ]
    assert reads[1][1][0].body.interchange == 2


def test_messages_not_taken_do_not_hide_the_next_interchange() -> None:
    assert [one.number for one in read(io.BytesIO(SIMPLE * 3))] == [1, 2, 3]


def test_messages_come_before_the_stream_ends() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.pieces: Iterator[bytes] = iter([UNB.encode(), *[message("BGM+1").encode()] * 5])

        def read(self, size: int = -1) -> bytes:
            return next(self.pieces)

    stream = read(Endless())  # type: ignore[arg-type]
    assert next(next(stream).messages).type == "CUSDEC"


def test_functional_groups_stand_in_the_message_envelope() -> None:
    group = "UNG+CUSDEC+A:1+B:1+250131:1200+G1+UN+D:96B'"
    data = interchange(group + message("BGM+1") + message("BGM+2", reference="2") + "UNE+2+G1'")
    ((one, messages),) = received(data)
    assert codes(data) == []
    assert "group" not in one.envelope.wrapper
    first, second = (message.envelope.wrapper["group"] for message in messages)
    assert first is second
    assert (first.type, first.reference, first.number) == ("CUSDEC", "G1", 1)


@pytest.mark.parametrize(
    ("data", "seen"),
    [(b"", "no data"), (b" \r\n ", "no data"), (b"hello", "hello"), (b"\x00" * 50, "50 bytes")],
)
def test_what_is_no_interchange_is_a_finding(data: bytes, seen: str) -> None:
    (finding,) = findings(data)
    assert finding.code == "ENV-025"
    assert seen in finding.what


def test_text_around_an_interchange_is_named_and_passed_over() -> None:
    mail = b"From: LUNA\r\nQU VIEGPXH\r\n" + SIMPLE + b"\r\n--\r\nsigned\r\n"
    ((one, (first,)),) = received(mail)
    assert [finding.code for finding in one.report] == ["ENV-014", "ENV-015"]
    assert first.body.texts == only(SIMPLE).body.texts
    assert (first.body.line, first.body.column) == (3, len(UNB) + 1)


def test_a_byte_order_mark_says_utf_8() -> None:
    data = b"\xef\xbb\xbf" + interchange(message("FTX+M\u00fcller")).decode("latin-1").encode()
    assert only(data).body.texts[1] == "FTX+Müller"
    assert codes(data) == ["CHR-004", "CHR-013"]


def test_an_object_in_a_package_is_passed_over_unread() -> None:
    inside = b"UNH+9+CUSDEC:D:96B:UN'UNZ+1+REF1'?'\x00\xff"
    package = b"UNO+1+1+1+%d'%sUNP+%d+1'" % (len(inside), inside, len(inside))
    data = interchange(message("BGM+1"), package.decode("latin-1"), message("BGM+2", reference="2"))
    ((one, messages),) = received(data)
    assert [each.reference for each in messages] == ["1", "2"]
    assert [(found.code, found.where.offset) for found in one.report] == [("ENV-020", data.index(b"UNO+"))]


def test_a_message_cut_off_still_comes_with_an_error() -> None:
    data = SIMPLE[: -len("UNT+4+1'UNZ+1+REF1'")]
    ((one, (first,)),) = received(data)
    assert [finding.code for finding in first.report] == ["ENV-009"]
    assert [finding.code for finding in one.report] == ["ENV-010"]
    assert [text[:3] for text in first.body.texts] == ["UNH", "BGM", "FTX"]


def test_complete_messages_before_a_cut_are_whole() -> None:
    data = interchange(message("BGM+1"), message("BGM+2", reference="2"))
    ((_, (first, second)),) = received(data[:-30])
    assert not first.report
    assert second.report.rejected


def test_a_released_terminator_before_unt_does_not_end_the_message() -> None:
    read_message = only(interchange(message("FTX+AAA+++A?'UNT+4+1", "BGM+1", "FTX+??")))
    assert [text[:3] for text in read_message.body.texts] == ["UNH", "FTX", "BGM", "FTX", "UNT"]
    assert not read_message.report


@pytest.mark.parametrize("step", [0, 1, 7])
@pytest.mark.parametrize("end", ["'", "' \r\n"])
@pytest.mark.parametrize("trailer", ["UNT", "unt", "Unt", "UNt", "uNT"])
def test_a_trailer_ends_its_message_whatever_letters_are_small(trailer: str, end: str, step: int) -> None:
    first = message("BGM+1", reference="1").replace("'UNT", f"{end}{trailer}")
    ((_, messages),) = received(interchange(first, message("BGM+2", reference="2")), step)
    assert [[text[:5] for text in found.body.texts] for found in messages] == [
        ["UNH+1", "BGM+1", "UNT+3"],
        ["UNH+2", "BGM+2", "UNT+3"],
    ]
    told = {finding.code for finding in messages[0].report}
    assert told >= ({"SYN-005"} if trailer != "UNT" else set())
    assert told <= {"SYN-002", "SYN-005"}
    assert not messages[1].report


def test_data_that_look_like_envelope_segments_are_data() -> None:
    data = interchange(message("FTX+AAA+++COUNT+UNH+LUNZ+UNB", "UNS+D", "UNX+1"))
    assert codes(data) == []
    assert len(only(data).body.texts) == 5


def test_iso_2022_shifts_hide_what_looks_like_separators() -> None:
    shifted = "かなカナ漢字".encode("iso2022_jp_2")
    header = UNB.replace("UNOC:3", "UNOX:4").encode()
    data = header + b"UNH+1+X:D:96B:UN'FTX+AAA+++" + shifted + b":B'UNT+3+1'UNZ+1+REF1'"
    assert any(separator in shifted for separator in b"+:'?*")
    read_message = only(data)
    assert read_message.body.texts[1] == "FTX+AAA+++かなカナ漢字:B"
    assert read_message.body.span(2, 4, 2)[1] - read_message.body.span(2, 4, 2)[0] == 1


def test_noncharacters_received_are_never_taken_for_escapes() -> None:
    header = UNB.replace("UNOC:3", "UNOW:4").encode()
    data = header + "UNH+1+X:D:96B:UN'FTX+A\ufdd0B'UNT+3+1'UNZ+1+REF1'".encode()
    read_message = only(data)
    assert [finding.code for finding in read_message.report] == ["CHR-003"]
    assert unescape(read_message.body.texts[1]) == "FTX+A\ufffdB"
    assert next(iter(read_message.report)).where.offset == data.index("\ufdd0".encode())


@pytest.mark.parametrize(
    ("limits", "segments", "code"),
    [
        ({"message_bytes": 500, "segment_bytes": 100}, ["FTX+" + "A" * 80] * 9, "LIM-001"),
        ({"segment_bytes": 100}, ["FTX+" + "A" * 200], "LIM-002"),
        ({"segments": 5}, ["BGM+1"] * 9, "LIM-003"),
        ({"elements": 5}, ["FTX+1+2+3+4+5+6+7"], "LIM-004"),
    ],
)
def test_limits_are_findings_that_name_them(limits: dict[str, int], segments: list[str], code: str) -> None:
    data = interchange(message(*segments), message("BGM+2", reference="2"))
    ((one, messages),) = received(data, **limits)
    assert [finding.code for finding in messages[0].report] == [code]
    assert str(next(iter(limits.values()))) in next(iter(messages[0].report)).what
    assert [m.reference for m in messages] == ["1", "2"]
    assert not messages[1].report
    assert not one.report


HOSTILE = {
    "one endless segment": UNB.encode() + b"UNH+1+X:D:96B:UN'" + b"A" * 3_000_000,
    "messages never closed": UNB.encode() + b"UNH+1+X'" * 20_000,
    "beginnings of tags": UNB.encode() + b"UN" * 1_000_000,
    "UNH without end": b"UNH+" * 500_000,
    "nothing but UNA": b"UNA:+.? '" * 200_000,
    "nothing but release characters": UNB.encode() + b"?" * 2_000_000 + b"'",
    "nothing but terminators": UNB.encode() + b"'" * 2_000_000,
    "a long run of release characters": UNB.encode() + b"UNH+1+X'" + b"?" * 40_000 + b"'UNT+2+1'UNZ+1+1'",
    "packages": UNB.encode() + b"UNO+1'" * 100_000,
    "a shift without end": UNB.replace("UNOC", "UNOX").encode() + b"UNH+1+X'FTX+\x1b$B" + b"'" * 1_000_000,
    "segments outside messages": UNB.encode() + b"A'UNT+1'" * 300_000,
    "groups": UNB.encode() + b"UNG+1'" * 200_000,
    "blanks": UNB.encode() + (b"UNH+1'" + b" " * 60_000 + b"UN") * 30,
    "line breaks": UNB.encode() + b"UNH+1+X'" + b"\n" * 3_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_costs_little_time_and_is_reported(name: str) -> None:
    start, found = time.process_time(), 0
    for one in read(io.BytesIO(HOSTILE[name])):
        found += sum(len(read_message.report) for read_message in one.messages) + len(one.report)
    assert found
    assert time.process_time() - start < 5  # the worst takes half a second; a quadratic search takes minutes


def test_a_payload_full_of_faults_is_given_up_and_says_so() -> None:
    last = received(HOSTILE["nothing but UNA"], faults=100)[-1][0]
    assert last.number <= 102
    assert [finding.code for finding in last.report][-1] == "LIM-005"


def test_memory_holds_one_message_at_a_time() -> None:
    piece = message("BGM+1", *["FTX+AAA+++SOME TEXT:AND MORE OF IT"] * 200).encode()
    many = itertools.chain([UNB.encode()], itertools.repeat(piece, 20_000_000 // len(piece)), [b"UNZ+1+REF1'"])

    class Long(io.RawIOBase):
        """Twenty megabytes in one line that are nowhere in memory together."""

        def read(self, size: int = -1) -> bytes:
            return b"".join(itertools.islice(many, max(1, size // len(piece))))

    tracemalloc.start()
    stream = read(Long())  # type: ignore[arg-type]
    count = sum(1 for _ in next(stream).messages)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000_000 // len(piece)
    assert peak < 4_000_000


tokens = st.sampled_from(
    [b"UNA:+.? '", b"UNA:*.? #", b"UNB+UNOC:3+S+R+1:1+2'", b"UNH+1+X:D:96B:UN'", b"UNT+2+1'", b"UNZ+1+2'", b"UNE+1+1'",
     b"UNG+X+A+B+1:1+1+UN+D:96B'", b"UNO+1'", b"UIB+1'", b"UN", b"'", b"?", b"+", b":", b"*", b"\r\n", b" ", b"\x1b$B",
     b"\xef\xbb\xbf", b"\xfc", "ü漢\ufdd1".encode(), b"\x00", b"UNB+UNOX:4+S+R+1:1+2'", b"UNB+KECA:4'", b"BGM+1'",
     b"U\r\nNB+UNOC:3+S+R+1:1+2'", b"U\nNH+1+X:D:96B:UN'", b"UN\nT+2+1'"]
)  # fmt: skip


@settings(max_examples=300)
@given(data=st.one_of(st.binary(max_size=200), st.lists(tokens, max_size=25).map(b"".join)))
@example(data=b"UNB\x1d\x1c")
def test_any_bytes_give_findings_only(data: bytes) -> None:
    for one, messages in received(data):
        for read_message in messages:
            body = read_message.body
            assert body.texts
            for finding in read_message.report:
                assert body.offset <= (finding.where.offset or 0) <= body.offset + len(body.raw)
        assert one.syntax == "edifact"


@settings(max_examples=100)
@given(data=st.lists(tokens, max_size=20).map(b"".join), step=st.integers(1, 9))
def test_any_bytes_read_alike_in_any_pieces(data: bytes, step: int) -> None:
    assert shape(data, step) == shape(data)


@settings(max_examples=100)
@given(data=st.lists(tokens, max_size=20).map(b"".join))
def test_the_raw_bytes_of_the_messages_are_in_the_payload(data: bytes) -> None:
    for _, messages in received(data):
        for body in (read_message.body for read_message in messages):
            assert data[body.offset : body.offset + len(body.raw)] == body.raw
            before = data[: body.offset]
            assert body.line == before.count(b"\n") + 1


def test_a_lost_terminator_does_not_make_a_position_as_long_as_the_message() -> None:
    text = interchange(message("BGM+929", "A" * 5000 + "\x01"))
    assert [finding.where.tag for finding in findings(text) if finding.code == "CHR-006"] == ["A" * 12]
