"""The house of XML: `sniff` knows it by its first bytes, `read` unwraps documents, `write` wraps them again."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from edi_engine.findings import Severity, Strictness
from edi_engine.formats import schema_faults
from edi_engine.interchange import Envelope, Interchange

_START = re.compile(rb"\s*+<(?:[?!A-Za-z_:]|[\x80-\xff])")


def sniff(head: bytes) -> bool:
    """Whether these first bytes of a payload begin an XML document, in UTF-8, UTF-16 or what extends ASCII."""
    return _START.match(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\x00", b"")) is not None


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read the documents of a stream; see `reader.read`."""
    from edi_engine.formats.xml import reader

    return reader.read(stream, **limits)


def write(envelope: Envelope, bodies: Iterable[Any]) -> bytes:
    """Write documents; see `writer.write`."""
    from edi_engine.formats.xml import writer

    return writer.write(envelope, bodies)


def pieces(envelope: Envelope, bodies: Iterable[Any]) -> Iterator[bytes]:
    """Write documents a piece at a time; see `writer.pieces`."""
    from edi_engine.formats.xml import writer

    return writer.pieces(envelope, bodies)


def weights(strictness: Strictness) -> dict[str, Severity]:
    """What faults weigh under a strictness, where that is not what they weigh as they are made."""
    return schema_faults.weights(strictness)
