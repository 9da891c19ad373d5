"""The record given out: each exchange whole on a line, and flat tables that hold the same."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edi_engine.audit.database import Place
from edi_engine.audit.store import Store
from edi_engine.audit.tables import TABLES, batches
from edi_engine.cli.frame import run
from tests.audit.test_store import START, Clock, finding, interchange, recorded


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    clock = Clock()
    opened = Store(place, clock=clock)
    first = recorded(opened)
    with opened.stage():
        row = opened.add_interchange(first, interchange("LATER", 2))
        opened.add_findings(first, [finding("ENV-004")], interchange=row)
        opened.add_findings(first, [finding("MAP-201")], delivery=1)
    clock.now = START + datetime.timedelta(days=1)
    recorded(opened, b"UNB+2", "b.edi")
    yield opened
    opened.close()


def exported(folder: Path, capsys: pytest.CaptureFixture[str], *more: str) -> list[Any]:
    assert run(["audit", "export", "--workspace", str(folder), *more]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_is_what_show_says_of_its_exchange(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = exported(tmp_path, capsys)
    assert [line["source"] for line in lines] == ["a.edi", "b.edi"]
    for line in lines:
        assert run(["audit", "show", line["id"], "--json", "--workspace", str(tmp_path)]) == 0
        assert json.loads(capsys.readouterr().out) == line


def test_a_period_is_kept_to(store: Store, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert [line["source"] for line in exported(tmp_path, capsys, "--since", "2025-02-01")] == ["b.edi"]
    assert [line["source"] for line in exported(tmp_path, capsys, "--until", "2025-01-31")] == ["a.edi"]
    assert exported(tmp_path, capsys, "--since", "2030-01-01") == []
    (summary,) = exported(tmp_path, capsys, "-o", str(tmp_path / "all.jsonl"), "--json")
    assert summary["rows"] == {"exchanges": 2}
    assert len((tmp_path / "all.jsonl").read_text("utf-8").splitlines()) == 2


def rows(store: Store, table: str) -> list[dict[str, Any]]:
    names = list(TABLES[table].columns)
    return [dict(zip(names, row, strict=True)) for batch in batches(store, table) for row in batch]


def test_a_line_holds_all_that_was_recorded(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, _ = exported(tmp_path, capsys)
    (message,) = first["interchanges"][0]["messages"]
    assert [finding["code"] for finding in first["findings"]] == ["ENV-003", "ENV-004", "MAP-201"]
    assert [key["value"] for key in message["keys"]] == ["SYDN 2025/0007-A", "Åse Müller GmbH", "MSCU1234566"]
    assert [decision["route"] for decision in message["decisions"]] == ["north", "south"]
    assert message["deliveries"][0]["events"][0]["place"] == "outbox/n/x.xml"


def test_tables_hold_every_row_and_what_it_belongs_to(store: Store) -> None:
    first, second = (line["exchange"] for line in rows(store, "exchanges"))
    assert [(r["exchange"], r["interchange"]) for r in rows(store, "interchanges")] == [
        (first, 1),
        (first, 2),
        (second, 1),
    ]
    assert [(r["exchange"], r["message"], r["type"]) for r in rows(store, "messages")] == [
        (first, 1, "MSG"),
        (second, 1, "MSG"),
    ]
    assert [(r["exchange"], r["message"], r["state"], r["place"]) for r in rows(store, "deliveries")] == [
        (each, 1, "done", "outbox/n/x.xml") for each in (first, second)
    ]
    found = [(r["exchange"], r["interchange"], r["message"], r["route"], r["code"]) for r in rows(store, "findings")]
    assert found == [
        (first, 1, 1, None, "ENV-003"),
        (first, 2, None, None, "ENV-004"),
        (first, 1, 1, "north", "MAP-201"),
        (second, 1, 1, None, "ENV-003"),
    ]


def test_parquet_holds_what_the_tables_hold(store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed (the extra parquet)")
    (summary,) = exported(tmp_path, capsys, "--format", "parquet", "-o", str(tmp_path / "out"), "--json")
    assert summary["rows"] == {"exchanges": 2, "interchanges": 3, "messages": 2, "deliveries": 2, "findings": 4}
    for table in TABLES:
        read = parquet.read_table(tmp_path / "out" / f"{table}.parquet").to_pylist()
        plain = [
            {
                name: f"{value:%FT%T}.000Z" if isinstance(value, datetime.datetime) else value
                for name, value in row.items()
            }
            for row in read
        ]
        assert plain == rows(store, table)
    assert read[0]["severity"] == "error"
    exported(tmp_path, capsys, "--format", "parquet", "-o", str(tmp_path / "none"), "--since", "2030-01-01", "--json")
    assert parquet.read_table(tmp_path / "none" / "exchanges.parquet").schema.names == list(TABLES["exchanges"].columns)


def test_parquet_without_pyarrow_says_what_to_install(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("edi_engine.audit.tables.find_spec", lambda _: None)
    there = ["audit", "export", "--format", "parquet", "--workspace", str(tmp_path)]
    assert run([*there, "-o", str(tmp_path / "out")]) == 4
    shown = capsys.readouterr().err
    assert "error CLI-003" in shown
    assert "pip install 'edi-engine[parquet]'" in shown
    assert not (tmp_path / "out").exists()
    assert run(there) == 2
