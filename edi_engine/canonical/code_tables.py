"""Files of code lists, `schemas/codes/NAME.tsv`: some facts of the list, then a table with tabs between its cells.

```
# title: Terms of delivery
# version: Incoterms 2020
# source: ICC
code	name	from	to	mode
DAT	Delivered at terminal	2011	2019-12-31	any
```

Facts: `title`, `version`, `source`; `package`, whose codes lie under the rows (`code_packages`), or `extends`, a list
whose codes do; `shape`, a rule in place of a table (`code_shapes`); `elements`, the UN/EDIFACT data elements whose
directories leave their codes to this list; `from` and `to`, the days of the edition, which are those of all its codes
without days of their own; `replaces: yes` in a workspace, where the shipped list is not wanted at all.
Columns: `code` and `name`, then `from` and `to` (first and last day; a month or a year is its first and its last day),
and any others as facts of the code. A row whose code is there already changes it: an empty cell leaves what was.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from edi_engine.canonical.code_packages import PACKAGES
from edi_engine.canonical.code_shapes import SHAPES
from edi_engine.canonical.codes import Code
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity

BAD_LIST = "COD-005"
HEADS = ("title", "version", "source", "package", "extends", "shape", "from", "to", "elements", "replaces")
FIELD_COLUMNS = ("struct", "field", "lists", "use")
DATES = "write 2026-01-31, 2026-01 or 2026"
_HEAD = re.compile(r"# ?([a-z]+): *(.*?) *")
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,39}")
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layered:
    """The files of one name read together: what the highest says of the list, and the rows, the lowest file first."""

    title: str
    version: str
    source: str
    package: str
    extends: str
    shape: str
    file: str
    valid_from: date | None
    valid_to: date | None
    rows: tuple[dict[str, str], ...]


@dataclass(frozen=True, slots=True)
class _File:
    heads: dict[str, str]
    rows: list[dict[str, str]]


def read_layers(texts: Iterable[tuple[str, str]]) -> Layered:
    """Read the files of one list, the lowest first: how findings call each, and its text.

    Raises:
        ConfigurationError: `COD-005`, with file and line.
    """
    heads: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    file = ""
    for file, text in texts:
        read = _read(file, text)
        if read.heads.get("replaces") == "yes":
            heads, rows = {}, []
        heads |= read.heads
        rows += read.rows
    named = {head: heads.get(head, "") for head in ("title", "version", "source", "package", "extends", "shape")}
    first, last = day(heads.get("from", ""), last=False), day(heads.get("to", ""), last=True)
    return Layered(**named, file=file, valid_from=first, valid_to=last, rows=tuple(rows))


def elements(texts: Iterable[tuple[str, str]]) -> set[str]:
    """The data elements whose codes a list holds, from its files; of a file that is none, none."""
    found: set[str] = set()
    for _, text in texts:
        for line in text.splitlines():
            match = _HEAD.fullmatch(line)
            if match is None:
                break
            if match[1] == "elements":
                found.update(match[2].split())
    return found


def lay_over(codes: Iterable[Code], rows: Iterable[dict[str, str]]) -> Iterator[Code]:
    """Codes with rows laid over them: a row changes the latest meaning of its code, or adds the code."""
    changed = list(codes)
    latest: dict[str, int] = {}
    for place, code in enumerate(changed):
        known = latest.setdefault(code.code, place)
        if (code.valid_to or date.max) > (changed[known].valid_to or date.max):
            latest[code.code] = place
    for row in rows:
        place = latest.setdefault(row["code"], len(changed))
        if place == len(changed):
            changed.append(Code(code=row["code"], name=""))
        changed[place] = _changed(changed[place], row)
    yield from changed


def read_fields(text: str, file: str) -> dict[tuple[str, str], tuple[tuple[str, ...], bool]]:
    """`schemas/codes/fields.tsv`: by struct and field of the model the names of lists, and whether it is closed.

    Raises:
        ConfigurationError: `COD-005`, with file and line.
    """
    found: dict[tuple[str, str], tuple[tuple[str, ...], bool]] = {}
    columns: list[str] = []
    for number, line in _lines(text):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if not columns:
            columns = cells
            if tuple(cells[:4]) != FIELD_COLUMNS:
                raise wrong(file, number, f"the columns are {', '.join(FIELD_COLUMNS)}", "write them so")
            continue
        if len(cells) < 4 or not all(map(str.strip, cells[:4])) or cells[3] not in ("closed", "open"):
            raise wrong(
                file,
                number,
                f"{line[:80]!r} is no row",
                "write struct, field, lists with blanks between, and `closed` or `open`",
            )
        found[cells[0], cells[1]] = tuple(cells[2].split()), cells[3] == "closed"
    return found


def _read(file: str, text: str) -> _File:
    heads: dict[str, str] = {}
    rows: list[dict[str, str]] = []
    columns: list[str] = []
    places: dict[str, int] = {}
    for number, line in _lines(text):
        if line.startswith("#"):
            heads |= _head(file, number, line)
        elif not columns:
            columns = _columns(file, number, line)
        else:
            row = _row(file, number, line, columns)
            if (first := places.setdefault(row["code"], number)) != number:
                raise wrong(file, number, f"the code {row['code'][:40]!r} stands in line {first} already", "keep one")
            rows.append(row)
    return _File(heads, rows)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if line.strip():
            yield number, line


def _head(file: str, number: int, line: str) -> dict[str, str]:
    match = _HEAD.fullmatch(line)
    if match is None or match[1] not in HEADS:
        return {}  # a remark
    head, value = match.groups()
    known = {"package": tuple(PACKAGES), "shape": tuple(SHAPES), "replaces": ("yes", "no")}.get(head)
    if known and value not in known:
        raise wrong(file, number, f"{value[:40]!r} is no {head}", f"known are {', '.join(known)}")
    if head in ("from", "to") and day(value, last=head == "to") is None:
        raise wrong(file, number, f"{value[:40]!r} is no date", DATES)
    return {head: value}


def _columns(file: str, number: int, line: str) -> list[str]:
    columns = [cell.strip() for cell in line.split("\t")]
    if columns[:2] != ["code", "name"] or len(set(columns)) < len(columns) or not all(map(_COLUMN.fullmatch, columns)):
        fix = "write `code`, `name`, then `from`, `to` and others in small letters, with tabs between them"
        raise wrong(file, number, f"{line[:80]!r} does not name columns", fix)
    return columns


def _row(file: str, number: int, line: str, columns: list[str]) -> dict[str, str]:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) > len(columns) or not cells[0]:
        raise wrong(file, number, f"{line[:80]!r} is no row of {len(columns)} cells", "begin with a code")
    row = {column: cell for column, cell in zip(columns, cells, strict=False) if cell}
    for bound in ("from", "to"):
        if bound in row and day(row[bound], last=bound == "to") is None:
            raise wrong(file, number, f"{row[bound][:40]!r} is no date", DATES)
    if row.get("from", "") and row.get("to", "") and _reversed(row):
        raise wrong(file, number, f"{row['code'][:40]!r} ends before it begins", "correct `from` or `to`")
    return row


def _reversed(row: dict[str, str]) -> bool:
    first, last = day(row["from"], last=False), day(row["to"], last=True)
    return first is not None and last is not None and last < first


def day(text: str, *, last: bool) -> date | None:
    """A date; of a month or a year alone its first or its last day; None if it is no date."""
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    try:
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if last else 1)))
    except ValueError:  # monthrange, too, refuses a thirteenth month with one
        return None


def _changed(code: Code, row: dict[str, str]) -> Code:
    facts = {column: cell for column, cell in row.items() if column not in ("code", "name", "from", "to")}
    return replace(
        code,
        name=row.get("name", code.name),
        valid_from=day(row.get("from", ""), last=False) or code.valid_from,
        valid_to=day(row.get("to", ""), last=True) or code.valid_to,
        facts=MappingProxyType({**code.facts, **facts}),
    )


def wrong(file: str, line: int | None, what: str, fix: str) -> ConfigurationError:
    """What is said of a file that is not written as a list."""
    where = Position(path=file, line=line)
    why = "a code list is a table with tabs between its cells (edi_engine/canonical/code_tables.py)"
    return ConfigurationError(Finding(code=BAD_LIST, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix))
