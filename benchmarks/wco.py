"""WCO XML and canonical JSON beside their peers, on the same documents; part of `make bench`, or run alone.

XML: bytes → canonical document → bytes, with and without our own schema's check, beside xmlschema's decode and encode
and beside a bare lxml parse with the same schema. JSON: read and write beside pydantic models of the same fields.
All steps run in turns in one process; the median of the ratios counts.
"""

import io
import re
import statistics
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import xmlschema
from lxml import etree
from pydantic_models import pydantic_class
from turns import interleaved

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Report
from edi_engine.interchange import Envelope
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
HEADING = "## WCO XML and canonical JSON"
SAMPLE = ROOT / "samples" / "import_ten_items" / "received.edi"
XSD = ROOT / "schemas" / "wco" / "wco-dec.xsd"
COPIES = 4  # documents a step
ROUNDS = 15
Steps = dict[str, Callable[[], object]]


def documents(mappings: Mappings) -> list[Any]:
    """The ten-item declaration as WCO XML carries it, in several copies that differ in their reference."""
    [message] = [message for found in formats.read(io.BytesIO(SAMPLE.read_bytes())) for message in found.messages]
    wco, found = mappings.get("wco-dec"), []
    for number in range(COPIES):
        document: Any = mappings.get("cusdec-d96b-import").read(message, Report())
        document.functional_reference_id = f"BENCH-{number}"
        found.append(wco.read(wco.message(wco.write(document, Report())), Report()))
    return found


def xml_steps(payloads: list[bytes], mappings: Mappings) -> Steps:
    """Our way, with the check and without, and the two peers'."""
    wco, schema = mappings.get("wco-dec"), xmlschema.XMLSchema(str(XSD))
    compiled = etree.XMLSchema(etree.parse(str(XSD)))

    def ours(*, check: bool) -> None:
        for payload in payloads:
            for interchange in formats.read(io.BytesIO(payload)):
                for message in interchange.messages:
                    report = Report()
                    if check:
                        mappings.check(wco.name, message, report)
                    document: Any = wco.read(message, report)
                    formats.write("xml", Envelope(), [wco.write(document, report)])
                    if len(report):
                        raise SystemExit(f"the documents are not read without findings: {report.findings[0]}")

    def theirs() -> None:
        for payload in payloads:
            element: Any = schema.encode(schema.decode(payload.decode()), etree_element_class=etree.Element)
            etree.tostring(element)

    def bare() -> None:
        for payload in payloads:
            if not compiled.validate(etree.fromstring(payload)):
                raise SystemExit("the documents do not obey the schema")

    return {
        "ours: read, map, write": lambda: ours(check=False),
        "ours, held to our schema too": lambda: ours(check=True),
        "xmlschema: decode, encode": theirs,
        "lxml: parse, validate": bare,
    }


def json_steps(payloads: list[bytes]) -> Steps:
    """Ours and pydantic's, each reading a document and writing it again."""
    peer = pydantic_class()

    def ours() -> None:
        for payload in payloads:
            report = Report()
            canonical_json.write(canonical_json.read(payload, report))
            if len(report):
                raise SystemExit(f"the documents are not read without findings: {report.findings[0]}")

    def theirs() -> None:
        for payload in payloads:
            peer.model_validate_json(payload).model_dump_json(by_alias=True, exclude_defaults=True)

    return {"ours: read, write": ours, "pydantic: validate, dump": theirs}


def same_in_pydantic(payload: bytes) -> bool:
    """Whether the peer carries the same document: what it writes is read by us as what it read."""
    written = pydantic_class().model_validate_json(payload).model_dump_json(by_alias=True, exclude_defaults=True)
    return bool(canonical_json.read(written.encode(), Report()) == canonical_json.read(payload, Report()))


def in_turns(steps: Steps) -> dict[str, list[float]]:
    """Seconds of processor time of each step in each round."""
    return interleaved(steps, ROUNDS, time.process_time)


def table(times: dict[str, list[float]], peers: dict[str, str], size: int) -> Iterable[str]:
    """Rows with the ratio to each peer: its time ÷ the step's."""
    yield f"| step | µs a document | MB/s | {' | '.join(peers.values())} |"
    yield "|---|---|---|" + "---|" * len(peers)
    for name, seconds in times.items():
        each = statistics.median(seconds) / COPIES
        ratios = [statistics.median(a / b for a, b in zip(times[peer], seconds, strict=True)) for peer in peers]
        shown = " | ".join(f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2f}" for ratio in ratios)
        yield f"| {name} | {each * 1e6:,.0f} | {size / each / 1e6:.1f} | {shown} |"


def section() -> list[str]:
    """The part of RESULTS.md."""
    mappings = Mappings(Workspace())
    found = documents(mappings)
    wco = mappings.get("wco-dec")
    xml = [formats.write("xml", Envelope(), [wco.write(document, Report())]) for document in found]
    json = [canonical_json.write(document) for document in found]
    if not same_in_pydantic(json[0]):
        raise SystemExit("pydantic's classes do not carry the document")
    peers = {"xmlschema: decode, encode": "xmlschema's time ÷ it", "lxml: parse, validate": "lxml's time ÷ it"}
    packages = ", ".join(f"{name} {version(name)}" for name in ("lxml", "xmlschema", "msgspec", "pydantic"))
    return [
        HEADING,
        "",
        f"Declarations of ten items, {len(xml[0]):,} bytes as XML, {len(json[0]):,} as JSON; {ROUNDS} rounds in turns, "
        f"medians of processor time; {packages}.",
        "",
        *table(in_turns(xml_steps(xml, mappings)), peers, len(xml[0])),
        "",
        *table(in_turns(json_steps(json)), {"pydantic: validate, dump": "pydantic's time ÷ it"}, len(json[0])),
        "",
    ]


def main() -> None:
    """Measure, print, and put the section into RESULTS.md."""
    lines = "\n".join(section())
    text = RESULTS.read_text(encoding="utf-8")
    rest = re.sub(rf"^{HEADING}\n.*?(?=^## |\Z)", "", text, flags=re.M | re.S)
    before, memory, after = rest.partition("## Memory")
    RESULTS.write_text(f"{before}{lines}\n{memory}{after}", encoding="utf-8")
    print(lines)


if __name__ == "__main__":
    main()
