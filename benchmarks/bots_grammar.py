"""A directory of ours in the notation of the Bots engine: one grammar file for an interchange of one message type."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pprint import pformat
from typing import Any

from edi_engine.formats.edifact.definitions import GroupUse, MessageTable, SegmentUse, Use
from edi_engine.formats.edifact.directory import Directory

KINDS = {"a": "A", "an": "AN", "n": "N"}
ENVELOPE = ("UNB", "UNZ", "UNH", "UNT")


def grammar(directory: Directory, table: MessageTable) -> str:
    """The text of a grammar: interchange, messages, their segment table, and every segment with all its elements.

    Tags that could stand at several places of the table are not looked into (`checkcollision`): CUSDEC has them.
    """
    tags = sorted({*_tags(table.items), *ENVELOPE})
    records = {tag: _record(directory, tag) for tag in tags}
    message = [one for one in _structure(table.items) if one["ID"] not in ENVELOPE]
    trailer = {"ID": "UNT", "MIN": 1, "MAX": 1}
    messages = {"ID": "UNH", "MIN": 1, "MAX": 99999, "LEVEL": [*message, trailer]}
    interchange = {"ID": "UNB", "MIN": 1, "MAX": 99999, "LEVEL": [messages, {"ID": "UNZ", "MIN": 1, "MAX": 1}]}
    return "\n".join(
        [
            "from botscore.constants import ID, LEVEL, MAX, MIN",
            "syntax = {'charset': 'UNOC', 'envelope': '', 'checkcollision': False}",
            "nextmessage = ({'BOTSID': 'UNB'}, {'BOTSID': 'UNH'})",
            f"structure = {_bare(pformat([interchange], width=120))}",
            f"recorddefs = {pformat(records, width=120)}",
            "",
        ]
    )


def _bare(text: str) -> str:
    """Keys as the engine's constants in place of texts."""
    return re.sub(r"'(ID|LEVEL|MAX|MIN)':", r"\1:", text)


def _tags(items: Sequence[SegmentUse | GroupUse]) -> Iterator[str]:
    for item in items:
        if isinstance(item, GroupUse):
            yield from _tags(item.items)
        else:
            yield item.tag


def _structure(items: Sequence[SegmentUse | GroupUse]) -> list[dict[str, Any]]:
    """A segment table; a group stands under its trigger."""
    found = []
    for at, item in enumerate(items):
        trigger = _trigger(item)
        if isinstance(item, SegmentUse) and any(_trigger(other).tag == item.tag for other in _groups(items[at:])):
            continue  # botscore 0.1.0 checks the group's segments against the first definition of the tag
        made = {"ID": trigger.tag, "MIN": int(item.mandatory), "MAX": item.limit}
        if isinstance(item, GroupUse) and len(item.items) > 1:
            made["LEVEL"] = _structure(item.items[1:])
        found.append(made)
    return found


def _groups(items: Sequence[SegmentUse | GroupUse]) -> list[GroupUse]:
    return [item for item in items if isinstance(item, GroupUse)]


def _trigger(item: SegmentUse | GroupUse) -> SegmentUse:
    first = item.items[0] if isinstance(item, GroupUse) else item
    if isinstance(first, GroupUse):
        raise TypeError(f"{item} begins with a group")
    return first


def _record(directory: Directory, tag: str) -> list[list[Any]]:
    segment = directory.segment(tag)
    uses = segment.uses if segment else ()
    return [["BOTSID", "M", 3, "AN"], *(_field(directory, name, use) for name, use in _named(uses))]


def _named(uses: Sequence[Use], around: str = "") -> Iterator[tuple[str, Use]]:
    """Each use as often as it repeats, with a name of its own."""
    total = Counter(use.id for use in uses for _ in range(use.repetitions))
    seen: Counter[str] = Counter()
    for use in uses:
        for _ in range(use.repetitions):
            seen[use.id] += 1
            number = f"#{seen[use.id]}" if total[use.id] > 1 else ""
            yield f"{around}{use.id}{number}", use


def _field(directory: Directory, name: str, use: Use) -> list[Any]:
    demand = "M" if use.mandatory else "C"
    composite = directory.composite(use.id)
    if composite is None:
        return [name, demand, *_format(directory, use.id)]
    return [name, demand, [_field(directory, inner, part) for inner, part in _named(composite.uses, f"{name}.")]]


def _format(directory: Directory, identifier: str) -> tuple[Any, str]:
    element = directory.element(identifier)
    if element is None:
        return 999, "AN"
    length = element.maximum if element.minimum < element.maximum else (element.maximum, element.maximum)
    return length, KINDS[element.kind]
