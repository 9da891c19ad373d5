"""Mappings of XML, JSON, CSV and fixed width that extend another: differences addressed by path."""

from pathlib import Path
from typing import Any

import pytest

from edi_engine.canonical.model import Commodity, Declaration, GoodsItem, Party
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

NS = 'xmlns:m="urn:edi-engine:map"'
XML = f"""<x:D xmlns:x="urn:x" {NS}>
  <x:Head>
    <x:Id>{{id}}</x:Id>
    <m:with path="parties[role=importer]"><x:Name>{{name}}</x:Name></m:with>
    <x:Kind>{{type_code}}</x:Kind>
  </x:Head>
  <x:Item m:each="goods_items"><x:Name>{{commodity.description}}</x:Name></x:Item>
</x:D>"""
JSON = """{
  "head": {"id": "{id}", "kind": "{type_code}"},
  "items": [{"$each": "goods_items", "name": "{commodity.description}"}],
  "codes": ["{status_code}", "{language_code}"]
}"""
CSV = """id;kind;item;name
each document by id:
    each goods_items by item:
{/id};{/type_code};{sequence_numeric};{commodity.description}
"""
FIXED = """H{id:4}{type_code:3}
each goods_items:
    I{commodity.description:6}
        each packagings:
            P{type_code:2}
T{out count(goods_items):3|pad(3,0)}
"""
TEMPLATES = {"xml": ("template.xml", XML), "json": ("template.json", JSON), "csv": ("template.csv", CSV)}
TEMPLATES["fixed"] = ("template.txt", FIXED)
DOCUMENT = Declaration(
    id="A",
    type_code="IM",
    status_code="S",
    language_code="en",
    parties=[Party(role="importer", name="N")],
    goods_items=[GoodsItem(sequence_numeric=1, commodity=Commodity(description="tea", brand_name="B"))],
)


def child(root: Path, syntax: str, changes: str | None, further: str = "") -> Any:
    """A mapping that extends one of a syntax, or one that extends that."""
    file, template = TEMPLATES[syntax]
    write(root, "parent", **{file: template, "mapping.yaml": f"syntax: {syntax}\ndocument: Declaration\n"})
    files = {"mapping.yaml": "extends: parent\n", **({"changes.txt": changes} if changes is not None else {})}
    write(root, "child", **files)
    if further:
        write(root, "grandchild", **{"mapping.yaml": "extends: child\n", "changes.txt": further})
    return Mappings(Workspace(root=root)).get("grandchild" if further else "child")


def write(root: Path, name: str, **files: str) -> None:
    folder = root / "mappings" / name
    folder.mkdir(parents=True)
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")


def written(mapping: Any) -> str:
    body = mapping.write(DOCUMENT, Report())
    text = body.decode() if isinstance(body, bytes) else str(body)
    read = mapping.read(mapping.message(body), report := Report())
    assert read is not None
    assert not report.rejected
    return " ".join(text.split())


def test_elements_are_dropped_replaced_and_added(tmp_path: Path) -> None:
    mapping = child(
        tmp_path,
        "xml",
        """# a dialect
drop Kind
replace Item/Name
    <x:Brand>{commodity.brand_name}</x:Brand>
    <x:What>{commodity.description}</x:What>
add Head
    <x:Status>{status_code}</x:Status>
add before Head/Name
    <x:Lang>{/language_code}</x:Lang>
add .
    <x:End>{=x}</x:End>
""",
    )
    assert written(mapping) == (
        '<x:D xmlns:x="urn:x"> <x:Head> <x:Id>A</x:Id> <x:Lang>en</x:Lang> <x:Name>N</x:Name> <x:Status>S</x:Status> '
        "</x:Head> <x:Item> <x:Brand>B</x:Brand> <x:What>tea</x:What> </x:Item> <x:End>x</x:End> </x:D>"
    )


def test_members_are_dropped_replaced_and_added(tmp_path: Path) -> None:
    mapping = child(
        tmp_path,
        "json",
        """replace /head/kind
    "sort": "{type_code}", "of": "x"
add behind name
    "brand": "{commodity.brand_name}"
drop codes[2]
add .
    "end": true
""",
    )
    assert written(mapping) == (
        '{"head":{"id":"A","sort":"IM","of":"x"},"items":[{"name":"tea","brand":"B"}],"codes":["S"],"end":true}'
    )


def test_columns_are_dropped_replaced_and_added(tmp_path: Path) -> None:
    mapping = child(
        tmp_path,
        "csv",
        """drop kind
replace name
    brand: {commodity.brand_name}
    what: {commodity.description}
add before item
    lang: {/language_code}
add .
    end: x
""",
    )
    assert written(mapping) == "id;lang;item;brand;what;end A;en;1;B;tea;x"


