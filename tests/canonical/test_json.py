"""Canonical JSON: both ways without loss, every fault with its place, hostile input bounded."""

import json
import time
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical import json as canonical_json
from edi_engine.canonical import metadata, model
from edi_engine.canonical.metadata import Kind
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity
from edi_engine.findings import Report

SCHEMAS = Path(__file__).parents[2] / "schemas" / "json"


def read(data: bytes, kind: str = "Declaration") -> tuple[Any, list[tuple[str, str | None]]]:
    report = Report()
    document = canonical_json.read(data, report, kind)
    return document, [(finding.code, finding.where.path) for finding in report]


def made(name: str, random: Random, depth: int = 0) -> Any:
    """A struct with some of its fields, whatever they are."""
    values: dict[str, Any] = {}
    for field in metadata.fields(name).values():
        if random.random() > (0.3 if depth < 3 else 0.1):
            continue
        item = _value(field.kind, field.struct, random, depth)
        if item is not None:
            values[field.name] = [item] * random.randint(1, 2) if field.many else item
    if random.random() < 0.1:
        values["extensions"] = {"x.y": {"a": ["1", None, True, 5]}}
    return metadata.struct(name)(**values)


def _value(kind: Kind, struct: type[msgspec.Struct] | None, random: Random, depth: int) -> Any:
    number = Decimal(random.randint(-999, 99999)).scaleb(-random.randint(0, 4))
    if kind is Kind.STRUCT and struct:
        if struct.__name__ in metadata.struct_names():
            return made(struct.__name__, random, depth + 1) if depth < 6 else None
        return struct("x", random.choice(["y", None]))
    return {
        Kind.TEXT: random.choice(["", "a", 'é"\\\n\x01', "NaN", "1E+999"]),
        Kind.INTEGER: random.randint(-5, 10**17),
        Kind.DECIMAL: number,
        Kind.AMOUNT: Amount(number, random.choice(["EUR", None])),
        Kind.MEASURE: Measure(number, "KGM"),
        Kind.QUANTITY: Quantity(number),
        Kind.DATETIME: DateTime("20260212", "102"),
    }[kind]


@settings(max_examples=150, deadline=None)
@given(st.integers(min_value=0), st.sampled_from(["Declaration", "Response"]), st.sampled_from([0, 2]))
def test_what_is_written_reads_back(seed: int, kind: str, indent: int) -> None:
    document = made(kind, Random(seed))  # noqa: S311 - not for secrets
    again, findings = read(canonical_json.write(document, indent), kind)
    assert not findings
    assert msgspec.json.encode(again) == msgspec.json.encode(document)


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=0))
def test_the_careful_way_reads_what_the_fast_way_reads(seed: int) -> None:
    document = made("Declaration", Random(seed))  # noqa: S311 - not for secrets
    report = Report()
    careful = canonical_json._read_carefully(canonical_json.write(document), report, "Declaration")
    assert msgspec.json.encode(careful) == msgspec.json.encode(document)
    assert not len(report)


def test_numbers_and_strings_are_decimals_with_their_scale() -> None:
    document, _ = read(b'{"goodsItemQuantity":1.50,"totalPackageQuantity":"2.0","totalGrossMass":{"value":3}}')
    assert str(document.goods_item_quantity) == "1.50"
    assert str(document.total_package_quantity) == "2.0"
    assert str(document.total_gross_mass.value) == "3"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"idd":"1"}', [("DOC-002", "/idd")]),
        (b'{"goodsItems":[{},{"commodty":{"a":1}}]}', [("DOC-002", "/goodsItems/1/commodty")]),
        (b'{"invoiceAmount":{"value":"1","unit":"x"}}', [("DOC-002", "/invoiceAmount/unit")]),
        (b'{"totalGrossMass":5}', [("DOC-003", "/totalGrossMass")]),
        (b'{"goodsItems":{}}', [("DOC-003", "/goodsItems")]),
        (b'{"goodsItems":[1]}', [("DOC-003", "/goodsItems/0")]),
        (b'{"id":1}', [("DOC-003", "/id")]),
        (b'{"sequenceNumeric":"1"}', [("DOC-003", "/sequenceNumeric")]),
        (b'{"sequenceNumeric":1.0}', [("DOC-005", "/sequenceNumeric")]),
        (b'{"sequenceNumeric":1.5}', [("DOC-003", "/sequenceNumeric")]),
        (b'{"goodsItemQuantity":true}', [("DOC-003", "/goodsItemQuantity")]),
        (b'{"goodsItemQuantity":"1E+200000000"}', [("DOC-003", "/goodsItemQuantity")]),
        (b'{"goodsItemQuantity":1e400}', [("DOC-003", "/goodsItemQuantity")]),
        (b'{"goodsItemQuantity":"NaN"}', [("DOC-003", "/goodsItemQuantity")]),
        (b'{"goodsItemQuantity":"-Infinity"}', [("DOC-003", "/goodsItemQuantity")]),
        (b'{"goodsItemQuantity":"' + b"1" * 61 + b'"}', [("DOC-003", "/goodsItemQuantity")]),
        (b'{"goodsItemQuantity":0.' + b"1" * 61 + b"}", [("DOC-003", "/goodsItemQuantity")]),
        (b'{"goodsItemQuantity":"1E-61"}', [("DOC-003", "/goodsItemQuantity")]),
        (b'{"extensions":[]}', [("DOC-003", "/extensions")]),
        (b'{"a/b~c":1}', [("DOC-002", "/a~1b~0c")]),
        (b'{"documentKind":"Response"}', [("DOC-004", "/documentKind")]),
        (b"[]", [("DOC-003", "/")]),
        (b"", [("DOC-001", None)]),
        (b"\xff", [("DOC-001", None)]),
        (b'{"id":"\\ud800"}', [("DOC-001", None)]),
    ],
)
def test_every_fault_has_its_code_and_its_place(data: bytes, expected: list[tuple[str, str | None]]) -> None:
    assert read(data)[1] == expected


