"""What is done with an input: all that a user can have done with a file, and what must not come of it."""

import contextlib
import io
import json
import logging
import shutil
import signal
import traceback
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from types import FrameType
from typing import Self, cast

from edi_engine import formats
from edi_engine.cli.output import finding_object
from edi_engine.errors import ConfigurationError, EdiError
from edi_engine.exchange import Mappings
from edi_engine.findings import Finding, Strictness
from edi_engine.mapping.registry import Mappings as Registry
from edi_engine.pipeline import Engine
from edi_engine.translation import Translated, Translator
from edi_engine.workspace import Workspace

OUR_FAULTS = {"ENG-002", "ENG-003"}  # findings that say the engine failed, not the data
RENEWED = 400  # inputs, after which the workspace is made anew, so that it stays small
TARGETS = 2  # mappings an input is translated to; a small one to all


class Failure(Exception):  # noqa: N818 — a verdict on the engine
    """The engine did what it must not do; the text says what, and where in the code."""


class Hang(BaseException):
    """The deadline has passed."""


class Trial:
    """Takes inputs, one at a time, in a workspace of its own."""

    def __init__(self, folder: Path, deadline: float = 0) -> None:
        """Work in a folder; an input may take `deadline` seconds, 0 for no end."""
        self.folder, self.deadline = folder, deadline
        self.count = 0
        self._tracebacks: list[str] = []
        self._mappings = cast(Mappings, Registry(Workspace(folder / "workspace")))
        self._renew()

    def __enter__(self) -> Self:
        logger = logging.getLogger("edi_engine")
        self._level, self._handler = logger.level, _Tracebacks(self._tracebacks)
        logger.addHandler(self._handler)
        logger.setLevel(logging.DEBUG)
        return self

    def __exit__(self, *_: object) -> None:
        logger = logging.getLogger("edi_engine")
        logger.removeHandler(self._handler)
        logger.setLevel(self._level)
        self.engine.__exit__()
        shutil.rmtree(self.folder / "workspace", ignore_errors=True)

    def run(self, data: bytes, rng: Random) -> None:
        """Do everything with an input; raises `Failure`."""
        self.count += 1
        if self.count % RENEWED == 0:
            self.engine.__exit__()
            self._renew()
        self._tracebacks.clear()
        for step in (self._detect_and_validate, self._translate, self._route):
            try:
                with _watched(self.deadline):
                    step(data, rng)
            except Hang as hang:
                raise Failure(f"{step.__name__}: longer than {self.deadline} s\n{traceback.format_exc()}") from hang
            except Failure:
                raise
            except Exception as error:
                raise Failure(f"{step.__name__}: {error!r}\n{traceback.format_exc()}") from error

    def _renew(self) -> None:
        place = self.folder / "workspace"
        shutil.rmtree(place, ignore_errors=True)
        self.engine = Engine(Workspace(place), mappings=self._mappings)

    def _detect_and_validate(self, data: bytes, rng: Random) -> None:
        mappings, strictness = self.engine.mappings, rng.choice(list(Strictness))
        for interchange in formats.read(io.BytesIO(data), strictness=strictness):
            formats.check_envelope(interchange, mappings.directories)
            for message in interchange.messages:
                mapping, why = mappings.detect(message)
                formats.check(message, mappings.directories)
                if mapping is not None and not message.report.rejected:
                    mapping.read(message, message.report)
                self._look(why)
                self._look(message.report)
            self._look(interchange.report)

    def _translate(self, data: bytes, rng: Random) -> None:
        names = self.engine.mappings.names()
        for name in names if len(data) < 2_000 else rng.sample(names, TARGETS):
            translator = Translator(self.engine, name, strict_loss=rng.random() < 0.1)
            found: list[Finding] = []
            try:
                written = b"".join(translator.pieces(_accepted(translator, data, found)))
            except ConfigurationError:
                raise
            except EdiError as error:  # said in findings, as every fault of data
                written = b""
                found += error.findings
            self._look(found)
            if translator.writer.syntax in ("edifact", "xml") and written:
                self._read_back(written)

    def _read_back(self, written: bytes) -> None:
        """What we write our own reader takes: the envelope is right, whatever was in it."""
        for interchange in formats.read(io.BytesIO(written)):
            reports = [*(message.report for message in interchange.messages), interchange.report]
            wrong = [finding for report in reports for finding in report if finding.code.startswith(("ENV-", "XML-"))]
            if wrong and any(report.rejected for report in reports):
                raise Failure(f"what was written does not read back: {wrong[0]}\n{written[:2000]!r}")

    def _route(self, data: bytes, rng: Random) -> None:
        dry_run, again = rng.random() < 0.7, rng.random() < 0.5
        exchange = self.engine.route(io.BytesIO(data), "fuzz", dry_run=dry_run, allow_duplicates=again)
        self._look(exchange.findings)

    def _look(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            if finding.code in OUR_FAULTS:
                raise Failure(f"{finding}\n{''.join(self._tracebacks[-1:])}")
            json.dumps(finding_object(finding))
            str(finding)


def _accepted(translator: Translator, data: bytes, found: list[Finding]) -> Iterator[Translated]:
    for result in translator.translate(io.BytesIO(data)):
        found.extend(result.report)
        if result.body is not None:
            yield result


@contextlib.contextmanager
def _watched(deadline: float) -> Iterator[None]:
    """Raise `Hang` where the block is not done within so many seconds of processor time: others may be at work, too."""
    if not deadline:
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGPROF, stop)
    # Again each second: what is raised in a finalizer, where an alarm may come, Python drops.
    signal.setitimer(signal.ITIMER_PROF, deadline, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


class _Tracebacks(logging.Handler):
    """Keeps the tracebacks of what the engine contained."""

    def __init__(self, kept: list[str]) -> None:
        super().__init__()
        self.kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self.kept.append("".join(traceback.format_exception(*record.exc_info)))
