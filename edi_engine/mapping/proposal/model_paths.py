"""Paths of the document as tuples of steps: what list they go through, what they end in."""

from collections.abc import Collection, Iterator
from functools import cache

import msgspec

from edi_engine.canonical import metadata
from edi_engine.canonical.metadata import Field, Kind

Steps = tuple[str, ...]  # each a field's name, with what is chosen of a list: `parties[role=importer]`


def steps_of(path: str) -> Steps:
    """The steps of a path; conditions hold no dots."""
    return tuple(path.split("."))


def bare(step: str) -> str:
    """A step without what is chosen."""
    return step.partition("[")[0]


@cache
def walk(kind: str, steps: Steps) -> tuple[Field, ...] | None:
    """The fields of a path from a kind of struct; None where the model has no such path."""
    found: list[Field] = []
    owner = kind
    for step in steps:
        field = fields(owner).get(bare(step)) if owner else None
        if field is None:
            return None
        found.append(field)
        owner = field.struct.__name__ if field.kind is Kind.STRUCT and field.struct else ""
    return tuple(found)


def fields(owner: str) -> dict[str, Field]:
    """The fields of a struct by name, none for a struct the tables do not have."""
    try:
        return dict(metadata.fields(owner))
    except KeyError:
        return {}


def struct_at(kind: str, steps: Steps) -> str:
    """The struct a path leads to, empty for a plain value or no path."""
    if not steps:
        return kind
    found = walk(kind, steps)
    last = found[-1] if found else None
    return last.struct.__name__ if last and last.kind is Kind.STRUCT and last.struct else ""


def leaf(kind: str, steps: Steps) -> Field | None:
    """The plain value a path ends in."""
    found = walk(kind, steps)
    return found[-1] if found and found[-1].kind is not Kind.STRUCT else None


def next_list(kind: str, steps: Steps, start: int) -> int | None:
    """The length of the path up to the first list of structs behind `start`."""
    found = walk(kind, steps) or ()
    return next((at + 1 for at in range(start, len(found)) if found[at].many and found[at].kind is Kind.STRUCT), None)


def chosen(
    kind: str,
    steps: Steps,
    start: int,
    taken: Collection[str] = (),
    behind: str = "",
    walked: Collection[Steps] = (),
) -> str:
    """A path from `start` on as text, with the first free element of each list of which none is chosen.

    Args:
        taken: paths that stand in the template already, with what is `behind` this one.
        walked: lists that an `each` walks elsewhere: every element is meant.
    """
    found = walk(kind, steps) or ()
    for number in range(10):
        shown = []
        for at, step in enumerate(steps):
            open_list = at >= start and found[at].many and "[" not in step
            every = bared(steps[: at + 1]) in walked
            shown.append(f"{step}[{'*' if every else number}]" if open_list else step)
        text = ".".join(shown[start:])
        if text + behind not in taken:
            break
    return text


def within(steps: Steps, scope: Steps) -> bool:
    """Whether a path goes through the elements that an `each` walks; what it does not choose may be any of them."""
    pairs = zip(steps, scope, strict=False)
    return len(steps) > len(scope) and all(one == other or one == bare(other) for one, other in pairs)


def bared(steps: Steps) -> Steps:
    """A path without its choices."""
    return tuple(map(bare, steps))


def document(kind: str) -> type[msgspec.Struct]:
    """The struct of a kind of documents."""
    return metadata.DOCUMENTS[kind]


def leaves(owner: str, depth: int = 3, before: Steps = ()) -> Iterator[tuple[Steps, Field]]:
    """The plain values of a struct and of the single structs in it."""
    for name, field in fields(owner).items():
        if field.kind is not Kind.STRUCT:
            yield (*before, name), field
        elif not field.many and depth > 1 and field.struct:
            yield from leaves(field.struct.__name__, depth - 1, (*before, name))


def lists_in(owner: str, depth: int = 2, before: Steps = ()) -> Iterator[Steps]:
    """The lists of structs in a struct and in the single structs in it."""
    for name, field in fields(owner).items():
        if field.kind is Kind.STRUCT and field.many:
            yield (*before, name)
        elif field.kind is Kind.STRUCT and field.struct and depth > 1:
            yield from lists_in(field.struct.__name__, depth - 1, (*before, name))
