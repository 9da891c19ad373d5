"""From bytes to XML documents: bounded, without entities, DTDs, network or fetched schemas.

Comments and processing instructions carry no business meaning and are left out; line numbers stay those of the payload.
"""

from collections.abc import Iterator
from itertools import chain, islice
from typing import BinaryIO

from lxml import etree

from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Position
from edi_engine.formats.xml.documents import Document, documents
from edi_engine.formats.xml.faults import EMPTY, fault
from edi_engine.formats.xml.guards import SETTINGS, Limits, declared_type, excess, marked, refusal, syntax_error
from edi_engine.formats.xml.misdeclared import Misdeclared
from edi_engine.formats.xml.wrapper import Wrap
from edi_engine.interchange import Interchange, Message

_FIRST = 2  # documents read before any is given out: a payload of one that is broken behind it gives none


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read the XML documents of a stream as an interchange, one at a time.

    A wrapper (`MetaData`, `submitDeclarationRequest`) is taken off and kept in `envelope.wrapper`; each document in it
    is a message: `type` is the local name of its root, `association` its namespace, `body` its element.

    Args:
        stream: the payload; no more of it is held than two documents.
        limits: fields of `Limits`, of each document; what passes them is a finding that names the limit.

    Yields:
        One interchange. Where the XML cannot be read on, its report has an error, and there are no further messages;
        what follows the documents in their wrapper is known when the messages are exhausted.
    """
    allowed = Limits(**limits)
    wrap = Wrap(allowed.document_bytes)
    interchange = Interchange(syntax="xml", messages=iter(()), envelope=wrap.envelope)
    misdeclared = Misdeclared()
    found = documents(stream, allowed, wrap, misdeclared)
    try:
        first = list(islice(found, _FIRST))
    except EdiError as error:
        interchange.report.add(error.finding)
    else:
        if not first:
            where = Position(path=f"/{wrap.innermost}", line=1)
            interchange.report.add(fault(EMPTY, where, name=wrap.innermost))
        interchange.messages = _messages(interchange, chain(first, found), misdeclared)
    yield interchange


def parse(data: bytes, limits: Limits | None = None) -> etree._Element | Finding:
    """The root element of one document held in memory, or what is wrong with it."""
    allowed = limits or Limits()
    if len(data) > allowed.document_bytes:
        return fault("XML-004", Position(offset=allowed.document_bytes), limit=allowed.document_bytes)
    tags = data.count(b"<")
    if tags > allowed.tags:
        return fault("XML-005", Position(), limit=allowed.elements)
    if refused := refusal(data):
        return refused
    try:
        root = etree.fromstring(marked(data), etree.XMLParser(**SETTINGS))
    except etree.XMLSyntaxError as error:
        return syntax_error(error, allowed, data)
    except (ValueError, LookupError) as error:
        return fault("XML-002", Position(line=1, column=1), reason=str(error)[:200])
    return declared_type(root) or excess(root, allowed, tags, data.count(b"=")) or root


def _messages(interchange: Interchange, found: Iterator[Document], misdeclared: Misdeclared) -> Iterator[Message]:
    """A message for each document; an error on the way ends them."""
    try:
        for number, (element, text) in enumerate(found, start=1):
            name = etree.QName(element)
            yield Message(
                syntax="xml",
                type=name.localname,
                association=name.namespace or "",
                number=number,
                body=element,
                text=text,
                envelope=interchange.envelope,
            )
        if told := misdeclared.finding():
            interchange.report.add(told)
    except EdiError as error:
        interchange.report.add(error.finding)
