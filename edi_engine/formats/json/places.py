"""Where values stand in the text of a JSON document, by their pointers: only the levels on the way are taken apart."""

import re
from collections.abc import Iterable

import msgspec

from edi_engine.findings import Position
from edi_engine.formats.json.scalars import token_text

MOST_MEMBERS = 2_000_000  # of the levels looked into; a hostile document is not worth more
_MEMBER = re.compile(rb'[\s,]*("(?:[^"\\]|\\.)*")\s*:\s*')
_BETWEEN = re.compile(rb"[\s,]*")
_OBJECT: msgspec.json.Decoder[dict[str, msgspec.Raw]] = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ARRAY: msgspec.json.Decoder[list[msgspec.Raw]] = msgspec.json.Decoder(list[msgspec.Raw])

Level = dict[str, tuple[int, int, int]]  # by key or index: where it begins, where its value begins and ends


def places(data: bytes, pointers: Iterable[str], start: Position) -> dict[str, Position]:
    """Where values stand: a member at its key, an element of an array where it begins, what is missing at its holder.

    Args:
        data: a document that begins at `start`, in UTF-8.
        pointers: those asked for; one that ends in nothing of the document is where the last step of it is.
    """
    text = _Text(data)
    offsets = sorted((text.nearest(pointer), pointer) for pointer in set(pointers))
    found, line, at = {}, 1, 0
    for offset, pointer in offsets:
        line, at = line + data.count(b"\n", at, offset), offset
        column = len(data[data.rfind(b"\n", 0, offset) + 1 : offset].decode("utf-8", "replace")) + 1
        place = Position(path=pointer or None, offset=offset, line=line, column=column)
        found[pointer] = place.behind(start)
    return found


class _Text:
    """A document, of which each level is taken apart once, when something in it is asked for."""

    def __init__(self, data: bytes) -> None:
        self.data, self.left = data, MOST_MEMBERS
        blanks = len(data) - len(data.lstrip(b" \t\r\n"))
        self.known: dict[str, tuple[int, int, int] | None] = {"": (blanks, blanks, len(data))}
        self.levels: dict[str, Level] = {}

    def nearest(self, pointer: str) -> int:
        """Where a value begins, or what would hold it."""
        while (found := self.find(pointer)) is None:
            pointer = pointer.rpartition("/")[0]
        return found[0]

    def find(self, pointer: str) -> tuple[int, int, int] | None:
        if pointer in self.known or not pointer.startswith("/"):
            return self.known.get(pointer)
        around, _, key = pointer.rpartition("/")
        holder = self.find(around)
        if holder is not None and around not in self.levels:
            self.levels[around] = self._level(*holder[1:])
            self.left -= len(self.levels[around])
        found = self.levels.get(around, {}).get(key.replace("~1", "/").replace("~0", "~"))
        self.known[pointer] = found
        return found

    def _level(self, start: int, end: int) -> Level:
        """The members of an object or an array; nothing of any other value, or where a key stands twice."""
        piece = self.data[start:end]
        try:
            if self.left < 0:
                return {}
            return self._members(piece, start) if piece[:1] == b"{" else self._items(piece, start)
        except (msgspec.DecodeError, RecursionError):
            return {}

    def _members(self, piece: bytes, start: int) -> Level:
        made: Level = {}
        at = 1
        for key, value in _OBJECT.decode(piece).items():
            match = _MEMBER.match(piece, at)
            if match is None or token_text(match[1]) != key:
                return {}
            at = match.end() + len(bytes(value))
            made[key] = (start + match.start(1), start + match.end(), start + at)
        return made

    def _items(self, piece: bytes, start: int) -> Level:
        made: Level = {}
        at = 1
        for number, value in enumerate(_ARRAY.decode(piece)):
            match = _BETWEEN.match(piece, at)
            begin = match.end() if match else at
            at = begin + len(bytes(value))
            made[str(number)] = (start + begin, start + begin, start + at)
        return made
