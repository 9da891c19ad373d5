"""Conditions that ask the element of a list: `this` is the one around the place they stand at."""

from decimal import Decimal
from typing import Any

import pytest

from edi_engine.canonical.model import Commodity, Declaration, GoodsItem, Packaging
from edi_engine.errors import ConfigurationError
from edi_engine.mapping.roundtrip import round_trip
from tests.mapping.field_support import csv_mapping, json_mapping, read, write, xml_mapping

WHEN = {"tobacco": 'this.commodity.goods_group_name_code == "T"', "box": 'this.type_code == "BX"'}
JSON = """{"id": "{id}", "items": [{"$each": "goods_items",
  "stamps": {"$when": "tobacco", "no": "{commodity.lot_number_id}", "use": "{commodity.intended_use_code|default(9)}"},
  "plain": {"$when": "!has(this.commodity.goods_group_name_code)", "name": "{commodity.description}"},
  "group": "{commodity.goods_group_name_code}",
  "packs": [{"$each": "packagings", "type": "{type_code}", "box": {"$when": "box", "marks": "{marks_numbers}"},
             "sheet": {"$when": "this.type_code == 'ST'", "n": "{quantity}"}}]}]}"""


def mapping() -> Any:
    return json_mapping(JSON, when=WHEN)


def item(group: str | None, **facts: Any) -> GoodsItem:
    return GoodsItem(commodity=Commodity(goods_group_name_code=group, **facts))


def test_a_place_is_there_for_the_elements_that_fit() -> None:
    document = Declaration(
        id="A",
        goods_items=[item("T", lot_number_id="7", intended_use_code="9"), item("X"), item(None, description="tea")],
    )
    body = '{"id":"A","items":[{"stamps":{"no":"7","use":"9"},"group":"T"},{"group":"X"},{"plain":{"name":"tea"}}]}'
    assert write(mapping(), document) == (body.encode(), [])
    assert read(mapping(), body.encode()) == (document, [])


def test_what_decides_may_stand_behind_what_it_decides() -> None:
    body = b'{"items":[{"packs":[{"box":{"marks":"m"},"type":"BX"},{"sheet":{"n":"2"},"type":"ST"}],"group":"T"}]}'
    document, findings = read(mapping(), body)
    assert document.goods_items[0].packagings == [
        Packaging(type_code="BX", marks_numbers="m"),
        Packaging(type_code="ST", quantity=Decimal(2)),
    ]
    assert findings == []


def test_what_an_element_does_not_have_a_place_for_is_named() -> None:
    document = Declaration(goods_items=[item("X", lot_number_id="7", description="d")])
    document.goods_items[0].packagings = [Packaging(type_code="ST", marks_numbers="m", quantity=Decimal(1))]
    written, findings = write(mapping(), document)
    assert written == b'{"items":[{"group":"X","packs":[{"type":"ST","sheet":{"n":"1"}}]}]}'
    lost = ["commodity.description", "commodity.lot_number_id", "packagings.marks_numbers"]
    assert sorted(findings) == [f"MAP-201 goods_items.{path}" for path in lost]
    _, findings = read(mapping(), b'{"items":[{"group":"X","stamps":{"no":"7"}}]}')
    assert findings == ["MAP-102 /items/0/stamps"]


def test_every_case_comes_back() -> None:
    result = round_trip(mapping(), 200, seed=3)
    assert result.proven, (result.unequal, result.examples, result.rare)


def test_xml_elements_stand_under_them_too() -> None:
    template = """<D xmlns:m="urn:edi-engine:map"><I m:each="goods_items"><G>{commodity.goods_group_name_code}</G>
<m:when test="tobacco"><L>{commodity.lot_number_id}</L></m:when></I></D>"""
    found = xml_mapping(template, when=WHEN)
    document = Declaration(goods_items=[item("T", lot_number_id="7"), item("X")])
    written, findings = write(found, document)
    assert "".join(written.split()) == "<D><I><G>T</G><L>7</L></I><I><G>X</G></I></D>"
    assert (read(found, written), findings) == ((document, []), [])


@pytest.mark.parametrize(
    ("template", "line", "column", "what"),
    [
        (
            '{"id": "{id}",\n "a": {"$when": "tobacco", "b": "{name}"}}',
            2,
            17,
            "this is the element of a list, and none",
        ),
        (
            '{"i": [{"$each": "goods_items",\n "a": {"$when": "this.nam == \'x\'", "b": "{export_country_code}"}}]}',
            2,
            17,
            "nam",
        ),
        (
            '{"i": [{"$each": "goods_items",\n "a": {"$when": "tobacco", "b": "{export_country_code}"}}]}',
            2,
            17,
            "'tobacco' asks for commodity.goods_group_name_code, which no line reads whatever the case",
        ),
        (
            '{"i": [{"$each": "goods_items",\n "a": {"$when": "tobaco", "b": "{export_country_code}"}}]}',
            2,
            17,
            "mapping.yaml has no condition 'tobaco' under when",
        ),
        ('{"i": [{"$each": "goods_items",\n "a": {"$when": "this.export_country_code", "b": "{ucr.id}"}}]}', 2, 17, ""),
    ],
)
def test_a_fault_in_a_condition_has_its_place(template: str, line: int, column: int, what: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        json_mapping(template, when=WHEN)
    found = caught.value.findings[0]
    assert (found.where.path, found.where.line) == ("trial/template.json", line)
    assert (found.where.column or 0) >= column
    assert what in found.what


CSV = """id;item;group;lot;name
each document by id:
    each goods_items by item:
{/id};{sequence_numeric};{commodity.goods_group_name_code};
when tobacco: {commodity.lot_number_id};
when !has(this.commodity.goods_group_name_code): {commodity.description} when tobacco: tobacco
"""


def test_cells_of_flat_files_ask_the_element_of_their_row() -> None:
    found = csv_mapping(CSV, when=WHEN)
    goods = [item("T", lot_number_id="7"), item("X"), item(None, description="tea")]
    for number, each in enumerate(goods, start=1):
        each.sequence_numeric = number
    document = Declaration(id="A", goods_items=goods)
    rows = "id;item;group;lot;name\r\nA;1;T;7;tobacco\r\nA;2;X;;\r\nA;3;;;tea\r\n"
    assert write(found, document) == (rows, [])
    assert read(found, rows) == (document, [])
    lost = Declaration(id="A", goods_items=[item("X", lot_number_id="7")])
    assert write(found, lost)[1] == ["MAP-201 goods_items.commodity.lot_number_id"]
    assert read(found, "id;item;group;lot;name\r\nA;1;X;7;\r\n")[1] == ["MAP-102 lot line 2"]
    result = round_trip(found, 150, seed=3)
    assert result.proven, (result.unequal, result.examples, result.rare)


def test_a_flat_file_without_lists_has_no_element_to_ask() -> None:
    template = "id;a\neach document by id:\n{id};\nwhen tobacco: {name}\n"
    with pytest.raises(ConfigurationError) as caught:
        csv_mapping(template, when=WHEN)
    assert "this is the element of a list" in caught.value.findings[0].what
