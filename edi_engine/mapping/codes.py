"""Code tables of mappings: CSV files that pair our codes with the partner's.

Columns: canonical, external, and optionally preferred (x: the one to write where several fit), fit (exact, approx,
none), from, to (validity, kept for the record). A table is closed: a code it does not list is not of its kind, unless
the placeholder says `code(name, open)`.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.mapping.notation_errors import near_names

COLUMNS = ("canonical", "external", "preferred", "fit", "from", "to", "note")


APPROXIMATE = ("MAP-108", "MAP-212")  # the findings that a code means nearly the same
FITS = ("exact", "approx", "none", "factor")


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Both directions of one table: `reading` external → canonical, `writing` canonical → external.

    `approximate` holds the external codes that mean nearly, not quite, what ours means.
    """

    name: str
    reading: Mapping[str, str]
    writing: Mapping[str, str]
    approximate: frozenset[str] = frozenset()

    @property
    def approximated(self) -> frozenset[str]:
        """Our codes that are written as one that means nearly the same."""
        return frozenset(code for code, external in self.writing.items() if external in self.approximate)


def read_code_table(text: str, name: str) -> CodeTable:
    """Read a code table.

    Raises:
        ConfigurationError: `COD-001` unknown columns or cells that are missing, too many or no fit, `COD-002` an
            external code with two meanings, `COD-003` a factor, `COD-004` a canonical code with several external ones
            and no single preferred one.
    """
    reading: dict[str, str] = {}
    candidates: dict[str, list[tuple[int, str, bool]]] = {}
    approximate = set()
    for line, row in _rows(text, name):
        canonical, external, fit = row["canonical"], row["external"], row.get("fit") or "exact"
        if fit == "factor":
            raise _refusal("COD-003", name, line, "a factor changes the value too: use a derive step, not a code table")
        if fit == "none":
            continue
        if external in reading:
            twice = "stands here twice" if reading[external] == canonical else "has two meanings"
            raise _refusal("COD-002", name, line, f"{external!r} {twice}")
        reading[external] = canonical
        candidates.setdefault(canonical, []).append((line, external, bool(row.get("preferred"))))
        approximate |= {external} if fit == "approx" else set()
    writing = {code: _choose(code, found, name) for code, found in candidates.items()}
    return CodeTable(name, reading, writing, frozenset(approximate))


def nearly(value: str, written: str, path: str, mapping: str) -> Finding:
    """The finding that a code was written as one that means nearly the same."""
    return Finding(
        code="MAP-212",
        severity=Severity.NOTE,
        what=f"{value!r} was written as {written!r}, which means nearly the same",
        where=Position(path=path),
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


def _choose(canonical: str, candidates: list[tuple[int, str, bool]], name: str) -> str:
    if len(candidates) == 1:
        return candidates[0][1]
    preferred = [external for _, external, marked in candidates if marked]
    if len(preferred) != 1:
        line = candidates[1][0]
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
