"""A house per syntax, each with the same doors: `sniff`, `read`, `write`. This is the porch that finds the house."""

import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, BinaryIO, Protocol, cast

from edi_engine.findings import Finding, Position, Severity, Strictness
from edi_engine.interchange import Envelope, Interchange, Message

FORMATS = {
    "json": "edi_engine.formats.json",
    "xml": "edi_engine.formats.xml",
    "edifact": "edi_engine.formats.edifact",
    "csv": "edi_engine.formats.flat",
    "fixed": "edi_engine.formats.fixed",
}
UNMARKED = ("csv", "fixed")  # their bytes carry no mark of their own: who names a mapping for them is believed
HEAD = 8192
_BOM_UTF8 = b"\xef\xbb\xbf"
_WIDE = (("utf-16-le", "UTF-16"), ("utf-16-be", "UTF-16"), ("cp037", "EBCDIC"))
# first bytes of what people send by mistake, and what it is
_FOREIGN = (
    (b"STX=", "a TRADACOMS transmission"),
    (b"ISA", "an ANSI X12 interchange"),
    (b"GS*", "an ANSI X12 functional group"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "gzip-compressed data"),
    (b"MIME-Version:", "an e-mail"),
    *(
        (f"UN{letter}".encode(codec), f"EDIFACT in {name}, which no UNB can declare: ISO 8859-1 or UTF-8 is read")
        for letter in "AB"
        for codec, name in _WIDE
    ),
    (b"0\x82", "an ASN.1 structure, perhaps signed or encrypted (S/MIME)"),
    (b"0\x80", "an ASN.1 structure, perhaps signed or encrypted (S/MIME)"),
)
_MARKS = tuple(mark for mark, _ in _FOREIGN)


