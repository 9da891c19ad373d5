"""The guide of every mapping says what its format asks for, stands alone, and shows examples that validate."""

from functools import cache
from io import BytesIO

import pytest
from lxml import etree, html

from edi_engine import formats
from edi_engine.findings import Report
from edi_engine.mapping.guide.guide import guide, validates
from edi_engine.mapping.guide.page import page
from edi_engine.mapping.guide.rows import Row
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

WORKSPACE = Workspace("/nowhere")
MAPPINGS = Mappings(WORKSPACE)


@cache
def parsed(name: str) -> html.HtmlElement:
    return html.document_fromstring(guide(MAPPINGS, name))


def texts(name: str, *places: str) -> list[list[str]]:
    """The cells of the rows for some places."""
    rows = parsed(name).xpath("//tbody/tr")
    found = [[cell.text_content() for cell in row] for row in rows]
    return [cells for cells in found if cells[0] in places]


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
    head = next(cells for cells in texts("cusdec-d96b-import", "NAD") if "parties[…]" in cells[3])
    assert head[1] == "Name and address"
    assert head[2].startswith("SG6 C 10")
    role = next(cells for cells in texts("cusdec-d96b-import", "1.1") if cells[7] == "parties[…].role")
    assert role[1] == "3035 Party qualifier"
    assert role[2] == "M"
    assert "IM importer" in role[5]
    name = next(cells for cells in texts("cusdec-d96b-import", "4.1 to 4.5") if cells[7] == "parties[…].name")
    assert name[4] == "an..35"


def test_an_ignored_place_gives_its_reason() -> None:
    told = parsed("cusdec-d96b-import").xpath("//h2[@id='not-carried']/following-sibling::ul[1]/li")
    assert any("ISO 3166, the only list of countries in use" in item.text_content() for item in told)


def test_a_named_place_is_told_with_its_list_and_its_field() -> None:
    (net,) = texts("tax-authority-json", "net_mass_kg")
    assert net[7] == "goods_items[…].commodity.goods_measure.net_mass"
    assert "128" in net[8]
    assert "KGM" in net[9]


def test_a_tag_of_wco_xml_is_told_with_its_path() -> None:
    (office,) = texts("wco-dec", "DeclarationOfficeID")
    assert office[7:9] == ["declaration_office_id", "DeclarationOfficeID (065)"]


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
