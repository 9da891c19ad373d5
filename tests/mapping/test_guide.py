"""The guide of every mapping says what its format asks for, stands alone, and shows examples that validate."""

from functools import cache
from io import BytesIO

import pytest
from lxml import etree, html

from edi_engine import formats
from edi_engine.findings import Report
from edi_engine.mapping.guide.guide import guide, validates
from edi_engine.mapping.guide.page import STYLE, long, page
from edi_engine.mapping.guide.rows import Row
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

WORKSPACE = Workspace("/nowhere")
MAPPINGS = Mappings(WORKSPACE)


@cache
def parsed(name: str) -> html.HtmlElement:
    return html.document_fromstring(guide(MAPPINGS, name))


def texts(name: str, *places: str) -> list[dict[str, str]]:
    """The cells of the rows for some places, by their columns; a column that says nothing is not there."""
    columns = [heading.text_content() for heading in parsed(name).xpath("//thead//th")]
    rows = [[cell.text_content() for cell in row] for row in parsed(name).xpath("//tbody/tr")]
    return [dict(zip(columns, cells, strict=True)) for cells in rows if cells[0] in places]


@pytest.mark.parametrize("name", MAPPINGS.names())
def test_every_example_of_a_guide_validates(name: str) -> None:
    shown = [pre.text_content() for pre in parsed(name).xpath("//pre[@class='example']")]
    mapping = MAPPINGS.get(name)
    encoding = mapping.definition.options.get("encoding") or "utf-8"
    for text in shown:
        found = [
            m for part in formats.read(BytesIO(text.encode(encoding)), expected=mapping.syntax) for m in part.messages
        ]
        assert len(found) == 1
        report = Report()
        formats.check(found[0], MAPPINGS.directories)
        assert mapping.read(found[0], report) is not None
        assert not report.rejected
        assert not found[0].report.rejected


def test_a_guide_shows_the_samples_of_its_mapping() -> None:
    shown = {str(head) for head in parsed("cusdec-d96b-import").xpath("//pre/preceding-sibling::h3[1]/text()")}
    assert {"import minimal", "import ten items"} <= shown


@pytest.mark.parametrize("name", MAPPINGS.names())
def test_a_guide_stands_alone_and_can_be_heard(name: str) -> None:
    root = parsed(name)
    assert root.xpath("//script|//link|//img|//iframe|//@src") == []
    assert all(str(target).startswith("#") for target in root.xpath("//@href"))
    assert "url(" not in root.xpath("string(//style)")
    assert root.get("lang") == "en"
    assert [str(level.tag) for level in root.xpath("//h1|//h2")] == ["h1", "h2", "h2", "h2"]
    assert root.xpath("//table[not(caption)]|//th[not(@scope)]") == []
    ids = root.xpath("//@id")
    assert {str(target)[1:] for target in root.xpath("//@href")} <= set(ids)
    columns = [heading.text_content() for heading in root.xpath("//thead//th")]
    assert all(len(row) == len(columns) for row in root.xpath("//tbody/tr"))
    assert len(root.xpath("//tbody/tr")) >= 5


def test_a_segment_is_told_with_usage_codes_and_fields() -> None:
    head = next(cells for cells in texts("cusdec-d96b-import", "NAD") if "parties[…]" in cells["needed"])
    assert head["name"] == "Name and address"
    assert head["usage"].startswith("SG6 C 10")
    role = next(cells for cells in texts("cusdec-d96b-import", "1.1") if cells["field"] == "parties[…].role")
    assert role["name"] == "3035 Party qualifier"
    assert role["usage"] == "M"
    assert "IM importer" in role["codes"]
    name = next(cells for cells in texts("cusdec-d96b-import", "4.1 to 4.5") if cells["field"] == "parties[…].name")
    assert name["format"] == "an..35"


def test_a_column_that_says_nothing_is_left_out() -> None:
    (office,) = texts("wco-dec", "DeclarationOfficeID")
    assert not {"name", "codes", "condition"} & set(office)
    assert {"usage", "format", "field", "WCO"} <= set(office)
    for name in MAPPINGS.names():
        rows = [list(row) for row in parsed(name).xpath("//tbody/tr")]
        assert all(any(cell.text_content() for cell in column) for column in zip(*rows, strict=True)), name


def test_what_m_and_c_mean_is_told_where_they_stand() -> None:
    explained = "M: must stand there"
    assert explained in parsed("cusdec-d96b-import").text_content()
    assert explained not in parsed("tax-authority-json").text_content()


def test_a_long_name_breaks_at_its_joints_and_stays_as_it_is() -> None:
    assert long("items[…].gross_mass") == "items<wbr/>[…].<wbr/>gross_<wbr/>mass"
    assert long("GoodsMeasure/ID<") == "Goods<wbr/>Measure/<wbr/>ID&lt;"
    assert long("an..35 n..16,3 (145)") == "an..35 n..16,3 (145)"


def test_paper_has_the_table_of_a_wide_screen() -> None:
    queries = [line for line in STYLE.split("\n") if "max-width:" in line and line.startswith("@media")]
    assert queries
    assert all(query.startswith("@media screen and ") for query in queries)


def test_an_ignored_place_gives_its_reason() -> None:
    told = parsed("cusdec-d96b-import").xpath("//h2[@id='not-carried']/following-sibling::ul[1]/li")
    assert any("ISO 3166, the only list of countries in use" in item.text_content() for item in told)


def test_a_named_place_is_told_with_its_list_and_its_field() -> None:
    (net,) = texts("tax-authority-json", "items/net_mass_kg")
    assert net["field"] == "goods_items[…].commodity.goods_measure.net_mass"
    assert "128" in net["WCO"]
    assert "KGM" in net["notes"]


def test_a_place_is_told_with_the_record_or_element_it_stands_in() -> None:
    assert [cells["field"] for cells in texts("port-cargo-list", "I/2-6")] == ["goods_items[…].sequence_numeric"]
    assert [cells["field"] for cells in texts("port-cargo-list", "K/2-18")] == ["parties[role=carrier].id"]
    assert len(texts("eu-cc315a", "TRACONCO1/NamCO17")) == 1


def test_a_tag_of_wco_xml_is_told_with_its_path() -> None:
    (office,) = texts("wco-dec", "DeclarationOfficeID")
    assert (office["field"], office["WCO"]) == ("declaration_office_id", "DeclarationOfficeID (065)")


def test_what_a_sample_says_is_only_text() -> None:
    made = page("<b>", [("a", "<i>")], [Row(place="<u>", codes=[("<s>", "&")])], [("x", "<script>1</script>")], [])
    root = html.document_fromstring(made)
    assert root.xpath("//b|//i|//u|//s|//script") == []
    assert root.xpath("string(//pre)") == "<script>1</script>"


def test_a_broken_sample_is_no_example() -> None:
    mapping = MAPPINGS.get("wco-dec")
    assert not validates(MAPPINGS, mapping, b"<Other/>")
    assert not validates(MAPPINGS, mapping, b"")


def test_the_page_is_well_formed() -> None:
    text = guide(MAPPINGS, "contrl-4").partition("<body>")[2].partition("</body>")[0]
    etree.fromstring(f"<body>{text}</body>")
