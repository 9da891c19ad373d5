"""Whatever a document holds, XML and JSON carry it or name what they do not; whatever comes in, something is said."""

import io
import re
from collections import Counter
from random import Random
from typing import Any, cast

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Report, Severity
from edi_engine.formats.xml.wrapper import framed
from edi_engine.interchange import Envelope
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.wco.proof import ALPHABET
from edi_engine.mapping.wco_codec import WcoMapping
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.fuzz.inputs import OF_SYNTAX, random_of
from tests.fuzz.seeds import seeds

MAPPINGS = Mappings(Workspace())
NAMES = [name for name in MAPPINGS.names() if MAPPINGS.definition(name).codec == "wco"]
EACH = pytest.mark.parametrize("name", NAMES)
SEEDS = st.integers(min_value=0)
INPUTS = 150


def random(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - not for secrets


def sent(mapping: WcoMapping, bodies: list[str]) -> bytes:
    """Bodies in the wrapper of a mapping, or any that holds several."""
    frames = mapping.frames or [{"name": "MetaData", "namespace": "", "fields": []}]
    return formats.write("xml", framed(Envelope(), frames), bodies)


def test_there_are_mappings_to_prove() -> None:
    assert {"wco-dec", "wco-res", "event-report"} < set(NAMES)


@EACH
@settings(max_examples=20, deadline=None)
@given(seed=SEEDS)
def test_documents_survive_the_files_of_both_formats(name: str, seed: int) -> None:
    mapping, report = cast(WcoMapping, MAPPINGS.get(name)), Report()
    made = mapping.generator(random(seed))
    documents = [made.document() for _ in range(3)]
    (interchange,) = formats.read(io.BytesIO(sent(mapping, [mapping.write(each, report) for each in documents])))
    received = [mapping.read(message, report) for message in interchange.messages]
    assert received == documents
    kind = mapping.definition.document
    assert [canonical_json.read(canonical_json.write(each), report, kind) for each in received] == documents
    assert not [*report, *interchange.report]


@EACH
@settings(max_examples=25, deadline=None)
@given(seed=SEEDS)
def test_what_a_layout_has_no_element_for_is_named(name: str, seed: int) -> None:
    mapping, report = cast(WcoMapping, MAPPINGS.get(name)), Report(limit=100_000)
    values = RandomValues(random(seed), ALPHABET, tidy=True, formats=mapping.layout.date_time_formats)
    document = RandomDocuments([whole(mapping.definition.document)], values, 0.3, 0.3, 300).document()
    back = mapping.read(mapping.message(mapping.write(document, report)), report)
    named = {finding.where.path or "-" for finding in report}
    lost = values_of(document) - values_of(back)
    silent = [at for at, _ in lost if not at.startswith(tuple(place(path) for path in named))]
    assert not silent, (silent[:3], sorted(named)[:5])


def values_of(value: Any, path: str = "") -> Counter[tuple[str, str]]:
    """Every value of a document by its place: where an element is left out, those behind it move up."""
    found: Counter[tuple[str, str]] = Counter()
    if isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            found += values_of(getattr(value, name), f"{path}.{name}".lstrip("."))
    elif isinstance(value, list):
        for item in value:
            found += values_of(item, path)
    elif value not in (None, "", {}):
        found[place(path), str(value)] += 1
    return found


def place(path: str) -> str:
    """A path as findings and values both can say it: without ordinals, roles and names of extensions."""
    plain, extensions, _ = path.partition("extensions")
    return re.sub(r"\[[^\]]*\]", "", plain) + extensions


@pytest.mark.parametrize("syntax", ["xml", "json"])
def test_any_input_gives_documents_or_says_why_not(syntax: str) -> None:
    files, gave = seeds(corpus=False)[syntax], [0, 0]
    with Engine(Workspace()) as engine:
        for number in range(INPUTS):
            rng = random_of(f"any {syntax}", number)
            data = rng.choice(files)[1]
            for _ in range(rng.choice((1, 2, 4))):
                data = rng.choice(OF_SYNTAX[syntax])(rng, data, rng.choice(files)[1])
            findings: list[Any] = []
            documents = 0
            for interchange, messages in engine.read_documents(io.BytesIO(data)):
                for read in messages:
                    documents += read.document is not None
                    findings += read.report
                findings += interchange.report
            errors = [finding for finding in findings if finding.severity is Severity.ERROR]
            assert documents or errors, data
            assert not [finding for finding in errors if finding.code.startswith("ENG-")], (findings, data)
            gave[bool(errors)] += 1
    assert min(gave) > INPUTS / 20, "both ends are met"
