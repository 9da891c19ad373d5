"""What named fields of all syntaxes share: defaults, joined lists, values of all elements, lines, cuts, rests."""

from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from edi_engine.canonical.model import (
    Charge,
    Commodity,
    Constituent,
    Declaration,
    GoodsItem,
    GovernmentProcedure,
    Packaging,
    TransportEquipment,
)
from edi_engine.canonical.values import Amount, DateTime, Measure
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.mapping.roundtrip import round_trip
from tests.mapping.field_support import csv_mapping, fixed_mapping, json_mapping, read, write, xml_mapping

NS = 'xmlns:m="urn:edi-engine:map"'


def pretty(xml: str) -> str:
    """Elements as they are written: each on its line, indented."""
    root = etree.fromstring(xml)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def both_ways(template: str, document: Declaration, body: str) -> None:
    mapping = json_mapping(template)
    written, findings = write(mapping, document)
    assert (written.decode(), findings) == (body, [])
    assert read(mapping, body.encode()) == (document, [])


# -- default and omit --------------------------------------------------------------------------------------------------

DEFAULTS = """{"id": "{id}", "kind": "{type_code|default(380)}",
  "n": "{goods_item_quantity|default(count(goods_items))}",
  "same": "{location_id|default(/issue_location_id)}", "at": "{issue_location_id}", "lang": "{language_code|omit(en)}",
  "mark": "{~|default(0)}", "items": [{"$each": "goods_items", "no": "{sequence_numeric}",
    "from": "{export_country_code|default(/export_country_code)}"}], "country": "{export_country_code}"}"""


def test_a_default_is_read_where_nothing_stands_and_always_written() -> None:
    mapping = json_mapping(DEFAULTS)
    body = b'{"id":"I","at":"P","country":"DE","items":[{"no":"1"},{"no":"2","from":"FR"}]}'
    document, findings = read(mapping, body)
    assert (document.type_code, document.goods_item_quantity, document.location_id) == ("380", Decimal(2), "P")
    assert (document.language_code, document.extensions) == ("en", {"mark": "0"})
    assert [item.export_country_code for item in document.goods_items] == ["DE", "FR"]
    assert findings == []
    written, findings = write(mapping, document)
    assert written.decode() == (
        '{"id":"I","kind":"380","n":"2","same":"P","at":"P","mark":"0",'
        '"items":[{"no":"1","from":"DE"},{"no":"2","from":"FR"}],"country":"DE"}'
    )
    assert findings == []
    assert write(mapping, Declaration(id="I"))[0] == b'{"id":"I","kind":"380","n":"0","mark":"0"}'


def test_a_default_is_no_reason_to_write_what_is_around_it() -> None:
    mapping = json_mapping('{"id": "{id}", "fee": {"$with": "charges[type_code=64]", "of": "{basis|default(amount)}"}}')
    assert write(mapping, Declaration(id="I"))[0] == b'{"id":"I"}'
    charge = Charge(type_code="64", basis="rate")
    assert write(mapping, Declaration(id="I", charges=[charge]))[0] == b'{"id":"I","fee":{"of":"rate"}}'


def test_a_value_that_cannot_be_read_has_no_default() -> None:
    document, findings = read(json_mapping('{"n": "{goods_item_quantity|default(7)}"}'), b'{"n":"x"}')
    assert (document.goods_item_quantity, findings) == (None, ["MAP-105 /n"])


CSV = """entry;item;origin;kind
each document by entry:
    each goods_items by item:
{/id};{sequence_numeric};{origins[0].country_code};{transaction_nature_code|default(11)}
"""


def test_a_default_of_a_column_belongs_to_rows_that_are_there() -> None:
    mapping = csv_mapping(CSV)
    document = Declaration(id="A", goods_items=[GoodsItem(sequence_numeric=1, transaction_nature_code="11")])
    written = write(mapping, document)
    assert written[0] == "entry;item;origin;kind\r\nA;1;;11\r\n"
    assert read(mapping, written[0]) == (document, [])
    assert write(mapping, Declaration(id="A"))[0] == "entry;item;origin;kind\r\nA;;;\r\n"
    assert read(mapping, "entry;item;origin;kind\r\nA;1;;\r\n")[0] == document


