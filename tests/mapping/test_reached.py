"""Golden samples reach every line of the shipped mappings and every row of their code tables.

What no sample reaches could be dropped or changed on both sides, and no proof would notice: a round trip agrees with
itself. `make mutation` counts what is noticed.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import pytest

from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Report
from edi_engine.formats.edifact.segments import escape
from edi_engine.mapping.codes import CodeTable, read_code_table
from edi_engine.mapping.golden import golden_pairs, messages_of
from edi_engine.mapping.met import Met
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

WORKSPACE = Workspace()
MAPPINGS = Mappings(WORKSPACE)
Pairs = frozenset[tuple[str, str]]


class Codes(dict[str, str]):
    """A code table of a generated module that notes which codes were looked up in it."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__(table)
        self.seen: set[str] = set()

    def get(self, key: str, otherwise: Any = None) -> Any:
        if key in self:
            self.seen.add(key)
        return super().get(key, otherwise)

    def __getitem__(self, key: str) -> str:
        self.seen.add(key)
        return super().__getitem__(key)


class Reached(NamedTuple):
    """Texts of lines that no sample has met, and for each pairing of codes those that were looked up."""

    unmet: list[str]
    codes: dict[Pairs, set[str]]


@cache
def reached(name: str) -> Reached:
    mapping: Any = Mappings(WORKSPACE, MAPPINGS.directories).get(name)
    module = getattr(mapping, "module", {})
    tables = {key: Codes(table) for key, table in module.items() if key.startswith("T_") and isinstance(table, dict)}
    module |= tables
    met = Met(mapping)
    for pair in golden_pairs(WORKSPACE, name):
        for message in messages_of(pair.received, mapping.definition):
            met.add(message, mapping.read(message, report := Report()), report)
        document = canonical_json.read(pair.document.encode(), Report())
        assert document is not None
        mapping.write(document, Report())
    codes: dict[Pairs, set[str]] = {}
    for table in tables.values():
        codes.setdefault(frozenset(table.items()), set()).update(table.seen)
    return Reached([line.text.strip() for line in met.unmet()], codes)


def family(name: str) -> Iterator[str]:
    """A mapping and what it extends, whose samples reach what it has from there."""
    while name:
        yield name
        name = MAPPINGS.definition(name).extends


@pytest.mark.parametrize("name", MAPPINGS.names())
def test_every_line_is_reached(name: str) -> None:
    left = set(reached(name).unmet)
    for older in list(family(name))[1:]:
        theirs = {line.text.strip() for line in Met(MAPPINGS.get(older)).lines.values()}
        left &= set(reached(older).unmet) | (left - theirs)
    assert left == set()


@pytest.mark.parametrize(
    ("name", "file"),
    [(name, file) for name in MAPPINGS.names() for file in WORKSPACE.mapping_files(name) if file.startswith("codes/")],
)
def test_every_row_of_a_code_table_is_reached(name: str, file: str) -> None:
    table = read_code_table(WORKSPACE.mapping_text(name, file), file)
    for way, codes in _ways(table):
        seen = reached(name).codes.get(frozenset(codes.items()))
        assert seen is not None, f"nothing uses {file} for {way}"
        assert set(codes) - seen == set(), way


def _ways(table: CodeTable) -> Iterator[tuple[str, dict[str, str]]]:
    """Both directions of a table as generated modules hold them."""
    yield "reading", {escape(external): ours for external, ours in table.reading.items()}
    yield "writing", {ours: escape(external) for ours, external in table.writing.items()}
