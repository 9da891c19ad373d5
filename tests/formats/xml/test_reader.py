"""XML is read bounded and unwrapped; whatever comes, there are findings and never an exception."""

import io
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edi_engine.findings import Finding
from edi_engine.formats import xml
from edi_engine.formats.xml.reader import parse, read
from edi_engine.interchange import Interchange, Message

CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"
META = "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"
BROKEN = ("not-well-formed", "extra-content", "two-documents")
DEC = "urn:wco:datamodel:WCO:DEC-DMS:2"


def one(data: bytes | str, **limits: int) -> tuple[Interchange, list[Message], list[Finding]]:
    payload = data.encode() if isinstance(data, str) else data
    (interchange,) = read(io.BytesIO(payload), **limits)
    return interchange, list(interchange.messages), list(interchange.report)


# -- what it is --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (b"<?xml version='1.0'?><a/>", True),
        (b"\xef\xbb\xbf\n  <a/>", True),
        ("<a/>".encode("utf-16"), True),
        ("<a/>".encode("utf-16-be"), True),
        (b"<!-- c --><a/>", True),
        (b"", False),
        (b"< a", False),
        (b"{}", False),
        (b"UNB+UNOA:1+<a/>'", False),
    ],
)
def test_xml_is_known_by_its_first_bytes(head: bytes, known: bool) -> None:
    assert xml.sniff(head) == known


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "iso-8859-1", "windows-1252"])
def test_encodings_are_read_as_declared(encoding: str) -> None:
    name = encoding.removesuffix("-be")
    _, (message,), _ = one(f'<?xml version="1.0" encoding="{name}"?><a>é</a>'.encode(encoding))
    assert message.body.text == "é"


@pytest.mark.parametrize("encoding", ["gb2312", "gbk", "GB18030", "big5", "utf-16"])
def test_chinese_encodings_are_read_as_declared(encoding: str) -> None:
    _, (message,), _ = one(f'<?xml version="1.0" encoding="{encoding}"?><a>中文</a>'.encode(encoding))
    assert message.body.text == "中文"


@pytest.mark.parametrize("encoding", ["gbk", "iso-8859-1"])
def test_a_wrong_encoding_is_named_where_it_shows(encoding: str) -> None:
    text = "中文" if encoding == "gbk" else "é"
    _, _, (finding,) = one(f'<?xml version="1.0" encoding="UTF-8"?>\n<a>{text}</a>'.encode(encoding))
    assert (finding.code, finding.where.line) == ("XML-002", 2)
    assert "encoding it names" in finding.fix


@pytest.mark.parametrize("start", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_counts_more_than_a_wrong_name(start: str) -> None:
    _, (message,), _ = one('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode(start))
    assert message.body.text == "é"


@pytest.mark.parametrize("declared", ["", '<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>'])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(encoding: str, declared: str) -> None:
    data = f"{declared}<a>é</a>".encode(encoding)
    _, (message,), findings = one(data)
    assert (message.body.text, findings) == ("é", [])
    root = parse(data)
    assert isinstance(root, etree._Element)
    assert root.text == "é"


def test_what_says_utf_16_and_is_not_is_told_so() -> None:
    _, messages, (finding,) = one('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'.encode())
    assert (finding.code, finding.where.line, messages) == ("XML-013", 1, [])


@pytest.mark.parametrize("name", ["ISO-8859-1", "windows-1252", "iso-8859-15", "latin1"])
@pytest.mark.parametrize("before", [0, 65_495, 65_536, 200_000])
def test_utf_8_that_says_it_has_one_byte_a_letter_is_told(name: str, before: int) -> None:
    data = f'<?xml version="1.0" encoding="{name}"?>\n<a>{" " * before}\n <b>Mül</b>{" " * before}é</a>'.encode()
    _, (message,), (finding,) = one(data)
    assert (finding.code, finding.severity, finding.where.offset) == ("XML-014", "warning", data.index(b"\xc3"))
    assert (finding.where.line, finding.where.column) == (3, 6)
    assert name in finding.what
    assert message.body[0].text.startswith("MÃ"), "it is read as it asks"


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="ISO-8859-1"?><a>Mül Ã¼ Öl</a>'.encode("latin-1"),
        b'<?xml version="1.0" encoding="ISO-8859-1"?><a>M\xc3\xbcl</a> <!-- \xc3 -->',
        b'<?xml version="1.0" encoding="ISO-8859-1"?><a>plain</a>',
        '\ufeff<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode(),
        '<?xml version="1.0" encoding="UTF-8"?><a>é</a>'.encode(),
        '<?xml version="1.0" encoding="gbk"?><a>\u8054\u901a</a>'.encode("gbk"),
    ],
)
def test_what_is_in_the_encoding_it_names_is_not(data: bytes) -> None:
    assert one(data)[2] == []


