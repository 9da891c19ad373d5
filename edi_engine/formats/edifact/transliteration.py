"""Characters a repertoire lacks, written with those it has: `Ø` as `O`, `ß` as `ss`, curly quotes as straight ones.

The pairs are our own and few: Latin letters that do not decompose, and the punctuation of word processors. All other
letters lose their marks; a repertoire without small letters gets capitals. What no pair helps stays as it is, and so
does what would mean something else: `²` is no `2`, and `$` is the sign of many currencies.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from edi_engine.formats.edifact.charsets import Charset

# ruff: noqa: RUF001 — letters that look like others are what this is about
_PAIRS = {
    "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ð": "D",
    "ð": "d", "Þ": "TH", "þ": "th", "ß": "ss", "ẞ": "SS", "Ħ": "H", "ħ": "h", "ı": "i", "ĸ": "k", "Ŋ": "NG",
    "ŋ": "ng", "Ŧ": "T", "ŧ": "t", "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"',
    "»": '"', "‹": "'", "›": "'", "′": "'", "″": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-",
    "−": "-", "…": "...", "•": "*", "·": ".", "×": "x", "÷": "/", "€": "EUR", "£": "GBP", "©": "(C)", "®": "(R)",
    "№": "No", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "_": "-", "@": "(at)", "[": "(", "]": ")", "{": "(",
    "}": ")", "`": "'", "´": "'", "~": "-", "|": "/", "\\": "/",
}  # fmt: skip


def transliterator(charset: Charset) -> Callable[[str], str]:
    """What writes a text with the characters of a repertoire, as far as it can."""

    @lru_cache(maxsize=4096)
    def char(one: str) -> str:
        return next((text for text in _candidates(one) if text and _carries(charset, text)), one)

    return lambda text: "".join(map(char, text))


def _candidates(char: str) -> tuple[str, ...]:
    """What may stand for a character, the best first: itself, its pair, its bare letter, and these in capitals."""
    form: Literal["NFKD", "NFD"] = "NFKD" if char.isalpha() else "NFD"
    bare = "".join(part for part in unicodedata.normalize(form, char) if not unicodedata.combining(part))
    told = [char, _PAIRS.get(char, ""), bare, "".join(_PAIRS.get(part, part) for part in bare)]
    return (*told, *(text.upper() for text in told))


def _carries(charset: Charset, text: str) -> bool:
    try:
        return not text.encode(charset.codec).translate(None, charset.allowed)
    except UnicodeEncodeError:
        return False
