"""An import under supervision: each licence goes to its issuer, gets one answer, and all of them decide together."""

import hashlib
import io
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from edi_engine.audit import queue
from edi_engine.audit.payloads import spool
from edi_engine.audit.search import show
from edi_engine.cli.standing import add_standing
from edi_engine.errors import ConfigurationError
from edi_engine.exchange import Exchange
from edi_engine.pipeline import Engine
from edi_engine.routing.parts import MOST_PARTS, narrowed, parts_of
from edi_engine.wishes import Wishes
from edi_engine.workspace import Workspace
from tests.test_ladder import codes

SCENARIO = Path(__file__).parents[1] / "samples/supervised_import"
RECEIVED = (SCENARIO / "received.edi").read_bytes()
ANSWERS = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (SCENARIO / "answers").glob("*.json")}
LICENCES = {
    "911 QO-2026-0041": "quality-1",
    "851 FA-26-7788": "forest-1",
    "851 FA-26-7789": "forest-2",
    "852 HA/26/115": "health-1",
}
PATH = "goods_items[*].additional_documents"
EACH = f"routes:\n  - {{name: each, agency: a, mapping: licence-request-json, for_each: '{PATH}'}}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copy(SCENARIO / "routes.yaml", tmp_path)
    return tmp_path


@pytest.fixture
def engine(root: Path) -> Iterator[Engine]:
    with Engine(Workspace(root)) as running:
        yield running


def route(target: Engine, payload: bytes | dict[str, Any]) -> Exchange:
    return target.route(io.BytesIO(payload if isinstance(payload, bytes) else json.dumps(payload).encode()), "x")


def message(target: Engine, exchange: Exchange) -> dict[str, Any]:
    record = show(target.store, exchange.id)
    add_standing(target.states, record)
    (found,) = record["interchanges"][0]["messages"]
    return found  # type: ignore[no-any-return]


def stands(target: Engine, exchange: Exchange) -> dict[str, str]:
    return {one["part"] or one["route"]: one["stands"]["state"] for one in message(target, exchange)["deliveries"]}


def test_each_licence_goes_to_its_issuer_with_nothing_of_the_others(engine: Engine, root: Path) -> None:
    exchange = route(engine, RECEIVED)
    sent = {one.part: Path(one.place).read_text("latin-1") for one in exchange.deliveries if one.part}
    assert set(sent) == set(LICENCES)
    numbers = [part.partition(" ")[2] for part in LICENCES]
    for part, payload in sent.items():
        assert [number for number in numbers if number in payload] == [part.partition(" ")[2]]
    goods = json.loads(sent["911 QO-2026-0041"])["goods"]
    assert [(one["item"], one["licences"][0]["write_off"]["quantity"]) for one in goods] == [(1, 40), (2, 300)]
    assert len({one.place for one in exchange.deliveries}) == 5


NUMBER = "goods_items[*].additional_documents[*].id"


