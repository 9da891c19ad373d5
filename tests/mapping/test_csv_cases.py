"""Conditions in the cells of a flat file: what stands in a column depends on what the document is."""

from typing import Any

import pytest

from edi_engine.canonical.model import Declaration, GoodsItem, Party
from edi_engine.errors import ConfigurationError
from edi_engine.mapping.roundtrip import round_trip
from tests.mapping.field_support import csv_mapping, read, write

WHEN = {"import": 'type_code == "IM"', "export": 'type_code == "EX"'}
ALIAS = {"trader": {"import": "parties[role=importer]", "export": "parties[role=exporter]"}}
TEMPLATE = """id;kind;office;trader;item;note
each document by id:
    each goods_items by item:
{/id}; {/type_code};
when import: {/entry_office_id} when export: {/exit_office_id};
{/trader.name};
{sequence_numeric};
when import: {transaction_nature_code|default(11)} when export: out
"""
HEAD = "id;kind;office;trader;item;note\r\n"


def mapping() -> Any:
    return csv_mapping(TEMPLATE, when=WHEN, alias=ALIAS)


def document(kind: str | None, **facts: Any) -> Declaration:
    return Declaration(id="A", type_code=kind, goods_items=[GoodsItem(sequence_numeric=1)], **facts)


def test_a_column_holds_what_the_case_says() -> None:
    imported = document("IM", entry_office_id="E1", parties=[Party(role="importer", name="I")])
    imported.goods_items[0].transaction_nature_code = "11"
    exported = document("EX", exit_office_id="X1", parties=[Party(role="exporter", name="O")])
    assert write(mapping(), imported) == (HEAD + "A;IM;E1;I;1;11\r\n", [])
    assert write(mapping(), exported) == (HEAD + "A;EX;X1;O;1;out\r\n", [])
    assert read(mapping(), HEAD + "A;IM;E1;I;1;\r\n") == (imported, [])
    assert read(mapping(), HEAD + "A;EX;X1;O;1;out\r\n") == (exported, [])


def test_what_decides_may_stand_behind_what_it_decides() -> None:
    turned = "office;kind;trader;item;note;id\r\nE1;IM;;1;;A\r\n"
    assert read(mapping(), turned)[0].entry_office_id == "E1"


def test_what_belongs_to_no_case_is_told() -> None:
    _, findings = read(mapping(), HEAD + "A;ZZ;E1;I;1;\r\n")
    assert findings == ["MAP-102 office line 2", "MAP-102 trader line 2"]
    _, findings = read(mapping(), HEAD + "A;EX;;;1;other\r\n")
    assert findings == ["MAP-102 note line 2"]


def test_what_another_case_would_write_is_named() -> None:
    written, findings = write(mapping(), document("EX", entry_office_id="E1"))
    assert written == HEAD + "A;EX;;;1;out\r\n"
    assert findings == ["MAP-201 entry_office_id"]


def test_every_case_comes_back() -> None:
    result = round_trip(mapping(), 150, seed=8)
    assert result.proven, (result.unequal, result.examples, result.rare)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("{name} when import: {/exit_office_id}", (4, 1, "TPL-001", "in a cell with conditions each part has one: ")),
        ("when imprt: {name}", (4, 6, "TPL-001", "mapping.yaml has no condition 'imprt' under when")),
        ("when import:", (4, 13, "TPL-001", "nothing stands for column 'b': a path, a literal or {*}")),
        ("when import: {nam}", (4, 14, "TPL-002", "Declaration has no field 'nam'")),
        ("when import: {trader.name}", None),
        ("when has(name): {trader.name}", (4, 17, "TPL-011", "a condition and an alias that decides between paths")),
        ('when language_code == "x": {name}', (4, 6, "TPL-001", "asks for language_code, which no line reads")),
    ],
)
def test_a_fault_in_a_cell_has_its_place(cell: str, found: tuple[int, int, str, str] | None) -> None:
    template = f"id;kind;b\neach document by id:\n{{id}};{{type_code}};\n{cell}\n"
    if found is None:
        csv_mapping(template, when=WHEN, alias=ALIAS)
        return
    line, column, code, what = found
    with pytest.raises(ConfigurationError) as caught:
        csv_mapping(template, when=WHEN, alias=ALIAS)
    fault = caught.value.findings[0]
    assert (fault.where.path, fault.where.line, fault.where.column) == ("trial/template.csv", line, column)
    assert fault.code == code
    assert what in fault.what


def test_a_near_name_is_offered_for_a_condition() -> None:
    with pytest.raises(ConfigurationError) as caught:
        csv_mapping("id;b\n{id};\nwhen imprt: {name}\n", when=WHEN)
    assert "'import'" in caught.value.findings[0].fix


def test_the_column_that_tells_objects_apart_is_the_same_in_all_cases() -> None:
    with pytest.raises(ConfigurationError) as caught:
        csv_mapping("id;kind\neach document by id:\nwhen import: {id};{type_code}\n", when=WHEN)
    assert "tells objects apart" in caught.value.findings[0].what
