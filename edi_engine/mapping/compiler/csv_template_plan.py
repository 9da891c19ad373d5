"""From a template of a flat file to a checked plan.

entry_id;vessel;item;container                          the header line
each document by entry_id:                              which rows are one document,
    each goods_items by item:                           one element of a list,
        each commodity.transport_equipments by container:
{/id};                                                  a cell for each column, as many lines as one likes;
when import: {/entry_office_id};                        only where a condition holds
{/border_transport_means.name};{^.sequence_numeric};{id}    paths start at the innermost list
"""

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.cases import Cases, names_of
from edi_engine.mapping.compiler.csv_template_cells import Cell, CellPlanner
from edi_engine.mapping.compiler.csv_template_lines import Lines, changed, read_lines
from edi_engine.mapping.compiler.field_planner import FieldPlanner, TemplateError
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.scope import Scope, root_scope
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.notation_errors import NotationError, in_definition, near_names
from edi_engine.mapping.paths import parse_path, resolve

_EACH = re.compile(r"(\s*each\s+)(\S+)\s+by\s+(.+?)\s*:\s*")
_OPTIONS = ("separator", "decimal", "encoding", "formulas")
_ASCII = bytes(range(128))


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatForm:
    """How the file is written: `csv:` of mapping.yaml.

    Attributes:
        separator: between cells, one character (default `;`).
        decimal: decimal mark, `.` (default) or `,`.
        encoding: Python codec; empty for UTF-8 that also takes what comes.
        formulas: `keep` (default) or `guard`: an apostrophe before texts a spreadsheet would run (`=`, `+`, `-`, `@`).
    """

    separator: str = ";"
    decimal: str = "."
    encoding: str = ""
    formulas: str = "keep"


@dataclass(slots=True, kw_only=True, eq=False)
class Level:
    """Rows with the same text in a column are one object: the document (no scope) or an element of a list."""

    key: int
    scope: Scope | None
    line: int


@dataclass(slots=True, kw_only=True)
class CsvPlan:
    """A whole template: columns in order, a cell for each, and the levels from the outside in."""

    columns: list[str]
    cells: list[Cell]
    levels: list[Level]
    document: Scope
    planner: FieldPlanner
    form: FlatForm

    @property
    def fields(self) -> list[Field]:
        """The fields of all cells."""
        return [field for cell in self.cells for _, field in cell.cases]

    @property
    def innermost(self) -> Scope:
        """The scope paths without a root start from."""
        return next((level.scope for level in reversed(self.levels) if level.scope), self.document)


def read_form(definition: Definition) -> FlatForm:
    """The options of a mapping.

    Raises:
        NotationError: one that does not exist or cannot be, with its place in mapping.yaml.
    """
    options, mapping = definition.options, definition.name
    for name in options:
        if name not in _OPTIONS:
            raise in_definition(mapping, name, f"csv has no option {name!r}", near_names(name, _OPTIONS))
    form = FlatForm(**options)
    if len(form.separator) != 1 or form.separator in '"\r\n' + form.decimal or form.separator.isalnum():
        raise in_definition(mapping, form.separator, f"{form.separator!r} cannot separate cells")
    if form.decimal not in (".", ","):
        raise in_definition(mapping, form.decimal, f"{form.decimal!r} is no decimal mark")
    if form.formulas not in ("keep", "guard"):
        raise in_definition(mapping, form.formulas, "formulas: keep or guard")
    if form.encoding and not is_text_encoding(form.encoding):
        raise in_definition(mapping, form.encoding, f"{form.encoding!r} is no encoding that writes ASCII as ASCII")
    return form


def is_text_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding and _ASCII.decode(name) == _ASCII.decode("ascii")
    except (LookupError, UnicodeDecodeError):
        return False


