"""`edi-engine map new`: a first mapping from a sample message."""

import re
from io import BytesIO
from pathlib import Path

import click

from edi_engine import formats
from edi_engine.cli.files import READABLE, opened
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.output import finding_object, names_given, plain, show, show_findings, show_json
from edi_engine.findings import Finding
from edi_engine.folders import is_safe_name
from edi_engine.interchange import Message
from edi_engine.mapping.proposal.proposing import Proposal, propose
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

SHOWN_TODO = 12
MOST_BYTES = 16 << 20  # of a sample


@click.command("new")
@click.argument("sample", type=READABLE)
@click.option("--name", help="Of the mapping.  [else from the sample]")
@click.option("--like", help="Take over what fits from this mapping.  [else one of the same message, if there is one]")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder.  [else mappings/NAME in the workspace]")
@common_options
@click.pass_obj
def command(
    settings: Settings, sample: Path, name: str | None, like: str | None, output: Path | None, as_json: bool
) -> int:
    """Propose a mapping for a SAMPLE message: its template, its mapping.yaml, and the sample with what it means.

    Qualifiers become literals, repeated things lists, and values get paths where the directory, the names in the
    sample or another mapping suggest one; what is left is marked todo.

    \b
    Examples:
      edi-engine map new arrival.json --name food-safety
      edi-engine map new cusdec-d99b.edi --like cusdec-d96b-import
    """
    workspace = Workspace(settings.workspace)
    mappings = Mappings(workspace)
    with names_given():
        if like:
            mappings.definition(like)
    with opened(sample) as (stream, _):
        payload = stream.read(MOST_BYTES + 1)
    if len(payload) > MOST_BYTES:
        raise click.UsageError(f"A sample has at most {MOST_BYTES >> 20} MB.")
    message, faults = _only(payload, "" if like is None else mappings.definition(like).syntax)
    if message is None:
        show_findings(faults)
        return REJECTED
    called = name or _name(message, sample)
    folder = output or workspace.root / "mappings" / called
    _check(called, folder, taken=called in mappings.names())
    proposal = propose(message, called, workspace, like or "")
    _write(folder, proposal.files(_text(payload, message)))
    if as_json:
        show_json({"mapping": called, "folder": str(folder), **_facts(proposal)})
    else:
        _show(called, folder, proposal)
    return ACCEPTED


def _only(payload: bytes, expected: str) -> tuple[Message | None, list[Finding]]:
    """The one message of a sample, or what is wrong with it."""
    messages: list[Message] = []
    findings: list[Finding] = []
    for interchange in formats.read(BytesIO(payload), expected=expected):
        messages += interchange.messages
        findings += interchange.report
    findings += [finding for message in messages for finding in message.report]
    if messages and len(messages) != 1:
        raise click.UsageError(f"The sample holds {len(messages)} messages; a mapping is made from one.")
    return (messages[0] if messages else None), findings


def _name(message: Message, sample: Path) -> str:
    """A name for the mapping: type and directory, else the name of the file."""
    text = "-".join(part for part in (message.type, message.directory) if part) or sample.stem
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "new"


def _check(name: str, folder: Path, *, taken: bool) -> None:
    if not is_safe_name(name):
        raise click.UsageError(f"{name!r} cannot name a folder: use letters, digits, '.', '_' and '-'.")
    if taken:
        raise click.UsageError(f"There is a mapping {name!r} already: choose another one with --name.")
    if folder.exists():
        raise click.UsageError(f"{str(folder)!r} is there already: nothing is overwritten.")


def _text(payload: bytes, message: Message) -> str:
    """The sample as golden samples are kept, in UTF-8."""
    encoding = getattr(message.body, "encoding", "") or getattr(message.body, "codec", "") or "utf-8"
    return payload.decode(encoding if isinstance(encoding, str) else "utf-8", "replace").removeprefix("\ufeff")


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def _facts(proposal: Proposal) -> dict[str, object]:
    return {
        "values": proposal.values,
        "mapped": proposal.mapped,
        "like": proposal.draft.like or None,
        "dropped": proposal.draft.dropped,
        "unmapped": proposal.unmapped(),
        "todo": [{"line": line, "what": what} for line, what in proposal.todo()],
        "findings": [finding_object(finding) for finding in proposal.report],
    }


def _show(name: str, folder: Path, proposal: Proposal) -> None:
    show(plain(f"{folder}: a mapping {name}, which compiles and reads its sample"))
    if proposal.draft.like:
        dropped = len(proposal.draft.dropped)
        show(plain(f"  taken over from {proposal.draft.like}" + (f", {dropped} lines did not fit" if dropped else "")))
    for words in proposal.unmapped():
        show(plain(f"  no line yet for {words}"))
    share = round(100 * proposal.mapped / proposal.values) if proposal.values else 0
    show(f"  {proposal.mapped} of {proposal.values} values have a path ({share} %)")
    todo = proposal.todo()
    for line, what in todo[:SHOWN_TODO]:
        show(plain(f"  todo {proposal.draft.template}:{line}: {what}"))
    if len(todo) > SHOWN_TODO:
        show(f"  … and {len(todo) - SHOWN_TODO} more lines with todo")
    if not proposal.draft.facts["detect"]:
        show("  its sample is read by another mapping too: say in mapping.yaml what tells them apart (detect)")
    show("  a path that is proposed may be wrong: look at samples/sample.canonical.json")