class House(Protocol):
    """The doors of a format."""

    def sniff(self, head: bytes) -> bool:
        """Whether the first bytes of a payload are of this format."""

    def read(self, stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
        """Every interchange of a stream, lazily."""

    def write(self, envelope: Envelope, bodies: Iterable[Any], **options: Any) -> bytes:
        """One interchange."""


@cache  # asked for at each message
def house(syntax: str) -> House:
    """The house of a syntax, imported when first asked for.

    Raises:
        KeyError: the syntax is not in `FORMATS`.
    """
    return cast(House, import_module(FORMATS[syntax]))


def check(message: Message, directories: Any, directory: str = "", **options: Any) -> None:
    """Check a message against what defines its format, where the house has such a door; findings go to its report.

    Args:
        message: as its house read it.
        directories: the UN/EDIFACT directories.
        directory: the one it is held to, in place of the one it names.
        options: those of the house's door.
    """
    door = getattr(house(message.syntax), "check", None)
    if door is not None:
        door(message, directories, directory, **options)


def check_dates(message: Message, directories: Any, directory: str = "") -> None:
    """Check the dates of a message by their formats, where the house has such a door; arguments as of `check`."""
    door = getattr(house(message.syntax), "check_dates", None)
    if door is not None:
        door(message, directories, directory)


def check_envelope(interchange: Interchange, directories: Any) -> None:
    """Check the segments around the messages against what defines them, where the house has such a door.

    The header is checked at once, the others as they are read; findings go to the interchange's report.
    """
    if interchange.look is not None:
        interchange.look(house(interchange.syntax).envelope_check(directories))  # type: ignore[attr-defined]


def sniff(head: bytes) -> str | None:
    """The key of the format these first bytes belong to (some 8,000 are enough); None if it is none of ours.

    Only content counts: byte order marks, UTF-16, blanks and mail or telex headers before an interchange do no harm.
    """
    if _foreign(head):
        return None
    for syntax in FORMATS:
        door = getattr(house(syntax), "sniff", None)
        if door is not None and door(head):
            return syntax
    return None


def read(
    stream: BinaryIO,
    limits: Mapping[str, Mapping[str, int]] | None = None,
    strictness: Strictness = Strictness.NORMAL,
    expected: str = "",
) -> Iterator[Interchange]:
    """Read a payload of any known format.

    Args:
        stream: the payload; it need not be seekable.
        limits: per syntax, what its reader takes as limits.
        strictness: how the faults are weighed that are found, also by whoever checks the messages later.
        expected: the syntax of the mapping that was named for it; it decides among formats without a mark of their own.

    Returns:
        The interchanges, lazily; a payload of no known format is one with the finding `FMT-001` and no messages.
    """
    head = _head(stream)
    syntax = sniff(head)
    if expected in UNMARKED and syntax in (None, *UNMARKED) and _is_text(head):
        syntax = expected
    if syntax is None:
        interchange = Interchange(syntax="", messages=iter(()))
        interchange.report.add(_unknown(head))
        yield interchange
        return
    for interchange in house(syntax).read(_anew(head, stream), **(limits or {}).get(syntax, {})):
        weigh(interchange, strictness)
        yield interchange


def weigh(interchange: Interchange, strictness: Strictness) -> None:
    """Weigh what was and will be found in an interchange and its messages, where its format knows the difference."""
    door = getattr(house(interchange.syntax), "weights", None) if interchange.syntax in FORMATS else None
    weights = door(strictness) if door else {}
    if weights:
        interchange.report.weigh(weights)
        interchange.messages = _weighed(interchange.messages, weights)


def _weighed(messages: Iterator[Message], weights: Mapping[str, Severity]) -> Iterator[Message]:
    for message in messages:
        message.report.weigh(weights)
        yield message


def write(syntax: str, envelope: Envelope, bodies: Iterable[Any], **options: Any) -> bytes:
    """Write one interchange in a syntax; the options are those of its house."""
    return house(syntax).write(envelope, bodies, **options)


class _Replay(io.RawIOBase):
    """A stream whose first bytes were read already, from its beginning."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head[: len(buffer)] or self._stream.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def _anew(head: bytes, stream: BinaryIO) -> BinaryIO:
    """A stream of which the head was read, from its beginning; without a second buffer where it can go back itself."""
    if not isinstance(stream, io.BufferedIOBase) or not stream.seekable():
        return io.BufferedReader(_Replay(head, stream), 1 << 16)
    stream.seek(-len(head), io.SEEK_CUR)
    return cast(BinaryIO, stream)


def _head(stream: BinaryIO) -> bytes:
    head = b""
    while len(head) < HEAD and (piece := stream.read(HEAD - len(head))):
        head += piece
    return head


def _foreign(head: bytes) -> str:
    begin = head.removeprefix(_BOM_UTF8).removeprefix(BOM_UTF16_LE).removeprefix(BOM_UTF16_BE).lstrip()
    for mark, name in _FOREIGN if begin.startswith(_MARKS) else ():
        if begin.startswith(mark) and (mark != b"ISA" or not begin[3:4].isalnum()):
            return name
    return ""


def _is_text(head: bytes) -> bool:
    """Whether these may be lines of text, and not something else that is known."""
    return bool(head.strip()) and b"\x00" not in head and not _foreign(head)


_TABLE = "; a table begins with a line of three names or more, any other is read where --from names its mapping"


def _unknown(head: bytes) -> Finding:
    """What was seen instead of a known format."""
    seen = _foreign(head) or _description(head)
    return Finding(
        code="FMT-001",
        severity=Severity.ERROR,
        what=f"the format is not known: {seen}",
        where=Position(offset=0, line=1, column=1),
        why=f"the content is none of {', '.join(FORMATS)}; file names do not count",
        fix=f"send one of these formats{_TABLE if _is_text(head) else ''}",
    )


def _description(head: bytes) -> str:
    if not head.strip():
        return "there are no data" if not head else "there are only blanks"
    start = ascii(head.strip()[:40].decode("latin-1"))
    return f"binary data that begin with {start}" if b"\x00" in head else f"the data begin with {start}"
