"""`edi-engine map`: make, explain, list, show, check, test and prove mappings; without a name, all of them."""

import random
import time
from collections.abc import Iterable
from typing import Any, cast

import click

from edi_engine.cli.frame import ACCEPTED, FAILED, REJECTED, Settings, common_options
from edi_engine.cli.map_coverage import coverage as map_coverage
from edi_engine.cli.map_guide import command as map_guide
from edi_engine.cli.map_new import command as map_new
from edi_engine.cli.output import condition, finding_object, names_given, plain, show, show_findings, show_json, worst
from edi_engine.errors import ConfigurationError, EdiError
from edi_engine.findings import Finding
from edi_engine.mapping.golden import golden_pairs, try_golden_pair, unpaired
from edi_engine.mapping.normalisations import summary
from edi_engine.mapping.reached import reach
from edi_engine.mapping.registry import Mapping, Mappings
from edi_engine.mapping.respelling import respelled
from edi_engine.mapping.roundtrip import ENOUGH, Provable, RoundTrip, round_trip
from edi_engine.workspace import Workspace

PLACES = 12


@click.group("map")
def command() -> None:
    """Work on mappings; without a name, on all of them.

    \b
    Examples:
      edi-engine map list
      edi-engine map new arrival.json --name food-safety
      edi-engine map check cusdec-d96b-import
      edi-engine map roundtrip cusdec-d96b-import --count 500
    """


command.add_command(map_new)
command.add_command(map_guide)
command.add_command(map_coverage)


def _mappings(settings: Settings) -> Mappings:
    return Mappings(Workspace(settings.workspace))


