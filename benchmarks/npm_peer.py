"""npm's `edifact` as a peer: installed by npm into a temporary folder, run by node as a process of its own."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from edi_engine.formats.edifact.definitions import GroupUse, MessageTable, SegmentUse, Use
from edi_engine.formats.edifact.directory import Directory

VERSION = "1.2.12"
SCRIPT = Path(__file__).with_name("npm_edifact.js")
INSTALLING = 120  # seconds npm may take


class UnavailableError(Exception):
    """Why the peer cannot run here."""


class NpmEdifact:
    """The running peer, which measures inside itself."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def seconds(self, mode: str = "") -> float:
        """One pass over the payload with the tracker, with mode `validator` with the package's validator too."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise UnavailableError("node has no pipes")
        stdin.write(f"{mode}\n")
        stdin.flush()
        answer = stdout.readline()
        if not answer:
            raise UnavailableError("edifact refuses the payload")
        return float(answer)


@contextmanager
def npm_edifact(payload: bytes, directory: Directory, table: MessageTable) -> Iterator[NpmEdifact]:
    """The peer on a payload of one message type; its process ends and what was installed is removed behind it.

    Raises `UnavailableError` without node and npm, and where npm cannot install the package.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise UnavailableError("node and npm are not installed")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "payload.edi").write_bytes(payload)
        (folder / "table.json").write_text(
            json.dumps({"segments": _table(table.items), "definitions": _definitions(directory, table)}), "utf-8"
        )
        command = [npm, "install", "--prefix", name, "--ignore-scripts", "--no-audit", f"edifact@{VERSION}"]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=INSTALLING)
        except (OSError, subprocess.SubprocessError) as error:
            raise UnavailableError(f"npm could not install edifact {VERSION}") from error
        arguments = [node, str(SCRIPT), name]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield NpmEdifact(process)
            finally:
                process.terminate()


def _table(items: Sequence[SegmentUse | GroupUse]) -> list[dict[str, Any]]:
    """A segment table of the directory in the notation of the package."""
    return [
        {
            "content": _table(item.items) if isinstance(item, GroupUse) else item.tag,
            "mandatory": item.mandatory,
            "repetition": item.limit,
        }
        for item in items
    ]


def _definitions(directory: Directory, table: MessageTable) -> dict[str, Any]:
    """Its segments and their elements, in the notation of the package's validator."""
    found: dict[str, Any] = {}
    for tag in sorted(_tags(table.items)):
        segment = directory.segment(tag)
        if segment is not None:
            uses = [use.id for use in segment.uses]
            found[tag] = {"requires": _needed(segment.uses), "elements": uses}
            found |= {use: _components(directory, use) for use in uses}
    return found


def _tags(items: Sequence[SegmentUse | GroupUse]) -> set[str]:
    return {tag for item in items for tag in (_tags(item.items) if isinstance(item, GroupUse) else {item.tag})}


def _needed(uses: Sequence[Use]) -> int:
    """How many must be there: up to the last that is mandatory."""
    return max((ordinal for ordinal, use in enumerate(uses, 1) if use.mandatory), default=0)


def _components(directory: Directory, use: str) -> dict[str, Any]:
    """Nothing is required: the package would ask it of an element that is left out too."""
    composite = directory.composite(use)
    parts = [part.id for part in composite.uses] if composite else [use]
    formats = [element.format for part in parts if (element := directory.element(part))]
    return {"requires": 0, "components": formats}
