"""What an agency answers goes to who sent the message, in their format, with the place in their message."""

import io
import json
from pathlib import Path

import pytest

from edi_engine.audit.payloads import spool
from edi_engine.audit.search import show
from edi_engine.exchange import Exchange
from edi_engine.pipeline import Engine
from edi_engine.wishes import Wishes
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
RECEIVED = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
REJECTION = json.dumps(
    {
        "documentKind": "Response",
        "functionCode": "03",
        "errors": [{"validationCode": "C7", "point": {"location": "/Declaration/DeclarationOfficeID"}}],
        "declaration": {"functionalReferenceId": "NM-MIN-0001"},
    }
).encode()
OTHER_ANSWERS = """
routes:
  - {name: customs, agency: national-customs, mapping: wco-dec}
answers:
  - {name: answer, send: faults%s}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def routed(workspace: Path, payload: bytes) -> Exchange:
    with Engine(Workspace(workspace)) as engine:
        return engine.route(io.BytesIO(payload), "x")


def sent(workspace: Path, box: str = "NORTHMERE") -> list[list[str]]:
    folder = workspace / "outbox" / box
    return [path.read_text("latin-1").split("'") for path in sorted(folder.glob("*"))] if folder.is_dir() else []


def codes(exchange: Exchange) -> list[str]:
    return [finding.code for finding in exchange.findings if finding.code.startswith(("PTR", "ENG"))]


def test_a_rejection_goes_to_who_sent_the_declaration_with_the_place_in_it(workspace: Path) -> None:
    routed(workspace, RECEIVED)
    exchange = routed(workspace, REJECTION)
    (delivery,) = exchange.deliveries
    assert (exchange.state, delivery.state, delivery.agency) == ("accepted", "done", "NORTHMERE")
    (segments,) = sent(workspace)
    assert segments[0].startswith("UNB+UNOC:3+EDIGATE:ZZZ+NORTHMERE:ZZZ+")
    assert segments[0].endswith(f"+{delivery.reference}")
    assert {"RFF+ABE:NM-MIN-0001", "ERP+1+LOC:3", "ERC+C7", "FTX+AAP+++segment 3 LOC, element 2, component 1"} < set(
        segments
    )
    assert codes(exchange) == []
    with Engine(Workspace(workspace)) as engine:
        record = show(engine.store, exchange.id)
    (message,) = record["interchanges"][0]["messages"]
    assert [one["state"] for one in message["deliveries"]] == ["done"]


def test_a_place_that_leads_nowhere_is_told_in_the_words_of_the_agency(workspace: Path) -> None:
    routed(workspace, RECEIVED)
    exchange = routed(workspace, REJECTION.replace(b"DeclarationOfficeID", b"Nothing"))
    assert codes(exchange) == ["PTR-005"]
    (segments,) = sent(workspace)
    assert "FTX+AAO+++place given by the agency?: /Declaration/Nothing" in segments


def test_a_crash_before_it_is_sent_loses_nothing(workspace: Path) -> None:
    routed(workspace, RECEIVED)
    with Engine(Workspace(workspace)) as engine:
        with spool(io.BytesIO(REJECTION), engine.prepare(), 1 << 20) as payload:
            journey = engine.set_out(payload, "x", Wishes())
            for _ in engine.decide(journey, payload.file):
                break
        engine.store.claims.release(journey.exchange.id)
    assert sent(workspace) == []
    with Engine(Workspace(workspace)) as engine:
        (delivery,) = engine.resume().deliveries
    assert (delivery.state, delivery.agency) == ("done", "NORTHMERE")
    (segments,) = sent(workspace)
    assert "ERC+C7" in segments


def test_a_response_to_nothing_that_was_sent_goes_to_nobody(workspace: Path) -> None:
    exchange = routed(workspace, REJECTION)
    assert (exchange.state, list(exchange.deliveries), codes(exchange)) == ("accepted", [], ["PTR-006"])


def test_nobody_answers_for_another(workspace: Path) -> None:
    """A response whose envelope names a sender answers only what was sent to it."""
    routed(workspace, RECEIVED)
    response = (PROJECT / "mappings/cusres-d96b/samples/rejection_of_two_places.edi").read_text("latin-1")
    exchange = routed(workspace, response.replace("VKR-2026-000317", "NM-MIN-0001").encode("latin-1"))
    assert sent(workspace) == []
    assert "PTR-006" in codes(exchange)


@pytest.mark.parametrize("row", ["", "agency: desk, "])
def test_who_names_nobody_shares_no_folder_with_others(workspace: Path, row: str) -> None:
    workspace.mkdir()
    said = f", {row}responses: {{json: agency-answer-json}}"
    (workspace / "routes.yaml").write_text(OTHER_ANSWERS % said, encoding="utf-8")
    boxes = []
    for number in range(2):
        about = {"documentKind": "Declaration", "functionalReferenceId": f"R-{number}"}
        sender = routed(workspace, json.dumps(about).encode()).id
        exchange = routed(workspace, json.dumps({"documentKind": "Response", "declaration": about}).encode())
        (delivery,) = exchange.deliveries
        assert delivery.state == "done"
        assert delivery.agency == ("desk" if row else f"_of-{sender}")
        boxes.append(Path(delivery.place).parent)
    assert len(set(boxes)) == (1 if row else 2)


@pytest.mark.parametrize(
    ("said", "code"),
    [("", None), (", responses: {xml: wco-res}", "PTR-007"), (", responses: {edifact: wco-dec}", "PTR-008")],
)
def test_who_is_told_and_how_is_said_by_the_rows_of_answers(workspace: Path, said: str, code: str | None) -> None:
    workspace.mkdir()
    (workspace / "routes.yaml").write_text(OTHER_ANSWERS % said, encoding="utf-8")
    routed(workspace, RECEIVED)
    exchange = routed(workspace, REJECTION)
    assert sent(workspace) == []
    assert (code in codes(exchange)) is bool(code)
