"""Derive steps: prices free on board that add up, containers that move and come back, dates in other formats."""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from edi_engine.canonical.model import (
    Charge,
    Commodity,
    Consignment,
    CustomsValuation,
    Declaration,
    Event,
    EventReport,
    GoodsItem,
    GoodsMeasure,
    InvoiceLine,
    Packaging,
    Seal,
    TradeTerms,
    TransportEquipment,
    TransportMeans,
)
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity
from edi_engine.findings import Report
from edi_engine.mapping.derive_equipments import equipments_to_consignment, equipments_to_items
from edi_engine.mapping.derive_item_numbers import (
    item_numbers_to_equipments,
    item_numbers_to_items,
    without_item_numbers,
)
from edi_engine.mapping.derive_masses import total_net_mass
from edi_engine.mapping.derive_refund import INCLUDED, DeclarationRefund, computable, export_refund, share
from edi_engine.mapping.derive_seals import attach_seals
from edi_engine.mapping.derive_units import unit_factors
from edi_engine.mapping.moments import FORMATS, read_moment, write_moment
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.write_losses import write_losses
from edi_engine.workspace import Workspace

EUR = "EUR"


def priced(*prices: str, **facts: Any) -> Declaration:
    items = [
        GoodsItem(commodity=Commodity(invoice_line=InvoiceLine(item_charge_amount=Amount(Decimal(price), EUR))))
        for price in prices
    ]
    terms = TradeTerms(condition_code=facts.pop("terms", "CIF"))
    facts.setdefault("freight_charge_amount", Amount(Decimal("10"), EUR))
    facts.setdefault("charges", [Charge(type_code="67", amount=Amount(Decimal("1"), EUR))])
    return Declaration(goods_items=items, trade_terms=terms, **facts)


def refund(document: Declaration) -> tuple[list[str], list[str], DeclarationRefund]:
    """Prices of the items, refusals, and what holds for the whole."""
    lost: list[str] = []
    values: Any = export_refund(document, lambda path, what, fix: lost.append(what))
    found = [values[id(item)].fob for item in document.goods_items if id(item) in values]
    return [str(fob.value) for fob in found], lost, values[id(document)]


# -- refund ------------------------------------------------------------------------------------------------------------


def test_free_on_board_is_the_price_less_freight_and_insurance_shared_by_value() -> None:
    found, lost, whole = refund(priced("300.00", "100.00", "100.00"))
    assert (found, lost) == (["293.40", "97.80", "97.80"], [])
    assert whole.fob == Amount(Decimal("489.00"), EUR)


@pytest.mark.parametrize(
    ("terms", "found"), [("FOB", "100"), ("FCA", "100"), ("CFR", "90.00"), ("CPT", "90.00"), ("CIP", "89.00")]
)
def test_each_term_of_delivery_takes_off_what_it_includes(terms: str, found: str) -> None:
    prices = refund(priced("100", terms=terms))[0]
    assert [Decimal(price) for price in prices] == [Decimal(found)]


def with_own_freight(document: Declaration, *amounts: str) -> Declaration:
    for item, amount in zip(document.goods_items, amounts, strict=False):
        item.customs_valuation = CustomsValuation(freight_charge_amount=Amount(Decimal(amount), EUR))
    return document


def test_what_items_state_of_their_own_is_taken_as_it_is() -> None:
    found, lost, _ = refund(with_own_freight(priced("300.00", "100.00", terms="CFR"), "9.00", "1.00"))
    assert (found, lost) == (["291.00", "99.00"], [])
    alone = with_own_freight(priced("300", terms="CFR", freight_charge_amount=None), "9")
    assert refund(alone)[0] == ["291"]


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (priced("1", terms="DAP"), "terms of delivery DAP"),
        (priced("1", terms=None), "are not stated"),
        (priced("1", freight_charge_amount=None), "the freight in the price is not stated"),
        (priced("1", charges=[]), "the insurance in the price is not stated"),
        (priced("1", charges=[Charge(type_code="67", percentage=Decimal(3))]), "not stated as an amount"),
        (priced("1", freight_charge_amount=Amount(Decimal(1), "USD")), "not in EUR"),
        (priced("1", charges=[Charge(type_code="64", amount=Amount(Decimal(9), EUR))]), "stated in different ways"),
        (priced("0"), "cannot share"),
        (priced("5", "-1"), "cannot share"),
        (with_own_freight(priced("5", "5"), "5"), "for some items only"),
        (with_own_freight(priced("5", "5"), "5", "4"), "does not add up"),
    ],
)
def test_a_price_that_does_not_follow_is_refused_with_the_reason(document: Declaration, why: str) -> None:
    found, [lost], whole = refund(document)
    assert (found, whole.fob) == ([], None)
    assert why in lost


