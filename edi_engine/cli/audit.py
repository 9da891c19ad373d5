"""`edi-engine audit`: find and show what was received, decided and sent."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from edi_engine.audit import search as records
from edi_engine.audit.store import Store
from edi_engine.cli import evidence
from edi_engine.cli.audit_export import command as export
from edi_engine.cli.audit_home import command as home
from edi_engine.cli.audit_overdue import command as overdue
from edi_engine.cli.audit_redeliver import redeliver
from edi_engine.cli.audit_search import command as search
from edi_engine.cli.audit_sources import command as sources
from edi_engine.cli.audit_stats import command as stats
from edi_engine.cli.audit_trace import command as trace
from edi_engine.cli.frame import ACCEPTED, Settings, common_options
from edi_engine.cli.output import message_state, names_given, plain, show, show_json, taken, target
from edi_engine.cli.standing import add_standing, known_states
from edi_engine.cli.stores import open_store
from edi_engine.exchange import sent_by

SHOWN_BYTES = 20_000  # of what was received, and of each thing sent, on a page
_OUT = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.group("audit")
def command() -> None:
    """Find and show what was received, decided and sent; prove it.

    \b
    Examples:
      edi-engine audit search MSCU1234566
      edi-engine audit show 1JJN
      edi-engine audit trace 1JJN --route customs
      edi-engine audit sources 1JJN routes.yaml
      edi-engine audit redeliver 1JJN --route customs
      edi-engine audit verify --checkpoint 2026-11-01.checkpoint
    """


@command.command("show")
@click.argument("exchange")
@click.option("--received", is_flag=True, help="Write the bytes received to stdout.")
@click.option("--sent", metavar="ROUTE", help="Write the bytes sent over a route, or as an answer, to stdout.")
@click.option("--document", type=int, metavar="N", help="Write the canonical document of message N (of all) to stdout.")
@click.option("--html", type=_OUT, metavar="OUT", help="Write it as a page: timeline, messages, findings, bytes.")
@common_options
@click.pass_obj
def show_record(
    settings: Settings,
    exchange: str,
    received: bool,
    sent: str | None,
    document: int | None,
    html: Path | None,
    as_json: bool,
) -> int:
    """Show the whole record of EXCHANGE, an id or its beginning.

    With --html its whole life is one page that needs nothing else, for the screen, the phone or the printer.

    \b
    Examples:
      edi-engine audit show 1JJN0ZQAG
      edi-engine audit show 1JJN0ZQAG --sent customs > customs.xml
      edi-engine audit show 1JJN0ZQAG --html exchange.html
    """
    with open_store(settings) as store:
        with names_given():
            record = records.show(store, exchange)
        if received or sent or document:
            return _write(store, record, sent, document)
        add_standing(known_states(settings), record)
        if html is not None:
            return _write_page(store, record, html)
    if as_json:
        show_json(record)
    else:
        _show(record)
    return ACCEPTED


command.add_command(search)
command.add_command(trace)
command.add_command(home)
command.add_command(sources)
command.add_command(stats)
command.add_command(export)
command.add_command(redeliver)
command.add_command(overdue)


def _messages(record: records.Row) -> list[records.Row]:
    return [message for interchange in record["interchanges"] for message in interchange["messages"]]


def _deliveries(record: records.Row) -> list[records.Row]:
    """All deliveries of all messages, and the answers."""
    return [delivery for message in _messages(record) for delivery in message["deliveries"]] + [
        answer for interchange in record["interchanges"] for answer in interchange["answers"]
    ]


def _write(store: Store, record: records.Row, sent: str | None, document: int | None) -> int:
    """Bytes as they are, to stdout."""
    messages = _messages(record)
    if document is not None:
        if not 1 <= document <= len(messages):
            raise click.UsageError(f"There is no message {document}; the exchange has {len(messages)}.")
        sys.stdout.buffer.write(store.document(messages[document - 1]["id"]) + b"\n")
        return ACCEPTED
    hashes = [record["payload_sha256"]]
    if sent is not None:
        deliveries = _deliveries(record)
        hashes = [d["payload_sha256"] for d in deliveries if d["route"] == sent and d["payload_sha256"]]
        if not hashes:
            known = sorted({delivery["route"] for delivery in deliveries})
            raise click.UsageError(f"Nothing was sent over {sent!r}. Routes: {', '.join(known) or 'none'}.")
    for sha256 in hashes:
        for _ in store.payload(sha256):  # all are as recorded before the first byte is given out
            pass
    for sha256 in hashes:
        for chunk in store.payload(sha256):
            sys.stdout.buffer.write(chunk)
    return ACCEPTED


def _write_page(store: Store, record: records.Row, output: Path) -> int:
    from edi_engine.cli.life_page import life_page

    page = life_page(record, dict(_texts(store, record)))
    with target(output, private=True) as stream:
        stream.write(page.encode("utf-8", "replace"))
    return ACCEPTED


def _texts(store: Store, record: records.Row) -> Iterator[tuple[str, str]]:
    """The beginning of what was received and of all that was sent, by headings; bytes that are no UTF-8 as Latin-1."""
    sent = {f"sent over {row['route']}, {row['reference']}": row["payload_sha256"] for row in _deliveries(record)}
    for name, sha256 in {"received": record["payload_sha256"], **sent}.items():
        data = b""
        for chunk in store.payload(sha256) if sha256 else ():
            data += chunk
            if len(data) > SHOWN_BYTES:
                break
        shown = data[:SHOWN_BYTES]
        try:
            text = shown.decode("utf-8")
        except UnicodeDecodeError:
            text = shown.decode("latin-1")
        if sha256:
            yield name, text + (f"\n… the first {SHOWN_BYTES} bytes" if len(data) > SHOWN_BYTES else "")


def _show(record: records.Row) -> None:
    show(plain(f"exchange {record['id']}: {record['state']}"))
    show(plain(f"  received {record['received_at']} from {record['source']}, {record['size']} bytes"))
    show(f"  sha-256  {record['payload_sha256']}")
    show(f"  engine   {record['engine_version'] or 'version not known'}")
    numbers = {interchange["id"]: f"interchange {interchange['number']} " for interchange in record["interchanges"]}
    for event in record["events"]:
        note = f" ({event['note']})" if event["note"] else ""
        of = numbers.get(event["interchange_id"], "")
        show(plain(f"  {event['at']}  {of}{event['stage']}: {event['state']}{note}"))
    if listed := next((event["sources_sha256"] for event in record["events"] if event["sources_sha256"]), None):
        show(f"  decided by the mappings, routes and rules of list {listed[:12]}, see audit sources")
    decided = {event["interchange_id"]: event["state"] for event in record["events"] if event["stage"] == "decided"}
    for interchange in record["interchanges"]:
        sender, recipient = interchange["sender"], interchange["recipient"]
        parties = f" from {sender} to {recipient}" if sender or recipient else ""
        head = f"interchange {interchange['number']} {interchange['reference']}".rstrip() + parties
        show(plain(f"  {head}, {interchange['syntax']}"))
        for message in interchange["messages"]:
            _show_message(message, decided.get(interchange["id"], ""))
        for answer in interchange["answers"]:
            _show_delivery(answer, "    answer ")
    routes = {delivery["id"]: delivery["route"] for delivery in _deliveries(record)}
    for finding in record["findings"]:
        over = f"{routes[finding['delivery_id']]}: " if finding["delivery_id"] in routes else ""
        known = finding["position"] in finding["what"]
        where = "" if known else f" ({finding['position']})"
        show(plain(f"  {over}{finding['severity']} {finding['code']}: {finding['what']}{where}"))


def _show_message(message: dict[str, Any], around: str) -> None:
    name = f"{message['type']} {message['directory']} {message['reference']}".strip()
    reader = f", read by {message['mapping']} {message['mapping_version']}" if message["mapping"] else ""
    state = message_state(bool(message["accepted"]), around, unrouted=message["unrouted"])
    show(plain(f"    message {message['number']} {name}{reader}: {state}"))
    for decision in message["decisions"]:
        takes, reason = taken(bool(decision["matched"]), decision["reason"], state)
        show(plain(f"      {'yes' if takes else 'no '} {decision['route']}: {reason}"))
    for said in message["acknowledges"]:
        show(plain(f"      {said['state']}: {said['reference']}, {sent_by(said['route'], said['exchange'])}"))
    for delivery in message["deliveries"]:
        _show_delivery(delivery, "      ")
    if (all_ := message["together"]) and len(all_["agencies"]) > 1:
        waiting = f", waiting for {', '.join(all_['waiting'])}" if all_["waiting"] else ""
        show(plain(f"      together {all_['outcome']}{waiting}"))


def _show_delivery(delivery: records.Row, margin: str) -> None:
    """What was sent by which mapping, where it lies, and what the other side said of it."""
    over = f"{delivery['route']} {delivery['part']}" if delivery["part"] else delivery["route"]
    head = f"{delivery['state']}: {over} to {delivery['agency']}, reference {delivery['reference']}"
    show(plain(f"{margin}{head}, by {delivery['mapping']} {delivery['mapping_version']}"))
    below = " " * (len(margin) - len(margin.lstrip()) + 2)
    for text in (delivery["place"], delivery["error"]):
        if text:
            show(plain(f"{below}{delivery['at']}  {text}"))
    if delivery["due_at"]:
        show(f"{below}tried again {delivery['due_at']}, see deliver")
    if delivery.get("repeats_exchange"):
        show(plain(f"{below}the answer of exchange {delivery['repeats_exchange']} again: the same bytes came again"))
    for said in delivery.get("acknowledgements", ()):
        show(plain(f"{below}{said['state']} by the recipient at {said['received_at']}, exchange {said['exchange']}"))
    if delivery.get("acknowledgements"):
        show(plain(f"{below}stands at {delivery['stands']['state']}, {delivery['stands']['outcome']}"))


for part in evidence.PARTS:
    command.add_command(part)
