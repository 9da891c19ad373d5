"""XML templates: what each piece of the notation does in both directions, what authors are told, and the proof."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical.model import UCR, Commodity, Declaration, Document, GoodsItem, Party
from edi_engine.canonical.values import Amount
from edi_engine.errors import ConfigurationError, EdiError
from edi_engine.findings import Report
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.mapping.xml_proof import leaves
from tests.mapping.field_support import read, short, write, xml_mapping

NS = 'xmlns:m="urn:edi-engine:map"'
WHOLE = f"""<ie:Entry xmlns:ie="urn:example:entry" {NS} version="{{=1.0}}">
  <Kind>E1</Kind>
  <Id lang="{{language_code}}">{{id}}</Id>
  <m:with path="ucr"><Ucr>{{trader_assigned_reference_id}}</Ucr></m:with>
  <Party m:with="parties[role=consignor]"><Role>CZ</Role><Name>{{name}}</Name></Party>
  <Party m:with="parties[role=consignee]"><Role>CN</Role><Name>{{name}}</Name></Party>
  <Office>{{transit_office_ids[*]}}...</Office>
  <Later m:each="subsequent_entry_office_ids"><Ref>{{.}}</Ref></Later>
  <Item m:each="goods_items">
    <No>{{sequence_numeric|number}}</No>
    <What>{{commodity.description}}</What>
    <Doc m:each="additional_documents" type="{{type_code}}">{{id}}</Doc>
  </Item>
  <Own>{{~}}</Own>
  <Status m:keep="yes">{{status_code}}</Status>
  <Signature m:raw="a signature is evidence, and made anew"/>
</ie:Entry>"""


def both_ways(template: str, document: Declaration, body: str) -> None:
    """Written as this body, read from it as this document, nothing to say in either direction."""
    mapping = xml_mapping(template)
    assert write(mapping, document) == (body, [])
    assert read(mapping, body) == (document, [])


def faults(template: str, options: dict[str, str] | None = None) -> list[tuple[str, int | None, int | None, str]]:
    with pytest.raises(ConfigurationError) as caught:
        xml_mapping(template, options)
    assert all(f.where.path == "trial/template.xml" for f in caught.value.findings)
    return [(f.code, f.where.line, f.where.column, f.what) for f in caught.value.findings]


# -- the notation ------------------------------------------------------------------------------------------------------


def test_blanks_around_values_say_nothing_in_elements_and_attributes() -> None:
    template = '<E xmlns:m="urn:edi-engine:map" kind="{type_code}" v="1"><Id lang="{language_code}">{id}</Id></E>'
    document, found = read(xml_mapping(template), '<E kind=" IM&#10;" v=" 1 "><Id lang="en "> A </Id></E>')
    assert document == Declaration(type_code="IM", language_code="en", id="A")
    assert found == []


def test_elements_attributes_and_lists_go_both_ways() -> None:
    document = Declaration(
        id="A<1>&2",
        language_code='e"n',
        ucr=UCR(trader_assigned_reference_id="U"),
        transit_office_ids=["O1", "O2"],
        parties=[Party(role="consignor", name="From"), Party(role="consignee", name="To")],
        goods_items=[
            GoodsItem(sequence_numeric=1, additional_documents=[Document(type_code="N380", id="7"), Document(id="8")]),
            GoodsItem(commodity=Commodity(description="tea")),
        ],
    )
    body = """<ie:Entry xmlns:ie="urn:example:entry" version="1.0">
  <Kind>E1</Kind>
  <Id lang="e&quot;n">A&lt;1&gt;&amp;2</Id>
  <Ucr>U</Ucr>
  <Party>
    <Role>CZ</Role>
    <Name>From</Name>
  </Party>
  <Party>
    <Role>CN</Role>
    <Name>To</Name>
  </Party>
  <Office>O1</Office>
  <Office>O2</Office>
  <Item>
    <No>1</No>
    <Doc type="N380">7</Doc>
    <Doc>8</Doc>
  </Item>
  <Item>
    <What>tea</What>
  </Item>
  <Status/>
</ie:Entry>
"""
    both_ways(WHOLE, document, body)


def test_nothing_but_what_has_a_value_is_written() -> None:
    template = f'<M {NS}><K>1</K><A><B><C>{{id}}</C></B><D>x</D></A><E m:keep="yes"><F>{{name}}</F></E></M>'
    assert write(xml_mapping(template), Declaration()) == ("<M>\n  <K>1</K>\n  <E/>\n</M>\n", [])


def test_elements_are_read_in_any_order() -> None:
    body = (
        '<Entry xmlns="urn:example:entry"><Item><What>b</What><No>2</No></Item><Id>I</Id><Item/><Kind>E1</Kind></Entry>'
    )
    document, _ = read(xml_mapping(WHOLE), body)
    assert document == Declaration(
        id="I", goods_items=[GoodsItem(sequence_numeric=2, commodity=Commodity(description="b"))]
    )


def test_what_is_not_mapped_is_named_by_xpath_and_line() -> None:
    body = """<e:Entry xmlns:e="urn:example:entry" version="1.0" more="1"><Kind>E1</Kind>
