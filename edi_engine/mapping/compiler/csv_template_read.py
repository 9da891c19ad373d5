"""From a plan to the Python that reads a flat file: rows with the same key are one object."""

from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.csv_template_cells import Cell, in_order
from edi_engine.mapping.compiler.csv_template_plan import CsvPlan, Level
from edi_engine.mapping.compiler.emit import Getter, Source, append, keys, set_owner
from edi_engine.mapping.compiler.field_code import FieldCode
from edi_engine.mapping.compiler.fields import Field


def reader_source(plan: CsvPlan, source: Source, code: FieldCode) -> None:
    """Append the reader, `read(st, records)`, to a module under construction.

    `records` are lines with the cells of the template's columns in the template's order. Objects are kept by the texts
    of their keys, so that their rows need not stand together; one without a key is never met twice.
    """
    document = source.struct(plan.document.struct.__name__)
    source.add(0, "def read(st, records):")
    source.add(1, f"o0, known, rows = {document}(), {{}}, 0")
    for number, _ in enumerate([level for level in plan.levels if level.scope], start=1):
        source.add(1, f"bare{number} = []")
    source.add(1, "for line, c in records:", "    kept = False")
    only = [(number, cell.only) for number, cell in enumerate(plan.cells)]
    if constants := {n: (f.name, f.constant) for n, f in only if f is not None and f.role == "constant"}:
        source.add(2, f"if not st.is_row(c, {constants!r}, line):", "    continue")
    levels = [level for level in plan.levels if level.scope]
    for number, level in enumerate(levels, start=1):
        _find(level, number, source, _key(plan, level))
    for number, cell in in_order(plan.cells, plan.planner.cases):
        source.add(2, f"# {cell.line}: {' '.join(cell.name.split())}")
        _read_cell(cell, number, source, code, plan.planner.cases)
    for number, level in reversed(list(enumerate(levels, start=1))):
        _keep(level, number, source)
    source.add(2, "if rows and not kept:", "    st.repeated(line)")
    for number, level in enumerate(levels, start=1):
        _note_bare(level, number, source)
    source.add(2, "rows += 1")
    for number, level in enumerate(levels, start=1):
        _report_bare(level, number, source)
    source.add(1, "return o0", "", "")


def _read_cell(cell: Cell, number: int, source: Source, code: FieldCode, tests: Cases) -> None:
    """Read a cell by the case that holds; where none does, nothing belongs there."""
    if cell.only is not None:
        if cell.only.role != "constant":
            _read_field(cell.only, number, source, code, 2)
        return
    word = "if"
    for case, field in cell.conditional:
        source.add(2, f"{word} {tests.test(case)}:")
        _read_field(field, number, source, code, 3)
        word = "elif"
    source.add(2, f"elif c[{number}]:", f"    st.misplaced(line, {cell.name!r}, c[{number}])")


def _read_field(field: Field, number: int, source: Source, code: FieldCode, indent: int) -> None:
    source.add(indent, f"if c[{number}]:")
    if field.role == "constant":
        source.add(indent + 1, f"st.constant(c[{number}], {field.constant!r}, line, {field.name!r})")
    else:
        code.read(field, indent + 1, f"c[{number}]", "line", repr(field.name))
    if code.fills(field):
        source.add(indent, "else:")
        code.fill(field, indent + 1)


def _key(plan: CsvPlan, level: Level) -> str:
    """An expression for what tells the objects of a level apart: a number however it is spelled, or the text."""
    key, cell = plan.cells[level.key].only, f"c[{level.key}]"
    if key is None or len(key.pieces) != 1 or not key.slots:
        return cell
    pad = key.slots[0].value.conversion("pad")
    if key.slots[0].kind in ("number", "integer", "measure"):
        return f"st.number_key({cell})"
    return f"{cell}.lstrip({(*pad.arguments, ' ')[1]!r})" if pad is not None else cell


def _find(level: Level, number: int, source: Source, key: str) -> None:
    scope = level.scope
    if scope is None or scope.path is None:
        raise ValueError("a level without a list")
    struct = source.struct(scope.struct.__name__)
    path = f"{f'k{number - 1}, ' if number > 1 else ''}{key}"
    source.add(2, f"# {level.line}: each by this column")
    source.add(2, f"k{number} = ({path},) if c[{level.key}] else None")
    if number > 1:
        source.add(2, f"if k{number - 1} is None:", f"    k{number} = None")
    source.add(2, f"o{scope.number} = known.get(k{number})", f"new{number} = o{scope.number} is None")
    source.add(2, f"if new{number}:", f"    o{scope.number} = {struct}({keys(scope.path.steps[-1].step.filters)})")


def _keep(level: Level, number: int, source: Source) -> None:
    """Put a new object into its list, unless the row says nothing of it."""
    scope = level.scope
    if scope is None or scope.path is None or scope.parent is None:
        raise ValueError("a level without a list")
    step = scope.path.steps[-1]
    fresh = f"{scope.struct.__name__}({keys(step.step.filters)})"
    empty = source.helper("NONE_", f"NAME = {fresh}\n")
    source.add(2, f"there{number} = not new{number} or o{scope.number} != {empty}")
    source.add(2, f"if new{number} and there{number}:")
    source.add(3, "kept = True")
    owner = set_owner(source, 3, scope.parent.variable, scope.path)
    append(source, 3, f"{owner}.{step.step.name}", f"o{scope.number}")
    source.add(3, f"if k{number}:")
    source.add(4, f"known[k{number}] = o{scope.number}")


def _note_bare(level: Level, number: int, source: Source) -> None:
    """Remember a row that stands for an object alone, without any of the list inside it."""
    outer = f"there{number - 1} and " if number > 1 else ""
    parent = level.scope.parent.variable if level.scope and level.scope.parent else "o0"
    source.add(2, f"if {outer}not there{number} and (kept or not rows):")
    source.add(3, f"bare{number}.append((line, {parent}))")


def _report_bare(level: Level, number: int, source: Source) -> None:
    """A row for an object alone is written back only where nothing is in the list."""
    scope = level.scope
    if scope is None or scope.path is None or scope.parent is None:
        raise ValueError("a level without a list")
    source.add(1, f"for line, {scope.parent.variable} in bare{number}:")
    getter = Getter(source, 2)
    owner = getter.owner(scope.parent.variable, scope.path)
    source.add(2, f"if {owner} is not None and {owner}.{scope.path.steps[-1].step.name}:", "    st.repeated(line)")
