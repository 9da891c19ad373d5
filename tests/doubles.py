"""A small format and a small mapping, so that tests of the journey depend on no real ones."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import msgspec

from edi_engine.canonical.model import Declaration
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.interchange import Envelope, Interchange, Message
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

START = datetime.datetime(2025, 1, 31, 12, 0, tzinfo=datetime.UTC)

ROUTES = """\
routes:
  - {name: imports, agency: north, mapping: plain, when: type_code == "IM"}
  - {name: all, agency: archive, mapping: plain}
"""


def error(code: str, what: str = "at fault") -> Finding:
    return Finding(code=code, severity=Severity.ERROR, what=what, where=Position(message=1))


def read_lines(stream: BinaryIO) -> Iterator[Interchange]:
    """A format for these tests: `reference` opens an interchange, lines below are messages, `BAD` is a bad trailer."""
    for number, block in enumerate(stream.read().decode().strip().split("\n\n"), 1):
        head, *lines = block.splitlines() or [""]
        reference, _, flags = head.partition(" ")
        envelope = Envelope(sender="TRADER", recipient="WINDOW", reference=reference, test="test" in flags)
        interchange = Interchange(syntax="json", messages=iter(()), envelope=envelope, number=number)
        interchange.messages = _messages(interchange, lines)
        yield interchange


def _messages(interchange: Interchange, lines: list[str]) -> Iterator[Message]:
    for number, line in enumerate(lines, 1):
        if line == "BAD":
            interchange.report.add(error("ENV-010", "the trailer is wrong"))
            return
        yield Message(syntax="json", type="LINE", body=line, number=number, envelope=interchange.envelope)


class Definition:
    message = "LINE"
    envelope: ClassVar[dict[str, str]] = {}


class Plain:
    """A mapping for these tests: a line is the type code; `?` has an error, `!` is a fault of the engine."""

    name, version, syntax, directory, definition = "plain", "v1", "json", "", Definition()

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        if message.body.startswith("?"):
            report.add(error("MAP-001"))
        if message.body.startswith("!"):
            raise ZeroDivisionError("a bug")
        if message.body.startswith("-"):
            return None
        return Declaration(type_code=message.body, functional_reference_id=f"LRN-{message.body}")

    def write(self, document: msgspec.Struct, report: Report) -> Any:
        if getattr(document, "type_code", None) == "NW":
            report.add(error("MAP-002", "cannot be written"))
        return msgspec.json.encode(document)


class Mappings:
    directories = None

    def names(self) -> list[str]:
        return ["plain"]

    def get(self, name: str) -> Plain:
        return Plain()

    def check(self, name: str, message: Message, report: Report) -> None:
        """There are no schemas."""

    def detect(self, message: Message) -> tuple[Plain | None, list[Finding]]:
        return (None, [error("MPG-010")]) if message.body == "unknown" else (Plain(), [])


def engine(tmp_path: Path, routes: str = ROUTES, **options: Any) -> Engine:
    root = tmp_path / "ws"
    root.mkdir(exist_ok=True)
    (root / "routes.yaml").write_text(routes, encoding="utf-8")
    facts: dict[str, Any] = {"clock": lambda: START, "mappings": Mappings(), "read": read_lines, "version": "9"}
    return Engine(Workspace(root), **{**facts, **options})