<Id foo="3">A<b>q</b></Id>
<Ucr>U</Ucr><Ucr>again</Ucr>
<Party><Role>CN</Role><Name>To</Name><Fax>1</Fax></Party>
<Party><Role>CN</Role><Name>Other</Name></Party>
<Party><Role>XX</Role></Party>
<Office code="9">O1</Office>
<Item><No>007</No>stray</Item><Item><Doc type="N380"><x/>7</Doc></Item>
<Signature><Value>abc</Value></Signature>
<Empty/><Full><a b="1"/></Full></e:Entry>"""
    assert read(xml_mapping(WHOLE), body)[1] == [
        "MAP-102 /Entry/Id/@foo line 2",
        "MAP-102 /Entry/Id/b line 2",
        "MAP-102 /Entry/Party[1]/Fax line 4",
        "MAP-101 /Entry/Party[2] line 5",
        "MAP-101 /Entry/Party[3] line 6",
        "MAP-103 /Entry/Item[1]/No line 8",
        "MAP-102 /Entry/Item[1]/text() line 8",
        "MAP-104 /Entry/Signature line 9",
        "MAP-102 /Entry/@more line 1",
        "MAP-102 /Entry/Ucr[2] line 3",
        "MAP-102 /Entry/Office/@code line 7",
        "MAP-102 /Entry/Full line 10",
    ]


def test_a_root_of_another_name_or_literal_is_refused() -> None:
    assert read(xml_mapping(WHOLE), "<Other/>") == (None, ["MAP-107 /Other line 1"])
    body = '<Entry xmlns="urn:example:entry"><Kind>E2</Kind></Entry>'
    assert read(xml_mapping(WHOLE), body) == (None, ["MAP-107 /Entry/Kind line 1"])


def test_namespaces_are_normalised_or_told_apart() -> None:
    template = '<a:M xmlns:a="urn:a"><a:I>{id}</a:I><T>{type_code}</T></a:M>'
    body = '<b:M xmlns:b="urn:b"><b:I>1</b:I><T>2</T></b:M>'
    known = Declaration(id="1", type_code="2")
    assert read(xml_mapping(template), body) == (known, ["MAP-103 /M line 1"])
    assert read(xml_mapping(template, {"namespaces": "strict"}), body) == (None, ["MAP-107 /M line 1"])
    body = '<b:M xmlns:b="urn:a"><b:I>1</b:I><b:T>2</b:T></b:M>'
    assert read(xml_mapping(template, {"namespaces": "strict"}), body) == (
        Declaration(id="1"),
        ["MAP-102 /M/b:T line 1"],
    )


def test_elements_of_one_name_are_told_apart_by_their_literals_or_stand_in_order() -> None:
    seals = "<M><Seal>{other_packagings[0].marks_numbers}</Seal><Seal>{other_packagings[1].marks_numbers}</Seal></M>"
    mapping = xml_mapping(seals)
    document, findings = read(mapping, "<M><Seal/><Seal>B</Seal><Seal>C</Seal></M>")
    assert [p.marks_numbers for p in document.other_packagings] == [None, "B"]
    assert findings == ["MAP-102 /M/Seal[3] line 1"]
    assert write(mapping, document)[0] == "<M>\n  <Seal/>\n  <Seal>B</Seal>\n</M>\n"


def test_several_lists_share_one_element_name() -> None:
    template = f"""<M {NS}><Doc m:each="previous_documents"><Use>P</Use><No>{{id}}</No></Doc>
                   <Doc m:each="additional_documents"><Use>A</Use><No>{{id}}</No></Doc></M>"""
    body = "<M><Doc><Use>A</Use><No>1</No></Doc><Doc><No>2</No><Use>P</Use></Doc><Doc><Use>X</Use></Doc></M>"
    document, findings = read(xml_mapping(template), body)
    assert [d.id for d in document.additional_documents] == ["1"]
    assert [d.id for d in document.previous_documents] == ["2"]
    assert findings == ["MAP-101 /M/Doc[3] line 1"]


def test_a_file_of_several_documents_is_a_message_for_each() -> None:
    template = f"""<M {NS} id="{{in id}}"><Order m:document="yes"><No>{{functional_reference_id}}</No></Order>
                   <By>{{type_code}}</By></M>"""
    mapping = xml_mapping(template)
    body = '<M id="7">\n<Order><No>1</No></Order>\n<Order><No>2</No><x>3</x></Order>\n<By>us</By></M>'
    parts = mapping.split(mapping.message(body))
    assert [part.number for part in parts] == [1, 2]
    report = Report()
    documents = [mapping.read(part, report) for part in parts]
    assert documents == [Declaration(id="7", functional_reference_id=number, type_code="us") for number in ("1", "2")]
    assert short(report) == ["MAP-102 /M/Order[2]/x line 3"]
    assert read(mapping, body) == (None, ["MAP-107 /M line 1"])


def test_documents_of_one_file_are_written_as_one_file() -> None:
    template = f"""<q:M xmlns:q="urn:q" {NS} id="{{id}}"><q:By>{{type_code}}</q:By>
        <q:Order m:document="yes"><q:No>{{functional_reference_id}}</q:No><m:rest keep="yes"/></q:Order>
        <q:To>{{name}}</q:To></q:M>"""
    mapping = xml_mapping(template)
    documents = [Declaration(id="7", functional_reference_id=number, type_code="us") for number in ("1", "2", "3")]
    documents[1].extensions = {"rest": {"new": {"xml": "<new>&lt;q:Order/&gt;<Order/></new>"}}}
    bodies = [mapping.write(document, Report()) for document in documents]
    [body] = mapping.together(bodies)
    assert body.count("urn:q") == 1
    lines = [line for line in body.splitlines() if "new" not in line]
    order = ["  <q:Order>", "    <q:No>{}</q:No>", "  </q:Order>"]
    orders = [line.format(number) for number in (1, 2, 3) for line in order]
    assert lines == ['<q:M xmlns:q="urn:q" id="7">', "  <q:By>us</q:By>", *orders, "</q:M>"]
    assert [mapping.read(part, Report()) for part in mapping.split(mapping.message(body))] == [
        mapping.read(mapping.message(alone), Report()) for alone in bodies
    ]
    for other in (Declaration(id="8", functional_reference_id="4"), Declaration(id="7", type_code="us", name="n")):
        with pytest.raises(EdiError, match=r"MAP-216: .* around <Order> is not the same"):
            mapping.together([mapping.write(document, Report()) for document in (documents[0], other)])


def test_numbers_are_texts_with_their_scale() -> None:
    template = "<M><A>{invoice_amount.value|number}</A><C>{invoice_amount.currency}</C></M>"
    both_ways(
        template,
        Declaration(invoice_amount=Amount(Decimal("10.500"), "EUR")),
        "<M>\n  <A>10.500</A>\n  <C>EUR</C>\n</M>\n",
    )


def test_what_has_no_field_is_kept_verbatim_and_written_back() -> None:
    template = f"""<M {NS}><A lang="{{~a_lang}}">{{id}}</A><B>{{~}}</B><C>{{~}}</C>
                   <I m:each="goods_items"><B>{{~}}</B></I></M>"""
    kept = {"a_lang": "en", "B": "b  b", "C": {"xml": '<C u="1">x<d/></C>'}}
    document = Declaration(id="I", extensions=kept, goods_items=[GoodsItem(extensions={"B": "i"})])
    body = """<M>
  <A lang="en">I</A>
  <B>b  b</B>
  <C u="1">x<d/></C>
  <I>
    <B>i</B>
  </I>
