"""Findings without end are kept up to a number; the rest is counted by weight and code, and told."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from edi_engine import keeping
from edi_engine.cli.frame import run
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.keeping import KEPT_FINDINGS
from edi_engine.mapping.losses import without_loss
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.cost.work import validated

ERROR, NOTE = Severity.ERROR, Severity.NOTE


def faulty(messages: int, faults: int) -> bytes:
    """Messages with so many elements that are too long (1225 has three characters)."""
    body = "BGM+929+1+1234'" * faults
    inner = "".join(f"UNH+{n}+CUSDEC:D:96B:UN'{body}UNS+D'UNS+S'UNT+{faults + 4}+{n}'" for n in range(1, messages + 1))
    return f"UNB+UNOC:3+A+B+260101:0000+1'{inner}UNZ+{messages}+1'".encode()


def test_a_report_absorbs_what_another_only_counted() -> None:
    inner, outer = Report(limit=2), Report(limit=3)
    for number in range(5):
        inner.add(Finding(code=f"X-{number % 2}", severity=(NOTE, ERROR)[number % 2], what="w"))
    outer.absorb(inner)
    outer.absorb(inner)
    assert (len(outer), outer.suppressed, outer.rejected) == (3, 7, True)
    assert outer.counted == {(NOTE, "X-0"): 4, (ERROR, "X-1"): 3}


def test_a_report_that_absorbs_only_counted_errors_is_rejected() -> None:
    inner, outer = Report(limit=0), Report()
    inner.add(Finding(code="X-1", severity=ERROR, what="w"))
    outer.absorb(inner)
    assert outer.rejected


def later(code: str, made: list[str]) -> Callable[[], Finding]:
    def make() -> Finding:
        made.append(code)
        return Finding(code=code, severity=ERROR, what="x" * 3000)

    return make


def test_findings_put_off_are_made_once_and_in_their_places() -> None:
    report, made = Report(limit=4), list[str]()
    for code in ("X-0", "X-2", "X-4", "X-6"):
        report.add_later(code, ERROR, later(code, made))
        report.add(Finding(code=code + "a", severity=NOTE, what="w"))
    assert (made, len(report), report.rejected, report.suppressed) == ([], 4, True, 4)
    assert [finding.code for finding in report] == ["X-0", "X-0a", "X-2", "X-2a"]
    assert max(len(finding.what) for finding in report) == 2000
    assert sorted(made) == ["X-0", "X-2"]
    assert report.counted == {(ERROR, "X-4"): 1, (NOTE, "X-4a"): 1, (ERROR, "X-6"): 1, (NOTE, "X-6a"): 1}


def test_findings_put_off_weigh_what_others_do() -> None:
    before, behind = Report(), Report()
    before.add_later("X-0", ERROR, later("X-0", []))
    for report in (before, behind):
        report.weigh({"X-0": NOTE})
    behind.add_later("X-0", ERROR, later("X-0", []))
    assert list(before) == list(behind)
    assert (before.rejected, behind.rejected) == (False, False)


def test_a_million_findings_are_all_told() -> None:
    gathered = validated(faulty(1, 200_000))
    unknown = sum(finding.code == "EEL-006" for finding in gathered)
    assert len(gathered) == gathered.limit
    assert unknown + gathered.counted[ERROR, "EEL-006"] == 200_000


def test_route_tells_what_it_does_not_keep(tmp_path: Path) -> None:
    each, messages = 900, KEPT_FINDINGS // 900 + 3
    with Engine(Workspace(tmp_path)) as engine:
        exchange = engine.route(io.BytesIO(faulty(messages, each)), "faulty", dry_run=True)
    kept = sum(finding.code == "EEL-006" for finding in exchange.findings)
    assert kept < each * messages
    assert kept + exchange.counted[ERROR, "EEL-006"] == each * messages
    assert min(exchange.counted.values()) > 0
    assert all(message.findings for result in exchange.interchanges for message in result.messages)


@pytest.mark.parametrize("command", [["validate"], ["route", "--dry-run"], ["translate", "--to", "json"]])
def test_every_command_sums_up_by_code(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "faulty.edi").write_bytes(faulty(1, 1500))
    assert run([*command, "faulty.edi"]) == 1
    assert "EEL-006 1401 times" in capsys.readouterr().err
    assert run([*command, "faulty.edi", "--json"]) == 1
    shown = capsys.readouterr()
    told = json.loads((shown.out or shown.err).splitlines()[0])
    assert {"code": "EEL-006", "severity": "error", "count": 501} in told["more"]


def test_losses_that_are_only_counted_still_reject_under_strict_loss() -> None:
    report = Report(limit=0)
    report.add(Finding(code="MAP-101", severity=Severity.WARNING, what="lost"))
    assert without_loss(report).rejected


def test_a_finding_quotes_a_name_of_any_length_in_part() -> None:
    report, name = Report(), "x" * 1_000_000
    report.add(Finding(code="X-1", severity=ERROR, what=name, why=name, fix="f", where=Position(path=name)))
    [kept] = report
    assert len(str(kept)) < 10_000
    assert kept.where.path is not None
    assert kept.where.path.startswith("xxx")


def test_route_keeps_rejected_messages_up_to_a_number_and_counts_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "KEPT_REJECTED", 5)
    with Engine(Workspace(tmp_path)) as engine:
        exchange = engine.route(io.BytesIO(faulty(12, 2)), "faulty", dry_run=True)
    [result] = exchange.interchanges
    assert (len(result.messages), result.rejected_more, result.state) == (5, 7, "rejected")
    assert len(list(exchange.findings)) + sum(exchange.counted.values()) == 12 * 3  # and one of a BGM too many
