"""How results are shown: data on stdout, diagnostics on stderr, nothing that could steer a terminal."""

import contextlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, BinaryIO

import click

from edi_engine.cli.frame import ACCEPTED, FAILED, PARTLY, REJECTED
from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Position, Severity

SHOWN_FINDINGS = 100
HELD_IN_MEMORY = 4 << 20  # bytes of a result for stdout; more wait in a temporary file

# C0 and C1 controls, marks that turn the reading direction, line separators, and code points that are no characters.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}


def plain(text: str) -> str:
    """A received text on one line that a terminal shows as it is: control characters become `\\x1b`."""
    return _UNSAFE.sub(lambda match: ascii(match.group())[1:-1], text)


def show(line: str) -> None:
    """One line of a report on stdout; what is received in it must have gone through `plain`."""
    click.echo(line)


Counted = Mapping[tuple[Severity, str], int]
_NONE_COUNTED: Counted = {}


def of_many(name: str, files: Sequence[Path]) -> str:
    """What findings of a file begin with: its name where there are several files, as grep does it."""
    return plain(name) if len(files) > 1 else ""


def show_findings(
    findings: Iterable[Finding], counted: Counted = _NONE_COUNTED, *, notes: bool = True, file: str = ""
) -> None:
    """Findings on stderr in their four lines, not more than 100 of them; notes may be counted only.

    `counted` are those beyond the ones kept, by weight and code: they are summed up, code by code. `file` is what each
    finding begins with, see `of_many`.
    """
    begin = f"{file}: " if file else ""
    everything, more = list(findings), Counter(dict(counted))
    listed = [finding for finding in everything if notes or finding.severity is not Severity.NOTE]
    if not notes:
        hidden = len(everything) - len(listed) + sum(n for (level, _), n in more.items() if level is Severity.NOTE)
        more = Counter({key: n for key, n in more.items() if key[0] is not Severity.NOTE})
        if hidden:
            click.echo(f"{begin}{hidden} note{'s' if hidden > 1 else ''} (shown by --json)", err=True)
    if len(listed) > SHOWN_FINDINGS:  # no error is hidden behind warnings
        listed.sort(key=lambda finding: list(Severity).index(finding.severity))
    for finding in listed[:SHOWN_FINDINGS]:
        safe = replace(
            finding,
            what=plain(finding.what),
            why=plain(finding.why),
            fix=plain(finding.fix),
            where=_plain_place(finding.where),
        )
        first, _, rest = str(safe).partition("\n")
        head = click.style(str(finding.severity), fg=_COLOURS[finding.severity], bold=True)
        click.echo(begin + head + first.removeprefix(str(finding.severity)) + (f"\n{rest}" if rest else ""), err=True)
    more.update((finding.severity, finding.code) for finding in listed[SHOWN_FINDINGS:])
    if more:
        codes = ", ".join(f"{code} {times} times" for (_, code), times in sorted(more.items(), key=_weight))
        click.echo(f"{begin}… and {more.total()} more findings (--json lists what was kept): {codes}", err=True)


def _weight(item: tuple[tuple[Severity, str], int]) -> tuple[int, str]:
    (severity, code), _ = item
    return list(Severity).index(severity), code


def counted_objects(counted: Counted) -> list[dict[str, Any]]:
    """What is counted only as JSON: `{"code": …, "severity": …, "count": …}`, the heaviest first."""
    return [
        {"code": code, "severity": str(severity), "count": times}
        for (severity, code), times in sorted(counted.items(), key=_weight)
    ]


def _plain_place(where: Position) -> Position:
    """The two parts of a position that are received texts: a path and a segment's tag."""
    return replace(where, path=plain(where.path) if where.path else None, tag=plain(where.tag) if where.tag else None)


def show_json(value: Any, *, err: bool = False) -> None:
    """One object on one line of stdout (of stderr where stdout holds the result), ASCII only."""
    click.echo(json.dumps(value, ensure_ascii=True, default=str), err=err)


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as JSON: its fields, and `where` in words and in its known parts; `places` where it has several."""
    where = {f.name: getattr(finding.where, f.name) for f in fields(Position)}
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "what": finding.what,
        "where": {name: value for name, value in where.items() if value is not None},
        "position": str(finding.where),
        "why": finding.why,
        "fix": finding.fix,
        "error": finding.error,
        **({"places": list(finding.places)} if finding.places else {}),
    }


def worst(statuses: Iterable[int]) -> int:
    """The exit status for several files: 4 before 1 before 3 before 0."""
    seen = set(statuses)
    return next((status for status in (FAILED, REJECTED, PARTLY) if status in seen), ACCEPTED)


def condition(key: str, texts: Iterable[str]) -> str:
    """One condition of `detect` in words: any of its texts fits, of `key` all must be there."""
    return f"{key} " + (" and " if key == "key" else " or ").join(text or "none" for text in texts)


class NotKnownError(click.ClickException):
    """A name on the command line that names nothing: a mistake of usage, told like any finding."""

    def __init__(self, error: EdiError) -> None:
        super().__init__(str(error))
        self.findings = error.findings

    def show(self, file: Any = None) -> None:
        """The findings, which offer near names."""
        show_findings(self.findings)


@contextlib.contextmanager
def names_given() -> Iterator[None]:
    """Where names from the command line are looked up: one that is not known is no fault of the installation."""
    try:
        yield
    except EdiError as error:
        if error.finding.code in ("MPG-003", "DIR-001", "COD-006", "CHK-006", "AUD-008", "AUD-019"):
            raise NotKnownError(error) from error
        raise


@contextlib.contextmanager
def target(path: Path | None, *, private: bool = False) -> Iterator[BinaryIO | Any]:
    """Where the result goes: stdout or a file, whole when the block ends, or not at all if it raises.

    `private` is what the record holds of partners: a file is its owner's alone, as the record is.
    """
    if path is None or str(path) == "-":
        with _held() as held:
            yield held
            _pour(held, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
        with _held() as held:
            yield held
            with path.open("wb") as stream:
                _pour(held, stream)
        return
    if not path.parent.is_dir():
        raise click.UsageError(f"There is no folder {str(path.parent)!r} for {path.name!r}.")
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:100]}.", dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o600 if private else 0o666 & ~mask)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def message_state(accepted: bool, around: str, *, unrouted: bool = False) -> str:
    """What became of a message in an interchange of a state: one without a fault goes nowhere if that is rejected.

    `unrouted` is one that no route took.
    """
    if unrouted:
        return "unrouted"
    if accepted and around == "rejected":
        return "rejected with its interchange"
    return "accepted" if accepted else "undecided" if around == "undecided" else "rejected"


def taken(matched: bool, reason: str, state: str) -> tuple[bool, str]:
    """Whether a route takes a message of such a state, and why: it may want to, but nothing rejected goes on."""
    return (False, f"{reason}; but the message is {state}") if matched and state != "accepted" else (matched, reason)


def _held() -> "tempfile.SpooledTemporaryFile[bytes]":
    return tempfile.SpooledTemporaryFile(max_size=HELD_IN_MEMORY)


def _pour(held: "tempfile.SpooledTemporaryFile[bytes]", stream: BinaryIO) -> None:
    held.seek(0)
    shutil.copyfileobj(held, stream, 1 << 20)
