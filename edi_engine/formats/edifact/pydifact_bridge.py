"""Messages to and from the segment collections of pydifact, for code that is written against it.

pydifact is optional and imported only when one of these functions is called. It knows no repetition: a repeated
element stays one text with `*` between the occurrences, which then cannot be told from a `*` in the data.
"""

import warnings
from collections.abc import Iterable
from typing import Any

from edi_engine.errors import EdiError
from edi_engine.findings import Position
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.segments import Segments, escape, unescape


def to_pydifact(body: Segments) -> Any:
    """A message as a `pydifact.segmentcollection.RawSegmentCollection`, UNH and UNT included.

    Raises:
        EdiError: `SYN-004`, pydifact takes no such tag.
        ImportError: pydifact is not installed.
    """
    from pydifact.segmentcollection import RawSegmentCollection

    return RawSegmentCollection.from_segments([_segment(text, number) for number, text in enumerate(body.texts, 1)])


def from_pydifact(collection: Any) -> list[str]:
    """The segments of any pydifact collection, or any iterable of its segments, in normal form.

    The result is what `writer.write` takes as a body (without UNH and UNT) and what `Segments.of` takes (with them).
    """
    segments: Iterable[Any] = getattr(collection, "segments", collection)
    return ["+".join([segment.tag, *map(_element, segment.elements)]) for segment in segments]


def _segment(text: str, number: int) -> Any:
    from pydifact.segments import Segment

    tag, *elements = text.split("+")
    values = [_components(element.split(":")) for element in elements]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # a segment without elements is no reason to warn
            return Segment(tag, *values)
    except ValueError as error:
        where = Position(segment=number, tag=tag)
        raise EdiError(fault("SYN-004", where, tag=tag)) from error


def _components(components: list[str]) -> str | list[str]:
    values = [unescape(component) for component in components]
    return values[0] if len(values) == 1 else values


def _element(element: Any) -> str:
    """One element in normal form: a text, or a list of components."""
    if isinstance(element, list | tuple):
        return ":".join(escape(str(component)) for component in element)
    return "" if element is None else escape(str(element))
