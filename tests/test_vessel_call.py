"""One call of a ship for five authorities at once: together they see all of it, and none what it must not see."""

import io
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edi_engine.audit.search import show
from edi_engine.canonical import json as canonical_json
from edi_engine.canonical.meaning import leaves
from edi_engine.cli.standing import add_standing
from edi_engine.exchange import Exchange
from edi_engine.findings import Report
from edi_engine.mapping.leaves import leaves as values_of
from edi_engine.mapping.registry import Mappings
from edi_engine.pipeline import Engine
from edi_engine.routing.projection import only, project, withhold
from edi_engine.routing.route_table import Route
from edi_engine.states import read_states
from edi_engine.workspace import Workspace

SCENARIO = Path(__file__).parents[1] / "samples/vessel_call"
RECEIVED = (SCENARIO / "received.json").read_bytes()
MAPPINGS: Any = Mappings(Workspace("nowhere"))
SAID_BY_FORM = {(("parties", "contact", "function_code"), "IC")}  # CUSREP has no contact without saying what for
AGENCIES = ["port-customs", "port-health", "maritime-safety", "border-inspection", "port-authority"]
SHIP = "border_transport_means."
SIZE = [SHIP + name for name in ("gross_tonnage", "net_tonnage", "length", "fore_draught", "aft_draught")]
REGISTRY = [SHIP + "registration_nationality_code", SHIP + "registration_location_id"]
REGISTRY.append("additional_documents[type_code=798]")
SECURITY = [SHIP + "security_level_code", "additional_documents[type_code=536]"]
SECURITY.append("additional_informations[statement_type_code=BLT]")
HEALTH = ["additional_documents[type_code=797/852]", "additional_informations[statement_type_code=MDH]"]
NAMES = [SHIP + "persons[role=crew/passenger]." + name for name in ("family_name", "given_name", "travel_documents")]
ILL = [SHIP + "persons[*].additional_informations"]
STOWAWAYS, EFFECTS = [SHIP + "persons[role=stowaway]"], [SHIP + "persons[*].effects"]
STORES, WASTES, BALLAST = [SHIP + "stores"], [SHIP + "wastes"], [SHIP + "ballast_waters"]
DUES = ["additional_documents[kind=tonnage_dues]"]
CONSIGNMENTS = ["consignments[*].transport_contract_documents", "consignments[*].transport_equipments"]
ITEMS = ["consignments[*].consignment_items[*].commodity.cargo_description"]
DANGEROUS = ["consignments[*].consignment_items[*].commodity.dangerous_goods"]
# What each must not receive by the matrix of data and authorities, written down again beside the table that is tested.
FORBIDDEN = {
    "port-customs": [*BALLAST, *HEALTH, *ILL, SHIP + "persons[role=passenger].family_name"],
    "port-health": [*REGISTRY, *SIZE, *SECURITY, *NAMES, *EFFECTS, *DUES, *CONSIGNMENTS, *DANGEROUS],
    "maritime-safety": [*HEALTH, *ILL, *NAMES, *EFFECTS, *STORES, *DUES, *CONSIGNMENTS, *ITEMS],
    "border-inspection": [
        *(SIZE + HEALTH + ILL + EFFECTS + STORES + WASTES + BALLAST + DUES + CONSIGNMENTS + ITEMS + DANGEROUS)
    ],
    "port-authority": [
        *(REGISTRY + HEALTH + ILL + NAMES + STOWAWAYS + EFFECTS + STORES + BALLAST + DUES + ITEMS),
        "consignments[*].transport_contract_documents",
    ],
}


def call() -> Any:
    document = canonical_json.read(RECEIVED, Report())
    assert document is not None
    return document


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    for name in ("routes.yaml", "routes.test.yaml"):
        shutil.copy(SCENARIO / name, tmp_path)
    with Engine(Workspace(tmp_path), mappings=MAPPINGS, strict_loss=True) as running:
        yield running


def routed(engine: Engine, payload: bytes) -> Exchange:
    return engine.route(io.BytesIO(payload), "x")


def of(agency: str, engine: Engine) -> list[Route]:
    return [route for route in engine.routes.routes if route.agency == agency]


def texts(document: msgspec.Struct) -> set[str]:
    return {leaf.text for leaf in values_of(document)}


def test_the_five_see_the_whole_call_together(engine: Engine) -> None:
    seen = [project(call(), route).document for route in engine.routes.routes]
    assert {agency for route in engine.routes.routes if (agency := route.agency)} == set(AGENCIES)
    assert set().union(*map(leaves, seen)) == set(leaves(call()))


