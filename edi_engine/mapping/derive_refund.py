"""What an export refund claim needs beside the declaration: the period, and each item's price free on board.

The price is brought to free on board by the term of delivery and shared out by value; what the declaration does not say
(freight under CIF, a rate of exchange) is never guessed: then there is no value, and a finding says why.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, localcontext

import msgspec
from msgspec.structs import replace

from edi_engine.canonical.model import (
    Charge,
    Commodity,
    CustomsValuation,
    Declaration,
    GoodsItem,
    InvoiceLine,
    TradeTerms,
)
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
    try:
        currency = _currency(amounts)
        values = [amount.value or Decimal(0) for amount in amounts if amount is not None]
        left = _less_charges(document, values, currency)
    except ValueError as error:
        lost("derived.export_refund.fob", f"no price free on board: {error}", "declare it, or state the refund by hand")
        return []
    return [(item, Amount(fob, currency)) for item, fob in zip(document.goods_items, left, strict=True)]


def _less_charges(document: Declaration, values: list[Decimal], currency: str) -> list[Decimal]:
    """Prices less what they include: each item's own charges where items state them, else its share of the whole's."""
    whole, left = Decimal(0), values
    for kind in _included(document):
        own = _of_items(document, kind, currency)
        if own:
            left = [value - part for value, part in zip(left, own, strict=True)]
        else:
            whole += _of_declaration(document, kind, currency, needed=True) or Decimal(0)
    return [value - part for value, part in zip(left, share(values, whole, currency), strict=True)]


def _price(item: GoodsItem) -> Amount | None:
    line = item.commodity.invoice_line if item.commodity else None
    amount = line.item_charge_amount if line else None
    return amount if amount is not None and amount.value is not None else None


def _currency(amounts: list[Amount | None]) -> str:
    known = [amount.currency for amount in amounts if amount is not None]
    if len(known) < len(amounts):
        raise ValueError(f"{len(amounts) - len(known)} of {len(amounts)} items have no price")
    if len(set(known)) > 1 or not known[0]:
        raise ValueError("the items are not priced in one stated currency")
    return known[0]


def _included(document: Declaration) -> tuple[str, ...]:
    term = document.trade_terms.condition_code if document.trade_terms else None
    if term is None or term not in INCLUDED:
        raise ValueError(f"terms of delivery {term or 'are not stated'}")
    return INCLUDED[term]


def _of_items(document: Declaration, kind: str, currency: str) -> list[Decimal]:
    """What each item states of a kind of charge; empty where none does.

    Raises:
        ValueError: only some do, or they do not add up to what the declaration states.
    """
    valuations = [item.customs_valuation or CustomsValuation() for item in document.goods_items]
    stated = [_stated(each.charges, each.freight_charge_amount, kind, currency) for each in valuations]
    found = [amount for amount in stated if amount is not None]
    if found and len(found) < len(stated):
        raise ValueError(f"the {kind} is stated for some items only")
    whole = _of_declaration(document, kind, currency, needed=False)
    if found and whole is not None and sum(found, Decimal(0)) != whole:
        raise ValueError(f"the {kind} of the items does not add up to that of the declaration")
    return found


def _of_declaration(document: Declaration, kind: str, currency: str, *, needed: bool) -> Decimal | None:
    amount = _stated(document.charges, document.freight_charge_amount, kind, currency)
    if amount is None and needed:
        raise ValueError(f"the {kind} in the price is not stated")
    return amount


def _stated(charges: list[Charge], freight: Amount | None, kind: str, currency: str) -> Decimal | None:
    """The one amount stated of a kind of charge, None where there is none; a statement made twice must agree.

    Raises:
        ValueError: why it is none to reckon with.
    """
    amounts: list[Amount | None] = [charge.amount for charge in charges if _is(charge, kind)]
    if kind == "freight" and freight is not None:
        amounts.append(freight)
    if any(amount is None or amount.value is None for amount in amounts):
        raise ValueError(f"the {kind} is not stated as an amount")
    found = {(amount.value, amount.currency) for amount in amounts if amount is not None}
    if len(found) > 1:
        raise ValueError(f"the {kind} is stated in different ways")
    if any(stated != currency for _, stated in found):
        raise ValueError(f"the {kind} is not in {currency}")
    return next((value for value, _ in found), None)


def _is(charge: Charge, kind: str) -> bool:
    return charge.type_code in CHARGES[kind] and charge.direction != "allowance"


def share(values: list[Decimal], amount: Decimal, currency: str) -> list[Decimal]:
    """Parts of an amount in proportion to values, in the currency's minor unit; the last bears what rounding leaves.

    Raises:
        ValueError: there is nothing to share it by.
    """
    if not amount:
        return [Decimal(0)] * len(values)
    total = sum(values, Decimal(0))
    if total <= 0 or min(values) < 0:
        raise ValueError("the prices cannot share the charges out")
    unit = Decimal(1) if currency in _WHOLE else Decimal("0.001") if currency in _THOUSANDTHS else Decimal("0.01")
    parts = [(amount * value / total).quantize(unit, ROUND_HALF_UP) for value in values[:-1]]
    return [*parts, amount - sum(parts, Decimal(0))]


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
