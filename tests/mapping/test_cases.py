"""Conditions and aliases: `when` and `alias` in mapping.yaml and in templates, both ways."""

from pathlib import Path
from typing import Any

import pytest

from edi_engine.canonical.model import Commodity, Declaration, GoodsItem, Location, Origin, Party
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.mapping.definition import read_definition
from edi_engine.mapping.roundtrip import round_trip
from tests.mapping import templates
from tests.mapping.field_support import json_mapping, read, write, xml_mapping

NS = 'xmlns:m="urn:edi-engine:map"'
YAML = """syntax: xml
when:
  import: type_code == "IM"
  export: type_code == "EX"
alias:
  trader: {import: "parties[role=importer]", export: "parties[role=exporter]"}
  agent: parties[role=agent]
  other_country: {import: "export_country_code", export: "destination.country_code"}
  made_in: {import: "origins[0].country_code", export: "destination.country_code"}
"""
TEMPLATE = f"""<D {NS}>
  <Kind>{{type_code}}</Kind>
  <TradeName>{{trader.name}}</TradeName>
  <Agent>{{agent.name}}</Agent>
  <Trader m:with="trader"><Id>{{id}}</Id></Trader>
  <From m:when="import">{{export_country_code}}</From>
  <m:when test="export"><To>{{destination.country_code}}</To><Sealed>yes</Sealed></m:when>
  <Item m:each="goods_items"><What>{{commodity.description}}</What><Made>{{made_in}}</Made></Item>
  <Office m:when="import">{{entry_office_id}}</Office>
  <Office m:when="export">{{exit_office_id}}</Office>
  <Doc m:each="previous_documents" m:when="export"><No>{{id}}</No></Doc>
</D>"""


def options(text: str = YAML) -> dict[str, Any]:
    definition = read_definition(text, "trial")
    return {"when": definition.when, "alias": definition.alias}


MAPPING = xml_mapping(TEMPLATE, **options())
IMPORT = Declaration(
    type_code="IM",
    parties=[Party(role="importer", name="I", id="1"), Party(role="agent", name="A")],
    export_country_code="CN",
    entry_office_id="E",
    goods_items=[GoodsItem(commodity=Commodity(description="tea"), origins=[Origin(country_code="JP")])],
)
EXPORT = Declaration(
    type_code="EX",
    parties=[Party(role="exporter", name="X", id="2")],
    destination=Location(country_code="DE"),
    exit_office_id="O",
    goods_items=[GoodsItem(destination=Location(country_code="FR"))],
)


def test_what_a_place_means_is_decided_by_the_case() -> None:
    body = """<D>
  <Kind>IM</Kind>
  <TradeName>I</TradeName>
  <Agent>A</Agent>
  <Trader>
    <Id>1</Id>
  </Trader>
  <From>CN</From>
  <Item>
    <What>tea</What>
    <Made>JP</Made>
  </Item>
  <Office>E</Office>
</D>
"""
    assert write(MAPPING, IMPORT) == (body, [])
    assert read(MAPPING, body) == (IMPORT, [])
    body = """<D>
  <Kind>EX</Kind>
  <TradeName>X</TradeName>
  <Trader>
    <Id>2</Id>
  </Trader>
  <To>DE</To>
  <Sealed>yes</Sealed>
  <Item>
    <Made>FR</Made>
  </Item>
  <Office>O</Office>
</D>
"""
    assert write(MAPPING, EXPORT) == (body, [])
    assert read(MAPPING, body) == (EXPORT, [])


def test_the_order_of_elements_does_not_matter() -> None:
    body = "<D><Office>E</Office><TradeName>I</TradeName><Kind>IM</Kind></D>"
    assert read(MAPPING, body) == (
        Declaration(type_code="IM", entry_office_id="E", parties=[Party(role="importer", name="I")]),
        [],
    )


def test_what_belongs_to_another_case_is_reported() -> None:
    body = "<D><Kind>IM</Kind><To>DE</To><Doc><No>7</No></Doc><Sealed/></D>"
    assert read(MAPPING, body) == (Declaration(type_code="IM"), ["MAP-102 /D/To line 1", "MAP-101 /D/Doc line 1"])
    body = "<D><TradeName>I</TradeName><Agent>A</Agent></D>"
    assert read(MAPPING, body)[1] == ["MAP-102 /D/TradeName line 1"]


