"""What is asked of the record about answers, of both databases: each state, each number, each deadline, each part."""

import datetime
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from edi_engine.cli.standing import standing
from edi_engine.deadlines import alert, overdue
from edi_engine.pipeline import Engine
from tests.test_answer_formats import receipt
from tests.test_ladder import codes, engine, route, said
from tests.test_supervision import ANSWERS, LICENCES, RECEIVED, SCENARIO, stands

ROWS = """
  - {name: office, agency: quality, mapping: wco-dec, acknowledgements: {contrl: 1h, business: 24h}}
"""


@pytest.mark.usefixtures("place")
def test_both_databases_tell_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(SCENARIO / "routes.yaml", tmp_path)
    table = (tmp_path / "routes.yaml").read_text(encoding="utf-8").replace("\nroutes:", f"\nroutes:{ROWS}")
    with engine(tmp_path, table) as target:
        exchange = route(target, RECEIVED)
        assert codes(route(target, receipt("P"))) == ["PTR-006"]
        numbered: dict[str, Any] = said("02", "quality", "NM-SUP-0042")
        numbered["declaration"]["ucr"] = {"id": "I20260000117230045"}
        with monkeypatch.context() as killed:
            killed.setattr(Engine, "adopt", lambda *_: None)
            assert codes(route(target, numbered)) == ["ACK-014"]
        assert [row["value"] for row in standing(target.store, target.states, "stored")] == ["stored"]
        later = datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=30)
        due = list(overdue(target.store, target.states, target.routes.routes, later.isoformat()))
        assert [(one.kind, one.delivery["route"]) for one in due] == [("business", "office"), ("business", "customs")]
        assert [len(alert(target.store, due)) for _ in range(2)] == [2, 0]
        assert [one.state for one in target.resume().exchanges] == ["accepted"]
        for name in LICENCES.values():
            route(target, json.dumps(ANSWERS[name]).encode())
        assert stands(target, exchange) == {
            **dict.fromkeys(LICENCES, "released"),
            "office": "released",
            "customs": "sent",
        }
        assert {row["kind"] for row in standing(target.store, target.states, "sent")} == {"delivery customs"}
        assert len(list(standing(target.store, target.states, "released"))) == 5
