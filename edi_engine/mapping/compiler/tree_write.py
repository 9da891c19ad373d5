"""From a plan to the Python that writes a tree of named values (JSON, XML): a function for each object of the template.

An object is written iff something two-way (or `out`) in it has a value or something inside is written; literals, copies
and nulls never cause one. Members stand in the template's order.
"""

from edi_engine.mapping.compiler.cases import Case, Cases
from edi_engine.mapping.compiler.emit import Getter, Source, condition
from edi_engine.mapping.compiler.field_code import FieldCode, arguments
from edi_engine.mapping.compiler.field_coverage import FieldCoverage
from edi_engine.mapping.compiler.field_lists import element_spot, numbered_values
from edi_engine.mapping.compiler.field_writer import spot_of
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.scope import Scope, root_scope
from edi_engine.mapping.compiler.tree_places import (
    Place,
    TreeCases,
    TreeLines,
    TreeList,
    TreeObject,
    TreePlan,
    TreeTuple,
    TreeValues,
    is_kind,
    iterate,
)
from edi_engine.mapping.field_writing import REST


def writer_source(plan: TreePlan, source: Source, code: FieldCode) -> None:
    """Append the writer, `write(st, o0)`, to a module under construction."""
    writer = _Writer(source, code, plan.cases)
    for made in reversed(plan.objects):
        writer.object(made, forced=made is plan.root)
    source.add(0, "def write(st, o0):")
    if isinstance(plan.root, TreeObject):
        source.add(1, f"return write_{plan.root.number}(st, o0)", "", "")
    else:
        name = writer.elements(plan.root, Getter(source, 1))
        source.add(1, f"return {name}", "", "")


def coverage_tree(plan: TreePlan, source: Source) -> object:
    """What the template can write whatever the case."""
    return _covered(plan, source, ())


def cases_tree(plan: TreePlan, source: Source) -> list[tuple[Case, object]]:
    """What it can write besides in each case."""
    known = dict.fromkeys(plan.cases.of_document(case) for _, case in iterate(plan.root))
    known.pop((), None)
    return [(case, _covered(plan, source, case)) for case in known]


def _covered(plan: TreePlan, source: Source, wanted: Case) -> object:
    coverage = FieldCoverage()
    for place, met in iterate(plan.root):
        case = plan.cases.of_document(met)
        coverage.narrow(plan.cases.of_elements(met))
        if isinstance(place, TreeList):
            for made in place.elements:
                here = case if made.when is None else (*case, made.when)
                if made.head is not None and here == wanted[: len(here)]:
                    coverage.open(made.head, accepts(made, source, "e", alone=len(place.elements) == 1))
        elif case != wanted:
            continue
        elif isinstance(place, TreeObject):
            if place.rest:
                coverage.rest(place.scope, place.rest)
        elif isinstance(place, TreeLines):
            coverage.add(place.field.slots[0])
        elif isinstance(place, TreeValues):
            coverage.add_list(place.scope, place.path, place.inner)
        elif isinstance(place, Field):
            for slot in place.slots:
                coverage.add(slot)
            coverage.keep(place)
    return coverage.tree


