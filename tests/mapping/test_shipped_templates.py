"""The shipped templates of XML and fixed width: golden samples, published samples that come back, and the proof."""

from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from edi_engine.findings import Report
from edi_engine.formats.xml.reader import parse
from edi_engine.mapping.compiler.fixed_template import FixedMapping
from edi_engine.mapping.compiler.xml_template import XmlMapping
from edi_engine.mapping.golden import GoldenPair, golden_pairs, try_golden_pair
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.mapping.xml_proof import leaves
from edi_engine.mapping.xml_tree import local
from edi_engine.workspace import Workspace
from tests.mapping.field_support import short

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
WORKSPACE = Workspace()
MAPPINGS = Mappings(WORKSPACE)
CALLS = ("vessel-call-customs", "vessel-call-maritime", "vessel-call-port")
SHIPPED = ("cn-ceb311-order", "cn-dec", "eu-cc315a", "port-cargo-list", *CALLS)
PAIRS = [(name, pair) for name in SHIPPED for pair in golden_pairs(WORKSPACE, name)]


def shipped(name: str) -> Any:
    mapping = MAPPINGS.get(name)
    assert isinstance(mapping, XmlMapping | FixedMapping)
    return mapping


@pytest.mark.parametrize(("name", "pair"), PAIRS, ids=lambda value: getattr(value, "name", value))
def test_golden_samples_are_read_and_written(name: str, pair: GoldenPair) -> None:
    assert try_golden_pair(shipped(name), pair) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_place_comes_back_and_nothing_is_lost_in_silence(name: str) -> None:
    result = round_trip(shipped(name), 40, seed=7)
    assert result.proven, (result.unequal, result.examples, result.rare)


def sample(path: str) -> etree._Element:
    if not (CORPUS / path).exists():
        pytest.skip(f"the corpus is not there: {path}")
    root = parse((CORPUS / path).read_bytes())
    assert isinstance(root, etree._Element)
    return root


def test_a_published_entry_summary_comes_back_value_for_value() -> None:
    root, mapping, report = sample("other-xml/eu-ics_CC315A_full.xml"), shipped("eu-cc315a"), Report()
    message = mapping.message(etree.tostring(root, encoding="unicode"))
    document = mapping.read(message, report)
    assert document is not None
    written = mapping.message(mapping.write(document, report)).body
    assert list(leaves(written)) == list(leaves(root))
    assert len(list(leaves(root))) == 126
    assert short(report) == []


def test_a_published_file_of_six_orders_is_six_documents() -> None:
    root, mapping = sample("china-sw/cn-ceb_CEB311Message_202205.xml"), shipped("cn-ceb311-order")
    parts = mapping.split(mapping.message(etree.tostring(root, encoding="unicode")))
    documents = [mapping.read(part, part.report) for part in parts]
    assert [len(getattr(document, "goods_items", ())) for document in documents] == [2] * 6
    notes = {code for part in parts for code in short(part.report)}
    assert {code for code in notes if not code.startswith(("MAP-103", "MAP-108"))} == {
        "MAP-104 /CEB311Message/Signature line 393"
    }


@pytest.mark.parametrize("year", ["2018-113", "202205"])
def test_every_value_of_published_orders_comes_back(year: str) -> None:
    """Each order with what is around it, but for the signature: it is made anew."""
    root, mapping = sample(f"china-sw/cn-ceb_CEB311Message_{year}.xml"), shipped("cn-ceb311-order")
    counted = 0
    for part in mapping.split(mapping.message(etree.tostring(root, encoding="unicode"))):
        sent = etree.Element(root.tag, {str(name): str(value) for name, value in root.attrib.items()})
        sent.extend(deepcopy(element) for element in part.body.inside if local(element) != "Signature")
        document = mapping.read(part, Report())
        assert document is not None
        written = mapping.message(mapping.write(document, Report())).body
        assert Counter(leaves(written)) == Counter(leaves(sent))
        counted += len(list(leaves(sent)))
    assert counted == 6 * 61
