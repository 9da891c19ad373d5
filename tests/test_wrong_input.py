"""What is sent by mistake, cut off, or sent to do harm: each gives a finding that helps, and nothing goes on from it.

Every case goes through `translate`, `validate` and `route` as a user calls them.
"""

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from edi_engine.cli.frame import run

PROJECT = Path(__file__).parents[1]
EDIFACT = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
XML = (PROJECT / "mappings/wco-dec/samples/import_two_items.xml").read_bytes()
CSV = (PROJECT / "mappings/terminal-release-csv/samples/every_place.csv").read_bytes()
ROUTES = "routes:\n  - {name: customs, agency: national-customs, mapping: wco-dec}\n"
COMMANDS = {"translate": ["translate", "--to", "json"], "validate": ["validate"], "route": ["route"]}
REJECTED, USAGE, PARTLY, FAILED = 1, 2, 3, 4


def changed(old: bytes, new: bytes, whole: bytes = EDIFACT) -> bytes:
    assert whole.count(old) == 1
    return whole.replace(old, new)


def noise(size: int, begin: bytes = b"") -> bytes:
    return begin + random.Random(7).randbytes(size)  # noqa: S311 — test data


def xml_with(declarations: bytes, body: bytes = b"") -> bytes:
    head, _, root = XML.partition(b"?>")
    return head + b"?>\n<!DOCTYPE Declaration " + declarations + b">" + (body or root)


def laughs(levels: int = 20) -> bytes:
    """Entities that each hold the one before ten times: some kilobytes that would become 10 ** levels laughs."""
    names = [b'<!ENTITY a0 "ha">']
    names += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, levels)]
    return xml_with(b"[" + b"".join(names) + b"]", b"<Declaration>&a%d;</Declaration>" % (levels - 1))


def declaration(**fields: Any) -> bytes:
    return json.dumps({"documentKind": "Declaration", **fields}).encode()


