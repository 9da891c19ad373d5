"""`edi-engine explain`: where each value that is written comes from, down to the bytes received."""

import io
from pathlib import Path

import click

from edi_engine.cli.documents import engine
from edi_engine.cli.files import READABLE, opened
from edi_engine.cli.frame import ACCEPTED, PARTLY, REJECTED, Settings, common_options, strictness_options
from edi_engine.cli.lineage import explained_object, show_explained
from edi_engine.cli.output import finding_object, names_given, plain, show, show_findings, show_json
from edi_engine.explanation import Explained, explain, trace_of
from edi_engine.findings import Report
from edi_engine.translation import Translator


@click.command("explain")
@click.argument("file", type=READABLE)
@click.option("--to", "target", required=True, metavar="MAPPING", help="What is written; `json` is the document.")
@click.option("--from", "source", metavar="MAPPING", help="What reads the file.  [else detected]")
@click.option("--only", default="", metavar="TEXT", help="Only values whose place, path or text has it.")
@strictness_options
@common_options
@click.pass_obj
def command(settings: Settings, file: Path, target: str, source: str | None, only: str, as_json: bool) -> int:
    """Translate FILE, and name for each value written its place in the document and the bytes it was received in.

    \b
    A value is received where changing those bytes changes it; it is chosen by a code or qualifier that makes it what
    it is, or makes it be there at all; constants are the mappings' own.
    Exit status: as of `translate`.

    \b
    Examples:
      edi-engine explain samples/import_minimal/received.edi --to wco-dec
      edi-engine explain samples/import_minimal/received.edi --to wco-dec --only OfficeID
    """
    with opened(file) as (stream, name):
        payload = stream.read()
    found, explained, counts = Report(), list[Explained](), [0, 0]
    with engine(settings) as running:
        with names_given():
            translator = Translator(running, target, source=source)
        for result in translator.translate(io.BytesIO(payload)):
            found.absorb(result.report)
            counts[result.body is None] += 1
            if result.body is not None:
                sent = translator.bytes_of([result])
                explained.append(explain(trace_of(result.read, payload), translator.writer, sent))
    found.absorb(translator.envelope_findings)
    status = REJECTED if translator.rejected or not counts[0] else PARTLY if counts[1] else ACCEPTED
    _report(name, explained, found, only, as_json=as_json)
    return status


def _report(name: str, explained: list[Explained], found: Report, only: str, *, as_json: bool) -> None:
    if as_json:
        messages = [explained_object(one, only) for one in explained]
        show_json({"file": name, "messages": messages, "findings": [finding_object(finding) for finding in found]})
        return
    for one in explained:
        show(plain(f"{name}, message {one.number}: read by {one.reader}, written by {one.writer}"))
        show_explained(one, only)
        found.extend(one.findings)
    show_findings(found.findings, found.counted, notes=False)
