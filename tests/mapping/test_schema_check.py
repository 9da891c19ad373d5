"""Messages held to schemas: our own, an administration's in the workspace, an agency's JSON Schema."""

import io
import json
import shutil
from pathlib import Path
from random import Random
from typing import Any

import pytest
from lxml import etree

from edi_engine import formats
from edi_engine.cli.frame import run
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Report, Severity, Strictness
from edi_engine.formats.xml.schema import Schema
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace
from tests.mapping.wco_support import SHARED, XSD, corpus

MAPPINGS = Mappings(Workspace())
DEC = "urn:wco:datamodel:WCO:DEC-DMS:2"
XS = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
# An administration that wants a function code of one digit first, and does not mind the rest.
OFFICIAL = (
    f'{XS} targetNamespace="{DEC}"><xs:element name="Declaration"><xs:complexType><xs:sequence>'
    '<xs:element name="FunctionCode"><xs:simpleType><xs:restriction base="xs:token"><xs:length value="1"/>'
    "</xs:restriction></xs:simpleType></xs:element>"
    '<xs:any processContents="skip" minOccurs="0" maxOccurs="unbounded"/>'
    "</xs:sequence></xs:complexType></xs:element></xs:schema>"
)
TABLE = f"schemas:\n  - namespace: {DEC}\n    root: Declaration\n    file: office/dec.xsd\n    name: the office's\n"


def workspace(tmp_path: Path, table: str = TABLE, official: str = OFFICIAL) -> Path:
    folder = tmp_path / "ws" / "schemas" / "xsd"
    (folder / "office").mkdir(parents=True)
    (folder / "schemas.yaml").write_text(table, encoding="utf-8")
    (folder / "office" / "dec.xsd").write_text(official, encoding="utf-8")
    return tmp_path / "ws"


def found(data: str | bytes, root: Path, strictness: Strictness = Strictness.NORMAL) -> list[Finding]:
    """What the schemas say of the messages in some bytes, each with the mapping that reads it."""
    mappings = Mappings(Workspace(root))
    stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
    findings: list[Finding] = []
    for interchange in formats.read(stream, strictness=strictness):
        for message in interchange.messages:
            mapping, why = mappings.detect(message)
            assert mapping is not None, why
            mappings.check(mapping.name, message, message.report)
            findings += message.report
    return findings


def short(findings: list[Finding]) -> list[tuple[str, str | None, int | None]]:
    return [(finding.code, finding.where.path, finding.where.line) for finding in findings]


def declaration(body: str, namespace: str = DEC) -> str:
    return f'<Declaration xmlns="{namespace}">\n{body}</Declaration>'


# -- our own -------------------------------------------------------------------------------------------------------


def test_our_own_schema_names_the_field_of_the_model(tmp_path: Path) -> None:
    body = (
        "<TypeCode>IMA</TypeCode>\n<FunctionCode>9</FunctionCode>\n<GoodsShipment><GovernmentAgencyGoodsItem>"
        "<SequenceNumeric>1</SequenceNumeric><Commodity>\n<Descripton>Tea</Descripton></Commodity>"
        "</GovernmentAgencyGoodsItem></GoodsShipment>"
    )
    order, unknown = found(declaration(body), tmp_path)
    assert (order.code, order.severity, order.where.path) == ("SCH-011", Severity.WARNING, "/Declaration/FunctionCode")
    assert "the field is function_code (WCO 017, n..2)" in order.why
    assert unknown.where.path == "/Declaration/GoodsShipment/GovernmentAgencyGoodsItem/Commodity/Descripton"
    assert (unknown.where.line, unknown.fix) == (5, "did you mean <Description>?")
    assert "in goods_items.commodity (" in unknown.why


@pytest.mark.parametrize(
    ("strictness", "weight"),
    [
        (Strictness.STRICT, Severity.ERROR),
        (Strictness.NORMAL, Severity.WARNING),
        (Strictness.LENIENT, Severity.NOTE),
    ],
)
def test_our_own_schema_weighs_by_strictness(tmp_path: Path, strictness: Strictness, weight: Severity) -> None:
    body = declaration("<TypeCode>IMA</TypeCode><FunctionCode>9</FunctionCode>")
    assert [finding.severity for finding in found(body, tmp_path, strictness)] == [weight]


