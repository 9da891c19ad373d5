"""Answers to what was sent, on the real street: in whatever order they come, each delivery stands at the same state."""

import io
import json
from functools import partial
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from edi_engine import formats
from edi_engine.audit import search
from edi_engine.audit.payloads import Spool, spool
from edi_engine.convoy import route_together
from edi_engine.errors import EdiError
from edi_engine.exchange import Exchange
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
MINIMAL = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
EXPORT = (PROJECT / "samples/export_two_items/received.edi").read_bytes()
FIVE = {"customs": "09", "tax": "13", "health": "05", "port": "08", "quality": "03"}
STANDS = {"customs": "closed", "tax": "tax_due", "health": "inspection", "port": "released", "quality": "refused"}
TABLE = "routes:\n" + "".join(f"  - {{name: {name}, agency: {name}-office, mapping: wco-dec}}\n" for name in FIVE)


def engine(root: Path, table: str = "") -> Engine:
    root.mkdir(parents=True, exist_ok=True)
    if table:
        (root / "routes.yaml").write_text(table, encoding="utf-8")
    return Engine(Workspace(root))


def route(target: Engine, payload: bytes | dict[str, Any]) -> Exchange:
    return target.route(io.BytesIO(payload if isinstance(payload, bytes) else json.dumps(payload).encode()), "x")


def said(code: str, by: str = "", reference: str = "NM-MIN-0001", **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"documentKind": "Response", "functionCode": code}
    if by:
        answer["parties"] = [{"role": "submitter", "id": by}]
    return {**answer, "declaration": {"functionalReferenceId": reference}, **more}


def contrl(sent: bytes, action: str) -> bytes:
    envelope = next(formats.read(io.BytesIO(sent))).envelope
    unb = f"UNB+UNOC:3+{envelope.recipient}+{envelope.sender}:{envelope.sender_qualifier}+260303:0900+C{action}'"
    uci = f"UCI+{envelope.reference}+{envelope.sender}:{envelope.sender_qualifier}+{envelope.recipient}+{action}'"
    return f"{unb}UNH+1+CONTRL:D:3:UN'{uci}UNT+3+1'UNZ+1+C{action}'".encode()


def stands(target: Engine, exchange: Exchange) -> dict[str, str]:
    """Where each delivery stands by the record."""
    (message,) = search.show(target.store, exchange.id)["interchanges"][0]["messages"]
    return {
        row["route"]: target.states.reached((one["state"] for one in row["acknowledgements"]), row["state"]).name
        for row in message["deliveries"]
    }


def codes(exchange: Exchange) -> list[str]:
    return [finding.code for finding in exchange.findings if finding.code.startswith(("ACK", "PTR", "ENG"))]


def declaration(number: int) -> bytes:
    return MINIMAL.replace(b"NM-MIN-0001", b"NM-MIN-%04d" % number).replace(b"IC20260302001", b"IC2026030%04d" % number)


def together(target: Engine, payloads: list[bytes]) -> list[Exchange]:
    """Route many payloads, each an exchange of its own."""
    folder = target.prepare()
    done = list(route_together(target, [partial(_start, payload, folder) for payload in payloads]))
    assert not [one for one in done if isinstance(one, EdiError)]
    return [one for one in done if isinstance(one, Exchange)]


def _start(payload: bytes, folder: Path | None) -> tuple[Spool, str]:
    return spool(io.BytesIO(payload), folder), "x"


