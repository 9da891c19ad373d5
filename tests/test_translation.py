"""Any known format into any other, message by message; what is lost is said, and rejects where that is asked for."""

import io
import json
import os
import re
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.cli.frame import run
from edi_engine.findings import Report, Severity
from edi_engine.mapping.losses import READING, WRITING, sums
from edi_engine.pipeline import Engine
from edi_engine.translation import Translated, Translator
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
SAMPLE = PROJECT / "samples" / "export_two_items" / "received.edi"
CSV = PROJECT / "mappings/terminal-release-csv/samples/import_three_items_two_containers.csv"


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return Engine(Workspace(tmp_path / "workspace"))


def translate(engine: Engine, payload: bytes, target: str, *, strict_loss: bool = False) -> tuple[bytes, Translator]:
    translator = Translator(engine, target, strict_loss=strict_loss)
    return b"".join(translator.pieces(_accepted(translator, payload))), translator


def _accepted(translator: Translator, payload: bytes) -> Iterator[Translated]:
    return (result for result in translator.translate(io.BytesIO(payload)) if result.body is not None)


def test_a_message_goes_through_the_document_and_comes_back(engine: Engine) -> None:
    document, _ = translate(engine, SAMPLE.read_bytes(), "json")
    again, _ = translate(engine, document, "cusdec-d96b-import")
    expected = (PROJECT / "mappings/cusdec-d96b-import/samples/export_two_items.canonical.json").read_bytes()
    assert canonical_json.read(document, Report()) == canonical_json.read(expected, Report())
    back, _ = translate(engine, again, "json")
    assert canonical_json.read(back, Report()) == canonical_json.read(document, Report())


def test_what_cannot_be_written_is_counted_as_rejected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = (PROJECT / "mappings/cusdec-d96b-import/samples/export_two_items.canonical.json").read_text("utf-8")
    (tmp_path / "tea.json").write_text(re.sub(r'"description": "[^"]*"', '"description": "茶"', document), "utf-8")
    words = ["translate", str(tmp_path / "tea.json"), "--to", "cusdec-d96b-import", "-o", str(tmp_path / "tea.edi")]
    status = run([*words, "--json", "--workspace", str(tmp_path / "workspace")])
    said = json.loads(capsys.readouterr().out)
    assert (status, said["state"], said["accepted"], said["rejected"]) == (1, "rejected", 0, 1)
    assert {finding["code"] for finding in said["findings"]} >= {"CHR-007"}
    assert not (tmp_path / "tea.edi").exists()


def test_several_documents_become_json_lines_and_one_interchange(engine: Engine) -> None:
    segments = SAMPLE.read_bytes()
    head, message, tail = segments.partition(b"UNH")
    body, _, _ = (message + tail).rpartition(b"UNZ")
    reference = body.split(b"+")[1]
    second = body.replace(b"+" + reference + b"+", b"+EX0194+", 1).replace(b"+" + reference + b"'", b"+EX0194'")
    wire = head + body + second + b"UNZ+2+" + head.split(b"+")[-2] + b"'"
    lines, translator = translate(engine, wire, "json")
    assert len(lines.splitlines()) == 2, translator.envelope_findings
    interchange, _ = translate(engine, lines, "cusdec-d96b-import")
    assert (interchange.count(b"UNH+"), interchange.count(b"UNB+")) == (2, 1)


def test_what_our_own_checker_says_of_a_message_written_is_told(engine: Engine) -> None:
    document, _ = translate(engine, SAMPLE.read_bytes(), "json")
    longer = document.replace(b'"YB88123"', b'"YB88123 AND MORE"')
    translator = Translator(engine, "cusdec-d96b-import")
    [result] = translator.translate(io.BytesIO(longer))
    told = [finding for finding in result.report if finding.what.startswith("in what was written, ")]
    assert {(finding.code, finding.severity) for finding in told} >= {("EEL-006", Severity.WARNING)}
    assert result.body is not None


def test_what_route_would_not_send_is_told_before_all_else(engine: Engine) -> None:
    document, _ = translate(engine, SAMPLE.read_bytes(), "json")
    longer = document.replace(b'"YB88123"', b'"YB88123 AND MORE THAN THE THIRTY-FIVE OF 8213"')
    [result] = Translator(engine, "govcbr-d13b").translate(io.BytesIO(longer))
    codes = [finding.code for finding in result.report]
    assert codes[0] == "EEL-006"
    assert "MAP-201" in codes[1:]
    assert result.report.findings[0].severity is Severity.WARNING
    assert result.report.findings[0].why.endswith("; `route` would not send it")
    assert result.body is not None


