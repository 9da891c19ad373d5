"""Golden samples of a mapping: `samples/NAME.<ext>` received, `samples/NAME.canonical.json` what it means.

Reading gives the document; writing the document and reading that again gives it too. What writing normalises may differ
from what was received; the findings of reading say so, kept in `samples/NAME.findings.txt` where there are any.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

import msgspec

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.registry import Mapping, MappingFiles
from edi_engine.mapping.roundtrip import differences

CANONICAL = ".canonical.json"


@dataclass(frozen=True, slots=True)
class GoldenPair:
    """A received text and its document as canonical JSON; `findings` are the expected ones, a line each."""

    name: str
    received: str
    document: str
    findings: str


def golden_pairs(files: MappingFiles, mapping: str) -> list[GoldenPair]:
    """All golden samples of a mapping, by name."""
    names = [name for name in files.mapping_files(mapping) if name.startswith("samples/")]
    pairs = []
    for name in names:
        stem = name.rpartition(".")[0]
        if name.endswith((CANONICAL, ".findings.txt")) or f"{stem}{CANONICAL}" not in names:
            continue
        findings = f"{stem}.findings.txt"
        pairs.append(
            GoldenPair(
                stem.removeprefix("samples/"),
                files.mapping_text(mapping, name),
                files.mapping_text(mapping, f"{stem}{CANONICAL}"),
                files.mapping_text(mapping, findings) if findings in names else "",
            )
        )
    return pairs


def unpaired(files: MappingFiles, mapping: str) -> list[str]:
    """Samples received that have no document beside them: they would prove nothing."""
    names = [name for name in files.mapping_files(mapping) if name.startswith("samples/")]
    received = [name for name in names if not name.endswith((CANONICAL, ".findings.txt")) and ".written." not in name]
    return [name for name in received if f"{name.rpartition('.')[0]}{CANONICAL}" not in names]


def try_golden_pair(mapping: Mapping, pair: GoldenPair) -> list[str]:
    """Where a mapping does not do what a golden sample says, in words."""
    messages = list(_messages(pair.received, mapping.definition))
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
    return problems + _written(mapping, expected)


def shown_findings(report: Report) -> list[str]:
    """Findings as golden samples keep them: a line each, without line and byte, which move with every edit."""
    return [f"{f.severity} {f.code} {replace(f.where, offset=None, line=None, column=None)}: {f.what}" for f in report]


def _written(mapping: Mapping, expected: msgspec.Struct) -> list[str]:
    back = mapping.read(mapping.message(mapping.write(expected, Report())), Report())
    return [f"writing and reading again {difference}" for difference in differences(expected, back)]


def _messages(text: str, definition: Definition) -> Iterator[Message]:
    """The messages of a sample, which is kept as UTF-8 and received in the encoding its mapping names."""
    data = text.encode(definition.options.get("encoding") or "utf-8", "replace")
    for interchange in formats.read(BytesIO(data), expected=definition.syntax):
        yield from interchange.messages
