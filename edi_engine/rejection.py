"""A response of an agency, in the terms of who sent what it answers: each error at the place and bytes that they know.

An agency points into its own format, or by ids of the WCO Data Model. Each pointer is walked back over what was sent
to it, the document, and what was received for it; the response that goes out names segment, element or path there.
"""

from dataclasses import dataclass, field, replace
from typing import Any, cast

import msgspec

from edi_engine.canonical.document_paths import parse
from edi_engine.canonical.lists import NOTHING
from edi_engine.canonical.model import Declaration, Error, ErrorPoint, Pointer, Response
from edi_engine.canonical.pointers import follow
from edi_engine.canonical.pointing import Pointing
from edi_engine.exchange import Mapping
from edi_engine.explanation import sole_message
from edi_engine.findings import Finding, Position, Severity
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.tracing.home import Home, Landing
from edi_engine.mapping.tracing.trace import Trace

HEADING, ITEMS = "1", "2"  # 1049: the section of a message an error is in


@dataclass(slots=True, kw_only=True)
class Walked:
    """One error of a response and where it led; None where it points nowhere."""

    error: Error
    landing: Landing | None


@dataclass(slots=True, kw_only=True)
class Homeward:
    """A response for who sent what it answers, and how each of its errors came to its place."""

    response: Response
    walked: list[Walked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def home_of(
    trace: Trace,
    writer: Mapping,
    sent: bytes,
    document: msgspec.Struct | None = None,
    homes: dict[str, str] | None = None,
) -> Home | None:
    """The ways back from what a mapping wrote; None where the bytes hold no message, or several.

    Args:
        trace: of the message received.
        writer, sent: the mapping that wrote, and its bytes.
        document: what it wrote, where that is not all of what was read.
        homes: for places of that document that are others in what was read, those.
    """
    message = sole_message(writer, sent)
    if message is None:
        return None
    written = list(trace.written(cast(Any, writer), message, sent, document, homes))
    return Home(trace, written, received_by(writer, message), homes)


def homeward(response: Response, home: Home, document: msgspec.Struct | None = None) -> Homeward:
    """Walk every error of a response home.

    Args:
        response: as the agency gave it.
        home: the ways back from what was sent to it.
        document: what was sent to it, where that is not all of what was read.

    Returns:
        The same response with the places of the message received; an error that leads nowhere keeps its words,
        the agency's for the place among them, and `PTR-005` names it.
    """
    found = Homeward(response=response)
    for error in response.errors:
        landing = None if error.level == "message" and not error.pointers else _landing(error, home, document)
        found.walked.append(Walked(error=error, landing=landing))
        if landing is None and (error.pointers or error.point):
            found.findings.append(_lost(error))
    pointing = Pointing(home.trace.document)
    errors = [_told(one, home.trace, pointing) for one in found.walked]
    found.response = msgspec.structs.replace(
        response, errors=errors or NOTHING, declaration=_answered(response.declaration, home.trace.document)
    )
    return found


def unplaced(response: Response, received: msgspec.Struct) -> Homeward | None:
    """A response none of whose errors has a place, for who sent the document received; None if one has."""
    if any(error.pointers or error.point for error in response.errors):
        return None
    answered = _answered(response.declaration, received)
    return Homeward(
        response=msgspec.structs.replace(response, declaration=answered),
        walked=[Walked(error=error, landing=None) for error in response.errors],
    )


def _landing(error: Error, home: Home, document: msgspec.Struct | None) -> Landing | None:
    """By the agency's own words for the place, else by its pointer."""
    for text in locations(error):
        if landing := home.from_location(text):
            return landing
    if not any(link.document_section_code or link.tag_id for link in error.pointers):
        return None
    target = follow(error.pointers, home.trace.document if document is None else document)
    if found := home.from_paths(target.paths):
        return found
    nearest = home.from_paths([target.nearest]) if target.nearest else None
    return replace(nearest, near=True) if nearest else None


def locations(error: Error) -> list[str]:
    """What an error says of its place in the agency's own terms, the most exact first."""
    point = error.point or ErrorPoint()
    texts = [point.location, *(link.location for link in error.pointers)]
    if point.sequence_id and point.sequence_id.isdigit():
        texts.append(f"segment {point.sequence_id}")
    return [text for text in texts if text]


def _told(walked: Walked, trace: Trace, pointing: Pointing) -> Error:
    """An error in the terms of the message received."""
    landing = walked.landing
    if landing is None or not landing.places:
        return _worded(walked.error)
    pointers = next((chain for path in landing.paths if (chain := _chain(path, pointing))), NOTHING)
    where = landing.places[0].where
    path = landing.paths[0] if landing.paths else ""
    item = path.startswith("goods_items[")
    point = ErrorPoint(
        section_code=ITEMS if item else HEADING,
        item_id=_item(path, trace) if item else None,
        segment_tag=where.tag,
        sequence_id=None if where.segment is None else str(where.segment),
        location=place_words(where),
    )
    return msgspec.structs.replace(walked.error, pointers=pointers, point=point)


def _worded(error: Error) -> Error:
    """An error that leads nowhere: its place, which would be another in the message received, goes among its words."""
    place = "; ".join(dict.fromkeys(locations(error)))
    words = "; ".join(text for text in (error.description, place and f"place given by the agency: {place}") if text)
    return msgspec.structs.replace(error, point=None, description=words or None)


def _chain(path: str, pointing: Pointing) -> list[Pointer] | None:
    """The WCO pointer to a place; None where there is none, as to an extension."""
    try:
        return pointing.to(parse(path.removesuffix(".format")))
    except ValueError:
        return None


def place_words(where: Position) -> str:
    """A place in the words that `locations.located` finds again: segment and element, a path, or line and column."""
    alone = replace(where, interchange=None, message=None, offset=None)
    path = where.path or ""
    counted = where.segment is not None or path.startswith("/")
    return str(replace(alone, line=None, column=None) if counted else alone)


def _item(path: str, trace: Trace) -> str:
    index = path.removeprefix("goods_items[").partition("]")[0]
    return str(trace.read.outputs.get(f"goods_items[{index}].sequence_numeric") or int(index) + 1)


def _answered(declaration: Declaration | None, document: msgspec.Struct) -> Declaration | None:
    """What is answered, by the reference of who sent it."""
    reference = getattr(document, "functional_reference_id", None)
    if declaration is None:
        return Declaration(functional_reference_id=reference) if reference else None
    return msgspec.structs.replace(declaration, functional_reference_id=reference)


def _lost(error: Error) -> Finding:
    code = f" {error.validation_code}" if error.validation_code else ""
    said = "; ".join(locations(error)) or "its pointer leads nowhere"
    return Finding(
        code="PTR-005",
        severity=Severity.WARNING,
        what=f"error{code} points at nothing that was sent: {said}",
        why="a rejection is walked back over the message that was sent and the document it was written of",
        fix="see which message the agency answers, and ask it what is meant",
    )
