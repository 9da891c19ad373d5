"""What an export refund claim needs beside the declaration: the period, and each item's price free on board.

The price is brought to free on board by the term of delivery and shared out by value; what the declaration does not say
(freight under CIF, a rate of exchange) is never guessed: then there is no value, and a finding says why.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

import msgspec
from msgspec.structs import replace

from edi_engine.canonical.model import Charge, Commodity, Declaration, GoodsItem, InvoiceLine, TradeTerms
from edi_engine.canonical.values import Amount
from edi_engine.mapping.moments import write_moment

# What each term of delivery (INCOTERMS) has in the price that free on board has not; other terms need more facts.
INCLUDED: Mapping[str, tuple[str, ...]] = {
    "FOB": (),
    "FCA": (),
    "CFR": ("freight",),
    "CPT": ("freight",),
    "CIF": ("freight", "insurance"),
    "CIP": ("freight", "insurance"),
}
# UN/EDIFACT 5025: 64 freight charge, 144 transport charges (customs), 67 insurance, 70 insurance charges (customs).
CHARGES = {"freight": ("64", "144"), "insurance": ("67", "70")}
# ISO 4217: currencies whose minor unit is not the hundredth.
_WHOLE = {
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
}
_THOUSANDTHS = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
_DIGITS = 200  # more than any two numbers that are read can need

Lost = Callable[[str, str, str], None]


class DeclarationRefund(msgspec.Struct, frozen=True):
    """Of the whole declaration: month of export (`CCYYMM`), price of all items free on board."""

    period: str | None = None
    fob: Amount | None = None


class ItemRefund(msgspec.Struct, frozen=True):
    """Of one item: its price free on board."""

    fob: Amount | None = None


def export_refund(document: Declaration, lost: Lost) -> dict[int, msgspec.Struct]:
    """The refund values of a declaration and of its items, by `id` of the object."""
    period = write_moment(document.exit_date_time, "610")[0] if document.exit_date_time else ""
    with localcontext(prec=_DIGITS):
        prices = _prices(document, lost)
        total = sum((fob.value or Decimal(0) for _, fob in prices), Decimal(0))
    values: dict[int, msgspec.Struct] = {id(item): ItemRefund(fob=fob) for item, fob in prices}
    fob = Amount(total, prices[0][1].currency) if prices else None
    values[id(document)] = DeclarationRefund(period=period or None, fob=fob)
    return values


def _prices(document: Declaration, lost: Lost) -> list[tuple[GoodsItem, Amount]]:
    """Each item with its price free on board; none where it does not follow from the declaration."""
    amounts = [_price(item) for item in document.goods_items]
    if not any(amounts):
        return []
    known = [amount for amount in amounts if amount is not None]
    try:
        currency = _currency(known, len(amounts))
        deduction = sum((_charge(document, kind, currency) for kind in _included(document)), Decimal(0))
        shared = share([amount.value or Decimal(0) for amount in known], deduction, currency)
    except ValueError as error:
        lost("derived.export_refund.fob", f"no price free on board: {error}", "declare it, or state the refund by hand")
        return []
    return [(item, Amount(fob, currency)) for item, fob in zip(document.goods_items, shared, strict=True)]


def _price(item: GoodsItem) -> Amount | None:
    line = item.commodity.invoice_line if item.commodity else None
    amount = line.item_charge_amount if line else None
    return amount if amount is not None and amount.value is not None else None


def _currency(amounts: list[Amount], items: int) -> str:
    currencies = {amount.currency for amount in amounts}
    if len(amounts) < items:
        raise ValueError(f"{items - len(amounts)} of {items} items have no price")
    currency = currencies.pop()
    if currencies or not currency:
        raise ValueError("the items are not priced in one stated currency")
    return currency


def _included(document: Declaration) -> tuple[str, ...]:
    term = document.trade_terms.condition_code if document.trade_terms else None
    if term not in INCLUDED:
        raise ValueError(f"terms of delivery {term or 'are not stated'}")
    if any(_own_charges(item) for item in document.goods_items) and INCLUDED[term]:
        raise ValueError("items have charges of their own")
    return INCLUDED[term]


def _own_charges(item: GoodsItem) -> bool:
    valuation = item.customs_valuation
    return valuation is not None and (bool(valuation.charges) or valuation.freight_charge_amount is not None)


def _charge(document: Declaration, kind: str, currency: str) -> Decimal:
    """The one amount of a kind of charge; a statement made twice must agree.

    Raises:
        ValueError: why there is none.
    """
    stated: list[Any] = [charge.amount for charge in document.charges if _is(charge, kind)]
    if kind == "freight" and document.freight_charge_amount is not None:
        stated.append(document.freight_charge_amount)
    if not stated:
        raise ValueError(f"the {kind} in the price is not stated")
    if any(amount is None or amount.value is None for amount in stated):
        raise ValueError(f"the {kind} is not stated as an amount")
    if len({(amount.value, amount.currency) for amount in stated}) > 1:
        raise ValueError(f"the {kind} is stated in different ways")
    if stated[0].currency != currency:
        raise ValueError(f"the {kind} is not in {currency}")
    found: Decimal = stated[0].value
    return found


def _is(charge: Charge, kind: str) -> bool:
    return charge.type_code in CHARGES[kind] and charge.direction != "allowance"


def share(values: list[Decimal], deduction: Decimal, currency: str) -> list[Decimal]:
    """Take a deduction from values in proportion, rounded to the currency's minor unit; the last bears what is left.

    Raises:
        ValueError: there is nothing to share it by.
    """
    if not deduction:
        return values
    total = sum(values, Decimal(0))
    if total <= 0 or min(values) < 0:
        raise ValueError("the prices cannot share the charges out")
    unit = Decimal(1) if currency in _WHOLE else Decimal("0.001") if currency in _THOUSANDTHS else Decimal("0.01")
    parts = [(deduction * value / total).quantize(unit, ROUND_HALF_UP) for value in values[:-1]]
    parts.append(deduction - sum(parts, Decimal(0)))
    return [value - part for value, part in zip(values, parts, strict=True)]


def computable(document: Declaration) -> Declaration:
    """The document itself if its prices free on board follow from it, else one like it where they do.

    For the proof of mappings: what is made at random seldom has one currency and known terms of delivery.
    """
    refusals: list[str] = []
    _prices(document, lambda path, what, fix: refusals.append(what))
    if not refusals:
        return document
    items = [_priced(item) for item in document.goods_items]
    terms = replace(document.trade_terms or TradeTerms(), condition_code="FOB")
    return replace(document, goods_items=items, trade_terms=terms)


def _priced(item: GoodsItem) -> GoodsItem:
    commodity = item.commodity or Commodity()
    line = commodity.invoice_line or InvoiceLine()
    old = line.item_charge_amount
    amount = Amount(old.value if old and old.value is not None else Decimal("1.00"), "EUR")
    return replace(item, commodity=replace(commodity, invoice_line=replace(line, item_charge_amount=amount)))
