"""Work and memory of the engine on a payload, counted and not timed: the same on every machine, whatever else runs."""

import io
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from edi_engine import formats
from edi_engine.findings import Report
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

MAPPINGS = Mappings(Workspace(Path("no such folder")))


def validated(payload: bytes) -> Report:
    """What `validate` does with a payload: its findings, gathered and bounded."""
    gathered = Report()
    for interchange in formats.read(io.BytesIO(payload)):
        for message in interchange.messages:
            formats.check(message, MAPPINGS.directories)
            gathered.absorb(message.report)
        gathered.absorb(interchange.report)
    return gathered


def calls(action: Callable[[], object]) -> int:
    """How many functions, Python's and C's, are called on the way."""
    count = 0

    def watch(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    action()  # once before, so that what is kept between payloads does not count
    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


def peak(action: Callable[[], object]) -> int:
    """The most bytes of memory that Python holds on the way."""
    action()
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