@pytest.mark.parametrize(
    ("data", "fix"),
    [
        (b'{"id":1}', "write it in quotation marks"),
        (b'{"id":true}', "correct the value"),
        (b'{"sequenceNumeric":"1"}', "write it without quotation marks"),
        (b'{"sequenceNumeric":"one"}', "correct the value"),
    ],
)
def test_what_is_only_spelled_as_another_kind_is_told_how_to_be(data: bytes, fix: str) -> None:
    report = Report()
    canonical_json.read(data, report)
    assert [one.fix for one in report] == [fix]


@pytest.mark.parametrize("text", ["1E+60", "1E-60", "1" * 60, "0." + "1" * 59, "-5E-3", "0E+5"])
def test_numbers_within_the_bounds_are_read(text: str) -> None:
    document, findings = read(f'{{"goodsItemQuantity":"{text}"}}'.encode())
    assert findings == ([] if str(Decimal(text)) == text else [("DOC-005", "/goodsItemQuantity")])
    assert document.goods_item_quantity == Decimal(text)


@pytest.mark.parametrize(("text", "number"), [("1.0", 1), ("7.00", 7), ("-0.0", 0), ("1.20e1", 12)])
def test_a_number_without_a_fraction_is_a_whole_number(text: str, number: int) -> None:
    document, findings = read(f'{{"goodsItems":[{{"sequenceNumeric":{text}}}]}}'.encode())
    assert document.goods_items[0].sequence_numeric == number
    assert findings == [("DOC-005", "/goodsItems/0/sequenceNumeric")]


@pytest.mark.parametrize("text", ["1.5", "1e18", "1e200000000", "1e-200000000", "0.1e-5", "true", '"1"'])
def test_what_has_a_fraction_or_is_too_great_is_no_whole_number(text: str) -> None:
    document, findings = read(f'{{"goodsItems":[{{"sequenceNumeric":{text}}}]}}'.encode())
    assert document.goods_items[0].sequence_numeric is None
    assert findings == [("DOC-003", "/goodsItems/0/sequenceNumeric")]


def test_all_faults_are_found_and_the_rest_is_read() -> None:
    document, findings = read(b'{"id":"1","typeCod":"x","goodsItems":[{"commodity":{"description":5}},{"x":1}]}')
    assert [code for code, _ in findings] == ["DOC-002", "DOC-003", "DOC-002"]
    assert document.id == "1"
    assert len(document.goods_items) == 2


def test_a_syntax_fault_has_line_and_column() -> None:
    report = Report()
    assert canonical_json.read(b'{"id":"a"\n,"x" y}', report) is None
    where = next(iter(report)).where
    assert (where.line, where.column, where.offset) == (2, 6, 15)


def test_a_near_name_is_offered() -> None:
    report = Report()
    canonical_json.read(b'{"functionCod":"9"}', report)
    assert "functionCode" in next(iter(report)).fix


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 200_000,
        b'{"extensions":{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}}",
        b'{"goodsItemQuantity":' + b"9" * 1_000_000 + b"}",
        b'{"goodsItemQuantity":"' + b"9" * 1_000_000 + b'"}',
        b'{"goodsItemQuantity":1e' + b"9" * 1_000_000 + b"}",
        b'{"goodsItems":[' + b'{"x":1},' * 50_000 + b"{}]}",
        b'{"' + b"x" * 1_000_000 + b'":1}',
    ],
    ids=["deep", "deep extension", "long", "long text", "exponent", "many", "key"],
)
def test_hostile_input_costs_little(data: bytes) -> None:
    started = time.process_time()
    report = Report()
    canonical_json.read(data, report)
    assert time.process_time() - started < 3
    assert len(report) <= report.limit
    assert sum(len(str(finding)) for finding in report) < 1_000_000
    assert len(report)


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.booleans() | st.text(max_size=5), st.lists).map(lambda x: json.dumps(x).encode())
)
def test_any_bytes_give_findings_only(data: bytes) -> None:
    document, findings = read(data)
    assert document is not None or findings


@pytest.mark.parametrize("kind", ["declaration", "response"])
def test_the_published_schema_names_every_struct(kind: str) -> None:
    schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text(encoding="utf-8"))
    name = kind.capitalize()
    assert schema["$ref"] == f"#/$defs/{name}"
    keys = {field.json_name for field in metadata.fields(name).values()} | {"extensions", "documentKind"}
    assert set(schema["$defs"][name]["properties"]) == keys
    assert model.Declaration.__name__ in schema["$defs"]


def test_texts_that_look_like_numbers_in_part_cost_no_second_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical_json, "_read_carefully", lambda *_: pytest.fail("the fast way takes such texts"))
    texts = ("INVOICE-7", "ORDER E+ more", "NaNtes", "Infinity Ltd", "1" * 60, "LINE-1-PAGE-2")
    for text in texts:
        document, findings = read(json.dumps({"functionalReferenceId": text}).encode())
        assert (document.functional_reference_id, findings) == (text, [])


@pytest.mark.parametrize("number", ["1.5E-70", "NaN", "-NaN", "sNaN1", "Infinity", "-Infinity", "7" * 61])
def test_numbers_out_of_the_usual_get_their_second_look(number: str) -> None:
    _, findings = read(json.dumps({"goodsItemQuantity": number}).encode())
    assert findings
