"""An interpreter of simple templates, written apart from the compiler: the oracle of the compiled reader.

It knows one way only: walk the segments, keep the line each open group was matched by, try the lines under it in order.
A template line is text with `{path}` places; literals must be equal, paths are plain fields. No code is generated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from edi_engine.canonical.model import Declaration

Leaves = dict[str, str]


@dataclass(eq=False)
class Rule:
    """A template line: its text, what stands under it, the list it appends to."""

    text: str
    each: str = ""
    inner: list["Rule"] = field(default_factory=list)


@dataclass(eq=False)
class Open:
    """A segment that opened a group: its rule (None if unmapped), the path of its scope, what was used up under it."""

    rule: Rule | None
    scope: str
    used: set[int] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)


def naive_read(template: str, segments: list[str], depths: list[int]) -> tuple[Leaves, list[int]]:
    """The fields a message sets by path, and the ordinals of the segments no line takes.

    Args:
        template: lines and `each` blocks.
        segments: without UNH and UNT.
        depths: the number of groups around each segment.
    """
    top = Open(Rule("", inner=_rules(template)), "")
    stack, found, unmapped = [top], Leaves(), []
    counts: dict[str, int] = {}
    for number, (segment, depth) in enumerate(zip(segments, depths, strict=True)):
        trigger = _opens(segments, depths, number)
        del stack[depth if trigger else depth + 1 :]
        here = _match(stack[-1], segment, found, counts)
        if here is None:
            unmapped.append(number)
        if trigger:
            stack.append(here or Open(None, ""))
    return found, unmapped


def _opens(segments: list[str], depths: list[int], number: int) -> bool:
    """Whether a segment opens a group: its tag does at this depth in the messages of these tests."""
    triggers = {1: ("RFF", "NAD", "CST"), 2: ("PAC", "PCI"), 3: ("PCI",)}
    tag, depth = segments[number][:3], depths[number]
    inside_party = any(s[:3] == "NAD" for s in segments[:number]) and not any(s == "UNS+D" for s in segments[:number])
    return depth > 0 and tag in triggers.get(depth, ()) and not (tag == "RFF" and inside_party)


def _match(group: Open, segment: str, found: Leaves, counts: dict[str, int]) -> Open | None:
    for rule in group.rule.inner if group.rule else []:
        values = _fits(rule.text, segment)
        if values is None or (not rule.each and id(rule) in group.used):
            continue
        group.used.add(id(rule))
        scope = group.scope
        if rule.each:
            items = f"{scope}{rule.each}"
            scope = f"{items}[{counts.get(items, 0)}]."
            counts[items] = counts.get(items, 0) + 1
        found.update({scope + path: value for path, value in values.items() if value})
        return Open(rule, scope)
    return None


def _fits(text: str, segment: str) -> Leaves | None:
    """The values of a line's paths in a segment, None where a leading literal differs."""
    if text[:3] != segment[:3]:
        return None
    values: Leaves = {}
    pairs = list(_cells(text, segment))
    for place, here in pairs:
        if place.startswith("{"):
            values[place[1:-1]] = here
        elif place and place != here:
            return None
    return values


def _cells(text: str, segment: str) -> Iterator[tuple[str, str]]:
    theirs = [element.split(":") for element in segment.split("+")[1:]]
    for number, element in enumerate(text.split("+")[1:]):
        for component, place in enumerate(element.split(":")):
            there = theirs[number] if number < len(theirs) else []
            yield place, there[component] if component < len(there) else ""


def _rules(template: str) -> list[Rule]:
    root: list[Rule] = []
    stack: list[tuple[int, list[Rule]]] = [(-1, root)]
    each = ""
    for line in filter(None, map(str.rstrip, template.splitlines())):
        body = line.lstrip()
        indent = len(line) - len(body)
        while stack[-1][0] >= indent:
            stack.pop()
        if block := re.fullmatch(r"each (.+):", body):
            each = block[1]
            stack.append((indent, stack[-1][1]))
            continue
        rule = Rule(body, each)
        each = ""
        stack[-1][1].append(rule)
        stack.append((indent, rule.inner))
    return root


def leaves(document: Declaration) -> Leaves:
    """Every value of a document by its path, as text."""
    found: Leaves = {}
    todo: list[tuple[str, object]] = [("", document)]
    while todo:
        path, item = todo.pop()
        if isinstance(item, msgspec.Struct):
            names = item.__struct_fields__
            todo += [(f"{path}.{name}".lstrip("."), getattr(item, name)) for name in names]
        elif isinstance(item, list):
            todo += [(f"{path}[{number}]", element) for number, element in enumerate(item)]
        elif item is not None:
            found[path] = str(item)
    return found