@pytest.mark.parametrize(
    ("hiding", "hidden"),
    [
        (f"withhold: ['{NUMBER}']", True),
        (f"mask: {{'{NUMBER}': {{last: 3}}}}", True),
        ("withhold: ['goods_items[*].additional_documents[id=QO-2026-0041].id']", True),
        ("only: ['goods_items[*].sequence_numeric']", True),
        ("only: [id]", True),
        ("only: ['goods_items[*].additional_documents[type_code=911].id', id]", True),
        ("withhold: ['goods_items[*].additional_documents[*].type_code']", True),
        ("withhold: [id]", False),
        ("only: ['goods_items[*].additional_documents']", False),
    ],
)
def test_a_number_the_agency_may_not_see_is_not_in_the_name_of_its_file_either(
    tmp_path: Path, hiding: str, hidden: bool
) -> None:
    (tmp_path / "routes.yaml").write_text(EACH.replace("}\n", f", {hiding}}}\n"), encoding="utf-8")
    with Engine(Workspace(tmp_path)) as engine:
        exchange = route(engine, RECEIVED)
        again = engine.redeliver(queue.of_exchange(engine.store, exchange.id))
    assert {one.place for one in exchange.deliveries} == {one.place for one in again}
    assert {one.part for one in exchange.deliveries} == set(LICENCES)
    names = [path.name for path in (tmp_path / "outbox").rglob("*.json")]
    assert len(names) == 4
    marks = [hashlib.sha256(part.encode()).hexdigest()[:6] for part in LICENCES]
    tells = [part.partition(" ")[2].replace("/", "_") for part in LICENCES] + marks
    assert [name for name in names if any(told in name for told in tells)] == ([] if hidden else names)


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1)])
def test_all_granted_is_granted_in_any_order_and_each_answer_goes_home_once(
    engine: Engine, root: Path, order: tuple[int, ...]
) -> None:
    exchange = route(engine, RECEIVED)
    names = [*LICENCES.values(), "customs"]
    for place, one in enumerate(order):
        assert codes(route(engine, ANSWERS[names[one]])) == []
        together = message(engine, exchange)["together"]
        assert together["outcome"] == ("granted" if place == 4 else "pending")
        assert len(together["waiting"]) == 4 - place
    assert set(stands(engine, exchange).values()) == {"released"}
    answered = Counter(len(one["acknowledgements"]) for one in message(engine, exchange)["deliveries"])
    assert answered == {1: 5}
    home = [path.read_text("latin-1") for path in (root / "outbox/NORTHMERE").iterdir()]
    assert len(home) == 5
    for part in LICENCES:
        kind, _, number = part.partition(" ")
        assert sum(f"DOC+{kind}+{number}'" in copy for copy in home) == 1
    route(engine, ANSWERS["customs"])
    assert len(list((root / "outbox/NORTHMERE").iterdir())) == 5


def test_one_refused_is_refused_whatever_the_others_say(engine: Engine) -> None:
    exchange = route(engine, RECEIVED)
    errors = [{"code": "L5", "text": "balance exceeded", "place": "/goods/0/licences/0/write_off/quantity"}]
    refusal = {**ANSWERS["forest-2"], "state": "refused", "errors": errors}
    answered = route(engine, refusal)
    for name in ("quality-1", "forest-1", "health-1", "customs"):
        route(engine, ANSWERS[name])
    assert message(engine, exchange)["together"]["outcome"] == "refused"
    assert stands(engine, exchange)["851 FA-26-7789"] == "refused"
    (copy,) = [Path(one.place).read_text("latin-1") for one in answered.deliveries]
    assert "RFF+ACD:QTY:" in copy  # the place in the whole declaration: the second item, its second licence
    segments = [text.strip() for text in RECEIVED.decode().split("'")]
    place = int(copy.partition("RFF+ACD:QTY:")[2].partition("'")[0])
    assert segments[place] == "QTY+486:800.5:KGM"  # UNB stands before segment 1


def test_what_was_granted_is_written_off(engine: Engine) -> None:
    exchange = route(engine, RECEIVED)
    for name in LICENCES.values():
        route(engine, ANSWERS[name])
        route(engine, {**ANSWERS[name], "answer": f"{name}-W", "state": "written off"})
    route(engine, ANSWERS["customs"])
    assert stands(engine, exchange) == {**dict.fromkeys(LICENCES, "closed"), "customs": "released"}
    assert message(engine, exchange)["together"]["outcome"] == "granted"


def test_a_crash_before_they_are_sent_sends_each_part_once_and_the_same(root: Path) -> None:
    with Engine(Workspace(root)) as engine:
        with spool(io.BytesIO(RECEIVED), engine.prepare(), 1 << 20) as payload:
            journey = engine.set_out(payload, "x", Wishes())
            for _ in engine.decide(journey, payload.file):
                break
        engine.store.claims.release(journey.exchange.id)
    with Engine(Workspace(root)) as engine:
        made = engine.resume().deliveries
    assert Counter(one.state for one in made) == {"done": 5}
    assert {one.part for one in made if one.part} == set(LICENCES)
    assert len(list((root / "outbox").rglob("*licences*"))) == 4