def _names(mappings: Mappings, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        with names_given():
            mappings.definition(name)  # an unknown name is refused with near ones before anything is done
    return names or tuple(mappings.names())


@command.command("list")
@common_options
@click.pass_obj
def list_mappings(settings: Settings, as_json: bool) -> int:
    """Name every mapping, its format and what it is for.

    \b
    Examples:
      edi-engine map list
      edi-engine map list --json
    """
    mappings = _mappings(settings)
    rows = []
    for name in mappings.names():
        definition = mappings.definition(name)
        form = " ".join(part for part in (definition.syntax, definition.message, definition.directory) if part)
        rows.append({"name": name, "format": form, "document": definition.document, "title": definition.title})
    if as_json:
        show_json(rows)
        return ACCEPTED
    width = max((len(row["name"]) for row in rows), default=0)
    forms = max((len(row["format"]) for row in rows), default=0)
    for row in rows:
        show(plain(f"{row['name']:<{width}}  {row['format']:<{forms}}  {row['title']}"))
    return ACCEPTED


@command.command("show")
@click.argument("name")
@click.option("--python", is_flag=True, help="Show the generated Python.")
@common_options
@click.pass_obj
def show_mapping(settings: Settings, name: str, python: bool, as_json: bool) -> int:
    """Show a mapping: its definition and template, or the Python generated from it.

    \b
    Examples:
      edi-engine map show cusdec-d96b-import
      edi-engine map show cusdec-d96b-import --python
    """
    mappings = _mappings(settings)
    with names_given():
        source = mappings.source(name)
    definition = source.definition
    generated = _generated(mappings.get(name)) if python else ""
    if as_json:
        facts: dict[str, Any] = {"name": name, "title": definition.title, "version": source.version}
        show_json({**facts, "template": source.template, "python": generated or None})
        return ACCEPTED
    if python:
        click.echo(generated)
        return ACCEPTED
    show(plain(f"{name} {source.version}: {definition.title}"))
    for key, texts in definition.detect.items():
        show(plain(f"  reads {condition(key, texts)}"))
    click.echo(source.template or f"(codec {definition.codec})")
    for file, text in source.changes:
        click.echo(f"# {file}\n{text}")
    return ACCEPTED


def _generated(mapping: Mapping) -> str:
    text = getattr(mapping, "source", "")
    return str(text() if callable(text) else text)


@command.command("check")
@click.argument("names", nargs=-1)
@common_options
@click.pass_obj
def check_mappings(settings: Settings, names: tuple[str, ...], as_json: bool) -> int:
    """Compile mappings and say what is wrong, with file, line and column.

    \b
    Examples:
      edi-engine map check
      edi-engine map check cusdec-d96b-import
    """
    mappings = _mappings(settings)
    return worst(_check(mappings, name, as_json) for name in _names(mappings, names))


def _check(mappings: Mappings, name: str, as_json: bool) -> int:
    errors: list[Finding] = []
    warnings: list[Finding] = []
    started = time.perf_counter()
    try:
        mapping = mappings.get(name)
        warnings = list(getattr(mapping, "warnings", ()))
        if schemas := mappings.schemas(name):
            schemas.compile()
    except EdiError as error:
        errors = list(error.findings)
    if as_json:
        found = [finding_object(finding) for finding in (*errors, *warnings)]
        show_json({"mapping": name, "state": "rejected" if errors else "accepted", "findings": found})
    else:
        took = f"compiled in {1000 * (time.perf_counter() - started):.0f} ms"
        state = f"{len(errors)} errors" if errors else f"{took}, {len(warnings)} warnings"
        show(f"{plain(name)}: {state}")
        show_findings([*errors, *warnings])
    return REJECTED if errors else ACCEPTED


@command.command("test")
@click.argument("names", nargs=-1)
@common_options
@click.pass_obj
def test_mappings(settings: Settings, names: tuple[str, ...], as_json: bool) -> int:
    """Read and write the golden samples of mappings: received ⇄ canonical. Says what of a mapping is in none of them.

    \b
    Examples:
      edi-engine map test
      edi-engine map test wco-dec --json
    """
    mappings = _mappings(settings)
    return worst(_test(mappings, name, as_json) for name in _names(mappings, names))


def _test(mappings: Mappings, name: str, as_json: bool) -> int:
    mapping = mappings.get(name)
    failures = [f"{sample} has no document beside it" for sample in unpaired(mappings.files, name)]
    pairs = golden_pairs(mappings.files, name)
    for pair in pairs:
        failures += [f"{pair.name}: {problem}" for problem in try_golden_pair(mapping, pair)]
    reached = reach(mappings, name)
    if as_json:
        left = {"lines": [line._asdict() for line in reached.unmet], "codes": reached.unused}
        show_json({"mapping": name, "samples": [pair.name for pair in pairs], "failures": failures, "in_none": left})
    else:
        left_out = reached.words()
        show(f"{plain(name)}: {len(pairs)} samples, {len(failures)} differences")
        _show_lines(failures)
        if left_out:
            show(f"  in no sample: {left_out} (--json names them)")
    return REJECTED if failures else ACCEPTED


@command.command("roundtrip")
@click.argument("names", nargs=-1)
@click.option("--count", default=200, show_default=True, type=click.IntRange(1, 100_000), help="Documents to make.")
@click.option("--seed", type=int, help="Of the random documents, to repeat a run.")
@common_options
@click.pass_obj
def prove_mappings(settings: Settings, names: tuple[str, ...], count: int, seed: int | None, as_json: bool) -> int:
    """Prove mappings: generated documents come back equal, mutated messages lose nothing in silence.

    \b
    Examples:
      edi-engine map roundtrip cusdec-d96b-import
      edi-engine map roundtrip wco-dec --count 500 --seed 1
    """
    mappings = _mappings(settings)
    chosen = random.randrange(2**32) if seed is None else seed  # noqa: S311 — test data
    return worst(_prove(mappings, name, count, chosen, as_json) for name in _names(mappings, names))


def _prove(mappings: Mappings, name: str, count: int, seed: int, as_json: bool) -> int:
    mapping = mappings.get(name)
    if not hasattr(mapping, "generator"):
        show(f"{plain(name)}: cannot make documents of its domain")
        return FAILED
    result = round_trip(cast(Provable, mapping), count, seed, _respelled(mappings, name))
    if as_json:
        show_json({"mapping": name, "seed": seed, **_proof(result)})
    else:
        _show_proof(result, seed)
    return ACCEPTED if result.proven else REJECTED


def _respelled(mappings: Mappings, name: str) -> Mapping | None:
    """What writes a mapping's messages in other spellings; None where there are none that it could read."""
    try:
        return respelled(mappings.source(name))
    except ConfigurationError:
        return None


def _proof(result: RoundTrip) -> dict[str, Any]:
    return {
        "documents": result.documents,
        "failed": result.failed,
        "unequal": result.unequal,
        "rates": result.rates,
        "respelled": result.respelled,
        "misread": result.misread,
        "mutated": dict(result.mutated),
        "lossy": dict(result.lossy),
        "unsettled": dict(result.unsettled),
        "normalisations": [one._asdict() for one in result.normalisations],
        "examples": result.examples,
    }


def _show_proof(result: RoundTrip, seed: int) -> None:
    equal = result.documents - result.failed
    show(f"{plain(result.mapping)}: {equal} of {result.documents} documents equal (seed {seed})")
    if result.rates:
        rarest = min(result.rates, key=lambda name: result.rates[name])
        share = f"{100 * result.rates[rarest]:.0f} %"
        show(plain(f"  {len(result.rates)} placeholders filled, the rarest in {share} of the documents: {rarest}"))
    if result.respelled:
        show(f"  other spellings: {result.respelled} messages, {result.misread} not read and written as the first")
    for name, tried in result.mutated.items():
        unsettled = f", {result.unsettled[name]} written otherwise again" if result.unsettled[name] else ""
        show(plain(f"  {name}: {tried} messages, {result.lossy[name]} lost a value in silence{unsettled}"))
    for kind, places in summary(result.normalisations).items():
        show(plain(f"  not there and back the same: {kind} ({_few(places)})"))
    _show_lines(result.unequal)
    _show_lines(result.examples)
    _show_lines([f"filled in less than {100 * ENOUGH:.0f} %: {name}" for name in result.rare])


def _few(places: list[str]) -> str:
    """Some places, and how many more there are."""
    more = f" and {len(places) - PLACES} more" if len(places) > PLACES else ""
    return ", ".join(places[:PLACES]) + more


def _show_lines(lines: Iterable[str]) -> None:
    for line in lines:
        show(f"  {plain(line)}")