</M>
"""
    both_ways(template, document, body)
    document = Declaration(id="I", extensions={"B": {"xml": "<X/>"}, "C": {"xml": "<C>&e;</C>"}})
    assert write(xml_mapping(template), document)[1] == ["MAP-202 /M/B", "MAP-202 /M/C"]


def test_what_the_template_does_not_name_is_kept_where_it_says_so() -> None:
    template = f'<M {NS}><A>{{id}}</A><I m:each="goods_items"><N>{{sequence_numeric}}</N><m:rest keep="yes"/></I></M>'
    kept = {"@u": "1", "X": {"xml": '<X y="2">z</X>'}, "X[2]": {"xml": "<X/>"}, "N[2]": {"xml": "<N>8</N>"}}
    document = Declaration(id="I", goods_items=[GoodsItem(sequence_numeric=7, extensions={"rest": kept})])
    body = """<M>
  <A>I</A>
  <I u="1">
    <N>7</N>
    <X y="2">z</X>
    <X/>
    <N>8</N>
  </I>
</M>
"""
    mapping = xml_mapping(template)
    assert write(mapping, document) == (body, [])
    places = ["/M/I/@u line 3", "/M/I/X[1] line 5", "/M/I/X[2] line 6", "/M/I/N[2] line 7"]
    assert read(mapping, body) == (document, [f"MAP-109 {place}" for place in places])
    document = Declaration(goods_items=[GoodsItem(extensions={"rest": {"X": {"xml": "<"}, "@a b": "1", "q": 5}})])
    assert write(mapping, document)[1] == ["MAP-202 goods_items[0].extensions.q", "MAP-202 /M/I/X", "MAP-202 /M/I/@a b"]
    assert round_trip(mapping, 40).lossy == {}


def test_a_character_xml_cannot_carry_is_reported() -> None:
    mapping = xml_mapping('<M a="{type_code}"><A>{id}</A></M>')
    assert write(mapping, Declaration(id="a\x00b\rc", type_code="\x01")) == (
        '<M a="">\n  <A>ab&#13;c</A>\n</M>\n',
        ["MAP-202 /M/@a", "MAP-202 /M/A"],
    )


def test_a_document_with_thirty_thousand_unknown_elements_is_read_in_time() -> None:
    body = f"<M>{'<x>1</x>' * 30_000}<A>I</A></M>"
    document, findings = read(xml_mapping("<M><A>{id}</A></M>"), body)
    assert document == Declaration(id="I")
    assert len(findings) == 1000


# -- what authors are told ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "place", "what"),
    [
        ("<M>\n  <A>{idd}</A></M>", ("TPL-002", 2, 6), "Declaration has no field 'idd'"),
        ('<M>\n  <A x="1"\n  y="{type_cod}"/></M>', ("TPL-002", 3, 6), "Declaration has no field 'type_cod'"),
        ("<M>\n<A>\n   {id|datetme}\n</A></M>", ("TPL-007", 3, 4), "no conversion is called 'datetme'"),
        (f'<M {NS}>\n<A m:each="goods_item"><B>{{id}}</B></A></M>', ("TPL-002", 2, 12),
         "Declaration has no field 'goods_item'"),
        ("<M><A></M>", ("TPL-001", 1, 9), "not well-formed XML: mismatched tag"),
        ("<M><A>{id}<B>{type_code}</B></A></M>", ("TPL-001", 1, 7), "text between elements cannot be mapped"),
        (f'<M {NS}><A m:eech="x">{{id}}</A></M>', ("TPL-001", 1, 44), "no command is called 'eech'"),
        (f'<M {NS}><m:wth path="x"><A>{{id}}</A></m:wth></M>', ("TPL-011", 1, 33),
         "no element of the mapping is called 'wth'"),
        ("<M>x</M>", ("TPL-001", 1, 1), "the root is one element with others inside"),
        ("<M><A>{id}</A>\n<B>1</B><A>{name}</A></M>", ("TPL-001", 2, 9),
         "<A> stands here and at line 1: put them side by side"),
        ("<M><A><R>{id}</R></A>\n<A><R>{name}</R></A></M>", ("TPL-005", 2, 1),
         "the object at line 1 and this one could both mean an element"),
        ("<M><A><R>{id}</R></A>\n<A>{name}</A></M>", ("TPL-011", 2, 1),
         "<A> holds a text here, and more or less at line 1"),
        ("<!DOCTYPE M>\n<M><A>{id}</A></M>", ("TPL-001", 1, 12), "a template has no document type declaration"),
        ("<M>\n<x:A>{id}</x:A></M>", ("TPL-001", 2, 1), "the prefix 'x' is not declared"),
        ("<M><A>{id}</A>\n<B>{id}</B></M>", ("TPL-006", 2, 4),
         "'id' has its home at line 1: say in, out or copy here"),
        ("", ("TPL-001", 1, 1), "not well-formed XML: no element found"),
    ],
)  # fmt: skip
def test_a_fault_in_a_template_has_its_place(template: str, place: tuple[str, int, int], what: str) -> None:
    assert (*place, what) in faults(template)


# -- proof -------------------------------------------------------------------------------------------------------------


def test_documents_come_back_and_what_partners_do_loses_nothing_in_silence() -> None:
    result = round_trip(xml_mapping(WHOLE), 60, 5)
    assert (result.failed, result.unequal, result.lossy, result.examples) == (0, [], {}, [])
    assert min(result.rates.values()) > 0.05
    assert len(result.mutated) == 10


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9))
def test_what_is_written_is_read_back(seed: int) -> None:
    mapping = xml_mapping(WHOLE)
    document = mapping.generator(Random(seed)).document()  # noqa: S311 — repeatable by its seed
    body, findings = write(mapping, document)
    assert (read(mapping, body), findings) == ((document, []), [])


def test_the_proof_sees_every_text_and_attribute() -> None:
    root = xml_mapping(WHOLE).message('<M a="1"><B>2</B><B>3<C d="4"/>5</B></M>').body
    assert list(leaves(root)) == [("/M/@a", "1"), ("/M/B[1]", "2"), ("/M/B[2]/text()", "35"), ("/M/B[2]/C/@d", "4")]