class _Writer:
    def __init__(self, source: Source, code: FieldCode, cases: Cases) -> None:
        self.source, self.code, self.cases = source, code, cases

    def object(self, made: TreeObject, *, forced: bool) -> None:
        add = self.source.add
        add(0, f"def write_{made.number}(st, {arguments(made.scope)}):  # the object at line {made.line}")
        getter = Getter(self.source, 1)
        names = {key: self._value(place, getter) for key, place in made.members}
        causes = [self._cause(place, names[key]) for key, place in made.members if names[key] and _causes(place)]
        if made.rest:
            rest = self.source.name("r")
            add(1, f"{rest} = st.rest({made.scope.variable}, {self.code.form!r}, {made.rest!r})")
            causes.append(rest)
        if not forced:
            tests = " and ".join(f"{name} is None" for name in causes) or "True"
            add(1, f"if {tests}:", "    return None")
        add(1, "d = {}")
        for key, place in made.members:
            self._put(key, place, names[key])
        if made.rest:
            add(1, f"d.update({rest} or ())")
        if spots := self._spots(made):
            add(1, "if st.exact is not None:", f"    st.spots[id(d)] = {{{', '.join(spots)}}}")
        add(1, "return d", "", "")

    def _spots(self, made: TreeObject) -> list[str]:
        """By key the places of what stands in an object."""
        found = [f"{key!r}: {spots}" for key, place in made.members if (spots := self._spots_of(place)) != "[]"]
        rest = f"extensions.{made.rest}"
        return [*found, f"{REST!r}: [({rest!r}, {rest!r}, {made.scope.variable})]"] if made.rest else found

    def _spots_of(self, place: Place) -> str:
        if isinstance(place, TreeCases):
            cases = [f"{self._spots_of(inner)} if {self.cases.test(number)} else" for number, inner in place.cases]
            return f"({' '.join(cases)} [])"
        if isinstance(place, TreeValues):
            return f"[{spot_of(place.field.slots[0])}]"
        return self.code.spots(place) if isinstance(place, Field) else "[]"

    def _cause(self, place: Place, name: str) -> str:
        return self.code.cause(place, name) if isinstance(place, Field) else name

    def _put(self, key: str, place: Place, name: str) -> None:
        add = self.source.add
        if isinstance(place, Field) and not name:
            if place.role in ("constant", "set", "any"):
                add(1, f"d[{key!r}] = {_literal(place)}")
        elif isinstance(place, Field) and place.null:
            add(1, f"d[{key!r}] = {_json(place, name)}")
        elif isinstance(place, TreeObject) and place.keep:
            add(1, f"d[{key!r}] = {name} or {{}}")
        else:
            shown = _json(place, name) if isinstance(place, Field) else name
            add(1, f"if {name} is not None:", f"    d[{key!r}] = {shown}")

    def _value(self, place: Place, getter: Getter) -> str:
        """A local with the value of a place, None where it has none; empty for a literal."""
        if isinstance(place, Field):
            self.source.add(getter.indent, f"# {place.line}: {' '.join(place.source.split())}")
            return self.code.write(place, getter) if place.written else ""
        if isinstance(place, TreeObject):
            name = self.source.name("w")
            self.source.add(getter.indent, f"{name} = write_{place.number}(st, {arguments(place.scope)})")
            return name
        if isinstance(place, TreeList):
            return self.elements(place, getter)
        if isinstance(place, TreeCases):
            return self._cases(place, getter)
        if isinstance(place, TreeLines):
            name, at = self.source.name("w"), spot_of(place.field.slots[0])
            raw = getter.value(place.scope.variable, place.path)
            self.source.add(getter.indent, f"{name} = st.lines({raw}, {at})")
            return name
        return self._tuple(place, getter) if isinstance(place, TreeTuple) else self._values(place, getter)

    def _cases(self, place: TreeCases, getter: Getter) -> str:
        """A local with what the case that holds writes, as it goes into the tree."""
        add, name, indent, word = self.source.add, self.source.name("w"), getter.indent, "if"
        add(indent, f"{name} = None")
        for number, inner in place.cases:
            add(indent, f"{word} {self.cases.test(number)}:")
            found = self._value(inner, Getter(self.source, indent + 1))
            if isinstance(inner, Field):
                found = _json(inner, found, null=True) if found else _literal(inner)
            add(indent + 1, f"{name} = {found}")
            word = "elif"
        return name

    def elements(self, place: TreeList, getter: Getter) -> str:
        """A local with the list of the elements written, None where there are none."""
        add, name, indent = self.source.add, self.source.name("w"), getter.indent
        add(indent, f"{name} = []")
        for number, made in enumerate(place.elements):
            head, indent = made.head, getter.indent
            if made.when is not None:
                add(indent, f"if {self.cases.test(made.when)}:")
                indent += 1
            if head is None:
                self._single(made, name, indent)
                continue
            add(indent, f"for {head.variable} in {_items(head, Getter(self.source, indent))}:")
            earlier = [
                other
                for other in place.elements[:number]
                if _same_list(other, made) and other.when in (None, made.when)
            ]
            tests = [accepts(made, self.source, head.variable, alone=len(place.elements) == 1)]
            tests += [f"not ({accepts(other, self.source, head.variable)})" for other in earlier]
            tests = [test for test in tests if test != "True"]
            inner = indent + 1
            if tests:
                add(inner, f"if {' and '.join(tests)}:")
                inner += 1
            item = self.source.name("w")
            add(inner, f"{item} = write_{made.number}(st, {arguments(head)})", f"if {item} is not None:")
            add(inner + 1, f"{name}.append({item})")
        add(getter.indent, f"{name} = {name} or None")
        return name

    def _single(self, made: TreeObject, name: str, indent: int) -> None:
        item = self.source.name("w")
        self.source.add(indent, f"{item} = write_{made.number}(st, {arguments(made.scope)})", f"if {item} is not None:")
        self.source.add(indent + 1, f"{name}.append({item})")

    def _tuple(self, place: TreeTuple, getter: Getter) -> str:
        items, causes = [], []
        for inner in place.items:
            found = self._value(inner, getter)
            if found and _causes(inner):
                causes.append(self._cause(inner, found))
            if isinstance(inner, Field):
                items.append(_json(inner, found, null=True) if found else _literal(inner))
            else:
                items.append(found)
        name = self.source.name("w")
        tests = " and ".join(f"{cause} is None" for cause in causes) or "True"
        self.source.add(getter.indent, f"{name} = None if {tests} else trimmed([{', '.join(items)}])")
        return name

    def _values(self, place: TreeValues, getter: Getter) -> str:
        add, name, raw, number = self.source.add, *(self.source.name(prefix) for prefix in ("w", "r", "n"))
        values, slot = numbered_values(place.scope.variable, place.path, place.inner, getter), place.field.slots[0]
        add(getter.indent, f"{name} = []", f"for {number}, {raw} in {values}:")
        at = element_spot(slot, place.path, place.inner, number)
        text = self.code.spell(slot, getter.indent + 1, raw, at)
        shown = f"msgspec.Raw({text}.encode())" if place.field.number else text
        add(getter.indent + 1, f"if {text} is not None:")
        add(getter.indent + 2, f"{name}.append({f'{{{place.key!r}: {shown}}}' if place.key else shown})")
        if place.key:
            add(getter.indent + 2, "if st.exact is not None:")
            add(getter.indent + 3, f"st.spots[id({name}[-1])] = {{{place.key!r}: [{at}]}}")
        add(getter.indent, f"{name} = {name} or None")
        return name


