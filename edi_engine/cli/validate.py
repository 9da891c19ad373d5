"""`edi-engine validate`: every fault of a file; nothing is recorded, one message at a time is held."""

import datetime
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from edi_engine import formats
from edi_engine.acknowledgement import Acknowledger
from edi_engine.answer import answer
from edi_engine.checks.judging import Checks
from edi_engine.cli.document_rules import DocumentRules
from edi_engine.cli.files import FILES, UnreadableError, opened, show_unreadable
from edi_engine.cli.frame import ACCEPTED, PARTLY, REJECTED, Settings, common_options, strictness_options
from edi_engine.cli.output import (
    counted_objects,
    finding_object,
    names_given,
    of_many,
    plain,
    show,
    show_findings,
    show_json,
    target,
    worst,
)
from edi_engine.errors import EdiError
from edi_engine.exchange import split
from edi_engine.findings import Report, Severity, Strictness
from edi_engine.intake import document_of
from edi_engine.interchange import Interchange, Message
from edi_engine.mapping.registry import Mapping, Mappings
from edi_engine.workspace import Workspace


@click.command("validate")
@FILES
@click.option(
    "--directory", default="", metavar="D.96B", help="Hold messages to this directory.  [else what they claim]"
)
@click.option(
    "--mapping",
    "name",
    metavar="MAPPING",
    help="Read them with this mapping too, and say what it misses.  [else detected, where no directory describes them]",
)
@click.option(
    "--contrl",
    "answers",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="OUT",
    help="Write the CONTRL that answers each interchange into this file.",
)
@strictness_options
@common_options
@click.pass_obj
def command(
    settings: Settings, files: tuple[Path, ...], directory: str, name: str | None, answers: Path | None, as_json: bool
) -> int:
    """Check FILES: envelope, order of segments, elements, code lists, rules of the document; all faults in one run.

    \b
    Examples:
      edi-engine validate samples/import_ten_items/received.edi
      edi-engine validate old.edi --directory D.99B
      edi-engine validate received.edi --contrl answer.edi
    """
    workspace = Workspace(settings.workspace)
    mappings, checks = Mappings(workspace), Checks(workspace)
    checks.prepare()
    rules = DocumentRules(checks)
    with names_given():
        if directory:
            mappings.directories.get(directory)
        mapping = mappings.get(name) if name else None
    if answers and answers.resolve() in {file.resolve() for file in files}:
        raise click.BadParameter(f"{plain(str(answers))} is one of the files to check", param_hint="--contrl")
    written = Answers(mappings) if answers else None
    status = worst(
        _file(mappings, rules, mapping, directory, file, files, as_json, settings.strictness, written) for file in files
    )
    if answers and written:
        written.save(answers)
    return status


class Answers:
    """The CONTRL of every interchange that was read, one behind the other, each with a control reference of its own."""

    def __init__(self, mappings: Mappings) -> None:
        self.mappings, self.at = mappings, datetime.datetime.now(datetime.UTC)
        self.number = 0
        self.spool = tempfile.SpooledTemporaryFile(max_size=1 << 20)  # noqa: SIM115 — kept until all files are read

    def add(self, gathered: Acknowledger) -> None:
        """Answer one interchange; why there is no answer goes to its report."""
        self.number += 1
        reference = f"{int(self.at.timestamp()):X}{self.number:06}"
        made = answer(gathered, self.mappings, reference, self.at)
        if made.payload:
            self.spool.write(made.payload)
        if made.finding:
            gathered.interchange.report.add(made.finding)

    def save(self, path: Path) -> None:
        """Write the file; where nothing is to be answered there is none."""
        if self.spool.tell():
            self.spool.seek(0)
            with target(path) as stream:
                shutil.copyfileobj(self.spool, stream)
        self.spool.close()


def _file(
    mappings: Mappings,
    rules: DocumentRules,
    mapping: Mapping | None,
    directory: str,
    file: Path,
    files: Sequence[Path],
    as_json: bool,
    strictness: Strictness,
    answers: Answers | None,
) -> int:
    """One of some files; its findings are gathered, bounded by a report's limit."""
    gathered = Report()
    good = bad = 0
    try:
        with opened(file) as (stream, shown_name):
            interchanges = formats.read(stream, strictness=strictness, expected=mapping.syntax if mapping else "")
            for report in _reports(interchanges, mappings, rules, mapping, directory, answers):
                gathered.absorb(report)
                bad += report.rejected
                good += not report.rejected
    except UnreadableError as error:
        return show_unreadable(error, file, files, as_json=as_json)
    status = ACCEPTED if not bad else PARTLY if good > 1 else REJECTED
    if as_json:
        state = {ACCEPTED: "accepted", REJECTED: "rejected", PARTLY: "partly"}[status]
        value = {"file": str(file), "state": state, "findings": [finding_object(f) for f in gathered]}
        show_json({**value, "more": counted_objects(gathered.counted)})
        return status
    show(f"{plain(shown_name)}: {_summary(gathered)}")
    show_findings(gathered, gathered.counted, file=of_many(shown_name, files))
    return status


def _reports(
    interchanges: Iterator[Interchange],
    mappings: Mappings,
    rules: DocumentRules,
    mapping: Mapping | None,
    directory: str,
    answers: Answers | None,
) -> Iterator[Report]:
    """The report of each message, then of its interchange."""
    for interchange in interchanges:
        formats.check_envelope(interchange, mappings.directories)
        gathered = Acknowledger(interchange, mappings.directories) if answers else None
        for message in interchange.messages:
            formats.check(message, mappings.directories, directory)
            read = [] if message.report.rejected else list(_read(message, mappings, mapping))
            if gathered:
                gathered.add(message)
            for part, document, reader in read:
                if document is not None and reader and not part.report.rejected:  # not of the syntax nor of the answer
                    rules.check(document, reader, part)
            formats.check_dates(message, mappings.directories, directory)
            yield from [part.report for part, _, _ in read] or [message.report]
        if answers and gathered:
            answers.add(gathered)
        yield interchange.report


def _read(
    message: Message, mappings: Mappings, mapping: Mapping | None
) -> Iterator[tuple[Message, msgspec.Struct | None, Mapping | None]]:
    """Each document of a message and the mapping that read it: the one named, else the one that is detected.

    What that misses is told where it was named, or where no directory describes the message.
    """
    described = hasattr(formats.house(message.syntax), "check")
    told = mapping is not None or not described
    report = message.report if told else Report()
    parts = [message]
    try:
        if mapping is None:
            mapping, why = mappings.detect(message)
            report.extend(why)
        if mapping is not None:
            mappings.check(mapping.name, message, report)
        if not report.rejected:
            parts = split(mapping, message)
        for part in parts:
            found = part.report if told else report
            document = document_of(part, mapping, found) if mapping and not found.rejected else None
            yield part, None if found.rejected else document, mapping
    except EdiError:
        if told:
            raise
        yield message, None, mapping  # a mapping that is wrong is no fault of the message


def _summary(report: Report) -> str:
    """`2 errors, 1 warning`, or `no faults found`."""
    totals = Counter(finding.severity for finding in report)
    for (severity, _), times in report.counted.items():
        totals[severity] += times
    counts = [(str(level), totals[level]) for level in Severity]
    parts = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts if count]
    return ", ".join(parts) or "no faults found"
