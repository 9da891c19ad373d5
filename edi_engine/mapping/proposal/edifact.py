"""A segment template for a sample: each form of its segments becomes a line, lists become `each`."""

from collections import defaultdict
from collections.abc import Iterable

from edi_engine.canonical.metadata import Field, Kind
from edi_engine.formats.edifact.directory import Directory
from edi_engine.mapping.compiler.edifact_cells import COMPANION_ELEMENTS, VALUE_ELEMENTS
from edi_engine.mapping.proposal.draft import IGNORED, Blank, DraftLine, Mark
from edi_engine.mapping.proposal.edifact_known import AT_THE_TOP, PlacesKnown, Planned, Surroundings
from edi_engine.mapping.proposal.edifact_scopes import Scopes
from edi_engine.mapping.proposal.facts import EdifactFacts
from edi_engine.mapping.proposal.forms import LISTS, At, Form
from edi_engine.mapping.proposal.model_paths import Steps, chosen, leaf, within
from edi_engine.mapping.runtime import NUMBER

INDENT = 4
FREE_TEXT = "4440"


class Shadow(Blank):
    """A component that the placeholder before it fills too, as long as it holds a path.

    `more`: whether something stands behind it in its element.
    """

    def __init__(self, of: Blank, label: str, values: list[str], more: bool) -> None:
        super().__init__([IGNORED], label, values)
        self.of, self.more = of, more

    @property
    def text(self) -> str:
        """Its separator and what stands in it."""
        if self.of.text == IGNORED:
            return f":{IGNORED}"
        return ":" if self.more else ""


