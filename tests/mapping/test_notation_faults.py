"""What authors of templates of named fields are told: the words, the file, line and column, and the names near."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from edi_engine.errors import ConfigurationError
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace
from tests.mapping.field_support import csv_mapping, fixed_mapping, json_mapping, xml_mapping

BUILD: dict[str, Callable[..., Any]] = {
    "json": json_mapping,
    "csv": csv_mapping,
    "xml": xml_mapping,
    "fixed": fixed_mapping,
}


@dataclass(frozen=True)
class Fault:
    """A template of a syntax and what is wrong with it."""

    syntax: str
    template: str
    line: int
    column: int
    what: str
    settings: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    near: str = ""
    code: str = "TPL-001"


FAULTS = [
    Fault("json", '{"a": {"$when": "x.y", "b": "{id}"}}', 1, 18, "the document has no field x (see docs/fields.html)"),
    Fault(
        "json",
        '{"id": "{type_code}",\n "a": "{a-b.name}"}',
        1,
        1,
        "'a-b' is no name for a path",
        settings={"alias": {"a-b": "parties[role=x]"}},
        file="mapping.yaml",
    ),
    Fault(
        "json",
        '{"a": "{name}"}',
        1,
        1,
        "'id' is a field of the document: call it otherwise",
        settings={"alias": {"id": "parties[role=x]"}},
        file="mapping.yaml",
    ),
    Fault(
        "json",
        '{"a": "{x.name}"}',
        1,
        1,
        "mapping.yaml has no condition 'nope' under when",
        settings={"alias": {"x": {"nope": "parties[role=x]"}}},
        file="mapping.yaml",
    ),
    Fault(
        "csv",
        "id;n\neach document by id:\n    each goods_item by n:\n{/id};{sequence_numeric}\n",
        3,
        10,
        "Declaration has no field 'goods_item'",
        near="'goods_items' or 'goods_item_quantity'",
        code="TPL-002",
    ),
    Fault(
        "csv",
        "id;n\neach document by id:\n    each id by n:\n{/id};{name}\n",
        3,
        10,
        "'id' is no list of objects of the level around it",
    ),
    Fault(
        "csv",
        "id;n\neach document by id:\n    each goods_items.packagings by n:\n{/id};{quantity}\n",
        3,
        10,
        "'goods_items' is a list: say which element, or walk it first",
    ),
    Fault(
        "csv",
        "id;n\neach document by id:\n    each goods_items[0] by n:\n{/id};{sequence_numeric}\n",
        3,
        10,
        "each walks whole lists, or what fits [key=value]",
        code="TPL-011",
    ),
    Fault(
        "json",
        '{"a": "{parties[role=x]}"}',
        1,
        8,
        "'parties' is a list: say which element, walk it with each, write the list of its values, "
        "or join them: parties[*]|join(,)",
    ),
    Fault("json", '{"a": "{extensions}"}', 1, 8, "name a field with a value"),
    Fault(
        "json",
        '{"a":\n  "{invoice_amount.value|measure(KGM)}"}',
        2,
        4,
        "measure is for the object, this is its plain value",
        code="TPL-007",
    ),
    Fault(
        "json",
        '{"a":\n  "{id|datetime(102)}"}',
        2,
        4,
        "datetime is for the object, this is its plain value",
        code="TPL-007",
    ),
    Fault("json", '{"a": "{transit_office_ids[0]}"}', 1, 8, "values of a list are written as a list", code="TPL-011"),
    Fault(
        "json",
        '{"a": "{goods_items[*].packagings.type_code}"}',
        1,
        8,
        "'packagings' is a list: say which element, walk it with each, write the list of its values, "
        "or join them: packagings[*]|join(,)",
    ),
    Fault(
        "json",
        '{"a": "{goods_items.packagings[*].type_code|join(,)}"}',
        1,
        8,
        "'goods_items' is a list: say which element",
    ),
    Fault(
        "json",
        '{"a": "{issue_date_time|datetime(999)}"}',
        1,
        8,
        "datetime knows the formats 101, 102, 201, 203, 204, 303, 304, 602, 610",
        code="TPL-007",
    ),
    Fault("json", '{"a": "{consignment}"}', 1, 8, "name a field with a value"),
    Fault("json", '{"a": "{id}-{IM/EX}"}', 1, 13, "{a/b}, {*} and {~} stand alone"),
    Fault(
        "json",
        '{"a": "{derived.export_refund.period}"}',
        1,
        8,
        "a derived value can only be written: say out",
        settings={"derive": {"before_writing": ("export_refund",)}},
    ),
    Fault(
        "json",
        '{"a": "{out derived.export_refund.period|code(unit)}"}',
        1,
        8,
        "a derived value has no code table",
        settings={"derive": {"before_writing": ("export_refund",)}},
        code="TPL-011",
    ),
    Fault(
        "json",
        '{"a": "{out derived.export_refund}"}',
        1,
        8,
        "'export_refund' computes nothing for this place",
        settings={"derive": {"before_writing": ("export_refund",)}},
    ),
    Fault(
        "json",
        '{"a": "{out derived.export_refnd.period}"}',
        1,
        8,
        "'export_refnd' is not named in mapping.yaml under derive: before_writing",
        settings={"derive": {"before_writing": ("export_refund",)}},
        near="'export_refund'",
    ),
    Fault("json", '{"a": "{=x}-{=y}"}', 1, 8, "name the path of a value"),
    Fault("json", '{"a": "{goods_item_quantity|number}x"}', 1, 8, "a JSON number has one value and nothing beside it"),
    Fault("json", '{"a": "{id:3}{out type_code}"}', 1, 8, "the parts of one text go in the same direction"),
    Fault("json", '{"a": {"$with": "parties", "b": "{~}"}}', 1, 34, "'parties' is a list: say which element"),
    Fault(
        "fixed",
        "H{id:3}\neach goods_items:\n    I{sequence_numeric:3}\n        P{transaction_nature_code:2}\n"
        "each parties:\n    N{name:3}\n        P{id:2}\n",
        1,
        1,
        "records 'P' stand under several others: they could not be told apart",
    ),
    Fault("fixed", "H{id:3}\n    I{nam:3}\n", 2, 6, "Declaration has no field 'nam'", near="'name'", code="TPL-002"),
    Fault("fixed", "H{id}\n", 1, 2, "a cell says its width: {path:20}"),
    Fault("json", '{"a": "{id}"}\n"x"', 2, 1, "there is other text behind the template"),
    Fault("json", '{"a": "\\x"}', 1, 8, "not a JSON string: Invalid \\escape"),
    Fault("json", '{"a": "{id}",\n 5: "x"}', 2, 2, "a key is expected, not 5"),
    Fault(
        "json",
        '{"a": [{"$document": "yes", "b": "{id}"}], "c": [{"$document": "yes", "d": "{name}"}]}',
        1,
        44,
        "$document stands at one place",
    ),
    Fault(
        "json",
        '{"a": "{out count(goods_items[role=x])}"}',
        1,
        8,
        "'goods_items' has no 'role' to choose by",
        code="TPL-002",
    ),
    Fault("json", '{"a": "{out count(id)}"}', 1, 8, "count() needs a list, 'id' is none"),
    Fault("json", '{"a": "{out sum(parties.name)}"}', 1, 8, "sum() needs numbers, 'parties.name' holds none"),
    Fault("json", '{"a": "{count(goods_items)}"}', 1, 8, "count() can only be written: say out"),
    Fault("json", '{"a": "{id|pad(x)}"}', 1, 8, "pad takes a width and one character", code="TPL-007"),
    Fault("json", '{"a": "{^.id}"}', 1, 8, "there is no parent to go up to"),
    Fault("json", '{"a": {"$with": 5, "b": "{id}"}}', 1, 17, "$with takes a path"),
    Fault(
        "json",
        '{"a": ["{parties[*].address.line}..."]}',
        1,
        9,
        "one list and at most one plain field behind it",
        code="TPL-011",
    ),
    Fault(
        "json",
        '{"a": [{"$each": "goods_items.packagings", "b": "{quantity}"}]}',
        1,
        19,
        "'goods_items' is a list: say which element, or walk it first",
    ),
    Fault(
        "json",
        '{"a": {"$keep": "yes", "b": "{id}"}}',
        1,
        8,
        "$keep is not supported here: write {path!} for a null",
        code="TPL-011",
    ),
    Fault(
        "json", '{"a": {"$with": "/consignment", "b": "{container_code}"}}', 1, 18, "$with goes on from where it stands"
    ),
    Fault("json", '{"a": {"$with": "id", "b": "{id}"}}', 1, 18, "'id' holds no objects"),
    Fault(
        "json",
        '{"a": {"$wiht": "consignment", "b": "{id}"}}',
        1,
        8,
        "no command is called '$wiht'",
        near="'$with' or '$when'",
    ),
    Fault("xml", "", 1, 1, "not well-formed XML: no element found"),
    Fault("xml", '<D xmlns:m="urn:edi-engine:map"><x:A>{id}</x:A></D>', 1, 33, "the prefix 'x' is not declared"),
    Fault(
        "xml", '<D xmlns:m="urn:edi-engine:map">\n<A x:b="{id}">{name}</A></D>', 2, 9, "the prefix 'x' is not declared"
    ),
    Fault(
        "xml",
        '<D xmlns:m="urn:edi-engine:map"><I m:each="goods_items"><A>{sequence_numeric}</A></I>\n'
        '<m:with path="consignment"><I>{container_code}</I></m:with></D>',
        2,
        28,
        "<I> stands in several places of <D>: put them side by side",
    ),
    Fault("json", '{"a": "{goods_item_quantity[0:2]}"}', 1, 8, "only a text has parts [n:m]"),
    Fault("json", '{"a": "{parties[0:2].name}"}', 1, 8, "a list has [n], [n:], [*] or conditions, not [n:m]"),
    Fault("json", '{"a": "{id[0].x}"}', 1, 8, "'id' is no list"),
    Fault("json", '{"a": "{id.x}"}', 1, 8, "'id' is a plain value and has no 'x'"),
    Fault(
        "json",
        '{"a": "{parties[rol=x].name}"}',
        1,
        8,
        "'parties' has no 'rol' to choose by",
        near="'role'",
        code="TPL-002",
    ),
    Fault(
        "json",
        '{"a": "{goods_items[sequence_numeric=1].transaction_nature_code}"}',
        1,
        8,
        "'sequence_numeric' is no text: conditions compare texts",
    ),
    Fault("json", '{"a": "{id|code(unti)}"}', 1, 8, "no code table 'unti'", code="TPL-008"),
    Fault(
        "json",
        '{"a":\n "{declaratoin_office_id}"}',
        2,
        3,
        "Declaration has no field 'declaratoin_office_id'",
        near="'declaration_office_id' or 'subsequent_declaration_office_id' or 'presentation_office_id'",
        code="TPL-002",
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what[:50])
def test_a_fault_is_told_where_it_stands(fault: Fault) -> None:
    with pytest.raises(ConfigurationError) as caught:
        BUILD[fault.syntax](fault.template, **fault.settings)
    (found,) = caught.value.findings
    file = f"trial/{fault.file or f'template.{fault.syntax}'}"
    assert (found.where.path, found.where.line, found.where.column) == (file, fault.line, fault.column)
    assert (found.code, found.what) == (fault.code, fault.what)
    assert found.fix == (f"did you mean {fault.near}?" if fault.near else "correct the template at this place")


@pytest.mark.parametrize(
    ("syntax", "settings", "line", "column", "what", "near"),
    [
        ("xml", "xml:\n  namespaces: some", 4, 15, "namespaces: any or strict", ""),
        ("xml", "xml: {namespace: any}", 3, 7, "xml has no option 'namespace'", "'namespaces'"),
        ("csv", "csv: {decimals: ','}", 3, 7, "csv has no option 'decimals'", "'decimal'"),
        ("csv", "csv:\n  separator: ab", 4, 14, "'ab' cannot separate cells", ""),
        ("csv", "csv: {decimal: x}", 3, 16, "'x' is no decimal mark", ""),
        ("csv", "csv: {formulas: no}", 3, 17, "formulas: keep or guard", ""),
        ("csv", "csv: {encoding: utf-16}", 3, 17, "'utf-16' is no encoding that writes ASCII as ASCII", ""),
        ("fixed", "fixed: {lenght: 9}", 3, 9, "fixed has no option 'lenght'", "'length'"),
        ("fixed", "fixed: {length: 2}", 3, 17, "length: 2 is less than the 4 columns of the longest record", ""),
        ("fixed", "fixed: {encoding: x}", 3, 19, "'x' is no encoding that writes ASCII as ASCII", ""),
        ("json", "json: {indent: 2}", 3, 8, "json has no option 'indent'", ""),
        ("json", "when:\n  a: type_cod == 'x'", 4, 6, "the document has no field type_cod", ""),
        ("json", "alias:\n  x: {nope: id}", 4, 3, "mapping.yaml has no condition 'nope' under when", ""),
    ],
)
def test_a_fault_in_the_settings_is_told_where_it_stands(
    tmp_path: Path, syntax: str, settings: str, line: int, column: int, what: str, near: str
) -> None:
    folder = tmp_path / "mappings" / "trial"
    folder.mkdir(parents=True)
    template = {"xml": "<D><A>{id}</A></D>", "csv": "id\n{id}\n", "fixed": "H{id:3}\n", "json": '{"a": "{id}"}'}[syntax]
    file = {"xml": "template.xml", "csv": "template.csv", "fixed": "template.txt", "json": "template.json"}[syntax]
    (folder / file).write_text(template)
    (folder / "mapping.yaml").write_text(f"title: trial\nsyntax: {syntax}\n{settings}\n")
    with pytest.raises(ConfigurationError) as caught:
        Mappings(Workspace(root=tmp_path)).get("trial")
    found = caught.value.findings[0]
    assert (found.where.path, found.where.line, found.where.column) == ("trial/mapping.yaml", line, column)
    assert found.what.startswith(what)
    assert near in found.fix


def test_a_kind_of_document_that_is_not_there_is_told_where_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "mappings" / "trial"
    folder.mkdir(parents=True)
    (folder / "template.json").write_text('{"a": "{id}"}')
    (folder / "mapping.yaml").write_text("syntax: json\ndocument: Declaratoin\n")
    with pytest.raises(ConfigurationError) as caught:
        Mappings(Workspace(root=tmp_path)).get("trial")
    found = caught.value.findings[0]
    assert (found.where.path, found.where.line, found.where.column) == ("trial/mapping.yaml", 2, 11)
    assert (found.what, found.fix) == ("the model has no document 'Declaratoin'", "did you mean 'Declaration'?")


def test_a_template_deeper_than_anyone_reads_is_told() -> None:
    with pytest.raises(ConfigurationError, match="nested deeper than 40 levels"):
        xml_mapping("<a>" * 60)
