"""One two-way home for every leaf: what two lines must not share, texts in slices, lists that several lines reach."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from edi_engine.mapping.compiler.cases import together
from edi_engine.mapping.compiler.edifact_cells import PlannedLine, list_key, wrong
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import Filter, ResolvedStep, Step

# A step from the document on, and the number of the scope that walks its list (0 for none).
Place = tuple[ResolvedStep, int]
Home = tuple[PlannedLine, Value, tuple[Place, ...]]


def check_homes(lines: list[PlannedLine]) -> Iterator[NotationError]:
    """Everything wrong with who fills what."""
    groups: dict[tuple[str, ...], list[Home]] = defaultdict(list)
    for line in lines:
        for value in line.values():
            if not value.direction and value.path is not None and value.path.steps:
                places = (*_places(root_scope(value.path.path, value.scope)), *((s, 0) for s in value.path.steps))
                groups[_names(places)].append((line, value, places))
    for homes in groups.values():
        yield from _check_group(homes)
    yield from _check_lists(lines)


def _places(scope: Scope) -> tuple[Place, ...]:
    """The steps from the document to an element of a scope's list."""
    if scope.path is None or scope.parent is None:
        return ()
    steps = scope.path.steps
    outer = _places(root_scope(scope.path.path, scope.parent))
    return (*outer, *((step, 0) for step in steps[:-1]), (steps[-1], scope.number))


def _names(places: tuple[Place, ...]) -> tuple[str, ...]:
    """Names of the fields; a value and its unit count as one field."""
    names = tuple(step.step.name for step, _ in places)
    whole = len(places) > 1 and "value" in places[-1][0].owner.__struct_fields__ and not places[-2][0].field.many
    return names[:-1] if whole else names


# -- one leaf ------------------------------------------------------------------------------------------------------


def _check_group(homes: list[Home]) -> Iterator[NotationError]:
    sliced: dict[int, list[Home]] = defaultdict(list)
    for at, home in enumerate(homes):
        there = [n for n, other in enumerate(homes[:at]) if together(other[0].case, home[0].case)]
        same = [n for n in there if _same_leaf(homes[n][2], home[2]) and not _other_part(homes[n], home)]
        if _part(home) is not None and all(_part(homes[n]) is not None for n in same):
            sliced[same[0] if same else at].append(home)
        elif same:
            placeholder, first = home[1].placeholder, homes[same[0]][0].line.number
            what = f"{placeholder.expression!r} has its home at line {first}: say in, out or copy here"
            yield wrong(what, home[0], placeholder.column, "TPL-006")
    for slices in sliced.values():
        yield from _check_slices(slices)
    yield from _check_moments(homes)


def _part(home: Home) -> tuple[int, int | None] | None:
    path = home[1].path
    return path.path.part if path is not None else None


def _moment(home: Home) -> str:
    return home[1].path.moment if home[1].path is not None else ""


def _other_part(one: Home, other: Home) -> bool:
    """Whether one has the day and the other the time of a date."""
    return {_moment(one), _moment(other)} == {"date", "time"}


def _check_moments(homes: list[Home]) -> Iterator[NotationError]:
    """A date in parts has both, or what has no place would be lost."""
    for home in homes:
        parts = [other for other in homes if _same_leaf(other[2], home[2]) and _other_part(other, home)]
        if _moment(home) and not parts:
            other = "time" if _moment(home) == "date" else "date"
            what = f"{home[1].placeholder.expression!r} is a part of a date: say .{other} somewhere"
            yield wrong(what, home[0], home[1].placeholder.column, "TPL-006")


def _same_leaf(one: tuple[Place, ...], other: tuple[Place, ...]) -> bool:
    """Whether both may mean the same leaf, or one a part of the other."""
    if len(one) == len(other) and one[-1][0].step.name != other[-1][0].step.name:
        return False
    return all(_same_element(mine, theirs) for mine, theirs in zip(one, other, strict=False))


def _same_element(one: Place, other: Place) -> bool:
    (mine, walked), (theirs, walks) = one, other
    if walked and walks and walked != walks:
        return False  # two blocks: the first that accepts an element takes it
    if mine.step.index is not None and theirs.step.index is not None:
        return mine.step.index == theirs.step.index
    for indexed, rest in ((mine.step, theirs.step), (theirs.step, mine.step)):
        if indexed.index is not None and (rest.filters or indexed.index < (rest.start or 0)):
            return False
    return not contradict(mine.step.filters, theirs.step.filters)


def contradict(one: tuple[Filter, ...], other: tuple[Filter, ...]) -> bool:
    """Whether no element fits both."""
    return any(
        mine.key == theirs.key and not _common(mine, theirs)
        for mine in one
        for theirs in other
        if not (mine.negated and theirs.negated)
    )