# -- lists in one text -------------------------------------------------------------------------------------------------

JOINED = """{"what": [{"$each": "goods_items", "attr": "{commodity.characteristic_codes[*]|join(,)}",
  "of": "{commodity.constituents[*].element_name|join(; )}",
  "made": "{commodity.production_date_times[*]|datetime(102)|join(;)}"}],
  "boxes": [{"$each": "consignment.transport_equipments", "items": "{goods_item_numbers[*]|join(,)}"}]}"""


def test_the_values_of_a_list_stand_in_one_text() -> None:
    days = [DateTime("20260131", "102"), DateTime("20260201", "102")]
    made = Commodity(
        characteristic_codes=["11", "19"],
        constituents=[Constituent(element_name="oil"), Constituent(element_name="salt, fine")],
        production_date_times=days,
    )
    document = Declaration(goods_items=[GoodsItem(commodity=made)])
    document.consignment = read(json_mapping(JOINED), b'{"boxes":[{"items":"1,3"}]}')[0].consignment
    assert document.consignment is not None
    assert document.consignment.transport_equipments == [TransportEquipment(goods_item_numbers=[1, 3])]
    body = '{"what":[{"attr":"11,19","of":"oil; salt, fine","made":"20260131;20260201"}],"boxes":[{"items":"1,3"}]}'
    both_ways(JOINED, document, body)


def test_what_holds_the_separator_is_not_joined() -> None:
    commodity = Commodity(characteristic_codes=["1,1", "19"])
    document = Declaration(goods_items=[GoodsItem(commodity=commodity)])
    assert write(json_mapping(JOINED), document) == (
        b'{"what":[{"attr":"19"}]}',
        ["MAP-203 goods_items[0].commodity.characteristic_codes[*]"],
    )


def test_empty_values_of_a_joined_text_are_told() -> None:
    document, findings = read(json_mapping(JOINED), b'{"what":[{"attr":",11,,19"}]}')
    assert document.goods_items[0].commodity.characteristic_codes == ["11", "19"]
    assert findings == ["MAP-103 /what/0/attr"]


# -- a value of all elements -------------------------------------------------------------------------------------------

SHARED = """<D xmlns:m="urn:edi-engine:map"><Pack>{goods_items[*].packagings[0].type_code}</Pack>
<I m:each="goods_items"><N>{sequence_numeric}</N></I></D>"""


def packed(*kinds: str | None) -> Declaration:
    items = [
        GoodsItem(sequence_numeric=number, packagings=[Packaging(type_code=kind)] if kind else [])
        for number, kind in enumerate(kinds, start=1)
    ]
    return Declaration(goods_items=items)


def test_a_value_that_all_elements_have_stands_once() -> None:
    mapping = xml_mapping(SHARED)
    body = pretty("<D><Pack>CT</Pack><I><N>1</N></I><I><N>2</N></I></D>")
    assert write(mapping, packed("CT", "CT")) == (body, [])
    assert read(mapping, body) == (packed("CT", "CT"), [])


def test_elements_that_differ_have_no_value_in_common() -> None:
    written, findings = write(xml_mapping(SHARED), packed("CT", "BX"))
    assert written == pretty("<D><I><N>1</N></I><I><N>2</N></I></D>")
    assert findings == ["MAP-205 goods_items[*].packagings[0].type_code"]


def test_a_value_of_all_elements_needs_one() -> None:
    assert read(xml_mapping(SHARED), "<D><Pack>CT</Pack></D>") == (Declaration(), ["MAP-102 /D/Pack line 1"])


def test_a_value_of_all_that_every_element_contradicts_is_told() -> None:
    template = SHARED.replace("<N>{sequence_numeric}</N>", "<N>{transaction_nature_code}</N>")
    template = template.replace(
        "{goods_items[*].packagings[0].type_code}", "{in goods_items[*].transaction_nature_code}"
    )
    document, findings = read(xml_mapping(template), "<D><Pack>11</Pack><I><N>12</N></I></D>")
    assert (document.goods_items[0].transaction_nature_code, findings) == ("12", ["MAP-102 /D/Pack line 1"])


