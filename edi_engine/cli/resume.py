"""`edi-engine resume`: what an operator runs after a crash or a power cut."""

from typing import Any

import click

from edi_engine.audit.database import must_exist
from edi_engine.cli.frame import ACCEPTED, FAILED, Settings, common_options, engine_version
from edi_engine.cli.output import finding_object, plain, show, show_findings, show_json, worst
from edi_engine.cli.route import exchange_object, exit_status, show_exchange
from edi_engine.exchange import Delivery, Exchange
from edi_engine.findings import Severity
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace


@click.command("resume")
@common_options
@click.pass_obj
def command(settings: Settings, as_json: bool) -> int:
    """Take up what a crash cut off: make deliveries that were decided, route again what was not.

    What another process is at work on is left alone, so that it may run at any time. Without an audit store in the
    workspace there is nothing it could take up, which is an error.

    \b
    Examples:
      edi-engine resume
      edi-engine resume --workspace /var/lib/edi --json
    """
    workspace = Workspace(settings.workspace)
    must_exist(workspace.audit_path)
    with Engine(workspace, version=engine_version()) as engine:
        made, routed, busy = engine.resume()
    if as_json:
        exchanges = [exchange_object(exchange, exchange.source) for exchange in routed]
        show_json({"deliveries": list(map(_delivery_object, made)), "exchanges": exchanges, "busy": busy})
    else:
        _show(made, routed, workspace)
        for exchange in busy:
            show(f"exchange {exchange}: another process is at work on it")
    delivered = FAILED if any(delivery.state != "done" for delivery in made) else ACCEPTED
    return worst([delivered, *map(exit_status, routed)])


def _show(made: list[Delivery], routed: list[Exchange], workspace: Workspace) -> None:
    """Each delivery made now with where it went, and each payload routed again as `route` shows it."""
    if not made and not routed:
        show(f"nothing to take up in {workspace.audit_path}")
    for delivery in made:
        show(f"{delivery.state}: {delivery.route} to {delivery.agency}, reference {plain(delivery.reference)}")
        if delivery.place:
            show(f"  {plain(delivery.place)}")
    for exchange in routed:
        show_exchange(exchange, workspace)
    found = [finding for delivery in made for finding in delivery.findings]
    found += [finding for exchange in routed for finding in exchange.findings]
    show_findings(finding for finding in found if finding.severity is Severity.ERROR)


def _delivery_object(delivery: Delivery) -> dict[str, Any]:
    return {
        "route": delivery.route,
        "agency": delivery.agency,
        "reference": delivery.reference,
        "state": delivery.state,
        "place": delivery.place,
        "findings": list(map(finding_object, delivery.findings)),
    }
