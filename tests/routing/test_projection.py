"""What is withheld is gone from one agency's copy, and nowhere else."""

from decimal import Decimal

import msgspec

from edi_engine.canonical import model
from edi_engine.canonical.values import Amount
from edi_engine.routing.projection import withhold


class Item(msgspec.Struct):
    id: str | None = None
    price: str | None = None


class Declaration(msgspec.Struct):
    ucr: str | None = None
    seller: Item | None = None
    goods_items: list[Item] = []


def test_withheld_values_are_gone_and_the_document_itself_is_untouched() -> None:
    document = Declaration(ucr="U", seller=Item(id="S", price="1"), goods_items=[Item(id="1", price="9"), Item(id="2")])
    before = msgspec.json.encode(document)
    seen, named = withhold(document, ("ucr", "goods_items[*].price", "seller.price"))
    assert seen == Declaration(seller=Item(id="S"), goods_items=[Item(id="1"), Item(id="2")])
    assert named == ["ucr", "goods_items[*].price", "seller.price"]
    assert msgspec.json.encode(document) == before


def test_only_paths_with_a_value_are_named() -> None:
    document = Declaration(goods_items=[Item(id="1")])
    seen, named = withhold(document, ("ucr", "goods_items[*].price", "seller.id"))
    assert seen is document
    assert named == []


def test_a_whole_list_can_be_withheld() -> None:
    seen, named = withhold(Declaration(ucr="U", goods_items=[Item()]), ("goods_items",))
    assert seen == Declaration(ucr="U")
    assert named == ["goods_items"]


def test_the_spelling_of_a_withheld_number_is_withheld_too() -> None:
    amount = Amount(Decimal("12.50"), "EUR")
    spelling = {"invoiceAmount": "012.50", "totalPackageQuantity": "07"}
    document = model.Declaration(
        invoice_amount=amount, total_package_quantity=Decimal(7), extensions={"spelling": spelling, "x": 1}
    )
    for path in ("invoice_amount", "invoice_amount.value"):
        seen, _ = withhold(document, (path,))
        assert seen.extensions == {"spelling": {"totalPackageQuantity": "07"}, "x": 1}
    seen, _ = withhold(document, ("invoice_amount", "total_package_quantity"))
    assert seen == model.Declaration(extensions={"x": 1})
    assert document.extensions == {"spelling": spelling, "x": 1}
