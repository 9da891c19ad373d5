"""`edi-engine map coverage`: what a mapping makes of a partner's files, and which of its lines they never meet."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from edi_engine.cli.files import FILES, opened
from edi_engine.cli.frame import (
    ACCEPTED,
    PARTLY,
    REJECTED,
    Settings,
    common_options,
    engine_version,
    strictness_options,
)
from edi_engine.cli.output import finding_object, names_given, plain, show, show_findings, show_json
from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Severity
from edi_engine.mapping.losses import READING, Fate, in_words
from edi_engine.mapping.met import Met
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace


@click.command("coverage")
@click.argument("mapping")
@FILES
@strictness_options
@common_options
@click.pass_obj
def coverage(settings: Settings, mapping: str, files: tuple[Path, ...], as_json: bool) -> int:
    """Say what MAPPING makes of the elements of FILES, place by place, and which of its lines they never meet.

    \b
    Examples:
      edi-engine map coverage cusdec-d96b-import night/*.edi
      edi-engine map coverage wco-dec samples/*/sent/customs.xml --json
    """
    refused: list[tuple[Path, list[Finding]]] = []
    with Engine(Workspace(settings.workspace), version=engine_version(), strictness=settings.strictness) as engine:
        with names_given():
            met = Met(engine.mappings.get(mapping))
        for file in files:
            _take(engine, met, file, refused)
    if as_json:
        show_json(_object(met, files, refused))
    else:
        _show(met, files)
        for file, findings in refused:
            show_findings(findings, file=str(file))
    return ACCEPTED if not refused else PARTLY if met.messages else REJECTED


def _take(engine: Engine, met: Met, file: Path, refused: list[tuple[Path, list[Finding]]]) -> None:
    """Take in the messages of one file; what is not read is told with its first error."""
    try:
        with opened(file) as (stream, _):
            for interchange, messages in engine.read_documents(stream, mapping=met.mapping.name):
                for read in messages:
                    if read.document is None:
                        refused.append((file, _errors(read.report)[:1]))
                    else:
                        met.add(read.message, read.document, read.report)
                if interchange.report.rejected:
                    refused.append((file, _errors(interchange.report)[:1]))
    except EdiError as error:
        refused.append((file, list(error.findings)[:1]))


def _errors(findings: Any) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def _show(met: Met, files: tuple[Path, ...]) -> None:
    head = f"{met.mapping.name}: {len(files)} files, {met.messages} messages"
    show(plain(f"{head}, {in_words(_named(met.sums()))}"))
    width = max((len(place) for place in met.places), default=0)
    for place, fates in met.places.items():
        told = ", ".join(f"{fates[fate]} {fate}" for fate in READING if fates[fate])
        show(plain(f"  {place:<{width}}  {told}"))
    unmet = met.unmet()
    if met.lines:
        show(f"never met: {len(unmet)} of {len(met.lines)} lines")
    for line in unmet:
        show(plain(f"  {line.file or 'line'} {line.line}: {line.text}" if line.line else f"  {line.text}"))


def _named(fates: Counter[Fate]) -> dict[str, int]:
    return {str(fate): fates[fate] for fate in READING}


def _object(met: Met, files: tuple[Path, ...], refused: list[tuple[Path, list[Finding]]]) -> dict[str, Any]:
    places = [{"place": place, **{f: n for f, n in _named(fates).items() if n}} for place, fates in met.places.items()]
    return {
        "mapping": met.mapping.name,
        "files": len(files),
        "messages": met.messages,
        "sums": _named(met.sums()),
        "elements": places,
        "lines": len(met.lines),
        "never_met": [line._asdict() for line in met.unmet()],
        "not_read": [{"file": str(file), "findings": list(map(finding_object, found))} for file, found in refused],
    }
