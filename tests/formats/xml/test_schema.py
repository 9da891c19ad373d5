"""XML Schemas: what they say of documents, and that no schema and no document can stop the engine."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edi_engine.errors import ConfigurationError
from edi_engine.formats.xml import schema as schema_module
from edi_engine.formats.xml.schema import EXPLAINED, MOST_FAULTS, SMALL, Schema
from edi_engine.formats.xml.schema_files import MAX_BYTES, MAX_FILES

XS = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"'
ORDER = (
    f'{XS} targetNamespace="urn:o" xmlns="urn:o"><xs:element name="Order"><xs:complexType><xs:sequence>'
    '<xs:element name="Number" type="xs:token"/><xs:element name="Date" type="xs:date" minOccurs="0"/>'
    '<xs:element name="Line" minOccurs="0" maxOccurs="unbounded"><xs:complexType><xs:sequence>'
    '<xs:element name="Article" type="xs:token"/><xs:element name="Pieces" type="Pieces" minOccurs="0"/>'
    '</xs:sequence><xs:attribute name="kind" type="xs:token"/></xs:complexType></xs:element>'
    "</xs:sequence></xs:complexType></xs:element>"
    '<xs:simpleType name="Pieces"><xs:restriction base="xs:integer"><xs:maxInclusive value="99"/></xs:restriction>'
    "</xs:simpleType></xs:schema>"
)


def schema(text: str = ORDER, **others: str) -> Schema:
    files = {"main.xsd": text, **{name.replace("_", "/") + ".xsd": other for name, other in others.items()}}
    return Schema("main.xsd", loading(files), "schemas/xsd/")


def loading(files: Mapping[str, str]) -> Any:
    def load(name: str) -> str:
        if name not in files:
            raise FileNotFoundError(name)
        return files[name]

    return load


def told(body: str, held: Schema | None = None) -> list[tuple[str, int | None, str, str]]:
    root = etree.fromstring(f'<Order xmlns="urn:o">{body}</Order>')
    return [(fault.path, fault.line, fault.what, fault.fix) for fault in (held or schema()).faults(root)]


# -- what is said --------------------------------------------------------------------------------------------------


def test_what_obeys_has_no_fault() -> None:
    assert told("<Number>1</Number><Line><Article>a</Article><Pieces>9</Pieces></Line>") == []


@pytest.mark.parametrize(
    ("body", "path", "what", "fix"),
    [
        ("<Date>2026-01-01</Date>", "/Order/Date", "<Date> stands in the wrong place", "expected here: <Number>"),
        ("<Number>1</Number><Dat/>", "/Order/Dat", "<Dat> is not known in <Order>", "did you mean <Date>?"),
        ("<Number>1</Number><Zzz/>", "/Order/Zzz", "<Zzz> is not known in <Order>", "remove it"),
        ("<Number>1</Number><Date>soon</Date>", "/Order/Date", "<Date> 'soon': this is no date", "correct the value"),
        ("", "/Order", "<Order> is not complete", "add <Number>"),
        (
            "<Number>1</Number><Line><Article>a</Article></Line><Line><Article>b</Article><Pieces>100</Pieces></Line>",
            "/Order/Line[2]/Pieces",
            "<Pieces>: value has to be less than or equal than 99",
            "correct the document",
        ),
        (
            '<Number>1</Number><Line colour="red"><Article>a</Article></Line>',
            "/Order/Line",
            "<Line>: 'colour' attribute not allowed for element",
            "correct the document",
        ),
        (
            '<Number xmlns="urn:other">1</Number>',
            "/Order/Number",
            "<Number> is of another namespace than the schema says",
            "expected here: <Number>",
        ),
        (
            "<Number>1</Number><Number>2</Number>",
            "/Order/Number[2]",
            "<Number> stands here too often",
            "leave one; the order is … <Number>, <Date>, <Line> …",
        ),
    ],
)
def test_a_fault_has_its_place_its_words_and_its_fix(body: str, path: str, what: str, fix: str) -> None:
    assert [(fault[0], fault[2], fault[3]) for fault in told(body)] == [(path, what, fix)]


def test_every_fault_is_told_not_the_first_of_its_parent_alone() -> None:
    body = "\n<Number>1</Number>\n<Foo/>\n<Date>soon</Date>\n<Line><Pieces>x</Pieces></Line>\n<Line/>"
    assert [(path, line) for path, line, *_ in told(body)] == [
        ("/Order/Foo", 3),
        ("/Order/Date", 4),
        ("/Order/Line[1]/Pieces", 5),
        ("/Order/Line[1]/Pieces", 5),
        ("/Order/Line[2]", 6),
    ]


def test_another_root_is_not_known() -> None:
    assert schema().faults(etree.fromstring("<Invoice/>"))[0].path == "/Invoice"


def test_an_element_inside_a_wrapper_is_held_alone() -> None:
    wrapped = etree.fromstring('<m><x/><Order xmlns="urn:o">\n<Number>1</Number><Foo/></Order></m>')
    assert [(fault.path, fault.line) for fault in schema().faults(wrapped[1])] == [("/Order/Foo", 2)]


TAGS = st.sampled_from(["Order", "Number", "Date", "Line", "Article", "Pieces", "Other"])
TEXTS = st.sampled_from(["", " ", "1", "100", "2026-01-01", "x"])
TREES = st.recursive(
    st.builds("<{0}>{1}</{0}>".format, TAGS, TEXTS),
    lambda inner: st.builds("<{0}>{1}</{0}>".format, TAGS, st.lists(inner, max_size=4).map("".join)),
    max_leaves=8,
)
HELD, COMPILED = schema(), etree.XMLSchema(etree.fromstring(ORDER.encode()))


@settings(max_examples=200, deadline=None)
@given(st.lists(TREES, max_size=4).map("".join))
def test_whatever_does_not_obey_has_a_fault_and_what_obeys_none(body: str) -> None:
    root = etree.fromstring(f'<Order xmlns="urn:o">{body}</Order>')
    faults = HELD.faults(root)
    assert bool(faults) != COMPILED.validate(root)
    assert all(fault.what and fault.fix and fault.path.startswith("/Order") for fault in faults)


# -- bounds of documents -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", [150, SMALL, EXPLAINED + 1])
def test_a_flood_of_faults_is_cut(lines: int) -> None:
    faults = told("<Number>1</Number>" + "<Line><Pieces>x</Pieces></Line>" * lines)
    assert len(faults) == MOST_FAULTS
    assert all("Pieces" in what or "Article" in what for _, _, what, _ in faults)


def test_long_documents_are_not_walked_in_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_module, "from_xmlschema", lambda *_: pytest.fail("too slow for this"))
    body = (
        "<Number>1</Number>" + "\n<Line><Article>a</Article></Line>" * EXPLAINED + "\n<Line><Pieces>1</Pieces></Line>"
    )
    ((path, line, what, _),) = told(body)
    assert (path, line) == (f"/Order/Line[{EXPLAINED + 1}]/Pieces", EXPLAINED + 2)
    assert what.startswith("<Pieces>: This element is not expected. Expected is ( Article )")


def test_an_earlier_flood_is_not_counted_again() -> None:
    held = schema()
    assert len(told("<Number>1</Number>" + "<Line/>" * (2 * SMALL), held)) == MOST_FAULTS
    assert len(told("<Number>1</Number>" + "<Line><Article>a</Article></Line>" * SMALL + "<Foo/>", held)) == 1


def test_no_schema_named_in_a_document_is_fetched() -> None:
    hint = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:o http://127.0.0.1:9/o.xsd"'
    root = etree.fromstring(f'<Order xmlns="urn:o" {hint}><Number>1</Number><Foo/></Order>')
    assert [fault.path for fault in schema().faults(root)] == ["/Order/Foo"]


# -- hostile and broken schemas ------------------------------------------------------------------------------------

ROOT = '<xs:element name="Order" type="xs:string"/>'


def including(location: str, kind: str = "include") -> str:
    return f'{XS}>\n<xs:{kind} schemaLocation="{location}"/>{ROOT}</xs:schema>'


def doubling(levels: int) -> str:
    twice = '<xs:group name="g{}"><xs:sequence><xs:group ref="g{}"/><xs:group ref="g{}"/></xs:sequence></xs:group>'
    groups = "".join(twice.format(number, number + 1, number + 1) for number in range(levels))
    last = f'<xs:group name="g{levels}"><xs:sequence><xs:element name="a"/></xs:sequence></xs:group>'
    return f"{XS}>{ROOT}{groups}{last}</xs:schema>"


@pytest.mark.parametrize(
    ("text", "code", "what", "line"),
    [
        (
            including("http://127.0.0.1:9/x.xsd"),
            "SCH-001",
            "the schema refers to 'http://127.0.0.1:9/x.xsd', outside",
            2,
        ),
        (including("file:///etc/passwd", "import"), "SCH-001", "the schema refers to 'file:///etc/passwd', outside", 2),
        (including("/etc/passwd", "redefine"), "SCH-001", "the schema refers to '/etc/passwd', outside", 2),
        (including("../../secret.xsd"), "SCH-001", "the schema refers to '../../secret.xsd', outside", 2),
        (including("missing.xsd"), "SCH-001", "there is no file missing.xsd", 2),
        (f"<!DOCTYPE a [<!ENTITY b 'c'>]>{XS}>{ROOT}</xs:schema>", "SCH-002", "there is a document type", 1),
        ("<Order/>", "SCH-002", "<Order> is no XML Schema", 1),
        (f"{XS}>", "SCH-002", "not well-formed", 1),
        (f'{XS}><xs:element name="Order" type="Nope"/></xs:schema>', "SCH-002", "the schema cannot be used: ", None),
        (
            f'{XS}><xs:group name="g"><xs:sequence><xs:group ref="g"/></xs:sequence></xs:group></xs:schema>',
            "SCH-002",
            "a group holds itself",
            None,
        ),
        (doubling(60), "SCH-003", "the group g", None),
        (f"{XS}><!--{'x' * MAX_BYTES}-->{ROOT}</xs:schema>", "SCH-003", "the schema has more than", None),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_usable_schema_is_refused(text: str, code: str, what: str, line: int | None) -> None:
    with pytest.raises(ConfigurationError) as refused:
        schema(text).compile()
    finding = refused.value.finding
    assert (finding.code, finding.where.path, finding.where.line) == (code, "schemas/xsd/main.xsd", line)
    assert finding.what.startswith(what)
    assert finding.fix


def test_a_chain_of_files_is_bounded() -> None:
    files = {f"{number}.xsd": including(f"{number + 1}.xsd") for number in range(MAX_FILES + 1)}
    with pytest.raises(ConfigurationError) as refused:
        Schema("0.xsd", loading(files)).compile()
    assert refused.value.finding.code == "SCH-003"


def test_what_libxml2_cannot_compile_xmlschema_decides() -> None:
    held = schema(including("main.xsd"))  # a file that includes itself
    assert held._quick is None
    held.compile()
    assert held.faults(etree.fromstring("<Order>x</Order>")) == []
    assert [fault.what for fault in held.faults(etree.fromstring("<Other/>"))] == [
        "<Other>: 'Other' is not an element of the schema"
    ]


def test_files_are_found_relative_to_each_other() -> None:
    held = schema(
        f'{XS} xmlns:t="urn:t"><xs:import namespace="urn:t" schemaLocation="a/types.xsd"/>'
        '<xs:element name="Order" type="t:Code"/></xs:schema>',
        a_types=f'{XS} targetNamespace="urn:t"><xs:include schemaLocation="../b/codes.xsd"/></xs:schema>',
        b_codes=f'{XS} targetNamespace="urn:t"><xs:simpleType name="Code"><xs:restriction base="xs:token">'
        '<xs:maxLength value="2"/></xs:restriction></xs:simpleType></xs:schema>',
    )
    assert held.faults(etree.fromstring("<Order>ab</Order>")) == []
    assert [fault.what for fault in held.faults(etree.fromstring("<Order>abc</Order>"))] == [
        "<Order> 'abc': value length cannot be greater than 2"
    ]
