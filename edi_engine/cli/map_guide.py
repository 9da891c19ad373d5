"""`edi-engine map guide`: an implementation guide for partners as one HTML file."""

from pathlib import Path

import click

from edi_engine.cli.frame import ACCEPTED, Settings, common_options
from edi_engine.cli.output import names_given, show_json, target
from edi_engine.mapping.guide.guide import guide
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace


@click.command("guide")
@click.argument("name")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File for the guide.  [else stdout]")
@common_options
@click.pass_obj
def command(settings: Settings, name: str, output: Path | None, as_json: bool) -> int:
    """Write the implementation guide of a mapping: what stands where, which codes, which field, with examples.

    \b
    Examples:
      edi-engine map guide cusdec-d96b-import -o guide.html
      edi-engine map guide tax-authority-json > guide.html
    """
    mappings = Mappings(Workspace(settings.workspace))
    with names_given():
        mappings.definition(name)
    page = guide(mappings, name).encode()
    if as_json:
        show_json({"mapping": name, "bytes": len(page), "html": page.decode()})
        return ACCEPTED
    with target(output) as stream:
        stream.write(page)
    return ACCEPTED