def test_orders_of_one_message_come_back_in_one(engine: Engine) -> None:
    folder = PROJECT / "mappings/cn-ceb311-order/samples"
    text = (folder / "order_of_two_items.written.xml").read_text("utf-8")
    start, end = text.index("  <ceb:Order>"), text.index("</ceb:Order>") + len("</ceb:Order>\n")
    order = text[start:end]
    number = re.search("<ceb:orderNo>(.*)</ceb:orderNo>", order)
    assert number
    wire = text[:start] + order + order.replace(number[1], "OTHER") + text[end:]
    lines, _ = translate(engine, wire.encode(), "json")
    assert len(lines.splitlines()) == 2
    again, _ = translate(engine, lines, "cn-ceb311-order")
    assert again.count(b"<ceb:Order>") == 2
    assert again.count(b"<ceb:CEB311Message") == 1
    assert translate(engine, again, "json")[0] == lines


def official(root: Path) -> Engine:
    """A workspace with the schema of an administration that takes function codes of two digits only."""
    folder = root / "workspace" / "schemas" / "xsd"
    folder.mkdir(parents=True)
    dec = "urn:wco:datamodel:WCO:DEC-DMS:2"
    (folder / "schemas.yaml").write_text(f"schemas:\n  - namespace: {dec}\n    file: dec.xsd\n", "utf-8")
    digits = '<xs:simpleType><xs:restriction base="xs:token"><xs:length value="2"/></xs:restriction></xs:simpleType>'
    (folder / "dec.xsd").write_text(
        f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="{dec}" '
        'elementFormDefault="qualified"><xs:element name="Declaration"><xs:complexType><xs:sequence>'
        f'<xs:element name="FunctionCode">{digits}</xs:element>'
        '<xs:any processContents="skip" minOccurs="0" maxOccurs="unbounded"/>'
        "</xs:sequence></xs:complexType></xs:element></xs:schema>",
        encoding="utf-8",
    )
    return Engine(Workspace(root / "workspace"))


def test_what_an_administrations_schema_says_of_what_was_written_is_told(tmp_path: Path, engine: Engine) -> None:
    translator = Translator(official(tmp_path), "wco-dec")
    results = list(translator.translate(io.BytesIO(SAMPLE.read_bytes() + SAMPLE.read_bytes())))
    told = [[found for found in result.report if found.code == "SCH-012"] for result in results]
    assert [(found.severity, found.where.path, found.where.line) for [found] in told] == [
        (Severity.WARNING, "/Declaration/FunctionCode", None)
    ] * 2
    assert all(found.what.startswith("in what was written, <FunctionCode> '9': ") for [found] in told)
    assert all(result.body is not None for result in results)
    document, _ = translate(engine, SAMPLE.read_bytes(), "json")
    right = document.replace(b'"functionCode": "9"', b'"functionCode": "09"')
    [result] = translator.translate(io.BytesIO(right))
    assert "SCH-012" not in {found.code for found in result.report}


def test_references_stay_unique_where_interchanges_become_one(engine: Engine) -> None:
    one = SAMPLE.read_bytes()
    other = one.replace(b"IC2026", b"ID2026")
    payload, _ = translate(engine, one + other + other, "cusdec-d96b-import")
    read = [(interchange, [*interchange.messages]) for interchange in formats.read(io.BytesIO(payload))]
    [(interchange, messages)] = read
    assert len({message.reference for message in messages}) == len(messages) == 3
    assert not list(interchange.report)


@pytest.mark.parametrize(
    "header",
    [
        "UNB+UNOC:ORTHMERE:ZZZ+EDIGATE:ZZZ+260302:0900+IC20260302001++CUSDEC'",
        "UNB+UNOC:3+NORTHMERE:ZZZ+EDIGATE:ZZZ+260302+IC20260302001'",
        "UNB+UNOC:3+NORTHMERE:ZZZ+EDIGATE:ZZZ+:0900+IC20260302001'",
        "UNB+UNOC:7+NORTHMERE:ZZZ+EDIGATE:ZZZ+260302:0900+IC20260302001'",
    ],
)
def test_a_header_in_disorder_is_not_written_again(engine: Engine, header: str) -> None:
    payload = re.sub(rb"UNB.*?'", header.encode(), SAMPLE.read_bytes(), count=1)
    written, _ = translate(engine, payload, "cusdec-d21b-partner")
    (interchange,) = formats.read(io.BytesIO(written))
    list(interchange.messages)
    assert not list(interchange.report)


