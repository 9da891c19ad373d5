"""Templates of flat files: rows become objects and back, what authors are told, and the proof."""

import io
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.canonical.model import Commodity, Declaration, GoodsItem, Packaging, TransportEquipment
from edi_engine.canonical.values import Measure
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.interchange import Envelope, Message
from edi_engine.mapping.compiler.csv_template import CsvMapping
from edi_engine.mapping.golden import golden_pairs, try_golden_pair
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.workspace import Workspace
from tests.mapping.field_support import csv_mapping, read, short, write

WORKSPACE = Workspace()
MAPPINGS = Mappings(WORKSPACE)
TEMPLATE = """# one row per item and container
entry;kg;item;goods;box
each document by entry:
    each goods_items by item:
        each commodity.transport_equipments by box:
{/id};
{/total_gross_mass|measure(KGM)};
{^.sequence_numeric}; {^.commodity.description};
{id}
"""
COMMA = {"separator": ";", "decimal": ","}
HEAD = "entry;kg;item;goods;box\r\n"


def goods(number: int | None, name: str | None, *boxes: str) -> GoodsItem:
    equipments = [TransportEquipment(id=box) for box in boxes]
    return GoodsItem(sequence_numeric=number, commodity=Commodity(description=name, transport_equipments=equipments))


@pytest.fixture(scope="module")
def mapping() -> CsvMapping:
    return csv_mapping(TEMPLATE, COMMA)


def faults(template: str, options: dict[str, str] | None = None, **definition: Any) -> list[tuple[Any, ...]]:
    with pytest.raises(ConfigurationError) as caught:
        csv_mapping(template, options, **definition)
    return [(f.code, f.where.line, f.where.column) for f in caught.value.findings]


# -- rows and objects --------------------------------------------------------------------------------------------------


def test_rows_repeat_what_is_around_the_innermost_list(mapping: CsvMapping) -> None:
    document = Declaration(
        id="E1",
        total_gross_mass=Measure(Decimal("10.50"), "KGM"),
        goods_items=[goods(1, "a;b", "X", "Y"), goods(2, 'say "c"', "X"), goods(3, "d")],
    )
    body = HEAD + 'E1;10,50;1;"a;b";X\r\nE1;10,50;1;"a;b";Y\r\nE1;10,50;2;"say ""c""";X\r\nE1;10,50;3;d;\r\n'
    assert write(mapping, document) == (body, [])
    assert read(mapping, body) == (document, [])


def test_a_document_without_items_has_one_row_and_one_without_anything_none(mapping: CsvMapping) -> None:
    assert write(mapping, Declaration(id="E1")) == (HEAD + "E1;;;;\r\n", [])
    assert read(mapping, HEAD + "E1;;;;\r\n") == (Declaration(id="E1"), [])
    assert write(mapping, Declaration()) == (HEAD, [])
    assert read(mapping, HEAD) == (Declaration(), [])


def test_rows_of_one_object_need_not_stand_together(mapping: CsvMapping) -> None:
    document, findings = read(mapping, HEAD + "E1;;1;a;X\nE1;;2;b;Z\nE1;5;1;;Y\n")
    assert document.goods_items == [goods(1, "a", "X", "Y"), goods(2, "b", "Z")]
    assert document.total_gross_mass == Measure(Decimal(5), "KGM")
    assert findings == []


def test_outer_columns_must_agree(mapping: CsvMapping) -> None:
    document, findings = read(mapping, HEAD + "E1;5;1;a;X\nE1;6;1;b;Y\n")
    assert document.goods_items == [goods(1, "a", "X", "Y")]
    assert findings == ["MAP-106 kg line 3", "MAP-106 goods line 3"]


def test_a_row_that_brings_nothing_new_is_noted(mapping: CsvMapping) -> None:
    assert read(mapping, HEAD + "E1;5;1;a;X\nE1;5;1;a;X\nE1;5;1;a;\n")[1] == ["MAP-103 line 3", "MAP-103 line 4"]


