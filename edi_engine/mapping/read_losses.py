"""The loss report of reading: what became of each element of a message.

The elements come from the message itself, not from what a mapping looked at; the findings of reading say which of them
are not simply mapped. So an element nobody thought of is there, and the classes add up to the number of elements.
"""

import re
from collections.abc import Iterator
from typing import Any, Protocol

import msgspec
from lxml import etree

from edi_engine.canonical.meaning import identical
from edi_engine.findings import Finding, Report
from edi_engine.interchange import Message
from edi_engine.mapping.losses import READ_FATES, READING, Entry, Fate
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.received.value import Received, ReceivedValue

DERIVED = "MAP-210"
MOST_TRIALS = 200
MOST_FINDINGS = 100_000  # of one message; what is beyond is told of its elements together
_WEIGHT = {fate: number for number, fate in enumerate(READING)}
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_LAST = re.compile(r"[/@]([^/@\[]*)(?:\[[0-9]+\])?$")


class Reader(Protocol):
    """What is asked of a mapping."""

    def read(self, message: Message, report: Report) -> msgspec.Struct | None:
        """The document a message means."""


def read_losses(mapping: Reader, message: Message, document: msgspec.Struct | None, report: Report) -> list[Entry]:
    """What became of each element of a message, in the order of its text.

    Args:
        mapping: what read it.
        message: what was read.
        document: what it means; None where it was rejected, and nothing is mapped.
        report: the findings of reading; where some of them were only counted, the message is read once more.
    """
    if report.suppressed:
        report = Report(limit=MOST_FINDINGS)
        mapping.read(message, report)
    found = received_by(mapping, message)
    said = _said(found, report)
    said |= _left_out(mapping, found, document, [finding for finding in report if finding.code == DERIVED])
    kept = _kept(document) if document is not None else {}
    return [_entry(value, said.get(index), kept, document) for index, value in enumerate(found.values) if value.text]


def _said(found: Received, report: Report) -> dict[int, Finding]:
    """For each value of which something is said, the finding that says the worst."""
    said: dict[int, Finding] = {}
    for finding in report:
        for index in found.within(finding.where) if _weight(finding) else ():
            if index not in said or _weight(said[index]) < _weight(finding):
                said[index] = finding
    return said


def _left_out(mapping: Reader, found: Received, document: Any, findings: list[Finding]) -> dict[int, Finding]:
    """The elements whose values a derive step left out.

    Its findings know the place in the document only, and quote what is left out; of the elements that say so those are
    meant without which the document is the same. Past some trials all of them are.
    """
    said: dict[int, Finding] = {}
    quoted = {text: finding for finding in findings for text in _QUOTED.findall(finding.what)}
    like = [index for index, value in enumerate(found.values) if repr(value.text) in quoted]
    for number, index in enumerate(like):
        finding = quoted[repr(found.values[index].text)]
        with found.altered([index]) as message:
            if number >= MOST_TRIALS or identical(mapping.read(message, Report()), document):
                said[index] = finding
    return said


def _weight(finding: Finding) -> int:
    """How bad it is what a finding says of values; 0 where it says nothing of them."""
    return _WEIGHT.get(READ_FATES.get(finding.code, Fate.MAPPED), 0)


def _entry(value: ReceivedValue, said: Finding | None, kept: dict[str, set[str]], document: Any) -> Entry:
    fate, code, reason = Fate.MAPPED, "", ""
    if said is not None:
        fate, code, reason = READ_FATES[said.code], said.code, said.what.removeprefix("ignored: ")
    elif value.aside:
        fate, reason = Fate.IGNORED, value.aside
    elif document is None:
        fate, reason = Fate.UNMAPPED, "the message is rejected"
    if kept and fate in (Fate.MAPPED, Fate.NORMALISED) and value.text in kept.get(_name(value), ()):
        fate, code, reason = Fate.KEPT, "", "kept verbatim in extensions"
    return Entry(text=value.text, place=value.where, fate=fate, code=code, reason=reason)


# -- what is kept verbatim ---------------------------------------------------------------------------------------------


def _name(value: ReceivedValue) -> str:
    """The last name of a value's place, empty where it has only ordinals."""
    path = value.where().path or ""
    match = _LAST.search(path.removesuffix("/text()"))
    return match[1] if match else path


def _kept(document: msgspec.Struct) -> dict[str, set[str]]:
    """What `extensions` anywhere in a document hold, by the last name of its place."""
    kept: dict[str, set[str]] = {}
    todo: list[Any] = [document]
    while todo:
        here = todo.pop()
        if isinstance(here, list):
            todo += here
        elif isinstance(here, msgspec.Struct):
            for name in here.__struct_fields__:
                inner = getattr(here, name)
                if name == "extensions" and inner:
                    for key, text in _texts("", inner):
                        kept.setdefault(key, set()).add(text)
                elif isinstance(inner, list | msgspec.Struct):
                    todo.append(inner)
    return kept


def _texts(name: str, held: Any) -> Iterator[tuple[str, str]]:
    """The values in what is kept, each with the last name on its way."""
    if isinstance(held, dict):
        if isinstance(held.get("json"), str):
            yield from _texts(name, msgspec.json.decode(held["json"]))
        if isinstance(held.get("xml"), str):
            yield from _of_xml(held["xml"])
        for key, inner in held.items():
            yield from _texts(str(key).rpartition("/")[2].rpartition("}")[2].lstrip("@"), inner)
    elif isinstance(held, list):
        for inner in held:
            yield from _texts(name, inner)
    elif held is not None:
        yield name, str(held).lower() if isinstance(held, bool) else str(held)


def _of_xml(text: str) -> Iterator[tuple[str, str]]:
    try:
        root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError):
        return
    for element in root.iter(tag=etree.Element):
        yield etree.QName(element).localname, (element.text or "").strip()
        for name, value in element.attrib.items():
            yield etree.QName(name).localname, str(value)
