"""Dates and times of a message by the format that stands behind each (element 2379)."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from edi_engine.canonical import date_forms
from edi_engine.formats.edifact.directory import Directory
from edi_engine.formats.edifact.element_faults import ElementFault, shown
from edi_engine.formats.edifact.lexer import unescape

DATE, FORMAT = "2380", "2379"
_CODES = {"existence": "EEL-015", "form": "EEL-016"}


class _Place(NamedTuple):
    """Where a segment has a date: the components of the date and of its format, from 0."""

    element: int
    date: int
    format: int


def date_faults(texts: Sequence[str], directory: Directory) -> Iterator[tuple[int, ElementFault]]:
    """Dates that do not exist, and those that are not of the form their format names.

    Args:
        texts: the segments of a message, in normal form.
        directory: its directory; the names of its list 2379 are the forms.

    Returns:
        The ordinal of the segment, from 1, and the fault.

    Source: code list 2379, the calendar.
    """
    places = {tag: found for tag in {text[:3] for text in texts} if (found := _places(directory, tag))}
    dated = [(number, text) for number, text in enumerate(texts, 1) if text[:3] in places] if places else []
    for number, text in dated:
        for place in places[text[:3]]:
            for fault in _faults(text, place, directory):
                yield number, fault


@lru_cache(maxsize=4096)
def _places(directory: Directory, tag: str) -> tuple[_Place, ...]:
    """Where a segment has dates with their formats: in composites that hold both."""
    segment = directory.segment(tag)
    found = []
    for ordinal, use in enumerate(segment.uses if segment else (), 1):
        composite = directory.composite(use.id)
        parts = [part.id for part in composite.uses] if composite else []
        if DATE in parts and FORMAT in parts:
            found.append(_Place(ordinal, parts.index(DATE), parts.index(FORMAT)))
    return tuple(found)


def _faults(text: str, place: _Place, directory: Directory) -> Iterator[ElementFault]:
    elements = text.split("+")
    if len(elements) <= place.element:
        return
    occurrences = elements[place.element].split("*")
    for repetition, occurrence in enumerate(occurrences, 1):
        components = occurrence.split(":")
        if len(components) > max(place.date, place.format) and components[place.date]:
            value, code = components[place.date], components[place.format]
            form = (directory.codes(FORMAT) or {}).get(code, "")
            if wrong := date_forms.fault(unescape(value), form):
                facts = {"value": shown(value), "format": code, "form": form}
                why = f"code list {FORMAT} {directory.name} and the calendar"
                several = repetition if len(occurrences) > 1 else None
                yield ElementFault(_CODES[wrong], why, facts, place.element, place.date + 1, several)
