"""What can be wrong with tables: columns of a flat file, code tables, layouts of WCO XML, settings."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from edi_engine.mapping.template import strip_comment
from tests.mutation.mutant import Change, Edit, dropped, edited, joined, other
from tests.mutation.placeholders import line_edits

_LEVEL = re.compile(r"( *)each (\S+) by (\w+):")
_OPTION = re.compile(r"(\w+): (\"[^\"]+\"|[^,}\s]+)")
ROWS = 8  # of a longer table, only so many
OTHERWISE = {",": ".", ".": ",", ";": ",", "cp1252": "utf-8", "guard": "plain"}


def csv_changes(text: str, tables: Sequence[str]) -> Iterator[Change]:
    """Every change of the template of a flat file."""
    lines = text.splitlines()
    head = next(n for n, line in enumerate(lines) if not line.startswith("#"))
    cells = [n for n in range(head + 1, len(lines)) if lines[n].startswith("{")]
    names = lines[head].split(";")
    for number, (name, at) in enumerate(zip(names, cells, strict=True)):
        left = ";".join([*names[:number], *names[number + 1 :]])
        yield at + 1, "column dropped", joined([*lines[:head], left, *lines[head + 1 : at], *lines[at + 1 :]])
        renamed = ";".join([*names[:number], other(name), *names[number + 1 :]])
        yield from edited(lines, head, iter([("column renamed", renamed)]))
        if number + 1 < len(names):
            swapped = ";".join([*names[:number], names[number + 1], name, *names[number + 2 :]])
            yield from edited(lines, head, iter([("columns swapped", swapped)]))
        yield from edited(lines, at, line_edits(lines[at], tables))
    for at, match in enumerate(map(_LEVEL.match, lines)):
        if match and match[2] != "document":
            yield from edited(lines, at, (("key changed", f"{match[1]}each {match[2]} by {name}:") for name in names))


def code_changes(text: str) -> Iterator[Change]:
    """Changes of a code table: a row dropped, a code changed, the codes of two rows exchanged."""
    lines = text.splitlines()
    columns = next(csv.reader(lines[:1]))
    rows = [next(csv.reader([line])) for line in lines]
    for at in range(1, len(lines), max(1, len(lines) // ROWS)):
        row = {**dict.fromkeys(columns, ""), **dict(zip(columns, rows[at], strict=False))}
        yield dropped(lines, at, at + 1, "code row dropped")
        yield from edited(lines, at, ((operator, _line({**row, **change})) for operator, change in _codes(row)))
        if at + 1 < len(lines) and _meaning(columns, rows[at]) != _meaning(columns, rows[at + 1]):
            place = columns.index("external")
            mine, theirs = list(rows[at]), list(rows[at + 1])
            mine[place], theirs[place] = theirs[place], mine[place]
            pair = [_line(dict(enumerate(mine))), _line(dict(enumerate(theirs)))]
            yield at + 1, "codes swapped", joined([*lines[:at], *pair, *lines[at + 2 :]])


def _codes(row: dict[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    yield "our code changed", {"canonical": other(row["canonical"])}
    yield "their code changed", {"external": other(row["external"])}
    if row.get("preferred"):
        yield "preference dropped", {"preferred": ""}
    if row.get("fit") == "approx":
        yield "fit changed", {"fit": "exact"}


def _meaning(columns: list[str], row: list[str]) -> list[str]:
    """What a row says of its external code."""
    return [cell for column, cell in zip(columns, row, strict=False) if column not in ("external", "note")]


def _line(row: dict[str, str] | dict[int, str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(row.values())
    return text.getvalue()


def layout_changes(text: str) -> Iterator[Change]:
    """Every change of a layout: members dropped, moved, repeatable or not, settings."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        content = strip_comment(line)[0].rstrip()
        if not content:
            continue
        head, equals, members = content.partition(" = ") if " = " in content else ("", "", content)
        setting = head.islower()
        lead = head + equals if head else content[: len(content) - len(content.lstrip())]
        edits = _setting(members) if setting else _members(members.split())
        yield from edited(lines, at, ((operator, lead + changed) for operator, changed in edits))
        if setting and head != "root":
            yield dropped(lines, at, at + 1, "setting dropped")


def _setting(value: str) -> Iterator[Edit]:
    *first, last = value.split()
    yield "setting changed", " ".join([*first, other(last)])
    if first:
        yield "setting shortened", " ".join(first)


def _members(members: list[str]) -> Iterator[Edit]:
    for at, member in enumerate(members):
        before, behind = members[:at], members[at + 1 :]
        if len(members) > 1:
            yield "member dropped", " ".join([*before, *behind])
        if behind:
            yield "members swapped", " ".join([*before, behind[0], member, *behind[1:]])
        for mark, operator in (("*", "many became one"), ("#", "counter became plain"), ("~", "no longer kept")):
            if member.endswith(mark):
                yield operator, " ".join([*before, member[:-1], *behind])


def setting_changes(text: str) -> Iterator[Change]:
    """Changes of a `mapping.yaml`: derive steps dropped, settings of the syntax changed."""
    lines, derive = text.splitlines(), False
    for at, line in enumerate(lines):
        derive = line.startswith("derive:") or (derive and line.startswith(" "))
        if derive and line.startswith(" "):
            yield from edited(lines, at, iter([("derive step dropped", line.partition(":")[0] + ": []")]))
        if re.match(r"(csv|fixed|json|xml): \{", line):
            for match in _OPTION.finditer(line.partition("{")[2]):
                value = match[2].strip('"')
                changed = OTHERWISE.get(value, other(value))
                yield from edited(
                    lines, at, iter([("option changed", line.replace(match[0], f'{match[1]}: "{changed}"'))])
                )
