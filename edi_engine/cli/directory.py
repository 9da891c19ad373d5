"""`edi-engine directory`: list, show and compare the UN/EDIFACT directories, also through overlays."""

import re
from collections.abc import Iterable
from typing import Any

import click

from edi_engine.alike import LOOSELY, alike
from edi_engine.canonical.code_lists import CodeLists
from edi_engine.cli.frame import ACCEPTED, Settings, common_options
from edi_engine.cli.output import NotKnownError, names_given, plain, show, show_json
from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Severity
from edi_engine.formats.edifact.description import (
    KINDS,
    Change,
    Description,
    Row,
    changed_identifiers,
    changes,
    describe,
)
from edi_engine.formats.edifact.directory import Directories, Directory
from edi_engine.workspace import Workspace

NOTHING_OF_THAT_NAME = "DIR-006"
_SYNTAX = re.compile(r"syntax[ -]?([1-4])", re.IGNORECASE)
MARKS = {"added": "+", "removed": "-", "changed": "~"}


@click.group("directory")
def command() -> None:
    """Look into the UN/EDIFACT directories.

    \b
    Examples:
      edi-engine directory list
      edi-engine directory show CUSDEC D.96B
      edi-engine directory diff D.96B D.21B NAD
    """


def _directories(settings: Settings) -> Directories:
    workspace = Workspace(settings.workspace)
    return Directories(workspace.schema_text, workspace.overlay_texts)


def _named(directories: Directories, name: str) -> Directory:
    """A directory by its name, or the service segments and messages of a syntax version as findings name it."""
    syntax = _SYNTAX.fullmatch(name)
    with names_given():
        return directories.service(syntax[1]) if syntax else directories.get(name)


@command.command("list")
@click.argument("directory", required=False)
@common_options
@click.pass_obj
def list_directories(settings: Settings, directory: str | None, as_json: bool) -> int:
    """Name the directories and overlays, or the messages of one DIRECTORY.

    \b
    Examples:
      edi-engine directory list
      edi-engine directory list D.96B
    """
    directories = _directories(settings)
    if directory:
        found = _named(directories, directory)
        rows = [{"message": name, "title": found.title(name)} for name in found.messages()]
        _list(rows, as_json, lambda row: f"{row['message']}  {row['title']}")
        return ACCEPTED
    dates = directories.dates
    known: list[dict[str, Any]] = [
        {"directory": name, "date": dates.get(name, ""), "messages": len(directories.get(name).messages())}
        for name in directories.names
    ]
    lying = [{"overlay": each.name, "directory": each.directory, "title": each.title} for each in directories.overlays]
    _list([*known, *lying], as_json, _line_of_list)
    return ACCEPTED


def _line_of_list(row: dict[str, Any]) -> str:
    if "overlay" in row:
        return f"overlay {row['overlay']} on {row['directory']}  {row['title']}".rstrip()
    return f"{row['directory']}  {row['date']:<10}  {row['messages']:>3} messages"


def _list(rows: list[dict[str, Any]], as_json: bool, line: Any) -> None:
    if as_json:
        show_json(rows)
        return
    for row in rows:
        show(plain(line(row)))


@command.command("show")
@click.argument("name")
@click.argument("directory")
@click.option("--overlay", "overlays", multiple=True, metavar="NAME", help="As seen through this overlay.")
@common_options
@click.pass_obj
def show_definition(settings: Settings, name: str, directory: str, overlays: tuple[str, ...], as_json: bool) -> int:
    """Show the message, segment, composite or element NAME of a DIRECTORY.

    Lines give position, M (mandatory) or C (conditional), how often at most, and the name. DIRECTORY may also be a
    version of the syntax ("syntax 1" to "syntax 4"): its service segments and messages.

    \b
    Examples:
      edi-engine directory show CUSDEC D.96B
      edi-engine directory show NAD D.96B
      edi-engine directory show 3035 D.96B
      edi-engine directory show AUTACK "syntax 4"
    """
    directories = _directories(settings)
    found = _named(directories, directory)
    seen = _described(_through(directories, found, overlays), name)
    kept = "" if seen.rows else CodeLists(Workspace(settings.workspace)).of_element(seen.id) or ""
    if as_json:
        facts = {"kind": seen.kind, "id": seen.id, "name": seen.name, "source": seen.source, "notes": seen.notes}
        rows = [_fields(row) for row in seen.rows]
        show_json({**facts, "rows": rows, **({"code_list": kept} if kept else {})})
        return ACCEPTED
    show(plain(_heading(seen)))
    if kept:
        show(plain(f"  codes: edi-engine codes show {kept}"))
    for row in seen.rows:
        show(plain(f"  {_line(row)}".rstrip()))
    return ACCEPTED


def _through(directories: Directories, directory: Directory, names: tuple[str, ...]) -> Directory:
    known = {each.name: each for each in directories.overlays if each.directory == directory.name}
    for name in names:
        if name not in known:
            raise _not_known(f"no overlay {name[:40]!r} lies on {directory.name}", name, known)
    chosen = [each for each in known.values() if each.name in names]
    return directories.through(directory, chosen)


