"""The house of files of fixed width: a record a line, all of one length, cells by their columns.

`sniff` is asked last; `read` hands out a file as one message, `write` joins files.
"""

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from edi_engine.interchange import Envelope, Interchange, Message

SHORTEST, FEWEST = 16, 2
_LINE = re.compile(r"[A-Za-z0-9][^\x00-\x1f\x7f]*")


def sniff(head: bytes) -> bool:
    """Whether these first bytes look like records: two thirds of the lines of one length, each begun by a code.

    A record that is cut, or has a byte too many, does not make another format of the others.
    """
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    whole = text if text.endswith("\n") else text[: text.rfind("\n") + 1] or text
    lines = [line for line in whole.replace("\r\n", "\n").split("\n") if line.strip()]
    lengths = Counter(len(line) for line in lines if _LINE.fullmatch(line))
    length, count = lengths.most_common(1)[0] if lengths else (0, 0)
    return length >= SHORTEST and count >= FEWEST and 3 * count >= 2 * len(lines)


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read the records of a stream as one message, its body a `FlatText`; limits and findings as of flat files."""
    from edi_engine.formats.flat import reader

    for interchange in reader.read(stream, **limits):
        interchange.syntax = "fixed"
        interchange.messages = iter([_renamed(message) for message in interchange.messages])
        yield interchange


def _renamed(message: Message) -> Message:
    message.syntax = "fixed"
    return message


def write(envelope: Envelope, bodies: Iterable[Any], *, encoding: str = "") -> bytes:
    """Write records one file after the other. Files of fixed width have no envelope."""
    stream = io.BytesIO()
    for body in bodies:
        text = body.body if isinstance(body, Message) else body
        stream.write(str(text).encode(encoding or getattr(text, "encoding", "") or "utf-8", "replace"))
    return stream.getvalue()
