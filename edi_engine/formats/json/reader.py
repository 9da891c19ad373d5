"""JSON from a stream: one document, or one a line (JSON Lines)."""

import codecs
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

from edi_engine.findings import Position
from edi_engine.formats.json.faults import fault
from edi_engine.formats.json.inspection import Inspection, Limits
from edi_engine.interchange import Interchange, Message

_BLANKS = b" \t\r\n"
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read a stream of JSON: always one interchange, a message a document, the body its bytes in UTF-8.

    Documents are handed on although they have findings; what cannot be parsed says so in its report. JSON Lines are
    taken line by line; the first line tells them, if it and the next one look like documents.

    Args:
        stream: the payload.
        limits: fields of `inspection.Limits`.
    """
    interchange = Interchange(syntax="json", messages=iter(()))
    interchange.messages = _messages(stream, Limits(**limits), interchange)
    yield interchange


def _messages(stream: BinaryIO, limits: Limits, interchange: Interchange) -> Iterator[Message]:
    number = 0
    for number, (raw, place) in enumerate(_documents(stream, limits), 1):
        message = Message(syntax="json", type="", body=raw, number=number, envelope=interchange.envelope)
        message.place = replace(place, message=number)
        _inspect(message, limits)
        yield message
    if not number:
        interchange.report.add(fault("JSN-001", Position(interchange=1, offset=0, line=1, column=1)))


def _inspect(message: Message, limits: Limits) -> None:
    """Look at a document; fills `type`, the report, and the body in UTF-8 if it came in UTF-16 or UTF-32."""
    if len(message.body) > limits.document_bytes:
        message.report.add(fault("JSN-009", message.place, size=limits.document_bytes))
        message.body = b""
        return
    text, message.place = _text(message, message.place)
    inspection = Inspection(text, message.place, limits).run()
    message.report.extend(inspection.findings)
    message.type = _kind(inspection.value)


def _kind(value: Any) -> str:
    """What a document says it is; an array is of the kind that its first one names itself."""
    names = ["documentKind"] if isinstance(value, list) else ["documentKind", "kind"]
    if isinstance(value, list) and value:
        value = value[0]
    kinds = (value.get(name) for name in names) if isinstance(value, dict) else ()
    return next((kind for kind in kinds if type(kind) is str), "")  # a number is none


def _text(message: Message, place: Position) -> tuple[str, Position]:
    raw: bytes = message.body
    encoding = _wide_encoding(raw)
    if encoding:
        text = raw.decode(encoding, "replace").removeprefix("\ufeff")
        message.body = text.encode("utf-8", "replace")
        message.report.add(fault("JSN-011", place, encoding=encoding.upper()))
        return text, replace(place, offset=None)
    try:
        return raw.decode("utf-8"), place
    except UnicodeDecodeError as error:
        before = Inspection(raw[: error.start].decode("utf-8"), place, Limits())
        message.report.add(fault("JSN-002", before.position(len(before.text))))
        return raw.decode("utf-8", "replace"), place


def _wide_encoding(raw: bytes) -> str:
    """UTF-16 or UTF-32 by byte order mark or by the zero bytes around an ASCII bracket; else nothing."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return encoding
    zeros = [byte == 0 for byte in raw[:4]]
    patterns = {
        "utf-32-le": [False, True, True, True],
        "utf-32-be": [True, True, True, False],
        "utf-16-le": [False, True, False, True],
        "utf-16-be": [True, False, True, False],
    }
    return next((encoding for encoding, pattern in patterns.items() if pattern == zeros), "")


def _documents(stream: BinaryIO, limits: Limits) -> Iterator[tuple[bytes, Position]]:
    """Each document's bytes and its place; a document that is too long comes as one byte more than is allowed."""
    most = limits.document_bytes + 1
    first = stream.readline(most)
    offset = 3 if first.startswith(codecs.BOM_UTF8) else 0
    first, line = first[offset:], 1
    while first and not first.strip(_BLANKS) and not _wide_encoding(first):
        offset, line, first = offset + len(first), line + 1, stream.readline(most)
    if not first:
        return
    place = Position(interchange=1, offset=offset, line=line, column=1)
    second = stream.readline(most) if _is_line(first) and first.endswith(b"\n") else b""
    while second and not second.strip(_BLANKS):
        first, second = first + second, stream.readline(most)
        if len(first) > most:
            break
    if not (_is_line(second) or (len(second) == most and second.lstrip(_BLANKS)[:1] in (b"{", b"["))):
        rest = second + stream.read(max(0, most - len(first) - len(second)))
        yield (first + rest)[:most], place
        return
    yield from _lines(stream, first, second, place, most)


def _lines(
    stream: BinaryIO, first: bytes, second: bytes, place: Position, most: int
) -> Iterator[tuple[bytes, Position]]:
    offset, line = place.offset or 0, place.line or 1
    pending = [first, second]
    while raw := pending.pop(0) if pending else stream.readline(most):
        if raw.strip(_BLANKS):
            yield raw, replace(place, offset=offset, line=line)
        size, breaks = len(raw), raw.count(b"\n")
        while len(raw) == most and not raw.endswith(b"\n"):  # the rest of a line that is too long
            raw = stream.readline(most)
            size, breaks = size + len(raw), breaks + raw.count(b"\n")
        offset, line = offset + size, line + breaks


def _is_line(raw: bytes) -> bool:
    """Whether a line looks like a whole document."""
    stripped = raw.strip(_BLANKS)
    return (stripped[:1], stripped[-1:]) in ((b"{", b"}"), (b"[", b"]"))