@command.command("diff")
@click.argument("before")
@click.argument("after")
@click.argument("name", required=False)
@common_options
@click.pass_obj
def compare_directories(settings: Settings, before: str, after: str, name: str | None, as_json: bool) -> int:
    """Say what changed from directory BEFORE to AFTER: in all, or in the message, segment, composite or element NAME.

    `+` was added, `-` removed, `~` changed.

    \b
    Examples:
      edi-engine directory diff D.96B D.21B
      edi-engine directory diff D.96B D.21B CUSDEC
      edi-engine directory diff D.96B D.21B 3035 --json
    """
    directories = _directories(settings)
    old, new = _named(directories, before), _named(directories, after)
    if name is None:
        _show_all(old, new, as_json)
    else:
        _show_changes(old, new, name, as_json)
    return ACCEPTED


def _show_all(old: Directory, new: Directory, as_json: bool) -> None:
    found = {kind: dict(zip(MARKS, changed_identifiers(old, new, kind), strict=True)) for kind in KINDS}
    if as_json:
        show_json({"before": old.name, "after": new.name, **found})
        return
    for kind, lists in found.items():
        counts = ", ".join(f"{len(names)} {change}" for change, names in lists.items())
        show(f"{kind} from {old.name} to {new.name}: {counts}")
        for change, names in lists.items():
            if names:
                show(plain(f"  {MARKS[change]} {' '.join(names)}"))


def _show_changes(old: Directory, new: Directory, name: str, as_json: bool) -> None:
    before, after = describe(old, name.upper()), describe(new, name.upper())
    if before is None and after is None:
        raise _nothing(f"neither {old.name} nor {new.name} has", name, old, new)
    found = changes(before.rows if before else (), after.rows if after else ())
    if as_json:
        rows = [{"change": each.kind, "before": _fields(each.before), "after": _fields(each.after)} for each in found]
        heads = {"before": _head(before), "after": _head(after)}
        show_json({"name": name.upper(), **heads, "changes": rows})
        return
    for mark, seen in (("-", before), ("+", after)):
        show(plain(f"{mark} {_heading(seen)}" if seen else f"{mark} {(new if mark == '+' else old).name} has none"))
    for change in found:
        show(plain(f"{MARKS[change.kind]} {_changed(change)}".rstrip()))
    counts = [(kind, sum(change.kind == kind for change in found)) for kind in MARKS]
    show(", ".join(f"{count} {kind}" for kind, count in counts))


def _changed(change: Change) -> str:
    """One row, or where it was changed what it was and what it is."""
    row = change.after or change.before
    if row is None or change.before is None or change.after is None:
        return _line(row) if row else ""
    was, now = _facts(change.before), _facts(change.after)
    if was == now:
        was, now = change.before.name, change.after.name
    elif change.before.name != change.after.name and not row.tabled:
        was, now = f"{was} {change.before.name}", f"{now} {change.after.name}"
    return f"{_place(row)}: {was} → {now}"


def _fields(row: Row | None) -> dict[str, Any] | None:
    """A row as JSON; of a code, code and name."""
    if row is None or not row.status:
        return {"id": row.id, "name": row.name} if row else None
    return {name: value for name, value in row._asdict().items() if name != "tabled"}


def _head(seen: Description | None) -> dict[str, Any] | None:
    return {"kind": seen.kind, "name": seen.name, "source": seen.source, "notes": seen.notes} if seen else None


def _described(directory: Directory, name: str) -> Description:
    found = describe(directory, name.upper())
    if found is None:
        raise _nothing(f"{directory.name} has no", name, directory)
    return found


def _heading(seen: Description) -> str:
    return " ".join((seen.kind, seen.id, seen.source + ":", seen.name, *seen.notes)).strip()


def _line(row: Row) -> str:
    """`0280    NAD       M 1     Name and address`; of a code, code and name."""
    if not row.status:
        return f"{row.id:<6} {row.name}"
    return f"{_place(row):<24} {_facts(row):<12} {'' if row.id.startswith('group ') else row.name}"


def _place(row: Row) -> str:
    label = f"{row.name} ({row.id.removeprefix('group ')})" if row.id.startswith("group ") else row.id
    return f"{row.position} {'  ' * row.depth}{label}" if row.position else label


def _facts(row: Row) -> str:
    """Status, repetitions and format; `not used` where an overlay leaves it out."""
    if not row.repetitions:
        return "not used"
    return " ".join(part for part in (row.status, str(row.repetitions) if row.status else "", row.format) if part)


def _nothing(what: str, name: str, *directories: Directory) -> NotKnownError:
    known = {each for directory in directories for kind in KINDS for each in directory.identifiers(kind)}
    return _not_known(f"{what} {name[:40]!r}", name, known)


def _not_known(what: str, name: str, known: Iterable[str]) -> NotKnownError:
    names = sorted(known)
    near = alike(name.upper(), names, least=LOOSELY) or alike(name, names)
    fix = f"near names: {', '.join(near)}" if near else "see `edi-engine directory list`"
    why = "names are message types, segment tags, composites, element numbers, or overlays"
    finding = Finding(code=NOTHING_OF_THAT_NAME, severity=Severity.ERROR, what=what, why=why, fix=fix)
    return NotKnownError(EdiError(finding))
