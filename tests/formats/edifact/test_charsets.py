"""Bytes become text by what UNB declares, and whatever does not fit is named at its byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.findings import Severity
from edi_engine.formats.edifact.charsets import CHARSETS, charset_for, decode, shielded, width
from tests.formats.edifact.wire import UNB, findings, interchange, message, only, received


def in_charset(identifier: str, text: bytes, version: str = "4") -> bytes:
    header = UNB.replace("UNOC:3", f"{identifier}:{version}").encode()
    return header + b"UNH+1+X:D:96B:UN'FTX+" + text + b"'UNT+3+1'UNZ+1+REF1'"


@pytest.mark.parametrize(
    ("identifier", "text"),
    [
        ("UNOA", "ABC 12"), ("UNOB", "Abc"), ("UNOC", "Müller ½"), ("UNOD", "Łódź"), ("UNOE", "Москва"),
        ("UNOF", "Αθήνα"), ("UNOG", "Ħal"), ("UNOH", "Rīga"), ("UNOI", "مرحبا"), ("UNOJ", "שלום"), ("UNOK", "İzmir"),
        ("UNOL", "5 €"), ("UNOW", "漢字 ü"), ("UNOX", "漢字"), ("UNOY", "漢字 ü"), ("KECA", "한국"),
    ],
)  # fmt: skip
def test_each_repertoire_is_read_by_its_own_encoding(identifier: str, text: str) -> None:
    read_message = only(in_charset(identifier, text.encode(CHARSETS[identifier].codec)))
    assert read_message.body.texts[1] == f"FTX+{text}"
    assert not read_message.report


@pytest.mark.parametrize(
    ("identifier", "raw", "text", "code", "severity"),
    [
        ("UNOA", b"abc", "abc", "CHR-001", Severity.WARNING),
        ("UNOB", b"a@b", "a@b", "CHR-001", Severity.WARNING),
        ("UNOA", "Ü".encode(), "Ü", "CHR-004", Severity.WARNING),
        ("UNOA", b"\xdc", "Ü", "CHR-002", Severity.ERROR),
        ("UNOW", b"\xdcA", "ÜA", "CHR-002", Severity.ERROR),
        ("UNOF", b"\xe1\xff", "αÿ", "CHR-002", Severity.ERROR),
        ("UNOC", b"A\x92B", "A\u2019B", "CHR-011", Severity.WARNING),
        ("UNOC", b"A\x81B", "A\x81B", "CHR-006", Severity.ERROR),
        ("UNOC", b"A\x00B", "A\x00B", "CHR-006", Severity.ERROR),
        ("UNOC", "Straße".encode(), "Straße", "CHR-004", Severity.WARNING),
        ("UNOC", "Müller".encode(), "MÃ¼ller", "CHR-005", Severity.WARNING),
        ("UNOX", b"\xfc", "ü", "CHR-002", Severity.ERROR),
        ("ANSI", b"abc\xfc", "abcü", "CHR-002", Severity.ERROR),
    ],
)
def test_what_was_not_promised_is_found_and_still_read(
    identifier: str, raw: bytes, text: str, code: str, severity: Severity
) -> None:
    data = in_charset(identifier, raw)
    read_message = only(data)
    assert read_message.body.texts[1] == f"FTX+{text}"
    found = next(finding for finding in read_message.report if finding.code == code)
    assert (found.severity, found.error) == (severity, "21")
    assert (found.where.segment, found.where.tag, found.where.element) == (2, "FTX", 1)
    inside = (b"a@b", b"\xe1\xff", b"A\x81B", b"A\x92B", b"A\x00B", "Müller".encode())
    first = 4 if raw == "Straße".encode() else 3 if raw == b"abc\xfc" else int(raw in inside)
    assert found.where.offset == data.index(raw) + first


OUTSIDE = {  # of each repertoire: something it has, then bytes it has not
    "UNOA": (b"A", b"a", "CHR-001"),
    "UNOB": (b"a", b"@", "CHR-001"),
    "UNOC": (b"\xe9", b"\x81", "CHR-006"),
    "UNOD": (b"\xb3", b"\x95", "CHR-006"),
    "UNOE": (b"\xd0", b"\x85", "CHR-006"),
    "UNOF": (b"\xe1", b"\xae", "CHR-002"),
    "UNOG": (b"\xa1", b"\xa5", "CHR-002"),
    "UNOH": (b"\xa2", b"\x9f", "CHR-006"),
    "UNOI": (b"\xc7", b"\xa1", "CHR-002"),
    "UNOJ": (b"\xe0", b"\xa1", "CHR-002"),
    "UNOK": (b"\xfd", b"\x80", "CHR-006"),
    "UNOL": (b"\xa4", b"\x8d", "CHR-006"),
    "UNOW": ("漢".encode(), b"\xff", "CHR-002"),
    "UNOX": ("漢".encode("iso2022_jp_2"), b"\xe4", "CHR-002"),
    "UNOY": ("漢".encode(), b"\xc3", "CHR-002"),
    "KECA": ("한".encode("cp949"), b"\xff", "CHR-002"),
}


def test_every_repertoire_has_its_case() -> None:
    assert set(OUTSIDE) == set(CHARSETS)


@pytest.mark.parametrize("identifier", OUTSIDE)
def test_what_lies_outside_a_repertoire_is_named_at_its_byte(identifier: str) -> None:
    own, foreign, code = OUTSIDE[identifier]
    data = in_charset(identifier, own + b"::" + own + foreign + b"+" + own)
    (found,) = only(data).report
    where = found.where
    assert (found.code, where.offset) == (code, data.index(b"::" + own) + 2 + len(own))
    assert (where.segment, where.tag, where.element, where.component) == (2, "FTX", 1, 3)
    assert only(in_charset(identifier, own + b"::" + own)).report.findings == []


def test_a_byte_order_mark_before_plain_characters_says_nothing_of_their_encoding() -> None:
    codes = [found.code for found in only(b"\xef\xbb\xbf" + in_charset("UNOA", b"abc")).report]
    assert codes == ["CHR-001"]


def test_the_header_is_read_in_the_repertoire_it_declares() -> None:
    header = UNB.replace("UNOC", "UNOE").replace("SENDER", "Москва").encode("iso8859-5")
    ((one, _),) = received(header + b"UNZ+0+REF1'")
    assert one.envelope.sender == "Москва"
    assert [found.code for found in one.report] == ["ENV-024"]


def test_characters_of_the_header_are_looked_at_too() -> None:
    (found,) = findings(interchange(message("BGM+1"), header=UNB.replace("UNOC", "UNOA").replace("SENDER", "Sender")))
    assert (found.code, found.where.tag, found.where.segment, found.where.offset) == ("CHR-001", "UNB", None, 12)


def test_tabs_before_tags_are_blanks_and_tabs_in_data_are_not() -> None:
    (indented,) = findings(interchange("UNH+1+X:D:96B:UN'\r\n\t\tBGM+1'UNT+3+1'"))
    assert (indented.code, indented.severity) == ("SYN-002", Severity.NOTE)
    (inside,) = findings(interchange(message("FTX+A\tB")))
    assert (inside.code, inside.what) == ("CHR-006", "1 control characters: U+0009")


def test_one_kind_of_fault_is_one_finding() -> None:
    (found,) = findings(in_charset("UNOA", b"abcabc"))
    assert found.what == "6 characters outside the repertoire of UNOA: a b c"


def test_the_underscore_came_with_syntax_4() -> None:
    assert b"_" in charset_for("UNOA", "4").allowed
    assert b"_" not in charset_for("UNOA", "3").allowed


@given(st.binary(max_size=80), st.sampled_from([*CHARSETS, "?"]), st.booleans())
def test_every_byte_string_decodes(data: bytes, identifier: str, prefer_utf8: bool) -> None:
    text, codec, clean = decode(data, charset_for(identifier), prefer_utf8=prefer_utf8)
    assert not any("\ud800" <= char <= "\udfff" for char in text)
    assert width(data, codec) >= 0
    assert not clean or text == data.decode(charset_for(identifier).codec)


@given(st.text(alphabet="AB'+漢字かな", max_size=20))
def test_what_stands_in_shifted_sets_is_hidden(text: str) -> None:
    data = text.encode("iso2022_jp_2")
    hidden = shielded(data, "iso2022_jp_2")
    assert len(hidden) == len(data)
    assert [chr(byte) for byte in hidden if byte in b"AB'+"].count("'") == text.count("'")
