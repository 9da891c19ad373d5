"""Code tables of mappings: CSV files that pair our codes with the partner's.

Columns: canonical, external, and optionally preferred (x: the one to write where several fit), fit (exact, approx,
none), from, to (validity, kept for the record). A table is closed: a code it does not list is not of its kind, unless
the placeholder says `code(name, open)`.
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity

COLUMNS = ("canonical", "external", "preferred", "fit", "from", "to", "note")


@dataclass(frozen=True, slots=True)
class CodeTable:
    """Both directions of one table: `reading` external → canonical, `writing` canonical → external."""

    name: str
    reading: Mapping[str, str]
    writing: Mapping[str, str]


def read_code_table(text: str, name: str) -> CodeTable:
    """Read a code table.

    Raises:
        ConfigurationError: `COD-001` unknown columns, `COD-002` an external code with two meanings, `COD-003` a factor,
            `COD-004` a canonical code with several external ones and no single preferred one.
    """
    rows = list(csv.DictReader(io.StringIO(text)))
    if not rows or not set(rows[0]) <= set(COLUMNS) or not {"canonical", "external"} <= set(rows[0]):
        raise _refusal("COD-001", name, 1, f"a code table has the columns {', '.join(COLUMNS)}")
    reading: dict[str, str] = {}
    candidates: dict[str, list[tuple[str, bool]]] = {}
    for line, row in enumerate(rows, start=2):
        canonical, external, fit = row["canonical"], row["external"], row.get("fit") or "exact"
        if fit == "factor":
            raise _refusal("COD-003", name, line, "a factor changes the value too: use a derive step, not a code table")
        if fit == "none":
            continue
        if reading.setdefault(external, canonical) != canonical:
            raise _refusal("COD-002", name, line, f"{external!r} has two meanings")
        candidates.setdefault(canonical, []).append((external, bool(row.get("preferred"))))
    return CodeTable(name, reading, {code: _choose(code, found, name) for code, found in candidates.items()})


def _choose(canonical: str, candidates: list[tuple[str, bool]], name: str) -> str:
    if len(candidates) == 1:
        return candidates[0][0]
    preferred = [external for external, marked in candidates if marked]
    if len(preferred) != 1:
        raise _refusal("COD-004", name, 1, f"{canonical!r} has several external codes: mark one as preferred")
    return preferred[0]


def _refusal(code: str, name: str, line: int, what: str) -> ConfigurationError:
    return ConfigurationError(
        Finding(
            code=code,
            severity=Severity.ERROR,
            what=what,
            where=Position(path=name, line=line),
            why="code tables must be unambiguous in both directions",
            fix="correct the table",
        )
    )
