"""Content alone tells the format, and what is none of ours is named."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine import formats
from edi_engine.formats import FORMATS, house, read, sniff, write
from edi_engine.interchange import Envelope, Interchange, Message

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
EDIFACT = b"UNB+UNOA:3+S+R+250131:1200+1'UNH+1+CUSDEC:D:96B:UN'BGM+1'UNT+3+1'UNZ+1+1'"


def consumed(data: bytes) -> list[tuple[Interchange, list[Message]]]:
    return [(one, list(one.messages)) for one in read(io.BytesIO(data))]


@pytest.mark.parametrize(
    "data",
    [
        EDIFACT,
        b"UNA:+.? '" + EDIFACT,
        b"UNA:+.? '\r\n" + EDIFACT,
        b"\xef\xbb\xbf" + EDIFACT,
        b" \r\n\t" + EDIFACT,
        b"\r\nQU VIEGPXH\r\n.HDQCRA9 130631\r\n" + EDIFACT,
        b"\x01QD ERFFWER\r\n.DSFSDER 271137\r\n\x02" + EDIFACT,
        b"UNA*.,? #UNB.UNOA*3",
        b"UNB\x1dUNOB\x1f1",
        b"UNH+1+CUSDEC:D:96B:UN'",
        b"UNA:+.? \nUNB+UNOA:3",
    ],
)
def test_edifact_is_known_with_all_it_may_be_wrapped_in(data: bytes) -> None:
    assert sniff(data) == "edifact"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    "text", ['{"a": 1}', ' \n[{"UNB+UNOA": "UNH+1"}]', "{}", "[1,2]", '{"payload": "UNA:+.? \'UNB+UNOA"}']
)
def test_json_is_known_in_every_encoding(text: str, encoding: str) -> None:
    assert sniff(text.encode(encoding)) == "json"


@pytest.mark.parametrize(
    "data", [b"", b" ", b"hello", b"\x00" * 99, b"UNABLE", b"SAUNA: yes", b"{x}", b"[INFO] UNBELIEVABLE"]
)
def test_what_is_none_of_ours_is_not_taken_for_one(data: bytes) -> None:
    assert sniff(data) in (None, "csv")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"STX=ANA:1+5000000000000", "TRADACOMS"),
        (b"ISA*00*          *00*", "X12"),
        (b"PK\x03\x04....", "zip"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08", "gzip"),
        (EDIFACT.decode().encode("utf-16"), "EDIFACT in UTF-16"),
        (EDIFACT.decode().encode("utf-16-le"), "EDIFACT in UTF-16"),
        (b"\xfe\xff" + b"UNA:+.? '".decode().encode("utf-16-be"), "EDIFACT in UTF-16"),
        (EDIFACT.decode().encode("cp037"), "EDIFACT in EBCDIC"),
        (b"", "no data"),
        (b"\x00\x01\x02", "binary"),
    ],
)
def test_what_is_none_of_ours_is_a_finding_that_names_it(data: bytes, name: str) -> None:
    ((one, messages),) = consumed(data)
    assert messages == []
    (found,) = one.report
    assert found.code == "FMT-001"
    assert name in found.what


def test_a_table_that_is_not_known_as_one_is_told_how_it_is_read() -> None:
    heads = (b"reference,importer\nA,B\n", b"%PDF-1.7")
    fixes = [found.fix for data in heads for one, _ in consumed(data) for found in one.report]
    table = "; a table begins with a line of three names or more, any other is read where --from names its mapping"
    assert fixes == [f"send one of these formats{table}", "send one of these formats"]


def test_a_payload_is_read_by_its_house_from_its_first_byte() -> None:
    ((one, (first,)),) = consumed(EDIFACT)
    assert (one.syntax, first.syntax, first.type, first.body.offset) == ("edifact", "edifact", "CUSDEC", 29)
    ((one, (first,)),) = consumed(b'{"kind": "Declaration"}')
    assert (one.syntax, first.type) == ("json", "Declaration")


def test_a_payload_longer_than_the_head_is_whole() -> None:
    data = b"[" + b'"x",' * formats.HEAD + b"1]"
    ((_, (first,)),) = consumed(data)
    assert first.body == data
    assert not first.report


def test_limits_reach_the_house() -> None:
    (one,) = read(io.BytesIO(EDIFACT), limits={"edifact": {"segments": 2}, "json": {"depth": 1}})
    one = next(read(io.BytesIO(EDIFACT), limits={"edifact": {"segments": 2}}))
    assert [finding.code for message in one.messages for finding in message.report] == ["LIM-003"]


def test_writing_goes_to_the_house_too() -> None:
    assert write("json", Envelope(), [{"a": 1}]) == b'{"a":1}'
    one = next(read(io.BytesIO(EDIFACT)))
    assert write("edifact", one.envelope, one.messages) == EDIFACT


@pytest.mark.parametrize("syntax", ["edifact", "json", "xml"])
def test_each_house_has_its_doors(syntax: str) -> None:
    assert FORMATS[syntax].startswith("edi_engine.formats.")
    if not hasattr(house(syntax), "sniff"):
        pytest.skip(f"the house of {syntax} is not built yet")
    assert all(callable(getattr(house(syntax), door)) for door in ("sniff", "read", "write"))


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_exception(data: bytes) -> None:
    for one, messages in consumed(data):
        assert messages or len(one.report)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
@pytest.mark.parametrize("folder", ["edifact", "json", "invalid"])
def test_real_files_are_known(folder: str) -> None:
    suffixes = {".edi": "edifact", ".txt": "edifact", ".json": "json"}
    for path in sorted((CORPUS / folder).iterdir()):
        expected = suffixes.get(path.suffix)
        if path.name.startswith(("x12", "tradacoms")):
            expected = None
        elif expected is None:
            continue
        assert sniff(path.read_bytes()[: formats.HEAD]) == expected, path.name


class Passing(io.BytesIO):
    """A stream that goes by once, as a pipe does."""

    def seekable(self) -> bool:
        return False

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        raise io.UnsupportedOperation


@pytest.mark.parametrize("kind", [io.BytesIO, Passing])
def test_a_payload_is_read_from_where_its_stream_stands(kind: type[io.BytesIO]) -> None:
    stream = kind(b"before" + EDIFACT)
    stream.read(len(b"before"))
    (message,) = next(read(stream)).messages
    assert message.type == "CUSDEC"
