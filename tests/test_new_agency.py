"""A new agency from an empty folder, with data only: a mapping proposed and corrected, a route, a document sent."""

import json
from io import BytesIO
from pathlib import Path

from click.testing import CliRunner

from edi_engine.cli.frame import Settings, command
from edi_engine.mapping.registry import Mappings
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
SAMPLE = """ref;item;hs_code;goods_description;net_kg
A-1;1;0902100000;Green tea;12.5
A-1;2;0902400000;Black tea;3
"""
ROUTE = """routes:
  - name: tea
    agency: tea-board
    mapping: tea-board
    when: goods_items.exists(g, g.commodity.classifications.exists(c, c.id.startsWith("0902")))
"""


def edi_engine(workspace: Path, *words: str) -> str:
    """What a command says; it must succeed."""
    done = CliRunner().invoke(command, [*words, "--workspace", str(workspace)], obj=Settings(), standalone_mode=False)
    assert done.exception is None, done.output
    assert done.return_value == 0, done.output
    return done.output


def test_a_new_agency_gets_its_documents(tmp_path: Path) -> None:
    workspace, sample = tmp_path / "workspace", tmp_path / "tea.csv"
    sample.write_text(SAMPLE, encoding="utf-8")
    edi_engine(workspace, "map", "new", str(sample), "--name", "tea-board")
    template = workspace / "mappings/tea-board/template.csv"
    proposed = template.read_text(encoding="utf-8")
    assert "todo" not in proposed
    wrong = next(line for line in proposed.splitlines() if line.startswith("{"))  # the cell of the first column
    template.write_text(proposed.replace(wrong, "{/functional_reference_id};"), encoding="utf-8")
    document = edi_engine(workspace, "translate", str(sample), "--to", "json", "--from", "tea-board")
    assert [item["sequenceNumeric"] for item in json.loads(document)["goodsItems"]] == [1, 2]
    assert "0 warnings" in edi_engine(workspace, "map", "check", "tea-board")
    (workspace / "routes.yaml").write_text(ROUTE, encoding="utf-8")
    payload = (PROJECT / "samples/import_ten_items/received.edi").read_bytes()
    Engine(Workspace(workspace)).route(BytesIO(payload), "tea.edi")
    (sent,) = (workspace / "outbox/tea-board").iterdir()
    assert sent.read_text(encoding="utf-8").startswith("ref;item;hs_code;goods_description;net_kg\n")
    assert "09023000" in sent.read_text(encoding="utf-8")
    assert Mappings(Workspace(workspace)).definition("tea-board").syntax == "csv"