def test_items_without_price_or_in_two_currencies_are_refused_and_none_priced_is_no_matter() -> None:
    one = priced("1", "2")
    one.goods_items[1].commodity = None
    assert "1 of 2 items" in refund(one)[1][0]
    two = priced("1", "2")
    two.goods_items[1].commodity = Commodity(invoice_line=InvoiceLine(item_charge_amount=Amount(Decimal(1), "USD")))
    assert "one stated currency" in refund(two)[1][0]
    assert refund(Declaration(goods_items=[GoodsItem()])) == ([], [], DeclarationRefund())


def test_the_period_is_the_month_of_export_and_never_made_up() -> None:
    assert refund(Declaration(exit_date_time=DateTime("20260315", "102")))[2].period == "202603"
    assert refund(Declaration(exit_date_time=DateTime("2026-03-15T10:00Z")))[2].period == "202603"
    assert refund(Declaration(exit_date_time=DateTime("15 March", "102")))[2].period is None


AMOUNTS = st.integers(0, 10**9).map(lambda number: Decimal(number).scaleb(-2))


@given(st.lists(AMOUNTS, min_size=1, max_size=9), AMOUNTS, st.sampled_from(["EUR", "JPY", "KWD"]))
def test_shares_add_up_to_the_deduction_and_are_fair(values: list[Decimal], deduction: Decimal, currency: str) -> None:
    total = sum(values, Decimal(0))
    if deduction and not total:
        with pytest.raises(ValueError, match="share"):
            share(values, deduction, currency)
        return
    parts = share(values, deduction, currency)
    assert sum(parts, Decimal(0)) == deduction
    unit = {"EUR": Decimal("0.01"), "JPY": Decimal(1), "KWD": Decimal("0.001")}[currency]
    for value, part in zip(values[:-1], parts[:-1], strict=True):
        assert abs(part - (deduction * value / total if total else 0)) <= unit


@given(st.lists(AMOUNTS, max_size=4), st.sampled_from([*INCLUDED, "DAP", ""]))
def test_a_computable_document_has_a_price_for_every_item(values: list[Decimal], terms: str) -> None:
    found, lost, _ = refund(computable(priced(*map(str, values), terms=terms)))
    assert (len(found), lost) == (len(values), [])


# -- containers --------------------------------------------------------------------------------------------------------

SEALS = st.lists(st.sampled_from(["S1", "S2"]).map(lambda name: Seal(id=name)), max_size=2)
EQUIPMENTS = st.builds(
    TransportEquipment,
    id=st.sampled_from(["A", "B", "C", None]),
    characteristic_code=st.sampled_from([None, "22G1", "45G1"]),
    sequence_numeric=st.sampled_from([None, 1]),
    seals=SEALS,
)
ITEMS = st.lists(
    st.builds(GoodsItem, commodity=st.builds(Commodity, transport_equipments=st.lists(EQUIPMENTS, max_size=3))),
    max_size=3,
)
UNNUMBERED = EQUIPMENTS.map(lambda equipment: replace(equipment, sequence_numeric=None))
CONSIGNMENTS = st.none() | st.builds(Consignment, transport_equipments=st.lists(UNNUMBERED, max_size=3))
DECLARATIONS = st.builds(Declaration, goods_items=ITEMS, consignment=CONSIGNMENTS)
QUIET: Callable[..., None] = lambda path, what, fix, code="": None  # noqa: E731


@given(DECLARATIONS)
def test_containers_brought_to_the_items_come_back(document: Declaration) -> None:
    own = equipments_to_consignment(document, QUIET)
    told: list[str] = []
    again = equipments_to_consignment(equipments_to_items(own, lambda p, what, f: told.append(what)), QUIET)
    assert _by_id(again) == _by_id(own)
    if len(own.goods_items) > 1:
        assert again.goods_items == own.goods_items
    assert not told


@given(DECLARATIONS)
def test_the_steps_leave_the_document_they_are_given_alone(document: Declaration) -> None:
    before = deepcopy(document)
    equipments_to_items(document, QUIET)
    equipments_to_consignment(document, QUIET)
    assert document == before


