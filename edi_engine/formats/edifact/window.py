"""A stream seen through a window that slides over it, so that memory stays bounded however long the payload is."""

import re
from typing import BinaryIO, NamedTuple

from edi_engine.formats.edifact.charsets import shielded, width
from edi_engine.formats.edifact.lexer import BLANKS, Lexer, trimmed

CHUNK = 1 << 18
BLANKS_KEPT = 1 << 12  # more is no line break, and not worth the memory
_CONTINUATION = bytes(range(0x80, 0xC0))


class Cut(NamedTuple):
    """One segment ahead: its bytes without blanks around, where the next begins, and whether a terminator ended it.

    All are distances from the window's place. `start == end` with `ended` False means that only blanks are left.
    """

    start: int
    end: int
    next: int
    ended: bool


class Window:
    """The bytes from `place` on, as far as they were read.

    Attributes:
        data, place: the bytes held, and the index of the first that is not consumed.
        offset, line, column: the same place in the payload.
        blanks: what `skip_blanks` passed over last, as far as anyone may want to see it again.
        codec: how columns are counted and what is shielded.
    """

    __slots__ = ("_shielded", "_stream", "blanks", "codec", "column", "data", "ended", "line", "offset", "place")

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._shielded: bytes | None = None
        self.data = b""
        self.place = 0
        self.offset = 0
        self.line = 1
        self.column = 1
        self.codec = "ascii"
        self.blanks = b""
        self.ended = False

    def more(self) -> bool:
        """Read on, at least as much as is held, so that growing costs linear time; False at the end."""
        if self.ended:
            return False
        start = max(self.place - 1, 0)  # one byte back, because patterns look at what stands before
        held = self.data[start:]
        chunk = self._stream.read(max(CHUNK, len(held)))
        self.ended = not chunk
        self.data, self.place, self._shielded = held + chunk, self.place - start, None
        return not self.ended

    def ahead(self) -> int:
        """How many bytes are held from the place on."""
        return len(self.data) - self.place

    def ensure(self, count: int) -> None:
        """Hold at least so many bytes, if there are."""
        while len(self.data) - self.place < count and self.more():
            pass

    def peek(self, count: int) -> bytes:
        """The next bytes, fewer only at the end."""
        self.ensure(count)
        return self.data[self.place : self.place + count]

    def view(self) -> bytes:
        """The bytes held, with what may not be taken for service characters hidden."""
        if not self.codec.startswith("iso2022"):
            return self.data
        if self._shielded is None:
            hidden = shielded(self.data[self.place :], self.codec)
            self._shielded = self.data[: self.place] + hidden
        return self._shielded

    def recode(self, codec: str) -> None:
        """Another encoding from here on."""
        self.codec = codec
        self._shielded = None

    def advance(self, count: int, characters: int | None = None) -> None:
        """Consume bytes; `characters` tells how many characters they were, if the caller decoded them.

        Of bytes nobody decoded, those that do not continue a UTF-8 sequence count, wherever they are cut.
        """
        end = self.place + count
        breaks = self.data.count(b"\n", self.place, end)
        last = self.data.rfind(b"\n", self.place, end) + 1 if breaks else self.place
        self.column = 1 if breaks else self.column
        if characters is None:
            line = self.data[last:end]
            self.column += len(line.translate(None, _CONTINUATION)) if self.codec == "utf-8" else len(line)
        else:
            self.column += width(self.data[last:end], self.codec) if breaks else characters
        self.line += breaks
        self.offset += count
        self.place = end

    def skip_blanks(self, also: bytes = b"") -> int:
        """Consume blanks and line breaks, and the byte `also` names, whose occurrences are counted."""
        count, unwanted, self.blanks = 0, BLANKS + also, b""
        while True:
            held = self.data[self.place : self.place + 1]
            if held and held not in unwanted:
                return count
            rest = self.data[self.place :].lstrip(unwanted) if held else b""
            passed = len(self.data) - self.place - len(rest)
            count += self.data.count(also, self.place, self.place + passed) if also else 0
            if passed and len(self.blanks) < BLANKS_KEPT:
                self.blanks += self.data[self.place : self.place + passed]
            self.advance(passed)
            if rest or not self.more():
                return count

    def skip(self, count: int) -> None:
        """Consume bytes that need not be held together, as far as there are any."""
        while count > 0 and (self.ahead() or self.more()):
            step = min(count, self.ahead())
            self.advance(step)
            count -= step

    def cut(self, lexer: Lexer, distance: int, limit: int) -> Cut | None:
        """Look at the segment that begins `distance` bytes ahead; None if it is longer than `limit` bytes."""
        while True:
            view, begin = self.view(), self.place + distance
            index = lexer.terminator(view, begin, len(view))
            if index >= 0 or self.ended or len(view) - begin > limit:
                break
            self.more()
        if (index if index >= 0 else len(view)) - begin > limit:
            return None
        start, end = trimmed(view, begin, index if index >= 0 else len(view))
        following = index + 1 if index >= 0 else len(view)
        return Cut(start - self.place, end - self.place, following - self.place, index >= 0)

    def seek(self, pattern: re.Pattern[bytes], keep: int = 24, counted: bytes = b"") -> tuple[int, bytes]:
        """Consume everything before the next match of `pattern`, or all; memory stays bounded.

        Args:
            pattern: what is looked for; no match may need more than `keep` bytes.
            keep: bytes held back at each step, in case a match begins in them.
            counted: a byte whose occurrences are counted in place of all that is not blank.

        Returns:
            How many bytes (other than blanks) were passed over, and the first of them as a sample.
        """
        passed, sample = 0, b""
        while True:
            found = pattern.search(self.data, self.place)
            if found and (found.start() + keep <= len(self.data) or self.ended):
                count = found.start() - self.place
            else:
                count = self.ahead() if self.ended else max(0, self.ahead() - keep)
            skipped = self.data[self.place : self.place + count]
            self.advance(count)
            passed += skipped.count(counted) if counted else len(skipped.translate(None, BLANKS))
            sample = (sample + skipped.lstrip(BLANKS if not sample else b""))[:60]
            if (found and found.start() == self.place) or self.ended:
                return passed, sample
            self.more()
