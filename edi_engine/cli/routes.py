"""`edi-engine routes`: show the route table, and hold it to its tests."""

import datetime
from collections.abc import Iterator
from dataclasses import asdict

import click
import msgspec

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.cli.files import opened
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.output import finding_object, plain, show, show_findings, show_json
from edi_engine.findings import Finding, Severity
from edi_engine.interchange import Message
from edi_engine.pipeline import Engine
from edi_engine.routing.retry import AS_USUAL
from edi_engine.routing.route_table import Route
from edi_engine.routing.table_tests import TableTest, differences, not_reached, not_read, read_table_tests
from edi_engine.workspace import Workspace

FIELDS = ("document", "traffic", "transport", "folder", "sender", "recipient", "valid_from", "valid_to", "timeout")
Arrived = tuple[msgspec.Struct, Message, str]


@click.group("routes")
def command() -> None:
    """Look at routes.yaml, the table that says which documents go to which agency, and hold it to its tests.

    \b
    Examples:
      edi-engine routes list
      edi-engine routes test
    """


@command.command("list")
@common_options
@click.pass_obj
def list_routes(settings: Settings, as_json: bool) -> int:
    """List the routes in their order: name, agency, mapping, and when they take a document.

    \b
    Examples:
      edi-engine routes list
      edi-engine routes list --json
    """
    with Engine(Workspace(settings.workspace)) as engine:
        routes = engine.routes.routes
    if as_json:
        show_json([_fields(route) for route in routes])
        return ACCEPTED
    for route in routes:
        when = route.when.text if route.when else f"every {route.document}"
        show(plain(f"{route.name}  to {route.agency} by {route.mapping}: {' '.join(when.split())}"))
        if more := _more(route):
            show(plain(f"  {'; '.join(more)}"))
    return ACCEPTED


@command.command("test")
@common_options
@click.pass_obj
def test(settings: Settings, as_json: bool) -> int:
    """Hold the route table to routes.test.yaml beside it: documents, and the routes that are to take each of them.

    Exit status 1 if a document is routed otherwise. A route that no test reaches is named.

    \b
    Examples:
      edi-engine routes test
      edi-engine routes test --workspace /var/lib/edi
    """
    with Engine(Workspace(settings.workspace)) as engine:
        table, found = engine.routes, engine.workspace.route_tests()
        names = [route.name for route in table.routes]
        tests = read_table_tests(*found, names, DOCUMENTS) if found else []
        faults = [fault for each in tests for fault in _judged(engine, each)]
    unreached = list(not_reached(table, tests))
    if as_json:
        findings = [finding_object(finding) for finding in faults + unreached]
        show_json({"routes": len(names), "tests": len(tests), "not_reached": len(unreached), "findings": findings})
    else:
        show_findings(faults + unreached)
        show(f"routes {len(names)}, tests {len(tests)}, faults {len(faults)}, not reached {len(unreached)}")
    return REJECTED if faults else ACCEPTED


def _judged(engine: Engine, test: TableTest) -> Iterator[Finding]:
    """What the table decides otherwise than a test says."""
    today = test.day or engine.clock().astimezone(datetime.UTC).date()
    for arrived in _documents(engine, test):
        if isinstance(arrived, Finding):
            yield arrived
        else:
            document, message, source = arrived
            yield from differences(test, engine.routes.select(document, message, today), source)


def _documents(engine: Engine, test: TableTest) -> Iterator[Arrived | Finding]:
    """The documents of a test, or why there are none."""
    if test.document is not None and test.message:
        yield test.document, test.message, "the document"
        return
    try:
        path = engine.workspace.sample(test.file)
    except FileNotFoundError:
        yield not_read(test, f"{test.name}: there is no file {test.file[:200]} below samples/")
        return
    count, wanted = 0, 0
    with opened(path) as (stream, _):
        for _, messages in engine.read_documents(stream):
            for read in messages:
                count += 1
                if test.number not in (0, count):
                    continue
                wanted += 1
                what = f"message {count} of {test.file}"
                if read.document is None or read.report.rejected:
                    error = next((each for each in read.report if each.severity is Severity.ERROR), None)
                    yield not_read(test, f"{test.name}: {what} cannot be read", error)
                else:
                    yield read.document, read.message, what
    if not wanted:
        yield not_read(test, f"{test.name}: {test.file} has no message {test.number or 1}")


def _more(route: Route) -> list[str]:
    """What else a route says, beside what all do."""
    told = [f"each of {route.for_each}"] if route.for_each else []
    told += [f"agreement of {route.partner.name}"] if route.partner else []
    told += [f"{kind} answer due within {seconds:g} seconds" for kind, seconds in route.acknowledgements.items()]
    usual, own = asdict(AS_USUAL), asdict(route.retry)
    changed = [f"{name} {value:g}" for name, value in own.items() if value != usual[name]]
    return told + ([f"retry {', '.join(changed)}"] if changed else [])


def _fields(route: Route) -> dict[str, object]:
    shown = {name: getattr(route, name) or None for name in FIELDS}
    return {
        "name": route.name,
        "agency": route.agency,
        "mapping": route.mapping,
        "when": route.when.text if route.when else None,
        **shown,
        "for_each": route.for_each or None,
        "partner": route.partner.name if route.partner else None,
        "acknowledgements": dict(route.acknowledgements),
        "retry": asdict(route.retry),
        "only": list(route.only),
        "withhold": list(route.withhold),
        "mask": {mask.path: {"text": mask.text} if mask.text else {"last": mask.last} for mask in route.mask},
    }