@pytest.mark.parametrize("data", ["<a>é</a>".encode("latin-1"), '<?xml version="1.0"?><a>中</a>'.encode("gbk")])
def test_what_names_no_encoding_is_utf_8(data: bytes) -> None:
    _, messages, (finding,) = one(data)
    assert (finding.code, messages) == ("XML-002", [])
    assert "Invalid bytes in character encoding" in finding.what


@pytest.mark.parametrize(
    ("data", "place"),
    [
        ('<?xml version="1.0" encoding="GBK"?>\n<a>\n<b>中国 é</b></a>'.encode(), (3, 5, 46)),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<a>\n<b>\u00e9\u4e2d</b>'.encode() + b"\xd6\xd0</a>", (3, 10, 55)),
    ],
)
def test_bytes_that_are_none_of_the_encoding_have_their_place(data: bytes, place: tuple[int, int, int]) -> None:
    _, _, (finding,) = one(data)
    assert finding.code == "XML-002"
    assert (finding.where.line, finding.where.column, finding.where.offset) == place


# -- wrappers ----------------------------------------------------------------------------------------------------------


def test_a_document_is_a_message() -> None:
    _, (message,), findings = one(f'<Declaration xmlns="{DEC}"><ID>1</ID></Declaration>')
    assert (message.type, message.association, message.number, message.syntax) == ("Declaration", DEC, 1, "xml")
    assert not findings


def test_metadata_is_taken_off_and_kept() -> None:
    interchange, messages, _ = one(
        f'<md:MetaData xmlns:md="{META}" xmlns="{DEC}"><md:WCOTypeName>DEC</md:WCOTypeName>'
        "<md:CommunicationMetaData><md:Sender><md:ID>S</md:ID></md:Sender><md:TestIndicator>1</md:TestIndicator>"
        "<md:ApplicationReferenceID>A</md:ApplicationReferenceID></md:CommunicationMetaData>"
        "<Declaration><ID>1</ID></Declaration><Declaration/></md:MetaData>"
    )
    assert [(message.type, message.number) for message in messages] == [("Declaration", 1), ("Declaration", 2)]
    (frame,) = interchange.envelope.wrapper["frames"]
    assert (frame["name"], frame["namespace"], len(frame["fields"])) == ("MetaData", META, 2)
    assert (interchange.envelope.sender, interchange.envelope.application_reference) == ("S", "A")
    assert interchange.envelope.test
    assert messages[0].envelope is interchange.envelope


def test_wrappers_may_stand_in_each_other() -> None:
    request = "<submitDeclarationRequest><requestCommon><regime>X</regime></requestCommon><requestDetail>"
    end = "</requestDetail></submitDeclarationRequest>"
    interchange, messages, _ = one(f"{request}<MetaData><Declaration><ID>1</ID></Declaration></MetaData>{end}")
    assert [message.type for message in messages] == ["Declaration"]
    names = [frame["name"] for frame in interchange.envelope.wrapper["frames"]]
    assert names == ["submitDeclarationRequest", "requestDetail", "MetaData"]


def test_a_wrapper_without_a_document_is_an_error() -> None:
    _, messages, findings = one("<MetaData><WCOTypeName>DEC</WCOTypeName></MetaData>")
    assert not messages
    assert [finding.code for finding in findings] == ["XML-009"]


def test_payload_and_request_detail_are_wrappers_only_where_they_belong() -> None:
    _, (message,), _ = one("<payload><MetaData><a><b/></a></MetaData></payload>")
    assert message.type == "payload"


def test_comments_and_instructions_are_left_out_and_lines_stay() -> None:
    _, (message,), _ = one("<a>\n<!-- x -->\n<?p i?><b>1<!-- 2 -->3</b></a>")
    (b,) = message.body
    assert (b.text, b.sourceline) == ("13", 3)


# -- faults ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        ("", "XML-001", 1, 1),
        (" \n\t", "XML-001", 1, 1),
        ("<a>\n<!-- 1 -- 2 -->\n</a>", "XML-002", 2, 8),
        ("<a>\n</b>", "XML-002", 2, 5),
        ("<a>", "XML-002", 1, 4),
        ("<a/><b/>", "XML-002", 1, 5),
        ("<a>&nbsp;</a>", "XML-002", 1, 10),
        ("<a>\x01</a>", "XML-002", 1, 4),
        ("<p:a/>", "XML-002", 1, 5),
        (b"<a>\xff</a>", "XML-002", 1, 4),
        ("<!-- <a> -->\n<?x <!DOCTYPE?>\n <!DOCTYPE a><a/>", "XML-003", 3, 2),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "XML-003", 1, 1),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"), "XML-003", 1, 40),
        ('<?xml version="1.0" encoding="UTF-7"?><a/>', "XML-008", 1, None),
        ('<?xml version="1.0" encoding="cp037"?><a/>', "XML-008", 1, None),
    ],
)
def test_a_fault_has_its_code_and_place(data: bytes | str, code: str, line: int, column: int | None) -> None:
    _, messages, (finding,) = one(data)
    assert not messages
    assert (finding.code, finding.where.line, finding.where.column) == (code, line, column)
    assert finding.fix
    assert finding.why


