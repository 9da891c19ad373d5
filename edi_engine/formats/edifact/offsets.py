"""Where the parts of a message stand among its bytes, counted in its normal form: the bytes are not split again."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from edi_engine.formats.edifact.charsets import is_single_byte
from edi_engine.formats.edifact.lexer import unescape
from edi_engine.formats.edifact.service_string import ServiceString


class Offsets:
    """The bytes of one message of which nothing was dropped but terminators and release characters.

    So a part stands as far from the beginning as in the normal form, and further by what was dropped before it.
    """

    __slots__ = ("_codec", "_released", "_starts", "_texts")

    def __init__(self, texts: Sequence[str], codec: str, released: list[int]) -> None:
        """`codec` is empty where each character is a byte; `released`: the bytes of released characters, less those of
        the release characters before them."""
        self._texts, self._codec, self._released = texts, codec, released
        sizes = map(self._size, texts) if codec else map(len, texts)
        self._starts = list(accumulate(sizes, initial=0))

    @property
    def size(self) -> int:
        """How long a message is of which nothing else was dropped."""
        return self._starts[-1] + len(self._texts) + len(self._released)

    def span(self, segment: int, ordinals: tuple[int, ...]) -> tuple[int, int]:
        """The bytes of a segment, of its element, of that one's repetition or component, as the fields of a `Part`.

        What is not there is empty, and stands at the end of what would hold it.
        """
        text = self._texts[segment - 1]
        start, end = 0, len(text)
        for mark, ordinal in zip("+*:", ordinals, strict=False):
            start, end = _piece(text, mark, ordinal if mark == "+" else ordinal - 1, start, end)
        base = self._starts[segment - 1] + segment - 1
        if self._codec:
            start, end = self._size(text[:start]), self._size(text[:end])
        return self._byte(base + start), self._byte(base + end)

    def _byte(self, plain: int) -> int:
        return plain + bisect_left(self._released, plain)

    def _size(self, text: str) -> int:
        return len(text) if text.isascii() else len(unescape(text).encode(self._codec, "replace"))


def offsets(texts: Sequence[str], raw: bytes, service: ServiceString, codec: str) -> Offsets | None:
    """The offsets of a message; None where more was dropped, or shifts stand between the characters."""
    if not raw.endswith(service.terminator.encode()) or (b"\x1b" in raw and codec.startswith("iso2022")):
        return None
    release = service.release.encode()
    releases = _releases(raw, release)
    if releases and (releases[-1] == len(raw) - 2 or release + b"\r" in raw or release + b"\n" in raw):
        return None  # the last terminator is data, or may be: a release passes over breaks
    released = [at - number for number, at in enumerate(releases)]
    found = Offsets(texts, "" if raw.isascii() or is_single_byte(codec) else codec, released)
    return found if found.size == len(raw) else None


def _releases(raw: bytes, release: bytes) -> list[int]:
    found, at = [], raw.find(release) if release else -1
    while at >= 0:
        found.append(at)
        at = raw.find(release, at + 2)
    return found


def _piece(text: str, mark: str, number: int, start: int, end: int) -> tuple[int, int]:
    """A piece between marks, counted from 0; where there are fewer, the empty one at the end."""
    for _ in range(number):
        start = text.find(mark, start, end) + 1
        if not start:
            return end, end
    stop = text.find(mark, start, end)
    return start, end if stop < 0 else stop
