"""What the golden samples of a mapping reach: which lines none of them meets, which codes of its tables none has.

What no sample has could be dropped or changed on both sides, and no proof would notice: what is written reads back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Report
from edi_engine.formats.edifact.segments import escape
from edi_engine.mapping.codes import CodeTable, read_code_table
from edi_engine.mapping.golden import golden_pairs, messages_of
from edi_engine.mapping.met import Met, TemplateLine, template_lines
from edi_engine.mapping.registry import Mappings

Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Reach:
    """What samples reach of a mapping.

    Attributes:
        lines, codes: how many there are; a code counts once for reading and once for writing.
        unmet: lines that no sample meets, but for those of a mapping it extends whose samples meet them.
        unused: by file of the mapping, codes that no sample has: theirs for reading, ours for writing.
    """

    lines: int
    codes: int
    unmet: list[TemplateLine]
    unused: dict[str, dict[str, list[str]]]

    def words(self) -> str:
        """What is left, in words; empty where all is reached."""
        codes = sum(len(left) for ways in self.unused.values() for left in ways.values())
        parts = [(len(self.unmet), self.lines, "lines"), (codes, self.codes, "codes")]
        return " and ".join(f"{left} of {all_of} {what}" for left, all_of, what in parts if left)


def reach(mappings: Mappings, name: str) -> Reach:
    """Read and write the golden samples of a mapping and note what they meet.

    Raises:
        ConfigurationError: what is wrong with the mapping or one it extends.
    """
    mapping: Any = mappings.get(name)
    with _noted(mapping) as tables:
        met = _met(mappings, mapping)
    used: dict[Pairs, set[str]] = {}
    for table in tables:
        used.setdefault(frozenset(table.items()), set()).update(table.used)
    ways = {file: _ways(table) for file, table in _tables(mappings, name)}
    unused = {
        file: left
        for file, both in ways.items()
        if any((left := {way: _left(codes, used) for way, codes in both.items()}).values())
    }
    total = sum(len(codes) for both in ways.values() for codes in both.values())
    return Reach(len(met.lines), total, _unmet(mappings, name, met), unused)


class _Codes(dict[str, str]):
    """A code table of a generated module that notes which codes are looked up in it."""

    def __init__(self, table: dict[str, str]) -> None:
        super().__init__(table)
        self.used: set[str] = set()

    def get(self, key: str, otherwise: Any = None) -> Any:
        self.used.add(key)
        return super().get(key, otherwise)

    def __getitem__(self, key: str) -> str:
        self.used.add(key)
        return super().__getitem__(key)


@contextmanager
def _noted(mapping: Any) -> Iterator[list[_Codes]]:
    """The code tables of a generated module, which note what is looked up as long as this lasts."""
    module: dict[str, Any] = getattr(mapping, "module", {})
    kept = {name: table for name, table in module.items() if name.startswith("T_") and isinstance(table, dict)}
    noting = {name: _Codes(table) for name, table in kept.items()}
    module |= noting
    try:
        yield list(noting.values())
    finally:
        module |= kept


def _met(mappings: Mappings, mapping: Any) -> Met:
    met = Met(mapping)
    for pair in golden_pairs(mappings.files, mapping.name):
        for message in messages_of(pair.received, mapping.definition):
            met.add(message, mapping.read(message, report := Report()), report)
        document = canonical_json.read(pair.document.encode(), Report())
        if document is not None:
            mapping.write(document, Report())
    return met


def _unmet(mappings: Mappings, name: str, met: Met) -> list[TemplateLine]:
    unmet, older = met.unmet(), mappings.definition(name).extends
    if not unmet or not older:
        return unmet
    theirs = {line.text for line in template_lines(mappings.get(older)).values()}
    theirs -= {line.text for line in reach(mappings, older).unmet}
    return [line for line in unmet if line.text not in theirs]


def _tables(mappings: Mappings, name: str) -> Iterator[tuple[str, CodeTable]]:
    """The code tables that are a mapping's own or that it names."""
    for file, text in mappings.tables(name).items():
        yield file, read_code_table(text, file, mappings.day)


def _ways(table: CodeTable) -> dict[str, dict[str, str]]:
    """Both directions of a table as generated modules hold them."""
    reading = {escape(theirs): ours for theirs, ours in table.reading.items()}
    return {"reading": reading, "writing": {ours: escape(theirs) for ours, theirs in table.writing.items()}}


def _left(codes: dict[str, str], used: dict[Pairs, set[str]]) -> list[str]:
    return sorted(codes.keys() - used.get(frozenset(codes.items()), set()))
