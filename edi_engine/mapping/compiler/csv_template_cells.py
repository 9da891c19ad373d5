"""The cells of a flat file's template: each a field, or one for each of several cases.

{/id};                                                    whatever the case
when import: {/entry_office_id} when export: {/exit_office_id};    by conditions of mapping.yaml
{trader.name};                                            by an alias that means several paths
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.field_planner import FieldPlanner
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.scope import Scope
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.placeholders import Placeholder, inside_braces, parse_pieces

_WHEN = re.compile(r"(?:^|(?<=\s))when\s+([^:{}]+):\s*")


@dataclass(slots=True, kw_only=True, eq=False)
class Cell:
    """What stands in one column: fields with the condition under which each does, None for the one that always does."""

    name: str
    line: int
    cases: list[tuple[int | None, Field]]

    @property
    def only(self) -> Field | None:
        """The field of a cell that is the same whatever the case."""
        return self.cases[0][1] if self.cases[0][0] is None else None

    @property
    def conditional(self) -> list[tuple[int, Field]]:
        """Fields by condition."""
        return [(number, field) for number, field in self.cases if number is not None]

    def chosen(self, holds: Callable[[int], bool]) -> Field | None:
        """The field that stands there, for what tells whether a condition holds."""
        return next((field for number, field in self.cases if number is None or holds(number)), None)


def in_order(cells: list[Cell], cases: Cases) -> list[tuple[int, Cell]]:
    """Cells with their columns; those that depend on what an element says stand behind those that say it."""
    return sorted(enumerate(cells), key=lambda cell: any(cases.of_elements((n,)) for n, _ in cell[1].conditional))


class CellPlanner:
    """Plans cells; `asked` are the conditions met, with the place where each is first asked."""

    def __init__(self, fields: FieldPlanner, cases: Cases) -> None:
        self.fields, self.cases = fields, cases
        self.asked: dict[int, tuple[int, int]] = {}

    def cell(self, name: str, text: str, line: int, column: int, scope: Scope, reason: str) -> Cell:
        """Plan the cell of a column.

        Raises:
            NotationError: with the column.
        """
        found: list[tuple[int | None, Field]] = []
        for condition, body, at in _parts(text, column):
            if condition is None:
                found += self._by_alias(name, body, line, at, scope, reason)
                continue
            number = self.cases.number(*condition, scope)
            self.asked.setdefault(number, (line, condition[1]))
            with self.cases.within(number):
                inside = self._by_alias(name, body, line, at, scope, reason)
            if inside[0][0] is not None:
                what = "a condition and an alias that decides between paths do not go together: say each path"
                raise NotationError(what, at, code="TPL-011")
            found.append((number, inside[0][1]))
        return Cell(name=name, line=line, cases=found)

    def _by_alias(
        self, name: str, text: str, line: int, column: int, scope: Scope, reason: str
    ) -> list[tuple[int | None, Field]]:
        if not text:
            raise NotationError(f"nothing stands for column {name!r}: a path, a literal or {{*}}", column)
        paths = [piece.expression for piece in parse_pieces(text, column) if isinstance(piece, Placeholder)]
        choices = next((found for path in paths if (found := self.cases.choices(path))), ())
        if not choices:
            return [(None, self.fields.text(name, text, line, column, scope, reason=reason))]
        made: list[tuple[int | None, Field]] = []
        for number in choices:
            self.asked.setdefault(number, (line, column))
            with self.cases.within(number):
                made.append((number, self.fields.text(name, text, line, column, scope, reason=reason)))
        return made


def _parts(text: str, column: int) -> Iterator[tuple[tuple[str, int] | None, str, int]]:
    """The parts of a cell: a condition with its column (None without), what stands under it, and its column."""
    protected = inside_braces(text)
    starts = [match for match in _WHEN.finditer(text) if not protected[match.start()]]
    if not starts:
        yield None, text, column
        return
    if text[: starts[0].start()].strip():
        raise NotationError("in a cell with conditions each part has one: when import: {a} when export: {b}", column)
    for match, following in zip(starts, [*starts[1:], None], strict=True):
        body = text[match.end() : following.start() if following else None].strip()
        yield (match[1].strip(), column + match.start(1)), body, column + match.end()