# -- lines, cuts, parts ------------------------------------------------------------------------------------------------


def test_the_lines_of_a_text_stand_in_places_of_their_own() -> None:
    mapping = fixed_mapping("H{id:4}{name:5|lines(1)}{name:5|lines(2)}\n")
    document = Declaration(id="A", name="one\ntwo")
    written, findings = write(mapping, document)
    assert (str(written), findings) == ("HA   one  two  \r\n", [])
    assert read(mapping, str(written)) == (document, [])
    assert read(mapping, "HA        two  \r\n")[0].name == "\ntwo"
    written, findings = write(mapping, Declaration(id="A", name="one\ntwo\nthree"))
    assert (str(written), findings) == ("HA   one  two  \r\n", ["MAP-203 name"])


LINES = """<D xmlns:m="urn:edi-engine:map"><Text>{name|lines}...</Text>
<I m:each="goods_items"><What>{commodity.description|lines}...</What></I></D>"""


def test_every_line_of_a_text_stands_in_an_element() -> None:
    document = Declaration(name="one\ntwo", goods_items=[GoodsItem(commodity=Commodity(description="tea"))])
    body = pretty("<D><Text>one</Text><Text>two</Text><I><What>tea</What></I></D>")
    mapping = xml_mapping(LINES)
    assert write(mapping, document) == (body, [])
    assert read(mapping, body) == (document, [])
    assert write(mapping, Declaration(name="a\n\nb")) == (
        pretty("<D><Text>a</Text><Text>b</Text></D>"),
        ["MAP-203 name"],
    )
    both_ways('{"a": ["{name|lines}..."]}', Declaration(name="x\ny"), '{"a":["x","y"]}')
    result = round_trip(mapping, 80, seed=3)
    assert result.proven, (result.unequal, result.examples, result.rare)


def test_a_line_break_inside_a_line_becomes_a_blank() -> None:
    mapping = json_mapping('{"a": "{name|lines(1)}", "b": "{name|lines(2)}"}')
    document, findings = read(mapping, b'{"a":"x\\ny","b":"z"}')
    assert (document.name, findings) == ("x y\nz", ["MAP-103 /a"])


def test_a_text_is_cut_where_the_template_says_so() -> None:
    mapping = csv_mapping("id;name\n{id};{name:5|cut}\n")
    assert write(mapping, Declaration(id="A", name="123456")) == ("id;name\r\nA;12345\r\n", ["MAP-203 name"])
    assert write(mapping, Declaration(id="A", name="12345")) == ("id;name\r\nA;12345\r\n", [])


def test_the_end_of_a_text_that_no_part_holds_is_told() -> None:
    """Sample: {type_code[0:2]} alone wrote IM of IMA, and nothing was said."""
    mapping = json_mapping('{"kind": "{type_code[0:2]}"}')
    assert write(mapping, Declaration(type_code="IMA")) == (b'{"kind":"IM"}', ["MAP-203 type_code[0:2]"])
    assert write(mapping, Declaration(type_code="IM")) == (b'{"kind":"IM"}', [])
    tiled = json_mapping('{"kind": "{type_code[0:2]}", "more": "{type_code[2:]}"}')
    assert write(tiled, Declaration(type_code="IMA")) == (b'{"kind":"IM","more":"A"}', [])


def test_decimals_stand_without_their_mark() -> None:
    template = "H{id:2}{total_gross_mass:9|measure(KGM)|implied(3)|pad(9,0)}{goods_item_quantity:4|implied(1)}\n"
    mapping = fixed_mapping(template)
    document = Declaration(id="A", total_gross_mass=Measure(Decimal("12.5"), "KGM"), goods_item_quantity=Decimal("-3"))
    written, findings = write(mapping, document)
    assert (str(written), findings) == ("HA 000012500 -30\r\n", [])
    assert read(mapping, str(written)) == (document, [])
    fine = Declaration(id="A", total_gross_mass=Measure(Decimal("0.0005"), "KGM"))
    assert write(mapping, fine)[1] == ["MAP-203 total_gross_mass"]
    assert read(mapping, "HA 0000125.0 -30\r\n")[1] == ["MAP-105 line 1"]


