"""JSON documents to bytes: one as it is, several as JSON Lines."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from edi_engine.errors import EdiError
from edi_engine.findings import Position
from edi_engine.formats.json.faults import fault
from edi_engine.interchange import Message


def write(documents: Iterable[Any], *, pretty: bool = False) -> bytes:
    """Write documents; of several, each stands on a line of its own.

    Args:
        documents: messages, or their bodies: bytes of JSON, whose numbers stay as written, or values msgspec encodes.
        pretty: indent the document by two blanks; has no effect on several.

    Raises:
        EdiError: `JSN-003`, a body is no JSON.
    """
    written = [_compact(document) for document in documents]
    if len(written) == 1:
        return _formatted(written[0], 2) + b"\n" if pretty else written[0]
    return b"".join(document + b"\n" for document in written)


def pieces(documents: Iterable[Any]) -> Iterator[bytes]:
    """JSON Lines as a stream, a line a document."""
    for document in documents:
        yield _compact(document) + b"\n"


def _compact(document: Any) -> bytes:
    body = document.body if isinstance(document, Message) else document
    return _formatted(bytes(body) if isinstance(body, bytes | bytearray) else msgspec.json.encode(body), -1)


def _formatted(document: bytes, indent: int) -> bytes:
    try:
        return msgspec.json.format(document, indent=indent)
    except (msgspec.DecodeError, RecursionError) as error:
        raise EdiError(fault("JSN-003", Position(), reason=str(error))) from error
