"""What is wrong with a segment template is said when it is compiled: file, line, column and why."""

from pathlib import Path

import pytest

from edi_engine.errors import ConfigurationError
from tests.mapping.templates import compiled, fault, faults, table

ROLES = table({"importer": "IM", "agent": "AE"})
ITEMS = "UNS+D\neach goods_items:\n    CST+{sequence_numeric}"

NOTATION = {
    "a path that ends in a dot": ("BGM+{type_code.}", "TPL-001", 1, 5, "ends in a dot"),
    "the document as a value": ("BGM+{/}", "TPL-001", 1, 5, "whole object"),
    "the scope as a value": ("BGM+{.}", "TPL-001", 1, 5, "whole object"),
    "envelope data": ("BGM+{message.id}", "TPL-001", 1, 5, "message.id is of the envelope"),
    "a list of the envelope": ("each message.x:\n    NAD+{id}", "TPL-001", 1, 6, "of the envelope"),
    "derived data": ("BGM+{out derived.total}", "TPL-001", 1, 5, "derived"),
    "the date of a moment": ("DTM+137:{issue_date_time.date}", "TPL-006", 1, 9, "say .time somewhere"),
    "the time of a moment": ("DTM+137:{issue_date_time.time}", "TPL-006", 1, 9, "say .date somewhere"),
    "a part of a moment that is only read": (
        "DTM+137:{in issue_date_time.date}",
        "TPL-001",
        1,
        9,
        "two-way",
    ),
    "another part of a moment": ("DTM+137:{issue_date_time.hour}", "TPL-002", 1, 9, "no field 'hour'"),
    "kept verbatim beside a value": ("BGM+{id:1}{~}", "TPL-001", 1, 11, "stand alone"),
    "kept verbatim and converted": ("BGM+{~|code(roles)}", "TPL-001", 1, 5, "not converted"),
    "a null": ("BGM+{type_code!}", "TPL-001", 1, 5, "JSON"),
    "a condition": ("when import:\n    BGM+{type_code}", "TPL-001", 1, 6, "no condition 'import' under when"),
    "an XML block": ('m:each="parties":\n    NAD+{role}', "TPL-001", 1, 1, "neither a segment"),
    "no conversion": ("BGM+{type_code|lower}", "TPL-007", 1, 5, "'lower'"),
    "a conversion without argument": ("BGM+{type_code|code}", "TPL-007", 1, 5, "needs an argument"),
    "a padding without a number": ("BGM+{type_code|pad(x)}", "TPL-007", 1, 5, "width and one character"),
    "a padding with two characters": ("BGM+{type_code|pad(5,ab)}", "TPL-007", 1, 5, "width and one character"),
    "a set beside a text": ("BGM+{a/b}x", "TPL-001", 1, 5, "stand alone"),
    "something ignored beside a value": ("BGM+{type_code:1}{*} # why", "TPL-001", 1, 18, "stand alone"),
    "something ignored without a reason": ("BGM+{type_code}\nLOC+9+{id}:{*}", "TPL-001", 2, 12, "needs its reason"),
    "two placeholders without a border": ("BGM+{type_code}{id}", "TPL-001", 1, 16, "width"),
    "an open placeholder before a width": ("BGM+{type_code}{id:1}", "TPL-001", 1, 16, "width"),
    "no parent": ("BGM+{^.type_code}", "TPL-001", 1, 5, "no parent"),
    "dots behind a plain value": ("BGM+{type_code}...", "TPL-001", 1, 1, "continues a list"),
    "dots behind a text of one direction": ("FTX+AAA+++{in id|cut}...", "TPL-001", 1, 11, "both ways"),
    "dots behind nothing": ("RFF...", "TPL-001", 1, 1, "continues a list"),
}

