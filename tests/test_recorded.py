"""An exchange on record is traced from the bytes received to those that were sent."""

import io
import shutil
from pathlib import Path

import pytest

from edi_engine.audit.search import show
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.explanation import Explained
from edi_engine.findings import Strictness
from edi_engine.mapping.leaves import leaves
from edi_engine.mapping.losses import COUNTS
from edi_engine.pipeline import Engine
from edi_engine.recorded import explained, known_routes, recorded_messages, sent_document
from edi_engine.wishes import Wishes
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
RECEIVED = (PROJECT / "samples/export_two_items/received.edi").read_bytes()


def traced(engine: Engine, exchange: str, route: str) -> tuple[Explained, bytes, list[str]]:
    """What went over a route, its bytes, and the codes of the findings."""
    record = show(engine.store, exchange)
    (message,) = recorded_messages(record, engine.store, engine.read_documents, dict(DOCUMENTS))
    (delivery,) = [one for one in message.deliveries if one["route"] == route]
    found = explained(message, delivery, engine.store, engine.mappings, engine.routes.routes)
    sent = b"".join(engine.store.payload(delivery["payload_sha256"]))
    return found, sent, [finding.code for finding in (*message.findings, *found.findings)]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


def test_both_ends_are_the_bytes_on_record(workspace: Path) -> None:
    with Engine(Workspace(workspace)) as engine:
        exchange = engine.route(io.BytesIO(RECEIVED), "received.edi").id
        found, sent, codes = traced(engine, exchange, "export-tax-refund")
    values = {one.place.where.path: one for one in found.written}
    number = values["/declaration/number"]
    assert number.place.span is not None
    assert sent[slice(*number.place.span)] == b'"530420250053041193"'
    (field,) = number.fields
    span = field.sources[0].place.span
    assert span is not None
    assert (field.path, RECEIVED[slice(*span)]) == ("id", b"530420250053041193")
    assert codes == []


def test_what_a_route_withholds_is_received_for_nothing(workspace: Path) -> None:
    with Engine(Workspace(workspace)) as engine:
        exchange = engine.route(io.BytesIO(RECEIVED), "received.edi").id
        found, _, _ = traced(engine, exchange, "terminal-release")
    assert "345250.00" in {place.text for place in found.left}  # the amount of the invoice
    paths = {field.path for one in found.written for field in one.fields}
    assert not any("invoice" in path for path in paths)


FEWER = """routes:
  - {name: archive, agency: archive, mapping: json, withhold: ["parties[role=exporter]"]}
  - {name: names, agency: names, mapping: json, only: [functional_reference_id, "parties[role!=exporter].name"]}
  - name: masked
    agency: masked
    mapping: json
    withhold: ["parties[role=exporter]"]
    mask: {"parties[*].name": {last: 3}}
"""


@pytest.mark.parametrize("route", ["archive", "names", "masked"])
def test_elements_behind_one_that_is_withheld_are_traced_to_their_own_bytes(workspace: Path, route: str) -> None:
    workspace.mkdir()
    (workspace / "routes.yaml").write_text(FEWER, encoding="utf-8")
    with Engine(Workspace(workspace), losses=True) as engine:
        exchange = engine.route(io.BytesIO(RECEIVED), "received.edi")
        found, _, _ = traced(engine, exchange.id, route)
        (message,) = recorded_messages(
            show(engine.store, exchange.id), engine.store, engine.read_documents, {**DOCUMENTS}
        )
        parties = message.trace.document.parties  # type: ignore[attr-defined]
        delivery = {one["route"]: one for one in message.deliveries}[route]
        _, homes = sent_document(message, delivery, engine.routes.routes)
    place = next(index for index, party in enumerate(parties) if party.role == "exporter")
    behind = parties[place + 1]
    (written,) = [one for one in found.written if one.place.where.path == f"/parties/{place}/name"]
    assert written.place.text == (behind.name if route != "masked" else "*" * (len(behind.name) - 3) + behind.name[-3:])
    assert [field.path for field in written.fields] == [f"parties[{place + 1}].name"]
    span = written.fields[0].sources[0].place.span
    assert span is not None
    assert RECEIVED[slice(*span)].decode() in behind.name
    assert homes[f"parties[{place}]"] == f"parties[{place + 1}]"
    if route == "archive":
        counted = next(
            one.what for d in exchange.deliveries if d.route == route for one in d.findings if one.code in COUNTS
        )
        assert f"{len(leaves(parties[place]))} withheld" in counted
        assert "not written" not in counted


def test_a_mapping_that_has_changed_since_is_told(workspace: Path) -> None:
    with Engine(Workspace(workspace)) as engine:
        exchange = engine.route(io.BytesIO(RECEIVED), "received.edi").id
    own = workspace / "mappings/terminal-release-csv"
    shutil.copytree(PROJECT / "mappings/terminal-release-csv", own, ignore=shutil.ignore_patterns("samples"))
    with (own / "mapping.yaml").open("a", encoding="utf-8") as file:
        file.write("status: draft\n")
    with Engine(Workspace(workspace)) as engine:
        _, _, codes = traced(engine, exchange, "terminal-release")
    assert codes == ["TRC-002"]


def test_what_was_accepted_leniently_is_read_again(workspace: Path) -> None:
    with Engine(Workspace(workspace)) as engine:
        dirty = RECEIVED.replace(b"UNT+112", b"UNT+111")
        assert dirty != RECEIVED
        exchange = engine.route(io.BytesIO(dirty), "dirty.edi", wishes=Wishes(Strictness.LENIENT))
        assert exchange.state == "accepted"
        record = show(engine.store, exchange.id)
        (message,) = recorded_messages(record, engine.store, engine.read_documents, dict(DOCUMENTS))
    assert len(message.deliveries) == 4


def test_a_route_table_that_is_wrong_hides_no_record(workspace: Path) -> None:
    workspace.mkdir()
    (workspace / "routes.yaml").write_text("routes: 1\n", encoding="utf-8")
    with Engine(Workspace(workspace)) as engine:
        assert known_routes(lambda: engine.routes.routes) == ()
