"""`edi-engine audit sources`: by which mappings, routes, rules, codes and directories an exchange was decided."""

from pathlib import Path

import click

from edi_engine.alike import alike
from edi_engine.audit import search as records
from edi_engine.audit.sources import Source, list_of, read_sources
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.output import names_given, plain, show, show_json, target
from edi_engine.cli.stores import open_store

TREES = ("workspace/", "shipped/")


@click.command("sources")
@click.argument("exchange")
@click.argument("name", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the text of NAME goes.  [else stdout]")
@common_options
@click.pass_obj
def command(settings: Settings, exchange: str, name: str | None, output: Path | None, as_json: bool) -> int:
    """List what EXCHANGE was decided by: each mapping, route table, rule, code list and directory table that was read.

    \b
    With NAME its text as it was then; of a mapping a JSON object, a text a file.
    Exit status 1 if the record does not hold them: it was made by an engine that kept none.

    \b
    Examples:
      edi-engine audit sources 1JJN0ZQAG
      edi-engine audit sources 1JJN0ZQAG routes.yaml
      edi-engine audit sources 1JJN0ZQAG wco-dec -o wco-dec.then.json
    """
    with open_store(settings) as store:
        with names_given():
            found = records.resolve(store, exchange)
        listed = list_of(store.connection, found)
        every = read_sources(store.connection, listed).every if listed else ()
    if not listed:
        click.echo(f"{found} was recorded by an engine that kept no sources", err=True)
        return REJECTED
    if name is not None:
        with target(output) as stream:
            stream.write(_named(every, name).data)
    elif as_json:
        show_json({"exchange": found, "list": listed, "sources": list(map(_object, every))})
    else:
        for source in every:
            show(plain(f"{source.sha256[:12]}  {source.kind:<9}  {source.name}"))
    return ACCEPTED


def _named(every: tuple[Source, ...], name: str) -> Source:
    """The one of a name, which need not say in which tree a file lies: the workspace's counts before the shipped."""
    known = {source.name: source for source in every}
    short = {_short(source.name): source.name for source in sorted(every, key=lambda one: one.name)}
    found = known.get(name) or known.get(short.get(name, ""))
    if found is None:
        near = alike(name, [*short, *known])
        raise click.UsageError(f"No source is called {name!r}.{f' Did you mean {near[0]!r}?' if near else ''}")
    return found


def _short(name: str) -> str:
    """`routes.yaml` of `shipped/mappings/routes.yaml`, `units.tsv` of a code list: what people call a file."""
    return name.rpartition("/")[2] if name.startswith(TREES) else name


def _object(source: Source) -> dict[str, str]:
    return {"sha256": source.sha256, "kind": source.kind, "name": source.name}
