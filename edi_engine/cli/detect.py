"""`edi-engine detect`: what a file is, and which mapping would read it and why."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from edi_engine import formats
from edi_engine.cli.files import FILES, UnreadableError, opened, show_unreadable
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.output import condition, finding_object, of_many, plain, show, show_findings, show_json, worst
from edi_engine.interchange import Interchange, Message
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

SHOWN_MESSAGES = 20


@click.command("detect")
@FILES
@common_options
@click.pass_obj
def command(settings: Settings, files: tuple[Path, ...], as_json: bool) -> int:
    """Say of FILES what they are: syntax, message, release, partner, and the mapping that would read them.

    \b
    Examples:
      edi-engine detect samples/import_ten_items/received.edi
      edi-engine detect inbox/* --json
    """
    mappings = Mappings(Workspace(settings.workspace))
    return worst(_file(mappings, file, files, as_json) for file in files)


def _file(mappings: Mappings, file: Path, files: Sequence[Path], as_json: bool) -> int:
    try:
        with opened(file) as (stream, name):
            found = [_interchange(mappings, interchange) for interchange in formats.read(stream)]
    except UnreadableError as error:
        return show_unreadable(error, file, files, as_json=as_json)
    known = bool(found) and all(message["mapping"] for item in found for message in item["messages"])
    known = known and all(item["messages"] for item in found)
    if as_json:
        shown = [{**item, "findings": [finding_object(f) for f in item["findings"]]} for item in found]
        show_json({"file": str(file), "state": "accepted" if known else "rejected", "interchanges": shown})
        return ACCEPTED if known else REJECTED
    show(plain(name))
    for item in found:
        _show(item, of_many(name, files))
    return ACCEPTED if known else REJECTED


def _interchange(mappings: Mappings, interchange: Interchange) -> dict[str, Any]:
    facts = interchange.envelope
    findings = []
    messages = []
    for message in interchange.messages:
        mapping, why = mappings.detect(message)
        findings += why
        messages.append(_message(mappings, message, mapping.name if mapping else ""))
    return {
        "number": interchange.number,
        "syntax": interchange.syntax,
        "sender": facts.sender,
        "recipient": facts.recipient,
        "reference": facts.reference,
        "syntaxIdentifier": facts.syntax_identifier,
        "syntaxVersion": facts.syntax_version,
        "messages": messages,
        "findings": [*findings, *(interchange.report if not messages else ())],
    }


def _message(mappings: Mappings, message: Message, mapping: str) -> dict[str, Any]:
    conditions = mappings.definition(mapping).detect if mapping else {}
    return {
        "number": message.number,
        "type": message.type,
        "directory": message.directory,
        "association": message.association,
        "reference": message.reference,
        "mapping": mapping or None,
        "why": {key: list(texts) for key, texts in conditions.items()},
    }


def _show(item: dict[str, Any], file: str) -> None:
    parties = f" from {item['sender']} to {item['recipient']}" if item["sender"] or item["recipient"] else ""
    level = "".join(f" {item[name]}" for name in ("syntaxIdentifier", "syntaxVersion") if item[name])
    reference = f" {item['reference']}" if item["reference"] else ""
    show(plain(f"  interchange {item['number']}{reference}{parties}: {item['syntax'] or 'format not known'}{level}"))
    for message in item["messages"][:SHOWN_MESSAGES]:
        name = " ".join(part for part in (message["type"], message["directory"], message["association"]) if part)
        head = f"message {message['number']} {message['reference']}".rstrip()
        show(plain(f"    {head}: {name or 'of no known kind'}"))
        if message["mapping"]:
            why = ", ".join(condition(key, texts) for key, texts in message["why"].items())
            show(plain(f"      read by {message['mapping']}: {why}"))
    if len(item["messages"]) > SHOWN_MESSAGES:
        show(f"    … and {len(item['messages']) - SHOWN_MESSAGES} more messages")
    show_findings(item["findings"], file=file)
