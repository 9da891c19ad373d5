"""What `route` answers: when, to whom, what is on record of it, and that it is sent once; and answers received."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine import formats
from edi_engine.acknowledgement import acknowledge
from edi_engine.answer import answer
from edi_engine.audit import search
from edi_engine.audit.store import Store
from edi_engine.cli.route import exit_status
from edi_engine.errors import EdiError
from edi_engine.exchange import Exchange
from edi_engine.findings import Finding, Severity
from edi_engine.folders import box_name, is_safe_name
from edi_engine.pipeline import Engine
from edi_engine.transports import FileDrop
from edi_engine.transports.parcel import Parcel, Permit
from edi_engine.workspace import Workspace
from tests.test_acknowledgement import AT, MAPPINGS, PART, UCI, group, interchange, message, with_text, without

ASKED = "++++1"
BAD = with_text("MEA+AAE", "MEA+XXX")
EXPORT = (Path(__file__).parents[1] / "samples" / "export_two_items" / "received.edi").read_bytes()


def engine(tmp_path: Path, routes: str = "", **options: Any) -> Engine:
    root = tmp_path / "ws"
    root.mkdir(exist_ok=True)
    if routes:
        (root / "routes.yaml").write_text(routes, encoding="utf-8")
    return Engine(Workspace(root), **{"clock": lambda: AT, "mappings": MAPPINGS, **options})


def route(target: Engine, payload: str | bytes, **options: Any) -> Exchange:
    with target:
        return target.route(
            io.BytesIO(payload.encode("latin-1") if isinstance(payload, str) else payload), "x", **options
        )


def box(tmp_path: Path, name: str = "NORTHMERE") -> list[bytes]:
    folder = tmp_path / "ws" / "outbox" / name
    return [path.read_bytes() for path in sorted(folder.iterdir())] if folder.is_dir() else []


def said(payload: bytes) -> list[str]:
    return payload.decode("latin-1").split("'")[2:-3]


def record(tmp_path: Path, exchange: Exchange) -> dict[str, Any]:
    store = Store(tmp_path / "ws" / "audit.db", clock=lambda: AT, read_only=True)
    try:
        return search.show(store, exchange.id)
    finally:
        store.close()


# -- when, and what --------------------------------------------------------------------------------------------------


def test_what_is_not_decided_is_not_answered_until_it_is(tmp_path: Path) -> None:
    table = 'routes:\n  - {name: only, agency: a, mapping: json, when: "goods_items[9].sequence_numeric == 2"}\n'
    payload = interchange(message("1"), flags=ASKED)
    first = route(engine(tmp_path, table), payload)
    assert (first.state, exit_status(first), box(tmp_path)) == ("undecided", 4, [])
    mended = route(
        engine(tmp_path, table.replace("goods_items[9]", "size(goods_items) < 9 || goods_items[9]")), payload
    )
    assert (mended.state, exit_status(mended)) == ("accepted", 0)
    assert [said(answer) for answer in box(tmp_path)] == [[UCI + "7"]]


def test_an_interchange_that_asks_is_answered_and_the_answer_is_on_record(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), interchange(message("1"), flags=ASKED))
    (sent,) = box(tmp_path)
    assert said(sent) == [UCI + "7"]
    made = exchange.interchanges[0].answer
    assert made is not None
    assert (made.state, made.agency, made.route) == ("done", "NORTHMERE", "answer")
    assert Path(made.place).read_bytes() == sent
    (kept,) = record(tmp_path, exchange)["interchanges"][0]["answers"]
    assert (kept["state"], kept["mapping"], kept["reference"], kept["findings"]) == (
        "done",
        "contrl-3",
        made.reference,
        [],
    )
    assert f"+{made.reference}'".encode() in sent
    with engine(tmp_path) as target:
        assert b"".join(target.store.payload(kept["payload_sha256"])) == sent


def test_what_is_right_and_does_not_ask_is_not_answered(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), interchange(message("1")))
    assert exchange.interchanges[0].answer is None
    assert box(tmp_path) == []
    assert record(tmp_path, exchange)["interchanges"][0]["answers"] == []


@pytest.mark.parametrize("version", ["3", "4"])
@pytest.mark.parametrize("flags", ["", ASKED])
def test_good_messages_go_on_bad_ones_are_named_as_the_record_has_them(
    tmp_path: Path, version: str, flags: str
) -> None:
    payload = interchange(message("1"), message("2", BAD), message("3"), version=version, flags=flags)
    exchange = route(engine(tmp_path), payload)
    assert exchange.state == "partly"
    (sent,) = box(tmp_path)
    assert said(sent) == [UCI + "7", f"UCM+2+{PART}+4", "UCS+6", "UCD+12+2"]
    kept = record(tmp_path, exchange)
    rows = kept["interchanges"][0]["messages"]
    assert {row["reference"]: row["accepted"] for row in rows} == {"1": 1, "2": 0, "3": 1}
    assert [len(row["deliveries"]) > 0 for row in rows] == [True, False, True]
    made_from = kept["interchanges"][0]["answers"][0]["findings"]
    assert [row["error"] for row in kept["findings"] if row["id"] in made_from] == ["12"]


def test_what_a_route_refuses_is_named_too(tmp_path: Path) -> None:
    """The answer says what the record says, for whatever reason."""
    only = 'routes:\n  - {name: r, agency: a, mapping: wco-dec, when: functional_reference_id == "NM-MIN-0001"}\n'
    other = message("2", with_text("NM-MIN-0001", "OTHER"))
    exchange = route(engine(tmp_path, only), interchange(message("1"), other))
    assert [found.accepted for found in exchange.interchanges[0].messages] == [True, False]
    (sent,) = box(tmp_path)
    assert said(sent) == [UCI + "7", f"UCM+2+{PART}+4+18"]


def test_a_fault_of_the_trailer_rejects_the_interchange_and_its_answer_says_so(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), interchange(message("1"), units=2))
    assert exchange.state == "rejected"
    assert [said(sent) for sent in box(tmp_path)] == [[UCI + "4+29+UNZ+2"]]
    assert list(box(tmp_path, "national-customs")) == []


def test_groups_are_answered_group_by_group(tmp_path: Path) -> None:
    route(engine(tmp_path), interchange(group("G1", message("1")), group("G2", message("1", without("BGM")))))
    assert [said(sent)[:2] for sent in box(tmp_path)] == [[UCI + "7", "UCF+G2+SALES:14+IMPORT:14+7"]]


def test_an_answer_is_not_answered_and_needs_no_route(tmp_path: Path) -> None:
    route(engine(tmp_path), interchange(message("1", BAD)))
    (contrl,) = box(tmp_path)
    exchange = route(engine(tmp_path), contrl.replace(b"OURS", b"XXXX"))
    assert exchange.state == "accepted"
    assert exchange.interchanges[0].answer is None
    broken = contrl.replace(b"UCI+IC1", b"UCI+").replace(b"'UNZ", b"'UNZ")
    exchange = route(engine(tmp_path), broken, allow_duplicates=True)
    assert exchange.state == "rejected"
    assert exchange.interchanges[0].answer is None
    assert "ACK-001" in [finding.code for finding in exchange.interchanges[0].report]


def test_why_there_is_no_answer_is_told_and_on_record(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), interchange(message("1"), flags=ASKED).replace("NORTHMERE:14:BOX1", ""))
    assert "ACK-003" in [finding.code for finding in exchange.interchanges[0].report]
    assert "ACK-003" in [row["code"] for row in record(tmp_path, exchange)["findings"]]


def test_other_syntaxes_have_no_contrl(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), "{}")
    assert exchange.state == "rejected"
    assert exchange.interchanges[0].answer is None
    assert not [finding for finding in exchange.findings if finding.code.startswith("ACK")]


def test_a_dry_run_answers_nothing(tmp_path: Path) -> None:
    exchange = route(engine(tmp_path), interchange(message("1"), flags=ASKED), dry_run=True)
    assert exchange.interchanges[0].answer is None
    assert not (tmp_path / "ws" / "outbox").exists()


ROW = "routes:\n  - {name: r, agency: customs, mapping: wco-dec}\nanswers:\n  - "


@pytest.mark.parametrize(
    ("row", "asked", "bad", "answered"),
    [
        ("{name: a, send: never}", True, True, False),
        ("{name: a, send: requested}", False, True, False),
        ("{name: a, send: requested}", True, False, True),
        ("{name: a, send: faults}", False, True, True),
        ("{name: a, send: always}", False, False, True),
        ("{name: a, senders: [OTHER]}", True, True, False),
        ("{name: a, senders: ['NORTHMERE:14']}", True, True, True),
        ("{name: a, senders: ['NORTHMERE:ZZZ']}", True, True, False),
    ],
)
def test_the_table_says_who_is_answered_and_when(
    tmp_path: Path, row: str, asked: bool, bad: bool, answered: bool
) -> None:
    payload = interchange(message("1", BAD if bad else list), flags=ASKED if asked else "")
    route(engine(tmp_path, f"{ROW}{row}\n"), payload)
    assert (box(tmp_path) != []) == answered


def test_the_table_says_where_answers_go(tmp_path: Path) -> None:
    table = f"{ROW}{{name: back, agency: traders, folder: in}}\n"
    exchange = route(engine(tmp_path, table), interchange(message("1"), flags=ASKED))
    (sent,) = box(tmp_path / "ws" / "outbox" / "traders", ".") or box(tmp_path, "traders/in")
    assert said(sent) == [UCI + "7"]
    assert exchange.interchanges[0].answer is not None
    assert exchange.interchanges[0].answer.place.endswith("-back.edi")


def test_an_answer_that_cannot_be_delivered_is_not_delivered(tmp_path: Path) -> None:
    class Refusing(FileDrop):
        def deliver(self, parcel: Parcel, permit: Permit) -> str:
            if parcel.agency == "NORTHMERE":
                raise EdiError(Finding(code="DEL-001", severity=Severity.ERROR, what="no room"))
            return super().deliver(parcel, permit)

    payload = interchange(message("1"), flags=ASKED)
    exchange = route(engine(tmp_path, transports={"file_drop": Refusing()}), payload)
    assert exchange.state == "accepted"
    assert [delivery.agency for delivery in exchange.undelivered] == ["NORTHMERE"]
    again = route(engine(tmp_path), payload)
    assert [said(sent) for sent in box(tmp_path)] == [[UCI + "7"]]
    assert again.undelivered == []


def test_a_broken_mapping_of_the_answer_leaves_what_was_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("edi_engine.answer.write_bytes", broken)
    exchange = route(engine(tmp_path), interchange(message("1"), flags=ASKED))
    assert exchange.state == "accepted"
    assert "ACK-008" in [finding.code for finding in exchange.interchanges[0].report]
    assert len(box(tmp_path, "national-customs")) == 1


# -- boxes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "name"),
    [
        ("NORTHMERE", "NORTHMERE"),
        ("../../etc", "_2E._2F.._2Fetc"),
        ("a_b", "a_5Fb"),
        ("ORWELL CB", "ORWELL_20CB"),
        ("con", "_63on"),
        ("x.", "x_2E"),
        (".", "_2E"),
        ("", "_"),
    ],
)
def test_a_sender_names_one_folder_whatever_it_is_called(party: str, name: str) -> None:
    assert box_name(party) == name


@given(st.lists(st.text(max_size=40), min_size=2, max_size=2, unique=True))
def test_two_senders_never_share_a_folder(parties: list[str]) -> None:
    names = [box_name(party) for party in parties]
    assert names[0] != names[1]
    assert all(map(is_safe_name, names))


def test_a_hostile_sender_gets_its_answer_inside_the_outbox(tmp_path: Path) -> None:
    payload = interchange(message("1"), flags=ASKED).replace("NORTHMERE:14:BOX1", "../../../tmp/x")
    exchange = route(engine(tmp_path), payload)
    made = exchange.interchanges[0].answer
    assert made is not None
    assert Path(made.place).resolve().is_relative_to((tmp_path / "ws" / "outbox").resolve())


# -- once ------------------------------------------------------------------------------------------------------------


def test_the_same_bytes_again_get_the_same_answer_again(tmp_path: Path) -> None:
    payload = interchange(message("1"), message("2", BAD), flags=ASKED)
    first = route(engine(tmp_path), payload)
    again = route(engine(tmp_path), payload)
    assert again.state == "rejected"
    one, two = box(tmp_path)
    assert one == two
    (kept,) = record(tmp_path, again)["interchanges"][0]["answers"]
    (root,) = record(tmp_path, first)["interchanges"][0]["answers"]
    assert (kept["repeats"], kept["reference"], kept["repeats_exchange"]) == (root["id"], root["reference"], first.id)
    route(engine(tmp_path), payload)
    assert len(set(box(tmp_path))) == 1
    assert len(box(tmp_path)) == 3


def test_the_same_bytes_again_get_no_answer_where_none_was_owed(tmp_path: Path) -> None:
    payload = interchange(message("1"))
    route(engine(tmp_path), payload)
    assert route(engine(tmp_path), payload).state == "rejected"
    assert box(tmp_path) == []


def test_other_bytes_under_a_reference_that_was_accepted_are_rejected_as_a_duplicate(tmp_path: Path) -> None:
    route(engine(tmp_path), interchange(message("1")))
    assert route(engine(tmp_path), interchange(message("9"))).state == "rejected"
    assert [said(sent) for sent in box(tmp_path)] == [[UCI + "4+26"]]


def test_the_same_interchange_twice_in_one_payload_is_a_duplicate(tmp_path: Path) -> None:
    one = interchange(message("1"), flags=ASKED)
    route(engine(tmp_path), one + one)
    assert sorted(said(sent)[0] for sent in box(tmp_path)) == [UCI + "4+26", UCI + "7"]


class CutOff(BaseException):
    """Stands for the end of the process."""


def cut_off(target: Engine, step: str, payload: str, monkeypatch: pytest.MonkeyPatch, calls: int = 0) -> None:
    """Route a payload until a step is called, after so many calls that do their work."""
    module, _, name = step.rpartition(".")
    left = [calls]

    def stop(real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any, **options: Any) -> Any:
            if not left[0]:
                raise CutOff
            left[0] -= 1
            return real(*arguments, **options)

        return step

    import pkgutil

    with monkeypatch.context() as patch:
        patch.setattr(step, stop(pkgutil.resolve_name(f"{module}.{name}")))
        with pytest.raises(CutOff):
            route(target, payload)


@pytest.mark.parametrize("step", ["deliveries.Deliveries.run", "deliveries._record", "audit.store.Store.finish"])
def test_an_answer_that_was_cut_off_is_sent_once(tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = interchange(message("1"), message("2", BAD), flags=ASKED)
    cut_off(engine(tmp_path), f"edi_engine.{step}", payload, monkeypatch)
    assert route(engine(tmp_path), payload).interchanges[0].answer is None, "it is still to be sent"
    for _ in range(2):
        with engine(tmp_path) as target:
            target.resume()
            assert search.pending(target.store) == search.unfinished(target.store) == []
    assert [said(sent)[0] for sent in box(tmp_path)] == [UCI + "7"]


def test_what_was_decided_before_a_crash_is_not_answered_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two interchanges in a payload the first was answered, the second not decided: the payload is routed again."""
    first = interchange(message("1"), flags=ASKED)
    payload = first + first.replace("+IC1", "+IC2")
    cut_off(engine(tmp_path), "edi_engine.journey.Journey.decide", payload, monkeypatch, calls=1)
    assert [said(sent)[0] for sent in box(tmp_path)] == [UCI + "7"]
    with engine(tmp_path) as target:
        target.resume()
    assert [said(sent)[0] for sent in box(tmp_path)] == [UCI + "7", UCI.replace("IC1", "IC2") + "7"]