MODEL = {
    "an unknown field": ("BGM+X\nLOC+9+{consignmnt.id}", "TPL-002", 2, 7, "no field 'consignmnt'"),
    "an unknown field in the line of an each": (
        "each goods_items:\n\n    CST+{sequence_numerik}",
        "TPL-002",
        3,
        9,
        "'sequence_numerik'",
    ),
    "an unknown list": ("each good_items:\n    CST+1", "TPL-002", 1, 6, "'good_items'"),
    "each of a plain value": ("each type_code:\n    CST+1", "TPL-001", 1, 6, "list of objects"),
    "each of a list of texts": ("each transit_office_ids:\n    LOC+22+{.}", "TPL-001", 1, 6, "list of objects"),
    "each at an index": ("each parties[0]:\n    NAD+{role}", "TPL-001", 1, 6, "no index"),
    "each through a list": ("each goods_items.packagings:\n    PAC+{quantity}", "TPL-001", 1, 6, "say which element"),
    "with an unknown object": ("with consignmnt:\n    LOC+9+{id}", "TPL-002", 1, 6, "'consignmnt'"),
    "with a list": ("with goods_items:\n    LOC+35+{export_country_code}", "TPL-001", 1, 6, "say which element"),
    "with a plain value": ("with type_code:\n    LOC+35+{x}", "TPL-001", 1, 6, "plain value"),
    "an object": ("BGM+{consignment}", "TPL-001", 1, 5, "is an object"),
    "extensions": ("BGM+{extensions}", "TPL-001", 1, 5, "cannot be mapped"),
    "a list": ("LOC+22+{transit_office_ids}", "TPL-001", 1, 8, "say which element"),
    "a list on the way": ("BGM+{goods_items.export_country_code}", "TPL-001", 1, 5, "say which element"),
    "a rest without dots": ("each goods_items:\n    CST+{procedures[1:].current_code}", "TPL-001", 2, 9, "say ..."),
    "an amount without its unit": ("MOA+39:{invoice_amount}", "TPL-001", 1, 8, "invoice_amount|measure"),
    "a date without its format": ("DTM+137:{issue_date_time}", "TPL-001", 1, 9, "issue_date_time|datetime"),
    "a copy of a header value": (
        "LOC+35+{copy goods_items[*].export_country_code}",
        "TPL-001",
        1,
        8,
        "two-way or in",
    ),
    "a count that is two-way": ("CNT+5:{count(goods_items)}", "TPL-001", 1, 7, "say out"),
    "a count of an unknown list": ("CNT+5:{out count(goods_itemz)}", "TPL-002", 1, 7, "'goods_itemz'"),
    "a count of no list": ("CNT+5:{out count(type_code)}", "TPL-001", 1, 7, "needs a list"),
    "a count of some": ("CNT+5:{out count(parties[role=x])}", "TPL-001", 1, 7, "without choices"),
    "a sum of texts": ("CNT+5:{out sum(goods_items.export_country_code)}", "TPL-001", 1, 7, "needs numbers"),
    "a condition on a number": ("BGM+{goods_items[sequence_numeric=1].ucr.id}", "TPL-001", 1, 5, "compare texts"),
}

CONVERSIONS = {
    "a date of a text": ("DTM+137:{type_code|datetime}", 9, "datetime is not for"),
    "a measure of a text": ("MEA+WT+G+{type_code|measure}", 10, "measure is not for"),
    "lines of a number": ("CNT+11:{total_package_quantity|lines}", 8, "lines is not for"),
    "a code of a number": ("CNT+11:{total_package_quantity|code(roles)}", 8, "code is not for"),
    "a date in no known format": ("DTM+137:{issue_date_time|datetime(999)}", 9, "knows the formats 101, 102"),
    "a format for a part of a date": (
        "DTM+137:{issue_date_time.date|datetime}:102\nDTM+137:{issue_date_time.time}:401",
        9,
        "its own format",
    ),
    "a measure without a place for its unit": ("MEA+WT+{total_gross_mass|measure}", 8, "no place here for the unit"),
    "lines and cut": ("BGM+{type_code|lines|cut}", 5, "do not go together"),
    "default and omit": ("BGM+{type_code|default(1)|omit(2)}+{id}", 5, "do not go together"),
    "a conversion twice": ("BGM+{type_code|default(1)|default(2)}", 5, "do not go together"),
    "lines in a part of a component": ("BGM+{type_code:2|lines}{id}", 5, "of its own"),
    "a default that is no number": ("CNT+11:{total_package_quantity|default(abc)}", 8, "no value of"),
    "a default that is no whole number": (
        "each goods_items:\n    CST+{sequence_numeric|default(1.5)}",
        9,
        "no value of",
    ),
    "a default that has no code": ("BGM+{type_code|code(roles)|default(x)}", 5, "not in the code table"),
    "a line of what is omitted": ("CNT+11:{total_package_quantity|omit(1)}", 8, "never omitted"),
}