def test_records_are_dropped_replaced_and_added(tmp_path: Path) -> None:
    mapping = child(
        tmp_path,
        "fixed",
        """drop I/P
replace /H
    H{id:6}{language_code:2}
add I
    B{commodity.brand_name:4}
add before T
    S{status_code:2}
""",
    )
    assert written(mapping) == "HA en Itea BB SS T001"


def test_what_extends_an_extension_changes_what_it_made(tmp_path: Path) -> None:
    first = "replace kind\n    sort: {/type_code}\n"
    assert written(child(tmp_path, "csv", first, "drop sort\n")) == "id;item;name A;1;tea"


def test_a_mapping_may_differ_in_its_settings_alone(tmp_path: Path) -> None:
    assert written(child(tmp_path, "csv", None)) == "id;kind;item;name A;IM;1;tea"


@pytest.mark.parametrize(
    ("syntax", "changes", "line", "column", "what"),
    [
        ("xml", "drop Nothing\n", 1, 6, "'Nothing' means no place, not one"),
        ("xml", "\ndrop Name\n", 2, 6, "'Name' means 2 places, not one"),
        ("xml", "drop /Name\n", 1, 6, "'/Name' means no place, not one"),
        ("xml", "drop a[b]\n", 1, 6, "'a[b]' is no address"),
        ("xml", "remove Name\n", 1, 1, "drop, replace, add, add before or add behind, with an address"),
        ("xml", "drop Kind\n    <x:A>{id}</x:A>\n", 1, 1, "drop takes nothing under it"),
        ("xml", "add Head\n", 1, 1, "add needs something under it"),
        ("xml", "drop .\n", 1, 6, "the root is only added to"),
        ("xml", "add Head\n\n    <x:A>{idd}</x:A>\n", 3, 10, "Declaration has no field 'idd'"),
        ("xml", "add Head\n    <y:A>{id}</y:A>\n", 2, 5, "the prefix 'y' is not declared"),
        ("xml", "add Head\n    <x:A>{id}</x:B>\n", 2, 16, "not well-formed XML: mismatched tag"),
        (
            "xml",
            "add Head\n    <x:A>{name}</x:A>\n    <x:B>{*}</x:B>\n",
            3,
            10,
            "{*} needs its reason: a comment on this line",
        ),
        ("json", 'add head\n    "a": "{idd}"\n', 2, 11, "Declaration has no field 'idd'"),
        ("json", 'add head\n    "id": "{name}"\n', 2, 5, "the key 'id' stands here twice"),
        ("json", 'add head\n    "a" "{name}"\n', 2, 9, ': is expected, not "{name}"'),
        (
            "json",
            'add codes\n    "a": "{name}"\n',
            4,
            12,
            "nothing can be added in this place: it is no object, or one of several",
        ),
        ("csv", "replace kind\n    item: {/type_code}\n", 2, 11, "'item' cannot be told from other columns"),
        ("csv", "replace kind\n    {/type_code}\n", 2, 1, "a column is its name, a colon and its cell"),
        ("csv", "replace kind\n\n    kind: {/type_cod}\n", 3, 11, "Declaration has no field 'type_cod'"),
        ("csv", "add kind\n    a: {/name}\n", 1, 5, "nothing stands inside a column: add ., add before or add behind"),
        ("csv", "drop item\n", 3, 25, "the header line has no column 'item'"),
        ("fixed", "add H\n    Q{nam:3}\n", 2, 6, "Declaration has no field 'nam'"),
        ("fixed", "drop X\n", 1, 6, "'X' means no place, not one"),
    ],
)
def test_a_fault_in_the_differences_has_its_file_and_place(
    tmp_path: Path, syntax: str, changes: str, line: int, column: int, what: str
) -> None:
    with pytest.raises(ConfigurationError) as caught:
        child(tmp_path, syntax, changes)
    found = caught.value.findings[0]
    here = "header line" not in what and "can be added" not in what  # these come to light in what the template has
    file = "child/changes.txt" if here else f"parent/{TEMPLATES[syntax][0]}"
    assert (found.what, found.where.path, found.where.line, found.where.column) == (what, file, line, column)


def test_near_names_are_offered_for_what_an_extension_adds(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        child(tmp_path, "xml", "add Head\n    <x:A>{languge_code}</x:A>\n")
    assert "'language_code'" in caught.value.findings[0].fix
