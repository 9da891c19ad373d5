"""Documents inside a segment template's domain, made at random: what it can carry, nothing it cannot.

The domain follows from the template: code tables, widths, formats, repetitions. A document made here, written and read
back, must be equal to itself.
"""

import string
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import msgspec

from edi_engine.canonical.lists import grown
from edi_engine.formats.edifact.segments import unescape
from edi_engine.mapping.compiler.cases import names_of
from edi_engine.mapping.compiler.edifact_cells import Cell, Plan, PlannedLine, is_list, list_key
from edi_engine.mapping.compiler.edifact_values import companion_field, is_pair, is_position
from edi_engine.mapping.compiler.edifact_write import is_constant, stands_by_itself
from edi_engine.mapping.compiler.filling import fill_default, instances, put_value, reach, spread
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.moments import with_part
from edi_engine.mapping.paths import ResolvedStep
from edi_engine.mapping.placeholders import Literal

# Letters, digits and everything that could be mistaken for syntax.
ALPHABET = string.ascii_uppercase + string.digits + "abc.,-/ +:?*'()=&äé"
DATES = {"102": "20260131", "203": "202601312359", "204": "20260131235959", "101": "260131", "610": "202601"}
LINE_CHANCE, VALUE_CHANCE = 0.75, 0.8
LONGEST, FEW = 12, 3


