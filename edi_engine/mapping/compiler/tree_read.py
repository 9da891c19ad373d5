"""From a plan to the Python that reads a tree of named values (JSON, XML): a function for each of its objects."""

from ast import literal_eval

from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.emit import Source, append, keys, lengthen, set_owner
from edi_engine.mapping.compiler.field_code import FieldCode, arguments
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.scope import root_scope
from edi_engine.mapping.compiler.tree_places import (
    Place,
    TreeCases,
    TreeLines,
    TreeList,
    TreeObject,
    TreePlan,
    TreeTuple,
    TreeValues,
    in_order,
)
from edi_engine.mapping.field_reading import pointer


def reader_source(plan: TreePlan, source: Source, code: FieldCode) -> None:
    """Append the reader, `read(st, value)`, to a module under construction."""
    reader = _Reader(source, code, plan.cases)
    for made in reversed(plan.objects):
        reader.object(made)
    document = source.struct(plan.document.struct.__name__)
    source.add(0, "def read(st, v):", f"    o0 = {document}()")
    if isinstance(plan.root, TreeObject):
        refused = '    st.refused("", None, f"an object is expected, not {shape(v)}")'
        source.add(1, "if v.__class__ is not dict:", refused, "    return None")
        source.add(1, f"if not st.is_meant(v, {plan.root.selecting()!r}, '', refuse=True):", "    return None")
        source.add(1, f"read_{plan.root.number}(st, v, '', o0)")
    else:
        source.add(1, "if v.__class__ is not list:")
        source.add(2, 'st.refused("", None, f"an array is expected, not {shape(v)}")', "return None")
        source.add(1, "at = ''")
        reader.elements(plan.root, 1, "v", "at")
    source.add(1, "return o0", "", "")


