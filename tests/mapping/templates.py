"""Small mappings for tests: written into a workspace of their own, read and written on messages made by hand."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edi_engine.canonical.model import Declaration
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Report
from edi_engine.formats.edifact.directory import Directories
from edi_engine.formats.edifact.lexer import escape
from edi_engine.mapping.compiler.edifact import EdifactMapping
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

DEFINITION = "title: under test\nsyntax: edifact\nmessage: CUSDEC\ndirectory: D.96B\ndocument: Declaration\n"


@cache
def directories() -> Directories:
    """The shipped directories, read once for all tests."""
    return Directories(Workspace(root="/nowhere").schema_text)


def write_mapping(root: Path, name: str, **files: str) -> None:
    """A mapping folder: `template`, `changes` (segment templates), `definition` (mapping.yaml); the rest are tables."""
    names = {"template": "template.edi", "changes": "changes.edi", "definition": "mapping.yaml"}
    for key, text in {"definition": DEFINITION, **files}.items():
        path = root / "mappings" / name / names.get(key, f"codes/{key}.csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def registry(root: Path) -> Mappings:
    """The mappings of a workspace, over the shipped ones."""
    return Mappings(Workspace(root=root), directories())


def compiled(root: Path, template: str, **files: str) -> EdifactMapping:
    """A mapping made of one template and its code tables."""
    write_mapping(root, "under-test", template=template, **files)
    mapping = registry(root).get("under-test")
    assert isinstance(mapping, EdifactMapping)
    return mapping


def faults(root: Path, template: str, **files: str) -> list[Finding]:
    """What is wrong with a template."""
    with pytest.raises(ConfigurationError) as caught:
        compiled(root, template, **files)
    return list(caught.value.findings)


def fault(root: Path, template: str, **files: str) -> tuple[str, str, int | None, int | None, str]:
    """The one thing that is wrong with a template: code, file, line, column and what."""
    (found,) = faults(root, template, **files)
    return found.code, found.where.path or "", found.where.line, found.where.column, found.what


def body(*segments: str) -> list[str]:
    """Segments between UNH and UNT, given with `?` as release character, in the reader's normal form."""
    return [normal(segment) for segment in segments]


def normal(segment: str) -> str:
    """A segment in normal form: released characters that look like separators become noncharacters."""
    out, at = [], 0
    while at < len(segment):
        released = segment[at] == "?" and at + 1 < len(segment)
        at += released
        out.append(escape(segment[at]) if released else segment[at])
        at += 1
    return "".join(out)


def read(mapping: EdifactMapping, *segments: str) -> tuple[Declaration, Report]:
    """Read the segments between UNH and UNT."""
    report = Report()
    document = mapping.read(mapping.message(body(*segments)), report)
    assert isinstance(document, Declaration)
    return document, report


def write(mapping: EdifactMapping, document: msgspec.Struct) -> tuple[list[str], Report]:
    """The segments between UNH and UNT, with `?` as release character."""
    report = Report()
    return [wire(text) for text in mapping.write(document, report)], report


def wire(text: str) -> str:
    """Normal form with `?` as release character; the opposite of `normal`."""
    for char in "?+:*'":
        text = text.replace(escape(char), f"?{char}")
    return text


def plain(document: msgspec.Struct) -> Any:
    """A document as dictionaries and texts, absent fields left out."""
    return msgspec.to_builtins(document, str_keys=True)


def codes(report: Report) -> list[str]:
    """The codes of all findings, in order."""
    return [finding.code for finding in report]


def shown(report: Report) -> list[tuple[str, int | None, int | None, int | None]]:
    """Code, segment, element and component of each finding."""
    return [(f.code, f.where.segment, f.where.element, f.where.component) for f in report]


def table(pairs: Mapping[str, str]) -> str:
    """A code table of canonical and external codes."""
    return "canonical,external\n" + "".join(f"{mine},{theirs}\n" for mine, theirs in pairs.items())