def test_what_looks_like_a_document_type_in_a_comment_or_text_is_none() -> None:
    _, messages, findings = one("<!-- <!DOCTYPE a> -->" * 500 + "<a><![CDATA[<!DOCTYPE a>]]></a>")
    assert messages[0].body.text == "<!DOCTYPE a>"
    assert not findings


def test_the_fix_for_a_double_hyphen_names_it() -> None:
    _, _, (finding,) = one("<a><!-- 1 -- 2 --></a>")
    assert "--" in finding.fix


@pytest.mark.parametrize(
    ("data", "limits", "code"),
    [
        (b"<a>" + b"x" * 100 + b"</a>", {"document_bytes": 50}, "XML-004"),
        (b"<a>" + b"<b/>" * 20 + b"</a>", {"elements": 20}, "XML-005"),
        (b"<a>" + b"<b/>" * 1_100_000 + b"</a>", {}, "XML-005"),
        (b"<a>" * 101 + b"</a>" * 101, {}, "XML-006"),
        (b"<a>" * 100_000 + b"</a>" * 100_000, {}, "XML-006"),
        (b"<a>" + b"x" * 11_000_000 + b"</a>", {}, "XML-007"),
        (b'<a b="' + b"x" * 11_000_000 + b'"/>', {}, "XML-007"),
        (b"<!--" * 1_000_000, {}, "XML-002"),
        (b"<?a ?><!-- -->" * 100_000, {}, "XML-002"),
        (b"<" * 10_000_000, {}, "XML-005"),
        (b"<a " + b" ".join(b'a%d="x"' % n for n in range(300_000)) + b"/>", {}, "XML-011"),
    ],
)
def test_what_passes_a_limit_is_refused_soon(data: bytes, limits: dict[str, int], code: str) -> None:
    started = time.process_time()
    _, messages, findings = one(data, **limits)
    assert not messages
    assert [finding.code for finding in findings] == [code]
    assert time.process_time() - started < 10  # unbounded, the slowest would take minutes


def test_what_stays_within_a_limit_is_read() -> None:
    _, messages, _ = one(b"<a>" * 100 + b"</a>" * 100)
    assert messages
    _, messages, _ = one(b"<a>" + b"<b/>" * 19 + b"</a>", elements=20, document_bytes=100)
    assert messages


@pytest.mark.parametrize(("elements", "codes"), [(70_001, []), (70_000, ["XML-005"])])
def test_elements_are_counted_though_the_tags_of_the_first_bytes_are_not(elements: int, codes: list[str]) -> None:
    _, messages, findings = one(b"<a>" + b"<b/>" * 70_000 + b"</a>", elements=elements)
    assert [finding.code for finding in findings] == codes
    assert bool(messages) == (not codes)


def test_nothing_is_fetched() -> None:
    where = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x http://127.0.0.1:9/x.xsd"'
    include = '<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    _, (message,), findings = one(f"<a {where}>{include}</a>")
    assert len(message.body) == 1
    assert not findings


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80) | st.text(alphabet="<>/ab!-?[]&;'\"= \n", max_size=60).map(str.encode))
def test_any_bytes_give_findings_only(data: bytes) -> None:
    _, messages, findings = one(data)
    assert messages or findings


# -- writing -----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_the_corpus_is_read_and_wrapped_again() -> None:
    seen = 0
    for path in sorted([*(CORPUS / "wco-xml").iterdir(), *CORPUS.glob("*/*.xml")]):
        interchange, messages, findings = one(path.read_bytes())
        assert bool(findings) == any(word in path.name for word in BROKEN), (path.name, findings)
        if messages:
            again, copies, _ = one(xml.write(interchange.envelope, messages))
            assert again.envelope == interchange.envelope
            bodies = [etree.tostring(message.body, method="c14n", with_tail=False) for message in messages]
            assert len(copies) == len(bodies)
            for copy, body in zip(copies, bodies, strict=True):
                root = etree.fromstring(body)
                assert [node.text for node in copy.body.iter()] == [node.text for node in root.iter()]
            seen += 1
    assert seen > 100
