"""Interchanges for tests, and a lexer written apart from the engine's to compare it with."""

import io
from collections.abc import Iterator
from pathlib import Path

from edi_engine.findings import Finding
from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.service_string import ServiceString
from edi_engine.interchange import Interchange, Message

CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"
UNB = "UNB+UNOC:3+SENDER:ZZ+RECIPIENT:ZZ+250131:1200+REF1'"


class Dribble(io.RawIOBase):
    """A stream that gives a few bytes at a time, as a slow line does."""

    def __init__(self, data: bytes, step: int) -> None:
        self._data, self._step = data, step

    def read(self, size: int = -1) -> bytes:
        piece, self._data = self._data[: self._step], self._data[self._step :]
        return piece


def message(*segments: str, type_: str = "CUSDEC:D:96B:UN", reference: str = "1") -> str:
    """A message on the wire with the default characters and right counts."""
    inner = "".join(f"{segment}'" for segment in segments)
    return f"UNH+{reference}+{type_}'{inner}UNT+{len(segments) + 2}+{reference}'"


def interchange(*messages: str, header: str = UNB, reference: str = "REF1") -> bytes:
    """An interchange on the wire, in ISO 8859-1, with right counts."""
    return (header + "".join(messages) + f"UNZ+{len(messages)}+{reference}'").encode("latin-1")


def received(data: bytes, step: int = 0, **limits: int) -> list[tuple[Interchange, list[Message]]]:
    """Everything that is read from these bytes."""
    stream = Dribble(data, step) if step else io.BytesIO(data)
    return [(one, list(one.messages)) for one in read(stream, **limits)]  # type: ignore[arg-type]


def findings(data: bytes, **limits: int) -> list[Finding]:
    """All findings: of each interchange, then of its messages."""
    return [
        finding
        for one, messages in received(data, **limits)
        for report in (one.report, *(message.report for message in messages))
        for finding in report
    ]


def codes(data: bytes, **limits: int) -> list[str]:
    """The codes of all findings, sorted."""
    return sorted(finding.code for finding in findings(data, **limits))


def only(data: bytes) -> Message:
    """The one message of the one interchange."""
    ((_, messages),) = received(data)
    (message,) = messages
    return message


def reference_segments(text: str, service: ServiceString) -> list[list[list[list[str]]]]:
    """Segments ▸ elements ▸ repetitions ▸ components of a text, character by character."""
    segments = []
    for segment in _pieces(text, service.terminator, service):
        bare = segment.lstrip(" \t\r\n")
        if bare.strip("\r\n"):
            segments.append(
                [
                    [
                        [_data(component, service) for component in _pieces(repetition, service.component, service)]
                        for repetition in _pieces(element, service.repetition, service)
                    ]
                    for element in _pieces(bare, service.element, service)
                ]
            )
    return segments


def _pieces(text: str, separator: str, service: ServiceString) -> Iterator[str]:
    piece, released = "", False
    for char in text:
        if released and char not in "\r\n":
            piece, released = piece + char, False
        elif service.release and char == service.release:
            piece, released = piece + char, True
        elif separator and char == separator:
            yield piece
            piece = ""
        else:
            piece += char
    yield piece


def _data(piece: str, service: ServiceString) -> str:
    data, released = "", False
    for char in piece.replace("\r", "").replace("\n", ""):  # neither is data, whichever may be the terminator
        if not released and service.release and char == service.release:
            released = True
        else:
            data, released = data + char, False
    return data + service.release if released else data
