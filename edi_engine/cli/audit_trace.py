"""`edi-engine audit trace`: each value that was sent of an exchange, down to the bytes received."""

from collections.abc import Iterator
from itertools import islice

import click

from edi_engine.audit import search as records
from edi_engine.audit.store import Store
from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.lineage import explained_object, show_explained
from edi_engine.cli.output import names_given, plain, show, show_findings, show_json
from edi_engine.cli.standing import add_standing, known_states
from edi_engine.cli.stores import open_store
from edi_engine.explanation import Explained
from edi_engine.past_engines import engine_of
from edi_engine.pipeline import Engine
from edi_engine.recorded import RecordedMessage, explained, known_routes, recorded_messages
from edi_engine.workspace import Workspace

MOST_MESSAGES = 20  # of one exchange; each costs many readings


@click.command("trace")
@click.argument("exchange")
@click.option("--route", metavar="ROUTE", help="Only what was sent over this route.")
@click.option("--message", type=click.IntRange(1), metavar="N", help="Only message N.")
@click.option("--only", default="", metavar="TEXT", help="Only values whose place, path or text has it.")
@common_options
@click.pass_obj
def command(settings: Settings, exchange: str, route: str | None, message: int | None, only: str, as_json: bool) -> int:
    """Name both ends of what was sent of EXCHANGE (an id or its beginning): each value, its field, the bytes received.

    The bytes are those on record; how they hang together is asked of the mappings as they were then, see `explain`.
    Exit status 1 if nothing was sent.

    \b
    Examples:
      edi-engine audit trace 1JJN0ZQAG
      edi-engine audit trace 1JJN0ZQAG --route customs --only OfficeID
    """
    with open_store(settings) as store:
        with names_given():
            record = records.show(store, exchange)
        add_standing(known_states(settings), record)
        _check_names(record, route, message)
        with engine_of(store, record["id"], record["received_at"], Workspace(settings.workspace)) as running:
            found = _messages(record, store, running, message)
            shown = [
                (one, delivery, _explained(one, delivery, store, running))
                for one, delivery in found
                if route in (None, delivery["route"])
            ]
    unrouted = [] if route else list(_unrouted(record, message))
    if as_json:
        show_json({"exchange": record["id"], "sent": [_object(*one, only) for one in shown], "unrouted": unrouted})
    else:
        for told in unrouted:
            _show_unrouted(told)
        for one in shown:
            _show(*one, only)
        show_findings([finding for one, _, told in shown for finding in (*one.findings, *told.findings)], notes=False)
        _show_left_out(record, message, bool(shown or unrouted))
    return ACCEPTED if shown or unrouted else REJECTED


def _rows(record: records.Row) -> list[records.Row]:
    return [row for interchange in record["interchanges"] for row in interchange["messages"]]


def _check_names(record: records.Row, route: str | None, number: int | None) -> None:
    """Refuse a route or message that the exchange does not have: nothing to show would look like nothing sent."""
    rows = _rows(record)
    if number is not None and number not in {row["number"] for row in rows}:
        raise click.UsageError(f"There is no message {number}; the exchange has {len(rows)}.")
    routes = sorted({delivery["route"] for row in rows for delivery in row["deliveries"]})
    if route is not None and route not in routes:
        raise click.UsageError(f"Nothing was sent over {route!r}. Routes: {', '.join(routes) or 'none'}.")


def _show_left_out(record: records.Row, number: int | None, found: bool) -> None:
    """Say what is not shown: that nothing was sent, or messages beyond those that are traced at once."""
    accepted = sum(bool(row["accepted"]) for row in _rows(record))
    if not found:
        click.echo(f"nothing was sent of it: the exchange is {record['state']}, see audit show", err=True)
    elif number is None and accepted > MOST_MESSAGES:
        click.echo(f"the first {MOST_MESSAGES} of {accepted} messages: name others with --message", err=True)


def _unrouted(record: records.Row, number: int | None) -> Iterator[records.Row]:
    """The messages of which nothing was sent, for no route took them, with the reason of each route."""
    for interchange in record["interchanges"]:
        for row in interchange["messages"]:
            if row["unrouted"] and number in (None, row["number"]):
                reasons = {decision["route"]: decision["reason"] for decision in row["decisions"]}
                yield {"interchange": interchange["number"], "message": row["number"], "reasons": reasons}


def _show_unrouted(unrouted: records.Row) -> None:
    show(f"interchange {unrouted['interchange']}, message {unrouted['message']}: unrouted, nothing was sent of it")
    for route, reason in unrouted["reasons"].items():
        show(plain(f"  no  {route}: {reason}"))


def _messages(
    record: records.Row, store: Store, running: Engine, number: int | None
) -> list[tuple[RecordedMessage, records.Row]]:
    every = recorded_messages(record, store, running.read_documents, dict(DOCUMENTS))
    chosen = (one for one in every if number in (None, one.row["number"]))
    return [(one, delivery) for one in islice(chosen, MOST_MESSAGES) for delivery in one.deliveries]


def _explained(one: RecordedMessage, delivery: records.Row, store: Store, running: Engine) -> Explained:
    return explained(one, delivery, store, running.mappings, known_routes(lambda: running.routes.routes))


def _show(one: RecordedMessage, delivery: records.Row, told: Explained, only: str) -> None:
    where = f"interchange {one.interchange['number']}, message {one.row['number']}"
    show(
        plain(f"{where}: read by {told.reader}, sent to {delivery['agency']} over {delivery['route']} by {told.writer}")
    )
    if delivery["acknowledgements"]:
        show(plain(f"stands at {delivery['stands']['state']}, {delivery['stands']['outcome']}"))
    show_explained(told, only)


def _object(one: RecordedMessage, delivery: records.Row, told: Explained, only: str) -> dict[str, object]:
    names = ("route", "agency", "reference", "mapping", "mapping_version", "payload_sha256")
    return {
        "interchange": one.interchange["number"],
        "delivery": {name: delivery[name] for name in (*names, "stands")},
        **explained_object(told, only),
    }
