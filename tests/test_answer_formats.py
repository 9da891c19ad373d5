"""Agencies answer in their own formats, traders read it in theirs: each with the place in what they sent."""

import io
import json
from itertools import permutations
from pathlib import Path

import pytest

from edi_engine import formats
from edi_engine.audit.search import received, show
from edi_engine.exchange import Exchange
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.test_ladder import MINIMAL, PROJECT, codes, engine, route, said, stands

ROUTE = "routes:\n  - {name: office, agency: quality-office, mapping: %s}\n"
HOME = "answers:\n  - {name: answer, responses: {edifact: aperak-d99b, xml: wco-res, json: agency-answer-json}}\n"
CN = PROJECT / "mappings/cn-dec-result/samples/released.xml"
STORED = PROJECT / "mappings/cn-dec-import-response/samples/stored.xml"
OFFICE = "/Declaration/DeclarationOfficeID"
SECOND = "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem[2]/Commodity/Classification/ID"
NEW = ("agency-answer-json", "cn-dec-import-response", "cn-dec-result", "trader-answer-csv")


def answer(reference: str, place: str) -> bytes:
    errors = [{"code": "L1", "text": "not known", "place": place}]
    document = {"reference": reference}
    facts = {"answer": "Q1", "at": "2026-02-13T09:05:00Z", "by": "quality-office", "state": "refused"}
    return json.dumps({**facts, "document": document, "errors": errors}).encode()


def copies(exchange: Exchange) -> list[str]:
    return [Path(one.place).read_text(encoding="utf-8") for one in exchange.deliveries]


@pytest.mark.parametrize("name", NEW)
def test_what_is_written_of_answers_reads_back(name: str) -> None:
    result = round_trip(Mappings(Workspace()).get(name), 40, seed=7)  # type: ignore[arg-type]
    assert (result.unequal, result.examples) == ([], [])


@pytest.mark.parametrize(
    ("received", "mapping", "reference", "place", "told"),
    [
        (
            "samples/import_minimal/sent/customs.xml",
            "json",
            "NM-MIN-0001",
            "/declarationOfficeId",
            "<TagID>065</TagID>",
        ),
        ("samples/import_minimal/declaration.json", "wco-dec", "NM-MIN-0001", OFFICE, '"place":"/declarationOfficeId"'),
        ("samples/import_minimal/received.edi", "wco-dec", "NM-MIN-0001", OFFICE, "FTX+AAP+++segment 3 LOC, element 2"),
        (
            "mappings/terminal-release-csv/samples/import_three_items_two_containers.csv",
            *("wco-dec", "IMP-2026-1187", SECOND, ";not known;commodity_code, line 4"),
        ),
        (
            "mappings/port-cargo-list/samples/two_items.txt",
            *("wco-dec", "MAN-2026-0042", SECOND, ";not known;line "),
        ),
    ],
)
def test_a_trader_of_any_format_reads_the_refusal_in_terms_of_it(
    tmp_path: Path, received: str, mapping: str, reference: str, place: str, told: str
) -> None:
    with engine(tmp_path) as shipped:
        (row,) = shipped.routes.answers
    flat = "csv: trader-answer-csv, fixed: trader-answer-csv"
    assert {syntax: row.responses[syntax] for syntax in ("csv", "fixed")} == dict.fromkeys(
        ("csv", "fixed"), "trader-answer-csv"
    )
    with engine(tmp_path, ROUTE % mapping + HOME.replace("json: agency", f"{flat}, json: agency")) as target:
        exchange = route(target, (PROJECT / received).read_bytes())
        answered = route(target, answer(reference, place))
        (copy,) = copies(answered)
        assert told in copy
        assert codes(answered) == []
        assert stands(target, exchange) == {"office": "refused"}


def test_application_errors_of_an_agency_are_read_and_written(tmp_path: Path) -> None:
    """APERAK in, CUSRES home; and what is written as APERAK is valid."""
    sample = (PROJECT / "mappings/aperak-d99b/samples/rejection_of_two_places.edi").read_bytes()
    with engine(tmp_path) as target:
        exchange = route(target, MINIMAL)
        answered = route(target, sample.replace(b"EDIGATE:14+NORTHMERE:14", b"NATIONAL-CUSTOMS+EDIGATE"))
        (copy,) = copies(answered)
        assert "ERC+C7'" in copy
        assert "ERC+M12'" in copy
        assert stands(target, exchange) == {"customs": "refused"}
        message = next(iter(next(formats.read(io.BytesIO(sample))).messages))
        formats.check(message, target.mappings.directories)
        assert [str(one) for one in message.report] == []


