"""`edi-engine audit overdue`: deliveries whose answers did not come in time."""

import click

from edi_engine.cli.documents import engine
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.output import finding_object, plain, show, show_json
from edi_engine.cli.stores import open_store
from edi_engine.deadlines import Overdue, alert, overdue


@click.command("overdue")
@click.option("--new", "only_new", is_flag=True, help="Only what was not overdue when this was last asked.")
@common_options
@click.pass_obj
def command(settings: Settings, only_new: bool, as_json: bool) -> int:
    """List deliveries that were made and not answered in time, and record an alert with each, once.

    When answers are due is said by `acknowledgements` of partners.yaml or routes.yaml. Exit status 1 if one is overdue.

    \b
    Examples:
      edi-engine audit overdue
      edi-engine audit overdue --new --json
    """
    with engine(settings) as running, open_store(settings, signing=True) as store:
        found = list(overdue(store, running.states, running.routes.routes, store.now()))
        new = alert(store, found)
    shown = new if only_new else found
    for one in shown:
        if as_json:
            show_json(_object(one))
        else:
            _show(one)
    if not shown and not as_json:
        click.echo("nothing is overdue" if not found else "nothing new is overdue", err=True)
    return REJECTED if shown else ACCEPTED


def _show(one: Overdue) -> None:
    row = one.delivery
    show(plain(f"{row['reference']}  {one.finding.code} {one.finding.what}"))
    show(plain(f"          exchange {row['exchange']}, sent at {row['sent_at']}"))


def _object(one: Overdue) -> dict[str, object]:
    names = ("exchange", "route", "agency", "reference", "sent_at")
    facts = {name: one.delivery[name] for name in names}
    return {**facts, "kind": one.kind, "due": one.due, "finding": finding_object(one.finding)}
