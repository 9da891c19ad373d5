"""The house of JSON: `sniff` knows it by its first bytes, `read` hands out documents, `write` puts them together."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from edi_engine.findings import Severity, Strictness
from edi_engine.formats import schema_faults
from edi_engine.interchange import Envelope, Interchange

_START = re.compile(rb'\s*+(?:\{\s*+["}]|\[\s*+(?:["{\[\]\-0-9]|true|false|null)|[{\[]\s*+\Z)')


def sniff(head: bytes) -> bool:
    """Whether these first bytes of a payload begin a JSON object or array, in UTF-8, UTF-16 or UTF-32."""
    return _START.match(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe").replace(b"\x00", b"")) is not None


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read the documents of a stream; see `reader.read`."""
    from edi_engine.formats.json import reader

    return reader.read(stream, **limits)


def write(envelope: Envelope, documents: Iterable[Any], *, pretty: bool = False) -> bytes:
    """Write documents; see `writer.write`. JSON has no envelope, so that `envelope` is not used."""
    from edi_engine.formats.json import writer

    return writer.write(documents, pretty=pretty)


def weights(strictness: Strictness) -> dict[str, Severity]:
    """What faults weigh under a strictness, where that is not what they weigh as they are made."""
    return schema_faults.weights(strictness)
