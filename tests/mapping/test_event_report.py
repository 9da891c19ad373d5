"""Event reports as XML of our own: all that says what, who, when, where and which, both ways, and as JSON."""

import io
from pathlib import Path
from random import Random
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edi_engine.canonical import json as canonical_json
from edi_engine.canonical import model
from edi_engine.canonical.values import Identifier
from edi_engine.findings import Report
from edi_engine.mapping.golden import golden_pairs, try_golden_pair
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.mapping.wco.proof import Documents
from edi_engine.mapping.wco_codec import WcoMapping
from edi_engine.pipeline import Engine
from edi_engine.translation import Translator
from edi_engine.workspace import Workspace

NAME = "event-report"
MAPPING = cast(WcoMapping, Mappings(Workspace()).get(NAME))
ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "schemas" / "wco" / f"{NAME}.xsd"
PAIRS = golden_pairs(Workspace(), NAME)


def translated(data: bytes, target: str) -> bytes:
    with Engine(Workspace()) as engine:
        translator = Translator(engine, target)
        return b"".join(translator.pieces(translator.translate(io.BytesIO(data))))


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
def test_golden_samples(pair: object) -> None:
    assert not try_golden_pair(MAPPING, pair)  # type: ignore[arg-type]


def test_the_format_proves_its_round_trip() -> None:
    result = round_trip(MAPPING, count=25)
    assert result.proven, (result.unequal, result.examples, result.rare)


def test_every_field_of_a_report_and_of_an_event_has_an_element() -> None:
    nodes = {node.struct: node for node in MAPPING.layout.nodes if not node.flattened}
    assert [nodes[struct].homeless() for struct in (model.EventReport, model.Event)] == [[], []]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(min_value=0))
def test_what_is_written_obeys_our_own_schema_and_survives_json(seed: int) -> None:
    document = Documents(MAPPING.layout, Random(seed)).document()  # noqa: S311 - not for secrets
    report = Report()
    root = MAPPING.message(MAPPING.write(document, report)).body
    etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
    assert canonical_json.read(canonical_json.write(document), report, "EventReport") == document
    assert not len(report), list(report)


@pytest.mark.parametrize(
    "path",
    [ROOT / "mappings/json/samples/gate_out_event.json", ROOT / f"mappings/{NAME}/samples/container_gate_out.xml"],
)
def test_a_report_goes_to_the_other_format_and_back(path: Path) -> None:
    data = path.read_bytes()
    first, other = ("json", NAME) if path.suffix == ".json" else (NAME, "json")
    there = translated(data, other)
    back = translated(there, first)
    assert translated(back, other) == there
    assert canonical_json.read(translated(data, "json"), Report()) == canonical_json.read(
        translated(back, "json"), Report()
    )


def test_values_that_keep_nothing_name_what_they_lose() -> None:
    document = model.EventReport(events=[model.Event(object_ids=[Identifier("sscc", "1")])])
    root = MAPPING.message(MAPPING.write(document, Report())).body
    (found,) = root.iter("{*}ObjectID")
    found.set("note", "x")
    etree.SubElement(found, "New").text = "1"
    report = Report()
    again = MAPPING.read(MAPPING.message(etree.tostring(root, encoding="unicode")), report)
    assert again == document
    assert {finding.code for finding in report} == {"MAP-102"}
    assert any("lost" in finding.what for finding in report)
