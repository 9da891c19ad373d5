"""Golden samples of every mapping: what was received, what it means, what is found, what is written.

`pytest --accept` writes what lies beside a sample received; read the diff.
"""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.golden import (
    body_text,
    golden_pairs,
    samples_received,
    shown_body,
    shown_findings,
    try_golden_pair,
)
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace
from tests.conftest import Golden

WORKSPACE = Workspace()
MAPPINGS = Mappings(WORKSPACE)
SAMPLES = [
    (name, WORKSPACE.mapping_folders()[name] / file)
    for name in MAPPINGS.names()
    for file in samples_received(WORKSPACE.mapping_files(name))
]


def received(mapping: Any, path: Path) -> Message:
    data = path.read_text(encoding="utf-8").encode(mapping.definition.options.get("encoding") or "utf-8", "replace")
    [message] = [m for i in formats.read(BytesIO(data), expected=mapping.syntax) for m in i.messages]
    return message


def test_what_is_written_otherwise_than_received_must_be_kept() -> None:
    [pair] = [pair for pair in golden_pairs(WORKSPACE, "json") if pair.name == "unknown_member"]
    assert pair.written
    problems = try_golden_pair(MAPPINGS.get("json"), replace(pair, written=""))
    assert problems[0].startswith('writing gives \' "goodsItems": [\', not \' "functionalReferenceID"')
    assert problems[-1] == "if that is right, keep what is written as samples/unknown_member.written.<ext>"


@pytest.mark.parametrize(("name", "path"), SAMPLES, ids=[f"{name} {path.stem}" for name, path in SAMPLES])
def test_a_sample_is_read_and_written_as_it_was_seen_right(name: str, path: Path, golden: Golden) -> None:
    mapping, report = MAPPINGS.get(name), Report()
    message = received(mapping, path)
    document = mapping.read(message, report)
    assert document is not None
    kept = path.with_suffix(".canonical.json")
    if not kept.is_file() or canonical_json.read(kept.read_bytes(), Report()) != document:
        golden(kept, canonical_json.write(document, 1))
    golden(path.with_suffix(".findings.txt"), "".join(f"{line}\n" for line in shown_findings(report)))
    body = mapping.write(document, Report())
    same = shown_body(mapping.message(body).body) == shown_body(message.body)
    golden(path.with_suffix(f".written{path.suffix}"), "" if same else body_text(body))
    [pair] = [pair for pair in golden_pairs(WORKSPACE, name) if pair.name == path.stem]
    assert try_golden_pair(mapping, pair) == []
