"""What the service segments say, and whether it agrees with what was read.

Source: service segments UNB, UNG, UNH, UNT, UNE, UNZ of syntax versions 1 to 4 (UN/ECE UNTDID service directories;
positions and statuses as facts). The functions return findings and keep nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from edi_engine.alike import alike
from edi_engine.findings import Finding, Position
from edi_engine.formats.edifact.charsets import CHARSETS
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.segments import Segments, unescape
from edi_engine.formats.edifact.service_string import ServiceString
from edi_engine.interchange import Envelope

# element, component, standard number and name of what is mandatory; those marked False are often left out and harmless
_MANDATORY_UNB = (
    (1, 1, "0001", "syntax identifier"),
    (1, 2, "0002", "syntax version number"),
    (2, 1, "0004", "sender identification"),
    (3, 1, "0010", "recipient identification"),
    (4, 1, "0017", "date of preparation"),
    (4, 2, "0019", "time of preparation"),
    (5, 1, "0020", "interchange control reference"),
)
_MANDATORY_UNG = ((5, 1, "0048", "group reference number"),)
_MANDATORY_UNH = ((1, 1, "0062", "message reference number"), (2, 1, "0065", "message type"))
_MANDATORY_UNT = ((1, 1, "0074", "number of segments in the message"), (2, 1, "0062", "message reference number"))
_MANDATORY_UNE = ((1, 1, "0060", "number of messages"), (2, 1, "0048", "group reference number"))
_MANDATORY_UNZ = ((1, 1, "0036", "interchange control count"), (2, 1, "0020", "interchange control reference"))
_MANDATORY = {
    "UNB": _MANDATORY_UNB,
    "UNG": _MANDATORY_UNG,
    "UNH": _MANDATORY_UNH,
    "UNT": _MANDATORY_UNT,
    "UNE": _MANDATORY_UNE,
    "UNZ": _MANDATORY_UNZ,
}
SERVICE_TAGS = frozenset(["UNB", "UNG", "UNE", "UNZ", "UNO", "UNP"])
SYNTAX_VERSIONS = ("1", "2", "3", "4")
_PREPARED = re.compile(r"(\d\d)?\d{6}:\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A functional group; messages in one group share the object in `envelope.wrapper["group"]`.

    Attributes:
        number: ordinal in the interchange, from 1.
        header: UNG in normal form.
        type, reference: UNG 0038 and 0048.
        received: a `received.Received`.
    """

    number: int
    header: str
    type: str
    reference: str
    received: Any = None


class ServiceSegment:
    """One service segment that stands outside messages, with its places.

    `written` is its tag as received, `data` are its bytes with the terminator.
    """

    __slots__ = ("body", "data", "tag", "text", "written")

    def __init__(self, body: Segments, data: bytes = b"") -> None:
        self.body, self.data = body, data
        self.written = (body.texts[0] if body.texts else "").split("+", 1)[0].strip()
        self.tag = capital if (capital := self.written.upper()) in SERVICE_TAGS else self.written
        self.text = body.texts[0].replace(self.written, self.tag, 1) if body.texts else ""

    def value(self, element: int, component: int = 1) -> str:
        """A data value as written, the empty string where there is none."""
        return value(self.text, element, component)

    def where(self, element: int | None = None, component: int | None = None) -> Position:
        """The place of the segment or of a part; it has no ordinal, as it belongs to no message."""
        return replace(self.body.locate(1, element, component), segment=None, message=None, tag=self.tag[:3])


def value(text: str, element: int, component: int = 1) -> str:
    """A data value of a normal-form segment as written, the empty string where there is none."""
    elements = text.split("+", element + 1)
    if element >= len(elements):
        return ""
    components = elements[element].split(":")
    return unescape(components[component - 1]) if component <= len(components) else ""


def read_header(segment: ServiceSegment, service: ServiceString, una: bool) -> Envelope:
    """The envelope UNB describes; `wrapper` keeps what writing it again takes.

    `wrapper` holds `service` (ServiceString), `una` (whether UNA was sent) and `header` (UNB in normal form).
    """
    return Envelope(
        syntax_identifier=segment.value(1),
        syntax_version=segment.value(1, 2),
        sender=segment.value(2),
        sender_qualifier=segment.value(2, 2),
        recipient=segment.value(3),
        recipient_qualifier=segment.value(3, 2),
        prepared=":".join(filter(None, (segment.value(4), segment.value(4, 2)))),
        reference=segment.value(5),
        application_reference=segment.value(7),
        test=segment.value(11) == "1",
        wrapper={"service": service, "una": una, "header": segment.text},
    )


