"""From bytes to the text of a flat file. What separates its cells is known only to the mapping that reads it."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from edi_engine.findings import Position, Report
from edi_engine.formats.flat.faults import fault
from edi_engine.formats.flat.table import FlatText
from edi_engine.interchange import Interchange, Message

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost: its bytes."""

    document_bytes: int = 32 << 20


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read a stream as one interchange with one message, its body a `FlatText`.

    The encoding is that of a byte order mark; else UTF-8 where the bytes are that, else Windows-1252 or ISO 8859-1.
    A mapping that says its own encoding gets the text anew from the same bytes (`decoded`).

    Args:
        stream: the payload; read whole, up to the limit.
        limits: fields of `Limits`.
    """
    allowed = Limits(**limits)
    data = stream.read(allowed.document_bytes + 1)
    interchange = Interchange(syntax="csv", messages=iter(()))
    if len(data) > allowed.document_bytes:
        where = Position(offset=allowed.document_bytes)
        interchange.report.add(fault("FLT-002", where, limit=allowed.document_bytes))
    else:
        text = decode(data)
        if text.strip():
            interchange.messages = iter([Message(syntax="csv", type="", body=text, envelope=interchange.envelope)])
        else:
            interchange.report.add(fault("FLT-001", Position(offset=0, line=1, column=1)))
    yield interchange


def decode(data: bytes) -> FlatText:
    """The text of a file; every encoding chosen here gives the same bytes back."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return FlatText(data[len(mark) :].decode(encoding, "replace"), encoding, certain=True)
    if data.isascii():
        return FlatText(data.decode("ascii"), "utf-8", certain=True)
    for encoding in ("utf-8", "cp1252"):
        try:
            return FlatText(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return FlatText(data.decode("latin-1"), "latin-1")


def decoded(text: str, encoding: str, mapping: str, report: Report, syntax: str = "csv") -> str:
    """A text in the encoding a mapping says (none: UTF-8); `FLT-008` or `FLT-009` where the bytes are another."""
    read_as = getattr(text, "encoding", "")
    if not read_as or text.certain or read_as == encoding:  # type: ignore[attr-defined]
        return text
    if not encoding:
        if read_as != "utf-8":
            report.add(fault("FLT-009", Position(line=1), encoding=read_as))
        return text
    try:
        return text.encode(read_as).decode(encoding)
    except UnicodeDecodeError as error:
        line = text.encode(read_as)[: error.start].count(b"\n") + 1
        facts = {"encoding": encoding, "mapping": mapping, "syntax": syntax}
        report.add(fault("FLT-008", Position(offset=error.start, line=line), **facts))
        return text
