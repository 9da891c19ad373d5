"""`edi-engine translate`: any known format into any other; nothing is recorded, and nothing given out half."""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from edi_engine.cli.files import FILES, UnreadableError, opened
from edi_engine.cli.frame import (
    ACCEPTED,
    FAILED,
    PARTLY,
    REJECTED,
    Settings,
    common_options,
    engine_version,
    strictness_options,
)
from edi_engine.cli.losses import LossReport, loss_report
from edi_engine.cli.output import (
    counted_objects,
    finding_object,
    names_given,
    of_many,
    plain,
    show_findings,
    show_json,
    target,
    worst,
)
from edi_engine.errors import ConfigurationError, EdiError
from edi_engine.findings import Report
from edi_engine.pipeline import Engine
from edi_engine.translation import Translated, Translator
from edi_engine.workspace import Workspace

EXTENSIONS = {"edifact": "edi", "xml": "xml", "json": "json", "csv": "csv", "fixed": "txt"}


@click.command("translate")
@FILES
@click.option(
    "--to", "target", required=True, metavar="MAPPING", help="What to write; `json` is the canonical document."
)
@click.option("--from", "source", metavar="MAPPING", help="What reads the files.  [else detected]")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File, or folder for a file a document.  [else stdout]"
)
@click.option("--force", is_flag=True, help="Write over what an earlier call wrote into the folder of -o.")
@click.option(
    "--losses",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="File for what became of each value; `-` is stdout.",
)
@click.option("--strict-loss", is_flag=True, help="What is unmapped or not written rejects its message.")
@strictness_options
@common_options
@click.pass_obj
def command(
    settings: Settings,
    files: tuple[Path, ...],
    target: str,
    source: str | None,
    output: Path | None,
    force: bool,
    losses: Path | None,
    strict_loss: bool,
    as_json: bool,
) -> int:
    """Translate FILES; what they are is found out from their content.

    Into a folder goes a file a document, NAME-1.xml, NAME-2.xml …; where one is there from an earlier call nothing is
    written, but with --force.

    \b
    Examples:
      edi-engine translate samples/import_ten_items/received.edi --to json
      edi-engine translate declaration.xml --to cusdec-d96b-import -o declaration.edi
      edi-engine translate night/*.edi --to wco-dec -o out/
      edi-engine translate declaration.xml --to cusdec-d96b-import -o declaration.edi --losses losses.txt
    """
    if len(files) > 1 and output is not None and not output.is_dir():
        raise click.UsageError(f"{len(files)} files cannot go into one: name a folder that exists with -o.")
    with Engine(Workspace(settings.workspace), version=engine_version(), strictness=settings.strictness) as engine:
        with names_given():
            translator = Translator(engine, target, source=source, strict_loss=strict_loss, losses=losses is not None)
            if source:
                engine.mappings.get(source)
        if output is not None and output.is_dir() and not force:
            _refuse_earlier(output, {_stem(file) for file in files}, EXTENSIONS[translator.writer.syntax])
        written: set[Path] = set()
        with loss_report(losses, output, as_json) as told:
            return worst(_file(translator, file, files, output, written, as_json, told) for file in files)


def _stem(file: Path) -> str:
    """What the names of the documents of a file begin with."""
    return "stdin" if str(file) == "-" else file.stem


def _refuse_earlier(folder: Path, stems: set[str], extension: str) -> None:
    """Refuse to put documents beside or over those that an earlier call wrote under the same names."""
    numbered = re.compile(rf"(.*)-[0-9]+\.{extension}")
    for name in sorted(os.listdir(folder)):
        match = numbered.fullmatch(name)
        if match and match[1] in stems:
            raise click.UsageError(
                f"{plain(str(folder / name))} is there already: name another folder, or add --force."
            )


def _file(
    translator: Translator,
    file: Path,
    files: Sequence[Path],
    output: Path | None,
    written: set[Path],
    as_json: bool,
    told: LossReport | None,
) -> int:
    """One of some files; an engine that cannot go on says so and leaves the other files their turn."""
    found = Report()  # bounded: a long interchange has no end of findings
    counts = [0, 0]
    try:
        with opened(file) as (stream, name):
            results = _watched(_told(translator.translate(stream), told, name), found, counts)
            if output is not None and output.is_dir():
                _write_files(translator, results, output / _stem(file), written)
            else:
                _write_one(translator, results, output)
        status = _status(translator, counts)
    except EdiError as error:
        found.extend(error.findings)
        ours = isinstance(error, ConfigurationError | UnreadableError) or not translator.started
        status = FAILED if ours else REJECTED
        counts = [0, sum(counts)]  # it is given out whole, or not at all
    found.absorb(translator.envelope_findings)
    if as_json:
        _report(file, found, counts, status, output)
    else:
        label = of_many("stdin" if str(file) == "-" else str(file), files)
        show_findings(found.findings, found.counted, notes=False, file=label)
    return status


def _told(results: Iterator[Translated], told: LossReport | None, name: str) -> Iterator[Translated]:
    """All of them; the losses of each are told on the way."""
    for result in results:
        if told is not None:
            told.tell(name, result)
        yield result


def _watched(results: Iterator[Translated], found: Report, counts: list[int]) -> Iterator[Translated]:
    """The accepted ones; findings and counts are taken down on the way."""
    for result in results:
        found.absorb(result.report)
        counts[0 if result.body is not None else 1] += 1
        if result.body is not None:
            yield result


def _status(translator: Translator, counts: list[int]) -> int:
    """The status of a file; where an envelope is at fault, its messages are not accepted either."""
    if translator.rejected:
        counts[:] = [0, sum(counts)]
    accepted, rejected = counts
    return ACCEPTED if accepted and not rejected else PARTLY if accepted else REJECTED


class _HeldBackError(Exception):
    """Nothing is given out: nothing was accepted, or the trailer, read last, rejects it all."""


def _write_files(translator: Translator, results: Iterator[Translated], stem: Path, written: set[Path]) -> None:
    """A file a document, numbered; inputs of the same name go on counting, so that none replaces another's."""
    extension, number = EXTENSIONS[translator.writer.syntax], 0
    named: list[tuple[Path, Path]] = []
    with tempfile.TemporaryDirectory(prefix=".translate-", dir=stem.parent) as held:
        for result in results:
            number += 1
            while (path := stem.with_name(f"{stem.name}-{number}.{extension}")) in written:
                number += 1
            written.add(path)
            named.append((Path(held, path.name), path))
            with target(named[-1][0]) as stream:
                stream.write(translator.bytes_of([result]))
        for part, path in [] if translator.rejected else named:
            part.replace(path)


def _write_one(translator: Translator, results: Iterator[Translated], output: Path | None) -> None:
    """All documents in one stream, written a piece at a time and given out when all is read."""
    with contextlib.suppress(_HeldBackError), target(output) as stream:
        count = 0
        for piece in translator.pieces(results):
            count += stream.write(piece)
        if translator.rejected or not count:
            raise _HeldBackError


def _report(file: Path, report: Report, counts: list[int], status: int, output: Path | None) -> None:
    state = {ACCEPTED: "accepted", REJECTED: "rejected", PARTLY: "partly", FAILED: "failed"}[status]
    result = {"file": str(file), "state": state, "accepted": counts[0], "rejected": counts[1]}
    findings = [finding_object(finding) for finding in report.findings]
    value = {**result, "findings": findings, "more": counted_objects(report.counted)}
    if output is None:
        click.echo(plain(_line(value)), err=True)
    else:
        show_json(value)


def _line(value: dict[str, Any]) -> str:
    import json

    return json.dumps(value, default=str)