class EdifactProposal:
    """Makes the lines of one message's template.

    Args:
        kind: of the document.
    """

    def __init__(self, message: str, kind: str, directory: Directory, facts: EdifactFacts) -> None:
        self.kind, self.directory = kind, directory
        self.known = PlacesKnown(message, directory.name, kind, facts)
        self.scopes = Scopes(self.known)
        self._taken: dict[Steps, list[str]] = defaultdict(list)

    def lines(self, forms: Iterable[Form], around: Surroundings = AT_THE_TOP, indent: int = 0) -> list[DraftLine]:
        """The lines for forms that stand side by side in the scope of an `each`."""
        found: list[DraftLine] = []
        scope = around.scope
        beside = [Planned(form, around.of(form)) for form in sorted(forms, key=lambda form: form.place.index)]
        for one in beside:
            one.known = {at: self.known.paths(one, at) for at in one.form.ids}
        self.scopes.open(beside, scope)
        for one in beside:
            depth = indent
            if one.opens:
                found.append(DraftLine(indent, [f"each {'.'.join(one.opens[len(scope) :])}:"]))
                depth += INDENT
            inner = one.opens or scope
            found.append(self._line(one.form, one.known, inner, depth))
            lists = {
                end for paths in one.known.values() for steps in paths[:1] if (end := self.known.list_of(steps, inner))
            }
            below = Surroundings(inner, one.around.groups, frozenset(lists) if one.form.place.trigger else frozenset())
            found += self.lines(one.form.children, below, depth + INDENT)
        return found

    # -- lines ---------------------------------------------------------------------------------------------------------

    def _line(self, form: Form, known: dict[At, list[Steps]], scope: Steps, indent: int) -> DraftLine:
        parts: list[str | Blank | Mark] = [form.place.tag]
        continues = ""
        last = max((element for element, _ in form.ids), default=0)
        for element in range(1, last + 1):
            parts.append("+")
            cells = self._element(form, element, known, scope)
            parts += cells
            blanks = [cell for cell in cells if isinstance(cell, Blank) and not isinstance(cell, Shadow)]
            if element == last and any(form.ids.get((element, 1)) == FREE_TEXT and not b.is_open for b in blanks):
                continues = "..."
        blank = next((part for part in parts if isinstance(part, Blank)), None)
        if continues and blank:
            parts.append(Mark(next(part for part in reversed(parts) if type(part) is Blank), "..."))
        return DraftLine(indent, parts, todo=True)

    def _element(self, form: Form, element: int, known: dict[At, list[Steps]], scope: Steps) -> list[str | Blank]:
        filled = sorted(component for number, component in form.ids if number == element)
        parts: list[str | Blank] = []
        covering: Blank | None = None
        covered: set[str] = set()
        for component in range(1, max(filled, default=0) + 1):
            at = (element, component)
            name = form.ids.get(at, "")
            if covering and name and name in covered:
                more = any(c > component and form.ids[element, c] not in covered for c in filled)
                parts.append(Shadow(covering, self._label(name), form.values[at], more))
                continue
            if component > 1:
                parts.append(":")
            if not name:
                continue
            cell = self._cell(form, at, known, scope)
            parts.append(cell)
            covered = self._covered(form, at, cell)
            covering = cell if isinstance(cell, Blank) and covered else None
        return parts

    def _covered(self, form: Form, at: At, cell: str | Blank) -> set[str]:
        """The data elements that the placeholder of a cell fills too."""
        if not isinstance(cell, Blank) or cell.is_open:
            return set()
        if "|lines" in cell.text:
            return {form.ids[at]}
        return VALUE_ELEMENTS | COMPANION_ELEMENTS if "|datetime}" in cell.text or "|measure}" in cell.text else set()

    def _cell(self, form: Form, at: At, known: dict[At, list[Steps]], scope: Steps) -> str | Blank:
        name, values = form.ids[at], form.values[at]
        if at in form.qualifiers and form.qualifiers[at].isalnum():
            return form.qualifiers[at]
        paths = self._companion(form, at, known) if self._accompanies(form, at) else known[at]
        paths = [steps for steps in paths if self._suits(steps, values) or name in COMPANION_ELEMENTS]
        if not paths and name in LISTS and len(values) == 1 and values[0].isalnum():
            return f"{{={values[0]}}}"
        before = [steps for other in known if other < at for steps in known[other][:1] if known[at]]
        ranked = [*(steps for steps in paths if steps not in before), *(steps for steps in paths if steps in before)]
        choices = [text for steps in ranked[:3] for text in self._placeholders(form, at, steps, scope)]
        places = frozenset((segment, *at) for segment in form.where[at])
        return Blank([*dict.fromkeys(choices), IGNORED], self._label(name), values, places, len(places))

    def _suits(self, steps: Steps, values: list[str]) -> bool:
        """Whether what the sample has can stand in a field."""
        field = leaf(self.kind, steps)
        numeric = field is not None and field.kind not in (Kind.TEXT, Kind.DATETIME)
        return not numeric or all(NUMBER(value) for value in values)

    def _accompanies(self, form: Form, at: At) -> bool:
        """Whether a place holds the unit, currency or format of the value beside it."""
        beside = {form.ids.get((at[0], other)) for other in (at[1] + 1, at[1] - 1)}
        return form.ids[at] in COMPANION_ELEMENTS and bool(beside & VALUE_ELEMENTS)

    def _companion(self, form: Form, at: At, known: dict[At, list[Steps]]) -> list[Steps]:
        """The field of the value that a unit, currency or format stands beside."""
        for other in (at[1] + 1, at[1] - 1):
            if form.ids.get((at[0], other)) in VALUE_ELEMENTS and known.get((at[0], other)):
                return known[at[0], other]
        return []

    def _label(self, name: str) -> str:
        element = self.directory.element(name)
        return f"{name} {element.name.lower()}" if element else name

    def _placeholders(self, form: Form, at: At, steps: Steps, scope: Steps) -> list[str]:
        field = leaf(self.kind, steps)
        if field is None or self.scopes.counted_otherwise(steps, scope):
            return []
        inside = within(steps, scope)
        root, start = ("", len(scope)) if inside else ("/", 0)
        part = self._part(form, at, field)
        free = chosen(self.kind, steps, start, self._taken[scope], part, self.scopes.walked)
        self._taken[scope].append(free + part)
        path = f"{root if scope else ''}{free}{part}{self._conversion(form, at, field)}"
        return [f"{{in {path}}}"] if "[*]" in path else [f"{{{path}}}", f"{{in {path}}}"]

    def _part(self, form: Form, at: At, field: Field) -> str:
        """Which half of a number with its unit stands here, empty where both do."""
        if field.kind not in (Kind.AMOUNT, Kind.MEASURE, Kind.QUANTITY):
            return ""
        if self._paired(form, at) and field.kind is not Kind.AMOUNT:
            return ""
        if form.ids[at] in COMPANION_ELEMENTS:
            return ".currency" if field.kind is Kind.AMOUNT else ".unit"
        return ".value"

    def _paired(self, form: Form, at: At) -> bool:
        pair = {form.ids.get(at), form.ids.get((at[0], at[1] + 1))}
        return bool(pair & VALUE_ELEMENTS and pair & COMPANION_ELEMENTS)

    def _conversion(self, form: Form, at: At, field: Field) -> str:
        if field.kind is Kind.DATETIME:
            return "|datetime" if self._paired(form, at) else "|datetime(102)"
        if field.kind in (Kind.MEASURE, Kind.QUANTITY):
            return "|measure" if self._paired(form, at) else ""
        if field.kind is Kind.INTEGER:
            return "|number"
        alike = [c for (e, c), name in form.ids.items() if e == at[0] and name == form.ids[at]]
        repeated = self._repeats(form, at)
        return "|lines" if field.kind is Kind.TEXT and repeated and at[1] == min(alike) else ""

    def _repeats(self, form: Form, at: At) -> bool:
        """Whether the composite has this element several times, side by side."""
        definition = self.directory.segment(form.place.tag)
        spread = [use.id for use in definition.uses for _ in range(use.repetitions)] if definition else []
        composite = self.directory.composite(spread[at[0] - 1]) if at[0] <= len(spread) else None
        return composite is not None and sum(use.id == form.ids[at] for use in composite.uses) > 1