def receipt(channel: str, entry: str = "223320261000117231") -> bytes:
    text = CN.read_text(encoding="utf-8").replace("<CHANNEL>P", f"<CHANNEL>{channel}")
    return text.replace("223320261000117231", entry).encode()


@pytest.mark.parametrize("order", [*permutations(range(3)), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_receipts_that_name_only_the_centres_number_find_what_they_answer_in_any_order(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    """Only the first receipt ties our number to the centre's: those that come before it wait for it."""
    stored = STORED.read_bytes().replace(b"NM-CN-0001", b"NM-MIN-0001")
    receipts = [stored, receipt("L"), receipt("P"), receipt("R")]
    with engine(tmp_path, ROUTE % "wco-dec" + HOME) as target:
        exchange = route(target, MINIMAL)
        told = [codes(route(target, receipts[one])) for one in order]
        before = order.index(0)
        assert all(found == ["PTR-006"] for found in told[:before])
        assert told[before].count("ACK-014") == before
        assert stands(target, exchange) == {"office": ["", "", "released", "closed"][max(order)]}
        home = sorted((tmp_path / "outbox/NORTHMERE").iterdir())
        assert len(home) == len(order)
        assert sum("+已放行'" in path.read_text(encoding="utf-8") for path in home) == len(order) - 1


def test_a_crash_before_it_is_taken_up_leaves_it_to_resume(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = STORED.read_bytes().replace(b"NM-CN-0001", b"NM-MIN-0001")
    with engine(tmp_path, ROUTE % "wco-dec" + HOME) as target:
        exchange = route(target, MINIMAL)
        route(target, receipt("P"))
        with monkeypatch.context() as killed:
            killed.setattr(Engine, "adopt", lambda *_: None)
            route(target, stored)
        assert stands(target, exchange) == {"office": "stored"}
        assert [one.state for one in target.resume().exchanges] == ["accepted"]
        assert stands(target, exchange) == {"office": "released"}
        assert target.resume().exchanges == []
        assert len(list((tmp_path / "outbox/NORTHMERE").iterdir())) == 2


def test_what_still_answers_nothing_is_taken_up_once_only(tmp_path: Path) -> None:
    """An answer by somebody else under a number that is known: it is kept, and resume does not go round."""
    stored = STORED.read_bytes().replace(b"NM-CN-0001", b"NM-MIN-0001")
    about = {"ucr": {"id": "I20260000117230045"}}
    stranger = said("08", "somebody", declaration=about)
    with engine(tmp_path, ROUTE % "wco-dec" + HOME) as target:
        exchange = route(target, MINIMAL)
        assert codes(route(target, json.dumps(stranger).encode())) == ["PTR-006"]
        assert "ACK-014" in codes(route(target, stored))
        assert target.resume().exchanges == []
        assert stands(target, exchange) == {"office": "stored"}


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize("times", [1, 2])
def test_an_answer_that_waits_is_read_again_once_however_often_it_came(tmp_path: Path, times: int) -> None:
    stored = STORED.read_bytes().replace(b"NM-CN-0001", b"NM-MIN-0001")
    with engine(tmp_path, ROUTE % "wco-dec" + HOME) as target:
        exchange = route(target, MINIMAL)
        for _ in range(times):
            assert codes(route(target, receipt("P"))) == ["PTR-006"]
        assert codes(route(target, stored)) == ["ACK-014"]
        (message,) = show(target.store, exchange.id)["interchanges"][0]["messages"]
        (delivery,) = message["deliveries"]
        assert [one["state"] for one in delivery["acknowledgements"]] == ["stored", "released"]
        assert target.resume().exchanges == []
        assert len(next(received(target.store))) == times + 3


def test_an_answer_that_waits_is_taken_up_once(tmp_path: Path) -> None:
    stored = STORED.read_bytes().replace(b"NM-CN-0001", b"NM-MIN-0001")
    with engine(tmp_path, ROUTE % "wco-dec" + HOME) as target:
        route(target, MINIMAL)
        assert codes(route(target, receipt("P"))) == ["PTR-006"]
        assert "ACK-014" in codes(route(target, stored))
        assert codes(route(target, receipt("P"))) == ["ACK-010"]
        assert codes(route(target, stored)) == ["ACK-010"]
        assert len(list((tmp_path / "outbox/NORTHMERE").iterdir())) == 2
