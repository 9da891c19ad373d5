"""CUSRES D.96B: the answer to a declaration, read, written, and made of what WCO RES says."""

from pathlib import Path

import pytest

from edi_engine.canonical import json as canonical_json
from edi_engine.canonical.model import (
    Commodity,
    Declaration,
    DutyTaxFee,
    Error,
    ErrorPoint,
    GoodsItem,
    Pointer,
    Response,
)
from edi_engine.findings import Report
from edi_engine.mapping.derive_response import response_type
from edi_engine.mapping.golden import GoldenPair, golden_pairs, try_golden_pair
from edi_engine.mapping.roundtrip import round_trip
from tests.mapping.edifact_support import MAPPINGS, template
from tests.mapping.templates import DEFINITION, compiled, faults, read, shown

NAME = "cusres-d96b"
ANSWERS = ("duties_to_be_paid", "rejection_with_two_errors")
WCO_RES = [pair for pair in golden_pairs(MAPPINGS.files, "wco-res") if pair.name in ANSWERS]


@pytest.mark.parametrize("pair", golden_pairs(MAPPINGS.files, NAME), ids=lambda pair: pair.name)
def test_golden_samples_are_read_and_written(pair: GoldenPair) -> None:
    assert try_golden_pair(MAPPINGS.get(NAME), pair) == []


def test_generated_responses_come_back_equal() -> None:
    result = round_trip(template(NAME), 60, seed=5)
    assert result.proven, (result.unequal, result.examples, result.rare)


@pytest.mark.parametrize("pair", WCO_RES, ids=lambda pair: pair.name)
def test_what_an_administration_answers_in_wco_xml_reaches_the_trader(pair: GoldenPair) -> None:
    """All of it that CUSRES has a place for: what comes back is what was sent, less what is named as not written."""
    report = Report()
    sent = canonical_json.read(pair.document.encode(), report)
    written = template(NAME).write(sent, report)
    back = template(NAME).read(template(NAME).message(written), Report())
    assert isinstance(back, Response)
    assert (back.errors, back.statuses) == (sent.errors, sent.statuses)
    assert back.declaration is not None
    assert back.declaration.goods_items == sent.declaration.goods_items
    unwritten = {"additional_informations.limit_date_time", "bank", "declaration.duty_tax_fees.payment"}
    assert all(any(str(f.where).startswith(path) for path in unwritten) for f in report), list(report)


def test_an_error_tells_the_sender_its_place() -> None:
    point = ErrorPoint(section_code="2", item_id="1", segment_tag="DOC", sequence_id="24")
    pointers = [Pointer(document_section_code="68A", sequence_numeric=1), Pointer(document_section_code="02A")]
    error = Error(validation_code="XX10020", pointers=pointers, point=point)
    assert template(NAME).write(Response(errors=[error]), Report())[1:] == [
        "DOC+929",
        "ERP+2:1+DOC:24",
        "RFF+AGO:68A:1",
        "RFF+AGO:02A",
        "ERC+XX10020",
    ]


TAXED = Declaration(goods_items=[GoodsItem(commodity=Commodity(duty_tax_fees=[DutyTaxFee(type_code="B00")]))])


@pytest.mark.parametrize(
    ("response", "code"),
    [
        (Response(), "962"),
        (Response(declaration=TAXED), "965"),
        (Response(errors=[Error()], declaration=TAXED), "963"),
        (Response(type_code="961", errors=[Error()]), "961"),
    ],
)
def test_a_response_is_called_by_what_is_in_it(response: Response, code: str) -> None:
    named = response_type(response, print)
    assert named.type_code == code
    assert response_type(named, print) == named


# -- what segment templates lacked before ------------------------------------------------------------------------------

RESPONSE = DEFINITION.replace("CUSDEC", "CUSRES").replace("Declaration", "Response")
STEPS = RESPONSE + "derive: {before_writing: [response_type]}\n"


def test_derive_steps_run_for_segment_templates(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, "BGM+{type_code}+{id}", definition=STEPS)
    document = Response(id="1", errors=[])
    assert mapping.write(document, Report()) == ["BGM+962+1"]
    assert document.type_code is None


def test_a_step_that_computes_values_has_no_place_in_segments(tmp_path: Path) -> None:
    definition = DEFINITION + "derive:\n  before_writing: [export_refund]\n"
    (found,) = faults(tmp_path, "BGM+{type_code}", definition=definition)
    assert (found.code, found.where.path) == ("MPG-007", "under-test/mapping.yaml")
    assert found.what == "export_refund computes values, and segments cannot name them: use a step that rearranges"


def test_a_segment_that_opens_a_group_of_nothing_is_named(tmp_path: Path) -> None:
    """Sample: a doubled DOC of which the first has nothing under it was dropped without a word."""
    mapping = compiled(tmp_path, "BGM+{type_code}\nRFF+{=ABT}\n    DTM+148:{acceptance_date_time|datetime}")
    _, report = read(mapping, "BGM+1", "RFF+ABT", "UNS+D", "UNS+S")
    assert ("MAP-103", 3, 1, None) in shown(report)
