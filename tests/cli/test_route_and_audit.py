"""`route` and `audit` as a user sees them: what is shown, what is kept, which status ends it."""

import contextlib
import functools
import io
import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from edi_engine.cli import resume as resume_module
from edi_engine.cli import route as route_module
from edi_engine.cli.frame import run
from edi_engine.pipeline import Engine
from tests.doubles import ROUTES, START, Mappings, read_lines


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a workspace and some files, and an engine with the small format in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EDI_ENGINE_WORKSPACE", raising=False)
    (tmp_path / "edi-workspace").mkdir()
    (tmp_path / "edi-workspace" / "routes.yaml").write_text(ROUTES, encoding="utf-8")
    files = {"good": "REF1\nIM\nEX", "bad": "REF2\n?", "half": "REF3\nIM\n?", "evil": "R\x1b[2J\nI\x1b]0;M\n?"}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    options: dict[str, Any] = {"mappings": Mappings(), "read": read_lines, "clock": lambda: START}
    double = functools.partial(Engine, **options)
    monkeypatch.setattr(route_module, "Engine", double)
    monkeypatch.setattr(resume_module, "Engine", double)
    return tmp_path


def test_route_shows_what_was_received_decided_sent_and_recorded(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["route", "good"]) == 0
    shown, errors = capsys.readouterr()
    lines = shown.splitlines()
    assert lines[0] == "good: accepted (10 bytes)"
    assert lines[1] == "  interchange 1 REF1 from TRADER to WINDOW, json: accepted"
    assert lines[2] == "    message 1 LINE, read by plain: accepted"
    assert lines[3] == '      yes imports  type_code == "IM" holds: type_code is "IM"'
    assert lines[4].strip().startswith("done: north, reference ")
    assert Path(lines[5].strip()).is_file()
    assert '      no  imports  type_code == "IM" does not hold: type_code is "EX"' in lines
    assert "edi-workspace/audit.db" in shown
    assert errors == ""


@pytest.mark.parametrize(
    ("files", "status"),
    [(["good"], 0), (["bad"], 1), (["half"], 3), (["good", "half"], 3), (["half", "bad", "good"], 1), (["evil"], 3)],
)
def test_the_worst_file_gives_the_status(here: Path, files: list[str], status: int) -> None:
    assert run(["route", *files]) == status