def test_what_has_its_place_in_another_case_is_not_written_and_said_so() -> None:
    document = Declaration(type_code="IM", exit_office_id="O", parties=[Party(role="exporter", name="X")])
    assert write(MAPPING, document)[1] == ["MAP-201 parties.role", "MAP-201 parties.name", "MAP-201 exit_office_id"]


def test_json_has_conditions_too() -> None:
    template = """{"kind": "{type_code}", "name": "{trader.name}",
      "in": {"$when": "import", "office": "{entry_office_id}"},
      "docs": [{"$each": "previous_documents", "$when": "type_code != 'IM'", "use": "P", "no": "{id}"},
               {"$each": "additional_documents", "use": "A", "no": "{id}"}]}"""
    mapping = json_mapping(template, **options())
    body = '{"kind":"IM","name":"I","in":{"office":"E"}}'
    document = Declaration(type_code="IM", parties=[Party(role="importer", name="I")], entry_office_id="E")
    assert write(mapping, document) == (body.encode(), [])
    assert read(mapping, body.encode()) == (document, [])
    assert read(mapping, b'{"kind":"IM","docs":[{"use":"P","no":"1"}]}')[1] == ["MAP-101 /docs/0"]
    assert read(mapping, b'{"kind":"EX","docs":[{"use":"P","no":"1"}]}')[1] == []


def test_an_undecided_condition_does_not_hold() -> None:
    assert write(MAPPING, Declaration(entry_office_id="E")) == ("<D/>\n", ["MAP-201 entry_office_id"])


def test_the_proof_goes_through_every_case() -> None:
    result = round_trip(MAPPING, 120, 3)
    assert result.proven, (result.unequal, result.examples, result.rare)


def faults(template: str, yaml: str = YAML) -> list[tuple[str, str | None, int | None, int | None, str]]:
    with pytest.raises(ConfigurationError) as caught:
        xml_mapping(template, **options(yaml))
    return [(f.code, f.where.path, f.where.line, f.where.column, f.what) for f in caught.value.findings]


KIND = f"<D {NS}><K>{{type_code}}</K>\n"


@pytest.mark.parametrize(
    ("template", "found"),
    [
        (
            f"{KIND}<A m:when='imprt'>{{id}}</A></D>",
            (2, 12, "mapping.yaml has no condition 'imprt' under when"),
        ),
        (
            f"<D {NS}>\n<A m:when='import'>{{id}}</A></D>",
            (2, 12, "'import' asks for type_code, which no line reads whatever the case"),
        ),
        (
            f"{KIND}<A m:when='type_cod == 1'>{{id}}</A></D>",
            (2, 12, "the document has no field type_cod (write type_code)"),
        ),
        (
            f"{KIND}<m:with path='trader'><A>{{id}}</A></m:with></D>",
            (2, 15, "where an alias decides between paths, the element must be one of its own"),
        ),
        (
            f"{KIND}<A m:when='import'>{{id}}</A><B>{{id}}</B></D>",
            (2, 31, "'id' has its home at line 2: say in, out or copy here"),
        ),
        (
            f"{KIND}<A>{{tradr.name}}</A></D>",
            (2, 4, "Declaration has no field 'tradr'"),
        ),
        (
            f"{KIND}<A m:when='import'>{{id}}</A><A>{{name}}</A></D>",
            (2, 20, "what stands only under a condition needs a name of its own"),
        ),
    ],
)
def test_a_fault_in_a_template_has_its_place(template: str, found: tuple[int, int, str]) -> None:
    assert [fault[2:] for fault in faults(template)] == [found]


@pytest.mark.parametrize(
    ("yaml", "found"),
    [
        ('when:\n  import: type_cod == "IM"\n', (2, 11, "the document has no field type_cod (write type_code)")),
        ('when:\n  import: type_code = "IM"\n', (2, 21, "an operator or the end was expected, '=' stands here (")),
        ("when:\n  import: type_code\n", (2, 11, "this is neither true nor false")),
        ("alias:\n  id: type_code\n", (2, 3, "'id' is a field of the document: call it otherwise")),
        ("alias:\n  a: {import: id}\n", (2, 3, "mapping.yaml has no condition 'import' under when")),
    ],
)
def test_a_fault_in_mapping_yaml_has_its_place(yaml: str, found: tuple[int, int, str]) -> None:
    [(_, path, line, column, what)] = faults("<D><A>{id}</A></D>", yaml)
    assert (path, line, column) == ("trial/mapping.yaml", *found[:2])
    assert what.startswith(found[2])