DEFAULTS = {
    "a default from nowhere": ("BGM+{type_code|default(/nosuch)}", "TPL-002", 5, "'nosuch'"),
    "a default of another kind": ("BGM+{type_code|default(/goods_items)}", "TPL-001", 5, "another kind"),
    "a default of a sum in a text": ("BGM+{type_code|default(count(goods_items))}", "TPL-001", 5, "another kind"),
    "a default of a sum of nothing": ("CNT+11:{total_package_quantity|default(sum(x))}", "TPL-002", 8, "'x'"),
}

DIRECTORY = {
    "no such segment": ("XYZ+{type_code}", "TPL-003", 1, 1, "no place at the top"),
    "a segment without a place here": ("BGM+A\nGDS+{type_code}", "TPL-003", 2, 1, "position 1570 (SG39)"),
    "a segment of another group": ("RFF+AB\n    LOC+9", "TPL-003", 2, 5, "no place under RFF"),
    "something under a segment that opens no group": ("BGM+A\n    LOC+9+{id}", "TPL-001", 1, 1, "opens no group"),
    "an element too many": ("BGM+{type_code}+1+2+3+4", "TPL-004", 1, 23, "4 elements"),
    "a component too many": ("DTM+137:{issue_date_time.value}:102:x", "TPL-004", 1, 37, "3 components"),
    "the header": ("UNH+1", "TPL-003", 1, 1, "written by the engine"),
    "the trailer": ("BGM+A\nUNT+1", "TPL-003", 2, 1, "written by the engine"),
    "two lines in an each": ("each parties:\n    NAD+{role}\n    NAD+{id}", "TPL-001", 3, 5, "one line"),
    "a block in an each": ("each parties:\n    with address:\n        NAD+{line}", "TPL-001", 2, 5, "one line"),
}

HOMES = {
    "a field in two places": ("BGM+{type_code}\nLOC+9+{type_code}", "TPL-006", 2, 7, "home at line 1"),
    "a field in two places of a line": ("BGM+{type_code}+{type_code}", "TPL-006", 1, 17, "home at line 1"),
    "a text whole and in parts": (
        "BGM+{type_code}:::{type_code[0:2]}",
        "TPL-006",
        1,
        19,
        "home at line 1",
    ),
    "an amount whole and its value": (
        "MOA+39:{invoice_amount|measure}\nCNT+11:{invoice_amount.value}",
        "TPL-006",
        2,
        8,
        "home at line 1",
    ),
    "a header value with a home at the item": (
        f"LOC+35+{{goods_items[*].export_country_code}}\n{ITEMS}\n        LOC+35+{{export_country_code}}",
        "TPL-006",
        5,
        16,
        "home at line 1",
    ),
    "two texts kept under one name": ("BGM+{~a}\nLOC+9+{~a}", "TPL-006", 2, 7, "home at line 1"),
    "two texts kept under one number": ("LOC+9+{~}\nLOC+11+{~}", "TPL-006", 2, 8, "home at line 1"),
    "a slice left out": ("BGM+{type_code[0:2]}:::{type_code[3:]}", "TPL-006", 1, 24, "must start at 2"),
    "a slice twice": ("BGM+{type_code[0:2]}:::{type_code[1:]}", "TPL-006", 1, 24, "must start at 2"),
    "a slice without its beginning": ("BGM+{type_code[1:]}", "TPL-006", 1, 5, "must start at 0"),
    "a slice without its end": ("BGM+{type_code[0:2]}", "TPL-006", 1, 5, "say [2:]"),
    "a slice behind the end": ("BGM+{type_code[0:]}:::{type_code[2:]}", "TPL-006", 1, 23, "no end"),
    "an element by key that an each walks": (
        "RFF+VA:{parties[role=agent].function_code}\neach parties:\n    NAD+{role|code(roles)}+{id}",
        "TPL-009",
        1,
        8,
        "line 3",
    ),
    "an element behind the start of an each": (
        "each parties[1:]:\n    NAD+IM+{id}\nNAD+AE+{parties[2].function_code}",
        "TPL-009",
        3,
        8,
        "line 2",
    ),
    "a list walked again": (
        "each previous_documents:\n    RFF+AB:{id}\neach previous_documents:\n    DOC+{type_code}+{id}",
        "TPL-009",
        4,
        5,
        "line 2 takes every element",
    ),
    "a key that nothing tells": (
        "each additional_documents[type_code=a/b]:\n    DOC+705+{id}",
        "TPL-009",
        2,
        5,
        "which of a/b",
    ),
}

