"""Files named on the command line: which of them are there, and those that are not any more."""

import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

import click

from edi_engine.cli.frame import FAILED
from edi_engine.cli.output import finding_object, of_many, show_findings, show_json
from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Position, Severity


class UnreadableError(EdiError):
    """A file that was named cannot be read, or not any more."""

    def __init__(self, file: Path, error: OSError) -> None:
        what, where = f"the file cannot be read: {error.strerror or error}", Position(path=str(file))
        why, fix = "it is gone since it was named, or closed to this user", "name it again when it is there"
        super().__init__(Finding(code="CLI-004", severity=Severity.ERROR, what=what, where=where, why=why, fix=fix))


@contextlib.contextmanager
def opened(file: Path) -> Iterator[tuple[BinaryIO, str]]:
    """A file argument as a binary stream and its name, bytes of it that are no text as `\\xff`; `-` is stdin.

    Raises:
        UnreadableError: it cannot be opened.
    """
    if str(file) == "-":
        yield sys.stdin.buffer, "stdin"
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise UnreadableError(file, error) from error
    with stream:
        yield stream, os.fsencode(file).decode("utf-8", "backslashreplace")


def _some_readable(ctx: click.Context, param: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Refuse the command line where not one of its files can be read."""
    wrong = []
    for file in files:
        try:
            READABLE.convert(str(file), param, ctx)
        except click.BadParameter as error:
            wrong.append(error)
    if len(wrong) == len(files):
        raise wrong[0]
    return files


READABLE = click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
# Names of a drop folder were listed before, and some may be gone by now: the others are not held up by them. Where none
# is there, the command line is wrong.
FILES = click.argument(
    "files", nargs=-1, required=True, callback=_some_readable, type=click.Path(allow_dash=True, path_type=Path)
)


def show_unreadable(error: UnreadableError, file: Path, files: Sequence[Path], *, as_json: bool) -> int:
    """Say of one of some files that it cannot be read; the exit status for it."""
    if as_json:
        show_json({"file": str(file), "state": "failed", "findings": list(map(finding_object, error.findings))})
    else:
        show_findings(error.findings, file=of_many(str(file), files))
    return FAILED
