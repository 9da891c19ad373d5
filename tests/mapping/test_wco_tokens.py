"""The pieces of a document: they say what its tree says, and a fast reader of them takes nothing it should not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edi_engine.canonical.values import Amount
from edi_engine.findings import Report
from edi_engine.formats.xml.guards import SETTINGS
from edi_engine.formats.xml.reader import read
from edi_engine.mapping.wco import tokens as module
from edi_engine.mapping.wco.careful_reader import WHITESPACE, CarefulReader
from edi_engine.mapping.wco.escaping import Unusual
from edi_engine.mapping.wco.proof import MUTATIONS, XSI, Documents, mutate
from edi_engine.mapping.wco.runs import MOST_KNOWN, MOST_LONG
from edi_engine.mapping.wco.tokens import attribute_of, data, pieces
from edi_engine.mapping.wco_codec import WcoCodec
from edi_engine.workspace import Workspace
from tests.mapping.wco_support import CODECS, message

CODEC = CODECS["wco-dec"]
NAMES = st.sampled_from(["ID", "Name", "Überschrift", "a.b-c"])
TEXTS = st.text(alphabet="ab<>&\"'=/ \t\n\r]é漢\U0001f600;#", max_size=8)


@st.composite
def trees(draw: st.DrawFn, depth: int = 3) -> etree._Element:
    element = etree.Element(draw(NAMES), dict(draw(st.dictionaries(st.just("unit"), TEXTS))))
    element.text = draw(TEXTS)
    for _ in range(draw(st.integers(0, 3)) if depth else 0):
        child = draw(trees(depth - 1))
        child.tail = draw(TEXTS)
        element.append(child)
    return element


def walked(element: etree._Element) -> Iterator[tuple[str, str, str]]:
    """Tag, unit and text behind it, from the tree itself."""
    unit = str(element.get("unit", "")).strip(WHITESPACE)
    yield str(element.tag), unit, element.text or ""
    for child in element:
        yield from walked(child)
    yield f"/{element.tag}", "", (element.tail or "") if element.getparent() is not None else ""


def cut(element: etree._Element) -> Iterator[tuple[str, str, str]]:
    """The same from its pieces, but for the root's own tag; an empty element is a start and an end."""
    for number, piece in enumerate(pieces(element)):
        ended, *begun = piece.split("<")
        tags = [f"/{ended}" if number else ended, *begun]
        for tag in tags:
            written, _, text = tag.partition(">")
            name, _, unit = written.removesuffix("/").partition(" ")
            unit = attribute_of(unit, "unit") if unit else ""
            if written.endswith("/"):
                yield name, unit, ""
                yield f"/{name}", "", data(text)
            else:
                yield name, unit, data(text)