def test_objects_without_a_key_are_never_one(mapping: CsvMapping) -> None:
    document, findings = read(mapping, HEAD + "E1;;;a;X\nE1;;;a;Y\n")
    assert document.goods_items == [goods(None, "a", "X"), goods(None, "a", "Y")]
    assert findings == []
    assert write(mapping, document)[1] == []
    joined = Declaration(id="E1", goods_items=[goods(None, "a", "X", "Y")])
    assert write(mapping, joined)[1] == ["MAP-206 item"]


def test_objects_with_the_same_key_are_told(mapping: CsvMapping) -> None:
    document = Declaration(id="E1", goods_items=[goods(1, "a", "X", "X"), goods(1, "b")])
    assert write(mapping, document)[1] == ["MAP-206 item", "MAP-206 box"]


def test_what_has_no_column_is_told(mapping: CsvMapping) -> None:
    item = goods(1, "a", "X")
    item.packagings = [Packaging(type_code="CT"), Packaging(type_code="PK")]
    assert write(mapping, Declaration(id="E1", goods_items=[item]))[1] == ["MAP-201 goods_items.packagings.type_code"]


def test_conditions_of_each_choose_and_literals_select_rows() -> None:
    mapping = csv_mapping("no;kind;role\neach parties[role=exporter/importer] by no:\n{id};P;{role|code(party)}\n")
    document, findings = read(mapping, "no;kind;role\n1;P;EX\n2;Q;EX\n3;;XE\n")
    assert [(party.id, party.role) for party in document.parties] == [("1", "exporter"), ("3", "exporter")]
    assert findings == ["MAP-101 line 3", "MAP-103 kind line 4", "MAP-103 role line 4"]
    assert write(mapping, document) == ("no;kind;role\r\n1;P;EX\r\n3;P;EX\r\n", [])


# -- columns and cells -------------------------------------------------------------------------------------------------


def test_columns_come_in_any_order_and_unknown_ones_are_told_once(mapping: CsvMapping) -> None:
    document, findings = read(mapping, "box;new;item;entry\nX;n1;1;E1\nY;n2;1;E1\nZ;;1;E1\n")
    assert document == Declaration(id="E1", goods_items=[goods(1, None, "X", "Y", "Z")])
    assert findings == ["MAP-102 new"]


@pytest.mark.parametrize(
    ("body", "findings"),
    [
        ("entry,item,box\n1,2,3\n", ["MAP-107 line 1"]),
        ("entry;item\n1;2\n", ["MAP-107 line 1"]),
        ("", ["FLT-001 line 1"]),
        ("entry;item;box\n1;2\n", ["FLT-004 line 2"]),
        ("entry;item;box\n1;2;3;4\n", ["FLT-004 line 2", "MAP-102 column 4 line 2"]),
        ("entry;item;box\n1;x;3\n", ["MAP-105 item line 2"]),
        ("entry;item;box\n1;01;3\n", ["MAP-103 item line 2"]),
        ("entry;kg;item;box\n1;1.5;1;3\n", ["MAP-105 kg line 2"]),
        ("entry;kg;item;box\n1;1.000,5;1;3\n", ["MAP-105 kg line 2"]),
        ("entry;kg;item;box\n1;01,50;1;3\n", ["MAP-103 kg line 2"]),
        ('entry;item;box\n1;2;"3\n', ["FLT-003 line 2"]),
        ("entry;item;box\n1;2;3\n4;2;3\n", ["MAP-107 entry"]),
    ],
)
def test_what_does_not_fit_is_a_finding_at_its_cell(mapping: CsvMapping, body: str, findings: list[str]) -> None:
    assert read(mapping, body)[1] == findings