@pytest.mark.parametrize("namespace", [DEC, "", "urn:wco:datamodel:WCO:DEC:1"])
def test_what_our_reader_takes_in_its_stride_is_no_fault(tmp_path: Path, namespace: str) -> None:
    body = (
        "<FunctionCode>9</FunctionCode><IssueDateTime><DateTimeString>1</DateTimeString></IssueDateTime>"
        "<GoodsItemQuantity/><InvoiceAmount> </InvoiceAmount><Agent><Address><Line/></Address></Agent>"
    )
    assert found(declaration(body, namespace), tmp_path) == []


def test_a_message_in_a_wrapper_is_held_too(tmp_path: Path) -> None:
    wrapped = f'<MetaData xmlns="urn:m"><WCOTypeName>D</WCOTypeName>\n{declaration("<Foo>1</Foo>")}\n</MetaData>'
    assert short(found(wrapped, tmp_path)) == [("SCH-011", "/Declaration/Foo", 3)]


DIALECT = """
namespace = urn:northmere:declaration:1
date_time_namespace = urn:northmere:dates:1
Commodity = Description
"""


def dialect(tmp_path: Path) -> Path:
    folder = tmp_path / "ws" / "mappings" / "northmere-xml"
    folder.mkdir(parents=True)
    definition = "extends: wco-dec\nsyntax: xml\ncodec: wco\ndetect:\n  type: Declaration\n"
    definition += "  namespace: urn:northmere:declaration:1\n"
    (folder / "mapping.yaml").write_text(definition, encoding="utf-8")
    (folder / "layout.txt").write_text(DIALECT, encoding="utf-8")
    return tmp_path / "ws"


def test_a_dialect_has_the_schema_of_its_own_layout(tmp_path: Path) -> None:
    root = dialect(tmp_path)
    item = "<GoodsShipment><GovernmentAgencyGoodsItem><SequenceNumeric>1</SequenceNumeric><Commodity>{}</Commodity>"
    item += "</GovernmentAgencyGoodsItem></GoodsShipment>"
    right = item.format("<Description>Tea</Description>")
    wrong = item.format("<DutyTaxFee/><Classification><ID>1</ID></Classification>")
    assert found(declaration(right, "urn:northmere:declaration:1"), root) == []
    (fault,) = found(declaration(wrong, "urn:northmere:declaration:1"), root)
    assert fault.what == "<Classification> is not known in <Commodity>"
    assert fault.why.startswith("our schema northmere-xml.xsd")


WCO = [name for name in MAPPINGS.names() if MAPPINGS.definition(name).codec == "wco"]


@pytest.mark.parametrize("name", WCO)
def test_what_a_mapping_writes_obeys_its_own_schema(name: str) -> None:
    mapping: Any = MAPPINGS.get(name)
    generator = mapping.generator(Random(7))  # noqa: S311 - the same documents each time
    for _ in range(20):
        report = Report()
        message = mapping.message(mapping.write(generator.document(), Report()))
        MAPPINGS.check(name, message, report)
        assert list(report) == []


# -- an administration's -------------------------------------------------------------------------------------------


