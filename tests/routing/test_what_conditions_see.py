"""What an operator routes by, each by its canonical name: type, direction, office, procedure, goods, papers …"""

import datetime

import pytest

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.written_out import document_of
from edi_engine.configuration import read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.route_rows import read_routes

DOCUMENT = document_of(
    "Declaration",
    read_yaml(
        """
        function_code: 9
        type_code: IMA
        declaration_office_id: GB000060
        issue_date_time: {value: 202601311200, format: 203}
        invoice_amount: {value: 12500.50, currency: EUR}
        total_gross_mass: {value: 240.5, unit: KGM}
        export_country_code: CN
        destination: {country_code: GB}
        parties: [{role: importer, id: GB123456789000}, {role: exporter, name: LONGVIEW}]
        additional_documents: [{kind: licence, type_code: "811"}]
        goods_items:
          - procedures: [{current_code: "40", previous_code: "00"}]
            commodity: {classifications: [{type: TSP, id: "0902100000"}], dangerous_goods: [{undg_id: "1950"}]}
            origins: [{type_code: "1", country_code: CN}]
            additional_documents: [{type_code: C652, id: TEA-1}]
        border_transport_means: {mode_code: "1", journey_id: 117W}
        """,
        "document",
    ),
)
ENVELOPE = Envelope(sender="NORTHMERE", sender_qualifier="14", recipient="EDIGATE", application_reference="IMPORTS")
MESSAGE = Message(syntax="edifact", type="CUSDEC", directory="D.96B", body=None, envelope=ENVELOPE)
ROW = "routes:\n  - name: r\n    agency: a\n    mapping: json\n    when: >-\n      "


def taken(when: str) -> bool:
    table = read_routes(ROW + when, "routes.yaml", documents=DOCUMENTS, mappings=["json"], transports=["file_drop"])
    (decision,) = table.select(DOCUMENT, MESSAGE, datetime.date(2026, 1, 31))
    assert not decision.undecided, decision.reason
    return decision.matched


@pytest.mark.parametrize(
    ("what", "holds", "fails"),
    [
        ("message type", 'message.type == "CUSDEC"', 'message.type == "CUSCAR"'),
        ("release", 'message.directory == "D.96B"', 'message.directory == "D.21B"'),
        ("function", 'function_code == "9"', 'function_code == "1"'),
        ("direction", 'type_code.startsWith("IM")', 'type_code.startsWith("EX")'),
        ("office", 'declaration_office_id == "GB000060"', 'declaration_office_id in ["GB000001", "GB000011"]'),
        ("procedure", 'goods_items.exists(g, g.procedures.exists(p, p.current_code == "40"))',
         'goods_items.exists(g, g.procedures.exists(p, p.current_code == "71"))'),
        ("HS prefix", 'goods_items.exists(g, g.commodity.classifications.exists(c, c.id.startsWith("0902")))',
         'goods_items.exists(g, g.commodity.classifications.exists(c, c.id.startsWith("93")))'),
        ("dangerous goods", "goods_items.exists(g, size(g.commodity.dangerous_goods) > 0)",
         "goods_items.all(g, size(g.commodity.dangerous_goods) == 0)"),
        ("document type", 'additional_documents.exists(d, d.type_code == "811")',
         'additional_documents.exists(d, d.type_code == "271")'),
        ("document type of an item", 'goods_items.exists(g, g.additional_documents.exists(d, d.type_code == "C652"))',
         'goods_items.exists(g, g.additional_documents.exists(d, d.type_code == "N851"))'),
        ("country of destination", 'destination.country_code == "GB"', 'destination.country_code == "FR"'),
        ("country of origin", 'goods_items.exists(g, g.origins.exists(o, o.country_code == "CN"))',
         'goods_items.exists(g, g.origins.exists(o, o.country_code == "IN"))'),
        ("date", 'issue_date_time.value >= "20260101"', 'issue_date_time.value >= "20260201"'),
        ("amount", 'invoice_amount.value > 10000.0 && invoice_amount.currency == "EUR"',
         "invoice_amount.value > 12500.5"),
        ("mass", "total_gross_mass.value < 1000.0", "total_gross_mass.value < 240.0"),
        ("mode of transport", 'border_transport_means.mode_code == "1"', 'border_transport_means.mode_code == "4"'),
        ("party", 'parties.exists(p, p.role == "importer" && p.id.startsWith("GB"))',
         'parties.exists(p, p.role == "importer" && p.id.startsWith("XI"))'),
        ("partner", 'envelope.sender == "NORTHMERE" && envelope.sender_qualifier == "14"',
         'envelope.sender in ["LONGVIEW"]'),
        ("envelope", 'envelope.application_reference == "IMPORTS" && !envelope.test', 'envelope.recipient == "OTHER"'),
    ],
    ids=lambda text: text if " " not in text or len(text) < 25 else "",
)  # fmt: skip
def test_a_route_goes_by(what: str, holds: str, fails: str) -> None:
    assert (taken(holds), taken(fails)) == (True, False), what


def faults(text: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read_routes(text, "routes.yaml", documents=DOCUMENTS, mappings=["json"], transports=["file_drop"])
    return [f"{finding.code} {finding.what}" for finding in caught.value.findings]


def test_a_table_has_a_bounded_number_of_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi_engine.rows.MAX_ROWS", 2)
    rows = "".join(f"  - {{name: r{n}, agency: a, mapping: json}}\n" for n in range(3))
    assert faults("routes:\n" + rows) == ["RTE-004 more than 2 routes"]


@pytest.mark.parametrize(
    ("when", "what"),
    [
        ("type_code == '" + "x" * 2000 + "'", "when: longer than 2000 characters"),
        ("(" * 21 + "true" + ")" * 21, "when: nested deeper than 20 brackets"),
        (" && ".join(["size(goods_items.filter(g, has(g.ucr.id))) > 0"] * 7), "when: 7 macros, more than 6"),
    ],
)
def test_a_condition_has_a_bounded_size(when: str, what: str) -> None:
    (fault,) = faults(ROW + when)
    assert fault.startswith(f"RTE-002 {what}")
