"""Python that reads and writes one named field; the back ends of JSON and of flat files put it into their own order.

Generated code has `st` (`FieldReading` or `FieldWriting`) and the objects `o0` (document), `o1` … of the scopes around.
"""

from collections.abc import Callable

from edi_engine.mapping.compiler.emit import Getter, Source, set_owner
from edi_engine.mapping.compiler.field_defaults import filler, kept_filler
from edi_engine.mapping.compiler.field_lists import spreader, store_values
from edi_engine.mapping.compiler.field_writer import FieldWriter
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.scope import Scope
from edi_engine.mapping.placeholders import Literal

IMPORTS = """import re
from decimal import Decimal

import msgspec

{structs}
from edi_engine.mapping.derive import {derived}
from edi_engine.mapping.field_reading import shape
from edi_engine.mapping.field_writing import trimmed
from edi_engine.mapping.flat_runtime import grouped
from edi_engine.mapping.runtime import decimal, line_of, plain, put, put_line, total, walk, whole
"""


def chain(scope: Scope) -> list[Scope]:
    """The scopes from the document to this one."""
    found: list[Scope] = []
    current: Scope | None = scope
    while current:
        found.insert(0, current)
        current = current.parent
    return found


def arguments(scope: Scope) -> str:
    """The objects of all scopes around, as arguments."""
    return ", ".join(item.variable for item in chain(scope))


