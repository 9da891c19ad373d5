"""Lineage of the shipped mappings' samples: what claims a received value changes with it, and its bytes hold it."""

import html
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from edi_engine import formats
from edi_engine.exchange import split
from edi_engine.findings import Report, Strictness
from edi_engine.formats.flat.reader import decode
from edi_engine.interchange import Message
from edi_engine.mapping.received.message import received
from edi_engine.mapping.tracing.alignment import unmatched
from edi_engine.mapping.tracing.dependence import LARGE as LARGE_MESSAGE
from edi_engine.mapping.tracing.dependence import Dependence, Link, Outcome, dependence
from edi_engine.mapping.tracing.leaves import Leaves, flat
from edi_engine.mapping.tracing.processes import Reading, Writing
from edi_engine.mapping.tracing.trace import Trace
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[2]
LARGE = 3_000  # bytes of a sample that is looked at, but not changed value by value
SAMPLES = sorted(
    path
    for path in [*PROJECT.glob("mappings/*/samples/*"), *PROJECT.glob("samples/*/received.*")]
    if not path.name.endswith((".canonical.json", ".findings.txt")) and ".written." not in path.name
)
SMALL = [path for path in SAMPLES if path.stat().st_size < LARGE]
TARGETS = [
    ("samples/import_minimal/received.edi", "wco-dec"),
    ("samples/import_minimal/received.edi", "terminal-release-csv"),
    ("mappings/wco-dec/samples/export_by_sea_with_safety_data.xml", "cusdec-d96b-import"),
    ("mappings/tax-authority-json/samples/export_cif_three_items.json", "wco-dec"),
    ("mappings/port-cargo-list/samples/two_items.txt", "json"),
    ("mappings/eu-cc315a/samples/two_items_by_sea.xml", "json"),
]


def name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


@cache
def engine() -> Engine:
    return Engine(Workspace())


def writer(mapping: str) -> Any:
    return engine().mappings.get(mapping)


def traces(data: bytes, reader: Engine | None = None) -> Iterator[Trace]:
    for _, messages in (reader or engine()).read_documents(io.BytesIO(data)):
        for read in messages:
            if read.mapping is not None and read.document is not None:
                yield Trace(cast(Any, read.mapping), read.message, read.document, data)


def sample(path: Path) -> Iterator[Trace]:
    """A sample as its mapping reads it, or the one that detects it."""
    data = path.read_bytes()
    if path.parts[-4] != "mappings":
        yield from traces(data)
        return
    mapping = writer(path.parts[-3])
    for interchange in formats.read(io.BytesIO(data), expected=mapping.syntax):
        for message in interchange.messages:
            for part in split(mapping, message):
                yield Trace(mapping, part, mapping.read(part, Report()), data)


def alone(process: Reading | Writing, index: int, found: Dependence) -> set[str]:
    """The outputs that are others, or gone, when one input is changed alone."""
    first, outcome = process.run(()), process.run([index])
    assert first is not None
    return changed(first, outcome, found)


def changed(first: Outcome, outcome: Outcome | None, found: Dependence) -> set[str]:
    if outcome is not None and outcome.shape == first.shape:
        return {output for output, value in found.outputs.items() if outcome.values.get(output) != value}
    return set(unmatched(found.outputs, outcome.values if outcome else {}))


def claims(found: Dependence, index: int) -> set[str]:
    return {output for output, sources in found.sources.items() if index in sources}


@pytest.mark.parametrize("path", SMALL, ids=name)
def test_altering_a_received_value_changes_exactly_the_fields_that_claim_it(path: Path) -> None:
    for trace in sample(path):
        assert not trace.read.many
        process = Reading(trace.mapping, trace.message)
        for index in range(len(process.kinds)):
            assert claims(trace.read, index) == alone(process, index, trace.read), process.kinds[index]


@pytest.mark.parametrize(("file", "target"), TARGETS)
def test_altering_a_received_value_changes_exactly_what_is_written_of_the_fields_that_claim_it(
    file: str, target: str
) -> None:
    """Where what is written keeps its places; elsewhere constants come and go with what they belong to."""
    tried = 0
    for trace in traces((PROJECT / file).read_bytes()):
        writing = Writing(writer(target), trace.document)
        found, paths = dependence(writing), writing.leaves.paths
        first = writing.run(())
        assert first is not None
        for index in range(len(trace.received.values)):
            fields = claims(trace.read, index)
            claimed = {key for key, sources in found.sources.items() if any(paths[one] in fields for one in sources)}
            with trace.received.altered([index]) as message:
                document = trace.mapping.read(message, Report())
            outcome = Writing(writing.mapping, document).run(()) if document is not None else None
            if outcome is not None and outcome.shape == first.shape and outcome.values.keys() == first.values.keys():
                tried += 1
                assert changed(first, outcome, found) == claimed, trace.received.keys[index]
    assert tried > 15


def plain(syntax: str, slice_: bytes, message: Message) -> str:
    """What some bytes of a format say."""
    if syntax == "edifact":
        return re.sub(r"\?(.)", r"\1", slice_.decode(message.body.codec), flags=re.DOTALL)
    if syntax == "json":
        return received(Message(syntax="json", type="", body=slice_)).values[0].text
    if syntax == "xml":
        text = re.sub(r"<!\[CDATA\[(.*?)\]\]>", lambda part: html.escape(part[1]), slice_.decode(), flags=re.DOTALL)
        return html.unescape(text).strip()  # blanks around, written as references, are no part of a value
    return slice_.decode(decode(slice_).encoding if syntax == "csv" else "utf-8").replace('""', '"')


