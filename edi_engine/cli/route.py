"""`edi-engine route`: what the nightly job does for one file."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from edi_engine.audit.payloads import Spool, spool
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
from edi_engine.cli.output import (
    counted_objects,
    finding_object,
    message_state,
    of_many,
    plain,
    show,
    show_findings,
    show_json,
    taken,
    worst,
)
from edi_engine.convoy import Result, route_together
from edi_engine.errors import EdiError
from edi_engine.exchange import Acknowledged, Delivery, Exchange, InterchangeResult, MessageResult
from edi_engine.findings import Finding, Severity
from edi_engine.mapping.losses import COUNTS
from edi_engine.pipeline import Engine
from edi_engine.refusals import NOT_DECIDED
from edi_engine.workspace import Workspace

SHOWN_MESSAGES = 20


@click.command("route")
@FILES
@click.option("--dry-run", is_flag=True, help="Only say which routes match and why not the others.")
@click.option("--allow-duplicates", is_flag=True, help="Deliver again what was accepted before.")
@click.option("--losses", is_flag=True, help="Count and record what became of each value.")
@click.option("--strict-loss", is_flag=True, help="What is unmapped rejects its message, what is not written fails.")
@strictness_options
@common_options
@click.pass_obj
def command(
    settings: Settings,
    files: tuple[Path, ...],
    dry_run: bool,
    allow_duplicates: bool,
    losses: bool,
    strict_loss: bool,
    as_json: bool,
) -> int:
    """Take FILES in, send each agency what its routes say, answer the sender, and keep the record.

    An EDIFACT interchange is answered by CONTRL as `answers:` in routes.yaml says: when it asks for it, or has faults.

    \b
    Examples:
      edi-engine route samples/import_two_items/received.edi --dry-run
      edi-engine route inbox/*.edi --workspace /var/lib/edi
      cat import.edi | edi-engine route -
    """
    workspace = Workspace(settings.workspace)
    strictness = settings.strictness
    with Engine(
        workspace, version=engine_version(), strictness=strictness, strict_loss=strict_loss, losses=losses
    ) as engine:
        results = _dry(engine, files) if dry_run else _routed(engine, files, allow_duplicates)
        shown = (_show_result(engine, file, files, each, dry_run, as_json) for file, each in results)
        return worst(shown)


def _routed(engine: Engine, files: Sequence[Path], allow_duplicates: bool) -> Iterator[tuple[Path, Result]]:
    """Each file with its exchange; many are routed side by side and share their commits."""

    def start(file: Path) -> tuple[Spool, str]:
        folder = engine.prepare()
        try:
            with opened(file) as (stream, name):
                return spool(stream, folder), name
        except OSError as error:  # what cannot be written into the folder is told by another one
            raise UnreadableError(file, error) from error

    starts = (partial(start, file) for file in files)
    return zip(files, route_together(engine, starts, allow_duplicates=allow_duplicates), strict=True)


def _dry(engine: Engine, files: Sequence[Path]) -> Iterator[tuple[Path, Result]]:
    for file in files:
        try:
            with opened(file) as (stream, name):
                yield file, engine.route(stream, name, dry_run=True)
        except EdiError as error:
            yield file, error


def _show_result(
    engine: Engine, file: Path, files: Sequence[Path], result: Result, dry_run: bool, as_json: bool
) -> int:
    """One of some files; an engine that could not go on with it left the other files their turn."""
    if isinstance(result, EdiError):
        if as_json:
            facts = {"file": str(file), "exchange": result.exchange or None, "state": "failed"}
            show_json(facts | {"findings": list(map(finding_object, result.findings))})
        else:
            kept = f"on record as exchange {result.exchange}, to be resumed" if result.exchange else "not taken in"
            show(f"{plain(str(file))}: failed, {kept}")
            show_findings(result.findings, file=of_many(str(file), files))
        return FAILED
    if as_json:
        show_json(exchange_object(result, str(file)))
    else:
        show_exchange(result, engine.workspace, dry_run=dry_run)
        _show_faults(result, dry_run, of_many(result.source, files))
    return exit_status(result)


def _show_faults(exchange: Exchange, dry_run: bool, file: str) -> None:
    """Errors in full, and who was left out; what else warns is counted where the record has it."""
    found = list(exchange.findings)
    if dry_run or not exchange.id:
        show_findings(found, exchange.counted, notes=False, file=file)
        return
    counted = {
        key: times for key, times in exchange.counted.items() if key[0] is Severity.ERROR or key[1] == NOT_DECIDED
    }
    told = [finding for finding in found if finding.severity is Severity.ERROR or finding.code == NOT_DECIDED]
    show_findings(told, counted, file=file)
    left = [finding for finding in found if finding.code != NOT_DECIDED]
    counts = [(str(level), sum(finding.severity is level for finding in left)) for level in Severity]
    parts = [f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts if count and name != "error"]
    if parts:
        show(f"  {' and '.join(parts)} in the record")


def exit_status(exchange: Exchange) -> int:
    """The status of one payload.

    A delivery that failed is a failure of our surroundings, whatever was accepted, and so is what could not be decided.
    """
    undecided = any(
        interchange.state == "undecided" or (interchange.left_out and interchange.state != "rejected")
        for interchange in exchange.interchanges
    )
    state = {"accepted": ACCEPTED, "partly": PARTLY, "rejected": REJECTED, "undecided": FAILED}[exchange.state]
    return FAILED if exchange.undelivered or undecided else state


def show_exchange(exchange: Exchange, workspace: Workspace, *, dry_run: bool = False) -> None:
    """What was received, what each route made of it, and where the record lies."""
    note = ", dry run: nothing recorded or sent" if dry_run else ""
    show(f"{plain(exchange.source)}: {exchange.state} ({exchange.size} bytes{note})")
    for interchange in exchange.interchanges:
        _show_interchange(interchange)
    if exchange.id:
        show(f"  record: exchange {exchange.id} in {workspace.store_place}")
        show(f"          edi-engine audit show {exchange.id}")


def _show_interchange(interchange: InterchangeResult) -> None:
    facts = interchange.envelope
    parties = f" from {facts.sender} to {facts.recipient}" if facts.sender or facts.recipient else ""
    reference = f" {facts.reference}" if facts.reference else ""
    test = ", a test" if facts.test else ""
    head = f"interchange {interchange.number}{reference}{parties}"
    show(f"  {plain(head)}, {interchange.syntax or 'format not known'}{test}: {interchange.state}")
    for message in interchange.messages[:SHOWN_MESSAGES]:
        _show_message(message, interchange.state)
    rest = len(interchange.messages) + interchange.rejected_more - SHOWN_MESSAGES
    if rest > 0:
        accepted = sum(message.accepted for message in interchange.messages[SHOWN_MESSAGES:])
        show(f"    … and {rest} more messages, {accepted} of them accepted")
    _show_answer(interchange)


def _show_answer(interchange: InterchangeResult) -> None:
    """The CONTRL sent back, or why there is none."""
    answer = interchange.answer
    if answer:
        show(f"    answer {answer.state}: {plain(answer.agency)}, reference {plain(answer.reference)}")
        if answer.place:
            show(f"      {plain(answer.place)}")
        if answer.due:
            show(f"      tried again {answer.due}, see deliver")
    for finding in interchange.report:
        if finding.code.startswith("ACK-"):
            show(f"    {finding.severity} {finding.code}: {plain(finding.what)}")


def _show_message(message: MessageResult, around: str) -> None:
    name = " ".join(part for part in (message.type, message.directory, message.reference) if part)
    reader = f", read by {message.mapping}" if message.mapping else ""
    state = message_state(message.accepted, around, unrouted=message.unrouted)
    name = name or ("" if reader else "of no known kind")
    show(f"    {plain(f'message {message.number} {name}'.rstrip())}{reader}: {state}")
    _show_counts(message.findings, "      ")
    for said in message.acknowledges:
        show(f"      {plain(_acknowledges(said))}")
    made: dict[str, list[Delivery]] = {}
    for delivery in message.deliveries:
        made.setdefault(delivery.route, []).append(delivery)
    width = max((len(decision.route.name) for decision in message.decisions), default=0)
    for decision in message.decisions:
        takes, reason = taken(decision.matched, decision.reason, state)
        show(f"      {'yes' if takes else 'no '} {decision.route.name:<{width}}  {plain(reason)}")
        for delivery in made.pop(decision.route.name, []):
            _show_delivery(delivery, width)
    for delivery in (delivery for some in made.values() for delivery in some):
        show(f"      yes {delivery.route:<{width}}  answers what was sent, and goes to who sent that")
        _show_delivery(delivery, width)


def _acknowledges(said: Acknowledged) -> str:
    return f"{said.state}: {said.named}"


def _show_delivery(delivery: Delivery, width: int) -> None:
    margin = " " * (width + 12)
    part = f" {plain(delivery.part)}:" if delivery.part else ""
    show(f"{margin}{delivery.state}:{part} {delivery.agency}, reference {delivery.reference}")
    _show_counts(delivery.findings, margin)
    if delivery.place:
        show(f"{margin}{plain(delivery.place)}")
    if delivery.due:
        show(f"{margin}tried again {delivery.due}, see deliver")


def _show_counts(findings: Iterable[Finding], margin: str) -> None:
    """What became of the values, where it was counted."""
    for finding in findings:
        if finding.code in COUNTS:
            show(f"{margin}{finding.what}")


def exchange_object(exchange: Exchange, file: str) -> dict[str, Any]:
    """The whole of it as JSON."""
    return {
        "file": file,
        "exchange": exchange.id or None,
        "state": exchange.state,
        "sha256": exchange.sha256,
        "size": exchange.size,
        "interchanges": [_interchange_object(interchange) for interchange in exchange.interchanges],
        "findings": _objects(list(exchange.findings)),
        "more": counted_objects(exchange.counted),
    }


def _interchange_object(interchange: InterchangeResult) -> dict[str, Any]:
    facts = interchange.envelope
    return {
        "number": interchange.number,
        "syntax": interchange.syntax,
        "sender": facts.sender,
        "recipient": facts.recipient,
        "reference": facts.reference,
        "test": facts.test,
        "state": interchange.state,
        "messages": [_message_object(message, interchange.state) for message in interchange.messages],
        "rejected_more": interchange.rejected_more,
        "answer": _delivery_object(interchange.answer) if interchange.answer else None,
    }


def _message_object(message: MessageResult, around: str) -> dict[str, Any]:
    state = message_state(message.accepted, around, unrouted=message.unrouted)
    decided = [(one.route.name, *taken(one.matched, one.reason, state)) for one in message.decisions]
    return {
        "number": message.number,
        "type": message.type,
        "directory": message.directory,
        "reference": message.reference,
        "mapping": message.mapping or None,
        "state": state,
        "accepted": state == "accepted",
        "unrouted": message.unrouted,
        "decisions": [{"route": name, "matched": takes, "reason": reason} for name, takes, reason in decided],
        "deliveries": list(map(_delivery_object, message.deliveries)),
        "acknowledges": list(map(_acknowledged_object, message.acknowledges)),
    }


def _delivery_object(delivery: Delivery) -> dict[str, Any]:
    return {name: getattr(delivery, name) for name in ("route", "agency", "reference", "state", "place")} | {
        "due": delivery.due or None
    }


def _acknowledged_object(said: Acknowledged) -> dict[str, Any]:
    return {
        "reference": said.reference,
        "state": said.state,
        "exchange": said.exchange or None,
        "route": said.route or None,
    }


def _objects(findings: list[Finding]) -> list[dict[str, Any]]:
    return [finding_object(finding) for finding in findings]