def _common(mine: Filter, theirs: Filter) -> bool:
    if mine.negated or theirs.negated:
        demanded, refused = (theirs, mine) if mine.negated else (mine, theirs)
        return not set(demanded.values) <= set(refused.values)
    return bool(set(mine.values) & set(theirs.values))


def _check_slices(homes: list[Home]) -> Iterator[NotationError]:
    """Slices of one text must tile it: from its start to its end, nothing twice, nothing left out."""
    reached: int | None = 0
    for line, value, _ in sorted(homes, key=lambda home: _part(home) or (0, None)):
        start, end = value.path.path.part or (0, None) if value.path else (0, None)
        if start != reached:
            behind = f"at {reached}" if reached is not None else "nowhere: the one before it has no end"
            what = f"slices must tile the text: {value.placeholder.expression!r} starts at {start}, must start {behind}"
            yield wrong(what, line, value.placeholder.column, "TPL-006")
            return
        reached = end
    if reached is not None:
        line, value, _ = max(homes, key=lambda home: (_part(home) or (0, 0))[0])
        what = f"slices must tile the text: what stands from {reached} on has no place, say [{reached}:] somewhere"
        yield wrong(what, line, value.placeholder.column, "TPL-006")


# -- one list ------------------------------------------------------------------------------------------------------


def _check_lists(lines: list[PlannedLine]) -> Iterator[NotationError]:
    heads = [line for line in lines if line.head is not None]
    for line in heads:
        yield from _check_keys(line)
    for one, other in combinations(heads, 2):
        if list_key(one) == list_key(other) and set(one.case) <= set(other.case) and _takes_all(one):
            what = f"line {one.line.number} takes every element of this list, nothing is left to write here"
            yield wrong(what, other, code="TPL-009")
    for line in lines:
        for value in line.values():
            if not value.direction and value.path is not None:
                yield from _check_reached(line, value, heads)


def _choice(line: PlannedLine) -> Step | None:
    return line.head.path.steps[-1].step if line.head is not None and line.head.path is not None else None


def _takes_all(line: PlannedLine) -> bool:
    choice = _choice(line)
    return choice is not None and not choice.filters and not choice.start and not _closed_keys(line)


def _closed_keys(line: PlannedLine) -> dict[str, frozenset[str]]:
    """The fields of a head's own element that a closed table restricts."""
    found = {}
    for value in line.values():
        path, table = value.path, value.table if value.closed else None
        if path is None or table is None or path.path.part is not None:
            continue
        if len(path.steps) == 1 and value.scope is line.head:
            found[path.steps[0].step.name] = frozenset(table.writing)
    return found


def _check_keys(line: PlannedLine) -> Iterator[NotationError]:
    """A key that may have several values must be read from the line: nothing else tells which it is."""
    choice = _choice(line)
    read = {value.path.steps[0].step.name for value in line.values() if value.path and len(value.path.steps) == 1}
    for item in choice.filters if choice is not None else ():
        if len(item.values) > 1 and not item.negated and item.key not in read:
            what = f"which of {'/'.join(item.values)} {item.key!r} is does not follow from this line"
            yield wrong(what, line, code="TPL-009")


def _check_reached(line: PlannedLine, value: Value, heads: list[PlannedLine]) -> Iterator[NotationError]:
    """An element found by its key, or behind a start, must not be one that an `each` walks too."""
    steps = value.path.steps if value.path else ()
    root = root_scope(value.path.path, value.scope) if value.path else value.scope
    for at, step in enumerate(steps):
        for head in heads if step.step.filters or step.step.index is not None else ():
            choice = _choice(head)
            if not together(head.case, line.case):
                continue
            if choice is None or _where(head) != (root.number, tuple(s.step.name for s in steps[: at + 1])):
                continue
            codes = _closed_keys(head)
            listed = tuple(Filter(key, tuple(sorted(values))) for key, values in codes.items())
            behind = bool(choice.start) and step.step.index is not None and step.step.index >= (choice.start or 0)
            keyed = bool(step.step.filters) and not contradict(step.step.filters, (*choice.filters, *listed))
            if keyed or behind:
                what = f"line {head.line.number} walks this list and takes that element too"
                yield wrong(what, line, value.placeholder.column, "TPL-009")


def _where(head: PlannedLine) -> tuple[int, tuple[str, ...]]:
    scope = head.head
    if scope is None or scope.path is None or scope.parent is None:
        return -1, ()
    return root_scope(scope.path.path, scope.parent).number, tuple(step.step.name for step in scope.path.steps)