def with_sound_header(envelope: Envelope) -> Envelope:
    """The envelope as one to write UNB from: nothing stays of what its places cannot hold (0001, 0002, 0017, 0019).

    Where one of them is amiss the elements stood in wrong places, so that the header received is no start either. The
    preparation an XML envelope states in its own notation is left out, too.
    """
    prepared = envelope.prepared if _PREPARED.fullmatch(envelope.prepared) else ""
    version = envelope.syntax_version if envelope.syntax_version in SYNTAX_VERSIONS else ""
    if (prepared, version) == (envelope.prepared, envelope.syntax_version):
        return envelope
    wrapper = {key: kept for key, kept in envelope.wrapper.items() if key != "header"}
    return replace(envelope, prepared=prepared, syntax_version=version, wrapper=wrapper)


def read_group(segment: ServiceSegment, number: int, received: Any = None) -> Group:
    """The group UNG opens."""
    facts = {"type": segment.value(1), "reference": segment.value(5)}
    return Group(number=number, header=segment.text, received=received, **facts)


def directory_of(version: str, release: str) -> str:
    """`D.96B` from 0052 and 0054; one alone stands as it is."""
    return f"{version}.{release}" if version and release else version or release


def missing(segment: ServiceSegment) -> Iterator[Finding]:
    """`ENV-002` for each mandatory element a header lacks."""
    for element, component, number, name in _MANDATORY.get(segment.tag, ()):
        if not segment.value(element, component).strip():
            yield fault("ENV-002", segment.where(element, component), segment=segment.tag, element=number, name=name)


def check_header(segment: ServiceSegment) -> Iterator[Finding]:
    """What UNB lacks, and whether its syntax identifier and version are known."""
    yield from missing(segment)
    identifier, version = segment.value(1), segment.value(1, 2)
    if identifier and identifier not in CHARSETS:
        near = alike(identifier, CHARSETS, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        yield fault("ENV-017", segment.where(1, 1), identifier=identifier, near=hint)
    if version and version not in SYNTAX_VERSIONS:
        yield fault("ENV-018", segment.where(1, 2), version=version)


def check_trailer(segment: ServiceSegment, reference: str | None, read: int, unit: str) -> Iterator[Finding]:
    """Compare UNZ or UNE with what it closes: what it lacks, the count, the reference.

    Args:
        segment: UNZ or UNE.
        reference: of UNB or UNG; None if there was none.
        read: how many messages or groups were read.
        unit: `messages` or `groups`.
    """
    yield from missing(segment)
    count_code, reference_code = ("ENV-005", "ENV-006") if segment.tag == "UNZ" else ("ENV-007", "ENV-008")
    said, repeated = segment.value(1), segment.value(2)
    if said.strip() and not same_count(said, read):
        yield fault(count_code, segment.where(1), said=said, unit=unit, read=read)
    if reference is not None and repeated.strip() and repeated != reference:
        yield fault(reference_code, segment.where(2), said=repeated, expected=reference)


def check_message(body: Segments) -> Iterator[Finding]:
    """Compare UNT with UNH and with the number of segments; UNT must be there."""
    header, trailer, read = body.texts[0], body.texts[-1], len(body.texts)
    said, reference, expected = value(trailer, 1), value(trailer, 2), value(header, 1)
    yield from missing_in_message(body, "UNT", read)
    if said.strip() and not same_count(said, read):
        yield fault("ENV-003", body.locate(read, 1), said=said, read=read)
    if reference.strip() and reference != expected:
        yield fault("ENV-004", body.locate(read, 2), said=reference, expected=expected)


def missing_in_message(body: Segments, tag: str = "UNH", ordinal: int = 1) -> Iterator[Finding]:
    """`ENV-002` for each mandatory element that UNH lacks, or UNT."""
    for element, component, number, name in _MANDATORY[tag]:
        if not value(body.texts[ordinal - 1], element, component).strip():
            where = body.locate(ordinal, element, component if component > 1 or tag == "UNH" else None)
            yield fault("ENV-002", where, segment=tag, element=number, name=name)


def capitalise(texts: list[str]) -> list[int]:
    """Write all tags in capitals; the ordinals of the segments whose tag was not."""
    small = [number for number, text in enumerate(texts, 1) if text[:3].isascii() and text[:3] != text[:3].upper()]
    for number in small:
        texts[number - 1] = texts[number - 1][:3].upper() + texts[number - 1][3:]
    return small


def same_count(said: str, read: int) -> bool:
    """Whether a count as written is a number; leading zeros do no harm, and no length of digits either."""
    return said.isascii() and said.isdigit() and (said.lstrip("0") or "0") == str(read)