class FieldCode(FieldWriter):
    """Emits fields into one module.

    Args:
        json: whether what is read are JSON values (else texts).
        form: in what form values that are no texts are kept verbatim: `json`, `xml`, or not at all.
        agree: whether a slot's value may have been read before, so that the two must agree.
    """

    def __init__(
        self, source: Source, agree: Callable[[Field, Slot], bool], *, json: bool = False, form: str = ""
    ) -> None:
        super().__init__(source, json=json, form=form)
        self.agree = agree
        self._expectations: dict[int, str] = {}

    def expectations(self, fields: list[Field]) -> None:
        """Functions that give what the writer would write, for fields that are compared on reading."""
        for field in fields:
            if field.checked:
                name = self._expectations[id(field)] = self.source.name("expect_")
                self.source.add(0, f"def {name}(st, {arguments(field.scope)}):  # {field.line}: {_one_line(field)}")
                text = self.write(field, Getter(self.source, 1))
                self.source.add(1, f"return {text}", "", "")

    # -- reading -------------------------------------------------------------------------------------------------------

    def read(self, field: Field, indent: int, value: str, at: str, key: str) -> None:
        """Read a value that is there (not None, not an empty text) into the document; constants are not looked at."""
        add, place = self.source.add, f"{at}, {key}"
        if field.role == "ignore":
            add(indent, f"st.ignored({place}, {field.reason!r})")
        elif field.role == "any":
            add(indent, f"if {value} != {field.choices[0]!r}:")
            add(indent + 1, f"st.normalised({place}, {value}, {field.choices[0]!r})")
        elif field.role == "set":
            add(indent, f"if {value} not in {field.choices!r}:")
            add(indent + 1, f'st.uncovered({place}, "a value that is not in the set")')
            add(indent, f"elif {value} != {field.choices[0]!r}:")
            add(indent + 1, f"st.normalised({place}, {value}, {field.choices[0]!r})")
        elif field.role == "keep" and field.home is not None:
            owner = set_owner(self.source, indent, field.scope.variable, field.home)
            add(indent, f"st.keep({owner}, {field.choices[0]!r}, {value}, {place})")
        elif field.role == "value":
            self._read_value(field, indent, value, place)

    def fill(self, field: Field, indent: int) -> None:
        """Where nothing stands: note what the field has instead, set when all is read."""
        objects = arguments(field.scope)
        names = [filler(self.source, slot, objects) for slot in field.slots if slot.fallback is not None]
        names += [kept_filler(self.source, field, objects)] if field.fallback else []
        for name in names:
            self.source.add(indent, f"st.fills.append(({name}, ({objects},)))")

    def fills(self, field: Field) -> bool:
        """Whether a field has something instead of nothing."""
        return bool(field.fallback) or any(slot.fallback is not None for slot in field.slots)

    def _read_value(self, field: Field, indent: int, value: str, place: str) -> None:
        add = self.source.add
        if field.number and not field.checked:
            number = self.source.name("n")
            add(indent, f"{number} = st.number({value}, {place})")
            self._store(field, field.slots[0], indent, number, place, number=True)
            return
        text = value
        if self.json:
            text = self.source.name("t")
            scalar = f"st.scalar({value}, {place})" if field.checked else f"st.text({value}, {place})"
            add(indent, f"{text} = {value} if {value}.__class__ is str else {scalar}", f"if {text}:")
            indent += 1
        if field.checked:
            objects = arguments(field.scope)
            add(indent, f"st.later.append(({self._expectations[id(field)]}, ({objects},), {text}, {place}))")
        elif field.slots[0].joined is not None:
            self._read_joined(field.slots[0], indent, text, place)
        elif field.simple:
            self._store(field, field.slots[0], indent, text, place)
        else:
            self._read_pieces(field, indent, text, place)

    def _read_joined(self, slot: Slot, indent: int, text: str, place: str) -> None:
        part, values = self.source.name("p"), self.source.name("q")
        self.source.add(indent, f"{values} = []")
        self.source.add(indent, f"for {part} in st.parted({text}, {slot.argument('join')!r}, {place}):")
        value = self.converted(slot, indent + 1, part, place, number=False)
        self.source.add(indent + 1, f"if {value} is not None:", f"    {values}.append({value})")
        store_values(self.source, slot, indent, values, text, place)

    def _read_pieces(self, field: Field, indent: int, text: str, place: str) -> None:
        table = self.patterns(field)
        parts = self.source.name("p")
        captured = [piece for piece in field.pieces if not isinstance(piece, Literal)]
        self.source.add(indent, f"{parts} = st.pieces({text}, {table}, {len(captured)}, {place})")
        for number, piece in enumerate(captured):
            part = f"{parts}[{number}]"
            if piece.kind == "any":
                self.source.add(indent, f"st.filler({part}, {piece.values[0]!r}, {place})")
            else:
                slot = next(slot for slot in field.slots if slot.placeholder is piece)
                self.source.add(indent, f"if {part}:")
                self._store(field, slot, indent + 1, part, place)

    def _store(self, field: Field, slot: Slot, indent: int, found: str, place: str, *, number: bool = False) -> None:
        """Convert a text (or number) and set the field of the model."""
        if slot.path is None:
            raise ValueError(f"{slot.placeholder.expression} cannot be read")
        value = self.converted(slot, indent, found, place, number=number)
        if slot.broadcast:
            name, objects = spreader(self.source, slot, arguments(field.scope)), arguments(field.scope)
            self.source.add(indent, f"if {value} is not None:")
            self.source.add(indent + 1, f"st.spreads.append(({name}, ({objects}, {value}), {place}))")
            return
        path, last = slot.path, slot.path.steps[-1].step.name
        if value != found or number or not field.simple:
            self.source.add(indent, f"if {value} is not None:")
            indent += 1
        owner = set_owner(self.source, indent, slot.scope.variable, path)
        home = f"{owner}.{last}"
        if path.moment:
            self.source.add(indent, f"{home} = st.with_part({home}, {path.moment!r}, {value}, {place})")
        elif path.path.part is not None:
            self._store_part(path.path.part, indent, home, value, place)
        elif slot.line:
            self._store_line(slot.line, indent, home, value, place)
        elif self.agree(field, slot):
            self.source.add(indent, f"if {home} is None:", f"    {home} = {value}", f"elif {home} != {value}:")
            self.source.add(indent + 1, f"st.disagrees({place}, {value}, {home})")
        else:
            self.source.add(indent, f"{home} = {value}")

    def _store_line(self, line: int, indent: int, home: str, value: str, place: str) -> None:
        one, old = self.source.name("l"), self.source.name("q")
        self.source.add(indent, f"{one} = st.single({value}, {place})", f"{old} = line_of({home}, {line})")
        self.source.add(indent, f"if {old} and {old} != {one}:", f"    st.disagrees({place}, {one}, {old})")
        self.source.add(indent, "else:", f"    {home} = put_line({home}, {line}, {one})")

    def _store_part(self, part: tuple[int, int | None], indent: int, home: str, value: str, place: str) -> None:
        start, end = part
        old = self.source.name("q")
        self.source.add(indent, f"{old} = ({home} or '')[{start}:{'' if end is None else end}].strip()")
        self.source.add(indent, f"if {old} and {old} != {value}:", f"    st.disagrees({place}, {value}, {old})")
        if end is not None:
            what = f"at most {end - start} characters are expected here"
            self.source.add(indent, f"elif len({value}) > {end - start}:", f"    st.wrong({place}, {what!r})")
        self.source.add(indent, "else:", f"    {home} = put({home}, {start}, {value})")

    def converted(self, slot: Slot, indent: int, found: str, place: str, *, number: bool) -> str:
        """A local with the canonical value, or the text itself."""
        add, made = self.source.add, self.source.name("v")
        text = self._unpadded(slot, indent, found, place)
        if slot.value.table is not None:
            near = self.near(slot.value.table.approximate)
            tables = f"{self.table(slot.value.table.reading)}, {self.table(slot.value.table.writing)}"
            add(indent, f"{made} = st.code({tables}, {text}, {place}, open_table={not slot.value.closed}{near})")
        elif slot.kind == "moment":
            add(indent, f"{made} = st.moment({text}, {slot.argument('datetime')!r}, {place})")
        elif slot.kind in ("number", "integer", "measure"):
            decimal = text if number else f"st.decimal({text}, {place})"
            if implied := slot.argument("implied"):
                decimal = f"st.implied({text}, {int(implied)}, {place})"
            if slot.kind == "measure":
                add(indent, f"{made} = {decimal}", f"if {made} is not None:")
                struct = self.source.struct(slot.path.leaf.struct.__name__)  # type: ignore[union-attr]
                add(indent + 1, f"{made} = {struct}({made}, {slot.argument('measure')!r})")
            else:
                add(indent, f"{made} = {f'st.integer({decimal}, {place})' if slot.kind == 'integer' else decimal}")
        else:
            return text
        return made

    def _unpadded(self, slot: Slot, indent: int, found: str, place: str) -> str:
        pad = slot.value.conversion("pad")
        if pad is None:
            return found
        width, fill = int(pad.arguments[0]), (*pad.arguments, " ")[1]
        bare = self.source.name("b")
        self.source.add(indent, f"{bare} = {found}.lstrip({fill!r}) or {fill!r}", f"if len({found}) != {width}:")
        self.source.add(indent + 1, f"st.normalised({place}, {found}, {bare}.rjust({width}, {fill!r}))")
        return bare


def _one_line(field: Field) -> str:
    return " ".join(field.source.split())
