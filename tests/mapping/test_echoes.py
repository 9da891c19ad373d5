"""What a schema and the reader both find of an element is one finding."""

import io
import json
from pathlib import Path

import pytest

from edi_engine.cli.frame import run
from edi_engine.findings import Strictness
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

DEC = "urn:wco:datamodel:WCO:DEC-DMS:2"


def told(body: str, tmp_path: Path, strictness: Strictness = Strictness.NORMAL) -> list[tuple[str, str | None, str]]:
    """Code, last tags and fix of each finding of a declaration."""
    data = f'<Declaration xmlns="{DEC}">{body}</Declaration>'.encode()
    engine = Engine(Workspace(tmp_path), strictness=strictness)
    ((_, messages),) = engine.read_documents(io.BytesIO(data))
    (read,) = messages
    return [(found.code, (found.where.path or "").removeprefix("/Declaration/"), found.fix) for found in read.report]


def test_an_element_that_is_not_known_is_told_once_with_a_near_name(tmp_path: Path) -> None:
    body = "<FunctionCode>9</FunctionCode><FunctionalReferenceId>1</FunctionalReferenceId><New><A/>1</New>"
    assert told(body, tmp_path) == [
        ("MAP-110", "FunctionalReferenceId", "did you mean <FunctionalReferenceID>?"),
        ("MAP-110", "New", "map it, or correct the document"),
    ]


def test_a_number_that_is_none_is_told_once(tmp_path: Path) -> None:
    assert [found[:2] for found in told("<TotalPackageQuantity>x</TotalPackageQuantity>", tmp_path)] == [
        ("MAP-105", "TotalPackageQuantity")
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<TypeCode>A</TypeCode><FunctionCode>9</FunctionCode>", [("SCH-011", "FunctionCode")]),
        (  # another fault at the same place as one of the reader's
            "<TotalPackageQuantity>1</TotalPackageQuantity><GoodsItemQuantity>x</GoodsItemQuantity>",
            [
                ("SCH-011", "GoodsItemQuantity"),
                ("SCH-011", "GoodsItemQuantity"),
                ("MAP-105", "GoodsItemQuantity"),
            ],
        ),
    ],
)
def test_what_only_the_schema_finds_stays(tmp_path: Path, body: str, expected: list[tuple[str, str]]) -> None:
    assert [found[:2] for found in told(body, tmp_path)] == expected


def test_to_the_letter_the_schema_rejects_it(tmp_path: Path) -> None:
    assert [found[:2] for found in told("<New>1</New>", tmp_path, Strictness.STRICT)] == [("SCH-011", "New")]


def test_validate_tells_it_once_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "d.xml"
    file.write_text(f'<Declaration xmlns="{DEC}"><FunctionCode>9</FunctionCode><New>1</New></Declaration>', "utf-8")
    assert run(["validate", str(file), "--json", "--workspace", str(tmp_path / "ws")]) == 0
    codes = [found["code"] for found in json.loads(capsys.readouterr().out)["findings"]]
    assert [code for code in codes if not code.startswith("CHK")] == ["MAP-110"]
