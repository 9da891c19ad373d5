"""The loss report of a translation: sums of each class and what is not simply carried, or everything as JSON Lines."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import click

from edi_engine.cli.output import plain, target
from edi_engine.findings import Position
from edi_engine.mapping.losses import CARRIED, READING, WRITING, Entry, Fate, in_words, sums
from edi_engine.translation import Losses, Translated

SHOWN_TEXT = 60


class LossReport:
    """Writes the losses of one message after the other."""

    def __init__(self, stream: IO[bytes], as_json: bool) -> None:
        self.stream, self.as_json = stream, as_json

    def tell(self, file: str, result: Translated) -> None:
        """Write what became of each value of a message."""
        if result.losses is not None:
            lines = _object(file, result, result.losses) if self.as_json else _lines(file, result, result.losses)
            self.stream.write("".join(f"{line}\n" for line in lines).encode())


@contextlib.contextmanager
def loss_report(path: Path | None, output: Path | None, as_json: bool) -> Iterator[LossReport | None]:
    """What writes losses into a file; None where none are asked for."""
    if path is None:
        yield None
        return
    if str(path) == "-" and output is None:
        raise click.UsageError("--losses - is standard output, and so is the document: name a file for one of them.")
    with target(path) as stream:
        yield LossReport(stream, as_json)


def _name(file: str, result: Translated) -> str:
    message = result.read.message
    return " ".join(part for part in (f"{file}, message {message.number}", message.type, message.reference) if part)


def _lines(file: str, result: Translated, losses: Losses) -> Iterator[str]:
    yield plain(_name(file, result))
    for done, name, entries, classes in (
        ("read by", losses.reader, losses.read, READING),
        ("written by", losses.writer, losses.written, WRITING),
    ):
        if entries is None:
            continue
        yield plain(f"  {done} {name}, {in_words(sums(entries, classes))}")
        yield from (plain(f"    {_line(entry)}") for entry in entries if _is_told(entry))


def _is_told(entry: Entry) -> bool:
    """Whether an entry has a line of its own: what is simply carried has none, nor the envelope."""
    return entry.fate not in CARRIED and (entry.fate is not Fate.IGNORED or bool(entry.code))


def _line(entry: Entry) -> str:
    text = f"{entry.text[:SHOWN_TEXT]!r}{' …' if len(entry.text) > SHOWN_TEXT else ''}"
    said = " ".join(part for part in (entry.code, entry.reason) if part)
    return f"{entry.fate:<11}  {text} at {entry.place()}: {said}"


def _object(file: str, result: Translated, losses: Losses) -> Iterator[str]:
    message = result.read.message
    value: dict[str, Any] = {
        "file": file,
        "message": message.number,
        "type": message.type,
        "reference": message.reference,
        "read": _side(losses.reader, losses.read, READING),
        "written": _side(losses.writer, losses.written, WRITING),
    }
    yield json.dumps(value)


def _side(name: str, entries: list[Entry] | None, classes: tuple[Fate, ...]) -> dict[str, Any] | None:
    if entries is None:
        return None
    listed = [_entry(entry) for entry in entries]
    return {"mapping": name, "count": len(entries), "sums": sums(entries, classes), "values": listed}


def _entry(entry: Entry) -> dict[str, Any]:
    where = entry.place()
    found = {each.name: getattr(where, each.name) for each in fields(Position)}
    value: dict[str, Any] = {"value": entry.text, "class": str(entry.fate)}
    value["where"] = {name: part for name, part in found.items() if part is not None}
    return value | ({"code": entry.code} if entry.code else {}) | ({"reason": entry.reason} if entry.reason else {})
