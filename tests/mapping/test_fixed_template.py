"""Records of fixed width: what each piece of the notation does in both directions, what authors are told, the proof."""

import io
from decimal import Decimal

import pytest

from edi_engine import formats
from edi_engine.canonical.model import Commodity, Declaration, Document, GoodsItem, GoodsMeasure, Packaging, Party
from edi_engine.canonical.values import DateTime, Measure
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.formats.fixed.records import lines_of
from edi_engine.formats.flat.table import FlatText
from edi_engine.interchange import Envelope, Message
from edi_engine.mapping.roundtrip import round_trip
from tests.mapping.field_support import fixed_mapping, read, short, write

TEMPLATE = """# the head, the parties, the goods
H{functional_reference_id:10}{issue_date_time:8|datetime(102)}{=V1}{~mark:3}
with parties[role=consignor]:
    Z{name:12}
with parties[role=consignee]:
    N{name:12}
each goods_items:
    I{sequence_numeric:3|pad(3,0)}{commodity.description:10}{commodity.goods_measure.gross_mass:8|measure(KGM)}
        each packagings:
            P{type_code:2}{quantity:6}
        each previous_documents:
            D{type_code:4}{id:10}
T{out count(goods_items):5|pad(5,0)}
"""
ITEM = Commodity(description="tea", goods_measure=GoodsMeasure(gross_mass=Measure(Decimal("12.50"), "KGM")))
DOCUMENT = Declaration(
    functional_reference_id="ENS-7",
    issue_date_time=DateTime("20260131", "102"),
    extensions={"mark": "x"},
    parties=[Party(role="consignee", name="To")],
    goods_items=[
        GoodsItem(
            sequence_numeric=1,
            commodity=ITEM,
            packagings=[Packaging(type_code="CT", quantity=Decimal(60)), Packaging(type_code="BX")],
            previous_documents=[Document(type_code="N820", id="7")],
        ),
        GoodsItem(sequence_numeric=2),
    ],
)
BODY = (
    "HENS-7     20260131V1x  \r\n"
    "NTo                     \r\n"
    "I001tea          12.50  \r\n"
    "PCT    60               \r\n"
    "PBX                     \r\n"
    "DN8207                  \r\n"
    "I002                    \r\n"
    "T00002                  \r\n"
)


def test_records_go_both_ways() -> None:
    mapping = fixed_mapping(TEMPLATE)
    assert write(mapping, DOCUMENT) == (BODY, [])
    assert read(mapping, BODY) == (DOCUMENT, [])


def test_trailing_blanks_may_be_missing() -> None:
    assert read(fixed_mapping(TEMPLATE), "\n".join(line.rstrip() for line in BODY.splitlines())) == (DOCUMENT, [])


def test_what_is_not_mapped_is_named_by_line_and_column() -> None:
    mapping = fixed_mapping(TEMPLATE)
    body = "PCT    60\nHENS-7     2026013XV2 \nX unknown\nHagain\nI001tea       12,5    and more\n\nT00009\n"
    assert read(mapping, body)[1] == [
        "MAP-105 line 2",
        "MAP-103 line 2",
        "MAP-105 line 5",
        "MAP-102 line 5",
        "MAP-102 line 1",
        "MAP-102 line 3",
        "FLT-013 line 4",
        "MAP-106 line 7",
    ]


def test_a_value_that_does_not_fit_is_not_written_in_silence() -> None:
    mapping = fixed_mapping("H{id:3}{type_code:2}{~mark:2}\n")
    document = Declaration(id="abcd", type_code="xyz", extensions={"mark": "a\nb"})
    assert write(mapping, document)[1] == [
        "MAP-203 id",
        "MAP-203 type_code",
        "MAP-203 record H, columns 7-8, of line 1",
    ]
    broken = Declaration(id="a\nb", type_code="X")
    assert write(mapping, broken) == ("H   X   \r\n", ["MAP-203 record H, columns 2-4, of line 1"])