REPEATS = {
    "two lists": ("CST++{origins[*].country_code}:{procedures[*].current_code}...", 10, "one list"),
    "a set": ("CST++{procedures[*].current_code}:{a/b}...", 39, "a component of its own"),
    "a direction": ("CST++{in procedures[*].current_code}...", 10, "both ways"),
    "a conversion": ("CST++{procedures[*].current_code|pad(3)}...", 10, "only code"),
    "an object": ("CST++{procedures[*].extensions}...", 10, "plain fields"),
}


@pytest.mark.parametrize("case", {**NOTATION, **MODEL, **DIRECTORY, **HOMES}.items(), ids=lambda case: case[0])
def test_a_fault_has_its_place(tmp_path: Path, case: tuple[str, tuple[str, str, int, int, str]]) -> None:
    template, code, line, column, words = case[1]
    found = fault(tmp_path, template, roles=ROLES)
    assert found[:4] == (code, "under-test/template.edi", line, column)
    assert words in found[4]


@pytest.mark.parametrize("case", {**CONVERSIONS}.items(), ids=lambda case: case[0])
def test_a_conversion_must_fit_its_field(tmp_path: Path, case: tuple[str, tuple[str, int, str]]) -> None:
    template, column, words = case[1]
    code, _, _, found, what = fault(tmp_path, template, roles=ROLES)
    assert (code, found) == ("TPL-007", column)
    assert words in what


@pytest.mark.parametrize("case", DEFAULTS.items(), ids=lambda case: case[0])
def test_a_default_must_be_there(tmp_path: Path, case: tuple[str, tuple[str, str, int, str]]) -> None:
    template, code, column, words = case[1]
    found = fault(tmp_path, template)
    assert (found[0], found[3]) == (code, column)
    assert words in found[4]


@pytest.mark.parametrize("case", REPEATS.items(), ids=lambda case: case[0])
def test_a_repeated_composite_goes_through_one_list(tmp_path: Path, case: tuple[str, tuple[str, int, str]]) -> None:
    template, column, words = case[1]
    found = faults(tmp_path, f"each goods_items:\n    {template}")
    assert (found[0].where.column, words in found[0].what) == (column, True), found[0].what


def test_all_faults_are_told_at_once_in_the_order_of_the_lines(tmp_path: Path) -> None:
    template = "BGM+{nosuch}\nLOC+9+{type_code}\nGDS+1\nLOC+8+{type_code}\neach parties:\n    NAD+{x}\n"
    found = faults(tmp_path, template)
    assert [(f.where.line, f.code) for f in found] == [
        (1, "TPL-002"),
        (3, "TPL-003"),
        (4, "TPL-006"),
        (6, "TPL-002"),
    ]


def test_a_name_not_known_comes_with_near_ones(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, "BGM+{goods_item.id}")
    assert found.fix == "did you mean 'goods_items' or 'goods_item_quantity'?"
    (found,) = faults(tmp_path, "BGM+{type_code|code(role)}", roles=ROLES)
    assert (found.code, found.where.column, found.fix) == ("TPL-008", 5, "did you mean 'roles'?")


def test_a_data_element_without_a_code_list_is_no_table(tmp_path: Path) -> None:
    found = fault(tmp_path, "BGM+{id|code(1004)}")
    assert (found[0], found[3], found[4]) == ("TPL-008", 5, "D.96B has no code list '1004'")


def test_a_wrong_table_is_named_with_its_own_file_and_line(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, "BGM+{type_code|code(roles)}", roles="canonical,external\na,X\nb,X\n")
    assert (found.code, found.where.path, found.where.line) == ("COD-002", "under-test/codes/roles.csv", 3)


