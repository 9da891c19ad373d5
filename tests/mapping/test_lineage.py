"""From a place in a document to the place in the message, in every format: the value stands there in the file."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from lxml import etree

from edi_engine.canonical.document_paths import parse, value_at
from edi_engine.canonical.values import DateTime
from edi_engine.findings import Report
from edi_engine.formats.json.scalars import scalars, token_text
from edi_engine.interchange import Message
from edi_engine.mapping.lineage import TRIALS, Lineage
from edi_engine.mapping.received.value import numbered
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

SAMPLE = Path(__file__).parents[2] / "samples" / "import_ten_items"
PLACES = (
    "functional_reference_id",
    "issue_date_time",
    "invoice_amount.value",
    "border_transport_means.id",
    "goods_items[0].commodity.description",
    "goods_items[3].packagings[0].type_code",
    "goods_items[5].commodity.classifications[0].id",
    "goods_items[9].origins[0].country_code",
    "goods_items[9].commodity.goods_measure.gross_mass.value",
)


def lineages(data: bytes, engine: Engine) -> Iterator[tuple[Lineage, Any]]:
    for _, messages in engine.read_documents(io.BytesIO(data)):
        for read in messages:
            assert read.document is not None
            assert read.mapping is not None
            yield Lineage(read.mapping, read.message, read.document), read.document


def lineage(data: bytes) -> tuple[Lineage, Any]:
    (only,) = lineages(data, Engine(Workspace()))
    return only


def text(value: Any) -> str:
    return str(value.value if isinstance(value, DateTime) else value)


def known(document: Any) -> list[str]:
    found = [path for path in PLACES if value_at(document, parse(path)) is not None]
    assert len(found) >= 3
    return found


def test_the_bytes_of_an_edifact_message_hold_the_value() -> None:
    data = (SAMPLE / "received.edi").read_bytes()
    found, document = lineage(data)
    for path in known(document):
        where, value = found.place(parse(path)), value_at(document, parse(path))
        assert where is not None
        assert where.offset is not None
        first = text(value)[:60].encode()  # long texts go on in the next component
        assert data[where.offset :].startswith(first), (path, where)
        assert where.line == data[: where.offset].count(b"\n") + 1


def test_the_xpath_of_an_xml_document_holds_the_value() -> None:
    data = (SAMPLE / "sent" / "customs.xml").read_bytes()
    found, document = lineage(data)
    tree = etree.fromstring(data)
    for path in [*known(document), "goods_items[9].commodity.goods_measure.gross_mass.unit"]:
        where = found.place(parse(path))
        assert where is not None
        assert where.path is not None
        element, _, attribute = where.path.partition("/@")
        steps = [step.partition("[") for step in element.strip("/").split("/")]
        xpath = "/".join(f"*[local-name()='{name}']{bracket}{rest}" for name, bracket, rest in steps)
        (met,) = cast(list[etree._Element], tree.xpath(f"/{xpath}"))
        stands = met.get(attribute) if attribute else met.text
        assert stands == text(value_at(document, parse(path)))
        assert where.line == cast(Any, met.sourceline)


def test_the_pointer_and_the_bytes_of_a_json_document_hold_the_value() -> None:
    data = (SAMPLE / "declaration.json").read_bytes()
    found, document = lineage(data)
    for path in known(document):
        where = found.place(parse(path))
        assert where is not None
        assert where.offset is not None
        value = text(value_at(document, parse(path)))
        assert data[where.offset :].startswith(json.dumps(value, ensure_ascii=False).encode())
        assert data.splitlines()[(where.line or 0) - 1][(where.column or 0) - 1 :].startswith(b'"')


def test_documents_behind_the_first_have_places_of_the_file() -> None:
    one = json.dumps({"documentKind": "Declaration", "id": "first"})
    two = json.dumps({"documentKind": "Declaration", "typeCode": "IM", "id": "second"})
    data = f"{one}\n{two}\n".encode()
    _, (found, _) = lineages(data, Engine(Workspace()))
    where = found.place(parse("id"))
    assert where is not None
    assert data[where.offset or 0 :].startswith(b'"second"')
    assert (where.line, where.message) == (2, 2)


def test_the_line_and_the_column_of_a_flat_file_hold_the_value() -> None:
    data = (SAMPLE / "sent" / "terminal-release.csv").read_bytes()
    found, document = lineage(data)
    header, *lines = data.decode("cp1252").splitlines()
    for path in ("goods_items[3].commodity.classifications[0].id", "goods_items[3].packagings[0].type_code"):
        where = found.place(parse(path))
        assert where is not None
        cell = lines[(where.line or 0) - 2].split(";")[header.split(";").index(where.path or "")]
        assert cell == text(value_at(document, parse(path)))


def test_the_line_and_the_column_of_a_record_of_fixed_width_hold_the_value() -> None:
    data = (SAMPLE.parents[1] / "mappings/port-cargo-list/samples/two_items.txt").read_bytes()
    found, document = lineage(data)
    for path in ("border_transport_means.id", "goods_items[1].commodity.description", "goods_items[1].packagings[0]"):
        where = found.place(parse(path))
        assert where is not None
        line = data.decode().splitlines()[(where.line or 0) - 1][(where.column or 0) - 1 :]
        value = value_at(document, parse(path))
        assert line.startswith(value if isinstance(value, str) else value.type_code)


def test_a_code_is_found_though_the_document_says_another_one() -> None:
    data = (SAMPLE / "received.edi").read_bytes()
    found, document = lineage(data)
    assert document.parties[0].role == "importer"
    where = found.place(parse("parties[0].role"))
    assert where is not None
    assert data[(where.offset or 0) - 4 :].startswith(b"NAD+")


def test_an_object_is_placed_where_its_values_begin() -> None:
    data = (SAMPLE / "received.edi").read_bytes()
    found, _ = lineage(data)
    second, third = found.place(parse("goods_items[1]")), found.place(parse("goods_items[2]"))
    assert second is not None
    assert third is not None
    assert (second.tag, third.tag) == ("CST", "CST")
    assert (second.segment or 0) < (third.segment or 0)


def test_what_is_not_there_is_placed_where_its_owner_begins() -> None:
    found, _ = lineage((SAMPLE / "received.edi").read_bytes())
    assert found.place(parse("goods_items[1].commodity.invoice_line.nothing")) == found.place(
        parse("goods_items[1].commodity.invoice_line")
    )


def test_a_constant_of_the_mapping_is_placed_beside_what_it_stands_with() -> None:
    found, document = lineage((SAMPLE / "received.edi").read_bytes())
    assert document.goods_items[2].commodity.classifications[1].type
    where = found.place(parse("goods_items[2].commodity.classifications[1].type"))
    assert where == found.place(parse("goods_items[2].commodity.classifications[1].id"))


class Counting:
    """A mapping that counts how often it is asked; without another one it reads nothing."""

    def __init__(self, mapping: Any = None) -> None:
        self.asked, self.mapping = 0, mapping

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        self.asked += 1
        return cast(msgspec.Struct | None, self.mapping.read(message, report)) if self.mapping else None


@pytest.mark.parametrize("file", ["received.edi", "sent/customs.xml", "declaration.json"])
def test_one_reading_tells_the_places_of_all_values_that_stand_as_they_are(file: str) -> None:
    found, document = lineage((SAMPLE / file).read_bytes())
    parts = ("description", "classifications")  # in EDIFACT
    paths = [parse(path) for path in known(document) if not any(part in path for part in parts)]
    alone = [found.place(path) for path in paths]
    found.mapping = counting = Counting(found.mapping)
    assert found.places(paths) == alone
    assert counting.asked == 1


def test_a_number_makes_another_text_of_the_same_shape_for_each_value() -> None:
    assert [numbered("BD-07", number) for number in (0, 7, 1_234)] == ["AA-00", "AA-07", "AM-34"]
    assert [numbered("2026-01-27", number) for number in (0, 27, 28, 336)] == [
        "1000-01-01",
        "1000-01-28",
        "1000-02-01",
        "1001-01-01",
    ]
    assert [numbered("5", number) for number in (0, 8, 9)] == ["1", "9", "11"]
    assert len({numbered("0.50", number) for number in range(5_000)}) == 5_000


def test_the_search_is_bounded_whatever_is_received() -> None:
    data = json.dumps({"documentKind": "Declaration", "id": "1", "transitOfficeIds": ["1"] * 20_000}).encode()
    found, document = lineage(data)
    counting = Counting()
    found.mapping = counting
    found.place(parse("id"))
    assert counting.asked <= TRIALS
    assert document.id == "1"


def test_the_message_is_left_as_it_was() -> None:
    data = (SAMPLE / "sent" / "customs.xml").read_bytes()
    engine = Engine(Workspace())
    for _, messages in engine.read_documents(io.BytesIO(data)):
        for read in messages:
            before = etree.tostring(read.message.body)
            assert read.mapping is not None
            assert read.document is not None
            Lineage(read.mapping, read.message, read.document).place(parse("goods_items[1]"))
            assert etree.tostring(read.message.body) == before


def test_every_scalar_of_json_has_its_pointer_and_its_bytes() -> None:
    value = {"a": [1, {"b/c": 'x"}]{,:', "d~": None}], "e": {}, "f": [[], [True, -1.5e3]], "é": "é"}
    data = json.dumps(value, indent=1, ensure_ascii=False).encode()
    found = {one.pointer: token_text(data[one.start : one.end]) for one in scalars(data)}
    assert found == {
        "/a/0": "1",
        "/a/1/b~1c": 'x"}]{,:',
        "/a/1/d~0": "null",
        "/f/1/0": "true",
        "/f/1/1": "-1500.0",
        "/é": "é",
    }