def test_blanks_of_any_width_are_written_and_come_back() -> None:
    mapping, document = fixed_mapping("H{id:5}\n"), Declaration(id="a\xa0\u2009b")
    assert write(mapping, document) == ("Ha\xa0\u2009b \r\n", [])
    assert read(mapping, "Ha\xa0\u2009b \r\n") == (document, [])


def test_characters_the_encoding_lacks_are_an_error() -> None:
    mapping = fixed_mapping("H{id:4}\n", {"encoding": "cp1252"})
    assert write(mapping, Declaration(id="Łódź"))[1] == ["MAP-209 record H, columns 2-5, of line 1"]
    written, findings = write(mapping, Declaration(id="€ä"))
    assert (formats.write("fixed", Envelope(), [written]), findings) == (b"H\x80\xe4  \r\n", [])


def test_an_encoding_is_named_where_the_mapping_says_it() -> None:
    mapping, report = fixed_mapping("H{id:4}\n", {"encoding": "utf-8"}), Report()
    [interchange] = formats.read(io.BytesIO(b"Ha\xe9\r\n"), expected="fixed")
    mapping.read(next(iter(interchange.messages)), report)
    assert [(finding.code, finding.why) for finding in report] == [
        ("FLT-008", "the encoding `fixed: encoding` of mapping trial")
    ]


def test_blanks_before_a_text_are_told_and_before_a_number_not() -> None:
    mapping = fixed_mapping("H{id:5}{total_package_quantity:4}{type_code:3}\n")
    report = Report()
    document = mapping.read(mapping.message("H  A B   7 IM"), report)
    assert document == Declaration(id="A B", total_package_quantity=Decimal(7), type_code="IM")
    assert [(finding.code, finding.where.line, finding.where.column) for finding in report] == [
        ("MAP-103", 1, 2),
        ("MAP-103", 1, 11),
    ]


def test_records_may_be_longer_than_their_cells() -> None:
    assert write(fixed_mapping("H{id:3}\n", {"length": "10"}), Declaration(id="A"))[0] == "HA        \r\n"


def test_files_of_records_of_one_length_are_known_by_that() -> None:
    assert formats.sniff(BODY.encode()) == "fixed"
    assert formats.sniff(b"H one line only, whatever\r\n") is None
    assert formats.sniff(b"Dear all,\nthis is no record\n") is None
    [interchange] = formats.read(io.BytesIO(BODY.encode()))
    [message] = interchange.messages
    assert (message.syntax, fixed_mapping(TEMPLATE).read(message, message.report)) == ("fixed", DOCUMENT)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("I001tea", "I001te", 3), ("I001tea", "I001tea?", 3), ("PCT ", "P", 4), ("T00002", "T00002   ", 8)],
)
def test_a_record_of_another_length_is_an_error_with_its_line(old: str, new: str, line: int) -> None:
    mapping, body = fixed_mapping(TEMPLATE), BODY.replace(old, new)
    assert formats.sniff(body.encode()) == "fixed"
    assert read(mapping, body)[1][0] == f"FLT-012 line {line}"


def test_a_record_that_is_none_does_not_make_another_format_of_the_file() -> None:
    for wrong in ("\x01001tea          12.50  ", "§001tea          12.50  ", "Sent by our new system", "\x00" * 24):
        assert formats.sniff(BODY.replace("I001tea          12.50  ", wrong).encode()) == "fixed"
    assert formats.sniff(b"Dear all, this is\na letter, and that\nis no record at all") is None


@pytest.mark.parametrize("body", [BODY.replace(" ", ""), "H\r\nT00000", ";a;b;c\nH,d\n", "HENS-7,a,b\n"])
def test_who_names_a_mapping_says_how_the_bytes_are_read(body: str) -> None:
    [interchange] = formats.read(io.BytesIO(body.encode()), expected="fixed")
    assert [message.syntax for message in interchange.messages] == ["fixed"]


@pytest.mark.parametrize("data", [b"", b" \n", b"PK\x03\x04 H", b"H\x00\x01"])
def test_what_cannot_be_records_is_none_whatever_is_named(data: bytes) -> None:
    [interchange] = formats.read(io.BytesIO(data), expected="fixed")
    assert [finding.code for finding in interchange.report] == ["FMT-001"]
    [interchange] = formats.read(io.BytesIO(b'{"a": 1}'), expected="fixed")
    assert interchange.syntax == "json"


