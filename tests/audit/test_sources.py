"""What decisions depended on is kept by content hash, each text once, and is found again for each exchange."""

import io
import json
from pathlib import Path

from edi_engine.audit.erasure import erase
from edi_engine.audit.sources import Source, Sources, list_of, read_sources
from edi_engine.audit.store import Store
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.audit.test_store import Clock, payload

PROJECT = Path(__file__).parents[2]
SAMPLE = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
ROUTES = "routes:\n  - {name: customs, agency: customs-office, mapping: wco-dec, document: Declaration}\n"


def count(store: Store) -> int:
    return int(store.connection.execute("SELECT count(*) FROM sources").fetchone()[0])


def route(root: Path, routes: str = ROUTES) -> tuple[str, Sources]:
    """Route the sample in a workspace of its own; the exchange, and what is kept of what it followed."""
    root.mkdir(exist_ok=True)
    (root / "routes.yaml").write_text(routes, "utf-8")
    with Engine(Workspace(root)) as engine:
        exchange = engine.route(io.BytesIO(SAMPLE), "x.edi", allow_duplicates=True).id
        listed = list_of(engine.store.connection, exchange)
        assert listed
        return exchange, read_sources(engine.store.connection, listed)


def test_all_that_a_decision_depended_on_is_kept(tmp_path: Path) -> None:
    own = tmp_path / "ws/mappings/wco-dec"
    own.parent.mkdir(parents=True)
    own.mkdir()
    for file in ("mapping.yaml", "layout.txt"):
        (own / file).write_bytes((PROJECT / "mappings/wco-dec" / file).read_bytes() + b"\n")
    _, kept = route(tmp_path / "ws")
    texts = {(source.kind, source.name): source.data.decode() for source in kept.every}
    assert texts["routes", "workspace/routes.yaml"] == ROUTES
    assert json.loads(texts["mapping", "wco-dec"])["layout.txt"] == (own / "layout.txt").read_text("utf-8")
    table = "shipped/schemas/edifact/un/messages/CUSDEC.txt"
    assert texts["directory", table] == (PROJECT / table.removeprefix("shipped/")).read_text("utf-8")
    assert {"checks", "codes"} <= {kind for kind, _ in texts}
    reader = json.loads(texts["mapping", "cusdec-d96b-import"])
    assert "codes/charge_5025.csv" in reader
    assert ("codes", "shipped/schemas/codes/party_function.csv") in texts
    assert not any(file.startswith("samples/") for file in reader)


def test_the_same_sources_are_kept_once_and_others_beside_them(tmp_path: Path) -> None:
    first, kept = route(tmp_path / "ws")
    with Engine(Workspace(tmp_path / "ws")) as engine:
        before = count(engine.store)
    second, again = route(tmp_path / "ws")
    assert again == kept
    changed = ROUTES.replace("customs-office", "elsewhere")
    _, other = route(tmp_path / "ws", changed)
    assert {source.name for source in set(other.every) - set(kept.every)} == {"workspace/routes.yaml"}
    with Engine(Workspace(tmp_path / "ws")) as engine:
        assert before > 40
        assert count(engine.store) - before <= 3, "routes, and the lists of deciding and closing"
        assert list_of(engine.store.connection, first) == list_of(engine.store.connection, second)


def test_an_erasure_spares_sources_even_if_they_were_received_as_payloads(tmp_path: Path) -> None:
    store = Store(tmp_path / "audit.db", clock=Clock())
    sources = Sources.of([Source.of("routes", "routes.yaml", "routes: []\n")])
    exchange = store.receive(payload(sources.every[0].data), "routes.yaml")
    with store.stage():
        store.add_event(exchange, "closed", "rejected", sources=sources)
    erase(store, [exchange], "asked for")
    assert read_sources(store.connection, sources.listed.sha256) == sources
    store.close()


def test_a_payload_that_is_a_list_of_sources_does_not_stand_in_its_place(tmp_path: Path) -> None:
    store = Store(tmp_path / "audit.db", clock=Clock())
    sources = Sources.of([Source.of("routes", "routes.yaml", "routes: []\n")])
    exchange = store.receive(payload(sources.listed.data), "x")
    with store.stage():
        store.add_event(exchange, "closed", "rejected", sources=sources)
    assert read_sources(store.connection, sources.listed.sha256) == sources
    store.close()
