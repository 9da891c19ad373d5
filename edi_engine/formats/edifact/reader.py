"""From a stream of bytes to interchanges, message by message.

Memory holds one message at a time; several interchanges may follow each other in a stream. Nothing here raises for
what a sender did wrong: each fault is a finding in the report of its message or interchange.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import BinaryIO

from edi_engine.findings import Position
from edi_engine.formats.edifact.boundary import Limits
from edi_engine.formats.edifact.cursor import START
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.interchange_reader import InterchangeReader
from edi_engine.formats.edifact.references import References
from edi_engine.formats.edifact.window import Window
from edi_engine.interchange import Interchange


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read every interchange of a stream, lazily; each must be consumed before the next is asked for.

    Messages not taken before that are read and dropped. A stream without any interchange gives one that has a
    finding and no messages.

    Args:
        stream: the payload, read once and in pieces.
        limits: fields of `boundary.Limits`; what passes them is a finding that names the limit.
    """
    window, allowed, number = Window(stream), Limits(**limits), 0
    faults_left, seen = allowed.faults, References(allowed.references)
    bom = window.peek(3) == BOM_UTF8
    if bom:
        window.advance(3, 0)
    window.skip_blanks()
    before = BOM_UTF8 * bom + window.blanks
    passed, sample = window.seek(START)
    while window.ahead():
        number += 1
        reader = InterchangeReader(window, number, allowed, bom, faults_left)
        reader.open(passed, sample, b"" if passed else before)
        reader.compare(seen)
        yield reader.interchange
        for _ in reader.interchange.messages:
            pass
        if reader.given_up:
            return
        faults_left -= len(reader.report) + reader.report.suppressed
        passed, sample, before = 0, b"", b""
    if not number:
        yield _nothing(passed, sample)


def _nothing(passed: int, sample: bytes) -> Interchange:
    interchange = Interchange(syntax="edifact", messages=iter(()))
    seen = f"{passed} bytes of something else, {sample.decode('latin-1')!r} first" if passed else "there are no data"
    interchange.report.add(fault("ENV-025", Position(offset=0, line=1, column=1), seen=seen))
    return interchange