def accepts(made: TreeObject, source: Source, variable: str, *, alone: bool = False) -> str:
    """A condition that an element of a list fits `$each`, and closed code tables where they tell it from others."""
    head = made.head
    if head is None or head.path is None:
        return "True"
    tests = [condition(head.path.steps[-1].step.filters, variable)]
    for _, place in made.members:
        if isinstance(place, Field) and place.simple_code and (not alone or is_kind(place.slots[0])):
            slot = place.slots[0]
            if slot.scope is head and slot.path and len(slot.path.steps) == 1 and slot.value.table:
                table = source.helper("T_", f"NAME = {dict(slot.value.table.writing)!r}\n")
                tests.append(f"{variable}.{slot.path.steps[0].step.name} in {table}")
    return " and ".join(test for test in tests if test != "True") or "True"


def _items(head: Scope, getter: Getter) -> str:
    if head.path is None or head.parent is None:
        raise ValueError("a scope without a list")
    root, step = root_scope(head.path.path, head.parent), head.path.steps[-1].step
    items = _guarded(getter.owner(root.variable, head.path), root, step.name)
    return f"{items}[{step.start}:]" if step.start else items


def _guarded(owner: str, root: Scope, name: str) -> str:
    return f"{owner}.{name}" if owner == root.variable else f"(() if {owner} is None else {owner}.{name})"


def _same_list(one: TreeObject, other: TreeObject) -> bool:
    def names(made: TreeObject) -> tuple[str, ...]:
        return tuple(step.step.name for step in made.head.path.steps) if made.head and made.head.path else ()

    return names(one) == names(other)


def _both(one: TreeObject, other: TreeObject) -> bool:
    """Whether an element that the first takes is always taken before the other is asked."""
    return one.when is None or one.when == other.when


def _causes(place: Place) -> bool:
    return place.causes if isinstance(place, Field) else True


def _json(place: Field, name: str, *, null: bool = False) -> str:
    """An expression for the JSON value of a text that is there."""
    if not place.number:
        return name
    number = f"msgspec.Raw({name}.encode())"
    return f"None if {name} is None else {number}" if null or place.null else number


def _literal(place: Field) -> str:
    if place.role not in ("constant", "set", "any"):
        return "None"
    value = place.constant if place.role == "constant" else place.choices[0]
    return repr(value)
