"""Documents as nobody means them: rules are judged or say that they cannot be, and the work stays in proportion."""

from decimal import Decimal

import pytest

from edi_engine.canonical.model import (
    Classification,
    Commodity,
    Declaration,
    DutyTaxFee,
    GoodsItem,
    GoodsMeasure,
    Invoice,
    InvoiceLine,
    Packaging,
    Party,
    Payment,
    TransportMeans,
)
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity
from edi_engine.checks.judging import Checks
from edi_engine.findings import Report
from edi_engine.workspace import Workspace

CHECKS = Checks(Workspace("nowhere"))
LONG = "\x1b[2J" + "A" * 100_000


def document(number: Decimal, text: str, items: int) -> Declaration:
    """Every number and every text the same."""
    amount, mass = Amount(value=number, currency=text), Measure(value=number, unit=text)
    tax = DutyTaxFee(
        ad_valorem_tax_base_amount=amount, tax_rate_numeric=number, payment=Payment(tax_assessed_amount=amount)
    )
    commodity = Commodity(
        goods_measure=GoodsMeasure(gross_mass=mass, net_mass=Measure(value=number)),
        classifications=[Classification(type="TSP", id=text)],
        duty_tax_fees=[tax],
    )
    item = GoodsItem(commodity=commodity, packagings=[Packaging(quantity=number, type_code=text)], sequence_numeric=7)
    line = InvoiceLine(quantity=Quantity(value=number), unit_price=number, item_charge_amount=amount)
    return Declaration(
        type_code=text,
        id=text,
        issue_date_time=DateTime(value=text),
        invoice_amount=amount,
        total_gross_mass=Measure(value=number),
        total_package_quantity=number,
        goods_items=[item] * items,
        invoices=[Invoice(lines=[line] * items, amount=amount)],
        parties=[Party(role="importer", id=text)] * items,
        border_transport_means=TransportMeans(id=text, mode_code="1", identification_type_code="10"),
    )


@pytest.mark.parametrize("number", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+999999", "1E-999999", "0"])
@pytest.mark.parametrize("text", ["", LONG, "\u0661\u0662", "GB"])
def test_numbers_and_texts_nobody_means_are_judged_or_noted(number: str, text: str) -> None:
    report = Report()
    CHECKS.check(document(Decimal(number), text, 3), report, 1)
    assert all(len(finding.what) < 1000 and finding.what.isprintable() for finding in report)


def test_many_items_are_judged_in_one_pass() -> None:
    report = Report()
    CHECKS.check(document(Decimal(1), "GB", 5_000), report, 1)
    assert len(report) < 200
    assert {"CHK-103", "CHK-601", "CHK-606"} <= {finding.code for finding in report}