@pytest.mark.parametrize("path", SAMPLES, ids=name)
def test_every_byte_range_holds_the_received_value(path: Path) -> None:
    data, met = path.read_bytes(), 0
    for trace in sample(path):
        for index, value in enumerate(trace.received.values):
            place = trace.place(index)
            assert place.span is not None, value.where()
            assert plain(trace.message.syntax, data[slice(*place.span)], trace.message) == value.text
            met += 1
        assert flat(trace.document)[1] == Leaves(trace.document).hashable()
    assert met


def test_a_value_written_names_both_ends() -> None:
    data = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
    (trace,) = traces(data)
    (office,) = [one for one in trace.written(writer("wco-dec")) if one.place.text == "GB000060"]
    assert office.place.where.path == "/Declaration/DeclarationOfficeID"
    (field,) = office.fields
    assert (field.path, field.value) == ("declaration_office_id", "GB000060")
    value, qualifier = field.sources
    assert (value.link, qualifier.link) == (Link.VALUE, Link.CHOICE)
    assert value.place.span is not None
    assert data[slice(*value.place.span)] == b"GB000060"
    assert (qualifier.place.text, qualifier.place.where.segment) == ("96", 3)


def test_constants_and_counts_are_told_as_what_they_are() -> None:
    (trace,) = traces((PROJECT / "samples/export_two_items/received.edi").read_bytes())
    written = {one.place.where.path: one for one in trace.written(writer("tax-authority-json"))}
    assert not written["/record"].fields
    scheme = written["/items/0/classifications/0/scheme"].fields[0]
    assert not scheme.sources
    assert scheme.beside is not None
    assert scheme.beside.text == "8471300000"
    computed = {field.path for field in written["/fob/amount"].fields}
    assert {"trade_terms.condition_code", "charges[0].amount.value", "charges[1].amount.value"} <= computed


def test_received_values_that_nothing_written_claims_are_told() -> None:
    (trace,) = traces((PROJECT / "samples/import_minimal/received.edi").read_bytes())
    claimed = {
        source.place.index
        for one in trace.written(writer("terminal-release-csv"))
        for field in one.fields
        for source in field.sources
    }
    left = {value.text for index, value in enumerate(trace.received.values) if index not in claimed}
    assert "GB987654321000" in left
    assert "PRINTED BOOKS" not in left


@pytest.mark.soak
def test_a_long_message_is_traced_with_what_a_short_one_of_its_kind_shows() -> None:
    """Which values decide is learnt of a few items; each item's own value is still told from all others."""
    text = (PROJECT / "samples/export_two_items/received.edi").read_text("latin-1")
    head, rest = text.split("UNS+D'")
    before, rest = rest.split("CST+1+", 1)
    items, tail = rest.split("UNS+S'")
    long = f"{head}UNS+D'{before}" + f"CST+1+{items}" * 45 + f"UNS+S'{tail}"
    (trace,) = traces(long.encode("latin-1"), Engine(Workspace(), strictness=Strictness.LENIENT))
    assert len(trace.received.values) > LARGE_MESSAGE
    begins = []
    for item in (0, 57, 89):
        path = f"goods_items[{item}].commodity.description"
        said = [index for index, link in trace.read.sources[path].items() if link == Link.VALUE]
        assert "".join(trace.received.values[index].text for index in said) == trace.read.outputs[path]
        begins.append(said[0])
    assert begins == sorted(set(begins))


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        (
            b"<d a='1' b=\"x&gt;y\"><!-- <e>n</e> --><e><![CDATA[<f>]]></e><g/><e> \n t &amp; u </e></d>",
            ["1", "x&gt;y"],
        ),
        (b'<?xml version="1.0"?><p:d xmlns:p="u" p:k = "2"><p:e>z</p:e></p:d>', ["2", "z"]),
    ],
)
def test_texts_and_attributes_of_xml_have_their_bytes(data: bytes, texts: list[str]) -> None:
    from lxml import etree

    found = received(
        Message(syntax="xml", type="d", body=etree.fromstring(data, etree.XMLParser(remove_comments=True)))
    )
    slices = []
    for index, value in enumerate(found.values):
        span = found.span(index, data)
        assert span is not None
        raw = data[slice(*span)].decode()
        assert html.unescape(raw.removeprefix("<![CDATA[").removesuffix("]]>")) == value.text
        slices.append(raw)
    assert slices[: len(texts)] == texts


def test_cells_with_quotes_line_ends_and_a_mark_have_their_bytes() -> None:
    data = b'\xef\xbb\xbfh;i\r\n"a;""b""\r\nc";x\r\n\r\n\xc3\xa9;"y"'
    found = received(Message(syntax="csv", type="", body=decode(data)))
    spans = [found.span(index, data) for index in range(len(found.values))]
    assert [data[slice(*span)] for span in spans if span] == [b'a;""b""\r\nc', b"x", b"\xc3\xa9", b"y"]
    assert [found.span(index, data[3:].decode().encode("utf-16")) for index in range(4)] == [None] * 4
