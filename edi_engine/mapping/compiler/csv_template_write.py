"""From a plan to the Python that writes a flat file: a row for each innermost element, what is around it repeated."""

from collections.abc import Iterator

from edi_engine.mapping.compiler.cases import Case, Cases
from edi_engine.mapping.compiler.csv_template_cells import Cell
from edi_engine.mapping.compiler.csv_template_plan import CsvPlan, Level
from edi_engine.mapping.compiler.emit import Getter, Source, condition
from edi_engine.mapping.compiler.field_code import FieldCode
from edi_engine.mapping.compiler.field_coverage import FieldCoverage
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.scope import Scope


def writer_source(plan: CsvPlan, source: Source, code: FieldCode) -> None:
    """Append the writer, `write(st, o0)`, to a module under construction; it gives the rows as lists of texts."""
    source.add(0, "def write(st, o0):", "    rows, places = [], []")
    levels = [level for level in plan.levels if level.scope]
    indent = 1
    for number, level in enumerate(levels, start=1):
        _loop(level, number, source, indent)
        indent += 1
    getter = Getter(source, indent)
    code.blanks = {level.scope.number: _blank(level.scope, source) for level in levels if level.scope}
    cells = []
    for cell in plan.cells:
        source.add(indent, f"# {cell.line}: {' '.join(cell.name.split())}")
        cells.append(_write_cell(cell, source, code, getter, plan.planner.cases))
    causes = [cause for _, cause in cells if cause]
    source.add(indent, f"row = [{', '.join(f'{text} or {chr(39) * 2}' for text, _ in cells)}]")
    source.add(indent, f"if {' or '.join(f'{cause} is not None' for cause in causes) or 'True'}:")
    ordinals = "".join(f"n{number}, " for number in range(1, len(levels) + 1))
    source.add(indent + 1, "rows.append(row)", f"places.append(({ordinals}))", "if st.exact is not None:")
    source.add(indent + 2, f"st.spots[id(row)] = {{{', '.join(_spots(plan, code))}}}")
    group_keys = tuple((level.key, plan.columns[level.key]) for level in levels)
    source.add(1, f"grouped(st, rows, places, {group_keys!r})", "return rows", "", "")


def _write_cell(cell: Cell, source: Source, code: FieldCode, getter: Getter, tests: Cases) -> tuple[str, str]:
    """An expression for a cell's text, and one that says whether it is a reason for its row; empty where it is none."""
    if cell.only is not None:
        return _write_field(cell.only, code, getter)
    text, cause, word = source.name("w"), source.name("w"), "if"
    source.add(getter.indent, f"{text} = {cause} = None")
    for case, field in cell.conditional:
        source.add(getter.indent, f"{word} {tests.test(case)}:")
        shown, why = _write_field(field, code, Getter(source, getter.indent + 1))
        source.add(getter.indent + 1, f"{text}, {cause} = {shown}, {why or None}")
        word = "elif"
    return text, cause


def _spots(plan: CsvPlan, code: FieldCode) -> Iterator[str]:
    """By column the places of what stands in a row."""
    for column, cell in enumerate(plan.cells):
        if cell.only is not None:
            yield f"{column}: {code.spots(cell.only)}"
        else:
            cases = [f"{code.spots(field)} if {plan.planner.cases.test(case)} else" for case, field in cell.conditional]
            yield f"{column}: {' '.join(cases)} []"


def _write_field(field: Field, code: FieldCode, getter: Getter) -> tuple[str, str]:
    if not field.written:
        return _literal(field.constant, field.choices), ""
    text = code.write(field, getter)
    return text, code.cause(field, text) if field.causes else ""


def _literal(constant: object, choices: tuple[str, ...]) -> str:
    return repr(str(constant if constant is not None else choices[0] if choices else ""))


def _loop(level: Level, number: int, source: Source, indent: int) -> None:
    """A loop over the elements of a list; one empty element where there are none, for what is around it."""
    scope = level.scope
    if scope is None or scope.path is None or scope.parent is None:
        raise ValueError("a level without a list")
    getter = Getter(source, indent)
    owner, step = getter.owner(scope.parent.variable, scope.path), scope.path.steps[-1]
    name = f"{owner}.{step.step.name}"
    items = name if owner == scope.parent.variable else f"(() if {owner} is None else {name})"
    if (test := condition(step.step.filters)) != "True":
        items = f"[e for e in {items} if {test}]"
    source.add(indent, f"# {level.line}: each by this column")
    source.add(indent, f"for n{number}, o{scope.number} in enumerate({items} or {_blank(scope, source)}):")


def _blank(scope: Scope, source: Source) -> str:
    """The name of a list with one empty element, for what is around a list without any."""
    struct = source.struct(scope.struct.__name__)
    return source.helper("BLANK_", f"NAME = ({struct}(),)\n")


def cases_tree(plan: CsvPlan) -> list[tuple[Case, object]]:
    """What the template can write besides in each case."""
    known = dict.fromkeys(case for cell in plan.cells for case, _ in cell.conditional)
    known = {case: None for case in known if plan.planner.cases.of_document((case,))}
    return [((case,), coverage_tree(plan, case)) for case in known]


def coverage_tree(plan: CsvPlan, wanted: int | None = None) -> object:
    """What the template can write whatever the case, or in one."""
    coverage = FieldCoverage()
    for level in plan.levels:
        if level.scope is not None and level.scope.path is not None:
            coverage.open(level.scope, condition(level.scope.path.steps[-1].step.filters))
    for case, field in ((case, field) for cell in plan.cells for case, field in cell.cases):
        asking = plan.planner.cases.of_elements(() if case is None else (case,))
        if (None if asking else case) != wanted:
            continue
        coverage.narrow(asking)
        for slot in field.slots:
            coverage.add(slot)
        coverage.keep(field)
    return coverage.tree