@given(DECLARATIONS)
def test_items_name_containers_and_the_consignment_describes_each_once(document: Declaration) -> None:
    own = equipments_to_consignment(document, QUIET)
    for item in own.goods_items:
        for equipment in item.commodity.transport_equipments if item.commodity else []:
            if equipment.id:
                assert equipment.characteristic_code is None
                assert equipment.id in _by_id(own)


def _by_id(document: Declaration) -> dict[str | None, TransportEquipment]:
    equipments = document.consignment.transport_equipments if document.consignment else []
    return {equipment.id: equipment for equipment in reversed(equipments) if equipment.id}


def test_a_sole_item_holds_all_containers_and_of_several_none_is_guessed() -> None:
    equipments = [TransportEquipment(id="A", characteristic_code="22G1"), TransportEquipment(id="B")]
    consignment = Consignment(transport_equipments=equipments)
    one = equipments_to_items(Declaration(goods_items=[GoodsItem()], consignment=consignment), QUIET)
    assert one.goods_items[0].commodity == Commodity(transport_equipments=equipments)
    assert one.consignment is None
    two = Declaration(goods_items=[GoodsItem(), GoodsItem()], consignment=consignment)
    assert equipments_to_items(two, QUIET) == two


def test_what_counts_only_at_the_consignment_stays_there_to_be_reported() -> None:
    consignment = Consignment(transport_equipments=[TransportEquipment(id="A", sequence_numeric=4)])
    found = equipments_to_items(Declaration(goods_items=[GoodsItem()], consignment=consignment), QUIET)
    assert found.consignment == Consignment(transport_equipments=[TransportEquipment(sequence_numeric=4)])


def test_a_container_the_consignment_names_several_times_is_described_once() -> None:
    bare, described = TransportEquipment(id="A"), TransportEquipment(id="A", characteristic_code="22G1")
    told: list[str] = []
    found = equipments_to_consignment(
        Declaration(consignment=Consignment(transport_equipments=[bare, described, bare])),
        lambda p, what, f: told.append(what),
    )
    assert found.consignment == Consignment(transport_equipments=[described])
    assert not told


def test_a_container_described_in_two_ways_is_told() -> None:
    items = [
        GoodsItem(commodity=Commodity(transport_equipments=[TransportEquipment(id="A", characteristic_code=code)]))
        for code in ("22G1", "45G1")
    ]
    told: list[str] = []
    found = equipments_to_consignment(Declaration(goods_items=items), lambda p, what, f: told.append(what))
    assert told == ["characteristic_code of A is said in two ways: '22G1' is kept, '45G1' is not"]
    assert _by_id(found)["A"].characteristic_code == "22G1"


# -- numbers of items, seals, masses -----------------------------------------------------------------------------------

IDS = st.sampled_from([None, "A", "B", "C"])
NUMBERED = st.lists(
    st.builds(
        GoodsItem,
        sequence_numeric=st.sampled_from([None, 1, 2, 3]),
        commodity=st.builds(
            Commodity, transport_equipments=st.lists(st.builds(TransportEquipment, id=IDS), max_size=3)
        ),
    ),
    max_size=4,
)
BOXES = st.lists(
    st.builds(TransportEquipment, id=IDS, goods_item_numbers=st.lists(st.integers(1, 4), max_size=3), seals=SEALS),
    max_size=3,
)
LOADED = st.builds(
    Declaration,
    goods_items=NUMBERED,
    consignment=st.none() | st.builds(Consignment, transport_equipments=BOXES, unattached_seals=SEALS),
)


def pairs(document: Declaration) -> set[tuple[int | None, str | None]]:
    """Which item says that it is in which container."""
    return {
        (item.sequence_numeric, equipment.id)
        for item in document.goods_items
        for equipment in (item.commodity.transport_equipments if item.commodity else [])
    }


@given(LOADED)
def test_items_and_containers_name_each_other_both_ways(document: Declaration) -> None:
    own, told = item_numbers_to_items(document, QUIET), []
    there = item_numbers_to_equipments(own, lambda p, what, f: told.append(what))
    back = item_numbers_to_items(there, QUIET)
    assert pairs(back) == pairs(own)
    assert without_item_numbers(back) == without_item_numbers(item_numbers_to_items(there, QUIET))
    assert not told