def test_a_part_behind_an_absent_one_says_so() -> None:
    """Sample: a house bill without a master bill was "None holds what separates it from its neighbour"."""
    mapping, report = json_mapping('{"bill": "{id}*{name}"}'), Report()
    assert mapping.write(Declaration(name="H"), report) == b"{}"
    assert [(f.where.path, f.what) for f in report] == [
        ("name", "not written: 'H', for a part of the same text is absent or does not fit")
    ]
    assert mapping.write(Declaration(id="M"), Report()) == b'{"bill":"M"}'


# -- rests under names -------------------------------------------------------------------------------------------------


def test_several_elements_of_a_scope_keep_their_rests_apart() -> None:
    template = f'<D {NS}><Head><Id>{{id}}</Id><m:rest keep="Head"/></Head><m:rest keep="yes"/></D>'
    body = pretty("<D><Head><Id>1</Id><More>2</More></Head><Other>3</Other></D>")
    kept = {"Head": {"More": {"xml": "<More>2</More>"}}, "rest": {"Other": {"xml": "<Other>3</Other>"}}}
    document = Declaration(id="1", extensions=kept)
    mapping = xml_mapping(template)
    assert read(mapping, body) == (document, ["MAP-109 /D/Head/More line 4", "MAP-109 /D/Other line 6"])
    assert write(mapping, document) == (body, [])


# -- codes and elements ------------------------------------------------------------------------------------------------


def test_a_code_that_is_not_in_its_table_costs_the_code_and_not_the_element() -> None:
    """Sample: a container without a size type was not read, nor was one of a size its table has not."""
    mapping = json_mapping('{"p": [{"$each": "other_packagings", "t": "{type_code|code(unit)}", "n": "{quantity}"}]}')
    document, findings = read(mapping, b'{"p":[{"n":"2"},{"t":"XX","n":"3"}]}')
    assert [packaging.quantity for packaging in document.other_packagings] == [Decimal(2), Decimal(3)]
    assert findings == ["MAP-102 /p/1/t"]
    odd = Declaration(other_packagings=[Packaging(type_code="XX", quantity=Decimal(3))])
    assert write(mapping, odd) == (b'{"p":[{"n":"3"}]}', ["MAP-202 other_packagings[0].type_code"])


# -- what authors are told ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "code", "what"),
    [
        ("{id|cut}", "TPL-007", "cut needs the width it cuts at: {path:35|cut}"),
        ("{id|lines}", "TPL-007", "say which line of the text stands here, from 1: lines(2)"),
        ("{id|lines(0)}", "TPL-007", "say which line of the text stands here, from 1: lines(2)"),
        ("{goods_item_quantity|lines(1)}", "TPL-007", "lines is for a text of its own"),
        ("{id|default}", "TPL-007", "default needs an argument"),
        ("{in id|default(1)}", "TPL-007", "default is for a value that is read and written"),
        ("{issue_date_time|datetime(102)|default(1)}", "TPL-007", "default is for a text or a number of its own"),
        ("{goods_item_quantity|default(x)}", "TPL-007", "'x' is no number, 'goods_item_quantity' is one"),
        ("{goods_item_quantity|omit(count(goods_items))}", "TPL-007", "omit takes the value that is left out"),
        ("{id|default(/parties)}", "TPL-001", "'/parties' is of another kind than 'id'"),
        ("{~|cut}", "TPL-001", "what is kept verbatim is not converted: it may have a default(x)"),
        ("{~|default(/id)}", "TPL-001", "the default of what is kept is a text; a path has its place in {out x}"),
        ("{id|join(,)}", "TPL-001", "join takes the values of one list: list[*]|join(,) or list[*].field|join(,)"),
        ("{transit_office_ids[*]|join}", "TPL-007", "join needs an argument"),
        (
            "{transit_office_ids}",
            "TPL-001",
            "'transit_office_ids' is a list: say which element, walk it with each, write the list of its values, "
            "or join them: transit_office_ids[*]|join(,)",
        ),
        ("{transit_office_ids[*]|join(,):5}", "TPL-001", "'join(,):5' is not a conversion"),
        ("{transit_office_ids[*]:5|join(,)}", "TPL-007", "join stands for the whole text, without width or default"),
        ("{id|implied(2)}", "TPL-007", "implied is for a number with decimals, in a text"),
        (
            "{goods_item_quantity|implied(x)}",
            "TPL-007",
            "say how many decimals the last digits are, from 1 to 9: implied(2)",
        ),
        ("{id|cutt(3)}", "TPL-007", "no conversion is called 'cutt'"),
        (
            "{id|upper}",
            "TPL-007",
            "no conversion is called 'upper': there are code, cut, datetime, default, implied, join, lines, measure, "
            "number, omit, pad",
        ),
    ],
)
def test_a_fault_of_a_field_says_what_to_do(field: str, code: str, what: str) -> None:
    found = told(lambda: json_mapping(f'{{"a":\n  "{field}"}}'))
    assert found == ("trial/template.json", 2, 4, code, what)
    assert told(lambda: csv_mapping(f"id;a\n{{type_code}};\n{field}\n")) == ("trial/template.csv", 3, 1, code, what)


