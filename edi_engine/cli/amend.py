"""`edi-engine amend`: the next version of a declaration from its amendments, and the amendment between two versions."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from edi_engine.canonical.amendments import Function, amend, read_functions
from edi_engine.canonical.deltas import PLAIN, Wishes, delta
from edi_engine.canonical.model import Declaration
from edi_engine.cli.documents import Documents, engine
from edi_engine.cli.files import READABLE
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options, strictness_options
from edi_engine.cli.output import counted_objects, finding_object, names_given, show_findings, show_json, target
from edi_engine.exchange import ReadMessage
from edi_engine.findings import Report
from edi_engine.pipeline import Engine
from edi_engine.translation import Translator


@click.command("amend")
@click.argument("original", type=READABLE)
@click.argument("amendments", nargs=-1, required=True, type=READABLE)
@click.option("--to", "mapping", default="json", show_default=True, metavar="MAPPING", help="What writes the result.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File.  [else stdout]")
@click.option("--delta", "reverse", is_flag=True, help="The second file is the new version: write the amendment.")
@click.option("--reason", default="", metavar="CODE", help="With --delta: change reason (4295) of each change.")
@click.option("--request", default="", metavar="TYPE", help="With --delta: as a request of this type (UK CDS: COR).")
@click.option("--reference", default="", metavar="TEXT", help="With --request: its own reference.")
@click.option("--statement", default="", metavar="TEXT", help="With --request: why, in words.")
@strictness_options
@common_options
@click.pass_obj
def command(
    settings: Settings,
    original: Path,
    amendments: tuple[Path, ...],
    mapping: str,
    output: Path | None,
    reverse: bool,
    reason: str,
    request: str,
    reference: str,
    statement: str,
    as_json: bool,
) -> int:
    """Apply AMENDMENTS to ORIGINAL, one after the other, and write the version they make.

    \b
    What an amendment does follows from its function (1225) and its pointers. It is applied
    whole, or nothing is written.

    \b
    Examples:
      edi-engine amend declaration.xml amendment.xml -o next.json
      edi-engine amend declaration.xml next.json --delta --to wco-dec -o amendment.xml
    """
    if reverse and len(amendments) > 1:
        raise click.UsageError("--delta takes two files: the original and the new version.")
    wishes = Wishes(reason=reason, request=request, reference=reference, statement=statement)
    if wishes != PLAIN and not reverse:
        raise click.UsageError("--reason, --request, --reference and --statement go with --delta.")
    report = Report()
    with engine(settings) as running:
        with names_given():
            translator = Translator(running, mapping)
        functions = read_functions(running.workspace.schema_text("wco/amendments.tsv"))
        made = _delta(running, original, amendments[0], functions, wishes, report) if reverse else None
        if not reverse:
            made = _amended(running, original, amendments, functions, report)
        if made is not None:
            _write(translator, made, output, report)
    status = REJECTED if report.rejected or made is None else ACCEPTED
    _tell(report, made, status, as_json=as_json, on_stdout=output is not None)
    return status


def _document(running: Engine, file: Path, report: Report) -> ReadMessage | None:
    documents = Documents(running, file)
    found = documents.only("what is amended, and each amendment")
    report.absorb(documents.report)
    return found


def _amended(
    running: Engine, original: Path, files: tuple[Path, ...], functions: tuple[Function, ...], report: Report
) -> ReadMessage | None:
    """The original with the version that all amendments made of its document."""
    read = _document(running, original, report)
    for file in files:
        amendment = _document(running, file, report)
        if read is None or amendment is None:
            return None
        made = amend(read.document, amendment.document, functions, report)
        read = None if made is None else replace(read, document=made, report=Report())
    return read


def _delta(
    running: Engine, original: Path, new: Path, functions: tuple[Function, ...], wishes: Wishes, report: Report
) -> ReadMessage | None:
    """The original with the amendment that makes the new version of its document."""
    read, other = _document(running, original, report), _document(running, new, report)
    if read is None or other is None:
        return None
    if not (isinstance(read.document, Declaration) and isinstance(other.document, Declaration)):
        raise click.UsageError("--delta takes two declarations.")
    made = delta(read.document, other.document, functions, report, wishes)
    return None if made is None else replace(read, document=made, report=Report())


def _write(translator: Translator, read: ReadMessage, output: Path | None, report: Report) -> None:
    translated = translator.written(read)
    report.absorb(translated.report)
    if translated.body is not None:
        with target(output) as stream:
            for piece in translator.pieces(iter([translated])):
                stream.write(piece)


def _tell(report: Report, made: ReadMessage | None, status: int, *, as_json: bool, on_stdout: bool) -> None:
    if not as_json:
        show_findings(report.findings, report.counted, notes=False)
        return
    value: dict[str, Any] = {
        "state": "accepted" if status == ACCEPTED else "rejected",
        "version": getattr(made and made.document, "version_id", None),
        "findings": [finding_object(finding) for finding in report],
        "more": counted_objects(report.counted),
    }
    show_json(value, err=not on_stdout)