@given(LOADED)
def test_the_newer_steps_leave_the_document_they_are_given_alone(document: Declaration) -> None:
    before = deepcopy(document)
    for step in (item_numbers_to_items, item_numbers_to_equipments, attach_seals, total_net_mass):
        step(document, QUIET)
    assert document == before


def test_a_number_that_no_item_has_is_told_and_kept() -> None:
    boxes = [TransportEquipment(id="A", goods_item_numbers=[1, 7])]
    document = Declaration(
        goods_items=[GoodsItem(sequence_numeric=1)], consignment=Consignment(transport_equipments=boxes)
    )
    told: list[str] = []
    found = item_numbers_to_items(document, lambda p, what, f: told.append(what))
    assert told == ["container A holds item 7, which is not there"]
    assert found.consignment == Consignment(transport_equipments=[TransportEquipment(id="A", goods_item_numbers=[7])])
    assert pairs(found) == {(1, "A")}


@given(LOADED)
def test_no_seal_is_lost_or_guessed(document: Declaration) -> None:
    found = attach_seals(document, QUIET)
    assert attach_seals(found, QUIET) == found
    if document.consignment is not None and found.consignment is not None:
        assert all_seals(found.consignment) == all_seals(document.consignment)
        if len(document.consignment.transport_equipments) > 1:
            assert found == document


def all_seals(consignment: Consignment) -> set[str | None]:
    seals = [*consignment.unattached_seals, *(s for box in consignment.transport_equipments for s in box.seals)]
    return {seal.id for seal in seals}


MASSES = st.none() | st.builds(Measure, st.decimals(0, 1000, places=2), st.sampled_from(["KGM", "KGM", "TNE"]))


@given(st.lists(MASSES, max_size=4))
def test_the_total_is_said_only_where_it_follows(masses: list[Measure | None]) -> None:
    items = [GoodsItem(commodity=Commodity(goods_measure=GoodsMeasure(net_mass=mass))) for mass in masses]
    found = total_net_mass(Declaration(goods_items=items), QUIET)
    units = {mass.unit for mass in masses if mass is not None}
    if masses and all(mass is not None for mass in masses) and len(units) == 1:
        assert found.total_net_mass is not None
        assert found.total_net_mass.value == sum(mass.value for mass in masses if mass and mass.value is not None)
        assert total_net_mass(found, QUIET) == found
    else:
        assert found.total_net_mass is None


# -- units -------------------------------------------------------------------------------------------------------------

UNITS = {"KGM*0.5": ("KGM", Decimal("0.5")), "C62*10000": ("C62", Decimal(10000)), "GRM*50": ("GRM", Decimal(50))}
PRICES = st.none() | st.decimals(0, 10**9, places=4)


@given(st.sampled_from([*UNITS, "KGM", None]), PRICES, PRICES)
def test_a_price_for_so_many_units_costs_the_same_in_all(
    unit: str | None, number: Decimal | None, price: Decimal | None
) -> None:
    line = InvoiceLine(quantity=Quantity(number, unit), unit_price=price)
    document = Declaration(goods_items=[GoodsItem(commodity=Commodity(invoice_line=line))])
    before = deepcopy(document)
    found = unit_factors(document, QUIET)
    assert document == before
    made: Any = found.goods_items[0].commodity.invoice_line  # type: ignore[union-attr]
    name, factor = UNITS.get(unit or "", (unit, Decimal(1)))
    assert made.quantity.unit == name
    assert made.quantity.value == (None if number is None else number * factor)
    if number is not None and price is not None:
        assert made.quantity.value * made.unit_price == number * price
    assert unit_factors(found, QUIET) == found


@pytest.mark.parametrize("unit", ["*", "KGM*", "KGM*x", "KGM*1E9", "*0.5", "KGM*0.5*2", "K" * 99 + "*1"])
def test_a_text_that_is_no_factor_stays(unit: str) -> None:
    document = Declaration(
        goods_items=[GoodsItem(commodity=Commodity(invoice_line=InvoiceLine(quantity=Quantity(None, unit))))]
    )
    assert unit_factors(document, QUIET) == document


