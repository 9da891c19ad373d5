"""Python that writes one named field: a local with its text, None where it has no value."""

from edi_engine.mapping.compiler.emit import Getter, Source, spot
from edi_engine.mapping.compiler.field_defaults import fallback
from edi_engine.mapping.compiler.field_lists import element_spot, gatherer, numbered_values
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.scope import Scope
from edi_engine.mapping.placeholders import Literal


def spot_of(slot: Slot) -> str:
    """An expression for the place of a placeholder, for findings."""
    return spot(slot.placeholder.expression, slot.path, slot.scope.variable)


class FieldWriter:
    """Emits what writes fields into one module; arguments as of `FieldCode`, which adds reading."""

    def __init__(self, source: Source, *, json: bool = False, form: str = "") -> None:
        self.source, self.json, self.form = source, json, form
        self.blanks: dict[int, str] = {}
        self._causes: dict[int, str] = {}

    def write(self, field: Field, getter: Getter) -> str:
        """A local with the text of a field, None where it has no value."""
        if field.home is not None:
            owner, made = getter.owner(field.scope.variable, field.home), self.source.name("t")
            self.source.add(getter.indent, f"{made} = st.kept({owner}, {field.choices[0]!r}, {self.form!r})")
            return self._or_kept(field, getter, owner, made) if field.fallback else made
        if field.slots and field.slots[0].joined is not None:
            return self._joined(field.slots[0], getter)
        if field.simple:
            return self._spelled(field.slots[0], getter, field)
        parts = []
        for piece in field.pieces:
            slot = next((slot for slot in field.slots if slot.placeholder is piece), None)
            if slot is not None:
                text = self._spelled(slot, getter, field)
                parts.append(f"({text}, {slot.placeholder.width or 0}, {spot_of(slot)})")
            else:
                parts.append(repr(piece.text if isinstance(piece, Literal) else piece.values[0]))
        made = self.source.name("t")
        captured = [piece for piece in field.pieces if not isinstance(piece, Literal)]
        values = tuple(n for n, piece in enumerate(captured) if piece.kind != "any")
        self.source.add(getter.indent, f"{made} = st.join(({', '.join(parts)},), {self.patterns(field)}, {values})")
        return made

    def cause(self, field: Field, name: str) -> str:
        """The local that says whether a written field is a reason to write what is around it: a default is none."""
        return self._causes.get(id(field), name)

    def _or_kept(self, field: Field, getter: Getter, owner: str, made: str) -> str:
        text = self.source.name("t")
        self._causes[id(field)] = made
        there = f"{made} is None and {owner} is not None and {self._there(field.scope)}"
        self.source.add(getter.indent, f"{text} = {field.fallback!r} if {there} else {made}")
        return text

    def _there(self, scope: Scope) -> str:
        """Whether an object is one of the document's, and no blank that stands for none."""
        return f"{scope.variable} is not {self.blanks[scope.number]}[0]" if scope.number in self.blanks else "True"

    def _joined(self, slot: Slot, getter: Getter) -> str:
        parts, made, raw, number = (self.source.name(prefix) for prefix in ("p", "t", "r", "n"))
        values = numbered_values(slot.scope.variable, slot.joined, slot.inner, getter)
        self.source.add(getter.indent, f"{parts} = []", f"for {number}, {raw} in {values}:")
        at = element_spot(slot, slot.joined, slot.inner, number)
        text = self.spell(slot, getter.indent + 1, raw, at)
        self.source.add(getter.indent + 1, f"{parts}.append(({text}, {at}))")
        self.source.add(getter.indent, f"{made} = st.joined({parts}, {slot.argument('join')!r})")
        return made

    def spots(self, field: Field) -> str:
        """An expression for the places of all that is written of a field."""
        found = [spot_of(slot) for slot in field.slots if slot.direction != "in"]
        if field.home is not None:
            path = f"{field.home.pattern()}.{field.choices[0]}"
            found.append(f"({path!r}, {path!r}, {field.scope.variable})")
        return f"[{', '.join(found)}]"

    def _spelled(self, slot: Slot, getter: Getter, field: Field) -> str:
        raw = self.source.name("r")
        self.source.add(getter.indent, f"{raw} = {self._raw(slot, getter)}")
        if slot.fallback is not None and slot.path is not None:
            raw = self._or_default(slot, getter, field, raw)
        return self.spell(slot, getter.indent, raw)

    def _or_default(self, slot: Slot, getter: Getter, field: Field, raw: str) -> str:
        if slot.path is None:
            raise ValueError(f"{slot.placeholder.expression} cannot be written")
        name, given = self.source.name("r"), fallback(slot, getter)
        if slot.value.conversion("omit"):
            self.source.add(getter.indent, f"{name} = None if {raw} == {given} else {raw}")
            return name
        owner = getter.owner(slot.scope.variable, slot.path)
        there = f"{raw} is None and {owner} is not None and {self._there(slot.scope)}"
        self.source.add(getter.indent, f"{name} = {given} if {there} else {raw}")
        if field.simple:
            self._causes[id(field)] = raw
        return name

    def spell(self, slot: Slot, indent: int, raw: str, at: str = "") -> str:
        """A local with the text of a canonical value, None where there is none; `at`: its place, if not the slot's."""
        text, at = self.source.name("t"), at or spot_of(slot)
        part = slot.path.path.part if slot.path else None
        if slot.tail is not None:
            self.source.add(indent, f"st.beyond({raw}, {slot.tail}, {at}, lines={slot.line > 0})")
        if slot.line:
            line, raw = raw, self.source.name("r")
            self.source.add(indent, f"{raw} = line_of({line}, {slot.line})")
        if part is not None:
            self.source.add(indent, f"{raw} = ({raw} or '')[{part[0]}:{'' if part[1] is None else part[1]}]")
        shown, test = raw, f"{raw} is not None"
        if slot.value.table is not None:
            table = self.table(slot.value.table.writing)
            near = self.near(slot.value.table.approximated)
            shown, test = f"st.external({table}, {raw}, {at}, open_table={not slot.value.closed}{near})", raw
        elif slot.kind == "moment":
            shown = f"st.moment({raw}, {slot.argument('datetime')!r}, {at})"
        elif slot.kind == "part" and slot.path is not None:
            shown = f"st.part_of({raw}, {slot.path.moment!r}, {at})"
        elif slot.kind == "measure":
            companion = slot.target.leaf.struct.__struct_fields__[1]  # type: ignore[union-attr]
            shown = f"st.measured({raw}, {slot.argument('measure')!r}, {companion!r}, {at})"
        elif slot.kind in ("number", "integer"):
            shown = f"{'plain' if self.json else 'st.number'}({raw})"
        else:
            test = raw
        self.source.add(indent, f"{text} = {shown} if {test} else None")
        if implied := slot.argument("implied"):
            self.source.add(indent, f"{text} = st.implied({text}, {int(implied)}, {at})")
        if pad := slot.value.conversion("pad"):
            width, fill = int(pad.arguments[0]), (*pad.arguments, " ")[1]
            self.source.add(indent, f"{text} = {text} and {text}.rjust({width}, {fill!r})")
        if slot.value.conversion("cut"):
            self.source.add(indent, f"{text} = st.cut({text}, {slot.placeholder.width}, {at})")
        return text

    def _raw(self, slot: Slot, getter: Getter) -> str:
        """An expression for the canonical value."""
        scope = slot.scope.variable
        if slot.derived is not None:
            struct = self.source.helper("NONE_", f"NAME = {slot.derived.gives.__name__}()\n")
            known = self.source.name("d")
            self.source.add(
                getter.indent, f"{known} = st.derived.get({slot.derived.step!r}, {{}}).get(id({scope}), {struct})"
            )
            return getter.value(known, slot.derived.path)
        if slot.value.argument is not None:
            found = f"walk([{scope}], {tuple(step.name for step in slot.value.argument.steps)!r})"
            return f"len({found})" if slot.value.function == "count" else f"total({found})"
        if slot.path is None:
            raise ValueError(f"{slot.placeholder.expression} cannot be written")
        if slot.broadcast:
            name = gatherer(self.source, slot, scope)
            return f"st.shared({name}({scope}), {spot_of(slot)})"
        return getter.value(scope, slot.path)

    def near(self, codes: frozenset[str]) -> str:
        """The argument that names the codes of a table that are approximate, if there are any."""
        return f", near={self.source.helper('A_', f'NAME = frozenset({sorted(codes)!r})' + chr(10))}" if codes else ""

    def table(self, table: object) -> str:
        return self.source.helper("T_", f"NAME = {dict(table)!r}\n")  # type: ignore[call-overload]

    def patterns(self, field: Field) -> str:
        patterns = ", ".join(f"re.compile({pattern!r})" for pattern in field.patterns())
        return self.source.helper("P_", f"NAME = ({patterns},)\n")
