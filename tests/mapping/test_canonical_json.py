"""The canonical document as a format: every field of every kind comes back, and nothing received goes in silence."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import msgspec
import pytest

from edi_engine import formats
from edi_engine.canonical import json
from edi_engine.canonical.metadata import DOCUMENTS, Kind, fields
from edi_engine.exchange import split
from edi_engine.findings import Report
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace


def test_the_whole_model_proves_its_round_trip() -> None:
    result = round_trip(Mappings(Workspace()).get("json"), count=200, seed=7)  # type: ignore[arg-type]
    assert result.proven, (result.unequal, result.examples, result.rare)
    assert set(result.mutated) == set(Mappings(Workspace()).get("json").mutations())  # type: ignore[attr-defined]


def test_every_field_of_every_kind_is_a_home_of_the_generator() -> None:
    homes = {home for kind in DOCUMENTS for home in _homes(kind, set())}
    result = round_trip(Mappings(Workspace()).get("json"), count=3)  # type: ignore[arg-type]
    assert homes <= set(result.rates)


def _homes(name: str, seen: set[str]) -> set[str]:
    if name in seen:
        return set()
    seen.add(name)
    found = {f"{name}.{known}" for known in fields(name)}
    for known in fields(name).values():
        if known.kind is Kind.STRUCT and known.struct is not None:
            found |= _homes(known.struct.__name__, seen)
    return found


@pytest.mark.parametrize("text", ["0.50", "0.5", "1e400", "12345678901234567.125", "-0.0", "1E2"])
def test_a_number_of_an_extension_keeps_its_value_and_scale(text: str) -> None:
    data = b'{"documentKind": "Declaration", "extensions": {"x.n": %s}}' % text.encode()
    report = Report()
    document = json.read(data, report)
    back = msgspec.json.decode(json.write(document))["extensions"]["x.n"]
    assert str(Decimal(str(back))) == str(Decimal(text)) or len(report)


def positions(data: bytes) -> list[tuple[object, ...]]:
    """Code and place of each finding of a payload of documents."""
    (interchange,) = formats.read(BytesIO(data))
    mapping: Any = Mappings(Workspace()).get("json")
    found: list[tuple[object, ...]] = []
    for message in (part for one in interchange.messages for part in split(mapping, one)):
        report = Report()
        mapping.read(message, report)
        found += [(one.code, one.where.message, one.where.path, one.where.line, one.where.column) for one in report]
        offsets = [(one.where.offset, one.where.line) for one in report]
        for offset, line in offsets:
            assert offset is None or data[:offset].count(b"\n") + 1 == line
    return found


WRONG = '{"documentKind": "Declaration",\n "goodsItems": [{},\n  {"né": 1, "sequenceNumeric": "x"}]}'


def test_a_finding_tells_the_line_and_column_of_the_payload() -> None:
    assert positions(b"\n\n" + WRONG.encode()) == [
        ("DOC-002", 1, "/goodsItems/1/né", 5, 4),
        ("DOC-003", 1, "/goodsItems/1/sequenceNumeric", 5, 13),
    ]
    lines = b'{"id": "1"}\n{"id": 5}\n\n{"documentKind": "Response", "id": "1", "x": 1}\n{"id": "a"}\n'
    assert positions(lines) == [("DOC-003", 2, "/id", 2, 2), ("DOC-002", 3, "/x", 4, 41)]
    assert positions(b"\n [1]")[0] == ("DOC-003", 1, "/", 2, 3)
    assert positions(b'\n{"id": "1"}\n{"id": 1, }')[0][3:] == (3, 11), "what is no JSON, too"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_in_wide_encodings_it_tells_line_and_column_and_no_byte(encoding: str) -> None:
    assert positions(WRONG.encode(encoding))[0] == ("DOC-002", 1, "/goodsItems/1/né", 3, 4)


def read_all(data: bytes) -> list[tuple[str, str | None]]:
    """Kind and id of each document of a payload, as the engine reads it."""
    ((_, messages),) = Engine(Workspace()).read_documents(BytesIO(data))
    found = []
    for read in messages:
        document: Any = read.document
        found.append((type(document).__name__, document.id if document else str(next(iter(read.report)))))
    return found


def test_an_array_of_documents_is_as_many() -> None:
    data = b'[ {"documentKind": "Declaration", "id": "1"},{"documentKind": "Response", "id": "2"},\n{"id": "3"}]'
    assert read_all(data) == [("Declaration", "1"), ("Response", "2"), ("Declaration", "3")]
    assert read_all(b'[{"documentKind": "Declaration", "id": "1"}]') == [("Declaration", "1")]
    same = b'{"documentKind":"Declaration","id":"1"}'
    assert read_all(b"[" + b",".join([same] * 1000) + b"]") == [("Declaration", "1")] * 1000


def test_a_finding_in_an_array_tells_the_line_of_the_payload() -> None:
    first = '{"documentKind": "Declaration", "é": 1}'
    data = f'[{first}, {first},\n  {{"id": 5}}, 7]'.encode()
    assert positions(data) == [
        ("DOC-002", 1, "/é", 1, 34),
        ("DOC-002", 2, "/é", 1, 75),
        ("DOC-003", 3, "/id", 2, 4),
        ("DOC-003", 4, "/", 2, 14),
    ]


def test_what_is_found_in_a_file_is_told_though_it_is_taken_apart() -> None:
    data = '[{"documentKind": "Declaration", "id": "1"}, {"id": "2"}]'.encode("utf-16")
    ((_, messages),) = Engine(Workspace()).read_documents(BytesIO(data))
    assert [[found.code for found in read.report] for read in messages] == [["JSN-011"], []]
