"""What proves a template of a flat file: documents of its domain, and what partners do to the files they send."""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import msgspec

from edi_engine.canonical.lists import grown
from edi_engine.findings import Report
from edi_engine.formats.flat.table import Table, read_table
from edi_engine.mapping.compiler.csv_template_cells import in_order
from edi_engine.mapping.compiler.csv_template_plan import CsvPlan, Level
from edi_engine.mapping.compiler.field_documents import VALUE_CHANCE, FieldDocuments, Rates
from edi_engine.mapping.compiler.field_values import ALPHABET, chosen_keys, is_key, separators
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.filling import put_value, reach
from edi_engine.mapping.compiler.scope import Scope
from edi_engine.mapping.flat_runtime import as_text

TRIES = 50


class CsvDocuments(FieldDocuments):
    """Makes documents for one plan."""

    def __init__(self, plan: CsvPlan, rng: Random, arrange: Callable[[Any], Any], rates: Rates) -> None:
        encoding = plan.form.encoding or "utf-8"
        super().__init__(rng, arrange, rates, "".join(char for char in ALPHABET if char.encode(encoding, "ignore")))
        self.plan, self.fields = plan, plan.fields

    def _made(self) -> msgspec.Struct:
        made = self.plan.document.struct()
        self.decide(made, self.plan.document, self.plan.planner.cases)
        key = self.plan.levels[0].key if self.plan.levels and self.plan.levels[0].scope is None else -1
        self._fill(self.plan.document, made, key, set())
        self._elements([level for level in self.plan.levels if level.scope], made)
        return made

    def _elements(self, levels: list[Level], outer: Any) -> None:
        if not levels or (scope := levels[0].scope) is None or scope.path is None:
            return
        step, taken = scope.path.steps[-1], set[Any]()
        for _ in range(self.rng.choice((0, 1, 1, 2, 3))):
            element = scope.struct(**chosen_keys(step.step, self.rng))
            self._fill(scope, element, levels[0].key, taken)
            self._elements(levels[1:], element)
            grown(reach(outer, scope.path.steps[:-1]), step.step.name).append(element)

    def _fill(self, scope: Scope, element: Any, key: int, taken: set[Any]) -> None:
        if scope.path is not None:
            self.facts(element, scope, self.plan.planner.cases)
        for number, cell in in_order(self.plan.cells, self.plan.planner.cases):
            field = cell.chosen(lambda condition: self.holds(condition, {scope.number: element}))
            if field is None:
                continue
            if field.home is not None and field.scope is scope and self.rng.random() < VALUE_CHANCE:
                self.keep(field, element)
            if field.checked or not field.slots or field.slots[0].scope is not scope:
                continue
            if number == key or self.rng.random() < VALUE_CHANCE:
                self._field(field, element, taken if number == key else None)

    def _field(self, field: Field, element: Any, taken: set[Any] | None) -> None:
        if field.slots[0].joined is not None:
            self.listed(field.slots[0], element, field.line)
            return
        count = len(field.slots) if self.rng.random() < VALUE_CHANCE else 1
        for number, slot in enumerate(field.slots[:count]):
            if slot.broadcast:
                self.share(slot, element, field.line)
                continue
            if id(slot) in self.decided:
                continue
            if slot.path is None or is_key(slot):
                self._seen.add((field.line, slot.placeholder.expression))
                continue
            if slot.path.moment:
                self.put_part(slot, reach(element, slot.path.steps[:-1]), field.line)
                continue
            if slot.line:
                self.put_line(slot, reach(element, slot.path.steps[:-1]), field.line)
                continue
            value = self._value(slot, taken, last=number == count - 1, without=separators(field))
            put_value(reach(element, slot.path.steps[:-1]), slot.path, value)
            self._seen.add((field.line, slot.placeholder.expression))

    def _value(self, slot: Slot, taken: set[Any] | None, *, last: bool, without: str) -> Any:
        for _ in range(TRIES):
            value = self.values.value(slot, exact=not last, without=without)
            if taken is None or value not in taken:
                break
        if taken is not None:
            taken.add(value)
        return value


