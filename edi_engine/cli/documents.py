"""What `diff`, `pointer` and `amend` share: the documents of a file of any format, and values on one line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from edi_engine.canonical.differences import spelt
from edi_engine.cli.files import opened
from edi_engine.cli.frame import USAGE, Settings, engine_version
from edi_engine.cli.output import counted_objects, finding_object, names_given, plain, show_findings
from edi_engine.exchange import ReadMessage
from edi_engine.findings import Report
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

SHOWN_CHARACTERS = 100


def engine(settings: Settings) -> Engine:
    """An engine that records nothing, in the workspace of the command line."""
    return Engine(Workspace(settings.workspace), version=engine_version(), strictness=settings.strictness)


class Documents:
    """The messages of one file with their documents, one at a time.

    Attributes:
        report: what was found, the envelopes included; complete when all documents are taken.
        unreadable: whether something of the file could not be read.
    """

    def __init__(self, engine: Engine, file: Path, mapping: str | None = None) -> None:
        self.engine, self.file, self.mapping = engine, file, mapping
        self.report = Report()
        self.unreadable = False
        with names_given():
            if mapping:
                engine.mappings.get(mapping)

    def __iter__(self) -> Iterator[ReadMessage]:
        found = 0
        with opened(self.file) as (stream, _):
            for interchange, messages in self.engine.read_documents(stream, mapping=self.mapping):
                for read in messages:
                    self.report.absorb(read.report)
                    found += 1
                    self.unreadable = self.unreadable or not read.accepted
                    yield read
                self.report.absorb(interchange.report)
                self.unreadable = self.unreadable or interchange.report.rejected
        self.unreadable = self.unreadable or not found

    def only(self, what: str) -> ReadMessage | None:
        """The one document of the file, None where it cannot be read.

        Raises:
            UsageError: there are several.
        """
        found: ReadMessage | None = None
        for read in self:
            if found is not None:
                raise click.UsageError(f"{plain(str(self.file))} holds several documents; {what} is one.")
            found = read
        return found if found and found.accepted else None

    def show(self) -> None:
        """What was found, on stderr; notes are counted."""
        show_findings(self.report.findings, self.report.counted, notes=False)

    def objects(self) -> dict[str, Any]:
        """What was found, as JSON."""
        return {
            "findings": [finding_object(finding) for finding in self.report],
            "more": counted_objects(self.report.counted),
        }


def short(value: Any) -> str:
    """A value on one line, cut where it is long; a text in quotes only where its ends are blank or it is empty."""
    text = plain(spelt(value))
    if isinstance(value, str) and (not text or text != text.strip()):
        text = repr(text)
    return text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…"


UNREADABLE = USAGE
"""The exit status of commands that compare, for a file that cannot be read: 1 says that a difference was found."""
