"""The house of UN/EDIFACT: `sniff` knows it by its first bytes, `read` takes it apart, `write` puts it together."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from edi_engine.findings import Finding, Severity, Strictness
from edi_engine.interchange import Envelope, Interchange, Message

if TYPE_CHECKING:
    from edi_engine.formats.edifact.directory import Directories

# UNA or an envelope segment behind blanks, a mail or telex header, or the start of a line in a text
_START = re.compile(
    rb"(?i:(?<![A-Z0-9])(?:UNA[^A-Z0-9]{5,6}\s*UN[BGH]|UNA[^A-Z0-9]{6}\s*[A-Z]{3}|"
    rb"UNB[^A-Z0-9\s]\s*[A-Z]{4}[^A-Z0-9\s]|UN[BGH][+\x1d]|UIB[+\x1d]))"
)


def sniff(head: bytes) -> bool:
    """Whether these first bytes of a payload hold the beginning of an EDIFACT interchange."""
    return _START.search(head) is not None


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read every interchange of a stream; see `reader.read`."""
    from edi_engine.formats.edifact import reader

    return reader.read(stream, **limits)


def weights(strictness: Strictness) -> Mapping[str, Severity]:
    """What findings weigh under a strictness, in place of what they weigh as they are made."""
    from edi_engine.formats.edifact.severities import weights

    return weights(strictness)


def check(message: Message, directories: "Directories", directory: str = "", **options: Any) -> None:
    """Check a message against the directory it claims, or another one; see `validation.check_message`."""
    from edi_engine.formats.edifact import validation

    validation.check_message(message, directories, directory, **options)


def check_dates(message: Message, directories: "Directories", directory: str = "") -> None:
    """Check the dates of a message against their formats; see `validation.check_dates`."""
    from edi_engine.formats.edifact import validation

    validation.check_dates(message, directories, directory)


def envelope_check(directories: "Directories") -> Callable[[Any], Iterable[Finding]]:
    """What finds the faults in a segment around messages; see `validation.check_service`."""
    from edi_engine.formats.edifact import validation

    return partial(validation.check_service, directories=directories)


def write(envelope: Envelope, messages: Iterable[Message], **options: Any) -> bytes:
    """Write one interchange; see `writer.write`."""
    from edi_engine.formats.edifact import writer

    return writer.write(envelope, messages, **options)
