"""Documents are written as one XML file, in the wrap they came in."""

import io

import pytest
from lxml import etree

from edi_engine.errors import EdiError
from edi_engine.formats import xml
from edi_engine.formats.xml.reader import read
from edi_engine.interchange import Envelope, Message


def wrapped(name: str = "MetaData", namespace: str = "urn:m") -> Envelope:
    frame = {"name": name, "namespace": namespace, "fields": ["<T>DEC</T>"]}
    return Envelope(wrapper={"frames": [frame]})


@pytest.mark.parametrize(
    "body",
    [
        "<a>é</a>",
        "<a>é</a>".encode(),
        etree.fromstring("<a>é</a>"),
        Message(syntax="xml", type="a", body="<a>é</a>"),
    ],
)
def test_a_document_alone_gets_a_declaration(body: object) -> None:
    written = xml.write(Envelope(), [body])
    assert written == '<?xml version="1.0" encoding="UTF-8"?>\n<a>é</a>\n'.encode()


def test_a_wrap_holds_several_documents() -> None:
    written = xml.write(wrapped(), ["<a><b/></a>", "<c><d/></c>"])
    (interchange,) = read(io.BytesIO(written))
    assert [message.type for message in interchange.messages] == ["a", "c"]
    assert interchange.envelope.wrapper["frames"][0]["name"] == "MetaData"


def test_a_namespace_is_quoted() -> None:
    written = xml.write(wrapped(namespace="urn:a?b&c"), ["<a><b/></a>"])
    assert etree.QName(etree.fromstring(written)).namespace == "urn:a?b&c"


def test_what_no_encoding_can_hold_does_not_break_the_file() -> None:
    assert etree.fromstring(xml.write(Envelope(), ["<a>𝄞</a>"])).text == "𝄞"


@pytest.mark.parametrize("bodies", [[], ["<a/>", "<b/>"]])
def test_without_a_wrap_there_is_one_document(bodies: list[str]) -> None:
    with pytest.raises(EdiError, match="XML-010"):
        xml.write(Envelope(), bodies)


def test_a_wrap_of_another_name_is_refused() -> None:
    with pytest.raises(EdiError, match="XML-010"):
        xml.write(wrapped(name="x><y"), ["<a/>"])