def test_a_conversion_that_is_not_there_has_near_names() -> None:
    with pytest.raises(ConfigurationError) as caught:
        json_mapping('{"a": "{id|cutt(3)}"}')
    assert "cut" in (caught.value.findings[0].fix or "")


def test_a_rest_needs_a_name_of_its_own() -> None:
    one = f'<D {NS}><A><Id>{{id}}</Id><m:rest keep="yes"/></A>\n<B><C>{{name}}</C><m:rest keep="yes"/></B></D>'
    assert told(lambda: xml_mapping(one))[:4] == ("trial/template.xml", 2, 17, "TPL-006")
    assert told(lambda: xml_mapping(f'<D {NS}><A>{{id}}</A><m:rest keep="a b"/></D>'))[3:] == (
        "TPL-001",
        "'a b' is no name to keep the rest under: say keep, or a name",
    )


def told(build: Any) -> tuple[Any, ...]:
    with pytest.raises(ConfigurationError) as caught:
        build()
    (found,) = caught.value.findings
    return found.where.path, found.where.line, found.where.column, found.code, found.what


# -- together ----------------------------------------------------------------------------------------------------------

EVERYTHING = """{"id": "{id}", "kind": "{type_code|default(380)}", "lang": "{language_code|omit(en)}",
  "mark": "{~|default(0)}", "a": "{name|lines(1)}", "b": "{name|lines(2)}",
  "offices": "{transit_office_ids[*]|join(;)}", "pack": "{goods_items[*].packagings[0].type_code|code(mode)}",
  "kg": "{total_gross_mass|measure(KGM)|implied(2)}",
  "fee": {"$with": "charges[type_code=64]", "of": "{basis|default(amount)}", "n": "{amount.value}", "$rest": "fee"},
  "items": [{"$each": "goods_items", "no": "{sequence_numeric}", "what": "{commodity.description:9|cut}",
    "attr": "{commodity.constituents[*].element_name|join(,)}", "code": "{transaction_nature_code|default(11)}"}]}"""


def test_every_piece_is_proven_together() -> None:
    result = round_trip(json_mapping(EVERYTHING), 120, seed=4)
    assert result.proven, (result.unequal, result.examples, result.rare)


def test_pieces_in_a_flat_file_are_proven_together() -> None:
    template = CSV.replace("item;origin;kind", "item;origin;kind;attr;a;b").rstrip("\n")
    more = ";{commodity.constituents[*].element_name|join(,)};{/name|lines(1)};{/name|lines(2)}\n"
    result = round_trip(csv_mapping(template + more), 120, seed=4)
    assert result.proven, (result.unequal, result.examples, result.rare)


