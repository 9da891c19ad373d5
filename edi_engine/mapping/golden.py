"""Golden samples of a mapping: `samples/NAME.<ext>` received, `samples/NAME.canonical.json` what it means.

Reading gives the document and the findings of `samples/NAME.findings.txt`, none where there is no such file. Writing
the document gives what was received; where writing normalises, what it gives is kept in `samples/NAME.written.<ext>`
(for EDIFACT the segments between UNH and UNT). Reading that again gives the document, or at least one that is written
the same: a format may number what came without a number, or have no place for minutes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import zip_longest
from typing import Any

import msgspec
from lxml import etree

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Report
from edi_engine.formats.edifact.segments import Segments
from edi_engine.interchange import Message
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.registry import Mapping, MappingFiles
from edi_engine.mapping.roundtrip import differences

CANONICAL = ".canonical.json"
SHOWN = 3


@dataclass(frozen=True, slots=True)
class GoldenPair:
    """A received text and its document as canonical JSON.

    Attributes:
        findings: the expected ones, a line each.
        written: what writing the document gives, where it is not what was received.
    """

    name: str
    received: str
    document: str
    findings: str = ""
    written: str = ""


def golden_pairs(files: MappingFiles, mapping: str) -> list[GoldenPair]:
    """All golden samples of a mapping, by name."""
    names, pairs = files.mapping_files(mapping), []
    for name in samples_received(names):
        stem, _, ending = name.rpartition(".")
        beside = (f"{stem}{CANONICAL}", f"{stem}.findings.txt", f"{stem}.written.{ending}")
        texts = [files.mapping_text(mapping, file) if file in names else "" for file in (name, *beside)]
        if beside[0] in names:
            pairs.append(GoldenPair(stem.removeprefix("samples/"), *texts))
    return pairs


def samples_received(files: list[str]) -> list[str]:
    """The samples received, of all files of a mapping's folder."""
    names = [name for name in files if name.startswith("samples/")]
    return [name for name in names if not name.endswith((CANONICAL, ".findings.txt")) and ".written." not in name]


def unpaired(files: MappingFiles, mapping: str) -> list[str]:
    """Samples received that have no document beside them: they would prove nothing."""
    names = files.mapping_files(mapping)
    return [name for name in samples_received(names) if f"{name.rpartition('.')[0]}{CANONICAL}" not in names]


def try_golden_pair(mapping: Mapping, pair: GoldenPair) -> list[str]:
    """Where a mapping does not do what a golden sample says, in words."""
    messages = list(messages_of(pair.received, mapping.definition))
    if len(messages) != 1:
        return [f"{len(messages)} messages, one is expected"]
    report = Report()
    document = mapping.read(messages[0], report)
    expected = canonical_json.read(pair.document.encode(), Report())
    if document is None or expected is None:
        return ["the message or the document cannot be read"]
    problems = [f"reading {difference}" for difference in differences(expected, document)]
    found = "\n".join(shown_findings(report))
    if found != pair.findings.strip():
        problems.append(f"findings are {found!r}, expected {pair.findings.strip()!r}")
    return problems + _written(mapping, expected, messages[0], pair)


def shown_findings(report: Report) -> list[str]:
    """Findings as golden samples keep them: a line each, without line and byte, which move with every edit."""
    return [f"{f.severity} {f.code} {replace(f.where, offset=None, line=None, column=None)}: {f.what}" for f in report]


def _written(mapping: Mapping, expected: msgspec.Struct, received: Message, pair: GoldenPair) -> list[str]:
    written = mapping.message(mapping.write(expected, Report()))
    kept = mapping.message(_body(mapping, pair.written)) if pair.written else received
    problems = _differences(shown_body(kept.body), shown_body(written.body))
    if problems and not pair.written:
        problems.append(f"if that is right, keep what is written as samples/{pair.name}.written.<ext>")
    back = mapping.read(written, Report())
    if pair.written and back is not None and _same(mapping, back, written):
        return problems  # what the format says in its own way is final
    return problems + [f"writing and reading again {difference}" for difference in differences(expected, back)]


def _same(mapping: Mapping, document: msgspec.Struct, written: Message) -> bool:
    """Whether writing a document gives a message."""
    again = mapping.message(mapping.write(document, Report()))
    return shown_body(again.body) == shown_body(written.body)


def _differences(expected: list[str], written: list[str]) -> list[str]:
    """The first places at which what is written is not what was expected."""
    pairs = zip_longest(expected, written, fillvalue="nothing")
    other = [f"writing gives {there!r}, not {wanted!r}" for wanted, there in pairs if wanted != there]
    return other[:SHOWN]


def shown_body(body: Any) -> list[str]:
    """The body of a message as lines that compare: without envelope, layout, prefixes and comments."""
    if isinstance(body, Segments):
        return list(body.texts[1:-1])
    if isinstance(body, etree._Element):
        text = etree.tostring(body, encoding="unicode", with_tail=False)
        plain = str(etree.canonicalize(text, strip_text=True, rewrite_prefixes=True))
        return plain.replace("><", ">\n<").splitlines()
    if isinstance(body, bytes):
        return msgspec.json.format(body, indent=1).decode().splitlines()
    return str(body).splitlines()


def body_text(body: Any) -> str:
    """A body that a mapping wrote as `NAME.written.<ext>` keeps it."""
    if isinstance(body, list):
        return "".join(f"{text}'\n" for text in body)
    return body.decode() if isinstance(body, bytes) else str(body)


def _body(mapping: Mapping, text: str) -> Any:
    """The body a kept text stands for, as the mapping would have written it."""
    if mapping.syntax == "edifact":
        return [line.removesuffix("'") for line in text.splitlines()]
    return text.encode() if mapping.syntax == "json" else text


def messages_of(text: str, definition: Definition) -> Iterator[Message]:
    """The messages of a sample, which is kept as UTF-8 and received in the encoding its mapping names."""
    data = text.encode(definition.options.get("encoding") or "utf-8", "replace")
    for interchange in formats.read(BytesIO(data), expected=definition.syntax):
        yield from interchange.messages