def test_the_workspace_table_adds_an_official_schema(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (fault,) = found(declaration("<FunctionCode>99</FunctionCode>"), root)
    assert (fault.code, fault.severity) == ("SCH-012", Severity.ERROR)
    assert fault.why == "schema the office's of this workspace; the field is function_code (WCO 017, n..2)"
    assert found(declaration("<FunctionCode>9</FunctionCode>"), root) == []


def test_a_place_an_official_schema_speaks_of_is_told_once(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    assert short(found(declaration("<TypeCode>A</TypeCode><FunctionCode>9</FunctionCode>"), root)) == [
        ("SCH-012", "/Declaration/TypeCode", 2),
        ("SCH-011", "/Declaration/FunctionCode", 2),
    ]


def test_documents_of_another_namespace_are_not_held_to_it(tmp_path: Path) -> None:
    assert found(declaration("<FunctionCode>99</FunctionCode>", "urn:other"), workspace(tmp_path)) == []


@pytest.mark.parametrize(
    ("table", "code", "line"),
    [
        ("schemas: x\n", "SCH-004", 1),
        ("- x\n", "SCH-004", 1),
        ("schemas: []\nother: []\n", "SCH-004", 1),
        (f"schemas:\n  - namespace: {DEC}\n", "SCH-004", 2),
        (f"schemas:\n  - {{namespace: {DEC}, file: a.xsd, files: b}}\n", "SCH-004", 2),
        ("schemas: [\n", "CFG-001", 2),
        (f"schemas:\n  - {{namespace: {DEC}, file: ../../secret.xsd}}\n", "SCH-001", None),
        (f"schemas:\n  - {{namespace: {DEC}, file: /etc/passwd}}\n", "SCH-001", None),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path: Path, table: str, code: str, line: int | None) -> None:
    with pytest.raises(ConfigurationError) as refused:
        found(declaration(""), workspace(tmp_path, table))
    assert (refused.value.finding.code, refused.value.finding.where.line) == (code, line)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (tmp_path / "secret.xsd").write_text(OFFICIAL, encoding="utf-8")
    (root / "schemas/xsd/office/dec.xsd").unlink()
    (root / "schemas/xsd/office/dec.xsd").symlink_to(tmp_path / "secret.xsd")
    with pytest.raises(ConfigurationError) as refused:
        found(declaration(""), root)
    assert refused.value.finding.code == "SCH-001"


def test_validate_says_it_and_map_check_compiles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, file = workspace(tmp_path), tmp_path / "a.xml"
    file.write_text(declaration("<FunctionCode>99</FunctionCode>"), encoding="utf-8")
    assert run(["validate", str(file), "--workspace", str(root)]) == 1
    assert "SCH-012" in "".join(capsys.readouterr())
    assert run(["validate", str(file), "--lenient", "--workspace", str(root)]) == 0
    (root / "schemas/xsd/office/dec.xsd").write_text("<a/>", encoding="utf-8")
    assert run(["map", "check", "wco-dec", "--workspace", str(root)]) == 1
    assert run(["validate", str(file), "--workspace", str(root)]) == 4


@pytest.mark.skipif(not (SHARED / "corpus/xsd/uk-cds").is_dir(), reason="the official schema is not beside the project")
def test_the_schema_of_an_administration_compiles_and_holds(tmp_path: Path) -> None:
    folder = tmp_path / "ws/schemas/xsd"
    shutil.copytree(SHARED / "corpus/xsd/uk-cds", folder / "uk-cds")
    (folder / "schemas.yaml").write_text(
        f"schemas:\n  - {{namespace: {DEC}, file: uk-cds/declaration/WCO_DEC_2_DMS.xsd}}\n", encoding="utf-8"
    )
    body = "<FunctionCode>9</FunctionCode><TypeCode>IMABCD</TypeCode>"
    assert short(found(declaration(body), tmp_path / "ws")) == [("SCH-012", "/Declaration/TypeCode", 2)]


@pytest.mark.skipif(not XSD["wco-dec"].is_file(), reason="the official schema is not beside the project")
def test_the_corpus_is_judged_as_libxml2_judges_it() -> None:
    folder = XSD["wco-dec"].parent
    ours = Schema(XSD["wco-dec"].name, lambda name: (folder / name).read_text(encoding="utf-8"))
    official = etree.XMLSchema(etree.parse(XSD["wco-dec"]))
    count = 0
    for name, message in corpus("Declaration"):
        alone = etree.fromstring(etree.tostring(message.body))
        assert bool(ours.faults(message.body)) != official.validate(alone), name
        count += 1
    assert count >= 50


# -- an agency's JSON Schema ---------------------------------------------------------------------------------------

TEMPLATE = '{"arrival": "{functional_reference_id}", "goods": [{"$each": "goods_items", "line": "{sequence_numeric}"}]}'
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["arrival"],
    "additionalProperties": False,
    "properties": {"arrival": {"$ref": "parts.json#/$defs/reference"}, "goods": {"items": {"required": ["line"]}}},
}
DOUBLING = {
    "$ref": "#/$defs/d0",
    "$defs": {
        **{f"d{n}": {"allOf": [{"$ref": f"#/$defs/d{n + 1}"}, {"$ref": f"#/$defs/d{n + 1}"}]} for n in range(60)},
        "d60": {"type": "object"},
    },
}
PARTS = {"$defs": {"reference": {"type": "string", "maxLength": 5}}}


def agency(tmp_path: Path, schema: object = SCHEMA) -> Path:
    folder = tmp_path / "ws" / "mappings" / "arrivals"
    folder.mkdir(parents=True)
    definition = "title: t\nsyntax: json\ndetect:\n  key: [arrival]\nschema: arrivals.schema.json\n"
    texts = {"mapping.yaml": definition, "template.json": TEMPLATE, "parts.json": json.dumps(PARTS)}
    texts["arrivals.schema.json"] = json.dumps(schema)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tmp_path / "ws"


def test_an_agency_s_json_is_held_to_its_own_schema(tmp_path: Path) -> None:
    root = agency(tmp_path)
    assert found('{"arrival": "A1", "goods": [{"line": 1}]}', root) == []
    long, line, unknown = found('{"arrival": "A23456",\n "goods": [{"line": 1},\n  {"x": 1}],\n "gods": 1}', root)
    assert (long.code, long.severity, long.where.path, long.where.line) == ("SCH-013", Severity.ERROR, "/arrival", 1)
    assert long.what == '"A23456" is longer than 5 characters'
    assert (line.where.path, line.where.line, line.where.column, line.fix) == ("/goods/1", 3, 3, "add it")
    assert (unknown.where.path, unknown.where.line) == ("/gods", 4)
    assert unknown.fix == "did you mean goods?"


def test_the_line_is_that_of_the_file_in_json_lines(tmp_path: Path) -> None:
    findings = found('{"arrival": "A1"}\n{"arrival": "A1"}\n{"arrival": "A23456"}\n', agency(tmp_path))
    assert [(finding.where.message, finding.where.line) for finding in findings] == [(3, 3)]


def test_what_we_would_write_against_the_schema_is_not_sent(tmp_path: Path) -> None:
    root = agency(tmp_path)
    routes = "routes:\n  - {name: arrivals, agency: port, mapping: arrivals}\n"
    (root / "routes.yaml").write_text(routes, encoding="utf-8")
    sample = Path(__file__).parents[2] / "samples" / "import_minimal" / "received.edi"
    assert run(["route", str(sample), "--workspace", str(root)]) == 4  # NM-MIN-0001 is too long for it
    assert list((root / "outbox").rglob("*.json")) == []


@pytest.mark.parametrize(
    ("schema", "code"),
    [
        ({"type": "thing"}, "SCH-002"),
        ({"$ref": "#/$defs/none"}, "SCH-002"),
        ({"$ref": "http://127.0.0.1:9/x.json"}, "SCH-001"),
        ({"$ref": "file:///etc/passwd"}, "SCH-001"),
        ({"$ref": "missing.json"}, "SCH-001"),
        ({"$ref": "../../secret.json"}, "SCH-001"),
        ({"pattern": "("}, "SCH-002"),
        ([], "SCH-002"),
        (DOUBLING, "SCH-003"),
    ],
)
def test_a_json_schema_that_cannot_be_used_is_refused(tmp_path: Path, schema: object, code: str) -> None:
    root = agency(tmp_path, schema)
    with pytest.raises(ConfigurationError) as refused:
        found('{"arrival": "A1"}', root)
    assert refused.value.finding.code == code
    assert run(["map", "check", "arrivals", "--workspace", str(root)]) == 1
