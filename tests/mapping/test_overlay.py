"""A partner's own segment and codes: an overlay of the workspace defines them, a mapping beside it names them."""

import json
from pathlib import Path

import pytest

from edi_engine.cli.frame import run
from edi_engine.errors import ConfigurationError
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace
from tests.formats.edifact.wire import interchange, message

OVERLAY = """
title: Berth requests as a port community agreed on them
directory: D.96B
messages: [CUSDEC]
associations: [PORT10]
insert: [{behind: BGM, table: ZBE 0..1}]
define:
  elements: {9901: {name: Berth code, format: an..4}}
  composites: {C991: {name: Berth, uses: "9901 [1131] [3055]"}}
  segments: {ZBE: {name: Berth of the vessel, uses: "C991 [1154]"}}
codes:
  3055: {add: {ZPC: Port community}}
  3035: {add: {ZZ9: Harbour pilot}}
"""
MAPPING = """
title: Berth requests
syntax: edifact
message: CUSDEC
directory: D.96B
association: PORT10
overlay: port
document: Declaration
carries: extract
detect: {type: CUSDEC, directory: D.96B, association: PORT10, document_name: "929"}
"""
TEMPLATE = """
BGM+{type_code}+{functional_reference_id}
ZBE+{consignment.goods_location.id}:{*}:{=ZPC}+{ucr.id}    # there is one list of berths
each parties[role=importer]:
    NAD+{=ZZ9}+{id}
UNS+D
UNS+S
"""
ROUTES = "routes: [{name: pilots, agency: pilots, mapping: berths}]\n"
SENT = interchange(
    message(
        "BGM+929+B-1", "ZBE+A12::ZPC+UCR7", "NAD+ZZ9+P7", "UNS+D", "CST+1+1", "UNS+S",
        type_="CUSDEC:D:96B:UN:PORT10",
    )
)  # fmt: skip


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    files = {
        "schemas/edifact/overlays/port.yaml": OVERLAY,
        "mappings/berths/mapping.yaml": MAPPING,
        "mappings/berths/template.edi": TEMPLATE,
        "routes.yaml": ROUTES,
    }
    for name, text in files.items():
        path = tmp_path / "workspace" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip(), encoding="utf-8")
    (tmp_path / "sent.edi").write_bytes(SENT)
    return tmp_path / "workspace"


def ran(workspace: Path, *arguments: str) -> int:
    return run([*arguments, "--workspace", str(workspace)])


def test_a_message_with_an_added_segment_goes_through(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sent = str(workspace.parent / "sent.edi")
    assert ran(workspace, "map", "check", "berths") == 0
    assert ran(workspace, "validate", sent) == 0
    capsys.readouterr()
    assert ran(workspace, "translate", sent, "--to", "json") == 0
    document = json.loads(capsys.readouterr().out)
    assert document["ucr"] == {"id": "UCR7"}
    assert ran(workspace, "translate", sent, "--to", "berths") == 0
    assert "BGM+929+B-1'ZBE+A12::ZPC+UCR7'NAD+ZZ9+P7'UNS+D'UNS+S'" in capsys.readouterr().out
    assert ran(workspace, "route", sent) == 0
    (delivered,) = (workspace / "outbox/pilots").glob("*.edi")
    assert b"ZBE+A12::ZPC+UCR7'" in delivered.read_bytes()


def test_documents_go_through_the_added_segment_and_back(workspace: Path) -> None:
    assert ran(workspace, "map", "roundtrip", "berths", "--count", "20", "--seed", "1") == 0


def test_without_its_overlay_the_template_names_what_is_not_there(workspace: Path) -> None:
    definition = workspace / "mappings/berths/mapping.yaml"
    definition.write_text(MAPPING.replace("overlay: port\n", ""), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="ZBE"):
        Mappings(Workspace(workspace)).get("berths")


def test_an_overlay_that_is_not_there_is_named_with_near_ones(workspace: Path) -> None:
    definition = workspace / "mappings/berths/mapping.yaml"
    definition.write_text(MAPPING.replace("overlay: port\n", "overlay: ports\n"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no overlay 'ports' lies on") as caught:
        Mappings(Workspace(workspace)).get("berths")
    assert "port" in caught.value.findings[0].fix


def test_another_overlay_is_another_version_of_the_mapping(workspace: Path) -> None:
    before = Mappings(Workspace(workspace)).get("berths").version
    (workspace / "schemas/edifact/overlays/port.yaml").write_text(OVERLAY.replace("an..4", "an..3"), encoding="utf-8")
    assert Mappings(Workspace(workspace)).get("berths").version != before
