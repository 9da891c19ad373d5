"""Code tables of mappings: CSV files that pair our codes with the partner's.

Columns: canonical, external, and optionally preferred (x: the one to write where several fit), fit (exact, approx,
none), from, to (first and last day on which the row holds). A table is closed: a code it does not list is not of its
kind, unless the placeholder says `code(name, open)`.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.mapping.notation_errors import near_names

COLUMNS = ("canonical", "external", "preferred", "fit", "from", "to", "note")


APPROXIMATE = ("MAP-108", "MAP-212")  # the findings that a code means nearly the same
FITS = ("exact", "approx", "none", "factor")


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Both directions of one table: `reading` external → canonical, `writing` canonical → external.

    `approximate` holds the external codes that mean nearly, not quite, what ours means; `listed` says that it is a code
    list of a directory as it is.
    """

    name: str
    reading: Mapping[str, str]
    writing: Mapping[str, str]
    approximate: frozenset[str] = frozenset()
    listed: bool = False

    def without(self, codes: frozenset[str]) -> "CodeTable":
        """The rest of a code list."""
        rest = {code: ours for code, ours in self.reading.items() if code not in codes}
        return replace(self, reading=rest, writing=rest)

    @property
    def approximated(self) -> frozenset[str]:
        """Our codes that are written as one that means nearly the same."""
        return frozenset(code for code, external in self.writing.items() if external in self.approximate)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A row: two codes, and the first and last day on which they mean each other."""

    line: int
    canonical: str
    external: str
    preferred: bool
    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, other: "_Pair") -> bool:
        return self.first <= other.last and other.first <= self.last


def read_code_table(text: str, name: str, day: date | None = None) -> CodeTable:
    """Read a code table as it holds on a day.

    What held on other days is still read, if nothing else means the same external code on this day; it is not written.

    Args:
        text: the file; `name`: its name, for findings.
        day: today where it is left out.

    Raises:
        ConfigurationError: `COD-001` unknown columns or cells that are missing, too many, no fit or no date, `COD-002`
            an external code with two meanings on one day, `COD-003` a factor, `COD-004` a canonical code with several
            external ones on one day and no single preferred one.
    """
    today, (pairs, approximate) = day or datetime.now(UTC).date(), _pairs(text, name)
    by_external, by_canonical = defaultdict[str, list[_Pair]](list), defaultdict[str, list[_Pair]](list)
    for pair in pairs:
        _check_meanings(pair, by_external[pair.external], name)
        by_external[pair.external].append(pair)
        by_canonical[pair.canonical].append(pair)
    reading = {external: _meaning(found, today).canonical for external, found in by_external.items()}
    for code, found in by_canonical.items():
        for start in {day for pair in found for day in (pair.first, pair.last + timedelta(pair.last < date.max))}:
            _choose(code, [pair for pair in found if pair.holds(start)], name)
    chosen = {code: [pair for pair in found if pair.holds(today)] for code, found in by_canonical.items()}
    writing = {code: _choose(code, found, name) for code, found in chosen.items() if found}
    return CodeTable(name, reading, writing, approximate)


def _pairs(text: str, name: str) -> tuple[list[_Pair], frozenset[str]]:
    """The rows that pair two codes, and the external ones that are only near."""
    pairs, approximate = [], set()
    for line, row in _rows(text, name):
        fit = row.get("fit") or "exact"
        if fit == "factor":
            raise _refusal("COD-003", name, line, "a factor changes the value too: use a derive step, not a code table")
        if fit != "none":
            pairs.append(_pair(line, row, name))
        if fit == "approx":
            approximate.add(row["external"])
    return pairs, frozenset(approximate)


def _pair(line: int, row: Mapping[str, str], name: str) -> _Pair:
    days = {}
    for column, otherwise in (("from", date.min), ("to", date.max)):
        try:
            days[column] = date.fromisoformat(row[column]) if row.get(column) else otherwise
        except ValueError:
            raise _refusal("COD-001", name, line, f"{row[column]!r} is no date", "write 2026-01-31") from None
    if days["from"] > days["to"]:
        raise _refusal("COD-001", name, line, "it ends before it begins")
    codes = {"canonical": row["canonical"], "external": row["external"], "preferred": bool(row.get("preferred"))}
    return _Pair(line=line, first=days["from"], last=days["to"], **codes)  # type: ignore[arg-type]


def _check_meanings(pair: _Pair, earlier: list[_Pair], name: str) -> None:
    for other in earlier:
        if pair.meets(other):
            twice = "stands here twice" if other.canonical == pair.canonical else "has two meanings"
            raise _refusal("COD-002", name, pair.line, f"{pair.external!r} {twice}")


def _meaning(found: list[_Pair], today: date) -> _Pair:
    """What an external code means today, else what it meant last, else what it will mean."""
    return min(found, key=lambda pair: (not pair.holds(today), pair.first > today, -pair.last.toordinal()))


def nearly(value: str, written: str, mapping: str) -> Finding:
    """The finding that a code was written as one that means nearly the same."""
    return Finding(
        code="MAP-212",
        severity=Severity.NOTE,
        what=f"{value!r} was written as {written!r}, which means nearly the same",
        why=f"a code table of mapping {mapping} calls it approximate",
        fix="see the code table of the mapping",
    )


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table with their lines, every cell stripped."""
    lines = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        columns = [cell.strip() for cell in next(lines, [])]
        if not {"canonical", "external"} <= set(columns) <= set(COLUMNS) or len(set(columns)) < len(columns):
            raise _refusal("COD-001", name, 1, f"a code table has the columns {', '.join(COLUMNS)}")
        for cells in lines:
            if cells:
                yield lines.line_num, _row(columns, [cell.strip() for cell in cells], name, lines.line_num)
    except csv.Error as error:
        raise _refusal("COD-001", name, lines.line_num, f"not CSV: {error}") from error


def _row(columns: list[str], cells: list[str], name: str, line: int) -> dict[str, str]:
    row = dict(zip(columns, cells, strict=False))
    if len(cells) > len(columns):
        raise _refusal("COD-001", name, line, f"{len(cells)} cells, there are {len(columns)} columns")
    if not row.get("canonical") or not (row.get("external") or row.get("fit") == "none"):
        raise _refusal("COD-001", name, line, "a code is missing")
    if (fit := row.get("fit") or "exact") not in FITS:
        near = near_names(fit, FITS)
        raise _refusal("COD-001", name, line, f"{fit!r} is no fit", f"did you mean {near}?" if near else "")
    return {"external": "", **row}


def _choose(canonical: str, candidates: list[_Pair], name: str) -> str:
    """The external code to write, of those that hold on one day."""
    if len(candidates) < 2:
        return candidates[0].external if candidates else ""
    preferred = [pair.external for pair in candidates if pair.preferred]
    if len(preferred) != 1:
        line = candidates[1].line
        raise _refusal("COD-004", name, line, f"{canonical!r} has several external codes: mark one as preferred")
    return preferred[0]


def _refusal(code: str, name: str, line: int, what: str, fix: str = "") -> ConfigurationError:
    return ConfigurationError(
        Finding(
            code=code,
            severity=Severity.ERROR,
            what=what,
            where=Position(path=name, line=line),
            why="code tables must be unambiguous in both directions",
            fix=fix or "correct the table",
        )
    )