def test_an_amount_keeps_its_currency_as_it_stands() -> None:
    mapping = json_mapping('{"v": "{invoice_amount.value}", "c": "{invoice_amount.currency|default(EUR)}"}')
    assert read(mapping, b'{"v":"1.50"}')[0] == Declaration(invoice_amount=Amount(Decimal("1.50"), "EUR"))
    assert read(mapping, b"{}")[0] == Declaration()
    assert mapping.write(Declaration(invoice_amount=Amount(Decimal("1.50"))), Report()) == b'{"v":"1.50","c":"EUR"}'


# -- values and rests of lists -----------------------------------------------------------------------------------------

VALUES = """{"units": ["{goods_items[*].transaction_nature_code|code(unit)}..."],
  "days": ["{declaration_consignment.itineraries[*].name}..."],
  "boxes": [{"$each": "consignment.transport_equipments", "items": ["{goods_item_numbers[*]|number}..."]}],
  "what": [{"$each": "goods_items[1:]", "made": ["{commodity.production_date_times[*]|datetime(102)}..."],
            "codes": [{"$each": "commodity.characteristic_codes", "c": "{.|code(mode)}"}]}]}"""


def test_values_of_a_list_are_converted_one_by_one() -> None:
    mapping = json_mapping(VALUES)
    body = b"""{"units":["007","035"],"boxes":[{"items":[1,3]}],
               "what":[{"made":["20260131","20260201"],"codes":[{"c":"SEA"},{"c":"AIR"}]}]}"""
    document, findings = read(mapping, body)
    assert [item.transaction_nature_code for item in document.goods_items] == ["C62", "KGM", None]
    assert document.consignment is not None
    assert document.consignment.transport_equipments == [TransportEquipment(goods_item_numbers=[1, 3])]
    made = document.goods_items[2].commodity
    assert made is not None
    assert made.characteristic_codes == ["1", "4"]
    assert made.production_date_times == [DateTime("20260131", "102"), DateTime("20260201", "102")]
    assert findings == ["MAP-108 /units/0"]


def test_a_value_of_a_list_that_cannot_be_read_costs_itself_alone() -> None:
    document, findings = read(json_mapping(VALUES), b'{"what":[{"made":["20260131","20260231"]}]}')
    assert document.goods_items[1].commodity.production_date_times == [DateTime("20260131", "102")]
    assert findings == ["MAP-105 /what/0/made/1"]


def test_an_object_without_the_value_it_is_for_is_told() -> None:
    """Sample: {"codes": [{"kind": "X"}]} was passed over without a word."""
    _, findings = read(json_mapping(VALUES), b'{"what":[{"codes":[{"kind":"X"}]}]}')
    assert findings == ["MAP-102 /what/0/codes/0/kind"]


REST = """<D xmlns:m="urn:edi-engine:map"><I m:each="goods_items"><First>{procedures[0].current_code}</First>
<More m:each="procedures[1:]"><C>{current_code}</C></More></I></D>"""


def test_the_rest_of_a_list_stands_apart_from_its_first_elements() -> None:
    mapping = xml_mapping(REST)
    procedures = [GovernmentProcedure(current_code=code) for code in ("40", "F15", "C07")]
    document = Declaration(goods_items=[GoodsItem(procedures=procedures)])
    body = pretty("<D><I><First>40</First><More><C>F15</C></More><More><C>C07</C></More></I></D>")
    assert write(mapping, document) == (body, [])
    assert read(mapping, body) == (document, [])
    alone, _ = read(mapping, "<D><I><More><C>F15</C></More></I></D>")
    assert alone.goods_items[0].procedures == [GovernmentProcedure(), procedures[1]]


@pytest.mark.parametrize("template", [VALUES, REST], ids=["values", "rest"])
def test_values_and_rests_of_lists_come_back(template: str) -> None:
    mapping = json_mapping(template) if template is VALUES else xml_mapping(template)
    result = round_trip(mapping, 100, seed=6)
    assert result.proven, (result.unequal, result.examples, result.rare)


