"""A message against the directory it claims, or another one it shall be held to."""

import difflib
from functools import lru_cache

from edi_engine.findings import Position, Severity
from edi_engine.formats.edifact.checker import check
from edi_engine.formats.edifact.directory import Directories, Directory, UnknownDirectoryError
from edi_engine.formats.edifact.element_rules import finding
from edi_engine.formats.edifact.grouping import structure
from edi_engine.interchange import Message

UNKNOWN_DIRECTORY, UNKNOWN_MESSAGE = "ESG-010", "ESG-011"
REPORT = "CONTRL"
_LIMITS = "LIM-"  # what the codes of the reader's limits begin with


def check_message(
    message: Message,
    directories: Directories,
    directory: str = "",
    unknown_codes: Severity = Severity.ERROR,
) -> None:
    """Check order and elements of a message; findings go to its own report.

    A message that passed a limit is rejected for that and not looked into: the limits bound what a check may cost.

    Args:
        message: with `Segments` as body.
        directories: where definitions are found.
        directory: the directory it is held to, in place of the one UNH names.
        unknown_codes: how much a code weighs that its list lacks; in a CONTRL it is a warning, for that repeats what
            it answers, and partners agree on qualifiers of their own.
    """
    if any(found.code.startswith(_LIMITS) and found.severity is Severity.ERROR for found in message.report):
        return
    wanted = directory or message.directory
    try:
        found = directories.find(message.type, wanted, message.body.syntax_version)
    except UnknownDirectoryError as error:
        why = f"UNH names {wanted or 'no directory'}; known are {directories.names[0]} to {directories.names[-1]}"
        _refuse(message, UNKNOWN_DIRECTORY, 2, why, name=wanted, fix=error.finding.fix)
        return
    envelope = message.envelope
    found = directories.overlaid(found, message.type, envelope.sender, envelope.recipient, message.association)
    placing = structure(found, message.type)
    if placing is None:
        why, fix = _advice(message.type, found, directories)
        _refuse(message, UNKNOWN_MESSAGE, 1, why, directory=found.name, name=message.type, fix=fix)
        return
    if message.type == REPORT:
        unknown_codes = Severity.WARNING
    check(message.body, found, placing, message.report, unknown_codes=unknown_codes)


@lru_cache(maxsize=128)
def _advice(name: str, directory: Directory, directories: Directories) -> tuple[str, str]:
    """Why a directory has no such message, and what to do; looked for once, for a whole file may be of one type."""
    near = difflib.get_close_matches(name, directory.messages(), 3, 0.6)
    fix = f"write {' or '.join(near)}" if near else f"see `edi-engine directory list {directory.name}`"
    return f"message list of {directory.name}{_elsewhere(name, directory, directories)}", fix


def _elsewhere(name: str, directory: Directory, directories: Directories) -> str:
    others = [key for key in directories.names if key != directory.name and directories.get(key).title(name)]
    return f"; it is in {others[0]} to {others[-1]}" if others else ""


def _refuse(message: Message, code: str, component: int, why: str, **facts: str) -> None:
    """Cite UNH S009, whose component names what is not known."""
    body = message.body
    where = body.locate(1, 2, component) if len(body) else Position(message=message.number)
    message.report.add(finding(code, where, why, body.syntax_version, **facts))
