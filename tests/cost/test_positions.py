"""Finding the places of many faults costs one pass over the message, not one a fault."""

import io
from typing import Any

import pytest

from edi_engine import formats
from edi_engine.formats.edifact import segments
from edi_engine.formats.edifact.charsets import width
from tests.cost.work import MAPPINGS, validated


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all pieces whose characters are counted."""
    sizes: list[int] = []

    def watched(data: bytes, codec: str) -> int:
        sizes.append(len(data))
        return width(data, codec)

    monkeypatch.setattr(segments, "width", watched)
    return sizes


def long_line(text: str, faults: int, encoding: str) -> bytes:
    """One message in one line: much that is right, then faults; the first text may be beyond ASCII."""
    body = f"FTX+AAA+++{text}'" + "GIS+1:112'" * 20_000 + "BGM+929+1+12345'" * faults
    header = "UNB+UNOW:4+A+B+20260101:0000+1'" if encoding == "utf-8" else "UNB+UNOC:3+A+B+260101:0000+1'"
    return f"{header}UNH+1+CUSDEC:D:96B:UN'{body}UNT+{20_003 + faults}+1'UNZ+1+1'".encode(encoding)


@pytest.mark.parametrize(("text", "encoding"), [("plain", "ascii"), ("é", "latin-1"), ("žščř", "utf-8")])
def test_a_long_line_is_measured_once(text: str, encoding: str, measured: list[int]) -> None:
    payload = long_line(text, 400, encoding)
    found = [finding for finding in validated(payload) if finding.code == "EEL-006"]
    assert len(found) == 400
    assert sum(measured) < 10 * len(payload)
    for finding in found:
        offset = finding.where.offset
        assert offset is not None
        assert finding.where.column == len(payload[:offset].decode(encoding)) + 1


def test_oversize_segments_are_measured_once(measured: list[int]) -> None:
    payload = b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+CUSDEC:D:96B:UN'" + (b"FTX" + b"+" * 2500 + b"'") * 500
    found = [finding for finding in validated(payload + b"UNT+502+1'UNZ+1+1'") if finding.code == "LIM-004"]
    assert len(found) == 500
    assert sum(measured) < 10 * len(payload)


def test_no_place_is_looked_for_of_notes_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    located, locate = list[int](), segments.Segments.locate

    def watched(body: segments.Segments, *ordinals: Any) -> Any:
        located.append(ordinals[0])
        return locate(body, *ordinals)

    monkeypatch.setattr(segments.Segments, "locate", watched)
    payload = b"UNB+UNOC:3+A+B+260101:0000+1'UNH+1+CUSDEC:D:96B:UN'BGM+929+1+9'GIS+X1:104:148'GIS+X2:104:148'"
    payload += b"UNS+D'UNS+S'CNT+5:1'UNT+8+1'UNZ+1+1'"
    for interchange in formats.read(io.BytesIO(payload)):
        for message in interchange.messages:
            formats.check(message, MAPPINGS.directories)
            told = [number for number in located if number in (3, 4)]
            assert (told, sum(finding.code == "EEL-012" for finding in message.report)) == ([], 2)
            assert {3, 4} <= set(located)