# -- dates -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code", "written"),
    [
        (DateTime("20260131", "102"), "102", ("20260131", "")),
        (DateTime("20260131", "102"), "", ("2026-01-31", "")),
        (DateTime("20260131", "102"), "203", ("", "time")),
        (DateTime("20260131", "102"), "610", ("202601", "day")),
        (DateTime("202601312359Z", "303"), "102", ("20260131", "time")),
        (DateTime("202601312359Z", "303"), "203", ("202601312359", "zone")),
        (DateTime("20260131235959", "204"), "203", ("202601312359", "seconds")),
        (DateTime("2026-01-31T10:00:01+02:00"), "304", ("20260131100001+02", "")),
        (DateTime("2026-01-31T10:00:01+05:30"), "304", ("20260131100001+0530", "")),
        (DateTime("2026-01-31T10:00:01+00:00"), "304", ("20260131100001+00", "")),
        (DateTime("2026-01-31T10:00:01Z"), "304", ("20260131100001Z", "")),
        (DateTime("20260131100001UTC", "304"), "304", ("20260131100001UTC", "")),
        (DateTime("20260131100001EST", "304"), "303", ("202601311000EST", "seconds")),
        (DateTime("20260131100000EST", "304"), "303", ("202601311000EST", "")),
        (DateTime("20260131100001UTC", "304"), "", ("2026-01-31T10:00:01+00:00", "")),
        (DateTime("20260131100001EST", "304"), "", ("2026-01-31T10:00:01", "zone")),
        (DateTime("20260131100001EST", "304"), "204", ("20260131100001", "zone")),
        (DateTime("202601312359", "203"), "303", ("", "zone")),
        (DateTime("202601312359", "203"), "", ("2026-01-31T23:59:00", "")),
        (DateTime("260131", "101"), "102", ("20260131", "")),
        (DateTime("20260231", "102"), "101", ("", "validity")),
        (DateTime("202601", "610"), "102", ("", "day")),
    ],
)
def test_a_date_is_written_in_another_format_with_what_it_loses(value: DateTime, code: str, written: Any) -> None:
    assert write_moment(value, code) == written


@pytest.mark.parametrize("zone", ["Z", "UTC", "GMT", "CET", "+01", "-0530", "+05:30", "+00"])
def test_a_zone_is_read_and_written_as_given(zone: str) -> None:
    """ZZZ of 303 and 304 may name it: what a name stands for is not made up."""
    for text, code in ((f"202601312359{zone}", "303"), (f"20260131235959{zone}", "304")):
        value = read_moment(text, code)
        assert value == DateTime(text, code)
        assert value is not None
        assert write_moment(value, code) == (text, "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("20260131235959", "304"),
        ("20260131235959Utc", "304"),
        ("20260131235959CEST", "304"),
        ("20260231", "102"),
        ("2026013", "102"),
        ("202601312560", "203"),
        ("202613", "610"),
        ("20260131", ""),
        ("2026-01-31T25:00", ""),
        ("0000", "602"),
        ("\uff12026013\uff11", "102"),
        ("20260131\n", "102"),
        ("202601312359+9900", "303"),
    ],
)
def test_what_is_no_date_in_a_format_is_not_read(text: str, code: str) -> None:
    assert read_moment(text, code) is None


@given(st.datetimes(), st.sampled_from(sorted(FORMATS)))
def test_a_moment_that_is_written_is_read_as_the_same(moment: Any, code: str) -> None:
    value = DateTime(moment.replace(microsecond=0).isoformat() + "Z")
    text, _ = write_moment(value, code)
    back = read_moment(text, code)
    assert back is not None
    assert write_moment(back, code) == (text, "")


@given(st.text(max_size=20), st.sampled_from(sorted(FORMATS)))
def test_any_text_is_a_date_or_none(text: str, code: str) -> None:
    found = read_moment(text, code)
    assert found is None or found.value == text


def test_the_terminal_reads_the_seal_of_a_sole_container() -> None:
    """Sample: seals that CUSDEC tells beside its containers (SEL) were not in the terminal's list."""
    box = TransportEquipment(id="TCLU8823404")
    consignment = Consignment(transport_equipments=[box], unattached_seals=[Seal(id="S-77")])
    document = Declaration(id="A", goods_items=[GoodsItem(sequence_numeric=1)], consignment=consignment)
    report = Report()
    written = Mappings(Workspace()).get("terminal-release-csv").write(document, report)
    assert "TCLU8823404;;;S-77;" in written
    assert list(report) == []


# -- bounds with one unit ----------------------------------------------------------------------------------------------