UNSENT = {"type": "851", "number": "NOPE-1"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"licence": UNSENT}, "PTR-006"),
        ({"licence": {"number": "NOPE-1"}}, "PTR-006"),
        ({"licence": {"type": "852", "number": "FA-26-7788"}}, "PTR-006"),  # a number of theirs, of another type
        ({"licence": ANSWERS["quality-1"]["licence"]}, "PTR-006"),  # sent to another
        ({"licence": UNSENT, "by": None}, "PTR-006"),
        ({"licence": None}, "PTR-010"),
        ({"licence": None, "by": None}, "PTR-010"),
        ({"licence": {"type": "851"}}, "PTR-010"),
    ],
)
def test_no_licence_is_granted_or_refused_by_an_answer_that_does_not_name_it(
    engine: Engine, change: dict[str, Any], code: str
) -> None:
    exchange = route(engine, RECEIVED)
    for state in ("granted", "refused"):
        answer = {**ANSWERS["forest-1"], **change, "state": state}
        answered = route(engine, {name: value for name, value in answer.items() if value})
        assert (codes(answered), list(answered.deliveries)) == ([code], [])
    assert set(stands(engine, exchange).values()) == {"sent"}


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"document": {"reference": "R-0"}}, "'R-0', which was not sent"),
        ({"by": "stranger"}, "'NM-SUP-0042', which was sent, and not to 'stranger'"),
        ({"licence": UNSENT}, "'NM-SUP-0042', of which no licence '851 NOPE-1' was sent to 'forest-agency'"),
    ],
)
def test_an_answer_to_nothing_is_told_by_what_was_sent(engine: Engine, change: dict[str, Any], what: str) -> None:
    route(engine, RECEIVED)
    (finding,) = [one for one in route(engine, {**ANSWERS["forest-1"], **change}).findings if one.code == "PTR-006"]
    assert finding.what == f"the response answers {what}"


CITED = {
    name: {"typeCode": kind, "id": number}
    for kind, number, name in (
        ("851", "FA-26-7788", "forest-1"),
        ("851", "FA-26-7789", "forest-2"),
        ("911", "QO-2026-0041", "quality-1"),
    )
}


def of_several(*names: str, **change: Any) -> dict[str, Any]:
    return {
        "documentKind": "Response",
        "id": "FA-A-9",
        "functionCode": "03",
        "declaration": {"functionalReferenceId": "NM-SUP-0042"},
        "additionalDocuments": [CITED[name] for name in names],
        "parties": [{"role": "submitter", "id": "forest-agency"}],
        **change,
    }


def test_an_answer_that_names_several_licences_is_one_to_each(engine: Engine) -> None:
    exchange = route(engine, RECEIVED)
    answered = route(engine, of_several("forest-1", "forest-2"))
    assert codes(answered) == []
    found = stands(engine, exchange)
    assert {found.pop(f"851 FA-26-778{last}") for last in "89"} == {"refused"}
    assert set(found.values()) == {"sent"}
    assert len(list(answered.deliveries)) == 1  # it goes home once
    (told,) = show(engine.store, answered.id)["interchanges"][0]["messages"]
    assert [one["exchange"] for one in told["acknowledges"]] == [exchange.id] * 2
    again = route(engine, of_several("forest-1", "forest-2"))
    assert (codes(again), list(again.deliveries)) == (["ACK-010"] * 2, [])


def test_of_the_licences_an_answer_names_those_count_that_were_sent_to_who_answers(engine: Engine) -> None:
    exchange = route(engine, RECEIVED)
    assert codes(route(engine, of_several("forest-1", "quality-1"))) == []
    found = stands(engine, exchange)
    assert (found.pop("851 FA-26-7788"), set(found.values())) == ("refused", {"sent"})


def test_a_number_alone_names_a_licence(engine: Engine) -> None:
    exchange = route(engine, RECEIVED)
    answer = {**ANSWERS["forest-2"], "licence": {"number": "FA-26-7789"}, "state": "refused"}
    assert codes(route(engine, answer)) == []
    found = stands(engine, exchange)
    assert (found.pop("851 FA-26-7789"), set(found.values())) == ("refused", {"sent"})


