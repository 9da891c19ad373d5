"""What the tests of the WCO codec share: the codecs and the corpus."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from edi_engine.formats.xml.reader import read
from edi_engine.interchange import Message
from edi_engine.mapping.wco_codec import WcoCodec
from edi_engine.workspace import Workspace

SHARED = Path(__file__).parents[2].parent / "shared"
CORPUS = SHARED / "corpus" / "wco-xml"
_XSDS = SHARED / "corpus" / "xsd" / "uk-cds"
XSD = {
    "wco-dec": _XSDS / "declaration" / "WCO_DEC_2_DMS.xsd",
    "wco-res": _XSDS / "notification" / "WCO_RES_2_DMS.xsd",
}
CODECS = {name: WcoCodec(Workspace().mapping_text(name, "layout.txt"), name) for name in XSD}


def message(element: etree._Element) -> Message:
    """An element as the XML house would hand it on."""
    name = etree.QName(element)
    return Message(syntax="xml", type=name.localname, association=name.namespace or "", body=element)


def corpus(root: str) -> Iterator[tuple[str, Message]]:
    """Every document of the corpus with that root, with the name of its file."""
    for path in sorted(CORPUS.iterdir()):
        with path.open("rb") as stream:
            for interchange in read(stream):
                yield from ((path.name, found) for found in interchange.messages if found.type == root)