def reefer(low: str | None, high: str | None) -> EventReport:
    lowest, highest = Measure(Decimal(-25), low), Measure(Decimal(-18), high)
    equipment = TransportEquipment(id="C", minimum_temperature=lowest, maximum_temperature=highest)
    return EventReport(transport_means=TransportMeans(transport_equipments=[equipment]))


@pytest.mark.parametrize(
    ("low", "high", "segment", "said"),
    [
        ("CEL", "CEL", "RNG+4+CEL:-25:-18", []),
        (None, None, "RNG+4+:-25:-18", []),
        ("CEL", None, "RNG+4+CEL:-25:-18", ["MAP-208"]),
        (None, "CEL", "RNG+4+CEL:-25:-18", ["MAP-208"]),
        ("CEL", "FAH", "RNG+4+CEL:-25", ["MAP-210"]),
    ],
)
def test_bounds_have_one_unit_in_the_message_and_each_its_own_in_the_document(
    low: str | None, high: str | None, segment: str, said: list[str]
) -> None:
    mapping, report = Mappings(Workspace("nowhere")).get("baplie-d95b"), Report()
    document = reefer(low, high)
    body = mapping.write(document, report)
    assert [found for found in body if found.startswith("RNG")] == [segment]
    assert [finding.code for finding in report] == said
    back = mapping.read(mapping.message(body), Report())
    if not said:
        assert back == document
    losses = {str(e.place().path): str(e.fate) for e in write_losses(cast(Any, mapping), document, body)}
    place = "transport_means.transport_equipments[0].maximum_temperature"
    lost = {path for path, fate in losses.items() if fate != "written"}
    assert lost == ({f"{place}.value", f"{place}.unit"} if "MAP-210" in said else set())


def packed(*sides: tuple[str, str | None] | None) -> Declaration:
    measures = [Measure(Decimal(side[0]), side[1]) if side else None for side in sides]
    length, width, height = measures
    packaging = Packaging(sequence_numeric=1, quantity=Decimal(2), length=length, width=width, height=height)
    return Declaration(goods_items=[GoodsItem(sequence_numeric=1, packagings=[packaging])])


@pytest.mark.parametrize(
    ("sides", "segment", "said"),
    [
        ((("62.5", "CMT"), ("40", "CMT"), ("35", "CMT")), "DIM+2+CMT:62.5:40:35", []),
        ((None, ("40", "CMT"), None), "DIM+2+CMT::40", []),
        ((("62.5", "CMT"), None, None), "DIM+2+CMT:62.5", []),
        ((("62.5", None), ("40", "CMT"), None), "DIM+2+CMT:62.5:40", [("length", "MAP-208")]),
        ((("62.5", "CMT"), ("4", "DMT"), ("35", "CMT")), "DIM+2+CMT:62.5::35", [("width", "MAP-210")]),
    ],
)
def test_sides_of_a_package_have_one_unit_in_the_message_and_each_its_own_in_the_document(
    sides: tuple[tuple[str, str | None] | None, ...], segment: str, said: list[tuple[str, str]]
) -> None:
    mapping, report = Mappings(Workspace("nowhere")).get("govcbr-d13b"), Report()
    document = packed(*sides)
    body = mapping.write(document, report)
    assert [found for found in body if found.startswith("DIM")] == [segment]
    found = [(str(f.where.path).rpartition(".")[2], f.code) for f in report if f.code in ("MAP-208", "MAP-210")]
    assert found == said
    back = mapping.read(mapping.message(body), Report())
    if not said:
        assert isinstance(back, Declaration)
        assert back.goods_items == document.goods_items


@pytest.mark.parametrize(("high", "segment"), [("CEL", "RNG+4+CEL:-25:-18"), ("FAH", "RNG+4+CEL:-25")])
def test_bounds_of_what_an_event_is_about_share_a_unit_too(high: str, segment: str) -> None:
    mapping, report = Mappings(Workspace("nowhere")).get("coarri-d95b"), Report()
    means = reefer("CEL", high).transport_means
    assert means is not None
    document = EventReport(events=[Event(type_code="44", transport_equipments=means.transport_equipments)])
    body = mapping.write(document, report)
    assert [found for found in body if found.startswith("RNG")] == [segment]
    lost = [finding.where.path for finding in report if finding.code == "MAP-210"]
    assert lost == ([] if high == "CEL" else ["events[0].transport_equipments[0].maximum_temperature"])
