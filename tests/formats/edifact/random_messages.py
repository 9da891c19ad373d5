"""Messages made at random from a segment table, and an oracle of their order that knows nothing of the placer."""

from collections.abc import Iterator, Sequence
from random import Random

from edi_engine.formats.edifact.directory import (
    Directory,
    GroupUse,
    SegmentDefinition,
    SegmentUse,
    Use,
)
from edi_engine.formats.edifact.expressions import dependency_holds

Items = Sequence[SegmentUse | GroupUse]


def seeded(seed: int) -> Random:
    """Repeatable chance."""
    return Random(seed)  # noqa: S311 - nothing secret here


def walk(items: Items, chance: Random, density: float, most: int) -> Iterator[str]:
    """Tags of a message that follows the table: each conditional item with a likelihood, up to `most` times."""
    for item in items:
        if item.mandatory or chance.random() < density:
            for _ in range(chance.randint(1, min(most, item.limit))):
                if isinstance(item, GroupUse):
                    yield from walk(item.items, chance, density, most)
                else:
                    yield item.tag


def mutate(tags: list[str], chance: Random, changes: int) -> list[str]:
    """The tags with segments dropped, doubled, moved, exchanged or renamed."""
    tags = list(tags)
    for _ in range(changes):
        if not tags:
            break
        place, other = chance.randrange(len(tags)), chance.randrange(len(tags))
        match chance.randrange(6):
            case 0:
                del tags[place]
            case 1:
                tags.insert(place, tags[place])
            case 2:
                tags.insert(other, tags.pop(place))
            case 3:
                tags[place], tags[other] = tags[other], tags[place]
            case 4:
                tags[place] = chance.choice(["XXX", "UNH", "UNT", "ZZZ", tags[other]])
            case _:
                tags[place:place] = tags[other : other + 12]
    return tags


def allows(items: Items, tags: Sequence[str]) -> bool:
    """Whether a table allows an order of segments, in any reading of it."""
    return len(tags) in _ends(items, tags, {0})


def _ends(items: Items, tags: Sequence[str], starts: set[int]) -> set[int]:
    """Where a level may end that begins at one of some segments."""
    for item in items:
        ends, last = set() if item.mandatory else set(starts), starts
        for _ in range(item.limit):
            if isinstance(item, GroupUse):
                last = _ends(item.items, tags, last)
            else:
                last = {start + 1 for start in last if tags[start : start + 1] == [item.tag]}
            if not last:
                break
            ends |= last
        starts = ends
    return starts


def segment(definition: SegmentDefinition, directory: Directory, chance: Random, density: float = 0.4) -> str:
    """A segment without faults in normal form: dependency notes are kept by trying again."""
    while True:
        elements = []
        for use in definition.uses:
            filled = use.mandatory or chance.random() < density
            count = chance.randint(1, min(3, use.repetitions)) if directory.syntax == "4" else 1
            elements.append("*".join(_content(use, directory, chance, density) for _ in range(count)) if filled else "")
        present = [bool(element) for element in elements]
        if all(dependency_holds(note, present) for note in definition.dependencies):
            return "+".join([definition.tag, *elements]).rstrip("+")
        density = chance.random()  # a note may ask for more than was wanted


def _content(use: Use, directory: Directory, chance: Random, density: float) -> str:
    composite = directory.composite(use.id)
    if composite is None:
        return _value(use.id, directory, chance)
    while True:
        one = chance.randrange(len(composite.uses))  # never quite empty
        values = [
            _value(part.id, directory, chance) if part.mandatory or ordinal == one or chance.random() < density else ""
            for ordinal, part in enumerate(composite.uses)
        ]
        present = [bool(value) for value in values]
        if all(dependency_holds(note, present) for note in composite.dependencies):
            return ":".join(values).rstrip(":")
        density = chance.random()


def _value(identifier: str, directory: Directory, chance: Random) -> str:
    element, codes = directory.element(identifier), directory.codes(identifier)
    assert element is not None
    if codes:
        return chance.choice(list(codes))
    length = chance.choice([element.minimum, element.maximum, chance.randint(element.minimum, element.maximum)])
    if element.kind == "n":
        digits = "".join(chance.choice("0123456789") for _ in range(length))
        mark = chance.randint(1, length - 1) if length > 1 and chance.random() < 0.3 else 0
        return chance.choice(["", "-"]) + (f"{digits[:mark]}{chance.choice('.,')}{digits[mark:]}" if mark else digits)
    letters = "ABC xyz-é\ufdd0\ufdd1" + ("" if element.kind == "a" else "012")
    return "".join(chance.choice(letters) for _ in range(length))
