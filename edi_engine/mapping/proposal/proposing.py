"""A first mapping from a sample message: proposed, made to compile, tried on its sample, and counted."""

import re
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePosixPath

import msgspec
from lxml import etree

from edi_engine.canonical import json as canonical_json
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.interchange import Message
from edi_engine.mapping.golden import shown_findings
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.proposal.draft import TODO, Draft, DraftFiles, DraftLine, Facts, place, place_of, tried
from edi_engine.mapping.received.message import received
from edi_engine.mapping.registry import TEMPLATES, Mapping, MappingFiles, Mappings

# What makes the draft of a syntax: module and function `draft(message, name, files, like)`.
DRAFTERS = {
    "edifact": "edi_engine.mapping.proposal.edifact_draft",
    "xml": "edi_engine.mapping.proposal.tree_draft",
    "json": "edi_engine.mapping.proposal.tree_draft",
    "csv": "edi_engine.mapping.proposal.csv_draft",
}

BY_HAND = "write the template by hand"
MOST_UNMAPPED = 20
UNMAPPED = frozenset({"MAP-101", "MAP-102", "MAP-104"})


@dataclass(slots=True, kw_only=True)
class Proposal:
    """A proposed mapping.

    Attributes:
        draft: its files but the samples.
        mapping: the same, compiled.
        document: what it reads in its sample; None where nothing could be made of it. `report`: what it found.
        sample: the message as it was tried, where that is not all of it; else empty.
        values, mapped: how many values the sample has, and how many of them have a path.
    """

    draft: Draft
    mapping: Mapping
    document: msgspec.Struct | None
    report: Report
    values: int
    mapped: int
    sample: str = ""

    def todo(self) -> list[tuple[int, str]]:
        """Lines of the template that nobody has decided yet, with what stands there."""
        told = ((number, _open(line)) for number, line in enumerate(self.draft.lines, start=1))
        return [(number, ", ".join(names)) for number, names in told if names]

    def unmapped(self) -> list[str]:
        """Segments and values of the sample that no line of a mapping taken over is for, with how often."""
        words = (
            re.sub(r"^segment | is not mapped.*", "", f.what) for f in self.report if f.code in ("MAP-101", "MAP-102")
        )
        return [f"{name} ({count})" for name, count in Counter(words).most_common(MOST_UNMAPPED)]

    def files(self, payload: str) -> dict[str, str]:
        """The whole folder: texts by name, the sample among them."""
        suffix = PurePosixPath(TEMPLATES[self.mapping.syntax]).suffix
        found = {**self.draft.texts(), f"samples/sample{suffix}": self.sample or payload}
        if self.document is not None:
            found["samples/sample.canonical.json"] = canonical_json.write(self.document).decode()
        if findings := shown_findings(self.report):
            found["samples/sample.findings.txt"] = "".join(f"{line}\n" for line in findings)
        return found


def propose(message: Message, name: str, files: MappingFiles, like: str = "") -> Proposal:
    """Propose a mapping for a message.

    Args:
        name: of the mapping.
        files: of the workspace; what is known of other mappings comes from there.
        like: a mapping to take over as much as possible from; empty: chosen by the message.

    Raises:
        ConfigurationError: nothing can be proposed for such a message, or the workspace is wrong.
    """
    if message.syntax not in DRAFTERS:
        raise ConfigurationError(_nothing("records of fixed width have no names", BY_HAND))
    drafter: Callable[..., Draft] = import_module(DRAFTERS[message.syntax]).draft
    try:
        made = drafter(message, name, files, like)
    except NotationError as error:
        raise ConfigurationError(_nothing(error.what)) from error
    several = bool(made.document)
    message = _first(message, made.document) if several else message
    made.facts = {
        "title": f"{message.type or made.facts['syntax']} as in the sample it was proposed from",
        **made.facts,
    }
    mapping = tried(made, files, message)
    made.facts["detect"] = _told_apart(made, files, message)
    mapping = Mappings(DraftFiles(files, {name: made})).get(name)
    report = Report()
    document = mapping.read(message, report)
    values, mapped = _counted(made, message, report)
    sample = etree.tostring(message.body, encoding="unicode") if several else ""
    return Proposal(
        draft=made, mapping=mapping, document=document, report=report, values=values, mapped=mapped, sample=sample
    )


def _first(message: Message, name: str) -> Message:
    """A message with the first of several documents alone: a golden sample is one."""
    root = deepcopy(message.body)
    for other in [child for child in root if isinstance(child.tag, str) and etree.QName(child).localname == name][1:]:
        root.remove(other)
    return replace(message, body=root)


def _told_apart(draft: Draft, files: MappingFiles, message: Message) -> Facts:
    """Conditions under which the new mapping reads its sample and no other does; none if there are no such."""
    plain: Facts = draft.facts["detect"]
    more = {"namespace": message.association, "sender": message.envelope.sender}
    further = {key: [text] for key, text in more.items() if text}
    tries = [plain, *({**plain, key: texts} for key, texts in further.items()), {**plain, **further}]
    for conditions in tries:
        draft.facts["detect"] = conditions
        found, _ = Mappings(DraftFiles(files, {draft.name: draft})).detect(message)
        if found is not None and found.name == draft.name:
            return conditions
    return {}


def _counted(draft: Draft, message: Message, report: Report) -> tuple[int, int]:
    """How many values of the sample have a place of their own, literals aside, and how many of them a path."""
    blanks = [blank for blank in draft.blanks() if blank.count]
    if blanks:
        values = [(blank.count, blank.text.startswith("{") and blank.text[1] not in "*=~") for blank in blanks]
        return sum(count for count, _ in values), sum(count for count, has_path in values if has_path)
    values_there = received(message).values
    lost = {place_of(finding) for finding in report if finding.code in UNMAPPED}
    last = len(getattr(message.body, "texts", ()))
    places = [where for value in values_there if (where := value.where()).segment not in (1, last)]
    kept = [where for where in places if not {(where.segment, 0, 1), place(where)} & lost]
    return len(places), len(kept)


def _open(line: DraftLine) -> list[str]:
    said = line.comment.partition(TODO)[2]
    return [*([said] if said else []), *line.open_labels()]


def _nothing(what: str, fix: str = f"name a mapping of the same message with --like, or {BY_HAND}") -> Finding:
    return Finding(
        code="MPG-020",
        severity=Severity.ERROR,
        what=f"nothing can be proposed for this sample: {what}",
        where=Position(),
        why="a proposal follows the directory of the message, or the names in it",
        fix=fix,
    )