def test_five_agencies_answer_in_all_120_orders(tmp_path: Path) -> None:
    """Each order for a declaration of its own, every answer a payload of its own."""
    with engine(tmp_path, TABLE) as target:
        orders = list(enumerate(permutations(FIVE), 1))
        sent = together(target, [declaration(number) for number, _ in orders])
        assert [stands(target, exchange) for exchange in sent] == [dict.fromkeys(FIVE, "sent")] * 120
        answers = [
            json.dumps(said(FIVE[name], f"{name}-office", f"NM-MIN-{number:04}")).encode()
            for number, order in orders
            for name in order
        ]
        for answer in together(target, answers):
            assert (answer.state, codes(answer)) == ("accepted", [])
        assert [stands(target, exchange) for exchange in sent] == [STANDS] * 120


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1)])
def test_five_rungs_of_one_ladder_come_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    with engine(tmp_path) as target:
        exchange = route(target, EXPORT)
        (delivery,) = [one for one in exchange.deliveries if one.route == "partner-window"]
        sent = Path(delivery.place).read_bytes()
        by = "partner-single-window"
        rungs: list[bytes | dict[str, Any]] = [contrl(sent, "8"), contrl(sent, "7")]
        rungs += [said(code, by, "LV-EX-2026-0193") for code in ("02", "08", "09")]
        behind = 0
        for place, rung in enumerate(order):
            found = codes(route(target, rungs[rung]))
            behind += found == ["ACK-011"]
            assert found == (["ACK-011"] if rung < max(order[: place + 1]) else [])
        assert behind == sum(rung < max(order[: place + 1]) for place, rung in enumerate(order))
        assert stands(target, exchange)["partner-window"] == "closed"
        assert stands(target, exchange)["customs"] == "sent"


def test_the_same_answer_again_is_told_and_goes_to_nobody_again(tmp_path: Path) -> None:
    with engine(tmp_path) as target:
        exchange = route(target, MINIMAL)
        first, again = (route(target, said("08", id="R1")) for _ in range(2))
        assert [len(list(one.deliveries)) for one in (first, again)] == [1, 0]
        assert (codes(first), codes(again), again.state) == ([], ["ACK-010"], "accepted")
        assert stands(target, exchange) == {"customs": "released"}
        other = route(target, said("08", id="R2"))
        assert (codes(other), len(list(other.deliveries))) == ([], 1)


@pytest.mark.parametrize("order", [("03", "08"), ("08", "03")])
def test_what_one_answer_grants_and_another_refuses_is_told(tmp_path: Path, order: tuple[str, str]) -> None:
    with engine(tmp_path) as target:
        exchange = route(target, MINIMAL)
        assert [codes(route(target, said(code))) for code in order] == [[], ["ACK-012"]]
        assert stands(target, exchange) == {"customs": "released"}
        assert codes(route(target, said("10"))) == []
        assert stands(target, exchange) == {"customs": "cancelled"}


def test_an_answer_without_a_code_that_is_known_is_told(tmp_path: Path) -> None:
    with engine(tmp_path) as target:
        exchange = route(target, MINIMAL)
        assert codes(route(target, said("77"))) == ["ACK-013"]
        assert stands(target, exchange) == {"customs": "answered"}


def test_an_answer_that_fits_several_agencies_is_taken_for_none(tmp_path: Path) -> None:
    with engine(tmp_path, TABLE) as target:
        exchange = route(target, MINIMAL)
        assert codes(route(target, said("08"))) == ["PTR-010"]
        assert stands(target, exchange) == dict.fromkeys(FIVE, "sent")


@pytest.mark.parametrize(("agency", "mapping"), [("customs-office", "wco-dec"), ("tax-office", "json")])
def test_an_answer_that_fits_several_routes_says_which_it_was_taken_for(
    tmp_path: Path, agency: str, mapping: str
) -> None:
    """Both lead to one agency, or one alone was sent as the answer is written."""
    other = f"  - {{name: other, agency: {agency}, mapping: {mapping}}}\n"
    table = "routes:\n  - {name: customs, agency: customs-office, mapping: wco-dec}\n" + other
    with engine(tmp_path, table) as target:
        exchange = route(target, MINIMAL)
        assert codes(route(target, said("08"))) == ["PTR-009"]
        assert sorted(stands(target, exchange).values()) == ["released", "sent"]


def test_who_names_itself_answers_only_for_itself(tmp_path: Path) -> None:
    with engine(tmp_path) as target:
        exchange = route(target, MINIMAL)
        answer = route(target, said("08", "somebody-else"))
        assert (answer.state, codes(answer)) == ("accepted", ["PTR-006"])
        assert stands(target, exchange) == {"customs": "sent"}
