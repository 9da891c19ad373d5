"""A response finds the delivery that it answers, and goes out in the format of who sent the message."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from edi_engine import formats
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.model import Declaration, Error, ErrorPoint, Response
from edi_engine.findings import Finding, Report, Severity
from edi_engine.pipeline import Engine
from edi_engine.returns import Returned, Returns
from edi_engine.workspace import Workspace

RECEIVED = Path(__file__).parents[1] / "samples/export_two_items/received.edi"
REFERENCE = "LV-EX-2026-0193"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with Engine(Workspace(tmp_path_factory.mktemp("workspace"))) as engine:
        engine.route(io.BytesIO(RECEIVED.read_bytes()), "received.edi")
        yield engine


def returned(engine: Engine, *locations: str, route: str = "", sender: str = "") -> Returned | Finding:
    returns = Returns(engine.store, engine.read_documents, engine.mappings, engine.routes.routes, dict(DOCUMENTS))
    return returns.of(response(*locations), route, sender)


def response(*locations: str, reference: str = REFERENCE) -> Response:
    errors = [Error(validation_code="X1", point=ErrorPoint(location=location)) for location in locations]
    return Response(
        function_code="03", errors=errors, declaration=Declaration(functional_reference_id=reference, id=None)
    )


@pytest.mark.parametrize(
    ("location", "route"),
    [
        ("/items/1/classifications/0/code", "export-tax-refund"),
        ("row 2, column commodity_code", "terminal-release"),
    ],
)
def test_the_delivery_answered_is_the_one_its_places_fit(engine: Engine, location: str, route: str) -> None:
    found = returned(engine, location)
    assert isinstance(found, Returned)
    assert (found.delivery["route"], found.syntax, found.homeward.findings) == (route, "edifact", [])
    (error,) = found.homeward.response.errors
    assert error.point is not None
    assert error.point.location == "segment 88 CST, element 2, component 1"


def test_who_answers_is_who_was_sent_to(engine: Engine) -> None:
    found = returned(engine, "/Declaration/TypeCode", sender="harbour-terminal")
    assert isinstance(found, Returned)
    assert (found.delivery["route"], [one.code for one in found.homeward.findings]) == ("terminal-release", ["PTR-005"])


def test_a_response_to_nothing_on_record_is_told(engine: Engine) -> None:
    found = returned(engine, "/a", route="no-such-route")
    assert isinstance(found, Finding)
    assert found.code == "PTR-006"
    returns = Returns(engine.store, engine.read_documents, engine.mappings, (), dict(DOCUMENTS))
    assert isinstance(returns.of(response("/a", reference="no such reference")), Finding)
    assert isinstance(returns.of(Response()), Finding)


def test_it_goes_out_in_the_format_of_who_sent_the_message(engine: Engine) -> None:
    found = returned(engine, "/items/1/classifications/0/code")
    assert isinstance(found, Returned)
    assert (found.envelope.recipient, found.envelope.sender) == ("LONGVIEW", "EDIGATE")
    report = Report()
    envelope = replace(found.envelope, prepared="260131:1200", reference="R1")
    payload = engine.write("cusres-d96b", [found.homeward.response], envelope, report)
    interchange = next(formats.read(io.BytesIO(payload)))
    (message,) = interchange.messages
    formats.check(message, engine.mappings.directories)
    assert {"RFF+ABE:LV-EX-2026-0193", "ERP+2:2+CST:88", "RFF+AGO:21A:1:145"} <= set(message.body.texts)
    assert not [one for one in message.report if one.severity is Severity.ERROR]
