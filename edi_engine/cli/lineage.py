"""How `explain` and `audit trace` show both ends of a value: what was written, its field, and the bytes received."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from edi_engine.cli.documents import short
from edi_engine.cli.output import finding_object, plain, show
from edi_engine.explanation import Explained
from edi_engine.findings import Position
from edi_engine.mapping.tracing.dependence import Link
from edi_engine.mapping.tracing.trace import Field, Place, Source, Written

MOST_FIELDS, MOST_CHOICES = 12, 3  # shown of one value written; --json has all


def show_explained(explained: Explained, only: str = "") -> None:
    """Each value written with its field and what was received for it, then what was received for nothing."""
    for one in explained.written:
        if _is_meant(one, only):
            for line in _lines(one, explained):
                show(line)
    if explained.left and not only:
        show(f"received, and nothing of it in what {explained.writer} wrote: {len(explained.left)} values")
        for place in explained.left:
            show(f"  {shown_place(place)}")


def explained_object(explained: Explained, only: str = "") -> dict[str, Any]:
    """The same as JSON; `bytes` are the first and one past the last in the payload, counted from 0."""
    return {
        "message": explained.number,
        "reader": explained.reader,
        "writer": explained.writer,
        "written": [_written_object(one) for one in explained.written if _is_meant(one, only)],
        "left": [place_object(place) for place in explained.left],
        "findings": [finding_object(finding) for finding in explained.findings],
    }


def _is_meant(one: Written, only: str) -> bool:
    """Whether a value has a text in its place, in itself, or in a path of the document it follows from."""
    texts = (str(one.place.where), one.place.text, *(found.path for found in one.fields))
    return any(only in text for text in texts)


def _lines(one: Written, explained: Explained) -> Iterator[str]:
    yield f"{plain(str(one.place.where))}: {short(one.place.text)}"
    if not one.fields:
        yield f"  constant of {explained.writer}"
    found = [field for field in one.fields if field.link is Link.VALUE] or one.fields
    for field in found[:MOST_FIELDS]:
        word = "from     " if field.link is Link.VALUE else "there for"
        value = "" if field.value in ("", one.place.text) else f" = {short(field.value)}"
        yield f"  {word} {field.path}{value}"
        yield from _sources(field, explained)
    if len(found) > MOST_FIELDS or one.many:
        yield f"  and {len(found) - MOST_FIELDS} more" if len(found) > MOST_FIELDS else "  and more"


def _sources(field: Field, explained: Explained) -> Iterator[str]:
    """What was received for a field: what it says, or else what chooses it, or else what it stands beside."""
    values = [source for source in field.sources if source.link is Link.VALUE]
    for source in values or field.sources[:MOST_CHOICES]:
        yield f"    {'received ' if values else 'chosen by'} {shown_place(source.place)}"
    if field.beside is not None:
        what = f"constant of {explained.reader}, beside" if field.value else "begins at"
        yield f"    {what} {shown_place(field.beside)}"


def shown_place(place: Place) -> str:
    """Where a value is, how many bytes it has, and what it says."""
    length = place.span[1] - place.span[0] if place.span else 0
    size = f", {length} byte{'s' * (length != 1)}" if length else ""
    begin = f", byte {place.span[0]}" if place.span and place.where.offset is None else ""
    return f"{plain(str(place.where))}{begin}{size}: {short(place.text)}"


def _written_object(one: Written) -> dict[str, Any]:
    return {**place_object(one.place), "many": one.many, "fields": [_field_object(found) for found in one.fields]}


def _field_object(found: Field) -> dict[str, Any]:
    return {
        "path": found.path,
        "value": found.value,
        "how": str(found.link),
        "many": found.many,
        "received": [_source_object(source) for source in found.sources],
        "beside": None if found.beside is None else place_object(found.beside),
    }


def _source_object(source: Source) -> dict[str, Any]:
    return {**place_object(source.place), "how": str(source.link)}


def place_object(place: Place) -> dict[str, Any]:
    """A value in a message as JSON."""
    known = {one.name: getattr(place.where, one.name) for one in fields(Position)}
    return {
        "text": place.text,
        "where": {name: value for name, value in known.items() if value is not None},
        "position": str(place.where),
        "bytes": None if place.span is None else list(place.span),
    }
