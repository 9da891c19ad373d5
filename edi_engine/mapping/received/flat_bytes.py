"""Where the cells of a flat file and the columns of its lines stand in its bytes."""

import codecs
import re

from edi_engine.formats.flat.header import separator_line

Span = tuple[int, int]
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$")
_LONGEST_HINT = 16
_BREAK = re.compile(rb"\r\n|\n|\r")


def cell_spans(payload: bytes, separator: str) -> dict[int, list[Span]]:
    """The bytes of each cell, without its quotes, by the line its record begins in; none where text is two bytes wide.

    Separators, quotes and line ends are single bytes in all other encodings we read.
    """
    if payload.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return {}
    at = len(codecs.BOM_UTF8) if payload.startswith(codecs.BOM_UTF8) else 0
    named, behind = separator_line(payload[at : at + _LONGEST_HINT].decode("latin-1"))
    separator = named or separator
    mark = re.escape(separator.encode())
    cell = re.compile(
        rb'(?:"((?:[^"]|"")*)"|([^' + mark + rb'\r\n"][^' + mark + rb"\r\n]*)?)(" + mark + rb"|\r\n|\n|\r|$)"
    )
    at += behind
    found: dict[int, list[Span]] = {}
    line, begin, row = 2 if named else 1, at, list[Span]()
    while at < len(payload) and (match := cell.match(payload, at)) and match.end() > at:
        row.append(match.span(1) if match[1] is not None else match.span(2) if match[2] is not None else (at, at))
        at = match.end()
        if match[3] != separator.encode():
            found[line] = row
            line, begin, row = line + len(_BREAK.findall(payload, begin, at)), at, []
    return found


def line_spans(payload: bytes) -> list[Span]:
    """The bytes of each line with its end; none where text is two bytes wide."""
    if payload.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return []
    begin = len(codecs.BOM_UTF8) if payload.startswith(codecs.BOM_UTF8) else 0
    return [found.span() for found in _LINE.finditer(payload, begin)]


def columns(payload: bytes, line: Span, encoding: str, start: int, end: int) -> Span:
    """The bytes of some columns of a line: from character `start` (from 0) to before `end`."""
    text = payload[slice(*line)].decode(encoding, "replace")
    before, through = (len(text[:column].encode(encoding, "replace")) for column in (start, end))
    return line[0] + before, line[0] + through