def test_a_table_of_rows_holds_as_many_documents_as_its_keys(engine: Engine) -> None:
    header, *rows = CSV.read_text(encoding="cp1252").splitlines()
    others = [f"OTHER{row}" for row in rows]
    payload = "\r\n".join([header, *rows, *others, ""]).encode("cp1252")
    lines, _ = translate(engine, payload, "json")
    first, second = (canonical_json.read(line, Report()) for line in lines.splitlines())
    assert second.id == f"OTHER{first.id}"
    assert [item.commodity for item in second.goods_items] == [item.commodity for item in first.goods_items]


def test_strict_loss_rejects_what_would_lose_a_value(engine: Engine) -> None:
    translator = Translator(engine, "wco-dec", strict_loss=True)
    [result] = translator.translate(io.BytesIO(SAMPLE.read_bytes()))
    assert result.body is None
    lost = [finding for finding in result.report if finding.severity is Severity.ERROR]
    assert lost
    assert all(finding.code.startswith(("MAP-10", "MAP-2")) for finding in lost)


@pytest.mark.parametrize(
    ("old", "new"),
    [("NAD+IM", "RFF+ZZZ:X1'NAD+IM"), ("CNT+5:1'", "CNT+5:2'"), ("LOC+96", "CST++5100:117'LOC+96")],
    ids=["unmapped segment", "total that does not agree", "header value no item takes"],
)
def test_strict_loss_rejects_what_is_unmapped(engine: Engine, old: str, new: str) -> None:
    sample = (PROJECT / "samples/import_minimal/received.edi").read_text(encoding="utf-8")
    message = sample.replace(old, new)
    payload = message.replace("UNT+20", f"UNT+{20 + message.count(chr(39)) - sample.count(chr(39))}").encode()
    for strict in (False, True):
        translator = Translator(engine, "json", source="cusdec-d96b-import", strict_loss=strict)
        [result] = translator.translate(io.BytesIO(payload))
        assert (result.body is None) is strict, [str(finding) for finding in result.report]


def test_losses_are_told_of_what_was_read_and_of_what_was_written(engine: Engine) -> None:
    [result] = Translator(engine, "terminal-release-csv", losses=True).translate(io.BytesIO(SAMPLE.read_bytes()))
    assert result.losses is not None
    assert result.losses.read is not None
    assert result.losses.written is not None
    read, written = sums(result.losses.read, READING), sums(result.losses.written, WRITING)
    assert (len(result.losses.read), read["unmapped"]) == (sum(read.values()), 0)
    assert (len(result.losses.written), written["withheld"]) == (sum(written.values()), 0)
    assert written["not written"] > written["written"] > 0


def test_of_a_message_that_is_rejected_nothing_is_mapped(engine: Engine) -> None:
    sample = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
    broken = sample.replace(b"UNT+20", b"UNT+19")
    [result] = Translator(engine, "json", source="cusdec-d96b-import", losses=True).translate(io.BytesIO(broken))
    assert result.losses is not None
    assert result.losses.written is None
    assert {str(entry.fate) for entry in result.losses.read or []} == {"unmapped", "ignored"}


def test_a_code_that_is_nearly_the_same_is_no_loss(engine: Engine) -> None:
    payload = (PROJECT / "samples/import_ten_items/received.edi").read_bytes()
    [result] = Translator(engine, "cusdec-d96b-import", strict_loss=True).translate(io.BytesIO(payload))
    assert result.body is not None
    assert {"MAP-108", "MAP-212"} <= {finding.code for finding in result.report}


def test_an_extract_sums_up_what_it_leaves_out(engine: Engine) -> None:
    translator = Translator(engine, "terminal-release-csv")
    [result] = translator.translate(io.BytesIO(SAMPLE.read_bytes()))
    [note] = [finding for finding in result.report if finding.code == "MAP-201"]
    assert note.severity is Severity.NOTE
    assert "parties" in note.what


