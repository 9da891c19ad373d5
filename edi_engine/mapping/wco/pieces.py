"""What the generated writer calls: parties by the element that takes them, dates as XML."""

import re
from typing import Any

from edi_engine.canonical.metadata import roles
from edi_engine.canonical.values import DateTime
from edi_engine.mapping.moments import write_moment
from edi_engine.mapping.wco.escaping import Unusual, attribute, text
from edi_engine.mapping.wco.losses import LESS_PRECISE, MISFIT, ON_ONE_LINE, Losses, lose

Parties = dict[str, list[Any]]
_BREAK = re.compile(r"[\r\n]")
_LOST = ("", "fraction of a second", "zone", "seconds", "time", "day")  # what a format may leave out, least first
_LEVEL = {role.name: role.level for role in roles().values()}


def parties_by_level(parties: list[Any]) -> Parties:
    """The parties of a document by level and role; one without a level stands where its role belongs."""
    found: Parties = {}
    for party in parties:
        role = party.role
        level = _LEVEL.get(role) if party.level is None else party.level
        found.setdefault(f"{level}/{role}" if level else str(role), []).append(party)
    return found


def parties_by_role(parties: list[Any]) -> Parties:
    """The parties of any other struct by role, and by level where they say one."""
    found: Parties = {}
    for party in parties:
        level = party.level
        found.setdefault(f"{level}/{party.role}" if level else str(party.role), []).append(party)
    return found


def any_text(value: str, losses: Losses, path: str) -> str:
    """A text as XML; raises as `escaping.text`."""
    return text(value)


def one_line(value: str, losses: Losses, path: str) -> str:
    """A text as XML, its lines joined by a blank; raises as `escaping.text`."""
    return text(joined(value, losses, path))


def joined(value: str, losses: Losses, path: str) -> str:
    """A text without line breaks; one that had some is counted."""
    if "\n" not in value and "\r" not in value:
        return value
    lose(losses, ON_ONE_LINE, path, "")
    return " ".join(line for line in map(str.strip, _BREAK.split(value)) if line)


def date_time(value: DateTime, formats: tuple[str, ...], losses: Losses, path: str) -> str:
    """The element in a date's element, empty for no date.

    Args:
        formats: the format codes the dialect takes; none: any.
        losses: get what is written otherwise or not at all.

    Raises:
        Unusual: a format code without a date, or characters XML cannot carry.
    """
    if formats and value.value and value.format not in formats:
        value = fitting(value, formats, losses, path)
    shown, form = value.value, value.format
    if not shown:
        if form:
            raise Unusual
        return ""
    shown = shown if shown.isalnum() else text(shown)
    if form:
        return f'<ds:DateTimeString formatCode="{attribute(form)}">{shown}</ds:DateTimeString>'
    return f"<ds:DateTimeString>{shown}</ds:DateTimeString>"


def fitting(value: DateTime, formats: tuple[str, ...], losses: Losses, path: str) -> DateTime:
    """A date in the format of the dialect that says most of it; no zone and no hour are made up.

    What is no date stays as it is, which is for checks to say; what no format can say is no date any more.
    """
    if value.missing == "validity":
        return value
    made = [(found, *write_moment(value, found)) for found in formats]
    fit = [(_LOST.index(lost), lost, shown, found) for found, shown, lost in made if shown]
    takes = f"the dialect takes {' and '.join(formats)}"
    if not fit:
        lose(losses, MISFIT, path, f"no {value.missing} is given, and {takes}")
        return DateTime()
    _, lost, shown, found = min(fit, key=lambda candidate: candidate[0])
    if lost:
        lacks = f", and no {value.missing} is given" if value.missing else ""
        lose(losses, LESS_PRECISE, path, f"as {found} without its {lost}: {takes}{lacks}")
    return DateTime(shown, found)
