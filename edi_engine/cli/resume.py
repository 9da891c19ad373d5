"""`edi-engine resume`: what an operator runs after a crash or a power cut."""

import click

from edi_engine.audit.database import must_exist
from edi_engine.cli.deliver import deliveries_status, delivery_object, show_deliveries
from edi_engine.cli.frame import ACCEPTED, FAILED, Settings, common_options, engine_version
from edi_engine.cli.output import show, show_findings, show_json, worst
from edi_engine.cli.route import exchange_object, exit_status, show_exchange
from edi_engine.findings import Severity
from edi_engine.pipeline import Engine
from edi_engine.recovery import Resumed
from edi_engine.workspace import Workspace


@click.command("resume")
@common_options
@click.pass_obj
def command(settings: Settings, as_json: bool) -> int:
    """Take up what a crash cut off: make deliveries that were decided, route again what was not.

    What another process is at work on is left alone, so that it may run at any time. Without an audit store in the
    workspace there is nothing it could take up, which is an error. What ends the engine each time it is taken up is
    given up after some attempts: a payload is quarantined, a delivery dead.

    \b
    Examples:
      edi-engine resume
      edi-engine resume --workspace /var/lib/edi --json
    """
    workspace = Workspace(settings.workspace)
    must_exist(workspace.store_place)
    with Engine(workspace, version=engine_version()) as engine:
        resumed = engine.resume()
    if as_json:
        exchanges = [exchange_object(exchange, exchange.source) for exchange in resumed.exchanges]
        deliveries = list(map(delivery_object, resumed.deliveries))
        names = {"busy": resumed.busy, "quarantined": resumed.quarantined}
        show_json({"deliveries": deliveries, "exchanges": exchanges, **names})
    else:
        _show(resumed, workspace)
    given_up = FAILED if resumed.quarantined else ACCEPTED
    return worst([given_up, deliveries_status(resumed.deliveries), *map(exit_status, resumed.exchanges)])


def _show(resumed: Resumed, workspace: Workspace) -> None:
    """Each delivery made now with where it went, and each payload routed again as `route` shows it."""
    if not any(resumed):
        show(f"nothing to take up in {workspace.store_place}")
    show_deliveries(resumed.deliveries)
    for exchange in resumed.exchanges:
        show_exchange(exchange, workspace)
    found = [finding for exchange in resumed.exchanges for finding in exchange.findings]
    show_findings(finding for finding in found if finding.severity is Severity.ERROR)
    for name in resumed.quarantined:
        show(f"exchange {name}: quarantined, see audit show {name}")
    for name in resumed.busy:
        show(f"exchange {name}: another process is at work on it")
