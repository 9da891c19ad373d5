"""`edi-engine deliver`: works off the queue of deliveries."""

import datetime
import time
from collections.abc import Sequence
from typing import Any

import click

from edi_engine.audit import queue
from edi_engine.audit.database import must_exist
from edi_engine.audit.search import Row
from edi_engine.cli.frame import ACCEPTED, FAILED, Settings, common_options, engine_version
from edi_engine.cli.output import finding_object, plain, show, show_findings, show_json
from edi_engine.cli.stores import open_store
from edi_engine.exchange import Delivery
from edi_engine.findings import Severity
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

LOOK_AGAIN = 5.0  # seconds: what another process puts into the queue may be due before all that is known


@click.command("deliver")
@click.option("--watch", is_flag=True, help="Go on with what will be due, until stopped.")
@click.option("--list", "listed", is_flag=True, help="Only show what waits and what was given up.")
@click.option("--route", default="", metavar="NAME", help="Only over this route.")
@common_options
@click.pass_obj
def command(settings: Settings, watch: bool, listed: bool, route: str, as_json: bool) -> int:
    """Make the deliveries that are due: those that failed before, when their time has come.

    `route` makes the first attempt; `retry:` in routes.yaml says when the next ones are due, and when one is given up.
    Any number of processes may deliver at the same time.

    \b
    Examples:
      edi-engine deliver
      edi-engine deliver --watch --workspace /var/lib/edi
      edi-engine deliver --list
    """
    workspace = Workspace(settings.workspace)
    must_exist(workspace.store_place)
    if listed:
        return _list(settings, route, as_json)
    with Engine(workspace, version=engine_version()) as engine:
        made = engine.deliver(route)
        _tell(made, as_json, quiet=watch)
        while watch:
            time.sleep(_pause(queue.next_due(engine.store)))
            _tell(engine.deliver(route), as_json, quiet=True)
    return deliveries_status(made)


def _pause(due: str) -> float:
    """Seconds until something may be due."""
    if not due:
        return LOOK_AGAIN
    wait = datetime.datetime.fromisoformat(due) - datetime.datetime.now(datetime.UTC)
    return min(LOOK_AGAIN, max(0.1, wait.total_seconds()))


def _tell(made: Sequence[Delivery], as_json: bool, *, quiet: bool) -> None:
    if as_json:
        for delivery in made:
            show_json(delivery_object(delivery))
    elif made or quiet:
        show_deliveries(made)
    else:
        show("nothing is due, see deliver --list")


def _list(settings: Settings, route: str, as_json: bool) -> int:
    with open_store(settings) as store:
        rows = [row for row in queue.kept(store) if route in ("", row["route"])]
    for row in rows:
        if as_json:
            names = ("reference", "route", "agency", "state", "attempts", "error")
            show_json({"exchange": row["exchange_id"], **{name: row[name] for name in names}, "due": row["due_at"]})
        else:
            _show_row(row)
    if not rows and not as_json:
        show("nothing waits, nothing was given up")
    return ACCEPTED


def _show_row(row: Row) -> None:
    times = f"{row['attempts']} attempt{'' if row['attempts'] == 1 else 's'}"
    when = f"due {row['due_at']}" if row["due_at"] else "given up"
    show(plain(f"{row['reference']}  {row['state']}, {when}: {row['route']} to {row['agency']}, {times}"))
    show(plain(f"          exchange {row['exchange_id']}  {row['error']}".rstrip()))


def show_deliveries(made: Sequence[Delivery]) -> None:
    """Each with where it went, or when it is tried again; what was found wrong on stderr."""
    for delivery in made:
        show(f"{delivery.state}: {delivery.route} to {delivery.agency}, reference {plain(delivery.reference)}")
        if delivery.place:
            show(f"  {plain(delivery.place)}")
        if delivery.due:
            show(f"  tried again {delivery.due}, see deliver")
    found = (finding for delivery in made for finding in delivery.findings)
    show_findings(finding for finding in found if finding.severity is Severity.ERROR)


def deliveries_status(made: Sequence[Delivery]) -> int:
    """The exit status of deliveries: all of them are made, or not."""
    return FAILED if any(delivery.state != "done" for delivery in made) else ACCEPTED


def delivery_object(delivery: Delivery) -> dict[str, Any]:
    """A delivery as JSON."""
    names = ("route", "agency", "reference", "state", "place")
    facts = {name: getattr(delivery, name) for name in names}
    return {**facts, "due": delivery.due or None, "findings": list(map(finding_object, delivery.findings))}