def test_what_an_agency_numbers_by_itself_is_still_told_apart_by_licence(engine: Engine) -> None:
    """Both its answers give the same number of the agency; the later one is about the other licence."""
    exchange = route(engine, RECEIVED)
    about = {"reference": "NM-SUP-0042", "number": "FA-OWN-1"}
    for name, state in (("forest-1", "granted"), ("forest-2", "refused")):
        assert codes(route(engine, {**ANSWERS[name], "document": about, "state": state})) == []
    found = stands(engine, exchange)
    assert (found["851 FA-26-7788"], found["851 FA-26-7789"]) == ("released", "refused")


@pytest.mark.parametrize(
    ("state", "said", "outcome"),
    [
        ("released", "::released+C-1+11+AP", "granted"),
        ("held", "::held+C-1+11+AJ", "pending"),
        ("refused", "+C-1+11+RE", "refused"),
    ],
)
def test_who_sent_it_is_told_the_decision_in_a_format_without_function_codes(
    engine: Engine, state: str, said: str, outcome: str
) -> None:
    route(engine, RECEIVED)
    answered = route(engine, {**ANSWERS["customs"], "state": state})
    (copy,) = [Path(one.place).read_bytes() for one in answered.deliveries]
    (header,) = [text for text in copy.decode("latin-1").split("'") if text.startswith("BGM")]
    assert said in header
    (_, messages) = next(engine.read_documents(io.BytesIO(copy), mapping="aperak-d99b"))
    document = next(iter(messages)).document
    assert document is not None
    assert engine.states.said("aperak-d99b", document).state.outcome == outcome
    assert codes(answered) == []


def test_a_copy_that_does_not_carry_the_decision_is_told(root: Path) -> None:
    """A table of states of the workspace that has no names for answers: 4343 AP is taken for stored."""
    shipped = (Path(__file__).parents[1] / "mappings/states.yaml").read_text(encoding="utf-8")
    (root / "states.yaml").write_text(shipped.replace("place: name\n", "place: id\n"), encoding="utf-8")
    with Engine(Workspace(root)) as engine:
        route(engine, RECEIVED)
        answered = route(engine, ANSWERS["customs"])
        assert codes(answered) == ["PTR-011"]
        assert len(list(answered.deliveries)) == 1


def test_parts_are_what_has_a_number_each_once(engine: Engine) -> None:
    (_, messages) = next(engine.read_documents(io.BytesIO(RECEIVED)))
    document = next(iter(messages)).document
    assert document is not None
    parts = parts_of(document, PATH)
    assert Counter(parts) == Counter(LICENCES.keys())
    for one in permutations(parts, 2):
        assert parts_of(narrowed(document, PATH, one[0]), PATH) == [one[0]]
    assert parts_of(document, "additional_documents") == []
    assert narrowed(document, PATH, "no such part") is document


def test_more_parts_than_can_be_are_not_decided(tmp_path: Path) -> None:
    (tmp_path / "routes.yaml").write_text(EACH, encoding="utf-8")
    documents = [{"typeCode": "911", "id": f"L-{number}"} for number in range(MOST_PARTS + 1)]
    item = {"sequenceNumeric": 1, "additionalDocuments": documents}
    with Engine(Workspace(tmp_path)) as engine:
        payload = {"documentKind": "Declaration", "functionalReferenceId": "R", "goodsItems": [item]}
        exchange = route(engine, payload)
        assert (exchange.state, len(list(exchange.deliveries))) == ("undecided", 0)
        item["additionalDocuments"] = documents[:3]
        assert len(list(route(engine, payload).deliveries)) == 3
        item["additionalDocuments"] = [{"typeCode": "911"}]
        assert "there is none of" in route(engine, payload).interchanges[0].messages[0].decisions[0].reason


@pytest.mark.parametrize("path", ["functional_reference_id", "goods_items[*].procedures", "goods_item", "consignment"])
def test_only_lists_of_what_has_a_number_go_out_one_by_one(tmp_path: Path, path: str) -> None:
    (tmp_path / "routes.yaml").write_text(EACH.replace(PATH, path), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"RTE-002.*for_each"):
        _ = Engine(Workspace(tmp_path)).routes
