"""DecMessage of the China single window: every element of the form comes back, exports name the other side."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from edi_engine.canonical.model import Declaration, GoodsItem, GovernmentProcedure, TransportEquipment
from edi_engine.canonical.values import Quantity
from edi_engine.findings import Report
from edi_engine.mapping.compiler.xml_template import XmlMapping
from edi_engine.mapping.xml_proof import leaves
from tests.mapping.edifact_support import MAPPINGS

FACTS = Path(__file__).parents[2].parent / "shared" / "domain" / "china_dec_fields.tsv"
NS = "http://www.chinaport.gov.cn/dec"
IMPORT_ONLY = {"OverseasConsignorCode", "OverseasConsignorCname", "OverseasConsignorEname", "OverseasConsignorAddr"}
IMPORT_ONLY |= {"OrigPlaceCode"}
EXPORT_ONLY = {"OverseasConsigneeCode", "OverseasConsigneeEname", "MnufctrRegNo", "MnufctrRegName"}
SIGNED = {"Sign", "SignDate", "Certificate"}  # of DecSign: made anew, never carried over
GIVEN = {
    "Version": "4.8",
    "FeeMark": "1",
    "InsurMark": "3",
    "OtherMark": "2",
    "TransMode": "7",
    "TrafMode": "5",
    "WrapType": "22",
    "PackType": "06",
    "ContainerMd": "12",
    "LclFlag": "1",
    "EdocCode": "00000004",
    "CodeTS": "9027500090",
    "BillNo": "MASTER*HOUSE",
    "GoodsNo": "1",
    "GNo": "1",
    "TypistNo": "card",
    "ICCode": "card",
    "CopCode": "submitter",
}
COUNTRIES = {"TradeCountry", "TradeAreaCode", "OriginCountry", "DestinationCountry", "RcepOrigPlaceCode"}
UNITS = {"FirstUnit", "SecondUnit", "GUnit", "LicWrtofQtyUnit"}
SAME = {"DecGoodsLimitVin/LicenceNo": "LicenceNo", "DecGoodsLimitVin/LicTypeCode": "LicTypeCode"}


def mapping() -> XmlMapping:
    found = MAPPINGS.get("cn-dec")
    assert isinstance(found, XmlMapping)
    return found


def facts() -> list[dict[str, str]]:
    if not FACTS.exists():
        pytest.skip(f"the facts are not there: {FACTS}")
    with FACTS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def value(row: dict[str, str], number: int, flag: str) -> str:
    tag, node = row["tag"], row["node"].rpartition("/")[2]
    if tag in GIVEN and node not in ("SddTax", "DecSupplementList", "TrnList", "TrnContaGoodsList"):
        return GIVEN[tag]
    if tag == "IEFlag":
        return flag
    if tag in COUNTRIES:
        return "FRA" if tag in ("OriginCountry", "TradeCountry") else "DEU"
    if tag in UNITS:
        return "035"
    if f"{node}/{tag}" in SAME or tag in SAME.values():
        return f"of {tag}"
    if row["type"].startswith("date") or tag in ("ProdValidDt", "ProduceDate"):
        return "20260131"
    return (
        str(1000 + number)
        if row["type"].startswith("n.") or tag in ("LicWrtofQty", "LicWrtofDetailNo")
        else f"v{number}"
    )


def whole(flag: str) -> etree._Element:
    """A message with every element of the form that an import (or export) may have, each with a value of its own."""
    root = etree.Element(f"{{{NS}}}DecMessage", nsmap={None: NS})  # type: ignore[dict-item]
    other = EXPORT_ONLY if flag == "I" else IMPORT_ONLY
    for number, row in enumerate(facts()):
        if row["node"] == "DecMessage":
            root.set(row["tag"], value(row, number, flag))
        elif row["tag"] not in other:
            here = root
            for name in row["node"].split("/")[1:]:
                found = here.find(f"{{{NS}}}{name}")
                here = etree.SubElement(here, f"{{{NS}}}{name}") if found is None else found
            etree.SubElement(here, f"{{{NS}}}{row['tag']}").text = value(row, number, flag)
    return root


@pytest.mark.parametrize("flag", ["I", "E"])
def test_every_element_of_the_form_comes_back(flag: str) -> None:
    root, report = whole(flag), Report()
    document = mapping().read(mapping().message(etree.tostring(root, encoding="unicode")), report)
    assert isinstance(document, Declaration)
    assert [f for f in report if f.code not in ("MAP-104", "MAP-108", "MAP-109")] == []
    ignored = [str(f.where.path) for f in report if f.code == "MAP-104"]
    assert ignored == [f"/DecMessage/DecSign/{tag}" for tag in ("Sign", "SignDate", "Certificate")]
    written = mapping().message(mapping().write(document, report)).body
    sent, back = (sorted(map(str, leaves(each))) for each in (root, written))
    lost = [leaf for leaf in sent if leaf not in back]
    assert len(lost) == len(SIGNED), lost
    assert len(sent) == 409 - len(EXPORT_ONLY if flag == "I" else IMPORT_ONLY)


def read(*elements: str, flag: str = "I", rest: str = "") -> tuple[Declaration, list[str]]:
    head = f"<DecHead><IEFlag>{flag}</IEFlag>{''.join(elements)}</DecHead>"
    report = Report()
    document = mapping().read(mapping().message(f'<DecMessage xmlns="{NS}">{head}{rest}</DecMessage>'), report)
    assert isinstance(document, Declaration)
    return document, [f"{finding.code} {finding.what}" for finding in report]


def test_an_export_names_the_other_side_in_the_same_elements() -> None:
    elements = ("<TradeName>A</TradeName>", "<OwnerName>B</OwnerName>", "<TradeCountry>FRA</TradeCountry>")
    countries = "<OriginCountry>FRA</OriginCountry><DestinationCountry>CHN</DestinationCountry>"
    item = f"<DecLists><DecList>{countries}</DecList></DecLists>"
    imported, _ = read(*elements, rest=item)
    exported, _ = read(*elements, flag="E", rest=item)
    assert {party.role: party.name for party in imported.parties} == {"importer": "A", "buyer": "B"}
    assert {party.role: party.name for party in exported.parties} == {"exporter": "A", "seller": "B"}
    assert imported.export_country_code == "FR"
    assert exported.destination is not None
    assert exported.destination.country_code == "FR"
    assert imported.goods_items[0].origins[0].country_code == "FR"
    assert exported.goods_items[0].origins[0].country_code == "CN"


def test_what_belongs_to_the_other_direction_is_told() -> None:
    _, findings = read("<OverseasConsigneeCode>X</OverseasConsigneeCode>")
    assert findings == ["MAP-102 a value stands here that belongs here only in another case"]


def test_each_element_of_a_list_without_a_direction_is_told() -> None:
    users = "".join(f"<DecUser><UseOrgPersonCode>{name}</UseOrgPersonCode></DecUser>" for name in "ABC")
    _, findings = read(flag="", rest=f"<DecUsers>{users}</DecUsers>")
    assert findings.count("MAP-102 a value stands here that belongs here only in another case") == 3


def test_an_item_that_has_only_what_stands_for_all_is_named() -> None:
    trade = GovernmentProcedure(current_code="10")
    whole = Declaration(
        type_code="IM",
        goods_items=[GoodsItem(procedures=[trade]), GoodsItem(procedures=[trade], sequence_numeric=2)],
    )
    report = Report()
    mapping().write(whole, report)
    said = [finding for finding in report if finding.code == "MAP-203"]
    assert [finding.where.path for finding in said] == ["goods_items"], list(report)


def test_countries_in_figures_are_taken_too() -> None:
    document, findings = read("<TradeCountry>304</TradeCountry>")
    assert document.export_country_code == "DE"
    assert findings == ["MAP-103 '304' is written back as 'DEU'"]


def test_a_bill_of_lading_has_two_numbers_or_one() -> None:
    both, _ = read("<BillNo>M1*H1</BillNo>")
    one, _ = read("<BillNo>M1</BillNo>")
    assert both.consignment is not None
    assert one.consignment is not None
    assert [document.id for document in both.consignment.transport_contract_documents] == ["M1", "H1"]
    assert [document.id for document in one.consignment.transport_contract_documents] == ["M1"]


def test_containers_name_their_items_and_items_their_containers() -> None:
    items = "<DecLists><DecList><GNo>1</GNo></DecList><DecList><GNo>2</GNo></DecList></DecLists>"
    boxes = "<DecContainers><Container><ContainerId>A</ContainerId><GoodsNo>1,2</GoodsNo></Container></DecContainers>"
    document, findings = read(rest=items + boxes)
    assert findings == []
    assert [named(item) for item in document.goods_items] == [["A"], ["A"]]
    written: Any = mapping().message(mapping().write(document, Report())).body
    assert written.findtext(f".//{{{NS}}}Container/{{{NS}}}GoodsNo") == "1,2"


def named(item: GoodsItem) -> list[str | None]:
    equipments: list[TransportEquipment] = item.commodity.transport_equipments if item.commodity else []
    return [equipment.id for equipment in equipments]


def test_half_kilograms_are_kilograms_at_twice_the_price() -> None:
    item = "<GNo>1</GNo><DeclPrice>6.50</DeclPrice><GUnit>075</GUnit><GQty>100</GQty>"
    document, findings = read(rest=f"<DecLists><DecList>{item}</DecList></DecLists>")
    commodity = document.goods_items[0].commodity
    assert commodity is not None
    assert commodity.invoice_line is not None
    assert commodity.invoice_line.quantity == Quantity(Decimal(50), "KGM")
    assert commodity.invoice_line.unit_price == Decimal(13)
    assert findings == ["MAP-103 1 in units of KGM*0.5 will be written back in the unit itself"]
