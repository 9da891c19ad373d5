"""The flat house: a header line told from prose, records as RFC 4180 has them, encodings that give the bytes back."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine import formats
from edi_engine.errors import EdiError
from edi_engine.findings import Report
from edi_engine.formats import flat
from edi_engine.formats.flat.reader import decode, decoded
from edi_engine.formats.flat.table import FlatText, read_table
from edi_engine.interchange import Envelope


def findings(report: Report) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.where.line) for finding in report]


@pytest.mark.parametrize(
    "head",
    [
        b"entry_id;release_time;vessel\r\n1;2;3\r\n",
        b"\xef\xbb\xbfentry_id,item,container\n",
        "Zollnummer;Gewicht (kg);Größe\n".encode("cp1252"),
        "单证号,品名,数量\n1,2,3\n".encode(),
        '"a","b","c"\n1,2,3'.encode("utf-16"),
        b"\n\nid\tname\tquantity\n",
        b'id ; name; "quantity"\n',
        b"id;name;quantity;name\n",
        b"sep=;\r\nid;name;quantity\r\n",
    ],
)
def test_a_header_line_is_recognised(head: bytes) -> None:
    assert flat.sniff(head)
    assert formats.sniff(head) == "csv"


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Dear Sirs,\nplease find attached, as agreed, our order; thank you",
        b"UNB+UNOC:3+A+B'",
        b"<a;b;c>",
        b'{"a;b;c": 1}',
        b"a;b\n1;2\n",
        b"a;b;a\n",
        b"1;2;3\n4;5;6\n",
        b"a;b;c\x00",
        b"%PDF-1.7;a;b",
        b";;;\n",
    ],
)
def test_what_is_no_header_line_is_not_taken(head: bytes) -> None:
    assert not flat.sniff(head)


def test_a_file_is_one_interchange_with_one_message() -> None:
    [interchange] = flat.read(io.BytesIO(b"a;b;c\n1;2;3\n"))
    [message] = interchange.messages
    assert (message.syntax, message.body) == ("csv", "a;b;c\n1;2;3\n")


@pytest.mark.parametrize(("data", "code"), [(b"", "FLT-001"), (b" \r\n\n", "FLT-001"), (b"a;b;c\n" * 4, "FLT-002")])
def test_a_file_that_is_none_has_no_message(data: bytes, code: str) -> None:
    [interchange] = flat.read(io.BytesIO(data), document_bytes=20)
    assert [finding.code for finding in interchange.report] == [code]
    assert not list(interchange.messages)


@given(st.lists(st.lists(st.text(alphabet='ab;,"\r\n \té'), min_size=2, max_size=2), max_size=4))
def test_records_are_read_as_they_were_written(records: list[list[str]]) -> None:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    report = Report()
    text = "".join(";".join(map(cell, record)) + "\r\n" for record in [["x", "y"], *records])
    table = read_table(text, ";", report)
    assert table.columns == ["x", "y"]
    assert [cells for _, cells in table.records] == [record for record in records if any(record)]
    assert not len(report)


def test_a_record_knows_its_line_though_cells_have_line_ends() -> None:
    table = read_table('a;b\r\n"1\r\n2";3\r\n\r\n4;5\r\n', ";", Report())
    assert table.records == [(2, ["1\r\n2", "3"]), (5, ["4", "5"])]


@pytest.mark.parametrize("line", ["sep=,\r\n", "SEP=,\n", '"sep=,"\r\n'])
def test_a_first_line_that_names_the_separator_is_no_record(line: str) -> None:
    report = Report()
    table = read_table(f'{line}a,b,a\r\n"1;\n2",3,4\r\n4,5\r\n', ";", report)
    assert table.columns == ["a", "b", "a"]
    assert table.records == [(3, ["1;\n2", "3", "4"]), (5, ["4", "5"])]
    assert findings(report) == [("FLT-007", 2), ("FLT-004", 5)]


@pytest.mark.parametrize("text", ["sep=;;\nx\n", "sep=\nx\n", "sep;x\n1;2\n"])
def test_another_first_line_is_the_header_line(text: str) -> None:
    assert read_table(text, ";", Report()).columns == text.split("\n")[0].split(";")


def test_every_fault_of_form_is_found_with_its_line() -> None:
    report = Report()
    table = read_table('a;b;a\n1;2\n1;2;3;4\n"x"y;2;3\n', ";", report)
    assert findings(report) == [("FLT-007", 1), ("FLT-004", 2), ("FLT-004", 3), ("FLT-003", 4)]
    assert table.records == [(2, ["1", "2"]), (3, ["1", "2", "3", "4"])]


def test_a_quote_left_open_costs_no_more_than_its_limit() -> None:
    report = Report()
    read_table('a;b\n"' + "x" * 200_000, ";", report)
    assert findings(report) == [("FLT-006", 2)]


def test_records_beyond_the_limit_are_not_read_and_said_to_be_so() -> None:
    report = Report()
    table = read_table("a;b\n" + "1;2\n" * 9, ";", report, most=5)
    assert len(table.records) == 5
    assert findings(report) == [("FLT-005", 7)]


def test_a_header_line_without_end_is_refused() -> None:
    report = Report()
    assert read_table("a;" * 5000 + "\n1;2\n", ";", report).columns == []
    assert findings(report) == [("FLT-011", 1)]


@given(st.binary(max_size=60))
def test_any_bytes_are_read_and_the_encoding_gives_them_back(data: bytes) -> None:
    text = decode(data)
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        assert text.encode(text.encoding) == data


def test_a_mapping_that_knows_the_encoding_gets_the_text_in_it() -> None:
    report = Report()
    ambiguous = "Ã©".encode("cp1252")  # also the UTF-8 of é
    assert decoded(decode(ambiguous), "cp1252", "m", report) == "Ã©"
    assert decoded(decode("é".encode("cp1252")), "cp1252", "m", report) == "é"
    assert not len(report)
    assert decoded(decode("é".encode("cp1252")), "", "m", report) == "é"
    decoded(decode("a\né".encode("cp1252")), "utf-8", "m", report)
    assert findings(report) == [("FLT-009", 1), ("FLT-008", 2)]


def test_tables_share_one_header_line_in_the_encoding_they_know() -> None:
    one, two = FlatText("a;b\r\né;1\r\n", "cp1252"), FlatText("a;b\r\n2;3\r\n", "cp1252")
    assert flat.write(Envelope(), [one, two]) == b"a;b\r\n\xe9;1\r\n2;3\r\n"
    assert flat.write(Envelope(), ["a;b\r\né;1\r\n"]) == "a;b\r\né;1\r\n".encode()
    with pytest.raises(EdiError, match="FLT-010"):
        flat.write(Envelope(), [one, "b;a\r\n"])
