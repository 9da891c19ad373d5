"""A payload that says it has one byte a character, and is UTF-8: it would be read, and read wrongly."""

import codecs
import re
from collections.abc import Iterator

from edi_engine.findings import Finding, Position
from edi_engine.formats.xml.faults import fault
from edi_engine.formats.xml.guards import declared_encoding

_ONE_BYTE = re.compile(r"iso-8859-\d{1,2}|latin-?1|windows-125\d|cp125\d", re.I)
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


class Misdeclared:
    """Looks at the pieces of a payload as they go by; what they are is known when all have.

    A text in one byte a character that has letters beyond ASCII is hardly ever valid UTF-8: each such letter would have
    to be followed by just the signs that continue it.
    """

    def __init__(self) -> None:
        self._declared = ""
        self._valid = True
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._first: Position | None = None
        self._offset, self._lines, self._line_start = 0, 0, 0

    def watch(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces."""
        for number, piece in enumerate(pieces):
            if number == 0:
                self._declared = declared_encoding(piece)
                self._valid = _ONE_BYTE.fullmatch(self._declared) is not None
            if self._valid:
                self._look(piece)
            yield piece

    def finding(self) -> Finding | None:
        """What is wrong once all pieces went by, if anything is."""
        if not self._valid or self._first is None or self._decoder.getstate()[0]:
            return None
        return fault("XML-014", self._first, name=self._declared)

    def _look(self, piece: bytes) -> None:
        if self._first is None:
            self._find(piece)
        try:
            self._decoder.decode(piece)
        except UnicodeDecodeError:
            self._valid = False

    def _find(self, piece: bytes) -> None:
        """The first letter beyond ASCII: all before it takes one byte whatever the encoding."""
        found = _NOT_ASCII.search(piece)
        before = piece[: found.start()] if found else piece
        if b"\n" in before:
            self._lines += before.count(b"\n")
            self._line_start = self._offset + before.rfind(b"\n") + 1
        self._offset += len(before)
        if found:
            column = self._offset - self._line_start + 1
            self._first = Position(offset=self._offset, line=self._lines + 1, column=column)