def test_a_document_of_another_kind_is_refused_in_words(engine: Engine) -> None:
    answer = (PROJECT / "mappings/wco-res/samples/duties_to_be_paid.xml").read_bytes()
    [result] = Translator(engine, "wco-dec").translate(io.BytesIO(answer))
    assert result.body is None
    assert [finding.code for finding in result.report if finding.severity is Severity.ERROR] == ["MPG-012"]
    [result] = Translator(engine, "json").translate(io.BytesIO(answer))
    assert result.body is not None


def test_inputs_of_one_name_do_not_replace_each_other(tmp_path: Path) -> None:
    files = [str(PROJECT / "samples" / name / "received.edi") for name in ("import_minimal", "export_two_items")]
    arguments = ["translate", *files, "--to", "json", "-o"]
    assert run([*arguments, str(tmp_path / "one.json")]) == 2
    assert run([*arguments, str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["received-1.json", "received-2.json"]


def test_documents_of_an_earlier_call_are_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    minimal, export = (str(PROJECT / f"samples/{name}/received.edi") for name in ("import_minimal", "export_two_items"))
    into = ["--to", "json", "-o", str(tmp_path)]
    assert run(["translate", minimal, *into]) == 0
    kept = (tmp_path / "received-1.json").read_text("utf-8")
    assert run(["translate", export, *into]) == 2
    assert "received-1.json is there already" in capsys.readouterr().err
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("received-1.json", kept)]
    assert run(["translate", export, "--to", "wco-dec", "-o", str(tmp_path)]) == 0, "another format has other names"
    assert run(["translate", export, *into, "--force"]) == 0
    assert "EX0193" in (tmp_path / "received-1.json").read_text("utf-8")


@pytest.mark.parametrize("trailer", [b"UNZ+2+", b""])
@pytest.mark.parametrize("target", ["json", "wco-dec", "cusdec-d96b-import"])
@pytest.mark.parametrize("where", ["file", "folder", "stdout"])
def test_what_its_trailer_rejects_is_not_given_out(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], trailer: bytes, target: str, where: str
) -> None:
    received = tmp_path / "received.edi"
    head, _, reference = SAMPLE.read_bytes().partition(b"UNZ+1+")
    received.write_bytes(head + trailer + (reference if trailer else b""))
    out = tmp_path / "out"
    out.mkdir()
    kept = out / "kept"
    kept.write_text("what was there before")
    named = {"file": ["-o", str(kept)], "folder": ["-o", str(out)], "stdout": []}[where]
    assert run(["translate", str(received), "--to", target, *named]) == 1
    shown, errors = capfdbinary.readouterr()
    assert shown == b""
    assert b"error ENV-0" in errors
    assert [path.name for path in out.iterdir()] == ["kept"]
    assert kept.read_text() == "what was there before"


def test_strict_is_all_or_nothing_too(tmp_path: Path) -> None:
    received, out = tmp_path / "received.edi", tmp_path / "out.json"
    received.write_bytes(SAMPLE.read_bytes() + b"behind the end")
    arguments = ["translate", str(received), "--to", "json", "-o", str(out)]
    assert run([*arguments, "--strict"]) == 1
    assert not out.exists()
    assert run(arguments) == 0
    assert out.exists()


def test_a_fault_of_one_file_is_not_told_of_the_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.edi"
    bad.write_bytes(SAMPLE.read_bytes().replace(b"UNZ+1", b"UNZ+2"))
    assert run(["translate", str(bad), str(SAMPLE), "--to", "json", "-o", str(tmp_path), "--json"]) == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert "ENV-005" in [finding["code"] for finding in first["findings"]]
    assert (first["accepted"], first["rejected"], second["state"]) == (0, 1, "accepted")
    assert "ENV-005" not in [finding["code"] for finding in second["findings"]]


def test_a_pipe_is_written_to_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    sample = str(PROJECT / "samples" / "import_minimal" / "received.edi")
    assert run(["translate", sample, "--to", "json", "-o", str(pipe)]) == 0
    received, _ = reader.communicate(timeout=30)
    assert b"NM-MIN-0001" in received
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_mapping_named_for_another_syntax_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["translate", str(SAMPLE), "--from", "wco-dec", "--to", "json", "--workspace", str(tmp_path)])
    assert status == 1
    assert "error MPG-013: mapping wco-dec reads xml, this is edifact" in capsys.readouterr().err
