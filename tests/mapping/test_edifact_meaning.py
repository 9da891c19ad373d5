"""What a segment template means, row by row of the notation: small messages, what they mean, what is written."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edi_engine.canonical.model import (
    AdditionalInformation,
    Commodity,
    Consignment,
    CurrencyExchange,
    Declaration,
    Document,
    Event,
    EventReport,
    GoodsItem,
    Origin,
    Packaging,
    Party,
)
from edi_engine.canonical.values import Amount, DateTime, Measure
from edi_engine.findings import Report
from edi_engine.mapping.roundtrip import round_trip
from tests.mapping.templates import codes, compiled, read, shown, table, write

ROLES = table({"importer": "IM", "agent": "AE"})
HEAD = "BGM+{type_code}\n"
ITEM = "UNS+D\neach goods_items:\n    CST+{sequence_numeric}"


def facts(document: msgspec.Struct) -> Any:
    """A document as builtins, without its kind."""
    found = msgspec.to_builtins(document)
    found.pop("documentKind", None)
    return found


def means(root: Path, template: str, *segments: str, **files: str) -> tuple[Any, list[str], list[str]]:
    """What a message means, the codes of its findings, and what is written again."""
    mapping = compiled(root, template, **files)
    document, report = read(mapping, *segments)
    written, _ = write(mapping, document)
    return facts(document), codes(report), written


def writes(root: Path, template: str, document: Declaration, **files: str) -> tuple[list[str], Report]:
    """What is written, and that it reads back as the same document unless something was reported."""
    mapping = compiled(root, template, **files)
    written, report = write(mapping, document)
    if not len(report):
        back, findings = read(mapping, *written)
        assert back == document
        assert codes(findings) == []
    return written, report


# -- literals, sets, constants -------------------------------------------------------------------------------------


def test_a_literal_must_be_equal_and_is_written(tmp_path: Path) -> None:
    found = means(tmp_path, HEAD + "LOC+9+{export_country_code}", "BGM+1", "LOC+9+DE", "LOC+11+FR")
    assert found == ({"typeCode": "1", "exportCountryCode": "DE"}, ["MAP-101"], ["BGM+1", "LOC+9+DE"])


def test_a_literal_beside_a_placeholder_is_demanded_only_if_its_composite_is_there(tmp_path: Path) -> None:
    template = HEAD + "LOC+9+{export_country_code}:162+{entry_office_id}"
    found = means(tmp_path, template, "BGM+1", "LOC+9++X")
    assert found == ({"typeCode": "1", "entryOfficeId": "X"}, [], ["BGM+1", "LOC+9++X"])


def test_a_companion_literal_that_differs_is_not_taken_for_the_value(tmp_path: Path) -> None:
    item = "UNS+D\neach goods_items:\n    CST+{sequence_numeric}+{commodity.id}:122:148"
    mapping = compiled(tmp_path, HEAD + item)
    document, report = read(mapping, "BGM+1", "UNS+D", "CST+1+X:999:148", "UNS+S")
    assert document.goods_items[0].sequence_numeric == 1, "the item is not lost"
    named = [finding for finding in report if finding.where.segment == 4]
    assert named, "X under another list is said"
    assert all(finding.where.element == 2 for finding in named)


def test_an_empty_place_is_not_mapped_rather_than_empty(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, HEAD.replace("BGM+", "BGM++"))
    _, report = read(mapping, "BGM+929+X+9")
    assert shown(report) == [("MAP-102", 2, 1, 1), ("MAP-102", 2, 3, 1)]


def test_any_of_a_set_is_read_and_the_first_is_written(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, HEAD + "DTM+{137/182}:{issue_date_time|datetime}")
    document, report = read(mapping, "BGM+1", "DTM+182:20260131:102")
    assert document.issue_date_time == DateTime("20260131", "102")
    assert shown(report) == [("MAP-103", 3, 1, 1)]
    assert write(mapping, document)[0] == ["BGM+1", "DTM+137:20260131:102"]


@pytest.mark.parametrize(
    ("received", "places"),
    [
        ("GENOA:139:6", []),
        ("GENOA:162:ZZZ", [(2, 2), (2, 3)]),
        ("GENOA", [(2, 2), (2, 3)]),
        ("GENOA::6", [(2, 2)]),
    ],
)
def test_a_replaced_list_or_agency_is_a_normalised_finding(
    tmp_path: Path, received: str, places: list[tuple[int, int]]
) -> None:
    mapping = compiled(tmp_path, HEAD + "LOC+7+{consignment.loading_location.id}:{=139}:{=6}")
    document, report = read(mapping, "BGM+1", f"LOC+7+{received}")
    assert [(f.where.element, f.where.component) for f in report] == places
    assert set(codes(report)) <= {"MAP-103"}
    assert write(mapping, document)[0] == ["BGM+1", "LOC+7+GENOA:139:6"]


def test_a_constant_with_a_separator_in_it_is_released(tmp_path: Path) -> None:
    written, _ = writes(tmp_path, "LOC+9+{export_country_code}:{=a:b+c}", Declaration(export_country_code="DE"))
    assert written == ["BGM", "LOC+9+DE:a?:b?+c"] or written == ["LOC+9+DE:a?:b?+c"]


def test_what_is_ignored_is_said_with_the_reason(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, "BGM+{type_code}+{*}   # their own number")
    document, report = read(mapping, "BGM+929+4711")
    (finding,) = report
    assert (finding.code, finding.what, finding.where.element) == ("MAP-104", "ignored: their own number", 2)
    assert write(mapping, document)[0] == ["BGM+929"]


# -- order and groups ----------------------------------------------------------------------------------------------


def test_a_header_line_typed_after_a_group_stays_in_the_header(tmp_path: Path) -> None:
    template = HEAD + (
        "RFF+ABO:{ucr.id}\n    DTM+171:{acceptance_date_time|datetime}\nDTM+171:{issue_date_time|datetime}"
    )
    segments = ["BGM+1", "DTM+171:20260101:102", "RFF+ABO:X", "DTM+171:20260202:102"]
    found, findings, written = means(tmp_path, template, *segments)
    assert found["issueDateTime"]["value"] == "20260101"
    assert found["acceptanceDateTime"]["value"] == "20260202"
    assert (findings, written) == ([], segments), "written in the directory's order"


def test_a_second_segment_for_a_line_outside_each_is_unmapped(tmp_path: Path) -> None:
    template = HEAD + "GIS+{consignment.container_code}:109\nGIS+{transaction_nature_code}:112"
    mapping = compiled(tmp_path, template)
    document, report = read(mapping, "BGM+1", "GIS+1:109", "GIS+7:109", "GIS+3:112")
    assert facts(document) == {
        "typeCode": "1",
        "consignment": {"containerCode": "1"},
        "transactionNatureCode": "3",
    }
    assert shown(report) == [("MAP-101", 4, None, None)]


def test_a_group_under_an_unmapped_trigger_is_unmapped_and_the_rest_goes_on(tmp_path: Path) -> None:
    template = HEAD + (
        "MOA+39:{invoice_amount.value}:{invoice_amount.currency}\n    CUX+2:{currency_exchanges[0].currency_code}\n"
        + ITEM
    )
    mapping = compiled(tmp_path, template)
    segments = ["BGM+1", "MOA+64:5:EUR", "CUX+2:USD", "MOA+39:9:EUR", "CUX+2:GBP", "UNS+D", "CST+7", "UNS+S"]
    document, report = read(mapping, *segments)
    assert document.currency_exchanges == [CurrencyExchange(currency_code="GBP")]
    assert document.goods_items[0].sequence_numeric == 7
    assert [(f.code, f.where.segment) for f in report] == [("MAP-101", 3), ("MAP-101", 4), ("MAP-101", 9)]


def test_variants_of_a_trigger_have_children_of_their_own(tmp_path: Path) -> None:
    template = HEAD + (
        "NAD+IM+{parties[role=importer].id}\n    RFF+VA:{ucr.id}\n"
        "NAD+AE+{parties[role=agent].id}\n    RFF+VA:{ucr.trader_assigned_reference_id}"
    )
    segments = ["BGM+1", "NAD+IM+I", "RFF+VA:1", "NAD+AE+A", "RFF+VA:2"]
    found, findings, written = means(tmp_path, template, *segments)
    assert found["ucr"] == {"id": "1", "traderAssignedReferenceId": "2"}
    assert (findings, written) == ([], segments)


def test_a_trigger_is_written_when_anything_under_it_is_with_its_selecting_literals(tmp_path: Path) -> None:
    template = (
        "MOA+39:{invoice_amount.value}:{invoice_amount.currency}\n    CUX+2:{currency_exchanges[0].currency_code}"
    )
    written, _ = writes(tmp_path, template, Declaration(currency_exchanges=[CurrencyExchange(currency_code="USD")]))
    assert written == ["MOA+39", "CUX+2:USD"]


def test_copies_and_constants_never_cause_a_line(tmp_path: Path) -> None:
    template = HEAD + "RFF+ABO:{copy type_code}\nLOC+9+{=X}\nGIS+1:112"
    assert writes(tmp_path, template, Declaration(type_code="929"))[0] == ["BGM+929"]


def test_a_mandatory_segment_of_the_message_is_always_written(tmp_path: Path) -> None:
    assert writes(tmp_path, HEAD + "UNS+D\nUNS+S", Declaration())[0] == ["BGM", "UNS+D", "UNS+S"]


def test_all_lines_are_tried_exactly_before_any_is_relaxed(tmp_path: Path) -> None:
    template = HEAD + "RFF+ABO:{ucr.id}::{status_code}\nRFF+{usage_code}:{version_id}"
    found, findings, _ = means(tmp_path, template, "BGM+1", "RFF+ABO:X")
    assert found["ucr"] == {"id": "X"}
    assert findings == []


def test_trailing_separators_are_normalised_and_the_segment_is_taken(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, HEAD)
    document, report = read(mapping, "BGM+929++")
    assert document.type_code == "929"
    assert codes(report) == ["MAP-103"]


def test_a_constant_fills_the_place_that_a_group_must_have_where_nothing_else_stands(tmp_path: Path) -> None:
    plan = "message: BAPLIE\ndirectory: D.95B\ndocument: EventReport\nsyntax: edifact\n"
    template = (
        "BGM++{id}\neach events:\n    LOC+147+{id}\n        MEA+WT++{gross_mass|measure}\n        RFF+BM:1\n"
        "        each additional_documents:\n            RFF+{type_code}:{id}\n        EQD+CN+{description}"
    )
    mapping = compiled(tmp_path, template, definition=plan)
    document = EventReport(
        events=[
            Event(id="A", gross_mass=Measure(Decimal(1), "KGM"), description="X"),
            Event(id="B", additional_documents=[Document(type_code="BN", id="7")], description="Y"),
            Event(id="C"),
        ]
    )
    texts, report = write(mapping, document)
    assert texts[1:] == [
        *("LOC+147+A", "MEA+WT++KGM:1", "RFF+BM:1", "EQD+CN+X"),
        *("LOC+147+B", "RFF+BN:7", "EQD+CN+Y"),
        *("LOC+147+C", "RFF+BM:1"),
    ]
    assert codes(report) == []
    assert mapping.read(mapping.message(texts), report) == document
    assert codes(report) == []


def test_a_number_that_a_group_must_have_is_the_position_where_none_is_known(tmp_path: Path) -> None:
    plan = "message: GOVCBR\ndirectory: D.13B\ndocument: Declaration\nsyntax: edifact\n"
    template = (
        "BGM+{type_code}\neach other_packagings:\n    PAC+{quantity}++{type_code}\n"
        "        SEQ++{sequence_numeric|number}\n        PCI+28+{marks_numbers|lines}\nUNS+D\nHYN+3\nUNS+S"
    )
    mapping = compiled(tmp_path, template, definition=plan)
    packagings = [Packaging(type_code="CT", marks_numbers="A"), Packaging(type_code="BX", sequence_numeric=7)]
    texts, report = write(mapping, Declaration(other_packagings=[*packagings, Packaging(marks_numbers="B")]))
    assert texts[1:-3] == [
        *("PAC+++CT", "SEQ++1", "PCI+28+A"),
        *("PAC+++BX", "SEQ++7"),
        *("PAC", "SEQ++3", "PCI+28+B"),
    ]
    assert codes(report) == []
    assert round_trip(mapping, 60).proven


# -- precedence ----------------------------------------------------------------------------------------------------


def test_literal_goes_before_set_before_table_before_open(tmp_path: Path) -> None:
    template = HEAD + (
        "LOC+{entry_office_id}\nLOC+{exit_office_id|code(roles)}\nLOC+{47/AE}+{destination.region_id}\n"
        "LOC+9+{destination.country_code}"
    )
    mapping = compiled(tmp_path, template, roles=table({"importer": "9", "agent": "AE", "carrier": "CA"}))
    document, report = read(mapping, "BGM+1", "LOC+9+DE", "LOC+AE+R", "LOC+CA", "LOC+ZZ")
    assert facts(document) == {
        "typeCode": "1",
        "destination": {"countryCode": "DE", "regionId": "R"},
        "exitOfficeId": "carrier",
        "entryOfficeId": "ZZ",
    }
    assert codes(report) == ["MAP-103"], "AE is written back as 47"


@pytest.mark.parametrize(
    ("mass", "written", "told"),
    [
        (Measure(Decimal("2.50"), "KGM"), "FTX+AAA+++2.50", []),
        (Measure(Decimal("2.50"), None), "FTX+AAA+++2.50", ["MAP-208"]),
        (Measure(Decimal("2.50"), "LBR"), "", ["MAP-202"]),
    ],
)
def test_a_quantity_in_another_unit_than_its_place_is_for_is_not_written(
    tmp_path: Path, mass: Measure, written: str, told: list[str]
) -> None:
    template = HEAD + "FTX+AAA+++{total_gross_mass|measure(KGM)}"
    document = Declaration(type_code="1", total_gross_mass=mass)
    found, report = writes(tmp_path, template, document)
    assert (found[1:], codes(report)) == ([written] if written else [], told)


@pytest.mark.parametrize(
    ("moment", "written", "told"),
    [
        (DateTime("20260131", "102"), "FTX+AAA+++20260131", []),
        (DateTime("2026-01-31", None), "FTX+AAA+++20260131", []),
        (DateTime("202601311200", "203"), "FTX+AAA+++20260131", ["MAP-207"]),
        (DateTime("2026", "602"), "", ["MAP-203"]),
    ],
)
def test_a_date_in_another_format_than_its_place_is_for_is_put_into_that(
    tmp_path: Path, moment: DateTime, written: str, told: list[str]
) -> None:
    template = HEAD + "FTX+AAA+++{issue_date_time|datetime(102)}"
    found, report = write(compiled(tmp_path, template), Declaration(type_code="1", issue_date_time=moment))
    assert (found[1:], codes(report)) == ([written] if written else [], told)


def test_a_value_that_makes_a_segment_another_line_is_for_is_said(tmp_path: Path) -> None:
    template = HEAD + "GIS+{status_code|code(roles)}:109\neach additional_informations:\n    GIS+{statement_code}:109"
    document = Declaration(additional_informations=[AdditionalInformation(statement_code="IM")])
    written, report = writes(tmp_path, template, document, roles=ROLES)
    assert (written, codes(report)) == (["BGM", "GIS+IM:109"], ["MAP-213"])
    document.additional_informations[0].statement_code = "X"
    assert writes(tmp_path, template, document, roles=ROLES)[0] == ["BGM", "GIS+X:109"]


def test_a_code_table_is_closed_unless_it_says_open(tmp_path: Path) -> None:
    segments = ["BGM+1", "NAD+IM+1", "NAD+DT+2", "NAD+ZZ+3"]
    template = HEAD + "each parties:\n    NAD+{role|code(roles)}+{id}\nNAD+DT+{declaration_office_id}"
    found, findings, written = means(tmp_path, template, *segments, roles=ROLES)
    assert found["parties"] == [{"role": "importer", "id": "1"}]
    assert (found["declarationOfficeId"], findings) == ("2", ["MAP-101"])
    assert written == segments[:3]
    template = template.replace("code(roles)", "code(roles,open)")
    found, findings, _ = means(tmp_path, template, *segments, roles=ROLES)
    assert [party["role"] for party in found["parties"]] == ["importer", "ZZ"]
    assert findings == []


TEXTS = HEAD + (
    "FTX+ACB+++{additional_documents[0].name}\n"
    "each additional_informations:\n    FTX+{statement_type_code|code(4451)}+++{statement_description}"
)


def test_the_code_list_of_a_data_element_is_a_table_without_what_other_lines_name(tmp_path: Path) -> None:
    segments = ["BGM+1", "FTX+AAI+++GENERAL", "FTX+ACB+++SCOPE", "FTX+QQQ+++NO CODE"]
    found, findings, written = means(tmp_path, TEXTS, *segments)
    assert found["additionalInformations"] == [{"statementTypeCode": "AAI", "statementDescription": "GENERAL"}]
    assert (found["additionalDocuments"], findings) == ([{"name": "SCOPE"}], ["MAP-101"])
    assert sorted(written) == segments[:3]
    texts = [AdditionalInformation(statement_type_code="ACB", statement_description="SCOPE")]
    written, report = writes(tmp_path / "again", TEXTS, Declaration(type_code="1", additional_informations=texts))
    assert (written, codes(report)) == (["BGM+1"], ["MAP-201"] * 2)


def test_a_code_the_table_lacks_is_not_written_and_said(tmp_path: Path) -> None:
    written, report = writes(
        tmp_path, HEAD + "LOC+9+{status_code|code(roles)}", Declaration(status_code="ghost"), roles=ROLES
    )
    assert "ghost" not in "".join(written)
    assert codes(report) == ["MAP-202"]


NEAR = "canonical,external,preferred,fit\ncarrier,CA,x,approx\ncarrier,CB,,approx\nimporter,IM,,exact\n"


@pytest.mark.parametrize("conversion", ["code(roles)", "code(roles,open)"])
def test_a_code_that_is_nearly_the_same_is_said_where_it_is_used(tmp_path: Path, conversion: str) -> None:
    template = HEAD + f"LOC+9+{{status_code|{conversion}}}"
    found, findings, written = means(tmp_path, template, "BGM+1", "LOC+9+CB", roles=NEAR)
    assert (found["statusCode"], findings) == ("carrier", ["MAP-108", "MAP-103"])
    assert written == ["BGM+1", "LOC+9+CA"]
    written, report = writes(tmp_path, template, Declaration(status_code="carrier"), roles=NEAR)
    assert (written, codes(report)) == (["BGM", "LOC+9+CA"], ["MAP-212"])
    assert "'carrier' was written as 'CA', which means nearly the same" in next(iter(report)).what
    found, findings, _ = means(tmp_path, template, "BGM+1", "LOC+9+IM", roles=NEAR)
    assert (found["statusCode"], findings) == ("importer", [])


def test_a_code_that_held_once_is_read_and_no_longer_written(tmp_path: Path) -> None:
    roles = "canonical,external,to\ncarrier,CA,2020-01-01\nimporter,IM,\n"
    template = HEAD + "LOC+9+{status_code|code(roles)}"
    mapping = compiled(tmp_path, template, roles=roles)
    document, report = read(mapping, "BGM+1", "LOC+9+CA")
    assert (facts(document)["statusCode"], codes(report)) == ("carrier", [])
    assert codes(writes(tmp_path / "again", template, Declaration(status_code="carrier"), roles=roles)[1]) == [
        "MAP-202"
    ]


def test_an_open_code_that_means_something_else_there_is_not_written(tmp_path: Path) -> None:
    template = HEAD + "LOC+9+{status_code|code(roles,open)}"
    assert writes(tmp_path, template, Declaration(status_code="ZZ"), roles=ROLES)[0] == ["BGM", "LOC+9+ZZ"]
    _, report = writes(tmp_path, template, Declaration(status_code="IM"), roles=ROLES)
    assert codes(report) == ["MAP-203"], "IM would be read back as importer"


# -- texts ---------------------------------------------------------------------------------------------------------


def test_every_separator_inside_a_value_is_released(tmp_path: Path) -> None:
    template = HEAD + "LOC+9+{export_country_code}:::{entry_office_id}"
    written, _ = writes(tmp_path, template, Declaration(export_country_code="a+b:c*d?e'f", entry_office_id="??"))
    assert written[1] == "LOC+9+a?+b?:c?*d??e?'f:::????"


def test_separators_in_dates_and_units_are_data_too(tmp_path: Path) -> None:
    template = HEAD + "DTM+137:{issue_date_time|datetime}\nMEA+WT+G+{total_gross_mass|measure}"
    document = Declaration(
        issue_date_time=DateTime("2026-01-31T10:00+01:00", None), total_gross_mass=Measure(Decimal("1.50"), "K:G")
    )
    written, _ = writes(tmp_path, template, document)
    assert written[1:] == ["DTM+137:2026-01-31T10?:00?+01?:00", "MEA+WT+G+K?:G:1.50"]


def test_codes_with_separators_are_released_and_found_again(tmp_path: Path) -> None:
    odd = table({"importer": "A+B", "agent": "C:D"})
    for conversion in ("code(roles)", "code(roles,open)"):
        template = f"LOC+9+{{status_code|{conversion}}}"
        assert writes(tmp_path, template, Declaration(status_code="importer"), roles=odd)[0] == ["LOC+9+A?+B"]
    assert writes(tmp_path, template, Declaration(status_code="q+q"), roles=odd)[0] == ["LOC+9+q?+q"]


def test_a_superfluous_release_is_the_character_itself(tmp_path: Path) -> None:
    found, findings, written = means(tmp_path, HEAD + "LOC+9+{export_country_code}", "BGM+1", "LOC+9+?M?+a")
    assert (found["exportCountryCode"], findings, written[1]) == ("M+a", [], "LOC+9+M?+a")


@pytest.mark.parametrize(
    ("received", "text", "written"),
    [
        ("a::b", "a\n\nb", "a::b"),
        (":b", "\nb", ":b"),
        ("x?:y:z", "x:y\nz", "x?:y:z"),
        ("a:b:c:d:e", "a\nb\nc\nd\ne", "a:b:c:d:e"),
    ],
)
def test_lines_are_a_component_each(tmp_path: Path, received: str, text: str, written: str) -> None:
    template = HEAD + "FTX+AAI+++{other_packagings[0].marks_numbers|lines}"
    found = means(tmp_path, template, "BGM+1", f"FTX+AAI+++{received}")
    assert found[0]["otherPackagings"] == [{"marksNumbers": text}]
    assert found[1:] == ([], ["BGM+1", f"FTX+AAI+++{written}"])


def test_cut_is_a_hard_cut_joined_with_nothing(tmp_path: Path) -> None:
    template = HEAD + "FTX+AAI+++{other_packagings[0].marks_numbers|cut}"
    text = "x" * 69 + " y" + "z" * 60
    written, _ = writes(tmp_path, template, Declaration(other_packagings=[Packaging(marks_numbers=text)]))
    assert written[1] == f"FTX+AAI+++{text[:70]}:{text[70:]}"


def test_a_text_cut_shorter_is_joined_and_said(tmp_path: Path) -> None:
    template = HEAD + "FTX+AAI+++{other_packagings[0].marks_numbers|cut}"
    found, findings, written = means(tmp_path, template, "BGM+1", "FTX+AAI+++ab:cd")
    assert found["otherPackagings"] == [{"marksNumbers": "abcd"}]
    assert (findings, written[1]) == (["MAP-103"], "FTX+AAI+++abcd")


def test_a_text_longer_than_its_place_is_said(tmp_path: Path) -> None:
    template = HEAD + "FTX+AAI+++{other_packagings[0].marks_numbers|cut}"
    _, report = writes(tmp_path, template, Declaration(other_packagings=[Packaging(marks_numbers="x" * 351)]))
    assert codes(report) == ["MAP-204"]


def test_a_text_goes_on_in_the_next_segment_and_stops_where_one_was_not_full(tmp_path: Path) -> None:
    template = HEAD + "each additional_informations:\n    FTX+{statement_type_code}+++{statement_description|lines}..."
    full, rest = "a:b:c:d:e", "f:g"
    segments = ["BGM+1", f"FTX+AAI+++{full}", f"FTX+AAI+++{rest}", "FTX+ABC+++h", "FTX+ABC+++i"]
    found, findings, written = means(tmp_path, template, *segments)
    assert [info["statementDescription"] for info in found["additionalInformations"]] == [
        "a\nb\nc\nd\ne\nf\ng",
        "h",
        "i",
    ]
    assert (findings, written) == ([], segments)


def test_an_empty_line_at_the_end_of_a_text_is_not_lost_in_silence(tmp_path: Path) -> None:
    template = HEAD + "FTX+AAI+++{other_packagings[0].marks_numbers|lines}"
    _, report = writes(tmp_path, template, Declaration(other_packagings=[Packaging(marks_numbers="a\n")]))
    assert codes(report) == ["MAP-203"]


# -- numbers, dates, measures --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "value", "findings"),
    [
        ("12.50", "12.50", []),
        ("12,50", "12.50", ["MAP-103"]),
        ("0012.50", "12.50", ["MAP-103"]),
        (".5", "0.5", ["MAP-103"]),
        ("-3", "-3", []),
        ("12A", None, ["MAP-105"]),
        ("1e3", None, ["MAP-105"]),
        ("1.2.3", None, ["MAP-105"]),
    ],
)
def test_a_number_keeps_its_scale_and_odd_spellings_are_said(
    tmp_path: Path, received: str, value: str | None, findings: list[str]
) -> None:
    template = HEAD + "UNS+D\nUNS+S\nCNT+11:{total_package_quantity}"
    mapping = compiled(tmp_path, template)
    document, report = read(mapping, "BGM+1", "UNS+D", "UNS+S", f"CNT+11:{received}")
    assert document.total_package_quantity == (None if value is None else Decimal(value))
    assert codes(report) == findings
    if value is not None:
        assert write(mapping, document)[0][-1] == f"CNT+11:{value}"


def test_a_segment_whose_number_cannot_be_read_is_not_called_empty(tmp_path: Path) -> None:
    template = HEAD + "MEA+AAE+AAD+KGM:{total_gross_mass|measure(KGM)}:{*}    # a range is none"
    found, findings, _ = means(tmp_path, template, "BGM+1", "MEA+AAE+AAD+KGM:1x")
    assert (found.get("totalGrossMass"), findings) == (None, ["MAP-105"])


def test_a_date_keeps_its_text_and_its_format(tmp_path: Path) -> None:
    template = HEAD + "DTM+137:{issue_date_time|datetime}"
    for segment in ("DTM+137:202601311200:203", "DTM+137:31.1.26:ZZZ", "DTM+137:20260131"):
        assert means(tmp_path, template, "BGM+1", segment)[1:] == ([], ["BGM+1", segment])


def test_a_measure_fills_unit_and_value_and_a_fixed_unit_only_the_value(tmp_path: Path) -> None:
    template = HEAD + "MEA+WT+G+{total_gross_mass|measure}"
    document = Declaration(total_gross_mass=Measure(Decimal("1.20"), "KGM"))
    assert writes(tmp_path, template, document)[0] == ["BGM", "MEA+WT+G+KGM:1.20"]


# -- directions ----------------------------------------------------------------------------------------------------


def test_a_total_has_its_unit_beside_it(tmp_path: Path) -> None:
    template = HEAD + "UNS+S\nCNT+7:{total_gross_mass|measure}"
    found, findings, written = means(tmp_path, template, "BGM+1", "UNS+S", "CNT+7:18.5:KGM")
    assert found["totalGrossMass"] == {"value": "18.5", "unit": "KGM"}
    assert (findings, written) == ([], ["BGM+1", "UNS+S", "CNT+7:18.5:KGM"])


def test_a_count_is_written_and_compared_on_reading(tmp_path: Path) -> None:
    template = HEAD + ITEM + "\nUNS+S\nCNT+5:{out count(goods_items)}"
    mapping = compiled(tmp_path, template)
    good = ["BGM+1", "UNS+D", "CST+1", "CST+2", "UNS+S", "CNT+5:2"]
    document, report = read(mapping, *good)
    assert (codes(report), write(mapping, document)[0]) == ([], good)
    _, report = read(mapping, *good[:-1], "CNT+5:3")
    (finding,) = report
    assert (finding.code, finding.what) == (
        "MAP-106",
        "'3' stands here, '2' follows from the rest of the message",
    )
    _, report = read(mapping, *good[:-1], "CNT+5:02")
    assert codes(report) == ["MAP-103"], "equal as a number"


def test_items_without_a_value_are_not_counted(tmp_path: Path) -> None:
    """Sample: the item was taken out behind the comparison, and the number it made right was lost in silence."""
    template = HEAD + ITEM + "\nUNS+S\nCNT+5:{out count(goods_items)}"
    _, findings, written = means(tmp_path, template, "BGM+929", "UNS+D", "CST+", "CST+2+01012100", "UNS+S", "CNT+5:2")
    assert "MAP-106" in findings
    assert written[-1] == "CNT+5:1"


def test_in_is_read_where_its_home_says_nothing_and_never_written(tmp_path: Path) -> None:
    template = HEAD + "DTM+137:{issue_date_time|datetime}\nDTM+148:{in issue_date_time|datetime}"
    found, findings, written = means(tmp_path, template, "BGM+1", "DTM+148:20260101:102")
    assert found["issueDateTime"]["value"] == "20260101"
    assert (findings, written) == ([], ["BGM+1", "DTM+137:20260101:102"])
    _, findings, _ = means(tmp_path, template, "BGM+1", "DTM+137:20260202:102", "DTM+148:20260101:102")
    assert findings == ["MAP-106"]


@pytest.mark.parametrize(
    ("path", "received", "findings"),
    [
        ("functional_reference_id", "A?+B", []),
        ("functional_reference_id", "A?+C", ["MAP-106"]),
        ("version_id|pad(5,0)", "0000v", []),
    ],
)
def test_a_copy_is_written_along_and_compared(tmp_path: Path, path: str, received: str, findings: list[str]) -> None:
    template = (
        "BGM+{type_code}+{functional_reference_id}+{version_id}\n"
        f"RFF+ABO:{{copy {path}}}\n    DTM+171:{{issue_date_time|datetime}}"
    )
    found, told, written = means(tmp_path, template, "BGM+1+A?+B+v", f"RFF+ABO:{received}", "DTM+171:2026:602")
    assert told == findings
    assert written[1] == ("RFF+ABO:A?+B" if "pad" not in path else "RFF+ABO:0000v")
    assert found["functionalReferenceId"] == "A+B"


def test_a_copy_of_a_pair_or_of_lines_is_compared_whole(tmp_path: Path) -> None:
    template = (
        "BGM+1+{type_code}\nDTM+137:{issue_date_time|datetime}\nFTX+AAI+++{other_packagings[0].marks_numbers|lines}\n"
        "RFF+ABO:{ucr.id}\n    DTM+171:{copy issue_date_time|datetime}\n"
        "NAD+IM+{id}+{copy other_packagings[0].marks_numbers|lines}"
    )
    head = ["BGM+1+9", "DTM+137:20260131:102", "FTX+AAI+++a:b", "RFF+ABO:X"]
    assert means(tmp_path, template, *head, "DTM+171:20260131:102", "NAD+IM+1+a:b")[1] == []
    assert means(tmp_path, template, *head, "DTM+171:20260131:203", "NAD+IM+1+a:c")[1] == ["MAP-106", "MAP-106"]


# -- pieces of a component -----------------------------------------------------------------------------------------


def test_fixed_widths_split_and_join(tmp_path: Path) -> None:
    template = "BGM+{type_code:1}{status_code:3}{version_id}"
    assert writes(tmp_path, template, Declaration(type_code="A", status_code="bcd", version_id="+rest"))[0] == [
        "BGM+Abcd?+rest"
    ]


@pytest.mark.parametrize(
    ("document", "written", "lost"),
    [
        (Declaration(type_code="AB", status_code="bcd"), "BGM", ["type_code", "status_code"]),
        (Declaration(type_code="A", status_code="bcde"), "BGM+A", ["status_code"]),
        (Declaration(type_code="A", status_code="b", version_id="x"), "BGM+A", ["status_code", "version_id"]),
        (Declaration(status_code="bcd"), "BGM", ["status_code"]),
        (Declaration(type_code="A", version_id="x"), "BGM+A", ["version_id"]),
    ],
)
def test_a_text_that_does_not_fit_its_width_is_said_not_shifted(
    tmp_path: Path, document: Declaration, written: str, lost: list[str]
) -> None:
    """What stands behind it has no place either, and is said too."""
    lines, report = writes(tmp_path, "BGM+{type_code:1}{status_code:3}{version_id}", document)
    assert lines == [written]
    assert [(finding.code, finding.where.path) for finding in report] == [("MAP-203", path) for path in lost]


def test_a_code_in_a_part_of_a_component_may_be_missing_from_its_table(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, "BGM+{type_code:2|code(roles)}{version_id}", roles=ROLES)
    assert facts(read(mapping, "BGM+IMx")[0]) == {"typeCode": "importer", "versionId": "x"}
    document, report = read(mapping, "BGM+ZZx")
    assert (document.type_code, shown(report)) == (None, [("MAP-102", 2, 1, 1)])


def test_slices_of_one_text_are_joined(tmp_path: Path) -> None:
    template = "BGM+{type_code[0:2]}:::{type_code[2:]}"
    for code, written in (("IMA", "BGM+IM:::A"), ("IM", "BGM+IM"), ("IMABC", "BGM+IM:::ABC")):
        assert writes(tmp_path, template, Declaration(type_code=code))[0] == [written]


@pytest.mark.parametrize(
    ("literal", "wire"), [("*", "?*"), ("/", "/"), ("?:", "?:"), ("?+", "?+"), (" - ", " - "), ("??", "??")]
)
def test_a_literal_between_placeholders_separates_them(tmp_path: Path, literal: str, wire: str) -> None:
    template = f"BGM+{{type_code}}{literal}{{version_id}}"
    assert writes(tmp_path, template, Declaration(type_code="A", version_id="B"))[0] == [f"BGM+A{wire}B"]
    assert writes(tmp_path, template, Declaration(type_code="A"))[0] == ["BGM+A"], "dropped with its right neighbour"
    assert writes(tmp_path, template, Declaration(version_id="B"))[0] == [f"BGM+{wire}B"]


def test_each_separator_ends_the_placeholder_before_it(tmp_path: Path) -> None:
    found, findings, written = means(tmp_path, "BGM+{type_code}/{version_id}-{status_code}", "BGM+A/B-C/D")
    assert found == {"typeCode": "A", "versionId": "B", "statusCode": "C/D"}
    assert (findings, written) == ([], ["BGM+A/B-C/D"])


def test_a_value_that_holds_the_separator_behind_it_is_said(tmp_path: Path) -> None:
    _, report = writes(tmp_path, "BGM+{type_code}/{version_id}", Declaration(type_code="A/B", version_id="C"))
    assert codes(report) == ["MAP-203"]


def test_a_literal_before_or_behind_a_placeholder_belongs_to_it(tmp_path: Path) -> None:
    template = "BGM+{type_code}+GB{version_id}/{status_code}X"
    assert writes(tmp_path, template, Declaration(type_code="1"))[0] == ["BGM+1"]
    document = Declaration(version_id="7", status_code="s")
    assert writes(tmp_path, template, document)[0] == ["BGM++GB7/sX"]
    assert means(tmp_path, template, "BGM+1+7/s")[1] == ["MAP-105"], "not what the template asks for"


# -- lists ---------------------------------------------------------------------------------------------------------


def test_a_list_is_left_out_when_none_of_its_elements_says_anything(tmp_path: Path) -> None:
    found, _, written = means(tmp_path, HEAD + ITEM, "BGM+A", "UNS+D", "CST", "CST")
    assert found == {"typeCode": "A"}
    assert written == ["BGM+A", "UNS+D"]


def test_each_appends_one_object_for_every_occurrence(tmp_path: Path) -> None:
    template = HEAD + ITEM + "\n        each packagings:\n            PAC+{quantity}++{type_code}"
    segments = ["BGM+1", "UNS+D", "CST+1", "PAC+5++CT", "PAC+6++BX", "CST+2", "CST+3", "PAC+7", "UNS+S"]
    found, findings, written = means(tmp_path, template + "\nUNS+S", *segments)
    counts = [[packaging["quantity"] for packaging in item.get("packagings", [])] for item in found["goodsItems"]]
    assert counts == [["5", "6"], [], ["7"]]
    assert (findings, written) == ([], segments)


def test_equality_keys_are_set_and_the_first_block_that_accepts_an_element_takes_it(tmp_path: Path) -> None:
    template = HEAD + (
        "each additional_documents[category_code=1,type_code=DAN]:\n    RFF+ABI:{id}\n"
        "each additional_documents[type_code!=DAN]:\n    DOC+{type_code}:{category_code}+{id}"
    )
    document = Declaration(
        type_code="1",
        additional_documents=[
            Document(type_code="DAN", category_code="1", id="a"),
            Document(type_code="705", category_code="1", id="b"),
        ],
    )
    assert writes(tmp_path, template, document)[0] == ["BGM+1", "RFF+ABI:a", "DOC+705:1+b"]


def test_an_element_no_block_takes_is_reported_as_not_written(tmp_path: Path) -> None:
    template = HEAD + "each parties[role!=agent]:\n    NAD+{role|code(roles)}+{id}"
    document = Declaration(parties=[Party(role="agent", id="1"), Party(role="ghost", id="2"), Party(role="importer")])
    written, report = writes(tmp_path, template, document, roles=ROLES)
    assert written == ["BGM", "NAD+IM"]
    assert [(f.code, f.what) for f in report] == [
        ("MAP-201", "not written: parties.role (2 times)"),
        ("MAP-201", "not written: parties.id (2 times)"),
    ]


def test_a_key_of_several_values_comes_from_the_line(tmp_path: Path) -> None:
    template = HEAD + (
        "each parties[role=importer/agent]:\n    NAD+{role}+{id}\neach previous_documents:\n    RFF+ABO:{id}"
    )
    document = Declaration(parties=[Party(role="agent", id="1"), Party(role="carrier", id="2")])
    written, report = writes(tmp_path, template, document)
    assert written == ["BGM", "NAD+agent+1"]
    assert codes(report) == ["MAP-201", "MAP-201"]


def test_an_element_by_key_is_found_or_made(tmp_path: Path) -> None:
    template = HEAD + "NAD+IM+{parties[role=importer].id}\n    RFF+VA:{parties[role=importer].ids[scheme=vat].value}"
    segments = ["BGM+1", "NAD+IM+1", "RFF+VA:GB1"]
    found, findings, written = means(tmp_path, template, *segments)
    assert found["parties"] == [{"role": "importer", "id": "1", "ids": [{"scheme": "vat", "value": "GB1"}]}]
    assert (findings, written) == ([], segments)


def test_a_keyed_element_without_a_line_is_reported(tmp_path: Path) -> None:
    template = HEAD + "NAD+IM+{parties[role=importer].id}"
    document = Declaration(parties=[Party(role="importer", id="1"), Party(role="agent", id="2")])
    written, report = writes(tmp_path, template, document)
    assert written == ["BGM", "NAD+IM+1"]
    assert {f.what for f in report} == {"not written: parties.role", "not written: parties.id"}


def test_lists_under_different_keys_are_different_lists(tmp_path: Path) -> None:
    template = HEAD + (
        "NAD+IM+{parties[role=importer].id}\n    each parties[role=importer].communications:\n        COM+{id}:TE\n"
        "NAD+AE+{parties[role=agent].id}\n    each parties[role=agent].communications:\n        COM+{id}:TE"
    )
    segments = ["BGM+1", "NAD+IM+1", "COM+a:TE", "NAD+AE+2", "COM+b:TE", "COM+c:TE"]
    assert means(tmp_path, template, *segments)[1:] == ([], segments)


def test_an_index_is_the_position_in_the_list(tmp_path: Path) -> None:
    template = HEAD + "LOC+9+{transit_office_ids[0]}\nLOC+11+{transit_office_ids[1]}"
    found, findings, written = means(tmp_path, template, "BGM+1", "LOC+9+A", "LOC+11+B")
    assert (found["transitOfficeIds"], findings, written) == (["A", "B"], [], ["BGM+1", "LOC+9+A", "LOC+11+B"])


def test_a_rest_begins_behind_the_elements_with_places_of_their_own(tmp_path: Path) -> None:
    template = HEAD + "NAD+AE+{parties[0].id}\neach parties[1:]:\n    NAD+IM+{id}"
    segments = ["BGM+1", "NAD+IM+1", "NAD+IM+2"]
    found, findings, written = means(tmp_path, template, *segments)
    assert found["parties"] == [{}, {"id": "1"}, {"id": "2"}]
    assert (findings, written) == ([], segments)


def test_a_composite_is_repeated_for_the_rest_of_a_list(tmp_path: Path) -> None:
    template = HEAD + (
        "UNS+D\neach goods_items:\n    CST+{sequence_numeric}+{procedures[0].current_code}:117"
        "+{procedures[1:].current_code}:118...\nUNS+S"
    )
    segments = ["BGM+1", "UNS+D", "CST+1+40:117+A:118+B:118", "CST+2++C:118", "UNS+S"]
    found, findings, written = means(tmp_path, template, *segments)
    assert [[p.get("currentCode") for p in item["procedures"]] for item in found["goodsItems"]] == [
        ["40", "A", "B"],
        [None, "C"],
    ]
    assert (findings, written) == ([], segments)


def test_a_repeated_composite_that_is_full_says_what_it_has_no_room_for(tmp_path: Path) -> None:
    template = "UNS+D\neach goods_items:\n    CST+{sequence_numeric}+{origins[*].country_code}:117..."
    item = GoodsItem(sequence_numeric=1, origins=[Origin(country_code=code) for code in "ABCDEF"])
    _, report = writes(tmp_path, template, Declaration(goods_items=[item]))
    assert codes(report) == ["MAP-204"]


LIST = "message: PAXLST\ndirectory: D.02B\nsyntax: edifact\ndocument: Declaration\n"
NUMBERS = "BGM+{type_code}\neach parties:\n    NAD+{role}\n        COM+{communications[*].id}:TE..."


@pytest.mark.parametrize(
    ("received", "written", "findings"),
    [
        (["COM+1:TE+2:TE"], ["COM+1:TE*2:TE"], []),
        (["COM+1:TE*2:TE*3:TE", "COM+4:TE"], ["COM+1:TE*2:TE*3:TE", "COM+4:TE"], []),
        (["COM+1:TE", "COM+2:TE"], ["COM+1:TE*2:TE"], ["MAP-103"]),
    ],
)
def test_a_list_goes_on_in_the_next_segment_where_its_composite_repeats_no_more(
    tmp_path: Path, received: list[str], written: list[str], findings: list[str]
) -> None:
    found, said, texts = means(tmp_path, NUMBERS, "BGM+1", "NAD+MS", *received, definition=LIST)
    assert [one["id"] for one in found["parties"][0]["communications"]] == [*"1234"][
        : len(" ".join(received).split(":")) - 1
    ]
    assert (texts[2:], said) == (written, findings)


@pytest.mark.parametrize(("text", "place"), [("*", (1, 3, 2)), ("+", (2, 3, None))])
def test_what_is_wrong_with_a_repetition_has_its_place(
    tmp_path: Path, text: str, place: tuple[int, int, int | None]
) -> None:
    _, report = read(compiled(tmp_path, NUMBERS, definition=LIST), "BGM+1", "NAD+MS", f"COM+1:TE{text}2:TE:X")
    assert [(f.code, f.where.element, f.where.component, f.where.repetition) for f in report] == [("MAP-102", *place)]


@pytest.mark.parametrize(
    ("moment", "written", "findings"),
    [
        (DateTime("780706", "101"), "780706", []),
        (DateTime("19780706", "102"), "19780706:102", []),
        (DateTime("1978-07-06"), "780706", []),
        (DateTime("1978-07-06T10:30:00Z"), "780706", ["MAP-207"]),
        (DateTime("July"), "", ["MAP-203"]),
    ],
)
def test_a_date_without_its_code_is_in_the_format_of_its_place(
    tmp_path: Path, moment: DateTime, written: str, findings: list[str]
) -> None:
    mapping = compiled(tmp_path, HEAD + "DTM+137:{issue_date_time|datetime(101)}")
    texts, report = write(mapping, Declaration(issue_date_time=moment))
    assert (texts, codes(report)) == (["BGM", *([f"DTM+137:{written}"] if written else [])], findings)
    if written:
        back, said = read(mapping, *texts)
        assert (back.issue_date_time, codes(said)) == (moment if moment.format else DateTime("780706", "101"), [])


PARTS = HEAD + "DTM+136:{exit_date_time.date}:102\nDTM+136:{exit_date_time.time}:401"


@pytest.mark.parametrize(
    ("segments", "moment", "findings"),
    [
        (["DTM+136:20040127:102", "DTM+136:0700:401"], {"value": "200401270700", "format": "203"}, []),
        (["DTM+136:20040127:102"], {"value": "20040127", "format": "102"}, []),
        (["DTM+136:0700:401"], {"value": "0700", "format": "401"}, []),
        (["DTM+136:20040230:102"], None, ["MAP-105"]),
        (["DTM+136:20040127:102", "DTM+136:2561:401"], {"value": "20040127", "format": "102"}, ["MAP-105"]),
    ],
)
def test_day_and_time_of_a_moment_may_stand_in_places_of_their_own(
    tmp_path: Path, segments: list[str], moment: dict[str, str] | None, findings: list[str]
) -> None:
    found, said, written = means(tmp_path, PARTS, "BGM+1", *segments)
    assert (found.get("exitDateTime"), said) == (moment, findings)
    assert written[1:] == ([] if moment is None else segments[: len(segments) - len(findings)])


@pytest.mark.parametrize(
    ("moment", "written", "findings"),
    [
        (DateTime("20040127070030", "204"), ["DTM+136:20040127:102", "DTM+136:0700:401"], ["MAP-207"]),
        (DateTime("2004-01-27T07:00:00Z"), ["DTM+136:20040127:102", "DTM+136:0700:401"], ["MAP-207"]),
        (DateTime("2004-01-27"), ["DTM+136:20040127:102"], []),
        (DateTime("200401", "610"), [], ["MAP-203"]),
    ],
)
def test_what_a_day_and_a_time_have_no_room_for_is_said(
    tmp_path: Path, moment: DateTime, written: list[str], findings: list[str]
) -> None:
    texts, report = write(compiled(tmp_path, PARTS), Declaration(exit_date_time=moment))
    assert (texts[1:], codes(report)) == (written, findings)


def test_a_moment_in_two_places_is_proven(tmp_path: Path) -> None:
    assert round_trip(compiled(tmp_path, PARTS), 60).proven


def test_a_literal_in_the_place_of_the_format_or_unit_tells_lines_apart(tmp_path: Path) -> None:
    template = HEAD + (
        "DTM+136:{exit_date_time|datetime(203)}:203\nDTM+136:{acceptance_date_time|datetime(102)}:102\n"
        "MEA+WT+G+KGM:{total_gross_mass|measure(KGM)}"
    )
    segments = ["BGM+1", "DTM+136:20040127:102", "DTM+136:200401270700:203", "MEA+WT+G+KGM:5"]
    found, findings, written = means(tmp_path, template, *segments)
    assert (found["exitDateTime"]["format"], found["acceptanceDateTime"]["value"]) == ("203", "20040127")
    assert found["totalGrossMass"] == {"value": "5", "unit": "KGM"}
    assert (findings, sorted(written)) == ([], sorted(segments))


def test_a_code_that_says_what_its_place_implies_is_normalised(tmp_path: Path) -> None:
    template = HEAD + "DTM+137:{issue_date_time|datetime(101)}"
    found, findings, written = means(tmp_path, template, "BGM+1", "DTM+137:780706:101")
    assert found["issueDateTime"] == {"value": "780706", "format": "101"}
    assert (findings, written) == (["MAP-103"], ["BGM+1", "DTM+137:780706"])


def test_with_goes_into_an_object_and_each_inside_it_into_its_list(tmp_path: Path) -> None:
    template = HEAD + (
        "with consignment:\n    GIS+{container_code}:109\n    with goods_location:\n        LOC+14+{id}\n"
        "    each transport_equipments:\n        EQD+CN+{id}\n    LOC+9+{/export_country_code}\n"
        "each parties:\n    NAD+{role|code(roles)}+{id}\n        with /consignment:\n            "
        "CTA+IC+{carrier_assigned_id}"
    )
    segments = ["BGM+1", "LOC+14+G", "LOC+9+DE", "GIS+1:109", "EQD+CN+C1", "EQD+CN+C2", "NAD+IM+1", "CTA+IC+X"]
    found, findings, written = means(tmp_path, template, *segments, roles=ROLES)
    assert found["consignment"] == {
        "containerCode": "1",
        "carrierAssignedId": "X",
        "goodsLocation": {"id": "G"},
        "transportEquipments": [{"id": "C1"}, {"id": "C2"}],
    }
    assert (found["exportCountryCode"], findings, written) == ("DE", [], segments)


def test_a_path_may_start_at_the_root_or_at_the_parent(tmp_path: Path) -> None:
    template = (
        HEAD
        + ITEM
        + (
            "\n        LOC+35+{/export_country_code}\n        each packagings:\n            PAC+{quantity}\n"
            "                PCI+28+{^.commodity.description|lines}\nUNS+S"
        )
    )
    segments = ["BGM+1", "UNS+D", "CST+1", "LOC+35+DE", "PAC+5", "PCI+28+text", "UNS+S"]
    found, findings, _ = means(tmp_path, template, *segments)
    assert found["exportCountryCode"] == "DE"
    assert found["goodsItems"][0]["commodity"] == {"description": "text"}
    assert findings == []


# -- one value for all ---------------------------------------------------------------------------------------------

HEADER = HEAD + "LOC+35+{goods_items[*].export_country_code}\n" + ITEM + "\nUNS+S"


def items(*codes: str | None) -> Declaration:
    found = [GoodsItem(sequence_numeric=n, export_country_code=code) for n, code in enumerate(codes, start=1)]
    return Declaration(type_code="1", goods_items=found)


def test_a_header_value_goes_to_every_item_and_comes_back(tmp_path: Path) -> None:
    segments = ["BGM+1", "LOC+35+DE", "UNS+D", "CST+1", "CST+2", "UNS+S"]
    found, findings, written = means(tmp_path, HEADER, *segments)
    assert [item["exportCountryCode"] for item in found["goodsItems"]] == ["DE", "DE"]
    assert (findings, written) == ([], segments)


@pytest.mark.parametrize("codes_of_items", [("DE", "FR"), ("DE", None), (None, "DE")])
def test_a_header_value_the_items_do_not_share_is_not_written(
    tmp_path: Path, codes_of_items: tuple[str | None]
) -> None:
    written, report = writes(tmp_path, HEADER, items(*codes_of_items))
    assert written == ["BGM+1", "UNS+D", "CST+1", "CST+2", "UNS+S"]
    assert codes(report) == ["MAP-205"]


def test_a_header_value_without_items_is_said(tmp_path: Path) -> None:
    document, report = read(compiled(tmp_path, HEADER), "BGM+1", "LOC+35+DE", "UNS+D", "UNS+S")
    assert document.goods_items == []
    assert [(f.code, f.what) for f in report] == [
        ("MAP-102", "'DE' has nowhere to go: nothing stands in the list of goods_items[*].export_country_code")
    ]


def test_a_header_value_fills_only_items_that_lack_it(tmp_path: Path) -> None:
    template = (
        (HEADER + "\n")
        .replace("{goods_items", "{in goods_items")
        .replace("CST+{sequence_numeric}\n", "CST+{sequence_numeric}\n        LOC+35+{export_country_code}\n")
    )
    segments = ["BGM+1", "LOC+35+DE", "UNS+D", "CST+1", "LOC+35+FR", "CST+2", "UNS+S"]
    found, findings, written = means(tmp_path, template, *segments)
    assert [item["exportCountryCode"] for item in found["goodsItems"]] == ["FR", "DE"]
    assert findings == []
    assert written == ["BGM+1", "UNS+D", "CST+1", "LOC+35+FR", "CST+2", "LOC+35+DE", "UNS+S"]


def test_a_header_value_chooses_among_the_lists_of_an_item_as_its_path_says(tmp_path: Path) -> None:
    template = HEADER.replace("goods_items[*].export_country_code", "goods_items[*].origins[type_code=1].country_code")
    document = Declaration(
        type_code="1", goods_items=[GoodsItem(origins=[Origin(type_code="1", country_code="DE")], sequence_numeric=1)]
    )
    assert writes(tmp_path, template, document)[0] == ["BGM+1", "LOC+35+DE", "UNS+D", "CST+1", "UNS+S"]
    document.goods_items[0].origins.insert(0, Origin(type_code="2", country_code="FR"))
    written, report = writes(tmp_path, template, document)
    assert written[1] == "LOC+35+DE"
    assert {f.what for f in report} == {
        "not written: goods_items.origins.country_code",
        "not written: goods_items.origins.type_code",
    }


# -- defaults, omissions, padding, positions -----------------------------------------------------------------------


def test_a_default_is_read_where_nothing_stands_and_always_written(tmp_path: Path) -> None:
    template = HEAD + "each additional_documents:\n    DOC+{type_code|default(705)}+{id}"
    found, findings, written = means(tmp_path, template, "BGM+1", "DOC++X", "DOC+9+Y")
    assert [document["typeCode"] for document in found["additionalDocuments"]] == ["705", "9"]
    assert (findings, written) == ([], ["BGM+1", "DOC+705+X", "DOC+9+Y"])


def test_a_default_may_be_a_code_of_a_closed_table(tmp_path: Path) -> None:
    template = HEAD + "each parties:\n    NAD+{role|code(roles)|default(agent)}+{id}"
    found, findings, written = means(tmp_path, template, "BGM+1", "NAD++X", "NAD+IM+Y", "NAD+ZZ+Z", roles=ROLES)
    assert [party["role"] for party in found["parties"]] == ["agent", "importer"]
    assert (findings, written) == (["MAP-101"], ["BGM+1", "NAD+AE+X", "NAD+IM+Y"])


def test_a_default_may_come_from_elsewhere_in_the_document(tmp_path: Path) -> None:
    template = HEAD + (
        "MOA+39:{invoice_amount.value}:{invoice_amount.currency}\n" + ITEM + "\n"
        "        MOA+40:{customs_value_amount.value}:"
        "{customs_value_amount.currency|default(/invoice_amount.currency)}\nUNS+S"
    )
    segments = ["BGM+1", "MOA+39:9:EUR", "UNS+D", "CST+1", "MOA+40:5", "CST+2", "MOA+40:6:USD", "UNS+S"]
    found, findings, written = means(tmp_path, template, *segments)
    assert [item["customsValueAmount"]["currency"] for item in found["goodsItems"]] == ["EUR", "USD"]
    assert findings == []
    assert written[4] == "MOA+40:5:EUR"


COMPUTED = {
    "CNT+11:{total_package_quantity|default(sum(goods_items.sequence_numeric))}:{exit_office_id}": "3",
    "CNT+11:{total_package_quantity|default(count(goods_items))}:{exit_office_id}": "2",
}


@pytest.mark.parametrize("line", COMPUTED)
def test_a_default_may_be_computed_from_the_rest_of_the_document(tmp_path: Path, line: str) -> None:
    template, items = f"{HEAD}{ITEM}\nUNS+S\n{line}", ["UNS+D", "CST+1", "CST+2", "UNS+S"]
    found, findings, written = means(tmp_path, template, "BGM+1", *items, "CNT+11::X")
    assert found["totalPackageQuantity"] == COMPUTED[line]
    assert (findings, written) == ([], ["BGM+1", *items, f"CNT+11:{COMPUTED[line]}:X"])
    found, _, written = means(tmp_path, template, "BGM+1", *items, "CNT+11:9:X")
    assert found["totalPackageQuantity"] == "9"
    assert written[-1] == "CNT+11:9:X"
    proof = round_trip(compiled(tmp_path, template), 30, 1)
    assert (proof.failed, proof.unequal) == (0, [])


def test_a_default_causes_no_line(tmp_path: Path) -> None:
    template = HEAD + "GIS+{transaction_nature_code|default(1)}:112"
    assert writes(tmp_path, template, Declaration(type_code="1"))[0] == ["BGM+1"]


@pytest.mark.parametrize(("value", "written"), [("1", "DOC+705+X"), ("2", "DOC+705+X:2")])
def test_an_omitted_value_is_read_where_nothing_stands_and_never_written(
    tmp_path: Path, value: str, written: str
) -> None:
    template = "each additional_documents:\n    DOC+{type_code}+{id}:{status_code|omit(1)}"
    document = Declaration(additional_documents=[Document(type_code="705", id="X", status_code=value)])
    assert writes(tmp_path, template, document)[0] == [written]


def test_a_number_is_omitted_by_its_value(tmp_path: Path) -> None:
    template = "UNS+D\neach goods_items:\n    CST+{sequence_numeric|omit(1)}+{commodity.id}"
    document = Declaration(goods_items=[GoodsItem(sequence_numeric=1, commodity=Commodity(id="A"))])
    assert writes(tmp_path, template, document)[0] == ["UNS+D", "CST++A"]


@pytest.mark.parametrize(
    ("fill", "value", "written"), [("0", "12", "00012"), ("x", "yx", "xxxyx"), ("0", "0", "00000")]
)
def test_padding_is_put_on_and_taken_off(tmp_path: Path, fill: str, value: str, written: str) -> None:
    template = f"BGM+{{type_code|pad(5,{fill})}}"
    assert writes(tmp_path, template, Declaration(type_code=value))[0] == [f"BGM+{written}"]


@pytest.mark.parametrize("value", ["007", "123456"])
def test_what_padding_would_change_is_said(tmp_path: Path, value: str) -> None:
    _, report = writes(tmp_path, "BGM+{type_code|pad(5,0)}", Declaration(type_code=value))
    assert codes(report) == ["MAP-203"]


def test_a_sequence_number_that_is_absent_is_the_position_in_its_list(tmp_path: Path) -> None:
    template = (
        "UNS+D\neach goods_items:\n    CST+{sequence_numeric|number}+{commodity.id}\n"
        "        each packagings:\n            PAC+{sequence_numeric|number}+:{level_code}+{type_code}"
    )
    packagings = [Packaging(type_code="CT"), Packaging(type_code="BX")]
    goods = [
        GoodsItem(commodity=Commodity(id="A"), packagings=packagings),
        GoodsItem(sequence_numeric=7, commodity=Commodity(id="B"), packagings=packagings[:1]),
        GoodsItem(commodity=Commodity(id="C")),
    ]
    written, report = write(compiled(tmp_path, template), Declaration(goods_items=goods))
    assert written == ["UNS+D", "CST+1+A", "PAC+1++CT", "PAC+2++BX", "CST+7+B", "PAC+1++CT", "CST+3+C"]
    assert codes(report) == []


def test_amounts_are_written_with_their_scale_and_without_exponent(tmp_path: Path) -> None:
    template = "MOA+39:{invoice_amount.value}:{invoice_amount.currency}"
    for number in ("1E+3", "0.0000001", "12.50", "-3"):
        document = Declaration(invoice_amount=Amount(Decimal(number), "EUR"))
        assert writes(tmp_path, template, document)[0] == [f"MOA+39:{Decimal(number):f}:EUR"]


def test_a_list_of_texts_reports_what_it_cannot_write(tmp_path: Path) -> None:
    document = Declaration(additional_informations=[AdditionalInformation(statement_code="X")], id="1")
    _, report = writes(tmp_path, HEAD, document)
    assert {f.what for f in report} == {
        "not written: id",
        "not written: additional_informations.statement_code",
    }


# -- what is written back in another way is said -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "received", "written"),
    [
        ("BGM+{type_code}+{function_code|omit(9)}", "BGM+1+9", "BGM+1"),
        ("BGM+{type_code|pad(5,0)}", "BGM+12", "BGM+00012"),
        ("BGM+{type_code|pad(5,0)}", "BGM+00000012", "BGM+00012"),
        ("BGM+{type_code|code(kinds)}", "BGM+381", "BGM+380"),
        ("BGM+{type_code:3|code(kinds)}{status_code}", "BGM+381X", "BGM+380X"),
    ],
)
def test_another_spelling_of_the_same_is_normalised(tmp_path: Path, template: str, received: str, written: str) -> None:
    kinds = "canonical,external,preferred\ninvoice,380,x\ninvoice,381,\n"
    _, findings, again = means(tmp_path, template, received, kinds=kinds)
    assert (findings, again) == (["MAP-103"], [written])


@pytest.mark.parametrize("received", ["BGM+IMX:::A", "BGM+I:::A"])
def test_a_slice_that_does_not_tile_the_text_is_an_error(tmp_path: Path, received: str) -> None:
    _, findings, _ = means(tmp_path, "BGM+{type_code[0:2]}:::{type_code[2:]}", received)
    assert findings == ["MAP-105"]


def test_slices_may_come_in_any_order(tmp_path: Path) -> None:
    template = "BGM+{type_code[2:]}+{id}:{type_code[0:2]}"
    assert means(tmp_path, template, "BGM+A+X:IM") == ({"typeCode": "IMA", "id": "X"}, [], ["BGM+A+X:IM"])


def test_a_number_is_padded_and_read_without_its_zeros(tmp_path: Path) -> None:
    template = "UNS+S\nCNT+11:{total_package_quantity|pad(6,0)}"
    for number, written in (("0.69", "000.69"), ("-5", "-000005"), ("0", "000000")):
        document = Declaration(total_package_quantity=Decimal(number))
        mapping = compiled(tmp_path, "BGM+1\nUNS+D\n" + template)
        texts, report = write(mapping, document)
        assert texts[-1] == f"CNT+11:{written}"
        assert codes(report) == []
        assert read(mapping, *texts)[0] == document


# -- kept verbatim -------------------------------------------------------------------------------------------------


def test_a_text_is_kept_under_its_name_or_the_number_of_its_element(tmp_path: Path) -> None:
    template = HEAD + "LOC+9+{~}:139:{~agency}\neach parties:\n    NAD+{role}+{~}"
    segments = ["BGM+1", "LOC+9+DEHAM:139:6", "NAD+IM+A?+B", "NAD+AE"]
    assert means(tmp_path, template, *segments) == (
        {
            "typeCode": "1",
            "extensions": {"3225": "DEHAM", "agency": "6"},
            "parties": [{"role": "IM", "extensions": {"3039": "A+B"}}, {"role": "AE"}],
        },
        [],
        segments,
    )
    assert round_trip(compiled(tmp_path, template), 60).proven


def test_what_is_kept_causes_its_line_and_what_has_no_line_is_said(tmp_path: Path) -> None:
    template = HEAD + "with consignment:\n    LOC+9+{~port}:139"
    document = Declaration(consignment=Consignment(extensions={"port": "DEHAM", "berth": "7"}))
    written, report = writes(tmp_path, template, document)
    assert written == ["BGM", "LOC+9+DEHAM:139"]
    assert [(f.code, f.where.path) for f in report] == [("MAP-201", "consignment.extensions.berth")]


def test_what_another_format_kept_is_written_as_json(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, HEAD + "LOC+9+{~port}")
    texts, _ = write(mapping, Declaration(extensions={"port": {"json": "[1]"}}))
    assert texts == ["BGM", 'LOC+9+{"json"?:"[1]"}']


# -- findings are bounded ------------------------------------------------------------------------------------------


def test_a_segment_full_of_what_is_not_mapped_is_told_once_as_a_whole(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, HEAD)
    _, report = read(mapping, "BGM+1" + "+x:y" * 100)
    places = [(f.where.element, f.where.component) for f in report]
    assert len(places) == 31
    assert places[-1] == (None, None), "the rest is covered by one finding on the whole segment"


def test_a_text_that_goes_on_in_a_list_that_is_also_reached_by_index(tmp_path: Path) -> None:
    template = (
        "BGM+{additional_informations[0].statement_code}\n"
        "each additional_informations:\n    FTX+AAI+++{statement_description|lines}..."
    )
    document, findings, _ = means(tmp_path, template, "BGM+929", "FTX+AAI+++A:B:C:D:E", "FTX+AAI+++F")
    (information,) = document["additionalInformations"]
    assert information == {"statementCode": "929", "statementDescription": "A\nB\nC\nD\nE\nF"}
    assert findings == []
