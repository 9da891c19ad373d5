"""A message against the directory it claims, or another one it shall be held to."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from edi_engine.alike import alike
from edi_engine.findings import Finding, Position, Severity
from edi_engine.formats.edifact.checker import UNKNOWN_CODE, check
from edi_engine.formats.edifact.dates import date_faults
from edi_engine.formats.edifact.directory import DEFAULT_SYNTAX, Directories, Directory, UnknownDirectoryError
from edi_engine.formats.edifact.element_checker import element_checker
from edi_engine.formats.edifact.element_faults import ElementFault
from edi_engine.formats.edifact.element_rules import finding
from edi_engine.formats.edifact.envelope import ServiceSegment
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.grouping import structure
from edi_engine.formats.edifact.security import check_security
from edi_engine.interchange import Message

UNKNOWN_DIRECTORY, UNKNOWN_MESSAGE = "ESG-010", "ESG-011"
REPORT = "CONTRL"
TRAILING = "EEL-011"
LACKS_COMPONENT = "EEL-002"
TOLD_BY_READER = ("EEL-001", "EEL-002", "ESG-007")
NO_NUMBER = ("EEL-008", "EEL-013")
VERSIONS = frozenset("1234")
_LIMITS = "LIM-"  # what the codes of the reader's limits begin with


def check_message(
    message: Message,
    directories: Directories,
    directory: str = "",
    unknown_codes: Severity = Severity.ERROR,
    *,
    notes: bool = True,
) -> None:
    """Check order and elements of a message; findings go to its own report.

    A message that passed a limit is rejected for that and not looked into: the limits bound what a check may cost.

    Args:
        message: with `Segments` as body.
        directories: where definitions are found.
        directory: the directory it is held to, in place of the one UNH names.
        unknown_codes: how much a code weighs that its list lacks; in a CONTRL it is a warning, for that repeats what
            it answers, and partners agree on qualifiers of their own.
        notes: whether codes of partners' lists are noted.
    """
    if _passes_a_limit(message):
        return
    wanted = directory or message.directory
    try:
        found = directories.find(message.type, wanted, message.body.syntax_version)
    except UnknownDirectoryError as error:
        if not wanted and _tell_what_unh_lacks(message, directories):
            return
        why = f"UNH names {wanted or 'no directory'}; known are {directories.names[0]} to {directories.names[-1]}"
        _refuse(message, UNKNOWN_DIRECTORY, 2, why, name=wanted, fix=error.finding.fix)
        return
    found = _overlaid(found, message, directories)
    placing = structure(found, message.type)
    if placing is None:
        why, fix = _advice(message.type, found, directories)
        _refuse(message, UNKNOWN_MESSAGE, 1, why, directory=found.name, name=message.type, fix=fix)
        return
    if message.type == REPORT:
        unknown_codes = Severity.WARNING
    if "USH" not in placing.tags:
        message.report.extend(check_security(message.body))
    check(message.body, found, placing, message.report, unknown_codes=unknown_codes, notes=notes)


def check_dates(message: Message, directories: Directories, directory: str = "") -> None:
    """Look for dates that do not exist or are not of their format; where something is told of a place, it is enough.

    This is of what a message says, not of its syntax: what syntax is checked for (`check_message`) leaves it alone.

    Args:
        message, directories, directory: as for `check_message`, which is to come first.
    """
    if _passes_a_limit(message):
        return
    body = message.body
    try:
        found = directories.find(message.type, directory or message.directory, body.syntax_version)
    except UnknownDirectoryError:
        return  # that is told already
    told = {(each.where.segment, each.where.element, each.where.component) for each in message.report}
    for number, wrong in date_faults(body.texts, _overlaid(found, message, directories)):
        if (number, wrong.element, wrong.component) not in told:
            where = body.locate(number, wrong.element, wrong.component, wrong.repetition)
            message.report.add(finding(wrong.code, where, wrong.why, body.syntax_version, **wrong.facts))


def _passes_a_limit(message: Message) -> bool:
    return any(found.code.startswith(_LIMITS) and found.severity is Severity.ERROR for found in message.report)


def _overlaid(directory: Directory, message: Message, directories: Directories) -> Directory:
    envelope = message.envelope
    return directories.overlaid(directory, message.type, envelope.sender, envelope.recipient, message.association)


def check_service(segment: ServiceSegment, directories: Directories) -> Iterator[Finding]:
    """Faults in the elements of a segment that stands outside messages, by the syntax version it is written in.

    A fault here puts no message in doubt, so it weighs less than it would in one. What the reader looks at itself is
    left out: mandatory elements, the syntax identifier and version, counts that are no numbers.

    Source: service segments, composites, elements and code lists of syntax versions 1 to 4.
    """
    version = segment.body.syntax_version
    directory = directories.service(version if version in VERSIONS else DEFAULT_SYNTAX)
    for _, faults in element_checker(directory).faults([segment.text]):
        for found in faults:
            ours = segment.tag == "UNB" and found.element == 1 and found.component in (1, 2)
            count = segment.tag in ("UNE", "UNZ") and found.element == 1 and found.code in NO_NUMBER
            if found.code not in TOLD_BY_READER and not ours and not count:
                yield _service_finding(segment, found, version)


def _service_finding(segment: ServiceSegment, found: ElementFault, version: str) -> Finding:
    where = segment.where(found.element, found.component)
    made = finding(found.code, where, found.why, version, **found.facts)
    if found.code == TRAILING:
        return made
    code = "ENV-029" if found.code == UNKNOWN_CODE else "ENV-030"
    return replace(fault(code, where, what=made.what, why=made.why, fix=made.fix), error=made.error)


def _tell_what_unh_lacks(message: Message, directories: Directories) -> bool:
    """Tell the elements without which UNH names no directory; False if there are none."""
    body = message.body
    directory = directories.service(body.syntax_version if body.syntax_version in VERSIONS else DEFAULT_SYNTAX)
    lacking = [
        finding(found.code, body.locate(1, found.element, found.component), found.why, directory.syntax, **found.facts)
        for _, faults in element_checker(directory).faults(body.texts[:1])
        for found in faults
        if found.code == LACKS_COMPONENT and found.element == 2
    ]
    message.report.extend(lacking)
    return bool(lacking)


@lru_cache(maxsize=128)
def _advice(name: str, directory: Directory, directories: Directories) -> tuple[str, str]:
    """Why a directory has no such message, and what to do; looked for once, for a whole file may be of one type."""
    near = alike(name, directory.messages())
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
