"""Fields of a template read from its texts and checked against the model: paths, conversions, homes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.cases import Case, Cases, together
from edi_engine.mapping.compiler.field_checks import check_target
from edi_engine.mapping.compiler.fields import OPEN, Derived, Field, Slot
from edi_engine.mapping.compiler.scope import CONVERSIONS, Scope, Value, no_conversion, resolve_value, standing_in
from edi_engine.mapping.derive import DERIVATIONS
from edi_engine.mapping.field_writing import REST
from edi_engine.mapping.notation_errors import NotationError, near_names
from edi_engine.mapping.paths import Path, ResolvedPath, Step, parse_path, resolve
from edi_engine.mapping.placeholders import Literal, Piece, Placeholder, need_reason, parse_pieces


class TemplateError(Exception):
    """Everything wrong with one template."""

    def __init__(self, errors: list[NotationError]) -> None:
        super().__init__("; ".join(error.what for error in errors))
        self.errors = errors


class FieldPlanner:
    """Resolves fields and remembers their homes.

    Args:
        table: a code table by name; raises NotationError for an unknown one.
        derivations: names of the derive steps the mapping runs before writing.
        cases: conditions and aliases.
        json: whether numbers and nulls have a form of their own.
    """

    def __init__(
        self, table: Callable[[str], CodeTable], derivations: tuple[str, ...], cases: Cases, *, json: bool
    ) -> None:
        self.table, self.derivations, self.cases, self.json = table, derivations, cases, json
        self.fields: list[Field] = []
        self._homes: dict[tuple[int, str, object], list[tuple[Case, int]]] = {}

    def text(
        self,
        name: str,
        text: str,
        line: int,
        column: int,
        scope: Scope,
        prefix: tuple[Step, ...] = (),
        reason: str = "",
    ) -> Field:
        """Plan a text with placeholders.

        Raises:
            NotationError: with the column.
        """
        pieces = tuple(piece for piece in parse_pieces(text, column) if not isinstance(piece, Literal) or piece.text)
        made = Field(name=name, role="value", line=line, column=column, source=text, scope=scope, reason=reason)
        self.append(made)
        if all(isinstance(piece, Literal) for piece in pieces):
            made.role, made.constant = "constant", "".join(p.text for p in pieces if isinstance(p, Literal))
            return made
        first = pieces[0]
        if len(pieces) == 1 and isinstance(first, Placeholder) and first.kind != "path":
            need_reason(first, reason)
            made.role, made.choices = first.kind, first.values
            if first.kind == "keep":
                made.fallback = next((c.arguments[0] for c in first.conversions), "")
                self._keep(made, first, prefix)
            return made
        made.slots = [self.slot(p, scope, prefix) for p in pieces if isinstance(p, Placeholder) and p.kind != "any"]
        made.pieces = tuple(_planned(piece, made.slots) for piece in pieces)
        self._check(made)
        for slot in made.slots:
            self._claim(slot, line)
        return made

    def constant(self, name: str, value: Any, line: int, column: int, source: str, scope: Scope) -> Field:
        """A literal of the template that is no text."""
        made = Field(name=name, role="constant", line=line, column=column, source=source, scope=scope, constant=value)
        return self.append(made)

    def append(self, made: Field) -> Field:
        """Note a field, and the case it is there in."""
        made.case = self.cases.active
        self.fields.append(made)
        return made

    def _keep(self, made: Field, placeholder: Placeholder, prefix: tuple[Step, ...]) -> None:
        """Find the `extensions` of the object around, and take a name in them."""
        made.choices = placeholder.values or (made.name,)
        home = resolve(Path(steps=(*prefix, Step(name="extensions"))), made.scope.struct, placeholder.column)
        for step in home.steps:
            if step.field.many and step.step.index is None and not step.step.filters:
                raise NotationError(f"{step.step.name!r} is a list: say which element", placeholder.column)
        made.home = home
        pattern = f"{home.pattern()}.{made.choices[0]}"
        if line := self._home_of((made.scope.number, pattern, None)):
            what = f"{made.choices[0]!r} is kept at line {line} too"
            near = "{~another_name}"
            raise NotationError(what, placeholder.column, code="TPL-006", near=near)
        self.claim(made.scope.number, pattern, made.line, placeholder.column)

    # -- one placeholder -----------------------------------------------------------------------------------------------

    def slot(self, placeholder: Placeholder, scope: Scope, prefix: tuple[Step, ...]) -> Slot:
        """Resolve and check one placeholder.

        Raises:
            NotationError: with its column.
        """
        with standing_in(placeholder):
            placeholder = replace(placeholder, expression=self.cases.expanded(placeholder.expression))
        if placeholder.kind != "path":
            raise NotationError("{a/b}, {*} and {~} stand alone", placeholder.column)
        for conversion in placeholder.conversions:
            if conversion.name not in CONVERSIONS:
                raise no_conversion(conversion.name, placeholder.column)
        derived = self._derived(placeholder, scope)
        if derived is not None:
            value = Value(placeholder=placeholder, scope=derived.scope, path=derived.path)
            if value.conversion("code"):
                raise NotationError("a derived value has no code table", placeholder.column, code="TPL-011")
        else:
            value = resolve_value(placeholder, scope, prefix, self.table)
        slot = Slot(placeholder=placeholder, value=value, derived=derived)
        check_target(slot)
        return slot

    def _derived(self, placeholder: Placeholder, scope: Scope) -> Derived | None:
        """What `derived.STEP.field` means here: computed for the nearest object around that the step knows."""
        if not placeholder.expression.startswith("derived."):
            return None
        path = parse_path(placeholder.expression, placeholder.column)
        if placeholder.direction != "out":
            raise NotationError("a derived value can only be written: say out", placeholder.column)
        step, *rest = path.steps
        if step.name not in self.derivations:
            near = near_names(step.name, self.derivations or DERIVATIONS)
            what = f"{step.name!r} is not named in mapping.yaml under derive: before_writing"
            raise NotationError(what, placeholder.column, near=near)
        at: Scope | None = scope
        gives = DERIVATIONS[step.name].gives
        while at is not None and at.struct not in gives:
            at = at.parent
        if at is None or not rest:
            raise NotationError(f"{step.name!r} computes nothing for this place", placeholder.column)
        found = resolve(Path(steps=tuple(rest)), gives[at.struct], placeholder.column)
        return Derived(step=step.name, scope=at, gives=gives[at.struct], path=found)

    # -- the whole field -----------------------------------------------------------------------------------------------

    def _check(self, made: Field) -> None:
        if not made.slots:
            raise NotationError("name the path of a value", made.column)
        for piece, following in pairwise(made.pieces):
            open_end = isinstance(piece, Placeholder) and piece.kind == "path" and piece.width is None
            if open_end and not isinstance(following, Literal):
                raise NotationError("say how wide this part is, {path:4}, or what separates it", piece.column)
        first = made.slots[0]
        alone = len(made.pieces) == 1
        if first.placeholder.null and not (alone and self.json):
            raise NotationError("{path!} is for a JSON value of its own", first.placeholder.column)
        made.null = first.placeholder.null
        numbers = [slot for slot in made.slots if slot.value.conversion("number")]
        for slot in numbers:
            if slot.kind == "text" or slot.kind == "moment":
                raise NotationError("number is for numbers, this is a text", slot.placeholder.column, code="TPL-007")
        made.number = bool(numbers) and self.json
        if made.number and not alone:
            raise NotationError("a JSON number has one value and nothing beside it", first.placeholder.column)
        if not alone and len({slot.direction for slot in made.slots}) > 1:
            raise NotationError("the parts of one text go in the same direction", first.placeholder.column)

    def _claim(self, slot: Slot, line: int) -> None:
        """Every leaf has one two-way home; other places are in, out or copy."""
        path = slot.path
        if slot.direction or path is None:
            return
        for root, pattern, part in _claims(slot, path):
            self.claim(root, pattern, line, slot.placeholder.column, part)

    def claim(self, root: int, pattern: str, line: int, column: int, part: object = None) -> None:
        """Take a place of the model as the two-way home of a line.

        Raises:
            NotationError: `TPL-006`, it is the home of another.
        """
        key = (root, pattern, part)
        if home := self._home_of(key):
            what = f"{pattern!r} has its home at line {home}: say in, out or copy here"
            raise NotationError(what, column, code="TPL-006")
        self._homes.setdefault(key, []).append((self.cases.active, line))

    def _home_of(self, key: tuple[int, str, object]) -> int:
        """The line that is the home of a place in the case at hand, 0 if none is."""
        return next((line for case, line in self._homes.get(key, ()) if together(case, self.cases.active)), 0)

    def claim_rest(self, scope: Scope, text: str, line: int, column: int) -> str:
        """Take the place of what no line of a scope names; gives its name in `extensions`: `keep`, or one of its own.

        Raises:
            NotationError: another object of the same scope has it.
        """
        if not re.fullmatch(r"[A-Za-z_][\w.-]*", text):
            raise NotationError(f"{text!r} is no name to keep the rest under: say keep, or a name", column, line=line)
        name = REST if text in ("keep", "yes") else text
        resolve(Path(steps=(Step(name="extensions"),)), scope.struct, column)
        self.claim(scope.number, f"extensions.{name}", line, column)
        return name

    def undecided(self, scope: Scope) -> NotationError | None:
        """What is wrong with `each list[key=a/b]` where nothing in it reads the key: the elements would not fit it."""
        filters = scope.path.steps[-1].step.filters if scope.path else ()
        for item in filters:
            home = (scope.number, item.key, None)
            if len(item.values) > 1 and not item.negated and home not in self._homes:
                what = f"{item.key!r} may be {' or '.join(item.values)}, and nothing here says which"
                return NotationError(what, line=scope.line)
        return None

    def find_tails(self) -> None:
        """Note the last part (or line) of each text that is written in parts, where no part is its end."""
        parts: dict[tuple[int, str, Case], list[Slot]] = {}
        for planned, slot in self.slots():
            if slot.path is not None and slot.end and slot.direction in ("", "out"):
                parts.setdefault((slot.scope.number, slot.path.pattern(), planned.case), []).append(slot)
        for found in parts.values():
            last = max(found, key=lambda slot: slot.end)
            last.tail = last.end if last.end != OPEN else None

    def lonely_moments(self) -> Iterator[NotationError]:
        """A day or a time whose other part stands nowhere: it would be lost."""
        parts = [(f, slot, slot.path) for f, slot in self.slots() if slot.path is not None and slot.path.moment]
        for planned, slot, path in parts:
            same = {
                other.moment
                for _, beside, other in parts
                if (beside.scope, other.pattern()) == (slot.scope, path.pattern())
            }
            if len(same) < 2:
                missing = "time" if path.moment == "date" else "date"
                what = f"{slot.placeholder.expression!r} is a part of a date: say .{missing} somewhere"
                yield NotationError(what, slot.placeholder.column, line=planned.line, code="TPL-006")

    def slots(self) -> Iterator[tuple[Field, Slot]]:
        """Every placeholder with a value, in the template's order."""
        for planned in self.fields:
            for slot in planned.slots:
                yield planned, slot


def _planned(piece: Piece, slots: list[Slot]) -> Piece:
    """A piece of a text as it was planned, its alias replaced."""
    return next((slot.placeholder for slot in slots if slot.placeholder.column == piece.column), piece)


def _claims(slot: Slot, path: ResolvedPath) -> Iterator[tuple[int, str, object]]:
    pattern, part = path.pattern(), path.path.part
    yield slot.scope.number, pattern, path.moment or (part if not slot.line else ("line", slot.line))
    if path.moment or slot.line or (part is not None and part[0] == 0):
        return
    if path.leaf is not None and path.leaf.struct is not None:
        for name in path.leaf.struct.__struct_fields__:
            yield slot.scope.number, f"{pattern}.{name}", None
