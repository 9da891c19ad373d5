"""A value in a message is changed: the loss report must have said what becomes of it."""

import io
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from edi_engine.canonical.meaning import identical
from edi_engine.exchange import ReadMessage
from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.losses import Entry, Fate
from edi_engine.mapping.read_losses import read_losses
from edi_engine.mapping.received.message import received_by
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

CARRIED = (Fate.MAPPED, Fate.KEPT)


def engine() -> Engine:
    return Engine(Workspace("nowhere"))


def understood(path: Path, engine: Engine) -> Iterator[ReadMessage]:
    """The messages of a file that a mapping read."""
    for _, messages in engine.read_documents(io.BytesIO(path.read_bytes())):
        yield from (read for read in messages if read.mapping is not None and read.document is not None)


def report_on(mapping: Any, message: Message) -> tuple[Any, list[Entry], Report]:
    """The document of a message, what became of each element, and the findings."""
    report = Report(limit=100_000)
    document = mapping.read(message, report)
    return document, read_losses(mapping, message, document, report), report


def silent(mapping: Any, message: Message, document: Any, index: int) -> str:
    """What is wrong with what the report says of one element, found by changing it; empty where nothing is.

    What is carried shows in the document, what is ignored does not.
    """
    with received_by(mapping, message).altered([index]) as changed:
        other, entries, _ = report_on(mapping, changed)
        entry = entries[index]
        if other is None:
            return "" if entry.fate is Fate.UNMAPPED else f"{entry.text!r} is {entry.fate} though nothing was read"
        same = identical(other, document)
        if same == (entry.fate in CARRIED) and entry.fate in (*CARRIED, Fate.IGNORED):
            then = "the same" if same else "another"
            return f"{entry.text!r} at {entry.place()} is {entry.fate}, and the document {then}"
    return ""


def chosen(count: int, most: int, random: Random) -> list[int]:
    """All of some numbers, or as many at random."""
    return sorted(random.sample(range(count), min(count, most)))
