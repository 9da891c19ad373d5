"""The Bots engine as a peer: botscore, its translation runtime (GPL), in an environment of its own, as a process.

It is installed by pip into a temporary folder for this measurement only; nothing of the product imports it.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bots_grammar import grammar

from edi_engine.formats.edifact.definitions import MessageTable
from edi_engine.formats.edifact.directory import Directory

VERSION = "0.1.0"
SCRIPT = Path(__file__).with_name("bots_translate.py")
MESSAGE = """from usersys.grammars.edifact.CUSDECD96BUN import recorddefs, structure as whole
from botscore.constants import LEVEL
structure = whole[0][LEVEL][:1]
"""
TREE = MESSAGE + "syntax = {'indented': False}\n"
INSTALLING = 120  # seconds pip may take


class UnavailableError(Exception):
    """Why the peer cannot run here."""


class Bots:
    """The running peer, which measures its processor time inside itself."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.messages = int(self._answer())

    def seconds(self, mode: str = "") -> float:
        """One pass: read, checked by the grammar, each message written: see `bots_translate.translate`."""
        if self._process.stdin is None:
            raise UnavailableError("the peer has no pipes")
        self._process.stdin.write(f"{mode}\n")
        self._process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise UnavailableError("bots refuses the payload")
        return line


@contextmanager
def bots(payload: bytes, directory: Directory, table: MessageTable) -> Iterator[Bots]:
    """The peer on an interchange of one message type; its process ends and what was installed is removed behind it.

    Raises `UnavailableError` where pip cannot install the package.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "payload.edi").write_bytes(payload)
        _grammars(folder / "usersys" / "grammars", grammar(directory, table))
        _install(folder / "packages")
        command = [sys.executable, str(SCRIPT), name]
        environment = {"PYTHONPATH": str(folder / "packages"), "PATH": ""}
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            try:
                yield Bots(process)
            finally:
                process.terminate()


def _grammars(folder: Path, text: str) -> None:
    """What the engine imports as `usersys.grammars`: the interchange, and the message alone in both ways of writing."""
    written = MESSAGE + "syntax = {'charset': 'UNOC', 'envelope': ''}\n"
    contents = (("edifact", "CUSDECD96BUN", text), ("edifact", "message", written), ("json", "tree", TREE))
    for kind, name, content in contents:
        package = folder / kind
        package.mkdir(parents=True, exist_ok=True)
        for level in (package, folder, folder.parent):
            (level / "__init__.py").touch()
        (package / f"{name}.py").write_text(content, "utf-8")


def _install(target: Path) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--target", str(target), f"botscore=={VERSION}"]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=INSTALLING)
    except (OSError, subprocess.SubprocessError) as error:
        raise UnavailableError(f"pip could not install botscore {VERSION}") from error
