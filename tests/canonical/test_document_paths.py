"""Paths into one document: text and back, values, and words for people."""

from decimal import Decimal

import pytest

from edi_engine.canonical import model
from edi_engine.canonical.document_paths import Step, parse, show, value_at, values, words
from edi_engine.canonical.values import Amount, DateTime, Identifier

DOCUMENT = model.Declaration(
    parties=[model.Party(role="importer", name="NORTHMERE")],
    goods_items=[
        model.GoodsItem(),
        model.GoodsItem(commodity=model.Commodity(classifications=[model.Classification(id="84713000")])),
    ],
)
PLACE = "goods_items[1].commodity.classifications[0].id"


def test_a_path_reads_back() -> None:
    assert show(parse(PLACE)) == PLACE
    assert parse(".") == ()
    assert show(()) == "."


def test_names_may_be_those_of_json() -> None:
    assert parse("goodsItems[1].commodity") == (Step("goods_items", 1), Step("commodity"))


@pytest.mark.parametrize("text", ["", "a..b", "a[-1]", "a[x]", "a.", "[0]", "a[0][1]"])
def test_what_is_no_path_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse(text)


def test_a_value_is_found_where_it_stands() -> None:
    assert value_at(DOCUMENT, parse(PLACE)) == "84713000"


@pytest.mark.parametrize("text", ["goods_items[7].commodity", "nothing.at.all", "goods_items[0].commodity.description"])
def test_there_is_nothing_where_nothing_stands(text: str) -> None:
    assert value_at(DOCUMENT, parse(text)) is None


@pytest.mark.parametrize(
    ("path", "said"),
    [
        (PLACE, "goods item 2, commodity, classification 1, id"),
        ("parties[0].name", "importer (party 1), name"),
        ("border_transport_means.id", "border transport means, id"),
        (".", "declaration"),
    ],
)
def test_words_count_from_one_and_name_roles(path: str, said: str) -> None:
    assert words(DOCUMENT, parse(path)) == said


def test_every_value_is_listed_with_its_place() -> None:
    document = model.Declaration(
        invoice_amount=Amount(Decimal(1), "EUR"),
        transit_office_ids=["GB1", "FR2"],
        issue_date_time=DateTime("20260131", "102"),
        parties=[model.Party(role="importer", ids=[Identifier("vat", "GB1")])],
        goods_items=DOCUMENT.goods_items,
        extensions={"x": 1},
    )
    found = {show(path): value for path, value in values(document)}
    assert found == {
        "invoice_amount": Amount(Decimal(1), "EUR"),
        "transit_office_ids[0]": "GB1",
        "transit_office_ids[1]": "FR2",
        "issue_date_time": DateTime("20260131", "102"),
        "parties[0].role": "importer",
        "parties[0].ids[0]": Identifier("vat", "GB1"),
        PLACE: "84713000",
    }
    assert all(value_at(document, parse(path)) is value for path, value in found.items())