# -- precedence ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GIS+{transaction_nature_code}", "GIS+{export_country_code}"),
        ("GIS+{transaction_nature_code}:112", "GIS+{export_country_code}:112"),
        ("DTM+{137/182}:{issue_date_time|datetime}", "DTM+{182/3}:{exit_date_time|datetime}"),
        ("NAD+{status_code|code(roles)}", "NAD+{usage_code|code(more)}"),
        ("LOC+9+{id}", "LOC+9+{declaration_office_id}"),
    ],
)
def test_two_lines_of_one_class_that_overlap_name_each_other(tmp_path: Path, one: str, other: str) -> None:
    code, _, line, column, what = fault(
        tmp_path, f"{one}\n\n{other}", roles=ROLES, more=table({"agent": "AE", "carrier": "CA"})
    )
    assert (code, line, column) == ("TPL-005", 3, 1)
    assert "(line 1)" in what
    assert one in what


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GIS+{transaction_nature_code}:112", "GIS+{export_country_code}:109"),
        ("DTM+137:{issue_date_time|datetime}", "DTM+{137/182}:{exit_date_time|datetime}"),
        ("NAD+AE+{id}", "NAD+{status_code|code(roles)}+{usage_code}"),
        ("NAD+{status_code|code(roles)}", "NAD+{usage_code}"),
        ("NAD+{status_code|code(roles)}", "NAD+{usage_code|code(others)}"),
        ("LOC+9+{id}", "LOC+{declaration_office_id}"),
    ],
)
def test_lines_of_different_classes_or_apart_do_not_overlap(tmp_path: Path, one: str, other: str) -> None:
    compiled(tmp_path, f"{one}\n{other}", roles=ROLES, others=table({"carrier": "CA"}))


# -- warnings ------------------------------------------------------------------------------------------------------


def warned(root: Path, template: str, **files: str) -> list[tuple[str, int | None, int | None, str]]:
    found = compiled(root, template, **files).warnings
    assert {finding.severity for finding in found} <= {"warning"}
    return [(finding.code, finding.where.line, finding.where.column, finding.what) for finding in found]


def test_a_qualifier_not_in_the_code_list_is_a_warning(tmp_path: Path) -> None:
    found = warned(tmp_path, "BGM+929\nLOC+{9/QQ}+{export_country_code}")
    assert found == [("TPL-010", 2, 5, "'QQ' is not in code list 3227 of D.96B")]


def test_codes_of_service_segments_are_looked_up_too(tmp_path: Path) -> None:
    assert warned(tmp_path, "BGM+929\nUNS+Q\nUNS+S") == [("TPL-010", 2, 5, "'Q' is not in code list 0081 of D.96B")]


@pytest.mark.parametrize(
    ("template", "near"),
    [("BGM+{type_code|defalt(1)}", "'default'"), ("BGN+{type_code}", "'BGM'"), ("BGM+{type_cod}", "'type_code'")],
)
def test_what_is_almost_a_name_is_told_which(tmp_path: Path, template: str, near: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        compiled(tmp_path, template)
    assert near in caught.value.finding.fix


def test_a_text_longer_than_its_element_is_a_warning_that_names_both(tmp_path: Path) -> None:
    assert warned(tmp_path, "NAD+IM+{id}") == [("TPL-011", 1, 8, "'id' may have 70 characters, element 3039 holds 35")]


def test_a_code_longer_than_its_element_is_a_warning(tmp_path: Path) -> None:
    found = warned(tmp_path, "NAD+{status_code|code(roles)}", roles=table({"a": "AE", "b": "ABCD"}))
    assert [(code, column) for code, _, column, _ in found] == [("TPL-011", 5)]
    assert "'ABCD' of under-test/codes/roles.csv" in found[0][3]


def test_a_text_that_fits_its_lines_is_none(tmp_path: Path) -> None:
    assert warned(tmp_path, "FTX+AAI+++{other_packagings[0].packing_material_description|lines}") == []
    assert warned(tmp_path, "LOC+14+{warehouse.type_code:1}{warehouse.id}") == []