def test_an_agency_left_out_for_a_route_not_decided_is_told_and_is_a_failure(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = '  - {name: second, agency: south, mapping: plain, when: "goods_items[1].sequence_numeric == 2"}\n'
    (here / "edi-workspace/routes.yaml").write_text(ROUTES + row, encoding="utf-8")
    assert run(["route", "good"]) == 4
    shown, errors = capsys.readouterr()
    assert "good: accepted" in shown
    assert errors.startswith("warning RTE-021: route second is not taken")
    assert run(["route", "good", "--dry-run"]) == 4


def test_text_and_json_say_the_same_of_what_is_rejected_with_its_interchange(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (run(["route", "good"]), capsys.readouterr())[0] == 0
    assert run(["route", "good"]) == 1
    text = capsys.readouterr().out
    assert "message 1 LINE, read by plain: rejected with its interchange" in text
    assert '      no  imports  type_code == "IM" holds: type_code is "IM"; but the message is rejected with' in text
    assert "      yes " not in text
    assert run(["route", "good", "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    (first, _) = record["interchanges"][0]["messages"]
    assert (first["state"], first["accepted"]) == ("rejected with its interchange", False)
    assert [decision["matched"] for decision in first["decisions"]] == [False] * len(first["decisions"])
    assert run(["audit", "show", record["exchange"]]) == 0
    assert "      yes " not in capsys.readouterr().out


def test_a_dry_run_creates_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["route", "good", "--dry-run"]) == 0
    assert "dry run: nothing recorded or sent" in capsys.readouterr().out
    assert [path.name for path in (here / "edi-workspace").iterdir()] == ["routes.yaml"]


def test_json_is_one_object_a_file_also_on_rejection(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["route", "good", "bad", "--json"]) == 1
    shown, errors = capsys.readouterr()
    good, bad = (json.loads(line) for line in shown.splitlines())
    assert errors == ""
    assert (good["state"], bad["state"]) == ("accepted", "rejected")
    assert [finding["code"] for finding in bad["findings"]] == ["MAP-001"]
    assert bad["findings"][0]["where"] == {"message": 1}
    delivery = good["interchanges"][0]["messages"][0]["deliveries"][0]
    assert Path(delivery["place"]).is_file()


def test_what_was_received_cannot_steer_the_terminal(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["route", "evil"])
    run(["audit", "show", "0"])
    shown, errors = capsys.readouterr()
    assert "\x1b" not in shown + errors
    assert "\\x1b" in shown


def test_a_name_that_is_no_text_is_put_on_record_as_its_bytes(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.rename("good", b"g\xf6\xf6d")
    assert run(["route", os.fsdecode(b"g\xf6\xf6d"), "half"]) == 3
    assert [line for line in capsys.readouterr().out.splitlines() if " bytes)" in line] == [
        "g\\xf6\\xf6d: accepted (10 bytes)",
        "half: partly (9 bytes)",
    ]
    assert run(["audit", "search", "REF1"]) == 0
    assert "g\\xf6\\xf6d" in capsys.readouterr().out


def test_a_store_that_cannot_be_used_fails_before_anything_is_sent(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "edi-workspace" / "audit.db").write_text("no database" * 100, encoding="utf-8")
    assert run(["route", "good"]) == 4
    assert "error AUD-004" in capsys.readouterr().err
    assert not (here / "edi-workspace" / "outbox").exists()


def test_a_wrong_route_table_fails_with_its_line(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "edi-workspace" / "routes.yaml").write_text(ROUTES.replace("type_code", "typecode"), encoding="utf-8")
    assert run(["route", "good", "--json"]) == 4
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["where"]["line"]) == ("RTE-002", 2)


def test_a_failed_delivery_ends_with_four(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "nw").write_text("REF9\nNW", encoding="utf-8")
    assert run(["route", "nw"]) == 4
    shown, errors = capsys.readouterr()
    assert "dead: archive" in shown
    assert "error MAP-002: cannot be written" in errors


def test_stdin_is_a_file(here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b"REF1\nIM")

    monkeypatch.setattr("sys.stdin", Stdin())
    assert run(["route", "-"]) == 0
    assert capsys.readouterr().out.startswith("stdin: accepted")


def exchange_id(capsys: pytest.CaptureFixture[str]) -> Any:
    assert run(["route", "good", "--json", "--allow-duplicates"]) == 0
    return json.loads(capsys.readouterr().out)["exchange"]


def test_audit_finds_and_shows_what_route_recorded(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exchange = exchange_id(capsys)
    assert run(["audit", "search", "LRN-EX"]) == 0
    assert capsys.readouterr().out.startswith(f"{exchange}  2025-01-31T12:00:00.000Z  accepted  LINE  functional_ref")
    assert run(["audit", "search", "no such thing"]) == 1
    assert capsys.readouterr().err == "nothing found\n"
    assert run(["audit", "show", exchange.lower()]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"exchange {exchange}: accepted")
    assert "no  imports: type_code" in shown.replace("no ", "no ", 1)
    assert "done: all to archive" in shown
    assert run(["audit", "show", exchange, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["interchanges"][0]["reference"] == "REF1"


def test_an_exchange_is_found_once_with_all_that_matches(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And as many exchanges are listed as are asked for, however often the text is in each."""
    (here / "many").write_text("REF9\n" + "IM\n" * 9)
    ids = [exchange_id(capsys) for _ in range(3)]
    assert run(["route", "many", "--json"]) == 0
    ids.append(json.loads(capsys.readouterr().out)["exchange"])
    assert run(["audit", "search", "LRN-IM", "--limit", "3", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["exchange"] for row in rows] == ids[:0:-1]
    assert [len(row["hits"]) for row in rows] == [9, 1, 1]
    assert {hit["value"] for hit in rows[0]["hits"]} == {"LRN-IM"}
    assert run(["audit", "search", "LRN-IM", "--limit", "1"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert "9 messages  functional_reference_id: LRN-IM  (many)" in line


def test_a_record_with_damaged_texts_is_shown(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whether it is what was written is for audit verify to say."""
    exchange = exchange_id(capsys)
    with contextlib.closing(sqlite3.connect(here / "edi-workspace" / "audit.db")) as store, store:
        store.execute("UPDATE exchanges SET source = CAST(x'ff41' AS TEXT)")
    for words in (["search", "LRN-EX"], ["show", exchange], ["stats"], ["export"]):
        assert run(["audit", *words]) == 0
        shown = capsys.readouterr()
        assert shown.err == ""
        assert words[0] == "stats" or "\\xffA (no UTF-8" in shown.out.replace("\\\\", "\\")


def test_audit_gives_back_the_very_bytes(here: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["route", "good", "--json"]) == 0
    exchange = json.loads(capfdbinary.readouterr().out)["exchange"]
    assert run(["audit", "show", exchange, "--received"]) == 0
    assert capfdbinary.readouterr().out == b"REF1\nIM\nEX"
    assert run(["audit", "show", exchange, "--sent", "imports"]) == 0
    assert b'"typeCode":"IM"' in capfdbinary.readouterr().out
    assert run(["audit", "show", exchange, "--document", "2"]) == 0
    assert json.loads(capfdbinary.readouterr().out)["typeCode"] == "EX"
    for wrong in (["--sent", "nowhere"], ["--document", "9"]):
        assert run(["audit", "show", exchange, *wrong]) == 2


def test_an_id_not_known_is_a_usage_error_and_a_missing_store_is_not(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["audit", "show", "ZZZ"]) == 4
    assert "AUD-007" in capsys.readouterr().err
    exchange = exchange_id(capsys)
    for words in (["show"], ["trace"], ["prove"], ["erase", "--reason", "x"]):
        assert run(["audit", *words, "ZZZZZZZZ"]) == 2
        assert "AUD-008" in capsys.readouterr().err
    assert run(["audit", "erase", exchange, "--reason", "asked for"]) == 0
    capsys.readouterr()
    assert run(["audit", "prove", exchange]) == 0
    (entry,) = json.loads(capsys.readouterr().out)["entries"]
    assert json.loads(entry["record"])["rows"][0]["reason"] == "asked for"
    assert run(["audit", "prove", exchange, "-o", "erased.json"]) == 0
    assert run(["verify-proof", "erased.json"]) == 0
    said = capsys.readouterr().out
    assert said.startswith(f"exchange {exchange} was erased at 2")
    assert "reason asked for: the erasure is in the checkpoint" in said
    for words in (["audit", "show"], ["audit", "trace"], ["audit", "redeliver"], ["replay"]):
        assert run([*words, exchange]) == 2
        assert f"{exchange} was erased at" in capsys.readouterr().err


def test_an_erasure_wants_a_reason_and_more_than_a_letter_and_can_be_run_again(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exchange = exchange_id(capsys)
    assert run(["audit", "erase", exchange]) == 2
    assert "Say why" in capsys.readouterr().err
    assert run(["audit", "erase", exchange[:1], "--reason", "asked for"]) == 2
    assert "8 characters of its id at least" in capsys.readouterr().err
    assert run(["audit", "erase", exchange, "--dry-run"]) == 0
    assert f"{exchange} would be erased" in capsys.readouterr().out
    assert run(["audit", "erase", exchange, "--reason", "asked for"]) == 0
    capsys.readouterr()
    assert run(["audit", "erase", exchange, "--reason", "once more", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["erased"], [each["reason"] for each in told["before"]]) == ([], ["asked for"])


def test_the_workspace_option_counts_before_and_behind_the_command(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, words in enumerate((["--workspace", "a", "route", "good"], ["route", "good", "--workspace", "b"])):
        folder = here / "ab"[number]
        folder.mkdir()
        (folder / "routes.yaml").write_text(ROUTES, encoding="utf-8")
        assert run(words) == 0
        assert (folder / "audit.db").is_file()
    assert not (here / "edi-workspace" / "audit.db").exists()


class CutOffError(BaseException):
    """Stands for the end of the process."""


def cut_off(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise CutOffError

    with monkeypatch.context() as patch:
        patch.setattr(step, stop)
        with pytest.raises(CutOffError):
            run(["route", "good"])


def test_resume_makes_the_deliveries_a_crash_cut_off(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off("edi_engine.deliveries.Deliveries.run", monkeypatch)
    assert run(["route", "good"]) == 1
    assert "run edi-engine resume" in capsys.readouterr().err
    assert run(["resume"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in lines[::2]] == ["done: imports to north", *["done: all to archive"] * 2]
    assert all(Path(line.strip()).is_file() for line in lines[1::2])
    assert run(["resume"]) == 0
    assert capsys.readouterr().out.startswith("nothing to take up in ")
    assert run(["route", "good"]) == 1
    assert "edi-engine resume" not in capsys.readouterr().err


def test_resume_routes_what_was_never_decided(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off("edi_engine.journey.Journey.decide", monkeypatch)
    assert run(["resume", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["deliveries"] == []
    assert [(exchange["file"], exchange["state"]) for exchange in told["exchanges"]] == [("good", "accepted")]


def test_resume_fails_where_a_delivery_does(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cut_off("edi_engine.deliveries.Deliveries.run", monkeypatch)
    routes = ROUTES.replace("name: all", "name: other")
    (here / "edi-workspace" / "routes.yaml").write_text(routes, encoding="utf-8")
    assert run(["resume"]) == 4
    shown, errors = capsys.readouterr()
    assert "dead: all to archive" in shown
    assert "DEL-007" in errors


def test_resume_in_a_folder_that_is_no_workspace_is_an_error_and_creates_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["resume", "--workspace", str(tmp_path / "nowhere")]) == 4
    assert "error AUD-007: there is no audit store yet" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


def test_messages_without_a_fault_are_not_called_accepted_where_their_interchange_is_rejected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = str(Path(__file__).parents[2] / "samples" / "import_minimal" / "received.edi")
    words = ["--workspace", str(tmp_path / "ws")]
    assert run(["route", sample, *words]) == 0
    assert "read by cusdec-d96b-import: accepted" in capsys.readouterr().out
    assert run(["route", sample, *words]) == 1
    shown = capsys.readouterr().out
    assert "read by cusdec-d96b-import: rejected with its interchange" in shown
    assert run(["audit", "show", shown.rsplit(maxsplit=1)[-1], *words]) == 0
    shown = capsys.readouterr().out
    assert ": rejected with its interchange" in shown
    assert ": accepted" not in shown


def test_what_the_record_holds_is_its_owners_alone_in_a_file_too(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["route", "good"]) == 0
    exchange = capsys.readouterr().out.split("audit show ")[1].split()[0]
    made = {"life.html": ["show", exchange, "--html"], "proof": ["prove", exchange, "-o"], "lines": ["export", "-o"]}
    for name, words in made.items():
        assert run(["audit", *words, name]) == 0
        assert (here / name).stat().st_mode & 0o777 == 0o600, name


def test_a_period_that_ends_before_it_begins_is_wrong_usage(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["--since", "2026-02-01", "--until", "2026-01-31"],
        ["--until", "2026-01-31", "--since", "2026-02-01"],
    ):
        assert run(["audit", "stats", *words]) == 2
        assert "'2026-02-01' is not before '2026-01-31'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["routes", "list"], ["routes", "test"], ["deliver"], ["resume"], ["audit", "overdue"], ["route", "good"]]
)
def test_a_table_that_is_wrong_is_told_as_json_where_that_is_asked_for(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert (run(["route", "good"]), capsys.readouterr())[0] == 0
    (here / "edi-workspace/routes.yaml").write_text("routes: [{name: a}]\n", encoding="utf-8")
    assert run([*words, "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert told["state"] == "failed"
    assert {finding["code"] for finding in told["findings"]} == {"RTE-001"}
    assert run(words) == 4
    assert "RTE-001" in capsys.readouterr().err


def test_all_that_a_route_says_is_listed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = "goods_items[*].additional_documents[issuer.id=FOREST]"
    row = f"  - {{name: each, agency: forest, mapping: json, for_each: '{path}', partner: forest,"
    row += " acknowledgements: {business: 1h}, retry: {first: 5s}}\n"
    (here / "edi-workspace/routes.yaml").write_text("routes:\n" + row, encoding="utf-8")
    (here / "edi-workspace/partners.yaml").write_text(
        "partners:\n  - {name: forest, identities: [FOREST]}\n", encoding="utf-8"
    )
    assert run(["routes", "list"]) == 0
    told = f"each of {path}; agreement of forest; business answer due within 3600 seconds; retry first 5"
    assert capsys.readouterr().out == f"each  to forest by json: every Declaration\n  {told}\n"
    assert run(["routes", "list", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["for_each"], listed["partner"]) == (path, "forest")
    assert (listed["acknowledgements"], listed["retry"]["first"]) == ({"business": 3600.0}, 5.0)


def test_exchanges_are_found_by_what_they_came_to(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (run(["route", "half"]), run(["route", "bad"])) == (3, 1)
    capsys.readouterr()
    assert run(["audit", "search", "--state", "partly"]) == 0
    assert capsys.readouterr().out.endswith("(half)\n")
    for state in ("undecided", "abandoned", "quarantined", "dead"):
        assert run(["audit", "search", "--state", state]) == 1
    assert run(["audit", "search", "--state", "partl"]) == 2
    assert "partly" in capsys.readouterr().err


def test_what_names_no_parties_is_shown_without_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = Path(__file__).parents[2] / "samples/supervised_import/answers/forest-1.json"
    workspace = ["--workspace", str(tmp_path / "ws")]
    run(["route", str(answer), *workspace])
    shown = capsys.readouterr().out
    assert "    message 1, read by agency-answer-json: " in shown
    run(["audit", "show", shown.split("audit show ")[1].split()[0], *workspace])
    assert "  interchange 1, json\n" in capsys.readouterr().out
