"""Python for named fields that stand for a whole list: `list[*]|join(,)`, and `list[*].value`, which all share."""

from edi_engine.mapping.compiler.emit import Getter, Source, condition, keys, set_owner
from edi_engine.mapping.compiler.fields import Slot
from edi_engine.mapping.paths import ResolvedPath


def store_values(source: Source, slot: Slot, indent: int, values: str, text: str, place: str) -> None:
    """Set a list to the values of a joined text; one that was read before must agree."""
    listed = slot.joined
    if listed is None:
        raise ValueError(f"{slot.placeholder.expression} is no joined list")
    step = listed.steps[-1]
    source.add(indent, f"if {values}:")
    owner, shown, made = set_owner(source, indent + 1, slot.scope.variable, listed), "e", source.name("m")
    if slot.inner and step.field.struct is not None:
        known = keys(step.step.filters)
        struct = source.struct(step.field.struct.__name__)
        shown = f"{struct}({', '.join(part for part in (known, f'{slot.inner}=e') if part)})"
    home = f"{owner}.{step.step.name}"
    source.add(indent + 1, f"{made} = [{shown} for e in {values}]")
    source.add(indent + 1, f"if not {home}:", f"    {home} = {made}", f"elif {home} != {made}:")
    source.add(indent + 2, f"st.disagrees({place}, {text}, 'another list')")


def numbered_values(variable: str, listed: ResolvedPath | None, inner: str, getter: Getter) -> str:
    """An expression for the values of a list, those that are there, each with the number of its element."""
    if listed is None:
        raise ValueError("no list")
    step, owner = listed.steps[-1], getter.owner(variable, listed)
    items = f"{owner}.{step.step.name}"
    if owner != variable:
        items = f"(() if {owner} is None else {items})"
    value = f"e.{inner}" if inner else "e"
    tests = [test for test in (condition(step.step.filters), f"{value} is not None") if test != "True"]
    return f"[(n, {value}) for n, e in enumerate({items}) if {' and '.join(tests)}]"


def element_spot(slot: Slot, listed: ResolvedPath | None, inner: str, number: str) -> str:
    """An expression for the place of one value of a list, for findings; `number` holds that of its element."""
    if listed is None:
        raise ValueError(f"{slot.placeholder.expression} is no list")
    way = ResolvedPath(path=listed.path, steps=listed.steps[:-1], target=None).pattern()
    begin, end = f"{way and way + '.'}{listed.steps[-1].step.name}[", f"].{inner}" if inner else "]"
    return f"({slot.placeholder.expression!r}, {begin!r} + str({number}) + {end!r}, {slot.scope.variable})"


def spreader(source: Source, slot: Slot, arguments: str) -> str:
    """The name of a function that gives a value to every element that lacks it, and tells how many have it then."""

    def body(inner: Source) -> None:
        inner.add(1, "met = 0")
        indent, variable, rest = _loops(inner, slot)
        owner, last = set_owner(inner, indent, variable, rest), rest.steps[-1].step.name
        inner.add(indent, f"if {owner}.{last} is None:", f"    {owner}.{last} = value")
        inner.add(indent, f"met += {owner}.{last} == value")
        inner.add(1, "return met")

    return source.function("spread_", f"{arguments}, value", body)


def gatherer(source: Source, slot: Slot, arguments: str) -> str:
    """The name of a function that gives the value of each element, None for those without."""

    def body(inner: Source) -> None:
        inner.add(1, "found = []")
        indent, variable, rest = _loops(inner, slot)
        inner.add(indent, f"found.append({Getter(inner, indent).value(variable, rest)})")
        inner.add(1, "return found")

    return source.function("gather_", arguments, body)


def _loops(source: Source, slot: Slot) -> tuple[int, str, ResolvedPath]:
    """Loops over the lists of a path; gives the indentation inside, the element, and the way on from it."""
    if slot.path is None:
        raise ValueError(f"{slot.placeholder.expression} has no path")
    indent, variable, steps = 1, slot.scope.variable, slot.path.steps
    while (at := next((n for n, step in enumerate(steps) if step.step.every), None)) is not None:
        listed = ResolvedPath(path=slot.path.path, steps=steps[: at + 1], target=None)
        owner = Getter(source, indent).owner(variable, listed)
        items = f"{owner}.{steps[at].step.name}"
        element = source.name("e")
        source.add(indent, f"for {element} in {items if owner == variable else f'() if {owner} is None else {items}'}:")
        indent, variable, steps = indent + 1, element, steps[at + 1 :]
    return indent, variable, ResolvedPath(path=slot.path.path, steps=steps, target=slot.path.target)
