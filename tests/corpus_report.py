"""What becomes of every official WCO XML file on its way through the engine, counted: `make corpus`.

Each file is read, written back whole, and taken through canonical JSON. Compared is what canonical XML shows of both,
after these normalisations and no others: comments, blank text and blanks around a text, elements with neither text nor
children, prefixes, `xsi:*` attributes, and the namespace of elements, for some samples come without any.
"""

import io
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Report
from edi_engine.interchange import Interchange, Message
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "wco-xml"
OFFICIAL = ROOT.parent / "shared" / "corpus" / "xsd" / "uk-cds"
SCHEMAS = {
    "Declaration": (ROOT / "schemas/wco/wco-dec.xsd", OFFICIAL / "declaration/WCO_DEC_2_DMS.xsd"),
    "Response": (ROOT / "schemas/wco/wco-res.xsd", OFFICIAL / "notification/WCO_RES_2_DMS.xsd"),
}
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
COLUMNS = ("documents", "elements in", "elements out", "attributes in", "attributes out", "empty left out")
VERDICTS = ("equal", "JSON equal", "own XSD", "official XSD in", "official XSD out")


@dataclass(slots=True)
class Row:
    """One file: counts, verdicts by column (how many of its documents), what it fails, the codes of its findings."""

    name: str
    counts: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


def rows(folder: Path = CORPUS) -> Iterator[Row]:
    """Every file of a folder."""
    mappings, schemas = Mappings(Workspace()), _schemas()
    for path in sorted(folder.iterdir()):
        yield _row(path, mappings, schemas)


def _schemas() -> dict[str, tuple[etree.XMLSchema, etree.XMLSchema]]:
    return {kind: tuple(etree.XMLSchema(etree.parse(path)) for path in paths) for kind, paths in SCHEMAS.items()}  # type: ignore[misc]


def _row(path: Path, mappings: Mappings, schemas: dict[str, tuple[etree.XMLSchema, etree.XMLSchema]]) -> Row:
    row, data = Row(path.name), path.read_bytes()
    (interchange,) = formats.read(io.BytesIO(data))
    bodies = [_document(row, message, mappings, schemas) for message in interchange.messages]
    row.findings += [finding.code for finding in interchange.report]
    if not all(bodies) or not bodies:
        row.failed.append("read")
        return row
    _compare(row, data, interchange, bodies)
    return row


def _compare(row: Row, data: bytes, interchange: Interchange, bodies: list[str]) -> None:
    """The whole file with its wrapper, as it came and as it is written."""
    before, after = etree.fromstring(data), etree.fromstring(formats.write("xml", interchange.envelope, bodies))
    row.counts["empty left out"] = sum(isinstance(node.tag, str) for node in before.iter())
    for side, root in (("in", before), ("out", after)):
        normalised = normal(root)
        row.counts[f"elements {side}"] = sum(1 for _ in normalised.iter()) if normalised is not None else 0
        row.counts[f"attributes {side}"] = (
            sum(len(node.attrib) for node in normalised.iter()) if normalised is not None else 0
        )
    row.counts["empty left out"] -= row.counts["elements in"]
    row.counts["equal"] += _verdict(row, "equal", canonical(before) == canonical(after)) * len(bodies)


def _document(
    row: Row, message: Message, mappings: Mappings, schemas: dict[str, tuple[etree.XMLSchema, etree.XMLSchema]]
) -> str:
    """One document, read and written by way of JSON."""
    report = Report()
    mapping, problems = mappings.detect(message)
    document = mapping.read(message, report) if mapping else None
    if mapping is None or document is None:
        row.findings += [finding.code for finding in (*problems, *report)]
        return ""
    again = canonical_json.read(canonical_json.write(document), report, type(document).__name__)
    body = str(mapping.write(again or document, report))
    row.counts["documents"] += 1
    row.counts["JSON equal"] += _verdict(row, "JSON equal", again == document)
    _validate(row, message.body, body, schemas[message.type])
    row.findings += [finding.code for finding in report]
    return body


def _validate(row: Row, received: etree._Element, body: str, schemas: tuple[etree.XMLSchema, etree.XMLSchema]) -> None:
    own, official = schemas
    written = etree.fromstring(body)
    row.counts["own XSD"] += _verdict(row, "own XSD", own.validate(written))
    before, after = errors(official, in_namespaces_of(written, received)), errors(official, written)
    row.counts["official XSD in"] += not before
    row.counts["official XSD out"] += not after
    _verdict(row, "official XSD, other faults than received", not after - before)


def _verdict(row: Row, name: str, good: bool) -> bool:
    if not good:
        row.failed.append(name)
    return good


# -- comparison ----------------------------------------------------------------------------------------------------


def normal(element: etree._Element) -> etree._Element | None:
    """A copy after the normalisations told above; None of an element that holds nothing."""
    children = [found for child in element if isinstance(child.tag, str) and (found := normal(child)) is not None]
    text = "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
    if not children and not text:
        return None
    made = etree.Element(etree.QName(element).localname)
    made.attrib.update({str(k): str(v) for k, v in element.attrib.items() if not str(k).startswith(XSI)})
    made.text = text
    made.extend(children)
    return made


def canonical(root: etree._Element) -> bytes:
    """A document as canonical XML after the normalisations."""
    found = normal(root)
    return b"" if found is None else etree.tostring(found, method="c14n")


def in_namespaces_of(written: etree._Element, received: etree._Element) -> etree._Element:
    """A received document in the namespaces we write, where it came without any: else a schema sees nothing of it."""
    copy = etree.fromstring(etree.tostring(received))
    own, dates = etree.QName(written).namespace, next((e for e in written.iter("{*}DateTimeString")), None)
    for element in copy.iter(etree.Element):
        name = etree.QName(element)
        if not name.namespace:
            space = etree.QName(dates).namespace if dates is not None and name.localname == "DateTimeString" else own
            element.tag = f"{{{space}}}{name.localname}"
    return copy


def errors(schema: etree.XMLSchema, root: etree._Element) -> set[str]:
    """What a schema says of a document, without places."""
    schema.validate(root)
    log: Any = schema.error_log
    return {entry.message for entry in log}


# -- the table -----------------------------------------------------------------------------------------------------


def table(found: list[Row]) -> Iterator[str]:
    """A line for each file that is not plain, and the sums of all."""
    total: Counter[str] = Counter()
    for row in found:
        total.update(row.counts)
        if row.failed or row.findings:
            yield f"{row.name}: {', '.join([*row.failed, *sorted(set(row.findings))])}"
    yield f"{len(found)} files, of which {sum('read' in row.failed for row in found)} are not read"
    yield from (f"{total[name]:>7} {name}" for name in (*COLUMNS, *VERDICTS))


if __name__ == "__main__":
    for line in table(list(rows(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS))):
        print(line)