AMOUNT = b"MOA+39:240.00:EUR"
DEEP = 200_000
# Name: payload, the first code it must give, and what its position must hold.
CASES: dict[str, tuple[bytes, str, str]] = {
    "empty": (b"", "FMT-001", "byte 0"),
    "blanks_only": (b" \r\n\t\n", "FMT-001", "byte 0"),
    "binary_junk_named_edi": (noise(5_000, b"\x7fELF\x02\x01\x01\0\0"), "FMT-001", "byte 0"),
    "random_bytes": (noise(500_000), "FMT-001", "byte 0"),
    "zip_archive": (noise(500, b"PK\x03\x04"), "FMT-001", "byte 0"),
    "truncated_in_the_header": (EDIFACT[:40], "ENV-021", "segment UNB"),
    "truncated_in_a_message": (EDIFACT[:400], "ENV-009", "line 16, column 3, byte 400"),
    "junk_behind_the_header": (noise(5_000, EDIFACT[:120]), "ENV-010", "interchange 1"),
    "no_terminator_for_megabytes": (EDIFACT[:120] + b"A" * 3_000_000, "LIM-002", "segment 1 UNH"),
    "unt_count_wrong": (changed(b"UNT+20", b"UNT+19"), "ENV-003", "segment 20 UNT, element 1, line 22"),
    "unknown_message_type": (changed(b"CUSDEC:D:96B", b"CUSDEX:D:96B"), "ESG-011", "element 2, component 1"),
    "unknown_directory": (changed(b"CUSDEC:D:96B", b"CUSDEC:D:55Q"), "ESG-010", "element 2, component 2"),
    "exponent_in_edifact": (changed(AMOUNT, b"MOA+39:1E?+200000000:EUR"), "EEL-008", "segment 9 MOA, element 1"),
    "digits_without_end": (changed(AMOUNT, b"MOA+39:" + b"9" * 100_000 + b":EUR"), "LIM-002", "segment 9 MOA"),
    "xml_with_a_dtd": (xml_with(b'SYSTEM "http://127.0.0.1:9/x.dtd"'), "XML-003", "line 2"),
    "xml_with_an_entity": (
        xml_with(b'[<!ENTITY x SYSTEM "file:///etc/passwd">]', b"<Declaration>&x;</Declaration>"),
        "XML-003",
        "line 2",
    ),
    "xml_with_a_billion_laughs": (laughs(), "XML-003", "line 2"),
    "xml_not_closed": (XML[: len(XML) // 2], "XML-002", "line 1"),
    "xml_of_another_kind": (b"<?xml version='1.0'?><Invoice><Total>1</Total></Invoice>", "MPG-010", "message 1"),
    "xml_nested_deep": (b"<?xml version='1.0'?>" + b"<Declaration>" * DEEP, "XML-006", "line 1"),
    "xml_with_a_huge_number": (
        changed(b'<InvoiceAmount currencyID="EUR">', b'<InvoiceAmount currencyID="EUR">1E+200000000', XML),
        "MAP-105",
        "/Declaration/InvoiceAmount",
    ),
    "json_not_closed": (declaration(goodsItems=[])[:-1], "JSN-003", "line 1"),
    "json_of_the_wrong_shape": (declaration(goodsItems="ten"), "DOC-003", "/goodsItems"),
    "json_of_another_kind": (b'{"hello": 1}', "MPG-010", "message 1"),
    "json_nested_200_000_deep": (b"[" * DEEP + b"]" * DEEP, "JSN-008", "byte 200"),
    "json_with_a_huge_number": (
        declaration(invoiceAmount={"value": "1E+200000000", "currency": "EUR"}),
        "DOC-003",
        "/invoiceAmount/value",
    ),
    "json_with_a_huge_bare_number": (b'{"documentKind":"Declaration","typeCode":1E+200000000}', "JSN-007", "/typeCode"),
    "json_of_nothing_but_its_kind": (declaration(), "MAP-107", "message 1"),
    "json_of_a_million_empty_items": (declaration(goodsItems=[{}] * 1_000_000), "JSN-013", "byte 0"),
    "csv_of_a_header_line_only": (CSV.splitlines(keepends=True)[0], "MAP-107", "message 1"),
    "csv_with_a_column_twice": (changed(b"seal_2", b"seal_1", CSV), "FLT-007", "line 1"),
    "csv_junk": (b'a;b;c\n1;2\n"never closed;3\n4;5;6;7\n' * 1_000, "MPG-010", "message 1"),
}
EACH_CASE = pytest.mark.parametrize("case", CASES)
EACH_COMMAND = pytest.mark.parametrize("command", COMMANDS)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a workspace that sends every declaration to one agency."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDI_ENGINE_WORKSPACE", str(tmp_path / "ws"))
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws/routes.yaml").write_text(ROUTES, encoding="utf-8")
    return tmp_path


def result(command: str, file: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    """Exit status and the JSON object of one file, which `translate` gives on stderr when data go to stdout."""
    status = run([*COMMANDS[command], file, "--json"])
    shown = capsys.readouterr()
    assert "Traceback" not in shown.err
    (line,) = (shown.err if command == "translate" else shown.out).splitlines()
    return status, json.loads(line)


def delivered(here: Path) -> list[Path]:
    """What went to agencies; the sender is told by CONTRL that nothing did."""
    return [path for path in (here / "ws").glob("outbox/**/*.*") if not path.name.endswith("-answer.edi")]


@EACH_COMMAND
@EACH_CASE
def test_it_is_rejected_with_code_position_reason_and_fix(
    case: str, command: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    payload, code, place = CASES[case]
    (here / f"{case}.edi").write_bytes(payload)
    status, shown = result(command, f"{case}.edi", capsys)
    errors = [finding for finding in shown["findings"] if finding["severity"] == "error"]
    assert (status, shown["state"]) == (REJECTED, "rejected")
    assert code in [finding["code"] for finding in errors]
    assert all(finding[part] for finding in errors for part in ("what", "position", "why", "fix"))
    assert place in next(finding["position"] for finding in errors if finding["code"] == code)
    assert not [f for f in errors if f["code"].startswith(("ENG-", "CLI-"))], "a fault of ours, not of the data"


@EACH_CASE
def test_nothing_is_sent_and_the_attempt_is_on_record(
    case: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / f"{case}.edi").write_bytes(CASES[case][0])
    status, shown = result("route", f"{case}.edi", capsys)
    assert status == REJECTED
    assert not delivered(here)
    assert run(["audit", "search", f"{case}.edi"]) == 0
    assert capsys.readouterr().out.startswith(shown["exchange"])
    assert run(["audit", "show", shown["exchange"], "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["state"] == "rejected"
    assert {finding["code"] for finding in record["findings"]} >= {CASES[case][1]}


def test_what_cannot_be_parsed_gets_one_reason_not_an_echo(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "cut.json").write_bytes(declaration(goodsItems=[])[:-1])
    assert [finding["code"] for finding in result("route", "cut.json", capsys)[1]["findings"]] == ["JSN-003"]


@pytest.mark.parametrize("payload", [changed(b"UNZ+1", b"UNZ+2"), EDIFACT[: EDIFACT.index(b"UNZ")]])
def test_a_fault_in_the_trailer_holds_back_what_was_good_until_then(
    payload: bytes, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "in.edi").write_bytes(payload)
    status, shown = result("route", "in.edi", capsys)
    assert (status, shown["state"]) == (REJECTED, "rejected")
    assert not delivered(here)
    assert result("translate", "in.edi", capsys)[0] == REJECTED


def three_with_a_bad_one() -> bytes:
    head, message = EDIFACT[: EDIFACT.index(b"UNH")], EDIFACT[EDIFACT.index(b"UNH") : EDIFACT.index(b"UNZ")]
    copies = [
        message.replace(b"UNH+1", b"UNH+%d" % n).replace(b"UNT+20+1", b"UNT+%d+%d" % (count, n)).replace(b"0001", own)
        for n, count, own in ((1, 20, b"ONE"), (2, 19, b"TWO"), (3, 20, b"THREE"))
    ]
    return head + b"".join(copies) + b"UNZ+3+IC20260302001'"


def test_one_bad_message_of_three_does_not_hold_up_the_others(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "three.edi").write_bytes(three_with_a_bad_one())
    status, shown = result("route", "three.edi", capsys)
    (error,) = [f for f in shown["findings"] if f["severity"] == "error"]
    assert (status, shown["state"]) == (PARTLY, "partly")
    assert (error["code"], error["where"]["message"]) == ("ENV-003", 2)
    sent = sorted(path.read_text() for path in (here / "ws/outbox/national-customs").iterdir())
    assert [text.count("NM-MIN-ONE") + text.count("NM-MIN-THREE") for text in sent] == [1, 1]
    assert result("translate", "three.edi", capsys)[0] == PARTLY
    assert result("validate", "three.edi", capsys)[0] == PARTLY
    assert run(["audit", "search", "NM-MIN-THREE"]) == 0
    assert capsys.readouterr().out.startswith(shown["exchange"])


def test_a_bad_file_does_not_hold_up_the_next(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "bad.edi").write_bytes(b"")
    (here / "good.edi").write_bytes(EDIFACT)
    assert run(["route", "bad.edi", "good.edi"]) == REJECTED
    assert "good.edi: accepted" in capsys.readouterr().out
    assert len(list((here / "ws/outbox/national-customs").iterdir())) == 1


@EACH_COMMAND
def test_a_folder_or_nothing_in_place_of_a_file_is_a_usage_error(
    command: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, words in (("ws", "is a directory"), ("no-such.edi", "does not exist")):
        assert run([*COMMANDS[command], name]) == USAGE
        shown = capsys.readouterr()
        assert words in shown.err
        assert shown.out == ""
    assert [path.name for path in (here / "ws").iterdir()] == ["routes.yaml"]


@pytest.mark.parametrize("command", ["route", "validate", "detect"])
def test_a_file_that_is_gone_does_not_hold_up_the_next(
    command: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "good.edi").write_bytes(EDIFACT)
    assert run([command, "gone.edi", "good.edi", "--json"]) == FAILED
    shown = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(each["file"], each["state"]) for each in shown] == [("gone.edi", "failed"), ("good.edi", "accepted")]
    assert shown[0]["findings"][0]["code"] == "CLI-004"


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system has no file that opens and is not read")
def test_a_file_that_fails_as_it_is_read_does_not_hold_up_the_next(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "good.edi").write_bytes(EDIFACT)
    assert run(["route", "/proc/self/mem", "good.edi"]) == FAILED
    shown = capsys.readouterr()
    assert "good.edi: accepted" in shown.out
    assert "/proc/self/mem: error CLI-004" in shown.err


# What a child process does: import as the owner, then give up the rights that would open every file.
UNPRIVILEGED = """
import os, sys
import edi_engine.cli.route, edi_engine.cli.translate, edi_engine.cli.validate
from edi_engine.cli.frame import run
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
sys.exit(run(sys.argv[1:]))
"""


@EACH_COMMAND
def test_a_file_one_may_not_read_is_told_in_words(command: str, here: Path) -> None:
    (here / "secret.edi").write_bytes(EDIFACT)
    (here / "secret.edi").chmod(0)
    here.chmod(0o755)  # only the file is to be closed
    child = python(UNPRIVILEGED, *COMMANDS[command], "secret.edi")
    assert child.returncode == USAGE
    assert "'secret.edi' is not readable" in child.stderr
    assert (child.stdout, "Traceback" in child.stderr) == ("", False)


# A child that may have 1 GB of address space and 60 s of processor time, and says how much memory it had at most.
# (Not ru_maxrss: a new process starts with that of the one that made it.)
BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from edi_engine.cli.frame import run
status = run(sys.argv[1:])
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024, "MB", file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the peak is read from /proc")
@EACH_COMMAND
def test_all_of_it_together_costs_bounded_time_and_memory(command: str, here: Path) -> None:
    for case, (payload, _, _) in CASES.items():
        (here / case).write_bytes(payload)
    child = python(BOUNDED, *COMMANDS[command], *CASES)
    assert child.returncode == REJECTED, child.stderr[-2000:]
    assert "Traceback" not in child.stderr
    assert int(child.stderr.split()[-2]) < 150


def python(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("command", ["translate", "route"])
def test_a_mapping_that_is_wrong_is_no_fault_of_the_sender(
    command: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping = here / "ws/mappings/wco-dec"
    mapping.mkdir(parents=True)
    (mapping / "mapping.yaml").write_text("syntax: xml\ncodec: wco\ndetect: {type: Declaration}\n", encoding="utf-8")
    (mapping / "layout.txt").write_text("Declaration = NoSuchThing\n", encoding="utf-8")
    (here / "good.xml").write_bytes(XML)
    status, shown = result(command, "good.xml", capsys)
    assert (status, shown["state"]) == (FAILED, "failed")
    assert shown["findings"][0]["code"] == "WCO-001"