def test_a_file_of_several_documents_is_split_into_a_message_each(mapping: CsvMapping) -> None:
    message = Message(syntax="csv", type="", body=HEAD + "E1;;1;a;X\nE2;;1;b;Y\nE1;;2;c;bad\n;;3;d;\n")
    messages = mapping.split(message)
    reports = [Report() for _ in messages]
    documents = [mapping.read(one, report) for one, report in zip(messages, reports, strict=True)]
    assert [one.number for one in messages] == [1, 2, 3]
    assert documents == [
        Declaration(id="E1", goods_items=[goods(1, "a", "X"), goods(2, "c", "bad")]),
        Declaration(id="E2", goods_items=[goods(1, "b", "Y")]),
        Declaration(goods_items=[goods(3, "d")]),
    ]
    assert [record[0] for record in messages[0].body.records] == [2, 4]
    one = Message(syntax="csv", type="", body=HEAD + "E1;;1;a;X\n")
    assert mapping.split(one) == [one]


def test_what_is_wrong_with_a_row_is_told_with_its_document_and_once(mapping: CsvMapping) -> None:
    message = Message(syntax="csv", type="", body=HEAD + "E1;;1;a;X\nE2;;1;b\n")
    first, second = mapping.split(message)
    assert (short(first.report), short(second.report), short(message.report)) == ([], ["FLT-004 line 3"], [])
    one = Message(syntax="csv", type="", body=HEAD + "E1;;1;a\n")
    assert mapping.split(one) == [one]
    assert short(one.report) == []
    broken = Message(syntax="csv", type="", body=HEAD + 'E1;;1;a;X\nE2;;1;b;X\nE2;"\n')
    assert mapping.split(broken) == [broken]
    assert mapping.read(broken, broken.report) is None
    assert short(broken.report) == ["FLT-003 line 4"]


def test_cells_a_spreadsheet_would_run_are_guarded_and_come_back() -> None:
    mapping = csv_mapping("a;b;c\n{id};{type_code};{version_id}\n", {"formulas": "guard"})
    document = Declaration(id="=1+1", type_code="-5", version_id="'@x")
    assert write(mapping, document) == ("a;b;c\r\n'=1+1;-5;''@x\r\n", [])
    assert read(mapping, "a;b;c\r\n'=1+1;-5;''@x\r\n") == (document, [])
    assert write(csv_mapping("a\n{id}\n"), Declaration(id="=1+1")) == ("a\r\n=1+1\r\n", [])


@given(st.text(alphabet="'=+-@\t19,a", min_size=1, max_size=6))
def test_every_guarded_text_comes_back(text: str) -> None:
    from edi_engine.mapping.flat_runtime import guard, unguarded

    assert unguarded(guard(text)) == text


def test_what_has_no_field_is_kept_verbatim_and_written_back() -> None:
    template = "no;name;mark\neach goods_items by no:\n{sequence_numeric};{commodity.description};{~}"
    body = "no;name;mark\r\n1;a;x  y\r\n2;b;\r\n"
    items = [goods(1, "a"), goods(2, "b")]
    items[0].extensions = {"mark": "x  y"}
    document = Declaration(goods_items=items)
    assert read(csv_mapping(template), body) == (document, [])
    assert write(csv_mapping(template), document) == (body, [])
    assert read(csv_mapping(template), body + "1;a;z\r\n")[1] == ["MAP-106 mark line 4", "MAP-103 line 4"]
    assert round_trip(csv_mapping(template), 60).rates["line 3: ~mark"] > 0.05


def test_characters_the_encoding_lacks_are_an_error_and_the_others_come_back() -> None:
    mapping = csv_mapping("a;b;c\n{id};{type_code};{version_id}\n", {"encoding": "cp1252"})
    written, findings = write(mapping, Declaration(id="中", type_code="ä"))
    assert findings == ["MAP-209 a"]
    written, _ = write(mapping, Declaration(id="€ä", type_code="Ã©"))
    data = formats.write("csv", Envelope(), [written])
    assert data == b"a;b;c\r\n\x80\xe4;\xc3\xa9;\r\n"
    [interchange] = formats.read(io.BytesIO(data))
    [message] = interchange.messages
    assert mapping.read(message, message.report) == Declaration(id="€ä", type_code="Ã©")
    assert short(message.report) == []