@pytest.mark.parametrize("agency", AGENCIES)
def test_what_each_gets_is_what_it_may_see_and_all_of_it(engine: Engine, agency: str) -> None:
    routed(engine, RECEIVED)
    allowed = set().union(*(leaves(project(call(), route).document) for route in of(agency, engine)))
    got: Counter[Any] = Counter()
    for route in of(agency, engine):
        (file,) = (engine.workspace.root / "outbox" / agency).glob(f"*-{route.name}.*")
        for _, messages in engine.read_documents(io.BytesIO(file.read_bytes()), mapping=route.mapping):
            for read in messages:
                assert read.document is not None, list(read.report)
                got += leaves(read.document)
    assert set(got) - allowed <= SAID_BY_FORM
    assert allowed <= set(got)


@pytest.mark.parametrize("agency", AGENCIES)
def test_nothing_forbidden_leaves_for_an_agency(engine: Engine, agency: str) -> None:
    hidden = only(call(), FORBIDDEN[agency])
    forbidden = {text for text in texts(hidden) - texts(withhold(call(), FORBIDDEN[agency])[0]) if len(text) > 3}
    assert len(forbidden) >= 5
    exchange = routed(engine, RECEIVED)
    routed(engine, (SCENARIO / "answers" / f"{agency}.json").read_bytes())
    assert exchange.undelivered == []
    sent = [path.read_text("latin-1") for path in (engine.workspace.root / "outbox" / agency).iterdir()]
    said = [str(finding) for one in exchange.deliveries if one.agency == agency for finding in one.findings]
    assert sent
    assert {text for text in forbidden for leaving in sent + said if text in leaving} == set()


def test_that_which_is_forbidden_stands_in_what_others_get(engine: Engine) -> None:
    """Else the test above could not fail."""
    routed(engine, RECEIVED)
    outbox = engine.workspace.root / "outbox"
    everything = "".join(path.read_text("latin-1") for path in outbox.rglob("*.*") if path.is_file())
    for agency in AGENCIES:
        assert [text for text in texts(only(call(), FORBIDDEN[agency])) if text not in everything] == []


STATES = read_states(*Workspace("nowhere").configuration("states.yaml"))


def together(engine: Engine, exchange: str) -> Any:
    record = show(engine.store, exchange)
    add_standing(STATES, record)
    return record["interchanges"][0]["messages"][0]["together"]


def answer(agency: str, code: str = "08") -> bytes:
    return (SCENARIO / "answers" / f"{agency}.json").read_bytes().replace(b'"08"', f'"{code}"'.encode())


@pytest.mark.parametrize("order", list(permutations(range(5)))[::40], ids=lambda order: "".join(map(str, order)))
def test_the_answers_come_to_one_state_in_whatever_order(engine: Engine, order: tuple[int, ...]) -> None:
    exchange = routed(engine, RECEIVED).id
    assert together(engine, exchange) is None
    waiting = set(AGENCIES)
    for number in order:
        routed(engine, answer(AGENCIES[number]))
        waiting.discard(AGENCIES[number])
        found = together(engine, exchange)
        assert set(found["waiting"]) == waiting
        assert found["outcome"] == ("pending" if waiting else "granted")
    assert set(found["agencies"].values()) == {"released"}


@pytest.mark.parametrize(("code", "outcome"), [("03", "refused"), ("05", "pending")])
def test_one_that_refuses_or_inspects_decides_for_the_ship(engine: Engine, code: str, outcome: str) -> None:
    exchange = routed(engine, RECEIVED).id
    for agency in AGENCIES:
        routed(engine, answer(agency, code if agency == "maritime-safety" else "08"))
    assert together(engine, exchange)["outcome"] == outcome


def test_an_authority_that_is_down_holds_up_no_other(engine: Engine) -> None:
    class Down:
        def deliver(self, parcel: Any, permit: Any) -> str:
            if parcel.agency == "maritime-safety":
                raise OSError("mailbox is down")
            return "taken"

        def forget(self, parcel: Any) -> None:
            """Nothing is kept."""

    engine.transports["file_drop"] = Down()
    deliveries = list(routed(engine, RECEIVED).deliveries)
    assert {one.agency for one in deliveries if one.state == "done"} == {*AGENCIES} - {"maritime-safety"}
    assert [one.state for one in deliveries if one.agency == "maritime-safety"] == ["failed"]