@settings(max_examples=60, deadline=None)
@given(tree=trees(), block=st.sampled_from([1, 7, 40, module.BLOCK]))
def test_pieces_have_the_tags_and_texts_of_the_tree(tree: etree._Element, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        first, *others = walked(tree)
        whole = [("", "", first[2]), *others]
        found = list(cut(tree))
        assert found == whole or (not found and whole == [("", "", ""), (f"/{tree.tag}", "", "")])


@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_the_fast_way_takes_only_what_the_careful_way_reads_without_a_word(codec: WcoCodec, mutation: str) -> None:
    rng, taken = Random(7), 0  # noqa: S311 - test data, repeatable by its seed
    for _ in range(5):
        root = message_of(codec.write(Documents(codec.layout, rng, 0.3, 0.3).document(), Report()))
        mutate(root, mutation, rng)
        taken += agrees(codec, root)
    assert taken or mutation not in ("other order", "deleted element")


def agrees(codec: WcoCodec, root: etree._Element) -> bool:
    """Whether the fast way takes a document; where it does, the careful way must read the same and find nothing."""
    report = Report()
    careful = CarefulReader(codec.layout, report, "test").read(root)
    try:
        fast = codec._read_fast(root)
    except Unusual:
        return False
    assert fast == careful
    assert not len(report), list(report)
    return True


def message_of(xml: str) -> etree._Element:
    return etree.fromstring(xml.encode(), etree.XMLParser(**SETTINGS))


AMOUNT = '<InvoiceAmount currencyID="EUR">1.50</InvoiceAmount>'
DATE = '<IssueDateTime><d:DateTimeString xmlns:d="urn:d" formatCode="102">20260131</d:DateTimeString></IssueDateTime>'
SPELLINGS = {
    "plain": "<ID>A</ID>",
    "indented": "\n  <ID>\n A\n  </ID>\r\n\t",
    "character data": "<ID><![CDATA[<ID>&</ID>]]></ID>",
    "references": "<ID>&#65;&lt;&amp;&quot;&#x13D;&#13;</ID>",
    "a comment": "<ID>A<!-- <ID>B</ID> --></ID><!-- > -->",
    "an instruction": "<?x <ID>B</ID>?><ID>A</ID>",
    "an amount": AMOUNT,
    "single quotes": AMOUNT.replace('"', "'"),
    "blanks in a tag": AMOUNT.replace(" ", "\n  ").replace("</InvoiceAmount>", "</InvoiceAmount\n>"),
    "an empty unit": AMOUNT.replace("EUR", ""),
    "a date with a namespace of its own": DATE,
    "an empty element": "<ID/><TypeCode></TypeCode><FunctionCode> </FunctionCode><Agent/>",
}


@pytest.mark.parametrize("content", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("prefix", ["", "w:"])
def test_spellings_of_xml_make_no_difference(content: str, prefix: str) -> None:
    for tag in ("ID", "InvoiceAmount", "IssueDateTime", "TypeCode", "FunctionCode", "Agent"):
        content = content.replace(f"<{tag}", f"<{prefix}{tag}").replace(f"</{tag}", f"</{prefix}{tag}")
    space = f'xmlns{prefix and ":w"}="{CODEC.layout.namespace}"'
    root = message_of(f"<{prefix}Declaration {space}>{content}</{prefix}Declaration>")
    assert agrees(CODEC, root)


REFUSED = {
    "text of its own": "text<ID>A</ID>",
    "text behind an element": "<ID>A</ID>text",
    "a wide blank behind an element": "<ID>A</ID>\u00a0",
    "an element twice": "<ID>A</ID><ID>A</ID>",
    "an element in a value": "<ID>A<b/></ID>",
    "an attribute": '<ID x="1">A</ID>',
    "an attribute beside a unit": AMOUNT.replace(" ", ' x="1" '),
    "a unit in a namespace": AMOUNT.replace("currencyID", "ds:currencyID"),
    "a unit without a number": '<InvoiceAmount currencyID="EUR"/>',
    "a unit beside blanks": '<InvoiceAmount currencyID="EUR"> </InvoiceAmount>',
    "an attribute of an empty element": '<ID x="1"/>',
    "an unknown empty element": "<Unknown/>",
    "two dates in one": DATE.replace("</IssueDateTime>", "<DateTimeString>1</DateTimeString></IssueDateTime>"),
    "a date without a wrapper": "<IssueDateTime>20260131</IssueDateTime>",
    "a format without a date": DATE.replace("20260131", ""),
    "an attribute of a date": DATE.replace("<IssueDateTime", '<IssueDateTime x="1"'),
    "a spelling of a number": AMOUNT.replace("1.50", "01.50"),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_odd_is_left_to_the_careful_way(content: str) -> None:
    root = message_of(f'<Declaration xmlns="{CODEC.layout.namespace}" xmlns:ds="urn:ds">{content}</Declaration>')
    assert not agrees(CODEC, root)
    report = Report()
    CODEC.read(message(root), report)
    assert {finding.code for finding in report} <= {"MAP-102", "MAP-103", "MAP-107", "MAP-110"}


EMPTY_UNIT = '<InvoiceAmount currencyID="EUR"/>'
REPEATED = {
    "an empty element as one with a value was": AMOUNT + EMPTY_UNIT.replace("Invoice", "Other"),
    "an element as it was once before": AMOUNT + AMOUNT,
    "a level twice": "<GoodsShipment><ID>A</ID></GoodsShipment>" * 2,
    "an empty level": "<GoodsShipment><ID>A</ID></GoodsShipment><GoodsShipment> </GoodsShipment>",
    "a wrapper twice": "<ExitOffice><ID>A</ID></ExitOffice>" * 2,
    "two in a wrapper": "<ExitOffice><ID>A</ID><ID>B</ID></ExitOffice>",
    "text behind what is wrapped": "<ExitOffice><ID>A</ID>text</ExitOffice>",
    "text of a struct": "<Agent>text</Agent>",
    "brackets as text": "<Agent>&lt;ID&gt;A</Agent>",
}


@pytest.mark.parametrize("content", REPEATED.values(), ids=REPEATED)
def test_what_was_met_before_lets_nothing_odd_pass(content: str) -> None:
    codec = WcoCodec(Workspace().mapping_text("wco-dec", "layout.txt"))
    begin = f'<Declaration xmlns="{CODEC.layout.namespace}" xmlns:ds="urn:ds">'
    assert agrees(codec, message_of(f"{begin}<ID>1</ID>{AMOUNT}</Declaration>"))
    assert not agrees(codec, message_of(f"{begin}<ID>1</ID>{content}</Declaration>"))
    assert not agrees(codec, message_of(f"{begin}<ID>1</ID>{content}</Declaration>"))


CONTENTS: dict[str, str] = SPELLINGS | REFUSED | REPEATED
AROUND = {
    "as it is": "{}",
    "line ends of Windows": '<?xml version="1.0"?>\r\n{}\r\n',
    "single quotes": "{}",
    "blanks in tags": "{}",
    "an attribute that looks like an end": "{}",
}


def sent(content: str, how: str) -> bytes:
    text = f'<Declaration xmlns="{CODEC.layout.namespace}" xmlns:ds="urn:ds">{content}</Declaration>'
    if how == "line ends of Windows":
        text = text.replace("><", ">\r\n\t<")
    elif how == "single quotes":
        text = text.replace('"', "'")
    elif how == "blanks in tags":
        text = re.sub(r'([\w"])(/?)>(?=[\s<])', r"\1 \2>\n", text)
    elif how == "an attribute that looks like an end":
        text = text.replace("ation ", f'ation xmlns:xsi="{XSI[1:-1]}" xsi:schemaLocation="a/>b" ', 1)
    return AROUND[how].format(text).encode()


@pytest.mark.parametrize("how", AROUND)
@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_a_document_says_the_same_as_text_and_as_a_tree(content: str, how: str) -> None:
    (interchange,) = read(BytesIO(sent(content, how)))
    (found,) = interchange.messages
    as_text, as_tree, carefully = Report(), Report(), Report()
    document = CODEC.read(found, as_text)
    assert document == CODEC.read(replace(found, text=""), as_tree)
    assert document == CarefulReader(CODEC.layout, carefully, CODEC.name, found.number).read(found.body)
    assert list(as_text) == list(as_tree)
    assert [one for one in as_text if one.code != "MAP-107"] == list(carefully)


def test_a_document_sent_plainly_is_read_from_its_text() -> None:
    (interchange,) = read(BytesIO(sent(SPELLINGS["indented"] + AMOUNT + DATE, "line ends of Windows")))
    (found,) = interchange.messages
    assert found.text
    assert CODEC._read_fast(etree.Element("nothing"), found.text) == CODEC.read(found, Report())


def test_an_empty_element_with_a_known_unit_is_odd() -> None:
    codec = WcoCodec(Workspace().mapping_text("wco-dec", "layout.txt"))
    for content, taken in ((AMOUNT, True), (EMPTY_UNIT, False), (AMOUNT, True)):
        root = message_of(f'<Declaration xmlns="{CODEC.layout.namespace}"><ID>1</ID>{content}</Declaration>')
        assert agrees(codec, root) == taken


def test_no_more_runs_are_remembered_than_allowed() -> None:
    codec = WcoCodec(Workspace().mapping_text("wco-dec", "layout.txt"))
    known = codec._reader._root.runs
    for blanks in range(1, MOST_KNOWN + 10):
        root = message_of(f'<Declaration xmlns="urn:x">{" " * (blanks % MOST_LONG)}<ID>1</ID></Declaration>')
        root[0].tail = "\n" * (blanks // MOST_LONG)
        for unit in ("EUR", "USD", "GBP", f"X{blanks}"):
            root.append(etree.Element("{urn:x}InvoiceAmount", currencyID=unit))
            root[-1].text = "1"
            assert codec.read(message(root), Report()).invoice_amount == Amount(Decimal(1), unit)
            root.remove(root[-1])
    assert 0 < len(known) <= MOST_KNOWN
    assert max(map(len, known)) <= MOST_LONG


def test_comments_in_a_tree_are_no_tags_of_the_document() -> None:
    root = etree.fromstring(f'<Declaration xmlns="{CODEC.layout.namespace}"><!-- <ID>B</ID> --></Declaration>')
    with pytest.raises(Unusual):
        CODEC._read_fast(root)


def test_a_line_of_a_layout_may_lead_to_itself() -> None:
    layout = Workspace().mapping_text("wco-dec", "layout.txt")
    codec = WcoCodec(layout.replace("\nAgent = Name ", "\nAgent = Agent Name "))
    content = "<Agent><Agent><Agent><Name>C</Name></Agent></Agent><Name>A</Name></Agent>"
    root = message_of(f'<Declaration xmlns="{CODEC.layout.namespace}">{content}<ID>1</ID></Declaration>')
    assert agrees(codec, root)
    assert [party.name for party in codec.read(message(root), Report()).parties] == ["C", "A"]