# -- answers received ------------------------------------------------------------------------------------------------


def sent_edifact(tmp_path: Path) -> tuple[Exchange, bytes]:
    """What the partner's single window got, as an interchange of ours."""
    exchange = route(engine(tmp_path), EXPORT)
    (sent,) = box(tmp_path, "partner-single-window")
    return exchange, sent


def contrl(sent: bytes, *, reject: bool = False) -> bytes:
    """How its recipient answers."""
    received = next(iter(formats.read(io.BytesIO(sent))))
    messages = list(received.messages)
    if reject:
        messages[0].report.add(Finding(code="X", severity=Severity.ERROR, what="refused", error="17"))
    made = answer(acknowledge(received, messages, MAPPINGS.directories), MAPPINGS, "THEIRS1", AT)
    assert made.payload is not None
    return made.payload


@pytest.mark.parametrize(("reject", "state", "codes"), [(False, "acknowledged", []), (True, "rejected", ["ACK-007"])])
def test_an_answer_received_finds_what_it_answers(tmp_path: Path, reject: bool, state: str, codes: list[str]) -> None:
    exchange, sent = sent_edifact(tmp_path)
    received = route(engine(tmp_path), contrl(sent, reject=reject))
    assert received.state == "accepted"
    (found,) = received.interchanges[0].messages[0].acknowledges
    assert (found.state, found.exchange, found.route) == (state, exchange.id, "partner-window")
    assert [finding.code for finding in received.findings if finding.code != "EEL-009"] == codes
    deliveries = record(tmp_path, exchange)["interchanges"][0]["messages"][0]["deliveries"]
    told = {d["route"]: [(a["state"], a["exchange"]) for a in d["acknowledgements"]] for d in deliveries}
    assert told.pop("partner-window") == [(state, received.id)]
    assert set(map(len, told.values())) == {0}
    (message_row,) = record(tmp_path, received)["interchanges"][0]["messages"]
    assert message_row["acknowledges"][0]["exchange"] == exchange.id
    with engine(tmp_path) as target:
        hits = search.search(target.store, found.reference)
    assert [row["exchange"] for row in hits] == [received.id]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"UCI+", b"UCI+X"),
        (b"+PARTNER-SINGLE-WINDOW", b"+SOMEBODY-ELSE"),
        (b"+EDIGATE", b"+OTHER"),
    ],
)
def test_an_answer_to_what_we_did_not_send_is_a_finding(tmp_path: Path, old: bytes, new: bytes) -> None:
    exchange, sent = sent_edifact(tmp_path)
    answered = contrl(sent)
    assert old in answered
    received = route(engine(tmp_path), answered.replace(old, new, 1))
    assert received.state == "accepted"
    found = [(finding.code, finding.severity) for finding in received.findings if finding.code != "EEL-009"]
    assert found == [("ACK-006", "warning")]
    deliveries = record(tmp_path, exchange)["interchanges"][0]["messages"][0]["deliveries"]
    assert [delivery["acknowledgements"] for delivery in deliveries] == [[]] * len(deliveries)
    (kept,) = record(tmp_path, received)["interchanges"][0]["messages"]
    assert kept["acknowledges"][0]["exchange"] is None


def test_an_answer_that_says_nothing_is_rejected(tmp_path: Path) -> None:
    _, sent = sent_edifact(tmp_path)
    received = route(engine(tmp_path), contrl(sent).replace(b"+7'", b"+6'"))
    assert received.state == "rejected"
    assert [finding.code for finding in received.findings if finding.severity == "error"] == ["ACK-009"]


def test_an_answer_in_an_interchange_that_is_rejected_says_nothing(tmp_path: Path) -> None:
    exchange, sent = sent_edifact(tmp_path)
    received = route(engine(tmp_path), contrl(sent).replace(b"UNZ+1", b"UNZ+2"))
    assert received.state == "rejected"
    deliveries = record(tmp_path, exchange)["interchanges"][0]["messages"][0]["deliveries"]
    assert [delivery["acknowledgements"] for delivery in deliveries] == [[]] * len(deliveries)