class CsvPlanner:
    """Walks a template once and builds its plan; arguments as of `TreePlanner`, and the file's form."""

    def __init__(
        self,
        document: type[msgspec.Struct],
        table: Callable[[str], CodeTable],
        derivations: tuple[str, ...],
        form: FlatForm,
        cases: Cases,
    ) -> None:
        self.form = form
        self.document = Scope(number=0, parent=None, struct=document)
        self.fields = FieldPlanner(table, derivations, cases, json=False)
        self.cells = CellPlanner(self.fields, cases)
        self.errors: list[NotationError] = []

    def plan(self, text: str, changes: Sequence[tuple[str, str]] = ()) -> CsvPlan:
        """Build the plan; `changes` are those of mappings that extend the template, the oldest first.

        Raises:
            TemplateError: everything wrong with the template at once.
        """
        lines = read_lines(text, self.form.separator)
        columns = self._columns(lines)
        if changes and not self.errors and len(columns) == len(lines.cells):
            columns = changed(lines, columns, changes)
        levels = self._levels(lines, columns)
        if self.errors:
            raise TemplateError(self.errors)  # paths are right or wrong only where the lists around are known
        inner = next((level.scope for level in reversed(levels) if level.scope), self.document)
        planned = self._fields(lines, columns, inner)
        self._check_keys(levels, columns, planned)
        self._check_conditions()
        self.errors += self.fields.lonely_moments()
        if self.errors:
            raise TemplateError(self.errors)
        self.fields.find_tails()
        return CsvPlan(
            columns=columns,
            cells=planned,
            levels=levels,
            document=self.document,
            planner=self.fields,
            form=self.form,
        )

    def _columns(self, lines: Lines) -> list[str]:
        if lines.header is None:
            self.errors.append(NotationError("a template begins with the header line", line=1))
            return []
        number, text = lines.header
        columns = [cell.strip() for cell in text.split(self.form.separator)]
        for column in columns:
            if not column or columns.count(column) > 1 or any(char in column for char in '"{}'):
                self._error(f"{column!r} cannot be told from other columns", number, text.find(column) + 1)
        return columns

    def _levels(self, lines: Lines, columns: list[str]) -> list[Level]:
        levels: list[Level] = []
        scope = self.document
        for number, text in lines.each:
            match = _EACH.fullmatch(text)
            if match is None:
                self._error("each PATH by COLUMN:", number, 1)
                continue
            column = match.start(2) + 1
            try:
                made = self._level(match[2], match[3], levels, scope, (number, column), columns)
            except NotationError as error:
                error.line = number
                self.errors.append(error)
                continue
            levels.append(made)
            scope = made.scope or scope
        return levels

    def _level(
        self, text: str, by: str, levels: list[Level], scope: Scope, place: tuple[int, int], columns: list[str]
    ) -> Level:
        line, column = place
        if by not in columns:
            near = near_names(by, columns)
            raise NotationError(f"the header line has no column {by!r}", column + len(text) + 4, near=near)
        if text == "document":
            if levels:
                raise NotationError("the document is the outermost level", column)
            return Level(key=columns.index(by), scope=None, line=line)
        path = parse_path(text, column)
        resolved = resolve(path, root_scope(path, scope).struct, column)
        leaf = resolved.leaf
        if leaf is None or leaf.struct is None or not leaf.many or path.root:
            raise NotationError(f"{text!r} is no list of objects of the level around it", column)
        for number, step in enumerate(resolved.steps):
            last = number == len(resolved.steps) - 1
            if step.step.index is not None or step.step.start is not None or step.step.every:
                raise NotationError("each walks whole lists, or what fits [key=value]", column, code="TPL-011")
            if step.field.many and not last and not step.step.filters:
                raise NotationError(f"{step.step.name!r} is a list: say which element, or walk it first", column)
        made = Scope(number=len(levels) + 1, parent=scope, struct=leaf.struct, path=resolved, line=line)
        return Level(key=columns.index(by), scope=made, line=line)

    def _fields(self, lines: Lines, columns: list[str], scope: Scope) -> list[Cell]:
        if len(lines.cells) != len(columns):
            line = lines.cells[0][0] if lines.cells else 1
            self._error(f"{len(lines.cells)} cells for {len(columns)} columns", line, 1)
        planned = []
        for name, (line, column, text, reason) in zip(columns, lines.cells, strict=False):
            try:
                planned.append(self.cells.cell(name, text, line, column, scope, reason))
            except NotationError as error:
                error.line = error.line or line
                self.errors.append(error)
        return planned

    def _check_conditions(self) -> None:
        """What conditions ask for is read whatever the case."""
        read = [
            (slot.path, slot.scope) for f, slot in self.fields.slots() if not f.case and slot.direction in ("", "in")
        ]
        self.errors += self.fields.cases.unread(self.cells.asked, [names_of(path, scope) for path, scope in read])

    def _check_keys(self, levels: list[Level], columns: list[str], planned: list[Cell]) -> None:
        """A column that tells objects apart is read into the object it tells apart."""
        if len(planned) != len(columns):
            return
        for level in levels:
            cell, scope = planned[level.key], level.scope or self.document
            key = cell.only
            if key is None:
                what = f"column {cell.name!r} tells objects apart: it is the same whatever the case"
                self._error(what, cell.line, 1)
            elif key.checked or not key.slots or any(slot.scope is not scope for slot in key.slots):
                what = f"column {key.name!r} must be read into the object it tells from others"
                self._error(what, key.line, key.column)
        indexed = [level for level in levels if level.scope]
        undecided = [self.fields.undecided(level.scope) for level in indexed if level.scope]
        self.errors += [error for error in undecided if error]
        for planned_field, slot in self.fields.slots():
            for level in indexed:
                if _reaches(slot.path.steps if slot.path else (), slot.scope, level):
                    what = "a list that is walked cannot also be reached by index"
                    self._error(what, planned_field.line, slot.placeholder.column)

    def _error(self, what: str, line: int, column: int) -> None:
        self.errors.append(NotationError(what, column, line=line))


def _reaches(steps: tuple[object, ...], start: Scope, level: Level) -> bool:
    scope = level.scope
    if scope is None or scope.path is None or scope.parent is not start:
        return False
    walked = [step.step.name for step in scope.path.steps]
    return [step.step.name for step in steps[: len(walked)]] == walked  # type: ignore[attr-defined]
