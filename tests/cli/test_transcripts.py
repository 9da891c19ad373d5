"""The transcripts beside this file (`*.md`) are true: each command is run, and gives what stands below it.

A block holds one command and what came of it; the blocks of a file run in order, in one folder with `samples/` in it:

    % edi-engine translate - --to json      the command, for bash
    UNB+…                                   its input, up to a line `^D`
    ^D
    {                                       its output
    2> error FMT-001: …                     its diagnostics
    => 1                                    its exit status, if it is not 0

What is new in each run is masked: `<id 1>` is the first id seen, and `$ID1` names it in later commands; `<time>`,
`<version>` (a mapping's hash), `<sha-256>`, `<ms>`, `<n>` (findings in the record, entries), `<here>` (the folder).
`pytest --accept` rewrites the transcripts.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.conftest import Golden

PROJECT = Path(__file__).parents[2]
TRANSCRIPTS = sorted(Path(__file__).parent.glob("*.md"))
BLOCK = re.compile(r"(?ms)^```\n% (.*?)^```\n")
ID = re.compile(r"\b1(?=\d*[A-Z])[0-9A-HJKMNP-TV-Z]{8}\b")
MASKS = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"), "<time>"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<sha-256>"),
    (re.compile(r"(, by [a-z0-9-]+ )\d{12}\b"), r"\1<version>"),  # a hash may have no letter
    (re.compile(r"\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{12}\b"), "<version>"),
    (re.compile(r"\b\d+ ms\b"), "<ms> ms"),
    (re.compile(r"\b\d+(?= (?:warning|note)s?\b.* in the record)|(?<= and )\d+(?= notes? in the record)"), "<n>"),
    (re.compile(r"\b\d+(?= entries, \d+ erased)"), "<n>"),
)


@dataclass
class Session:
    """One folder a transcript runs in, and the ids it has shown so far."""

    folder: Path
    ids: dict[str, int] = field(default_factory=dict)

    def run(self, text: str) -> str:
        """One block, with what really came of it."""
        command, _, rest = text.partition("\n")
        typed, end, _ = rest.partition("^D\n") if "^D\n" in rest else ("", "", rest)
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self._environment(),
            input=typed,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        shown = _ended(self._masked(done.stdout))
        diagnostics = "".join(f"2> {line}\n" for line in self._masked(done.stderr).splitlines())
        status = f"=> {done.returncode}\n" if done.returncode else ""
        return f"```\n% {command}\n{typed}{end}{shown}{diagnostics}{status}```\n"

    def _environment(self) -> dict[str, str]:
        known = {f"ID{number}": name for name, number in self.ids.items()}
        return {"PATH": f"{self.folder.parent / 'bin'}:{os.environ['PATH']}", "HOME": str(self.folder), **known}

    def _masked(self, text: str) -> str:
        text = text.replace(str(self.folder), "<here>")
        for pattern, mask in MASKS:
            text = pattern.sub(mask, text)
        return ID.sub(lambda match: f"<id {self.ids.setdefault(match[0], len(self.ids) + 1)}>", text)


def _ended(text: str) -> str:
    return text + "\n" if text and not text.endswith("\n") else text


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A folder with the samples, and `edi-engine` as a command of this checkout."""
    folder, programs = tmp_path / "here", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    shutil.copytree(PROJECT / "samples", folder / "samples")
    launcher = programs / "edi-engine"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{PROJECT / "cli.py"}" "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
    return Session(folder)


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_the_transcript_is_true(path: Path, session: Session, golden: Golden) -> None:
    text = path.read_text(encoding="utf-8")
    assert BLOCK.search(text), "no block to run"
    shown = BLOCK.sub(lambda match: session.run(match[1]), text)
    assert "Traceback" not in shown
    golden(path, shown)


def test_every_command_has_a_transcript() -> None:
    from edi_engine.cli.frame import COMMANDS

    words = " ".join(path.read_text(encoding="utf-8") for path in TRANSCRIPTS)
    for name in COMMANDS:
        assert f"% edi-engine {name} " in words, f"no transcript shows {name}"