def test_the_shape_of_when_and_alias_is_checked() -> None:
    for text in ("when: 5\n", "when: {a: [b]}\n", "alias: x\n", "alias: {a: {b: [c]}}\n"):
        with pytest.raises(ConfigurationError) as caught:
            read_definition(text, "trial")
        assert [f.code for f in caught.value.findings] == ["MPG-002"]


def test_reading_first_what_conditions_ask_for_reports_nothing_twice() -> None:
    report = Report()
    MAPPING.read(MAPPING.message("<D><Kind>IM</Kind><Extra>1</Extra></D>"), report)
    assert [f.code for f in report] == ["MAP-102"]


# -- segment templates -------------------------------------------------------------------------------------------------

DEFINITION = templates.DEFINITION + YAML.partition("\n")[2]
SEGMENTS = """BGM+{type_code}+{functional_reference_id}
when import:
    LOC+20+{entry_office_id}
    GIS+7:105
when export:
    LOC+20+{exit_office_id}
LOC+36+{other_country}
with trader:
    NAD+DT+{id}
NAD+AE+{agent.id}
when export:
    each previous_documents:
        DOC+820+{id}
UNS+D
each goods_items:
    CST+{sequence_numeric|number}
        FTX+AAA+++{commodity.description|cut}
        LOC+27+{made_in}
UNS+S
"""


def segments(document: Any, root: Path) -> tuple[list[str], list[str]]:
    mapping = templates.compiled(root, SEGMENTS, definition=DEFINITION)
    written, report = templates.write(mapping, document)
    back, findings = templates.read(mapping, *written)
    assert templates.codes(findings) == []
    assert back == document or len(report)
    return written, [finding.where.path or "" for finding in report]


def test_segments_stand_where_their_case_holds(tmp_path: Path) -> None:
    parties = [Party(role="importer", id="1"), Party(role="agent", id="3")]
    items = [GoodsItem(sequence_numeric=1, commodity=Commodity(description="tea"), origins=[Origin(country_code="JP")])]
    document = Declaration(
        type_code="IM", parties=parties, export_country_code="CN", entry_office_id="E", goods_items=items
    )
    written = ["BGM+IM", "LOC+20+E", "LOC+36+CN", "GIS+7:105", "NAD+DT+1", "NAD+AE+3"]
    written += ["UNS+D", "CST+1", "FTX+AAA+++tea", "LOC+27+JP", "UNS+S"]
    found, lost = segments(document, tmp_path)
    assert (sorted(found[:6]), found[6:], lost) == (sorted(written[:6]), written[6:], [])


def test_segments_of_another_case_are_not_written_and_not_mapped(tmp_path: Path) -> None:
    document = Declaration(type_code="EX", exit_office_id="O", entry_office_id="E", export_country_code="CN")
    found, lost = segments(document, tmp_path)
    assert (found, lost) == (["BGM+EX", "LOC+20+O", "UNS+D", "UNS+S"], ["entry_office_id", "export_country_code"])
    mapping = templates.compiled(tmp_path, SEGMENTS, definition=DEFINITION)
    back, report = templates.read(mapping, "BGM+IM", "DOC+820+7", "UNS+D", "UNS+S")
    assert back == Declaration(type_code="IM")
    assert templates.codes(report) == ["MAP-101"]


def test_the_proof_of_segments_goes_through_every_case(tmp_path: Path) -> None:
    result = round_trip(templates.compiled(tmp_path, SEGMENTS, definition=DEFINITION), 120, 3)
    assert result.proven, (result.unequal, result.examples, result.rare)


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("BGM+{type_code}\nwhen imprt:\n    LOC+9+{id}\n", ("TPL-001", 2, 6, "mapping.yaml has no condition")),
        ("when import:\n    LOC+9+{id}\n", ("TPL-001", 1, 6, "'import' asks for type_code, which no line reads")),
        ("BGM+{type_code}\nwhen import:\n    LOC+9+{id}\nLOC+9+{name}\n", ("TPL-005", 4, 1, "'LOC+9+{id}' (line 3)")),
        ("BGM+{type_code}+{id}\nwhen import:\n    LOC+9+{id}\n", ("TPL-006", 3, 11, "'id' has its home at line 1")),
    ],
)
def test_a_fault_in_a_segment_template_has_its_place(
    template: str, found: tuple[str, int, int, str], tmp_path: Path
) -> None:
    code, _, line, column, what = templates.fault(tmp_path, template, definition=DEFINITION)
    assert (code, line, column) == found[:3]
    assert what.startswith(found[3])
