"""Rules speak of whole declarations; an amendment that only points at what it changes is none."""

from decimal import Decimal

from edi_engine.canonical.model import Amendment, Declaration, GoodsItem, Packaging, Pointer
from edi_engine.checks.judging import Checks
from edi_engine.findings import Report
from edi_engine.workspace import Workspace


def codes(document: Declaration) -> list[str]:
    report = Report()
    Checks(Workspace()).check(document, report)
    return [finding.code for finding in report]


def test_an_amendment_with_pointers_is_not_held_to_rules_about_the_whole() -> None:
    items = [GoodsItem(packagings=[Packaging(quantity=Decimal(1), type_code="CT")])]
    document = Declaration(total_package_quantity=Decimal(9), goods_items=items)
    assert codes(document)
    document.amendments = [Amendment(pointers=[Pointer(document_section_code="42A", tag_id="146")])]
    assert codes(document) == []