class _Reader:
    def __init__(self, source: Source, code: FieldCode, cases: Cases) -> None:
        self.source, self.code, self.cases = source, code, cases

    def object(self, made: TreeObject) -> None:
        add = self.source.add
        add(0, f"def read_{made.number}(st, v, at, {arguments(made.scope)}):  # the object at line {made.line}")
        for key, place in in_order(made.members, self.cases):
            if _is_constant(place):
                continue  # compared by `is_meant` or `chosen`
            add(1, f"# {_line(place)}: {' '.join(key.split())}", f"x = v.get({key!r})")
            self.place(place, 1, "x", "at", repr(key))
        if silent := made.saying_nothing():
            names = self.source.helper("SILENT_", f"NAME = frozenset({silent!r})\n")
            add(1, f"if v and {names}.issuperset(v):", "    st.bare(at)")
        names = self.source.helper("KEYS_", f"NAME = frozenset({sorted(key for key, _ in made.members)!r})\n")
        told = f"st.unknown(v, {names}, at)"
        if made.rest:
            told = f"st.rest({made.scope.variable}, v, {names}, at, {made.rest!r})"
        add(1, f"if not {names}.issuperset(v):", f"    {told}", "", "")

    def place(self, place: Place, indent: int, value: str, at: str, key: str) -> None:
        add = self.source.add
        if isinstance(place, TreeCases):
            self._cases(place, indent, value, at, key)
        elif isinstance(place, Field) and place.role == "constant":
            add(indent, f"st.constant({value}, {place.constant!r}, {at}, {key})")
        elif isinstance(place, Field):
            guard = f"if {value} is not None and {value} != '':"
            add(indent, guard)
            self.code.read(place, indent + 1, value, at, key)
            if self.code.fills(place):
                self.source.add(indent, "else:")
                self.code.fill(place, indent + 1)
        elif isinstance(place, TreeObject):
            add(indent, f"if {value}.__class__ is dict:")
            inner, pointer = indent + 1, self._pointer(indent + 1, at, key)
            if selecting := place.selecting():
                add(inner, f"if st.is_meant({value}, {selecting!r}, {pointer}):")
                inner += 1
            add(inner, f"read_{place.number}(st, {value}, {pointer}, {arguments(place.scope)})")
            self._otherwise(indent, value, at, key, "an object")
        else:
            add(indent, f"if {value}.__class__ is list:")
            pointer = self._pointer(indent + 1, at, key)
            self._array(place, indent + 1, value, pointer)
            self._otherwise(indent, value, at, key, "an array")

    def _cases(self, place: TreeCases, indent: int, value: str, at: str, key: str) -> None:
        """Read by the case that holds; where none does, nothing belongs here."""
        word = "if"
        for number, inner in place.cases:
            self.source.add(indent, f"{word} {self.cases.test(number)}:")
            self.place(inner, indent + 1, value, at, key)
            word = "elif"
        self.source.add(indent, f"elif {value}:", f"    st.misplaced({at}, {key}, {value})")

    def _pointer(self, indent: int, at: str, key: str) -> str:
        name = self.source.name("at")
        step = "/" + pointer(literal_eval(key))
        self.source.add(indent, f"{name} = {at} + {step!r}")
        return name

    def _otherwise(self, indent: int, value: str, at: str, key: str, kind: str) -> None:
        what = f'f"{kind} is expected, not {{shape({value})}}"'
        self.source.add(indent, f"elif {value} is not None:", f"    st.wrong({at}, {key}, {what})")

    # -- arrays --------------------------------------------------------------------------------------------------------

    def _array(self, place: Place, indent: int, value: str, pointer: str) -> None:
        if isinstance(place, TreeList):
            self.elements(place, indent, value, pointer)
        elif isinstance(place, TreeTuple):
            self._tuple(place, indent, value, pointer)
        elif isinstance(place, TreeLines):
            self._lines(place, indent, value, pointer)
        elif isinstance(place, TreeValues):
            self._values(place, indent, value, pointer)

    def elements(self, place: TreeList, indent: int, value: str, pointer: str) -> None:
        """Read the elements of a list: each by the first object of the template that means it."""
        number, element = self.source.name("n"), self.source.name("e")
        single = {made.number: self.source.name("once") for made in place.elements if made.head is None}
        for name in single.values():
            self.source.add(indent, f"{name} = False")
        self.source.add(indent, f"for {number}, {element} in enumerate({value}):")
        word, inner = "if", indent + 1
        for made in sorted(place.elements, key=TreeObject.rank):
            once = single.get(made.number, "")
            meant = self._meant(made, element, alone=len(place.elements) == 1)
            self.source.add(inner, f"{word} {meant}{f' and not {once}' if once else ''}:")
            if once:
                self.source.add(inner + 1, f"{once} = True")
            self._element(made, inner + 1, element, f"f'{{{pointer}}}/{{{number}}}'")
            word = "elif"
        what = '"nothing in the template means this element"'
        self.source.add(inner, f"elif {element} is not None:", f"    st.not_meant({pointer}, {number}, {what})")

    def _meant(self, made: TreeObject, element: str, *, alone: bool) -> str:
        """A condition that an element is meant by an object."""
        tests = [f"{element}.__class__ is dict"]
        if made.when is not None:
            tests.append(self.cases.test(made.when))
        if selecting := {**made.coded(alone=alone), **made.selecting()}:
            tests.append(f"st.chosen({element}, {self.source.helper('SELECT_', f'NAME = {selecting!r}' + chr(10))})")
        return " and ".join(tests)

    def _element(self, made: TreeObject, indent: int, element: str, pointer: str) -> None:
        head = made.head
        if head is None:
            self.source.add(indent, f"read_{made.number}(st, {element}, {pointer}, {arguments(made.scope)})")
            return
        if head.path is None or head.parent is None:
            raise ValueError(f"the object at line {made.line} opens no list")
        step, add = head.path.steps[-1], self.source.add
        struct = self.source.struct(head.struct.__name__)
        fresh = f"{struct}({keys(step.step.filters)})"
        add(indent, f"{head.variable} = {fresh}")
        add(indent, f"read_{made.number}(st, {element}, {pointer}, {arguments(head)})")
        add(indent, f"if {head.variable} != {self.source.helper('NONE_', f'NAME = {fresh}' + chr(10))}:")
        root = root_scope(head.path.path, head.parent)
        owner = set_owner(self.source, indent + 1, root.variable, head.path)
        items = f"{owner}.{step.step.name}"
        if step.step.start:
            lengthen(self.source, indent + 1, items, step.step.start, f"{struct}()")
        append(self.source, indent + 1, items, head.variable)

    def _tuple(self, place: TreeTuple, indent: int, value: str, pointer: str) -> None:
        for number, inner in enumerate(place.items):
            item = self.source.name("e")
            self.source.add(indent, f"{item} = {value}[{number}] if len({value}) > {number} else None")
            self.place(inner, indent, item, pointer, str(number))
        index, count = self.source.name("n"), len(place.items)
        self.source.add(indent, f"for {index} in range({count}, len({value})):")
        self.source.add(indent + 1, f'st.uncovered({pointer}, {index}, "the template has no place for this value")')

    def _lines(self, place: TreeLines, indent: int, value: str, pointer: str) -> None:
        found = self.source.name("q")
        self.source.add(indent, f"{found} = st.lines({value}, {pointer})", f"if {found} is not None:")
        owner = set_owner(self.source, indent + 1, place.scope.variable, place.path)
        self.source.add(indent + 1, f"{owner}.{place.path.steps[-1].step.name} = {found}")

    def _values(self, place: TreeValues, indent: int, value: str, pointer: str) -> None:
        add, number, item = self.source.add, self.source.name("n"), self.source.name("e")
        add(indent, f"for {number}, {item} in enumerate({value}):")
        if place.key:
            known = self.source.helper("KEYS_", f"NAME = frozenset({[place.key]!r})\n")
            add(indent + 1, f"if {item}.__class__ is not dict:")
            add(
                indent + 2,
                f'st.wrong({pointer}, {number}, f"an object is expected, not {{shape({item})}}")',
                "continue",
            )
            add(
                indent + 1,
                f"if not {known}.issuperset({item}):",
                f"    st.unknown({item}, {known}, f'{{{pointer}}}/{{{number}}}')",
            )
            add(indent + 1, f"{item} = {item}.get({place.key!r})")
        text, step, slot = self.source.name("t"), place.path.steps[-1], place.field.slots[0]
        kind = "number" if place.field.number else "text"
        add(indent + 1, f"{text} = st.{kind}({item}, {pointer}, {number})")
        add(indent + 1, f"if {text} is not None:" if place.field.number else f"if {text}:")
        value = self.code.converted(slot, indent + 2, text, f"{pointer}, {number}", number=place.field.number)
        add(indent + 2, f"if {value} is not None:")
        owner = set_owner(self.source, indent + 3, place.scope.variable, place.path)
        made = value
        if place.inner and step.field.struct is not None:
            known = keys(step.step.filters)
            struct = self.source.struct(step.field.struct.__name__)
            made = f"{struct}({', '.join(part for part in (known, f'{place.inner}={value}') if part)})"
        append(self.source, indent + 3, f"{owner}.{step.step.name}", made)


def _is_constant(place: Place) -> bool:
    return isinstance(place, Field) and place.role == "constant"


def _line(place: Place) -> int:
    return place.line
