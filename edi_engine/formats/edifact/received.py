"""What an interchange that was read keeps of its own bytes, so that what nobody changed is written as it came."""

from dataclasses import dataclass, field, replace

from edi_engine.formats.edifact.charsets import decode_as
from edi_engine.formats.edifact.envelope import check_message, same_count
from edi_engine.formats.edifact.lexer import RESERVED, lexer_for
from edi_engine.formats.edifact.segments import Segments
from edi_engine.formats.edifact.service_string import ServiceString
from edi_engine.interchange import Envelope, Message


@dataclass(slots=True, kw_only=True)
class Trailer:
    """UNZ or UNE as it came, with what stood in front of it: `data`; what it says: `count`, `reference`."""

    data: bytes
    count: str
    reference: str

    def says(self, count: int, reference: str) -> bool:
        """Whether it closes what is written too."""
        return same_count(self.count, count) and self.reference == reference


@dataclass(slots=True, kw_only=True)
class Received:
    """An interchange or a functional group as it came.

    Attributes:
        envelope: what UNB said, without `wrapper`; for a group that of its interchange.
        service: the service characters it is written with.
        opening: from UNA or UNB (of a group: from the blanks before UNG) to the terminator of UNB or UNG.
        trailer: UNZ or UNE, there once the messages were taken.
        before, behind: a byte order mark and blanks before the interchange, blanks behind it.
        newline: the blanks behind UNB, which tell whether segments stand on lines of their own.
    """

    envelope: Envelope = field(default_factory=Envelope)
    service: ServiceString = field(default_factory=ServiceString)
    opening: bytes = b""
    trailer: Trailer | None = None
    before: bytes = b""
    behind: bytes = b""
    newline: str = ""

    def alike(self, envelope: Envelope, service: ServiceString) -> bool:
        """Whether an envelope asks for the same characters and syntax."""
        own = self.envelope
        wanted = envelope.syntax_identifier, envelope.syntax_version, service
        return (own.syntax_identifier, own.syntax_version, self.service) == wanted

    def same(self, envelope: Envelope, service: ServiceString) -> bool:
        """Whether an envelope still says what was received."""
        return replace(envelope, wrapper={}) == self.envelope and service == self.service


def unchanged(message: Message, envelope: Envelope, service: ServiceString) -> bytes | None:
    """The bytes of a message with the blanks before it, if it says what it said when it came in such an envelope."""
    body, carrier = message.body, message.envelope
    if not isinstance(body, Segments) or body.before is None or body.service != service:
        return None
    if (carrier.syntax_identifier, carrier.syntax_version) != (envelope.syntax_identifier, envelope.syntax_version):
        return None
    if body.texts != texts_of(body) or next(check_message(body), None):
        return None
    return body.before + body.raw


def texts_of(body: Segments) -> list[str]:
    """The segments of a message in normal form, as they came."""
    text = RESERVED.sub("\ufffd", decode_as(body.raw, body.codec))
    plain = lexer_for(body.service).split(text)
    return plain[0] if plain else split_carefully(body)[0]


def split_carefully(body: Segments) -> tuple[list[str], bool, list[int]]:
    """Split by exact spans a message that is not plain.

    Returns:
        The segments in normal form, whether they hold escapes, and the ordinals of those with line breaks in them.
    """
    lexer, texts, escaped, broken = lexer_for(body.service), [], False, []
    for number, (start, end) in enumerate(body.segment_spans(), 1):
        piece = body.raw[start:end]
        text, marked = lexer.segment(RESERVED.sub("\ufffd", decode_as(piece, body.codec)))
        texts.append(text)
        escaped = escaped or marked
        if b"\n" in piece or b"\r" in piece:
            broken.append(number)
    return texts, escaped, broken
