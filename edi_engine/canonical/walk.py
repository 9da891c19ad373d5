"""Finds the parts of a document by class, wherever they stand, with the way to each."""

from collections.abc import Mapping
from functools import cache

import msgspec

from edi_engine.canonical import values
from edi_engine.canonical.metadata import DOCUMENTS, fields

Link = tuple["Link", str, int] | None
"""The way to a part: that to what holds it, the field, and which of its elements, from 0; -1 where it is no list."""
Found = dict[type[msgspec.Struct], tuple[list[msgspec.Struct], list[Link]]]
Plan = Mapping[type[msgspec.Struct], tuple[tuple[str, bool], ...]]


def gather(document: msgspec.Struct, wanted: frozenset[type[msgspec.Struct]]) -> Found:
    """The parts of the classes wanted, those on higher levels first, each class in the document's order."""
    plan = plan_for(type(document), wanted)
    found: Found = {struct: ([], []) for struct in wanted}
    queue: list[tuple[msgspec.Struct, Link]] = [(document, None)]
    for value, link in queue:  # it grows on the way
        struct = type(value)
        if struct in found:
            things, links = found[struct]
            things.append(value)
            links.append(link)
        for name, many in plan[struct]:
            inner = getattr(value, name)
            if not inner:  # absent, or an empty list: what is there is always true
                continue
            if many:
                queue += [(element, (link, name, number)) for number, element in enumerate(inner)]
            else:
                queue.append((inner, (link, name, -1)))
    return found


def path_of(link: Link) -> str:
    """The way to a part as a path of the model, `goods_items[0].commodity`; empty for the document itself."""
    steps = []
    while link is not None:
        link, name, number = link
        steps.append(f"{name}[{number}]" if number >= 0 else name)
    return ".".join(reversed(steps))


@cache
def plan_for(root: type[msgspec.Struct], wanted: frozenset[type[msgspec.Struct]]) -> Plan:
    """Of each class that can stand below a document: the fields behind which there may be something wanted."""
    held = _held(root)
    leads = {struct for struct in held if struct in wanted}
    grown = True
    while grown:
        more = {struct for struct, fields in held.items() if any(inner in leads for _, _, inner in fields)}
        grown = not more <= leads
        leads |= more
    return {struct: tuple((n, many) for n, many, inner in fields if inner in leads) for struct, fields in held.items()}


@cache
def classes() -> dict[str, type[msgspec.Struct]]:
    """Every class that can stand in a document, by name."""
    return {struct.__name__: struct for document in DOCUMENTS.values() for struct in _held(document)}


@cache
def _held(root: type[msgspec.Struct]) -> dict[type[msgspec.Struct], list[tuple[str, bool, type[msgspec.Struct]]]]:
    """Of each class that can stand below another: its fields that hold a struct, and whether a list of them."""
    held: dict[type[msgspec.Struct], list[tuple[str, bool, type[msgspec.Struct]]]] = {}
    todo = [root]
    while todo:
        struct = todo.pop()
        if struct in held:
            continue
        described = () if struct.__module__ == values.__name__ else fields(struct.__name__).values()
        held[struct] = [(field.name, field.many, field.struct) for field in described if field.struct]
        todo += [inner for _, _, inner in held[struct]]
    return held
