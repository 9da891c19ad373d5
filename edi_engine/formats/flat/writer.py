"""From tables to the bytes of a flat file: one header line, then the records of all."""

from collections.abc import Iterable
from typing import Any

from edi_engine.errors import EdiError
from edi_engine.findings import Position
from edi_engine.formats.flat.faults import fault
from edi_engine.interchange import Message


def write(bodies: Iterable[Any], *, encoding: str = "") -> bytes:
    """Write tables into one file.

    Args:
        bodies: texts with their header line (`FlatText` knows its encoding), or messages that hold one.
        encoding: in place of the one the first text knows; UTF-8 where nobody says.

    Raises:
        EdiError: `FLT-010`, the header lines differ.
    """
    texts = [body.body if isinstance(body, Message) else body for body in bodies]
    if not texts:
        return b""
    header, _, _ = texts[0].partition("\r\n")
    parts = [str(texts[0])]
    for text in texts[1:]:
        own, _, records = text.partition("\r\n")
        if own != header:
            raise EdiError(fault("FLT-010", Position(line=1)))
        parts.append(records)
    chosen = encoding or getattr(texts[0], "encoding", "") or "utf-8"
    return "".join(parts).encode(chosen, "replace")
