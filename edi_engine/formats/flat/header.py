"""What a header line looks like: names between separators, nothing else."""

import codecs
import re

SEPARATORS = ";,\t|"
FEWEST = 3  # a line of two words and a comma is also the start of a letter
_NAME = re.compile(r'"?[^\W\d][\w./()%#-]*(?: [\w./()%#-]+)*"?')
_BLANK = re.compile(r"[\r\n]+")
LONGEST = 8_000


_SEPARATOR_LINE = re.compile(r'"?sep=([^\r\n"])"?(?:\r\n|\n|\r)', re.IGNORECASE)


def separator_line(text: str) -> tuple[str, int]:
    """The separator that a first line `sep=;` names, as spreadsheets write and read it, and the length of that line.

    Empty and 0 where there is no such line.
    """
    found = _SEPARATOR_LINE.match(text)
    return (found[1], found.end()) if found else ("", 0)


def looks_like_header(head: bytes) -> bool:
    """Whether the first line with anything in it is a header line."""
    text = _text(head)
    if text is None:
        return False
    text = text[separator_line(text)[1] :]
    line = next((line for line in _BLANK.split(text[:LONGEST]) if line.strip()), "")
    return any(_names(line.split(separator)) for separator in SEPARATORS if separator in line)


def _names(cells: list[str]) -> bool:
    """Whether these are names; one of them may stand twice, which is told when the table is read."""
    names = [cell.strip(" ") for cell in cells]
    return len(set(names)) >= FEWEST and all(map(_NAME.fullmatch, names))


def _text(head: bytes) -> str | None:
    """The head as text; None if it holds what no text holds."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace")
    if b"\x00" in head:
        return None
    text = head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    return text if "\ufffd" not in text[:-3] else head.decode("cp1252", "replace")