class Generator:
    """Makes documents for one plan and counts, for each placeholder, in how many of them it had a value."""

    def __init__(
        self, plan: Plan, rng: Random, within_domain: Callable[[Any], Any] = lambda document: document
    ) -> None:
        self.plan, self.rng, self.within_domain = plan, rng, within_domain
        self.filled: Counter[tuple[int, int]] = Counter()
        self._seen: set[tuple[int, int]] = set()
        self._made = 0
        self._broadcast: list[tuple[Any, tuple[ResolvedStep, ...], Any, tuple[int, int]]] = []
        self._case: tuple[bool, ...] = ()
        self._fixed: set[int] = set()

    def document(self) -> msgspec.Struct:
        """One more document."""
        self._seen = set()
        document = self.plan.document.struct()
        self._broadcast = []
        self._facts(document)
        self._case = self.plan.cases.judged(document)
        self._lines(self.plan.top, {0: document})
        self._spread()
        self._complete(document)
        self._defaults(document)
        self.filled.update(self._seen)
        made: msgspec.Struct = self.within_domain(document)
        return made

    def places(self) -> list[tuple[PlannedLine, int, Value]]:
        """Every placeholder that documents can fill: line, ordinal, value."""
        return [
            (line, number, value)
            for line in self.plan.lines
            for number, value in enumerate(line.values())
            if not value.direction and value.path is not None
        ]

    def rates(self, documents: int) -> dict[str, float]:
        """For each placeholder the share of documents in which it had a value."""
        return {
            f"line {line.line.number}: {value.placeholder.expression}": self.filled[line.number, number] / documents
            for line, number, value in self.places()
        }

    def _facts(self, document: msgspec.Struct) -> None:
        """Fill what conditions ask for with the texts they compare it with, so that each holds sometimes."""
        self._fixed = set()
        for line, number, value in self.places() if self.plan.cases.conditions else ():
            asked = [c for c in self.plan.cases.conditions if names_of(value.path, value.scope) in c.paths]
            known = None if value.table is None else self._codes(line, value)
            texts = [text for c in asked for text in c.texts if known is None or text in known]
            simple = value.path is not None and value.path.path.part is None and value.scope is self.plan.document
            if texts and simple and not line.case and value.path and self.rng.random() < VALUE_CHANCE:
                put_value(reach(document, value.path.steps[:-1]), value.path, self.rng.choice(texts))
                self._fixed.add(id(value))
                self._seen.add((line.number, number))

    # -- lines ---------------------------------------------------------------------------------------------------------

    def _lines(self, lines: list[PlannedLine], objects: dict[int, Any]) -> None:
        taken = Counter[int]()  # how often the places of these lines are taken
        for line in sorted(lines, key=lambda item: item.place.index):
            at = line.place.index
            if taken[at] >= line.place.most or is_constant(line) or not all(self._case[number] for number in line.case):
                continue
            demanded = stands_by_itself(line) if line.trigger else line.place.demanded
            if line.head is None:
                if demanded or self.rng.random() < LINE_CHANCE:
                    taken[at] += 1
                    self._fill(line, objects, forced=demanded)
            else:
                for _ in range(min(line.place.most - taken[at], self.rng.choice((demanded, 1, 1, 2, 3)))):
                    taken[at] += 1
                    self._element(line, line.head, objects)

    def _element(self, line: PlannedLine, head: Scope, objects: dict[int, Any]) -> None:
        if head.path is None or head.parent is None:
            raise ValueError(f"line {line.number} opens no list")
        step = head.path.steps[-1]
        element = head.struct()
        for condition in step.step.filters:
            if not condition.negated:
                setattr(element, condition.key, condition.values[0])
        inner = {**objects, head.number: element}
        before = self._made
        self._fill(line, inner, forced=True)
        if self._made == before and not any(True for _ in line.values()):
            return  # a segment without values of its own, and nothing under it
        start = objects[root_scope(head.path.path, head.parent).number]
        owner = reach(start, head.path.steps[:-1])
        items = grown(owner, step.step.name)
        while len(items) < (step.step.start or 0):
            items.append(head.struct())
        items.append(element)

    def _fill(self, line: PlannedLine, objects: dict[int, Any], *, forced: bool) -> None:
        """Fill a line's values; an element of a list needs at least one, and its codes, to be written at all."""
        values, before = list(line.values()), self._made
        for cell in line.cells:
            self._cell(line, cell, values, objects, forced=forced)
        first = next((v for v in values if not v.direction and v.path), None)
        if forced and first is not None and self._made == before:
            cell = next(c for c in line.cells if first in c.values or any(first in i.values for i in c.inner))
            self._cell(line, cell, values, objects, forced=True, certain=True)
        self._lines(line.children, objects)

    def _cell(
        self,
        line: PlannedLine,
        cell: Cell,
        values: list[Value],
        objects: dict[int, Any],
        *,
        forced: bool,
        certain: bool = False,
    ) -> None:
        if cell.role == "repeat":
            self._repeat(line, cell, values, objects)
            return
        usable = [v for v in cell.values if not v.direction and v.path is not None]
        needed = certain or (forced and any(v.closed or is_position(v) for v in usable))
        if not usable or not (needed or self.rng.random() < VALUE_CHANCE):
            return
        count = len(usable) if self.rng.random() < VALUE_CHANCE else 1
        for number, value in enumerate(usable[:count]):
            last = number == len(usable) - 1 or number == count - 1
            self._set(line, cell, value, values, objects, last=last)

    def _set(
        self,
        line: PlannedLine,
        cell: Cell,
        value: Value,
        values: list[Value],
        objects: dict[int, Any],
        *,
        last: bool,
    ) -> None:
        if value.path is None or id(value) in self._fixed:
            return
        start = objects[root_scope(value.path.path, value.scope).number]
        made = self._value(line, cell, value, last=last)
        if value.broadcast:
            self._broadcast.append((start, value.path.steps, made, (line.number, values.index(value))))
            return
        owner = reach(start, value.path.steps[:-1])
        part = value.path.path.part
        if part is not None and part[0] and getattr(owner, value.path.steps[-1].step.name) is None:
            return  # the parts of a text are all there, or the first ones are
        self._made += 1
        if value.path.moment:
            text = "20260131" if value.path.moment == "date" else "2359"
            made = with_part(getattr(owner, value.path.steps[-1].step.name), value.path.moment, text)
        put_value(owner, value.path, made)
        self._seen.add((line.number, values.index(value)))

    def _repeat(self, line: PlannedLine, cell: Cell, values: list[Value], objects: dict[int, Any]) -> None:
        inner = [v for c in cell.inner for v in c.values if v.path is not None]
        path = inner[0].path
        if path is None:
            return
        at = next(n for n, s in enumerate(path.steps) if s.step.start is not None or s.step.every)
        owner = reach(objects[root_scope(path.path, line.scope).number], path.steps[:at])
        start, struct = path.steps[at].step.start or 0, path.steps[at].field.struct
        most = (FEW if cell.repeats == 1 else 2 * cell.repeats) if is_list(line) else cell.repeats
        count = self.rng.randint(0, most)
        if not count:
            return
        items = grown(owner, path.steps[at].step.name)
        while len(items) < start and struct is not None:
            items.append(struct())
        for _ in range(count):
            element = struct() if struct is not None else self._text(cell.inner[0].widths[0])
            items.append(element)
            self._made += 1
            if struct is None:
                self._seen.add((line.number, 0))
            for c in cell.inner if struct is not None else ():
                for value in c.values:
                    if value.path is not None:
                        steps = value.path.steps[at + 1 :]
                        setattr(element, steps[-1].step.name, self._value(line, c, value, last=True))
                        self._seen.add((line.number, values.index(value)))

    # -- values --------------------------------------------------------------------------------------------------------

    def _value(self, line: PlannedLine, cell: Cell, value: Value, *, last: bool) -> Any:
        leaf = value.path.leaf if value.path else None
        width = cell.widths[0]
        if value.table is not None:
            return self.rng.choice(self._codes(line, value))
        if leaf is not None and leaf.struct is not None:
            return self._struct(cell, value, leaf.struct)
        if leaf is not None and leaf.kind in ("number", "integer"):
            number = self._number(min(width, 9))
            return number if leaf.kind == "number" else int(number)
        if value.conversion("lines"):
            most = cell.span * (1 if not line.continuation or line.children else min(2, line.place.most))
            count = self.rng.randint(1, most)
            if line.continuation and line.head is not None and count % cell.span == 0:
                count -= 1  # behind a full segment the text of the next element would go on
            return "\n".join(self._text(width) for _ in range(count))
        if value.conversion("cut"):
            pieces = self.rng.randint(1, cell.span + (2 if line.continuation and line.place.most > 1 else 0))
            return "".join(self._text(width, exact=True) for _ in range(pieces - 1)) + self._text(width)
        if pad := value.conversion("pad"):
            return self._padded(int(pad.arguments[0]), pad.arguments[1] if len(pad.arguments) > 1 else " ")
        return self._unmistakable(line, cell, self._part(cell, value, last=last))

    def _unmistakable(self, line: PlannedLine, cell: Cell, text: str) -> str:
        """A text that is no code of a line that goes before this one."""
        at = (cell.element, cell.component)
        same = [c for rival in line.rivals for c in rival.cells if (c.element, c.component) == at]
        taken = frozenset().union(*(c.domain() or () for c in same))
        while text in taken:
            text = self._text(cell.widths[0])
        return text

    def _part(self, cell: Cell, value: Value, *, last: bool) -> str:
        """A text without the literal that ends its part of the component, as wide as its part may be."""
        fixed, at = value.placeholder.width, cell.pieces.index(value.placeholder)
        following = cell.pieces[at + 1 : at + 2]
        if fixed is not None:
            text = self._text(fixed, exact=not last and not any(isinstance(p, Literal) for p in following))
        else:
            taken = sum(v.placeholder.width or 0 for v in cell.values)
            text = self._text(cell.widths[0] - taken if taken else cell.widths[0])
        for literal in (p for p in following if isinstance(p, Literal)):
            text = text.replace(unescape(literal.text)[0], "_")
        return text

    def _padded(self, width: int, fill: str) -> str:
        return self._text(width).strip().lstrip(fill) or "X"

    def _codes(self, line: PlannedLine, value: Value) -> list[str]:
        """Codes this line writes and reads back as themselves, and no earlier line on the same list takes."""
        table = value.table
        if table is None:
            return []
        taken: set[str] = set()
        for other in self.plan.lines:
            if other.number < line.number and line.head is not None and list_key(other) == list_key(line):
                taken |= {code for v in other.values() if v.closed and v.table for code in v.table.writing}
        return [c for c, external in table.writing.items() if c not in taken and table.reading[external] == c]

    def _struct(self, cell: Cell, value: Value, struct: type[msgspec.Struct]) -> msgspec.Struct:
        companion = companion_field(struct)
        if value.conversion("datetime"):
            code = self.rng.choice([code for code, text in DATES.items() if len(text) <= cell.widths[0]])
            argument = value.conversion("datetime")
            if not is_pair(cell) and argument is not None and argument.arguments:
                code = argument.arguments[0]
            return struct(value=DATES[code], **{companion: code})
        fixed = value.conversion("measure")
        unit: str | None = self.rng.choice(("KGM", "LTR", "NMB"))
        if fixed is not None and fixed.arguments:
            unit = fixed.arguments[0]
        elif not is_pair(cell):
            unit = None
        return struct(value=self._number(9), **{companion: unit})

    def _number(self, digits: int) -> Decimal:
        number = self.rng.randint(0, 10 ** self.rng.randint(1, max(1, digits - 3)))
        return Decimal(number) if self.rng.random() < 0.6 else Decimal(number).scaleb(-2)

    def _text(self, width: int, *, exact: bool = False) -> str:
        length = width if exact else self.rng.randint(1, max(1, min(width, LONGEST)))
        return "".join(self.rng.choice(ALPHABET) for _ in range(length)).replace(" ", "_", 1) or "X"

    def _spread(self) -> None:
        """A value that stands once for all elements of a list is the same in all of them."""
        for start, steps, made, seen in self._broadcast:
            if spread(start, steps, made):
                self._seen.add(seen)

    def _complete(self, document: msgspec.Struct) -> None:
        """An element that other lines reach by index has what its own line needs to be written: its codes, a value."""
        for line in (line for line in self.plan.lines if line.head is not None and line.head.indexed):
            cells = [(cell, v) for cell in line.cells for v in cell.values if not v.direction and v.path is not None]
            needed = [(cell, v) for cell, v in cells if v.closed] or cells[:1]
            for cell, value in needed:
                for element in instances(document, value.scope):
                    if value.path is not None and getattr(element, value.path.steps[0].step.name) is None:
                        put_value(element, value.path, self._value(line, cell, value, last=True))

    def _defaults(self, document: msgspec.Struct) -> None:
        """What `default` always writes belongs to every document that has the object around it."""
        for line in self.plan.lines:
            for value in line.values():
                default = value.conversion("default") or value.conversion("omit")
                if default is not None and value.path is not None and not value.direction:
                    for scope_object in instances(document, value.scope):
                        fill_default(document, scope_object, value.path, default.arguments[0])
