"""Reading EDIFACT samples through the real reader, for tests of mappings."""

import io
from pathlib import Path
from typing import cast

import msgspec

from edi_engine.findings import Finding, Report
from edi_engine.formats import edifact
from edi_engine.interchange import Message
from edi_engine.mapping.compiler.edifact import EdifactMapping
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

MAPPINGS = Mappings(Workspace())


def template(name: str) -> EdifactMapping:
    """A compiled segment template of the project."""
    return cast(EdifactMapping, MAPPINGS.get(name))


def only_message(data: bytes) -> Message:
    """The one message of a payload, checked against its directory; its report holds what the reader found."""
    found: list[Message] = []
    for interchange in edifact.read(io.BytesIO(data)):
        found += interchange.messages
        assert not interchange.report.rejected, list(interchange.report)
    assert len(found) == 1
    edifact.check(found[0], MAPPINGS.directories)
    return found[0]


def messages(path: Path) -> list[Message]:
    """All messages of a file, as they were received."""
    with path.open("rb") as stream:
        return [message for interchange in edifact.read(stream) for message in interchange.messages]


def message(path: Path) -> Message:
    """The one message of a file."""
    return only_message(path.read_bytes())


def wire(mapping: EdifactMapping, document: msgspec.Struct, report: Report) -> Message:
    """What a mapping writes, as the message a partner would receive, checked against the mapping's directory."""
    written = mapping.message(mapping.write(document, report))
    edifact.check(written, MAPPINGS.directories)
    return written


def errors(report: Report) -> list[str]:
    """The errors of a report, each in one line."""
    return [short(finding) for finding in report if finding.severity == "error"]


def short(finding: Finding) -> str:
    """A finding in one line, without its byte offset: what a reviewer needs to see."""
    where = str(finding.where).partition(", line")[0]
    return f"{finding.severity} {finding.code} {where}: {finding.what}"