@pytest.mark.parametrize(
    ("member", "code", "what"),
    [
        ('["{transit_office_ids[*]|default(x)}..."]', "TPL-011", "lists of values go both ways and are whole"),
        ('["{out transit_office_ids[*]}..."]', "TPL-011", "lists of values go both ways and are whole"),
        (
            '["{transit_office_ids}..."]',
            "TPL-001",
            'the values of a list are written ["{list[*]}..."], the lines of a text ["{text|lines}..."]',
        ),
        ('["{name|lines(2)}..."]', "TPL-011", "the lines of a text go both ways and are whole"),
        ('["{goods_item_quantity|lines}..."]', "TPL-007", "lines is for a text of its own"),
        (
            '[{"$each": "transit_office_ids", "n": "{.}x"}]',
            "TPL-001",
            "the values of a list stand as {.}, and nothing beside them",
        ),
        (
            '[{"$each": "parties[0]", "n": "{name}"}]',
            "TPL-011",
            "$each walks whole lists, what fits [key=value], or the rest [1:]",
        ),
        (
            '[{"$each": "parties[1:]", "n": "{name}"}], "b": "{parties[1].id}"',
            "TPL-011",
            "'parties' is walked at line 1: it cannot also be reached by index",
        ),
    ],
)
def test_a_fault_in_a_list_says_what_to_do(member: str, code: str, what: str) -> None:
    found = told(lambda: json_mapping(f'{{"a": {member}}}'))
    assert found[:2] == ("trial/template.json", 1)
    assert found[3:] == (code, what)


# -- day and time ------------------------------------------------------------------------------------------------------

MOMENT = """{"time": "{issue_date_time.time}", "day": "{issue_date_time.date}",
  "items": [{"$each": "goods_items", "d": "{jurisdiction_date_time.date}", "t": "{jurisdiction_date_time.time}"}]}"""


def test_day_and_time_stand_in_places_of_their_own() -> None:
    mapping = json_mapping(MOMENT)
    document = Declaration(issue_date_time=DateTime("202601311415", "203"))
    assert write(mapping, document) == (b'{"time":"1415","day":"20260131"}', [])
    assert read(mapping, b'{"time":"1415","day":"20260131"}') == (document, [])
    assert read(mapping, b'{"day":"20260131"}') == (Declaration(issue_date_time=DateTime("20260131", "102")), [])
    fine = Declaration(issue_date_time=DateTime("20260131141559Z", "304"))
    assert write(mapping, fine) == (b'{"time":"1415","day":"20260131"}', ["MAP-207 issue_date_time.time"])
    _, findings = read(mapping, b'{"time":"2560","day":"20260231"}')
    assert findings == ["MAP-105 /time", "MAP-105 /day"]


def test_day_and_time_repeat_in_rows() -> None:
    template = CSV.replace("origin;kind", "day;time").partition("{/id}")[0]
    mapping = csv_mapping(template + "{/id};{sequence_numeric};{/issue_date_time.date};{/issue_date_time.time}\n")
    rows = "entry;item;day;time\r\nA;1;20260131;1415\r\nA;2;20260131;1416\r\n"
    document, findings = read(mapping, rows)
    assert (document.issue_date_time, findings) == (DateTime("202601311415", "203"), ["MAP-106 time line 3"])


def test_days_and_times_come_back() -> None:
    result = round_trip(json_mapping(MOMENT), 100, seed=2)
    assert result.proven, (result.unequal, result.examples, result.rare)


@pytest.mark.parametrize(
    ("field", "code", "what"),
    [
        ("{issue_date_time.date}", "TPL-006", "'issue_date_time.date' is a part of a date: say .time somewhere"),
        (
            "{issue_date_time.time|number}",
            "TPL-007",
            "a part of a date goes both ways in its own format: day 102, time 401",
        ),
        (
            "{in issue_date_time.date}",
            "TPL-007",
            "a part of a date goes both ways in its own format: day 102, time 401",
        ),
        ("{issue_date_time.dat}", "TPL-002", "DateTime has no field 'dat'"),
    ],
)
def test_a_fault_in_a_part_of_a_date_says_what_to_do(field: str, code: str, what: str) -> None:
    assert told(lambda: json_mapping(f'{{"a":\n  "{field}"}}')) == ("trial/template.json", 2, 4, code, what)
