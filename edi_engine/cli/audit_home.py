"""`edi-engine audit home`: a response of an agency, in the terms of who sent what it answers."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.model import Response
from edi_engine.cli.documents import Documents, engine
from edi_engine.cli.files import READABLE
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.lineage import place_object, shown_place
from edi_engine.cli.output import finding_object, names_given, plain, show, show_findings, show_json, target
from edi_engine.cli.stores import open_store
from edi_engine.envelopes import prepared
from edi_engine.findings import Finding, Report
from edi_engine.pipeline import Engine
from edi_engine.recorded import known_routes
from edi_engine.rejection import Walked
from edi_engine.returns import Returned, Returns


@click.command("home")
@click.argument("response", type=READABLE)
@click.option("--route", default="", metavar="ROUTE", help="Over which went what it answers.  [else found out]")
@click.option("--to", "mapping", metavar="MAPPING", help="Write the response by this mapping.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to.  [else stdout]")
@common_options
@click.pass_obj
def command(
    settings: Settings, response: Path, route: str, mapping: str | None, output: Path | None, as_json: bool
) -> int:
    """Walk the errors of RESPONSE back over what was sent to the agency to the bytes received for it.

    \b
    An error may point by XPath, JSON pointer, segment, row and column of what the agency got, or by WCO ids.
    With --to the response is written for who sent the message, each error with the place in that message.
    Exit status: 0 all errors found their way, 1 some did not, or nothing on record is answered.

    \b
    Examples:
      edi-engine audit home rejection.json
      edi-engine audit home rejection.json --to cusres-d96b -o for-the-trader.edi
    """
    with engine(settings) as running, open_store(settings) as store:
        with names_given():
            if mapping:
                running.mappings.get(mapping)
        documents = Documents(running, response)
        read = documents.only("audit home")
        if read is None or not isinstance(read.document, Response):
            documents.show()
            raise click.UsageError(f"{plain(str(response))} holds no response that can be read.")
        routes = known_routes(lambda: running.routes.routes)
        returns = Returns(store, running.read_documents, running.mappings, routes, dict(DOCUMENTS))
        found = returns.of(read.document, route, read.message.envelope.sender)
        if isinstance(found, Finding):
            show_findings([found])
            return REJECTED
        if mapping:
            return _write(running, found, mapping, output)
    _report(found, as_json=as_json)
    return REJECTED if found.homeward.findings else ACCEPTED


def _write(running: Engine, found: Returned, mapping: str, output: Path | None) -> int:
    report = Report()
    envelope = replace(found.envelope, prepared=prepared(running.clock()), reference=found.exchange)
    payload = running.write(mapping, [found.homeward.response], envelope, report)
    with target(output) as stream:
        stream.write(payload)
    show_findings([*found.homeward.findings, *report], notes=False)
    return REJECTED if found.homeward.findings else ACCEPTED


def _report(found: Returned, *, as_json: bool) -> None:
    delivery = found.delivery
    if as_json:
        names = ("route", "agency", "reference")
        show_json(
            {
                "exchange": found.exchange,
                "delivery": {name: delivery[name] for name in names},
                "errors": [_object(one) for one in found.homeward.walked],
                "findings": [finding_object(finding) for finding in found.homeward.findings],
            }
        )
        return
    show(plain(f"answers what went to {delivery['agency']} over {delivery['route']} in exchange {found.exchange}"))
    for one in found.homeward.walked:
        error = one.error
        show(plain(f"error {' '.join(text for text in (error.validation_code, error.description) if text)}"))
        if one.landing is None:
            show("  points nowhere")
            continue
        for path in one.landing.paths:
            show(plain(f"  path     {path}"))
        for place in one.landing.places:
            show(f"  {'near    ' if one.landing.near else 'received'} {shown_place(place)}")
    show_findings(found.homeward.findings)


def _object(one: Walked) -> dict[str, Any]:
    landing = one.landing
    return {
        "code": one.error.validation_code,
        "description": one.error.description,
        "paths": landing.paths if landing else [],
        "near": bool(landing and landing.near),
        "received": [place_object(place) for place in landing.places] if landing else [],
    }
