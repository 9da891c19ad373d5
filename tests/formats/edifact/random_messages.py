"""Messages made at random from a segment table, and an oracle of their order that knows nothing of the placer."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from edi_engine.formats.edifact.directory import GroupUse, MessageTable, SegmentUse

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


def language(table: MessageTable) -> re.Pattern[str]:
    """An ordinary backtracking expression for every order the table allows, tags joined by blanks."""
    return re.compile(_expression(table.items))


def _expression(items: Items) -> str:
    parts = []
    for item in items:
        inner = _expression(item.items) if isinstance(item, GroupUse) else f"{item.tag} "
        parts.append(f"(?:{inner}){{{int(item.mandatory)},{item.limit}}}")
    return "".join(parts)