# -- what authors are told ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("", [(1, 1), (1, 1)][:1]),
        ("a;a\n{id};{type_code}\n", [(1, 1), (1, 1)]),
        ("a;b\n{id}\n", [(2, 1)]),
        ("a;b\n{id};\n{ix}\n", [(3, 1)]),
        ("a;b\n{id};   {iy}   # why\n", [(2, 9)]),
        ("a;b\neach party by a:\n{id};{name}\n", [(2, 6)]),
        ("a;b\neach parties by c:\n{id};{name}\n", [(2, 17)]),
        ("a;b\n  each parties:\n{id};{name}\n", [(2, 1)]),
        ("a;b\neach parties by a:\n{/id};{name}\n", [(3, 1)]),
        ("a;b\neach parties by a:\neach document by b:\n{id};{name}\n", [(3, 6)]),
        ("a;b\neach parties[0] by a:\n{id};{name}\n", [(2, 6)]),
        ("a;b\neach parties by a:\n{id};{/parties[0].name}\n", [(3, 6)]),
        ("a\neach parties[role=x/y] by a:\n{id}\n", [(2, 1)]),
        ("a\n{id!}\n", [(2, 1)]),
    ],
)
def test_a_fault_in_a_template_has_its_place(template: str, found: list[tuple[int, int]]) -> None:
    assert [fault[1:] for fault in faults(template)] == found


@pytest.mark.parametrize(
    "options",
    [
        {"separator": ";;"},
        {"separator": ",", "decimal": ","},
        {"decimal": "x"},
        {"encoding": "utf-16"},
        {"encoding": "klingon"},
        {"encoding": "base64"},
        {"formulas": "run"},
        {"seperator": ";"},
    ],
)
def test_options_that_cannot_be_are_refused(options: dict[str, str]) -> None:
    assert len(faults("a\n{id}\n", options)) == 1


def test_a_misspelt_derive_step_is_refused() -> None:
    assert faults("a\n{id}\n", derive={"after_reading": ("equipment_to_consignment",)}) == [("MPG-007", 1, 1)]
    assert faults("a\n{id}\n", derive={"after_reading": ("export_refund",)}) == [("MPG-007", 1, 1)]
    assert faults("a\n{id}\n", derive={"afterwards": ("export_refund",)}) == [("MPG-007", 1, 1)]


EVERYTHING = """a;b;c;d;e;f;g;h;i
each document by a:
    each goods_items by c:
        each additional_documents[kind=k] by e:
            each references by g:
{/id:5}{=/}{/version_id:2};{/issue_date_time|datetime(203)};{^^.sequence_numeric|pad(4,0)};
{^^.customs_value_amount.value};{^.id};{^.issuer.role|code(party)};
{value};{scheme};{copy /id}
"""


def test_every_piece_of_the_notation_is_proven_together() -> None:
    result = round_trip(csv_mapping(EVERYTHING, {"decimal": ","}), 120, seed=3)
    assert result.proven, (result.unequal, result.examples, result.rare)


def test_a_row_for_an_object_alone_is_noted_where_it_is_not_needed(mapping: CsvMapping) -> None:
    assert read(mapping, HEAD + "E1;;1;a;\nE1;;1;a;X\n")[1] == ["MAP-103 line 2"]
    assert read(mapping, HEAD + "E1;5;;;\nE1;5;1;a;X\n")[1] == ["MAP-103 line 2"]


def test_a_number_tells_objects_apart_however_it_is_spelled(mapping: CsvMapping) -> None:
    """Sample: rows of the items 1 and 01 were two items when they were read, and one when they were read again."""
    document, findings = read(mapping, HEAD + "E1;;1;a;X\nE1;;01;a;Y\n")
    assert document == Declaration(id="E1", goods_items=[goods(1, "a", "X", "Y")])
    assert findings == ["MAP-103 item line 3"]


# -- the shipped mapping and any file ----------------------------------------------------------------------------------