# -- what partners do --------------------------------------------------------------------------------------------------


def vanished(received: str, written: str, separator: str, report: Report) -> Counter[str]:
    """Cells received that are neither written back in their column nor covered by a finding on cell, row or column."""
    covered = {(finding.where.line, finding.where.path) for finding in report}
    columns = {finding.where.path for finding in report if "column" in finding.what}
    kept: Counter[tuple[str, str]] = Counter()
    table = read_table(received, separator, Report())
    for line, cells in table.records:
        for name, cell in zip(table.columns, cells, strict=False):
            if cell and name not in columns and not {(line, name), (line, None)} & covered:
                kept[name, cell] += 1
    back = read_table(written, separator, Report())
    there = Counter((name, cell) for _, cells in back.records for name, cell in zip(back.columns, cells, strict=True))
    return Counter({f"{name}: {cell}": count for (name, cell), count in (kept - there).items()})


Change = Callable[[Table, Random], None]


def _edited(change: Change) -> Callable[[str, str, Random], str]:
    def mutate(body: str, separator: str, rng: Random) -> str:
        table = read_table(body, separator, Report())
        change(table, rng)
        return as_text(table.columns, [cells for _, cells in table.records], separator)

    return mutate


def _shuffle_columns(table: Table, rng: Random) -> None:
    order = rng.sample(range(len(table.columns)), len(table.columns))
    table.columns[:] = [table.columns[n] for n in order]
    for _, cells in table.records:
        cells[:] = [cells[n] for n in order]


def _drop_column(table: Table, rng: Random) -> None:
    gone = rng.randrange(len(table.columns))
    del table.columns[gone]
    for _, cells in table.records:
        del cells[gone]


def _add_column(table: Table, rng: Random) -> None:
    at = rng.randrange(len(table.columns) + 1)
    table.columns.insert(at, f"extra{rng.randrange(100)}")
    for _, cells in table.records:
        cells.insert(at, rng.choice(["", f"Q{rng.randrange(10**6)}"]))


def _change_cell(table: Table, rng: Random) -> None:
    _one_cell(table, rng, f"W{rng.randrange(10**6)}")


def _empty_cell(table: Table, rng: Random) -> None:
    _one_cell(table, rng, "")


def _one_cell(table: Table, rng: Random, text: str) -> None:
    if table.records:
        _, cells = rng.choice(table.records)
        cells[rng.randrange(len(cells))] = text


def _spell_number(table: Table, rng: Random) -> None:
    """Leading zeros, and the other decimal mark."""
    for _, cells in table.records:
        number = rng.randrange(len(cells))
        if cells[number].replace(",", "").isdigit():
            cells[number] = rng.choice([f"0{cells[number]}", cells[number].replace(",", "."), f"+{cells[number]}"])


def _double_row(table: Table, rng: Random) -> None:
    if table.records:
        line, cells = rng.choice(table.records)
        table.records.append((line, list(cells)))


def _shuffle_rows(table: Table, rng: Random) -> None:
    rng.shuffle(table.records)


def _extra_cell(table: Table, rng: Random) -> None:
    if table.records:
        rng.choice(table.records)[1].append(f"Q{rng.randrange(10**6)}")


MUTATIONS: dict[str, Callable[[str, str, Random], str]] = {
    "columns shuffled": _edited(_shuffle_columns),
    "column dropped": _edited(_drop_column),
    "unknown column": _edited(_add_column),
    "other value": _edited(_change_cell),
    "cell emptied": _edited(_empty_cell),
    "number spelling": _edited(_spell_number),
    "row doubled": _edited(_double_row),
    "rows shuffled": _edited(_shuffle_rows),
    "cell too many": _edited(_extra_cell),
}
