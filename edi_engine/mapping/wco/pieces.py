"""What the generated writer calls: parties by the element that takes them, dates as XML."""

from typing import Any

from edi_engine.canonical.metadata import roles
from edi_engine.canonical.values import DateTime
from edi_engine.mapping.wco.escaping import Unusual, attribute, text

Parties = dict[str, list[Any]]
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


def date_time(value: DateTime) -> str:
    """The element in a date's element, empty for no date.

    Raises:
        Unusual: a format code without a date, or characters XML cannot carry.
    """
    shown, form = value.value, value.format
    if not shown:
        if form:
            raise Unusual
        return ""
    shown = shown if shown.isalnum() else text(shown)
    if form:
        return f'<ds:DateTimeString formatCode="{attribute(form)}">{shown}</ds:DateTimeString>'
    return f"<ds:DateTimeString>{shown}</ds:DateTimeString>"
