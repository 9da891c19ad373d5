"""Rows of WCO XML, whose layout says which tags stand in which, and of canonical JSON, which is the model itself."""

from collections.abc import Iterator

from edi_engine.canonical import metadata
from edi_engine.canonical.metadata import Kind
from edi_engine.mapping.guide.rows import Row, label
from edi_engine.mapping.wco.layout import Layout, Node

DEEPEST = 12


def layout_rows(layout: Layout) -> Iterator[Row]:
    """An element for each row, in the order they are written."""
    yield Row(place=layout.root.name, heading=True, needs="the root")
    yield from _node(layout.root, 1, "")


def _node(node: Node, depth: int, path: str) -> Iterator[Row]:
    for member in node.members if depth < DEEPEST else ():
        step = (
            member.field.name
            if member.field
            else f"parties[role={member.key.rpartition('/')[2]}]"
            if member.role
            else ""
        )
        here = ".".join(part for part in (path, step + ("[…]" if member.many and member.field else "")) if part)
        usage = "any number" if member.many else "at most one"
        known = member.field
        if member.node:
            yield Row(
                place=member.path,
                depth=depth,
                usage=usage,
                path=here,
                label=label(known) if known else "",
                heading=True,
            )
            yield from _node(member.node, depth + 1, here)
        elif member.kept or known is None:
            yield Row(
                place=member.path, depth=depth, usage=usage, path="extensions", note="kept as it is, and given back"
            )
        else:
            note = "counted where it is missing" if member.counter else ""
            format = known.format
            yield Row(
                place=member.path, depth=depth, usage=usage, format=format, path=here, label=label(known), note=note
            )


def model_rows(document: str) -> Iterator[Row]:
    """The members of canonical JSON: a heading for each kind of object, each told once."""
    waiting, seen = [document], {document}
    while waiting:
        owner = waiting.pop(0)
        yield Row(place=owner, heading=True)
        for known in metadata.fields(owner).values():
            kind = known.struct.__name__ if known.kind is Kind.STRUCT and known.struct else known.kind.value
            if known.kind is Kind.STRUCT and kind not in seen:
                seen.add(kind)
                waiting.append(kind)
            usage = f"any number of {kind}" if known.many else kind
            yield Row(
                place=known.json_name,
                depth=1,
                usage=usage,
                format=known.format,
                path=known.name,
                label=label(known),
                note=known.note,
            )
