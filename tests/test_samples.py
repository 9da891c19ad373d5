"""Every folder of `samples/` is a scenario: what is received, the document it means, what each route sends, and what
was found. `pytest --accept` rewrites all but what is received; read the diff.
"""

import datetime
import io
import re
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edi_engine.canonical import json as canonical_json
from edi_engine.findings import Finding, Report
from edi_engine.pipeline import Engine
from edi_engine.transports import Memory
from edi_engine.transports.parcel import Parcel
from edi_engine.workspace import Workspace
from tests.conftest import Golden

SAMPLES = Path(__file__).parents[1] / "samples"
SCENARIOS = sorted(path for path in SAMPLES.iterdir() if path.is_dir())
EACH = pytest.mark.parametrize("folder", SCENARIOS, ids=[path.name for path in SCENARIOS])
START = datetime.datetime(2026, 1, 31, 12, 0, tzinfo=datetime.UTC)


def received(folder: Path) -> Path:
    (path,) = folder.glob("received.*")
    return path


def engine(folder: Path, tmp_path: Path, transport: Memory | None = None) -> Engine:
    """With the route table of the scenario, where it has one of its own."""
    transports: dict[str, Any] | None = None if transport is None else {"file_drop": transport}
    (tmp_path / "ws").mkdir()
    for table in folder.glob("routes.yaml"):
        shutil.copy(table, tmp_path / "ws")
    return Engine(Workspace(tmp_path / "ws"), clock=lambda: START, transports=transports)


def line(finding: Finding) -> str:
    """A finding without its byte offset: what a reviewer needs to see."""
    return f"{finding.severity} {finding.code} {str(finding.where).partition(', line')[0]}: {finding.what}\n"


@EACH
def test_what_is_received_means_the_document(folder: Path, tmp_path: Path, golden: Golden) -> None:
    documents: list[msgspec.Struct | None] = []
    found = Report()
    with received(folder).open("rb") as stream:
        for interchange, messages in engine(folder, tmp_path).read_documents(stream):
            for read in messages:
                documents.append(read.document)
                found.extend(read.report)
            found.extend(interchange.report)
    shown = [canonical_json.write(document, 1).decode() for document in documents if document is not None]
    golden(folder / "declaration.json", "".join(shown))
    golden(folder / "findings.txt", "".join(map(line, found)))
    assert len(shown) == len(documents) or found.rejected, "no document, and no error that says why"


@EACH
def test_each_route_sends_what_its_agency_asks_for(folder: Path, tmp_path: Path, golden: Golden) -> None:
    transport = Memory()
    with engine(folder, tmp_path, transport) as target:
        exchange = target.route(io.BytesIO(received(folder).read_bytes()), received(folder).name)
        assert exchange.undelivered == []
        decisions = list(exchange.deliveries)
    sent = {name(parcel): parcel for parcel in transport.parcels}
    assert len(sent) == len(transport.parcels) == len(decisions)
    kept = {path.name for path in (folder / "sent").glob("*")}
    for file in sorted(kept | set(sent)):
        golden(folder / "sent" / file, sent[file].payload if file in sent else b"")
    notes = [f"{d.route}: {line(finding)}" for d in decisions for finding in d.findings]
    golden(folder / "sent.findings.txt", "".join(sorted(notes)))


def name(parcel: Parcel) -> str:
    """`customs.xml`: the route, without the exchange in front."""
    return re.sub(r"^.*?-\d+-\d+-", "", parcel.name)