def test_the_terminal_mapping_proves_its_round_trip() -> None:
    result = round_trip(MAPPINGS.get("terminal-release-csv"), 150, seed=7)  # type: ignore[arg-type]
    assert result.proven, (result.unequal, result.examples, result.rare)
    assert min(result.mutated.values()) > 10


@pytest.mark.parametrize("pair", golden_pairs(WORKSPACE, "terminal-release-csv"), ids=lambda pair: pair.name)
def test_golden_samples_of_the_terminal_mapping(pair: Any) -> None:
    assert try_golden_pair(MAPPINGS.get("terminal-release-csv"), pair) == []


def test_the_release_list_is_recognised_by_its_columns() -> None:
    [pair, *_] = golden_pairs(WORKSPACE, "terminal-release-csv")
    [interchange] = formats.read(io.BytesIO(pair.received.encode()))
    [message] = interchange.messages
    assert MAPPINGS.detect(message) == (MAPPINGS.get("terminal-release-csv"), [])


@pytest.mark.parametrize("cell", ['"own_reference"', " own_reference", "own_reference "])
def test_quotes_and_blanks_around_a_name_of_the_header_line_count_for_nothing(cell: str) -> None:
    [pair, *_] = golden_pairs(WORKSPACE, "terminal-release-csv")
    payload = pair.received.replace("own_reference", cell, 1)
    [interchange] = formats.read(io.BytesIO(payload.encode()))
    [message] = interchange.messages
    assert MAPPINGS.detect(message) == (MAPPINGS.get("terminal-release-csv"), [])
    assert MAPPINGS.get("terminal-release-csv").read(message, report := Report()) == canonical_json.read(
        pair.document.encode(), Report()
    )
    assert not report.rejected


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_first_line_that_names_the_separator_costs_no_value_its_place(mark: str) -> None:
    [pair, *_] = golden_pairs(WORKSPACE, "terminal-release-csv")
    payload = f"{mark}sep=;\r\n{pair.received}".encode()
    [interchange] = formats.read(io.BytesIO(payload))
    [message] = interchange.messages
    mapping: Any = MAPPINGS.get("terminal-release-csv")
    assert MAPPINGS.detect(message) == (mapping, [])
    assert mapping.read(message, Report()) == canonical_json.read(pair.document.encode(), Report())
    values = received_by(mapping, message)
    spans = [values.span(index, payload) for index in range(3)]
    assert [payload[slice(*span or ())].decode() for span in spans] == [value.text for value in values.values[:3]]


def test_containers_stand_once_at_the_consignment_of_what_was_read() -> None:
    mapping: Any = MAPPINGS.get("terminal-release-csv")
    document = mapping.generator(Random(5)).document()  # noqa: S311
    while len(document.goods_items) < 2 or document.consignment is None:
        document = mapping.generator(Random(document.id)).document()  # noqa: S311
    named = {e.id for item in document.goods_items if item.commodity for e in item.commodity.transport_equipments}
    assert {e.id for e in document.consignment.transport_equipments} == named


@settings(max_examples=200)
@given(st.lists(st.lists(st.sampled_from(["", "1", "2", "a", "1,5", "0,10", "x;y", '"']), min_size=5, max_size=5)))
def test_any_table_gives_a_document_or_findings_and_loses_nothing_in_silence(rows: list[list[str]]) -> None:
    mapping = MAPPING
    quoted = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    body = HEAD + "".join(f"{row}\r\n" for row in quoted)
    report = Report()
    document = mapping.read(mapping.message(body), report)
    if document is not None and not report.rejected:
        writing = Report()
        written = mapping.write(document, writing)
        assert not mapping.vanished(body, written, report) or short(writing)


MAPPING = csv_mapping(TEMPLATE, COMMA)


@given(st.text(max_size=60))
def test_any_text_gives_findings_and_nothing_else(text: str) -> None:
    document, findings = read(MAPPING, text)
    assert document is not None or findings
