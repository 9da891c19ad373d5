"""The page of the fields is fit for a phone, where each cell is told with the name of its column."""

from pathlib import Path

from lxml import html

PAGE = html.parse(str(Path(__file__).parents[2] / "docs" / "fields.html")).getroot()


def test_every_cell_of_the_fields_page_says_its_column() -> None:
    columns = [heading.text_content() for heading in PAGE.xpath("//thead//th")]
    rows = PAGE.xpath("//tbody/tr[not(@class='heading')]")
    assert rows
    for row in rows:
        assert row.xpath("string(th/@scope)") == "row"
        assert [cell.get("data-label") for cell in row.xpath("td")] == columns[1:], row.text_content()


def test_the_fields_page_is_as_wide_as_its_screen_and_loads_nothing() -> None:
    assert PAGE.xpath("string(//meta[@name='viewport']/@content)") == "width=device-width,initial-scale=1"
    assert PAGE.xpath("//link|//img|//@src") == []
    assert PAGE.xpath("//input/@aria-label")
