"""`edi-engine audit redeliver`: what was sent, or could not be, is sent once more."""

import click

from edi_engine.audit import queue, search
from edi_engine.audit.database import must_exist
from edi_engine.audit.search import Row
from edi_engine.audit.store import Store
from edi_engine.cli.deliver import deliveries_status, delivery_object, show_deliveries
from edi_engine.cli.frame import FAILED, Settings, common_options, engine_version
from edi_engine.cli.output import names_given, show_json
from edi_engine.pipeline import Engine
from edi_engine.refusals import DUPLICATE
from edi_engine.workspace import Workspace


@click.command("redeliver")
@click.argument("name", metavar="DELIVERY|EXCHANGE")
@click.option("--route", default="", metavar="NAME", help="Of an exchange: what went, or is to go, over this route.")
@common_options
@click.pass_obj
def redeliver(settings: Settings, name: str, route: str, as_json: bool) -> int:
    """Send one delivery again, now: the same document under the same reference and file name.

    DELIVERY is a control reference as audit show has it. Of an EXCHANGE all that was not delivered is sent; with
    --route what goes over that route, delivered or not.

    \b
    Examples:
      edi-engine audit redeliver 1ZBV91D0R
      edi-engine audit redeliver 1JJN0ZQAG --route customs
    """
    workspace = Workspace(settings.workspace)
    must_exist(workspace.store_place)
    with Engine(workspace, version=engine_version()) as engine:
        rows = _chosen(engine.store, name, route)
        made = engine.redeliver(rows)
    if as_json:
        for delivery in made:
            show_json(delivery_object(delivery))
    else:
        show_deliveries(made)
    busy = {row["exchange_id"] for row in rows if row["id"] not in {delivery.key for delivery in made}}
    for exchange in sorted(busy):
        click.echo(f"exchange {exchange}: another process is at work on it", err=True)
    return FAILED if busy else deliveries_status(made)


def _chosen(store: Store, name: str, route: str) -> list[Row]:
    """The deliveries meant; a text that is both, for both follow the clock, is taken for the exchange."""
    every = queue.of_exchange(store, name.upper())
    if not every and (found := queue.of_reference(store, name.upper())):
        return found[-1:]
    if not every:
        with names_given():
            every = queue.of_exchange(store, search.resolve(store, name))
    found = [row for row in every if row["route"] == route or (not route and row["state"] != "done")]
    if not found:
        raise click.UsageError(_why_none(store, name, every, route))
    return found


def _why_none(store: Store, name: str, every: list[Row], route: str) -> str:
    """Why nothing of an exchange is sent again: all of it was, or nothing of it was to be, for it came before."""
    record = search.show(store, name)
    earlier = "; ".join(finding["what"] for finding in record["findings"] if finding["code"] == DUPLICATE)
    if earlier:
        return f"Nothing of {record['id']} was to be sent: {earlier}."
    if not every:
        return f"Nothing of {record['id']} was to be sent: it is {record['state']}, see audit show {record['id']}."
    what = f"Nothing goes over {route!r}" if route else "All of it is delivered; name a route with --route"
    return f"{what}. Routes: {', '.join(sorted({row['route'] for row in every}))}."
