"""Which of several values a finding of writing means, in every format: the one, with its exact path."""

from decimal import Decimal
from typing import Any

from edi_engine.canonical.model import (
    Commodity,
    Constituent,
    Declaration,
    GoodsItem,
    GoodsMeasure,
    Packaging,
    Party,
)
from edi_engine.canonical.values import Measure
from edi_engine.findings import Report
from edi_engine.mapping.exact_places import ExactPlaces
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace
from tests.mapping.field_support import csv_mapping, fixed_mapping, json_mapping, xml_mapping

NS = 'xmlns:m="urn:edi-engine:map"'
MAPPINGS = Mappings(Workspace("nowhere"))


def said(mapping: Any, document: Declaration) -> list[str]:
    """Exact path and code of what the writer says, apart from what has no place."""
    found = mapping.left_out(document).findings
    return [f"{finding.code} {finding.where.path}" for finding in found if finding.code != "MAP-201"]


def test_a_path_leads_from_an_object_to_the_values_it_means() -> None:
    roles = [Party(role="agent", id="1"), Party(role="carrier", id="2"), Party(role="agent", id="3")]
    item = GoodsItem(parties=roles, packagings=[Packaging(type_code="4G"), Packaging()])
    document = Declaration(goods_items=[GoodsItem(), item], extensions={"Odd Name": "x"})
    places = ExactPlaces(document)

    def paths(path: str, holder: Any) -> list[str]:
        return [where for where, _ in places.found(("", path, holder))]

    assert paths("parties[role=carrier/agent].id", item) == ["goods_items[1].parties[0].id"]
    assert paths("parties[role!=agent].id", item) == ["goods_items[1].parties[1].id"]
    assert paths("goods_items[*].packagings[0].type_code", document) == ["goods_items[1].packagings[0].type_code"]
    assert paths("parties[1:]", item) == ["goods_items[1].parties[1]", "goods_items[1].parties[2]"]
    assert paths("extensions.Odd Name", document) == ["extensions.Odd Name"]
    assert paths("id", Party()) == paths("", document) == []


def test_a_finding_names_the_object_that_its_path_starts_from() -> None:
    """Sample: `packagings[0].type_code`, of one of thousands of items."""
    packed = [GoodsItem(packagings=[Packaging(type_code=code)]) for code in ("4G", "no code")]
    report, path = Report(), "goods_items[1].packagings[0].type_code"
    mapping = json_mapping('{"what": [{"$each": "goods_items", "kind": "{packagings[0].type_code|code(party)}"}]}')
    mapping.write(Declaration(goods_items=packed), report)
    assert [finding.where.path for finding in report] == [path.replace("[1]", "[0]", 1), path]
    twice = Declaration(goods_items=[packed[1], packed[1]])
    mapping.write(twice, report := Report())
    assert {finding.where.path for finding in report} == {"packagings[0].type_code"}


def constituents(*names: str) -> Declaration:
    made = [Constituent(element_name=name) for name in names]
    return Declaration(goods_items=[GoodsItem(), GoodsItem(commodity=Commodity(constituents=made))])


def test_of_values_in_one_text_or_array_the_one_is_meant() -> None:
    place = "goods_items[1].commodity.constituents[{}].element_name".format
    joined = '{"what": [{"$each": "goods_items", "of": "{commodity.constituents[*].element_name|join(,)}"}]}'
    assert said(json_mapping(joined), constituents("a", "b,c", "d")) == [f"MAP-203 {place(1)}"]
    array = '{"what": [{"$each": "goods_items", "of": ["{commodity.constituents[*].element_name|code(party)}..."]}]}'
    assert said(json_mapping(array), constituents("importer", "exporter", "other")) == [f"MAP-202 {place(2)}"]


def test_a_character_xml_cannot_carry_is_in_the_value_that_has_it() -> None:
    template = f"""<M {NS}><O m:each="transit_office_ids">{{.}}</O><P>{{subsequent_entry_office_ids[*]}}...</P>
                   <I m:each="goods_items"><W>{{commodity.description}}</W></I></M>"""
    texts = [GoodsItem(commodity=Commodity(description=text)) for text in ("a", "b\x01")]
    document = Declaration(transit_office_ids=["1", "2", "\x02"], goods_items=texts)
    document.subsequent_entry_office_ids = ["\x03", "4"]
    lost = [
        "MAP-202 transit_office_ids[2]",
        "MAP-202 subsequent_entry_office_ids[0]",
        "MAP-202 goods_items[1].commodity.description",
    ]
    assert said(xml_mapping(template), document) == lost


def test_a_cell_or_a_character_that_does_not_fit_is_of_one_row_or_record() -> None:
    texts = enumerate(("a", "é李", "b\n"), start=1)
    items = [GoodsItem(sequence_numeric=n, commodity=Commodity(description=text)) for n, text in texts]
    document, place = Declaration(goods_items=items), "goods_items[{}].commodity.description".format
    csv = "no;what\neach goods_items by no:\n{sequence_numeric};{commodity.description}\n"
    assert said(csv_mapping(csv, {"encoding": "latin-1"}), document) == [f"MAP-209 {place(1)}"]
    fixed = fixed_mapping(
        "each goods_items:\n    I{sequence_numeric:2}{commodity.description:5}\n", {"encoding": "latin-1"}
    )
    assert said(fixed, document) == [f"MAP-209 {place(1)}", f"MAP-203 {place(2)}"]


def test_of_two_quantities_the_one_in_another_unit_is_lost() -> None:
    """Sample: the report named the first as the one that is lost, as the rows were others without it."""
    masses = [Measure(Decimal("606.5"), "KGM"), Measure(Decimal("898.5"), "LTR")]
    items = [GoodsItem(commodity=Commodity(goods_measure=GoodsMeasure(gross_mass=mass))) for mass in masses]
    for number, item in enumerate(items, start=1):
        item.sequence_numeric = number
    found = said(MAPPINGS.get("terminal-release-csv"), Declaration(goods_items=items))
    assert found == ["MAP-202 goods_items[1].commodity.goods_measure.gross_mass"]
