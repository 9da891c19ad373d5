"""Which characters a syntax identifier allows and how their bytes are read.

Facts: UN/EDIFACT syntax identifiers 0001 (UNOA to UNOL, UNOW, UNOX, UNOY) with the ISO standards they name, from the
UNTDID service directories; KECA is the Korean identifier in use there, read as the Wansung code and its extension.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from edi_engine.formats.edifact.lexer import RESERVED

LEVEL_A = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,-()/='+:?!\"%&*;<>\r\n"
LEVEL_B = LEVEL_A + b"abcdefghijklmnopqrstuvwxyz"
_ASCII = bytes(range(0x20, 0x7F)) + b"\r\n"
_EIGHT_BITS = _ASCII + bytes(range(0xA0, 0x100))
_MULTI_BYTE = _ASCII + bytes(range(0x80, 0x100))
_C1, _HIGH = re.compile(rb"[\x80-\x9f]"), re.compile(rb"[\x80-\xff]")
_SHIFTED = re.compile(rb"\x1b\$[^\x1b]*")
_SINGLE_BYTE = re.compile(r"ascii|latin-1|cp1252|iso8859-\d+")
_TO_LATIN_1 = {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
MAX_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Charset:
    """One row of code list 0001: the Python codec, and the bytes that raise no question in it."""

    identifier: str
    codec: str
    allowed: bytes


class Oddity(NamedTuple):
    """What should not be there: the finding's code, the kinds of characters, the first one's byte, how many in all."""

    code: str
    characters: str
    offset: int
    times: int


_PARTS_OF_8859 = dict(zip("CDEFGHIJKL", (1, 2, 5, 7, 3, 4, 6, 8, 9, 15), strict=True))
CHARSETS: dict[str, Charset] = {
    charset.identifier: charset
    for charset in (
        Charset("UNOA", "ascii", LEVEL_A),
        Charset("UNOB", "ascii", LEVEL_B),
        *(Charset(f"UNO{letter}", f"iso8859-{part}", _EIGHT_BITS) for letter, part in _PARTS_OF_8859.items()),
        Charset("UNOW", "utf-8", _MULTI_BYTE),
        Charset("UNOX", "iso2022_jp_2", _MULTI_BYTE + b"\x1b\x0e\x0f"),
        Charset("UNOY", "utf-8", _MULTI_BYTE),
        Charset("KECA", "cp949", _MULTI_BYTE),
    )
}


@lru_cache(maxsize=64)
def charset_for(identifier: str, syntax_version: str = "") -> Charset:
    """The repertoire of a syntax identifier; for one that is not known, any printable ASCII and no promise beyond."""
    charset = CHARSETS.get(identifier)
    if charset is None:
        return Charset(identifier, "ascii", _ASCII)
    if syntax_version == "4" and identifier in ("UNOA", "UNOB"):
        return Charset(identifier, charset.codec, charset.allowed + b"_")
    return charset


def shielded(data: bytes, codec: str) -> bytes:
    """Hide what stands in multi-byte sets of ISO 2022, whose bytes can look like service characters.

    The result has the same length; only the runs behind `ESC $` differ.
    """
    if not codec.startswith("iso2022") or b"\x1b" not in data:
        return data
    return _SHIFTED.sub(lambda match: b"\x80" * len(match[0]), data)


def width(data: bytes, codec: str) -> int:
    """How many characters an editor counts in these bytes."""
    if data.isascii() and not codec.startswith("iso2022"):
        return len(data)
    return len(data) if is_single_byte(codec) else len(data.decode(codec, "replace"))


def is_single_byte(codec: str) -> bool:
    """Whether each byte is a character in a codec."""
    return _SINGLE_BYTE.fullmatch(codec) is not None


def decode(data: bytes, charset: Charset, *, prefer_utf8: bool = False) -> tuple[str, str, bool]:
    """Decode so that nothing is lost, whatever was declared.

    The declared codec comes first, then UTF-8, then the declared codec with each byte it does not know taken as
    ISO 8859-1. UTF-8 also wins over an 8-bit set if the bytes would be C1 controls there, or if there was a BOM; what
    is no UTF-8 then is Windows-1252 if it was declared as ISO 8859-1, for there are quotation marks in these places.

    Returns:
        The text, the codec that was used, and whether that was the declared one and it knew every byte.
    """
    controls = _has_c1(data, charset)
    windows = ["cp1252"] if controls and charset.codec == "iso8859-1" else []
    candidates = ["utf-8", *windows, charset.codec] if prefer_utf8 or controls else [charset.codec, "utf-8"]
    for codec in candidates:
        try:
            return data.decode(codec), codec, codec == charset.codec
        except UnicodeDecodeError:
            continue
    codec = "latin-1" if charset.codec in ("ascii", "iso2022_jp_2") else charset.codec
    return decode_as(data, codec), codec, False


def decode_as(data: bytes, codec: str) -> str:
    """Decode a piece of what `decode` chose a codec for; bytes the codec does not know are taken as ISO 8859-1."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return data.decode("latin-1" if "2022" in codec else codec, "surrogateescape").translate(_TO_LATIN_1)


def oddities(data: bytes, charset: Charset, allowed: bytes, codec: str) -> list[Oddity]:
    """What in these bytes is not text of the declared repertoire; `codec` is the one `decode` used.

    Each code comes once, at the first byte it concerns.
    """
    kinds: dict[str, list[tuple[str, int]]] = {}
    for char, times in Counter(data.decode(codec, "surrogateescape")).items():  # in the order of first appearance
        code = _oddity_code(char, charset, allowed, codec)
        if code:
            kinds.setdefault(code, []).append((char, times))
    found = []
    for code, cases in sorted(kinds.items()):
        offset = max(data.find(cases[0][0].encode(codec, "surrogateescape")), 0)
        readable = "".join(chr(_TO_LATIN_1.get(ord(char), ord(char))) for char, _ in cases)
        found.append(Oddity(code, readable, offset, sum(times for _, times in cases)))
    return found


def shown(characters: str) -> str:
    """Characters for human eyes: themselves where they can be seen, their code points where not; of many the first."""
    named = [char if char.isprintable() and char != " " else f"U+{ord(char):04X}" for char in characters[:MAX_SHOWN]]
    return " ".join(named) + (" …" if len(characters) > MAX_SHOWN else "")


def looks_like_utf8(data: bytes) -> bool:
    """Whether there are bytes beyond ASCII and all of them form UTF-8 sequences."""
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def first_beyond_ascii(data: bytes, codec: str) -> int | None:
    """Where the bytes stop being those of ASCII; in Windows-1252, where they stop being those of ISO 8859-1."""
    match = (_C1 if codec == "cp1252" else _HIGH).search(data)
    return match.start() if match else None


def _has_c1(data: bytes, charset: Charset) -> bool:
    return charset.codec.startswith("iso8859") and _C1.search(data) is not None


def _oddity_code(char: str, charset: Charset, allowed: bytes, codec: str) -> str | None:
    if "\udc80" <= char <= "\udcff":
        return "CHR-002"
    if RESERVED.match(char):
        return "CHR-003"
    if codec == "latin-1" and ord(char) > 0x7F:  # the last resort
        return "CHR-002"
    try:
        known = all(byte in allowed for byte in char.encode(charset.codec))
    except UnicodeEncodeError:
        known = False
    if known:
        return None
    return "CHR-006" if unicodedata.category(char) == "Cc" else "CHR-001"
