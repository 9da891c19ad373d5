"""The house of flat files: a header line, then a record a line, cells between separators (RFC 4180).

`sniff` is the weakest of all houses and asked last; `read` hands out a file as one message, `write` joins tables.
"""

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from edi_engine.interchange import Envelope, Interchange


def sniff(head: bytes) -> bool:
    """Whether these first bytes look like a header line: text, at least three names between the same separators."""
    from edi_engine.formats.flat import header

    return header.looks_like_header(head)


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read the table of a stream; see `reader.read`."""
    from edi_engine.formats.flat import reader

    return reader.read(stream, **limits)


def write(envelope: Envelope, bodies: Iterable[Any], *, encoding: str = "") -> bytes:
    """Write tables under one header line; see `writer.write`. Flat files have no envelope."""
    from edi_engine.formats.flat import writer

    return writer.write(bodies, encoding=encoding)
