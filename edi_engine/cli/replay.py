"""`edi-engine replay`: any part of history again, against what was followed then or something else."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import click

from edi_engine.audit import search
from edi_engine.audit.period import Period, read_period
from edi_engine.audit.store import Store
from edi_engine.cli.documents import short
from edi_engine.cli.frame import ACCEPTED, FAILED, REJECTED, Settings, common_options
from edi_engine.cli.output import finding_object, names_given, plain, show, show_findings, show_json
from edi_engine.cli.stores import open_store, period_options
from edi_engine.comparison import Changed, Kind, Kinds
from edi_engine.findings import Finding
from edi_engine.folders import is_safe_name
from edi_engine.past_engines import Instead
from edi_engine.replay import Replay, Replayed
from edi_engine.workspace import Workspace

SHOWN = 20  # differences of one exchange; --json has all that are kept
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_MAP = "Another mapping: a version on record (or its beginning), or a folder."


@click.command("replay")
@click.argument("exchanges", nargs=-1)
@period_options
@click.option("--all", "everything", is_flag=True, help="All exchanges on record.")
@click.option("--map", "mappings", multiple=True, metavar="NAME=VERSION|FOLDER", help=_MAP)
@click.option("--routes", type=FILE, help="Another route table.")
@click.option("--partners", type=FILE, help="Another table of partners.")
@click.option("--states", type=FILE, help="Another table of states.")
@click.option("--checks", type=FILE, help="Other settings of checks.")
@click.option("--codes", type=FILE, multiple=True, help="Another code list or table, under the name of the file.")
@click.option("--schemas", type=FOLDER, help="A folder over `schemas/`: directories, overlays, rules, lists.")
@click.option("--current", is_flag=True, help="What is not named as the workspace has it now, not as it was.")
@click.option("--diff", "grouped", is_flag=True, help="Gather the differences by kind.")
@common_options
@click.pass_obj
def command(
    settings: Settings,
    /,
    exchanges: tuple[str, ...],
    since: str,
    until: str,
    everything: bool,
    mappings: tuple[str, ...],
    codes: tuple[Path, ...],
    schemas: Path | None,
    current: bool,
    grouped: bool,
    as_json: bool,
    **tables: Path | None,
) -> int:
    """Go through EXCHANGES (ids or their beginnings) again, and say what would come out otherwise.

    \b
    Nothing is recorded or delivered. What is not named is followed as it was then; clock and references are of then.
    Exit status: 0 no difference, 1 differences, 4 an exchange cannot be replayed.

    \b
    Examples:
      edi-engine replay --since 2026-01-01 --map wco-dec=drafts/wco-dec --diff
      edi-engine replay 1ZBV91ANR --current
      edi-engine replay --all --routes new-routes.yaml --diff --json
    """
    named = {f"{name}.yaml": file for name, file in tables.items() if file}
    others = dict(map(_mapping, mappings))
    instead = Instead(mappings=others, tables=named, codes=codes, schemas=schemas, current=current)
    if bool(exchanges) + bool(since or until) + everything != 1:
        raise click.UsageError("Name exchanges, or --since and --until, or --all.")
    with open_store(settings) as store, Replay(store, Workspace(settings.workspace), instead) as replay:
        with names_given():
            chosen = _chosen(store, exchanges, read_period(since, until))
        found = map(replay.of, chosen)
        return (_show_kinds if grouped else _show_each)(found, replay, as_json)


def _mapping(text: str) -> tuple[str, Path | str]:
    """`NAME=VERSION|FOLDER`."""
    name, _, other = text.partition("=")
    if is_safe_name(name) and (Path(other) / "mapping.yaml").is_file():
        return name, Path(other)
    if is_safe_name(name) and re.fullmatch("[0-9a-f]{4,12}", other):
        return name, other
    raise click.UsageError(f"--map {plain(text)}: write NAME=FOLDER, with a mapping.yaml in it, or NAME=VERSION.")


def _chosen(store: Store, exchanges: Sequence[str], period: Period) -> Iterable[str]:
    if exchanges:
        return list(dict.fromkeys(search.resolve(store, exchange) for exchange in exchanges))
    return chain.from_iterable(search.received(store, period))


# -- one by one ----------------------------------------------------------------------------------------------------


def _show_each(replayed: Iterator[Replayed], replay: Replay, as_json: bool) -> int:
    counts = [0, 0, 0]
    for one in replayed:
        counts[_weight(one)] += 1
        if as_json:
            show_json(_object(one))
        else:
            _show_one(one)
    if as_json:
        show_json({**_counts(counts), "findings": _objects(replay.borrowed)})
    else:
        _end(counts, replay.borrowed)
    return _status(counts)


def _show_one(one: Replayed) -> None:
    known = len(one.changed) + one.more
    many = f"{known} difference{'s' * (known != 1)}"
    show(f"{one.exchange}  {'not replayed' if one.failed else many if known else 'the same'}{_unknown(one)}")
    for changed in one.changed[:SHOWN]:
        show(plain(f"  {_place(changed)}{changed.what}: {changed.kind}"))
        if values := _values(changed):
            show(f"      {values}")
        if text := _text(changed):
            show(f"      {text}")
    if known > SHOWN:
        show(f"  … and {known - SHOWN} more")
    show_findings(one.findings)


def _unknown(one: Replayed) -> str:
    return f", {one.unknown} of its deliveries not known" if one.unknown else ""


def _place(changed: Changed) -> str:
    return f"interchange {changed.interchange}, message {changed.message}, " if changed.message else ""


def _values(changed: Changed) -> str:
    if not (changed.old or changed.new) or changed.kind == f"{changed.old} → {changed.new}":
        return ""
    return f"{short(changed.old) or 'nothing'} → {short(changed.new) or 'nothing'}"


def _text(changed: Changed) -> str:
    """What a finding says that there was not, or not so often."""
    return plain(changed.text) if changed.text and int(changed.new) > int(changed.old) else ""


# -- by kind -------------------------------------------------------------------------------------------------------


def _show_kinds(replayed: Iterator[Replayed], replay: Replay, as_json: bool) -> int:
    counts, kinds, hindered = [0, 0, 0], Kinds(), []
    for one in replayed:
        counts[_weight(one)] += 1
        if one.failed:
            hindered.append(one)
        for changed in one.changed:
            kinds.add(one.exchange, changed)
    if as_json:
        shown = {"kinds": list(map(_kind_object, kinds)), "not_replayed": list(map(_object, hindered))}
        show_json({**_counts(counts), **shown, "findings": _objects(replay.borrowed)})
    else:
        for kind in kinds:
            _show_kind(kind)
        show_findings([finding for one in hindered for finding in one.findings])
        _end(counts, replay.borrowed)
    return _status(counts)


def _show_kind(kind: Kind) -> None:
    often = f", {kind.times} times" if kind.times != kind.exchanges else ""
    show(plain(f"{kind.exchanges:>6} exchange{'s' * (kind.exchanges != 1)}{often}  {kind.what}: {kind.kind}"))
    for exchange, changed in kind.examples:
        show(f"          {exchange}  {_place(changed)}{_values(changed)}".rstrip().rstrip(","))
        if text := _text(changed):
            show(f"          {text}")


# -- both ----------------------------------------------------------------------------------------------------------


def _weight(one: Replayed) -> int:
    """0 the same, 1 different, 2 not replayed."""
    return 2 if one.failed else 1 if one.changed else 0


def _end(counts: list[int], borrowed: Sequence[Finding]) -> None:
    same, different, failed = counts
    more = f", {failed} not replayed" if failed else ""
    show(f"{sum(counts)} exchange{'s' * (sum(counts) != 1)}: {same} the same, {different} different{more}")
    show_findings(borrowed, notes=len(borrowed) <= SHOWN)


def _status(counts: list[int]) -> int:
    return FAILED if counts[2] else REJECTED if counts[1] else ACCEPTED


def _counts(counts: list[int]) -> dict[str, int]:
    return dict(zip(("same", "different", "failed"), counts, strict=True))


def _object(one: Replayed) -> dict[str, Any]:
    return {
        "exchange": one.exchange,
        "differences": [changed._asdict() for changed in one.changed],
        "more": one.more,
        "unknown": one.unknown,
        "findings": _objects(one.findings),
    }


def _kind_object(kind: Kind) -> dict[str, Any]:
    examples = [{"exchange": exchange, **changed._asdict()} for exchange, changed in kind.examples]
    return {**kind._asdict(), "examples": examples}


def _objects(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [finding_object(finding) for finding in findings]
