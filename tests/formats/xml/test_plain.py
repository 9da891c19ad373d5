"""The text of a payload that is one document: only where it says just what the tree says."""

from io import BytesIO

import pytest
from lxml import etree

from edi_engine.formats.xml.documents import PIECE
from edi_engine.formats.xml.reader import read

PLAIN = {
    "without a prolog": "<a><b>1</b></a>",
    "behind a prolog": '<?xml version="1.0" encoding="utf-8"?>\n<!-- <a> -->\n<a><b>é</b></a>\n',
    "with line ends of Windows": '<?xml version="1.0"?>\r\n<a>\r\n  <b>1</b>\r</a>\r\n',
    "with signs of other things": "<a x=\"'\">What? Ours! &amp; 5 &gt; 4, it's</a>",
}
OTHERWISE = {
    "a comment": b"<a><!-- <b/> --></a>",
    "an instruction": b"<a><?b <c/>?></a>",
    "character data": b"<a><![CDATA[<b/>]]></a>",
    "a reference by number": b"<a>&#60;</a>",
    "single quotes": b"<a b='\"'/>",
    "single quotes behind many of a text": b"<a><b>" + b"it's " * 30 + b"</b><c d='1'/></a>",
    "a reference by number behind many others": b"<a>" + b"&amp;" * 30 + b"&#60;</a>",
    "another encoding": '<?xml version="1.0" encoding="iso-8859-1"?><a>é</a>'.encode("latin-1"),
    "a byte order mark": b"\xef\xbb\xbf<a/>",
    "two bytes a character": '<?xml version="1.0" encoding="utf-16"?><a>é</a>'.encode("utf-16"),
    "a wrapper": b'<MetaData xmlns="urn:m"><a xmlns="urn:a"><b/></a></MetaData>',
    "more than a piece": b"<a><b>" + b"1" * PIECE + b"</b></a>",
}


def text_of(payload: bytes) -> str:
    (interchange,) = read(BytesIO(payload))
    (message,) = interchange.messages
    return message.text


@pytest.mark.parametrize("payload", PLAIN.values(), ids=PLAIN)
def test_a_plain_document_comes_with_its_text(payload: str) -> None:
    text = text_of(payload.encode())
    assert text.startswith("<a")
    assert "\r" not in text
    assert etree.canonicalize(text) == etree.canonicalize(payload)


@pytest.mark.parametrize("payload", OTHERWISE.values(), ids=OTHERWISE)
def test_a_document_that_says_something_in_a_way_of_its_own_comes_without(payload: bytes) -> None:
    assert text_of(payload) == ""
