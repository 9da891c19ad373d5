"""`edi-engine codes`: list, show and search code lists, with the days on which codes held."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

import click

from edi_engine.canonical.code_lists import CodeLists
from edi_engine.canonical.code_search import Found, near, search
from edi_engine.canonical.codes import NEAR, SUCCESSOR, Code, CodeList
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.output import finding_object, names_given, plain, show, show_findings, show_json
from edi_engine.findings import Finding, Severity
from edi_engine.formats.edifact.directory import Directories
from edi_engine.workspace import Workspace

NOT_FOUND, NOT_THEN = "COD-007", "COD-008"
SHOWN = 50  # codes found that are shown; --json has all


@click.group("codes")
def command() -> None:
    """Look codes up: countries, currencies, units, packages, the lists of UN/EDIFACT data elements.

    \b
    Examples:
      edi-engine codes list
      edi-engine codes show incoterms --on 2015-06-30
      edi-engine codes find kilogram
    """


def _on(ctx: click.Context, _: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


on_option = click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), callback=_on, metavar="DATE", help="Only codes that held on that day."
)


def _lists(settings: Settings) -> CodeLists:
    workspace = Workspace(settings.workspace)
    return CodeLists(workspace, Directories(workspace.schema_text, workspace.overlay_texts))


def _named(lists: CodeLists, name: str) -> CodeList:
    with names_given():
        found = lists.find(name)
        if found is None:
            raise lists.no_list(name)
    return found


@command.command("list")
@click.argument("directory", required=False)
@common_options
@click.pass_obj
def list_lists(settings: Settings, directory: str | None, as_json: bool) -> int:
    """Name the code lists: how many codes, what they are, version and source; or those of a UN DIRECTORY.

    \b
    Examples:
      edi-engine codes list
      edi-engine codes list D.96B
    """
    lists = _lists(settings)
    with names_given():
        names = lists.names() if directory is None else lists.names_of_elements(directory)
    heads = [_head(_named(lists, name)) for name in names]
    if as_json:
        show_json(heads)
        return ACCEPTED
    width = max((len(head["name"]) for head in heads), default=0)
    for head in heads:
        show(plain(f"{head['name']:<{width}}  {head['codes'] or 'a rule':>6}  {head['title']}"))
        if directory is None:
            show(plain(f"{'':<{width}}          {head['version']}; {head['source']}"))
    return ACCEPTED


@command.command("show")
@click.argument("name")
@on_option
@common_options
@click.pass_obj
def show_list(settings: Settings, name: str, on: date | None, as_json: bool) -> int:
    """Show the codes of the list NAME.

    NAME may be a UN/EDIFACT data element (3035, or as one directory has it, 3035@D.96B), or a field of the canonical
    model (Address.country_code), as docs/fields.html has them.

    \b
    Examples:
      edi-engine codes show currencies
      edi-engine codes show Packaging.type_code
      edi-engine codes show incoterms --on 2015-06-30
      edi-engine codes show 3035@D.96B
    """
    found = _named(_lists(settings), name)
    held = [code for code in found.codes() if code.holds(on)]
    if as_json:
        show_json({**_head(found), "on": on, "codes": [_fields(code) for code in held]})
        return ACCEPTED
    show(plain(", ".join(filter(None, (f"{found.name}: {found.title}", found.version, _days(found))))))
    show(plain(f"source: {found.source}"))
    if not any(True for _ in found.codes()):
        show(plain(f"a rule, its codes cannot be listed; `edi-engine codes find CODE --list {found.name}` tries one"))
    _show_codes([("", code) for code in held])
    return ACCEPTED


@command.command("find")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--list", "name", metavar="NAME", help="Look into this list only; a UN/EDIFACT data element has to be named."
)
@on_option
@common_options
@click.pass_obj
def find(settings: Settings, text: tuple[str, ...], name: str | None, on: date | None, as_json: bool) -> int:
    """Find codes by the code, its beginning, or words of the name.

    Exit status 1 if there is none: codes that may be meant are named. A code that held on other days only is told.

    \b
    Examples:
      edi-engine codes find HRK
      edi-engine codes find photovoltaic cells --list hs-2022
      edi-engine codes find importer --list 3035
    """
    lists = _lists(settings)
    looked = [_named(lists, each) for each in ([name] if name else lists.names())]
    wanted = " ".join(text)
    found = search(looked, wanted, on)
    told = list(_not_then(looked, wanted, on)) if found and on else []
    told += [] if found else [_not_found(looked, wanted, on)]
    if as_json:
        rows = [{"list": each.list.name, **_fields(each.code)} for each in found]
        show_json({"text": wanted, "on": on, "found": rows, "findings": list(map(finding_object, told))})
        return ACCEPTED if found else REJECTED
    _show_codes([(each.list.name, each.code) for each in found[:SHOWN]])
    show_findings(told)
    if len(found) > SHOWN:
        click.echo(f"{len(found) - SHOWN} more (shown by --json, or name a list with --list)", err=True)
    return ACCEPTED if found else REJECTED


def _not_then(looked: Sequence[CodeList], text: str, on: date) -> Iterator[Finding]:
    """The codes that are just this text, but not on that day: what was found is something else."""
    for each in search(looked, text):
        if each.is_it and not each.code.holds(on):
            what = f"{_in_words(each)} did not hold on {on}"
            successor = each.code.facts.get(SUCCESSOR)
            fix = f"use {successor}" if successor else "use a code that held on that day"
            why = f"code list {each.list.name}"
            yield Finding(code=NOT_THEN, severity=Severity.NOTE, what=what, why=why, fix=fix)


def _not_found(looked: Sequence[CodeList], text: str, on: date | None) -> Finding:
    """What is said where nothing is: codes that held on other days, else those that may be meant."""
    where = looked[0].name if len(looked) == 1 else "the code lists"
    other = search(looked, text) if on else []
    meant = [each for each in other if each.rank == other[0].rank][:NEAR] or near(looked, text)
    fix = f"near: {', '.join(map(_in_words, meant))}" if meant else "try other words, or see `edi-engine codes list`"
    day = f" on {on}" if on else ""
    why = "codes and names are looked up as they stand in the list, capital or small"
    what = f"{where}: nothing is {text[:80]!r}{day}"
    return Finding(code=NOT_FOUND, severity=Severity.ERROR, what=what, why=why, fix=fix)


def _in_words(found: Found) -> str:
    code = found.code
    facts = [found.list.name, _days(code)]
    if SUCCESSOR in code.facts:
        facts.append(f"{SUCCESSOR} {code.facts[SUCCESSOR]}")
    return f"{code.code} {code.name}".rstrip() + f" ({', '.join(filter(None, facts))})"


def _head(found: CodeList) -> dict[str, Any]:
    return {
        "name": found.name,
        "title": found.title,
        "version": found.version,
        "from": found.valid_from,
        "to": found.valid_to,
        "codes": sum(1 for _ in found.codes()),
        "source": found.source,
    }


def _fields(code: Code) -> dict[str, Any]:
    days = {"from": code.valid_from, "to": code.valid_to}
    return {"code": code.code, "name": code.name, **days, "facts": dict(code.facts)}


def _show_codes(rows: Iterable[tuple[str, Code]]) -> None:
    """A line for each: list, code, name, and in brackets days and facts."""
    listed = list(rows)
    lists = max((len(name) + 2 for name, _ in listed if name), default=0)
    codes = max((len(code.code) for _, code in listed), default=0)
    for name, code in listed:
        facts = [fact for fact in (_days(code), *(f"{key} {value}" for key, value in code.facts.items())) if fact]
        more = f"  ({', '.join(facts)})" if facts else ""
        show(plain(f"{name:<{lists}}{code.code:<{codes}}  {code.name}{more}".rstrip()))


def _days(known: Code | CodeList) -> str:
    first = f"from {known.valid_from}" if known.valid_from else ""
    last = f"to {known.valid_to}" if known.valid_to else ""
    return f"{first} {last}".strip()
