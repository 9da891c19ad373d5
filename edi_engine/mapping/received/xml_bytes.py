"""Where the texts and attributes of an XML document stand in its bytes; the parser's tree only knows lines.

A payload that came this far is well formed and has no DTD, so that a look at its tags is enough.
"""

import codecs
import re
from typing import NamedTuple

Span = tuple[int, int]
_TOKEN = re.compile(
    rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    rb"|<(?P<end>/?)(?P<name>[^\s/>]+)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*?)(?P<empty>/?)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(rb"([^\s=]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_BLANK = b" \t\r\n"


class ElementBytes(NamedTuple):
    """What is between the tags of an element, without blanks around it, and its attributes by local name."""

    text: Span
    attributes: dict[str, Span]


def documents(payload: bytes, root: str) -> list[list[ElementBytes]]:
    """The elements of each outermost element of a name, in the order of the payload; none where text is UTF-16."""
    if payload.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return []
    found: list[list[ElementBytes]] = []
    opened: list[tuple[int, int]] = []  # of the elements that are open: their index in the document, their content
    for token in _TOKEN.finditer(payload):
        if token["name"] is None:
            continue
        if token["end"]:
            if opened:
                index, start = opened.pop()
                found[-1][index] = found[-1][index]._replace(text=_trimmed(payload, start, token.start()))
        elif opened or token["name"].rpartition(b":")[2].decode("utf-8", "replace") == root:
            found += [] if opened else [[]]
            empty = (token.end(), token.end())
            found[-1].append(ElementBytes(empty, _attributes(token)))
            if not token["empty"]:
                opened.append((len(found[-1]) - 1, token.end()))
    return found


def _attributes(token: re.Match[bytes]) -> dict[str, Span]:
    begin = token.start("rest")
    return {
        one[1].rpartition(b":")[2].decode("utf-8", "replace"): tuple(
            begin + at for at in one.span(2 if one[3] is None else 3)
        )  # type: ignore[misc]
        for one in _ATTRIBUTE.finditer(token["rest"])
    }


def _trimmed(payload: bytes, start: int, end: int) -> Span:
    while start < end and payload[start] in _BLANK:
        start += 1
    while end > start and payload[end - 1] in _BLANK:
        end -= 1
    return start, end
