"""From characters to segments, exact about release characters, once fast for a whole message and once with positions.

Both ways obey the same rules: CR and LF around and inside segments are dropped (unless one of them is the terminator),
blanks before a tag are dropped, empty segments are dropped, a release character makes the next character data.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from edi_engine.formats.edifact.service_string import ServiceString

# Noncharacters of Unicode stand for data characters that look like service characters of the normal form.
PLUS, COLON, STAR, QUESTION, APOSTROPHE = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3", "\ufdd4"
ESCAPES = {"+": PLUS, ":": COLON, "*": STAR, "?": QUESTION, "'": APOSTROPHE}
RESERVED = re.compile("[\ufdd0-\ufdef]")
_KEPT = "\ufdd5\ufdd6\ufdd7\ufdd8\ufdd9"
BLANKS = b" \t\r\n"


def escape(text: str) -> str:
    """Make data safe for the normal form: `+ : * ? '` become noncharacters."""
    for char, mark in ESCAPES.items():  # not by a translation, which looks up every character of a text not in ASCII
        if char in text:
            text = text.replace(char, mark)
    return text


def unescape(text: str) -> str:
    """Give back the data characters of a piece of normal form."""
    for char, mark in ESCAPES.items():
        if mark in text:
            text = text.replace(mark, char)
    return text


class Part(NamedTuple):
    """One component with its ordinals behind the tag (the tag itself is element 0) and its bytes in the message."""

    element: int
    repetition: int
    component: int
    start: int
    end: int


class Lexer:
    """The rules of one service string, compiled; get it from `lexer_for`."""

    __slots__ = ("_plain", "_released", "_replace", "_strip", "_table", "service", "terminators", "tokens")

    def __init__(self, service: ServiceString) -> None:
        self.service = service
        self._strip = "".join(char for char in "\r\n" if char != service.terminator)
        self._table, escapes = _tables(service)
        self._plain = not self._table
        self._replace: Callable[[re.Match[str]], str] = lambda match: (
            match[1] + escapes.get(match[2], match[2])  # CR and LF move before the character: they are no data
        )
        breaks = f"[{self._strip}]*"
        release = f"{re.escape(service.release)}{breaks}." if service.release else ""
        self._released = re.compile(f"{re.escape(service.release)}({breaks})(.|\\Z)", re.DOTALL)
        self.terminators = _bytes_pattern(release, re.escape(service.terminator))
        separators = service.component + service.element + service.repetition
        self.tokens = _bytes_pattern(release, f"[{re.escape(separators)}]")

    def normalise(self, text: str) -> tuple[str, bool]:
        """Turn received text into normal form (terminators become `'`); the flag says whether it holds escapes."""
        escaped = False
        release = self.service.release
        if release and release in text:
            text = self._released.sub(self._replace, text)
            escaped = True
        if self._plain:
            if not self.service.repetition and "*" in text:
                return text.replace("*", STAR), True
            return text, escaped
        table = self._table
        return text.translate(table), True

    def split(self, text: str) -> tuple[list[str], bool] | None:
        """Split a message, from its first tag to its last terminator, into normal-form segments.

        Returns:
            The segments and whether they hold escapes; `None` where the text is not plain enough (line breaks inside
            segments, blanks before tags, empty segments) and needs the careful way by `segment_spans`.
        """
        text, escaped = self.normalise(text)
        if "\n" in text or "\r" in text:
            text = text.replace("'\r\n", "'").replace("'\n", "'")
            if "\n" in text or "\r" in text:
                return None
        texts = text.split("'")
        if texts.pop() or min(texts, default="") < "!":  # an empty segment, or one with blanks in front
            return None
        return texts, escaped

    def segment(self, text: str) -> tuple[str, bool]:
        """Normal form of one received segment without its terminator; line breaks inside it are dropped."""
        for char in self._strip:
            text = text.replace(char, "")
        return self.normalise(text)

    def terminator(self, data: bytes, start: int, end: int) -> int:
        """Index of the first terminator in `data[start:end]` that is not released, or -1."""
        mark = self.service.terminator.encode()
        for match in self.terminators.finditer(data, start, end):
            if match[0] == mark:
                return match.start()
        return -1

    def segment_spans(self, data: bytes) -> list[tuple[int, int]]:
        """Byte ranges of the segments in a message, without terminators and surrounding blanks, empty ones left out."""
        ends = self._terminators_in(data)
        spans = zip([0, *(end + 1 for end in ends)], [*ends, len(data)], strict=True)
        return [span for start, end in spans if (span := trimmed(data, start, end))[0] < span[1]]

    def _terminators_in(self, data: bytes) -> list[int]:
        """Where the terminators stand that are not released; a break may stand behind a release."""
        mark = self.service.terminator.encode()
        return [match.start() for match in self.terminators.finditer(data) if match[0] == mark]

    def parts(self, data: bytes, start: int, end: int) -> Iterator[Part]:
        """Every component of one segment in order; the tag comes first as element 0."""
        element, repetition, component = 0, 1, 1
        element_mark, repetition_mark = self.service.element.encode(), self.service.repetition.encode()
        separators = (element_mark, repetition_mark, self.service.component.encode())
        for match in self.tokens.finditer(data, start, end):
            if match[0] not in separators:
                continue
            yield Part(element, repetition, component, start, match.start())
            start = match.end()
            if match[0] == element_mark:
                element, repetition, component = element + 1, 1, 1
            elif match[0] == repetition_mark:
                repetition, component = repetition + 1, 1
            else:
                component += 1
        yield Part(element, repetition, component, start, end)


def trimmed(data: bytes, start: int, end: int) -> tuple[int, int]:
    """Shrink a segment's range: blanks and line breaks in front, line breaks alone behind, where blanks are data."""
    while start < end and data[start] in BLANKS:
        start += 1
    while start < end and data[end - 1] in b"\r\n":
        end -= 1
    return start, end


@lru_cache(maxsize=64)
def lexer_for(service: ServiceString) -> Lexer:
    """The compiled rules of a service string."""
    return Lexer(service)


def _bytes_pattern(release: str, wanted: str) -> re.Pattern[bytes]:
    pattern = f"{release}|{wanted}" if release else wanted
    return re.compile(pattern.encode("latin-1"), re.DOTALL)


def _tables(service: ServiceString) -> tuple[dict[int, str], dict[str, str]]:
    """The table from received to normal characters, and what released characters become before it is applied.

    A released character that is special on the wire but not in normal form takes a detour over `_KEPT`, so that the
    table does not take it for a separator.
    """
    normal = {service.component: ":", service.element: "+", service.terminator: "'"}
    if service.repetition:
        normal[service.repetition] = "*"
    table = {char: target for char, target in normal.items() if char != target}
    table |= {char: mark for char, mark in ESCAPES.items() if char not in service.active}
    if set(table) == {"*"}:  # the usual case: `normalise` replaces this one character faster
        table = {}
    escapes = dict(ESCAPES)
    for char, kept in zip([c for c in service.active if c not in ESCAPES], _KEPT, strict=False):
        escapes[char] = kept
        table[kept] = char
    escapes[""] = escapes.get(service.release, service.release)  # nothing behind it: the release character is data
    return {ord(char): target for char, target in table.items()}, escapes