def test_each_header_begins_a_document_of_its_own() -> None:
    mapping = fixed_mapping(TEMPLATE)
    message = Message(syntax="fixed", type="", body=FlatText(BODY + BODY.replace("12.50", "12.5x")))
    first, second = mapping.split(message)
    assert (first.number, second.number) == (1, 2)
    assert mapping.read(first, first.report) == DOCUMENT
    assert mapping.read(second, second.report) is not None
    assert short(first.report) == []
    assert short(second.report) == ["MAP-105 line 11"]
    assert mapping.split(first) == [first]


def test_a_record_that_stands_once_stands_once() -> None:
    mapping = fixed_mapping(TEMPLATE)
    assert read(mapping, BODY.replace("T0", "NTo again".ljust(24) + "\r\nT0"))[1] == ["FLT-013 line 8"]
    assert read(mapping, BODY + BODY)[1][0] == "FLT-013 line 9"


def test_a_document_without_its_trailer_was_cut_off() -> None:
    mapping = fixed_mapping(TEMPLATE)
    assert read(mapping, BODY[: BODY.index("T0")])[1] == ["FLT-014 line 7"]
    message = Message(syntax="fixed", type="", body=FlatText(BODY[: BODY.index("T0")] + BODY))
    reports = [(part.report, mapping.read(part, part.report))[0] for part in mapping.split(message)]
    assert [short(report) for report in reports] == [["FLT-014 line 7"], []]
    sometimes = fixed_mapping('H{id:3}{type_code:2}\nwhen type_code != "IM":\n    T{out count(goods_items):5}\n')
    assert read(sometimes, "HABCIM") == (Declaration(id="ABC", type_code="IM"), [])


def test_records_are_read_up_to_a_number() -> None:
    report = Report()
    assert lines_of("a\nb\nc", report, most=2) == ["a", "b"]
    assert short(report) == ["FLT-005 line 3"]
    assert lines_of("a\nb\n", report, most=2) == ["a", "b"]
    assert len(report) == 1


def test_only_line_breaks_end_a_record() -> None:
    mapping = fixed_mapping("H{id:8}\n")
    for odd in "\x0b\x0c\x1c\x85\u2028":
        assert read(mapping, f"Ha{odd}b") == (Declaration(id=f"a{odd}b"), [])


def test_documents_come_back_and_what_partners_do_loses_nothing_in_silence() -> None:
    result = round_trip(fixed_mapping(TEMPLATE), 120, 5)
    assert result.proven, (result.unequal, result.examples, result.rare)


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("H{idd:3}", ("TPL-002", 1, 2, "Declaration has no field 'idd'")),
        ("H{id}", ("TPL-001", 1, 2, "a cell says its width: {path:20}")),
        ("{id:3}", ("TPL-001", 1, 1, "a record begins with the literal it is told by")),
        ("H{id:3}\neach goods_item:\n    I{x:3}", ("TPL-002", 2, 6, "Declaration has no field 'goods_item'")),
        ("each goods_items:\n    I{id:3}\n    J{id:3}", ("TPL-001", 1, 1, "an each has one record")),
        ("H{id:3}\nH{name:4}", ("TPL-001", 2, 1, "records 'H' have their cells at other columns")),
        ("H{id:3}\nH{name:3}", ("TPL-005", 2, 1, "the object at line 1 and this one could both mean")),
        ("", ("TPL-001", 1, 1, "there is no record")),
    ],
)
def test_a_fault_in_a_template_has_its_place(template: str, found: tuple[str, int, int, str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        fixed_mapping(template)
    [fault] = caught.value.findings
    assert (fault.code, fault.where.line, fault.where.column) == found[:3]
    assert fault.what.startswith(found[3])


def test_options_are_checked() -> None:
    for options in ({"width": "3"}, {"length": "2"}, {"length": "x"}, {"encoding": "utf-16"}):
        with pytest.raises(ConfigurationError):
            fixed_mapping("H{id:3}", options)
